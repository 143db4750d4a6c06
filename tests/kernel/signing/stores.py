"""A store that asks for passwords, its people and their passwords, all invented; and a clock that is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cstui.acts.accounts import open_account
from cstui.policy.effects import Add
from cstui.policy.records import Office, Worker
from cstui.store.engine import Store, create_store
from cstui.store.writing import apply

DAY = date(2026, 1, 5)
WORKER, OTHER, CHIEF, NOBODY = "17001", "17002", "17900", "17077"
PASSWORD, NEW = "seven quiet herons", "a lamp for every attic"
PEOPLE = (
    Worker(number=WORKER, name="AMES, RUTH", office="17"),
    Worker(number=OTHER, name="BELL, OTIS", office="17"),
    Worker(number=CHIEF, name="CRANE, IDA", office="17", role="administrator"),
)


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def staff(store: Store) -> None:
    """Give a store its office and its people."""
    with store.write() as session:
        apply(session, [Add(Office(code="17", name="ORLEANS", agency="louisiana"))])
        apply(session, [Add(one) for one in PEOPLE])


def asking_store(
    *, must_change: bool = False, kind: str = "practice", opened: tuple[str, ...] = (WORKER, OTHER, CHIEF)
) -> Store:
    """A store in memory that asks for passwords: that of those who have an account is PASSWORD."""
    store = create_store(":memory:", name="SIGNING", business_date=DAY, kind=kind, sign_on="password")
    clock = Hands()
    staff(store)
    with store.write() as session:
        for number in opened:
            assert not open_account(
                session, number, PASSWORD, by="TEST", on=DAY, at=clock(), must_change=must_change
            )
    return store
