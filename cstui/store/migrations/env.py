"""What Alembic runs for a revision: on the connection that `cstui.store.migrate` gives it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from cstui.store import journal, tables
from cstui.store.columns import BIG, METADATA, TEXT, JsonText, UtcTime

assert journal.ACTIVITY is not None
assert tables.TABLES


def render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own types into a revision as what they are in the database, so that it stands for itself."""
    if kind != "type":
        return False
    if isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JsonText):
        return "sa.Text()"
    return "TEXT" if item is TEXT else "BIG" if item is BIG else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
