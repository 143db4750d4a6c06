"""WORK: a worker's list, another's for cover, a whole office; found and sorted in the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
import pytest

from cstui.agencies.louisiana.records import Case
from cstui.desk.painter import Painter
from cstui.policy.records import NextStep, Person, Record, Worker
from cstui.store.engine import Store
from cstui.store.writing import bulk_load, set_next_steps
from tests.agencies.louisiana.programs.driver import Desk


def steps() -> Iterator[tuple[list[Record], NextStep]]:
    """Four cases of two workers: urgency, due date, name and text each in another order."""
    for n, (worker, last, kind, text, due, urgency) in enumerate(
        [
            ("17001", "DOE", "report", "Report MA, DT 02/20", date(2026, 3, 31), 2),
            ("17001", "ABEL", "pend", "Pend for closure with FTC", None, 3),
            ("17001", "ZORN", "review", "Quarterly review of non-cooperation", date(2026, 3, 14), 5),
            ("17002", "MOE", "outcome", "Outcome missing: SI 02/27 09:00", date(2026, 2, 27), 1),
        ]
    ):
        number = f"1700090{n}"
        records: list[Record] = [
            Person(number=900 + n, last=last, first="A"),
            Case(number=number, office="17", worker=worker, cp=900 + n, opened=date(2026, 1, 5)),
        ]
        yield (
            records,
            NextStep(
                subject=f"case {number}",
                worker=worker,
                office="17",
                kind=kind,
                rule="LA-E522-04",
                text=text,
                due=due,
                urgency=urgency,
                command=f"CAS2 {number}",
            ),
        )


@pytest.fixture
def desk(office_store: Store) -> Desk:
    made = list(steps())
    bulk_load(office_store, [record for records, _ in made for record in records])
    with office_store.write() as session:
        set_next_steps(session, [step for _, step in made])
    return Desk(office_store).command("WORK")


def names(desk: Desk) -> list[str]:
    return [name.split(",")[0] for name in desk.column("party")]


def test_most_urgent_first_and_sorted_by_a_column(desk: Desk):
    assert names(desk) == ["DOE", "ABEL", "ZORN"]
    assert names(desk.command("SORT CP")) == ["ABEL", "DOE", "ZORN"]
    assert names(desk.command("SORT DUE")) == ["ZORN", "DOE", "ABEL"]
    assert desk.command("SORT CASE").column("case") == ["17000900", "17000901", "17000902"]
    assert names(desk.command("SORT")) == ["DOE", "ABEL", "ZORN"]
    assert desk.command("SORT HEIGHT").rules == ["CS-130"]


@pytest.mark.parametrize(
    ("wanted", "found"), [("closure", ["ABEL"]), ("REPORT", ["DOE"]), ("review", ["ZORN"]), ("%", [])]
)
def test_find_keeps_the_steps_with_a_text(desk: Desk, wanted: str, found: list[str]):
    assert names(desk.command(f"FIND {wanted}")) == found
    assert len(names(desk.command("FIND"))) == 3


@pytest.mark.parametrize("role", ["supervisor", "trainer"])
def test_who_leads_begins_with_the_list_of_the_office(desk: Desk, role: str):
    lead = Worker(number="17009", name="LEE", office="17", role=role)
    bulk_load(desk.store, [lead])
    led = Desk(desk.store, "17009").command("WORK")
    assert (led.value("worker"), led.column("case")) == ("17", desk.command("WORK 17").column("case"))
    assert led.column("case")
    assert led.command("WORK 17009").column("case") == []


def test_another_workers_list_and_a_whole_office(desk: Desk):
    assert names(desk.command("WORK 17002")) == ["MOE"]
    assert desk.command("WORK 17").column("party") == [
        "17002 MOE, A",
        "17001 DOE, A",
        "17001 ABEL, A",
        "17001 ZORN, A",
    ]
    assert desk.value("name") == "RIVERBEND"
    said = [line.text for line in desk.answer.guide]
    assert "17001 ADA: 1 urgent of 3" in said
    assert "17002 BEN: 1 urgent of 1" in said
    assert desk.command("SORT WORKER").column("party")[-1] == "17002 MOE, A"
    assert desk.command("WORK 36").answer.message.startswith("Nothing is due")
    assert desk.command("WORK 99").rules == ["CS-120"]


def test_what_waits_for_a_decision_is_counted(desk: Desk):
    step = next(steps())[1]
    decide = msgspec.structs.replace(
        step, kind="decide", text="Close held, CP contacted us 02/20: decide", urgency=1
    )
    with desk.store.write() as session:
        set_next_steps(session, [decide])
    assert desk.command("WORK").column("step")[0] == decide.text
    assert desk.value("summary") == "1 to decide  1 to pend  1 to review"


def test_the_quarterly_review_shows_in_the_list_and_the_count(desk: Desk):
    assert "Quarterly review of non-cooperation" in desk.column("step")
    assert "1 to review" in desk.value("summary")


def heads(desk: Desk) -> list[str]:
    return [row.heading for row in desk.answer.rows if row.heading]


def test_overdue_today_and_coming_have_heads_and_looks_of_their_own(practice_store: Store):
    """What may be done, and what runs by itself, is never overdue."""
    desk = Desk(practice_store, rows=100).command("WORK")
    assert heads(desk) == ["OVERDUE", "TODAY", "COMING"]
    styles = [row.style for row in desk.answer.rows]
    assert list(dict.fromkeys(styles)) == ["late", "intensified", ""]
    late = [row for row in desk.answer.rows if row.style == "late"]
    assert late
    assert not [row for row in late if row.values["step"].startswith("May ")]
    lines = Painter(desk.buffer).screen()
    assert [lines.index(f" {head}") for head in heads(desk)] == sorted(desk.buffer.headings)


def test_pages_with_heads_lose_no_line_and_turn_back_where_they_began(practice_store: Store):
    whole = Desk(practice_store, rows=100).command("WORK").column("case")
    desk = Desk(practice_store).command("WORK")
    first, seen = desk.column("case"), desk.column("case")
    while desk.answer.more_below:
        assert len(desk.column("case")) + len(heads(desk)) <= 15
        seen += desk.key("pf8").column("case")
        assert heads(desk)
    assert seen == whole
    while desk.answer.more_above:
        desk.key("pf7")
    assert desk.column("case") == first


def test_sorted_by_case_there_are_no_heads(practice_store: Store):
    assert heads(Desk(practice_store).command("WORK").command("SORT CASE")) == []
