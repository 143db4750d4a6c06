"""A night in ranges of case numbers: the same store whatever their size, wherever the night was cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cstui.acts.base import Act
from cstui.acts.perform import Performer
from cstui.agencies.louisiana.jobs import JOBS, Job
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case, Form, Interface
from cstui.nightly import run
from cstui.nightly.run import run_nights
from cstui.policy import guide
from cstui.policy.effects import Add, Change, Effects
from cstui.policy.records import NextStep, Record
from cstui.policy.rulebook import Rulebook
from cstui.scenario.practice import create_practice_store
from cstui.store import facts, nights
from cstui.store.engine import MEMORY, Store, open_store
from cstui.store.nights import JobState
from tests.kernel.nightly.cases import RULES, START, after_ranges, clock, everything, given, store_with
from tests.kernel.nightly.killed import child

DAY = timedelta(days=1)
PARENTS = 17
CASES = 2 * PARENTS
THROUGH = START + 2 * DAY
CLOSES, LOOKED_AT = "17000005", "17000006"
"""A case that closes tonight, and one whose step changes by itself."""


def families() -> Iterator[Record]:
    """Parents with two cases each, far apart in number and due in different jobs; some cases in two."""
    for record in given(CASES):
        if isinstance(record, Case) and record.cp > PARENTS:
            record = replace(record, cp=record.cp - PARENTS)
        yield record
        if isinstance(record, Interface):
            yield _letter(record.case)
    for number in (CLOSES, LOOKED_AT):
        yield _letter(number)


def _letter(case: str) -> Form:
    return Form(case=case, seq=1, form="APPT 1", edition=1, person=1, made_on=START, values={})


def _breaks(found: Facts, rules: Rulebook, on: date) -> NextStep:
    """The guide, but for two cases that break in one night: one as it closes, one as its step changes."""
    step = _guide(found, rules, on)
    number, closed = found.case.number, found.case.status == "closed"
    if (number == CLOSES and closed) or (number == LOOKED_AT and on == START + DAY):
        raise ValueError(f"no such thing in {number}")
    return step


_guide = guide.next_step


@pytest.mark.parametrize("size", [1, 7])
def test_the_size_of_a_range_does_not_matter(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """All that is kept is the same: records, logs with their digests, next steps, cases set aside."""
    monkeypatch.setattr(guide, "next_step", _guide)
    with store_with(":memory:", families()) as whole, store_with(":memory:", families()) as cut:
        monkeypatch.setattr(guide, "next_step", _breaks)
        at_once = run_nights(whole, RULES, clock, through=THROUGH)
        monkeypatch.setattr(run, "SLICE", size)
        monkeypatch.setattr(run, "AT_ONCE", min(size, 3))
        told: list[tuple[str, int]] = []
        after_ranges(monkeypatch, lambda held: told.extend((s.job, s.count) for s in held.states.values()))
        in_ranges = run_nights(cut, RULES, clock, through=THROUGH)
        assert len(told) > 4 * CASES / size
        assert in_ranges == at_once
        assert at_once[0].counts == {"iva": 6, "mail": 14, "send": 6, "close": 4, "steps": 5}
        assert [(a.job, a.key) for a in at_once[0].aside] == [("close", CLOSES), ("steps", LOOKED_AT)]
        assert _without_cursors(everything(cut)) == _without_cursors(everything(whole))


@pytest.mark.slow
@pytest.mark.parametrize("ranges", [1, 3, 5])
def test_killed_between_two_ranges_it_goes_on_and_ends_alike(tmp_path: Path, ranges: int) -> None:
    store_with(tmp_path / "whole.db", families()).close()
    store_with(tmp_path / "killed.db", families()).close()
    assert child(tmp_path / "whole.db", THROUGH, size=5).returncode == 0
    assert child(tmp_path / "killed.db", THROUGH, size=5, ranges=ranges).returncode == -9
    with open_store(tmp_path / "killed.db") as store:
        with store.read() as session:
            states = nights.job_states(session, START)
        assert states["iva"].cursor  # it had begun
        assert not states.get("steps", JobState(job="steps")).done
        run_nights(store, RULES, clock, through=THROUGH)
        killed = everything(store)
    with open_store(tmp_path / "whole.db") as store:
        assert killed == everything(store)


@pytest.mark.parametrize("sent", [0, 3])
def test_a_night_begun_job_after_job_goes_on(sent: int) -> None:
    """As the night went before: IV-A and the mail were through, LAIN 2IP had begun or not."""
    with store_with(":memory:", families()) as whole, store_with(":memory:", families()) as begun:
        run_nights(whole, RULES, clock, through=START)
        iva, mail, send, _ = JOBS
        with begun.write() as session:
            states = []
            for job, limit in ((iva, CASES), (mail, CASES), (send, sent)):
                due = nights.due_in(session, START, {job.name: ""}, {job.name: job.due}, Facts.kind, limit)
                count = _do(begun, session, job, due.keys)
                last = due.keys[-1] if due.keys else ""
                states.append(JobState(job=job.name, done=due.last, cursor=last, count=count))
            nights.keep_jobs(session, START, [state for state in states if state.cursor])
        [night] = run_nights(begun, RULES, clock, through=START)
        assert night.counts["send"] == 6
        assert _without_cursors(everything(begun)) == _without_cursors(everything(whole))


def _do(store: Store, session: nights.Session, job: Job, numbers: list[str]) -> int:
    def choose(found: Facts) -> Iterable[Act]:
        return job.choose(found, RULES, START)

    performer = Performer(store, RULES, clock)
    read = facts.read_to_act(session, Facts, numbers)
    [outcomes] = performer.perform_chosen(session, read, [(numbers, choose)], actor=job.actor, on=START)
    return len(outcomes)


def _without_cursors(held: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {**held, "nightly_job": [(row[0], row[1], row[2], row[4]) for row in held["nightly_job"]]}


def _practice() -> Store:
    return create_practice_store(MEMORY, clock=clock, start=START)


def _families() -> Store:
    return store_with(":memory:", families())


@pytest.mark.parametrize(("make", "jobs"), [(_practice, {"close"}), (_families, {"mail", "send", "close"})])
def test_what_is_done_in_a_range_stays_in_its_cases(make: Callable[[], Store], jobs: set[str]) -> None:
    """What ranges count on: the jobs but IV-A's give the same without the parent's other cases, their acts
    change the case's own file, and none of them makes the next step of another case another one."""
    done: dict[str, int] = {}
    with make() as store:
        for night in (START + n * DAY for n in range(75)):
            with store.read() as session:
                sql = "SELECT number FROM la_case ORDER BY number"
                numbers = [row[0] for row in session.connection().exec_driver_sql(sql)]
                read = facts.read_many(session, Facts, numbers)
            assert any(found.others for found in read.values())
            for number, found in read.items():
                alone = replace(found, others=())
                beside = _worked_beside(found, night)
                assert guide.next_step(beside, RULES, night) == guide.next_step(found, RULES, night)
                for job in (job for job in JOBS if not job.across):
                    chosen = list(job.choose(found, RULES, night))
                    assert list(job.choose(alone, RULES, night)) == chosen
                    for act in chosen:
                        effects = act.decide(found, RULES, night, job.actor)
                        assert effects == act.decide(alone, RULES, night, job.actor)
                        assert isinstance(effects, Effects)
                        assert {_of(change) for change in effects.changes} == {number}
                        done[job.name] = done.get(job.name, 0) + 1
            run_nights(store, RULES, clock, through=night)
    assert set(done) == jobs


def _worked_beside(found: Facts, night: date) -> Facts:
    """The facts after a night's jobs on the parent's other cases only."""
    for other in found.others:
        for job in (job for job in JOBS if not job.across):
            hand = found.with_in_hand(other.key)
            for act in job.choose(hand, RULES, night):
                effects = act.decide(hand, RULES, night, job.actor)
                assert isinstance(effects, Effects)
                found = found.after(effects.changes)
    return found


def _of(change: Add | Change) -> str:
    record: Any = change.record if isinstance(change, Add) else change.after
    return str(record.number if isinstance(record, Case) else record.case)
