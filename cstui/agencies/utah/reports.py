"""The monthly monitoring reports of criminal nonsupport: one for each phase, also where it is empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from textwrap import wrap

import msgspec

from cstui.agencies.utah.policy.referral import ACTIVE, PRE, SENTENCED
from cstui.agencies.utah.reads.ncps import Monitored, Reading, monitored
from cstui.commandline.paper import counted
from cstui.commandline.shapes.base import Shape
from cstui.forms.pdf import pdf_of
from cstui.forms.sheets import WIDTH, sheets
from cstui.interfaces.folders import write_into
from cstui.interfaces.outgoing import MadeFile
from cstui.policy.months import month_end
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.reports.kind import ReportKind
from cstui.reports.spreadsheet import plain_cell
from cstui.store.reads import full_name
from cstui.store.site_reads import rulebook_of

PHASES = (PRE, ACTIVE, SENTENCED)


class CnsmOut(Shape, frozen=True, kw_only=True):
    """`cstui report cnsm`: the open criminal matters of all three phases as of `on`.

    `counts` has every phase, also an empty one; `office` and `worker` say whose, both null for all.
    """

    on: date
    office: str | None
    worker: str | None
    counts: dict[str, int]
    lines: tuple[Monitored, ...]


def _make(
    session: Reading,
    rules: Rulebook,
    on: date,
    *,
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> CnsmOut:
    return _made(session, on, office, worker)


def _made(session: Reading, on: date, office: str | None = None, worker: str | None = None) -> CnsmOut:
    found = {phase: monitored(session, phase, office=office, worker=worker) for phase in PHASES}
    return CnsmOut(
        on=on,
        office=office,
        worker=worker,
        counts={phase: len(lines) for phase, lines in found.items()},
        lines=tuple(line for lines in found.values() for line in lines),
    )


def _text(report: CnsmOut) -> str:
    """Three reports one after the other."""
    return "\n".join(_phase_text(report, number) for number in range(1, len(PHASES) + 1))


def _phase_text(report: CnsmOut, number: int, to: str = "") -> str:
    """The report of one phase, or the line that no matter is in it; `to` names those who get it."""
    phase = PHASES[number - 1]
    said = [f"CNS MONITORING REPORT, PHASE {number}, AS OF {report.on:%m/%d/%Y}", *wrap(to, WIDTH), ""]
    for line in (one for one in report.lines if one.phase == phase):
        name = full_name(line.last, line.first, "")
        said.append(
            f"{line.ncp}  {name:<28.28}  {line.worker:<9} {line.since:%m/%d/%Y}  {line.standing}".rstrip()
        )
    if not report.counts[phase]:
        said.append("No matter is in this phase.")
    return "\n".join([*said, ""])


def _pdf(report: CnsmOut) -> bytes:
    return _pages(report, range(1, len(PHASES) + 1))


def _pages(report: CnsmOut, numbers: Iterable[int], to: str = "") -> bytes:
    """The reports of these phases as PDF, each on pages of its own."""
    foot = f"CNS monitoring, {report.on:%m/%d/%Y}"
    pages = [
        page
        for number in numbers
        for page in sheets(
            f"Criminal nonsupport, phase {number}",
            _phase_text(report, number, to).splitlines(),
            on=report.on,
            foot=foot,
        )
    ]
    return pdf_of(pages, title="CNS monitoring reports", made_on=report.on)


def _csv(report: CnsmOut) -> str:
    return _csv_of(report.lines)


def _csv_of(lines: Iterable[Monitored]) -> str:
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n")
    write.writerow(Monitored.__struct_fields__)
    for line in lines:
        write.writerow([plain_cell(value) for value in msgspec.structs.astuple(line)])
    return text.getvalue()


def write_month(session: Reading, night: date, folder: Path) -> MadeFile:
    """In the last night of a month, write the three reports into `folder`, as text, CSV and PDF, also empty.

    The log keeps to whom they go (table `ut_monitors`). FolderError where a file cannot be written. A night
    run again writes the same names.
    """
    if night != month_end(night):
        return MadeFile(night=night, text="", count=0, total=0)
    report, monitors = _made(session, night), rulebook_of(session, "utah").codes["ut_monitors"].code
    to = "TO: " + ", ".join(one.meaning for one in monitors)
    for number, phase in enumerate(PHASES, 1):
        name = f"cnsm-{night:%Y%m}-phase-{number}"
        lines = [one for one in report.lines if one.phase == phase]
        write_into(folder, f"{name}.txt", _phase_text(report, number, to).encode())
        write_into(folder, f"{name}.csv", _csv_of(lines).encode())
        write_into(folder, f"{name}.pdf", _pages(report, [number], to))
    counts = ", ".join(f"phase {n} {report.counts[phase]}" for n, phase in enumerate(PHASES, 1))
    log = f"CNS monitoring reports of {night:%m/%Y} made: {counts}. {to}."
    return MadeFile(night=night, text=_text(report), count=len(PHASES), total=len(report.lines), log=log)


CNSM = ReportKind(
    help="Criminal nonsupport by phase, three reports in one.",
    make=_make,
    forms={"text": _text, "csv": _csv, "pdf": _pdf},
    out=CnsmOut,
    json=lambda report: report,
    found=lambda report: counted(len(report.lines), "matter"),
    line=Monitored,
    lines=lambda report: report.lines,
    key="ncp",
)
