"""APPT: the appointments of a case: schedule, outcome, move in advance, cancel, correct (E-521)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec

from cstui.acts.base import Act
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.appointments import (
    STATUS,
    CancelAppointment,
    CorrectOutcome,
    MoveAppointment,
    RecordOutcome,
    ScheduleAppointment,
)
from cstui.agencies.louisiana.acts.presence import CorrectPresence
from cstui.agencies.louisiana.policy import case_position, needs, notices
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.programs import slots
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage
from cstui.agencies.louisiana.reads.calendar import read_calendar
from cstui.agencies.louisiana.records import Appointment
from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import cut, flowed, marked
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.policy.rulebook import CodeTable

FIELDS = {"on": "date", "at": "time"}
_KEYED = frozenset({"action", "refused", "stopped"})
_SHOWN = {
    "open": "OPEN",
    "kept": "KEPT",
    "failed": "FAILED",
    "excused": "IN TOUCH",
    "moved": "MOVED",
    "cancelled": "CANCELED",
}


class Appt(CasePage):
    """The upper fields schedule, or give R its new date; the letters before the lines are outcomes."""

    name = "APPT"

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state), hand.facts
        listed = sorted(facts.file.appointments, key=_open_first)
        columns = self.drawing.field("note").width
        lines = [row for appointment in listed for row in _row(desk, facts, appointment, columns)]
        rows, above, below = cut(lines, page.offset, self.shown(desk))
        due = bool(listed) and listed[0].status == "open" and listed[0].on <= desk.on
        return Answer(
            screen=self.name,
            values=_values(desk, facts),
            rows=rows,
            more_above=above,
            more_below=below,
            cursor=Where("action", 0) if due and page.offset == 0 else None,
            state=page,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        acted = [(index, row) for index, row, _ in marked(request)]
        if not acted:
            return self._schedule(desk, request, entry)
        if len(acted) > 1:
            finding = self.wrong(desk, acted[1][0], "A second action", "one line at a time")
            return self.refused(request, [finding])
        index, row = acted[0]
        act = self._act(desk, entry, index, row)
        if entry.found or act is None:
            return self.refused(request, entry.found)
        return self._do(desk, request, act, index)

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        """F4 in DATE: the next sessions for the purpose keyed, else open days; in TIME: its free times."""
        keeper = request.values.get("with", "").strip()
        facts = desk.facts(desk.case, keeper=keeper) if field in ("date", "time") else None
        if facts is None:
            return None
        purpose = request.values.get("purpose", "").strip()
        worker = keeper or facts.case.worker
        if field == "time":
            day = self.entry(desk, request).date("date") or _earliest(desk)
            return slots.free_times(facts, purpose or "SI", worker, day, desk.rules)
        return slots.next_dates(facts, purpose, worker, _earliest(desk), desk.rules)

    def fills(self, desk: DeskContext, field: str, value: str) -> Mapping[str, str]:
        """A date that was picked brings its time along."""
        day, _, at = value.partition(" ")
        return {"date": day, "time": at} if field == "date" and at else {}

    def _schedule(self, desk: DeskContext, request: Request, entry: Entry) -> Answer:
        named = ("purpose", "date", "time", "with", "agreed", "need")
        if not any(request.values.get(name, "").strip() for name in named):
            return self.again(desk, request.state)
        inputs = {
            "case": desk.case,
            "purpose": entry.code("purpose", required=True),
            "need": entry.code("need"),
            "on": entry.date("date", required=True),
            "at": entry.time("time", required=True),
            "worker": entry.number("with", desk.own.worker) or None,
            "agreed": entry.flag("agreed"),
            "presence_required": entry.flag("presence", default=True),
        }
        if inputs["purpose"] == "CH":
            entry.text("presence", required=True)
        if inputs["worker"] and inputs["worker"] not in desk.read(_workers):
            entry.found.append(desk.finding("CS-120", "with", value=inputs["worker"]))
        if entry.found:
            return self.refused(request, entry.found)
        return self._do(desk, request, msgspec.convert(inputs, ScheduleAppointment), None)

    def _act(self, desk: DeskContext, entry: Entry, index: int, row: Row) -> Act | None:
        seq, action = int(row.key), row.values["action"].strip()
        status = row.values.get("outcome", "")
        if action in STATUS:
            inputs = {
                "case": desk.case,
                "appointment": seq,
                "outcome": action,
                "refused": entry.flag("refused", row=index),
                "stopped": entry.flag("stopped", row=index),
            }
            if status in {"OPEN", "CANCELED", "MOVED"}:
                return msgspec.convert(inputs, RecordOutcome)
            return msgspec.convert({**inputs, "reason": entry.text("why")}, CorrectOutcome)
        if action == "R":
            inputs = {
                "case": desk.case,
                "appointment": seq,
                "on": entry.date("date", required=True),
                "at": entry.time("time", required=True),
                "agreed": entry.flag("agreed", default=True),
            }
            return None if entry.found else msgspec.convert(inputs, MoveAppointment)
        if action == "P":
            entry.text("presence", required=True)
            required, why = entry.flag("presence"), entry.text("why")
            return CorrectPresence(case=desk.case, appointment=seq, required=required, reason=why)
        if action == "C":
            return CancelAppointment(case=desk.case, appointment=seq, reason=entry.text("why"))
        entry.found.append(self.wrong(desk, index, action))
        return None

    def _do(self, desk: DeskContext, request: Request, act: Act, index: int | None) -> Answer:
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            place = "purpose" if index is None else f"action.{index}"
            return self.refused(request, _placed(outcome.findings, place), FIELDS)
        return self.done(desk, outcome, desk.case)


def _workers(session: reads.Reading) -> set[str]:
    """The numbers of every worker of the store."""
    return {worker.number for worker in reads.workers(session)}


def _open_first(appointment: Appointment) -> tuple[bool, int]:
    """Open appointments first, the earliest at the top; then the others, the latest at the top."""
    is_open = appointment.status == "open"
    return (not is_open, appointment.on.toordinal() if is_open else -appointment.seq)


def _placed(findings: tuple[Finding, ...], place: str) -> list[Finding]:
    return [msgspec.structs.replace(f, field=place) if f.field == "outcome" else f for f in findings]


def _earliest(desk: DeskContext) -> date:
    """The first day with reasonable notice from today (E-521)."""
    return desk.on + timedelta(days=desk.rules.days("reasonable_notice_days", desk.on))


def _values(desk: DeskContext, facts: Facts) -> dict[str, str]:
    earliest = _earliest(desk)
    calendar = desk.read(lambda s: read_calendar(s, facts.case.office, earliest, earliest))
    return {
        "next_ch": slots.said(calendar.next_session("CH", earliest)),
        "next_gt": slots.said(calendar.next_session("GT", earliest)),
        "form_4ncp": "NOT ALL" if needs.unsigned(facts.file) else facts.case.form_4ncp.upper(),
        "earliest": f"{earliest:%a %m/%d/%Y}",
        "missed": f"{len(case_position.missed_appointments(facts.file, desk.rules))}",
        "purpose": "",
        "date": "",
        "time": "",
        "with": "",
        "agreed": "",
        "presence": "",
        "need": "",
        "why": "",
    }


def _row(desk: DeskContext, facts: Facts, appointment: Appointment, columns: int) -> list[Row]:
    """The appointment, and under it what does not fit beside its outcome."""
    row = Row(
        key=str(appointment.seq),
        values={
            "seq": str(appointment.seq),
            "what": appointment.purpose,
            "wants": appointment.need,
            "on": f"{appointment.on:%a %m/%d/%Y}",
            "at": appointment.at,
            "by": appointment.worker,
            "outcome": _SHOWN[appointment.status],
            "refused": "Y" if appointment.refused else "",
            "stopped": "Y" if appointment.stopped else "",
            "note": "; ".join(_evidence(desk, facts, appointment)),
        },
        style="intensified" if appointment.status == "open" else "",
    )
    first, *more = flowed(row, "note", columns)
    return [first, *(msgspec.structs.replace(under, protected=_KEYED) for under in more)]


def _evidence(desk: DeskContext, facts: Facts, appointment: Appointment) -> Iterator[str]:
    """What bears on the outcome: moves, the CP's contact before the day, a letter that came back."""
    if appointment.moved_times:
        yield f"moved {appointment.moved_times}x"
    contact = notices.call_before(facts.file, appointment)
    if contact is not None:
        yield f"CP contact {contact.on:%m/%d}"
    for form in facts.file.forms:
        if form.appointment == appointment.seq and form.returned_on is not None:
            yield f"letter back {form.returned_on:%m/%d}"
    if appointment.status not in ("open", "failed"):
        return
    if appointment.status == "failed" and (fault := notices.fault(facts.file, appointment, desk.rules)):
        yield fault
    if found := needs.answered(facts.file, appointment):
        yield f"not needed: {found.how} {found.on:%m/%d}"
