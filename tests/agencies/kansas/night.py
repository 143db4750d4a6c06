"""Stores of Kansas for tests of its nights, and what a store holds, to be compared.

`python -m tests.agencies.kansas.night STORE THROUGH KILL_AT` runs the nights in a process of its own, which
dies as by `kill -9` at the KILL_ATth statement that writes; with 0 it runs to the end and prints how many
there were.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import event

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.kansas.acts.cads import KsMarkCooperating, KsMarkNotCooperating
from cstui.agencies.kansas.records import Case, Consumer, ProgramSpell
from cstui.agency import find
from cstui.nightly import run
from cstui.policy.records import Person, Record
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, load
from cstui.store import chain, verify_log
from cstui.store.engine import Store, create_store, open_store
from tests.agencies.kansas import given

START = date(2018, 8, 20)
"""After timely notice: EDBC runs on the 23rd and the 24th."""
RULES = load_rulebook("kansas")
TABLES = (
    "ks_consumer",
    "ks_cads_mark",
    "ks_alert",
    "ks_program_spell",
    "ks_non_compliance",
    "ks_field_change",
    "ks_edbc",
    "ks_notice",
    "ks_task",
    "next_step",
    "receipt",
    "store_info",
)


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


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that the night may touch, row by row, and the log of each consumer."""
    with store.read() as session:
        connection = session.connection()
        held = {t: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {t}"))) for t in TABLES}
        held["log"] = [
            tuple(map(str, (line.subject, line.seq, line.digest))) for line in chain.lines(session)
        ]
        assert list(verify_log.log(session)) == []
    return held


def main(target: str, through: str, kill_at: str) -> None:
    run.SLICE = run.AT_ONCE = 3
    count = 0

    def before(connection: object, cursor: object, statement: str, *rest: object) -> None:
        nonlocal count
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            count += 1
            if count == int(kill_at):
                os.kill(os.getpid(), signal.SIGKILL)

    with open_store(target) as store:
        event.listen(store.engine, "before_cursor_execute", before)
        run.run_nights(store, RULES, clock, through=date.fromisoformat(through))
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
