"""Files that go out to another agency, made from the store whenever they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from cstui.store.nights import Session


class MadeFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file of a night: its text, how many records, and their control total.

    `log` is what the log under `store` keeps of it, once a night; empty for nothing.
    """

    night: date
    text: str
    count: int
    total: int
    log: str = ""


class FileOut(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file that an agency sends: its layout `name`, and what makes the file of a night."""

    agency: str
    name: str
    make: Callable[[Session, date], MadeFile]
