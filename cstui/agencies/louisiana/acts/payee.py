"""Another payee on a case: who gets the benefits for the children now (E-520 I)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from cstui.acts.base import changed, entered
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.acts.closing import withdrawal
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.formats import Line, PersonNumber
from cstui.policy.namesakes import Bearer
from cstui.policy.records import Person
from cstui.policy.rulebook import Checks, Rulebook


class ChangePayee(CaseAct, frozen=True, kw_only=True):
    """Enter another payee (CP) on a case: a person on record by number, or a new one by name.

    From today the case reads the new payee's benefits. What the former one failed, claimed as good cause or
    signed counts no more on it: non-cooperation is set aside, a pend withdrawn, open appointments are
    canceled. CALO keeps all of it.
    """

    label: ClassVar[str] = "another payee"
    way_out: ClassVar[str] = "Enter the former payee again (PAYEE on PERC); what was set aside stays so."
    recenters: ClassVar[bool] = True

    cp: PersonNumber | None = None
    last: Line = ""
    first: Line = ""
    born: date | None = None
    why: str

    def brings(self) -> int | None:
        return self.cp

    def newcomer(self) -> Bearer | None:
        last = self.last.strip()
        return Bearer(last=last, first=self.first.strip(), born=self.born) if last and not self.cp else None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        file, case, new = facts.file, facts.case, self.newcomer()
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        checks.holds("CS-105", self.cp is not None or new is not None, "last", label="PAYEE")
        checks.holds("CS-118", self.born is None or self.born <= on, "born", label="BORN", on=self.born)
        checks.holds("CS-115", case.status != "closed", "case", case=self.case, on=case.closed)
        faults = ", ".join(self._not_payee(facts, on))
        checks.holds("LA-E520-31", not faults, "person", person=self.cp, why=faults)
        if checks.refused:
            return Refused(tuple(checks.found))
        changes: list[Add | Change] = []
        if facts.brought is not None:
            payee = facts.brought.person
        else:
            payee = Person(number=facts.next_person, last=self.last.strip(), first=self.first.strip())
            payee = Person(number=payee.number, last=payee.last, first=payee.first, born=self.born)
            changes.append(Add(payee))
        for known in facts.namesakes:
            name, other = f"{payee.last}, {payee.first}", f"{known.last}, {known.first}"
            checks.holds("CS-158", False, "last", name=name, value=known.number, other=other)
        withdrawn = withdrawal(file, on, "The payee has changed.")
        if withdrawn is not None:
            changes += [
                change
                for change in withdrawn.changes
                if not (isinstance(change, Change) and isinstance(change.before, Case))
            ]
        if (entry := case_position.uncooperative(file)) is not None:
            changes.append(changed(entry, standing=False))
        changes += [
            changed(appointment, status="cancelled", outcome_on=on)
            for appointment in case_position.open_appointments(file)
        ]
        changes.append(
            changed(
                case,
                cp=payee.number,
                payee_since=on,
                status="open",
                form_4ncp="none",
                form_4ncp_on=None,
            )
        )
        former = f"{facts.cp.last}, {facts.cp.first}".rstrip(", ")
        text = f"Payee is now person {payee.number}, was {facts.cp.number} {former}. {self.why.strip()}"
        return entered(checks, self, "PE", changes, text)

    def _not_payee(self, facts: Facts, on: date) -> Iterator[str]:
        """Each reason why the person on record cannot be the payee of the case."""
        if facts.brought is None:
            return
        person, number = facts.brought.person, facts.brought.person.number
        if person.merged_into is not None:
            yield f"merged into {person.merged_into}"
        if person.dead(on):
            yield f"died {person.died_on:%m/%d/%Y}"
        if number == facts.case.cp:
            yield "is the payee already"
        if number == facts.case.ncp:
            yield "is the NCP of the case"
        if any(child.person == number for child in case_position.children_of(facts.file)):
            yield "is a child of the case"
