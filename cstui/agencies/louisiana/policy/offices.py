"""Which office works a case (E-522): another office's worker reads it, and asks that office.

What any office may do to a case is the code table `any_office`; from when and in which stores it holds, the
parameter `other_office_works`.
"""

from __future__ import annotations

from datetime import date

from cstui.policy.roles import WORKER
from cstui.policy.rulebook import Checks
from cstui.policy.viewer import Viewer

NEVER, LIVE = "never", "live"
"""Values of `other_office_works`: nothing is refused; it is in live stores alone. Any other: in all."""


def check_office(checks: Checks, office: str, act: str, viewer: Viewer, on: date, *, live: bool) -> None:
    """Whether the viewer may do the act to a case of the office (LA-E522-28)."""
    if viewer.role != WORKER:
        return
    held = checks.rules.value("other_office_works", on)
    if held == NEVER or (held == LIVE and not live):
        return
    ok = viewer.office == office or checks.rules.code("any_office", act) is not None
    checks.holds("LA-E522-28", ok, "", office=office, own=viewer.office)
