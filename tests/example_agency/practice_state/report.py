"""The report of Practice State: how many visits are planned, were made, were missed."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from cstui.commandline.paper import counted
from cstui.commandline.shapes.base import Shape
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.reports.kind import ReportKind
from practice_state.reads import visits_by_status


class VisitsOut(Shape, frozen=True, kw_only=True):
    """`cstui report visits`: how many visits have each status, as of `on`."""

    on: date
    counts: dict[str, int]


def _make(
    session: Session,
    rules: Rulebook,
    on: date,
    *,
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> VisitsOut:
    return VisitsOut(on=on, counts=visits_by_status(session, office, worker))


def _text(report: VisitsOut) -> str:
    lines = [f"{status:<10}{count:>5}" for status, count in report.counts.items()]
    return "\n".join([f"VISITS AS OF {report.on:%m/%d/%Y}", "", *lines, ""])


VISITS = ReportKind(
    help="Visits by status.",
    make=_make,
    forms={"text": _text},
    out=VisitsOut,
    json=lambda report: report,
    found=lambda report: counted(sum(report.counts.values()), "visit"),
)
