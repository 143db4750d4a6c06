"""`cstui report o157`: the form of a report of a program, as text, CSV, JSON, PDF or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.federal.policy import choices, edits, form, lines, measures
from cstui.agencies.federal.policy.edits import EditResult
from cstui.agencies.federal.policy.facts import ProgramFacts, ProgramFile
from cstui.agencies.federal.policy.form import Form
from cstui.agencies.federal.policy.measures import Measure
from cstui.agencies.federal.policy.named_report import asked, due_said, status_said
from cstui.agencies.federal.policy.printed import COLUMNS, OMB, last_of, ordered
from cstui.agencies.federal.records import Report, StateProgram
from cstui.commandline.faults import CommandError
from cstui.commandline.shapes.base import Shape
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.reports.kind import ReportKind
from cstui.reports.spreadsheet import plain_cell
from cstui.store.facts import read_facts
from cstui.store.tables import TABLES

ITEM, FIGURE = 34, 14
"""Columns of a line's title and of a figure in the text."""
WIDE = 5 + ITEM + 4 * (FIGURE + 1)
TITLE = "CHILD SUPPORT ENFORCEMENT ANNUAL DATA REPORT"


class FormMade(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its form, as every output of it reads them; `choices` are the State's in words."""

    program: StateProgram
    report: Report
    form: Form
    failed: tuple[EditResult, ...]
    measures: tuple[Measure, ...]
    choices: tuple[str, ...]
    status: str
    due: str
    on: date


class FigureOut(Shape, frozen=True, kw_only=True):
    """A figure of the form: a count, cents, or hundredths of a full-time equivalent (`shown`).

    `value` is null where it was not entered, `last` is last year's filed figure where one is known.
    """

    line: str
    column: str
    section: str
    title: str
    shown: str
    value: int | None
    last: int | None


class EditOut(Shape, frozen=True, kw_only=True):
    """An edit that the report fails."""

    id: str
    severity: str
    line: str
    column: str
    text: str
    cite: str


class MeasureOut(Shape, frozen=True, kw_only=True):
    """An incentive measure; `percent` is cut to hundredths (of cost-effectiveness the ratio times 100)."""

    name: str
    title: str
    numerator: int | None
    denominator: int | None
    percent: float | None
    applicable: int | None
    lacks: str


class O157Out(Shape, frozen=True, kw_only=True):
    """`cstui report o157`: one report of a program. `digest` is that of the kept cases."""

    program: str
    fiscal_year: int
    report: int
    edition: str
    status: str
    counted_on: date | None
    signed_on: date | None
    director: str
    submitted_on: date | None
    digest: str
    choices: dict[str, str]
    lacking: tuple[str, ...]
    figures: tuple[FigureOut, ...]
    edits: tuple[EditOut, ...]
    measures: tuple[MeasureOut, ...]


def named(session: Session, about: tuple[str, ...], on: date, command: str) -> tuple[ProgramFile, Report]:
    """The program and report that the words behind a report's name mean.

    CommandError CS-301 where there is none of them, or no program is named and the store has several.
    """
    program = TABLES[StateProgram].c
    known = list(session.connection().scalars(select(program.number).order_by(program.number)))
    words = [word.upper() for word in about]
    number = next((one for word in words for one in known if word in (one, one.partition("/")[2])), "")
    rest = [word for word in words if not number or word not in (number, number.partition("/")[2])]
    if not number and len(known) == 1:
        number = known[0]
    facts = read_facts(session, ProgramFacts, number) if number else None
    if facts is None:
        there = ", ".join(known) or "none"
        raise CommandError("CS-301", fault=f"name a program of this store: {there}", command=command)
    of = asked(facts.file, " ".join(rest), on)
    if of.report is None or of.words:
        why = f"{of.words[0]} is neither a fiscal year nor a report" if of.words else ""
        raise CommandError("CS-301", fault=why or f"fiscal year {of.year} has no report", command=command)
    if of.report.status == "counting":
        fault = f"report {of.report.seq} is not counted to its end; COUNT on O157 goes on with it"
        raise CommandError("CS-301", fault=fault, command=command)
    return facts.file, of.report


def _make(
    session: Session,
    rules: Rulebook,
    on: date,
    *,
    about: tuple[str, ...] = (),
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> FormMade:
    file, report = named(session, about, on, "cstui report o157")
    found = form.form_of(file, report)
    return FormMade(
        program=file.program,
        report=report,
        form=found,
        failed=edits.checked(found, statewide=measures.kind_of(report) == "statewide"),
        measures=measures.measures(file, report),
        choices=tuple(
            f"{decides.rstrip('.')}: {value}."
            for _, value, decides, _ in choices.shown(rules, report.choices)
        ),
        status=status_said(rules, report),
        due=due_said(file, report.fiscal_year, on),
        on=on,
    )


def heads(made: FormMade) -> Iterator[tuple[str, str]]:
    """The head of the form: names and what they say."""
    report = made.report
    yield "STATE", f"{made.program.state} ({made.program.number})"
    yield "FISCAL YEAR ENDED", f"September 30, {report.fiscal_year}"
    yield "REPORT", f"R{report.seq}, {made.form.edition.title}"
    yield "STATUS", made.status
    yield "DUE", made.due


def figures_of(made: FormMade, line: lines.Line) -> dict[str, str]:
    """The figures of a line by column as they are printed; (a) is a total where it is not reported."""
    found = {column: made.form.said(line.number, column) for column in line.columns}
    total = made.form.total(line.number)
    if "a" not in line.columns and total is not None:
        found["a"] = form.said(line, total)
    return found


def text_of(made: FormMade) -> str:
    said = [f"FORM OCSE-157  {TITLE}".ljust(WIDE - 19) + f"OMB NO. {OMB}", ""]
    said += [f"{name + ':':20}{text}" for name, text in heads(made)]
    sections = {section.letter: section.title for section in made.form.edition.section}
    columns = " ".join(f"({column}) {name.upper()}".rjust(FIGURE) for column, name in COLUMNS.items())
    marks = {one.line: "?" for one in made.failed} | {
        one.line: "!" for one in made.failed if one.severity == "error"
    }
    last = ""
    for letter, what in ordered(made.form.edition.name):
        if letter != last:
            heading = f"SECTION {letter}: {sections[letter].upper()}"
            said += ["", heading, f"{'LINE':5}{'ITEM':{ITEM}} {columns}", "-" * WIDE]
            last = letter
        if isinstance(what, str):
            said.append(f"{what:<5}Reserved")
            continue
        first, *more = wrap(what.title, ITEM)
        figures = figures_of(made, what)
        shown = " ".join(figures.get(column, "").rjust(FIGURE) for column in COLUMNS)
        said.append(f"{marks.get(what.number, '') + what.number:5}{first:{ITEM}} {shown}".rstrip())
        said += [f"{'':5}{part}" for part in more]
    said += ["", *_end(made), ""]
    return "\n".join(said)


def _end(made: FormMade) -> Iterator[str]:
    """What stands below the lines: edits, choices, lacking facts, the signature, where the copies go."""
    yield "EDITS THAT FAIL (! keeps the report a draft, ? to look at)"
    for one in made.failed:
        yield from wrap(f"{'!' if one.severity == 'error' else '?'} {one.text}", WIDE, subsequent_indent="  ")
    if not made.failed:
        yield "None."
    yield ""
    yield "CHOICES OF THE STATE"
    for said in made.choices:
        yield from wrap(said, WIDE, subsequent_indent="  ")
    if made.report.lacking:
        yield ""
        yield "FACTS THAT THE STATE DOES NOT KEEP (lines that need them are zero)"
        yield from wrap(", ".join(made.report.lacking), WIDE)
    yield ""
    yield from signature(made)


def signature(made: FormMade) -> Iterator[str]:
    """Who signs, when, and where the copies go."""
    signed = made.report.signed_on
    yield f"Signed by the IV-D director: {made.report.director or '_' * 30}"
    yield f"Date: {f'{signed:%m/%d/%Y}' if signed is not None else '_' * 10}"
    yield "Counts may not be estimated."
    yield "One copy to the ACF Regional Office, one to the OCSE Central Office."
    kept = f"{made.report.cases:,} and {made.report.children:,} children"
    yield f"Kept cases: {kept}, SHA-256 {made.report.digest}"


def csv_of(made: FormMade) -> str:
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n")
    write.writerow(FigureOut.__struct_fields__)
    for one in _figures(made):
        write.writerow([plain_cell(value) for value in msgspec.structs.astuple(one)])
    return text.getvalue()


def _figures(made: FormMade) -> Iterator[FigureOut]:
    for line in made.form.edition.line:
        for column in line.columns:
            yield FigureOut(
                line=line.number,
                column=column,
                section=line.section,
                title=line.title,
                shown=line.shown,
                value=made.form.figures.get((line.number, column)),
                last=last_of(made.form, line.number, column),
            )


def json_of(made: FormMade) -> O157Out:
    report = made.report
    return O157Out(
        program=made.program.number,
        fiscal_year=report.fiscal_year,
        report=report.seq,
        edition=report.edition,
        status=report.status,
        counted_on=report.counted_on,
        signed_on=report.signed_on,
        director=report.director,
        submitted_on=report.submitted_on,
        digest=report.digest,
        choices=report.choices,
        lacking=tuple(report.lacking),
        figures=tuple(_figures(made)),
        edits=tuple(EditOut(**msgspec.structs.asdict(one)) for one in made.failed),
        measures=tuple(
            MeasureOut(
                name=one.text.name,
                title=one.text.title,
                numerator=one.numerator,
                denominator=one.denominator,
                percent=int(one.percent * 100) / 100 if one.percent is not None else None,
                applicable=one.applicable,
                lacks=one.lacks,
            )
            for one in made.measures
        ),
    )


def _pdf(made: FormMade) -> bytes:
    from cstui.agencies.federal.reports.form_pdf import pdf

    return pdf(made)


def _xlsx(made: FormMade) -> bytes:
    from cstui.agencies.federal.reports.form_xlsx import xlsx

    return xlsx(made)


def _found(made: Any) -> str:
    return f"Report {made.report.seq} of fiscal year {made.report.fiscal_year}"


O157 = ReportKind(
    help="OCSE-157 as the form: figures, edits, choices, signature.",
    make=_make,
    forms={"text": text_of, "csv": csv_of, "pdf": _pdf, "xlsx": _xlsx},
    out=O157Out,
    json=json_of,
    found=_found,
    line=FigureOut,
    lines=_figures,
    about="[PROGRAM] [YEAR or R3]",
    extra={"xlsx": "xlsx"},
)
