"""The mistakes that lessons 10 to 16 warn of can be made at their seats, and cost what the lesson says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cstui.acts.registry import acts_of
from cstui.classroom.lesson.read import find_lesson, read_lesson
from cstui.classroom.seats.seat import Seat, make_start
from cstui.policy.effects import Refused
from tests.classroom.conftest import clock

Done = tuple[str, Mapping[str, Any]]
MISTAKES: list[tuple[str, tuple[str, ...], list[Done], int]] = [
    (
        "10",
        ("dora-reported", "nell-reported"),
        [
            (
                "record-retained",
                {
                    "case": "17000425",
                    "paid_on": date(2026, 3, 27),
                    "amount": 9000,
                    "assigned_on": date(2026, 3, 1),
                },
            ),
            ("report-non-cooperation", {"case": "17000425", "ground": "SP", "failed_on": date(2026, 3, 27)}),
            ("report-non-cooperation", {"case": "17000433", "ground": "SP", "failed_on": date(2026, 5, 5)}),
        ],
        0,
    ),
    (
        "11",
        ("mae-failed", "mae-pended"),
        [
            ("record-outcome", {"case": "17000524", "appointment": 2, "outcome": "F"}),
            ("document-non-cooperation", {"case": "17000524", "ground": "MA", "failed_on": date(2026, 7, 8)}),
            ("pend-closure", {"case": "17000524"}),
        ],
        0,
    ),
    ("12", ("pended",), [("pend-closure", {"case": "17000602"})], 0),
    ("13", ("sara-pended",), [("pend-closure", {"case": "17000727"})], 0),
    (
        "14",
        ("faye-closed",),
        [],
        60,
    ),
    (
        "15",
        ("flo-pended", "wrote-to-iva"),
        [
            ("pend-closure", {"case": "17000947"}),
            ("add-note", {"case": "17000913", "text": "When is it closed?", "to": "IV"}),
        ],
        0,
    ),
    (
        "16",
        ("half-done", "undone"),
        [
            ("report-non-cooperation", {"case": "17001004", "ground": "MA", "failed_on": date(2026, 3, 20)}),
            ("record-cooperation", {"case": "17001004"}),
            (
                "correct-outcome",
                {"case": "17001004", "appointment": 2, "outcome": "X", "reason": "She called on Monday."},
            ),
        ],
        0,
    ),
]


@pytest.mark.parametrize(("number", "wrong", "done", "nights"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_the_mistake_can_be_made_and_fails_the_lesson(
    number: str, wrong: tuple[str, ...], done: list[Done], nights: int, tmp_path: Path
) -> None:
    path = find_lesson(number)
    assert path is not None
    lesson = read_lesson(path)
    make_start(lesson, tmp_path / "start.cstui")
    seat = Seat(tmp_path / "seat", lesson, tmp_path / "start.cstui", clock)
    for name, given in done:
        act: Any = msgspec.convert(dict(given), acts_of()[name])
        outcome = seat.place.performer.perform(act, actor=lesson.worker, on=seat.today)
        assert not isinstance(outcome, Refused), outcome
    if nights:
        seat.pass_to(seat.today + timedelta(days=nights))
    marks = seat.marks()
    seat.close()
    assert {one.id for one in marks.forbidden if one.happened} == set(wrong)
    assert not marks.passed


def test_a_letter_with_news_whose_pend_is_let_stand_closes_the_case_and_fails_the_lesson(
    tmp_path: Path,
) -> None:
    """The night itself holds a case back as long as nobody has decided on the letter."""
    path = find_lesson("14")
    assert path is not None
    lesson = read_lesson(path)
    make_start(lesson, tmp_path / "start.cstui")
    seat = Seat(tmp_path / "seat", lesson, tmp_path / "start.cstui", clock)
    seat.pass_to(seat.today + timedelta(days=60))
    assert "gina-closed" not in {one.id for one in seat.marks().forbidden if one.happened}
    stand: Any = msgspec.convert(
        {"case": "17000816", "why": "A letter is not enough."}, acts_of()["confirm-pend"]
    )
    outcome = seat.place.performer.perform(stand, actor=lesson.worker, on=seat.today)
    assert not isinstance(outcome, Refused), outcome
    seat.next_day()
    marks = seat.marks()
    seat.close()
    assert {one.id for one in marks.forbidden if one.happened} == {"faye-closed", "gina-closed"}
    assert not marks.passed
