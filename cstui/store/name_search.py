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
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
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
FEW = 50_000
"""Up to so many persons with a word are put in order by their names; more are read as the index has them."""
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
    begun = [beginning(WORD.c.word, word) for word in asked]
    rarest, count = _rarest(session, begun)
    if count < FEW:
        beside = [WORD.c.names.contains(f" {word}") for at, word in enumerate(asked) if at != rarest]
        surname = or_(*(WORD.c.names.startswith(f" {word}") for word in asked))
        words = _by_name(begun[rarest], *beside).order_by(case((surname, 0), else_=1), *_ORDER)
        found.update(dict.fromkeys(row.person for row in connection.execute(words.limit(most + len(found)))))
    else:
        _many(session, asked, rarest, found, most)
    numbers = list(found)[:most]
    alike = _alike(session, asked, numbers, most - len(numbers)) if len(numbers) < most else []
    return Named([*numbers, *alike], frozenset(alike))


def _orders(asked: Sequence[str]) -> list[tuple[str, str]]:
    """As which last and first name the words are looked for before all else: the index has these by name."""
    if len(asked) == 1:
        return [(asked[0], "")]
    return [(asked[0], asked[1]), (asked[1], asked[0])] if len(asked) == 2 else []


_PERSON = TABLES[Person].c
_ORDER = (WORD.c.names, WORD.c.person)


def _by_name(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Each person once who has a word that meets the conditions, with her or his names."""
    return _own(select(WORD.c.person, WORD.c.names).where(*conditions), WORD).group_by(*reversed(_ORDER))


def _own(rows: Select[Any], table: Any) -> Select[Any]:
    """Without the entries of persons that were merged into another."""
    return rows.where(table.c.person.not_in(select(_PERSON.number).where(_PERSON.merged_into.is_not(None))))


def _rarest(session: Session, conditions: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
    """Which of the conditions the fewest words meet, and how many, at most `FEW`."""
    counted = []
    for at, condition in enumerate(conditions):
        some = select(WORD.c.person).where(condition).limit(FEW).subquery()
        counted.append((session.connection().scalar(select(func.count()).select_from(some)) or 0, at))
    count, at = min(counted)
    return at, count


def _many(session: Session, asked: Sequence[str], rarest: int, found: dict[int, None], most: int) -> None:
    """Add to `found` where every word is a frequent one, as the indexes have them: nothing is sorted."""
    connection = session.connection()
    for word in asked:
        own = WORD.alias()
        others = [own.c.names.contains(f" {other}") for other in asked if other != word]
        rows = _own(by_beginnings(word, ""), NAME)
        if others:
            rows = rows.where(exists().where(own.c.person == NAME.c.person, *others))
        found.update(dict.fromkeys(connection.scalars(rows.limit(most + len(found)))))
        if len(found) >= most:
            return
    beside = [WORD.c.names.contains(f" {word}") for word in asked]
    having = _own(select(WORD.c.person).where(beginning(WORD.c.word, asked[rarest]), *beside), WORD)
    having = having.order_by(WORD.c.word, WORD.c.person)
    limit = most
    while True:  # a person may have several words that begin so
        persons = list(connection.scalars(having.limit(limit)))
        found.update(dict.fromkeys(persons))
        if len(found) >= most or len(persons) < limit:
            return
        limit *= 4


def _alike(session: Session, asked: Sequence[str], known: Iterable[int], most: int) -> list[int]:
    """Those who have for each word one that begins so or sounds so, by name.

    Where very many have a word that sounds like each, they are looked for among the first of them: it is a
    help for a name that was heard, and no list of all who may be meant.
    """
    heard = [or_(beginning(WORD.c.word, word), WORD.c.word.in_(sounds(word))) for word in asked]
    rarest, _ = _rarest(session, heard)
    first = _own(select(WORD.c.person, WORD.c.names).where(heard[rarest]), WORD).limit(AMONG).subquery()
    beside = [
        or_(*(first.c.names.contains(text) for text in (f" {word}", *(f" {code} " for code in sounds(word)))))
        for at, word in enumerate(asked)
        if at != rarest
    ]
    begun = set(known)
    order = (first.c.names, first.c.person)
    rows = select(first.c.person).where(*beside).group_by(*order).order_by(*order).limit(most + len(begun))
    return [number for number in session.connection().scalars(rows) if number not in begun][:most]
