"""Which variants of a lesson hold: each is solved again, and what goes by months begins and ends as it did.

A variant that does not hold is left out and the next one takes its place: a day of it may be a
holiday, or a notice may run out in another month than in the lesson as written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from cstui.acts.workdays import days_off
from cstui.classroom.authoring.proving import prove
from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.lesson.teaching import Months, facts_of, teaching_of
from cstui.classroom.lesson.variants import Shift, shift_of
from cstui.classroom.seats.seat import make_start
from cstui.content import ContentError
from cstui.progress import Progress
from cstui.scenario import paths
from cstui.store.engine import open_store
from cstui.store.facts import read_many

TRIED = 12
"""How many variants more than are wanted are tried before it is given up."""


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The variants that hold, and of each that does not the first reason."""

    held: tuple[int, ...]
    failed: tuple[tuple[int, str], ...] = ()


def settle(path: Path, wanted: int, progress: Progress | None = None) -> Settled:
    """The first `wanted` variants of the lesson at `path` that hold; fewer where too many do not.

    `progress` counts those that hold; Cancelled where it was asked to stop.
    """
    if progress is not None and wanted:
        progress.begin("Proving variants", wanted, "variants")
    held: list[int] = []
    failed: list[tuple[int, str]] = []
    for number in range(1, wanted + TRIED + 1):
        if len(held) == wanted:
            break
        if why := why_not(path, number):
            failed.append((number, why))
        else:
            held.append(number)
            if progress is not None:
                progress.step()
    return Settled(held=tuple(held), failed=tuple(failed))


def why_not(path: Path, number: int) -> str:
    """Why variant `number` does not hold; empty where it does."""
    try:
        written, lesson = read_lesson(path), read_lesson(path, variant=number)
        if faults := prove(lesson):
            return faults[0].text
        if (off := _day_off(lesson.opens)) and not _day_off(written.opens):
            return f"it opens on {lesson.opens}, {off}"
        shift = shift_of(written.scenario.starts, number)
        months = teaching_of(lesson.agency).months
        if months is None or lesson.scenario.starts == written.scenario.starts:
            return ""
        with tempfile.TemporaryDirectory(prefix="cstui-variant-") as folder:
            return _by_months(months, written, lesson, shift, Path(folder))
    except ContentError as fault:
        return str(fault)


def _day_off(on: date) -> str:
    return days_off(on, on).get(on, "")


def _by_months(months: Months, written: Lesson, lesson: Lesson, shift: Shift, folder: Path) -> str:
    """Whether what goes by months begins and ends in the variant's start on the days that its texts name."""
    wanted = [tuple(on and shift.moved(on) for on in days) for days in _days(months, written, folder / "0")]
    found = list(_days(months, lesson, folder / "1"))
    for one, other in zip(wanted, found, strict=True):
        if one != other:
            return f"{months.what} begin and end on {_said(other)}, and the texts say {_said(one)}"
    return ""


def _days(months: Months, lesson: Lesson, path: Path) -> Iterator[tuple[date | None, date | None]]:
    make_start(lesson, path)
    with open_store(path) as store, store.read() as session:
        read = read_many(session, facts_of(lesson.agency), lesson.keys)
        records = {record for facts in read.values() for record in paths.fact_at(facts, months.list) or ()}
        for record in sorted(records, key=lambda one: (getattr(one, one.owner.by), one.seq)):
            yield getattr(record, months.begins), getattr(record, months.ends)


def _said(days: tuple[date | None, ...]) -> str:
    return " and ".join(f"{on}" if on else "no day" for on in days)
