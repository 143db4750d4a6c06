"""Who looks and acts: what a viewer is shown, and may do, follows from the role and the agency."""

from __future__ import annotations

import msgspec


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """A worker, or an interface or the night as the role `system`, at an agency and an office."""

    number: str
    role: str
    agency: str
    office: str = ""
