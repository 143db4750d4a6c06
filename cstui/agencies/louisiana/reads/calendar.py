"""When an office of Louisiana can see people: hours, court and collection dates, slots taken."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session as Reading

from cstui.agencies.louisiana.policy.facts import OfficeCalendar
from cstui.agencies.louisiana.records import Appointment, Session
from cstui.policy.records import OfficeHours
from cstui.store.rows import codec


def read_calendar(session: Reading, office: str, since: date, until: date) -> OfficeCalendar:
    """Hours, sessions from `since` on and taken slots (`since` to `until`, both inclusive) of an office.

    Days off are the caller's to fill in.
    """
    connection = session.connection()
    dialect = connection.dialect.name
    hours = codec(OfficeHours, dialect).select_where(connection, "office = ? ORDER BY weekday", (office,))
    sessions = codec(Session, dialect).select_where(
        connection, 'office = ? AND "on" >= ? ORDER BY "on", at, seq', (office, since)
    )
    taken = codec(Appointment, dialect).select_where(
        connection,
        "status = 'open' AND worker IN (SELECT number FROM worker WHERE office = ?)"
        ' AND "on" BETWEEN ? AND ?',
        (office, since, until),
    )
    return OfficeCalendar(
        office=office,
        hours=tuple(hours),
        sessions=tuple(sessions),
        taken=frozenset((row.worker, row.on, row.at, row.purpose) for row in taken),
        known_to=until,
    )
