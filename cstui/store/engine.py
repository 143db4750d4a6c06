"""The one place that opens an engine: create a store, open it, and the two doors `read` and `write`.

`read()` sees one consistent picture and cannot change it; `write()` holds the store alone from its
first statement on, so that nothing that it has read can change under it. Whatever is wrong with a
store comes out as a StoreError with its id and the way out.
"""

from __future__ import annotations

import errno
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, StaticPool

from cstui import files, lasting
from cstui.agency import MIGRATIONS, Manifest, UnknownAgencyError, find, first, resolve
from cstui.clock import steady_clock
from cstui.policy.viewer import Viewer
from cstui.store import drivers, keys, schema, triggers, turns, viewing
from cstui.store.columns import METADATA
from cstui.store.errors import StoreError
from cstui.store.faults import (
    NO_HEADER,
    NO_TEXT,
    Damaged,
    file_faults,
    is_busy,
    refuse_strange_file,
    translated,
)
from cstui.store.files import close_to_others, network_file_system, new_file, undo_killed_restore
from cstui.store.keys import Keys, Secret, StoreKey
from cstui.store.log_tables import INFO
from cstui.store.unwritable import Unwritable, not_writable
from cstui.store.watch import RESTORED, SAYS, FileWatch

APPLICATION_ID = 0x43535455
SCHEMA: int = resolve(MIGRATIONS).SCHEMA
"""The schema of the tables that every store of this program has."""
MEMORY = ":memory:"
BUSY_SECONDS = 10.0
"""How long a store that others hold, or a server that says nothing, is waited for."""
CONNECT_SECONDS = 5
DRAFT_KEY = "draft_key"
"""Where an encrypted store keeps the key of drafts, which so outlasts a change of its own."""
IDLE_SECONDS = 60
"""How long a server lets a transaction that writes do nothing: who was stopped in it holds up the others."""
CACHE_KIBIBYTES = 32 * 1024
"""Pages of a SQLite file that a connection keeps: the night comes back to the same ones."""


class Place(msgspec.Struct, frozen=True):
    """Where a store is: a file, the memory of this process, or a PostgreSQL database."""

    url: URL
    path: Path | None = None

    @property
    def name(self) -> str:
        """How messages call it: the path, `:memory:`, or the URL without password."""
        return str(self.path) if self.path else self.url.render_as_string() if self.server else MEMORY

    @property
    def server(self) -> bool:
        return self.url.get_backend_name() == "postgresql"


class StoreInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a store is: kind practice or live, its first and its present business date, its schema.

    `agencies` are the names of those whose offices it holds; `encrypted` is whether it opens with a key.
    `read_only` is the file or folder that may not be written here; empty where the store may be.
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
    agencies: tuple[str, ...] = ()
    read_only: str = ""
    encrypted: bool = False


def place_of(target: str | Path) -> Place:
    """The place that a path, a URL (`sqlite:///`, `postgresql+psycopg://`) or `:memory:` names.

    StoreError CS-206 for what no file can be called, CS-222 for another kind of URL.
    """
    if isinstance(target, str):
        if target == MEMORY:
            return Place(make_url("sqlite://"))
        if target.startswith(("postgresql:", "postgresql+", "sqlite:")):
            url = _url(target)
            if url.get_backend_name() == "postgresql":
                return Place(url.set(drivername="postgresql+psycopg"))
            if url.database in (None, "", MEMORY):
                return Place(make_url("sqlite://"))
            target = str(url.database)
        elif _SCHEME.match(target):
            raise StoreError("CS-222", name=target, fault="no store is kept so")
    path = files.expanded(target).absolute()
    try:
        path.lstat()
    except (OSError, ValueError) as error:  # what is not there yet, or may not be looked at, is said later
        if getattr(error, "errno", errno.EINVAL) in (errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL):
            raise StoreError("CS-206", name=str(path)) from error
    return Place(URL.create("sqlite", database=str(path)), path)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def _url(target: str) -> URL:
    """A URL of which every word is known; StoreError CS-222 for another."""
    try:
        url = make_url(target)
    except (ArgumentError, ValueError) as error:
        raise StoreError("CS-222", name=target.partition("://")[0], fault="it is not one") from error
    known: set[str] = set()
    if url.query and url.get_backend_name() == "postgresql":
        with suppress(ImportError):  # without the driver no such store is opened
            from psycopg import pq

            known = {word.keyword.decode() for word in pq.Conninfo.get_defaults()}
    if strange := sorted(url.query.keys() - known):
        name = url.render_as_string()
        raise StoreError("CS-222", name=name, fault=f"there is no parameter {' or '.join(strange)}")
    return url


