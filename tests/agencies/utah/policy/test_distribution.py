"""Whatever is paid, every cent is placed or held, nothing is placed above what is owed, reversal restores."""

from __future__ import annotations

from datetime import date

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cstui.agencies.utah.acts.payments import UtPostPayment, UtReversePayment
from cstui.agencies.utah.policy.distribution import places
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.money_trail import trails
from cstui.agencies.utah.records import OrderPart, RestitutionOrder
from cstui.policy import ledger
from cstui.policy.invariants import broken
from tests.agencies.utah import given
from tests.agencies.utah.policy import world
from tests.agencies.utah.policy.world import RULES, START

MONTH = START.replace(day=1)
CENTS = st.integers(0, 10**6)
OWED = st.dictionaries(st.sampled_from(given.CASES), st.tuples(CENTS, CENTS), min_size=1)
PAID = st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 3)), min_size=1, max_size=5)


def with_order(facts: NcpFacts, asked: int) -> NcpFacts:
    """The same, with an order that asks something of all cases but the last."""
    cases = facts.file.cases[:-1]
    order = RestitutionOrder(
        ncp=given.NCP,
        seq=1,
        ordered_on=MONTH,
        entered_on=MONTH,
        since=MONTH,
        current=0,
        arrears=asked * len(cases),
    )
    parts = tuple(
        OrderPart(ncp=given.NCP, seq=case.seq, of_order=1, case=case.number, current=0, arrears=asked)
        for case in cases
    )
    return replace(facts, file=replace(facts.file, orders=(order,), parts=parts))


@settings(deadline=None)
@drawn(OWED, PAID, CENTS)
def test_cents_in_equal_cents_out_and_no_balance_goes_below_zero(
    owed: dict[str, tuple[int, int]], paid: list[tuple[int, int]], asked: int
) -> None:
    """Payments may be of earlier months too, as the mail brings them."""
    now = with_order(world.facts(owed), asked)
    today = START
    for cents, later in paid:
        today = date(2026, 3 + later, 15)
        after = world.done(now, UtPostPayment(ncp=given.NCP, cents=cents, on=today), date(2026, 6, 30))
        assert after is not None
        now = after
        assert broken(now, RULES) == ()
        for one in trails(now.file, date(2026, 3 + later, 1)):
            given_out = sum(stop.current + stop.by_order + stop.left_over for stop in one.stops)
            assert given_out + one.held == one.payment.cents
    payments = [entry for entry in now.file.ledger if entry.kind == ledger.PAYMENT]
    out = sum(e.cents for e in now.file.ledger if e.kind in (ledger.PLACED, ledger.HELD))
    assert out == sum(entry.cents for entry in payments) == sum(cents for cents, _ in paid)


@settings(deadline=None)
@drawn(OWED, st.integers(1, 10**6), CENTS)
def test_the_order_in_which_cases_were_entered_does_not_matter(
    owed: dict[str, tuple[int, int]], cents: int, asked: int
) -> None:
    facts = with_order(world.facts(owed), asked)
    turned = replace(facts, file=replace(facts.file, cases=facts.file.cases[::-1]))
    one, other = (places(each.file, cents, MONTH, RULES, START) for each in (facts, turned))
    assert sorted(map(repr, one)) == sorted(map(repr, other))


@settings(deadline=None)
@drawn(OWED, st.integers(1, 10**6), CENTS)
def test_a_reversal_restores_every_balance(owed: dict[str, tuple[int, int]], cents: int, asked: int) -> None:
    before = with_order(world.facts(owed), asked)
    paid = world.done(before, UtPostPayment(ncp=given.NCP, cents=cents), START)
    assert paid is not None
    number = next(entry.seq for entry in paid.file.ledger if entry.kind == ledger.PAYMENT)
    back = world.done(paid, UtReversePayment(ncp=given.NCP, payment=number, why="returned"), START)
    assert back is not None
    assert broken(back, RULES) == ()
    for case in owed:
        for asked_of in (ledger.current_due, ledger.arrears):
            assert (
                asked_of(back.file.ledger, case, MONTH).cents
                == asked_of(before.file.ledger, case, MONTH).cents
            )
    again = world.done(back, UtPostPayment(ncp=given.NCP, cents=cents), START)
    assert again is not None
    assert [e.cents for e in again.file.ledger[-2:]] == [e.cents for e in paid.file.ledger[-2:]]
