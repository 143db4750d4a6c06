"""Stores of Kansas for tests of its nights: many consumers marked on one day, after timely notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.kansas.acts.cads import KsMarkCooperating, KsMarkNotCooperating
from cstui.agencies.kansas.records import Case, Consumer, ProgramSpell
from cstui.agency import find
from cstui.policy.records import Person, Record
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, load
from cstui.store.engine import Store, create_store
from tests.agencies.kansas import given

START = date(2018, 8, 20)
"""After timely notice: EDBC runs on the 23rd and the 24th."""
RULES = load_rulebook("kansas")


def clock() -> datetime:
    return datetime(2018, 8, 20, 22, tzinfo=UTC)


def consumers(count: int) -> Iterator[Record]:
    """Offices and `count` consumers with a case and three programs."""
    yield from given.offices()
    for number in range(1, count + 1):
        key, case = f"{number:010d}", f"{500_000 + number:010d}"
        own = {"consumer": key}
        yield Person(number=number, last="PRACTICE-ROE", first="ANN")
        yield Consumer(
            number=key,
            ar=number,
            office="KS/51",
            worker=given.CSS,
            ees_office="KS/80",
            ees_worker=given.EES,
            opened=date(2017, 6, 1),
            known_since=date(2017, 6, 1),
        )
        opened = date(2017, 6, 1)
        yield Case(
            **own,
            seq=1,
            number=case,
            function_on=opened,
            opened=opened,
            office="KS/51",
            worker=given.CSS,
        )
        for seq, program in enumerate(("TANF", "CC", "FA"), start=1):
            yield ProgramSpell(**own, seq=seq, program=program, begins=opened)


def store_with(target: str | Path, count: int) -> Store:
    """A practice store of Kansas with so many consumers, each marked on `START`: one in three cured too."""
    store = create_store(target, name="NIGHT", business_date=START, agencies=(find("kansas"),))
    load(store, list(consumers(count)), RULES, START, PlayedClock(START), "Given.")
    performer = Performer(store, RULES, clock)
    for number in range(1, count + 1):
        own = {"consumer": f"{number:010d}", "case": f"{500_000 + number:010d}"}
        acts = [KsMarkNotCooperating(reason="AP", **own)]
        acts += [KsMarkCooperating(**own)] if number % 3 == 0 else []  # type: ignore[list-item]
        done = performer.perform_all(acts, actor=given.CSS, on=START)
        assert all(isinstance(one, Receipt) for one in done)
    return store
