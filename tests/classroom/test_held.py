"""A class whose server is killed, a disk that is full, an exam whose time runs out: nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from cstui.classroom.enrollment import keeping
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.journal import Journal, SeatMoment, read
from cstui.classroom.seats.protocol import Bounds, SeatReport
from cstui.classroom.serving import links
from cstui.classroom.serving.class_runtime import ClassRuntime
from cstui.classroom.serving.holding import holder
from cstui.classroom.serving.trainer import TOKEN
from cstui.commandline.class_server import start_server
from cstui.settings import log_file
from tests.classroom.classes import Terminal, begun, jar

pytestmark = pytest.mark.terminal


def children_in(folder: Path) -> set[int]:
    """The processes that work in the class's folder, or hold it."""
    found = set()
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                works = str((one / "cwd").readlink()).startswith(str(folder))
                if works or str(folder).encode() in (one / "cmdline").read_bytes():
                    found.add(int(one.name))
            except OSError:
                continue
    return found


async def gone(folder: Path) -> None:
    """Wait until no process of the class is left."""
    async with asyncio.timeout(60):
        while children_in(folder):
            await asyncio.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A class's folder; whatever still works in it is ended with the test."""
    place = tmp_path / "class"
    yield place
    for pid in children_in(place):
        os.kill(pid, signal.SIGKILL)


async def line(url: str, folder: Path, browser: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """The trainer's line to the class at this address."""
    headers = {"Origin": url, "Authorization": f"Bearer {(folder / TOKEN).read_text()}"}
    return await browser.ws_connect(f"{url}/board", headers=headers)


async def board_of(url: str, folder: Path) -> dict[str, Any]:
    """The first board that the class shows."""
    async with aiohttp.ClientSession() as browser:
        board: dict[str, Any] = await (await line(url, folder, browser)).receive_json(timeout=10)
    return board


async def token_of(url: str, form: dict[str, str]) -> str:
    """What somebody comes back with who joins in a browser of her or his own."""
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"{url}/join", data=form, headers={"Origin": url}, allow_redirects=False) as page,
    ):
        return page.cookies["cstui-seat"].value


async def end_class(url: str, folder: Path) -> None:
    async with aiohttp.ClientSession() as browser:
        await (await line(url, folder, browser)).send_json({"type": "end-class"})


def known(board: dict[str, Any]) -> tuple[object, ...]:
    """What a trainer knows of the first seat and of the room: where, what, how much, and what refused."""
    report = board["seats"][0]["report"]
    said = {name: report[name] for name in ("screen", "case", "met", "keys", "points", "on")}
    counts = [point["met"] for point in board["progress"]]
    return said, board["seats"][0]["refused"], board["refusing"], counts


async def test_a_killed_server_loses_nothing_and_leaves_nobody_behind(
    folder: Path, first_lesson: Lesson
) -> None:
    code, other_code = (seat.code for seat in begun(folder, first_lesson).seats)
    url = start_server(folder, "127.0.0.1", 0).rstrip("/")
    pid = int((folder / "served.pid").read_text())
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        form = {"code": code, "name": "Ann"}
        async with browser.post(f"{url}/join", data=form, headers={"Origin": url}) as page:
            assert "textual-terminal" in await page.text()
        one = Terminal(await browser.ws_connect(f"{url}/ws?width=80&height=24", headers={"Origin": url}))
        await one.until("Sign on as worker")
        await one.type("\r")
        await one.until("SIGN")
        await one.type("99999\r")
        await one.until("CS-120")
        await asyncio.sleep(1)  # keys count again after a pause
        await one.type("17001\r")
        await one.until("WORKLIST")
        with pytest.raises(ClassError, match="CS-608"):
            start_server(folder, "127.0.0.1", 0)
        await one.type("\x1b[HCAS1 17000123\r")
        await one.until("CASE SCREEN 1")
        before = await board_of(url, folder)
        seat_of_bo = await token_of(url, {"code": other_code, "name": "Bo"})
        os.kill(pid, signal.SIGKILL)
        await gone(folder)
        again = start_server(folder, "127.0.0.1", 0).rstrip("/")
        after = await board_of(again, folder)
        assert known(after) == known(before)
        assert [(one["name"], one["status"]) for one in after["seats"]] == [
            ("Ann", "joined"),
            ("Bo", "joined"),
        ]
        async with browser.post(f"{again}/join", data=form, headers={"Origin": again}) as page:
            assert "was used" in await page.text()
        two = Terminal(await browser.ws_connect(f"{again}/ws?width=80&height=24", headers={"Origin": again}))
        shown = await two.until("You are back where you were.")
        assert "CASE SCREEN 1" in shown
        assert "17000123" in shown
        cookie = {"Origin": again, "Cookie": f"cstui-seat={seat_of_bo}"}
        async with aiohttp.ClientSession() as other:
            bo = Terminal(await other.ws_connect(f"{again}/ws?width=80&height=24", headers=cookie))
            await bo.until("Sign on as worker")
        await end_class(again, folder)
    await gone(folder)


