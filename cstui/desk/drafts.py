"""Drafts: what was typed on a screen and not entered, kept in private files until it is.

One file a worker, store, screen and subject, written by `os.replace` in a thread of its own, so that
no key waits for the disk; writings of the same draft that wait are one. Files are read strictly: what
is not a draft of this worker on this store is set aside.

A draft is protected no less than the store. Those of a practice store in a plain file are plain. Those of an
encrypted store are encrypted by AES-GCM with a key that lies in the store, and so open after its passphrase
was changed. Those of a live store that is not encrypted, and of one on a server, are not kept.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path

import msgspec

from cstui import files
from cstui.store.engine import Store, StoreInfo

FORMAT = 1
LARGEST = 256 * 1024
"""Bytes of the largest draft that is read: a screen full of long notes has a tenth of it."""
ASIDE = "aside"
Rows = Mapping[str, Mapping[str, str]]
"""Columns of list rows, by the row's key."""


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed on one screen.

    `fields` and `rows` (by the row's key) are the typed values, `was` and `rows_was` what was painted
    there; `seen` are the versions painted and `painted` when that was. `at` is the moment of the last
    keeping, both UTC; `on` the business date then. `subject` is the case, else the argument.
    """

    format: int
    worker: str
    store: str
    screen: str
    subject: str
    argument: str
    on: date
    at: datetime
    painted: datetime
    fields: Mapping[str, str] = {}
    was: Mapping[str, str] = {}
    rows: Rows = {}
    rows_was: Rows = {}
    seen: Mapping[str, int] = {}

    @property
    def key(self) -> tuple[str, str]:
        """The screen and what it shows."""
        return self.screen, self.subject

    @property
    def typed(self) -> bool:
        """Whether it holds anything."""
        return bool(self.fields or self.rows)

    def over(self, older: Draft | None) -> Draft:
        """This draft with what an older one of the same screen holds beside it."""
        if older is None:
            return self
        return msgspec.structs.replace(
            self,
            painted=min(older.painted, self.painted),
            fields={**older.fields, **self.fields},
            was={**older.was, **self.was},
            rows=_beside(older.rows, self.rows),
            rows_was=_beside(older.rows_was, self.rows_was),
            seen={**self.seen, **older.seen},
        )


def _beside(older: Rows, newer: Rows) -> Rows:
    return {key: {**older.get(key, {}), **newer.get(key, {})} for key in {**older, **newer}}


def kept_for(info: StoreInfo) -> bool:
    """Whether drafts may be kept for a store: encrypted as it is, or plain as a file of made-up cases is."""
    return info.encrypted or (info.kind == "practice" and "postgresql" not in info.database.lower())


def drafts_of(folder: Path, worker: str, store: Store, writer: Writer) -> Drafts | None:
    """The drafts of a worker on an open store; None where none may be kept, or cannot be encrypted here."""
    info = store.info()
    if not kept_for(info):
        return None
    lock = None
    if info.encrypted:
        key = store.draft_key()
        if key is None or find_spec("cryptography") is None:
            return None
        lock = Lock(key)
    return Drafts(folder, worker, f"{info.name} {info.created} {info.place}", writer, lock)


class Lock:
    """Encrypts what is kept in a file, bound to the name of the file. Says nothing of its key."""

    NONCE = 12

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def closed(self, name: str, held: bytes) -> bytes:
        """What is written of `held` into the file of that name."""
        nonce = secrets.token_bytes(self.NONCE)
        return nonce + self._cipher.encrypt(nonce, held, name.encode())

    def opened(self, name: str, written: bytes) -> bytes:
        """What was closed under that name; ValueError where it was not, or was changed."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(written[: self.NONCE], written[self.NONCE :], name.encode())
        except InvalidTag:
            raise ValueError("it was not closed with this key") from None


class Writer:
    """Writes files in a thread of its own, each whole or not at all. None as content removes a file."""

    def __init__(self) -> None:
        self._waiting: dict[Path, Callable[[], bytes] | None] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._busy = self._closed = False
        self.fault = ""
        """What the last writing that failed said; empty after one that did not."""

    def put(self, path: Path, content: Callable[[], bytes] | None) -> None:
        """Have a file written soon; answers at once."""
        with self._changed:
            self._waiting.pop(path, None)
            self._waiting[path] = content
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until everything is written; False where that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._busy, timeout=seconds)

    def close(self) -> None:
        """Write what waits and end the thread."""
        self.flush()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                path = next(iter(self._waiting))
                content = self._waiting.pop(path)
                self._busy = True
            try:
                _written(path, content)
                self.fault = ""
            except OSError as error:
                self.fault = error.strerror or str(error)


