"""A lesson line by line: alone as a script, and in a class with the trainer's word between two lines."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import aiohttp

from cstui.classroom.alone.learn import LearnHost
from cstui.classroom.alone.progress import read_progress
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Freeze, Message
from cstui.desk.linear.desk import LinearDesk
from cstui.desk.linear.run import Manner, converse
from tests.classroom.classes import Held, jar, join
from tests.classroom.conftest import clock

SCRIPT = """worker=17001
SEND
/PRACTICE-DOE
CAS1 17000123
CAS2
CHECK
CALO
F6
note=CP called and asked how her case stands.
SEND
FINISH

"""


def test_the_first_lesson_is_passed_by_a_script(first_lesson: Lesson, tmp_path: Path) -> None:
    out = io.StringIO()
    host = LearnHost([first_lesson], tmp_path, clock)
    converse(LinearDesk(host, walks=False), io.StringIO(SCRIPT), out, Manner())
    said = out.getvalue()
    assert "Sign on as worker 17001." in said
    assert "4 of 5 goals are met" in said
    assert "100 of 100 points, 70 are needed: PASSED" in said
    assert read_progress(tmp_path).reached[first_lesson.id].best == 100
    assert "\x1b" not in said


async def test_a_learner_joins_line_by_line(held: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser)
        line = await browser.ws_connect(f"{held.url}/ws?linear=1", headers=held.headers)
        heard = ""

        async def until(text: str) -> None:
            nonlocal heard
            async with asyncio.timeout(60):
                while text not in heard:
                    message = await line.receive()
                    assert message.type is aiohttp.WSMsgType.BINARY, (message, heard)
                    heard += message.data.decode()

        await until("Sign on as worker 17001.")
        await line.send_json(["stdin", "worker=17001\nSEND\n"])
        await until("WORKLIST")
        await held.runtime.control(held.runtime.room.seats, Message(text="Ten minutes more."))
        await until("TRAINER: Ten minutes more.")
        await held.runtime.control(held.runtime.room.seats, Freeze(frozen=True))
        await line.send_json(["stdin", "CAS1 17000123\n"])
        await until("X FROZEN: nothing was taken.")
        assert heard.count("THE CLASS WAITS") == 1
        assert "\x1b" not in heard
        report = held.runtime.room.seats[0].last
        assert report is not None
        assert report.met == ("signed-on",)
        await line.close()
        screen = await browser.ws_connect(f"{held.url}/ws?width=80&height=24", headers=held.headers)
        async with screen:
            message = await screen.receive(timeout=20)
            assert b"\x1b" in message.data


def test_time_that_passed_is_read_out_and_the_screen_is_fresh(first_lesson: Lesson, tmp_path: Path) -> None:
    host = LearnHost([first_lesson], tmp_path, clock)
    desk = LinearDesk(host, walks=False)
    desk.begin()
    for line in ("worker=17001", "SEND"):
        desk.take(line)
    said = "\n".join(desk.take("NEXT DAY"))
    assert "It is Wednesday, 03/04/2026." in said
    assert desk.buffer.answer.screen == "WORK"
    assert isinstance(host, LearnHost)
    assert not isinstance(host, LessonHost)
