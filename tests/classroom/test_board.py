"""The trainer's board on a class that is made up: what it sends for each key, and what it shows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.widgets import Static

from cstui.classroom.board.app import BoardApp
from cstui.classroom.board.face import Legend
from cstui.classroom.board.view import goals, heading, plot, state
from cstui.classroom.seats.protocol import (
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
    Point,
    SetBack,
    SetBounds,
    ShowSeat,
    Watch,
)
from tests.classroom.boards import NOW, PICTURE, ToldLine, board, seat, seen, shown, told, until

pytestmark = pytest.mark.terminal


@pytest.fixture(autouse=True)
def _colors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colors everywhere."""
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
    (
        ["t", "down", "space", "tab", "enter", "right", "enter"],
        SetBounds(bounds=Bounds(mode="exam", pass_mark=70)),
    ),
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
    [("yesterday", "CS-617"), ("03022026", "CS-612"), ("13012026", "CS-617"), ("+0", "CS-612")],
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
        assert "CS-623" in shown(app)
        await pilot.press("escape", "t", "tab", "home", *"9", "enter")
        await pilot.pause()
        assert "CS-619 970 is not a pass mark" in shown(app)
        assert line.sent == []


# --- the mouse -------------------------------------------------------------------------------------


async def test_a_click_chooses_a_seat_and_another_one_opens_it() -> None:
    async with told() as (pilot, line, app):
        await pilot.click("#seats", offset=(10, 3))
        target = app.target()
        assert target is not None
        assert (target.id, line.sent) == ("s03", [])
        await pilot.click("#seats", offset=(40, 3))
        await pilot.pause()
        assert line.sent == [Order(control=Watch(watched=True), seats=("s03",))]
        await until(pilot, lambda: "s03 Ibáñez 田中, read-only." in shown(app))


@pytest.mark.parametrize(("column", "first"), [(8, "s04"), (26, "s03"), (72, "s02")])
async def test_a_click_on_a_heading_sorts_by_it(column: int, first: str) -> None:
    async with told() as (pilot, _, app):
        await pilot.click("#seats", offset=(column, 0))
        await pilot.pause()
        assert next(iter(seen(app))) == first
        await pilot.click("#seats", offset=(column, 0))
        await pilot.pause()
        assert next(iter(seen(app))) != first


async def test_the_wheel_moves_the_seats_and_not_the_choice() -> None:
    async with told() as (pilot, _, app):
        before = shown(app)
        for _ in range(4):
            await pilot._post_mouse_events([MouseScrollDown], "#seats", offset=(10, 5))
        await pilot.pause()
        assert app.table.scroll_y > 0
        assert shown(app) != before
        target = app.target()
        assert target is not None
        assert target.id == "s01"


async def test_a_click_on_a_key_below_the_seats_does_what_the_key_does() -> None:
    async with told() as (pilot, line, app):
        await pilot.click(Legend, offset=(9, 0))
        await pilot.pause()
        await pilot.press(*"Hi")
        assert "MESSAGE TO s01 Ann Lee" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert line.sent == [Order(control=Message(text="Hi"), seats=("s01",))]


async def test_the_keys_of_the_list_do_nothing_while_a_seat_is_open() -> None:
    async with told((140, 45)) as (pilot, line, app):
        await pilot.press("enter", "slash", "4", "p", "a")
        await pilot.pause()
        assert app.is_running
        assert "GOALS" in shown(app)
        assert "Filter" not in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert next(iter(seen(app))) == "s01"
        assert not app.query_one("#filter").has_class("-shown")
        assert [one for one in line.sent if not isinstance(one, Order)] == []


# --- looking ---------------------------------------------------------------------------------------


async def test_sorting_by_key_and_by_mouse_keeps_the_seat_under_the_cursor() -> None:
    async with told((140, 45)) as (pilot, _, app):
        await pilot.press("down", "3")
        await pilot.pause()
        assert list(seen(app))[:3] == ["s03", "s08", "s06"]
        target = app.target()
        assert target is not None
        assert target.id == "s02"
        await pilot.press("3")
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


NARROWEST = {"s01": "LA-E522-04", "s02": "CS-113", "s05": "CS-113"}


@pytest.mark.parametrize("width", [80, 100, 119, 120, 140, 200])
async def test_every_column_has_its_place_at_any_width(width: int) -> None:
    """No heading and no state is cut; a refusal says its rule; names use the room that there is."""
    async with told((width, 24)) as (_, _, app):
        text = shown(app)
        assert app.table.max_scroll_x == 0
        for one in ("SEAT▾", "NAME", "GOALS", "WHERE", "LAST", "HINT", "REF", "IDLE", "STATE"):
            assert one in text
        row = seen(app)["s03"]
        assert (row[2].split()[-1], row[3], row[-1]) == ("5/5", "CAS2 17000123", "passed")
        for seat, rule in NARROWEST.items():
            assert rule in seen(app)[seat][4]
        assert ("[red]x[/red] Bob" in text) == (width > 80)
        assert ("LEFT" in text) == (width >= 120)


