"""Acts of eligibility: programs as KEES has them, applications and reviews, EDBC run by a worker."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Literal

from msgspec.structs import replace

from cstui.acts.base import changed, decided, entered, next_seq
from cstui.agencies.kansas.acts.base import ConsumerAct, found
from cstui.agencies.kansas.acts.interface import told
from cstui.agencies.kansas.policy import (
    applications,
    edbc,
    kees_calendar,
    non_compliance,
    programs,
    referrals,
)
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile, following
from cstui.agencies.kansas.records import Application, Edbc, ProgramSpell
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Checks, Rulebook

ProgramCode = Literal["TANF", "CC", "FA"]


class KsOpenProgram(ConsumerAct, frozen=True, kw_only=True):
    """Open a program for the person, as KEES tells it (a practice store stands in for KEES)."""

    label: ClassVar[str] = "program opened"
    way_out: ClassVar[str] = "Close the program."

    program: ProgramCode
    begins: date

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        applications.check_opening(checks, facts.file, self.program, self.begins, "KS-IF-22")
        full = programs.IN_FULL[self.program]
        text = f"{full} open from {self.begins:%m/%d/%Y}."
        spell = ProgramSpell(
            consumer=self.consumer,
            seq=next_seq(facts.file.programs),
            program=self.program,
            begins=self.begins,
        )
        return entered(checks, self, "PR", [Add(spell)], text)


class KsCloseProgram(ConsumerAct, frozen=True, kw_only=True):
    """Close a program of the person for another reason than non-compliance; `ends` is the first day after."""

    label: ClassVar[str] = "program closed"
    way_out: ClassVar[str] = "Open the program again."

    program: ProgramCode
    ends: date
    why: str = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        full = programs.IN_FULL[self.program]
        spell = next(
            (s for s in reversed(facts.file.programs) if s.program == self.program and s.ends is None), None
        )
        checks.holds("KS-IF-23", spell is not None, "program", program=full)
        if spell is None:
            return decided(checks)
        checks.holds("KS-IF-24", self.ends > spell.begins, "ends", ends=self.ends, begins=spell.begins)
        text = f"{full} closed from {self.ends:%m/%d/%Y}. {self.why.strip()}".rstrip()
        now = changed(spell, ends=self.ends, ended_why=self.why.strip() or "other")
        return entered(checks, self, "PR", [now], text)


class KsSetParticipation(ConsumerAct, frozen=True, kw_only=True):
    """Say whether the person takes part in FAET and in Work Programs, and until when as a minor parent.

    The alerts of CADS on a participant of Work Programs are copied to that program.
    """

    label: ClassVar[str] = "participation"
    way_out: ClassVar[str] = "Say again what holds."

    faet: bool | None = None
    work_program: bool | None = None
    minor_parent_until: date | None = None

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, consumer = Checks(rules), facts.consumer
        said = {
            name: value
            for name in ("faet", "work_program", "minor_parent_until")
            if (value := getattr(self, name)) is not None and value != getattr(consumer, name)
        }
        checks.holds("KS-CADS-20", bool(said), "faet")
        now = replace(consumer, **said)
        text = f"FAET {'yes' if now.faet else 'no'}, Work Programs {'yes' if now.work_program else 'no'}"
        until = now.minor_parent_until
        text += f", minor parent until {until:%m/%d/%Y}." if until else "."
        return entered(checks, self, "PR", [Change(consumer, now)], text)


class KsReceiveApplication(ConsumerAct, frozen=True, kw_only=True):
    """Take in an application for programs, or a review of them.

    Where the person stands as not cooperating without a penalty, the household gets ten days to cooperate.
    """

    label: ClassVar[str] = "application"
    way_out: ClassVar[str] = "Withdraw the application."

    programs: tuple[ProgramCode, ...]
    received_on: date | None = None
    kind: Literal["application", "review"] = "application"

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        received = self.received_on or on
        checks.holds("KS-IF-25", bool(self.programs), "programs")
        for program in self.programs:
            if self.kind == "application":
                applications.check_opening(checks, facts.file, program, received, "KS-IF-34")
            else:
                running = programs.spell_on(facts.file, program, received) is not None
                full = programs.IN_FULL[program]
                checks.holds("KS-IF-35", running, "programs", program=full)
        checks.holds("KS-IF-26", received <= on, "received_on", on=received, today=on)
        application = Application(
            consumer=self.consumer,
            seq=next_seq(facts.file.applications),
            kind=self.kind,
            programs=list(dict.fromkeys(self.programs)),
            received_on=received,
        )
        days = rules.days("ks_application_days", received)
        until = received + timedelta(days=days)
        stands = applications.unresolved(facts.file, application) is not None
        checks.holds("KS-NC-20", not stands, "programs", until=until, days=days)
        if stands:
            application = replace(application, due_on=until)
        full = ", ".join(programs.IN_FULL[one] for one in application.programs)
        text = f"{self.kind.capitalize()} of {received:%m/%d/%Y} for {full}."
        text += f" The household has until {until:%m/%d/%Y} to cooperate." if stands else ""
        return entered(checks, self, "AP", [Add(application)], text)


class KsWithdrawApplication(ConsumerAct, frozen=True, kw_only=True):
    """Record that an application or a review was withdrawn."""

    label: ClassVar[str] = "application withdrawn"
    way_out: ClassVar[str] = "Take in the application again."

    application: int

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = applications.pending(facts.file)
        held = found(checks, self.consumer, rows, self.application, "pending application", "application")
        if held is None:
            return decided(checks)
        text = f"{held.kind.capitalize()} of {held.received_on:%m/%d/%Y} withdrawn."
        return entered(checks, self, "AP", [changed(held, outcome="withdrawn", decided_on=on)], text)


class KsRescindProgram(ConsumerAct, frozen=True, kw_only=True):
    """Rescind the closing of TANF or Child Care, once its records are removed; EDBC is then run again."""

    label: ClassVar[str] = "program rescinded"
    way_out: ClassVar[str] = "Run EDBC for the month in which the program closes."

    program: Literal["TANF", "CC"]

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        full = programs.IN_FULL[self.program]
        spell = next((s for s in reversed(file.programs) if s.program == self.program), None)
        ended = spell is not None and spell.ends is not None
        checks.holds("KS-IF-27", ended, "program", program=full)
        if spell is None or spell.ends is None:
            return decided(checks)
        record = non_compliance.in_force(file, self.program, first_of_month(spell.ends))
        checks.holds("KS-NC-27", record is None, "program", record=record.seq if record else "", program=full)
        text = f"{full} rescinded: open again from {spell.ends:%m/%d/%Y}."
        return entered(checks, self, "PR", [changed(spell, ends=None, ended_why="")], text)


class KsRunEdbc(ConsumerAct, frozen=True, kw_only=True):
    """Run EDBC for a program and a month as a worker; for an application or a review with its number.

    `month` is any day of the month. It makes no task; batch EDBC still runs on its dates, and sends no second
    notice unless the benefit changes.
    """

    label: ClassVar[str] = "EDBC"
    way_out: ClassVar[str] = "Run EDBC again once the records are right."

    program: ProgramCode
    month: date
    application: int | None = None

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        month = first_of_month(self.month)
        run = Edbc(
            consumer=self.consumer,
            seq=following(file.runs),
            program=self.program,
            month=month,
            run_on=on,
            application=self.application,
            by=actor,
        )
        if self.application is not None:
            rows = applications.pending(file)
            held = found(checks, self.consumer, rows, self.application, "pending application", "application")
            if held is None:
                return decided(checks)
            return self._for_application(facts, checks, held, run, on)
        full = programs.IN_FULL[self.program]
        spell = programs.spell_on(file, self.program, month)
        checks.holds("KS-IF-21", spell is not None, "program", program=full, month=f"{month:%m/%Y}")
        return self._done(checks, facts, edbc.ran(file, run, on, rules), [])

    def _for_application(
        self, facts: ConsumerFacts, checks: Checks, held: Application, run: Edbc, on: date
    ) -> Effects | Refused:
        file, rules = facts.file, checks.rules
        full = programs.IN_FULL[self.program]
        checks.holds("KS-IF-28", self.program in held.programs, "program", program=full)
        early = first_of_month(held.received_on)
        checks.holds("KS-IF-29", run.month >= early, "month", month=f"{early:%m/%Y}")
        applications.check_run(checks, file, held, self.program, on)
        referrals.check_gate(checks, file)
        ran = {one.program: one.result for one in file.runs if one.application == held.seq}
        said = rules.said("ks_result", ran.get(self.program, ""))
        checks.holds("KS-IF-36", self.program not in ran, "program", program=full, result=said)
        if held.kind == "review":
            came = edbc.ran(file, run, on, rules)
            result = edbc.APPROVED if came.run.result in (edbc.NONE, edbc.BACK) else edbc.DENIED
            changes: list[Add | Change] = []
        else:
            result, reason = applications.outcome_of(file, self.program, run.month, rules)
            listed = kees_calendar.next_business_day(on, rules.site)
            done = replace(run, status="run", listed_on=listed, result=result, reason=reason)
            came = edbc.RanEdbc(run=done, notice=edbc.notice_of(file, done, on, rules))
            changes = []
            if result == edbc.APPROVED:
                applications.check_opening(checks, file, self.program, held.received_on, "KS-IF-22")
                changes.append(Add(_opened(file, held, done)))
                changes += [changed(ncp, referred_on=None) for ncp in referrals.to_reopen(file)]
        if {*ran, self.program} >= set(held.programs):
            any_approved = result == edbc.APPROVED or any(
                one.application == held.seq and one.result == edbc.APPROVED for one in file.runs
            )
            outcome = "approved" if any_approved else "denied"
            changes.append(changed(held, outcome=outcome, reason=came.run.reason, decided_on=on))
        return self._done(checks, facts, came, changes)

    def _done(
        self, checks: Checks, facts: ConsumerFacts, came: edbc.RanEdbc, more: list[Add | Change]
    ) -> Effects | Refused:
        run = came.run
        checks.holds("KS-NC-08", run.kind != "readonly", "month", month=f"{run.month:%m/%Y}")
        checks.holds("KS-NC-28", not run.underpaid, "month", month=f"{run.month:%m/%Y}")
        text = f"EDBC: {told(came, checks.rules)}."
        changes: list[Add | Change] = [Add(run)]
        changes += [Change(came.before, came.after)] if came.before and came.after else []
        changes += [Add(one) for one in (came.notice, came.task) if one is not None]
        return entered(checks, self, "ED", [*changes, *more], text)


def _opened(file: ConsumerFile, held: Application, run: Edbc) -> ProgramSpell:
    """The program that an approval opens; Food Assistance without the person who does not cooperate."""
    return ProgramSpell(
        consumer=file.key,
        seq=following(file.programs),
        program=run.program,
        begins=held.received_on,
        out_from=run.month if run.reason else None,
    )
