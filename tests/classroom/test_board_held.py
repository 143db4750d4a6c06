"""The trainer's board against a class that is really held: what it shows and what its keys do at a seat."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from cstui.classroom.board.app import BoardApp
from cstui.classroom.results.reached import results_of
from cstui.classroom.seats.protocol import Bounds, Freeze, Message, Order, SetBounds
from cstui.classroom.serving.trainer import ADDRESS
from tests.classroom.boards import board_of, opened, seen, shown, until, watched
from tests.classroom.classes import TRAINERS_TOKEN, Held, Terminal, jar, join, learner, sign_on

pytestmark = pytest.mark.terminal


async def test_the_board_shows_a_learner_her_goals_and_her_refusals(held: Held) -> None:
    code = held.runtime.room.seats[0].code
    async with watched(held, "[red]x[/red] Ann") as (pilot, app, one):
        assert app.board is not None
        assert code == app.board.seats[0].code
        await sign_on(one, "99999")
        await one.until("CS-120")
        await until(pilot, lambda: "CS-120" in shown(app))
        row = seen(app)["s01"]
        assert row[:4] == ["s01", "[red]x[/red] Ann", "░░░░░ 0/5", "SIGN"]
        assert row[6] == "1"
        assert "1 seat was refused by CS-120: " in shown(app)


async def test_the_board_shows_the_codes_of_seats_that_are_free(held: Held) -> None:
    async with board_of(held) as (_, app):
        assert [seen(app)[one.id][3] for one in held.runtime.room.seats] == [
            one.code for one in held.runtime.room.seats
        ]


async def test_a_seat_is_watched_live_and_spoken_to(held: Held) -> None:
    async with watched(held) as (pilot, app, one):
        await pilot.press("enter")
        await until(pilot, lambda: "Sign on as worker 17001" in shown(app))
        await sign_on(one)
        await until(pilot, lambda: "PRACTICE-DOE" in shown(app))
        assert "+ You are signed on" in shown(app)
        await pilot.press("m", *"Well", "enter")
        await one.until("TRAINER: Well")
        await pilot.press("e", "enter")
        await pilot.press(*"17000123", "enter", *"Asks", "enter")
        await one.until("The telephone: the custodial parent of case 17000123.")
        await pilot.press("escape")
        await until(pilot, lambda: not held.runtime._watchers["s01"])


async def test_the_date_goes_on_for_all_and_an_event_that_cannot_be_is_told(held: Held) -> None:
    async with watched(held) as (pilot, app, one):
        await pilot.press("D", "home", *["delete"] * 3, *"+3", "enter")
        await one.until("It is Friday, 03/06/2026.")
        await pilot.press("e", *["down"] * 10, "enter", "enter")  # the CP answers a notice that nobody sent
        await until(pilot, lambda: "s01 Ann: Not possible here: CS-134" in shown(app))


async def test_a_killed_seat_stays_frozen_with_its_hand_up(held: Held) -> None:
    async with watched(held) as (pilot, app, one):
        await one.type("\r")
        await one.until("SIGN")
        await one.type("\x1b[H" + "HAND\r")
        await until(pilot, lambda: "HAND" in seen(app)["s01"][-1])
        await pilot.press("F", "enter")
        await one.until("The trainer explains.")
        await until(pilot, lambda: "frozen" in seen(app)["s01"][-1])
        (await held.runtime.link(held.runtime.room.seats[0])).kill()
        await until(pilot, lambda: "its desk ended" in shown(app))
        await one.again()
        await one.until("The trainer explains.")
        assert seen(app)["s01"][-1].startswith("HAND")
        await pilot.press("h")
        await until(pilot, lambda: "HAND" not in seen(app)["s01"][-1])
        await pilot.press("F")
        await until(pilot, lambda: "frozen" not in seen(app)["s01"][-1])


async def finished(one: Terminal) -> None:
    """Say FINISH, and, as a typist does who has read the question, that it is meant."""
    await one.type("\x1b[HFINISH\r")
    await one.until("Enter does it, F12 drops.")
    await one.until_gone("X PAUSE")
    await one.type("\r")


async def test_an_exam_begins_ends_and_gives_a_second_attempt(held: Held) -> None:
    async with watched(held) as (pilot, app, one):
        app.send(SetBounds(bounds=Bounds(mode="exam", pass_mark=90, minutes=30, attempts=2), anew=True))
        brief = " ".join((await one.until("This is an exam")).split())
        assert "90 points pass. It lasts 30 minutes. There are 2 attempts" in brief
        await finished(one)
        await one.until("RESET begins the next")
        await until(pilot, lambda: "failed" in seen(app)["s01"][-1])
        await one.type("\x1b[HRESET\r")
        await one.until("BRIEF")
        await finished(one)
        await one.until("Not yet:")
        await one.type("\x1b[HRESET\r")
        await one.until("Attempt 2 of 2 was the last")
        await until(pilot, lambda: "EXAM 90 pts 30 min 2 tries" in shown(app))


async def test_the_board_comes_back_when_the_class_is_served_again(held: Held) -> None:
    async with board_of(held) as (pilot, app):
        await held.server.stop()
        await until(pilot, lambda: not app.connected)
        assert "classroom serve --folder" in shown(app)
        await pilot.press("a", *"Late", "enter")
        await until(pilot, lambda: "nothing was done" in shown(app))
        held.server.port = 0
        await held.server.start()
        (held.runtime.room.folder / ADDRESS).write_text(held.server.address, encoding="ascii")
        await until(pilot, lambda: app.connected)
        await pilot.press("a", *"Late", "enter")
        await until(pilot, lambda: seen(app).get("s03", [""] * 2)[1] == "Late")


async def test_a_board_with_another_token_is_told_so(held: Held) -> None:
    app = BoardApp(opened(held, "guessed"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "does not take this board (403)" in shown(app))


async def test_the_board_in_a_browser_wants_the_token_once(held: Held) -> None:
    opened(held)
    url, board, own = f"{held.url}/trainer", f"{held.url}/trainer/ws", held.headers
    form, elsewhere = {"token": TRAINERS_TOKEN}, {"Origin": "http://x"}
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        async with browser.get(url) as page:
            assert "Token" in await page.text()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(board, headers=own)
        async with browser.post(url, data={"token": "x"}, headers=own) as page:
            assert (page.status, "CS-621" in await page.text()) == (403, True)
        async with browser.post(url, data=form, headers=elsewhere) as page:
            assert page.status == 403
        async with browser.post(url, data=form, headers=own) as page:
            assert "textual-terminal" in await page.text()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(board, headers=elsewhere)
        socket = await browser.ws_connect(f"{board}?width=80&height=24", headers=own)
        assert held.runtime.room.seats[1].code in await Terminal(socket).until("2 seats: 0 joined")
        await socket.close()


async def test_a_new_code_leads_out_whoever_sits_there(held: Held) -> None:
    async with watched(held) as (pilot, app, ann):
        old = held.runtime.room.seats[0].code
        await pilot.press("n", "right", "enter")
        await ann.closed()
        await until(pilot, lambda: app.board and app.board.seats[0].status == "free")
        assert held.runtime.room.seats[0].code != old
        assert not held.runtime.sits(held.runtime.room.seats[0])


async def test_a_frozen_seat_says_so_and_takes_no_key(held: Held) -> None:
    async with watched(held) as (_, app, one):
        await sign_on(one)
        await one.until("PRACTICE-DOE")
        app.send(Order(control=Freeze(frozen=True, text="Look up."), seats=("s01",)))
        await one.until("X FROZEN")
        assert "This seat is frozen" in await one.until("Look up.")
        await one.type("CAS1 17000123\r\x1b[Hmore")
        app.send(Order(control=Message(text="Soon."), seats=("s01",)))
        assert "CAS1" not in await one.until("TRAINER: Soon.")
        app.send(Order(control=Freeze(frozen=False), seats=("s01",)))
        assert "more" not in await one.until_gone("X FROZEN")
        await one.until("WORKLIST")


async def test_a_screen_shown_to_all_is_live_until_it_is_not_shown_or_left(held: Held) -> None:
    async with watched(held) as (pilot, app, ann), learner(held, "Bo", 1) as bo:
        await sign_on(bo)
        await until(pilot, lambda: app.board and app.board.seats[1].report)
        await pilot.press("s")
        await bo.until("SCREEN OF SEAT S01, LIVE")
        await sign_on(ann)
        await bo.until("WORKLIST")
        await until(pilot, lambda: "shown" in seen(app)["s01"][-1])
        await bo.type("\r")
        await bo.until_gone("LIVE")
        await ann.type("\x1b[HCAS1 17000123\r")
        await ann.until("CASE SCREEN 1")
        await bo.type("\x1b[HSRCH\r")
        await bo.until("SEARCH")
        await pilot.press("s")
        await until(pilot, lambda: "is not shown any more" in shown(app))
        await pilot.press("s")
        await bo.until("CASE SCREEN 1")
        await pilot.press("s")
        await bo.until("TRAINER: The screen is not shown any more.")
        await bo.until("SEARCH")
        assert not held.runtime._watchers["s01"]


async def test_a_pair_with_unequal_windows_sees_the_same_screen_whole(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser, 0, "Ann")

        async def window(columns: int, rows: int) -> aiohttp.ClientWebSocketResponse:
            asked = f"{held.url}/ws?width={columns}&height={rows}"
            return await browser.ws_connect(asked, headers=held.headers)

        wide = await window(140, 45)
        link = await held.runtime.link(held.runtime.room.seats[0])
        sizes = [link.size]
        for columns, rows in ((100, 30), (60, 20)):
            narrow = await window(columns, rows)
            await narrow.receive()
            sizes.append(link.size)
            await narrow.send_json(["resize", {"width": 90, "height": 28}])
            while link.size != (90, 28):
                await asyncio.sleep(0.01)
            await wide.send_json(["resize", {"width": 140, "height": 40}])
            await narrow.close()
            while link.size != (140, 40):
                await asyncio.sleep(0.01)
        assert sizes == [(140, 45), (100, 30), (80, 24)]
        await wide.close()


async def test_an_exam_begins_anew_and_its_clock_runs(held: Held) -> None:
    """What was practiced before the exam is nowhere in it: on the board, at the seat, in the results."""
    async with watched(held) as (pilot, app, one):
        await sign_on(one)
        await one.until("PRACTICE-DOE")
        await one.type("\x1b[HCAS1 17000999\r")
        await one.until("CS-101")
        await until(pilot, lambda: seen(app)["s01"][2].endswith("1/5") and seen(app)["s01"][6] == "1")
        await pilot.press("t", "down", "space", "tab", "tab", "backspace", "4", "5", "enter")
        await until(pilot, lambda: "All begin again" in shown(app))
        await pilot.press("right", "enter")
        await one.until("This is an exam")
        await one.until("45 MIN LEFT")
        await until(pilot, lambda: seen(app)["s01"][2].endswith("0/5") and not seen(app)["s01"][6])
        (found, *_) = results_of(held.runtime.room).seats
        assert (found.met, found.refused, found.keys, found.resets) == (0, {}, 0, 0)
