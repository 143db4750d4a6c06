"""Appointments (E-521): when one may be made, moved, and called failed."""

from __future__ import annotations

from datetime import date, timedelta

from cstui.agencies.louisiana.policy import case_position, notices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts, OfficeCalendar
from cstui.agencies.louisiana.policy.good_cause import check_good_cause
from cstui.agencies.louisiana.records import Appointment
from cstui.policy.rulebook import Checks, Rulebook

SESSIONS = {"CH": "court date", "GT": "genetic collection date"}
"""Purposes that are set on a session of the office, and what the session is called."""


def check_slot(
    checks: Checks, facts: Facts, *, purpose: str, day: date, at: str, worker: str, agreed: bool, on: date
) -> None:
    """Whether an appointment may stand on `day` at `at` with `worker`; `on` is the day it is made."""
    if not checks.holds("CS-106", day > on, "date", on=day):
        return
    notice = checks.rules.days("reasonable_notice_days", on)
    first = on + timedelta(days=notice)
    checks.holds(
        "LA-E521-01",
        agreed or day >= first,
        "date",
        on=day,
        given=(day - on).days,
        days=notice,
        first=first,
    )
    if facts.calendar is None:
        raise ValueError("facts for an appointment need the office's calendar")
    _check_calendar(checks, facts.calendar, purpose, day, at)
    checks.holds(
        "CS-108", (worker, day, at) not in facts.calendar.taken, "time", worker=worker, on=day, at=at
    )


def _check_calendar(checks: Checks, calendar: OfficeCalendar, purpose: str, day: date, at: str) -> None:
    if not checks.holds("CS-132", day <= calendar.known_to, "date", on=day, last=calendar.known_to):
        return
    hours = calendar.hours_on(day)
    if hours is None:
        why = calendar.days_off.get(day, f"{day:%A}")
        checks.holds(
            "CS-107", False, "date", office=calendar.office, on=day, why=why, next=calendar.next_open(day)
        )
        return
    checks.holds(
        "CS-109",
        hours.opens <= at < hours.closes,
        "time",
        at=at,
        office=calendar.office,
        opens=hours.opens,
        closes=hours.closes,
    )
    if purpose in SESSIONS:
        following = calendar.next_session(purpose, day)
        checks.holds(
            "LA-E521-08",
            any(session.at == at for session in calendar.sessions_on(purpose, day)),
            "date",
            on=day,
            at=at,
            what=SESSIONS[purpose],
            office=calendar.office,
            next=f"{following.on:%m/%d/%Y} {following.at}" if following else "not entered yet",
        )


def check_schedule(checks: Checks, facts: Facts, purpose: str) -> None:
    """Whether a further appointment of this purpose may be made."""
    file = facts.file
    check_good_cause(checks, "LA-E520-12", file, "purpose")
    checks.holds("CS-115", file.case.status != "closed", "case", case=file.case.number, on=file.case.closed)
    waiting = case_position.open_appointments(file, purpose)
    checks.holds(
        "LA-E521-02",
        not waiting,
        "purpose",
        purpose=checks.rules.meaning("purpose", purpose),
        on=waiting[0].on if waiting else None,
    )
    if purpose == "SI":
        checks.holds("LA-E520-08", not case_position.signed_by(file, date.max), "purpose")


def check_outcome(checks: Checks, file: CaseFile, appointment: Appointment, outcome: str, on: date) -> None:
    """Whether `outcome` (K, F or X) may be recorded on `on`."""
    checks.holds("LA-E521-04", appointment.on <= on, "outcome", on=appointment.on)
    contact = case_position.initiative(file, appointment)
    if outcome == "F":
        checks.holds("LA-E521-03", contact is None, "outcome", on=contact.on if contact else None)
        sent_back = notices.documents_in(file, appointment)
        came = sent_back.received_on if sent_back else None
        checks.holds("LA-E521-13", sent_back is None, "outcome", on=came)


def check_move(checks: Checks, appointment: Appointment, on: date) -> None:
    """Whether the CP may have the appointment moved in advance on `on`."""
    most = checks.rules.days("advance_moves", on)
    checks.holds(
        "LA-E521-05", appointment.moved_times < most, "date", times=appointment.moved_times, most=most
    )
    checks.holds("LA-E521-06", on < appointment.on, "date", on=appointment.on)


def is_necessary(file: CaseFile, appointment: Appointment) -> bool:
    """Whether an appointment was needed to move the case on its day (E-520 I, reading 5).

    A signed OFS 4NCP, or CSE 101 sent back, until then makes an appointment for a signature unnecessary.
    """
    return appointment.purpose != "SI" or not case_position.signed_by(file, appointment.on)


def notice_fault(file: CaseFile, appointment: Appointment, rules: Rulebook) -> str:
    """What was wrong with the notice of an appointment; empty where the CP was properly notified.

    The notice must have gone out early enough, or the CP have agreed to the date; mail that was stopped,
    or came back before the day, was no notice.
    """
    if appointment.agreed:
        return ""
    if not notices.was_notified(file, appointment):
        made = notices.of_appointment(file, appointment)
        came_back = any(letter.returned_on is not None for letter in made)
        return "the notice came back by mail" if came_back else "no notice was mailed"
    days = rules.days("reasonable_notice_days", appointment.made_on)
    sent = [f.mailed_on for f in notices.of_appointment(file, appointment) if notices.reached(f, appointment)]
    mailed = [day for day in sent if day is not None]
    went_out = min(mailed) if mailed else appointment.notice_on
    if went_out is None or (appointment.on - went_out).days < days:
        return "the notice was too late"
    return ""
