"""LAIN: LAIN 2IP records to IV-A, waiting and sent, of one case or of the worker's office (E-522)."""

from __future__ import annotations

import re

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.records import Interface
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import ListProgram
from cstui.desk.programs.pages import under_cursor
from cstui.policy.findings import Finding
from cstui.store import aside_reads

STATUS = {"W": "waiting", "S": "sent", "X": "withdrawn"}


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Whose records are listed, of which status, from which one on."""

    case: str = ""
    status: str = ""
    offset: int = 0


class Lain(ListProgram[Records]):
    """CASE empty lists the worker's office; STATUS narrows the list; S opens CAS2."""

    name = "LAIN"
    state = Records

    def begins(self, desk: DeskContext, argument: str) -> Records:
        return Records(case=desk.case if argument == "." else argument)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        wanted = self.at(desk, state, argument)
        if found := _unknown(desk, wanted.case):
            return Answer(screen=self.name, values={"case": wanted.case}, findings=(found,), state=wanted)
        shown = self.shown(desk)
        records = _records(desk, wanted, shown + 1)
        whose = f"case {wanted.case}" if wanted.case else f"office {desk.worker.office}"
        return Answer(
            screen=self.name,
            values={
                "case": wanted.case,
                "status": wanted.status,
                "whose": f"Records of {whose}",
                "aside": set_aside(desk),
            },
            rows=tuple(_row(record) for record in records[:shown]),
            more_above=wanted.offset > 0,
            more_below=len(records) > shown,
            state=wanted,
            message="" if records else "No such record.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        state = self.at(desk, request.state)
        entry = self.entry(desk, request)
        wanted = Records(case=entry.number("case", desk.own.subject), status=entry.code("status"))
        chosen = self.marks(desk, request, entry.found)
        if found := _unknown(desk, wanted.case):
            entry.found.insert(0, found)
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go("CAS2", chosen[0][1].values["number"])
        if (wanted.case, wanted.status) != (state.case, state.status):
            return self.open(desk, "", wanted)
        under = under_cursor(request)
        return desk.go("CAS2", under.values["number"]) if under else self.open(desk, "", state)

    def turned(self, desk: DeskContext, state: Records, word: str) -> Records:
        shown = self.shown(desk)
        last = word == "DOWN" and len(_records(desk, state, shown + 1)) <= shown
        return state if last else super().turned(desk, state, word)


def set_aside(desk: DeskContext) -> str:
    """How many records from IV-A were set aside and wait; empty where none does."""
    found = desk.read(aside_reads.waiting)
    if not found:
        return ""
    are = "record waits" if len(found) == 1 else "records wait"
    return f"{len(found)} IV-A {are} set aside, the last of {found[-1].on:%m/%d/%Y}: F6 or ASID"


def _unknown(desk: DeskContext, case: str) -> Finding | None:
    if not case:
        return None
    if not re.fullmatch("[0-9]{8}", case):
        return desk.finding("CS-116", "case", label="CASE", value=case, shape="a case number")
    known = desk.read(lambda session: reads.case_summary(session, case))
    return None if known else desk.finding("CS-101", "case", value=case)


def _records(desk: DeskContext, wanted: Records, limit: int) -> list[Interface]:
    return desk.read(
        lambda session: reads.interface_records(
            session,
            status=STATUS.get(wanted.status),
            office=None if wanted.case else desk.worker.office,
            case=wanted.case or None,
            limit=limit,
            offset=wanted.offset,
        )
    )


def _row(record: Interface) -> Row:
    return Row(
        key=f"{record.case} {record.seq}",
        values={
            "number": record.case,
            "record": record.kind,
            "says": record.says,
            "entry": str(record.cooperation),
            "made": shown_date(record.made_on),
            "sent": shown_date(record.sent_on),
            "standing": record.status.upper(),
        },
        style={"waiting": "intensified", "withdrawn": "dim"}.get(record.status, ""),
    )
