"""What a seat's folder says was reached there: its figures, what came about, what was never there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from cstui.classroom.authoring.proving import solve
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.results.reached import seat_result
from cstui.classroom.seats.journal import JOURNAL_FILE, read
from cstui.classroom.seats.seat import Seat
from tests.classroom.test_marking import FORBIDDEN, asking
from tests.classroom.test_results import Clock
from tests.classroom.test_seat import meant, signed_on, typed


def worked(folder: Path, *tables: str) -> Seat:
    """A seat on the first lesson, its clock a quarter of a minute further at each look; closed."""
    told = asking(folder, *tables, lesson="1")
    told.close()
    seat = Seat(folder / "worked", told.lesson, folder / "start.cstui", Clock())
    hand = signed_on(seat)
    for word in ("HINT 2", "HINT 2", "HINT 3", "CHECK"):
        typed(hand, word)
    hand.press("enter")
    typed(hand, "CAS1 99999999")
    typed(hand, "RESET")
    solve(seat.lesson, seat)
    hand = signed_on(seat)
    meant(hand, "FINISH")
    seat.close()
    return seat


def test_the_figures_of_a_seat_are_those_of_its_journal_and_state(tmp_path: Path) -> None:
    seat = worked(tmp_path, FORBIDDEN)
    found = seat_result(seat.folder, seat.lesson, seat="s01", name="Ann", variant=3)
    moments = list(read(seat.folder / JOURNAL_FILE))
    assert (found.seat, found.name, found.variant) == ("s01", "Ann", 3)
    assert (found.hints, found.checks, found.resets, found.attempts) == (3, 1, 1, 1)
    assert found.finished
    assert found.met == len(found.goals) == 5
    assert found.refused == {"CS-101": 1}
    assert found.keys == sum(one.keys for one in moments) > 50
    assert found.last == moments[-1].at
    assert found.began == seat.state.began < moments[0].at
    assert found.minutes == round((moments[-1].at - moments[0].at).total_seconds() / 60, 1) > 1
    assert [(one.id, one.cost) for one in found.forbidden] == [("sworn", 10)]
    first = next(goal for goal in found.goals if goal.goal == "signed-on")
    once, noted = (at for at, one in enumerate(moments) if one.kind == "goal" and one.about == "signed-on")
    assert once < next(at for at, one in enumerate(moments) if one.kind == "reset") < noted
    assert first.first == moments[noted].at
    assert first.minutes == round((moments[noted].at - moments[0].at).total_seconds() / 60, 1)
    searched = next(goal for goal in found.goals if goal.goal == "searched")
    assert searched.hints == ("nudge", "where")


def test_began_is_when_the_learner_sat_down_and_a_pass_mark_of_the_class_is_its_own(tmp_path: Path) -> None:
    seat = worked(tmp_path)
    began = datetime(2026, 3, 1, tzinfo=UTC)
    found = seat_result(seat.folder, seat.lesson, seat="s01", began=began)
    assert (found.began, found.passed) == (began, True)
    assert found.points < 100
    assert not seat_result(seat.folder, seat.lesson, seat="s01", pass_mark=100).passed
    assert seat_result(seat.folder, seat.lesson, seat="s01", pass_mark=found.points).passed
    unjudged = seat_result(seat.folder, seat.lesson, seat="s01", judged=False)
    assert (unjudged.points, unjudged.met, unjudged.goals, unjudged.passed) == (0, 0, (), False)
    assert unjudged.keys == found.keys


def test_a_seat_at_which_nobody_worked_has_all_goals_open(first_lesson: Lesson, tmp_path: Path) -> None:
    found = seat_result(tmp_path / "nobody", first_lesson, seat="s02")
    assert [goal.missing for goal in found.goals] == ["nothing was done yet"] * 5
    assert (found.began, found.last, found.minutes, found.points, found.passed) == (None, None, 0, 0, False)
    assert (found.finished, found.met, found.keys, found.checks, found.resets) == (False, 0, 0, 0, 0)


@pytest.mark.parametrize("spoil", ["gone", "damaged"])
def test_a_seat_whose_state_is_lost_is_judged_by_its_store(tmp_path: Path, spoil: str) -> None:
    seat = worked(tmp_path)
    whole = seat_result(seat.folder, seat.lesson, seat="s01")
    path = seat.folder / "seat.json"
    path.unlink() if spoil == "gone" else path.write_bytes(b"\xff")
    found = seat_result(seat.folder, seat.lesson, seat="s01")
    assert (found.points, found.met, found.passed) == (100, 5, True)
    assert (found.finished, found.hints, found.checks, found.resets, found.began) == (False, 0, 0, 0, None)
    assert found.minutes == whole.minutes


def test_a_clock_that_was_set_back_takes_no_minutes_away(tmp_path: Path) -> None:
    seat = worked(tmp_path)
    path = seat.folder / JOURNAL_FILE
    moments = list(read(path))
    back = [msgspec.structs.replace(one, at=one.at - timedelta(hours=2)) for one in moments[5:]]
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in [*moments[:5], *back]))
    before = (moments[4].at - moments[0].at) + (moments[-1].at - moments[5].at)
    found = seat_result(seat.folder, seat.lesson, seat="s01")
    assert found.minutes == round(before.total_seconds() / 60, 1)
