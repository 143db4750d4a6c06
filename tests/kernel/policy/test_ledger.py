"""A ledger keeps every cent: balances follow from entries, and a reversal undoes exactly."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cstui.policy import ledger
from cstui.policy.ledger import ARREARS, CHARGE, CURRENT, HELD, PAYMENT, PLACED
from cstui.policy.records import LedgerEntry

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
SUBJECT = "case 1"


def entries(*rows: dict[str, object]) -> tuple[LedgerEntry, ...]:
    """Entries numbered in their order, on the first of their month."""
    made = []
    for seq, row in enumerate(rows, 1):
        month = row.get("month", JANUARY)
        made.append(LedgerEntry(**{"subject": SUBJECT, "seq": seq, "month": month, "on": month} | row))
    return tuple(made)


def charge(account: str, cents: int, month: date = JANUARY, bucket: str = CURRENT) -> dict[str, object]:
    return {"kind": CHARGE, "account": account, "cents": cents, "month": month, "bucket": bucket}


def payment(cents: int, month: date = JANUARY) -> dict[str, object]:
    return {"kind": PAYMENT, "cents": cents, "month": month}


def placed(of: int, account: str, cents: int, month: date = JANUARY, bucket: str = CURRENT):
    return charge(account, cents, month, bucket) | {"kind": PLACED, "of": of}


def held(of: int, cents: int, month: date = JANUARY) -> dict[str, object]:
    return {"kind": HELD, "of": of, "cents": cents, "month": month}


PAID = entries(
    charge("A", 15_000),
    charge("A", 750_000, bucket=ARREARS),
    payment(12_000),
    placed(3, "A", 10_000),
    held(3, 2_000),
)


def test_current_support_becomes_arrears_with_the_next_month():
    assert ledger.current_due(PAID, "A", JANUARY).cents == 5_000
    assert ledger.arrears(PAID, "A", JANUARY).cents == 750_000
    assert ledger.current_due(PAID, "A", FEBRUARY).cents == 0
    assert ledger.arrears(PAID, "A", FEBRUARY).cents == 755_000


def test_a_payment_of_an_earlier_month_finds_only_what_is_owed_since():
    """January's 100 were paid as arrears in February: one that is received for January finds nothing."""
    paid = entries(
        charge("A", 100),
        payment(100, FEBRUARY),
        placed(2, "A", 100, FEBRUARY, ARREARS),
        charge("A", 40, MARCH),
    )
    assert ledger.current_due(paid, "A", JANUARY).cents == 100
    assert ledger.accounts(paid)["A"].room(JANUARY) == 0
    assert ledger.accounts(paid)["A"].room(MARCH) == 40
    assert ledger.accounts(paid[:1])["A"].room(JANUARY) == 100


def test_a_balance_shows_what_it_is_the_sum_of():
    assert [entry.seq for entry in ledger.current_due(PAID, "A", JANUARY).entries] == [1, 4]
    assert [entry.seq for entry in ledger.arrears(PAID, "A", FEBRUARY).entries] == [1, 2, 4]


def test_months_without_an_entry_are_shown_too():
    rows = ledger.by_month(entries(charge("A", 100), charge("A", 50, MARCH)), "A")
    assert [(row.month, row.charged, row.placed, row.balance) for row in rows] == [
        (JANUARY, 100, 0, 100),
        (FEBRUARY, 0, 0, 100),
        (MARCH, 50, 0, 150),
    ]
    assert ledger.by_month((), "A") == []


def test_a_reversal_posts_the_opposite_of_the_payment_and_of_all_its_parts():
    opposed = tuple(ledger.reversal(PAID, 3, FEBRUARY))
    assert [(one.seq, one.kind, one.cents, one.reverses, one.on) for one in opposed] == [
        (6, PAYMENT, -12_000, 3, FEBRUARY),
        (7, PLACED, -10_000, 4, FEBRUARY),
        (8, HELD, -2_000, 5, FEBRUARY),
    ]
    after = PAID + opposed
    assert ledger.current_due(after, "A", JANUARY).cents == 15_000
    assert list(ledger.faults(after)) == []
    assert list(ledger.reversal(after, 3, MARCH)) == []


def test_what_was_held_may_be_placed_later():
    more = (
        LedgerEntry(subject=SUBJECT, seq=6, kind=HELD, of=3, cents=-2_000, month=JANUARY, on=FEBRUARY),
        LedgerEntry(
            subject=SUBJECT,
            seq=7,
            kind=PLACED,
            account="A",
            bucket=ARREARS,
            of=3,
            cents=2_000,
            month=JANUARY,
            on=FEBRUARY,
        ),
    )
    after = PAID + more
    assert list(ledger.faults(after)) == []
    assert ledger.held(after, 3) == 0


def test_what_may_never_be_is_named():
    assert list(ledger.faults(PAID[:3])) == ["the cents of payment 3 do not add up"]
    assert "a ledger has a gap, or a number twice" in set(ledger.faults(PAID[1:]))
    opposed = tuple(ledger.reversal(PAID, 3, FEBRUARY))
    wrong = (replace(opposed[0], cents=-1), *opposed[1:])
    assert set(ledger.faults(PAID + wrong)) == {"entry 6 is not the opposite of the one that it reverses"}
    twice = (*opposed, replace(opposed[0], seq=9))
    assert "entry 3 is reversed twice" in set(ledger.faults(PAID + twice))
    stray = (*PAID, replace(PAID[3], seq=6, of=1))
    assert set(ledger.faults(stray)) == {"entry 6 is of no payment"}


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 10**6), st.booleans()), max_size=8),
    st.integers(0, 7),
)
def test_a_reversal_restores_every_balance(paid: list[tuple[str, int, bool]], which: int):
    rows: list[dict[str, object]] = [charge("A", 10**7), charge("B", 10**7, bucket=ARREARS)]
    payments = []
    for account, cents, all_placed in paid:
        rows.append(payment(cents))
        payments.append(len(rows))
        rows.append(placed(len(rows), account, cents) if all_placed else held(len(rows), cents))
    made = entries(*rows)
    assert list(ledger.faults(made)) == []
    if not payments:
        return
    seq = payments[which % len(payments)]
    after = made + tuple(ledger.reversal(made, seq, FEBRUARY))
    without = [entry for entry in made if entry.seq != seq and entry.of != seq]
    for account in "AB":
        for month in (JANUARY, FEBRUARY):
            for asked in (ledger.current_due, ledger.arrears):
                assert asked(after, account, month).cents == asked(without, account, month).cents
    assert list(ledger.faults(after)) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from((CHARGE, PLACED)),
            st.sampled_from("AB"),
            st.sampled_from((CURRENT, ARREARS)),
            st.sampled_from((JANUARY, FEBRUARY, MARCH)),
            st.integers(1, 1_000),
        )
    )
)
def test_one_look_at_all_accounts_says_what_each_balance_says(rows: list[tuple[str, str, str, date, int]]):
    made = entries(
        *(
            charge(account, cents, month, bucket) | {"kind": kind}
            for kind, account, bucket, month, cents in rows
        )
    )
    seen = ledger.accounts(made)
    for account in "AB":
        one = seen.get(account, ledger.EMPTY)
        for month in (JANUARY, FEBRUARY, MARCH):
            assert one.due(month) == ledger.current_due(made, account, month).cents
            assert one.owed(month) == ledger.arrears(made, account, month).cents
            later = [m for m in (FEBRUARY, MARCH, date(2026, 4, 1)) if m > month]
            assert one.room(month) == max(0, min(ledger.arrears(made, account, m).cents for m in later))
