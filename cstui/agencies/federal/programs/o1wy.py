"""O1WY: on which lines of a report a case counts, and why it is not on the others."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import msgspec

from cstui.agencies.federal.policy import form, lines
from cstui.agencies.federal.policy.named_report import asked, names_report
from cstui.agencies.federal.policy.printed import line_named
from cstui.agencies.federal.programs.of_program import ProgramInHand
from cstui.agencies.federal.reads import items
from cstui.agencies.federal.reads.behind import amount_of
from cstui.agencies.federal.reads.items import Kept
from cstui.agencies.federal.reads.parties import is_there, names_of
from cstui.agencies.federal.records import Report
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.of_subject import PagedSubject
from cstui.desk.programs.pages import flowed, under_cursor
from cstui.policy.findings import Finding

UNITS = {"C": "case", "K": "child", "Q": "enforcement request"}
PERSON = 9
"""Digits of a child's key."""


class WhyAsked(Page, frozen=True, kw_only=True):
    """Of which report, item and line it is asked."""

    named: str = ""
    item: str = ""
    line: str = ""


class O1wy(PagedSubject[ProgramInHand]):
    """CASE and LINE ask; S before a line shows all its conditions."""

    name = "O1WY"
    takes_more = True
    answers = PAGING | {"WHY"}

    def begins(self, desk: DeskContext, argument: str) -> Page:
        named, item, line = "", "", ""
        for word in argument.split():
            if not item and not named and names_report(word):
                named = word
            elif len(word) <= 3 and word[:1].isdigit():
                line = word.lower()
            else:
                item = word
        return WhyAsked(named=named, item=item, line=line)

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        at = self.at(desk, state, rest)
        assert isinstance(at, WhyAsked)
        file = hand.file
        of = asked(file, at.named, desk.on)
        values = {"year": str(of.year), "item": at.item, "of_line": at.line.upper()}
        values |= dict.fromkeys(("said", "facts", "more"), "")
        report = of.report
        if report is None:
            said = f"Fiscal year {of.year} has no report: COUNT on O157 counts it."
            return Answer(screen=self.name, values=values, state=at, message=said)
        values["of_report"] = f"R{report.seq} {report.edition}"
        edition = lines.editions()[report.edition]
        line = line_named(edition, at.line) if at.line else None
        if at.line and (line is None or not line.unit):
            shape = "a line that is counted from cases"
            wrong = desk.finding("CS-116", "of_line", label="LINE", value=at.line.upper(), shape=shape)
            return Answer(screen=self.name, values=values, findings=(wrong,), state=at)
        if not at.item:
            return Answer(
                screen=self.name, values=values, state=at, message="Key a case, or a child's number."
            )

        def read(session: Any) -> tuple[Kept | None, dict[int, str], bool]:
            found = _found(session, report, at.item, line)
            if found is None:
                return None, {}, is_there(session, file.program.reports_on, at.item)
            return found, names_of(session, [found]), True

        found, names, known = desk.read(read)
        if found is None:
            return self.listed(desk, at, [], values, _not_kept(at.item, report, known=known))
        values |= _said_of(found, names, report)
        if line is not None and line.unit != found.unit:
            counts = "children: key a child's number" if line.unit == "K" else f"{UNITS[line.unit]}s"
            return self.listed(desk, at, [], values, f"Line {line.number} counts {counts}.")
        choices = form.switches(report)
        if line is None:
            rows = [_of_line(edition, report, one, found) for one in edition.line if one.unit == found.unit]
            on = sum(row.values["mark"] == "+" for row in rows)
            values["said"] = f"counts on {on} of {len(rows)} lines"
            rows.sort(key=lambda row: row.values["mark"] != "+")
        else:
            rows = _conditions(edition, report, line, found.cell)
            column = _column(edition, choices, line, found.cell)
            where = f"counts on line {line.number} ({column})" if column else f"is not on line {line.number}"
            values["said"] = where
        width = self.drawing.field("why").width
        wide = [
            row if not part else msgspec.structs.replace(row, protected=frozenset({"action"}))
            for one in rows
            for part, row in enumerate(flowed(one, "why", width))
        ]
        return self.listed(desk, at, wide, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        at = self.at(desk, request.state)
        assert isinstance(at, WhyAsked)
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found)
        typed = self.entry(desk, request)
        item, line = typed.text("item"), typed.text("of_line").lower()
        if (item, line) != (at.item, at.line):
            return self.again(desk, WhyAsked(named=at.named, item=item, line=line))
        row = marks[0][1] if marks else under_cursor(request)
        if row is not None and row.key in _numbers():
            return self.again(desk, WhyAsked(named=at.named, item=item, line=row.key))
        return self.again(desk, at)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """WHY and a line asks of that line, WHY and a case of that case, WHY alone of all lines."""
        at = self.at(desk, request.state)
        assert isinstance(at, WhyAsked)
        new = self.begins(desk, rest)
        assert isinstance(new, WhyAsked)
        return self.again(desk, WhyAsked(named=at.named, item=new.item or at.item, line=new.line))