class Store:
    """An open store. Its doors give SQLAlchemy sessions; nobody else opens one."""

    def __init__(
        self,
        place: Place,
        engine: Engine,
        unwritable: Unwritable | None = None,
        key: StoreKey | None = None,
        secret: Secret | None = None,
    ) -> None:
        self.place = place
        self._unwritable = unwritable
        self.key, self.secret = key, secret
        """Of an encrypted store: what was asked for, and what its file is locked with."""
        if place.path is not None:
            files.opened_store(place.path)
        self.engine = engine
        self.dialect = engine.dialect.name
        self.driver = (
            engine.driver
            if place.server
            else str(getattr(engine.dialect.dbapi, "__name__", "")).partition(".")[0]
        )
        self._reading = engine.execution_options(cstui_door="read")
        self._writing = engine.execution_options(cstui_door="write")
        self.agencies: tuple[Manifest, ...] = ()
        """Those whose offices the store holds, in the order of their ranks; known once it was checked."""
        self._alone = threading.RLock() if place.path is None and not place.server else None
        self._inside = False
        watched = place.path if unwritable is None else None
        self.watch = FileWatch(watched, self.driver, secret) if watched is not None else None
        if self.watch is not None:
            event.listen(engine, "connect", self._connected)
            event.listen(engine, "close", self.watch.closed)
        self.stamp: list[tuple[Any, ...]] | None = None
        """Which store it is, once it was checked; written to no other."""
        self.viewer: Viewer | None = None
        """Who looks where a read names nobody; None is the program itself."""
        self.written = 0
        """How many times its writing door was opened."""
        self.night = threading.Lock()
        """Held while a night of a store in memory runs."""

    @contextmanager
    def read(self, viewer: Viewer | None = None) -> Iterator[Session]:
        """A session that sees one moment of the store and cannot change it.

        What is read is what the `viewer` may see; without one, what `Store.viewer` may, else the program
        itself. StoreError CS-240 for statements on cases where the role is shown none.
        """
        viewer = viewer or self.viewer
        with self._door(self._reading) as session:
            session.info["viewer"] = viewer
            if viewer is not None:
                viewing.hold(session, viewer)
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def write(self, waiting: Callable[[], None] | None = None) -> Iterator[Session]:
        """A session that writes alone; committed at the end, undone whole when anything is raised.

        While others hold the store, `waiting` is called between two tries; what it raises ends the wait.
        """
        self.be_writable()
        with self._door(self._writing, waiting) as session:
            try:
                self._be_same(session)
                self.written += 1
                yield session
                self._commit(session)
                if self.watch is not None:
                    self.watch.check()
                self.note_change(*session.info.get("logged", ()))
            finally:
                session.rollback()  # undoes nothing once the commit is done

    def be_writable(self) -> None:
        """StoreError CS-202 where the store may only be read here."""
        if self._unwritable is not None:
            raise self._unwritable.refuse()

    def _connected(self, raw: DBAPIConnection, _: object) -> None:
        with suppress(*drivers.error_types()):  # what is wrong is said by what is asked first
            raw.execute("SELECT 1 FROM sqlite_master").fetchone()  # opens its log too
        if self.watch is not None:
            self.watch.connected()

    def _be_same(self, session: Session) -> None:
        """StoreError CS-218 where this is not the store that was opened."""
        if self.watch is not None:
            self.watch.check(whole=True)
        if self.stamp is not None and self.stamp != _stamp_of(session.connection()):
            raise StoreError("CS-218", name=self.place.name, what=RESTORED)

    def _commit(self, session: Session) -> None:
        """Commit; CS-217 where the server is gone before it has said whether it did."""
        try:
            session.commit()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            raise StoreError("CS-217", name=self.place.name) from error

    def note_change(self, *logged: Any) -> None:
        """Note that what was written is committed: how many lines of the log, and the number of the last."""
        if self._alone is None:  # a store in memory is gone with the process
            lasting.committed(*logged)

    @contextmanager
    def _door(self, engine: Engine, waiting: Callable[[], None] | None = None) -> Iterator[Session]:
        reading = engine is self._reading
        with (
            self._only_one(),
            self._unwritable.reading() if self._unwritable is not None else nullcontext(),
            translated(self.place.name, server=self.place.server, reading=reading),
            Session(engine, autoflush=False) as session,
        ):
            session.info["agencies"] = self.agencies
            if reading and self.watch is not None:
                self.watch.check()
            session.connection(execution_options={"cstui_waiting": waiting} if waiting else None)
            yield session

    def connect_to_write(self) -> Connection:
        """A bare writing connection, for migration only; its transaction is the caller's."""
        self.be_writable()
        return self._writing.connect()

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        """A store in memory has one connection, so one door at a time; a file has as many as asked."""
        if self._alone is None:
            yield
            return
        with self._alone:
            if self._inside:
                raise RuntimeError("a door of this store in memory is open already in this thread")
            self._inside = True
            try:
                yield
            finally:
                self._inside = False

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """A connection of the driver itself, outside both doors."""
        with translated(self.place.name, server=self.place.server), _raw(self.engine) as connection:
            yield connection

    def info(self) -> StoreInfo:
        """What this store is, read now."""
        with self.read() as session:
            values = read_values(session.connection())
            return StoreInfo(
                place=self.place.name,
                kind=kept(values, "kind"),
                name=kept(values, "name"),
                anchor=day_kept(values, "anchor"),
                business_date=day_kept(values, "business_date"),
                created=kept(values, "created"),
                schema=_number(kept(values, "schema")),
                database=_database(session.connection()),
                driver=self.driver,
                agencies=tuple(agency.name for agency in self.agencies),
                read_only=str(self._unwritable.what) if self._unwritable is not None else "",
                encrypted=self.secret is not None,
            )

    def draft_key(self) -> bytes | None:
        """What drafts of an encrypted store are encrypted with; None for a plain one."""
        with self.read() as session:
            kept = read_values(session.connection()).get(DRAFT_KEY) if self.secret is not None else None
        return bytes.fromhex(kept) if kept else None

    def know_agencies(self) -> None:
        """Find the agencies that the store names; StoreError CS-215 where one is not installed."""
        with translated(self.place.name, server=self.place.server), self._reading.connect() as connection:
            self.agencies = agencies_named(connection, self.place.name)
            self.stamp = _stamp_of(connection) if self._alone is None else None

    def behind(self) -> Manifest | None:
        """An agency with revisions of its own whose tables are not of this version of it; None for none."""
        return next(
            (a for a in self.agencies if a.migrations and schema_of_agency(self, a) != a.schema), None
        )

    def clone_memory(self) -> Store:
        """A new store in memory with everything that this SQLite store holds now."""
        place = place_of(MEMORY)
        engine = _engine(place, BUSY_SECONDS, self.driver)
        with self._only_one(), _raw(self.engine) as source, _raw(engine) as target:
            source.backup(target)
        clone = Store(place, engine)
        clone.agencies = self.agencies
        return clone

    def save_to(self, path: Path) -> None:
        """A copy of this SQLite store as a new file, consistent while others write; whole or not at all.

        That of an encrypted store has its key.

        Raises StoreError CS-209 where there is a file already, CS-202, CS-211.
        """
        with (
            file_faults(str(path)),
            translated(str(path)),
            new_file(path) as unfinished,
            self._only_one(),
            _raw(self.engine) as source,
        ):
            target = drivers.connect(self.driver, str(unfinished), self.secret)
            try:
                source.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
            finally:
                target.close()
        lasting.made(f"the file {path} is made")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
        self.stamp = None
        if self._unwritable is not None:
            self._unwritable.close()
        if self.watch is not None:
            self.watch.end()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_store(
    target: str | Path,
    *,
    name: str,
    business_date: date,
    kind: str = "practice",
    at: datetime | None = None,
    busy_seconds: float = BUSY_SECONDS,
    driver: str | None = None,
    agencies: Sequence[Manifest] = (),
    sign_on: str = "",
    key: StoreKey | None = None,
) -> Store:
    """A new, empty store, opened. `at` is the moment of creation as `store info` shows it.

    It holds offices of the `agencies`, the first of this program where none is named. With `sign_on`
    `password` a practice store asks for passwords as a live one does. With a `key` it is encrypted from its
    first byte; for stores in a file alone.

    `driver` is a SQLite driver of `cstui.store.drivers`; the best one here where none is named.

    Raises StoreError CS-209 where something is there already, CS-202, CS-207, CS-212; CS-226 and CS-228 for a
    key.
    """
    place = place_of(target)
    whole = _Whole(name, business_date, kind, at, tuple(agencies) or (first(),), sign_on)
    if place.path is not None:
        if key is not None:
            with _making(place, key, whole):
                pass
        else:
            # Made in memory and saved whole, so that no half-made store ever stands under its name.
            _refuse_network(place)
            memory = place_of(MEMORY)
            with Store(memory, _engine(memory, busy_seconds)) as made:
                _lay(made, whole)
                made.save_to(place.path)
        return open_store(place.path, busy_seconds=busy_seconds, driver=driver, keys=keys.given(key))
    if key is not None:
        raise ValueError("a store in memory or on a server is not encrypted by this program")
    store = Store(place, _engine(place, busy_seconds, driver))
    with ExitStack() as unless_whole:
        unless_whole.callback(store.close)
        _lay(store, whole)
        unless_whole.pop_all()
    return store


