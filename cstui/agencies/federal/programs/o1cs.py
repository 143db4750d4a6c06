"""O1CS: the cases behind a figure, as they were when the report was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cstui.agencies.federal.policy import form, lines
from cstui.agencies.federal.policy.named_report import asked, names_report
from cstui.agencies.federal.policy.printed import ALL, line_named
from cstui.agencies.federal.programs.of_program import ProgramInHand, case_of, item_named, opens_case
from cstui.agencies.federal.reads import behind as of_line
from cstui.agencies.federal.reads import items
from cstui.agencies.federal.reads.items import Kept
from cstui.agencies.federal.reads.parties import names_of, subjects_of
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.of_subject import OfSubject
from cstui.desk.programs.pages import PageTrail, under_cursor
from cstui.policy.findings import Finding
from cstui.policy.money import said

FIRST: PageTrail[str] = PageTrail(("",))


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure is opened, and where the pages before and this one begin (after which key)."""

    named: str = ""
    line: str = ALL
    column: str = ""
    trail: PageTrail[str] = FIRST
    last: str = ""


class O1cs(OfSubject[ProgramInHand, Behind]):
    """Pages are read by key; LINE, COLUMN and FROM open others."""

    name = "O1CS"
    state = Behind
    takes_more = True
    answers = PAGING | {"WHY", "CASES"}

    def begins(self, desk: DeskContext, argument: str) -> Behind:
        words = argument.split()
        named = [word for word in words[:1] if names_report(word)]
        line, column = [*words[len(named) :], "", ""][:2]
        return Behind(named=" ".join(named), line=line or ALL, column=column.lower())

    def turned(self, desk: DeskContext, state: Behind, word: str) -> Behind:
        trail = state.trail.on(state.last) if word == "DOWN" else state.trail.back()
        return msgspec.structs.replace(state, trail=trail)

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        behind, file = self.at(desk, state, rest), hand.file
        of = asked(file, behind.named, desk.on)
        values = {"year": str(of.year), "of_line": behind.line.upper(), "of_column": behind.column.upper()}
        values |= {"from": "", "title": "", "counted": ""}
        report = of.report
        if report is None:
            said_so = f"Fiscal year {of.year} has no report: COUNT on O157 counts it."
            return Answer(screen=self.name, values=values, state=behind, message=said_so)
        values["of_report"] = f"R{report.seq} {report.edition}"
        edition = lines.editions()[report.edition]
        line = line_named(edition, behind.line)
        universe = behind.line.upper() == ALL
        if not universe and (line is None or not line.unit or behind.column not in ("", "a", *line.columns)):
            wrong = f"LINE {behind.line} {behind.column}".rstrip()
            shape = "a counted line with its column, or ALL"
            found = desk.finding("CS-116", "of_line", label="LINE", value=wrong, shape=shape)
            return Answer(screen=self.name, values=values, findings=(found,), state=behind)
        counted = line if not universe else None
        column = behind.column if counted is not None and behind.column in counted.columns else "a"
        if counted is not None:
            values["title"] = counted.title
            values["counted"] = _counted(form.form_of(file, report), counted, behind.column)
        else:
            values["title"] = "Universe: every case ever open by year end"
            values["counted"] = f"{report.cases:,}"
        shown, start = self.shown(desk), behind.trail.start

        def read(session: Any) -> tuple[list[Kept], Mapping[int, str], Mapping[str, str]]:
            if counted is None:
                found = items.universe(session, file.key, report.seq, after=start, limit=shown + 1)
            else:
                found = of_line.listed(session, report, counted, column, after=start, limit=shown + 1)
            cases = [case for one in found if (case := case_of(one))]
            return found, names_of(session, found), subjects_of(session, file.program.reports_on, cases)

        kept, names, subjects = desk.read(read)
        rows = tuple(
            self._row(one, names, counted, opens_case(file, subjects.get(case_of(one), "")))
            for one in kept[:shown]
        )
        more = len(kept) > shown
        last = kept[shown - 1].key if more else ""
        return Answer(
            screen=self.name,
            values=values,
            rows=rows,
            more_above=len(behind.trail.starts) > 1,
            more_below=more,
            state=msgspec.structs.replace(behind, last=last),
            message="" if rows else "Nothing counts on this line in this column.",
        )

    def _row(self, one: Kept, names: Mapping[int, str], line: lines.Line | None, command: str) -> Row:
        child = one.unit == "K"
        ncp = names.get(int(one.key), "") if child else names.get(one.parent or 0, "")
        cp = one.beside if child or one.unit == "Q" else names.get(one.custodian or 0, "")
        sums = line is not None and line.amounts
        amount = form.said(line, of_line.amount_of(one, line)) if line is not None and sums else ""
        return Row(
            key=one.key,
            values={
                "number": item_named(one),
                "status": f"{shown_date(one.closed)}" if one.closed is not None else "open",
                "office": one.office,
                "worker": one.worker,
                "ncp": ncp,
                "cp": cp,
                "amount": amount.rjust(11),
            },
            guide=_guide(one, ncp, cp, command),
            style="dim" if one.closed is not None else "",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        behind = self.at(desk, request.state)
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found)
        typed = self.entry(desk, request)
        line, column, start = (
            typed.text("of_line") or ALL,
            typed.text("of_column").lower(),
            typed.text("from"),
        )
        if (line.upper(), column) != (behind.line.upper(), behind.column) or start:
            trail = PageTrail(("", _before(start))) if start else FIRST
            return self.again(desk, Behind(named=behind.named, line=line, column=column, trail=trail))
        row = marks[0][1] if marks else under_cursor(request)
        return self._why(desk, behind, row) if row is not None else self.again(desk, behind)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """WHY and a case, or of the case under the cursor and a line; CASES and another figure."""
        behind = self.at(desk, request.state)
        if word == "CASES":
            line, _, column = rest.partition(" ")
            return self.again(desk, Behind(named=behind.named, line=line or ALL, column=column.lower()))
        of = asked(desk.facts(desk.case).file, behind.named, desk.on)
        edition = lines.editions()[of.report.edition] if of.report is not None else lines.edition_for(of.year)
        if rest and line_named(edition, rest) is None:
            return desk.go("O1WY", f"{desk.case} {of.again(*rest.split())}")
        row = under_cursor(request) or next(iter(request.rows), None)
        return self._why(desk, behind, row, rest) if row is not None else self.again(desk, behind)

    def _why(self, desk: DeskContext, behind: Behind, row: Row, line: str = "") -> Answer:
        """Why the case of a row counts, on one line where one is named."""
        of = asked(desk.facts(desk.case).file, behind.named, desk.on)
        return desk.go("O1WY", f"{desk.case} {of.again(row.values['number'], line)}".rstrip())


