"""A report counted over a store: every figure as the slow count has it, kept once, whatever cuts it off."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text

from cstui.acts.perform import Receipt
from cstui.agencies.federal import counting
from cstui.agencies.federal.acts.reports import FedBeginReport
from cstui.agencies.federal.policy import form
from cstui.agencies.federal.reads import items
from cstui.agencies.federal.reads.helpers import Helpers, helpers_for
from cstui.agencies.federal.records import Report
from cstui.progress import Cancelled
from cstui.store.backup import backup
from cstui.store.engine import Store, open_store
from cstui.store.keys import StoreKey
from tests.agencies.federal import drawn, stored
from tests.agencies.federal.killed_count import SIZE, child
from tests.agencies.federal.oracle import Oracle

CASELOADS = 60
BEGIN = FedBeginReport(program=stored.PROGRAM, fiscal_year=drawn.YEAR)


def counted(store: Store, size: int = 60) -> Report:
    """Begin and count a report of the year."""
    performer = stored.performer(store)
    begun = performer.perform(BEGIN, actor=stored.ANALYST, on=stored.ON)
    assert isinstance(begun, Receipt), begun
    seq = stored.file_of(store).reports[-1].seq
    done = counting.count(performer, stored.PROGRAM, seq, on=stored.ON, size=size)
    assert isinstance(done, Receipt), done
    return stored.file_of(store).reports[-1]


@pytest.fixture
def filled(store: Store) -> Store:
    """A store of every kind with drawn cases."""
    stored.fill(store, drawn.batch(11, CASELOADS))
    return store


@pytest.fixture
def cases(memory_store: Store) -> Store:
    """A store in memory with drawn cases."""
    stored.fill(memory_store, drawn.batch(12, CASELOADS))
    return memory_store


def test_a_report_is_what_the_slow_count_says_on_every_kind_of_store(filled: Store) -> None:
    report = counted(filled)
    slow = Oracle(stored.caseload_of(filled), drawn.YEAR, report.grounds).figures()
    assert {key: number for key, number in form.parted(report.figures).items() if number} == slow
    assert len(slow) > 40
    assert (report.status, report.counted_on, report.edition) == ("draft", stored.ON, "1999")
    with filled.read() as session:
        assert items.digest_of(session, stored.PROGRAM, report.seq) == report.digest


def test_figures_and_digest_do_not_depend_on_the_size_of_the_ranges(cases: Store) -> None:
    one, other = counted(cases, size=50), counted(cases, size=1000)
    assert one.figures == other.figures
    assert one.digest == other.digest
    assert one.cases == other.cases > CASELOADS


class Stops:
    """Progress that is canceled at the first range that it hears of."""

    def begin(self, title: str, total: int, unit: str) -> None:
        self.total = total

    def step(self, by: int = 1) -> None:
        raise Cancelled


def test_a_count_that_was_cut_off_goes_on_and_keeps_each_item_once(cases: Store) -> None:
    whole = counted(cases)
    performer = stored.performer(cases)
    performer.perform(BEGIN, actor=stored.ANALYST, on=stored.ON)
    seq = stored.file_of(cases).reports[-1].seq
    sizes = []
    for _ in range(2):
        with pytest.raises(Cancelled):
            counting.count(performer, stored.PROGRAM, seq, on=stored.ON, size=40, progress=Stops())  # type: ignore[arg-type]
        with cases.read() as session:
            sizes.append(items.sums(session, stored.PROGRAM, seq))
    assert [set(one) for one in sizes] == [{"C"}, {"C"}]
    assert 0 < sizes[0]["C"] < sizes[1]["C"] < whole.cases
    counting.count(performer, stored.PROGRAM, seq, on=stored.ON, size=40)
    again = stored.file_of(cases).reports[-1]
    assert again.status == "draft"
    assert (again.figures, again.digest, again.cases) == (whole.figures, whole.digest, whole.cases)


@pytest.mark.slow
def test_a_count_killed_at_any_point_goes_on_and_keeps_each_item_once(
    file_store: Store, tmp_path: Path
) -> None:
    """It dies by kill -9 in the first range, among cases, among children, and while the report is kept."""
    stored.fill(file_store, drawn.batch(12, CASELOADS))
    performer = stored.performer(file_store)
    performer.perform(BEGIN, actor=stored.ANALYST, on=stored.ON)
    [begun] = stored.file_of(file_store).reports
    whole, again = tmp_path / "whole.db", tmp_path / "again.db"
    backup(file_store, whole)
    writes = int(child(whole, begun.seq).stdout)
    with open_store(whole) as store:
        [report] = stored.file_of(store).reports
        kept = rows_of(store, begun.seq)
    ranges = report.cases // SIZE
    assert ranges > 2
    seen = []
    for kill_at in (1, ranges, ranges + 3, writes):
        again.unlink(missing_ok=True)
        backup(file_store, again)
        assert child(again, begun.seq, kill_at=kill_at).returncode == -9
        with open_store(again) as store:
            assert stored.file_of(store).reports[-1].status == "counting"
            with store.read() as session:
                seen.append(items.sums(session, stored.PROGRAM, begun.seq))
            counting.count(stored.performer(store), stored.PROGRAM, begun.seq, on=stored.ON, size=SIZE)
            [ended] = stored.file_of(store).reports
            assert (ended.status, ended.digest, ended.figures) == ("draft", report.digest, report.figures)
            assert rows_of(store, begun.seq) == kept
    assert seen[0] == {}
    assert set(seen[1]) == {"C"}
    assert seen[1]["C"] < report.cases
    assert seen[2]["C"] == seen[3]["C"] == report.cases
    assert 0 < seen[2]["K"] < seen[3]["K"] == report.children


def begun(store: Store) -> int:
    """The number of a report that was begun and not counted."""
    stored.performer(store).perform(BEGIN, actor=stored.ANALYST, on=stored.ON)
    return stored.file_of(store).reports[-1].seq


def test_a_count_with_helpers_keeps_what_one_without_keeps(file_store: Store) -> None:
    stored.fill(file_store, drawn.batch(12, CASELOADS))
    alone, helped = counted(file_store, size=SIZE), begun(file_store)
    answers, ask = [], Helpers.ask

    def asked(self: Helpers, *said: Any) -> Iterator[Any]:
        for answer in ask(self, *said):
            answers.append(answer)
            yield answer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Helpers, "ask", asked)
        performer = stored.performer(file_store)
        counting.count(performer, stored.PROGRAM, helped, on=stored.ON, size=SIZE, helpers=2)
    again = stored.file_of(file_store).reports[-1]
    assert (again.figures, again.digest, again.status) == (alone.figures, alone.digest, "draft")
    assert rows_of(file_store, helped) == rows_of(file_store, alone.seq)
    assert len(answers) > alone.cases // SIZE + alone.children // SIZE


class Each:
    """Progress that does something after each range of cases."""

    def __init__(self, do: Callable[[int], None]) -> None:
        self.do, self.ranges = do, 0

    def begin(self, title: str, total: int, unit: str) -> None:
        self.total = total

    def step(self, by: int = 1) -> None:
        self.ranges += 1
        self.do(self.ranges)


@pytest.mark.parametrize("kill", [1, 2])
def test_a_count_goes_on_without_helpers_that_die(file_store: Store, kill: int) -> None:
    stored.fill(file_store, drawn.batch(12, CASELOADS))
    alone, helped = counted(file_store, size=SIZE), begun(file_store)

    def die(ranges: int) -> None:
        if ranges == 2:
            for helper in children_of(os.getpid())[:kill]:
                os.kill(helper, signal.SIGKILL)

    performer, progress = stored.performer(file_store), Each(die)
    counting.count(
        performer,
        stored.PROGRAM,
        helped,
        on=stored.ON,
        size=SIZE,
        helpers=2,
        progress=progress,  # type: ignore[arg-type]
    )
    again = stored.file_of(file_store).reports[-1]
    assert (again.figures, again.digest) == (alone.figures, alone.digest)
    assert rows_of(file_store, helped) == rows_of(file_store, alone.seq)
    assert not children_of(os.getpid())


def test_helpers_end_with_a_count_that_is_stopped(file_store: Store) -> None:
    stored.fill(file_store, drawn.batch(12, CASELOADS))
    helped = begun(file_store)
    with pytest.raises(Cancelled):
        counting.count(
            stored.performer(file_store), stored.PROGRAM, helped, on=stored.ON, size=SIZE, helpers=2,
            progress=Stops(),  # type: ignore[arg-type]
        )  # fmt: skip
    assert not children_of(os.getpid())
    with file_store.read() as session:
        assert items.sums(session, stored.PROGRAM, helped).keys() == {"C"}


def test_a_busy_machine_and_an_encrypted_store_have_no_helpers(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: Any = SimpleNamespace(store=file_store)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    found = []
    for load, key in ((0.5, None), (2.5, None), (0.5, StoreKey("five quiet herons on a wire"))):
        monkeypatch.setattr(os, "getloadavg", lambda load=load: (load, load, load))
        monkeypatch.setattr(file_store, "key", key)
        found.append(helpers_for(work))
    assert found == [3, 0, 0]


def test_a_count_killed_beside_its_helpers_goes_on(file_store: Store, tmp_path: Path) -> None:
    stored.fill(file_store, drawn.batch(12, CASELOADS))
    alone, helped = counted(file_store, size=SIZE), begun(file_store)
    again = tmp_path / "again.db"
    backup(file_store, again)
    assert child(again, helped, kill_at=2, helpers=2).returncode == -9
    with open_store(again) as store:
        with store.read() as session:
            kept = items.sums(session, stored.PROGRAM, helped)["C"]
        assert SIZE < kept < alone.cases
        counting.count(stored.performer(store), stored.PROGRAM, helped, on=stored.ON, size=SIZE)
        assert stored.file_of(store).reports[-1].digest == alone.digest
        assert rows_of(store, helped) == rows_of(store, alone.seq)


def children_of(process: int) -> list[int]:
    """The processes that a process of this machine has started."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def rows_of(store: Store, report: int) -> list[tuple[object, ...]]:
    """Every item and cell that a report keeps."""
    with store.read() as session:
        wanted = [select(table).where(table.c.report == report) for table in (items.ITEM, items.CELL)]
        return [tuple(row)[2:] for one in wanted for row in session.connection().execute(one)]


