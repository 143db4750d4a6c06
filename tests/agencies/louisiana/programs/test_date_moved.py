"""The business date moves between the key and the act: it is refused (CS-188), and what was typed stays to be
entered again. On every screen that acts: as the solutions of lessons key it, and here what they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cstui.acts.perform import OVERTAKEN, Performer
from cstui.agencies.louisiana.acts.reminders import SetReminder
from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.records import Appointment, BenefitNews, Form
from cstui.classroom.authoring.proving import do, played_clock
from cstui.classroom.lesson.read import Lesson, lesson_files, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.registry import programs
from cstui.store.engine import Store
from cstui.store.writing import bulk_load, set_business_date
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
LOOKS = {"MENU", "WORK", "SRCH", "TIME", "LAST", "SETT", "DRFT", "CALO", "FVEW", "LAIN"}
"""Screens on which nobody acts."""


class DateMoves:
    """Moves the date of a store, while it is switched on, whenever acts are about to be performed."""

    def __init__(self, performer: Performer) -> None:
        self.performer, self.on, self.times = performer, False, 0
        self._real = performer.perform_all
        performer.perform_all = self._moved  # type: ignore[method-assign]

    def _moved(self, *given: Any, **more: Any) -> Any:
        if not self.on:
            return self._real(*given, **more)
        self.times += 1
        with self.performer.store.read() as session:
            day = self.performer.today(session)
        self._set(day + timedelta(days=1))
        try:
            return self._real(*given, **more)
        finally:
            self._set(day)

    def _set(self, day: date) -> None:
        with self.performer.store.write() as session:
            set_business_date(session, day)

    @contextmanager
    def moving(self) -> Iterator[None]:
        self.on = True
        try:
            yield
        finally:
            self.on = False


def typed(buffer: Buffer) -> dict[tuple[int | None, str], str]:
    """What was typed on a screen, by line and field."""
    request = buffer.request(Aid.ENTER)
    entries = {field.name for field in load_drawing(request.screen, request.agency).entries if field.list}
    fields = {(None, name): request.values[name] for name in request.modified}
    return fields | {
        (at, name): text
        for at in request.modified_rows
        for name, text in request.rows[at].values.items()
        if name in entries
    }


def lost(before: dict[tuple[int | None, str], str], buffer: Buffer) -> list[str]:
    """The fields whose text is not there any more."""
    return [f"{name} {at}" for (at, name), text in before.items() if buffer.value(name, at) != text]


@cache
def lesson(number: str) -> Lesson:
    return read_lesson(next(path for path in lesson_files("louisiana") if path.name.startswith(number)))


@pytest.mark.parametrize("number", SOLVED)
def test_a_solution_is_refused_at_each_act_and_goes_on(number: str, tmp_path: Path) -> None:
    """Each key that acts is pressed twice: the date has moved the first time. All goals are met then."""
    worked, start = lesson(number), tmp_path / "start.cstui"
    make_start(worked, start)
    seat = Seat(tmp_path / "seat", worked, start, played_clock(worked))
    moves = DateMoves(seat.place.performer)
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    acted: set[str] = set()
    for deed in worked.deeds:
        if deed.nights is not None:
            do(hand, seat, deed)
            continue
        press, keys = hand.press, list[str]()
        hand.press = keys.append  # type: ignore[method-assign]
        hand.do(deed.said)
        hand.press = press  # type: ignore[method-assign]
        screen, before, times, asked = hand.screen, typed(hand.buffer), moves.times, hand.answer.asks
        with moves.moving():
            press(keys[0])
        if moves.times == times:
            continue
        acted.add(screen)
        assert (hand.screen, lost(before, hand.buffer)) == (screen, [])
        assert OVERTAKEN in {finding.rule for finding in hand.answer.findings}
        press(keys[0])
        if asked and hand.answer.asks:
            press(keys[0])
    assert acted >= SOLVED[number]
    assert seat.marks().passed
    seat.close()


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
    assert acts | LOOKS == set(programs("louisiana"))
