"""Persons by their names: each word by its beginning, in any order, and words that sound alike.

`LAST, FIRST` asks for the beginnings of the two. Other texts are words, each of which must begin a word of
the person's names; whose last name one of them begins comes first. After them come those who have a word
that sounds like one that was typed (Double Metaphone).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all
from sqlalchemy.orm import Session

from cstui.name_folding import plain, words_of
from cstui.policy.records import Person
from cstui.store.log_tables import NAME, WORD
from cstui.store.tables import TABLES

BEHIND = "~"
"""What sorts behind every plain letter."""
SOUND = "="
"""What stands before a sound among the words."""
HEARD = 3
"""Letters that a word has at least for which it is asked how it sounds."""
SIZES = (500, 5_000, 50_000)
"""By so many rows with a word it is told how rare it is; all who have more than the last are alike."""
SORTED = 100
"""Up to so many who are found are put in order by their names; more are shown as the index has them."""
AMONG = 10_000
"""Among so many, at most, who have a word that sounds like the rarest one, the others are looked for."""


class Named(msgspec.Struct, frozen=True):
    """Persons in the order of a search, and those of them whose names only sound alike."""

    numbers: list[int]
    alike: frozenset[int] = frozenset()


class Words(NamedTuple):
    """What a person is looked for by: words and sounds, and all of them in one text, the last name first."""

    words: tuple[str, ...]
    names: str


@lru_cache(maxsize=4096)
def sounds(word: str) -> tuple[str, ...]:
    """How a word sounds, in one or two ways, behind a sign; none where it is short or has digits."""
    if len(word) < HEARD or not word.isalpha():
        return ()
    from metaphone import doublemetaphone  # type: ignore[import-untyped]

    return tuple(SOUND + code for code in dict.fromkeys(doublemetaphone(word)) if code)


@lru_cache(maxsize=4096)
def words_of_person(*names: str) -> Words:
    """What a person of these names (last, first, middle) is looked for by."""
    whole = [plain(name) for name in names]
    words = dict.fromkeys(word for word in (*whole, *(w for name in names for w in words_of(name))) if word)
    heard = dict.fromkeys(code for word in words for code in sounds(word))
    return Words((*words, *heard), f" {' '.join((*words, *heard))} ")


def beginning(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a plain text begins so; an index finds it."""
    return and_(column >= text, column < text + BEHIND)


def by_beginnings(last: str, first: str) -> Select[tuple[int]]:
    """The persons whose plain last and first names begin so, by name."""
    rows = select(NAME.c.person).order_by(NAME.c.last, NAME.c.first, NAME.c.person)
    for column, text in ((NAME.c.last, last), (NAME.c.first, first)):
        if text:
            rows = rows.where(beginning(column, text))
    return rows


def named(session: Session, typed: str, most: int) -> Named:
    """The first `most` persons of a search for a name."""
    connection = session.connection()
    last, comma, first = typed.partition(",")
    if comma:
        last, first = plain(last), plain(first)
        rows = _own(by_beginnings(last, first), NAME).limit(most)
        return Named(list(connection.scalars(rows)) if last or first else [])
    asked = [word for word in dict.fromkeys(map(plain, typed.split())) if word]
    if not asked:
        return Named([])
    found: dict[int, None] = {}
    for last, first in _orders(asked):
        rows = _own(by_beginnings(last, first), NAME).limit(most)
        found.update(dict.fromkeys(connection.scalars(rows)))
        if len(found) >= most:
            return Named(list(found)[:most])
    found.update(dict.fromkeys(_with_all(session, asked, most + len(found))))
    numbers = list(found)[:most]
    alike = _alike(session, asked, numbers, most - len(numbers)) if len(numbers) < most else []
    return Named([*numbers, *alike], frozenset(alike))


def _orders(asked: Sequence[str]) -> list[tuple[str, str]]:
    """As which last and first name the words are looked for first of all: the index has these by name."""
    if len(asked) == 1:
        return [(asked[0], "")]
    return [(asked[0], asked[1]), (asked[1], asked[0])] if len(asked) == 2 else []


