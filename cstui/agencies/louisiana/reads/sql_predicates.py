"""Conditions of policy as SQL, for lists over many cases; tests hold them to what policy says of one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case as case_when
from sqlalchemy import exists, func, select

from cstui.agencies.louisiana.records import Appointment, Contact, Form
from cstui.store.tables import TABLES


def touched(appointment: Any) -> Any:
    """The day of the CP's first initiative about an appointment before its day (E-521)."""
    contact = TABLES[Contact].c
    about = (contact.appointment == appointment.seq) | (
        contact.appointment.is_(None) & (contact.about == "AP")
    )
    return (
        select(func.min(contact.on))
        .where(contact.case == appointment.case, contact.standing, contact.initiative, about)
        .where(contact.on >= appointment.made_on, contact.on < appointment.on)
        .scalar_subquery()
    )


def is_meant(form: Any, case: Any) -> Any:
    """Whether a form is still to be mailed, as the night decides it: its appointment or its pend stands."""
    held, later = TABLES[Appointment].c, TABLES[Form].alias("later").c
    is_open = exists().where(held.case == form.case, held.seq == form.appointment, held.status == "open")
    again = exists().where(later.case == form.case, later.form == form.form, later.seq > form.seq)
    notice = (case.status == "pended") & ~again
    return case_when((form.form == "CSE 105", notice), else_=form.appointment.is_(None) | is_open)
