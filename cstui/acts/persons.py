"""Acts on a person: address, telephone, place of work, family-violence mark (PERS); name, birth, death,
jail, state (PERC)."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import LATER, Act, PersonAct, changed, decided, next_seq
from cstui.agency import find
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import PersonFacts
from cstui.policy.formats import Line
from cstui.policy.records import Address, Person, Phone
from cstui.policy.rulebook import Checks, Rulebook

ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?")
WRITTEN = ("line1", "line2", "city", "state", "zip_code")
"""What an address says."""


class ChangeAddress(PersonAct, frozen=True, kw_only=True):
    """Enter a person's new address; the former one stays with the date on which it ended.

    `state` is the agency's where it is left out.
    """

    label: ClassVar[str] = "address"

    line1: Line
    city: Line
    zip_code: Line
    line2: Line = ""
    state: Line = ""
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
            state=self.state.strip().upper() or find(rules.agency).state,
            zip_code=self.zip_code.strip(),
            since=on,
        )
        _check_place(checks, address.state, address.zip_code)
        same = any(all(getattr(a, name) == getattr(address, name) for name in WRITTEN) for a in former)
        checks.holds("CS-135", not same, "line1", label="ADDRESS")
        changes: list[Add | Change] = [changed(a, until=on) for a in former]
        if self.kind == "home" and facts.person.lives_in != address.state:
            changes.append(changed(facts.person, lives_in=address.state))
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

    number: Line
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
    """Enter a person's place of work; empty where he or she has none."""

    label: ClassVar[str] = "employer"

    employer: Line = ""

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        employer = self.employer.strip()
        checks.holds("CS-135", facts.person.employer != employer, "employer", label="EMPLOYER")
        text = "Place of work changed."
        return decided(checks, [changed(facts.person, employer=employer)], _logs(facts, text), text)

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        return (ChangeEmployer(person=self.person, employer=facts.person.employer),)


class CorrectName(PersonAct, frozen=True, kw_only=True):
    """Correct a person's name; `first` stays empty where he or she has one name."""

    label: ClassVar[str] = "name corrected"

    last: Line
    first: Line = ""
    middle: Line = ""
    why: str

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        was = facts.person
        last, first, middle = self.last.strip(), self.first.strip(), self.middle.strip()
        checks.holds("CS-105", bool(last), "last", label="LAST")
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        same = (was.last, was.first, was.middle) == (last, first, middle)
        checks.holds("CS-135", not same, "last", label="NAME")
        text = f"Name corrected, was {_named(was)}. {self.why.strip()}"
        change = changed(was, last=last, first=first, middle=middle)
        return decided(checks, [change], _logs(facts, text), "The name is corrected.")

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        was = facts.person
        return (
            CorrectName(person=self.person, last=was.last, first=was.first, middle=was.middle, why=LATER),
        )


class CorrectBirth(PersonAct, frozen=True, kw_only=True):
    """Correct a person's date of birth; left out, it is not known."""

    label: ClassVar[str] = "date of birth corrected"
    needs_family: ClassVar[bool] = True

    born: date | None = None
    why: str

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        was, born = facts.person, self.born
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        checks.holds("CS-135", was.born != born, "born", label="BORN")
        if born is not None:
            checks.holds("CS-118", born <= on, "born", label="BORN", on=born)
            checks.holds(
                "CS-285", was.died_on is None or born <= was.died_on, "born", on=born, died=was.died_on
            )
            for parent in facts.parents:
                check_older(checks, parent.born, born, _named(parent), _named(was), "born")
            for child in facts.children:
                check_older(checks, born, child.born, _named(was), _named(child), "born", on=born)
        former = f"{was.born:%m/%d/%Y}" if was.born else "not known"
        text = f"Date of birth corrected, was {former}. {self.why.strip()}"
        return decided(
            checks, [changed(was, born=born)], _logs(facts, text), "The date of birth is corrected."
        )

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        return (CorrectBirth(person=self.person, born=facts.person.born, why=LATER),)


