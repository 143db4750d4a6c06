"""The business date moves between the key and the act: it is refused (CS-188), and what was typed stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cstui.acts.perform import OVERTAKEN, Performer
from cstui.classroom.authoring.proving import do, played_clock
from cstui.classroom.lesson.read import Lesson, lesson_files, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid
from cstui.desk.drawing import load_drawing
from cstui.store.writing import set_business_date


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


def acted_in_solution(agency: str, number: str, folder: Path) -> set[str]:
    """The screens on which the solution of a lesson acts.

    Each key that acts is pressed twice: the first time the date has moved, it is refused, and
    nothing that was typed is lost. All goals are met in the end.
    """
    path = next(path for path in lesson_files(agency) if path.name.startswith(number))
    worked: Lesson = read_lesson(path)
    start = folder / "start.cstui"
    make_start(worked, start)
    seat = Seat(folder / "seat", worked, start, played_clock(worked))
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
    assert seat.marks().passed
    seat.close()
    return acted
