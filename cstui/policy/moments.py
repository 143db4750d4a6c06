"""A moment on the timeline of a subject."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One date on a subject: something done, owed, that may be done, or that will come by itself.

    `assumed` is what another agency's system is taken to do.
    """

    on: date
    kind: Literal["done", "owed", "may", "coming"]
    text: str
    rule: str = ""
    cite: str = ""
    assumed: bool = False
