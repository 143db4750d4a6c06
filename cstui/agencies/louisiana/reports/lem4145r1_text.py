"""LEM4145R1 as pages of text (80 columns, 60 lines) and as CSV for spreadsheets.

Names were typed by people: control characters never reach a page, and a CSV cell that a spreadsheet
would take for a formula is made plain text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import msgspec

from cstui.agencies.louisiana.reports.lem4145r1 import CITE, HEADINGS, NAME, TITLE, Report, ReportedCase
from cstui.cells import fit, join, wrap
from cstui.reports.spreadsheet import plain_cell

COLUMNS, LINES = 80, 60
HEAD = 5
"""Lines that the head of every page takes, the blank one under it included."""

_COLUMNS = (
    ("CASE", 8),
    ("CUSTODIAL PARENT", 19),
    ("OF", 2),
    ("WORKER", 6),
    ("GR", 2),
    ("DT", 10),
    ("REPORTED", 10),
    ("DAYS", 5),
    ("UNTIL", 10),
)


def text_pages(report: Report) -> str:
    """The report as text: 80 columns, 60 lines a page, a form feed between pages, the head on each."""
    bodies = list(_bodies(report))
    pages = [[*_head(report, number, len(bodies)), *body] for number, body in enumerate(bodies, start=1)]
    return "\f".join("\n".join(line.rstrip() for line in page) + "\n" for page in pages)


def _head(report: Report, number: int, of: int) -> list[str]:
    left, right = f"{NAME}  {TITLE} ({CITE})", f"{_day(report.on)}  Page {number} of {of}"
    counts = ", ".join(f"{count} {doing}" for doing, count in report.counts.items() if count)
    return [
        left.ljust(COLUMNS - len(right)) + right,
        f"{report.scope}: {len(report.lines)} cases" + (f" ({counts})" if counts else ""),
        "",
        " ".join(join(fit(name, width)) for name, width in _COLUMNS),
        "-" * COLUMNS,
    ]


def _bodies(report: Report) -> Iterator[list[str]]:
    """The lines of each page; a case is never parted, a heading never left alone at the foot."""
    room = LINES - HEAD
    page: list[str] = []
    doing = ""
    for line in report.lines:
        block = _block(line)
        if line.doing != doing:
            block = [*([""] if page else []), HEADINGS[line.doing], *block]
        if len(page) + len(block) > room:
            yield page
            again = HEADINGS[line.doing] if line.doing != doing else f"{HEADINGS[line.doing]} (continued)"
            page, block = [], [again, *_block(line)]
        doing = line.doing
        page += block
    yield page or ["No case shows non-cooperation."]


def _block(line: ReportedCase) -> list[str]:
    values = (
        line.case,
        line.cp,
        line.office,
        line.worker,
        line.ground,
        _day(line.failed_on),
        _day(line.reported_on),
        f"{line.days:>4}",
        _day(line.until),
    )
    row = " ".join(join(fit(value, width)) for value, (_, width) in zip(values, _COLUMNS, strict=True))
    said = f"{line.why} ({line.cite}); IV-A: {line.iva}; {reviewed(line)}"
    return [row, *(" " * 9 + part for part in wrap(said, COLUMNS - 9))]


def reviewed(line: ReportedCase) -> str:
    """The last quarterly review in words, and by when the next is due."""
    said = "not reviewed"
    if line.reviewed_on is not None:
        said = f"reviewed {_day(line.reviewed_on)} by {line.reviewed_by}"
    return f"{said}, due {_day(line.review_due)}" if line.review_due else said


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""


def csv_text(report: Report) -> str:
    """The report as CSV with a heading row; the keys of JSON are its columns, dates YYYY-MM-DD."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(ReportedCase.__struct_fields__)
    for line in report.lines:
        writer.writerow([plain_cell(value) for value in msgspec.structs.astuple(line)])
    return out.getvalue()
