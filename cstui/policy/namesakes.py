"""Whether two entries may be one person: names as people mistype, accent or part them, and the birth.

It only warns. Two known dates of birth that differ are two people; one date of birth lets a slip in the
name pass, without one the names must be the same except for accents, hyphens, blanks and capitals.
"""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher

import msgspec

from cstui.name_folding import plain

CLOSE = 0.8
"""How much of two names must be the same, from 0 to 1, where the date of birth is: a slip in five letters."""


class Bearer(msgspec.Struct, frozen=True, kw_only=True):
    """Who bears a name; `born` None where nobody knows."""

    last: str
    first: str
    born: date | None = None


def alike(one: Bearer, other: Bearer) -> bool:
    """Whether the two may be the same person."""
    if one.born is not None and other.born is not None and one.born != other.born:
        return False
    last, first = plain(one.last), plain(one.first)
    others_last, others_first = plain(other.last), plain(other.first)
    if (last, first) == (others_last, others_first):
        return True
    if one.born is None or other.born is None:
        return False
    swapped = (last, first) == (others_first, others_last)
    parted = first == others_first and bool(_parts(one.last) & _parts(other.last))
    return swapped or parted or _close(last + first, others_last + others_first)


def _close(name: str, other: str) -> bool:
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= CLOSE


def _parts(name: str) -> frozenset[str]:
    """The names of a double name: `CYPRESS-TUPELO` may be on record as `TUPELO`."""
    return frozenset(filter(None, map(plain, name.replace("-", " ").split())))
