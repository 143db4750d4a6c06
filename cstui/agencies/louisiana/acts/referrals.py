"""Acts on referrals (E-520 I, E-523, E-525): received, cleared; OFS 4NCP; an added child."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal, TypeAlias

from cstui.acts.base import LATER, Act, added, before, changed, decided, entered, next_seq, numbered
from cstui.acts.persons import check_older
from cstui.agencies.louisiana.acts.base import CaseAct, check_day, is_of_case, made_form
from cstui.agencies.louisiana.acts.closing import withdrawal
from cstui.agencies.louisiana.acts.cooperation import cooperate
from cstui.agencies.louisiana.acts.mail import stopped
from cstui.agencies.louisiana.policy import case_position, needs
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Case, Child, Closure, Cooperation, Referral
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.formats import Line
from cstui.policy.namesakes import Bearer
from cstui.policy.records import Person
from cstui.policy.rulebook import Checks, Rulebook

_FORMS = {"S": "signed", "U": "unsigned", "N": "none"}
Outcome: TypeAlias = Literal["denied", "withdrawn", "pending"]
_AT_COURT_OR_TEST = {"CT": "court date", "GT": "genetic test"}


class ReceiveReferral(CaseAct, frozen=True, kw_only=True):
    """Take in a referral from IV-A or an application for CSE services (E-523, E-525).

    `form_4ncp`: S signed, U not signed, N none. A child's name adds a child to the case. A closed
    case is open again; a pend is withdrawn, since the CP has applied again. Without a signature CSE
    101 is made for the interview; a referral of IV-A that adds a child needs a signature of its own.
    """

    label: ClassVar[str] = "referral"
    way_out: ClassVar[str] = (
        "It opened the case or withdrew a pend. T on REFR sets it aside; pend again on CAS1."
    )

    source: Literal["iva", "cse"]
    received_on: date
    form_4ncp: Literal["S", "U", "N"] = "N"
    child_last: Line = ""
    child_first: Line = ""
    child_born: date | None = None

    @property
    def sender(self) -> str:
        return "IV-A" if self.source == "iva" else ""

    def newcomer(self) -> Bearer | None:
        last, first = self.child_last.strip(), self.child_first.strip()
        return Bearer(last=last, first=first, born=self.child_born) if last and first else None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case, file = facts.case, facts.file
        check_day(checks, facts, self.received_on, on, "received", "RECEIVED")
        whole = bool(self.child_last.strip()) == bool(self.child_first.strip())
        checks.holds("CS-105", whole, "child_first", label="CHILD")
        if (born := self.child_born) is not None:
            checks.holds("CS-118", born <= on, "child_born", label="BORN", on=born)
            name = f"{self.child_last.strip()}, {self.child_first.strip()}"
            for parent in (facts.cp, facts.ncp):
                if parent is not None:
                    named = f"{parent.last}, {parent.first}"
                    check_older(checks, parent.born, born, named, name, "child_born")
        form = _FORMS[self.form_4ncp]
        what = rules.said("source", self.source)
        text = f"{what[:1].upper()}{what[1:]} of {self.received_on:%m/%d/%Y}, OFS 4NCP {form}."
        changes: list[Add | Change] = []
        logs: list[Log] = []
        number = None
        if new := self.newcomer():
            number = next_seq(file.children)
            person = Person(number=facts.next_person, last=new.last, first=new.first, born=new.born)
            child = Child(case=self.case, seq=number, person=person.number, added_on=self.received_on)
            changes += [Add(person), Add(child)]
            text += f" Adds child {new.first} {new.last}."
            for known in facts.namesakes:
                who, other = f"{new.last}, {new.first}", f"{known.last}, {known.first}"
                checks.holds("CS-158", False, "child_last", name=who, value=known.number, other=other)
        changes.append(
            Add(
                Referral(
                    case=self.case,
                    seq=next_seq(file.referrals),
                    source=self.source,
                    received_on=self.received_on,
                    form_4ncp=form,
                    child=number,
                    worker=actor if actor.isdecimal() else case.worker,
                )
            )
        )
        fields: dict[str, object] = {}
        if case.status == "closed":
            fields |= {"status": "open", "closed": None}
            text += " The case is open again."
        elif withdrawn := withdrawal(file, on, "The CP applied again."):
            changes += [c for c in withdrawn.changes if not is_of_case(c)]
            logs += withdrawn.logs
            fields["status"] = "open"
            text += " The pend is withdrawn."
        if form != "none" and case.form_4ncp != "signed":
            fields |= {"form_4ncp": form, "form_4ncp_on": self.received_on}
        if fields:
            changes.append(changed(case, **fields))
        own = self.source == "iva" and number is not None
        if form != "signed" and (own or case.form_4ncp != "signed"):
            changes.append(made_form(facts, "CSE 101", on, iva=case.iva_number, docket=case.docket))
        log = self.log("RF", text + _may_be(facts))
        return decided(checks, changes, [log, *logs], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        reopened = any(was.status == "closed" for was in before(effects, Case))
        if reopened or before(effects, Closure):
            return ()
        referral = added(effects, Referral)[0]
        back = CorrectReferral(case=self.case, referral=referral.seq, reason=LATER)
        return (back, *stopped(self.case, effects))


def _may_be(facts: Facts) -> str:
    """Who on record the added child may be, for the log."""
    return "".join(f" May be person {p.number}, {p.last}, {p.first}." for p in facts.namesakes)


class RecordForm4ncp(CaseAct, frozen=True, kw_only=True):
    """Record that OFS 4NCP was located or provided, signed (S) or not (U) (E-520 I).

    `referral` is the one of an added child to which it belongs (E-525). Left out, it is that of the case, or,
    where the case has its signature, that of the last added child without one.
    """

    label: ClassVar[str] = "OFS 4NCP found"
    way_out: ClassVar[str] = "Record on REFR what form OFS 4NCP is on hand now."

    form_4ncp: Literal["S", "U"]
    found_on: date
    referral: int | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_day(checks, facts, self.found_on, on, "received", "FOUND")
        form, file = _FORMS[self.form_4ncp], facts.file
        lacking = needs.unsigned(file) if facts.case.form_4ncp == "signed" else ()
        belongs: Referral | None = lacking[-1] if lacking else None
        if self.referral is not None:
            rows = (r for r in file.referrals if r.standing)
            belongs = numbered(checks, self.case, rows, self.referral, "referral", "referral")
        text = f"OFS 4NCP found {self.found_on:%m/%d/%Y}, {form}."
        if belongs is not None:
            text += f" For the referral of {belongs.received_on:%m/%d/%Y}."
        of_child = belongs is not None and belongs.child is not None
        changes: list[Add | Change] = []
        if belongs is not None:
            changes.append(changed(belongs, form_4ncp=form, form_4ncp_on=self.found_on))
        if not of_child:
            changes.append(changed(facts.case, form_4ncp=form, form_4ncp_on=self.found_on))
        return entered(checks, self, "RF", changes, text)


class ClearReferral(CaseAct, frozen=True, kw_only=True):
    """Clear a referral that was worked (E-523).

    On a case marked for non-cooperation with no OFS 53 since, cooperation is entered with a referral of
    IV-A on an application; where the ground was a hearing or a genetic test only if the CP came and said
    that he or she will cooperate. An application to CSE, or a referral that only adds a child, clears none.
    """

    label: ClassVar[str] = "referral cleared"
    way_out: ClassVar[str] = "T on REFR sets the referral aside; cooperation entered with it: C on CAS2."

    referral: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (r for r in facts.file.referrals if r.standing)
        found = numbered(checks, self.case, rows, self.referral, "referral", "referral")
        if found is None:
            return Refused(tuple(checks.found))
        checks.holds("CS-151", found.cleared_on is None, "referral", value=found.seq, on=found.cleared_on)
        text = f"Referral of {found.received_on:%m/%d/%Y} cleared."
        changes: list[Add | Change] = [changed(found, cleared_on=on)]
        logs = [self.log("RF", text)]
        entry = _marked(facts, found)
        why = _clears_nothing(facts, entry, found) if entry is not None else ""
        if not checks.holds("LA-E523-04", not why, "referral", what=why):
            return decided(checks, changes, logs, text)
        what = _AT_COURT_OR_TEST.get(entry.ground, "") if entry else ""
        waits = bool(what) and entry is not None and not case_position.came_and_agreed(facts.file, entry)
        if checks.holds("LA-E523-03", not waits, "referral", what=what) and not checks.holds(
            "LA-E523-02", entry is None, "referral"
        ):
            done = cooperate(facts.file, on, actor, basis="Referral cleared, no OFS 53 since.")
            changes += done.changes
            logs += done.logs
            text += " Cooperation entered."
        return decided(checks, changes, logs, text)


class EndApplication(CaseAct, frozen=True, kw_only=True):
    """Record that an application for CSE services, or a referral of IV-A, was denied or withdrawn.

    It no longer stands in the way of FTC (E-524), and clearing it clears nothing. `outcome` pending takes
    that back. What became of an application for benefits comes from IV-A.
    """

    label: ClassVar[str] = "application ended"

    referral: int
    outcome: Outcome

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (r for r in facts.file.referrals if r.standing)
        found = numbered(checks, self.case, rows, self.referral, "referral", "action")
        if found is None:
            return decided(checks)
        outcome = "" if self.outcome == "pending" else self.outcome
        what = rules.meaning("source", found.source)
        again = outcome == found.outcome
        checks.holds("CS-156", not again, "action", what="Outcome of", value=what, on=found.ended_on or on)
        change = changed(found, outcome=outcome, ended_on=on if outcome else None)
        text = f"{what} of {found.received_on:%m/%d/%Y}: {self.outcome}."
        return entered(checks, self, "RF", [change], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        was: Any = before(effects, Referral)[0].outcome or "pending"
        return (EndApplication(case=self.case, referral=self.referral, outcome=was),)


class CorrectReferral(CaseAct, frozen=True, kw_only=True):
    """Set aside a referral that was recorded by mistake, with the reason; policy reads it no longer.

    A child that it added counts no more, and OFS 4NCP that came with it is not on hand. A case that it
    opened again stays open, and a pend that it withdrew stays withdrawn: pend again where that may be.
    """

    label: ClassVar[str] = "referral set aside"

    referral: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        file = facts.file
        rows = (r for r in file.referrals if r.standing)
        found = numbered(checks, self.case, rows, self.referral, "referral", "action")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        added = next((c for c in file.children if c.seq == found.child), None)
        ordered = added.order_on if added is not None else None
        checks.holds("CS-159", ordered is None, "action", child=found.child, on=ordered)
        changes: list[Add | Change] = [changed(found, standing=False)]
        case = facts.case
        if found.form_4ncp != "none" and (case.form_4ncp, case.form_4ncp_on) == (
            found.form_4ncp,
            found.received_on,
        ):
            form, day = _form_without(file, found)
            changes.append(changed(case, form_4ncp=form, form_4ncp_on=day))
        text = f"Referral of {found.received_on:%m/%d/%Y} set aside: {self.reason.strip()}"
        return entered(checks, self, "CE", changes, text)


def _form_without(file: CaseFile, aside: Referral) -> tuple[str, date | None]:
    """OFS 4NCP as the other referrals brought it, a signed one first; none where none did."""
    brought = [r for r in file.referrals if r.standing and r.seq != aside.seq and r.form_4ncp != "none"]
    last = max(brought, key=lambda r: (r.form_4ncp == "signed", r.received_on), default=None)
    return (last.form_4ncp, last.received_on) if last is not None else ("none", None)


def _marked(facts: Facts, referral: Referral) -> Cooperation | None:
    """The non-cooperation before the referral, with no OFS 53 between the two; None where none is."""
    entry = case_position.noncooperation(facts.file) or case_position.documented(facts.file)
    if entry is None or referral.outcome or referral.received_on <= case_position.counts_from(entry):
        return None
    return entry if case_position.agreement_since(facts, entry, referral.received_on) is None else None


def _clears_nothing(facts: Facts, entry: Cooperation, referral: Referral) -> str:
    """Why clearing a referral does not clear `entry`; empty for one of IV-A on an application (E-523)."""
    if referral.source == "cse":
        return "An application to CSE"
    if not case_position.is_application(facts, entry, referral):
        return "A referral that only adds a child"
    asked = case_position.applications_since(facts, entry)
    lives = any(a.source == "iva" and a.on == referral.received_on and not a.outcome for a in asked)
    return "" if lives else "A referral whose application came to nothing"
