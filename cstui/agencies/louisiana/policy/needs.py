"""What an appointment is needed for, and what makes it needless (E-520 I, E-525; reading 28).

A signature (S) is asked for by the case, and once more by each IV-A referral that adds a child; an interview
(I), information or documents (D) and anything else (O) by the appointment itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from cstui.agencies.louisiana.policy.facts import CaseFile
from cstui.agencies.louisiana.records import Appointment, Contact, Referral

INTERVIEWS = frozenset({"IN", "CO", "RE"})
"""ABOUT codes that make a walk-in an interview: it was held, or the CP agreed or refused in it."""
DAY = timedelta(days=1)


class Came(msgspec.Struct, frozen=True):
    """What came so that an appointment is not needed: the day, and what it was, as it is said on a screen."""

    on: date
    how: str


def visits(file: CaseFile) -> Iterator[Contact]:
    """The walk-ins in which the CP was interviewed."""
    return (c for c in file.contacts if c.standing and c.how == "W" and c.about in INTERVIEWS)


def signed(file: CaseFile, by: date) -> Came | None:
    """The signatures that were asked for until `by`, all on hand on that day; None where one is missing."""
    found = [_signature(file, referral) for referral in (None, *_adding(file, by))]
    if any(one is None or one.on > by for one in found):
        return None
    return max((one for one in found if one is not None), key=lambda one: one.on)


def unsigned(file: CaseFile) -> tuple[Referral, ...]:
    """The referrals of added children that lack a signature of their own (E-525)."""
    adding = _adding(file, date.max) if file.referrals else ()
    return tuple(referral for referral in adding if _signature(file, referral) is None)


def unsigned_since(file: CaseFile) -> date | None:
    """The date the last of the missing signatures was asked for; None where none is missing."""
    days = [referral.received_on for referral in unsigned(file)]
    if _signature(file, None) is None:
        days.append(file.case.payee_since or file.case.opened)
    return max(days, default=None)


def _adding(file: CaseFile, by: date) -> Iterator[Referral]:
    for referral in file.referrals:
        adds = referral.standing and referral.source == "iva" and referral.child is not None
        if adds and referral.received_on <= by:
            yield referral


def _signature(file: CaseFile, referral: Referral | None) -> Came | None:
    """The first signature for a referral that adds a child, or for the case: on OFS 4NCP, or on CSE 101 sent
    back, which must have been made for that referral."""
    head = file.case if referral is None else referral
    found: list[Came] = []
    if head.form_4ncp == "signed":
        since = head.form_4ncp_on or (referral.received_on if referral is not None else file.case.opened)
        found.append(Came(since, "OFS 4NCP signed"))
    asked = referral.received_on if referral is not None else date.min
    found += [
        Came(form.received_on, "CSE 101 signed")
        for form in file.forms
        if form.form == "CSE 101"
        and form.received_on is not None
        and form.made_on >= max(asked, file.case.payee_since or asked)
    ]
    return min(found, key=lambda one: one.on, default=None)


def of_new(file: CaseFile, purpose: str, on: date) -> str:
    """What an appointment made on `on` is for where nobody says: a missing signature, or an interview."""
    if purpose != "SI":
        return ""
    return "I" if signed(file, on) is not None else "S"


def answered(file: CaseFile, appointment: Appointment, by: date | None = None) -> Came | None:
    """What had come by the day `by` so that an appointment was not needed any more; None while it was.

    Left out, `by` is the appointment's day; an interview answers it only if it was held before that day: one
    of the day itself, or later, is the CP's appearing. What came on the day on which the appointment was
    made led to it, unless it names this one. Information or documents, and anything else that was asked for,
    came in with new information (ABOUT NI) or with documents received.
    """
    if appointment.purpose != "SI":
        return None
    if appointment.need in {"S", ""}:
        return signed(file, by or appointment.on)
    if appointment.need == "I":
        last = min(by or appointment.on, appointment.on - DAY)
        found = [Came(a.on, "CP interviewed") for a in file.appointments if _is_later(a, appointment)]
        found += [Came(c.on, "CP interviewed") for c in visits(file) if _is_since(c, appointment)]
    else:
        last = by or appointment.on
        found = [
            Came(c.on, "information in")
            for c in file.contacts
            if c.standing and c.about == "NI" and _is_since(c, appointment)
        ]
        found += [
            Came(form.received_on, f"{form.form} in")
            for form in file.forms
            if form.received_on is not None
            and (form.received_on > appointment.made_on or form.appointment == appointment.seq)
        ]
    return min((one for one in found if one.on <= last), key=lambda one: one.on, default=None)


def _is_later(kept: Appointment, appointment: Appointment) -> bool:
    return kept.purpose == "SI" and kept.status == "kept" and kept.on > appointment.made_on


def _is_since(contact: Contact, appointment: Appointment) -> bool:
    named = contact.appointment == appointment.seq and contact.on >= appointment.made_on
    return named or contact.on > appointment.made_on
