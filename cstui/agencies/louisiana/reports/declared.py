"""LEM4145R1 as the command line gives it out."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana.reports.lem4145r1 import Report, ReportedCase, lem4145r1
from cstui.agencies.louisiana.reports.lem4145r1_text import csv_text, text_pages
from cstui.commandline.paper import counted
from cstui.commandline.shapes.base import Shape
from cstui.reports.kind import ReportKind


class Lem4145r1Out(Shape, frozen=True, kw_only=True):
    """`cstui report lem4145r1`: cases with non-cooperation as of `on`, in the order of what may be done.

    `counts` are the lines of each `doing`; `office` and `worker` say whose cases, both null for all.
    """

    on: date
    office: str | None
    worker: str | None
    counts: dict[str, int]
    lines: tuple[ReportedCase, ...]


def _pdf(report: Report) -> bytes:
    from cstui.agencies.louisiana.reports.lem4145r1_pdf import pdf

    return pdf(report)


def _json(report: Report) -> Lem4145r1Out:
    return Lem4145r1Out(
        on=report.on,
        office=report.office,
        worker=report.worker,
        counts={str(doing): count for doing, count in report.counts.items()},
        lines=report.lines,
    )


LEM4145R1 = ReportKind(
    help="Cases with non-cooperation, and what may be done now.",
    make=lem4145r1,
    forms={"text": text_pages, "csv": csv_text, "pdf": _pdf},
    out=Lem4145r1Out,
    json=_json,
    found=lambda report: counted(len(report.lines), "case"),
    line=ReportedCase,
    lines=lambda report: report.lines,
    key="case",
)
