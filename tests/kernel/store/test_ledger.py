"""The ledger in the store: it only grows, sums come by month, and `verify` finds cents that do not add up."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from cstui.policy.ledger import ARREARS, CHARGE, CURRENT, PAYMENT, PLACED
from cstui.policy.records import LedgerEntry
from cstui.store.engine import Store
from cstui.store.errors import StoreError
from cstui.store.ledger_reads import month_totals
from cstui.store.verify import verify
from cstui.store.writing import bulk_load

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def ledger(subject: str = "case 17000001") -> list[LedgerEntry]:
    """A month's charge, a payment, and where it went."""
    one = LedgerEntry(
        subject=subject, seq=1, kind=CHARGE, account="A", bucket=CURRENT, month=JANUARY, on=JANUARY, cents=5
    )
    return [
        one,
        replace(one, seq=2, kind=PAYMENT, account="", bucket="", cents=7),
        replace(one, seq=3, kind=PLACED, of=2, cents=5),
        replace(one, seq=4, kind=PLACED, of=2, cents=2, bucket=ARREARS),
    ]


def test_no_entry_is_changed_or_taken_away(store: Store):
    bulk_load(store, ledger())
    for statement in ("UPDATE ledger_entry SET cents = 1", "DELETE FROM ledger_entry"):
        with pytest.raises(StoreError) as caught, store.write() as session:
            session.execute(text(statement))
        assert "ledger_entry only grows" in caught.value.message


def test_sums_come_by_month_and_bucket_with_reversals_deducted(store: Store):
    first = ledger()
    back = [replace(one, seq=one.seq + 3, cents=-one.cents, reverses=one.seq) for one in first[1:]]
    later = [replace(one, subject="case 17000002", month=FEBRUARY) for one in first]
    bulk_load(store, [*first, *back, *later, *ledger("other 1")])
    with store.read() as session:
        found = month_totals(session, "case", JANUARY, FEBRUARY)
        assert month_totals(session, "case", FEBRUARY, FEBRUARY) == [
            one for one in found if one.month == FEBRUARY
        ]
    assert [(one.month.month, one.kind, one.bucket, one.cents, one.entries) for one in found] == [
        (1, CHARGE, CURRENT, 5, 1),
        (1, PAYMENT, "", 0, 2),
        (1, PLACED, ARREARS, 0, 2),
        (1, PLACED, CURRENT, 0, 2),
        (2, CHARGE, CURRENT, 5, 1),
        (2, PAYMENT, "", 7, 1),
        (2, PLACED, ARREARS, 2, 1),
        (2, PLACED, CURRENT, 5, 1),
    ]


def test_an_entry_is_reversed_once(store: Store):
    opposite = replace(ledger()[0], seq=2, cents=-5, reverses=1)
    with pytest.raises(StoreError):
        bulk_load(store, [ledger()[0], opposite, replace(opposite, seq=3)])


def test_verify_names_the_ledger_whose_cents_do_not_add_up(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cstui.store.ledger_reads.AT_ONCE", 3)
    bulk_load(store, [*ledger("case 17000001"), *ledger("case 17000002")[:3], *ledger("case 17000003")])
    found = [(fault.where, fault.fault) for fault in verify(store) if fault.check == "ledger"]
    assert found == [("case 17000002", "the cents of payment 2 do not add up")]
