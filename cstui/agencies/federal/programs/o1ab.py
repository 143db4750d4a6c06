"""O1AB: what a report rests on: due dates, failed edits, choices, facts that the State does not keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from cstui.agencies.federal.policy import choices, edits, form, measures
from cstui.agencies.federal.policy.named_report import asked, due_said, status_said
from cstui.agencies.federal.policy.year import FiscalYear
from cstui.agencies.federal.programs.form_pages import InPages, paged
from cstui.agencies.federal.programs.of_program import ProgramInHand, count
from cstui.agencies.federal.records import Report
from cstui.cells import wrap
from cstui.desk.conversation import Answer, GuideLine, Request, Row, unchanged
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import under_cursor
from cstui.policy.rulebook import Code, CodeTable

TYPED = {"Y": "yes", "N": "no"}
COSTS = "Unreliable or missing data earn no incentive and may cost 1 to 5 percent of title IV-A."
COSTS_CITE = "OCSE-157 General Instructions 2 and 3"
LACKS = "Lines that need it are zero. Enter these facts on IVDF at the State's desk, then count again."


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The report that is named, and which page is shown."""

    named: str = ""
    page: int = 0


class O1ab(InPages[ProgramInHand, About]):
    """VALUE keys the choices of the next report, COUNT counts it."""

    name = "O1AB"
    state = About
    takes_more = True
    carries = True
    answers = PAGING | {"COUNT"}

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        at, file = self.at(desk, state, rest), hand.file
        of = asked(file, at.named, desk.on)
        report = of.report
        values = {"year": str(of.year), "status": "not counted", "digest": "", "of_report": ""}
        if report is not None:
            values["of_report"] = f"R{report.seq} {report.edition}"
            values["status"] = status_said(desk.rules, report)
            values["digest"] = f"{report.digest[:32]} over {report.cases:,} cases" if report.digest else ""
        width = self.drawing.field("text").width
        groups = (
            self._dates(hand, of.year, desk),
            self._edits(hand, report),
            self._choices(desk, report),
            self._lacking(report),
            self._reports(hand, of.year, desk),
        )
        pages = paged([list(_wrapped(one, width)) for group in groups for one in group], self.shown(desk))
        page = min(max(at.page, 0), len(pages) - 1)
        return Answer(
            screen=self.name,
            values=values,
            rows=pages[page],
            more_above=page > 0,
            more_below=page < len(pages) - 1,
            state=msgspec.structs.replace(at, page=page),
        )

    def begins(self, desk: DeskContext, argument: str) -> About:
        return About(named=argument)

    def _dates(self, hand: ProgramInHand, number: int, desk: DeskContext) -> Iterator[Row]:
        year = FiscalYear(number)
        yield _row("due", f"{due_said(hand.file, number, desk.on)}.", heading="DUE DATES")
        text = f"Report {year.due:%m/%d/%Y}; revision {year.warned:%m/%d/%Y} (90 days), "
        yield _row("dates", f"{text}not used after {year.last_revision:%m/%d/%Y}.")
        yield _row("costs", COSTS, guide=(GuideLine(text=COSTS_CITE, style="cite"),))

    def _edits(self, hand: ProgramInHand, report: Report | None) -> Iterator[Row]:
        if report is None:
            return
        shown = form.form_of(hand.file, report)
        failed = edits.checked(shown, statewide=measures.kind_of(report) == "statewide")
        heading = "EDITS THAT FAIL"
        if not failed:
            yield _row("edits", "None.", heading=heading)
        for at, one in enumerate(failed):
            mark = "!" if one.severity == "error" else "?"
            style = "late" if one.severity == "error" else ""
            guide = (GuideLine(text=one.text), GuideLine(text=one.cite, style="cite"))
            yield _row(
                f"edit {at}", f"{mark} {one.text}", heading="" if at else heading, style=style, guide=guide
            )

    def _choices(self, desk: DeskContext, report: Report | None) -> Iterator[Row]:
        chosen = report.choices if report is not None else choices.defaults(desk.rules, desk.on)
        for at, (name, value, decides, cite) in enumerate(choices.shown(desk.rules, chosen)):
            allowed = ", ".join(choices.allowed(name))
            guide = (
                GuideLine(text=decides),
                GuideLine(text=f"{name}: {allowed}"),
                GuideLine(text=cite, style="cite"),
            )
            yield Row(
                key=name,
                values={"text": decides, "value": value},
                heading="" if at else "CHOICES OF THE REPORT",
                guide=guide,
            )

    def _lacking(self, report: Report | None) -> Iterator[Row]:
        if report is None:
            return
        heading = "FACTS THAT THE STATE DOES NOT KEEP"
        if not report.lacking:
            yield _row("lacking", "None.", heading=heading)
        for at, name in enumerate(report.lacking):
            guide = (GuideLine(text=LACKS),)
            yield _row(f"lacks {name}", name.replace("_", " "), heading="" if at else heading, guide=guide)
        if report.lacking:
            yield _row("lacks", LACKS)

    def _reports(self, hand: ProgramInHand, year: int, desk: DeskContext) -> Iterator[Row]:
        found = [one for one in hand.file.reports if one.fiscal_year == year]
        for at, one in enumerate(reversed(found)):
            said = f"R{one.seq} {one.edition}: {status_said(desk.rules, one)}"
            why = f": {one.why}" if one.why else ""
            yield _row(f"report {one.seq}", f"{said}{why}", heading="" if at else "REPORTS OF THE YEAR")

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        if _keyed(request):
            said = "F6 counts a new report with these choices; F12 drops them."
            return msgspec.structs.replace(unchanged(request), message=said)
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """COUNT counts a report of a fiscal year with the choices as they are keyed."""
        of = asked(desk.facts(desk.case).file, self.at(desk, request.state).named, desk.on)
        return count(self, desk, request, rest or str(of.year), _keyed(request))

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        """What the choice on the line under the cursor may be."""
        row = under_cursor(request)
        if row is None or row.key not in choices.NAMES:
            return None
        parameter = desk.rules.parameters[row.key]
        codes = tuple(Code(code=value, meaning=value) for value in choices.allowed(row.key))
        return CodeTable(name=row.key, title=parameter.help, cite=parameter.cite, code=codes)


def _keyed(request: Request) -> Mapping[str, str]:
    """The choices in whose VALUE something was typed."""
    typed = (*(request.rows[index] for index in request.modified_rows), *request.elsewhere)
    return {row.key: _value(row.values.get("value", "")) for row in typed if row.key in choices.NAMES}


def _value(typed: str) -> str:
    return TYPED.get(typed.upper(), typed.lower())


def _row(
    key: str, text: str, *, heading: str = "", style: str = "", guide: tuple[GuideLine, ...] = ()
) -> Row:
    protected = frozenset({"value"})
    return Row(key=key, values={"text": text}, heading=heading, style=style, guide=guide, protected=protected)


def _wrapped(row: Row, width: int) -> Iterator[Row]:
    first, *rest = wrap(row.values["text"], width) or [""]
    yield msgspec.structs.replace(row, values={**row.values, "text": first})
    for at, text in enumerate(rest):
        yield _row(f"{row.key}+{at}", text, style=row.style)
