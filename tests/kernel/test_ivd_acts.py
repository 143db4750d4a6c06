"""The acts on the facts of an IV-D case: what is refused, what takes them back, where money goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cstui.acts.base import Act
from cstui.acts.ivd import (
    IvdEnterAssistance,
    IvdEnterBirth,
    IvdEnterChild,
    IvdEnterCover,
    IvdEnterInterstate,
    IvdEnterJurisdiction,
    IvdEnterMedical,
    IvdEnterOrder,
    IvdEnterPaternity,
    IvdEnterPutative,
    IvdEnterSpell,
    IvdEnterStage,
)
from cstui.acts.ivd_corrections import IvdEndFact, IvdSetAside, IvdTakeUp
from cstui.acts.ivd_money import IvdCharge, IvdPayment, IvdPayOut, IvdReverse
from cstui.acts.merging import MergePersons, SeparatePersons
from cstui.acts.perform import Performer, Receipt
from cstui.acts.registry import acts_of
from cstui.acts.undo import undo
from cstui.agency import find
from cstui.policy.effects import Refused
from cstui.policy.ivd import RECORDS, IvdFacts
from cstui.policy.records import Person
from cstui.policy.rulebook import load_rulebook
from cstui.store import chain
from cstui.store.engine import Store
from cstui.store.ivd_reads import read_ivd
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.agencies.utah import given as utah
from tests.kernel.store import given

ON = date(2026, 3, 16)
CASE, CHILD, CP = given.CASE, 5, 3
IN = {"case": CASE}


class Desk:
    """Does acts as worker 17001 on a day in March."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.performer = Performer(
            store, load_rulebook("louisiana"), lambda: datetime(2026, 3, 16, 15, tzinfo=UTC)
        )

    def done(self, act: Act) -> str:
        """What the worker is told of an act that is permitted."""
        outcome = self.performer.perform(act, actor="17001", on=ON)
        assert isinstance(outcome, Receipt), outcome
        return outcome.message

    def refused(self, act: Act) -> list[str]:
        """The rules by which an act is refused."""
        outcome = self.performer.perform(act, actor="17001", on=ON)
        assert isinstance(outcome, Refused), outcome
        return [finding.rule for finding in outcome.findings]

    def undone(self) -> str:
        outcome = undo(self.performer, actor="17001", on=ON)
        assert isinstance(outcome, Receipt), outcome
        return outcome.message

    def facts(self, case: str = CASE) -> IvdFacts:
        with self.store.read() as session:
            found = read_ivd(session, find("louisiana"), case)
        assert found is not None
        return found


@pytest.fixture
def desk(memory_store: Store) -> Desk:
    """A desk on a store with three cases, opened 01/05/2026, each with a child on FITAP since."""
    bulk_load(memory_store, [*given.office(), *given.cases(3)])
    with memory_store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE store_info SET value = '2026-03-16' WHERE key = 'business_date'"
        )
    return Desk(memory_store)


EVERY: list[Act] = [
    IvdEnterSpell(opened=date(2024, 1, 2), closed=date(2024, 9, 30), **IN),
    IvdEnterStage(stage="PAT", since=given.DAY, **IN),
    IvdEnterJurisdiction(nation="tribe", since=given.DAY, **IN),
    IvdEnterPutative(counts_with="17000002", since=given.DAY, **IN),
    IvdEnterChild(person=8, since=given.DAY, **IN),
    IvdEnterBirth(person=CHILD, wedlock="out", state="LA", **IN),
    IvdEnterPaternity(person=CHILD, on=ON, how="order", **IN),
    IvdEnterAssistance(person=CHILD, program="MED", begins=given.DAY, ends=date(2026, 2, 28), **IN),
    IvdEnterInterstate(direction="out", other="TX", made_on=ON, **IN),
    IvdEnterOrder(kind="cash", number="D-1", filed_on=ON, **IN),
    IvdEnterMedical(what="insurance", person=CHILD, filed_on=ON, **IN),
    IvdEnterCover(person=CHILD, by="ncp", since=ON, **IN),
    IvdCharge(month=ON, amount=25000, **IN),
]


@pytest.mark.parametrize("act", EVERY, ids=lambda act: type(act).__name__)
def test_each_fact_is_entered_logged_on_the_case_and_taken_back(desk: Desk, act: Act):
    said = desk.done(act)
    with desk.store.read() as session:
        [line] = [one for one in chain.lines(session) if one.subject == f"case {CASE}"]
    assert (line.action, line.text) == ("FD", said)
    desk.undone()
    counted = [one for one in desk.facts().kept if one.standing]
    assert sum(getattr(one, "cents", 1) for one in counted) == 0


