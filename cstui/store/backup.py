"""Back up a store while desks work in it, put a backup in its place, change its key. For stores in files.

A copy is made by SQLite itself, with what its log holds; it is proven before it gets its name, and lies on
the disk then. What a restored store replaces stays beside it under a dated name.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from cstui import files, lasting
from cstui.store import drivers, engine
from cstui.store.engine import Store, open_unchecked, place_of, schema_of, unlocked
from cstui.store.errors import StoreError
from cstui.store.faults import file_faults, is_busy, refuse_strange_file, translated
from cstui.store.files import LOGS, REPLACED, beside, new_file, on_disk, undo_killed_restore
from cstui.store.keys import Keys, Secret, StoreKey, given, is_held
from cstui.store.unwritable import Unwritable, not_writable
from cstui.store.verify import faults_of_copy


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored; `kept` is the store that was there before, None where there was none."""

    path: Path
    schema: int
    kept: Path | None = None


def backup(store: Store, file: Path) -> Path:
    """Copy the store as it is now into a new `file`, for its owner alone; of an encrypted one, with its key.

    StoreError CS-209 where there is a file already, CS-219 for a store on a server, CS-220 where the copy
    does not hold, CS-202, CS-211.
    """
    if store.place.server:
        raise StoreError("CS-219", name=store.place.name)
    path = files.expanded(file).absolute()
    with file_faults(str(path)), translated(str(path)), new_file(path) as unfinished, store.raw() as source:
        _copy(source, unfinished, store.driver, store.secret)
        _prove(unfinished, store.place.name, store.key)
    lasting.made(f"the file {path} is made")
    return path


def restore(file: Path, target: str | Path, *, at: datetime, keys: Keys | None = None) -> Restored:
    """Put the backup `file` in the place of the store `target`, which stays beside it, dated `at`.

    A backup that is encrypted keeps its key, for which `keys` are asked: CS-224 to CS-226.

    StoreError CS-205, CS-206, CS-208 and CS-220 where the backup is none, CS-221 where somebody has the store
    open, CS-219 for a store on a server; nothing is changed then.
    """
    place, file = place_of(target), files.expanded(file).absolute()
    if place.path is None:
        raise StoreError("CS-219", name=place.name)
    path = place.path.resolve()
    if not os.path.exists(file):  # noqa: PTH110 - Path's own raises where the name is too long
        raise StoreError("CS-206", name=str(file))
    if path.exists() and file.samefile(path):
        raise StoreError("CS-209", name=str(file))
    key, secret, driver = unlocked(place_of(file), keys)
    with file_faults(place.name), beside(path) as unfinished:
        with translated(str(file), keyed=secret is not None), _to_read(file, driver, secret) as source:
            _copy(source, unfinished, driver, secret, generation=secrets.token_hex(8))
        schema = _prove(unfinished, str(file), key)
        on_disk(unfinished)
        kept = None
        undo_killed_restore(path)
        with translated(place.name), _alone(path, key):
            kept = _put_aside(path, at)
            unfinished.replace(path)
            on_disk(path.parent)
    lasting.made(f"the store {path} is restored")
    return Restored(path=path, schema=schema, kept=kept)


def change_key(target: str | Path, keys: Keys, new: StoreKey, *, at: datetime) -> Restored:
    """Encrypt the store `target` with a new key; what it was stays beside it, dated `at`, as it was.

    A copy is made with the new key, proven, and takes the place of the store in one step; so whatever stops
    this, the store opens with one of the two keys. StoreError CS-221 where somebody has it open, CS-224 to
    CS-228 for keys, CS-219, CS-220.
    """
    place = place_of(target)
    if place.path is None:
        raise StoreError("CS-219", name=place.name)
    path = place.path.resolve()
    if not path.exists():
        raise StoreError("CS-206", name=place.name)
    new.be_good()
    key, _, _ = unlocked(place, keys)
    undo_killed_restore(path)
    with (
        file_faults(place.name),
        translated(place.name, keyed=key is not None),
        beside(path) as unfinished,
        _alone(path, key, to_read=True) as source,
    ):
        _copy(source, unfinished, drivers.CIPHER, new.secret_of_new(), generation=secrets.token_hex(8))
        schema = _prove(unfinished, place.name, new)
        on_disk(unfinished)
        kept = _put_aside(path, at)
        unfinished.replace(path)
        on_disk(path.parent)
    lasting.made(f"the store {path} has another key")
    return Restored(path=path, schema=schema, kept=kept)


