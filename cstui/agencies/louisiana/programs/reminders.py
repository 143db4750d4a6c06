"""Reminders on cases: a worker's own, and those that the policy makes (E-521 to E-524)."""

from __future__ import annotations

from collections.abc import Sequence

from cstui.agencies.louisiana import reads
from cstui.desk.programs.remd import Reminded


def reminded(
    session: reads.Reading, worker: str, covered: Sequence[str], limit: int, offset: int
) -> list[Reminded]:
    """The reminders of a worker, and of the workers `covered`, due first."""
    rows = reads.reminders(session, worker, covered=covered, limit=limit, offset=offset)
    return [
        Reminded(
            key=row.case,
            seq=row.seq,
            kind=row.kind,
            due=row.due,
            text=_said(row),
            worker=row.worker,
            party=row.cp,
            version=row.version,
        )
        for row in rows
    ]


def _said(row: reads.ReminderRow) -> str:
    return {
        "documents": f"{row.text}: documents are due back",
        "answer": "PI Consultant told: answer awaited",
        "request": f"Office {row.text} asks: enter cooperation",
    }.get(row.kind, row.text)
