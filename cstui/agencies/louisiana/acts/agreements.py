"""Acts on form OFS 53 (E-522, E-523): brought, agreed on, completed for all of the CP's cases."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, before, changed, decided, entered, next_seq
from cstui.agencies.louisiana.acts.base import (
    CaseAct,
    check_day,
    check_order,
    is_of_case,
    logged,
    made_form,
    office_of,
)
from cstui.agencies.louisiana.acts.cooperation import cooperate
from cstui.agencies.louisiana.formats import CaseNumber
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.cooperation import check_agreed, check_ofs53, failures
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Agreement, OfficeRequest
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class ReceiveOfs53(CaseAct, frozen=True, kw_only=True):
    """Record that the CP brought form OFS 53 (E-522, E-523).

    `applied_on` is the application for benefits behind it, where the CP reapplied.
    """

    label: ClassVar[str] = "OFS 53 brought"
    received_on: date
    applied_on: date | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_day(checks, facts, self.received_on, on, "received", "RECEIVED")
        opened = case_position.open_agreement(facts)
        checks.holds(
            "CS-156",
            opened is None,
            "received",
            what="OFS 53",
            value="of this CP",
            on=opened.received_on if opened else None,
        )
        check_ofs53(checks, facts, self.received_on)
        if self.applied_on is not None:
            check_order(checks, self.received_on, self.applied_on, "received", "RECEIVED", "the application")
            most = rules.days("reapplication_days", on)
            days = (self.received_on - self.applied_on).days
            checks.holds("LA-E523-01", days <= most, "applied", days=days, on=self.applied_on, most=most)
        agreement = Agreement(
            person=facts.cp.number,
            seq=next_seq(facts.agreements),
            received_on=self.received_on,
            applied_on=self.applied_on,
            office=office_of(actor, facts.case.office),
            worker=actor,
        )
        text = f"CP brought OFS 53 on {self.received_on:%m/%d/%Y}."
        logs = [logged(file, "O5", text) for file in case_position.to_review(facts)]
        return decided(checks, [Add(agreement)], logs or [self.log("O5", text)], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (CorrectOfs53(case=self.case, reason=LATER),)


class AgreeOnCases(CaseAct, frozen=True, kw_only=True):
    """Record on which of his or her cases the CP agrees to cooperate, on the OFS 53 that is open."""

    label: ClassVar[str] = "agreement"
    cases: tuple[CaseNumber, ...]

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        agreement = case_position.open_agreement(facts)
        if not checks.holds("LA-E522-20", agreement is not None, "received") or agreement is None:
            return Refused(tuple(checks.found))
        known = {file.case.number for file in case_position.to_review(facts)}
        for number in self.cases:
            checks.holds("CS-152", number in known, "agrees", value=number)
        text = f"CP agrees to cooperate on {', '.join(self.cases) or 'no case'} (OFS 53)."
        change = changed(agreement, agreed=sorted(self.cases))
        return entered(checks, self, "O5", [change], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Agreement)[0]
        return (AgreeOnCases(case=self.case, cases=tuple(was.agreed)),)


class CompleteOfs53(CaseAct, frozen=True, kw_only=True):
    """Complete the bottom portion of OFS 53, at once when the CP has agreed on all cases (E-522, E-523).

    What was agreed need not have been done. It answers every failure up to this day on all of the CP's
    cases, reported or not. Cooperation is entered on every case of the worker's office on which
    non-cooperation stands; for another office's cases a request is opened on that office's WORK.
    """

    label: ClassVar[str] = "OFS 53 completed"
    way_out: ClassVar[str] = (
        "Set the form aside on OFS3 (VOID with WHY), and the cooperation that was entered on CAS2 (C)."
    )

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        agreement = case_position.open_agreement(facts)
        if not checks.holds("LA-E522-20", agreement is not None, "received") or agreement is None:
            return Refused(tuple(checks.found))
        review = case_position.to_review(facts)
        check_agreed(checks, facts, agreement.agreed, "agrees")
        check_ofs53(checks, facts, agreement.received_on)
        # What was reported on closed cases and under good cause is answered too (reading 10).
        marked = [f for f in facts.files if case_position.uncooperative(f)]
        here = office_of(actor, facts.case.office)
        own = [f for f in marked if f.case.office == here]
        foreign = [f for f in marked if f.case.office != here]
        changes: list[Add | Change] = [changed(agreement, completed_on=on)]
        logs = [self.log("O5", "Bottom portion of OFS 53 completed.")]
        for file in facts.files:
            fields: dict[str, object] = {"agreed_on": on}
            if file in own:
                done = cooperate(file, on, actor, ofs_53_on=agreement.received_on)
                changes += [c for c in done.changes if not is_of_case(c)]
                logs += done.logs
                if case_position.pend(file) is not None:
                    fields["status"] = "open"
            elif file in foreign and case_position.open_request(file) is None:
                changes.append(Add(_request(file, here, agreement, on, actor)))
                text = f"Office {here} asks to enter cooperation: OFS 53 completed."
                logs.append(logged(file, "RQ", text))
            elif file not in foreign and (answered := failures(file, rules)):
                named = ", ".join(f"{f.ground} {f.on:%m/%d/%Y}" for f in answered)
                text = f"OFS 53 of {agreement.received_on:%m/%d/%Y} answers what was not reported: {named}."
                logs.append(logged(file, "O5", text))
            changes.append(changed(file.case, **fields))
        checks.holds("LA-E522-17", not any(_was_appointment(f) for f in own), "agrees")
        checks.holds(
            "LA-E522-19",
            not foreign,
            "agrees",
            office=", ".join(sorted({f.case.office for f in foreign})),
            cases=", ".join(f.case.number for f in foreign),
        )
        form = made_form(
            facts,
            "OFS 53",
            on,
            by_hand=True,
            received=agreement.received_on,
            completed=on,
            cases=", ".join(f.case.number for f in review),
            worker=actor,
        )
        message = f"OFS 53 completed: cooperation on {len(own)}, request on {len(foreign)}."
        return decided(checks, [*changes, form], logs, message)


class CorrectOfs53(CaseAct, frozen=True, kw_only=True):
    """Set aside the last OFS 53 as recorded or completed by mistake, with the reason.

    What it answered counts again, and what it asked of other offices is withdrawn. Cooperation that was
    entered with it stays until it is set aside on CAS2 (C).
    """

    label: ClassVar[str] = "OFS 53 set aside"

    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        stands = [a for a in facts.agreements if a.standing]
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        if not checks.holds(
            "CS-123", bool(stands), "why", case=self.case, what="OFS 53", value="to set aside"
        ):
            return Refused(tuple(checks.found))
        found, earlier = stands[-1], stands[:-1]
        changes: list[Add | Change] = [changed(found, standing=False)]
        logs = [self.log("CE", f"OFS 53 of {found.received_on:%m/%d/%Y} set aside: {self.reason.strip()}")]
        for file in facts.files if found.completed_on is not None else ():
            days = [a.completed_on for a in earlier if a.completed_on and a.completed_on >= file.case.opened]
            if file.case.agreed_on == found.completed_on:
                changes.append(changed(file.case, agreed_on=max(days, default=None)))
            request = case_position.open_request(file)
            if request is not None and request.agreement == found.seq:
                changes.append(changed(request, done_on=on))
                text = f"Request of office {request.from_office} withdrawn: OFS 53 set aside."
                logs.append(logged(file, "RQ", text))
        return decided(checks, changes, logs, logs[0].text)


def _request(file: CaseFile, office: str, agreement: Agreement, on: date, actor: str) -> OfficeRequest:
    return OfficeRequest(
        case=file.case.number,
        seq=next_seq(file.requests),
        from_office=office,
        agreement=agreement.seq,
        opened_on=on,
        opened_by=actor,
    )


def _was_appointment(file: CaseFile) -> bool:
    entry = case_position.uncooperative(file)
    return entry is not None and entry.ground == "MA"
