"""The screens of Utah as a person sees them, held as text (`tests/looks.py`), some of them wide too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.desk.painter import Painter
from cstui.store.engine import Store, open_store
from tests.agencies.utah.conftest import START
from tests.agencies.utah.programs.desk import Desk
from tests.looks import assert_looks

SHOWN = {
    "CNSR": "CNSR UT/100003",
    "CNSR-refused": "CNSR UT/100002",
    "CNSP": "CNSP UT/100005",
    "INTW": "INTW UT/100004",
    "INTW-fti": "INTW UT/200002",
    "S410": "S410 UT/100001",
    "PAYD": "PAYD UT/100007",
    "PAYD-fti": "PAYD UT/200002",
    "DIST": "DIST UT/100007",
    "CNSM": "CNSM 1",
    "CNSF": "CNSF UT/200001",
    "CNFV": "CNSF UT/200001",
    "WORK": "WORK",
    "TIME": "TIME UT/100001",
}
"""What is typed for each picture, on the practice store as it ships."""
THEN = {"CNSR-refused": {"action_0": "R", "complete": "N"}, "CNFV": {"action_0": "V"}}
"""What is keyed there before Enter."""
WIDE = ("CNSR", "CNSP", "S410", "PAYD", "DIST", "CNSM", "CNSF", "INTW")
SIZES = ((80, 24), (140, 45))


@pytest.fixture(scope="module")
def store(practice: Path) -> Iterator[Store]:
    with open_store(practice) as found:
        yield found


@pytest.mark.parametrize(
    ("name", "size"), [(name, size) for name in SHOWN for size in SIZES if size == SIZES[0] or name in WIDE]
)
def test_looks(store: Store, name: str, size: tuple[int, int], pytestconfig: pytest.Config) -> None:
    desk = Desk(store, START, size=size).command(SHOWN[name])
    if name in THEN:
        desk.enter(**THEN[name])
    assert desk.screen == name.partition("-")[0]
    accepted = Path(__file__).parent / "looks" / f"{name}-{size[0]}x{size[1]}.txt"
    assert_looks(Painter(desk.buffer), accepted, pytestconfig)
