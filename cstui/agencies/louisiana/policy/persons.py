"""What a person's own circumstances mean for a case: death, jail, another state, age (readings of E-521)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Child
from cstui.agency import find
from cstui.policy.guide import step
from cstui.policy.records import NextStep, Person
from cstui.policy.rulebook import Checks, Rulebook


def of_age_on(person: Person, rules: Rulebook, on: date) -> date | None:
    """The day on which a person comes of age, by the law of `on`; None where the birth is not known."""
    if person.born is None:
        return None
    year = person.born.year + rules.days("age_of_majority", on)
    try:
        return person.born.replace(year=year)
    except ValueError:  # born on February 29
        return date(year, 3, 1)


def is_minor(person: Person, rules: Rulebook, on: date) -> bool:
    """Whether a person is known to be a minor on `on`."""
    day = of_age_on(person, rules, on)
    return day is not None and on < day


def living(facts: Facts, on: date) -> tuple[Child, ...]:
    """The children of the case who are not known to have died."""
    children = case_position.children_of(facts.file)
    dead = [person.number for person in facts.people if person.died_on is not None and person.dead(on)]
    return tuple(child for child in children if child.person not in dead) if dead else children


def minors(facts: Facts, rules: Rulebook, on: date) -> tuple[Child, ...]:
    """The children of the case who are living and not known to be of age or emancipated."""
    found = []
    for child in living(facts, on):
        if child.emancipated_on is not None and child.emancipated_on <= on:
            continue
        person = facts.person(child.person)
        if person is None or (grown := of_age_on(person, rules, on)) is None or on < grown:
            found.append(child)
    return tuple(found)


def childless(facts: Facts, on: date) -> bool:
    """Whether every child of the case has died."""
    if all(person.died_on is None for person in facts.people):
        return False
    return bool(case_position.children_of(facts.file)) and not living(facts, on)


def is_away(person: Person, rules: Rulebook) -> bool:
    """Whether a person is known to live in another state."""
    return person.lives_in not in ("", find(rules.agency).state)


def standing(person: Person, rules: Rulebook, on: date, *, child: bool = False) -> str:
    """A person's circumstances in a line, for screens; empty where there is nothing to say.

    Of a person under family violence the state is not named. Of a `child` it says the date of majority.
    """
    said = []
    if person.died_on is not None:
        said.append(f"DIED {person.died_on:%m/%d/%Y}")
    elif person.held(on):
        until = f" TO {person.held_until:%m/%d/%Y}" if person.held_until else ""
        said.append(f"IN JAIL SINCE {person.held_since:%m/%d/%Y}{until}")
    if is_away(person, rules) and person.died_on is None:
        said.append("OUT OF STATE" if person.family_violence else f"LIVES IN {person.lives_in}")
    day = of_age_on(person, rules, on)
    if child and day is not None and day <= on:
        said.append(f"OF AGE {day:%m/%d/%Y}")
    elif not child and is_minor(person, rules, on):
        said.append(f"MINOR TO {day:%m/%d/%Y}")
    return ", ".join(said)


def of_case(facts: Facts, rules: Rulebook, on: date) -> str:
    """The circumstances of a case's parties and children in a line: `CP DIED 03/01/2026; CHILD 2 OF AGE`."""
    said = [("CP", standing(facts.cp, rules, on))]
    if facts.ncp is not None:
        said.append(("NCP", standing(facts.ncp, rules, on)))
    children = ((c.seq, facts.person(c.person)) for c in case_position.children_of(facts.file))
    said += [(f"CHILD {seq}", standing(one, rules, on, child=True)) for seq, one in children if one]
    return "; ".join(f"{who} {what}" for who, what in said if what)


def check_schedule(checks: Checks, cp: Person, day: date, on: date) -> None:
    """Whether the CP can be seen on `day`: warns of jail, another state and age, refuses after death."""
    checks.holds("LA-E521-21", not cp.dead(on), "purpose", on=cp.died_on)
    if cp.dead(on):
        return
    checks.holds("LA-E521-22", not cp.held(day), "date", since=cp.held_since, on=day)
    checks.holds("LA-E521-23", not is_away(cp, checks.rules), "purpose")
    checks.holds(
        "LA-E521-24", not is_minor(cp, checks.rules, on), "purpose", on=of_age_on(cp, checks.rules, on)
    )


def check_missed(checks: Checks, cp: Person, outcome: str, day: date) -> None:
    """Warns where the CP was in jail, or had died, on the day of an appointment that is called failed."""
    able = outcome != "F" or not (cp.held(day) or cp.dead(day))
    fate = "had died" if cp.dead(day) else "was in jail"
    checks.holds("LA-E521-25", able, "outcome", on=day, fate=fate)


def died(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """What is to be done once the CP has died: cancel what is open, then close or enter a new payee."""
    if not facts.cp.dead(on):
        return
    for appointment in case_position.open_appointments(facts.file):
        text = f"CP died: cancel {appointment.purpose} {appointment.on:%m/%d} {appointment.at}"
        yield step(facts, "cancel", "LA-E521-21", text, 1, on, "APPT")
    if case_position.pend(facts.file) is None:
        text = f"CP died {facts.cp.died_on:%m/%d/%Y}: new payee, or close with DD"
        yield step(facts, "died", "LA-E521-21", text, 2, None, "CAS1")


def reached(facts: Facts, rules: Rulebook, on: date, asked: NextStep) -> NextStep:
    """An appointment that is to be made, or what is to be done in its place where the CP cannot come."""
    cp = facts.cp
    if cp.held(on):
        text, rule = "CP is in jail: write (CSE 101) or telephone", "LA-E521-22"
    elif is_away(cp, rules):
        text, rule = "CP lives out of state: CSE 101, or telephone", "LA-E521-23"
    else:
        return asked
    return replace(asked, kind="reach", text=text, rule=rule, command="CONT")


def turning_dates(facts: Facts, rules: Rulebook, on: date) -> Iterator[date]:
    """The days on which the circumstances of the CP or a child change by themselves."""
    if facts.cp.held_until is not None:
        yield facts.cp.held_until
