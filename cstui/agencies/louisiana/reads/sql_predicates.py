"""Conditions of policy as SQL, for lists over many cases; tests hold them to what policy says of one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case as case_when
from sqlalchemy import exists

from cstui.agencies.louisiana.records import Appointment, Form
from cstui.store.tables import TABLES


def is_meant(form: Any, case: Any) -> Any:
    """Whether a form is still to be mailed, as the night decides it: its appointment or its pend stands."""
    held, later = TABLES[Appointment].c, TABLES[Form].alias("later").c
    is_open = exists().where(held.case == form.case, held.seq == form.appointment, held.status == "open")
    again = exists().where(later.case == form.case, later.form == form.form, later.seq > form.seq)
    notice = (case.status == "pended") & ~again
    return case_when((form.form == "CSE 105", notice), else_=form.appointment.is_(None) | is_open)
