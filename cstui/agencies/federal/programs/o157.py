"""O157: the form as it is printed, this year beside last year, and what makes a report of a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cstui.acts.base import Act
from cstui.agencies.federal.acts.reports import FedDropReport, FedSignReport, FedSubmitReport
from cstui.agencies.federal.policy import edits, form, lines, measures
from cstui.agencies.federal.policy.edits import EditResult
from cstui.agencies.federal.policy.named_report import asked, due_said, status_said
from cstui.agencies.federal.policy.printed import ALL, COLUMNS, last_of, line_named, ordered, shortened
from cstui.agencies.federal.programs.form_pages import InPages, paged
from cstui.agencies.federal.programs.of_program import ProgramInHand, count
from cstui.cells import wrap
from cstui.desk.conversation import Answer, GuideLine, Request, Row, Where, unchanged
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import under_cursor

FORM_HEADS = {"a": "(a) TOTAL", "b": "(b)CURRENT", "c": "(c) FORMER", "d": "(d) NEVER"}
COMPARED = {"a": "THIS YEAR", "b": "LAST YEAR", "c": "CHANGE", "d": "PERCENT"}
MARKS = {"error": "!", "warning": "?"}
FIGURE = 10
"""Columns of a figure."""
ENTER = "enter"
"""What stands where a figure has to be entered."""
WORDS = frozenset({"COMPARE", "CASES", "WHY", "COUNT", "SIGN", "SUBMIT", "DISCARD"})


class FormAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The report that is named, whether last year stands beside it, and which page is shown.

    `section` and `column` say where the cursor goes first.
    """

    named: str = ""
    compares: bool = False
    page: int = 0
    section: str = ""
    column: str = ""


class O157(InPages[ProgramInHand, FormAsked]):
    """Arrow keys go from figure to figure, Enter lists what is behind one; the rest are words."""

    name = "O157"
    state = FormAsked
    takes_more = True
    answers = PAGING | WORDS

    def begins(self, desk: DeskContext, argument: str) -> FormAsked:
        words = argument.upper().split()
        section = next((word for word in words if len(word) == 1), "")
        return FormAsked(named=" ".join(word for word in words if word != section), section=section)

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        shown, file = self.at(desk, state, rest), hand.file
        of = asked(file, shown.named, desk.on)
        values = {"year": str(of.year), "due": due_said(file, of.year, desk.on)}
        values |= {
            f"head_{name}": head.rjust(FIGURE + (name == "a")) for name, head in self._heads(shown).items()
        }
        report = of.report
        if report is None:
            said = f"Fiscal year {of.year} has no report: COUNT {of.year} counts it."
            return Answer(
                screen=self.name, values={**values, "status": "not counted"}, state=shown, message=said
            )
        if report.status == "counting":
            values |= {"of_report": f"R{report.seq}", "status": status_said(desk.rules, report)}
            said = f"The count of report {report.seq} was stopped: COUNT {of.year} goes on with it."
            return Answer(screen=self.name, values=values, state=shown, message=said)
        found = form.form_of(file, report)
        failed = edits.checked(found, statewide=measures.kind_of(report) == "statewide")
        values |= {
            "of_report": f"R{report.seq} {report.edition}",
            "status": status_said(desk.rules, report),
            "edits": _counted(failed),
        }
        compared = shown.compares
        groups = _compared(found, failed) if compared else _groups(found, failed, self._width("item"))
        pages = paged(groups, self.shown(desk))
        page = min(max(shown.page, 0), len(pages) - 1)
        if shown.section:
            page = next((at for at, rows in enumerate(pages) if _begins(rows, shown.section)), page)
        rows = pages[page]
        return Answer(
            screen=self.name,
            values=values,
            rows=rows,
            more_above=page > 0,
            more_below=page < len(pages) - 1,
            state=msgspec.structs.replace(shown, page=page, section=""),
            cursor=_first_figure(rows, shown.column),
        )

    def _heads(self, shown: FormAsked) -> dict[str, str]:
        return COMPARED if shown.compares else FORM_HEADS

    def _width(self, name: str) -> int:
        return self.drawing.field(name).width

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        """What is behind the figure under the cursor."""
        row, at = under_cursor(request), request.cursor
        if row is None or at is None or "+" in row.key or not row.values.get(at.field):
            return self.again(desk, request.state)
        line, _, column = row.key.partition(" ")
        column = column or (at.field if at.field in COLUMNS else "")
        return self._behind(desk, request, line, column)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        shown, file = self.at(desk, request.state), desk.facts(desk.case).file
        of = asked(file, shown.named, desk.on)
        if word == "COMPARE":
            return self.again(desk, msgspec.structs.replace(shown, compares=not shown.compares, page=0))
        if word == "COUNT":
            return count(self, desk, request, rest)
        if word == "CASES":
            if of.report is not None and rest.upper() in ("", ALL):
                return desk.go("O1CS", f"{desk.case} {of.again(ALL)}")
            line, _, column = rest.partition(" ")
            return self._behind(desk, request, line, column.lower())
        if of.report is None:
            none = desk.finding("FED-RPT-05", "command", report=of.year)
            return self.refused(request, [none])
        if word == "WHY":
            return desk.go("O1WY", f"{desk.case} {of.again(*rest.split())}")
        act: Act = FedSubmitReport(program=desk.case, report=of.report.seq)
        if word == "SIGN":
            act = FedSignReport(program=desk.case, report=of.report.seq, director=rest)
        elif word == "DISCARD":
            act = FedDropReport(program=desk.case, report=of.report.seq, why=rest)
        return self.do(desk, request, act, dict.fromkeys(("report", "director", "why"), "command"))

    def _behind(self, desk: DeskContext, request: Request, typed: str, column: str) -> Answer:
        """The cases behind a figure, or the screen where it is entered."""
        of = asked(desk.facts(desk.case).file, self.at(desk, request.state).named, desk.on)
        edition = lines.editions()[of.report.edition] if of.report else lines.edition_for(of.year)
        line = line_named(edition, typed)
        if line is None or column not in ("", "a", *line.columns):
            said = f"LINE {typed} {column}".strip()
            shape = "a line and column, such as 2A B, or ALL"
            wrong = desk.finding("CS-116", "command", label="CASES", value=said, shape=shape)
            return self.refused(request, [wrong])
        if not line.unit:
            return desk.go("O1EN", f"{desk.case} {of.again(line.number)}")
        if of.report is None:
            return unchanged(request)
        words = (line.number, column) if column in line.columns else (line.number,)
        return desk.go("O1CS", f"{desk.case} {of.again(*words)}")


