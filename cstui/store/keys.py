"""The keys of encrypted stores: what a passphrase becomes, what the head of a file says, where a key is kept.

An encrypted store is a SQLCipher file. Its first 16 bytes are random, its salt; passphrase and salt give the
raw key as SQLCipher 4 itself derives it, so that `sqlcipher FILE` opens it with the passphrase. That takes a
sixth of a second, so it is done once a process and file, and connections are given the raw key.

A key is never a value of an option or of the environment, nor part of a message, a log or a repr.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
import stat
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cstui import files
from cstui.store import drivers
from cstui.store.errors import StoreError

if TYPE_CHECKING:
    from cstui.store.engine import Place

ROUNDS, KEY_BYTES, SALT_BYTES = 256_000, 32, 16
"""As SQLCipher 4 has them: PBKDF2-HMAC-SHA512 into a key of AES-256."""
_SHARED = (510, 0x40000002)
"""Bytes, and where they begin, of which SQLite locks one or all while it has a file open that has a log."""
PLAIN = b"SQLite format 3\x00"
HEAD = 100
"""Bytes of the head of a database, by which one that is encrypted is told from another kind of file."""
FEWEST, MOST = 15, 1_000
"""Characters of a passphrase. NIST SP 800-63B-4 asks for 15 where nothing else protects what it opens."""
SERVICE = "cstui"
"""What the system keyring files the passphrases of stores under."""

Inode = tuple[int, int]
Keys = Callable[["Place"], "StoreKey | None"]
"""Who is asked for the key of the encrypted store at a place; None where there is none to be had."""


class Secret:
    """The raw key and the salt of one file, as its connections need them. Says nothing of itself."""

    __slots__ = ("_raw", "salt")

    def __init__(self, raw: bytes, salt: bytes) -> None:
        self._raw, self.salt = raw, salt

    def unlock(self, raw: Any) -> None:
        """Give a new connection of the driver the key, before anything else is asked."""
        raw.execute("PRAGMA cipher_log_level=NONE")
        raw.execute(f"PRAGMA key = \"x'{self._raw.hex()}{self.salt.hex()}'\"")

    def attach(self, raw: Any, path: Path, name: str) -> None:
        """Attach a file that is locked with it to a connection."""
        raw.execute(f"ATTACH ? AS {name} KEY ?", (str(path), f"x'{self._raw.hex()}{self.salt.hex()}'"))

    def derived(self, purpose: str) -> bytes:
        """32 bytes that only who has the key can know, other ones for each purpose."""
        return hmac.digest(self._raw, purpose.encode(), "sha256")

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a key is not written anywhere")


class StoreKey:
    """A passphrase, and the raw keys that were derived from it. Says nothing of itself."""

    __slots__ = ("_derived", "_passphrase")

    def __init__(self, passphrase: str) -> None:
        self._passphrase = unicodedata.normalize("NFC", passphrase)
        self._derived: dict[bytes, Secret] = {}

    def secret(self, salt: bytes) -> Secret:
        """The raw key of the file that has this salt; derived once."""
        if salt not in self._derived:
            raw = hashlib.pbkdf2_hmac("sha512", self._passphrase.encode(), salt, ROUNDS, KEY_BYTES)
            self._derived[salt] = Secret(raw, salt)
        return self._derived[salt]

    def secret_of_new(self) -> Secret:
        """The raw key of a new file, with a salt of its own."""
        return self.secret(secrets.token_bytes(SALT_BYTES))

    def be_good(self) -> None:
        """StoreError CS-228 where a new store may not be encrypted with this passphrase."""
        if fault := _unfit(self._passphrase):
            raise StoreError("CS-228", fault=fault)

    def same_as(self, other: StoreKey) -> bool:
        """Whether the other one was typed the same way."""
        return hmac.compare_digest(self._passphrase.encode(), other._passphrase.encode())

    def keep(self, place: Place) -> None:
        """Keep the passphrase in the system keyring for the store at a place. StoreError CS-229."""
        with _keyring_faults():
            _keyring().set_password(SERVICE, place.name, self._passphrase)

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a key is not written anywhere")


def given(key: StoreKey | None) -> Keys:
    """Who answers with one key, whichever store is meant."""
    return lambda place: key


def opens(place: Place, key: StoreKey) -> bool:
    """Whether a key opens the encrypted store at a place."""
    assert place.path is not None
    salt = salt_of(place.name, place.path)
    if salt is None:
        return False
    where = f"file:{quote(str(place.path))}?immutable=1"
    try:
        with closing(drivers.connect(drivers.CIPHER, where, key.secret(salt), uri=True)) as raw:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except drivers.error_types():
        return False
    return True


def from_file(path: Path) -> StoreKey:
    """The key whose passphrase is the one line of a private plain file. StoreError CS-227 for any other."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise StoreError("CS-227", name=str(path), fault="it is not a plain file")
            if found.st_mode & 0o077:
                raise StoreError("CS-227", name=str(path), fault="others may read it")
            if found.st_uid not in (os.geteuid(), 0):
                raise StoreError("CS-227", name=str(path), fault="it belongs to somebody else")
            held = file.read(files.SHORT + 1)
        text = held.decode()
    except OSError as error:
        raise StoreError("CS-227", name=str(path), fault=error.strerror or "it cannot be read") from error
    except ValueError:
        raise StoreError("CS-227", name=str(path), fault="it is not UTF-8 text") from None
    line = text.removesuffix("\n").removesuffix("\r")
    if not line or len(held) > files.SHORT or not line.isprintable():
        raise StoreError("CS-227", name=str(path), fault="it is not one line of text")
    return StoreKey(line)


