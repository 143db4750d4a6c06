"""What a form takes from the store, and the form as text or PDF: one call for the screen and the mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Form
from cstui.forms.pages import Letter, render_text
from cstui.forms.templates import BLANK
from cstui.policy.facts import PersonFacts
from cstui.policy.records import Address
from cstui.store.facts import read_facts
from cstui.store.nights import Session
from cstui.store.person_reads import read_person

FORM_VALUES = frozenset(
    {
        *("cp", "ncp", "case", "children", "births", "purpose", "purpose_code", "on", "at", "return_by"),
        *("reason", "why", "closes", "days", "iva", "docket", "received", "completed", "cases"),
        *("ground", "failed", "reported", "program", "since", "needed"),
    }
)
"""What Louisiana's templates may name beside what every template may."""


def view(session: Session, form: Form, *, show_address: bool = False) -> str:
    """The form as text, with what the store knows now of its sender and addressee.

    KeyError where the case is not in the store or the form's edition has no template.
    """
    return render_text(form, letter_of(session, form), show_address=show_address)


def view_pdf(session: Session, form: Form, *, show_address: bool = False) -> bytes:
    """The same form as PDF."""
    from cstui.forms.pdf import render_pdf

    return render_pdf(form, letter_of(session, form), show_address=show_address)


def letter_of(session: Session, form: Form) -> Letter:
    """Who sends the form, and to whom; the worker is the appointment's, else the form's, else the case's."""
    found = read_facts(session, Facts, form.case)
    person = read_person(session, form.person)
    summary = reads.case_summary(session, form.case)
    if found is None or person is None or summary is None:
        raise KeyError(form.case)
    appointment = next((a for a in found.file.appointments if a.seq == form.appointment), None)
    worker = appointment.worker if appointment else form.values.get("worker", found.case.worker)
    names = {row.number: row.name for row in reads.workers(session)}
    return Letter(
        agency="louisiana",
        office=found.case.office,
        office_name=summary.office_name,
        worker=worker,
        worker_name=names.get(worker, worker),
        name=f"{person.person.first} {person.person.last}",
        address=address_lines(person),
        family_violence=person.person.family_violence,
        values=values_of(
            form.case,
            [(_in_order(child.name), child.born) for child in summary.children],
            appointment.purpose if appointment else "",
        ),
    )


def values_of(
    case: str, children: Sequence[tuple[str, date | None]], purpose: str = ""
) -> dict[str, str | Sequence[str]]:
    """What a form takes from its case: the children by name and date of birth, the appointment's purpose."""
    births = [f"{name}, born {born:%m/%d/%Y}" if born else f"{name}, born {BLANK}" for name, born in children]
    return {
        "case": case,
        "purpose_code": purpose,
        "children": [name for name, _ in children],
        "births": births,
    }


def _in_order(name: str) -> str:
    """`LAST, FIRST MIDDLE` as it is written in a letter."""
    return " ".join(reversed(name.split(", ", 1)))


def address_lines(person: PersonFacts) -> tuple[str, ...]:
    """The present mailing address, else the home address, in lines; empty where there is none."""
    present = [address for address in person.addresses if address.until is None]
    found: Address | None = next((a for a in present if a.kind == "mail"), None)
    found = found or next(iter(present), None)
    if found is None:
        return ()
    place = f"{found.city}, {found.state} {found.zip_code}"
    return tuple(line for line in (found.line1, found.line2, place) if line.strip())
