"""Appointments (E-521): when one may be made, moved, and called failed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from cstui.agencies.louisiana.policy import case_position, needs, notices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts, OfficeCalendar
from cstui.agencies.louisiana.policy.good_cause import check_good_cause
from cstui.agencies.louisiana.records import Appointment
from cstui.policy.rulebook import Checks, Rulebook

SESSIONS = {"CH": "court date", "GT": "genetic collection date"}
"""Purposes that are set on a session of the office, and what the session is called."""


def minutes(purpose: str, day: date, rules: Rulebook) -> int:
    """How long an appointment of a purpose takes on `day`."""
    return rules.days(f"minutes_{purpose.lower()}", day)


def _span(purpose: str, day: date, at: str, rules: Rulebook) -> tuple[int, int]:
    """From which minute of the day to which an appointment takes."""
    begins = int(at[:2]) * 60 + int(at[3:])
    return begins, begins + minutes(purpose, day, rules)


def overlapped(
    slots: Iterable[tuple[str, str]], purpose: str, day: date, at: str, rules: Rulebook
) -> str | None:
    """The time of the first of `slots` (time, purpose) of `day` that an appointment at `at` would overlap."""
    begins, ends = _span(purpose, day, at, rules)
    for other, what in slots:
        since, until = _span(what, day, other, rules)
        if begins < until and since < ends:
            return other
    return None


def check_free(checks: Checks, facts: Facts, made: Appointment) -> None:
    """Whether the worker of an appointment is free for it, and whether the CP is; the one in whose place it
    is made gives its time."""
    if facts.calendar is None:
        raise ValueError("facts for an appointment need the office's calendar")
    given = [
        (a.at, a.purpose)
        for a in case_position.open_appointments(facts.file)
        if a.seq in {made.seq, made.follows} and (a.worker, a.on) == (made.worker, made.on)
    ]
    taken = [slot for slot in facts.calendar.taken_on(made.worker, made.on) if slot not in given]
    other = overlapped(taken, made.purpose, made.on, made.at, checks.rules)
    if not checks.holds("CS-108", other is None, "time", worker=made.worker, on=made.on, at=other):
        return
    for file in facts.files:
        own = [
            (a.at, a.purpose)
            for a in case_position.open_appointments(file)
            if a.on == made.on and not (a.case == made.case and a.seq in {made.seq, made.follows})
        ]
        met = overlapped(own, made.purpose, made.on, made.at, checks.rules)
        checks.holds("LA-E521-31", met is None, "time", on=made.on, at=met, case=file.key)


def check_slot(checks: Checks, facts: Facts, made: Appointment, on: date) -> None:
    """Whether an appointment may stand on its day at its time; `on` is the day it is made."""
    day = made.on
    today = made.agreed and day == on
    if not checks.holds("CS-106", day > on or today, "date", on=day):
        return
    notice = checks.rules.days("reasonable_notice_days", on)
    first = on + timedelta(days=notice)
    checks.holds(
        "LA-E521-01",
        made.agreed or day >= first,
        "date",
        on=day,
        given=(day - on).days,
        days=notice,
        first=first,
    )
    if facts.calendar is None:
        raise ValueError("facts for an appointment need the office's calendar")
    _check_calendar(checks, facts.calendar, made.purpose, day, made.at)
    check_free(checks, facts, made)


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


def check_need(checks: Checks, file: CaseFile, appointment: Appointment, field: str) -> None:
    """Whether an appointment is still needed for what it was made for (reading 28)."""
    found = needs.answered(file, appointment)
    checks.holds(
        "LA-E520-08",
        found is None,
        field,
        on=appointment.on,
        how=found.how if found else "",
        since=found.on if found else None,
    )


def check_outcome(checks: Checks, file: CaseFile, appointment: Appointment, outcome: str, on: date) -> None:
    """Whether `outcome` (K, F or X) may be recorded on `on`."""
    checks.holds("LA-E521-04", appointment.on <= on, "outcome", on=appointment.on)
    if outcome == "K":
        return
    if notices.is_last_move(appointment, checks.rules):
        call = notices.call_before(file, appointment)
        checks.holds("LA-E521-14", call is None, "outcome", on=call.on if call else None)
    if outcome == "F":
        contact = case_position.initiative(file, appointment, checks.rules)
        checks.holds("LA-E521-03", contact is None, "outcome", on=contact.on if contact else None)
        sent_back = notices.documents_in(file, appointment)
        came = sent_back.received_on if sent_back else None
        checks.holds("LA-E521-13", sent_back is None, "outcome", on=came)
        check_need(checks, file, appointment, "outcome")
        check_notice(checks, file, appointment, "outcome")


def check_misses(checks: Checks, file: CaseFile) -> None:
    """Says of each missed appointment since the last cooperation why it does not count toward a report."""
    for appointment in case_position.failed_since_cooperation(file):
        check_need(checks, file, appointment, "noncoop")
        check_notice(checks, file, appointment, "noncoop")


def check_notice(checks: Checks, file: CaseFile, appointment: Appointment, field: str) -> None:
    """Whether the CP had proper notice of an appointment (reading 32)."""
    fault = notices.fault(file, appointment, checks.rules)
    checks.holds("LA-E521-16", not fault, field, on=appointment.on, why=fault)


def check_move(checks: Checks, file: CaseFile, appointment: Appointment, on: date) -> None:
    """Whether the CP may have the appointment moved in advance on `on`."""
    most = checks.rules.days("advance_moves", on)
    checks.holds(
        "LA-E521-05", appointment.moved_times < most, "date", times=appointment.moved_times, most=most
    )
    checks.holds("LA-E521-06", on < appointment.on, "date", on=appointment.on)
    check_need(checks, file, appointment, "date")


def moves_before(file: CaseFile, purpose: str) -> int:
    """How often the CP had it moved before the next appointment of a purpose is made (reading 34).

    Canceled and excused appointments are one with their successor; a failed or kept one ends the count.
    """
    held = [a for a in file.appointments if a.purpose == purpose]
    return held[-1].moved_times if held and held[-1].status in {"cancelled", "excused"} else 0


def is_necessary(file: CaseFile, appointment: Appointment) -> bool:
    """Whether an appointment was needed to move the case on its day (E-520 I, readings 5 and 28)."""
    return needs.answered(file, appointment) is None