def _counted(failed: Sequence[EditResult]) -> str:
    """How many edits failed, and what that means."""
    wrong = sum(one.severity == "error" for one in failed)
    looks = len(failed) - wrong
    if not failed:
        return "all edits passed"
    said = [f"{n} {what}{'s' * (n != 1)}" for n, what in ((wrong, "error"), (looks, "warning")) if n]
    return f"{', '.join(said)}{': it can be kept as a draft, not signed' if wrong else ''}. O1AB lists them."


def _groups(found: form.Form, failed: Sequence[EditResult], width: int) -> Iterator[list[Row]]:
    """The lines of the form, each with its figures by column."""
    last = ""
    titles = {section.letter: section.title for section in found.edition.section}
    for letter, what in ordered(found.edition.name):
        heading = f"{letter}  {titles[letter].upper()}" if letter != last else ""
        last = letter
        if isinstance(what, str):
            rows = [Row(key=f"{what}+", values={"line": "", "item": f"{what} reserved"}, style="dim")]
        else:
            rows = _line_rows(found, what, failed, width)
        yield [msgspec.structs.replace(rows[0], heading=heading), *rows[1:]]


def _line_rows(found: form.Form, line: lines.Line, failed: Sequence[EditResult], width: int) -> list[Row]:
    first, *more = wrap(shortened(line.title, width), width)
    own = [one for one in failed if one.line == line.number]
    figures = {column: found.figures.get((line.number, column)) for column in line.columns}
    exact = {column: value for column, value in figures.items() if value is not None}
    if "a" not in line.columns and (total := found.total(line.number)) is not None:
        exact["a"] = total
    shown = dict(zip(exact, written(line, list(exact.values())), strict=True))
    values = {column: text.rjust(FIGURE) for column, text in shown.items()}
    if "a" in values and "a" not in line.columns:
        values["a"] = f"={shown['a']}".rjust(FIGURE + 1)
    elif "a" in values:
        values["a"] = values["a"].rjust(FIGURE + 1)
    for column in line.columns:
        if figures[column] is None:
            values[column] = ENTER.rjust(FIGURE)
    row = Row(
        key=line.number,
        values={"line": f"{_mark(own)}{line.number}", "item": first, **values},
        style="late" if _mark(own) == "!" else "intensified" if own else "",
        guide=_guide(found, line, own),
    )
    return [row, *(Row(key=f"{line.number}+{at}", values={"item": text}) for at, text in enumerate(more))]


