"""The results of a class as CSV, safe to open in a spreadsheet: a row for each seat and goal, for each
attempt, or for each learner and rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from cstui.classroom.results.achieved import Attempt, ClassResult, GoalResult, Mastery, SeatResult
from cstui.classroom.results.gradebook import mastery
from cstui.reports.spreadsheet import plain_cell

COLUMNS = (
    "class", "lesson", "seat", "name", "variant", "goal", "title", "weight", "met", "first_met", "minutes",
    "hints", "missing", "seat_points", "seat_passed", "seat_finished", "seat_minutes", "seat_hints",
    "seat_keys", "seat_checks", "seat_resets", "seat_attempts", "forbidden", "refused",
)  # fmt: skip
NO_GOAL = GoalResult(goal="", title="", weight=0, met=False)
"""The one row of a seat that is not judged."""


ATTEMPTS = ("class", "lesson", "seat", "name", *Attempt.__struct_fields__)
RULES = Mastery.__struct_fields__


def csv_text(classes: Iterable[ClassResult], by: str = "goal") -> str:
    """A heading row, then a row for each seat and goal; moments ISO 8601 in UTC, times in minutes.

    `by` is `attempt` or `rule` for rows of those.
    """
    heads: tuple[str, ...] = COLUMNS
    rows = _by_goal
    if by == "attempt":
        heads, rows = ATTEMPTS, _by_attempt
    elif by == "rule":
        heads, rows = RULES, _by_rule
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows(classes))
    return out.getvalue()


def _by_goal(classes: Iterable[ClassResult]) -> Iterator[tuple[object, ...]]:
    for one in classes:
        for seat in one.seats:
            for goal in seat.goals or (NO_GOAL,):
                yield _row(one, seat, goal)


def _by_attempt(classes: Iterable[ClassResult]) -> Iterator[tuple[object, ...]]:
    for one in classes:
        for seat in one.seats:
            for attempt in seat.tries:
                yield one.title, one.lesson, seat.seat, seat.name, *msgspec.structs.astuple(attempt)


def _by_rule(classes: Iterable[ClassResult]) -> Iterator[tuple[object, ...]]:
    return map(msgspec.structs.astuple, mastery(classes))


def _row(one: ClassResult, seat: SeatResult, goal: GoalResult) -> tuple[object, ...]:
    return (
        one.title,
        one.lesson,
        seat.seat,
        seat.name,
        seat.variant,
        goal.goal,
        goal.title,
        goal.weight,
        goal.met,
        goal.first,
        goal.minutes,
        goal.hints,
        goal.missing,
        seat.points,
        seat.passed,
        seat.finished,
        seat.minutes,
        seat.hints,
        seat.keys,
        seat.checks,
        seat.resets,
        seat.attempts,
        [each.id for each in seat.forbidden],
        seat.refused,
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = [f"{name}:{said}" for name, said in value.items()]
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return plain_cell(value)
