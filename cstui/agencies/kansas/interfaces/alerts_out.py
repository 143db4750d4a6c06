"""Alerts out: those that were sent in a night, as a file to KEES with header and control totals.

The copy of an alert for the employment program follows it in a record of its own, to another receiver.
The file is made from the store, never kept: the same night gives the same bytes whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cstui.agencies.kansas.reads.alerts import SentAlert, sent_alerts
from cstui.interfaces.folders import write_into
from cstui.interfaces.layouts import FileLayout, compose, load_layouts
from cstui.interfaces.outgoing import FileOut, MadeFile
from cstui.store import aside_reads
from cstui.store.nights import Session

AGENCY, LAYOUT = "kansas", "css-alerts-out"
ELIGIBILITY, EMPLOYMENT = "KAE", "KSC"
"""The receivers of alerts and of their copies."""


def alerts_file(session: Session, night: date) -> MadeFile:
    """The alerts sent in `night` as a file; one with no records where none was sent."""
    layout = load_layouts(AGENCY)[LAYOUT]
    sent = sent_alerts(session, night)
    details = [line for alert in sent for line in _details(layout, alert)]
    copies = len(details) - len(sent)
    total = sum(int(alert.consumer) * (2 if alert.copied_as else 1) for alert in sent)
    run = (night - aside_reads.first_date(session)).days + 1
    not_cooperating = sum(alert.code == "40" for alert in sent)
    lines = [
        compose(layout, "header", {"date": night, "run": max(0, run)}),
        *details,
        compose(
            layout,
            "trailer",
            {"count": len(details), "not_cooperating": not_cooperating, "total": total, "copies": copies},
        ),
    ]
    return MadeFile(night=night, text="\n".join(lines) + "\n", count=len(details), total=total)


def _details(layout: FileLayout, alert: SentAlert) -> Iterator[str]:
    """The record of an alert, and that of its copy."""
    said: dict[str, str | int | date | None] = {
        "person": alert.consumer,
        "created": alert.created_on,
        "time": alert.created_at.replace(":", ""),
        "alert": alert.seq,
        "ap_name": alert.ap_name,
        "worker": alert.worker_name[:24],
        "reason": alert.reason,
    }
    yield compose(layout, "detail", {**said, "code": alert.code, "receiver": ELIGIBILITY})
    if alert.copied_as:
        yield compose(layout, "detail", {**said, "code": alert.copied_as, "receiver": EMPLOYMENT})


def write_night(session: Session, night: date, folder: Path) -> MadeFile:
    """Write the file of a night into `folder`, whole or not at all; FolderError where that cannot be."""
    made = alerts_file(session, night)
    write_into(folder, f"css-alerts-{night:%Y%m%d}.txt", made.text)
    return made


CSS_ALERTS = FileOut(agency=AGENCY, name=LAYOUT, make=alerts_file)