def test_there_is_an_act_for_each_kind_of_fact(desk: Desk):
    entering = {type(act) for act in EVERY}
    assert entering <= set(acts_of("louisiana").values())
    for act in EVERY:
        desk.done(act)
    assert {one.fact for one in desk.facts().kept} == {record.fact for record in RECORDS}
    assert verify(desk.store) == []


WRONG: list[tuple[Act, str]] = [
    (IvdEnterStage(stage="PAT", since=ON, case="17009999"), "CS-101"),
    (IvdEnterStage(stage="XXX", since=ON, **IN), "CS-104"),
    (IvdEnterStage(stage="PAT", since=date(2026, 1, 4), **IN), "CS-803"),
    (IvdEnterStage(stage="PAT", since=date(2026, 3, 17), **IN), "CS-118"),
    (IvdEnterSpell(opened=date(2025, 1, 2), closed=date(2026, 1, 5), **IN), "CS-804"),
    (IvdEnterPutative(counts_with=CASE, since=ON, **IN), "CS-809"),
    (IvdEnterPutative(counts_with="99", since=ON, **IN), "CS-809"),
    (IvdEnterChild(person=CHILD, since=ON, **IN), "CS-804"),
    (IvdEnterChild(person=999, since=ON, **IN), "CS-121"),
    (IvdEnterBirth(person=CP, wedlock="out", **IN), "CS-801"),
    (IvdEnterBirth(person=CHILD, wedlock="in", state="ZZ", **IN), "CS-104"),
    (IvdEnterPaternity(person=CHILD, on=date(2019, 5, 3), how="order", **IN), "CS-281"),
    (IvdEnterAssistance(person=CHILD, program="TANF", begins=ON, **IN), "CS-804"),
    (IvdEnterAssistance(person=CHILD, program="MED", begins=ON, ends=date(2026, 3, 15), **IN), "CS-802"),
    (
        IvdEnterAssistance(
            person=CHILD, program="MED", begins=ON, ends=date(2026, 4, 30), last_grant=date(2026, 5, 1), **IN
        ),
        "CS-810",
    ),
    (IvdEnterInterstate(direction="in", other="QQ", made_on=ON, **IN), "CS-104"),
    (IvdEndFact(fact="ST", number=1, until=ON, **IN), "CS-123"),
    (IvdSetAside(fact="BI", number=1, reason="wrong", **IN), "CS-123"),
    (IvdCharge(month=ON, amount=0, **IN), "CS-816"),
    (IvdCharge(month=date(2026, 4, 1), amount=1, **IN), "CS-118"),
    (IvdCharge(month=ON, amount=1, second=True, **IN), "CS-814"),
    (IvdPayment(on=ON, amount=1, **IN), "CS-811"),
    (IvdReverse(number=1, reason="wrong", **IN), "CS-123"),
]