@contextmanager
def making_encrypted(
    path: Path,
    key: StoreKey,
    *,
    name: str,
    business_date: date,
    kind: str = "practice",
    at: datetime | None = None,
    agencies: Sequence[Manifest] = (),
    sign_on: str = "",
) -> Iterator[Store]:
    """An encrypted store, open to be filled, that appears as `path` when that is done, or not at all.

    Nothing of it waits for the disk before its end. Raises as `create_store`.
    """
    with making_store(
        path,
        key,
        name=name,
        business_date=business_date,
        kind=kind,
        at=at,
        agencies=agencies,
        sign_on=sign_on,
    ) as store:
        yield store


@contextmanager
def making_store(
    path: Path,
    key: StoreKey | None,
    *,
    name: str,
    business_date: date,
    kind: str = "practice",
    at: datetime | None = None,
    agencies: Sequence[Manifest] = (),
    sign_on: str = "",
) -> Iterator[Store]:
    """As `making_encrypted`; a plain store without a key."""
    whole = _Whole(name, business_date, kind, at, tuple(agencies) or (first(),), sign_on)
    with _making(place_of(path), key, whole) as store:
        yield store


class _Whole(msgspec.Struct, frozen=True):
    """What a new store is."""

    name: str
    business_date: date
    kind: str
    at: datetime | None
    agencies: tuple[Manifest, ...]
    sign_on: str


