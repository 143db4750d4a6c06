"""The door of a class, and what a seat may send: a wrong code costs time, a right one works meanwhile."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiohttp
import msgspec
import pytest

from cstui.classroom.enrollment.class_state import CODE_LENGTH, ClassState, SeatRecord, is_long
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.serving import server
from cstui.classroom.serving.bounds import FREE
from cstui.classroom.serving.join import join as join_from_terminal
from tests.classroom.classes import Held, Terminal, jar, join, learner, sign_on, terminal

pytestmark = pytest.mark.terminal


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is held back."""
    monkeypatch.setattr(server, "HELD_BACK", 0.0)


async def tried(held: Held, code: str, name: str = "Eve", path: str = "join") -> tuple[int, str, str]:
    """Somebody new tries a code, or the trainer's token: status, page, and what is said about waiting."""
    form = {"code": code, "name": name} if path == "join" else {"token": code}
    async with (
        aiohttp.ClientSession(cookie_jar=jar()) as stranger,
        stranger.post(f"{held.url}/{path}", data=form, headers=held.headers) as answer,
    ):
        return answer.status, await answer.text(), answer.headers.get("Retry-After", "")


async def guessed(held: Held, times: int = FREE + 4, path: str = "join") -> list[int]:
    return [(await tried(held, f"ABCDE-FGH{at % 7 + 2}J", path=path))[0] for at in range(times)]


async def test_only_wrong_codes_count_and_a_right_one_works_meanwhile(held: Held) -> None:
    said: list[str] = []
    held.runtime.hearers.append(said.append)
    assert await guessed(held) == [409] * (FREE + 1) + [429] * 3
    assert said == ["Somebody at 127.0.0.1 tries one wrong code after the other, and has to wait."]
    status, page, wait = await tried(held, "ABCDE-FGHJK")
    assert (status, "CS-634" in page) == (429, True)
    assert f"Try again in {wait} seconds" in page
    assert 'value="ABCDE-FGHJK"' in page
    one, two = held.runtime.room.seats
    assert (await tried(held, one.code, "Ann"))[0] == 200
    assert (await tried(held, two.code.lower().replace("-", " "), "Bo"))[0] == 200
    assert [seat.name for seat in held.runtime.room.seats] == ["Ann", "Bo"]


async def test_right_codes_and_missing_names_are_no_wrong_codes(held: Held) -> None:
    one = held.runtime.room.seats[0]
    assert (await tried(held, one.code, ""))[0] == 409
    await tried(held, one.code, "Ann")
    for _ in range(FREE + 5):
        status, page, _ = await tried(held, one.code)
        assert (status, "CS-602" in page, "Ann" in page) == (409, True, False)
    assert (await tried(held, "ABCDE-FGHJK"))[0] == 409


async def test_a_terminal_is_told_how_long_to_wait(held: Held, tmp_path: Path) -> None:
    await guessed(held)
    with pytest.raises(ClassError, match=r"CS-634 ABCDE-FGHJK was not taken") as refused:
        await join_from_terminal(held.server.address, "ABCDE-FGHJK", "Eve", tmp_path / "kept", linear=True)
    assert refused.value.remedy.startswith("Try again in ")


async def test_wrong_tokens_count_as_wrong_codes_and_the_right_one_works(held: Held) -> None:
    assert await guessed(held, path="trainer") == [403] * (FREE + 1) + [429] * 3
    async with aiohttp.ClientSession() as board:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await board.ws_connect(f"{held.url}/board", headers={**held.headers, "Authorization": "Bearer x"})
        assert refused.value.headers is not None
        assert refused.value.headers["Cstui-Refused"] == "CS-634"
        right = {**held.headers, "Authorization": "Bearer trainers-own"}
        async with board.ws_connect(f"{held.url}/board", headers=right) as line:
            assert (await line.receive_json())["type"] == "board"
    status, page, _ = await tried(held, "trainers-own", path="trainer")
    assert (status, "textual-terminal" in page) == (200, True)


async def test_a_short_code_of_an_older_class_works_and_waits_with_the_wrong_ones(held: Held) -> None:
    one, two = held.runtime.room.seats
    one.code, two.code = "K7QM4", "TX2BA"
    assert (await tried(held, "k7qm4", "Ann"))[0] == 200
    await guessed(held)
    status, page, _ = await tried(held, "TX2BA", "Bo")
    assert (status, "CS-634" in page) == (429, True)
    held.runtime.room.new_code(two)
    assert (await tried(held, two.code, "Bo"))[0] == 200


def test_codes_are_long_and_each_sign_is_as_likely_as_any(tmp_path: Path, first_lesson: Lesson) -> None:
    bytes_ = iter(range(10_000))
    room = ClassState(
        tmp_path, msgspec.convert(_record(), type=_record_type()), clock=None, secrets=lambda count: bytes(  # type: ignore[arg-type]
            next(bytes_) % 256 for _ in range(count)
        )
    )  # fmt: skip
    codes = [room._code() for _ in range(24)]
    assert all(is_long(code) and len(code) == CODE_LENGTH + 1 for code in codes)
    assert codes[0] == "ABCDE-FGHJK"
    signs = "".join(codes).replace("-", "")
    assert {signs.count(sign) for sign in signs} == {8}


def _record() -> dict[str, object]:
    return {"title": "T", "lesson": "x", "edition": "e", "made": "2026-03-03T15:00:00Z", "seats": []}


