"""O1EN: the figures of a fiscal year that no case gives; of a year without a report, every figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from cstui.acts.base import Act
from cstui.agencies.federal.acts.figures import FedEnterFigure
from cstui.agencies.federal.policy import form, lines
from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.policy.named_report import NamedReport, asked
from cstui.agencies.federal.programs.of_program import ProgramInHand
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.of_subject import Keyed, PagedSubject
from cstui.desk.programs.pages import flowed
from cstui.policy.findings import Finding
from cstui.policy.money import said as money_said

_COUNT = re.compile(r"^(?:\d{1,3}(?:,\d{3})+|\d{1,12})$", re.ASCII)
_MONEY = re.compile(r"^((?:\d{1,3}(?:,\d{3})+|\d{1,12}))(?:\.(\d\d?))?$", re.ASCII)
SHAPES = {
    "count": "a count, such as 1234",
    "money": "dollars and cents, such as 1234.56",
    "fte": "full-time equivalents, such as 12.50",
}
OUTLAYS = {"collections": "Collections of the year", "expenditures": "Expenditures of the year"}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that may be entered: where it stands, what it is called, how it is written."""

    line: str
    column: str
    title: str
    shown: str
    cite: str


class O1en(PagedSubject[ProgramInHand]):
    """VALUE, or FULL TIME and HOURS of staff; FISCAL YEAR shows another year."""

    name = "O1EN"
    takes_more = True

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        page, file = self.at(desk, state, rest), hand.file
        of = asked(file, page.subject, desk.on)
        entered = form.entered_for(file, of.year)
        values = {"year": str(of.year), "of_report": f"R{of.report.seq}" if of.report is not None else "none"}
        rows = []
        for figure in figures(file, of):
            one = entered.get((figure.line, figure.column))
            guide = [GuideLine(text=f"{figure.title}."), GuideLine(text=figure.cite, style="cite")]
            if one is not None:
                by = f"Entered {shown_date(one.entered_on)} by {one.entered_by}."
                guide.append(GuideLine(text=by))
                if one.full_time or one.hours:
                    guide.append(GuideLine(text=f"{one.full_time} full time, {one.hours:,} hours part time."))
            rows.append(
                Row(
                    key=f"{figure.line} {figure.column}",
                    values={
                        "line": figure.line if figure.line not in OUTLAYS else "",
                        "column": figure.column if figure.line not in OUTLAYS else "",
                        "item": figure.title,
                        "now": (_said(figure, one.value) if one is not None else "").rjust(14),
                        "value": "",
                        "full_time": "",
                        "hours": "",
                    },
                    protected=frozenset() if figure.shown == "fte" else frozenset({"full_time", "hours"}),
                    guide=tuple(guide),
                )
            )
        width = self.drawing.field("item").width
        fixed = frozenset({"value", "full_time", "hours"})
        wide = [
            row if not at else msgspec.structs.replace(row, protected=fixed)
            for one in rows
            for at, row in enumerate(flowed(one, "item", width))
        ]
        return self.listed(desk, page, wide, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        page, file = self.at(desk, request.state), desk.facts(desk.case).file
        of = asked(file, page.subject, desk.on)
        entry = self.entry(desk, request)
        year = entry.text("year")
        if year != str(of.year):
            if not re.fullmatch(r"(?:19|20)\d\d", year):
                wrong = desk.finding(
                    "CS-116", "year", label="FISCAL YEAR", value=year, shape="a year, such as 2026"
                )
                return self.refused(request, [wrong])
            return self.again(desk, Page(subject=year))
        keyed, found = list[Keyed](), list[Finding]()
        known = {f"{one.line} {one.column}": one for one in figures(file, of)}
        for index, row in enumerate(request.rows):
            if row.key not in known:
                continue
            act = self._act(desk, known[row.key], row, index, of.year, found)
            if act is not None:
                fields = {name: f"{name}.{index}" for name in ("value", "full_time", "hours")}
                keyed.append(Keyed(act, {**fields, "line": f"value.{index}"}))
        if found:
            return self.refused(request, found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, page)

    def _act(
        self, desk: DeskContext, figure: Figure, row: Row, index: int, year: int, found: list[Finding]
    ) -> Act | None:
        """What was keyed on a line; None where nothing was, or where it is wrong."""
        typed = {name: row.values.get(name, "").strip() for name in ("value", "full_time", "hours")}
        if not any(typed.values()):
            return None
        values: dict[str, int | None] = {
            "value": _read(figure.shown, typed["value"]) if typed["value"] else 0,
            "full_time": _read("count", typed["full_time"] or "0"),
            "hours": _read("count", typed["hours"] or "0"),
        }
        for name, value in values.items():
            if value is None:
                shape = SHAPES[figure.shown if name == "value" else "count"]
                label = self.drawing.field(name).named
                said = {"label": label, "value": typed[name], "shape": shape}
                found.append(desk.finding("CS-116", f"{name}.{index}", **said))
        if None in values.values():
            return None
        own = {"program": desk.case, "fiscal_year": year, "line": figure.line, "column": figure.column}
        return msgspec.convert({**own, **values}, FedEnterFigure)


def figures(file: ProgramFile, of: NamedReport) -> Iterator[Figure]:
    """What may be entered for a year: what no case gives, and everything where the year has no report."""
    edition = lines.editions()[of.report.edition] if of.report is not None else lines.edition_for(of.year)
    for line in edition.line:
        if not line.unit or of.report is None:
            for column in line.columns:
                yield Figure(
                    line=line.number, column=column, title=line.title, shown=line.shown, cite=line.cite
                )
    for name, title in OUTLAYS.items():
        yield Figure(line=name, column="a", title=title, shown="money", cite="42 USC 658a(b)(6)(E)")


def _said(figure: Figure, value: int) -> str:
    if figure.shown == "money":
        return money_said(value)
    if figure.shown == "fte":
        return f"{value // form.HUNDREDTHS:,}.{value % form.HUNDREDTHS:02d}"
    return f"{value:,}"


def _read(shown: str, typed: str) -> int | None:
    """A count, or an amount in hundredths (cents, FTE); None where it is neither."""
    if shown == "count":
        return int(typed.replace(",", "")) if _COUNT.match(typed) else None
    found = _MONEY.match(typed)
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
