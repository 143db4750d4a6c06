"""The exhaustive walk of a consumer: `make walk AGENCY=kansas`."""

from __future__ import annotations

import sys
from functools import partial

from cstui.agencies.kansas.policy.invariants import INVARIANTS
from tests.agencies import walking
from tests.agencies.kansas.policy.moves import moves
from tests.agencies.kansas.policy.world import WORLD

walk = partial(walking.walk, WORLD, moves, INVARIANTS)

if __name__ == "__main__":
    sys.exit(walking.main(walk, __doc__))