@contextmanager
def _making(place: Place, key: StoreKey | None, whole: _Whole) -> Iterator[Store]:
    path = place.path
    if path is None:
        raise ValueError("only a store in a file is encrypted by this program")
    _refuse_network(place)
    secret, driver = None, drivers.available()[0]
    if key is not None:
        _refuse_without_cipher(place)
        key.be_good()
        secret, driver = key.secret_of_new(), drivers.CIPHER
    with file_faults(str(path)), translated(str(path)), new_file(path) as unfinished:
        hidden = Place(URL.create("sqlite", database=str(unfinished)), unfinished)
        engine = _engine(hidden, BUSY_SECONDS, driver, secret=secret, making=True)
        with Store(hidden, engine, key=key, secret=secret) as store:
            _lay(store, whole)
            yield store
        with closing(drivers.connect(driver, str(unfinished), secret)) as raw:
            raw.execute("PRAGMA journal_mode=WAL")
    lasting.made(f"the file {path} is made")


def _lay(store: Store, whole: _Whole) -> None:
    """Make the tables of a new store, and what it says of itself."""
    place, held = store.place, whole.agencies
    if whole.kind not in ("practice", "live"):
        raise ValueError(f"a store is practice or live, not {whole.kind!r}")
    values = {
        "kind": whole.kind,
        "name": whole.name,
        "anchor": whole.business_date.isoformat(),
        "business_date": whole.business_date.isoformat(),
        "created": whole.at.isoformat() if whole.at else "",
        "schema": str(SCHEMA),
    }
    if store.secret is not None:
        values[DRAFT_KEY] = secrets.token_hex(32)
    if whole.sign_on:
        values["sign_on"] = whole.sign_on
    with translated(place.name, server=place.server), store._writing.begin() as connection:
        if place.server and _is_store(connection):
            raise StoreError("CS-209", name=place.name)
        METADATA.create_all(connection, tables=schema.tables_of(held), checkfirst=False)
        lay_triggers(connection, held)
        stamp(connection, SCHEMA)
        for agency in held:
            stamp_agency(connection, agency)
        connection.execute(INFO.insert(), [{"key": k, "value": v} for k, v in values.items()])
        rows = [{"name": one.name, "title": one.title, "version": 1} for one in held]
        connection.execute(schema.tables.Agency.__table__.insert(), rows)  # type: ignore[attr-defined]
    store.know_agencies()


