"""A trainer types faster than the board draws: every key reaches what the keys before it have opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser

from cstui.classroom.board.app import BoardApp
from cstui.classroom.seats.protocol import (
    EndClass,
    Freeze,
    Inject,
    Lower,
    Manage,
    Message,
    MoveTo,
    Order,
    SetBack,
    Watch,
)
from tests.classroom.boards import ToldLine, board, shown, told, until

pytestmark = pytest.mark.terminal
RIGHT, DOWN = "\x1b[C", "\x1b[B"


def burst(app: BoardApp, text: str) -> None:
    """All of it at once, as a terminal sends it."""
    for event in XTermParser().feed(text):
        app.post_message(event)


def said(text: str, *seats: str) -> Order:
    return Order(control=Message(text=text), seats=seats)


BURSTS = [
    ("mRead the brief\r", [said("Read the brief", "s01")]),
    ("MReset x now, all!\r", [said("Reset x now, all!")]),
    ("mOne\rmTwo\rMThree\r", [said("One", "s01"), said("Two", "s01"), said("Three")]),
    (f"{DOWN}m\x1b[Dxyz\r{DOWN}h", [said("xyz", "s02"), Order(control=Lower(), seats=("s03",))]),
    (f"r{RIGHT}\rx{RIGHT}\r", [Order(control=SetBack(), seats=("s01",)), Manage(do="end", seat="s01")]),
    ("rrr\rRx\rh", [Order(control=Lower(), seats=("s01",))]),
    (f"{DOWN}aRex Marx\r", [Manage(do="add-seat", name="Rex Marx")]),
    ("fWait, x\r", [Order(control=Freeze(frozen=True, text="Wait, x"), seats=("s01",))]),
    (
        "e\r17000123\rxRx\r",
        [
            Order(
                control=Inject(
                    act="", given={}, actor="TRAINER", case="17000123",
                    tells="The telephone: the custodial parent of case {case}. xRx",
                ),
                seats=("s01",),
            )
        ],
    ),
    ("d+3\r", [Order(control=MoveTo(on=date(2026, 3, 6)), seats=("s01",))]),
    (
        "\rmRex\r",
        [Order(control=Watch(watched=True), seats=("s01",)), said("Rex", "s01")],
    ),
    ("/fay\rmHi Fay\r", [said("Hi Fay", "s07")]),
    ("?qmHi\r", [said("Hi", "s01")]),
    (f"q{RIGHT}{RIGHT}\r", [EndClass()]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "sent"), BURSTS, ids=[repr(typed) for typed, _ in BURSTS])
async def test_a_burst_does_what_it_would_do_key_by_key(typed: str, sent: list[object]) -> None:
    async with told() as (pilot, line, app):
        burst(app, typed)
        await until(pilot, lambda: len(line.sent) >= len(sent))
        await until(pilot, lambda: not app.typed.waits)
        assert line.sent == sent


async def test_a_paste_reaches_the_dialog_that_the_key_before_it_opens() -> None:
    async with told() as (pilot, line, app):
        burst(app, "m\x1b[200~Reset, x\x1b[201~\r")
        await until(pilot, lambda: line.sent == [said("Reset, x", "s01")])


async def test_what_was_meant_for_a_dialog_that_does_not_open_reaches_nobody() -> None:
    line = ToldLine()
    app = BoardApp(Path("no-folder"), line=line)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, f"mRead the brief, Rex\r{RIGHT}\r")
        await until(pilot, lambda: "No seat is under the cursor." in shown(app))
        line.hears(board())
        burst(app, "mNow\r")
        await until(pilot, lambda: line.sent)
        assert line.sent == [said("Now", "s01")]
