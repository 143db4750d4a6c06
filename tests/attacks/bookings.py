"""Races for one worker's time: two desks book overlapping appointments at the same moment."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.records import Appointment
from cstui.policy.effects import Refused
from cstui.policy.records import OfficeHours
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store, create_store
from cstui.store.rows import codec
from cstui.store.writing import bulk_load
from tests.attacks.attack import Tally, attack
from tests.conftest import NoServerError, new_database, started_server
from tests.kernel.store import given

A_DAY = 12
"""Races of a day, forty minutes apart: in each the second begins ten minutes after the first."""
LOSS = "two appointments of a worker that overlap, or a time that nobody got"


def losses_of(store: Store, races: int) -> list[str]:
    """Race so many times for the time of a worker in an empty store: one of the two desks gets it."""
    hours = [OfficeHours(office="36", weekday=n, opens="08:00", closes="16:30") for n in range(1, 8)]
    bulk_load(store, [*given.office(), *hours, *given.cases(2 * races)])
    start, book = threading.Barrier(2), load_rulebook()
    done: list[list[Receipt | Refused]] = [[], []]

    def desk(which: int) -> None:
        performer = Performer(store, book, lambda: given.MOMENT)
        for race in range(races):
            minute = 8 * 60 + race % A_DAY * 40 + 10 * which
            act = ScheduleAppointment(
                case=f"{17_000_001 + 2 * race + which}",
                purpose="SI",
                on=date(2026, 2, 9) + timedelta(days=race // A_DAY),
                at=f"{minute // 60:02}:{minute % 60:02}",
                worker="36001",
            )
            start.wait(60)
            done[which].append(performer.perform(act, actor="36001", on=given.DAY))

    threads = [threading.Thread(target=desk, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(500)
    lost = [f"{len(one)} races of {races}" for one in done if len(one) != races]
    found = {f.rule for one in done for o in one if isinstance(o, Refused) for f in o.findings}
    lost += [f"refused by {rule}" for rule in sorted(found - {"CS-107", "CS-108"})]
    with store.read() as session:
        connection = session.connection()
        rows = codec(Appointment, connection.dialect.name).select_where(connection, "1 = 1")
        held = sorted((a.on, int(a.at[:2]) * 60 + int(a.at[3:])) for a in rows)
    days_off = sum(all(isinstance(o, Refused) for o in pair) for pair in zip(*done, strict=True))
    if len(held) != races - days_off:
        lost.append(f"{len(held)} appointments of {races - days_off}")
    overlaps = [(a, b) for a, b in pairwise(held) if a[0] == b[0] and b[1] - a[1] < 20]
    return lost + [f"{a} and {b} overlap" for a, b in overlaps]


def _raced(store: Store, tries: int) -> Tally:
    with store:
        return Tally(tries=tries, losses=losses_of(store, tries))


@attack("bookings-sqlite", loss=LOSS, tries=1_000, short=1)
def _on_sqlite(chance: Random, tries: int, folder: Path) -> Tally:
    return _raced(create_store(folder / "s.db", name="RACES", business_date=given.DAY), tries)


@attack("bookings-postgresql", loss=LOSS, tries=1_000, short=1)
def _on_postgresql(chance: Random, tries: int, folder: Path) -> Tally:
    try:
        with started_server() as url:
            return _raced(create_store(new_database(url), name="RACES", business_date=given.DAY), tries)
    except NoServerError:
        return Tally(tries=1, counts={"no PostgreSQL here": 1})
