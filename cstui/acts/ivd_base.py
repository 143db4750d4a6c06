"""What acts on the facts of an IV-D case have in common: the case, and what every fact is held to.

They are done to an IV-D case under its number, and logged on the subject that it is part of. They read the
relations of the vocabulary, and neither read nor change a state's own facts.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta

from cstui.acts.base import Act, decided
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.ivd import IvdAssistance, IvdChild, IvdFacts, IvdRecord, IvdSpell
from cstui.policy.namesakes import Bearer
from cstui.policy.rulebook import Checks, Rulebook

IvdNumber = Annotated[
    str, Meta(pattern=r"^\S{1,24}$", description="number of an IV-D case", extra={"longest": 24})
]
ENTERED, CORRECTED = "FD", "CE"
"""How the log marks a fact that was entered or ended, and one that was corrected."""


class IvdAct(Act, frozen=True, kw_only=True):
    """Base of the acts on the facts of an IV-D case."""

    case: IvdNumber

    @property
    def target(self) -> str:
        return f"ivd {self.case}"

    @property
    def about(self) -> int | None:
        """The number of the person whom the act names; None for nobody."""
        number: int | None = getattr(self, "person", None)
        return number

    @property
    def other_case(self) -> str:
        """The number of another IV-D case that the act names; empty for none."""
        number: str = getattr(self, "counts_with", "")
        return number

    def newcomer(self) -> Bearer | None:
        """The person whom the act adds: its facts need a number, and who may be the same; None for nobody."""
        return None

    @abstractmethod
    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""

    def done(
        self,
        checks: Checks,
        facts: IvdFacts,
        changes: Iterable[Add | Change],
        text: str,
        action: str = ENTERED,
    ) -> Effects | Refused:
        """As `decided`, with `text` in the log of the subject and as what the worker is told."""
        said = text if facts.case.subject.endswith(f" {self.case}") else f"IV-D case {self.case}: {text}"
        return decided(checks, changes, [Log(subject=facts.case.subject, action=action, text=said)], text)


def held(facts: IvdFacts, kind: type[IvdRecord]) -> Sequence[IvdRecord]:
    """The facts of a kind that hold, those of the state's own records among them where acts read them."""
    rows: dict[type[IvdRecord], Sequence[IvdRecord]] = {
        IvdSpell: facts.spells,
        IvdChild: facts.children,
        IvdAssistance: facts.assistance,
    }
    return rows[kind] if kind in rows else facts.of(kind)


def check_code(checks: Checks, table: str, code: str, field: str) -> None:
    """CS-104 where the table does not know the code."""
    known = checks.rules.code(table, code) is not None
    checks.holds("CS-104", known, field, label=label(field), value=code, table=table)


def check_person(checks: Checks, facts: IvdFacts, number: int | None, *, joins: bool = False) -> None:
    """The person is on record, and is a child of the case unless he or she `joins` it."""
    if number is None:
        return
    person = facts.people.get(number)
    if not checks.holds("CS-121", person is not None, "person", value=number) or person is None:
        return
    into = person.merged_into
    checks.holds("CS-286", into is None, "person", value=number, into=into)
    child = joins or any(one.person == number for one in facts.children)
    checks.holds("CS-801", child, "person", value=number, case=facts.case.case)


def check_dates(
    checks: Checks,
    facts: IvdFacts,
    record: IvdRecord,
    on: date,
    *,
    comes: bool = False,
) -> None:
    """No fact is of a day to come, none of a case from before it, none ends before it began."""
    since, field = record.dated, record.dated_by
    checks.holds("CS-118", comes or since <= on, field, label=label(field), on=since)
    if record.within and facts.opened is not None:
        early = since >= facts.opened
        checks.holds("CS-803", early, field, label=label(field), on=since, opened=facts.opened)
    number = getattr(record, "person", None)
    person = facts.people.get(number) if number is not None else None
    if person is not None and person.born is not None:
        born = since >= person.born
        checks.holds("CS-281", born, field, label=label(field), on=since, born=person.born)
    check_end(checks, record, on)


def check_end(checks: Checks, record: IvdRecord, on: date) -> None:
    """A fact ends on the day on which it begins, or later; an end that must have come has come."""
    if record.ended_by:
        ends, field = getattr(record, record.ended_by), record.ended_by
        whole = record.ended is None or record.dated <= record.ended
        checks.holds("CS-802", whole, field, label=label(field), on=ends, since=record.dated)
        come = not record.over or ends is None or ends <= on
        checks.holds("CS-118", come, field, label=label(field), on=ends)


def check_others(checks: Checks, facts: IvdFacts, record: IvdRecord) -> None:
    """A fact does not meet another of its kind where only one holds, on a day or at all."""
    kind, what = type(record), checks.rules.meaning("ivd_fact", record.fact)
    others = [one for one in held(facts, kind) if one.seq == 0 or (one.case, one.seq) != key_of(record)]
    if not kind.of_person:
        others = [one for one in others if one.case in ("", record.case)]
    if kind.only:
        same = [one for one in others if getattr(one, "person", None) == getattr(record, "person", None)]
        first = same[0] if same else record
        checks.holds("CS-805", not same, "fact", what=what, since=first.dated, case=first.case)
    if kind.alone is not None:
        alike = [one for one in others if all(getattr(one, n) == getattr(record, n) for n in kind.alone)]
        met = next((one for one in alike if one.meets(record)), record)
        until = f" to {met.ended:%m/%d/%Y}" if met.ended is not None else ""
        checks.holds("CS-804", met is record, record.dated_by, what=what, since=met.dated, until=until)


def key_of(record: IvdRecord) -> tuple[str, int]:
    """The number of a fact, on the case under which it was entered."""
    return record.case, record.seq


def said(record: IvdRecord, rules: Rulebook, facts: IvdFacts) -> str:
    """A fact in one line: `Paternity: order, ivd, MILES, AARON, 03/02/2026`."""
    return f"{rules.meaning('ivd_fact', record.fact)}: {', '.join(_parts(record, facts))}"


def _parts(record: IvdRecord, facts: IvdFacts) -> Iterator[str]:
    for field in type(record).__struct_fields__:
        value = getattr(record, field)
        if field not in HIDDEN and isinstance(value, str) and value:
            yield value
    number = getattr(record, "person", None)
    if number is not None:
        person = facts.people.get(number)
        yield f"{person.last}, {person.first}" if person is not None else f"person {number}"
    yield f"{record.dated:%m/%d/%Y}"
    if record.ended_by and (ends := getattr(record, record.ended_by)) is not None:
        yield f"{label(record.ended_by).lower()} {ends:%m/%d/%Y}"


def label(field: str) -> str:
    """An input as messages call it: `ENDS ON`."""
    return field.upper().replace("_", " ")


HIDDEN = frozenset({"case"})
"""The fields of a fact that its line does not say."""
