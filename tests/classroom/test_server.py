"""A class served to browsers: joining, coming back, and everything that is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.seats.protocol import Message
from cstui.policy.records import Person
from tests.classroom.classes import Held, jar, join, terminal

pytestmark = pytest.mark.terminal


async def test_a_learner_joins_works_refreshes_and_is_where_she_was(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        assert "textual-terminal" in await join(held, browser)
        one = await terminal(held, browser)
        await one.until("Sign on as worker 17001")
        await one.type("\r")
        await one.until("SIGN")
        await one.type("17001\r")
        await one.until("WORKLIST")
        await one.socket.close()
        two = await terminal(held, browser)
        shown = await two.until("WORKLIST")
        assert "PRACTICE-DOE" in shown
        report = held.runtime.room.seats[0].last
        assert report is not None
        assert report.met == ("signed-on",)


async def test_a_seat_that_was_killed_is_begun_again_where_it_was(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await one.type("\r")
        await one.until("SIGN")
        await one.type("17001\r")
        await one.until("WORKLIST")
        (await held.runtime.link(held.runtime.room.seats[0])).kill()
        assert "WORKLIST" in await one.until("You are back where you were.")


async def test_a_word_of_the_trainer_is_seen_at_once(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await one.type("\r")
        await one.until("SIGN")
        await held.runtime.control(held.runtime.room.seats, Message(text="Ten minutes more."))
        await one.until("TRAINER: Ten minutes more.")


@pytest.mark.parametrize(
    ("code", "name", "rule"),
    [("00000", "Ann", "CS-601"), ("", "Ann", "CS-601"), ("of the seat", "", "CS-604")],
)
async def test_a_wrong_code_or_no_name_is_said_and_stays_typed(
    held: Held, code: str, name: str, rule: str
) -> None:
    form = {"code": held.runtime.room.seats[0].code if code == "of the seat" else code, "name": name}
    async with aiohttp.ClientSession() as browser:
        async with browser.post(f"{held.url}/join", data=form, headers=held.headers) as response:
            text = await response.text()
        assert response.status == 409
        assert rule in text
        assert f'value="{form["code"]}"' in text


async def test_a_used_code_is_refused_to_another_browser(held: Held) -> None:
    async with (
        aiohttp.ClientSession(cookie_jar=jar()) as first,
        aiohttp.ClientSession(cookie_jar=jar()) as second,
    ):
        await join(held, first)
        text = await join(held, second, name="Bob<script>")
        assert "CS-602" in text
        assert "Ann" not in text
        assert "Bob<script>" not in text


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
async def test_another_pages_origin_is_refused(held: Held, origin: str) -> None:
    headers = {"Origin": origin} if origin else {}
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.ws_connect(f"{held.url}/ws", headers=headers)
        assert refused.value.status == 403
        async with browser.post(f"{held.url}/join", data={}, headers=headers) as response:
            assert response.status == 403


async def test_another_hosts_name_is_refused(held: Held) -> None:
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(f"{held.url}/", headers={"Host": "class.example"}) as response,
    ):
        assert response.status == 403
        assert "CS-606" in await response.text()


async def test_nothing_comes_from_elsewhere_and_pages_say_so(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        async with browser.get(f"{held.url}/", headers=held.headers) as response:
            joining = await response.text()
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        seated = await join(held, browser)
        for page in (joining, seated):
            assert "https://" not in page
            assert "googleapis" not in page


async def test_the_line_needs_a_seat_and_sane_messages(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{held.url}/ws", headers=held.headers)
        await join(held, browser)
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        for strange in ('{"not": "a list"}', "[" * 5_000, '["stdin", 7]', '["resize", {"width": "a"}]', "x"):
            await one.socket.send_str(strange)
        await one.socket.send_bytes(b"keys")
        await one.type("\r")
        await one.until("SIGN")
        for _ in range(20):
            await one.socket.send_str("[]")
        await one.closed()
        two = await terminal(held, browser)
        await two.until("SIGN")


async def line(held: Held, browser: aiohttp.ClientSession, token: str) -> aiohttp.ClientWebSocketResponse:
    """The trainer's line."""
    headers = {**held.headers, "Authorization": f"Bearer {token}"}
    return await browser.ws_connect(f"{held.url}/board", headers=headers)


