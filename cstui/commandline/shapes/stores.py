"""A store and what does not hold in it, as `store` prints them."""

from __future__ import annotations

from datetime import date, datetime

from cstui.commandline.shapes.base import Shape


class StoreOut(Shape, frozen=True, kw_only=True):
    """`cstui store create`, `info` and `upgrade`: what the store is.

    `agencies` are those whose offices it holds. `counts` are the rows of each table and `bytes` the size of
    the store (`info` only); `backup` is the copy that an upgrade made first. `read_only` is the file or
    folder that may not be written here; empty where the store may be. `encrypted` is whether it opens with a
    key.
    """

    place: str
    kind: str
    name: str
    anchor: date
    business_date: date
    created: str
    schema: int
    database: str
    driver: str
    agencies: tuple[str, ...]
    read_only: str = ""
    encrypted: bool = False
    bytes: int | None = None
    counts: dict[str, int] = {}
    backup: str | None = None


class FaultOut(Shape, frozen=True, kw_only=True):
    """One thing that does not hold: what was checked (`log`, `steps`, ...), where, what was found."""

    check: str
    where: str
    fault: str


class SealOut(Shape, frozen=True, kw_only=True):
    """A seal of the log: its number, the night, how many lines came since the one before, its digest.

    `later` is how many seals were made since.
    """

    number: int
    night: date
    lines: int
    digest: str
    later: int


class VerifyOut(Shape, frozen=True, kw_only=True):
    """`cstui store verify`: whether the store holds, and every fault.

    `seal` is the newest seal with `--seal`, the one of that digest with `--seal DIGEST`; else null.
    """

    holds: bool
    place: str
    faults: tuple[FaultOut, ...]
    seal: SealOut | None = None


class CopyOut(Shape, frozen=True, kw_only=True):
    """`cstui store backup`, `restore` and `rekey`: the store, the backup, and its version.

    `kept` is where the store lies now that a backup, or the file with another key, replaced; `file` is null
    with `rekey`.
    """

    place: str
    file: str | None
    schema: int
    kept: str | None = None


class KeyOut(Shape, frozen=True, kw_only=True):
    """`cstui store key`: whether the store is encrypted, and whether the system keyring keeps its passphrase.

    `encrypted` is null with `--forget`, which does not open the store.
    """

    place: str
    encrypted: bool | None
    kept: bool


class KeptBackupOut(Shape, frozen=True, kw_only=True):
    """One backup: when it was made, and why the rule keeps it; nothing where it goes with the next one."""

    file: str
    at: datetime
    bytes: int
    kept: tuple[str, ...]


class BackupsOut(Shape, frozen=True, kw_only=True):
    """`cstui store backups`: the folder, the rule, the backups of the store, and those that were removed."""

    folder: str
    rule: str
    backups: tuple[KeptBackupOut, ...]
    removed: tuple[str, ...] = ()


class SavedOut(Shape, frozen=True, kw_only=True):
    """How many rows of a table were saved and lost; null where it cannot be told how many there were."""

    table: str
    saved: int
    lost: int | None


class RescueOut(Shape, frozen=True, kw_only=True):
    """`cstui store rescue`: the new store, what came of each table, and what does not hold in it."""

    place: str
    file: str
    tables: tuple[SavedOut, ...]
    faults: tuple[FaultOut, ...]
