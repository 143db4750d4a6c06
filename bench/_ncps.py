"""A store of many invented noncustodial parents of Utah with a restitution order, and payments for them.

The next steps are the guide's own, so that `cstui store verify` finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from bench._cases import close_log
from bench._folder import folder
from cstui.agencies.utah.policy.facts import NcpFacts, NcpFile
from cstui.agencies.utah.records import Case, Ncp, OrderPart, Prosecution, RestitutionOrder
from cstui.agency import find
from cstui.policy import guide
from cstui.policy.facts import shape_of_file
from cstui.policy.ledger import ARREARS, CHARGE, CURRENT
from cstui.policy.records import LedgerEntry, NextStep, Office, Person, Record, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import seals
from cstui.store.chain import LogEntry
from cstui.store.engine import create_store
from cstui.store.writing import bulk_load

DAY, MONTH, SINCE = date(2026, 3, 16), date(2026, 3, 1), date(2026, 2, 1)
OPENED = date(2024, 1, 2)
OFFICE, AGENT = "UT/31", "UT/31001"
CURRENTS, BACK = (15_000, 22_000, 10_000), (75_000, 80_000, 42_250)
GIVEN = len(CURRENTS) + len(BACK)
"""So many charges are on each ledger."""


def clock() -> datetime:
    return datetime(2026, 3, 16, 18, tzinfo=UTC)


def key(n: int) -> str:
    """The number of the n-th NCP."""
    return f"UT/{n + 100_001:06}"


@cache
def many_ncps(count: int) -> Path:
    """The file of a store of `count` NCPs, each with three cases, of which two are in the order."""
    path = folder() / f"utah-{count}.store"
    utah = (find("utah"),)
    with create_store(path, name="BENCH", business_date=DAY, at=clock(), agencies=utah) as store:
        bulk_load(store, _given(count), activities=map(_opened, range(count)), next_steps=_steps(count))
        with store.write() as session:  # as the night before would have left it
            seals.seal_given(session.connection(), DAY)
    close_log(path)
    return path


def _given(count: int) -> Iterator[Record]:
    yield Office(code=OFFICE, name="WASATCH CNS", agency="utah")
    yield Worker(number=AGENT, name="ADA", office=OFFICE)
    for n in range(count):
        yield from _ncp(n)


def _ncp(n: int) -> Iterator[Record]:
    ncp, people = key(n), range(4 * n + 1, 4 * n + 5)
    own = {"ncp": ncp}
    for number in people:
        yield Person(number=number, last=f"PRACTICE-DOE{number % 97}", first="ANN", born=date(1990, 1, 1))
    yield Ncp(number=ncp, parent=people[0], office=OFFICE, worker=AGENT, opened=OPENED)
    cases = [f"C{3 * n + seq:08}" for seq in range(1, 4)]
    for seq, (case, current) in enumerate(zip(cases, CURRENTS, strict=True), 1):
        yield Case(
            **own,
            seq=seq,
            number=case,
            person=people[seq],
            opened=OPENED,
            team="CNS",
            rests_on="J",
            current=current,
            included="Y",
        )
    yield Prosecution(
        **own,
        seq=1,
        phase="sentenced",
        begun_on=OPENED,
        searched_on=OPENED,
        referral_on=OPENED,
        packet_on=OPENED,
        filed_on=OPENED,
        attorney="A. PRACTICE",
        charges="76-7-201",
        status="FILED",
        concluded_on=SINCE,
        outcomes=["PROB", "REST"],
        probation_until=date(2028, 2, 1),
        restitution=155_000,
    )
    yield RestitutionOrder(
        **own, seq=1, ordered_on=SINCE, entered_on=SINCE, since=MONTH, current=37_000, arrears=30_000
    )
    for seq in (1, 2):
        yield OrderPart(
            **own, seq=seq, of_order=1, case=cases[seq - 1], current=CURRENTS[seq - 1], arrears=15_000
        )
    amounts = [
        (case, bucket, cents)
        for case, *both in zip(cases, CURRENTS, BACK, strict=True)
        for bucket, cents in zip((CURRENT, ARREARS), both, strict=True)
    ]
    for seq, (case, bucket, cents) in enumerate(amounts, 1):
        yield LedgerEntry(
            subject=NcpFacts.subject_of(ncp),
            seq=seq,
            kind=CHARGE,
            account=case,
            bucket=bucket,
            month=MONTH if bucket == CURRENT else SINCE,
            on=MONTH if bucket == CURRENT else SINCE,
            cents=cents,
        )


def _steps(count: int) -> Iterator[NextStep]:
    """The next step of each; all wait for the same, so the guide is asked about the first."""
    given = list(_ncp(0))
    parts: dict[str, list[Record]] = {}
    kept = shape_of_file(NcpFile).parts
    for row in given:
        if (name := kept.get(type(row))) is not None:
            parts.setdefault(name, []).append(row)
    [ncp] = [row for row in given if isinstance(row, Ncp)]
    people = tuple(row for row in given if isinstance(row, Person))
    file = NcpFile(ncp=ncp, **{name: tuple(rows) for name, rows in parts.items()})
    step = guide.next_step(
        NcpFacts(file=file, parent=people[0], people=people[1:]), load_rulebook("utah"), DAY
    )
    for n in range(count):
        command = step.command.replace(step.key, key(n))
        yield replace(step, subject=NcpFacts.subject_of(key(n)), command=command)


def _opened(n: int) -> LogEntry:
    return LogEntry(
        subject=NcpFacts.subject_of(key(n)), action="NT", on=OPENED, at=clock(), actor=AGENT, text="Opened."
    )
