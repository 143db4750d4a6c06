"""One thing that does not hold in a store, as `verify` and the checks that callers bring say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec
from sqlalchemy.orm import Session


class StoreFault(msgspec.Struct, frozen=True):
    """What was checked, where, and what was found."""

    check: str
    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.check}: {self.where}: {self.fault}"


Check: TypeAlias = Callable[[Session], Iterable[StoreFault]]
"""Looks at one kind of thing through an open door."""
