"""Backups in a folder, kept by a rule: the newest of each of the last days, weeks and months that have one.

A backup is named after its store and its moment. Older ones go only once a new one is made and proven, and
never a file of another name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from cstui.store.backup import backup
from cstui.store.engine import Store
from cstui.store.errors import StoreError
from cstui.store.faults import file_faults
from cstui.store.files import on_disk

_RULE = re.compile(r"(\d{1,4})d (\d{1,4})w (\d{1,4})m")
_MOMENT = "%Y%m%d-%H%M%S"


class KeepRule(msgspec.Struct, frozen=True):
    """How many daily, weekly and monthly backups are kept; the newest one always is."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12

    @classmethod
    def of(cls, text: str) -> KeepRule:
        """The rule that is written `7d 5w 12m`; StoreError CS-231 for anything else."""
        if (found := _RULE.fullmatch(" ".join(text.split()))) is None:
            raise StoreError("CS-231", what=text)
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return f"{self.daily}d {self.weekly}w {self.monthly}m"

    def keeps(self, moments: Iterable[datetime]) -> dict[datetime, tuple[str, ...]]:
        """Why each moment's backup is kept (newest, daily, weekly, monthly), newest first; () for none."""
        newest_first = sorted(set(moments), reverse=True)
        why: dict[datetime, list[str]] = {moment: [] for moment in newest_first}
        if newest_first:
            why[newest_first[0]].append("newest")
        periods: tuple[tuple[str, int, Callable[[datetime], object]], ...] = (
            ("daily", self.daily, lambda moment: moment.date()),
            ("weekly", self.weekly, lambda moment: moment.isocalendar()[:2]),
            ("monthly", self.monthly, lambda moment: (moment.year, moment.month)),
        )
        for name, count, period in periods:
            seen: set[object] = set()
            for moment in newest_first:
                if period(moment) not in seen and len(seen) < count:
                    seen.add(period(moment))
                    why[moment].append(name)
        return {moment: tuple(reasons) for moment, reasons in why.items()}


class KeptBackup(msgspec.Struct, frozen=True, kw_only=True):
    """One backup in the folder: its moment as its name says it, its bytes, and why the rule keeps it."""

    file: Path
    at: datetime
    bytes: int
    kept: tuple[str, ...]


class BackedUp(msgspec.Struct, frozen=True):
    """What was made, and which older ones were removed by the rule then."""

    made: Path
    removed: tuple[Path, ...] = ()


def backups_in(folder: Path, store: str, rule: KeepRule) -> list[KeptBackup]:
    """The backups in a folder of the store of that file name, newest first. StoreError."""
    named = re.compile(rf"{re.escape(store)}\.(\d{{8}}-\d{{6}})(?:-(\d{{1,5}}))?\.backup")
    found: list[tuple[datetime, Path, int]] = []
    with file_faults(str(folder)):
        for one in folder.iterdir() if folder.is_dir() else ():
            if (match := named.fullmatch(one.name)) and one.is_file() and not one.is_symlink():
                try:
                    at = datetime.strptime(match[1], _MOMENT)  # noqa: DTZ007 - of the clock that named it
                    at = at.replace(microsecond=int(match[2] or 0))  # a second one of the same second
                except ValueError:
                    continue
                found.append((at, one, one.stat().st_size))
    why = rule.keeps(at for at, _, _ in found)
    found.sort(reverse=True)
    return [KeptBackup(file=one, at=at, bytes=size, kept=why[at]) for at, one, size in found]


def back_up_into(store: Store, folder: Path, rule: KeepRule, at: datetime) -> BackedUp:
    """Make a backup of an open store in a folder, dated `at`; then remove the older ones the rule lets go.

    It is proven before it has its name (`backup`), so nothing is removed where it could not be made. Raises
    as `backup`; CS-219 for a store on a server.
    """
    if store.place.path is None:
        raise StoreError("CS-219", name=store.place.name)
    name, number = f"{store.place.path.name}.{at:{_MOMENT}}", 1
    path = folder / f"{name}.backup"
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.backup"
    made = backup(store, path)
    return BackedUp(made, remove_old(folder, store.place.path.name, rule))


def remove_old(folder: Path, store: str, rule: KeepRule) -> tuple[Path, ...]:
    """Remove the backups of a store that the rule does not keep; which they were."""
    old = tuple(one.file for one in backups_in(folder, store, rule) if not one.kept)
    with file_faults(str(folder)):
        for file in old:
            file.unlink(missing_ok=True)
        if old:
            on_disk(folder)
    return old
