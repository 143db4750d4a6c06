"""REMD of Utah, and what F4 lists on CNSP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agencies.utah.programs.desk import CASES, NCP, Desk, example_store


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The worked example at the desk."""
    store, on, parameters = example_store("example")
    with store:
        yield Desk(store, on, parameters=parameters)


def test_a_reminder_is_added_stands_on_work_and_is_done(desk: Desk) -> None:
    desk.command("REMD").enter(new_case=NCP, new_due="T", new_text="Call the AGO")
    assert desk.rules == []
    assert [row.values["party"] for row in desk.answer.rows] == ["PRACTICE-LARK, NED"]
    assert "Reminder: Call the AGO" in desk.command("WORK").column("step")
    desk.command("REMD").enter(to_0="+5")
    assert desk.facts().file.reminders[-1].due.isoformat() == "2016-09-06"
    desk.enter(action_0="D")
    assert desk.facts().file.reminders[-1].done_on is not None


def listed(desk: Desk, field: str) -> list[str]:
    """The codes that F4 lists in a field of CNSP."""
    desk.command(f"CNSP {NCP}")
    desk.buffer.cursor = desk.buffer.slot(field).place(0)
    desk.key("pf4")
    assert desk.screen == "PRMT"
    return desk.column("code")


def test_f4_lists_actions_outcomes_and_cases(desk: Desk) -> None:
    picture = {name: listed(desk, name) for name in ("enforce", "outcomes", "number")}
    assert len(picture["enforce"]) == 11
    assert len(picture["outcomes"]) == 5
    assert len(picture["number"]) == len(CASES)