def _record_type() -> type:
    from cstui.classroom.enrollment.class_state import ClassRecord

    return ClassRecord


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "cstui-seat=\udcff; cstui-trainer=\udcff"},
        {"Authorization": "Bearer \udcff"},
        {"Content-Type": "application/x-www-form-urlencoded; charset=bogus"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ],
)
async def test_strange_requests_are_refused_and_end_nothing(held: Held, headers: dict[str, str]) -> None:
    head = {"Host": f"127.0.0.1:{held.server.port}", "Origin": held.url, "Content-Length": "4", **headers}
    for path in ("/", "/join", "/trainer", "/ws", "/board"):
        verb = "POST" if path in {"/join", "/trainer"} else "GET"
        reader, writer = await asyncio.open_connection("127.0.0.1", held.server.port)
        lines = [f"{verb} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", "a=%f"]
        writer.write("\r\n".join(lines).encode("utf-8", "surrogateescape"))
        async with asyncio.timeout(60):
            status = int((await reader.readline()).split()[1])
        assert status < 500, (path, status)
        writer.close()


# --- what a seat may send ------------------------------------------------------------------------


async def test_sizes_have_bounds_and_only_the_newest_counts(held: Held) -> None:
    async with learner(held) as one:
        for width, height in ((20_000, 9_000), (-1, 0), (10**30, 1), (100, 30)):
            await one.socket.send_json(["resize", {"width": width, "height": height}])
        one.screen.reset()
        await one.until("Sign on as worker")
        link = await held.runtime.link(held.runtime.room.seats[0])
        while link.size != (100, 30):
            await one.socket.receive()
        await one.socket.send_json(["resize", {"width": 20_000, "height": 9_000}])
        await one.type("\x1b[200~x\x1b[201~")
        while link.size == (100, 30):
            await one.socket.receive()
        assert link.size == (400, 200)


async def test_six_megabytes_of_keys_hold_up_no_neighbor_and_not_the_trainer(held: Held) -> None:
    """What is not taken waits at the browser's end; a word of the trainer goes before it."""
    async with learner(held) as one, learner(held, "Bo", 1) as two:
        await sign_on(one)
        await one.until("WORKLIST")

        async def flood() -> None:
            for _ in range(100):
                await one.socket.send_json(["stdin", "Q " * 30_000])

        flooding = asyncio.create_task(flood())
        async with asyncio.timeout(15):
            await sign_on(two)
            await two.until("WORKLIST")
        seat = held.runtime.room.seats[0]
        link = await held.runtime.link(seat)
        assert 0 < link._ahead <= 4096
        pid = link.pid
        async with asyncio.timeout(15):
            await held.runtime.end(seat)
        assert (await held.runtime.link(held.runtime.room.seats[1])).pid == pid
        flooding.cancel()


async def test_a_browser_that_reads_nothing_holds_up_no_neighbor(held: Held) -> None:
    async with learner(held, "Bo", 1) as two, aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        cookie = "; ".join(f"{one.key}={one.value}" for one in browser.cookie_jar)
        reader, writer = await asyncio.open_connection("127.0.0.1", held.server.port, limit=1_024)
        head = (
            f"GET /ws?width=400&height=200 HTTP/1.1\r\nHost: 127.0.0.1:{held.server.port}\r\n"
            f"Origin: {held.url}\r\nCookie: {cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        writer.write(head.encode())
        await reader.readuntil(b"\r\n\r\n")
        resize = (
            json.dumps(["resize", {"width": 400, "height": 200}]).encode(),
            json.dumps(["resize", {"width": 399, "height": 199}]).encode(),
        )
        for at in range(300):
            payload = resize[at % 2]
            writer.write(bytes([0x81, 0x80 | len(payload), 0, 0, 0, 0]) + payload)
        await sign_on(two)
        await two.until("WORKLIST")
        writer.close()


async def test_a_paste_without_an_end_ends_and_is_not_typed(held: Held) -> None:
    async with learner(held) as one:
        await one.type("\r")
        await one.until("SIGN")
        await one.type("\x1b[200~")
        for _ in range(20):
            await one.type("9\r" * 2_000)
        await one.type("\x1b[201~")
        shown = await one.until("are not pasted anywhere")
        assert "Pasted 1 of 18000 characters" in shown
        await one.type("\x1b[H17001\r")
        await one.until("17001 does nothing on SIGN.")


async def test_a_reloaded_page_ends_a_paste_that_was_begun(held: Held) -> None:
    async with learner(held) as one:
        await one.type("\r")
        await one.until("SIGN")
        await one.type("\x1b[200~17")
        await one.again()
        await one.until("SIGN")
        await one.type("17001\r")
        await one.until("WORKLIST")


async def test_a_seat_is_opened_so_often_and_looked_at_by_so_many(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        lines: list[Terminal] = [await terminal(held, browser) for _ in range(5)]
        await lines[0].closed()
        await lines[4].until("Sign on as worker")
        found = await asyncio.gather(*(terminal(held, browser) for _ in range(12)), return_exceptions=True)
        refused = [one for one in found if isinstance(one, aiohttp.WSServerHandshakeError)]
        assert refused
        assert {one.status for one in refused} == {429}


async def test_lines_by_the_thousand_let_a_word_of_the_trainer_through(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser, learner(held, "Bo", 1) as two:
        await join(held, browser)
        line = await browser.ws_connect(f"{held.url}/ws?linear=1", headers=held.headers)
        await line.send_json(["stdin", "worker=17001\nSEND\n"])
        await line.send_json(["stdin", "READ\n" * 10_000])
        await line.send_json(["stdin", "x" * 60_000])
        await sign_on(two)
        await two.until("WORKLIST")
        seat: SeatRecord = held.runtime.room.seats[0]
        pid = (await held.runtime.link(seat)).pid
        await held.runtime.end(seat)
        assert (await held.runtime.link(held.runtime.room.seats[1])).pid == pid
