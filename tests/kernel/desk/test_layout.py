"""What a slot shows of a text that is longer than its place."""

from __future__ import annotations

import pytest

from cstui.desk.drawing import Field
from cstui.desk.layout import Slot

WIDTH = 10


def rows_of(text: str, *, entry: bool, rows: int = 2) -> list[str]:
    """The rows of a field of that many rows that shows the text."""
    slot = Slot(Field(name="x", width=WIDTH, rows=rows, row=5, column=1, entry=entry), None, 0)
    slot.fill(text)
    return ["".join(slot.cells[at : at + WIDTH]) for at in range(0, WIDTH * rows, WIDTH)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("one two", "one two   ", "          "),
        ("one two three four", "one two   ", "three     "),
        ("aaaaaaaaa bbbbbbbbb", "aaaaaaaaa ", "bbbbbbbbb "),
    ],
)
def test_a_text_is_wrapped_into_the_rows(text: str, first: str, last: str) -> None:
    """What may be typed into is cut without a mark: a mark would be taken for what was typed."""
    assert rows_of(text, entry=True) == [first, last]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("one two three", "one two   ", "three     "),
        ("one two three four", "one two   ", "three …   "),
        ("one two three four five", "one two   ", "three …   "),
        ("aaaaaaaaa bbbbbbbb ccc", "aaaaaaaaa ", "bbbbbbbb …"),
        ("aaaaaaaaa bbbbbbbbb ccc", "aaaaaaaaa ", "bbbbbbbbb…"),
        ("aaaaaaaaabbbbbbbbbccc", "aaaaaaaaa ", "bbbbbbbbb…"),
    ],
)
def test_a_protected_text_that_is_cut_says_so_however_full_its_last_row(
    text: str, first: str, last: str
) -> None:
    assert rows_of(text, entry=False) == [first, last]


def test_one_row_is_cut_with_a_mark_where_nothing_is_typed() -> None:
    assert rows_of("one two three", entry=False, rows=1) == ["one two t…"]
    assert rows_of("one two three", entry=True, rows=1) == ["one two th"]
