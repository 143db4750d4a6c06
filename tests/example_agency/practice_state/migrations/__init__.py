"""The revisions of Practice State's tables; the store keeps their version in `alembic_version_practice_state`."""
