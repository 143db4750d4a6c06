"""What takes an act back: for each act that another one can set right, that one, with its inputs.

Decided when the act is done, on what it read, and kept with its receipt: what was there before need
not be guessed later. An act that nothing sets right has none; WAY_OUT says what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from cstui.acts import (
    appointments,
    closing,
    contacts,
    cooperation,
    corrections,
    covering,
    followup,
    mail,
    persons,
    referrals,
)
from cstui.acts.base import Act, AnyAct, name_of, next_seq
from cstui.policy.effects import Add, Change, Effects
from cstui.policy.facts import Facts, PersonFacts, WorkerFacts
from cstui.policy.followup_records import OfficeRequest
from cstui.policy.records import Appointment, Case, Closure, Form, Record

Acts = tuple[AnyAct, ...]
LATER = " "
"""Stands for the reason, which the worker gives when the act is taken back."""


def taking_back(act: AnyAct, read: Facts | PersonFacts | WorkerFacts, effects: Effects) -> Acts:
    """The acts that take `act` back, which changed `effects` on what it `read`; empty where none do."""
    found = _BACK.get(type(act))
    return found(act, read, effects) if found else ()


def reasoned(act: AnyAct, reason: str) -> AnyAct:
    """The act with the reason in the place that was left for it."""
    fields: dict[str, Any] = {name: reason for name in ("reason", "why") if getattr(act, name, None) == LATER}
    if isinstance(act, contacts.AddNote):
        fields["text"] = f"{act.text} {reason}"
    return msgspec.structs.replace(act, **fields)


def says_why(act: AnyAct) -> bool:
    """Whether the act has a place for the reason."""
    return isinstance(act, contacts.AddNote) or LATER in (getattr(act, n, "") for n in ("reason", "why"))


def _added(effects: Effects, kind: type[Record]) -> list[Any]:
    return [c.record for c in effects.changes if isinstance(c, Add) and isinstance(c.record, kind)]


def _before(effects: Effects, kind: type[Record]) -> list[Any]:
    return [c.before for c in effects.changes if isinstance(c, Change) and isinstance(c.before, kind)]


def _stops(effects: Effects, case: str) -> Acts:
    return tuple(mail.StopForm(case=case, form=form.seq) for form in _added(effects, Form))


def _schedule(act: Any, read: Any, effects: Effects) -> Acts:
    made = _added(effects, Appointment)[0]
    return (
        appointments.CancelAppointment(case=act.case, appointment=made.seq, reason=LATER),
        *_stops(effects, act.case),
    )


def _moved(act: Any, read: Any, effects: Effects) -> Acts:
    reopened = corrections.ReopenAppointment(case=act.case, appointment=act.appointment, reason=LATER)
    return (*_schedule(act, read, effects), reopened)


def _reopen(act: Any, read: Any, effects: Effects) -> Acts:
    return (corrections.ReopenAppointment(case=act.case, appointment=act.appointment, reason=LATER),)


def _outcome(act: Any, read: Any, effects: Effects) -> Acts:
    was = _before(effects, Appointment)[0]
    letter = next(letter for letter, status in appointments.STATUS.items() if status == was.status)
    return (
        appointments.CorrectOutcome(
            case=act.case,
            appointment=was.seq,
            outcome=letter,  # type: ignore[arg-type]
            refused=was.refused,
            stopped=was.stopped,
            reason=LATER,
        ),
    )


def _contact(act: Any, read: Any, effects: Effects) -> Acts:
    if _before(effects, Closure):
        return ()
    seq = next_seq(read.file.contacts)
    return (corrections.CorrectContact(case=act.case, contact=seq, reason=LATER),)


def _note(act: Any, read: Any, effects: Effects) -> Acts:
    return (contacts.AddNote(case=act.case, text=f"Note taken back ({act.text.strip()[:40]}):"),)


def _entry(act: Any, read: Any, effects: Effects) -> Acts:
    if any(
        isinstance(c, Change) and isinstance(c.before, Closure | Case | OfficeRequest)
        for c in effects.changes
    ):
        return ()
    seq = next_seq(read.file.cooperation)
    return (cooperation.CorrectCooperation(case=act.case, entry=seq, reason=LATER),)


def _pend(act: Any, read: Any, effects: Effects) -> Acts:
    return (closing.WithdrawPend(case=act.case, why=LATER), *_stops(effects, act.case))


def _retained(act: Any, read: Any, effects: Effects) -> Acts:
    return (corrections.CorrectRetained(case=act.case, retained=next_seq(read.file.retained), reason=LATER),)


def _referral(act: Any, read: Any, effects: Effects) -> Acts:
    if any(isinstance(c, Change) and isinstance(c.before, Closure) for c in effects.changes):
        return ()
    if any(was.status == "closed" for was in _before(effects, Case)):
        return ()
    seq = next_seq(read.file.referrals)
    back = referrals.CorrectReferral(case=act.case, referral=seq, reason=LATER)
    return (back, *_stops(effects, act.case))


def _review(act: Any, read: Any, effects: Effects) -> Acts:
    return (followup.CorrectReview(case=act.case, review=next_seq(read.file.reviews), reason=LATER),)


def _participation(act: Any, read: Any, effects: Effects) -> Acts:
    child = next(child for child in read.file.children if child.seq == act.child)
    return (followup.SetParticipation(case=act.case, child=act.child, status=child.participation),)


def _reminder(act: Any, read: Any, effects: Effects) -> Acts:
    return (followup.MoveReminder(case=act.case, reminder=next_seq(read.file.reminders)),)


def _snooze(act: Any, read: Any, effects: Effects) -> Acts:
    was = next(reminder for reminder in read.file.reminders if reminder.seq == act.reminder)
    return (corrections.CorrectReminder(case=act.case, reminder=was.seq, due=was.due, reason=LATER),)


def _assign(act: Any, read: Any, effects: Effects) -> Acts:
    case = read.case
    return (followup.AssignCase(case=act.case, worker=case.worker, office=case.office),)


def _form(what: Any) -> Callable[[Any, Any, Effects], Acts]:
    def back(act: Any, read: Any, effects: Effects) -> Acts:
        was = getattr(_before(effects, Form)[0], f"{what}_on")
        return (corrections.CorrectForm(case=act.case, form=act.form, what=what, to=was, reason=LATER),)

    return back


def _reprint(act: Any, read: Any, effects: Effects) -> Acts:
    return _stops(effects, act.case)


def _employer(act: Any, read: Any, effects: Effects) -> Acts:
    return (persons.ChangeEmployer(person=act.person, employer=read.person.employer),)


def _mark(act: Any, read: Any, effects: Effects) -> Acts:
    marked = read.person.family_violence
    return (persons.MarkFamilyViolence(person=act.person, marked=marked, why=LATER),)


def _address(act: Any, read: Any, effects: Effects) -> Acts:
    former = [a for a in read.addresses if a.kind == act.kind and a.until is None]
    names = ("kind", "line1", "line2", "city", "state", "zip_code")
    return tuple(
        persons.ChangeAddress(person=act.person, **{name: getattr(a, name) for name in names})
        for a in former[-1:]
    )


def _phone(act: Any, read: Any, effects: Effects) -> Acts:
    former = [p for p in read.phones if p.kind == act.kind and p.until is None]
    return tuple(persons.ChangePhone(person=act.person, kind=p.kind, number=p.number) for p in former[-1:])


def _cover(act: Any, read: Any, effects: Effects) -> Acts:
    return (covering.EndCover(worker=act.worker, cover=next_seq(read.own), why=LATER),)


_BACK: Mapping[type[AnyAct], Callable[[Any, Any, Effects], Acts]] = {
    appointments.ScheduleAppointment: _schedule,
    appointments.RecordOutcome: _reopen,
    appointments.CorrectOutcome: _outcome,
    appointments.MoveAppointment: _moved,
    appointments.CancelAppointment: _reopen,
    contacts.RecordContact: _contact,
    contacts.AddNote: _note,
    cooperation.ReportNonCooperation: _entry,
    cooperation.DocumentNonCooperation: _entry,
    cooperation.RecordCooperation: _entry,
    closing.PendClosure: _pend,
    followup.RecordRetained: _retained,
    referrals.ReceiveReferral: _referral,
    followup.RecordReview: _review,
    followup.SetParticipation: _participation,
    followup.SetReminder: _reminder,
    followup.MoveReminder: _snooze,
    followup.AssignCase: _assign,
    mail.MailForm: _form("mailed"),
    mail.ReturnMail: _form("returned"),
    mail.StopForm: _form("stopped"),
    mail.ReceiveDocuments: _form("received"),
    mail.ReprintForm: _reprint,
    persons.ChangeEmployer: _employer,
    persons.MarkFamilyViolence: _mark,
    persons.ChangeAddress: _address,
    persons.ChangePhone: _phone,
    covering.RecordCover: _cover,
}

WAY_OUT: Mapping[str, str] = {
    "record-contact": "It withdrew the pend. Pend the case again with FTC on CAS1 if it still may be.",
    "record-cooperation": "It withdrew a pend or answered a request. Enter what holds anew on CAS2 and CAS1.",
    "withdraw-pend": "Pend the case again with FTC on CAS1; CSE 105 and the sixty days begin anew.",
    "confirm-pend": "Withdraw the pend on CAS1 if it shall not stand.",
    "complete-ofs53": "IV-A and other offices are told. Enter non-cooperation anew on CAS2 if it stands.",
    "receive-ofs53": "The form was brought. Leave it, or complete it on OFS3; a note says what is wrong.",
    "agree-on-cases": "Leave OFS 53 uncompleted, and say in a note what the CP did not agree to.",
    "record-print": "The paper exists. Destroy it and say so in a note.",
    "receive-referral": "It opened the case or withdrew a pend. T on REFR sets it aside; pend anew on CAS1.",
    "clear-referral": "T on REFR sets the referral aside; cooperation entered with it: C on CAS2.",
    "record-form4ncp": "Record on REFR what form OFS 4NCP is on hand now.",
    "end-cover": "Enter the cover anew on COVR.",
}


def packed(acts: Acts) -> str | None:
    """The acts as the receipt keeps them; None where there are none."""
    if not acts:
        return None
    rows = [{"act": name_of(type(act)), "with": act} for act in acts]
    return msgspec.json.encode(rows, order="deterministic").decode()


def unpacked(text: str | None) -> Acts:
    """The acts that a receipt keeps."""
    from cstui.acts.registry import ACTS

    rows = msgspec.json.decode(text) if text else []
    return tuple(msgspec.convert(row["with"], ACTS[row["act"]]) for row in rows)


def case_of(act: AnyAct) -> str:
    """The case of an act on a case, else empty."""
    return act.case if isinstance(act, Act) else ""
