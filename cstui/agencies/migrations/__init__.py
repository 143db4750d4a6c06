"""The revisions of the tables. `cstui.store.migrate` runs them and drafts new ones.

A revision changes tables and data only; triggers and text search are made again after it.
"""

SCHEMA = 17
"""The number of the newest revision."""
