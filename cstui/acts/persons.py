"""Acts on a person: address, telephone, place of work, family-violence mark (PERS)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import LATER, Act, PersonAct, changed, decided, next_seq
from cstui.agency import find
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import PersonFacts
from cstui.policy.records import Address, Phone
from cstui.policy.rulebook import Checks, Rulebook

WRITTEN = ("line1", "line2", "city", "state", "zip_code")
"""What an address says."""


class ChangeAddress(PersonAct, frozen=True, kw_only=True):
    """Enter a person's new address; the former one stays with the date on which it ended.

    `state` is the agency's where it is left out.
    """

    label: ClassVar[str] = "address"

    line1: str
    city: str
    zip_code: str
    line2: str = ""
    state: str = ""
    kind: Literal["home", "mail"] = "home"

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        for name, label in (("line1", "ADDRESS"), ("city", "CITY"), ("zip_code", "ZIP")):
            checks.holds("CS-105", bool(getattr(self, name).strip()), name, label=label)
        former = [a for a in facts.addresses if a.kind == self.kind and a.until is None]
        address = Address(
            person=self.person,
            seq=next_seq(facts.addresses),
            kind=self.kind,
            line1=self.line1.strip(),
            line2=self.line2.strip(),
            city=self.city.strip(),
            state=self.state.strip() or find(rules.agency).state,
            zip_code=self.zip_code.strip(),
            since=on,
        )
        same = any(all(getattr(a, name) == getattr(address, name) for name in WRITTEN) for a in former)
        checks.holds("CS-135", not same, "line1", label="ADDRESS")
        changes: list[Add | Change] = [changed(a, until=on) for a in former]
        return decided(
            checks, [*changes, Add(address)], _logs(facts, "New address."), "The new address is entered."
        )

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        former = [a for a in facts.addresses if a.kind == self.kind and a.until is None]
        return tuple(
            ChangeAddress(person=self.person, kind=self.kind, **{name: getattr(a, name) for name in WRITTEN})
            for a in former[-1:]
        )


class ChangePhone(PersonAct, frozen=True, kw_only=True):
    """Enter a person's new telephone number; the former one stays with the date on which it ended."""

    label: ClassVar[str] = "telephone"

    number: str
    kind: Literal["home", "mobile", "work"] = "home"

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        number = self.number.strip()
        checks.holds("CS-105", bool(number), "phone", label="PHONE")
        former = [p for p in facts.phones if p.kind == self.kind and p.until is None]
        checks.holds("CS-135", all(p.number != number for p in former), "phone", label="PHONE")
        phone = Phone(person=self.person, seq=next_seq(facts.phones), kind=self.kind, number=number, since=on)
        changes: list[Add | Change] = [changed(p, until=on) for p in former]
        return decided(
            checks,
            [*changes, Add(phone)],
            _logs(facts, "New telephone number."),
            "The new number is entered.",
        )

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        former = [p for p in facts.phones if p.kind == self.kind and p.until is None]
        return tuple(ChangePhone(person=self.person, kind=self.kind, number=p.number) for p in former[-1:])


class MarkFamilyViolence(PersonAct, frozen=True, kw_only=True):
    """Set or lift the family-violence mark, which hides address and place of work everywhere."""

    label: ClassVar[str] = "family-violence mark"

    marked: bool
    why: str

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        same = facts.person.family_violence == self.marked
        checks.holds("CS-135", not same, "violence", label="FAMILY VIOLENCE")
        text = f"Family-violence mark {'set' if self.marked else 'lifted'}. {self.why.strip()}"
        return decided(checks, [changed(facts.person, family_violence=self.marked)], _logs(facts, text), text)

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        marked = facts.person.family_violence
        return (MarkFamilyViolence(person=self.person, marked=marked, why=LATER),)


class ChangeEmployer(PersonAct, frozen=True, kw_only=True):
    """Enter a person's place of work; empty where she or he has none."""

    label: ClassVar[str] = "employer"

    employer: str = ""

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        employer = self.employer.strip()
        checks.holds("CS-135", facts.person.employer != employer, "employer", label="EMPLOYER")
        text = "Place of work changed."
        return decided(checks, [changed(facts.person, employer=employer)], _logs(facts, text), text)

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        return (ChangeEmployer(person=self.person, employer=facts.person.employer),)


def _logs(facts: PersonFacts, text: str) -> list[Log]:
    who = f"{facts.person.first} {facts.person.last}"
    return [Log(subject=role.subject, action="PE", text=f"{who}: {text}") for role in facts.roles]
