"""The pages of KEES: records and their edits, EDBC by a worker, tasks through their queues, the worklists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.agencies.kansas.records import Consumer
from cstui.policy.records import Person, Worker
from tests.agencies.kansas.programs.desk import CASE, CONSUMER, Desk, example_store

SUPERVISOR = Worker(number="KS/80010", name="PRACTICE, SUPERVISOR", office="KS/80", role="supervisor")


@pytest.fixture
def kees() -> Iterator[Desk]:
    """The eligibility worker's desk on the morning after N on CADS: three records, three runs."""
    store, on, parameters = example_store("example-1-a", [SUPERVISOR])
    with store:
        css = Desk(store, on, parameters=parameters).command(f"CADS {CASE}")
        css.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP").command("NIGHT")
        yield Desk(store, on, "80001", parameters)


def cooperate(desk: Desk) -> Desk:
    """C on CADS, and the night."""
    return desk.command(f"CADS {CASE}").key("pf5", nc0_sel="S", nc0_code="C").command("NIGHT")


def test_the_eligibility_worker_begins_with_what_kees_asks(kees: Desk) -> None:
    assert (kees.screen, kees.column("go")) == ("WORK", [f"TASK {CONSUMER}"])
    kees.enter(action_0="S")
    assert (kees.screen, kees.column("queue")) == ("TASK", ["WORK"])


def test_a_record_without_tier_says_whom_to_ask(kees: Desk) -> None:
    """Example 2: only Food Assistance is active. Staff who think that CSS erred ask its worker."""
    assert kees.command(f"ENCD {CONSUMER} 1").answer.message == ""
    store, on, parameters = example_store("example-2")
    with store:
        desk = Desk(store, on, parameters=parameters).command(f"CADS {CASE}")
        desk.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP").command("NIGHT")
        said = desk.command(f"ENCD {CONSUMER} 1").answer.message
        assert said == "Without tier. If CSS marked it in error, contact CSS: worker KS/51001."
        assert desk.command(f"ENCD {CONSUMER} 3").answer.message == ""


def test_a_task_is_taken_worked_and_closed_in_that_order(kees: Desk) -> None:
    kees.command("TASK WORK")
    assert kees.enter(action_0="C").rules == ["KS-IF-42"]
    assert kees.enter(action_0="W").rules == ["CS-105"]
    assert kees.enter(outcome="CSS non-compliance").rules == ["KS-IF-41"]
    assert (kees.enter(action_0="T", outcome="").rules, kees.column("taken")) == ([], ["KS/80001"])
    assert kees.command("TASK MINE").column("queue") == ["WORK"]
    assert kees.enter(action_0="W", outcome="CSS non-compliance").rules == []
    kees.enter(action_0="C")
    assert (kees.answer.message, kees.answer.rows) == (
        "Task 1 closed: TANF discontinued: was it a CSS non-compliance?",
        (),
    )


def test_the_queues_and_a_person_can_be_shown(kees: Desk) -> None:
    assert kees.command("TASK PURPLE").answer.message == "No task is open."
    assert kees.command(f"TASK {CONSUMER}").column("case") == [CONSUMER]
    assert kees.command("TASK BLUE").rules == ["CS-130"]
    assert kees.command("TASK").enter(action_0="S").screen == "EDBC"


def test_an_edit_before_the_compliance_date_makes_a_purple_task(kees: Desk) -> None:
    kees.command(f"ENCD {CONSUMER} 3")
    assert kees.enter(override="03/01/2018").rules[0] == "KS-IF-20"
    assert kees.enter(override="04/30/2018").rules == ["KS-IF-09"]
    assert "the automation fails" in kees.value("standing")
    cooperate(kees)
    kees.command("TASK PURPLE")
    assert kees.column("task") == ["CSS Cooperation Alert was not handled correctly"]
    assert kees.enter(action_0="T").rules == []
    assert kees.enter(action_0="S").screen == "ENCL"
    for seq in (1, 2, 3):
        kees.command(f"ENCD {CONSUMER} {seq}")
        assert kees.enter(complied="03/06/2018").rules == []
    assert kees.value("override") == "03/31/2018"
    assert kees.command(f"ENCD {CONSUMER} 1").enter().rules == []
    kees.command("TASK PURPLE").enter(action_0="W", outcome="Records set right")
    assert kees.enter(action_0="C").rules == []


def test_a_penalty_is_overridden_by_a_supervisor_with_why(kees: Desk) -> None:
    kees.command(f"ENCD {CONSUMER} 1")
    assert kees.enter(override="05/31/2018").rules[0] == "KS-IF-14"
    chief = Desk(kees.place.store, date(2018, 3, 6), "80010").command(f"ENCD {CONSUMER} 1")
    assert (chief.enter(override="05/31/2018").rules[0], chief.at) == ("CS-105", "why")
    assert chief.enter(why="Hearing decision").rules == ["KS-IF-09"]
    assert (chief.value("override"), chief.value("comments")) == ("05/31/2018", "Hearing decision")


