"""Acts on appointments (E-521): schedule, outcome, move in advance, cancel, correct."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from cstui.acts.base import LATER, Act, added, before, changed, decided, entered, next_seq, to_correct
from cstui.agencies.louisiana.acts.base import CaseAct, made_form
from cstui.agencies.louisiana.acts.mail import stopped
from cstui.agencies.louisiana.formats import WorkerNumber
from cstui.agencies.louisiana.policy import appointments, case_position, needs, persons
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Appointment, Form
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.formats import Clock
from cstui.policy.rulebook import Checks, Rulebook

STATUS = {"K": "kept", "F": "failed", "X": "excused"}
_ACTION = {"K": "AK", "F": "AF", "X": "AX"}


class ScheduleAppointment(CaseAct, frozen=True, kw_only=True):
    """Schedule an appointment of the CP and make its letter (E-521).

    `purpose` SI, GT or CH; `need` what one of purpose SI is for: S signature, I interview, D information or
    documents, O other; left out, the signature where one is missing, otherwise the interview. `worker` keeps
    the slot, the case's worker if left out; `agreed` that the CP agreed to a date with less than reasonable
    notice, which may be today. `presence_required`, whether the CP has to be there, is asked for a hearing.
    """

    label: ClassVar[str] = "appointment made"

    needs_calendar: ClassVar[bool] = True

    purpose: Literal["SI", "GT", "CH"]
    need: Literal["", "S", "I", "D", "O"] = ""
    on: date
    at: Clock
    worker: WorkerNumber | None = None
    agreed: bool = False
    presence_required: bool | None = None

    def books(self, facts: Facts) -> str:
        return self.worker or ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        appointments.check_schedule(checks, facts, self.purpose)
        said = self.purpose != "CH" or self.presence_required is not None
        checks.holds("CS-105", said, "presence", label="PRESENCE")
        persons.check_schedule(checks, facts.cp, self.on, on)
        worker = self.worker or facts.case.worker
        appointment = Appointment(
            case=self.case,
            seq=next_seq(facts.file.appointments),
            purpose=self.purpose,
            on=self.on,
            at=self.at,
            worker=worker,
            made_on=on,
            notice_on=on,
            agreed=self.agreed,
            follows=_follows(facts.file, self.purpose),
            moved_times=appointments.moves_before(facts.file, self.purpose),
            presence_required=self.presence_required is not False,
            need=self.need or needs.of_new(facts.file, self.purpose, on),
        )
        appointments.check_slot(checks, facts, appointment, on)
        fits = not self.need or self.purpose == "SI"
        checks.holds("CS-130", fits, "need", value="NEED", choices="for PURPOSE SI only, leave it empty")
        appointments.check_need(checks, facts.file, appointment, "need")
        what = rules.said("purpose", self.purpose)
        text = f"{rules.meaning('purpose', self.purpose)}: {self.on:%m/%d/%Y} {self.at}, worker {worker}."
        if appointment.need:
            text += f" Needed for: {rules.said('need', appointment.need)}."
        if self.agreed:
            text += " The CP agreed to the date."
        letter = _letter(facts, rules, appointment, on)
        return decided(
            checks,
            [Add(appointment), letter],
            [self.log("AS", text)],
            f"Scheduled: {what}, {self.on:%a %m/%d/%Y} {self.at}. Letter made.",
        )

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _cancelled(self.case, effects)


class RecordOutcome(CaseAct, frozen=True, kw_only=True):
    """Record how an appointment went: K kept, F failed, X not kept but the CP had contacted us (E-521).

    `refused`: in the kept interview the CP said that he or she will not cooperate. `stopped`: the
    absence kept the case from moving forward (for a hearing or a genetic test).
    """

    label: ClassVar[str] = "outcome on APPT"

    appointment: int
    outcome: Literal["K", "F", "X"]
    refused: bool = False
    stopped: bool = False

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _find(checks, facts.file, self.appointment)
        if found is None or not _is_open(checks, found):
            return Refused(tuple(checks.found))
        change, text = _outcome(checks, facts.file, found, self, rules, on)
        persons.check_missed(checks, facts.cp, self.outcome, found.on)
        return entered(checks, self, _ACTION[self.outcome], [change], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (ReopenAppointment(case=self.case, appointment=self.appointment, reason=LATER),)


class CorrectOutcome(CaseAct, frozen=True, kw_only=True):
    """Correct the recorded outcome of an appointment, with the reason. The first entry stays in CALO."""

    label: ClassVar[str] = "outcome corrected"

    appointment: int
    outcome: Literal["K", "F", "X"]
    reason: str
    refused: bool = False
    stopped: bool = False

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _find(checks, facts.file, self.appointment)
        if found is None:
            return Refused(tuple(checks.found))
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        recorded = found.status in STATUS.values()
        if not checks.holds("CS-125", recorded, "outcome", on=found.on, status=found.status):
            return Refused(tuple(checks.found))
        change, text = _outcome(checks, facts.file, found, self, rules, on)
        persons.check_missed(checks, facts.cp, self.outcome, found.on)
        log = self.log("CE", f"Outcome was {found.status}. {text} {self.reason.strip()}")
        return decided(checks, [change], [log], f"Corrected. {text}")

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Appointment)[0]
        letter = next(letter for letter, status in STATUS.items() if status == was.status)
        return (replace(self, outcome=letter, refused=was.refused, stopped=was.stopped, reason=LATER),)


class MoveAppointment(CaseAct, frozen=True, kw_only=True):
    """Move an appointment in advance because the CP asked for it (E-521): up to three times.

    The third move makes CSE 115, and CSE 101 with it where a signature is what is missing; the forms
    are due back on or before the new date.
    """

    label: ClassVar[str] = "appointment moved"

    needs_calendar: ClassVar[bool] = True

    appointment: int
    on: date
    at: Clock
    agreed: bool = True

    def books(self, facts: Facts) -> str:
        return _worker(facts, self.appointment)

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _find(checks, facts.file, self.appointment)
        if found is None or not _is_open(checks, found):
            return Refused(tuple(checks.found))
        appointments.check_move(checks, facts.file, found, on)
        moved = Appointment(
            case=self.case,
            seq=next_seq(facts.file.appointments),
            purpose=found.purpose,
            on=self.on,
            at=self.at,
            worker=found.worker,
            made_on=on,
            notice_on=on,
            agreed=self.agreed,
            follows=found.seq,
            moved_times=found.moved_times + 1,
            presence_required=found.presence_required,
            need=found.need,
        )
        appointments.check_slot(checks, facts, moved, on)
        last = moved.moved_times == rules.days("advance_moves", on)
        checks.holds("LA-E521-07", not last, "date", on=self.on)
        encloses = last and found.purpose == "SI" and case_position.signature_needed(facts.file)
        letter = (
            made_form(
                facts,
                "CSE 115",
                on,
                appointment=moved.seq,
                on=self.on,
                at=self.at,
                return_by=self.on,
                due_on=self.on,
                purpose=rules.said("purpose", found.purpose),
                enclosed="CSE 101" if encloses else "",
            )
            if last
            else _letter(facts, rules, moved, on)
        )
        text = (
            f"CP had the appointment of {found.on:%m/%d/%Y} moved to {self.on:%m/%d/%Y} {self.at} "
            f"(move {moved.moved_times})."
        )
        changes: list[Add | Change] = [changed(found, status="moved", outcome_on=on), Add(moved), letter]
        if encloses:
            changes.append(_enclosed(facts, on))
        return entered(checks, self, "AR", changes, text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        reopened = ReopenAppointment(case=self.case, appointment=self.appointment, reason=LATER)
        return (*_cancelled(self.case, effects), reopened)


def _enclosed(facts: Facts, on: date) -> Add:
    """CSE 101 that goes with CSE 115: by mail it brings the signature that the appointment was for."""
    made = made_form(facts, "CSE 101", on, iva=facts.case.iva_number, docket=facts.case.docket).record
    assert isinstance(made, Form)
    return Add(msgspec.structs.replace(made, seq=made.seq + 1))


class CancelAppointment(CaseAct, frozen=True, kw_only=True):
    """Cancel an open appointment for a reason of the office's own; it counts for nothing."""

    label: ClassVar[str] = "appointment canceled"

    appointment: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _find(checks, facts.file, self.appointment)
        if found is None or not _is_open(checks, found):
            return Refused(tuple(checks.found))
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        text = f"Appointment of {found.on:%m/%d/%Y} {found.at} canceled: {self.reason.strip()}"
        return decided(
            checks,
            [changed(found, status="cancelled", outcome_on=on)],
            [self.log("AC", text)],
            text,
        )

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (ReopenAppointment(case=self.case, appointment=self.appointment, reason=LATER),)


