"""The exhaustive walk of an NCP: `make walk AGENCY=utah`."""

from __future__ import annotations

import sys
from functools import partial

from cstui.agencies.utah.policy.invariants import INVARIANTS
from tests.agencies import walking
from tests.agencies.utah.policy.moves import moves
from tests.agencies.utah.policy.world import WORLD

walk = partial(walking.walk, WORLD, moves, INVARIANTS)

if __name__ == "__main__":
    sys.exit(walking.main(walk, __doc__))