def test_a_retraction_waits_for_the_compliance_date(kees: Desk) -> None:
    """Example 1 D: the compliance date first, then the removal of every record, then EDBC again."""
    kees.command(f"ENCD {CONSUMER} 1")
    assert kees.key("pf6", why="Retracted").rules[0] == "KS-NC-24"
    cooperate(kees.key("pf12")).command(f"CADS {CASE}").command("INBOX IR wrong person").command("TASK INBOX")
    assert kees.column("task") == ["CSS retracts a non-cooperation"]
    for seq in (1, 2, 3):
        kees.command(f"ENCD {CONSUMER} {seq}").key("pf6", why="Retracted")
        assert (kees.rules, kees.value("standing")) == ([], "removed 03/07/2018")
        assert not kees.buffer.slot("override").entry
    kees.command("EDBC").command("PROGRAM RESCIND CC")
    assert kees.rules == []
    assert kees.enter(program="CC", month="042018").rules == []


def test_view_shows_what_has_an_end_date(kees: Desk) -> None:
    assert kees.command(f"ENCL {CONSUMER}").column("seq") == ["1", "2", "3"]
    cooperate(kees).command("ENCL")
    assert (kees.column("seq"), kees.answer.message) == ([], "3 more with an end date are behind View: F6.")
    assert kees.key("pf6").column("ends") == ["06/30/2018", "06/30/2018", ""]
    assert kees.enter(action_1="S").value("type_of_program") == "Child Care"
    assert kees.enter(why="x").rules == ["CS-701"]


def test_a_record_by_hand_is_checked_and_stays_as_typed(kees: Desk) -> None:
    kees.command(f"ENCL {CONSUMER}")
    assert kees.enter(program="FA").rules == ["CS-701"]
    assert kees.key("pf5", reason="1").rules == ["CS-105"]
    assert set(kees.key("pf5", occurred="06302015").rules) >= {"KS-IF-11", "KS-NC-26"}
    assert (kees.value("program"), kees.value("reason")) == ("FA", "1")


def test_edbc_wants_a_month_and_a_program_that_is_open(kees: Desk) -> None:
    kees.command(f"EDBC {CONSUMER}")
    assert (kees.value("timely"), kees.value("come_up")) != ("", "")
    assert kees.enter(program="TANF", month="13/2018").rules == ["CS-116"]
    assert kees.enter(month="04/2018", application="7").rules == ["KS-IF-30"]
    assert kees.enter(programs="CC").rules == ["CS-707"]
    kees.key("pf12")
    assert kees.enter(programs="TANF XX").rules == ["CS-116"]
    assert kees.enter(programs="TANF", kind="Q").rules == ["CS-116"]
    assert kees.enter(kind="R").rules == []
    assert kees.command("WITHDRAW x").rules == ["CS-116"]
    assert kees.command("WITHDRAW 1").rules == []
    assert kees.command("PROGRAM START FA").rules == ["CS-130"]
    assert kees.command("PROGRAM CLOSE FA 0532").rules == ["CS-103"]
    assert kees.command("PROGRAM CLOSE FA 04012018 moved").rules == []
    assert kees.value("food") == "closes 04/01/2018"
    assert kees.command("PROGRAM FAET Y").rules == []
    assert kees.command("PROGRAM WORK Y").rules == []
    assert (kees.facts().consumer.faet, kees.facts().consumer.work_program) == (True, True)
    assert kees.command("PROGRAM WORK X").rules == ["CS-130"]


def test_the_list_shows_a_run_from_the_next_business_day(kees: Desk) -> None:
    kees.command(f"EDBC {CONSUMER}")
    before = kees.column("seq")
    kees.enter(program="FA", month="042018")
    assert kees.column("seq") == before
    assert "on the list from 03/07/2018" in kees.command("EDBC").answer.message
    assert len(kees.command("NIGHT").command("EDBC").column("seq")) == len(before) + 1


def test_what_a_person_has_not_says_so() -> None:
    own = {"office": "KS/51", "worker": "KS/51001", "ees_office": "KS/80", "ees_worker": "KS/80001"}
    bare = [
        Person(number=900, last="PRACTICE-BARE", first="FAY"),
        Consumer(number="0001000009", ar=900, opened=date(2017, 6, 1), **own),
    ]
    store, on, _ = example_store("example-1-a", bare)
    with store:
        desk = Desk(store, on)
        assert desk.command("CADS 0001000009").rules == ["CS-123"]
        assert desk.command("ENCL 0001000009").answer.message == "The person has no non-compliance record."
        assert desk.command("ENCD 0001000009").rules == ["KS-IF-30"]
        assert desk.command("EDBC 0001000009").answer.message == "No EDBC was run."
        assert "ACTIVE IN KEES TODAY\nnone" in desk.guide()