def from_keyring(place: Place) -> StoreKey | None:
    """The key that the system keyring keeps for the store at a place; None where it has none."""
    try:
        kept = _keyring().get_password(SERVICE, place.name)
    except Exception:  # noqa: BLE001 - each keyring has errors of its own; whoever is asked next has the key
        return None
    return None if kept is None else StoreKey(kept)


def forget(place: Place) -> bool:
    """Take the passphrase of a store out of the system keyring; False where none is there. CS-229."""
    with _keyring_faults():
        if _keyring().get_password(SERVICE, place.name) is None:
            return False
        _keyring().delete_password(SERVICE, place.name)
        return True


def salt_of(name: str, path: Path) -> bytes | None:
    """The salt of a file that may be an encrypted store; None for a plain database.

    StoreError CS-205 where it is neither. Of a file that this process has open as a store SQLite makes the
    salt known, because closing it here would end SQLite's locks.
    """
    driver, _ = _open_with.get(_inode(path), (None, 0))
    if driver is None:
        with path.open("rb") as file:
            head = file.read(HEAD)
        # Every byte of an encrypted file looks random; a text or a picture has a header of its own.
        scrambled = len(head) == HEAD and len(set(head)) > 64 and not head.isascii()
        if not scrambled and not head.startswith(PLAIN):
            raise StoreError("CS-205", name=name)
        salt = head[:SALT_BYTES]
    elif driver == drivers.STANDARD:
        return None
    else:
        with closing(drivers.module(driver).connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as raw:
            Secret(bytes(KEY_BYTES), b"").unlock(raw)
            salt = bytes.fromhex(raw.execute("PRAGMA cipher_salt").fetchone()[0])
    return None if salt == PLAIN else salt


def is_held(path: Path) -> bool:
    """Whether another process has the file open as a store, whether or not it can be read.

    False of one that this process itself has open: looking would end SQLite's locks.
    """
    if _inode(path) in _open_with:
        return False
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def opened(path: Path, driver: str) -> Inode | None:
    """Note that this process has opened a connection to the file of a store; which file, None for none."""
    try:
        inode = _inode(path)
    except OSError:
        return None  # it is gone again
    with _alone:
        _open_with[inode] = (driver, _open_with.get(inode, ("", 0))[1] + 1)
    return inode


def closed(inode: Inode | None) -> None:
    """Note that it has closed one."""
    with _alone:
        if inode in _open_with:
            driver, count = _open_with.pop(inode)
            if count > 1:
                _open_with[inode] = (driver, count - 1)


_open_with: dict[Inode, tuple[str, int]] = {}
_alone = threading.Lock()


def _inode(path: Path) -> Inode:
    found = path.stat()
    return found.st_dev, found.st_ino


def _keyring() -> Any:
    """The library `keyring`, which is heavy; ImportError where the extra `cipher` is not installed."""
    import keyring

    return keyring


@contextmanager
def _keyring_faults() -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise StoreError("CS-229", fault="keyring is not installed") from None
    except Exception as error:  # noqa: BLE001 - each keyring has errors of its own
        raise StoreError("CS-229", fault=type(error).__name__) from None


def _unfit(passphrase: str) -> str:
    if len(passphrase) < FEWEST:
        return f"it has {len(passphrase)} characters, and needs {FEWEST}"
    if len(passphrase) > MOST:
        return f"it has more than {MOST:,} characters"
    if not passphrase.isprintable() or passphrase != passphrase.strip():
        return "it begins or ends with a space, or has a character that cannot be typed"
    if len(set(passphrase)) < 5:
        return "it repeats the same few characters"
    return ""
