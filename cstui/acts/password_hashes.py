"""Hashes of passwords: made, compared, known to be out of date. Each says its method, cost and salt.

The libraries are imported when a password is checked, not before: a desk starts without them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from cstui.policy.rulebook import Rulebook

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ARGON2ID, PBKDF2 = "argon2id", "pbkdf2"
METHODS = (ARGON2ID, PBKDF2)
SALT, DIGEST = 16, 32
"""Bytes of a salt and of what comes out."""


class Hashing(msgspec.Struct, frozen=True, kw_only=True):
    """A method with its cost: argon2id (RFC 9106), or PBKDF2 with HMAC-SHA-256 (NIST SP 800-132).

    `draw` gives that many random bytes.
    """

    method: str = ARGON2ID
    passes: int
    kibibytes: int
    lanes: int
    rounds: int
    draw: Callable[[int], bytes] = secrets.token_bytes

    def hash(self, password: str) -> str:
        """What is kept of a password: method, cost, salt and digest in one text."""
        salt = self.draw(SALT)
        if self.method == PBKDF2:
            return _pbkdf2(password, self.rounds, salt)
        return self._argon2().hash(_bytes(password), salt=salt)

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made by another method or at another cost than passwords are hashed now."""
        if self.method == PBKDF2:
            return not kept.startswith(f"$pbkdf2-sha256${self.rounds}$")
        if not kept.startswith("$argon2id$"):
            return True
        return self._argon2().check_needs_rehash(kept)

    def _argon2(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(
            time_cost=self.passes,
            memory_cost=self.kibibytes,
            parallelism=self.lanes,
            hash_len=DIGEST,
            salt_len=SALT,
        )


def hashing_of(rules: Rulebook, on: date, method: str = ARGON2ID) -> Hashing:
    """How passwords are hashed on a date: by `method`, at the cost of the rulebook's parameters."""
    return Hashing(
        method=method,
        passes=rules.days("argon2_passes", on),
        kibibytes=rules.days("argon2_kibibytes", on),
        lanes=rules.days("argon2_lanes", on),
        rounds=rules.days("pbkdf2_rounds", on),
    )


def matches(kept: str, password: str) -> bool:
    """Whether it is the password of which `kept` is the hash, whatever made that; False for a damaged one."""
    if kept.startswith("$pbkdf2-sha256$"):
        return _matches_pbkdf2(kept, password)
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """A password as it is hashed: the same characters however a keyboard composes them (SP 800-63B)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _pbkdf2(password: str, rounds: int, salt: bytes) -> str:
    digest = hashlib.pbkdf2_hmac("sha256", _bytes(password), salt, rounds, DIGEST)
    return "$".join(("", "pbkdf2-sha256", str(rounds), b64encode(salt).decode(), b64encode(digest).decode()))


def _matches_pbkdf2(kept: str, password: str) -> bool:
    try:
        _, _, rounds, salt, _ = kept.split("$")
        made = _pbkdf2(password, int(rounds), b64decode(salt, validate=True))
    except (ValueError, Base64Error, OverflowError):
        return False
    return hmac.compare_digest(kept.encode(), made.encode())
