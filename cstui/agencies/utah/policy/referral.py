"""What the referral asks: its steps, what each lacks, the criteria as a checklist, the felony thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from cstui.agencies.utah.policy.facts import NcpFile
from cstui.agencies.utah.policy.fti import has_fti
from cstui.agencies.utah.records import Case, CpForms, Prosecution, Worksheet
from cstui.policy.ledger import CHARGE, CURRENT, PAYMENT, PLACED, reversed_by
from cstui.policy.months import first_of_month
from cstui.policy.protected import FTI
from cstui.policy.rulebook import Rulebook

PRE, ACTIVE, SENTENCED, ENDED = "pre", "active", "sentenced", "ended"


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion of the checklist, whether it is met, and what was found."""

    name: str
    met: bool
    found: str


def forms_of(file: NcpFile, case: str) -> CpForms | None:
    """The newest forms to the CP of a case."""
    return next((forms for forms in reversed(file.forms) if forms.case == case), None)


def unanswered(file: NcpFile) -> list[CpForms]:
    """The newest forms of each open case that did not come back."""
    found = [forms_of(file, case.number) for case in file.open_cases if file.forms]
    return [forms for forms in found if forms is not None and forms.returned_on is None]


def to_transfer(file: NcpFile) -> list[Case]:
    """The open CSS cases that are not with the CNS agent's team."""
    return [case for case in file.open_cases if case.team == "CSS"]


def in_care(file: NcpFile) -> list[Case]:
    """The open cases of Children in Care."""
    return [case for case in file.open_cases if case.team == "CIC"]


def is_searched(file: NcpFile, matter: Prosecution) -> bool:
    """Whether ORSIS was searched and every CSS case that it found has moved."""
    return matter.searched_on is not None and not to_transfer(file)


def worksheet_of(file: NcpFile, matter: Prosecution) -> Worksheet | None:
    """The newest worksheet that was made for this matter."""
    made = [sheet for sheet in file.worksheets if sheet.made_on >= matter.begun_on]
    return made[-1] if made else None


class PacketStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of Phase 1 that the packet needs, whether it is done, and on which day if that is known."""

    name: str
    done: bool
    on: date | None = None
    of_cps: bool = False


def packet_steps(file: NcpFile, matter: Prosecution) -> Iterator[PacketStep]:
    """The steps in the order of the list of Phase 1."""
    yield PacketStep(name="search for other cases", done=is_searched(file, matter), on=matter.searched_on)
    for case in in_care(file):
        told = case.notified_on is not None
        name = f"notice to the CIC manager on {case.number}"
        yield PacketStep(name=name, done=told, on=case.notified_on)
        if told:
            yield PacketStep(name=f"answer on including {case.number}", done=bool(case.included))
    accepted = [case.number for case in file.open_cases if case.team == "CNS" and case.included == "Y"]
    returned = [forms.returned_on for forms in file.forms if forms.case in accepted and forms.returned_on]
    name = "forms of a CP, complete, signed and notarized"
    yield PacketStep(name=name, done=bool(accepted), on=max(returned, default=None), of_cps=True)
    sheet = worksheet_of(file, matter)
    made_on = sheet.made_on if sheet is not None else None
    yield PacketStep(name="interest worksheet", done=sheet is not None, on=made_on)
    name, form_on = "Case Referral for Criminal Prosecution", matter.referral_on
    yield PacketStep(name=name, done=form_on is not None, on=form_on)


def missing(file: NcpFile, matter: Prosecution) -> list[PacketStep]:
    """What the packet still lacks, in the order of the list of Phase 1."""
    return [step for step in packet_steps(file, matter) if not step.done]


def closes_from(forms: CpForms, rules: Rulebook) -> date | None:
    """The first day on which the case may close for its CP's silence; None without a closure notice."""
    if forms.closure_on is None or forms.withdrawn_on is not None:
        return None
    return forms.closure_on + timedelta(days=rules.days("ut_closure_days", forms.closure_on))


def letter_until(forms: CpForms, rules: Rulebook) -> date | None:
    """The last day that the Non-Cooperation Determination gives the CP; None without the letter."""
    if forms.letter_on is None:
        return None
    return forms.letter_on + timedelta(days=rules.days("ut_form_days", forms.letter_on))


