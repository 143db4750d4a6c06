"""The trainer's board against a class that is really held, and what it sends for each key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import aiohttp
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
from cstui.classroom.trainer import ADDRESS, TOKEN
from tests.classroom.boards import PICTURE, ToldLine, board
from tests.classroom.test_server import Held, held, jar, join, terminal  # noqa: F401 (the fixture)

pytestmark = pytest.mark.terminal
Ready = Callable[[], object]


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours everywhere."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def shown(app: BoardApp) -> str:
    """All that the terminal shows."""
    width, height = app.size
    screen = app.screen
    return (
        "\n".join(
            "".join(segment.text for segment in screen._compositor.render_strips()[y]) for y in range(height)
        )
        if width
        else ""
    )


def seen(app: BoardApp) -> dict[str, list[str]]:
    """The seats that the board shows, in order, each with its cells."""
    table = app.table
    return {
        str(row.value): [cell.plain for cell in table.get_row(row)]
        for row in (r.key for r in table.ordered_rows)
    }


async def until(pilot: Pilot[None], ready: Ready) -> None:
    """Wait for what the class sends."""
    async with asyncio.timeout(20):
        while not ready():
            await pilot.pause(0.02)


@asynccontextmanager
async def board_of(held: Held, size: tuple[int, int] = (140, 45)) -> AsyncIterator[Pilot[None]]:  # noqa: F811
    """A board on a held class."""
    folder = held.hall.room.folder
    (folder / ADDRESS).write_text(held.server.address, encoding="ascii")
    (folder / TOKEN).write_text("trainers-own", encoding="ascii")
    app = BoardApp(folder)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.board)
        yield pilot


@asynccontextmanager
async def told(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], ToldLine, BoardApp]]:
    """A board on a class that is made up."""
    line = ToldLine()
    app = BoardApp(Path("no-folder"), line=line)
    async with app.run_test(size=size) as pilot:
        line.hears(board())
        await pilot.pause()
        yield pilot, line, app


# --- a class that is held --------------------------------------------------------------------------


async def test_the_board_shows_a_learner_her_goals_and_her_refusals(held: Held) -> None:  # noqa: F811
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser, board_of(held) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        assert seen(app)["s01"][2] == held.hall.room.seats[0].code
        await join(held, browser, name="[red]x[/red] Ann")
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await one.type("\r")
        await one.until("SIGN")
        await one.type("99999\r")
        await one.until("CS-120")
        await until(pilot, lambda: "CS-120" in shown(app))
        row = seen(app)["s01"]
        assert row[:5] == ["s01", "[red]x[/red] Ann", "", "░░░░░ 0/5", "SIGN"]
        assert row[7] == "1"
        assert "1 seat was refused by CS-120: " in shown(app)


async def test_a_seat_is_watched_live_and_spoken_to(held: Held) -> None:  # noqa: F811
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser, board_of(held) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await join(held, browser, name="Ann")
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await until(pilot, lambda: seen(app)["s01"][1] == "Ann")
        await pilot.press("enter")
        await until(pilot, lambda: "Sign on as worker 17001" in shown(app))
        await one.type("\r")
        await one.until("SIGN")
        await one.type("17001\r")
        await until(pilot, lambda: "PRACTICE-DOE" in shown(app))
        assert "+ You are signed on" in shown(app)
        await pilot.press("m", *"Well", "enter")
        await one.until("TRAINER: Well")
        await pilot.press("e", "enter")
        await pilot.press(*"17000123", "enter", *"Asks", "enter")
        await one.until("The telephone: the custodial parent of case 17000123.")
        await pilot.press("escape")
        await until(pilot, lambda: not held.hall._watchers["s01"])


async def test_the_date_goes_on_for_all_and_an_event_that_cannot_be_is_told(held: Held) -> None:  # noqa: F811
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser, board_of(held) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await join(held, browser, name="Ann")
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await until(pilot, lambda: app.board and app.board.seats[0].report)
        await pilot.press("D", "home", *["delete"] * 3, *"+3", "enter")
        await one.until("It is Friday, 03/06/2026.")
        await pilot.press("e", *["down"] * 10, "enter", "enter")  # the CP answers a notice that nobody sent
        await until(pilot, lambda: "s01 Ann: Not possible here: CS-134" in shown(app))


async def test_a_killed_seat_stays_frozen_with_its_hand_up(held: Held) -> None:  # noqa: F811
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser, board_of(held) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await join(held, browser, name="Ann")
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await one.type("\r")
        await one.until("SIGN")
        await one.type("\x1b[H" + "HAND\r")
        await until(pilot, lambda: "HAND" in seen(app)["s01"][-1])
        await pilot.press("F", "enter")
        await one.until("The trainer explains.")
        await until(pilot, lambda: "frozen" in seen(app)["s01"][-1])
        (await held.hall.link(held.hall.room.seats[0])).kill()
        await until(pilot, lambda: "its desk ended" in shown(app))
        two = await terminal(held, browser)
        await two.until("The trainer explains.")
        assert seen(app)["s01"][-1].startswith("HAND")
        await pilot.press("h")
        await until(pilot, lambda: "HAND" not in seen(app)["s01"][-1])
        await pilot.press("F")
        await until(pilot, lambda: "frozen" not in seen(app)["s01"][-1])


async def test_an_exam_begins_ends_and_gives_a_second_attempt(held: Held) -> None:  # noqa: F811
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser, board_of(held) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await join(held, browser, name="Ann")
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        app.send(SetBounds(bounds=Bounds(mode="exam", pass_mark=90, minutes=30, attempts=2), anew=True))
        brief = " ".join((await one.until("This is an exam")).split())
        assert "90 points pass. It lasts 30 minutes. There are 2 attempts" in brief
        await one.type("\x1b[HFINISH\r")
        await one.until("RESET begins the next")
        await until(pilot, lambda: "failed" in seen(app)["s01"][-1])
        await one.type("\x1b[HRESET\r")
        await one.until("BRIEF")
        await one.type("\x1b[HFINISH\r")
        await one.until("Not yet:")
        await one.type("\x1b[HRESET\r")
        await one.until("Attempt 2 of 2 was the last")
        await until(pilot, lambda: "EXAM 90 pts 30 min 2 tries" in shown(app))


async def test_the_board_comes_back_when_the_class_is_served_again(held: Held) -> None:  # noqa: F811
    async with board_of(held) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await held.server.stop()
        await until(pilot, lambda: not app.connected)
        assert "classroom serve --folder" in shown(app)
        await pilot.press("a", *"Late", "enter")
        await until(pilot, lambda: "nothing was done" in shown(app))
        held.server.port = 0
        await held.server.start()
        (held.hall.room.folder / ADDRESS).write_text(held.server.address, encoding="ascii")
        await until(pilot, lambda: app.connected)
        await pilot.press("a", *"Late", "enter")
        await until(pilot, lambda: seen(app).get("s03", [""] * 2)[1] == "Late")


async def test_a_board_with_another_token_is_told_so(held: Held) -> None:  # noqa: F811
    folder = held.hall.room.folder
    (folder / ADDRESS).write_text(held.server.address, encoding="ascii")
    (folder / TOKEN).write_text("guessed", encoding="ascii")
    app = BoardApp(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "does not take this board (403)" in shown(app))


async def test_the_board_in_a_browser_wants_the_token_once(held: Held) -> None:  # noqa: F811
    folder = held.hall.room.folder
    (folder / ADDRESS).write_text(held.server.address, encoding="ascii")
    (folder / TOKEN).write_text("trainers-own", encoding="ascii")
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        async with browser.get(f"{held.url}/trainer") as page:
            assert "Token" in await page.text()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{held.url}/trainer/ws", headers=held.headers)
        async with browser.post(f"{held.url}/trainer", data={"token": "x"}, headers=held.headers) as page:
            assert (page.status, "CS-421" in await page.text()) == (403, True)
        form = {"token": "trainers-own"}
        async with browser.post(f"{held.url}/trainer", data=form, headers={"Origin": "http://x"}) as page:
            assert page.status == 403
        async with browser.post(f"{held.url}/trainer", data=form, headers=held.headers) as page:
            assert "textual-terminal" in await page.text()
        from tests.classroom.test_server import Terminal

        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{held.url}/trainer/ws", headers={"Origin": "http://x"})
        socket = await browser.ws_connect(f"{held.url}/trainer/ws?width=80&height=24", headers=held.headers)
        screen = Terminal(socket)
        assert held.hall.room.seats[1].code in await screen.until("2 seats: 0 joined")
        await socket.close()


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