_PERSON = TABLES[Person].c


def _own(rows: Select[Any], table: Any) -> Select[Any]:
    """Without the entries of persons that were merged into another."""
    return rows.where(table.c.person.not_in(select(_PERSON.number).where(_PERSON.merged_into.is_not(None))))


def _rarest(session: Session, asked: Sequence[Sequence[ColumnElement[bool]]], sizes: Sequence[int]) -> int:
    """For which of the words the fewest rows meet one of its conditions, as `sizes` tell them apart."""

    def size(condition: ColumnElement[bool]) -> int:
        rows = select(WORD.c.person).where(condition).limit(1)
        beyond = (session.connection().scalar(rows.offset(most)) is not None for most in sizes)
        return next((at for at, more in enumerate(beyond) if not more), len(sizes))

    return min(range(len(asked)), key=lambda at: max(map(size, asked[at])))


def _with_all(session: Session, asked: Sequence[str], most: int) -> list[int]:
    """The persons with all the words, each by its beginning; first those whose last name one of them begins.

    The rows of the rarest word hold the other names: no other row is looked at.
    """
    longest = sorted(asked, key=len, reverse=True)
    begun = [beginning(WORD.c.word, word) for word in longest]
    rarest = _rarest(session, [[one] for one in begun], SIZES)
    beside = [WORD.c.names.contains(f" {word}") for at, word in enumerate(longest) if at != rarest]
    having = _own(select(WORD.c.names, WORD.c.person).where(begun[rarest], *beside), WORD)
    first = tuple(f" {word}" for word in asked)
    rows = [(row.names, row.person) for row in session.connection().execute(having.limit(SORTED + 1))]
    if len(rows) <= SORTED:
        rows.sort(key=lambda row: (not row[0].startswith(first), *row))
        return list(dict.fromkeys(person for _, person in rows))[:most]
    own = _in_order(session, having.where(or_(*(WORD.c.names.startswith(text) for text in first))), most)
    others = _in_order(session, having, most + len(own)) if len(own) < most else []
    return list(dict.fromkeys((*own, *others)))[:most]


def _in_order(session: Session, having: Select[Any], most: int) -> list[int]:
    """The first persons of rows of words as their index has them; a person may have several words."""
    rows, limit = having.with_only_columns(WORD.c.person).order_by(WORD.c.word, WORD.c.person), most
    while True:
        found = list(session.connection().scalars(rows.limit(limit)))
        persons = list(dict.fromkeys(found))
        if len(persons) >= most or len(found) < limit:
            return persons[:most]
        limit *= 4


def _alike(session: Session, asked: Sequence[str], known: Iterable[int], most: int) -> list[int]:
    """Those who have for each word one that begins so or sounds so, by name.

    Where very many have a word that sounds like each, they are looked for among the first of them: it is a
    help for a name that was heard, and no list of all who may be meant.
    """
    heard = [
        [beginning(WORD.c.word, word), *(WORD.c.word == code for code in sounds(word))] for word in asked
    ]
    rarest = _rarest(session, heard, (AMONG // 20, AMONG))
    rows = _own(select(WORD.c.person, WORD.c.names), WORD).limit(AMONG)
    parts = [
        rows.where(condition).subquery() for condition in heard[rarest]
    ]  # an index finds each, not all at once
    first = union_all(*(select(part) for part in parts)).subquery()
    beside = [
        or_(*(first.c.names.contains(text) for text in (f" {word}", *(f" {code} " for code in sounds(word)))))
        for at, word in enumerate(asked)
        if at != rarest
    ]
    begun = set(known)
    order = (first.c.names, first.c.person)
    found = select(first.c.person).where(*beside).group_by(*order).order_by(*order).limit(most + len(begun))
    return [number for number in session.connection().scalars(found) if number not in begun][:most]