def _numbers() -> set[str]:
    return {line.number for edition in lines.editions().values() for line in edition.line}


def _found(session: Any, report: Report, typed: str, line: lines.Line | None) -> Kept | None:
    """The item of that number: of the line's unit where a line is named, else the first unit that has it."""
    units = ("C", "K", "Q") if line is None else (line.unit, *(u for u in "CKQ" if u != line.unit))
    for unit in units:
        key = typed.zfill(PERSON) if unit == "K" and typed.isdecimal() else typed
        found = items.item(session, report.program, report.seq, unit, key)
        if found is not None:
            return found
    return None


def _not_kept(item: str, report: Report, *, known: bool) -> str:
    """Why the report has nothing of a number."""
    if not known:
        return f"{item} is not in the report: this State has no such case or child."
    return f"{item} is not in the report: it was entered after the count of {shown_date(report.counted_on)}."


def _said_of(found: Kept, names: dict[int, str], report: Report) -> dict[str, str]:
    """What the report kept of an item: its date, its people, its facts."""
    facts = wrap("; ".join(lines.named_facts(found.unit, found.cell)), 72)
    spell = f"opened {shown_date(found.opened)}" if found.opened is not None else "not opened by year end"
    closed = f", closed {shown_date(found.closed)}" if found.closed is not None else ""
    if found.unit == "K":
        name = names.get(int(found.key), "unknown")
        about = f"{name}; on a case since {shown_date(found.opened)}: {found.beside}"
    else:
        people = [names.get(one or 0, "unknown") for one in (found.parent, found.custodian)]
        about = f"{spell}{closed}; NCP {people[0]}, CP {people[1]}"
    return {
        "facts": about,
        "more": "; ".join(facts) if len(facts) == 1 else f"{facts[0]} ..." if facts else "",
    }


def _column(edition: lines.Edition, choices: lines.Choices, line: lines.Line, cell: int) -> str:
    found = lines.lines_of(edition, choices, line.unit, cell)
    return next((column for one, column in found if one.number == line.number), "")


def _of_line(edition: lines.Edition, report: Report, line: lines.Line, item: Kept) -> Row:
    """A line with the column in which the item counts, or the first condition that fails."""
    choices = form.switches(report)
    column = _column(edition, choices, line, item.cell)
    reasons = lines.reasons(edition, line.number, choices, item.cell)
    fails = next((one for one in reasons if not one.holds), None)
    why = line.title if column else fails.said if fails is not None else _no_column(line)
    if column and line.amounts:
        amount = amount_of(item, line)
        why = f"{line.title}: {form.said(line, amount)}" if amount else "There is no amount."
        column = column if amount else ""
    guide = [GuideLine(text=f"LINE {line.number}", style="heading"), GuideLine(text=f"{line.title}.")]
    guide += [GuideLine(text=f"{'+' if one.holds else '-'} {one.said}") for one in reasons]
    guide += [GuideLine(text=note) for note in _notes(line, report)]
    return Row(
        key=line.number,
        values={
            "mark": "+" if column else "-",
            "line": f"{line.number:3}{column and f' {column}'}",
            "why": why,
        },
        style="intensified" if column else "",
        guide=(*guide, GuideLine(text=line.cite, style="cite")),
    )


def _no_column(line: lines.Line) -> str:
    return f"The line is reported in column ({', '.join(line.columns)}) only."


def _notes(line: lines.Line, report: Report) -> list[str]:
    """Whether a charge of the last month is arrears at year end, on the lines that ask for arrears due."""
    if "owed" not in line.amounts and "28" not in (line.number, line.part_of):
        return []
    if form.flag(report, "fed_grace_month"):
        return ["A charge due in September is current support, not yet arrears."]
    return ["A charge due in September and unpaid on September 30 is arrears."]


def _conditions(edition: lines.Edition, report: Report, line: lines.Line, cell: int) -> list[Row]:
    """Every condition of a line, then what its arrears are, and in the end the column."""
    choices = form.switches(report)
    reasons = lines.reasons(edition, line.number, choices, cell)
    rows = [
        Row(
            key=f"{one.line} {one.condition}",
            values={"mark": "+" if one.holds else "-", "line": one.line, "why": one.said},
            style="" if one.holds else "late",
        )
        for one in reasons
    ]
    rows += [
        Row(key="arrears", values={"mark": "", "line": line.number, "why": note})
        for note in _notes(line, report)
    ]
    column = _column(edition, choices, line, cell)
    if all(one.holds for one in reasons):
        why = f"It stands in column ({column})." if column else _no_column(line)
        rows.append(
            Row(key="column", values={"mark": "+" if column else "-", "line": line.number, "why": why})
        )
    return rows
