"""Cell files: how many cases fall into which cell, without a name; the form of several together.

Cells add up, so districts or States can be summed exactly: what is counted again over the sum is what one
count over all cases would have given. Entered figures are added as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy.orm import Session

from cstui import files
from cstui.agencies.federal.policy import choices as choices_of
from cstui.agencies.federal.policy import edits, form, lines
from cstui.agencies.federal.policy.form import Form, form_of, key_of
from cstui.agencies.federal.policy.lines import Cell
from cstui.agencies.federal.reads import items
from cstui.agencies.federal.records import Report, StateProgram
from cstui.agencies.federal.reports.form_report import FormMade, O157Out, csv_of, json_of, named, text_of
from cstui.commandline.faults import CommandError
from cstui.commandline.shapes.base import Shape
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.reports.kind import ReportKind

MOST = 256 * 1024 * 1024
"""Bytes of the largest cell file that is read."""
NUMBER = "merged"


class O157CellsOut(Shape, frozen=True, kw_only=True):
    """`cstui report o157-cells`: the cells of a report, each a unit, a cell, how many fall into it, and sums.

    `entered` are its figures that no case gives, by line and column (`30 a`). No person is in it.
    """

    format: int = 1
    program: str
    fiscal_year: int
    edition: str
    choices: dict[str, str]
    cells: tuple[tuple[str, int, int, tuple[int, ...]], ...]
    entered: dict[str, int]


def _make(
    session: Session,
    rules: Rulebook,
    on: date,
    *,
    about: tuple[str, ...] = (),
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> O157CellsOut:
    file, report = named(session, about, on, "cstui report o157-cells")
    shown = form_of(file, report)
    return O157CellsOut(
        program=report.program,
        fiscal_year=report.fiscal_year,
        edition=report.edition,
        choices=report.choices,
        cells=tuple(items.cells(session, report.program, report.seq)),
        entered={
            key_of(*key): value
            for key, value in shown.figures.items()
            if value is not None and not shown.edition.by_number[key[0]].unit
        },
    )


def _json_text(made: O157CellsOut) -> str:
    return msgspec.json.encode(made).decode() + "\n"


def read(path: Path) -> O157CellsOut:
    """A cell file. CommandError CS-301 for any other file."""
    try:
        return files.decoded(files.read(path, MOST), O157CellsOut)
    except (OSError, msgspec.DecodeError) as error:
        raise _refused(f"{path.name} is not a cell file: {error}") from error


def merged(given: Sequence[tuple[str, O157CellsOut]]) -> Report:
    """The report of several cell files together, each with its file's name.

    CommandError CS-301 where they are not of one year, edition and choice, or one is there twice.
    """
    (first_name, first), *others = given
    for name, one in others:
        for field in ("fiscal_year", "edition", "choices"):
            if getattr(one, field) != getattr(first, field):
                what = field.replace("_", " ")
                raise _refused(f"{name} and {first_name} differ in their {what}: they do not add up")
    for at, (name, one) in enumerate(given):
        twice = next((before for before, other in given[:at] if other == one), "")
        if twice:
            raise _refused(f"{name} holds the same as {twice}: it would count twice")
    edition = lines.editions()[first.edition]
    report = Report(
        program=NUMBER,
        seq=1,
        fiscal_year=first.fiscal_year,
        edition=first.edition,
        status="draft",
        choices=first.choices,
        begun_on=date(first.fiscal_year, 10, 1),
    )
    cells: list[Cell] = lines.added(one.cells for _, one in given)
    figures = {key_of(*key): n for key, n in lines.count(edition, form.switches(report), cells).items()}
    for _, one in given:
        for key, value in one.entered.items():
            figures[key] = figures.get(key, 0) + value
    many = {unit: sum(n for one, _, n, _ in cells if one == unit) for unit in ("C", "K")}
    return msgspec.structs.replace(report, figures=figures, cases=many["C"], children=many["K"])


def _merge(
    session: Session,
    rules: Rulebook,
    on: date,
    *,
    merge: tuple[Path, ...],
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> FormMade:
    given = [(path.name, read(path)) for path in merge]
    report = merged(given)
    edition = lines.editions()[report.edition]
    known = form.parted(report.figures)
    shown = Form(
        edition=edition,
        report=report,
        figures={
            (line.number, c): known.get((line.number, c)) for line in edition.line for c in line.columns
        },
        last={},
        outlays={},
    )
    program = StateProgram(
        number=NUMBER,
        reports_on="",
        state=" + ".join(one.program for _, one in given),
        office="",
        worker="",
        opened=on,
    )
    return FormMade(
        program=program,
        report=report,
        form=shown,
        failed=edits.checked(shown),
        measures=(),
        choices=tuple(
            f"{decides.rstrip('.')}: {value}."
            for _, value, decides, _ in choices_of.shown(rules, report.choices)
        ),
        status=f"merged from {len(given)} cell files",
        due="",
        on=on,
    )


def _refused(fault: str) -> CommandError:
    return CommandError("CS-301", fault=fault, command="cstui report ocse157")


O157_CELLS = ReportKind(
    help="The cells of an OCSE-157, without a name, to be merged with others.",
    make=_make,
    forms={"text": _json_text},
    out=O157CellsOut,
    json=lambda made: made,
    found=lambda made: f"{len(made.cells):,} cells of {made.program}",
    about="[PROGRAM] [YEAR or R3]",
)
OCSE157 = ReportKind(
    help="OCSE-157 of several cell files together (--merge).",
    make=_merge,
    forms={"text": text_of, "csv": csv_of},
    out=O157Out,
    json=json_of,
    found=lambda made: f"OCSE-157 {made.status}",
    merges=True,
)
