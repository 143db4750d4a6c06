"""Seats that share a process: what happens at one is no affair of the others."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import aiohttp
import pytest

from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.serving.class_runtime import ClassRuntime
from cstui.classroom.serving.fork_server import TOGETHER, scrubbed
from cstui.classroom.serving.holding import holder
from cstui.classroom.serving.links import FALLS
from cstui.classroom.serving.server import ClassServer
from cstui.classroom.serving.stream import Packets, packet
from tests.classroom.classes import TRAINERS_TOKEN, Held, Terminal, begun, jar, join, terminal

pytestmark = pytest.mark.terminal


@pytest.fixture
async def crowd(tmp_path: Path, first_lesson: Lesson) -> AsyncIterator[Held]:
    """A class with one seat more than a process holds."""
    runtime = ClassRuntime(begun(tmp_path / "class", first_lesson, seats=TOGETHER + 1))
    await runtime.open()
    server = ClassServer(runtime, port=0, token=TRAINERS_TOKEN)
    await server.start()
    yield Held(runtime, server)
    await server.stop()
    await runtime.close()


async def learner(held: Held, stack: AsyncExitStack, number: int) -> Terminal:
    """A learner with a browser of her own, who has signed on."""
    browser = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar()))
    return await seated(held, browser, number)


async def seated(held: Held, browser: aiohttp.ClientSession, number: int) -> Terminal:
    """The terminal of a learner who has signed on."""
    await join(held, browser, number, f"Ann {number}")
    one = await terminal(held, browser)
    await one.until("Sign on as worker")
    await one.type("\r")
    await one.until("SIGN")
    await one.type("17001\r")
    await one.until("WORKLIST")
    return one


async def process_of(held: Held, number: int) -> int:
    return (await held.runtime.link(held.runtime.room.seats[number])).pid


async def test_seats_fill_a_process_and_the_next_begins_another(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        for number in range(TOGETHER + 1):
            await learner(crowd, stack, number)
        processes = [await process_of(crowd, number) for number in range(TOGETHER + 1)]
        assert len(set(processes[:TOGETHER])) == 1
        assert processes[-1] not in processes[:-1]


async def test_what_one_types_and_where_she_is_stays_her_own(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        ann, bob = [await learner(crowd, stack, number) for number in range(2)]
        await ann.type("\x1b[HCAS1 17000123\r")
        await ann.until("CAS1   ")
        await bob.type("\x1b[HLAST DOE\r")
        assert "CAS1   " not in await bob.until("LAST")
        assert "CAS1   " in await ann.until("17000123")


async def test_when_one_ends_her_neighbors_go_on_and_her_place_is_taken_again(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        ann, bob = [await learner(crowd, stack, number) for number in range(2)]
        process = await process_of(crowd, 0)
        await crowd.runtime.end(crowd.runtime.room.seats[1])
        with pytest.raises(AssertionError):
            await bob.until("never shown")
        await ann.type("\x1b[HCAS1 17000123\r")
        await ann.until("17000123")
        await learner(crowd, stack, 2)
        assert await process_of(crowd, 2) == process


async def test_when_the_process_is_killed_all_of_it_come_back_and_what_was_typed_meanwhile_arrives(
    crowd: Held,
) -> None:
    async with AsyncExitStack() as stack:
        ann, bob = [await learner(crowd, stack, number) for number in range(2)]
        told: list[str] = []
        crowd.runtime.hearers.append(told.append)
        fallen = asyncio.Event()
        crowd.runtime.hearers.append(lambda _: fallen.set())
        os.kill(await process_of(crowd, 0), signal.SIGKILL)
        await fallen.wait()
        await ann.type("\x1b[HCAS1 17000123\r")
        await ann.until("CAS1   ")
        await bob.until("You are back where you were.")
        assert sorted(line[:3] for line in told) == ["s01", "s02"]
        assert all("ended with status -9 and begins again" in line for line in told)


async def test_a_seat_that_falls_again_and_again_waits_for_its_learner(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar()))
        ann = await seated(crowd, browser, 0)
        fallen = asyncio.Event()
        crowd.runtime.hearers.append(lambda _: fallen.set())
        for fall in range(FALLS):
            fallen.clear()
            os.kill(await process_of(crowd, 0), signal.SIGKILL)
            await fallen.wait()
            await ann.type(f"\x1b[H\x05FALL {fall}")
            await ann.until(f"FALL {fall}")
        os.kill(await process_of(crowd, 0), signal.SIGKILL)
        async with asyncio.timeout(60):
            while (await ann.socket.receive()).type is not aiohttp.WSMsgType.CLOSE:
                pass
        again = await terminal(crowd, browser)
        await again.until("You are back where you were.")


async def test_when_the_nursery_is_killed_seats_go_on_and_the_next_learner_finds_another(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        ann = await learner(crowd, stack, 0)
        bank = await process_of(crowd, 0)
        os.kill(parent(bank), signal.SIGKILL)
        await learner(crowd, stack, 1)
        await ann.type("\x1b[HCAS1 17000123\r")
        await ann.until("CAS1   ")
        assert await process_of(crowd, 0) == bank
        assert await process_of(crowd, 1) != bank
        os.kill(bank, signal.SIGKILL)
        await ann.until("You are back where you were.")


async def test_a_class_whose_nursery_was_killed_ends_all_the_same(
    tmp_path: Path, first_lesson: Lesson
) -> None:
    """Its seats' processes end, and somebody else may hold the folder."""
    room = begun(tmp_path / "class", first_lesson)
    runtime = ClassRuntime(room)
    await runtime.open()
    banks = {(await runtime.link(seat)).pid for seat in room.seats}
    os.kill(parent(min(banks)), signal.SIGKILL)
    await runtime.close()
    assert holder(room.folder) is None
    async with asyncio.timeout(60):
        while any(runs(bank) for bank in banks):
            await asyncio.sleep(0.05)


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


