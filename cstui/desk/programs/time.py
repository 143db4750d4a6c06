"""TIME: a subject drawn along its dates, and what comes if nothing is done beside a visit on a day.

The visit is the first that the agency declares; without one nothing is compared.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import zip_longest

import msgspec

from cstui.cells import wrap
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.of_subject import InHand, OfSubject
from cstui.desk.programs.pages import cut, within
from cstui.desk.programs.time_axis import Strip, strip
from cstui.nightly.forecast import DAYS, Event, Forecast, Visit, if_nothing, if_visit, merged
from cstui.nightly.timeline import timeline
from cstui.policy.guide import GuideBook, book_of
from cstui.policy.moments import Moment

MARKS = {"done": "*", "owed": "!", "may": "?", "coming": ">"}
WORDS = {"done": "done", "owed": "OWED", "may": "may", "coming": "to come"}
STYLES = {"done": "dim", "owed": "intensified", "may": "", "coming": ""}
GAP = 28
"""Days between two dates from which the list says how long nothing happens."""


Lines = list[tuple[str, str]]
"""The lines of one course on a date, each with its mark."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """Where the list stands (None: around today), and the day of the visit that is supposed."""

    offset: int | None = None
    comes: date | None = None


class Time(OfSubject[InHand, Drawn]):
    """A line to scale above, the same in words below; the day of a visit compares two courses."""

    name = "TIME"
    state = Drawn

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        drawn = self.at(desk, state)
        if drawn.comes is not None and not 0 <= (drawn.comes - desk.on).days < DAYS:
            drawn = Drawn()
        if drawn.comes is None:
            return self._as_it_is(desk, hand, drawn)
        return self._what_if(desk, hand, drawn, drawn.comes)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        comes = entry.date("comes")
        if comes is not None and not 0 <= (comes - desk.on).days < DAYS:
            last = desk.on + timedelta(days=DAYS - 1)
            label = self.drawing.field("comes").named
            entry.found.append(
                desk.finding("CS-176", "comes", label=label, on=comes, first=desk.on, last=last)
            )
        if comes is not None and not _visits(desk):
            entry.found.append(desk.finding("CS-141", "comes", value=self.drawing.field("comes").named))
        if entry.found:
            return self.refused(request, entry.found)
        return self.again(desk, Drawn(comes=comes))

    def _as_it_is(self, desk: DeskContext, hand: InHand, drawn: Drawn) -> Answer:
        live = desk.place.info().kind != "practice"
        moments = timeline(hand.facts, desk.rules, desk.on, live=live)
        past = [m for m in moments if m.on < desk.on or (m.on == desk.on and m.kind == "done")]
        ahead = moments[len(past) :]
        text, right = self.drawing.field("text").width, self.drawing.field("right").width
        before = [row for at, m in enumerate(past) for row in _of_moment(m, at, text)]
        after = [row for at, m in enumerate(ahead, len(past)) for row in _of_moment(m, at, text)]
        rows = [*before, _today(desk.on, text, right), *after]
        line = strip(
            [(m.on, MARKS[m.kind]) for m in moments if m.kind != "coming"],
            [(m.on, MARKS[m.kind]) for m in moments if m.kind == "coming"],
            desk.on,
            self.drawing.field("line").width,
        )
        heads = {"head_left": "WHAT", "head_right": "STANDING  CITATION"}
        return self._list(desk, drawn, _with_gaps(rows, desk.on), len(before), line, heads)

    def _what_if(self, desk: DeskContext, hand: InHand, drawn: Drawn, comes: date) -> Answer:
        key, rules, visit = hand.key, desk.rules, _visits(desk)[0]
        courses = (
            if_nothing(hand.facts, rules, desk.on),
            if_visit(hand.facts, rules, desk.on, visit, comes),
        )
        book = book_of(rules)
        nights = frozenset(job.actor for job in desk.agency.load("jobs") or ())
        events = [_with_refusal(course, key, comes) for course in courses]
        text, right = self.drawing.field("text").width, self.drawing.field("right").width
        rows = [_today(desk.on, text, right)]
        for day, (left, other) in merged(*events):
            rows += _beside(day, _lines(left, text, nights, book), _lines(other, right, nights, book))
        marks = [[(event.on, _mark(event, nights, book)) for event in of] for of in events]
        line = strip(marks[0], marks[1], desk.on, self.drawing.field("line").width)
        heads = {
            "head_left": "A  IF NOTHING IS DONE",
            "head_right": f"B  IF {visit.label.upper()} ON {comes:%m/%d/%Y}",
        }
        answer = self._list(desk, drawn, _with_gaps(rows, desk.on), 0, line, heads)
        end = f"Looked ahead {DAYS} days; nothing is written. A above the line, B below it."
        return msgspec.structs.replace(answer, message=end)

    def _list(
        self,
        desk: DeskContext,
        drawn: Drawn,
        rows: list[Row],
        before: int,
        line: Strip,
        heads: dict[str, str],
    ) -> Answer:
        shown = self.shown(desk)
        today = next(at for at, row in enumerate(rows) if row.key == "today")
        first = max(0, min(today - shown // 2, len(rows) - shown)) if before else 0
        offset = within(first if drawn.offset is None else drawn.offset, len(rows), shown)
        listed, above, below = cut(rows, offset, shown)
        return Answer(
            screen=self.name,
            values={
                "comes": shown_date(drawn.comes),
                **msgspec.structs.asdict(line),
                **heads,
            },
            rows=listed,
            more_above=above,
            more_below=below,
            state=msgspec.structs.replace(drawn, offset=offset),
        )


def _today(on: date, text: int, right: int) -> Row:
    return Row(
        key="today",
        values={
            "mark": "T",
            "on": f"{on:%m/%d/%Y}",
            "text": "TODAY ".ljust(text, "-"),
            "mark_right": "-",
            "right": "-" * right,
        },
        style="intensified",
    )


def _of_moment(moment: Moment, at: int, width: int) -> list[Row]:
    first, *rest = wrap(moment.text, width)
    day, style = f"{moment.on:%m/%d/%Y}", STYLES[moment.kind]
    standing = f"{'assumed' if moment.assumed else WORDS[moment.kind]:8}  {moment.cite}"
    values = {"mark": MARKS[moment.kind], "on": day, "text": first, "mark_right": "", "right": standing}
    return [
        Row(key=f"{at} {moment.on}", values=values, style=style),
        *(Row(key=f"{at}+{n}", values={"text": line}, style=style) for n, line in enumerate(rest)),
    ]


def _visits(desk: DeskContext) -> Sequence[Visit]:
    """What people may do on a day, as the agency declares it."""
    return desk.agency.load("visits") or ()


def _mark(event: Event, nights: Collection[str], book: GuideBook) -> str:
    """! waits for the worker from then on, ? may be done; * is what the worker does; > comes by itself."""
    if event.kind == "step":
        if event.step in book.optional:
            return "?"
        return "!" if book.waits(event.step, event.urgency) else ">"
    return ">" if event.by in nights else "*"


def _with_refusal(course: Forecast, case: str, comes: date) -> list[Event]:
    refused = [
        Event(
            on=comes,
            subject=course.facts.subject_of(case),
            kind="step",
            text=f"Refused: {f.message}",
            rule=f.rule,
            cite=f.cite,
        )
        for f in course.refused
    ]
    return sorted([*course.of(case), *refused], key=lambda event: event.on)


def _beside(day: date, left: Lines, other: Lines) -> list[Row]:
    """The rows of one date: each course in its column, wrapped."""
    rows: list[Row] = []
    columns = zip_longest(left, other, fillvalue=("", ""))
    for at, ((mark, said), (mark_right, said_right)) in enumerate(columns):
        values = {
            "mark": mark,
            "on": f"{day:%m/%d/%Y}" if at == 0 else "",
            "text": said,
            "mark_right": mark_right,
            "right": said_right,
        }
        rows.append(Row(key=f"{at} {day}" if at == 0 else f"{day}+{at}", values=values))
    return rows


def _lines(events: Sequence[Event], width: int, nights: Collection[str], book: GuideBook) -> Lines:
    return [
        (_mark(event, nights, book) if at == 0 else "", line)
        for event in events
        for at, line in enumerate(wrap(event.text, width))
    ]


def _with_gaps(rows: Sequence[Row], today: date) -> list[Row]:
    """The rows, and where nothing happens for four weeks or more a row that says so."""
    found: list[Row] = []
    last: date | None = None
    for row in rows:
        day = today if row.key == "today" else date.fromisoformat(row.key[-10:]) if " " in row.key else None
        if day is not None:
            if last is not None and (day - last).days >= GAP:
                mark = "|" if day <= today else ":"
                weeks = f"{(day - last).days // 7} weeks"
                found.append(Row(key=f"gap+{day}", values={"mark": mark, "text": weeks}, style="dim"))
            last = day
        found.append(row)
    return found
