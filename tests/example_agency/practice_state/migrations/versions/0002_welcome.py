"""Whether the visitor was welcome."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "ps_home_visit", sa.Column("welcome", sa.Boolean(), nullable=False, server_default=sa.false())
    )
