"""What is kept of forms that were mailed: what each said, and the templates, under their digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.store.log_tables import MAILED, TEMPLATE
from cstui.store.rows import insert_together


def keep(
    session: Session, templates: Mapping[str, str], mailed: Sequence[tuple[str, int, int, str, str]]
) -> None:
    """Keep templates by their digests, and rows of `mailed_form`."""
    ending, connection = " ON CONFLICT DO NOTHING", session.connection()
    insert_together(connection, "form_template (digest, text)", list(templates.items()), ending)
    insert_together(connection, "mailed_form (subject, form, since, template, letter)", mailed)


def last_kept(session: Session, subject: str, form: int) -> tuple[str, str] | None:
    """What the form of a number said when it was last mailed, and its template; None for nothing kept."""
    rows = (
        select(MAILED.c.letter, TEMPLATE.c.text)
        .join(TEMPLATE, TEMPLATE.c.digest == MAILED.c.template)
        .where(MAILED.c.subject == subject, MAILED.c.form == form)
        .order_by(MAILED.c.since.desc())
        .limit(1)
    )
    found = session.connection().execute(rows).one_or_none()
    return (found.letter, found.text) if found else None