async def test_what_matters_most_is_left_where_a_state_is_cut() -> None:
    both = seat(1, "Ann", 1, hand=True, frozen=True)
    assert state(both, 6) == "HAND+"
    assert state(both) == "HAND frozen"
    assert goals(both, 7) == "░░░ 1/5"
    many = msgspec.structs.replace(both.report, met=("a",) * 10, of=12)  # type: ignore[type-var]
    assert goals(msgspec.structs.replace(both, report=many), 7) == "░ 10/12"


@pytest.mark.parametrize(("key", "last"), [("5", "s30"), ("6", "s30")])
async def test_seats_at_which_nothing_happened_come_last(key: str, last: str) -> None:
    async with told() as (pilot, _, app):
        await pilot.press(key)
        await pilot.pause()
        assert list(seen(app))[-1] == last
        assert next(iter(seen(app))) in {"s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08"}


async def test_an_empty_class_is_shown_and_takes_no_order_for_a_seat() -> None:
    async with told() as (pilot, line, app):
        line.hears(msgspec.structs.replace(board(8), seats=(), refusing=(), progress=()))
        await pilot.pause()
        assert "0 seats: 0 joined, 0 there" in shown(app)
        assert "Nothing was refused yet." in shown(app)
        assert "No goal was met yet." in shown(app)
        await pilot.press("x", "n", "m", "enter")
        await pilot.pause()
        assert "No seat is under the cursor." in shown(app)
        assert line.sent == []


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_plot_is_larger_by_p_and_says_its_scale(size: tuple[int, int]) -> None:
    async with told(size) as (pilot, _, app):
        small = app.query_one("#plot").size.height
        await pilot.press("p")
        await pilot.pause()
        assert (small, app.query_one("#plot").size.height) == (1 if size[1] < 30 else 3, 8)
        lines = str(app.query_one("#plot", Static).content).split("\n")
        assert lines[0].endswith(" 40 goals")
        assert lines[-1].endswith(" 20/40 in 40 min")
        assert "s01" in shown(app)
        await pilot.press("p")
        await pilot.pause()
        assert app.query_one("#plot").size.height == small


def test_the_plot_rises_where_goals_are_met_and_falls_where_they_are_lost() -> None:
    points = [Point(at=NOW + timedelta(minutes=at), met=met) for at, met in enumerate((0, 4, 8, 2))]
    assert plot(points, NOW + timedelta(minutes=4), 8, 4, 1) == ["▄█▂▂"]
    assert plot(points, NOW + timedelta(minutes=4), 8, 4, 2) == [" █  ", "██▄▄"]
    assert plot([], NOW, 8, 4, 2) == []


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_keys_below_the_seats_are_whole(size: tuple[int, int]) -> None:
    async with told(size) as (pilot, _, app):
        await until(pilot, lambda: "q Quit" in shown(app))
        legend = shown(app).split("\n")[-1]
        for key in ("⏎ Open", "m Message", "1-0 Sort", "/ Filter", "? Keys", "q Quit"):
            assert key in legend
        assert ("p Plot" in legend) == (size[0] >= 120)


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
        line.hears(board(trouble="CS-613 The folder /class cannot be written: No space left on device"))
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


def test_a_narrow_board_says_how_the_class_works_whatever_its_title() -> None:
    exam = Bounds(mode="exam", minutes=45)
    said = heading(msgspec.structs.replace(board(bounds=exam), title="A very long title " * 5), 78)
    assert len(said) == 78
    assert said.startswith("A very long title")
    assert said.endswith("… · EXAM 70 pts 45 min  http://127.0.0.1:8017/")
    assert " · SANDBOX 45 min" in heading(board(bounds=Bounds(mode="sandbox", minutes=45)), 78)


async def test_what_is_for_a_learner_is_not_asked_of_an_empty_seat() -> None:
    """It is said at once, not after a message was written; what was typed ahead reaches nobody."""
    async with told() as (pilot, line, app):
        await pilot.press("end", *"mhello")
        await pilot.pause()
        assert "CS-616 Nobody sits at seat s30" in shown(app)
        assert len(app.screen_stack) == 1
        assert line.sent == []
        await pilot.press("home", "h")
        await pilot.pause()
        assert line.sent == [Order(control=Lower(), seats=("s01",))]


async def test_a_disk_that_takes_the_class_again_is_told_as_it_was_when_it_did_not() -> None:
    async with told() as (pilot, line, app):
        line.hears(board(trouble="CS-613 The folder class cannot be written: No space left on device"))
        await pilot.pause()
        assert "CS-613" in shown(app)
        line.hears(board())
        await pilot.pause()
        assert "CS-613" not in shown(app)
        assert "The class can be written again." in shown(app)
