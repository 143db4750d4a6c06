"""Every act that could be tried on an NCP on a day, each with inputs that make sense there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.acts.base import Act
from cstui.agencies.utah.acts import court, enforcement, forms, orders, payments, prefiling
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.policy.ledger import CHARGE, PAYMENT
from cstui.policy.months import first_of_month
from tests.agencies.utah import given
from tests.agencies.walking import DAY

N = given.NCP
A, B = given.CASES[:2]


def moves(facts: NcpFacts, on: date) -> Iterator[Act]:
    """Every act to try on `on`."""
    yield from _prefiling()
    yield from _court(on)
    yield from _orders(on)
    yield from _money(facts, on)


def _prefiling() -> Iterator[Act]:
    yield prefiling.UtBeginReferral(ncp=N)
    yield prefiling.UtSearchCases(ncp=N)
    yield forms.UtSendForms(ncp=N, case=A)
    yield forms.UtReceiveForms(
        ncp=N, case=A, complete=True, signed=True, notarized=True, cooperates=True, waives="N"
    )
    yield forms.UtSendDetermination(ncp=N, case=A)
    yield forms.UtSendClosureNotice(ncp=N, case=A)
    yield forms.UtCloseCase(ncp=N, case=A)
    yield prefiling.UtMakeWorksheet(ncp=N)
    yield prefiling.UtCompleteReferral(ncp=N)
    yield prefiling.UtSendPacket(ncp=N)


def _court(on: date) -> Iterator[Act]:
    yield court.UtFileCase(ncp=N, filed_on=on, attorney="A", charges="C", status="S")
    yield court.UtUpdateStatus(ncp=N, status="SET", trial_on=on + 30 * DAY)
    yield court.UtRecordDisposition(
        ncp=N,
        concluded_on=on,
        outcomes=["PROB", "REST"],
        probation_until=on + 60 * DAY,
        restitution=50_000,
    )
    yield court.UtEndMatter(ncp=N, why="over")
    for action in ("LV", "IW"):
        yield enforcement.UtEnforce(ncp=N, case=A, action=action)
    yield enforcement.UtRecordConsent(ncp=N, case=A, action="LV", by="A")


def _orders(on: date) -> Iterator[Act]:
    yield orders.UtEnterOrder(
        ncp=N,
        ordered_on=on,
        current=15_000,
        arrears=8_000,
        cases=[A, B],
        case_current=[10_000, 5_000],
        case_arrears=[5_000, 3_000],
    )
    yield orders.UtModifyOrder(ncp=N, case=B, current=7_000)


def _money(facts: NcpFacts, on: date) -> Iterator[Act]:
    yield payments.UtPostPayment(ncp=N, cents=17_001)
    yield payments.UtPostPayment(ncp=N, cents=2_000_000)
    yield payments.UtPostPayment(ncp=N, cents=4_000, on=first_of_month(on))
    ledger = facts.file.ledger
    for kind in (PAYMENT, CHARGE):
        for entry in [entry for entry in ledger if entry.kind == kind][-2:]:
            yield payments.UtReversePayment(ncp=N, payment=entry.seq, why="wrong")
    for entry in [entry for entry in ledger if entry.kind == PAYMENT][-1:]:
        yield payments.UtPlaceHeld(ncp=N, payment=entry.seq)
    yield payments.UtChargeMonth(ncp=N, month=first_of_month(on, 1))
    yield enforcement.UtNotifyAgo(ncp=N, month=first_of_month(on), ground="SHORT")
