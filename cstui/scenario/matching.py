"""Expectations of one among several: `some = "contacts"`, `where = { how = "C", on = 2026-03-30 }`.

It does not matter at which place it stands, so that an entry made by mistake and taken back before
it is in nobody's way. What was taken back counts only where `where` asks for `standing` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cstui.policy.facts import SubjectFacts
from cstui.scenario import paths
from cstui.scenario.shapes import ExpectText

STANDING = "standing"


def there(facts: SubjectFacts, said: ExpectText) -> list[tuple[int, Any]]:
    """What the list that is asked for holds: its places in the whole list, from 0, and the records."""
    name, begins = paths.list_of(said.some or "")
    held = list(enumerate(paths.fact_at(facts, name) or ()))[begins:]
    if STANDING in said.where:
        return held
    return [(at, record) for at, record in held if getattr(record, STANDING, True)]


def unlike(record: object, where: Mapping[str, Any]) -> list[str]:
    """The fields in which the record is not as asked; empty where it is."""
    return [name for name, wanted in where.items() if not _is(getattr(record, name), wanted)]


def nearest(held: list[tuple[int, Any]], where: Mapping[str, Any]) -> tuple[int, Any]:
    """Which comes nearest to what is asked; of those that come equally near the last. None may be empty."""
    best: tuple[int, Any] = min(reversed(held), key=lambda one: len(unlike(one[1], where)))
    return best


def either(said: str | list[str] | None) -> tuple[str, ...]:
    """What is named: one thing, or several of which each will do."""
    return () if said is None else (said,) if isinstance(said, str) else tuple(said)


def says(said: str | list[str] | None, texts: Iterable[str]) -> list[str]:
    """What is asked for and in none of the texts, letter by letter; empty where all of it is."""
    there = tuple(texts)
    return [one for one in either(said) if not any(one in text for text in there)]


def _is(value: object, wanted: object) -> bool:
    """Whether a field is as asked: that value, one of several, or (true, false) filled or empty."""
    if isinstance(wanted, list):
        return any(_is(value, one) for one in wanted)
    if isinstance(wanted, bool) and not isinstance(value, bool):
        return (value not in (None, "", 0)) == wanted
    return value == wanted
