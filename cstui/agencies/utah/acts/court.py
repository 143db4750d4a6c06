"""Acts of Phase 2, active status, and Phase 3, disposition and sentencing."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import changed, check_said, decided, entered
from cstui.agencies.utah.acts.base import NcpAct, check_past, check_phase
from cstui.agencies.utah.acts.prefiling import worksheet_of
from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.formats import Cents, Line
from cstui.policy.money import said
from cstui.policy.rulebook import Checks, Rulebook

PROBATION = "PROB"


class UtFileCase(NcpAct, frozen=True, kw_only=True):
    """Record that the prosecuting attorney accepted the case and filed it: Phase 2 begins.

    The attorney gives the filing date, the attorney's name, the charges and the status. All that is missing
    is named at once. The interest worksheet is made again by the filing date.
    """

    label: ClassVar[str] = "case filed with the court"

    filed_on: date | None = None
    attorney: Line = ""
    charges: Line = ""
    status: Line = ""
    court: Line = ""

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE)
        given = {
            "filing date": self.filed_on,
            "attorney": self.attorney.strip(),
            "charges": self.charges.strip(),
            "status": self.status.strip(),
        }
        lacking = [name for name, value in given.items() if not value]
        checks.holds("UT-CRT-02", not lacking, "filed_on", missing=", ".join(lacking))
        if matter is None or self.filed_on is None:
            return decided(checks)
        sent = matter.packet_on
        checks.holds("UT-CRT-03", sent is not None, "command")
        check_past(checks, self.filed_on, on, "filed_on")
        early = sent is not None and self.filed_on < sent
        checks.holds("UT-CRT-04", not early, "filed_on", on=self.filed_on, sent=sent)
        changes: list[Add | Change] = [
            changed(
                matter,
                phase=referral.ACTIVE,
                filed_on=self.filed_on,
                attorney=self.attorney.strip(),
                charges=self.charges.strip(),
                status=self.status.strip(),
                court=self.court.strip(),
            )
        ]
        sheet = worksheet_of(checks, facts, self.filed_on, on)
        if sheet is not None:
            changes.append(Add(sheet))
        felony = referral.felony(facts.file, rules, on)
        checks.holds("UT-CRT-05", not felony, "charges", why="; ".join(felony))
        text = f"Phase 2: filed {self.filed_on:%m/%d/%Y} by {self.attorney.strip()}, {self.charges.strip()}."
        return entered(checks, self, "FL", changes, text)


class UtUpdateStatus(NcpAct, frozen=True, kw_only=True):
    """Record the status of the criminal case as the attorney's office tells it, and the day of trial."""

    label: ClassVar[str] = "status of the criminal case"

    status: Line
    trial_on: date | None = None

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.ACTIVE)
        status = check_said(checks, self.status, "status", "STATUS")
        if matter is None:
            return decided(checks)
        filed, trial = matter.filed_on, self.trial_on
        late = trial is not None and filed is not None and trial < filed
        checks.holds("UT-CRT-06", not late, "trial_on", on=trial, filed=filed)
        text = f"Status: {status}." + (f" Trial {trial:%m/%d/%Y}." if trial else "")
        change = changed(matter, status=status, trial_on=trial or matter.trial_on)
        return entered(checks, self, "ST", [change], text)


class UtRecordDefense(NcpAct, frozen=True, kw_only=True):
    """Record the notice of an affirmative defense (inability to pay): due twenty days before trial."""

    label: ClassVar[str] = "affirmative defense"

    on: date

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.ACTIVE)
        if matter is None:
            return decided(checks)
        check_past(checks, self.on, on, "on")
        until = referral.defense_until(matter, rules)
        checks.holds("UT-CRT-07", until is not None, "on")
        late = until is not None and self.on > until
        checks.holds("UT-CRT-08", not late, "on", on=self.on, until=until)
        text = f"Notice of an affirmative defense of {self.on:%m/%d/%Y}."
        return entered(checks, self, "AD", [changed(matter, defense_on=self.on)], text)


class UtRecordDisposition(NcpAct, frozen=True, kw_only=True):
    """Record the disposition: Phase 3 begins. `outcomes` are codes: JAIL, PROB, PIA, REST, PAY.

    Probation has its last day; restitution and payments ordered their amounts, in cents.
    """

    label: ClassVar[str] = "disposition"

    concluded_on: date
    outcomes: list[str]
    probation_until: date | None = None
    restitution: Cents = 0
    payments: Cents = 0

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.ACTIVE)
        if matter is None:
            return decided(checks)
        check_past(checks, self.concluded_on, on, "concluded_on")
        early = matter.filed_on is not None and self.concluded_on < matter.filed_on
        checks.holds("UT-CRT-06", not early, "concluded_on", on=self.concluded_on, filed=matter.filed_on)
        unknown = [code for code in self.outcomes if rules.code("ut_outcome", code) is None]
        checks.holds("UT-CRT-09", bool(self.outcomes) and not unknown, "outcomes", codes=", ".join(unknown))
        lacking = list(self._lacking())
        checks.holds("UT-CRT-10", not lacking, "outcomes", missing=", ".join(lacking))
        change = changed(
            matter,
            phase=referral.SENTENCED,
            concluded_on=self.concluded_on,
            outcomes=self.outcomes,
            probation_until=self.probation_until,
            restitution=self.restitution,
            payments=self.payments,
        )
        named = ", ".join(rules.said("ut_outcome", code) for code in self.outcomes)
        text = f"Phase 3: {named}."
        if self.probation_until:
            text += f" Probation until {self.probation_until:%m/%d/%Y}."
        if self.restitution:
            text += f" Restitution {said(self.restitution)}."
        return entered(checks, self, "DS", [change], text)

    def _lacking(self) -> list[str]:
        """What an outcome needs and does not have."""
        wants = {
            PROBATION: ("last day of probation", self.probation_until),
            "REST": ("amount of restitution", self.restitution > 0),
            "PAY": ("payments ordered", self.payments > 0),
        }
        return [name for code, (name, value) in wants.items() if code in self.outcomes and not value]


class UtEndMatter(NcpAct, frozen=True, kw_only=True):
    """End the criminal matter: the attorney declined, the case was dismissed, or probation is over."""

    label: ClassVar[str] = "criminal matter ended"

    why: Line

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE, referral.ACTIVE, referral.SENTENCED)
        why = check_said(checks, self.why, "why", "WHY")
        if matter is None:
            return decided(checks)
        until = matter.probation_until
        runs = matter.phase == referral.SENTENCED and until is not None and on <= until
        checks.holds("UT-CRT-11", not runs, "command", until=until)
        change = changed(matter, phase=referral.ENDED, ended_on=on, ended_why=why)
        return entered(checks, self, "EN", [change], f"Criminal matter ended: {why}.")
