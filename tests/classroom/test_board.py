"""The trainer's board on a class that is made up: what it sends for each key, and what it shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cstui.classroom.board import BoardApp
from cstui.classroom.protocol import (
    Bounds,
    EndClass,
    Freeze,
    Inject,
    Lower,
    Manage,
    Message,
    MoveTo,
    Order,
    PictureOf,
    SetBack,
    SetBounds,
    ShowSeat,
    Watch,
)
from tests.classroom.boards import PICTURE, ToldLine, board, seen, shown, told

pytestmark = pytest.mark.terminal


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours everywhere."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


# --- keys ------------------------------------------------------------------------------------------

KEYS = [
    (["m", *"Hi [b]", "enter"], Order(control=Message(text="Hi [b]"), seats=("s01",))),
    (["M", *"Hi", "enter"], Order(control=Message(text="Hi"))),
    (["f", "enter"], Order(control=Freeze(frozen=True, text="The trainer explains."), seats=("s01",))),
    (["down"] * 4 + ["f"], Order(control=Freeze(frozen=False), seats=("s05",))),
    (["d", "enter"], Order(control=MoveTo(on=date(2026, 3, 4)), seats=("s01",))),
    (["r", "right", "enter"], Order(control=SetBack(), seats=("s01",))),
    (["R", "tab", "enter"], Order(control=SetBack())),
    (["x", "right", "enter"], Manage(do="end", seat="s01")),
    (["n", "right", "enter"], Manage(do="new-code", seat="s01")),
    (["a", "enter"], Manage(do="add-seat")),
    (["down", "s"], ShowSeat(seat="s02")),
    (["down", "h"], Order(control=Lower(), seats=("s02",))),
    (["down", "enter"], Order(control=Watch(watched=True), seats=("s02",))),
    (["q", "right", "right", "enter"], EndClass()),
    (
        ["E", "down", "down", "down", "enter", *"17000123", "enter"],
        Order(
            control=Inject(
                act="return-mail",
                given={"case": "{case}", "form": "{mailed}", "returned_on": "today"},
                actor="TRAINER",
                tells="The mail room: what you mailed last to the custodial parent of case {case} "
                "has come back.",
                case="17000123",
            )
        ),
    ),
    (["t", "down", "space", "tab", "enter"], SetBounds(bounds=Bounds(mode="exam", pass_mark=70))),
]


@pytest.mark.parametrize(("keys", "sent"), KEYS, ids=[" ".join(keys)[:24] for keys, _ in KEYS])
async def test_a_key_sends_what_it_says(keys: list[str], sent: object) -> None:
    async with told() as (pilot, line, _):
        await pilot.press(*keys)
        await pilot.pause()
        assert line.sent[:1] == [sent]


@pytest.mark.parametrize(
    "keys", [["r", "enter"], ["x", "escape"], ["m", "enter"], ["e", "escape"], ["q", "enter"]]
)
async def test_a_second_thought_sends_nothing(keys: list[str]) -> None:
    async with told() as (pilot, line, app):
        await pilot.press(*keys)
        await pilot.pause()
        assert line.sent == []
        assert app.is_running


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("yesterday", "CS-417"), ("03022026", "CS-412"), ("13012026", "CS-417"), ("+0", "CS-412")],
)
async def test_a_date_that_is_none_is_told_and_stays_typed(typed: str, rule: str) -> None:
    async with told() as (pilot, line, app):
        await pilot.press("d", "home", *["delete"] * 4, *typed, "enter")
        await pilot.pause()
        assert rule in shown(app)
        assert typed in shown(app)
        assert line.sent == []


async def test_a_case_number_or_a_pass_mark_that_is_none_is_told() -> None:
    async with told() as (pilot, line, app):
        await pilot.press("E", "enter", *"12", "enter")
        await pilot.pause()
        assert "CS-423" in shown(app)
        await pilot.press("escape", "t", "tab", "home", *"9", "enter")
        await pilot.pause()
        assert "CS-419 970 is no pass mark" in shown(app)
        assert line.sent == []


# --- looking ---------------------------------------------------------------------------------------


async def test_sorting_by_key_and_by_mouse_keeps_the_seat_under_the_cursor() -> None:
    async with told((140, 45)) as (pilot, _, app):
        await pilot.press("down", "4")
        await pilot.pause()
        assert list(seen(app))[:3] == ["s03", "s08", "s06"]
        target = app.target()
        assert target is not None
        assert target.id == "s02"
        await pilot.press("4")
        await pilot.pause()
        assert list(seen(app))[-1] == "s03"
        await pilot.click("#seats", offset=(1, 0))
        await pilot.pause()
        assert next(iter(seen(app))) == "s01"


async def test_a_filter_holds_while_the_class_goes_on() -> None:
    async with told() as (pilot, line, app):
        await pilot.press("slash", *"[red]")
        await pilot.pause()
        assert list(seen(app)) == ["s02"]
        await pilot.press("enter")
        line.hears(board(12))
        await pilot.pause()
        assert list(seen(app)) == ["s02"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(seen(app)) == 12


async def test_refusals_are_told_in_words_with_their_seats() -> None:
    async with told() as (pilot, _, app):
        assert "3 seats were refused by LA-E522-04 (5 times): FTC needs that benefits have" in shown(app)
        await pilot.press("w")
        await pilot.pause()
        assert "at s01 Ann Lee, s04 =cmd(), s07 Fay" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_names_and_screens_are_text_and_nothing_else(size: tuple[int, int]) -> None:
    async with told(size) as (pilot, line, app):
        assert "[red]x" in shown(app)
        assert "\x1b" not in shown(app)
        await pilot.press("down", "enter")
        line.hears(PictureOf(seat="s02", picture=PICTURE))
        await pilot.pause()
        assert "CAS2 row 05 [bold]of[/bold] the screen" in shown(app)


async def test_a_full_disk_is_told_as_long_as_it_is_full() -> None:
    async with told() as (pilot, line, app):
        line.hears(board(trouble="CS-413 The folder /class cannot be written: No space left on device"))
        await pilot.pause()
        assert "No space left on device" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_the_board_in_a_picture(snap_compare: object, size: tuple[int, int]) -> None:
    """The class, thirty seats, two hands up; the commonest refusals in words; the plot of goals met."""
    line = ToldLine()

    async def filled(pilot: Pilot[None]) -> None:
        line.hears(board())
        await pilot.pause()

    app = BoardApp(Path("no-folder"), line=line)
    assert snap_compare(app, terminal_size=size, run_before=filled)  # type: ignore[operator]


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_an_opened_seat_in_a_picture(snap_compare: object, size: tuple[int, int]) -> None:
    """A learner's screen as it is, beside goals and refusals where there is room."""
    line = ToldLine()

    async def opened(pilot: Pilot[None]) -> None:
        line.hears(board())
        await pilot.press("enter")
        line.hears(PictureOf(seat="s01", picture=PICTURE))
        await pilot.pause()

    app = BoardApp(Path("no-folder"), line=line)
    assert snap_compare(app, terminal_size=size, run_before=opened)  # type: ignore[operator]
