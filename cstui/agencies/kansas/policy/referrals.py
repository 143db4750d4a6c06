"""Referrals from eligibility to child support: who is referred, what the intake wants, the gate of EDBC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile, following
from cstui.agencies.kansas.records import Case, NoncustodialParent, Participant, Referral
from cstui.policy.rulebook import Checks

BOTH = 2
"""Parents of a child: as many are at home, or referred, before EDBC runs."""
PARENT, UNRELATED = "PA", "UN"
REGISTERED, DEACTIVATED = "A", "D"
NEW, CHANGE, REOPEN = "NEW", "CHANGE", "REOPEN"
GOOD_CAUSE = {"PD": "PD", "GC": "GC", "CO": "NO"}
"""The good cause of a referral as CADS has it: cooperating is not good cause."""


def standing(file: ConsumerFile) -> list[NoncustodialParent]:
    """The noncustodial parents who were not removed."""
    return [ncp for ncp in file.ncps if ncp.removed_on is None]


def accounted(file: ConsumerFile) -> bool:
    """Whether both parents are accounted for: at home, or as noncustodial parents; or the gate is overridden.

    A household that nobody has described is not asked about.
    """
    if not file.households:
        return True
    household = file.households[-1]
    return bool(household.override) or household.parents + len(standing(file)) >= BOTH


def check_gate(checks: Checks, file: ConsumerFile) -> None:
    """Whether EDBC may run for an application, saved and accepted (CSS interface: referral)."""
    parents = file.households[-1].parents if file.households else BOTH
    checks.holds("KS-REF-01", accounted(file), "program", parents=parents, ncps=len(standing(file)))


def approved(file: ConsumerFile) -> str:
    """The program of the newest approved run of an application; empty where none was approved."""
    runs = [run for run in file.runs if run.application is not None and run.result == "approved"]
    return runs[-1].program if runs else ""


def of_ncp(file: ConsumerFile, ncp: int) -> Referral | None:
    """The newest referral of a noncustodial parent, or None."""
    return next((referral for referral in reversed(file.referrals) if referral.ncp == ncp), None)


def case_of(file: ConsumerFile, ncp: int) -> Case | None:
    """The case on CADS as which a referral of the parent was registered, or None."""
    numbers = {one.case for one in file.referrals if one.ncp == ncp and one.outcome == REGISTERED}
    return next((case for case in reversed(file.cases) if case.number in numbers), None)


def type_of(file: ConsumerFile, ncp: int) -> str:
    """What a referral of the parent would be: new without a case, else a change of it or its reopening."""
    case = case_of(file, ncp)
    if case is None:
        return NEW
    return CHANGE if case.closed_on is None else REOPEN


def to_refer(file: ConsumerFile) -> list[NoncustodialParent]:
    """The noncustodial parents who wait to be referred, for the first time or again: once each, and only on
    an approved application."""
    if not approved(file):
        return []
    return [ncp for ncp in standing(file) if ncp.referred_on is None]


def to_reopen(file: ConsumerFile) -> list[NoncustodialParent]:
    """The parents whom an approval refers again: their case was closed since."""
    return [ncp for ncp in standing(file) if ncp.referred_on is not None and type_of(file, ncp.seq) == REOPEN]


def to_take(file: ConsumerFile) -> list[Referral]:
    """The referrals that the intake tries tonight: every one that it has not taken."""
    return [referral for referral in file.referrals if referral.received_on is None]


def to_work(file: ConsumerFile) -> list[Referral]:
    """The referrals that child support has and nobody has registered or deactivated."""
    return [one for one in file.referrals if one.received_on is not None and not one.outcome]


def participants_of(file: ConsumerFile, referral: int) -> list[Participant]:
    """The persons of a referral: AR, AP, then the children."""
    return [one for one in file.participants if one.referral == referral]


def unsearched(file: ConsumerFile, referral: int) -> list[Participant]:
    """The persons of a referral whose name nobody has searched."""
    return [one for one in participants_of(file, referral) if one.searched_on is None]


def lacking(file: ConsumerFile, referral: Referral) -> Sequence[str]:
    """What the intake misses in a referral; it takes all of it or nothing."""
    people = participants_of(file, referral.seq)
    return [
        what
        for what, there in (
            ("the approval date", referral.approved_on is not None),
            ("the name of the AR", any(p.role == "AR" and p.last and p.first for p in people)),
            ("a child with a name", any(p.role == "CH" and p.last and p.first for p in people)),
        )
        if not there
    ]


def people_of(facts: ConsumerFacts, referral: int, ncp: NoncustodialParent) -> Iterator[Participant]:
    """The persons whom a new referral names."""
    own = {"consumer": facts.key, "referral": referral}
    seq = following(facts.file.participants)
    ar = facts.ar
    yield Participant(**own, seq=seq, role="AR", last=ar.last, first=ar.first, born=ar.born)  # type: ignore[arg-type]
    yield Participant(
        **own,  # type: ignore[arg-type]
        seq=seq + 1,
        role="AP",
        last=ncp.last,
        first=ncp.first,
        born=ncp.born,
        name_type=ncp.name_type,
    )
    yield from children_of(facts, referral, ncp.children, seq + 2)


def children_of(facts: ConsumerFacts, referral: int, names: Sequence[str], seq: int) -> Iterator[Participant]:
    """The children of a referral by their names, `LAST, FIRST`."""
    for at, name in enumerate(names):
        last, _, first = name.partition(",")
        yield Participant(
            consumer=facts.key,
            referral=referral,
            seq=seq + at,
            role="CH",
            last=last.strip(),
            first=first.strip(),
        )


def number_of(consumer: str, seq: int, kind: str) -> str:
    """Ten digits for a referral (7), a case (8) or an AP (6) of a consumer, each its own."""
    return f"{kind}{consumer[-7:]}{seq:02}"


def said_of(ncp: NoncustodialParent) -> str:
    """How a noncustodial parent is called in a line."""
    return f"{ncp.last}, {ncp.first}".strip(", ") or "unknown"


def check_relationship(checks: Checks, expedited: bool, relationship: str) -> None:
    """A presumed father stays unrelated until child support establishes paternity."""
    checks.holds("KS-REF-03", not expedited or relationship == UNRELATED, "relationship")
