"""REMD of Kansas: a reminder is added, stands on WORK on its day, is snoozed and done."""

from __future__ import annotations

from tests.agencies.kansas.programs.desk import CONSUMER, Desk


def test_a_reminder_is_added_snoozed_and_done(desk: Desk) -> None:
    desk.command("REMD").enter(new_case=CONSUMER, new_due="T+2", new_text="Call the AP")
    assert desk.rules == []
    [row] = desk.answer.rows
    assert row.values["case"] == CONSUMER
    assert row.values["party"].startswith("PRACTICE-ROE")
    assert row.values["text"] == "Call the AP"
    assert desk.facts().file.reminders[-1].due.isoformat() == "2018-03-07"
    desk.enter(to_0="+5")
    assert desk.facts().file.reminders[-1].due.isoformat() == "2018-03-12"
    desk.enter(action_0="D")
    assert desk.facts().file.reminders[-1].done_on is not None
    assert desk.answer.rows == ()


def test_a_reminder_stands_in_the_guide_and_opens_the_person(desk: Desk) -> None:
    desk.command("REMD").enter(new_case=CONSUMER, new_due="T", new_text="Call the AP")
    desk.command("WORK")
    assert "Reminder: Call the AP" in desk.column("step")
    desk.command("REMD").enter(action_0="S")
    assert desk.answer.screen == "CADS"
