"""Acts on referrals: what eligibility has of absent parents, the intake, what child support makes of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, check_said, decided, entered, next_seq
from cstui.agencies.kansas.acts.base import ConsumerAct, found
from cstui.agencies.kansas.formats import ParentsAtHome
from cstui.agencies.kansas.policy import cads, closing, referrals
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile
from cstui.agencies.kansas.records import (
    Ap,
    Case,
    Household,
    NoncustodialParent,
    Referral,
)
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.formats import Line, PersonNumber
from cstui.policy.namesakes import Bearer
from cstui.policy.records import Person
from cstui.policy.roles import SYSTEM
from cstui.policy.rulebook import Checks, Rulebook


class KsSetHousehold(ConsumerAct, frozen=True, kw_only=True):
    """Say how many parents live in the home (KEES), and in which known situation EDBC runs anyway.

    EDBC wants two parents accounted for: at home, or as noncustodial parents who are referred.
    """

    label: ClassVar[str] = "household"
    way_out: ClassVar[str] = "Say again who lives in the home."

    parents: ParentsAtHome
    override: str = ""
    why: Line = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        known = not self.override or rules.code("ks_override", self.override) is not None
        checks.holds("CS-104", known, "override", label="OVERRIDE", value=self.override, table="ks_override")
        if self.override:
            check_said(checks, self.why, "why", "WHY")
            short = self.parents + len(referrals.standing(file)) < referrals.BOTH
            checks.holds("KS-REF-02", short, "override")
        row = Household(
            consumer=self.consumer,
            seq=next_seq(file.households),
            parents=self.parents,
            override=self.override,
            why=self.why.strip(),
            since=on,
            worker=actor,
        )
        text = f"Parents at home: {self.parents}."
        text += (
            f" EDBC runs for {rules.said('ks_override', self.override)}. {row.why}" if row.override else ""
        )
        return entered(checks, self, "NP", [Add(row)], text)


class KsAddNoncustodialParent(ConsumerAct, frozen=True, kw_only=True):
    """Add a Noncustodial Parent Detail (KEES): who is not in the home, and whose children they are.

    With `expedited` (Expedited Paternity) the presumed father is UN, unrelated, until paternity is
    established. `children` are names, `LAST, FIRST`. The name may stay empty where nobody knows it.
    """

    label: ClassVar[str] = "noncustodial parent"
    way_out: ClassVar[str] = "Remove the noncustodial parent."

    last: Line = ""
    first: Line = ""
    born: date | None = None
    name_type: Literal["", "LC", "AL"] = ""
    relationship: Literal["PA", "UN"] = "PA"
    absence: str = ""
    expedited: bool = False
    good_cause: Literal["", "PD", "GC", "CO"] = ""
    children: tuple[Line, ...] = ()

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        referrals.check_relationship(checks, self.expedited, self.relationship)
        known = not self.absence or rules.code("ks_absence", self.absence) is not None
        checks.holds("CS-104", known, "absence", label="ABSENCE", value=self.absence, table="ks_absence")
        ncp = NoncustodialParent(
            consumer=self.consumer,
            seq=next_seq(facts.file.ncps),
            last=self.last.strip(),
            first=self.first.strip(),
            born=self.born,
            name_type=self.name_type,
            relationship=self.relationship,
            absence=self.absence,
            expedited=self.expedited,
            good_cause=self.good_cause,
            children=[name.strip() for name in self.children],
            added_on=on,
            worker=actor,
        )
        text = f"Noncustodial parent {ncp.seq}: {referrals.said_of(ncp)}"
        text += ", Expedited Paternity." if ncp.expedited else "."
        return entered(checks, self, "NP", [Add(ncp)], text)


class KsNameChildren(ConsumerAct, frozen=True, kw_only=True):
    """Name the children of a noncustodial parent (KEES); so does a referral not taken in."""

    label: ClassVar[str] = "children named"
    way_out: ClassVar[str] = "Name the children again."

    ncp: int
    children: tuple[Line, ...]

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        ncp = found(checks, self.consumer, referrals.standing(file), self.ncp, "noncustodial parent", "ncp")
        if ncp is None:
            return decided(checks)
        names = [name.strip() for name in self.children]
        changes: list[Add | Change] = [_kept(file, ncp, children=names)]
        referral = _waiting(file, self.ncp)
        if referral is not None:
            there = {f"{p.last}, {p.first}" for p in referrals.participants_of(file, referral.seq)}
            seq, new = next_seq(file.participants), [name for name in names if name not in there]
            changes += map(Add, referrals.children_of(facts, referral.seq, new, seq))
        text = f"Children of noncustodial parent {self.ncp}: {'; '.join(names) or 'none'}."
        return entered(checks, self, "NP", changes, text)


class KsChangeNoncustodialParent(ConsumerAct, frozen=True, kw_only=True):
    """Change what KEES has of a noncustodial parent; what is left empty stays.

    A parent whom child support has already is referred again, in a referral of type CHANGE.
    """

    label: ClassVar[str] = "noncustodial parent changed"
    way_out: ClassVar[str] = "Change the noncustodial parent again."

    ncp: int
    last: Line = ""
    first: Line = ""
    born: date | None = None
    name_type: Literal["", "LC", "AL"] = ""
    absence: str = ""
    good_cause: Literal["", "PD", "GC", "CO"] = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        ncp = found(checks, self.consumer, referrals.standing(file), self.ncp, "noncustodial parent", "ncp")
        if ncp is None:
            return decided(checks)
        names = ("last", "first", "born", "name_type", "absence", "good_cause")
        said = {name: getattr(self, name) for name in names if getattr(self, name)}
        said |= {name: said[name].strip() for name in ("last", "first") if name in said}
        checks.holds("CS-105", bool(said), "last", label="What changes")
        known = not self.absence or rules.code("ks_absence", self.absence) is not None
        checks.holds("CS-104", known, "absence", label="ABSENCE", value=self.absence, table="ks_absence")
        now = _kept(file, ncp, **said)
        changes: list[Add | Change] = [now]
        referral = _waiting(file, self.ncp)
        if referral is not None:
            of_ap = {name: said[name] for name in ("last", "first", "born", "name_type") if name in said}
            people = referrals.participants_of(file, referral.seq)
            changes += [changed(one, **of_ap) for one in people if one.role == "AP" and of_ap]
        text = f"Noncustodial parent {self.ncp} changed: {', '.join(said).replace('_', ' ')}."
        return entered(checks, self, "NP", changes, text)


def _waiting(file: ConsumerFile, ncp: int) -> Referral | None:
    """The referral of a parent that child support has not taken in: what is changed goes with it."""
    referral = referrals.of_ncp(file, ncp)
    return referral if referral is not None and referral.received_on is None else None


def _kept(file: ConsumerFile, ncp: NoncustodialParent, **fields: object) -> Change:
    """A change of a parent, who is referred again where child support has the referral already."""
    again = ncp.referred_on is not None and _waiting(file, ncp.seq) is None
    return changed(ncp, **fields, referred_on=None if again else ncp.referred_on)


class KsRemoveNoncustodialParent(ConsumerAct, frozen=True, kw_only=True):
    """Remove a Noncustodial Parent Detail and say why (KEES): one who is at home, or entered twice."""

    label: ClassVar[str] = "noncustodial parent removed"
    way_out: ClassVar[str] = "Add the noncustodial parent again."

    ncp: int
    why: Line

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        why = check_said(checks, self.why, "why", "WHY")
        ncp = found(checks, self.consumer, referrals.standing(file), self.ncp, "noncustodial parent", "ncp")
        if ncp is None:
            return decided(checks)
        text = f"Noncustodial parent {self.ncp} removed. {why}"
        return entered(checks, self, "NP", [changed(ncp, removed_on=on)], text)


class KsSendReferral(ConsumerAct, frozen=True, kw_only=True):
    """Refer a noncustodial parent to child support, once a program was approved. The night does it.

    One who has a case on CADS is referred again where KEES has changed what it knows (CHANGE), or approves a
    program while the case is closed (REOPEN). A new referral takes the place of one that nobody has worked.
    """

    label: ClassVar[str] = "referral sent"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    ncp: int

    @property
    def sender(self) -> str:
        return "KEES"

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        ncp = found(checks, self.consumer, referrals.standing(file), self.ncp, "noncustodial parent", "ncp")
        if ncp is None:
            return decided(checks)
        program = referrals.approved(file)
        checks.holds("KS-REF-04", bool(program), "ncp", ncp=self.ncp)
        checks.holds("KS-REF-05", ncp.referred_on is None, "ncp", ncp=self.ncp)
        runs = [run for run in file.runs if run.application is not None and run.result == "approved"]
        referral = Referral(
            consumer=self.consumer,
            seq=next_seq(file.referrals),
            number=referrals.number_of(self.consumer, next_seq(file.referrals), "7"),
            type=referrals.type_of(file, self.ncp),
            program=program or "TANF",
            ncp=self.ncp,
            approved_on=runs[-1].run_on if runs else None,
            created_on=on,
        )
        people = [Add(one) for one in referrals.people_of(facts, referral.seq, ncp)]
        text = (
            f"Referral {referral.number} ({referral.type}) of {referrals.said_of(ncp)} goes to child support."
        )
        now: list[Add | Change] = [changed(ncp, referred_on=on), Add(referral), *people]
        older = referrals.of_ncp(file, self.ncp)
        if older is not None and not older.outcome:
            why = f"Referral {referral.number} took its place."
            gone = {"outcome": referrals.DEACTIVATED, "worked_on": on, "worked_by": actor, "why": why}
            now.append(changed(older, **gone))
        return entered(checks, self, "RF", now, text)


class KsTakeReferral(ConsumerAct, frozen=True, kw_only=True):
    """Take a referral in at child support: as a whole, or not at all and again the next night."""

    label: ClassVar[str] = "referral at CSS"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    referral: int

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        held = found(checks, self.consumer, file.referrals, self.referral, "referral", "referral")
        if held is None:
            return decided(checks)
        taken = held.received_on
        checks.holds("KS-REF-08", taken is None, "referral", referral=held.number, on=taken)
        missing = ", ".join(referrals.lacking(file, held))
        checks.holds("KS-REF-07", not missing, "referral", missing=missing)
        checks.holds("KS-REF-06", bool(missing), "referral", referral=held.number)
        if not missing:
            text = f"Referral {held.number} received from KEES."
            return entered(checks, self, "RF", [changed(held, received_on=on, tried_on=on, failed="")], text)
        text = f"Referral {held.number} not taken, {missing} is missing; tried again tomorrow night."
        return entered(checks, self, "RF", [changed(held, tried_on=on, failed=missing)], text)


class _ReferralAct(ConsumerAct, frozen=True, kw_only=True):
    """Base of what child support does with a referral that it has."""

    def open_referral(self, checks: Checks, facts: ConsumerFacts, seq: int) -> Referral | None:
        """The referral; one that was not received, or was worked before, is refused."""
        held = found(checks, self.consumer, facts.file.referrals, seq, "referral", "referral")
        if held is None:
            return None
        checks.holds("KS-REF-11", held.received_on is not None, "referral", referral=held.number)
        checks.holds("KS-REF-09", not held.outcome, "referral", referral=held.number, on=held.worked_on)
        return held


class KsSearchParticipant(_ReferralAct, frozen=True, kw_only=True):
    """Record the name search for a person of a referral: whom the worker matched, or nobody.

    The AR has the person number of both systems, and is matched to her- or himself unless another is named.
    """

    label: ClassVar[str] = "name search"
    way_out: ClassVar[str] = "Search the name again."

    participant: int
    matched: PersonNumber | None = None

    def brings(self) -> int | None:
        return self.matched

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        rows = file.participants
        person = found(checks, self.consumer, rows, self.participant, "participant", "participant")
        if person is None or self.open_referral(checks, facts, person.referral) is None:
            return decided(checks)
        known = self.matched is None or facts.brought is not None
        checks.holds("CS-121", known, "matched", value=self.matched)
        own = facts.ar.number if person.role == "AR" else None
        matched = self.matched or own
        text = f"Name search for {person.role} {person.last}, {person.first}: "
        text += f"matched to person {matched}." if matched else "nobody matched."
        now = changed(person, searched_on=on, searched_by=actor, matched=matched)
        return entered(checks, self, "RF", [now], text)


class KsRegisterReferral(_ReferralAct, frozen=True, kw_only=True):
    """Register a referral: the case with full service, its AP, and good cause where the referral has it.

    It is open once the name search was done for every participant. An AP who was matched to nobody is entered
    as a new person, by `new_last` and `new_first`. A CHANGE goes to the case that the parent has, a REOPEN
    reopens it.
    """

    label: ClassVar[str] = "referral registered"
    way_out: ClassVar[str] = "Close the case on CADS."

    referral: int
    new_last: Line = ""
    new_first: Line = ""
    born: date | None = None

    def newcomer(self) -> Bearer | None:
        last, first = self.new_last.strip(), self.new_first.strip()
        return Bearer(last=last, first=first, born=self.born) if last else None

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        held = self.open_referral(checks, facts, self.referral)
        if held is None:
            return decided(checks)
        left = referrals.unsearched(file, held.seq)
        names = ", ".join(one.role for one in left)
        checks.holds("KS-REF-10", not left, "referral", roles=names)
        case, new = referrals.case_of(file, held.ncp), self.new_last.strip()
        if held.type != referrals.NEW and case is not None:
            return self._on_its_case(facts, checks, held, case, on, actor)
        ap = next((p for p in referrals.participants_of(file, held.seq) if p.role == "AP"), None)
        matched = ap.matched if ap is not None else None
        checks.holds("KS-REF-12", matched is None or not new, "new_last", person=matched)
        checks.holds("CS-105", matched is not None or bool(new), "new_last", label="NEW LAST")
        for known in facts.namesakes:
            name, other = f"{new}, {self.new_first.strip()}", f"{known.last}, {known.first}"
            checks.holds("CS-158", False, "new_last", name=name, value=known.number, other=other)
        if checks.refused:
            return Refused(tuple(checks.found))
        return entered(
            checks, self, "RF", self._registered(facts, held, matched, on, actor), self._said(facts, held)
        )

    def _on_its_case(
        self, facts: ConsumerFacts, checks: Checks, held: Referral, case: Case, on: date, actor: str
    ) -> Effects | Refused:
        """A referral on a parent who has a case: a closed one is reopened; good cause goes to it."""
        ap = next((one for one in facts.file.aps if one.case == case.number), None)
        checks.holds("KS-REF-12", not self.new_last, "new_last", person=ap.person if ap is not None else "")
        closed = case.closed_on is not None
        changes: list[Add | Change] = []
        if closed:
            changes += closing.reopened(checks, facts, case, on)
        ncp = next((one for one in facts.file.ncps if one.seq == held.ncp), None)
        rows = [row for row in facts.file.good_cause if row.case == case.number]
        code = referrals.GOOD_CAUSE[ncp.good_cause] if ncp is not None and ncp.good_cause else ""
        if code and (not rows or rows[-1].code != code):
            changes += cads.good_cause(facts.file, case.number, ap.number if ap else "", code, on, actor)
        changes.append(
            changed(held, outcome=referrals.REGISTERED, worked_on=on, worked_by=actor, case=case.number)
        )
        text = f"Referral {held.number} registered on case {case.number}"
        return entered(checks, self, "RF", changes, f"{text}, which is open again." if closed else f"{text}.")

    def _said(self, facts: ConsumerFacts, held: Referral) -> str:
        number = referrals.number_of(self.consumer, held.seq, "8")
        return f"Referral {held.number} registered as case {number}."

    def _registered(
        self, facts: ConsumerFacts, held: Referral, matched: int | None, on: date, actor: str
    ) -> list[Add | Change]:
        file, consumer = facts.file, facts.consumer
        number = referrals.number_of(self.consumer, held.seq, "8")
        ncp = next((one for one in file.ncps if one.seq == held.ncp), None)
        changes: list[Add | Change] = []
        person = matched
        if person is None:
            person = facts.next_person
            new = Person(
                number=person, last=self.new_last.strip(), first=self.new_first.strip(), born=self.born
            )
            changes.append(Add(new))
        tanf = held.program == "TANF"
        ap = referrals.number_of(self.consumer, held.seq, "6")
        case = Case(
            consumer=self.consumer,
            seq=next_seq(file.cases),
            number=number,
            program="AF" if tanf else "NA",
            function="PAT" if ncp is not None and ncp.expedited else "LOC",
            function_on=on,
            opened=on,
            office=consumer.office,
            worker=consumer.worker,
            service="M",
            expedited="Y" if ncp is not None and ncp.expedited else "",
            assigned="Y" if tanf else "",
            assigned_on=held.approved_on if tanf else None,
        )
        role = Ap(
            consumer=self.consumer, seq=next_seq(file.aps), case=number, number=ap, person=person, since=on
        )
        done = changed(held, outcome=referrals.REGISTERED, worked_on=on, worked_by=actor, case=number)
        changes += [Add(case), Add(role), done]
        if ncp is not None and ncp.good_cause:
            changes += cads.good_cause(file, number, ap, referrals.GOOD_CAUSE[ncp.good_cause], on, actor)
        return changes


class KsDeactivateReferral(_ReferralAct, frozen=True, kw_only=True):
    """Deactivate a referral and say why: a case exists, or it came by mistake."""

    label: ClassVar[str] = "referral deactivated"
    way_out: ClassVar[str] = "Eligibility refers the parent again."

    referral: int
    why: Line

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        why = check_said(checks, self.why, "why", "WHY")
        held = self.open_referral(checks, facts, self.referral)
        if held is None:
            return decided(checks)
        now = changed(held, outcome=referrals.DEACTIVATED, worked_on=on, worked_by=actor, why=why)
        return entered(checks, self, "RF", [now], f"Referral {held.number} deactivated. {why}")
