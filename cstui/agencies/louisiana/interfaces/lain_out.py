"""LAIN 2IP out: the records that were sent in a night, as a file with header and control total (E-522).

The file is made from the store, never kept: the same night gives the same bytes whenever it is asked for.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cstui.agencies.louisiana.reads import interface
from cstui.agencies.louisiana.reads.interface import SentRecord
from cstui.interfaces.folders import write_into
from cstui.interfaces.layouts import FileLayout, compose, load_layouts
from cstui.interfaces.outgoing import FileOut, MadeFile
from cstui.store import aside_reads
from cstui.store.nights import Session

AGENCY, LAYOUT = "louisiana", "lain-2ip-out"


def lain_file(session: Session, night: date) -> MadeFile:
    """The records sent in `night` as a file; one with no records where none was sent."""
    layout = load_layouts(AGENCY)[LAYOUT]
    sent = interface.sent_records(session, night)
    total = sum(int(record.case) for record in sent)
    run = (night - aside_reads.first_date(session)).days + 1
    lines = [
        compose(layout, "header", {"date": night, "run": max(0, run)}),
        *(_detail(layout, record) for record in sent),
        compose(layout, "trailer", {"count": len(sent), "total": total}),
    ]
    return MadeFile(night=night, text="\n".join(lines) + "\n", count=len(sent), total=total)


def _detail(layout: FileLayout, record: SentRecord) -> str:
    failed = record.says != "COOP"
    known = record.iva_number.isascii() and len(record.iva_number) <= 10
    return compose(
        layout,
        "detail",
        {
            "number": record.case,
            # A number that is too long for its field is left out rather than cut to another one.
            "iva_number": record.iva_number if known else "",
            "office": record.office,
            "worker": record.worker,
            "says": record.says,
            "ground": record.ground if failed else "",
            "failed": record.failed_on if failed else None,
            "entered": record.entered_on,
            "record": record.seq,
        },
    )


def file_name(night: date) -> str:
    """What the file of a night is called: `lain-2ip-20260302.txt`."""
    return f"lain-2ip-{night:%Y%m%d}.txt"


def write_night(session: Session, night: date, folder: Path) -> MadeFile:
    """Write the file of a night into `folder`, whole or not at all; FolderError where that cannot be."""
    made = lain_file(session, night)
    write_into(folder, file_name(night), made.text)
    return made


LAIN_2IP = FileOut(agency=AGENCY, name=LAYOUT, make=lain_file)
