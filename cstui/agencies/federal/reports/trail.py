"""`cstui report o157-trail`: the audit trail of a report: every kept case, child and request.

Written piece by piece while it is read, so that memory does not grow with the number of cases.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from cstui.agencies.federal.policy import form, lines
from cstui.agencies.federal.reads import items
from cstui.agencies.federal.reads.behind import counts
from cstui.agencies.federal.reads.items import Kept
from cstui.agencies.federal.records import Report
from cstui.agencies.federal.reports.form_report import named
from cstui.commandline.shapes.base import Shape
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.reports.kind import ReportKind
from cstui.reports.spreadsheet import plain_cell

PIECE = 5_000
"""Items written together."""
UNITS = {"C": "case", "K": "child", "Q": "request"}
HEAD = (
    "unit",
    "number",
    "opened",
    "closed",
    "office",
    "worker",
    "noncustodial_parent",
    "custodial_parent",
    "beside",
    "lines",
    "facts",
    "current_due",
    "voluntary",
    "current_paid",
    "arrears_owed",
    "arrears_paid",
    "collected",
    "sent",
    "received",
)


AMOUNTS_FROM = HEAD.index("current_due")


class AuditTrail(msgspec.Struct, frozen=True, kw_only=True):
    """The report whose trail is written, and the open session that reads it."""

    session: Any
    report: Report
    progress: Progress | None


class O157TrailOut(Shape, frozen=True, kw_only=True):
    """`cstui report o157-trail --json`: what the trail holds; its lines are CSV or Parquet."""

    program: str
    fiscal_year: int
    report: int
    items: dict[str, int]
    digest: str


def _make(
    session: Session,
    rules: Rulebook,
    on: date,
    *,
    about: tuple[str, ...] = (),
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> AuditTrail:
    _, report = named(session, about, on, "cstui report o157-trail")
    return AuditTrail(session=session, report=report, progress=progress)


def _csv(trail: AuditTrail, cell: Callable[[object], object] = plain_cell) -> Iterator[str]:
    """The head, then the items a piece at a time, each value as a `cell`; amounts are cents."""
    report, progress = trail.report, trail.progress
    edition, choices = lines.editions()[report.edition], form.switches(report)
    if progress is not None:
        many = items.sums(trail.session, report.program, report.seq)
        progress.begin("Audit trail", sum(many.values()), "items")
    known: dict[tuple[str, int], tuple[list[tuple[lines.Line, str]], str]] = {}
    rows: list[list[object]] = [list(HEAD)]
    for one in items.stream(trail.session, report.program, report.seq):
        at = one.unit, one.cell
        if at not in known:
            places = list(lines.lines_of(edition, choices, *at))
            known[at] = places, "; ".join(lines.named_facts(*at))
        places, facts = known[at]
        on = " ".join(f"{line.number}{column}" for line, column in places if counts(one, line))
        rows.append([cell(value) for value in _row(one, on, facts)])
        if len(rows) >= PIECE:
            yield _written(rows)
            if progress is not None:
                progress.step(len(rows))
            rows = []
    yield _written(rows)


def _parquet(trail: AuditTrail) -> bytes:
    """The same as Parquet: amounts are whole numbers (cents), days are dates, what is not there is NULL."""
    import duckdb

    kinds = dict.fromkeys(HEAD[AMOUNTS_FROM:], "BIGINT") | dict.fromkeys(("opened", "closed"), "DATE")
    columns = ", ".join(f"'{name}': '{kinds.get(name, 'VARCHAR')}'" for name in HEAD)
    said = f"header=true, auto_detect=false, quote='\"', nullstr='', columns={{{columns}}}"
    with TemporaryDirectory() as folder, duckdb.connect() as made:
        text, file = Path(folder, "trail.csv"), Path(folder, "trail.parquet")
        with text.open("w", encoding="utf-8", newline="") as out:
            out.writelines(_csv(trail, lambda value: value))
        made.execute(
            f"COPY (SELECT * FROM read_csv('{text}', {said})) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
        )
        return file.read_bytes()


def _row(one: Kept, on: str, facts: str) -> tuple[object, ...]:
    return (
        UNITS[one.unit],
        one.key.lstrip("0") if one.unit == "K" else one.key,
        one.opened,
        one.closed,
        one.office,
        one.worker,
        one.parent,
        one.custodian,
        one.beside,
        on,
        facts,
        one.due,
        one.voluntary,
        one.current,
        one.owed,
        one.arrears,
        one.collected,
        one.sent,
        one.received,
    )


def _written(rows: list[list[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _json(trail: AuditTrail) -> O157TrailOut:
    report = trail.report
    many = items.sums(trail.session, report.program, report.seq)
    return O157TrailOut(
        program=report.program,
        fiscal_year=report.fiscal_year,
        report=report.seq,
        items={UNITS[unit]: count for unit, count in many.items()},
        digest=report.digest,
    )


O157_TRAIL = ReportKind(
    help="The audit trail of an OCSE-157: every kept case and child, with the lines on which it counts.",
    make=_make,
    forms={"csv": _csv, "text": _csv, "parquet": _parquet},
    extra={"parquet": "analytics"},
    out=O157TrailOut,
    json=_json,
    found=lambda trail: f"Audit trail of report {trail.report.seq}",
    about="[PROGRAM] [YEAR or R3]",
)
