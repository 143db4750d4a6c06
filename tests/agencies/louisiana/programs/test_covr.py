"""COVR: who is away and who covers; what stands on both lists the day before, on, and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.acts.covering import EndCover, RecordCover
from cstui.agencies.louisiana.acts.reminders import SetReminder
from cstui.agencies.louisiana.records import BenefitNews
from cstui.desk.painter import Painter
from cstui.policy.effects import Refused
from cstui.policy.records import NextStep, Worker
from cstui.store import reads
from cstui.store.engine import Store
from cstui.store.verify import verify
from cstui.store.writing import bulk_load, set_business_date, set_next_steps
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

UNTIL = TODAY + timedelta(days=4)


@pytest.fixture
def covering(office_store: Store) -> Store:
    """Worker 17001 is away this week and 17002 covers; each has a step, 17001 a reminder and an update."""
    bulk_load(
        office_store,
        [
            Worker(number="17003", name="DORA", office="17", role="supervisor"),
            BenefitNews(case=DOE, seq=1, event="noticed", on=TODAY, text="IV-A: notice", received_on=TODAY),
        ],
    )
    with office_store.write() as session:
        own = {"office": "17", "kind": "report", "rule": "LA-E520-02", "urgency": 2}
        steps = [
            NextStep(subject=f"case {DOE}", worker="17001", text="Of Doe", command=f"CAS2 {DOE}", **own),
            NextStep(subject=f"case {ROE}", worker="17002", text="Of Roe", command=f"CAS2 {ROE}", **own),
        ]
        set_next_steps(session, steps)
    desk = Desk(office_store)
    desk.do(SetReminder(case=POE, due=TODAY, text="Call back"))
    desk.do(RecordCover(worker="17001", by="17002", since=TODAY, until=UNTIL, why="Leave"))
    return office_store


def on(store: Store, day: date) -> Store:
    with store.write() as session:
        set_business_date(session, day)
    return store


@pytest.mark.parametrize(
    ("days", "holds"), [(-1, False), (0, True), (3, True), (4, True), (5, False)], ids=str
)
def test_the_one_who_covers_sees_the_others_work_on_these_days_only(covering: Store, days: int, holds: bool):
    ben = Desk(on(covering, TODAY + timedelta(days=days)), worker="17002")
    marked = [line for line in ben.column("party") if line.startswith("17001 ")]
    assert bool(marked) == holds
    assert any(step == "Of Doe" for step in ben.column("step")) == holds
    assert ("covers 17001 to 03/06" in ben.value("name")) == holds
    ben.command("REMD")
    assert ben.column("text") == (["Call back"] if holds else [])
    assert [cp[:6] for cp in ben.column("party")] == (["17001 "] if holds else [])
    ben.command("IVAU")
    assert (ben.column("text"), ben.value("waiting")) == ((["notice"], "1") if holds else ([], "0"))


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (4, True), (5, False)], ids=str)
def test_the_own_list_says_who_covers(covering: Store, days: int, holds: bool):
    ada = Desk(on(covering, TODAY + timedelta(days=days)))
    assert ("away to 03/06: 17002 covers" in ada.value("name")) == holds
    assert ("covers and sees this list" in ada.command("REMD").answer.message) == holds
    assert "Of Roe" not in ada.command("WORK").column("step")


def test_what_is_done_for_the_other_is_done_by_who_covers(covering: Store):
    ben = Desk(covering, worker="17002").command("IVAU")
    assert ben.type("action", "A", 0).key("enter").answer.message.startswith("1 acknowledged.")
    ben.command("REMD").type("action", "D", 0).key("enter")
    assert ben.column("text") == []
    with covering.read() as session:
        assert reads.activities(session, f"case {DOE}")[0].actor == "17002"
    assert verify(covering) == []


def test_a_cover_is_added_and_ended_on_the_screen(desk: Desk):
    desk.command("COVR").type("worker", "17001").type("by", "17002")
    desk.type("since", "T+1").type("until", "T+4").type("why", "Leave").key("enter")
    assert desk.rules == []
    assert desk.column("away") == ["17001 ADA"]
    assert desk.column("stands") == ["LATER"]
    desk.type("action", "E", 0).type("back", "T+3", 0).key("enter")
    assert (desk.column("to"), desk.column("stands")) == (["03/04/2026"], ["LATER"])
    desk.type("action", "E", 0).key("enter")
    assert desk.column("stands") == ["OVER"]
    assert desk.type("action", "E", 0).key("enter").rules == ["CS-167"]
    assert desk.type("action", "", 0).key("enter").screen == "WORK"


@pytest.mark.parametrize(
    ("fields", "rules", "at"),
    [
        ({"by": "17002"}, ["CS-105"] * 3, "worker"),
        ({"worker": "17001", "by": "17001", "since": "T", "until": "T"}, ["CS-161"], "by"),
        ({"worker": "17009", "by": "17001", "since": "T", "until": "T"}, ["CS-120"], "worker"),
        ({"worker": "17001", "by": "17009", "since": "T", "until": "T"}, ["CS-120"], "by"),
        ({"worker": "17001", "by": "36001", "since": "T", "until": "T"}, ["CS-162"], "by"),
        ({"worker": "17001", "by": "17002", "since": "T+2", "until": "T+1"}, ["CS-160"], "until"),
        ({"worker": "17001", "by": "17002", "since": "T-3", "until": "T-1"}, ["CS-174"], "until"),
        ({"worker": "36001", "by": "17002", "since": "T", "until": "T"}, ["CS-162", "CS-166"], "by"),
        ({"worker": "1700", "by": "17002", "since": "T", "until": "0230"}, ["CS-116", "CS-103"], "worker"),
    ],
)
def test_a_cover_keyed_wrongly_names_the_field_and_writes_nothing(
    desk: Desk, fields: dict[str, str], rules: list[str], at: str
):
    before = desk.written()
    desk.command("COVR")
    for name, text in fields.items():
        desk.type(name, text)
    desk.key("enter")
    assert (desk.rules, desk.fields[0], desk.written()) == (rules, at, before)
    assert desk.value("by") == fields["by"]


@pytest.mark.parametrize(
    ("worker", "by", "since", "until", "found"),
    [
        ("17001", "17003", -1, 0, "CS-163"),
        ("17001", "17003", 4, 9, "CS-163"),
        ("17001", "17003", 5, 9, ""),
        ("17003", "17001", 4, 4, "CS-164"),
        ("17003", "17001", 5, 5, ""),
        ("17002", "17003", 0, 0, "CS-165"),
        ("17002", "17003", 5, 6, ""),
    ],
)
def test_two_covers_do_not_meet(covering: Store, worker: str, by: str, since: int, until: int, found: str):
    desk = Desk(covering, worker="17003")
    act = RecordCover(
        worker=worker, by=by, since=TODAY + timedelta(days=since), until=TODAY + timedelta(days=until)
    )
    outcome = desk.place.performer.perform(act, actor="17003", on=TODAY)
    assert (outcome.findings[0].rule if isinstance(outcome, Refused) else "") == found


def test_a_cover_that_ended_early_makes_room(covering: Store):
    desk = Desk(covering, worker="17003")
    back = TODAY + timedelta(days=2)
    desk.do(EndCover(worker="17001", cover=1, back=back), actor="17003")
    desk.do(RecordCover(worker="17001", by="17003", since=back, until=UNTIL), actor="17003")
    with covering.read() as session:
        said = [row.text for row in reads.activities(session, "worker 17001")]
    assert "back on 03/04/2026" in said[1]
    assert said[2].endswith("17002 covers. Leave")


def test_who_neither_is_away_nor_covers_nor_leads_does_not_enter_it(covering: Store):
    bulk_load(covering, [Worker(number="17004", name="EVE", office="17")])
    desk = Desk(covering, worker="17004").command("COVR")
    assert desk.type("action", "E", 0).key("enter").rules == ["CS-166"]
    assert desk.fields == ["action.0"]


def test_a_cover_ended_meanwhile_is_refused(covering: Store):
    desk = Desk(covering).command("COVR")
    Desk(covering, worker="17002").command("COVR").type("action", "E", 0).key("enter")
    assert desk.type("action", "E", 0).type("back", "T+1", 0).key("enter").rules == ["CS-110"]


def test_one_thing_at_a_time(covering: Store):
    desk = Desk(covering).command("COVR").type("worker", "17001").type("action", "S", 0)
    assert "CS-130" in desk.key("enter").rules
    assert desk.type("worker", "").type("action", "Q", 0).key("enter").rules == ["CS-130"]
    assert desk.type("action", "S", 0).key("enter").screen == "WORK"
    assert desk.value("worker") == "17001"


def test_f4_lists_the_workers_of_the_office(desk: Desk):
    desk.command("COVR").at("by").key("pf4")
    assert desk.screen == "PRMT"
    assert "BEN" in desk.shown()
    assert "CLEO" not in desk.shown()


def test_what_refuses_a_cover_is_said_whole_on_its_line(desk: Desk):
    """Of several findings too: nothing of the message is cut at 80 columns."""
    desk.command("COVR")
    for name, text in {"worker": "36001", "by": "17002", "since": "T", "until": "T+3"}.items():
        desk.type(name, text)
    desk.key("enter")
    assert desk.rules == ["CS-162", "CS-166"]
    said = []
    for finding in desk.answer.findings:
        desk.at(finding.field)
        said.append(Painter(desk.buffer).text(desk.buffer.layout.message))
    assert not any("…" in line for line in said), said
