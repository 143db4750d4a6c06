"""The walk through the fields of a screen, one prompt a field."""

from __future__ import annotations

import msgspec


class Walk(msgspec.Struct, frozen=True):
    """Which screen is walked, and the entry field asked for (from 0); beyond the last it is over."""

    screen: str
    index: int = 0