async def test_a_process_that_is_told_to_end_ends_its_seats_in_order(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        ann, bob = [await learner(crowd, stack, number) for number in range(2)]
        os.kill(await process_of(crowd, 0), signal.SIGTERM)
        await ann.until("You are back where you were.")
        await bob.until("You are back where you were.")


async def test_a_fault_at_one_seat_is_in_its_log_and_nobody_elses_affair(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        await learner(crowd, stack, 0)
        folder = crowd.runtime.room.folder_of(crowd.runtime.room.seats[1])
        folder.mkdir(parents=True)
        (folder / "seat.json").write_text("{", encoding="utf-8")
        browser = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar()))
        await join(crowd, browser, 1, "Bob")
        bob = await terminal(crowd, browser)
        with pytest.raises(AssertionError):
            await bob.until("Sign on as worker")
        assert "the seat ended with a fault" in (folder / "seat.log").read_text(encoding="utf-8")
        assert not (crowd.runtime.room.folder_of(crowd.runtime.room.seats[0]) / "seat.log").exists()


LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc and prlimit are Linux's")


@LINUX
async def test_a_bank_has_only_what_it_needs(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        await learner(crowd, stack, 0)
        await learner(crowd, stack, 1)
        bank, seats = Path(f"/proc/{await process_of(crowd, 0)}"), crowd.runtime.room.folder / "seats"
        assert (bank / "cwd").readlink() == seats
        given = {one.partition("=")[0] for one in (bank / "environ").read_text().split("\0")}
        assert given <= {"", *scrubbed()}
        held = [str(one.readlink()) for one in (bank / "fd").iterdir()]
        files = [one for one in held if one.startswith("/") and not Path(one).is_relative_to(seats)]
        assert set(files) == {"/dev/null"}
        assert sum(one.startswith("socket:") for one in held) == 5  # nursery, loop's own two, two seats
        assert not [one for one in held if one.startswith("pipe:")]


@LINUX
async def test_a_bank_without_memory_costs_no_seat_its_work(crowd: Held) -> None:
    async with AsyncExitStack() as stack:
        ann, bob = [await learner(crowd, stack, number) for number in range(2)]
        await ann.type("\x1b[HCAS1 17000123\r")
        await ann.until("CAS1   ")
        bank = await process_of(crowd, 0)
        size = int(Path(f"/proc/{bank}/statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(bank, resource.RLIMIT_AS, (size // 2, size // 2))
        journal = crowd.runtime.room.folder_of(crowd.runtime.room.seats[0]) / "journal.jsonl"
        before = journal.read_bytes()
        for word in ("CALO 17000123", "DIRS 17000123", "HELP", "CHECK", "WORK"):
            await ann.type(f"\x1b[H{word}\r")
        if not runs(bank):
            await bob.until("You are back where you were.")
        else:
            os.kill(bank, signal.SIGKILL)
        await ann.until("You are back where you were.")
        await ann.type("\x1b[H\x05CAS1 17000123\r")
        await ann.until("CAS1   ")
        assert journal.read_bytes().startswith(before)
        assert (journal.parent.parent / "bank.log").stat().st_size < 20_000


async def test_a_nursery_takes_no_program_from_the_folder_in_which_the_class_is_begun(
    tmp_path: Path, first_lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("msgspec.py", "sqlite3.py", "textual.py"):
        (tmp_path / name).write_text("raise SystemExit('not yours')")
    monkeypatch.chdir(tmp_path)
    runtime = ClassRuntime(begun(Path("class"), first_lesson))
    await runtime.open()
    assert (await runtime.link(runtime.room.seats[0])).pid
    await runtime.close()


async def test_a_lesson_that_was_changed_is_read_by_a_bank_of_its_own(
    tmp_path: Path, first_lesson: Lesson
) -> None:
    own = tmp_path / "own" / first_lesson.scenario.path.name
    own.parent.mkdir()
    own.write_bytes(first_lesson.scenario.path.read_bytes())
    (own.parent / "secret").write_text("s")
    runtime = ClassRuntime(begun(tmp_path / "class", read_lesson(own)))
    await runtime.open()
    first, second = runtime.room.seats
    bank = (await runtime.link(first)).pid
    new = own.with_name("new")  # as an editor saves it: another file under the name
    new.write_bytes(own.read_bytes())
    os.utime(new, (1, 1))
    new.replace(own)
    assert (await runtime.link(second)).pid != bank
    await runtime.close()


def test_packets_come_whole_however_the_stream_is_cut() -> None:
    sent = [(b"D", b"17001\r"), (b"M", b'{"type":"focus"}'), (b"D", b""), (b"D", "é".encode() * 400)]
    stream = b"".join(packet(kind, payload) for kind, payload in sent)
    random = Random(3)
    for _ in range(50):
        whole, came, at = Packets(), [], 0
        while at < len(stream):
            size = random.choice((1, 2, 7, 300))
            came += list(whole.feed(stream[at : at + size]))
            at += size
        assert came == sent
