"""What distributing many payments costs: files of accounting taken in, beside a loop that decides nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench._figures import Samples, figure
from bench._folder import copy_of
from bench._ncps import DAY, GIVEN, clock, key, many_ncps
from bench.store_cases import LARGE
from cstui.interfaces.incoming import AT_ONCE
from cstui.store.engine import CACHE_KIBIBYTES, open_store

NCPS, FILES = (100_000, 10) if LARGE else (1_000, 10)
PAYMENTS = NCPS * FILES
RUNS = 1 if LARGE else 5
OWN = ("ut_case", "ut_prosecution", "ut_restitution_order", "ut_order_part")
"""The tables in which an NCP of these stores has rows, beside the ledger and the head of the log."""


def _cents(n: int, run: int) -> int:
    """What the n-th NCP pays in a file: from less than current support to more than a month asks."""
    return 5_000 + (n * 37 + run * 7_919) % 40_000


def _file(run: int) -> bytes:
    """The file of one run: a payment of each NCP."""
    from tests.agencies.utah.interfaces.files import file, payment

    lines = (payment(n + 100_001, _cents(n, run), DAY, f"{run}-{n}") for n in range(NCPS))
    return file(DAY, run, lines)


@cache
def _taken(runs: int) -> tuple[list[float], list[float], list[float]]:
    """Microseconds a payment of ours and of the loop, and the cents that were lost, run by run."""
    ours, floor, lost = [], [], []
    before = many_ncps(NCPS)
    for _ in range(min(runs, RUNS)):
        after = copy_of(before, "utah-after.store")
        ours.append(_post(after) / PAYMENTS * 1e6)
        lost.append(float(_lost(after)))
        floor.append(_loop(copy_of(before, "utah-floor.store"), after) / PAYMENTS * 1e6)
    return ours, floor, lost


@figure(
    f"payments, {PAYMENTS:,} over {NCPS:,} NCPs",
    unit="us",
    budget=2,
    against="a loop that reads and writes the same rows",
)
def payments(runs: int) -> Samples:
    """Each payment read from its file, decided, placed on three cases, logged with receipt and digests."""
    ours, floor, _ = _taken(runs)
    return ours, floor


@figure(f"cents lost of {PAYMENTS:,} payments", unit="ct", budget=0, against="cents in equal cents out")
def cents_lost(runs: int) -> Samples:
    """What the files say was paid, less what the ledgers say was placed or is held."""
    return _taken(runs)[2], []


def _post(path: Path) -> float:
    """Seconds in which the files were taken in."""
    from cstui.acts.perform import Performer
    from cstui.agencies.utah.interfaces.payments_in import PAYMENTS as KIND
    from cstui.policy.rulebook import load_rulebook

    rules, took = load_rulebook("utah"), 0.0
    with open_store(path) as store:
        performer = Performer(store, rules, clock)
        for run in range(1, FILES + 1):
            data = _file(run)
            started = time.perf_counter()
            came = KIND.take_in(performer, KIND.read(data))
            took += time.perf_counter() - started
            if (came.taken, came.aside) != (NCPS, ()):
                raise RuntimeError(f"not every payment was posted: {came.taken}, {came.aside[:3]}")
    return took


def _lost(path: Path) -> int:
    """The cents of the files less those in the ledgers, each ledger's own difference counted."""
    from cstui.store.ledger_reads import ledgers

    paid = sum(_cents(n, run) for n in range(NCPS) for run in range(1, FILES + 1))
    sums = "SELECT sum(cents) FROM ledger_entry WHERE kind IN "
    with open_store(path) as store, store.read() as session:
        posted, went = (
            int(session.connection().exec_driver_sql(sums + kinds).scalar_one())
            for kinds in ("('payment')", "('placed', 'held')")
        )
        if fault := next(iter(ledgers(session)), None):
            raise RuntimeError(f"a ledger does not add up: {fault}")
    return abs(paid - posted) + abs(posted - went)


class _Rows:
    """What was written for one payment: entries of the ledger, line of the log, receipt."""

    def __init__(self, made: sqlite3.Connection, ncp: str, run: int, first: int) -> None:
        """That of the NCP's payment in the file `run`, whose entries in the ledger begin at `first`."""
        subject = f"ut.ncp {ncp}"
        entries = "SELECT * FROM ledger_entry WHERE subject = ? AND seq >= ? ORDER BY seq LIMIT 12"
        self.entries: list[tuple[Any, ...]] = []
        for row in _dicts(made, entries, subject, first):
            if row["kind"] == "payment" and self.entries:
                break
            self.entries.append(tuple(row.values()))
        [line] = _dicts(made, "SELECT * FROM activity WHERE subject = ? AND seq = ?", subject, run + 1)
        line.update(digest="", previous="", receipt_digest="")
        [receipt] = _dicts(made, "SELECT * FROM receipt WHERE id = ?", line["receipt"])
        self.line, self.receipt = tuple(line.values()), tuple(receipt.values())


def _loop(path: Path, after: Path) -> float:
    """Seconds of a loop over the payments: the rows of the NCP read, the rows of the payment written.

    As many payments a transaction as ours; digests are left empty. What is written is fetched from `after`
    beforehand.
    """
    raw, made = sqlite3.connect(path, isolation_level=None), sqlite3.connect(after)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", f"cache_size=-{CACHE_KIBIBYTES}"):
        raw.execute(f"PRAGMA {pragma}")
    insert = {name: _insert(raw, name) for name in ("ledger_entry", "activity", "receipt")}
    begins = dict.fromkeys(range(NCPS), GIVEN + 1)
    took = 0.0
    for run in range(1, FILES + 1):
        for first in range(0, NCPS, AT_ONCE):
            rows = {n: _Rows(made, key(n), run, begins[n]) for n in range(first, min(NCPS, first + AT_ONCE))}
            started = time.perf_counter()
            raw.execute("BEGIN IMMEDIATE")
            for n, one in rows.items():
                begins[n] += len(one.entries)
                ncp = key(n)
                subject, people = f"ut.ncp {ncp}", tuple(range(4 * n + 1, 4 * n + 5))
                raw.execute("SELECT * FROM ut_ncp WHERE number = ?", (ncp,)).fetchall()
                for table in OWN:
                    raw.execute(f"SELECT * FROM {table} WHERE ncp = ?", (ncp,)).fetchall()
                raw.execute("SELECT * FROM person WHERE number IN (?, ?, ?, ?)", people).fetchall()
                raw.execute("SELECT * FROM ledger_entry WHERE subject = ?", (subject,)).fetchall()
                raw.execute("SELECT * FROM chain_head WHERE subject = ?", (subject,)).fetchall()
                raw.executemany(insert["ledger_entry"], one.entries)
                raw.execute(insert["activity"], one.line)
                raw.execute(insert["receipt"], one.receipt)
                raw.execute("UPDATE chain_head SET seq = seq + 1 WHERE subject = ?", (subject,))
                raw.execute("UPDATE ut_ncp SET version = version + 1 WHERE number = ?", (ncp,))
            raw.execute("COMMIT")
            took += time.perf_counter() - started
    raw.close()
    made.close()
    return took


def _insert(raw: sqlite3.Connection, table: str) -> str:
    names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({quoted}) VALUES ({', '.join('?' * len(names))})"


def _dicts(made: sqlite3.Connection, sql: str, *values: object) -> Iterator[dict[str, Any]]:
    rows = made.execute(sql, values)
    names = [column[0] for column in rows.description]
    for row in rows:
        yield dict(zip(names, row, strict=True))