def _written(path: Path, content: Callable[[], bytes] | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    files.folder(path.parent, own=True)
    files.replace(path, content())


class Drafts:
    """The drafts of one worker on one store, in a folder below `folder`."""

    def __init__(
        self, folder: Path, worker: str, store: str, writer: Writer, lock: Lock | None = None
    ) -> None:
        self.worker, self.store, self.writer, self._lock = worker, store, writer, lock
        self.folder = folder / _digest(worker, store)
        self.set_aside: list[Path] = []
        self._held: dict[tuple[str, str], Draft] = {}
        self.load()

    def load(self) -> None:
        """Read the folder; what is not a draft of this worker on this store is moved to `aside`."""
        self.writer.flush()
        self._held, self.set_aside = {}, []
        for path in sorted(self.folder.glob(f"*.{self._ending}")) if self.folder.is_dir() else ():
            draft = self._read(path)
            if draft is None:
                self._put_aside(path)
            else:
                self._held[draft.key] = draft

    def _read(self, path: Path) -> Draft | None:
        try:
            if path.is_symlink():
                return None
            held = files.read(path, LARGEST)
            draft = files.decoded(self._lock.opened(path.name, held) if self._lock else held, Draft)
        except (OSError, ValueError):
            return None
        own = (draft.format, draft.worker, draft.store) == (FORMAT, self.worker, self.store)
        aware = draft.at.tzinfo is not None and draft.painted.tzinfo is not None
        return draft if own and aware and draft.typed and path == self._path(draft.key) else None

    def _put_aside(self, path: Path) -> None:
        aside = self.folder / ASIDE
        try:
            files.folder(aside, own=True)
            path.replace(aside / path.name)
            self.set_aside.append(aside / path.name)
        except OSError:
            self.set_aside.append(path)

    @property
    def _ending(self) -> str:
        return "draft" if self._lock else "json"

    def _path(self, key: tuple[str, str]) -> Path:
        return self.folder / f"{key[0]}-{_digest(*key)[:16]}.{self._ending}"

    def _written(self, draft: Draft) -> bytes:
        held = msgspec.json.encode(draft)
        return self._lock.closed(self._path(draft.key).name, held) if self._lock else held

    def get(self, key: tuple[str, str]) -> Draft | None:
        """The draft of a screen and subject, or None."""
        return self._held.get(key)

    def all(self) -> list[Draft]:
        """Every draft, the newest first."""
        return sorted(self._held.values(), key=lambda draft: draft.at, reverse=True)

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the one before; written soon."""
        before = self._held.get(draft.key)
        self._held[draft.key] = draft
        if before is None or msgspec.structs.replace(draft, at=before.at) != before:
            self.writer.put(self._path(draft.key), lambda: self._written(draft))

    def hold(self, key: tuple[str, str], draft: Draft | None) -> None:
        """Keep a draft as that of a screen and subject; None drops the one that is there."""
        if draft is None:
            self.drop(key)
        else:
            self.keep(draft)

    def drop(self, key: tuple[str, str]) -> None:
        """Forget a draft: it was entered, or dropped."""
        if self._held.pop(key, None) is not None:
            self.writer.put(self._path(key), None)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
