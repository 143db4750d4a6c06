"""Merge two entries that are one person, and take a merge back (PERC).

The cases, and the children in them, of the entry that goes are given the number of the one that stays, by
ordinary changes; the record of the merge says which. Nothing is renumbered and nothing erased: what the
old entry has of its own (addresses, telephones, letters) stays under its number, which opens the new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from msgspec import structs

from cstui.acts.base import LATER, Act, PersonAct, changed, decided, next_seq
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import MergeFacts
from cstui.policy.formats import PersonNumber
from cstui.policy.ivd import IvdBirth, IvdPaternity
from cstui.policy.records import PersonMerge, Record
from cstui.policy.rulebook import Checks, Rulebook


class MergePersons(PersonAct, frozen=True, kw_only=True):
    """Merge a person's entry into another one of the same person; the cases go over to the one that stays.

    Refused where both have a part in one case, where the dates of birth differ, where another agency has
    cases of one of them, and where the entry that goes has benefits or agreements of its own: merge the
    other way round.
    """

    label: ClassVar[str] = "persons merged"

    into: PersonNumber
    why: str

    @property
    def other(self) -> int | None:
        return self.into

    def decide(self, facts: MergeFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        assert facts.into is not None
        gone, stays = facts.person, facts.into.person
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        for why, way in in_the_way(facts):
            checks.holds("CS-284", False, "into", person=gone.number, into=stays.number, why=why, way=way)
        moved = list(_moved(facts.held, gone.number, stays.number))
        merge = PersonMerge(
            person=gone.number,
            seq=next_seq(facts.merges),
            into=stays.number,
            on=on,
            worker=actor,
            why=self.why.strip(),
            moved=[name for _, names in moved for name in names],
        )
        changes: list[Add | Change] = [
            *(change for change, _ in moved),
            changed(gone, merged_into=stays.number),
            Add(merge),
        ]
        if gone.family_violence and not stays.family_violence:
            changes.append(changed(stays, family_violence=True))
        text = f"Person {gone.number} merged into {stays.number}, {stays.last}. {merge.why}"
        message = f"Person {gone.number} is merged into {stays.number}: {len(merge.moved)} references."
        return decided(checks, changes, _logs(facts, text), message)

    def taken_back(self, facts: MergeFacts, effects: Effects) -> tuple[Act, ...]:
        return (SeparatePersons(person=self.person, why=LATER),)


class SeparatePersons(PersonAct, frozen=True, kw_only=True):
    """Take the merge of a person's entry back: the cases that the merge moved go back to it, no others."""

    label: ClassVar[str] = "merge taken back"
    of_merged: ClassVar[bool] = True

    why: str

    def decide(self, facts: MergeFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        merge = facts.merges[-1] if facts.merges else None
        stands = merge is not None and merge.undone_on is None
        checks.holds("CS-287", stands, "person", value=self.person)
        if merge is None or checks.refused:
            return Refused(tuple(checks.found))
        own = set(merge.moved)
        moved = list(_moved(facts.held, merge.into, merge.person, own))
        changes: list[Add | Change] = [
            *(change for change, _ in moved),
            changed(facts.person, merged_into=None),
            changed(merge, undone_on=on),
        ]
        text = f"Merge of person {merge.person} into {merge.into} taken back. {self.why.strip()}"
        message = f"Person {merge.person} is a separate entry again."
        return decided(checks, changes, _logs(facts, text), message)

    def taken_back(self, facts: MergeFacts, effects: Effects) -> tuple[Act, ...]:
        return (MergePersons(person=self.person, into=facts.merges[-1].into, why=LATER),)


def in_the_way(facts: MergeFacts) -> Iterator[tuple[str, str]]:
    """Each reason why the two cannot be merged, with the way out."""
    assert facts.into is not None
    gone, stays = facts.person, facts.into.person
    if gone.number == stays.number:
        yield "it is the same entry", "Key the number of the other entry."
        return
    if stays.merged_into is not None:
        yield (
            f"{stays.number} has itself been merged into {stays.merged_into}",
            f"Key {stays.merged_into}.",
        )
    if gone.born and stays.born and gone.born != stays.born:
        yield (
            f"born {gone.born:%m/%d/%Y} and {stays.born:%m/%d/%Y}",
            "They are two people, or one date is wrong: correct it on PERC first.",
        )
    parts = Counter(role.subject for role in (*facts.roles, *facts.into.roles))
    both = [subject for subject, count in parts.items() if count > 1]
    if both:
        yield (
            f"both have a part in {', '.join(both)}",
            "Set aside there what was entered twice (T on REFR for a referral), or they are two people.",
        )
    if facts.elsewhere:
        yield (
            "another agency has cases of one of them",
            "Ask the other agency's staff; a merge would change its cases.",
        )
    for kind in (IvdBirth, IvdPaternity):
        told = {one.person for one in facts.held if isinstance(one, kind) and one.standing}
        if len(told) > 1:
            yield (
                f"both have their {_words(kind).removeprefix('ivd ')} on record",
                "Set aside (A on IVDF) the one that is wrong.",
            )
    if facts.owned:
        kinds = sorted({_words(type(row)) for row in facts.owned})
        yield (
            f"it has records of its own ({', '.join(kinds)})",
            f"Merge {stays.number} into {gone.number} instead, if that entry has none. "
            "Where both have some, leave both entries and work their cases side by side.",
        )


def _moved(
    held: tuple[Record, ...], before: int, after: int, own: set[str] | None = None
) -> Iterator[tuple[Change, list[str]]]:
    """The changes by which records that name `before` name `after`, with the names of those references."""
    for record in held:
        fields = {
            name: after
            for name in record.__struct_fields__
            if getattr(record, name) == before
            and name in _numbers(type(record))
            and (own is None or reference(record, name) in own)
        }
        if fields:
            yield changed(record, **fields), [reference(record, name) for name in fields]


def reference(record: Record, field: str) -> str:
    """A field of a record by name: `Case 17000123 cp`, `Child 17000123 2 person`."""
    first = record.owner.by if record.owner else record.__struct_fields__[0]
    keys = [record.head] if record.head else [first, "seq"]
    return " ".join([type(record).__name__, *(str(getattr(record, key)) for key in keys), field])


def _numbers(record: type[Record]) -> frozenset[str]:
    return frozenset(f.name for f in structs.fields(record) if f.type in (PersonNumber, PersonNumber | None))


def _words(record: type[Record]) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in record.__name__).strip()


def _logs(facts: MergeFacts, text: str) -> list[Log]:
    roles = [*facts.roles, *(facts.into.roles if facts.into else ())]
    subjects = dict.fromkeys(role.subject for role in roles)
    return [Log(subject=subject, action="PE", text=text) for subject in subjects]
