"""What Alembic runs for a revision of Practice State."""

from __future__ import annotations

from alembic import context

from cstui.store.revisions import run

run(context)
