"""A store of many invented consumers of Kansas, some of which CADS marked today: half of them each way.

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
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile
from cstui.agencies.kansas.records import Alert, CadsMark, Case, Consumer, NonCompliance, ProgramSpell
from cstui.agency import find
from cstui.policy import guide
from cstui.policy.facts import shape_of_file
from cstui.policy.records import NextStep, Office, Person, Record, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import seals
from cstui.store.chain import LogEntry
from cstui.store.engine import create_store
from cstui.store.writing import bulk_load

NIGHT = date(2021, 3, 3)
"""Before timely notice: records, EDBC and notices of a mark all come in this night."""
BEFORE = date(2021, 2, 3)
OPENED = date(2020, 1, 6)
STOPPED, CURED = range(2)
"""How a consumer was marked today, in turn."""


def clock() -> datetime:
    return datetime(2021, 3, 3, 22, tzinfo=UTC)


@cache
def many_consumers(count: int, marked: int) -> Path:
    """The file of a store of `count` consumers, of which `marked` were marked on the day of NIGHT."""
    path = folder() / f"kansas-{count}-{marked}.store"
    every = count // marked
    kansas = (find("kansas"),)
    with create_store(path, name="BENCH", business_date=NIGHT, at=clock(), agencies=kansas) as store:
        bulk_load(
            store,
            _given(count, every),
            activities=map(_opened, range(count)),
            next_steps=_steps(count, every),
        )
        with store.write() as session:  # as the night before would have left it
            seals.seal_given(session.connection(), NIGHT)
    close_log(path)
    return path


def _key(n: int) -> str:
    return f"{n + 1:010d}"


def _waits(n: int, every: int) -> int | None:
    return n // every % 2 if n % every == 0 else None


def _given(count: int, every: int) -> Iterator[Record]:
    yield Office(code="KS/51", name="PRAIRIE CSS", agency="kansas")
    yield Worker(number="KS/51001", name="ADA", office="KS/51")
    for n in range(count):
        yield from _consumer(n, _waits(n, every))


def _consumer(n: int, waits: int | None) -> Iterator[Record]:
    key, case, worker = _key(n), f"{500_000_000 + n:010d}", "KS/51001"
    own = {"consumer": key}
    yield Person(number=n + 1, last=f"PRACTICE-DOE{n % 97}", first="JANE", born=date(1990, 1, 1))
    yield Consumer(
        number=key,
        ar=n + 1,
        office="KS/51",
        worker=worker,
        ees_office="KS/51",
        ees_worker=worker,
        opened=OPENED,
        known_since=OPENED,
    )
    yield Case(
        **own,
        seq=1,
        number=case,
        function_on=OPENED,
        opened=OPENED,
        office="KS/51",
        worker=worker,
    )
    for seq, program in enumerate(("TANF", "FA"), start=1):
        out = date(2021, 3, 1) if waits == CURED and program == "FA" else None
        ends = date(2021, 3, 1) if waits == CURED and program == "TANF" else None
        yield ProgramSpell(**own, seq=seq, program=program, begins=OPENED, ends=ends, out_from=out)
    if waits is None:
        return
    alert = {**own, "case": case, "worker": worker}
    row = {**own, "case": case, "worker": worker}
    if waits == STOPPED:
        yield CadsMark(**row, seq=1, code="N", reason="AP", on=NIGHT, created_on=NIGHT)
        yield Alert(**alert, seq=1, code="40", mark=1, created_on=NIGHT, reason="AP")
        return
    yield CadsMark(**row, seq=1, code="N", reason="AP", on=BEFORE, created_on=BEFORE, ended_on=NIGHT)
    yield CadsMark(**row, seq=2, code="C", on=NIGHT, created_on=NIGHT)
    past = {"sent_on": BEFORE, "handled_on": BEFORE, "outcome": "made"}
    yield Alert(**alert, seq=1, code="40", mark=1, created_on=BEFORE, reason="AP", **past)
    yield Alert(**alert, seq=2, code="41", mark=2, created_on=NIGHT)
    made = {**own, "created_on": BEFORE, "alert": 1, "made_by": "KEES", "type": "CS"}
    for seq, program in enumerate(("TANF", "CC"), start=1):
        yield NonCompliance(
            **made,
            seq=seq,
            program=program,
            reason="1",
            begins=date(2021, 3, 1),
            ends=date(2021, 5, 31),
            override_ends=date(9999, 12, 31),
        )
    yield NonCompliance(**made, seq=3, program="FA", reason="FA", begins=BEFORE)


def _steps(count: int, every: int) -> Iterator[NextStep]:
    """The next step of each; the guide is asked about the first of those that wait for the same."""
    rules = load_rulebook("kansas")
    asked: dict[int | None, NextStep] = {}
    for n in range(count):
        waits = _waits(n, every)
        if waits not in asked:
            asked[waits] = guide.next_step(_facts(n, waits), rules, NIGHT)
        step = asked[waits]
        subject, command = ConsumerFacts.subject_of(_key(n)), step.command.replace(step.key, _key(n))
        yield replace(step, subject=subject, command=command)


def _facts(n: int, waits: int | None) -> ConsumerFacts:
    given = list(_consumer(n, waits))
    person, consumer = (next(row for row in given if isinstance(row, kind)) for kind in (Person, Consumer))
    parts: dict[str, list[Record]] = {}
    kept = shape_of_file(ConsumerFile).parts
    for row in given:
        if (name := kept.get(type(row))) is not None:
            parts.setdefault(name, []).append(row)
    file = ConsumerFile(consumer=consumer, **{name: tuple(rows) for name, rows in parts.items()})
    return ConsumerFacts(file=file, ar=person)


def _opened(n: int) -> LogEntry:
    return LogEntry(
        subject=ConsumerFacts.subject_of(_key(n)),
        action="NT",
        on=OPENED,
        at=clock(),
        actor="KS/51001",
        text="Case opened.",
    )
