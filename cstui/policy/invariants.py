"""What policy forbids, said of the facts themselves: no sequence of acts may reach such a state.

An agency's sentences repeat in another form what its rules hold at each act. Tests walk through acts and
nights and ask after each of them; `broken` names what is broken, with its citation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec

from cstui.agency import find
from cstui.policy.facts import SubjectFacts
from cstui.policy.rulebook import Rulebook


class Broken(msgspec.Struct, frozen=True):
    """A sentence that is not true of a subject; `key` is the subject's."""

    key: str
    sentence: str
    cite: str


Sentence = Callable[..., Iterator[str]]
"""Reads a subject's file, what `Invariants.reads` gives, and the rulebook, and nothing else."""


class Invariants(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's sentences with their citations.

    `reads` gives what the sentences read beside a file (of all subjects of the center); `forbidden` says what
    a step from one picture to the next did that no step may do.
    """

    sentences: tuple[tuple[Sentence, str], ...]
    reads: Callable[[Any], tuple[Any, ...]]
    forbidden: Callable[[Any, Any, date], tuple[Broken, ...]]


def invariants_of(rules: Rulebook) -> Invariants:
    """The sentences of the rulebook's agency."""
    found: Invariants = find(rules.agency).load("invariants")
    return found


def broken(facts: SubjectFacts, rules: Rulebook) -> tuple[Broken, ...]:
    """Every sentence that is not true of one of the subjects."""
    return _broken(facts.files, facts, rules)


def broken_since(before: SubjectFacts, after: SubjectFacts, rules: Rulebook) -> tuple[Broken, ...]:
    """Every sentence that is not true `after` a step and was true `before` it.

    A file that is the very same object is not asked again, unless what is read beside it changed.
    """
    reads = invariants_of(rules).reads
    if any(old is not new for old, new in zip(reads(before), reads(after), strict=True)):
        return broken(after, rules)
    old = before.files
    changed = tuple(file for file in after.files if not any(file is known for known in old))
    return _broken(changed, after, rules)


def _broken(files: tuple[Any, ...], facts: SubjectFacts, rules: Rulebook) -> tuple[Broken, ...]:
    known = invariants_of(rules)
    beside = known.reads(facts)
    return tuple(
        Broken(file.key, said, cite)
        for file in files
        for sentence, cite in known.sentences
        for said in sentence(file, *beside, rules)
    )