def open_store(
    target: str | Path,
    *,
    busy_seconds: float = BUSY_SECONDS,
    driver: str | None = None,
    keys: Keys | None = None,
) -> Store:
    """An existing store, checked. Raises StoreError CS-201 to CS-208 and CS-212, one for each fault.

    `keys` are asked for the key of an encrypted one, else CS-224; CS-225 where it does not open the store,
    CS-226 where SQLCipher is not installed. One that may not be written here can be read; its writing door
    says CS-202.
    """
    store = open_unchecked(target, busy_seconds=busy_seconds, driver=driver, keys=keys)
    with ExitStack() as unless_right:
        unless_right.callback(store.close)
        _check(store)
        unless_right.pop_all()
    return store


def _check(store: Store) -> None:
    """The store is of this version, and so are its agencies, which it then knows."""
    found = schema_of(store)
    if found != SCHEMA:
        rule = "CS-203" if found < SCHEMA else "CS-204"
        raise StoreError(rule, name=store.place.name, found=str(found), needed=str(SCHEMA))
    store.know_agencies()
    if agency := store.behind():
        raise StoreError("CS-203", name=store.place.name, found=agency.name, needed=str(agency.schema))
    if store.watch is not None:
        _have_log(store)


def _have_log(store: Store) -> None:
    """Give a store its log back, which a restore takes from it: without one readers and writers wait for each
    other. Where somebody else has it open it gets it the next time.
    """
    with store.raw() as raw:
        if raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        with suppress(*drivers.error_types()):
            raw.execute("PRAGMA journal_mode=WAL").fetchone()
    store.engine.dispose()  # the next connection watches the log


def open_to_verify(target: str | Path, *, keys: Keys | None = None) -> Store:
    """An existing store of this version, though what it says of itself may be damaged.

    StoreError where nothing of it can be read, or it is of another version.
    """
    store = open_unchecked(target, keys=keys)
    with ExitStack() as unless_right:
        unless_right.callback(store.close)
        try:
            _check(store)
        except StoreError as error:
            if error.rule != "CS-208" or error.values["what"] == NO_HEADER:
                raise
        unless_right.pop_all()
    return store


def open_unchecked(
    target: str | Path,
    *,
    busy_seconds: float = BUSY_SECONDS,
    driver: str | None = None,
    keys: Keys | None = None,
) -> Store:
    """An existing store of any schema version, for upgrade only."""
    place, unwritable, key, secret = place_of(target), None, None, None
    if place.path is not None:
        if not place.path.exists():
            raise StoreError("CS-206", name=place.name)
        _refuse_network(place)
        key, secret, driver = unlocked(place, keys, driver)
        undo_killed_restore(place.path)
        close_to_others(place.path)
        if (what := not_writable(place.path)) is not None:
            unwritable = Unwritable(place.path, what, driver, busy_seconds, secret=secret)
    store = Store(place, _engine(place, busy_seconds, driver, unwritable, secret), unwritable, key, secret)
    if secret is not None:
        _be_unlocked(store)
    return store


def unlocked(
    place: Place, keys: Keys | None, driver: str | None = None
) -> tuple[StoreKey | None, Secret | None, str]:
    """The key of the store in a file, what its file is locked with, and the driver that opens it.

    Neither of the first for a plain one. StoreError CS-205, CS-226, CS-224.
    """
    assert place.path is not None
    salt = refuse_strange_file(place.name, place.path)
    if salt is None:
        return None, None, driver or drivers.available()[0]
    _refuse_without_cipher(place)
    key = keys(place) if keys is not None else None
    if key is None:
        raise StoreError("CS-224", name=place.name)
    return key, key.secret(salt), drivers.CIPHER


def _refuse_without_cipher(place: Place) -> None:
    if drivers.CIPHER not in drivers.available():
        raise StoreError("CS-226", name=place.name)


def _be_unlocked(store: Store) -> None:
    """StoreError CS-225, and the store closed, where its key does not open it."""
    with ExitStack() as unless_open:
        unless_open.callback(store.close)
        with translated(store.place.name, keyed=True), _raw(store.engine) as raw:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        unless_open.pop_all()