def taken_along(
    checks: Checks, facts: Facts, found: Appointment, worker: str, on: date, *, far: bool
) -> list[Add | Change]:
    """What gives an open appointment to the worker who takes its case; `far`: of another office.

    There it is a new place, with the hours, the notice and the letter of one, unless the letter that the CP
    has names it; one that was not mailed yet will.
    """
    given = replace(found, worker=worker)
    if not far:
        appointments.check_free(checks, facts, given)
        return [changed(found, worker=worker)]
    appointments.check_slot(checks, facts, given, on)
    letter = _letter(facts, checks.rules, given, on)
    assert isinstance(letter.record, Form)
    mailed = [f for f in facts.file.forms if f.appointment == found.seq and f.mailed_on is not None]
    known = not mailed or mailed[-1].values.get("office") == letter.record.values["office"]
    return [changed(found, worker=worker, notice_on=on), *([] if known else [letter])]


def _worker(facts: Facts, seq: int) -> str:
    """The worker of an appointment; empty where there is none of the number."""
    return next((a.worker for a in facts.file.appointments if a.seq == seq), "")


def _find(checks: Checks, file: CaseFile, seq: int) -> Appointment | None:
    found = next((a for a in file.appointments if a.seq == seq), None)
    if found is None:
        checks.holds("CS-111", False, "appointment", case=file.case.number, value=seq)
    return found