def _copy(source: Any, to: Path, driver: str, secret: Secret | None, generation: str = "") -> None:
    """What a connection sees now as the file `to`, which is another store from now on with a `generation`."""
    source.execute("SELECT 1 FROM sqlite_master").fetchone()  # what is wrong with it is said here
    plain = not source.execute("PRAGMA cipher_use_hmac").fetchone()
    encrypt = plain and secret is not None
    if plain and secret is not None:
        _encrypt(source, to, secret)
    with closing(drivers.connect(driver, str(to), secret, isolation_level=None)) as copy:
        if encrypt:
            copy.execute("INSERT INTO store_info VALUES (?, ?)", (engine.DRAFT_KEY, secrets.token_hex(32)))
        else:
            source.backup(copy)
        if generation:
            copy.execute("INSERT OR REPLACE INTO store_info VALUES ('generation', ?)", (generation,))
        copy.execute("PRAGMA journal_mode=WAL")


def _encrypt(source: Any, to: Path, secret: Secret) -> None:
    """A plain store as a file with a key. SQLite does not copy pages of the one into the other."""
    secret.attach(source, to, "keyed")
    source.execute("SELECT sqlcipher_export('keyed')").fetchone()
    for name in ("application_id", "user_version"):
        value = source.execute(f"PRAGMA main.{name}").fetchone()[0]
        source.execute(f"PRAGMA keyed.{name} = {value}")
    source.execute("DETACH keyed")


def _prove(copy: Path, name: str, key: StoreKey | None) -> int:
    """The schema of a copy that holds; StoreError CS-220 with the `name` of what it was made of."""
    with open_unchecked(copy, keys=given(key)) as opened:
        found = schema_of(opened)
        if found > engine.SCHEMA:
            raise StoreError("CS-204", name=name, found=str(found), needed=str(engine.SCHEMA))
        if found == engine.SCHEMA:
            opened.know_agencies()
        faults = faults_of_copy(opened, whole=found == engine.SCHEMA)
    if faults:
        raise StoreError(
            "CS-220", name=name, count=f"{len(faults)} fault{'s' * (len(faults) > 1)}", fault=str(faults[0])
        )
    return found


@contextmanager
def _to_read(file: Path, driver: str, secret: Secret | None) -> Iterator[Any]:
    """A connection to a backup, which may lie where nothing can be written; its log is read if it has one."""
    if (what := not_writable(file)) is not None:
        unwritable = Unwritable(file, what, driver, seconds=0, secret=secret)
        with closing(unwritable), unwritable.reading(), closing(unwritable.connect()) as source:
            yield source
        return
    log = file.with_name(f"{file.name}-wal")
    how = "mode=rw" if log.exists() and log.stat().st_size else "immutable=1"
    with closing(drivers.connect(driver, f"file:{quote(str(file))}?{how}", secret, uri=True)) as source:
        yield source


@contextmanager
def _alone(path: Path, key: StoreKey | None, *, to_read: bool = False) -> Iterator[Any]:
    """Have a store alone, its log taken into it; StoreError CS-221 where somebody else has it open.

    Answers the connection that holds it, by which it can be read with `to_read`. One that is damaged, or that
    the `key` does not open, is taken as it is.
    """
    if not path.exists():
        yield None
        return
    salt = None
    with suppress(StoreError):
        salt = refuse_strange_file(str(path), path)
    secret = key.secret(salt) if key is not None and salt is not None else None
    if is_held(path):
        raise StoreError("CS-221", name=str(path))
    driver = drivers.available()[0]
    with closing(drivers.connect(driver, str(path), secret, timeout=0, isolation_level=None)) as raw:
        try:
            raw.execute("PRAGMA journal_mode=DELETE").fetchone()
            if to_read:
                raw.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()  # which stays after the transaction
            raw.execute("BEGIN EXCLUSIVE")
            if to_read:
                raw.execute("COMMIT")
        except drivers.error_types() as error:
            if is_busy(error):
                raise StoreError("CS-221", name=str(path)) from error
        yield raw


def _put_aside(path: Path, at: datetime) -> Path | None:
    """Give what lies there, with its logs, a dated name as well; the store itself still has its own."""
    name, number = f"{path.name}{REPLACED}{at:%Y%m%d-%H%M%S}", 1
    kept = path.with_name(name)
    while any(kept.with_name(f"{kept.name}{end}").exists() for end in ("", *LOGS)):
        number += 1
        kept = path.with_name(f"{name}-{number}")
    there = path.exists()
    if there:
        kept.hardlink_to(path)
        kept.chmod(0o600)
    for end in LOGS:
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}{end}").rename(kept.with_name(f"{kept.name}{end}"))
    return kept if there else None
