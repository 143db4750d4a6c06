"""The monthly monitoring reports of criminal nonsupport: one for each phase, also where it is empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from cstui.agencies.utah.policy.referral import ACTIVE, PRE, SENTENCED
from cstui.agencies.utah.reads.ncps import Monitored, Reading, monitored
from cstui.commandline.paper import counted
from cstui.commandline.shapes.base import Shape
from cstui.interfaces.folders import write_into
from cstui.interfaces.outgoing import MadeFile
from cstui.policy.months import month_end
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.reports.kind import ReportKind
from cstui.reports.spreadsheet import plain_cell
from cstui.store.reads import full_name

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


def _phase_text(report: CnsmOut, number: int) -> str:
    """The report of one phase, or the line that no matter is in it."""
    phase = PHASES[number - 1]
    said = [f"CNS MONITORING REPORT, PHASE {number}, AS OF {report.on:%m/%d/%Y}", ""]
    for line in (one for one in report.lines if one.phase == phase):
        name = full_name(line.last, line.first, "")
        said.append(
            f"{line.ncp}  {name:<28.28}  {line.worker:<9} {line.since:%m/%d/%Y}  {line.status}".rstrip()
        )
    if not report.counts[phase]:
        said.append("No matter is in this phase.")
    return "\n".join([*said, ""])


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
    """In the last night of a month, write the three reports into `folder`, as text and CSV, also empty ones.

    FolderError where that cannot be. A night run again writes the same names.
    """
    if night != month_end(night):
        return MadeFile(night=night, text="", count=0, total=0)
    report = _made(session, night)
    for number, phase in enumerate(PHASES, 1):
        name = f"cnsm-{night:%Y%m}-phase-{number}"
        write_into(folder, f"{name}.txt", _phase_text(report, number))
        write_into(folder, f"{name}.csv", _csv_of(one for one in report.lines if one.phase == phase))
    return MadeFile(night=night, text=_text(report), count=len(PHASES), total=len(report.lines))


CNSM = ReportKind(
    help="Criminal nonsupport by phase, three reports in one.",
    make=_make,
    forms={"text": _text, "csv": _csv},
    out=CnsmOut,
    json=lambda report: report,
    found=lambda report: counted(len(report.lines), "matter"),
    line=Monitored,
    lines=lambda report: report.lines,
    key="ncp",
)
