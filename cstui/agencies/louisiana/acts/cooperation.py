"""Acts on cooperation (E-522): report, document, clear, correct."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from cstui.acts.base import LATER, Act, added, before, changed, decided, next_seq, numbered
from cstui.agencies.louisiana.acts.base import CaseAct, logged, office_of
from cstui.agencies.louisiana.acts.closing import withdrawal
from cstui.agencies.louisiana.policy import case_position, cooperation
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Case, Closure, Cooperation, Interface, OfficeRequest
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.rulebook import Checks, Rulebook

Ground = Literal["MA", "RI", "CT", "GT", "SP"]


class ReportNonCooperation(CaseAct, frozen=True, kw_only=True):
    """Report non-cooperation on CAS2: NON COOP and DT (E-522). LAIN 2IP goes to IV-A in the night.

    `ground` is the code of table `noncoop`; `failed_on` the date on which the CP failed to
    cooperate, for two missed appointments the second.
    """

    label: ClassVar[str] = "NON COOP on CAS2"

    ground: Ground
    failed_on: date

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        cooperation.check_report(checks, facts, self.ground, self.failed_on, on)
        _check_owner(checks, facts.file, actor)
        entry = _entry(facts.file, "reported", on, actor, ground=self.ground, failed_on=self.failed_on)
        what = rules.said("noncoop", self.ground)
        text = f"NON COOP {self.ground} ({what}), DT {self.failed_on:%m/%d/%Y}."
        return decided(
            checks,
            [Add(entry), _lain(facts.file, entry, "NONCOOP", on)],
            [self.log("NR", f"{text} LAIN 2IP made.")],
            f"NON COOP {self.ground}, DT {self.failed_on:%m/%d/%Y}. LAIN 2IP goes to IV-A tonight.",
        )

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_aside(self.case, effects)


class DocumentNonCooperation(CaseAct, frozen=True, kw_only=True):
    """Document in CALO the non-cooperation of a payee no longer active; CAS2 stays as it is (E-522 note)."""

    label: ClassVar[str] = "DOC on CAS2"

    ground: Ground
    failed_on: date

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        cooperation.check_document(checks, facts, self.ground, self.failed_on, on)
        entry = _entry(facts.file, "documented", on, actor, ground=self.ground, failed_on=self.failed_on)
        what = rules.said("noncoop", self.ground)
        text = (
            f"Non-cooperation ({what}) on {self.failed_on:%m/%d/%Y}; "
            "payee no longer active, CAS2 not updated."
        )
        return decided(
            checks,
            [Add(entry)],
            [self.log("ND", text)],
            "Documented in CALO. The case can be pended with FTC on CAS1.",
        )

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_aside(self.case, effects)


class RecordCooperation(CaseAct, frozen=True, kw_only=True):
    """Enter cooperation on CAS2: clears NON COOP, tells IV-A, withdraws a pend (E-522, E-523).

    `ofs_53_on` is the day the CP brought form OFS 53, if he or she did; `basis` says what the CP
    agreed to.
    """

    label: ClassVar[str] = "cooperation on CAS2"
    way_out: ClassVar[str] = "It withdrew a pend or answered a request. Enter on CAS2 and CAS1 what applies."

    ofs_53_on: date | None = None
    basis: str = ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        cooperation.check_cooperation(checks, facts, self.ofs_53_on, on)
        _check_owner(checks, facts.file, actor)
        done = cooperate(facts.file, on, actor, ofs_53_on=self.ofs_53_on, basis=self.basis.strip())
        return decided(checks, done.changes, done.logs, done.message)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_aside(self.case, effects)


class CorrectCooperation(CaseAct, frozen=True, kw_only=True):
    """Set aside a wrong entry on CAS2, with the reason; both entries stay in CALO.

    A report corrected before the night's run sends no LAIN 2IP; one that was sent is followed by
    one that says so.
    """

    label: ClassVar[str] = "entry on CAS2 set aside"

    entry: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = numbered(checks, self.case, facts.file.cooperation, self.entry, "entry", "entry")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        checks.holds("CS-124", found.standing, "entry", value=self.entry)
        changes: list[Add | Change] = [changed(found, standing=False)]
        if found.kind == "reported":
            changes += _unsent_or_lain(facts.file, found, found, on)
        if found.kind == "cooperating":
            changes += _not_cooperating(facts.file, found)
        text = f"Entry {found.seq} ({found.kind} {found.ground}) set aside: {self.reason.strip()}".replace(
            " )", ")"
        )
        logs = [self.log("CE", text)]
        if found.kind != "cooperating" and (
            withdrawn := withdrawal(facts.file, on, "Non-cooperation corrected.")
        ):
            changes += withdrawn.changes
            logs += withdrawn.logs
        if found.kind != "cooperating" and found is case_position.last_entry(facts.file):
            change, log = _answered(facts.file, on)
            changes += change
            logs += log
        return decided(checks, changes, logs, text)


def _check_owner(checks: Checks, file: CaseFile, actor: str) -> None:
    """Whether who enters on CAS2 is of the office that owns the case (E-522, reading 38)."""
    office = file.case.office
    checks.holds("LA-E522-27", office_of(actor, office) == office, "noncoop", office=office)


def cooperate(
    file: CaseFile, on: date, actor: str, *, ofs_53_on: date | None = None, basis: str = ""
) -> Effects:
    """Enter cooperation on a case: clear NON COOP, tell IV-A, withdraw a pend, answer a request."""
    entry = _entry(file, "cooperating", on, actor, basis=basis, ofs_53_on=ofs_53_on)
    changes: list[Add | Change] = [Add(entry)]
    text = "Cooperation entered, NON COOP cleared."
    text += f" OFS 53 brought {ofs_53_on:%m/%d/%Y}." if ofs_53_on else ""
    text += f" {basis}" if basis else ""
    stands = case_position.noncooperation(file)
    if stands is not None:
        changes += _unsent_or_lain(file, stands, entry, on)
    logs = [logged(file, "CO", text)]
    if withdrawn := withdrawal(file, on, "Cooperation entered."):
        changes += withdrawn.changes
        logs += withdrawn.logs
        text += " The pend is withdrawn."
    answered, log = _answered(file, on)
    return Effects(changes=(*changes, *answered), logs=(*logs, *log), message=text)


def _entry(file: CaseFile, kind: str, on: date, actor: str, **fields: Any) -> Cooperation:
    """The next entry about cooperation on a case."""
    number = next_seq(file.cooperation)
    return Cooperation(case=file.case.number, seq=number, kind=kind, entered_on=on, worker=actor, **fields)


def _answered(file: CaseFile, on: date) -> tuple[list[Add | Change], list[Log]]:
    """What it takes to note that the request of another office is done; nothing where none is open."""
    request = case_position.open_request(file)
    if request is None:
        return [], []
    note = f"Request of office {request.from_office} of {request.opened_on:%m/%d/%Y} is done."
    return [changed(request, done_on=on)], [logged(file, "RQ", note)]


def _lain(file: CaseFile, entry: Cooperation, says: str, on: date) -> Add:
    return Add(
        Interface(
            case=file.case.number,
            seq=next_seq(file.interface),
            kind="LAIN 2IP",
            says=says,
            cooperation=entry.seq,
            made_on=on,
        )
    )


def _not_cooperating(file: CaseFile, entry: Cooperation) -> list[Add | Change]:
    """What IV-A is not to be told after all: the cooperation that waits to be sent; and the report that
    stands again, whose LAIN 2IP had been withdrawn unsent, goes out."""
    changes: list[Add | Change] = [
        changed(record, status="withdrawn")
        for record in file.interface
        if record.cooperation == entry.seq and record.says == "COOP" and record.status == "waiting"
    ]
    before = next((e for e in reversed(file.cooperation) if e.standing and e.seq < entry.seq), None)
    if before is not None and before.kind == "reported" and before.reported_on is None:
        changes += [
            changed(record, status="waiting")
            for record in file.interface
            if record.cooperation == before.seq and record.says == "NONCOOP" and record.status == "withdrawn"
        ]
    return changes


def _unsent_or_lain(
    file: CaseFile, reported: Cooperation, entry: Cooperation, on: date
) -> list[Add | Change]:
    """Withdraw the report's LAIN 2IP if it has not gone out, else tell IV-A of the cooperation."""
    waiting = [i for i in file.interface if i.cooperation == reported.seq and i.status == "waiting"]
    if waiting:
        return [changed(record, status="withdrawn") for record in waiting]
    return [_lain(file, entry, "COOP", on)]


def _set_aside(case: str, effects: Effects) -> tuple[Act, ...]:
    """What takes back an entry, unless it withdrew a pend, opened a case or answered a request."""
    if any(before(effects, kind) for kind in (Closure, Case, OfficeRequest)):
        return ()
    entry = added(effects, Cooperation)[0]
    return (CorrectCooperation(case=case, entry=entry.seq, reason=LATER),)
