"""What a form takes from the store, kept when it is mailed; the form as text or PDF for screen and mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from cstui.agencies.louisiana.policy.appointments import SESSIONS
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Appointment, Form
from cstui.agencies.louisiana.records import Session as OfficeSession
from cstui.forms.mailed import as_mailed, keep
from cstui.forms.pages import Letter, render_text
from cstui.forms.senders import address_lines, office_lines
from cstui.forms.templates import BLANK
from cstui.policy.effects import Add, Change
from cstui.policy.records import Address, Office, OfficeHours, Person, Worker
from cstui.store.facts import grouped, read_facts
from cstui.store.nights import Session
from cstui.store.rows import codec

FORM_VALUES = frozenset(
    {
        *("cp", "ncp", "case", "children", "births", "purpose", "purpose_code", "on", "at", "return_by"),
        *("reason", "why", "closes", "days", "iva", "docket", "received", "completed", "cases"),
        *(
            "ground",
            "failed",
            "reported",
            "program",
            "since",
            "needed",
            "need",
            "where",
            "missed",
            "enclosed",
        ),
    }
)
"""What Louisiana's templates may name beside what every template may."""


def view(session: Session, form: Form, *, show_address: bool = False) -> str:
    """The form as text: as it was mailed, or with what the store knows now of its sender and addressee.

    KeyError where the case is not in the store or the form's edition has no template.
    """
    return render_text(form, letter_of(session, form), show_address=show_address)


def view_pdf(session: Session, form: Form, *, show_address: bool = False) -> bytes:
    """The same form as PDF."""
    from cstui.forms.pdf import render_pdf

    return render_pdf(form, letter_of(session, form), show_address=show_address)


def letter_of(session: Session, form: Form) -> Letter:
    """Who sends the form, and to whom: as it was mailed, else as the store has it now.

    An address that is hidden now is hidden on what was mailed before, too.
    """
    kept = as_mailed(session, form) if form.mailed_on is not None else None
    if kept is None:
        facts = read_facts(session, Facts, form.case)
        if facts is None:
            raise KeyError(form.case)
        about = next((a for a in facts.file.appointments if a.seq == form.appointment), None)
        found = next(_letters(session, [(facts, form, about)]))
        return msgspec.structs.replace(found, unkept=form.mailed_on is not None)
    [person] = codec(Person, session.connection().dialect.name).select_in(
        session.connection(), "number", [form.person]
    )
    return msgspec.structs.replace(kept, family_violence=kept.family_violence or person.family_violence)


def keep_mailed(session: Session, done: Iterable[tuple[Facts, Iterable[Add | Change]]], on: date) -> None:
    """Keep what the forms say that were mailed or handed over on `on`, by what each act read and changed.

    One whose mailing is corrected later keeps what was kept of it.
    """
    asked: list[tuple[Facts, Form, Appointment | None]] = []
    for facts, changes in done:
        for change in changes:
            was, form = (change.before, change.after) if isinstance(change, Change) else (None, change.record)
            if type(form) is not Form or form.mailed_on is None:
                continue
            if type(was) is Form:
                if was.mailed_on is not None:
                    continue
                form = msgspec.structs.replace(form, version=was.version + 1)
            if form.mailed_on == on or as_mailed(session, form) is None:
                made = [c.record for c in changes if isinstance(c, Add) and type(c.record) is Appointment]
                about = (a for a in (*facts.file.appointments, *made) if a.seq == form.appointment)
                asked.append((facts, form, next(about, None)))
    if asked:
        letters = _letters(session, asked)
        keep(
            session,
            ((form, form.version, letter) for (_, form, _), letter in zip(asked, letters, strict=True)),
        )


def _letters(session: Session, asked: Sequence[tuple[Facts, Form, Appointment | None]]) -> Iterator[Letter]:
    """What each form takes from the store now: a handful of statements however many there are.

    The worker is the appointment's, else the form's, else the case's.
    """
    connection = session.connection()
    dialect = connection.dialect.name
    offices = {o.code: o for o in codec(Office, dialect).select_where(connection, "1 = 1")}
    workers = {w.number: w for w in codec(Worker, dialect).select_where(connection, "1 = 1")}
    hours = grouped(connection, OfficeHours, "office", offices)
    addresses = grouped(connection, Address, "person", {form.person for _, form, _ in asked})
    others = {form.person for facts, form, _ in asked} - {facts.cp.number for facts, _, _ in asked}
    persons = {p.number: p for p in codec(Person, dialect).select_in(connection, "number", others)}
    lines = {code: tuple(office_lines(office, hours[code])) for code, office in offices.items()}
    for facts, form, about in asked:
        office = offices[facts.case.office]
        worker = about.worker if about else form.values.get("worker", facts.case.worker)
        person = persons.get(form.person, facts.cp)
        values = values_of(form.case, _children(facts), about.purpose if about else "")
        if about is not None:
            place = offices[workers[worker].office]
            values["where"] = list(_where(session, place, about))
        yield Letter(
            agency="louisiana",
            office=office.code,
            office_name=office.name,
            office_lines=lines[office.code],
            worker=worker,
            worker_name=workers[worker].name if worker in workers else worker,
            name=f"{person.first} {person.last}".strip(),
            address=address_lines(addresses.get(form.person, ())),
            family_violence=person.family_violence,
            values=values,
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


def _children(facts: Facts) -> list[tuple[str, date | None]]:
    found = (facts.person(child.person) for child in facts.file.children)
    return [(" ".join(f"{p.first} {p.middle} {p.last}".split()), p.born) for p in found if p]


def _where(session: Session, office: Office, about: Appointment) -> Iterator[str]:
    """Where an appointment is: the place of its court or collection date, and the office of its worker."""
    if about.purpose in SESSIONS:
        connection = session.connection()
        condition = 'office = ? AND kind = ? AND "on" = ? AND at = ? ORDER BY seq'
        given = (office.code, about.purpose, about.on, about.at)
        found = codec(OfficeSession, connection.dialect.name).select_where(connection, condition, given)
        if found and found[0].place:
            yield found[0].place
            return
    yield f"Office {office.code} {office.name}"
    if office.address:
        yield office.address