async def heard(line: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next thing of a kind that the class says to the trainer."""
    async with asyncio.timeout(60):
        while (said := await line.receive_json())["type"] != kind:
            pass
    found: dict[str, Any] = said
    return found


async def test_the_board_shows_seats_goals_and_what_refuses(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser, name="Ann Lee")
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        await one.type("\r")
        await one.until("SIGN")
        await one.type("99999\r")
        await one.until("CS-120")
        trainer = await line(held, browser, "trainers-own")
        board = await heard(trainer, "board")
        seat = board["seats"][0]
        assert (seat["name"], seat["there"], seat["report"]["of"]) == ("Ann Lee", True, 5)
        assert board["refusing"] == [{"rule": "CS-120", "seats": 1, "times": 1}]
        assert [seat["status"] for seat in board["seats"]] == ["joined", "free"]


async def test_the_trainer_watches_speaks_and_ends(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        trainer = await line(held, browser, "trainers-own")
        await trainer.send_json(
            {"type": "order", "seats": ["s01"], "control": {"type": "watch", "watched": True}}
        )
        seen = await heard(trainer, "picture-of")
        assert any("Sign on as worker" in text for row in seen["picture"]["rows"] for text, _ in row)
        await trainer.send_json(
            {"type": "order", "control": {"type": "freeze", "frozen": True, "text": "Eyes up."}}
        )
        await one.until("Eyes up.")
        await trainer.send_json({"type": "manage", "do": "end", "seat": "s01"})
        async with asyncio.timeout(10):
            while not one.socket.closed:
                await one.socket.receive()
        assert held.runtime.room.seats[0].status == "ended"
        await trainer.send_json({"type": "manage", "do": "end", "seat": "s99"})
        assert (await heard(trainer, "wrong"))["rule"] == "CS-609"


async def test_the_board_is_the_trainers_alone(held: Held) -> None:
    async with aiohttp.ClientSession() as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await line(held, browser, "guessed")
        assert refused.value.status == 403


async def test_two_share_a_seat_and_both_see_and_type(held: Held) -> None:
    seat = held.runtime.room.seats[0]
    async with (
        aiohttp.ClientSession(cookie_jar=jar()) as ann,
        aiohttp.ClientSession(cookie_jar=jar()) as bo,
    ):
        await join(held, ann)
        assert "CS-602" in await join(held, bo, name="Bo")
        form = {"code": seat.code, "name": "Bo", "pair": "1"}
        async with bo.post(f"{held.url}/join", data=form, headers=held.headers) as response:
            assert "CS-602" in await response.text()
        trainer = await line(held, ann, "trainers-own")
        await trainer.send_json({"type": "manage", "do": "pair", "seat": "s01"})
        assert (await heard(trainer, "told"))["text"] == f"One more may join seat s01 with code {seat.code}."
        assert "textual-terminal" in await join(held, bo, name="Bo")
        assert seat.name == "Ann + Bo"
        one, two = await terminal(held, ann), await terminal(held, bo)
        await one.until("Sign on as worker 17001")
        await two.until("Sign on as worker 17001")
        await one.type("\r")
        await two.until("WORKER")
        await two.type("17001\r")
        await one.until("WORKLIST")
        await one.type("\x1b[HCAS1 17000123\r")
        await two.until("CASE SCREEN 1")
        await one.socket.close()
        await two.type("\x1b[HCAS2\r")
        await two.until("CASE SCREEN 2")


async def test_a_seat_plays_its_variant(held: Held, first_lesson: Lesson) -> None:
    seat = held.runtime.room.add_seat("Ann", 3)
    lesson = read_lesson(first_lesson.scenario.path, variant=3)
    people = {one.last for one in lesson.scenario.given if isinstance(one, Person)}
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser, held.runtime.room.seats.index(seat))
        one = await terminal(held, browser)
        shown = await one.until("Sign on as worker 17001")
        assert "Practice-Doe" not in shown
        assert f"{lesson.opens:%m/%d/%Y}" in shown
        await one.type("\r")
        await one.until("SIGN")
        await one.type("17001\r")
        shown = await one.until("WORKLIST")
        assert any(name[:14] in shown for name in people)
        assert "PRACTICE-DOE" not in shown