def schema_of(store: Store) -> int:
    """The schema version of a store; StoreError CS-205 where there is no store, CS-208 where damaged."""
    with translated(store.place.name, server=store.place.server), store._reading.connect() as connection:
        if not _is_store(connection):
            raise StoreError("CS-205", name=store.place.name)
        return _number(connection.scalar(text("SELECT version_num FROM alembic_version")))


def schema_of_agency(store: Store, agency: Manifest) -> int:
    """The version of the tables of an agency with revisions of its own; 0 before the first."""
    table = version_table(agency)
    with translated(store.place.name, server=store.place.server), store._reading.connect() as connection:
        if not inspect(connection).has_table(table):
            return 0
        return _number(connection.scalar(text(f"SELECT version_num FROM {table}")))


def version_table(agency: Manifest) -> str:
    """Where the version of an agency's own revisions is kept."""
    return f"alembic_version_{agency.name}"


def stamp_agency(connection: Connection, agency: Manifest) -> None:
    """Mark the version of an agency's tables where it has revisions of its own."""
    if agency.migrations:
        _stamp(connection, version_table(agency), agency.schema)


def stamp(connection: Connection, schema: int) -> None:
    """Mark the schema version the way Alembic does, and in the header of a SQLite file."""
    _stamp(connection, "alembic_version", schema)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema}")


def _stamp(connection: Connection, table: str, number: int) -> None:
    connection.execute(
        text(
            f"CREATE TABLE IF NOT EXISTS {table} (\n\tversion_num VARCHAR(32) NOT NULL,"
            f" \n\tCONSTRAINT {table}_pkc PRIMARY KEY (version_num)\n)"
        )
    )
    connection.execute(text(f"DELETE FROM {table}"))
    connection.execute(text(f"INSERT INTO {table} VALUES (:number)"), {"number": f"{number:04d}"})


def lay_triggers(connection: Connection, agencies: Iterable[Manifest]) -> None:
    """Make the triggers and the text search, on the tables of a store that holds `agencies` and has none."""
    held = tuple(agencies)
    kept = schema.kept(schema.tables_of(held))
    for statement in triggers.create(connection.dialect.name, kept, schema.indexes(held)):
        connection.exec_driver_sql(statement)


def agencies_named(connection: Connection, place: str) -> tuple[Manifest, ...]:
    """The agencies that a store names, by rank; StoreError CS-215 where one is not installed."""
    try:
        found = [find(name) for name in connection.scalars(text("SELECT name FROM agency"))]
    except UnknownAgencyError as error:
        raise StoreError("CS-215", name=place, what=str(error)) from error
    return tuple(sorted(found, key=lambda agency: (agency.rank, agency.name)))


def agencies_here(session: Session) -> tuple[Manifest, ...]:
    """The agencies of whose offices and subjects a session is shown anything: the viewer's, else all."""
    held: tuple[Manifest, ...] = session.info["agencies"]
    viewer: Viewer | None = session.info.get("viewer")
    return held if viewer is None else tuple(agency for agency in held if agency.name == viewer.agency)


def read_values(connection: Connection) -> dict[str, str]:
    """Everything in `store_info`."""
    return {row.key: row.value for row in connection.execute(select(INFO.c.key, INFO.c.value))}


def _stamp_of(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(SAYS)]


def kept(values: Mapping[str, str], key: str) -> str:
    """What the store says of itself under `key`; Damaged where it says nothing."""
    found = values.get(key)
    if not isinstance(found, str):
        raise Damaged(f"its {key.replace('_', ' ')} is not there")
    return found


def day_kept(values: Mapping[str, str], key: str) -> date:
    """A date that the store says of itself; Damaged where it is not one."""
    try:
        return date.fromisoformat(kept(values, key))
    except ValueError:
        raise Damaged(f"its {key.replace('_', ' ')} reads {values[key]!r}, which is not a date") from None


def _number(said: Any) -> int:
    try:
        return int(said or 0)
    except ValueError:
        raise Damaged(f"its version reads {said!r}, which is not a number") from None


def _is_store(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            return False
        found = "SELECT count(*) FROM sqlite_master WHERE name IN ('store_info', 'alembic_version')"
        return connection.exec_driver_sql(found).scalar() == 2
    return connection.exec_driver_sql("SELECT to_regclass('store_info')").scalar() is not None


def _database(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar()}"
    return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}"


