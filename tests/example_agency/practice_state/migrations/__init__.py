"""The revisions of Practice State's tables; their version is in `alembic_version_practice_state`."""