def _mark(own: Sequence[EditResult]) -> str:
    return MARKS[min(one.severity for one in own)] if own else " "


def written(line: lines.Line, values: Sequence[int]) -> list[str]:
    """The figures of a line as there is room for them: with cents, in whole dollars, without commas."""
    exact = [form.said(line, value) for value in values]
    if all(len(text) <= FIGURE for text in exact):
        return exact
    whole = [text.partition(".")[0] for text in exact]
    return [text if len(text) <= FIGURE else text.replace(",", "") for text in whole]


def _guide(found: form.Form, line: lines.Line, own: Sequence[EditResult]) -> tuple[GuideLine, ...]:
    """A line in full: its title, every column exactly with last year's figure, and what its edits say."""
    said = [GuideLine(text=f"LINE {line.number}", style="heading"), GuideLine(text=f"{line.title}.")]
    for column in line.columns:
        value = found.figures.get((line.number, column))
        text = found.said(line.number, column) if value is not None else "not entered"
        last = found.last.get((line.number, column))
        change = ""
        if last is not None:
            change = f"; last year {form.said(line, last)}"
            change += f" ({form.said(line, value - last)})" if value is not None else ""
        said.append(GuideLine(text=f"({column}) {COLUMNS[column]}: {text}{change}"))
    said.append(GuideLine(text=f"{line.cite}{f'. {line.source}' if line.source else ''}", style="cite"))
    for one in own:
        said += [GuideLine(text=one.text, style="key"), GuideLine(text=one.cite, style="cite")]
    return tuple(said)


def _compared(found: form.Form, failed: Sequence[EditResult]) -> Iterator[list[Row]]:
    """Every figure of this year beside last year's, column by column, with the change."""
    last = ""
    titles = {section.letter: section.title for section in found.edition.section}
    for line in found.edition.line:
        heading = f"{line.section}  {titles[line.section].upper()}" if line.section != last else ""
        last = line.section
        own = [one for one in failed if one.line == line.number]
        columns = line.columns if len(line.columns) == 1 else ("a", *(c for c in line.columns if c != "a"))
        rows = list[Row]()
        for column in columns:
            here = found.figures.get((line.number, column))
            if (line.number, column) not in found.figures:
                here = found.total(line.number)
            before = last_of(found, line.number, column)
            name = line.title if not rows else f"   ({column}) {COLUMNS[column]}"
            head = f"{_mark(own)}{line.number}" if not rows else ""
            change = None if here is None or before is None else here - before
            texts = [text for text in (here, before, change) if text is not None]
            shown = iter(written(line, texts))
            values = {
                "a": (next(shown) if here is not None else ENTER).rjust(FIGURE + 1),
                "b": (next(shown) if before is not None else "").rjust(FIGURE),
                "c": (next(shown) if change is not None else "").rjust(FIGURE),
                "d": _percent(change, before).rjust(FIGURE),
            }
            rows.append(
                Row(
                    key=f"{line.number} {column}",
                    values={"line": head, "item": name, **values},
                    style="intensified" if not rows else "",
                    guide=_guide(found, line, own),
                )
            )
        yield [msgspec.structs.replace(rows[0], heading=heading), *rows[1:]]


def _percent(change: int | None, before: int | None) -> str:
    return "" if change is None or not before else f"{change * 100 / before:+.1f} %"


def _begins(rows: Sequence[Row], section: str) -> bool:
    return any(row.heading.startswith(f"{section} ") for row in rows)


def _first_figure(rows: Sequence[Row], column: str) -> Where | None:
    """The first figure of a page, in a column where one is named."""
    for at, row in enumerate(rows):
        for name in (column, *COLUMNS) if column else COLUMNS:
            if row.values.get(name) and "+" not in row.key:
                return Where(name, at)
    return None