@pytest.mark.parametrize(("act", "rule"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_what_cannot_be_is_refused(desk: Desk, act: Act, rule: str):
    assert desk.refused(act) == [rule]
    assert desk.facts().kept == () if act.case == CASE else True  # type: ignore[attr-defined]


def test_a_grant_in_the_last_month_of_the_spell_is_within_it_and_a_month_later_is_not(desk: Desk):
    spell = {"person": CHILD, "program": "MED", "begins": given.DAY, "ends": date(2026, 2, 28), **IN}
    assert desk.refused(IvdEnterAssistance(last_grant=date(2026, 3, 1), **spell)) == ["CS-810"]
    desk.done(IvdEnterAssistance(last_grant=date(2026, 2, 28), **spell))
    [told] = [one for one in desk.facts().assistance if one.program == "MED"]
    assert (told.last_grant, told.told_on) == (date(2026, 2, 1), ON)


def test_the_next_spell_of_a_program_begins_on_the_day_after(desk: Desk):
    spell = {"person": CHILD, "program": "MED", **IN}
    desk.done(IvdEnterAssistance(begins=given.DAY, ends=date(2026, 2, 28), **spell))
    assert desk.refused(IvdEnterAssistance(begins=date(2026, 2, 28), **spell)) == ["CS-804"]
    desk.done(IvdEnterAssistance(begins=date(2026, 3, 1), **spell))


def test_a_child_comes_back_on_the_day_on_which_the_role_no_longer_held(desk: Desk):
    desk.done(IvdEnterChild(person=8, since=given.DAY, until=date(2026, 2, 1), **IN))
    assert desk.refused(IvdEnterChild(person=8, since=date(2026, 1, 31), **IN)) == ["CS-804"]
    desk.done(IvdEnterChild(person=8, since=date(2026, 2, 1), **IN))


def test_a_child_is_named_or_numbered_and_not_born_tomorrow(desk: Desk):
    assert desk.refused(IvdEnterChild(since=ON, **IN)) == ["CS-105"]
    assert desk.refused(IvdEnterChild(since=ON, last="DOE", **IN)) == ["CS-105"]
    unborn = IvdEnterChild(since=ON, last="DOE", first="KIM", born=date(2026, 3, 17), **IN)
    assert desk.refused(unborn) == ["CS-118"]
    assert desk.done(IvdEnterChild(since=ON, last="DOE", first="KIM", born=ON, **IN)).startswith(
        "Child: DOE, KIM"
    )
    [child] = [one for one in desk.facts().children if one.seq]
    assert desk.facts().people[child.person].born == ON


def test_paternity_is_established_once_whichever_case_it_is_entered_on(desk: Desk):
    desk.done(IvdEnterChild(person=CHILD, since=given.DAY, case="17000002"))
    desk.done(IvdEnterPaternity(person=CHILD, on=ON, how="hospital", by="vital", **IN))
    again = IvdEnterPaternity(person=CHILD, on=ON, how="order", case="17000002")
    assert desk.refused(again) == ["CS-805"]
    desk.done(IvdSetAside(fact="PA", number=1, reason="it was the order", **IN))
    desk.done(again)
    assert desk.refused(IvdTakeUp(fact="PA", number=1, reason="no", **IN)) == ["CS-805"]


def test_an_end_is_entered_corrected_and_taken_back(desk: Desk):
    desk.done(IvdEnterCover(person=CHILD, by="ncp", since=given.DAY, **IN))
    end: dict[str, Any] = {"fact": "CV", "number": 1, **IN}
    assert desk.refused(IvdEndFact(until=date(2026, 1, 5), **end)) == ["CS-802"]
    desk.done(IvdEndFact(until=date(2026, 2, 1), **end))
    desk.done(IvdEndFact(until=date(2026, 3, 1), **end))
    desk.undone()
    [cover] = desk.facts().kept
    assert (cover.ended, cover.version) == (date(2026, 1, 31), 4)
    desk.done(IvdEnterStage(stage="ENF", since=ON, **IN))
    assert desk.refused(IvdEndFact(fact="ST", number=1, until=ON, **IN)) == ["CS-806"]


def test_an_end_cannot_be_moved_into_the_spell_that_follows(desk: Desk):
    desk.done(IvdEnterCover(person=CHILD, by="ncp", since=given.DAY, until=date(2026, 2, 1), **IN))
    desk.done(IvdEnterCover(person=CHILD, by="ncp", since=date(2026, 2, 1), **IN))
    assert desk.refused(IvdEndFact(fact="CV", number=1, until=date(2026, 2, 2), **IN)) == ["CS-804"]


def test_what_is_set_aside_stays_and_is_set_aside_once(desk: Desk):
    desk.done(IvdEnterStage(stage="ENF", since=ON, **IN))
    aside: dict[str, Any] = {"fact": "ST", "number": 1, **IN}
    assert desk.refused(IvdSetAside(reason=" ", **aside)) == ["CS-105"]
    assert desk.refused(IvdTakeUp(reason="x", **aside)) == ["CS-807"]
    desk.done(IvdSetAside(reason="another case", **aside))
    assert desk.refused(IvdSetAside(reason="again", **aside)) == ["CS-807"]
    desk.undone()
    [stage] = desk.facts().kept
    assert stage.standing


def test_a_payment_goes_to_current_support_first_then_to_arrears(desk: Desk):
    desk.done(IvdCharge(month=date(2026, 2, 1), amount=20000, **IN))
    desk.done(IvdCharge(month=date(2026, 3, 1), amount=20000, **IN))
    said = desk.done(IvdPayment(on=ON, amount=35000, **IN))
    assert said == "Payment of 350.00 received 03/16/2026: 200.00 current, 150.00 arrears, state."
    assert desk.refused(IvdPayment(on=ON, amount=5001, **IN)) == ["CS-811"]
    assert desk.done(IvdPayment(on=ON, amount=5000, share="family", **IN)).endswith("50.00 arrears, family.")


def test_a_payment_for_a_month_to_come_or_without_an_order_is_current_support(desk: Desk):
    assert "100.00 current" in desk.done(IvdPayment(on=ON, amount=10000, month=date(2026, 4, 1), **IN))
    assert "1.00 current" in desk.done(IvdPayment(on=ON, amount=100, source="voluntary", **IN))
    desk.done(IvdCharge(month=ON, amount=100, **IN))
    assert "1.00 current" in desk.done(IvdPayment(on=ON, amount=100, **IN))


def test_a_judgment_is_owed_as_arrears_in_the_month_in_which_it_is_entered(desk: Desk):
    desk.done(IvdCharge(month=ON, amount=100, source="judgment", **IN))
    assert "1.00 arrears" in desk.done(IvdPayment(on=ON, amount=100, **IN))


def test_undoing_a_payment_reverses_each_part_and_the_money_is_owed_again(desk: Desk):
    desk.done(IvdCharge(month=date(2026, 2, 1), amount=100, **IN))
    desk.done(IvdCharge(month=ON, amount=100, **IN))
    desk.done(IvdPayment(on=ON, amount=200, **IN))
    desk.undone()
    assert desk.refused(IvdReverse(number=3, reason="again", **IN)) == ["CS-815"]
    assert desk.refused(IvdReverse(number=5, reason="a reversal", **IN)) == ["CS-815"]
    assert "1.00 current, 1.00 arrears" in desk.done(IvdPayment(on=ON, amount=200, **IN))


def test_a_payment_is_paid_out_on_its_day_or_later_and_a_charge_never(desk: Desk):
    desk.done(IvdCharge(month=ON, amount=100, **IN))
    desk.done(IvdPayment(on=ON, amount=100, **IN))
    assert desk.refused(IvdPayOut(number=1, on=ON, **IN)) == ["CS-813"]
    assert desk.refused(IvdPayOut(number=2, on=date(2026, 3, 15), **IN)) == ["CS-802"]
    desk.done(IvdPayOut(number=2, on=ON, **IN))
    assert [one.paid_on for one in desk.facts().kept] == [None, ON]  # type: ignore[attr-defined]


def test_money_of_a_state_with_a_ledger_is_entered_there_and_its_other_facts_here(memory_store: Store):
    bulk_load(memory_store, [*given.office(), *given.cases(2), *given.other_agencies()])
    performer = Performer(memory_store, load_rulebook("utah"), lambda: datetime(2026, 3, 23, 15, tzinfo=UTC))
    on, own = date(2026, 3, 23), {"case": utah.CASES[0]}
    charge = performer.perform(IvdCharge(month=on, amount=1, **own), actor=utah.AGENT, on=on)
    assert isinstance(charge, Refused)
    assert [finding.rule for finding in charge.findings] == ["CS-812"]
    stage = performer.perform(IvdEnterStage(stage="ENF", since=utah.LATER, **own), actor=utah.AGENT, on=on)
    assert isinstance(stage, Receipt)
    with memory_store.read() as session:
        [line] = [one for one in chain.lines(session) if one.receipt == stage.number]
    assert (line.subject, line.text) == (
        f"ut.ncp {utah.NCP}",
        f"IV-D case {utah.CASES[0]}: Stage: ENF, 03/20/2026.",
    )


def test_facts_of_a_child_go_over_with_a_merge_and_come_back(desk: Desk):
    bulk_load(desk.store, [Person(number=90, last="BOUDREAUX", first="ZOE")])
    desk.done(IvdEnterBirth(person=CHILD, wedlock="out", **IN))
    desk.done(MergePersons(person=CHILD, into=90, why="entered twice"))
    [birth] = desk.facts().kept
    assert birth.person == 90  # type: ignore[attr-defined]
    desk.done(SeparatePersons(person=CHILD, why="two people"))
    [birth] = desk.facts().kept
    assert birth.person == CHILD  # type: ignore[attr-defined]


def test_two_entries_with_a_birth_each_are_not_merged(desk: Desk):
    desk.done(IvdEnterBirth(person=CHILD, wedlock="out", **IN))
    desk.done(IvdEnterBirth(person=8, wedlock="out", case="17000002"))
    assert desk.refused(MergePersons(person=CHILD, into=8, why="entered twice")) == ["CS-284"]
    desk.done(IvdSetAside(fact="BI", number=1, reason="wrong", case="17000002"))
    desk.done(MergePersons(person=CHILD, into=8, why="entered twice"))


def test_of_two_workers_who_enter_the_paternity_of_a_child_at_once_one_is_refused(shared_store: Store):
    bulk_load(shared_store, [*given.office(), *given.cases(2)])
    first, second = Desk(shared_store), Desk(shared_store)
    first.done(IvdEnterChild(person=CHILD, since=given.DAY, case="17000002"))
    acts = [
        IvdEnterPaternity(person=CHILD, on=given.DAY, how="order", case=case) for case in (CASE, "17000002")
    ]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(
            pool.map(
                lambda pair: pair[0].performer.perform(pair[1], actor="17001", on=ON),
                zip((first, second), acts, strict=True),
            )
        )
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert [[finding.rule for finding in one.findings] for one in refused] == [["CS-805"]]
    assert [one.fact for one in first.facts().kept] == ["PA"]
