"""A night that is killed at any write goes on where it was and ends as if nothing had been."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agencies.killed_nights import BEGUN, KilledNights

pytestmark = pytest.mark.slow


@pytest.mark.slow
@pytest.mark.parametrize("agency", BEGUN)
def test_killed_at_any_write_it_goes_on_and_ends_alike(agency: str, tmp_path: Path) -> None:
    nights = KilledNights(agency, tmp_path)
    writes = nights.writes
    assert writes > 10
    assert nights.lost(writes // 3) == ""
    assert nights.lost(writes // 2, writes // 4) == ""
    assert nights.lost(writes - 1) == ""
