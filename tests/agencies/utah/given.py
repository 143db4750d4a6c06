"""Records of Utah for tests: one NCP with everything on it, and an office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.utah.records import (
    AddressRequest,
    Case,
    Consent,
    CpForms,
    Enforcement,
    Ncp,
    OrderPart,
    PostingInstruction,
    Prosecution,
    RestitutionOrder,
    ShowCause,
    Worksheet,
)
from cstui.policy.records import Agency, Office, Record, Worker

DAY, LATER = date(2026, 3, 2), date(2026, 3, 20)
NCP, AGENT = "UT/100001", "UT/31001"
CASES = ("C00000001", "C00000002", "C00000003")
AGENCY = Agency(name="utah", title="Utah")


def offices() -> Iterator[Record]:
    """A regional CNS office with its agent."""
    yield Office(code="UT/31", name="WASATCH CNS", agency="utah")
    yield Worker(number=AGENT, name="PRACTICE, CNS", office="UT/31")


def ncp(parent: int, **more: object) -> Ncp:
    """The NCP, on record since `DAY`."""
    values: dict[str, object] = {"office": "UT/31", "worker": AGENT, "opened": DAY, **more}
    return Ncp(number=NCP, parent=parent, **values)  # type: ignore[arg-type]


def everything_on_an_ncp(parent: int, cp: int) -> Iterator[Record]:
    """An NCP with a record of every kind, all optional fields filled in."""
    own = {"ncp": NCP, "seq": 1}
    yield ncp(parent, convicted=True, lives_out=True)
    yield Case(
        **own,
        number=CASES[0],
        person=cp,
        team="CNS",
        opened=DAY,
        closed_on=LATER,
        iva=True,
        non_iva_since=DAY,
        rests_on="D",
        registered=True,
        served=True,
        civil_tried=True,
        current=15_000,
        transferred_on=DAY,
        notified_on=DAY,
        included="Y",
        debt_roll=True,
        modified_on=DAY,
        coordinated_on=LATER,
    )
    yield Prosecution(
        **own,
        phase="ended",
        begun_on=DAY,
        searched_on=DAY,
        referral_on=DAY,
        packet_on=DAY,
        filed_on=DAY,
        attorney="A. PRACTICE",
        court="THIRD DISTRICT",
        charges="76-7-201",
        status="OVER",
        trial_on=DAY,
        defense_on=DAY,
        concluded_on=DAY,
        outcomes=["PROB", "REST"],
        probation_until=LATER,
        restitution=10**9,
        payments=37_000,
        ended_on=LATER,
        ended_why="probation over",
    )
    yield AddressRequest(
        **own, sent_on=DAY, postmaster="41 E 100 N", why="moved", outcome="returned", outcome_on=LATER
    )
    yield CpForms(
        **own,
        case=CASES[0],
        sent_on=DAY,
        due_on=LATER,
        returned_on=LATER,
        cooperates=True,
        waives="N",
        letter_on=LATER,
        closure_on=LATER,
        iva_on=LATER,
        withdrawn_on=LATER,
    )
    yield Worksheet(
        **own, made_on=DAY, through=DAY, rate=550, by_filing=True, principal=10**9, interest=55, fti=True
    )
    yield RestitutionOrder(
        **own, ordered_on=DAY, entered_on=LATER, since=DAY, current=1, arrears=2, clause=True, terms="all"
    )
    yield OrderPart(**own, of_order=1, case=CASES[0], current=1, arrears=2)
    yield PostingInstruction(**own, on=DAY, parts={CASES[0]: 5_000})
    yield Consent(**own, case=CASES[0], action="LV", on=DAY, by="A. PRACTICE")
    yield Enforcement(**own, case=CASES[0], action="LV", on=DAY, worker=AGENT)
    yield ShowCause(
        **own, month=DAY, notified_on=DAY, grounds=["SHORT 2026-03-31"], closed_on=LATER, outcome="paid"
    )
