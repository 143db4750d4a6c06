"""What a process of seats says to the class is read guarded: one that is not itself harms its seats alone."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from typing import cast

import pytest

from cstui.classroom.seats.protocol import Picture, SeatReport
from cstui.classroom.serving.links import ForkClient, SeatLink
from cstui.classroom.serving.seat_request import SeatRequest
from cstui.classroom.serving.stream import DATA, LARGEST_PACKET, META, READY, Packets, packet

STRANGE: list[bytes] = [
    b"[" * 100_000,
    b"{}",
    b"\xff\xfe",
    b"null",
    b'{"type": "says"}',
    b'{"type": "says", "says": ' + json.dumps("[" * 100_000).encode() + b"}",
    b'{"type": "says", "says": "{\\"type\\": \\"nothing\\"}"}',
    b'{"type": "says", "says": {"rows": 1}}',
    b'{"type": "took", "bytes": -9}',
    b'{"type": "took", "bytes": "many"}',
    b'{"type": 5}',
]


class Process:
    """Stands for the nursery: a process in which nobody sits, and the other end of its stream."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.stream, self._ours = socket.socketpair()
        self.on_end: Callable[[int], None]

    async def bear(self, sitting: SeatRequest, on_end: Callable[[int], None]) -> tuple[int, socket.socket]:
        self.on_end = on_end
        return self.process.pid, self._ours


class Viewer:
    def __init__(self) -> None:
        self.shown = asyncio.Queue[bytes]()

    async def show(self, data: bytes) -> None:
        self.shown.put_nowait(data)

    async def end(self) -> None:
        pass


@pytest.fixture
async def link() -> AsyncIterator[tuple[SeatLink, Process, Viewer, list[SeatReport | Picture]]]:
    process, viewer, heard = Process(), Viewer(), list[SeatReport | Picture]()
    sitting = SeatRequest(seat="s01", folder="seats/s01", lesson="1.toml", start="start.cstui")
    one = SeatLink(
        cast(ForkClient, process), lambda: sitting,
        hears=heard.append, fell=lambda _: None, gone=lambda _: None,
    )  # fmt: skip
    await one.open()
    process.stream.sendall(READY)
    await one.attach(viewer, 80, 24)
    yield one, process, viewer, heard
    process.process.kill()
    process.process.wait()
    process.stream.close()
    process.on_end(0)
    await one._ended.wait()


@pytest.mark.parametrize("strange", STRANGE)
async def test_what_nobody_understands_is_passed_over(
    link: tuple[SeatLink, Process, Viewer, list[SeatReport | Picture]], strange: bytes
) -> None:
    _, process, viewer, heard = link
    process.stream.sendall(packet(META, strange) + packet(DATA, b"shown"))
    assert await asyncio.wait_for(viewer.shown.get(), 30) == b"shown"
    assert heard == []


@pytest.mark.parametrize("begun", [DATA + (LARGEST_PACKET + 1).to_bytes(4, "big"), META + b"\xff" * 4])
async def test_a_process_that_would_fill_the_class_is_ended(
    link: tuple[SeatLink, Process, Viewer, list[SeatReport | Picture]], begun: bytes
) -> None:
    """It says that gigabytes come: nothing of them is waited for."""
    _, process, _, _ = link
    process.stream.sendall(begun)
    assert await asyncio.to_thread(process.process.wait, 30) == -signal.SIGKILL


def test_packets_have_a_largest_size() -> None:
    assert [*Packets().feed(packet(DATA, b"x" * LARGEST_PACKET))] == [(DATA, b"x" * LARGEST_PACKET)]
    with pytest.raises(ValueError, match="a packet of 4,194,305 bytes"):
        [*Packets().feed(packet(DATA, b"x" * (LARGEST_PACKET + 1)))]
