"""Payments as a file of accounting: posted as on PAYD, once, and what cannot be posted is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.acts.perform import Performer
from cstui.agencies.utah.acts.payments import UtReversePayment
from cstui.agencies.utah.interfaces.payments_in import PAYMENTS
from cstui.interfaces import incoming
from cstui.interfaces.incoming import Taken
from cstui.policy.effects import Refused
from cstui.policy.ledger import PAYMENT, faults
from tests.agencies.utah.interfaces.files import file, payment
from tests.agencies.utah.programs.desk import Desk, example_store

ON = date(2016, 9, 1)
NED = 100_001


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The worked example on September 1, 2016: three cases, two with arrears."""
    store, on, parameters = example_store("example")
    with store:
        yield Desk(store, on, parameters=parameters)


def taken(desk: Desk, *lines: str, run: int = 1) -> Taken:
    performer: Performer = desk.place.performer
    return PAYMENTS.take_in(performer, PAYMENTS.read(file(ON, run, lines)))


def amounts(desk: Desk) -> list[int]:
    return [entry.cents for entry in desk.facts().file.ledger if entry.kind == PAYMENT]


def test_the_payments_of_a_file_are_posted_in_its_order(desk: Desk):
    came = taken(desk, payment(NED, 500, ON, "R-1"), payment(NED, 700, ON, "R-2", "T"))
    assert (came.taken, came.known, came.aside) == (2, 0, ())
    assert amounts(desk) == [500, 700]
    assert list(faults(desk.facts().file.ledger)) == []
    assert [e.reference for e in desk.facts().file.ledger if e.kind == PAYMENT] == ["R-1", "R-2"]


def test_the_same_reference_in_another_file_is_known(desk: Desk):
    taken(desk, payment(NED, 500, ON, "R-1"))
    came = taken(desk, payment(NED, 500, ON, "R-1"), payment(NED, 700, ON, "R-2"), run=2)
    assert (came.taken, came.known) == (1, 1)
    assert amounts(desk) == [500, 700]


def test_a_payment_that_was_reversed_is_not_posted_again_by_its_file(desk: Desk):
    taken(desk, payment(NED, 500, ON, "R-1"))
    number = next(e.seq for e in desk.facts().file.ledger if e.kind == PAYMENT)
    act = UtReversePayment(ncp=f"UT/{NED}", payment=number, why="check came back")
    assert not isinstance(desk.place.performer.perform(act, actor="UT/31001", on=ON), Refused)
    assert taken(desk, payment(NED, 500, ON, "R-1"), run=2).known == 1
    assert sum(amounts(desk)) == 0


def test_what_cannot_be_posted_is_set_aside_and_the_others_go_in(desk: Desk):
    came = taken(
        desk,
        payment(NED, 0, ON, "R-1"),
        payment(NED, 500, ON, "R-2"),
        payment(NED, 500, date(2013, 12, 31), "R-3"),
        payment(999_999, 500, ON, "R-4"),
        payment(NED, 500, ON, "R-5", "X"),
    )
    assert came.taken == 1
    assert [(one.line, one.why.split()[0]) for one in came.aside] == [
        (2, "UT-DST-01"),
        (4, "UT-DST-08"),
        (5, "CS-101"),
        (6, "SOURCE"),
    ]
    assert amounts(desk) == [500]


def test_a_file_that_was_cut_off_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Two records a transaction; it is stopped behind the second of three."""
    monkeypatch.setattr(incoming, "AT_ONCE", 2)
    lines = [payment(NED, 100 * n, ON, f"R-{n}") for n in (1, 2, 3)]
    whole = PAYMENTS.read(file(ON, 1, lines))

    class CutOffError(Exception):
        pass

    def stop(done: int) -> None:
        if done == 2:
            raise CutOffError

    with pytest.raises(CutOffError):
        PAYMENTS.take_in(desk.place.performer, whole, stop)
    assert amounts(desk) == [100, 200]
    came = PAYMENTS.take_in(desk.place.performer, whole)
    assert (came.taken, came.known) == (1, 2)
    assert amounts(desk) == [100, 200, 300]


def test_many_at_once_and_one_by_one_post_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    lines = [payment(NED, cents, ON, f"R-{n}") for n, cents in enumerate((40_000, 40_000, 1, 2_000_000))]
    came = [PAYMENTS.take(desk.place.performer, line) for line in lines]
    assert came == [True] * 4
    one_by_one = desk.facts().file.ledger
    store, on, parameters = example_store("example")
    with store:
        other = Desk(store, on, parameters=parameters)
        assert taken(other, *lines).taken == 4
        assert other.facts().file.ledger == one_by_one
