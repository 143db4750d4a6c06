"""The screens of Kansas as a person sees them, held as text (`tests/looks.py`), some of them wide too."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.desk.painter import Painter
from cstui.store.engine import Store
from tests.agencies.kansas.programs.conftest import START
from tests.agencies.kansas.programs.desk import Desk
from tests.looks import assert_looks

SHOWN = {
    "CADS": "CADS 0001000004",
    "CADS-refused": "CADS 0001000001 NC0_CODE=N",
    "ENCL": "ENCL 0001000003",
    "ENCL-view": "ENCL 0001000009",
    "ENCD": "ENCD 0001000003 1",
    "EDBC": "EDBC 0001000003",
    "TASK": "TASK",
    "NCPD": "NCPD 0001000017",
    "REFM": "REFM",
    "PAR1": "PAR1 0001000016",
    "PAR2": "PAR2 0001000016",
    "REMD": "REMD",
    "TIME": "TIME 0001000003",
}
"""What is typed for each picture, on the practice store as it ships."""
KEYS = {"CADS-refused": "pf5", "ENCL-view": "pf6"}
WIDE = ("TASK", "EDBC", "TIME")
SIZES = ((80, 24), (140, 45))


@pytest.mark.parametrize(
    ("name", "size"), [(name, size) for name in SHOWN for size in SIZES if size == SIZES[0] or name in WIDE]
)
def test_looks(practice: Store, name: str, size: tuple[int, int], pytestconfig: pytest.Config) -> None:
    worker = "51001" if name.startswith(("CADS", "REFM", "PAR")) else "80001"
    desk = Desk(practice, START, worker, size=size).command(SHOWN[name])
    if name in KEYS:
        desk.key(KEYS[name])
    assert desk.screen == name.partition("-")[0]
    accepted = Path(__file__).parent / "looks" / f"{name}-{size[0]}x{size[1]}.txt"
    assert_looks(Painter(desk.buffer), accepted, pytestconfig)
