"""The business date moves between the key and the act: it is refused (CS-188), and what was typed stays.

On every screen of Kansas that acts: as the solutions of lessons key it, and here what they do not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.acts.perform import OVERTAKEN
from cstui.desk.programs.registry import programs
from tests.agencies.date_moves import DateMoves, acted_in_solution, lost, typed
from tests.agencies.kansas.programs.desk import CONSUMER, Desk

SOLVED = {
    "01": {"CADS"},
    "03": {"ENCD", "TASK"},
    "04": {"ENCD", "EDBC", "TASK"},
    "05": {"EDBC"},
    "06": {"CADS"},
    "07": {"PAR1"},
}
"""Lessons by number, and screens on which their solutions act."""
LOOKS = {"MENU", "WORK", "SRCH", "TIME", "LAST", "SETT", "DRFT", "REFM", "PAR2", "IVDF", "COVR"}
"""Screens on which nobody acts, or of the kernel and proved at Louisiana's desk (COVR)."""


@pytest.mark.parametrize("number", SOLVED)
def test_a_solution_is_refused_at_each_act_and_goes_on(number: str, tmp_path: Path) -> None:
    assert acted_in_solution("kansas", number, tmp_path) >= SOLVED[number]


def keyed(desk: Desk, **fields: str) -> None:
    for name, text in fields.items():
        desk.fill(name, text)


def _record(desk: Desk) -> str:
    desk.command(f"ENCL {CONSUMER}")
    keyed(desk, program="TANF", reason="NC", begins="03052018", occurred="03012018")
    keyed(desk, comments="From CADS")
    return "pf5"


def _parent(desk: Desk) -> str:
    desk.command(f"NCPD {CONSUMER}")
    keyed(desk, last="PRACTICE-OAK", absence="NM")
    return "pf5"


def _household(desk: Desk) -> str:
    desk.command(f"NCPD {CONSUMER}")
    keyed(desk, parents="1", why="Adopted alone", override="SA")
    return "enter"


def _reminder(desk: Desk) -> str:
    desk.command("REMD")
    keyed(desk, new_case=CONSUMER, new_due="T+9", new_text="Call the AP")
    return "enter"


def _update(desk: Desk) -> str:
    desk.command(f"CADS {CONSUMER}")
    keyed(desk, expedited="N", note="She called.")
    return "pf6"


KEYED: dict[str, Callable[[Desk], str]] = {
    "ENCL": _record,
    "NCPD": _parent,
    "NCPD household": _household,
    "REMD": _reminder,
    "CADS": _update,
}
"""Screens of which no solution is, with something typed and the key that would enter it."""


@pytest.mark.parametrize("screen", KEYED)
def test_what_was_typed_stays_and_is_entered_by_the_next_key(desk: Desk, screen: str) -> None:
    key = KEYED[screen](desk)
    moves, before, at = DateMoves(desk.place.performer), typed(desk.buffer), desk.screen
    assert before
    with moves.moving():
        desk.key(key)
    assert moves.times
    assert OVERTAKEN in desk.rules
    assert (desk.screen, lost(before, desk.buffer)) == (at, [])
    desk.key(key)
    assert [rule for rule in desk.rules if rule == OVERTAKEN] == []
    assert desk.answer.message


def test_every_screen_is_among_them() -> None:
    """A new one is keyed above, or stands among those on which nobody acts."""
    acts = set().union(*SOLVED.values(), (name.split()[0] for name in KEYED))
    assert acts.isdisjoint(LOOKS)
    assert acts | LOOKS | {"AUDT", "DEST", "USER", "PASS", "TOTP"} == set(programs("kansas"))
