"""The business date moves between the key and the act: it is refused (CS-188), and what was typed stays to be
entered again. On every screen that acts: as the solutions of lessons key it, and here what they do not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cstui.acts.perform import OVERTAKEN
from cstui.agencies.louisiana.acts.reminders import SetReminder
from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.records import Appointment, BenefitNews, Form
from cstui.desk.programs.registry import programs
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.date_moves import DateMoves, acted_in_solution, lost, typed
from tests.agencies.louisiana.interfaces.files import file
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

SOLVED = {
    "07": {"APPT", "FORM", "CAS2"},
    "09": {"NOTE"},
    "10": {"SUPP"},
    "14": {"CONT", "CAS1", "REFR", "LEM4"},
    "16": {"OFS3"},
}
"""Lessons by number, and screens on which their solutions act."""
LOOKS = {"MENU", "WORK", "SRCH", "TIME", "LAST", "SETT", "DRFT", "CALO", "FVEW", "LAIN", "IVDF"}
"""Screens on which nobody acts."""


@pytest.mark.parametrize("number", SOLVED)
def test_a_solution_is_refused_at_each_act_and_goes_on(number: str, tmp_path: Path) -> None:
    assert acted_in_solution("louisiana", number, tmp_path) >= SOLVED[number]


def _docket(store: Store) -> Desk:
    made = {"purpose": "SI", "worker": "17001", "made_on": date(2026, 2, 2)}
    bulk_load(store, [Appointment(case=DOE, seq=1, on=TODAY, at="08:00", **made)])  # type: ignore[arg-type]
    return Desk(store).command("DOCK").type("action", "K", 0)


def _updates(store: Store) -> Desk:
    news = BenefitNews(case=DOE, seq=1, event="noticed", on=TODAY, text="IV-A: notice", received_on=TODAY)
    bulk_load(store, [news])
    return Desk(store).command("IVAU").type("action", "A", 0)


def _letters(store: Store) -> Desk:
    bulk_load(store, [Form(case=DOE, seq=1, person=1, made_on=TODAY, form="CSE 115", edition=1)])
    return Desk(store).command("LETTERS").type("action", "M", 0)


def _reminders(store: Store) -> Desk:
    desk = Desk(store)
    desk.do(SetReminder(case=DOE, due=TODAY, text="First"))
    desk.command("REMD").type("action", "D", 0)
    return desk.type("new_case", DOE).type("new_due", "T+30").type("new_text", "Call the court")


def _cover(store: Store) -> Desk:
    desk = Desk(store).command("COVR").type("worker", "17001").type("by", "17002")
    return desk.type("since", "T+1").type("until", "T+4").type("why", "Leave")


def _person(store: Store) -> Desk:
    return Desk(store).command("PERS 1").type("line1", "5 NEW RD").type("mobile_phone", "(225) 555 0199")


def _correction(store: Store) -> Desk:
    return Desk(store).command("PERC 1").type("last", "JANEDOE").type("why", "passport")


def _aside(store: Store) -> Desk:
    desk = Desk(store)
    assert len(UPDATES.take_in(desk.place.performer, UPDATES.read(file("X of no kind"))).aside) == 1
    return desk.command("ASID").type("action", "D", 0).type("why", "Sender told")


KEYED: dict[str, Callable[[Store], Desk]] = {
    "DOCK": _docket, "IVAU": _updates, "LETT": _letters, "REMD": _reminders, "COVR": _cover,
    "PERS": _person, "PERC": _correction, "ASID": _aside,
}  # fmt: skip
"""Screens of which no solution is, with something typed that would be entered."""


@pytest.mark.parametrize("screen", KEYED)
def test_what_was_typed_stays_and_is_entered_by_the_next_key(office_store: Store, screen: str) -> None:
    desk = KEYED[screen](office_store)
    moves, before, written = DateMoves(desk.place.performer), typed(desk.buffer), desk.written()
    assert before
    with moves.moving():
        desk.key("enter")
    assert moves.times
    assert OVERTAKEN in desk.rules
    assert (desk.screen, lost(before, desk.buffer), desk.written()) == (screen, [], written)
    desk.key("enter")
    assert OVERTAKEN not in desk.rules
    assert desk.written() > written


def test_every_screen_is_among_them() -> None:
    """A new one is keyed above, or stands among those on which nobody acts."""
    acts = set().union(*SOLVED.values(), KEYED)
    assert acts.isdisjoint(LOOKS)
    assert acts | LOOKS | {"AUDT", "DEST", "USER", "PASS", "TOTP"} == set(programs("louisiana"))