class RecordDeath(PersonAct, frozen=True, kw_only=True):
    """Record the day on which a person died; left out, a death that was entered by mistake is taken back."""

    label: ClassVar[str] = "death"

    died_on: date | None = None
    why: str

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        was, day = facts.person, self.died_on
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        checks.holds("CS-135", was.died_on != day, "died", label="DIED")
        if day is not None:
            checks.holds("CS-118", day <= on, "died", label="DIED", on=day)
            _check_born(checks, was, day, "died", "DIED")
        text = f"Died on {day:%m/%d/%Y}." if day else "Has not died."
        said = f"{text} {self.why.strip()}"
        return decided(checks, [changed(was, died_on=day)], _logs(facts, said), text)

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        return (RecordDeath(person=self.person, died_on=facts.person.died_on, why=LATER),)


class RecordJail(PersonAct, frozen=True, kw_only=True):
    """Record from when to when a person is in jail or prison; `until` is the first day out, where known.

    Without `since` an entry that was made by mistake is taken back.
    """

    label: ClassVar[str] = "jail"

    since: date | None = None
    until: date | None = None

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        was, since, until = facts.person, self.since, self.until
        checks.holds("CS-135", (was.held_since, was.held_until) != (since, until), "held", label="IN JAIL")
        checks.holds("CS-105", since is not None or until is None, "held", label="IN JAIL SINCE")
        text = "Was not in jail."
        if since is not None:
            checks.holds("CS-118", since <= on, "held", label="IN JAIL SINCE", on=since)
            _check_born(checks, was, since, "held", "IN JAIL SINCE")
            checks.holds("CS-282", until is None or since < until, "free", since=since, free=until)
            text = f"In jail since {since:%m/%d/%Y}"
            text += f", first day out {until:%m/%d/%Y}." if until else "."
        change = changed(was, held_since=since, held_until=until)
        return decided(checks, [change], _logs(facts, text), text)

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        was = facts.person
        return (RecordJail(person=self.person, since=was.held_since, until=was.held_until),)


class RecordState(PersonAct, frozen=True, kw_only=True):
    """Record in which state a person lives, where no address is known there (`TX`); empty, none is known."""

    label: ClassVar[str] = "state of residence"

    state: Line = ""

    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        state = self.state.strip().upper()
        checks.holds("CS-135", facts.person.lives_in != state, "lives", label="LIVES IN")
        if state:
            _check_state(checks, state, "lives", "LIVES IN")
        text = "State of residence changed."
        return decided(checks, [changed(facts.person, lives_in=state)], _logs(facts, text), text)

    def taken_back(self, facts: PersonFacts, effects: Effects) -> tuple[Act, ...]:
        return (RecordState(person=self.person, state=facts.person.lives_in),)


def check_older(
    checks: Checks,
    parent: date | None,
    child: date | None,
    parents_name: str,
    childs_name: str,
    field: str,
    on: date | None = None,
) -> None:
    """That a parent is born before the child (CS-280); `on` is the date to name, the child's if left out."""
    fits = parent is None or child is None or parent < child
    checks.holds("CS-280", fits, field, on=on or child, parent=parents_name, child=childs_name)


def _check_born(checks: Checks, person: Person, day: date, field: str, label: str) -> None:
    fits = person.born is None or person.born <= day
    checks.holds("CS-281", fits, field, label=label, on=day, born=person.born)


def _check_state(checks: Checks, state: str, field: str, label: str) -> None:
    known = checks.rules.code("state", state) is not None
    checks.holds("CS-104", known, field, label=label, value=state, table="state")


def _check_place(checks: Checks, state: str, zip_code: str) -> None:
    """That a state is one of the Postal Service's and a ZIP has five or nine digits."""
    _check_state(checks, state, "state", "STATE")
    shape = "five or nine digits"
    whole = not zip_code or bool(ZIP.fullmatch(zip_code))
    checks.holds("CS-116", whole, "zip_code", label="ZIP", value=zip_code, shape=shape)


def _named(person: Person) -> str:
    """LAST, FIRST as messages have it."""
    return f"{person.last}, {person.first}".rstrip(", ")


def _logs(facts: PersonFacts, text: str) -> list[Log]:
    who = f"{facts.person.first} {facts.person.last}".strip()
    return [Log(subject=role.subject, action="PE", text=f"{who}: {text}") for role in facts.roles]
