"""S beside a field lists what it takes; two keys of a pair are one entry of the legend; short dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.content import Source
from cstui.desk import prompt_marks
from cstui.desk.buffer import Buffer
from cstui.desk.checker import check
from cstui.desk.conversation import Aid, Answer, Request, Where
from cstui.desk.dates import shown_date, slashed
from cstui.desk.drawing import Drawing, draw
from cstui.desk.legend import legend
from cstui.policy.rulebook import load_rulebook

MARKED = """
transaction = "MARK"
title = "MARKS"
help = "Two codes, each with its place for S."
map = '''
 ONE __ _   TWO __ _   ON ________
'''
[[field]]
name = "one"
width = 2
entry = true
help = "The first."
[[field]]
name = "one_list"
width = 1
entry = true
prompts = "one"
help = "S and F4 list what ONE takes."
[[field]]
name = "two"
width = 2
entry = true
help = "The second."
[[field]]
name = "two_list"
width = 1
entry = true
prompts = "two"
help = "S and F4 list what TWO takes."
[[field]]
name = "on"
width = 8
entry = true
kind = "date"
autoskip = false
help = "A day."
[[key]]
key = "PF7"
word = "ONEUP"
label = "Up"
both = "One"
[[key]]
key = "PF8"
word = "ONEDOWN"
label = "Down"
[[key]]
key = "PF19"
word = "TWOUP"
label = "Up"
both = "Two"
[[key]]
key = "PF20"
word = "TWODOWN"
label = "Down"
"""
SOURCE = Source(Path("mark.toml"), MARKED)
WORDS = {"ONEUP", "ONEDOWN", "TWOUP", "TWODOWN"}


@pytest.fixture
def drawing() -> Drawing:
    assert check(draw(SOURCE), SOURCE, set(), WORDS) == []
    return draw(SOURCE)


def request(cursor: str = "on", **typed: str) -> Request:
    """What is handed over with the cursor in a field."""
    return Request(screen="MARK", aid=Aid.PF4, values=typed, cursor=Where(cursor))


def test_s_points_to_the_field_beside_it(drawing: Drawing) -> None:
    assert prompt_marks.pointed(drawing, request(two_list="S")).cursor == Where("two")
    assert prompt_marks.cleared(drawing, "two") == {"two_list": ""}


def test_without_s_the_cursor_points_also_from_beside_the_field(drawing: Drawing) -> None:
    assert prompt_marks.pointed(drawing, request("one_list")).cursor == Where("one")
    assert prompt_marks.pointed(drawing, request("on")).cursor == Where("on")


def test_two_marks_and_another_letter_are_refused_each_at_its_place(drawing: Drawing) -> None:
    rules = load_rulebook()
    both = prompt_marks.faults(drawing, request(one_list="S", two_list="S"), rules)
    assert [(f.rule, f.field) for f in both] == [("CS-170", "one_list"), ("CS-170", "two_list")]
    assert "ONE, TWO" in both[0].message
    other = prompt_marks.faults(drawing, request(one_list="X", two_list="S"), rules)
    assert [(f.rule, f.field) for f in other] == [("CS-130", "one_list")]
    assert prompt_marks.faults(drawing, request(one_list="S"), rules) == []


def test_a_pair_of_keys_is_one_entry_of_the_legend(drawing: Drawing) -> None:
    assert "F7/8 One" in legend(drawing)
    assert "F19/20 Two" in legend(drawing)


def test_a_date_without_room_for_slashes_is_eight_digits() -> None:
    assert shown_date(date(2026, 3, 2), 8) == slashed("03022026", 8) == "03022026"
    assert shown_date(date(2026, 3, 2)) == slashed("03022026") == "03/02/2026"
    assert shown_date(None, 8) == ""


def test_a_short_date_that_skips_on_is_a_fault() -> None:
    """The last digits of 03/02/2026 would be typed into the next field."""
    source = Source(Path("mark.toml"), MARKED.replace("autoskip = false\n", ""))
    assert ["autoskip would type on" in text for _, _, text in check(draw(source), source, set(), WORDS)] == [
        True
    ]


def test_an_empty_mark_invites_and_is_not_handed_over(drawing: Drawing) -> None:
    """As on the mainframe, + stands where S may go; it was not typed and is not said."""
    buffer = Buffer()
    buffer.show(drawing, Answer(screen="MARK"))
    assert buffer.value("one_list") == "+"
    assert buffer.request(Aid.ENTER).values["one_list"] == ""
    buffer.cursor = buffer.slot("one_list").place(0)
    buffer.type("s")
    assert (buffer.value("one_list"), buffer.request(Aid.ENTER).values["one_list"]) == ("S", "S")
