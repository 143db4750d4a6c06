"""Save what can still be read of a damaged store into a new one, table by table and row by row.

The damaged file is not touched: a private copy of it and its log is read. Where a page cannot be read, the
rows around it are looked for by halving the range of row numbers, so that what is lost is what lay on that
page; a table without row numbers is read from both ends. A row that breaks a rule of its table is lost too;
one that refers to a lost row is saved, and `verify` names it.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from cstui import files
from cstui.agency import Manifest, UnknownAgencyError, find, in_tree
from cstui.store import drivers, engine, schema
from cstui.store.engine import making_store, open_store, place_of, unlocked
from cstui.store.errors import StoreError
from cstui.store.faults import file_faults, translated
from cstui.store.files import LOGS
from cstui.store.keys import Keys, Secret, given
from cstui.store.log_tables import INFO
from cstui.store.store_fault import StoreFault
from cstui.store.verify import verify

Row = tuple[Any, ...]
LAST = 2**63 - 1
"""The highest number that a row can have."""
OF_ITSELF = "store_info"


class TableSaved(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows of a table were saved, and lost; None where it cannot be told how many there were."""

    name: str
    saved: int
    lost: int | None


class Rescued(msgspec.Struct, frozen=True, kw_only=True):
    """The new store, what came of each table, and what does not hold in it."""

    path: Path
    tables: tuple[TableSaved, ...]
    faults: tuple[StoreFault, ...]


def rescue(file: Path, new: Path, *, keys: Keys | None = None, at: datetime) -> Rescued:
    """Make the store `new` of what can be read of `file`; an encrypted one with the same key.

    StoreError CS-206 where there is no file, CS-209 where `new` is there, CS-203 and CS-204 where it is of
    another version, CS-208 or CS-225 where not even its list of tables can be read; nothing is made then.
    """
    file, new = files.expanded(file).absolute(), files.expanded(new).absolute()
    if not file.exists():
        raise StoreError("CS-206", name=str(file))
    if new.exists():
        raise StoreError("CS-209", name=str(new))
    key, secret, driver = unlocked(place_of(file), keys)
    with file_faults(str(file)), tempfile.TemporaryDirectory(prefix="cstui-rescue-") as folder:
        damaged = _Damaged(_copied(file, Path(folder)), driver, secret)
        with translated(str(file), keyed=key is not None):
            damaged.be_of_this_version(str(file))
        says: dict[Any, Any] = {key: value for key, value, *_ in damaged.rows(INFO)}
        held = _agencies(damaged)
        known = _day(says.get("business_date")) or _day(says.get("anchor")) or at.date()
        kind = "live" if says.get("kind") == "live" else "practice"
        name = str(says.get("name") or "RESCUED")
        what = {"name": name, "business_date": known, "kind": kind, "at": at}
        with making_store(new, key, agencies=held, **what) as store, store.raw() as raw:  # type: ignore[arg-type]
            for pragma in ("query_only=OFF", "foreign_keys=OFF"):
                raw.execute(f"PRAGMA {pragma}")
            raw.execute("BEGIN")
            saved = [_saved(damaged, raw, table) for table in schema.tables_of(held)]
            generation = ("generation", secrets.token_hex(8))
            raw.execute("INSERT OR REPLACE INTO store_info VALUES (?, ?)", generation)
            raw.execute("COMMIT")
    with open_store(new, keys=given(key)) as store:
        return Rescued(path=new, tables=tuple(saved), faults=tuple(verify(store)))


class _Damaged:
    """A copy of a damaged store, opened for each question: a page that does not fit ends a connection."""

    def __init__(self, copy: Path, driver: str, secret: Secret | None) -> None:
        self._copy, self._driver, self._secret = copy, driver, secret

    def ask(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of an answer as far as they can be read; then what the driver says of the fault."""
        with closing(drivers.connect(self._driver, str(self._copy), self._secret)) as raw:
            raw.text_factory = lambda held: held.decode(errors="replace")
            yield from raw.execute(sql, values)

    def one(self, sql: str) -> Any:
        """The first value of an answer; None where it cannot be read."""
        with suppress(*drivers.error_types()):
            return next(iter(self.ask(sql)), (None,))[0]
        return None

    def be_of_this_version(self, name: str) -> None:
        """StoreError for a file of which no table is known, or of another version."""
        list(self.ask("SELECT name FROM sqlite_master"))
        found = self.one("PRAGMA user_version")
        if found != engine.SCHEMA:
            rule = "CS-203" if found is None or found < engine.SCHEMA else "CS-204"
            raise StoreError(rule, name=name, found=str(found), needed=str(engine.SCHEMA))

    def rows(self, table: Any) -> Iterator[Row]:
        """The rows of a table that can be read."""
        if table.dialect_options["sqlite"]["with_rowid"] is False:
            return self._from_both_ends(table)
        return self._by_number(table)

    def _by_number(self, table: Any) -> Iterator[Row]:
        sql = (
            f'SELECT rowid, {_columns(table)} FROM "{table.name}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid'
        )
        waiting = [(1, LAST)]
        while waiting:
            low, high = waiting.pop()
            try:
                for number, *values in self.ask(sql, (low, high)):
                    low = max(low, number + 1)
                    yield tuple(values)
            except drivers.error_types():
                if low < high:  # what is readable is on either side of the page that is not
                    middle = low + (high - low) // 2
                    waiting += [(middle + 1, high), (low, middle)]

    def _from_both_ends(self, table: Any) -> Iterator[Row]:
        read: set[Row] = set()
        for way in ("ASC", "DESC"):
            order = ", ".join(f'"{column.name}" {way}' for column in table.primary_key)
            with suppress(*drivers.error_types()):
                for row in self.ask(f'SELECT {_columns(table)} FROM "{table.name}" ORDER BY {order}'):
                    if row not in read:
                        read.add(row)
                        yield row
                return


def _columns(table: Any) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _saved(damaged: _Damaged, to: Any, table: Any) -> TableSaved:
    """Put what can be read of a table into the new store."""
    name = str(table.name)
    how = {OF_ITSELF: "INSERT OR REPLACE", "agency": "INSERT OR IGNORE"}.get(name, "INSERT")
    sql = f'{how} INTO "{name}" ({_columns(table)}) VALUES ({", ".join("?" * len(table.columns))})'
    saved = broken = 0
    for row in damaged.rows(table):
        try:
            to.execute(sql, row)
            saved += 1
        except drivers.error_types():
            broken += 1
    there = damaged.one(f'SELECT count(*) FROM "{name}"')
    return TableSaved(name=name, saved=saved, lost=None if there is None else max(there - saved, broken))


def _agencies(damaged: _Damaged) -> tuple[Manifest, ...]:
    """The agencies whose offices the store held; all of this program where that cannot be read."""
    found = []
    table = schema.tables.Agency.__table__  # type: ignore[attr-defined]
    column = [column.name for column in table.columns].index("name")
    for row in damaged.rows(table):
        with suppress(UnknownAgencyError):
            found.append(find(str(row[column])))
    return tuple(sorted(found, key=lambda one: (one.rank, one.name))) or tuple(in_tree())


def _day(said: object) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(str(said))
    return None


def _copied(file: Path, folder: Path) -> Path:
    copy = folder / file.name
    for end in ("", *LOGS):
        beside = file.with_name(f"{file.name}{end}")
        if end != "-shm" and beside.exists():
            to = copy.with_name(f"{copy.name}{end}")
            to.touch(mode=0o600)
            shutil.copyfile(beside, to)
    return copy
