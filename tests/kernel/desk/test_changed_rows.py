"""Rows sent in few bytes look like rows sent in full, at an emulated terminal, whatever stands in them."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from textual.strip import Strip

from cstui.desk.painter import StyledRun
from cstui.desk.palette import BASES, theme
from cstui.desk.theme import ChangedRow, Looks
from cstui.settings import allowed

COLUMNS = 40
ONE_SWITCH = 8
"""A row may end one switch longer, where bold was kept over its last blanks; on screens it never adds up."""
OVER = ("", "+fault-error", "+fault-warning", "+selected", "+cursor", "+fault-info+selected+cursor")
TEXTS = ("CASE", "  ", " ", "a b", "    WORKER ", "田", "é!")

runs = st.lists(
    st.builds(
        lambda text, base, over: StyledRun(text, base + over, len(text) + text.count("田")),
        st.sampled_from(TEXTS),
        st.sampled_from(BASES),
        st.sampled_from(OVER),
    ),
    max_size=9,
)


def cells(sent: str) -> list[tuple[object, ...]]:
    """What a terminal shows for it; the color of a blank is not seen, nor whether it is bold."""
    screen = pyte.Screen(COLUMNS, 2)
    pyte.Stream(screen).feed(sent + "\r\nX")
    shown = []
    for column in range(COLUMNS):
        cell = screen.buffer[0][column]
        look = (cell.bg, cell.underscore, cell.reverse)
        if cell.data.strip() or cell.reverse:
            look = (*look, cell.fg, cell.bold)
        shown.append((cell.data, *look))
    after = screen.buffer[1][0]
    assert (after.fg, after.bg, after.bold, after.underscore, after.reverse) == (
        *("default", "default"),
        *(False, False, False),
    )
    return shown


def in_full(strip: Strip, console: Console) -> str:
    """The row as Textual sends it: every text with all its codes, and a reset behind it."""
    system = console._color_system or ColorSystem.TRUECOLOR
    parts = [(text, style and Strip.render_ansi(style, system)) for text, style, _ in strip]
    return "".join(f"\x1b[{codes}m{text}\x1b[0m" if codes else text for text, codes in parts)


@pytest.mark.parametrize("name", allowed("theme"))
@pytest.mark.parametrize("colors", ["truecolor", "256", "standard"])
@settings(max_examples=40, deadline=None)
@given(row=runs)
def test_a_row_in_few_bytes_looks_as_in_many(name: str, colors: str, row: list[StyledRun]) -> None:
    console = Console(color_system=colors, force_terminal=True, _environ={})
    looks = Looks(theme(name).shades(colors))
    while sum(run.columns for run in row) > COLUMNS:
        row = row[:-1]
    strip = looks.strip(row, COLUMNS)
    assert isinstance(strip, ChangedRow)
    assert strip.cell_length == COLUMNS
    few, many = strip.render(console), in_full(strip, console)
    assert cells(few) == cells(many)
    assert len(few) <= len(many) + ONE_SWITCH


def test_a_row_wider_than_the_terminal_is_cut() -> None:
    looks = Looks(theme().shades())
    assert looks.strip([StyledRun("A" * 50, "label", 50)], COLUMNS).text == "A" * COLUMNS


def test_a_terminal_without_colors_is_sent_none() -> None:
    shades = theme("light").shades(None)
    row = Looks(shades).strip([StyledRun("CASE", "value-high", 4)], COLUMNS)
    console = Console(color_system=None, force_terminal=True, _environ={})
    assert row.render(console) == "\x1b[1mCASE" + " " * 36 + "\x1b[m"