def test_a_kept_report_does_not_change_when_its_cases_do(cases: Store) -> None:
    report = counted(cases)
    with cases.write() as session:
        session.execute(text("UPDATE ivd_spell SET closed = '2003-05-01' WHERE closed IS NULL"))
    with cases.read() as session:
        assert items.digest_of(session, stored.PROGRAM, report.seq) == report.digest
    assert stored.file_of(cases).reports[-1].figures == report.figures
    assert counted(cases).figures != report.figures


def test_an_item_that_was_changed_is_told_by_the_digest(cases: Store) -> None:
    report = counted(cases)
    with cases.write() as session:
        session.execute(text("UPDATE fed_item SET owed = owed + 1 WHERE key = '17000003'"))
    with cases.read() as session:
        assert items.digest_of(session, stored.PROGRAM, report.seq) != report.digest


@pytest.mark.parametrize("unit", ["C", "K"])
def test_the_cases_behind_a_figure_are_as_many_as_it_says(cases: Store, unit: str) -> None:
    from cstui.agencies.federal.policy import lines

    report = counted(cases)
    edition, choices = lines.edition_of(report.edition), form.switches(report)
    figures = form.parted(report.figures)
    found: Callable[..., list[items.Kept]] = items.listed
    with cases.read() as session:
        for place in lines.places(edition, choices):
            if place.unit == unit and not place.amounts:
                rows = found(session, stored.PROGRAM, report.seq, unit, place.asks, limit=10_000)
                assert len(rows) == figures[place.line, place.column], place
                for row in rows:
                    on = {
                        line.number: column
                        for line, column in lines.lines_of(edition, choices, unit, row.cell)
                    }
                    assert on[place.line] == place.column
                    assert all(r.holds for r in lines.reasons(edition, place.line, choices, row.cell))