def _is_open(checks: Checks, found: Appointment) -> bool:
    return checks.holds("CS-112", found.status == "open", "outcome", on=found.on, status=found.status)


def _follows(file: CaseFile, purpose: str) -> int | None:
    before = [a for a in file.appointments if a.purpose == purpose and a.status in {"failed", "excused"}]
    return before[-1].seq if before else None


def _outcome(
    checks: Checks,
    file: CaseFile,
    found: Appointment,
    act: RecordOutcome | CorrectOutcome,
    rules: Rulebook,
    on: date,
) -> tuple[Change, str]:
    """The outcome that an act gives an appointment, checked, and how it is told.

    What is said beside it and does not go with it is told and left out.
    """
    kept = act.outcome == "K"
    appointments.check_outcome(checks, file, found, act.outcome, on)
    checks.holds("CS-195", not act.refused or kept, label="REF", outcome=act.outcome)
    checks.holds("CS-195", not act.stopped or not kept, label="STOP", outcome=act.outcome)
    refused, stopped = act.refused and kept, act.stopped and not kept
    what = rules.meaning("purpose", found.purpose)
    text = f"{what} of {found.on:%m/%d/%Y} {found.at}: {rules.said('outcome', act.outcome)}."
    text += " CP refused to cooperate." if refused else ""
    text += " The absence stopped the case." if stopped else ""
    change = changed(
        found,
        status=STATUS[act.outcome],
        outcome_on=on,
        refused=refused,
        stopped=stopped,
        necessary=appointments.is_necessary(file, found),
    )
    return change, text


def _letter(facts: Facts, rules: Rulebook, appointment: Appointment, on: date) -> Add:
    missed = case_position.missed_appointments(facts.file, rules)
    second = appointment.purpose == "SI" and len(missed) == rules.days("missed_appointments", on) - 1
    return made_form(
        facts,
        "APPT 2" if second else "APPT 1",
        on,
        appointment=appointment.seq,
        purpose=rules.said("purpose", appointment.purpose),
        on=appointment.on,
        at=appointment.at,
        office=facts.calendar.office if facts.calendar else facts.case.office,
        worker=appointment.worker,
        needed="Y" if appointment.presence_required else "N",
        need=appointment.need,
        missed=missed[-1].on if second and missed else "",
        by_hand=appointment.on == on,
    )


def _cancelled(case: str, effects: Effects) -> tuple[Act, ...]:
    """What takes back the appointment that an act made, and its letters."""
    made = added(effects, Appointment)[0]
    return (CancelAppointment(case=case, appointment=made.seq, reason=LATER), *stopped(case, effects))


class ReopenAppointment(CaseAct, frozen=True, kw_only=True):
    """Open an appointment again whose outcome, move or cancellation was entered by mistake.

    Only where a new one could be made: the case is not closed, and no other of the kind is open.
    """

    label: ClassVar[str] = "appointment open again"

    needs_calendar: ClassVar[bool] = True

    appointment: int
    reason: str

    def books(self, facts: Facts) -> str:
        return _worker(facts, self.appointment)

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = to_correct(
            checks, self.case, facts.file.appointments, self.appointment, "appointment", self.reason
        )
        if found is None:
            return decided(checks)
        slots = facts.calendar.taken_on(found.worker, found.on) if facts.calendar else ()
        if found.status != "open":
            appointments.check_schedule(checks, facts, found.purpose)
        met = appointments.overlapped(slots, found.purpose, found.on, found.at, rules)
        free = found.status != "open" and met is None
        checks.holds("CS-148", free, "action", on=found.on, at=found.at, worker=found.worker)
        text = f"Appointment of {found.on:%m/%d/%Y} {found.at} open again (was {found.status}): "
        text += self.reason.strip()
        change = changed(found, status="open", outcome_on=None, refused=False, stopped=False, necessary=True)
        return entered(checks, self, "CE", [change], text)