def test_a_server_that_ends_before_it_serves_says_why_in_the_log(
    folder: Path, first_lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(folder, first_lesson)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    log_file().parent.mkdir(parents=True)
    monkeypatch.setenv("PYTHONHOME", str(tmp_path / "nowhere"))
    with pytest.raises(ClassError, match="CS-622") as refused:
        start_server(folder, "127.0.0.1", 0)
    assert str(log_file()) in refused.value.remedy
    assert "Fatal Python error" in log_file().read_text()


async def test_a_class_in_which_no_seat_can_be_born_is_not_held(
    folder: Path, first_lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the folder is let go."""
    runtime = ClassRuntime(begun(folder, first_lesson))
    with monkeypatch.context() as broken:
        broken.setattr(links, "scrubbed", lambda: {"PYTHONHOME": str(tmp_path / "nowhere")})
        with pytest.raises(ClassError, match="CS-622"):
            await runtime.open()
    assert holder(folder) is None


async def test_a_class_whose_seats_are_not_born_in_time_is_not_held(
    folder: Path, first_lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would wait for ever says so instead; nothing is left behind."""
    runtime = ClassRuntime(begun(folder, first_lesson))
    begins = subprocess.Popen
    started: list[subprocess.Popen[bytes]] = []

    def noted(*given: Any, **named: Any) -> subprocess.Popen[bytes]:
        started.append(begins(*given, **named))
        return started[-1]

    monkeypatch.setattr(links.subprocess, "Popen", noted)
    monkeypatch.setattr(links, "READY_SECONDS", 0.0)
    with pytest.raises(ClassError, match="CS-622"):
        await runtime.open()
    assert holder(folder) is None
    assert [one.poll() is not None for one in started] == [True]


async def test_time_is_told_and_ends_the_seat(folder: Path, first_lesson: Lesson) -> None:
    now = datetime.now(UTC)
    held = begun(folder, first_lesson, Bounds(mode="exam", minutes=20))
    held._clock = lambda: now
    seat = held.seats[0]
    held.join(seat.code, "Ann")
    runtime = ClassRuntime(held)
    await runtime.open()
    try:
        finished = asyncio.Event()
        said: list[SeatReport] = []

        def hears(_: str) -> None:
            if seat.last is not None:
                said.append(seat.last)
                if seat.last.finished:
                    finished.set()

        runtime.listeners.append(hears)
        await runtime.link(seat)
        now += timedelta(minutes=16)
        await runtime.look_after()
        assert runtime._reminded["s01"] == {10, 5}
        assert held.left(seat) == timedelta(minutes=4)
        now += timedelta(minutes=4)
        await runtime.look_after()
        async with asyncio.timeout(60):
            await finished.wait()
    finally:
        await runtime.close()


def test_a_full_disk_keeps_a_class_as_it_was(
    folder: Path, first_lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = begun(folder, first_lesson)
    before = (folder / "class.json").read_bytes()
    seat = held.seats[0]

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(keeping, "replace", full)
        for change in (
            lambda: held.join(seat.code, "Ann"),
            lambda: held.add_seat("Bob"),
            lambda: held.new_code(seat),
            lambda: held.end(seat),
            lambda: held.bound(Bounds(mode="exam")),
        ):
            with pytest.raises(ClassError, match=r"CS-613 .*No space left on device"):
                change()
        assert (seat.status, seat.name, len(held.seats), held.record.mode) == ("free", "", 2, "lesson")
    assert (folder / "class.json").read_bytes() == before
    assert held.join(seat.code, "Ann").seat is seat


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kilobytes; skipped where this user may mount none."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this user cannot mount a tmpfs")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_really_full_disk_leaves_no_half_file(small_disk: Path, first_lesson: Lesson) -> None:
    held = begun(small_disk / "class", first_lesson)
    journal = Journal(small_disk / "journal.jsonl")
    first = SeatMoment(at=datetime.now(UTC), on=first_lesson.opens, command="first")
    journal.add(first)
    with suppress(OSError):
        (small_disk / "rest").write_bytes(b"x" * 65_536)
    before = (small_disk / "class" / "class.json").read_bytes()
    with pytest.raises(ClassError, match="CS-613"):
        held.join(held.seats[0].code, "Ann")
    with pytest.raises(OSError, match="No space"):
        journal.add(SeatMoment(at=datetime.now(UTC), on=first_lesson.opens, command="x" * 5_000))
    assert (small_disk / "class" / "class.json").read_bytes() == before
    assert [one.name for one in (small_disk / "class").iterdir()] == ["class.json"]
    assert list(read(journal.path)) == journal.moments
    (small_disk / "rest").unlink()
    journal.add(first)
    assert list(read(journal.path)) == journal.moments
    assert held.join(held.seats[0].code, "Ann").seat.name == "Ann"
