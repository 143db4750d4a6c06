"""One-time codes of six digits (RFC 6238): a secret, what a device reads, and when a code counts."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest


def new_secret(draw: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new secret of one-time codes: 160 bits in base 32 (RFC 4226)."""
    return b32encode(draw(20)).decode()


def codes_uri(secret: str, number: str, store: str) -> str:
    """What a device reads to show codes of a secret."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=number, issuer_name=store)


def used_step(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The half minute of which a code is, one before or behind at most; None for none, or one used before.

    `after` is the last that was used.
    """
    from pyotp import TOTP

    typed, totp = "".join(code.split()), TOTP(secret)
    now = int(at.timestamp()) // totp.interval
    for step in (now - 1, now, now + 1):
        if step > after and compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return step
    return None
