"""What a store says of its site: offices, hours, workers, and the files that go into the rulebook."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from cstui.agency import Manifest
from cstui.policy.facts import Staff
from cstui.policy.records import Office, OfficeHours, SiteFile, Worker
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.policy.site import Site
from cstui.store.rows import codec
from cstui.store.tables import TABLES


def staff_of(session: Session, agency: str) -> Staff:
    """The site of an agency as the store has it."""
    connection = session.connection()
    offices = select(TABLES[Office].c.code).where(TABLES[Office].c.agency == agency)
    codes = list(session.scalars(offices.order_by(TABLES[Office].c.code)))

    def rows(kind: type, column: str, keys: list[str]) -> tuple:  # type: ignore[type-arg]
        return tuple(codec(kind, connection.dialect.name).select_in(connection, column, keys))

    return Staff(
        agency=agency,
        offices=rows(Office, "code", codes),
        hours=rows(OfficeHours, "office", codes),
        workers=rows(Worker, "office", codes),
        files=rows(SiteFile, "agency", [agency]),
    )


def site_of(connection: Connection, agency: str) -> Site:
    """What the site of an agency says for itself."""
    table = TABLES[SiteFile].c
    rows = select(table.kind, table.name, table.text).where(table.agency == agency, table.text != "")
    found = connection.execute(rows.order_by(table.kind, table.name))
    return Site(tuple((kind, name, text) for kind, name, text in found))


def rulebook_of(session: Session, agency: Manifest | str) -> Rulebook:
    """The rulebook of an agency at the site of this store; ContentError where a file is damaged."""
    name = agency if isinstance(agency, str) else agency.name
    return load_rulebook(name, site_of(session.connection(), name))
