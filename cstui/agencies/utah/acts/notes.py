"""Notes in the log of an NCP."""

from __future__ import annotations

from cstui.acts.notes import AddsNote
from cstui.agencies.utah.acts.base import NcpAct


class UtAddNote(AddsNote, NcpAct, frozen=True, kw_only=True):
    """Add a note to the log of an NCP."""

    text: str
