"""The results of a class as CSV: a row for each seat and goal, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from cstui.classroom.results.achieved import ClassResult, GoalResult, SeatResult
from cstui.reports.spreadsheet import plain_cell

COLUMNS = (
    "class", "lesson", "seat", "name", "variant", "goal", "title", "weight", "met", "first_met", "minutes",
    "hints", "missing", "seat_points", "seat_passed", "seat_finished", "seat_minutes", "seat_hints",
    "seat_keys", "seat_checks", "seat_resets", "seat_attempts", "forbidden", "refused",
)  # fmt: skip
NO_GOAL = GoalResult(goal="", title="", weight=0, met=False)
"""The one row of a seat that is not judged."""


def csv_text(classes: Iterable[ClassResult]) -> str:
    """A heading row, then a row for each seat and goal; moments ISO 8601 in UTC, times in minutes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in classes:
        for seat in one.seats:
            for goal in seat.goals or (NO_GOAL,):
                writer.writerow([_cell(value) for value in _row(one, seat, goal)])
    return out.getvalue()


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
        " ".join(goal.hints),
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
        " ".join(each.id for each in seat.forbidden),
        " ".join(f"{rule}:{times}" for rule, times in seat.refused.items()),
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return plain_cell(value)
