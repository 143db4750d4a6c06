"""What a viewer's role is shown, held where statements are sent: no read can forget to ask.

Who is shown no case may read the tables of `OPEN` and no other. Of the log such a viewer reads what is of no
case; `cstui.store.log_reads` sees to it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from cstui.policy.roles import CASES, SHOWN, is_shown
from cstui.policy.viewer import Viewer
from cstui.store.errors import StoreError

OPEN = frozenset(
    {"agency", "office", "office_hours", "worker", "cover", "site_file", "account", "protected_print"}
    | {"store_info", "nightly_job", "activity", "chain_head", "receipt", "seal"}
)
"""The tables that tell of no case."""
_FROM = re.compile(r"\b(?:FROM|JOIN)\s+([\w\"., ]+)", re.IGNORECASE)


def not_shown(viewer: Viewer, what: str) -> StoreError:
    """That the viewer's role is not shown one of `cstui.policy.roles.SHOWN`."""
    return StoreError("CS-240", role=viewer.role, what=SHOWN[what][0])


def hold(session: Session, viewer: Viewer) -> None:
    """From now on statements on cases are refused (CS-240) where the viewer's role is shown none."""
    if is_shown(viewer.role, CASES):
        return

    def check(_: Any, __: Any, statement: str, *___: Any) -> None:
        if _tells_of_cases(statement):
            raise not_shown(viewer, CASES)

    event.listen(session.connection(), "before_cursor_execute", check)


@cache
def _tables() -> frozenset[str]:
    from cstui.store import schema  # the tables of every agency: not for who is shown cases

    return frozenset(table.name for table in schema.tables_of()) - OPEN


@cache
def _tells_of_cases(statement: str) -> bool:
    """Whether a statement reads a table that is not open; an agency of another package has none that is."""
    named = {
        name.strip().strip('"').lower()
        for part in _FROM.findall(statement)
        for name in re.split(r"[ ,]+", part)
    }
    return bool(named & _tables())
