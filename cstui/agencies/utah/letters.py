"""What a form of pre-filing takes from the store: who sends it, to whom, and where the NCP was last known."""

from __future__ import annotations

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.paper import PaperForm
from cstui.forms.pages import Letter, render_pages
from cstui.forms.senders import address_lines, office_lines
from cstui.policy.records import Address, Office, OfficeHours, Worker
from cstui.store.facts import grouped
from cstui.store.nights import Session
from cstui.store.rows import codec

POSTMASTER, ATTORNEY = "Postmaster", "Prosecuting Attorney"


def letter_of(session: Session, facts: NcpFacts, form: PaperForm, *, show_address: bool = False) -> Letter:
    """Sender and addressee as the store has them now; an NCP's address under family violence stays hidden."""
    connection, ncp = session.connection(), facts.file.ncp
    dialect = connection.dialect.name
    [office] = codec(Office, dialect).select_in(connection, "code", [ncp.office])
    [worker] = codec(Worker, dialect).select_in(connection, "number", [ncp.worker])
    hours = grouped(connection, OfficeHours, "office", [ncp.office])[ncp.office]
    person, parent = form.person, facts.parent
    wanted = {parent.number} | ({person.number} if person is not None else set())
    addresses = grouped(connection, Address, "person", wanted)
    shown = show_address or not parent.family_violence
    to = person is not None
    return Letter(
        agency="utah",
        office=office.code,
        office_name=office.name,
        office_lines=tuple(office_lines(office, hours)),
        worker=worker.number,
        worker_name=worker.name,
        name=form.values["cp"] if to else POSTMASTER if form.postmaster else ATTORNEY,
        address=address_lines(addresses[person.number]) if person is not None else (form.postmaster,),
        family_violence=person is not None and person.family_violence,
        values={
            **form.lists,
            "last_known": list(address_lines(addresses[parent.number]) if shown else ()) or ["__________"],
        },
        unkept=True,
    )


def pages_of(
    form: PaperForm, letter: Letter, *, pdf: bool, show_address: bool = False
) -> tuple[list[list[str]], frozenset[str]]:
    """The pages of a form, and for PDF the lines that stand out."""
    if pdf:
        from cstui.forms.pdf import form_pages

        return form_pages(form, letter, show_address=show_address)
    return render_pages(form, letter, show_address=show_address), frozenset()
