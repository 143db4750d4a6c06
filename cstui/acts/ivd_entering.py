"""What every act that enters a fact of the IV-D vocabulary does; the acts themselves are in `ivd`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from msgspec import structs

from cstui.acts.base import LATER, Act, added, next_seq
from cstui.acts.ivd_base import IvdAct, check_code, check_dates, check_others, check_person, said
from cstui.acts.ivd_corrections import IvdSetAside
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.ivd import IvdChild, IvdFacts, IvdRecord
from cstui.policy.records import Person
from cstui.policy.rulebook import Checks, Rulebook


class Entering(IvdAct, frozen=True, kw_only=True):
    """Base of the acts that enter a fact: the inputs are the fields of the record that they make."""

    makes: ClassVar[type[IvdRecord]]
    """The record of the fact."""
    codes: ClassVar[Mapping[str, str]] = {}
    """The code table of each field that has one."""
    comes: ClassVar[bool] = False
    """Whether it may begin on a day to come."""

    def record(self, facts: IvdFacts, on: date) -> IvdRecord:
        """The fact as it is entered."""
        made = self.makes
        fields: dict[str, Any] = {n: getattr(self, n) for n in made.__struct_fields__ if hasattr(self, n)}
        if "entered_on" in made.__struct_fields__:
            fields["entered_on"] = on
        return made(seq=next_seq(facts.own_of(made)), **fields)

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        for field, table in self.codes.items():
            check_code(checks, table, getattr(self, field), field)
        record = self.record(facts, on)
        check_person(checks, facts, self.about, joins=self.makes is IvdChild)
        check_dates(checks, facts, record, on, comes=self.comes)
        check_others(checks, facts, record)
        self.check(checks, facts, record, on)
        new = list(self.persons(facts))
        known = structs.replace(facts, people={**facts.people, **{one.number: one for one in new}})
        return self.done(checks, facts, [*map(Add, new), Add(record)], f"{said(record, rules, known)}.")

    def persons(self, facts: IvdFacts) -> Iterator[Person]:
        """The persons whom the act adds."""
        yield from ()

    def check(self, checks: Checks, facts: IvdFacts, record: IvdRecord, on: date) -> None:
        """What this kind of fact is held to beside codes, persons, dates and others of its kind."""

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        [record] = added(effects, self.makes)
        return (IvdSetAside(case=self.case, fact=record.fact, number=record.seq, reason=LATER),)
