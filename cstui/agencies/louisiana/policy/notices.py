"""The letters of an appointment, what came back, and calls after a miss (E-521). No rule speaks here."""

from __future__ import annotations

from collections.abc import Iterator

from cstui.agencies.louisiana.policy.facts import CaseFile
from cstui.agencies.louisiana.records import Appointment, Contact, Form


def of_appointment(file: CaseFile, appointment: Appointment) -> tuple[Form, ...]:
    """The letters that were made for an appointment."""
    return tuple(form for form in file.forms if form.appointment == appointment.seq)


def reached(letter: Form, appointment: Appointment) -> bool:
    """Whether a letter was not stopped, and did not come back until the day of the appointment."""
    back = letter.returned_on
    stopped = letter.stopped_on is not None and letter.mailed_on is None
    return not stopped and (back is None or back > appointment.on)


def was_notified(file: CaseFile, appointment: Appointment) -> bool:
    """Whether the CP got notice of an appointment, by one of its letters (E-521)."""
    made = of_appointment(file, appointment)
    return not made or any(reached(letter, appointment) for letter in made)


def documents_in(file: CaseFile, appointment: Appointment) -> Form | None:
    """CSE 115 of an appointment whose documents came in order on or before its day, or None (E-521)."""
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
    """Whether the CP got in touch about a missed appointment on its day or after."""
    named = contact.about == "AP" and contact.appointment in (None, missed.seq)
    return contact.standing and contact.initiative and named and contact.on >= missed.on