def defense_until(matter: Prosecution, rules: Rulebook) -> date | None:
    """The last day on which notice of an affirmative defense is in time; None without a trial date."""
    if matter.trial_on is None:
        return None
    return matter.trial_on - timedelta(days=rules.days("ut_defense_days", matter.trial_on))


def referred(file: NcpFile, on: date) -> bool:
    """Whether a case is referred for prosecution, or the NCP on probation (its last day included)."""
    matter = file.prosecution
    if matter is None or matter.packet_on is None or matter.packet_on > on:
        return False
    if matter.phase in (PRE, ACTIVE):
        return True
    return matter.phase == SENTENCED and matter.probation_until is not None and on <= matter.probation_until


def arrears_of(file: NcpFile, on: date) -> int:
    """The arrears of all open cases, in cents."""
    month = first_of_month(on)
    return sum(max(0, file.account(case.number).owed(month)) for case in file.open_cases)


def unpaid_months(file: NcpFile, rules: Rulebook, since: date, until: date) -> list[date]:
    """The months with a charge of current support and without full voluntary payment.

    What came by an offset or a levy is not voluntary; a month that was paid in part counts as unpaid.
    """
    sources = {code.code for code in rules.codes["ut_involuntary"].code}
    voluntary = {
        entry.seq
        for entry in file.ledger
        if entry.kind == PAYMENT and entry.source not in sources and not reversed_by(file.ledger, entry.seq)
    }
    found = []
    month = since
    while month <= until:
        current = [entry for entry in file.ledger if entry.bucket == CURRENT and entry.month == month]
        charged = sum(entry.cents for entry in current if entry.kind == CHARGE)
        paid = sum(entry.cents for entry in current if entry.kind == PLACED and entry.of in voluntary)
        if charged > paid:
            found.append(month)
        month = first_of_month(month, 1)
    return found


def criteria(file: NcpFile, rules: Rulebook, on: date) -> tuple[Criterion, ...]:
    """The referral criteria (CS 844P-1), a checklist that warns: arrears of so much or more, so many of the
    last months without full voluntary payment, the order, its service, civil means."""
    span, least = rules.days("ut_criteria_span", on), rules.days("ut_criteria_months", on)
    amount = rules.days("ut_criteria_arrears", on)
    unpaid = len(unpaid_months(file, rules, first_of_month(on, -span), first_of_month(on, -1)))
    owed = arrears_of(file, on)
    arrears = FTI.mark if has_fti(file.ledger) else f"{owed // 100:,}"
    rests = [case for case in file.open_cases if case.rests_on]
    ordered = bool(rests) and all(case.rests_on in "SJ" or case.registered for case in rests)
    return (
        Criterion(name="order", met=ordered, found="stipulated, judicial, or registered in court"),
        Criterion(
            name="service", met=bool(rests) and all(c.served for c in rests), found="served or notified"
        ),
        Criterion(
            name="payments",
            met=unpaid >= least or owed >= amount,
            found=f"{unpaid} of {span} months without full voluntary payment, arrears {arrears}",
        ),
        Criterion(
            name="civil", met=bool(rests) and all(c.civil_tried for c in rests), found="civil means tried"
        ),
    )


def felony(file: NcpFile, rules: Rulebook, on: date) -> list[str]:
    """The felony thresholds that are met (CS 844P): apart from the referral criteria, above and not from."""
    found = []
    if file.ncp.convicted:
        found.append("an earlier conviction")
    if file.ncp.lives_out:
        found.append("lives outside Utah")
    span, least = rules.days("ut_felony_span", on), rules.days("ut_felony_months", on)
    first = min((entry.month for entry in file.ledger), default=None)
    if first is not None:
        unpaid = unpaid_months(file, rules, first, first_of_month(on, -1))
        if any(_within(unpaid, month, span) >= least for month in unpaid):
            found.append(f"{least} months of {span} without full payment")
    if arrears_of(file, on) > rules.days("ut_felony_arrears", on):
        found.append("arrears above the threshold")
    return found


def _within(months: list[date], first: date, span: int) -> int:
    """How many of the months are among the `span` that begin with `first`."""
    return sum(first <= month < first_of_month(first, span) for month in months)