def _before(start: str) -> str:
    """The greatest key before those that begin with `start`."""
    return f"{start[:-1]}{chr(ord(start[-1]) - 1)}\uffff"


def _counted(shown: form.Form, line: lines.Line, column: str) -> str:
    value = shown.figures.get((line.number, column)) if column in line.columns else shown.total(line.number)
    return "" if value is None else form.said(line, value)


def _guide(one: Kept, first: str, second: str, command: str) -> tuple[GuideLine, ...]:
    """A case in full: its date, the parties, its amounts, and how it is opened at the State's desk."""
    what = {"C": "CASE", "K": "CHILD", "Q": "ENFORCEMENT REQUEST"}[one.unit]
    found = [GuideLine(text=f"{what} {item_named(one)}", style="heading")]
    spell = f"Opened {shown_date(one.opened)}" if one.opened is not None else "Never opened by year end"
    found.append(GuideLine(text=f"{spell}{f', closed {shown_date(one.closed)}' if one.closed else ''}."))
    parties = {"C": f"NCP {first or 'unknown'}; CP {second or 'unknown'}.", "K": f"{first}, case {second}."}
    if one.unit in parties:
        found.append(GuideLine(text=parties[one.unit]))
    amounts = {
        "current support due": one.due,
        "voluntary": one.voluntary,
        "current support distributed": one.current,
        "arrears owed": one.owed,
        "arrears distributed": one.arrears,
        "collected": one.collected,
    }
    found += [GuideLine(text=f"{name}: {said(cents)}") for name, cents in amounts.items() if cents]
    if command:
        found.append(GuideLine(text=f"At the State's desk: {command}"))
    return tuple(found)
