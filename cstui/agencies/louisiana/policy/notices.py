"""Letters of appointments, what came back, and calls before and after (E-521). No rule speaks here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cstui.agencies.louisiana.policy.facts import CaseFile
from cstui.agencies.louisiana.records import Appointment, Contact, Form
from cstui.policy.rulebook import Rulebook


def of_appointment(file: CaseFile, appointment: Appointment) -> tuple[Form, ...]:
    """The letters that were made for an appointment."""
    return tuple(form for form in file.forms if form.appointment == appointment.seq)


def reached(letter: Form) -> bool:
    """Whether a letter went out and did not come back: returned mail is not notice."""
    return letter.returned_on is None and (letter.stopped_on is None or letter.mailed_on is not None)


def fault(file: CaseFile, appointment: Appointment, rules: Rulebook) -> str:
    """What was wrong with the notice of an appointment; empty where it was proper (reading 32).

    Notice runs from the day on which a letter was mailed or handed over; from the day on which it was made
    while that is not on record. It needs the days of reasonable notice, unless the CP agreed to the date. A
    hearing or test needs a notice on record, too.
    """
    if appointment.agreed:
        return ""
    made = of_appointment(file, appointment)
    sent = [letter.mailed_on or letter.made_on for letter in made if reached(letter)]
    if made and not sent:
        came_back = any(letter.returned_on is not None for letter in made)
        return "the notice came back by mail" if came_back else "no notice was mailed"
    began = min(sent) if sent else appointment.notice_on
    if began is None:
        return "no notice was mailed" if appointment.purpose in {"CH", "GT"} else ""
    days = rules.days("reasonable_notice_days", appointment.made_on)
    if (appointment.on - began).days < days:
        return "the notice was too late"
    return ""


def came_back(file: CaseFile) -> Iterator[Form]:
    """The letters that came back and were not made again since, where somebody is still to hear of it.

    CSE 105 of the pend that stands; the letter of an appointment that is open, or was missed and has no
    successor.
    """
    for form in file.forms:
        if form.returned_on is None or not _awaited(file, form):
            continue
        again = (f for f in file.forms if f.seq > form.seq and f.form == form.form and reached(f))
        if not any(f.appointment == form.appointment for f in again):
            yield form


def _awaited(file: CaseFile, form: Form) -> bool:
    if form.form == "CSE 105":
        last = file.closures[-1] if file.closures else None
        return last is not None and last.status == "pended" and form.made_on >= last.pended_on
    about = next((a for a in file.appointments if a.seq == form.appointment), None)
    if about is None or about.status == "open":
        return about is not None
    held = [a for a in file.appointments if a.purpose == about.purpose and a.status != "cancelled"]
    return about.status == "failed" and about is held[-1]


def documents_in(file: CaseFile, appointment: Appointment) -> Form | None:
    """CSE 115 of an appointment whose documents came in order on or before its day, or None (E-521).

    They answer an appointment for a signature or an interview only, never a hearing or a test (reading 35).
    """
    if appointment.purpose != "SI":
        return None
    return next(
        (
            letter
            for letter in of_appointment(file, appointment)
            if letter.form == "CSE 115"
            and letter.received_on is not None
            and letter.received_on <= appointment.on
        ),
        None,
    )


def is_last_move(appointment: Appointment, rules: Rulebook) -> bool:
    """Whether the CP has had an appointment moved as often as may be: a further call changes nothing."""
    return appointment.moved_times >= rules.days("advance_moves", appointment.made_on)


def call_before(file: CaseFile, appointment: Appointment) -> Contact | None:
    """The CP's first call or message about an appointment after it was made and before its day, or None.

    "Prior to the date" ends the day before (reading 2). Where the appointment was made in the place of
    another, a call of the day on which it was made led to it, whichever of the two was keyed first, unless
    it names this one.
    """
    made = appointment.made_on
    if appointment.follows is not None:
        made += timedelta(days=1)
    return next(
        (
            c
            for c in file.contacts
            if c.standing
            and c.initiative
            and c.on < appointment.on
            and (
                (c.appointment == appointment.seq and appointment.made_on <= c.on)
                or (c.appointment is None and c.about == "AP" and made <= c.on)
            )
        ),
        None,
    )


def calls_after_misses(file: CaseFile) -> Iterator[tuple[str, Contact]]:
    """Each kind of appointment that the CP missed and has called about since, with that call (E-521).

    Only where it was the last of its kind: once another is made the call is answered.
    """
    if not (file.appointments and file.contacts):
        return
    for purpose in ("SI", "CH", "GT"):
        held = [a for a in file.appointments if a.purpose == purpose and a.status != "cancelled"]
        if not held or held[-1].status != "failed":
            continue
        call = next((c for c in file.contacts if _is_about(c, held[-1])), None)
        if call is not None:
            yield purpose, call


def _is_about(contact: Contact, missed: Appointment) -> bool:
    """Whether the CP contacted us about a missed appointment on its day or after."""
    named = contact.about == "AP" and contact.appointment in (None, missed.seq)
    return contact.standing and contact.initiative and named and contact.on >= missed.on
