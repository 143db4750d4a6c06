"""What Alembic runs for a revision: on the connection that `cstui.store.migrate` gives it.

The `env.py` of every chain of revisions calls `run`: that of this program, and one of an agency of another
distribution, whose version is kept in a table of its own (`alembic_version_<agency>`).
"""

from __future__ import annotations

from typing import Any, Literal

from cstui.agency import Manifest
from cstui.store import schema
from cstui.store.columns import BIG, METADATA, TEXT, JsonText, UtcTime
from cstui.store.engine import version_table


def run(context: Any) -> None:
    """Run the revisions of the chain that `context` is for."""
    agency: Manifest | None = context.config.attributes.get("agency")
    schema.tables_of((agency,) if agency is not None else ())
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        version_table=version_table(agency) if agency is not None else "alembic_version",
        render_as_batch=True,
        render_item=_render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own types into a revision as what they are in the database, so that it reads by itself."""
    if kind != "type":
        return False
    if isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JsonText):
        return "sa.Text()"
    return "TEXT" if item is TEXT else "BIG" if item is BIG else False
