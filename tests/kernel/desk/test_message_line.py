"""The message line as the cursor moves: each finding at its field, and a date with its weekday."""

from __future__ import annotations

import pytest

from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Answer, Row, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.fallback_messages import failed, other_keymap, too_small
from cstui.desk.painter import Painter
from cstui.policy.findings import Finding, Severity
from cstui.policy.rulebook import load_rulebook

STATUS = Status(business_date="03/03/2026", store="Practice")
WRONG = (
    Finding(rule="CS-104", severity=Severity.ERROR, message="PURPOSE ZZ is none.", field="purpose"),
    Finding(rule="CS-117", severity=Severity.ERROR, message="TIME 25 is not a time.", field="time"),
    Finding(rule="CS-130", severity=Severity.ERROR, message="Q is not an action.", field="action.1"),
)


@pytest.fixture
def appt() -> Buffer:
    """APPT with two appointments, nothing typed."""
    rows = tuple(Row(key=str(at), values={"seq": str(at)}) for at in (1, 2))
    buffer = Buffer()
    buffer.show(load_drawing("APPT"), Answer(screen="APPT", rows=rows, message="Saved."), STATUS)
    return buffer


def line(buffer: Buffer) -> str:
    return Painter(buffer).text(buffer.layout.message).rstrip()


def at(buffer: Buffer, name: str, row: int | None = None) -> str:
    buffer.click(*buffer.slot(name, row).place(0))
    return line(buffer)


def wrong(buffer: Buffer) -> Buffer:
    buffer.show(load_drawing("APPT"), Answer(screen="APPT", findings=WRONG, keep_typed=True))
    return buffer


def test_the_message_follows_the_cursor_with_its_position(appt: Buffer):
    wrong(appt)
    assert line(appt) == "!CS-104 PURPOSE ZZ is none.".ljust(73) + "1 of 3"
    assert at(appt, "time").startswith("!CS-117 TIME 25 is not a time.")
    assert line(appt).endswith("2 of 3")
    assert at(appt, "why").endswith("1 of 3")


def test_a_list_line_is_named(appt: Buffer):
    assert at(wrong(appt), "action", 1).startswith("!CS-130 LINE 2 Q is not an action.")
    assert line(appt).endswith("3 of 3")


def test_only_the_message_line_is_painted_again(appt: Buffer):
    wrong(appt).dirty.clear()
    before = appt.cursor
    appt.click(*appt.slot("time").place(0))
    assert appt.dirty == {before[0], appt.cursor[0], appt.layout.message, appt.layout.oia}


def test_a_long_message_names_the_key_that_shows_it_whole(appt: Buffer):
    long = Finding(rule="LA-E521-02", severity=Severity.ERROR, message="word " * 30, field="date")
    appt.show(load_drawing("APPT"), Answer(screen="APPT", findings=(long,)))
    assert line(appt).endswith("…  F1")
    assert len(line(appt)) <= 79


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("t+14", " DATE Tue 03/17/2026 (T+14)"),
        ("fri", " DATE Fri 03/06/2026 (FRI)"),
        ("03172026", " DATE Tue 03/17/2026"),
        ("tue", " DATE TUE is not clear: key 03032026 (Tue) or 03102026 (Tue)."),
        ("0230", " DATE 0230: that day does not exist."),
        ("xyz", " DATE XYZ is not a date; F1 in the field shows how dates are typed."),
    ],
)
def test_a_date_is_said_with_its_weekday_when_its_field_is_left(appt: Buffer, typed: str, said: str):
    appt.click(*appt.slot("date").place(0))
    appt.type(typed)
    assert line(appt) == " Saved."
    appt.click(*appt.slot("why").place(0))
    assert line(appt) == said
    appt.tab()
    assert line(appt) == " Saved."


def test_a_date_that_was_only_looked_at_is_not_said(appt: Buffer):
    at(appt, "date")
    assert at(appt, "why") == " Saved."


def test_what_is_wrong_under_the_cursor_comes_before_the_date_left(appt: Buffer):
    wrong(appt).click(*appt.slot("date").place(0))
    appt.type("t+7")
    assert at(appt, "time").startswith("!CS-117")
    appt.click(*appt.slot("date").place(0))
    assert at(appt, "with") == " DATE Tue 03/10/2026 (T+7)"


def test_a_text_that_a_column_cuts_is_said_in_full_on_its_row():
    long = "Ask for the birth certificate of the younger child, and for the card of the laboratory"
    rows = (
        Row(key="1", values={"case": "17000123", "text": long}),
        Row(key="2", values={"case": "17000124", "text": "Call"}),
    )
    buffer = Buffer()
    buffer.show(load_drawing("REMD"), Answer(screen="REMD", rows=rows), STATUS)
    assert at(buffer, "action", 0) == f" {long[:77]}…"
    buffer.click(*buffer.slot("text", 0).place(3))
    assert line(buffer) == f" {long[:77]}…"
    buffer.click(*buffer.slot("action", 1).place(0))
    assert line(buffer) == ""
    done = Answer(screen="REMD", rows=rows, message="1 done.")
    buffer.show(load_drawing("REMD"), done, STATUS)
    assert at(buffer, "action", 0) == " 1 done."


def _saved() -> Exception:
    error = ValueError("gone")
    error.done_before = "1 entry"  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (failed(ValueError("gone")), {"fault": "ValueError"}),
        (failed(_saved()), {"fault": "ValueError"}),
        (other_keymap("classic", "own.toml line 3"), {"keymap": "classic", "fault": "own.toml line 3"}),
        (too_small(60, 20), {"columns": 60, "rows": 20}),
    ],
    ids=lambda one: one.rule if isinstance(one, Finding) else "",
)
def test_the_terminal_says_what_the_rule_says(said: Finding, values: dict[str, object]) -> None:
    """It says so itself, because it has to where no rulebook can be read."""
    rule = load_rulebook().finding(said.rule, **values)
    assert (said.message, said.remedy, said.severity) == (rule.message, rule.remedy, rule.severity)
