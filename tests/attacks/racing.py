"""Races: acts against nights, and one interface file taken in by several at once, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import text

from cstui.acts.kept_steps import next_steps_hold
from cstui.acts.perform import OVERTAKEN, Receipt
from cstui.agencies.louisiana.acts.reminders import SetReminder
from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.nightly.run import run_nights
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from cstui.store.verify import verify
from cstui.workplace import Workplace
from tests.attacks.attack import Tally, attack
from tests.conftest import NoServerError, new_database, started_server

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)
WRITERS = 4
TAKERS = 3
LOSS = "an act of a day that was over, a next step that is wrong, or a fault found"


@contextmanager
def _stores(folder: Path, server: bool) -> Iterator[str | None]:
    """A practice store on SQLite, or on a server of its own; None where there is no server."""
    if not server:
        create_practice_store(folder / "s.db", clock=lambda: MOMENT, start=MOMENT.date()).close()
        yield str(folder / "s.db")
        return
    try:
        with started_server() as url:
            target = new_database(url)
            create_practice_store(target, clock=lambda: MOMENT, start=MOMENT.date()).close()
            yield target
    except NoServerError:
        yield None


def _cases(store: Store) -> list[str]:
    with store.read() as session:
        rows = session.connection().scalars(text("SELECT number FROM la_case WHERE number LIKE '17%'"))
        return sorted(map(str, rows))


def _acts_against_nights(chance: Random, tries: int, target: str, tally: Tally) -> None:
    """Writers set reminders for the next days, each on the date that it saw; nights run meanwhile."""
    counts, over = Counter[str](), threading.Event()

    def writes(own: Random, share: int) -> None:
        with open_store(target) as store:
            place, cases = Workplace(store, lambda: MOMENT), _cases(store)
            for turn in range(share):
                on = place.business_date()
                act = SetReminder(
                    case=own.choice(cases), due=on + timedelta(days=own.randrange(3)), text=f"R{turn}"
                )
                try:
                    came = place.performer.perform(act, actor="17001", on=on, current=True)
                except StoreError as error:
                    counts[error.rule] += 1
                    continue
                known = isinstance(came, Receipt)
                counts["done" if known else "".join(f.rule for f in came.findings) or "refused"] += 1

    def nightly() -> None:
        with open_store(target) as store:
            place = Workplace(store, lambda: MOMENT)
            while not over.is_set():
                try:
                    run_nights(store, place.rules, place.clock, through=place.business_date())
                    counts["nights"] += 1
                except StoreError as error:
                    counts[error.rule] += 1

    night = threading.Thread(target=nightly)
    with ThreadPoolExecutor(WRITERS) as pool:
        night.start()
        share = max(1, tries // WRITERS)
        done = [pool.submit(writes, Random(chance.random()), share) for _ in range(WRITERS)]
        for one in done:
            one.result()
        over.set()
        night.join()
    tally.tries += share * WRITERS
    with open_store(target) as store:
        place = Workplace(store, lambda: MOMENT)
        with store.read() as session:
            tally.losses += map(str, next_steps_hold(place.rules, place.business_date(), session))
            rows = session.connection().execute(
                text(
                    "SELECT a.subject, a.seq FROM activity a JOIN activity b ON b.subject = a.subject"
                    ' AND b.seq = a.seq - 1 WHERE b."on" > a."on"'
                )
            )
            tally.losses += [f"{subject} line {seq} is of a day that was over" for subject, seq in rows]
        tally.losses += map(str, verify(store))
    if not counts["done"] or not counts["nights"]:
        tally.lost("nothing was tried")
    tally.counts |= {OVERTAKEN: counts[OVERTAKEN], **counts}


def _one_file_at_once(chance: Random, tries: int, target: str, tally: Tally) -> None:
    """Takers take in the same file at the same moment; some of its records have bytes of any kind."""
    from tests.agencies.louisiana.interfaces.files import file, good_cause

    with open_store(target) as store:
        cases = _cases(store)
    for turn in range(tries):
        start = threading.Barrier(TAKERS)
        day = date(2026, 2, 2) + timedelta(days=turn % 20)
        lines = [
            good_cause(case, chance.choice(("claimed", "denied")), day) for case in chance.sample(cases, 3)
        ]
        odd = "X" + "".join(chr(chance.randrange(256)) for _ in range(20)).replace("\n", "").replace("\r", "")
        data = file(*lines, odd, run=turn + 1)

        def takes(data: bytes = data, start: threading.Barrier = start) -> int:
            with open_store(target) as store:
                place = Workplace(store, lambda: MOMENT)
                incoming = UPDATES.read(data)
                start.wait()
                came = UPDATES.take_in(place.performer, incoming)
                return came.taken

        with ThreadPoolExecutor(TAKERS) as pool:
            taken = [one.result() for one in [pool.submit(takes) for _ in range(TAKERS)]]
        tally.tries += 1
        tally.counts["records taken"] = tally.counts.get("records taken", 0) + sum(taken)
    with open_store(target) as store:
        with store.read() as session:
            twice = session.connection().execute(
                text(
                    "SELECT action, text, count(*) FROM activity WHERE subject = 'store'"
                    " AND action IN ('IA', 'IU') GROUP BY action, text HAVING count(*) > 1"
                )
            )
            tally.losses += [f"{action} twice: {said}" for action, said, _ in twice]
            files = (
                session.connection().scalars(text("SELECT count(*) FROM activity WHERE action = 'IU'")).one()
            )
            again = session.connection().execute(
                text(
                    "SELECT act, inputs, count(*) FROM receipt WHERE act = 'receive-good-cause'"
                    " GROUP BY act, inputs HAVING count(*) > 1"
                )
            )
            tally.losses += [f"applied {count} times: {inputs}" for _, inputs, count in again]
        if files != tries:
            tally.lost(f"{files} files noted as taken in, not {tries}")
        tally.losses += map(str, verify(store))


def _both(
    race: Callable[[Random, int, str, Tally], None], server: bool
) -> Callable[[Random, int, Path], Tally]:
    def run(chance: Random, tries: int, folder: Path) -> Tally:
        tally = Tally()
        with _stores(folder, server) as target:
            if target is None:
                return Tally(tries=1, counts={"no PostgreSQL here": 1})
            race(chance, tries, target, tally)
        return tally

    return run


for _server, _where in ((False, "sqlite"), (True, "postgresql")):
    attack(f"acts-and-nights-{_where}", loss=LOSS, tries=800, short=16)(_both(_acts_against_nights, _server))
    attack(f"one-file-at-once-{_where}", loss="a record applied or noted twice", tries=40, short=1)(
        _both(_one_file_at_once, _server)
    )
