"""Each attack in its short form: nothing is lost."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.attacks.attack import attacks


@pytest.mark.parametrize("name", sorted(attacks()))
def test_nothing_is_lost(name: str, tmp_path: Path) -> None:
    one = attacks()[name]
    tally = one.run(Random(name), one.short, tmp_path)
    assert tally.tries >= 1
    assert tally.losses == []
