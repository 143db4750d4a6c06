"""Findings: what policy, or a check of what was typed, says of an act."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a finding stops: an error refuses, a warning asks to look, an info tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was found.

    `rule` is the id in `data/rules/` (`LA-E522-04`, `CS-101`), `field` the input it is about,
    `message` one line for the screen, `cause` and `remedy` what F1 shows, `cite` the paragraph.
    """

    rule: str
    severity: Severity
    message: str
    field: str = ""
    cite: str = ""
    cause: str = ""
    remedy: str = ""
    reading: bool = False

    def __str__(self) -> str:
        return f"{self.rule} {self.message}"
