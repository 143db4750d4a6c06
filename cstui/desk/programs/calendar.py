"""CALN: a month over a date field, days off marked; Tab and arrows go to a day, Enter takes it."""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections.abc import Collection
from datetime import date, timedelta

import msgspec

from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.dates import DAYS, NoDate, NoSuchDay, said_date
from cstui.desk.entry import date_fault
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.overlay import Overlay, Pick

NAME = "CALN"
OFF, TODAY = "*", "<"


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """The month that is shown, as its first day, and for which field a day is picked."""

    first: date
    pick: Pick
    at: date


class MonthPrompt(Overlay):
    """The calendar: PRMT opens it where the field under the cursor is one of a date."""

    name = NAME
    answers = frozenset({"UP", "DOWN"})

    def page(self, desk: DeskContext, state: object) -> Answer:
        assert isinstance(state, Month)
        return _page(desk, state)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        state = request.state
        assert isinstance(state, Month)
        typed = request.values.get("typed", "").strip()
        if typed:
            try:
                return self._take(state, desk.date(typed))
            except (NoDate, NoSuchDay) as error:
                finding = date_fault(desk.rules, error, "typed", label="DATE", value=typed)
                return self.refused(request, [finding])
        day = _marked(request) or _under(request)
        return self._take(state, day) if day is not None else _page(desk, state)

    def _take(self, state: Month, day: date) -> Answer:
        return self.picked(msgspec.structs.replace(state.pick, value=f"{day:%m%d%Y}"))

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        state = request.state
        assert isinstance(state, Month)
        if word == "UP":
            first = (state.first - timedelta(days=1)).replace(day=1)
        else:
            first = (state.first + timedelta(days=31)).replace(day=1)
        return _page(desk, msgspec.structs.replace(state, first=first, at=first))


def month_of(desk: DeskContext, pick: Pick) -> Answer:
    """The month of the day that stands in the field, else of today."""
    try:
        at = desk.date(pick.value)
    except (NoDate, NoSuchDay):
        at = desk.on
    return _page(desk, Month(first=at.replace(day=1), pick=pick, at=at))


def _page(desk: DeskContext, state: Month) -> Answer:
    first = state.first
    last = first.replace(day=monthrange(first.year, first.month)[1])
    off = desk.off(first, last)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    named = [f"{OFF} {day:%a %m/%d} {name}" for day, name in sorted(off.items())]
    return Answer(
        screen=NAME,
        values={
            "title": f"{first:%B %Y}",
            "typed": "",
            "off": "; ".join(named) or "No days off in this month.",
            "today": f"{TODAY} today, {said_date(desk.on)}",
        },
        rows=tuple(_week(week, first, desk.on, off) for week in weeks),
        more_above=True,
        more_below=True,
        state=state,
        cursor=_where(weeks, state.at),
    )


def _week(week: list[date], first: date, today: date, off: Collection[date]) -> Row:
    values: dict[str, str] = {}
    protected: set[str] = set()
    for name, day in zip(DAYS, week, strict=True):
        column = name.lower()
        if day.month != first.month:
            protected.add(f"pick_{column}")
            continue
        marks = f"{OFF if day in off else ''}{TODAY if day == today else ''}"
        values[column] = f"{day.day:2}{marks}"
    return Row(key=week[0].isoformat(), values=values, protected=frozenset(protected))


def _where(weeks: list[list[date]], at: date) -> Where | None:
    return next(
        (Where(f"pick_{DAYS[at.weekday()].lower()}", row) for row, week in enumerate(weeks) if at in week),
        None,
    )


def _marked(request: Request) -> date | None:
    """The day before which a letter was keyed."""
    for row in request.rows:
        for name in DAYS:
            if row.values.get(f"pick_{name.lower()}", "").strip():
                return _day(row, name)
    return None


def _under(request: Request) -> date | None:
    at = request.cursor
    if at is None or at.row is None:
        return None
    return _day(request.rows[at.row], at.field.removeprefix("pick_").upper())


def _day(row: Row, name: str) -> date | None:
    """The day of a cell; None where it is one of another month."""
    if not row.values.get(name.lower()):
        return None
    return date.fromisoformat(row.key) + timedelta(days=DAYS.index(name))
