"""What bounds those who reach a class: tokens that come back, wrong codes, and connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from cstui.classroom.serving import doorway
from cstui.classroom.serving.bounds import FREE, FREE_IN_ALL, MOST_ADDRESSES, Bucket, WrongCodes, network
from cstui.classroom.serving.doorway import Doorway


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_bucket_gives_what_there_is_and_then_tells_how_long_to_wait(clock: Clock) -> None:
    bucket = Bucket(2, 3, clock)
    assert [bucket.take() for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    clock.now += 1.0
    assert not bucket.has()
    clock.now += 0.5
    assert bucket.has()
    clock.now += 1_000
    assert bucket.take(3) == 0
    assert bucket.take(0) == 0


def test_a_room_of_typing_errors_waits_for_nothing_and_a_guesser_ever_longer(clock: Clock) -> None:
    wrong = WrongCodes(clock)
    waits = [wrong.count("10.0.0.7") for _ in range(FREE + 9)]
    assert waits == [0] * FREE + [1, 2, 4, 8, 16, 32, 64, 64, 64]
    assert wrong.wait("10.0.0.8") == 0
    clock.now += 63.5
    assert wrong.wait("10.0.0.7") == 1
    clock.now += 200
    assert wrong.count("10.0.0.7") == 0


def test_one_guesser_makes_nobody_else_wait_and_many_make_all_wait(clock: Clock) -> None:
    wrong = WrongCodes(clock)
    for _ in range(10_000):
        wrong.count("10.0.0.7")
    assert wrong.wait("10.0.0.8") == 0
    for at in range(FREE_IN_ALL):
        wrong.count(f"10.0.1.{at}")
    assert 0 < wrong.wait("10.0.0.8") <= 8


def test_so_many_addresses_are_remembered_and_no_more(clock: Clock) -> None:
    wrong = WrongCodes(clock)
    for at in range(MOST_ADDRESSES + 50):
        wrong.count(f"10.1.{at // 256}.{at % 256}")
    assert len(wrong._of) == MOST_ADDRESSES


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.7", "10.0.0.8", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::8", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:10.0.0.7", "10.0.0.7", True),
        ("fe80::1%eth0", "fe80::2%eth0", False),
        ("", "no address", False),
    ],
)
def test_who_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) == same


# --- the doorway ---------------------------------------------------------------------------------


class Answers(asyncio.Protocol):
    """Answers nothing, and takes what comes."""

    def __init__(self) -> None:
        self.heard = b""

    def data_received(self, data: bytes) -> None:
        self.heard += data


class Room:
    """A doorway that is listened at."""

    def __init__(self) -> None:
        self.answers: list[Answers] = []
        self.doorway = Doorway(self._answer)
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    def _answer(self) -> Answers:
        self.answers.append(Answers())
        return self.answers[-1]

    async def dial(self) -> asyncio.StreamReader:
        """A new line, once the doorway has it."""
        before = len(self.answers)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        while len(self.answers) == before:
            await asyncio.sleep(0)
        return reader


@pytest.fixture
async def room(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    monkeypatch.setattr(doorway, "MOST_OF_ONE", 3)
    monkeypatch.setattr(doorway, "MOST_KNOWN", 2)
    monkeypatch.setattr(doorway, "SWEPT", 0.02)
    one = Room()
    server = await asyncio.get_running_loop().create_server(one.doorway, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    yield one
    for writer in one.writers:
        writer.close()
    server.close()
    one.doorway.close()


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What a line says until it is closed."""
    async with asyncio.timeout(60):
        return await reader.read()


async def test_who_was_quiet_longest_leaves_and_is_told_why(room: Room) -> None:
    lines = [await room.dial() for _ in range(4)]
    assert b"503" in (said := await ended(lines[0]))
    assert b"Try again in 5 seconds." in said
    room.doorway.asks(room.answers[1], "")
    await room.dial()
    assert await ended(lines[2])
    assert not lines[1].at_eof()


async def test_room_is_kept_for_the_known_and_not_for_all_that_they_open(room: Room) -> None:
    lines = []
    for at in range(3):
        lines.append(await room.dial())
        room.doorway.asks(room.answers[at], "s01", line=True)
    for _ in range(3):
        await room.dial()
    assert await ended(lines[2]) == b""  # the third of s01 was one of the unknown
    assert not lines[0].at_eof()
    assert not lines[1].at_eof()
    assert room.doorway.turned_out == 1


async def test_a_line_over_which_nothing_whole_comes_is_closed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays = await room.dial()
    room.doorway.asks(room.answers[0], "s01", line=True)
    monkeypatch.setattr(doorway, "BEGUN_SECONDS", 0.05)
    monkeypatch.setattr(doorway, "ASKED_SECONDS", 0.05)
    half = await room.dial()
    asked = await room.dial()
    room.doorway.asks(room.answers[2], "")
    assert b"503" in await ended(half)
    assert await ended(asked) == b""
    assert not stays.at_eof()


async def test_a_line_that_says_too_much_and_asks_nothing_is_closed(room: Room) -> None:
    reader = await room.dial()
    for _ in range(40):
        room.writers[0].write(b"X" * 4_096)
    with suppress(ConnectionResetError):  # what it still said was not read any more
        await ended(reader)
    assert len(room.answers[0].heard) <= doorway.MOST_UNANSWERED
