"""The chain of revisions of the kernel's tables and of those of the agencies of this program."""

from __future__ import annotations

from alembic import context

from cstui.store.revisions import run

run(context)