def _engine(
    place: Place,
    busy_seconds: float,
    driver: str | None = None,
    unwritable: Unwritable | None = None,
    secret: Secret | None = None,
    *,
    making: bool = False,
) -> Engine:
    """`making`: of a file that nobody else knows and that is gone where it is not finished."""
    options: dict[str, Any] = {"hide_parameters": True}
    if place.server:
        options["connect_args"] = {
            "connect_timeout": min(CONNECT_SECONDS, max(2, int(busy_seconds))),
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": int(busy_seconds * 1000),
        }
        options["pool_pre_ping"] = True
    else:
        options["connect_args"] = {"check_same_thread": False, "timeout": busy_seconds}
        if place.path is None:
            options["poolclass"] = StaticPool
        if unwritable is not None:  # how it is read may change from one time to the next
            options |= {"poolclass": NullPool, "creator": unwritable.connect}
        options["module"] = drivers.module(driver or drivers.available()[0])
    engine = create_engine(place.url, **options)
    if place.server:
        from cstui.store.server import ServerWatch

        wait, watch = int(busy_seconds * 1000), ServerWatch(busy_seconds)
        event.listen(engine, "do_connect", lambda dialect, record, args, given: watch.connect(**given))
        event.listen(engine, "connect", lambda raw, _: _prepare_postgresql(raw, wait))
        event.listen(engine, "begin", _begin_postgresql)
    else:
        if secret is not None and unwritable is None:
            event.listen(engine, "connect", lambda raw, _: secret.unlock(raw), insert=True)
        event.listen(engine, "connect", _prepare_sqlite)
        if place.path is not None:
            _note_connections(engine, place.path, driver or drivers.available()[0])
        if making:
            event.listen(engine, "connect", _wait_for_nothing)
        event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, place.path, busy_seconds))
    return engine


def _note_connections(engine: Engine, path: Path, driver: str) -> None:
    """Let it be known as long as this process has the file open, which nobody else here may close then."""
    event.listen(engine, "connect", lambda _, record: record.info.update(file=keys.opened(path, driver)))
    event.listen(engine, "close", lambda _, record: keys.closed(record.info.pop("file", None)))


def _prepare_sqlite(raw: DBAPIConnection, _: object) -> None:
    raw.isolation_level = None  # the driver begins nothing by itself
    for pragma in (
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "synchronous=FULL",
        "cell_size_check=ON",
        "temp_store=MEMORY",  # no page of a case in a temporary file, not even while a statement runs
        f"cache_size=-{CACHE_KIBIBYTES}",
    ):
        try:
            raw.execute(f"PRAGMA {pragma}")
        except UnicodeDecodeError as error:  # of SQLite's own message, which names what is damaged
            raise Damaged(NO_TEXT) from error


def _wait_for_nothing(raw: DBAPIConnection, _: object) -> None:
    for pragma in ("synchronous=OFF", "journal_mode=MEMORY"):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection, path: Path | None, seconds: float) -> None:
    options = connection.get_execution_options()
    reading = options.get("cstui_door") != "write"
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    if reading:
        connection.exec_driver_sql("BEGIN")
        return
    raw: Any = connection.connection.driver_connection
    waiting = options.get("cstui_waiting")
    raw.execute("PRAGMA busy_timeout=0")  # its own waiting comes back ever later, up to 100 ms
    until = steady_clock() + seconds
    try:
        while not _begun(raw, last=steady_clock() >= until):
            if waiting is not None:
                waiting()
            turns.wait_a_moment(path)
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _begun(raw: Any, *, last: bool) -> bool:
    """Whether a SQLite store could be taken to write; at the `last` try it is an error where not."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except drivers.error_types() as error:
        if last or not is_busy(error):
            raise
        return False
    return True


def _prepare_postgresql(raw: DBAPIConnection, wait: int) -> None:
    cursor = raw.cursor()
    cursor.execute(f"SET lock_timeout = {wait}")
    cursor.execute("SET TIME ZONE 'UTC'")
    cursor.close()
    raw.commit()


def _begin_postgresql(connection: Connection) -> None:
    reading = connection.get_execution_options().get("cstui_door") != "write"
    connection.exec_driver_sql(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        if reading
        else f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
    )


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    connection = engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()


def _refuse_network(place: Place) -> None:
    kind = network_file_system(place.path) if place.path else None
    if kind:
        raise StoreError("CS-207", name=place.name, kind=kind)
