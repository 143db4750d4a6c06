"""What a new password has to be (NIST SP 800-63B, IRS Publication 1075). Nothing says what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from cstui.policy.rulebook import Checks, Rulebook

COMMON = "common_passwords"
"""The code table of words that make a password easy to guess."""
UNIT = 4
"""A text that repeats so few characters is guessed like them alone."""
PART = 4
"""The fewest letters of a name that a password may not have in it."""


def check_new(
    checks: Checks,
    password: str,
    *,
    number: str,
    name: str,
    former: Sequence[str],
    same: Callable[[str, str], bool],
    on: date,
    field: str = "new",
) -> None:
    """Check a password that the worker of that number and name is to have from `on`.

    `former` are the hashes of those that he or she had, the present one first; `same` compares one with what
    was typed.
    """
    rules = checks.rules
    least, most = rules.days("password_least", on), rules.days("password_most", on)
    checks.holds("CS-953", len(password) >= least, field, count=len(password), least=least)
    checks.holds("CS-954", len(password) <= most, field, count=len(password), most=most)
    checks.holds("CS-955", not _has_name(password, number, name), field)
    checks.holds("CS-956", not easy(password, rules), field)
    if not checks.refused:  # a comparison takes a moment
        kept = former[: rules.days("password_former", on)]
        checks.holds("CS-957", not any(same(one, password) for one in kept), field, count=len(kept))


def easy(password: str, rules: Rulebook) -> bool:
    """Whether it is a common one, with digits and signs around it or several times, or runs up or down."""
    folded = "".join(char for char in password.casefold() if char.isalnum())
    if not folded:
        return True
    unit = _unit(folded)
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    bare = folded.strip("0123456789")
    common = any(rules.code(COMMON, one) for one in (folded, unit, bare, _unit(bare)) if one)
    return common or len(unit) <= UNIT or steps in ({1}, {-1}) or folded in _DIGITS


_DIGITS = "1234567890" * 8


def _unit(text: str) -> str:
    """The shortest text of which this one is a repetition."""
    return next(
        (text[:size] for size in range(1, len(text)) if (text[:size] * len(text)).startswith(text)), text
    )


def _has_name(password: str, number: str, name: str) -> bool:
    folded = password.casefold()
    parts = [
        part.casefold() for part in name.replace(",", " ").replace("-", " ").split() if len(part) >= PART
    ]
    return any(part in folded for part in (number.casefold(), *parts))


def expires(set_on: date, rules: Rulebook, on: date) -> date | None:
    """The first day on which a password that was set on a day is not taken any more; None for never."""
    days = rules.days("password_days", on)
    return set_on + timedelta(days=days) if days else None
