"""What IV-A is told once an entry on CAS2 is set aside: what stands again goes out, nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.acts.base import Act
from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.closing import PendClosure
from cstui.agencies.louisiana.acts.cooperation import (
    CorrectCooperation,
    RecordCooperation,
    ReportNonCooperation,
)
from cstui.agencies.louisiana.acts.followup import RecordRetained
from cstui.agencies.louisiana.acts.iva import ReceiveBenefitUpdate
from cstui.agencies.louisiana.acts.mail import SendInterfaceRecord
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import create_store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, office
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY

PAID = date(2026, 2, 16)
RETAINED = RecordRetained(case=DOE, paid_on=PAID, amount=5_000, assigned_on=date(2026, 2, 1))
REPORT = ReportNonCooperation(case=DOE, ground="SP", failed_on=PAID)
COOPERATES = RecordCooperation(case=DOE)


def aside(entry: int) -> CorrectCooperation:
    return CorrectCooperation(case=DOE, entry=entry, reason="The other case was meant")


@pytest.fixture
def performer() -> Iterator[Performer]:
    with create_store(":memory:", name="Corrected", business_date=TODAY) as store:
        bulk_load(store, office())
        yield Performer(store, load_rulebook(), lambda: MOMENT)


def done(performer: Performer, *acts: Act) -> Receipt:
    for act in (RETAINED, *acts):
        actor = {SendInterfaceRecord: "NIGHT", ReceiveBenefitUpdate: "IV-A"}.get(type(act), "17001")
        outcome = performer.perform(act, actor=actor, on=TODAY)
        assert isinstance(outcome, Receipt), outcome
    return outcome


def records(performer: Performer) -> list[tuple[int, str, str]]:
    """Entry, what it says and how it stands, of each LAIN 2IP."""
    facts = performer.facts(DOE)
    assert facts is not None
    return [(record.cooperation, record.says, record.status) for record in facts.file.interface]


def test_cooperation_set_aside_before_the_night_lets_the_report_go_out(performer: Performer) -> None:
    done(performer, REPORT, COOPERATES)
    assert records(performer) == [(1, "NONCOOP", "withdrawn")]
    done_again = performer.perform(aside(2), actor="17001", on=TODAY)
    assert isinstance(done_again, Receipt), done_again
    assert records(performer) == [(1, "NONCOOP", "waiting")]


def test_a_report_that_was_set_aside_itself_stays_unsent(performer: Performer) -> None:
    """Only the report that stands again is sent, once."""
    done(performer, REPORT, aside(1), REPORT, COOPERATES, aside(3))
    assert records(performer) == [(1, "NONCOOP", "withdrawn"), (2, "NONCOOP", "waiting")]


def test_cooperation_set_aside_after_the_report_was_sent_is_not_told_and_nothing_is_sent_twice(
    performer: Performer,
) -> None:
    done(performer, REPORT, SendInterfaceRecord(case=DOE, record=1), COOPERATES)
    assert records(performer) == [(1, "NONCOOP", "sent"), (2, "COOP", "waiting")]
    performer.perform(aside(2), actor="17001", on=TODAY)
    assert records(performer) == [(1, "NONCOOP", "sent"), (2, "COOP", "withdrawn")]


def test_cooperation_on_a_pended_case_says_that_the_pend_is_withdrawn(performer: Performer) -> None:
    ended = ReceiveBenefitUpdate(case=DOE, event="closed", on=TODAY, reason="NC")
    said = done(performer, REPORT, ended, PendClosure(case=DOE), COOPERATES).message
    assert said == "Cooperation entered, NON COOP cleared. The pend is withdrawn."
    facts = performer.facts(DOE)
    assert facts is not None
    assert (facts.case.status, facts.file.closures[-1].status) == ("open", "withdrawn")
