"""Links to seats: each seat's process, its stream, and whoever looks at it.

A link is textual-serve's app service over a stream to a forked seat instead of a process of its
own. The seat lives on when its learner's line drops; whoever comes back gets the screen whole.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, Any, Protocol

import msgspec
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from cstui import files
from cstui.classroom.seats.protocol import Control, Picture, Says, SeatReport
from cstui.classroom.serving.fork_server import CODE, scrubbed
from cstui.classroom.serving.seat_request import (
    CONTROL,
    LARGEST,
    QUIT,
    REPAINT,
    SAYS,
    TOOK,
    SeatRequest,
)
from cstui.classroom.serving.stream import DATA, META, READY, Packets

log = logging.getLogger("cstui.class")
_SAYS: Any = Says
READY_SECONDS = 90.0
"""How long the nursery may take to import everything; on a machine that rests it takes one or two."""
QUIT_SECONDS = 2.0
"""How long a seat may take to end when it is asked to, before it is killed."""
NEEDED = (80, 24)
"""Columns and rows of a screen."""
AHEAD = 4096
"""Bytes that are sent to a seat before it has taken them: what else is typed waits at the browser's end."""
FALLS = 3
"""How often a seat begins again by itself; one that still falls waits for its learner to come back."""


class _Beside(msgspec.Struct, frozen=True):
    """What comes from a seat beside its screen: a report, or how many bytes of keys it has taken."""

    type: str
    says: str = ""
    bytes: Annotated[int, msgspec.Meta(ge=0)] = 0


class SeatViewer(Protocol):
    """Whoever looks at a seat: a browser's socket, or a terminal on this machine."""

    async def show(self, data: bytes) -> None:
        """Show what the seat sends to a terminal."""

    async def end(self) -> None:
        """The seat has ended."""


class ViewerSide:
    """What one of those who look at a seat sends to it: keys as they are, sizes as those of that window."""

    def __init__(self, link: SeatLink, viewer: SeatViewer) -> None:
        self._link, self._viewer = link, viewer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._link, name)

    async def set_terminal_size(self, width: int, height: int) -> None:
        """That window has another size."""
        await self._link.resized(self._viewer, width, height)


class ForkClient:
    """The process that seats of an agency's lesson are forked from, as the class sees it."""

    def __init__(self, agency: str) -> None:
        self._agency = agency
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._ready: asyncio.Future[None] | None = None
        self._born: dict[str, asyncio.Future[int]] = {}
        self._ends: dict[str, Callable[[int], None]] = {}
        self._opening = asyncio.Lock()

    async def open(self) -> None:
        """Start it, and wait until everything heavy is imported there.

        ConnectionError where it ends meanwhile, or is not ready in READY_SECONDS.
        """
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cstui.classroom.serving.fork_server", str(theirs.fileno()), self._agency],
            pass_fds=[theirs.fileno()],
            cwd=CODE,
            env=scrubbed(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        ours.setblocking(False)
        self._socket, self._ready = ours, loop.create_future()
        loop.add_reader(ours, self._heard)
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self._ready
        except TimeoutError as fault:
            log.error("the process that seats are born from was not ready in %s seconds", READY_SECONDS)
            self.close()
            raise ConnectionResetError("the seats' nursery is not ready") from fault

    async def bear(self, sitting: SeatRequest, on_end: Callable[[int], None]) -> tuple[int, socket.socket]:
        """Begin a seat: the number of the process in which it sits, and our end of its stream.

        A nursery that has died is begun again for it; ConnectionError where that dies, too.
        """
        try:
            return await self._bear(sitting, on_end)
        except ConnectionError:  # it had died, and we had not heard of it yet
            return await self._bear(sitting, on_end)

    async def _bear(self, sitting: SeatRequest, on_end: Callable[[int], None]) -> tuple[int, socket.socket]:
        if self._socket is None:
            async with self._opening:
                if self._socket is None:
                    await self.open()
        line = self._socket
        assert line is not None
        ours, theirs = socket.socketpair()
        self._ends[sitting.seat] = on_end
        born = self._born[sitting.seat] = asyncio.get_running_loop().create_future()
        try:
            socket.send_fds(line, [msgspec.json.encode(sitting)], [theirs.fileno()])
            return await born, ours
        except ConnectionError:
            ours.close()
            self._born.pop(sitting.seat, None)
            self._ends.pop(sitting.seat, None)
            if self._socket is line:
                self._has_died()
            raise
        finally:
            theirs.close()

    def _heard(self) -> None:
        assert self._socket is not None
        try:
            data = self._socket.recv(LARGEST)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        if not data:
            self._has_died()
            return
        said = json.loads(data)
        if "ready" in said and self._ready is not None:
            self._ready.set_result(None)
        elif "born" in said:
            self._born.pop(said["of"]).set_result(said["born"])
        elif on_end := self._ends.pop(said.get("ended", ""), None):
            on_end(said["status"])

    def _has_died(self) -> None:
        """The nursery is gone, its banks are not: a seat whose stream ends from now on has fallen."""
        log.warning("the process that seats are born from has ended; it is begun again when one is needed")
        self.close()
        waiting: list[asyncio.Future[Any]] = [one for one in (self._ready,) if one and not one.done()]
        waiting += self._born.values()
        self._born = {}
        for born in waiting:
            born.set_exception(ConnectionResetError("the seats' nursery has ended"))
        ends, self._ends = list(self._ends.values()), {}
        for on_end in ends:
            on_end(-signal.SIGKILL)

    def close(self) -> None:
        """End it; seats that still run end with their streams."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(QUIT_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


class SeatLink(AppService):
    """One running seat. `sit` tells how it is to begin, `hears` gets its reports and pictures.

    Where its process falls while somebody looks, it begins again where it was, and what is typed
    meanwhile waits; `fell` is told then. `gone` is called when the seat has ended.
    """

    def __init__(
        self,
        forks: ForkClient,
        sit: Callable[[], SeatRequest],
        *,
        hears: Callable[[SeatReport | Picture], None],
        fell: Callable[[int], None],
        gone: Callable[[int], None],
    ) -> None:
        super().__init__(
            "seat",
            write_bytes=self._show,
            write_str=self._nothing,
            close=self._end,
            download_manager=DownloadManager(),
        )
        self.sitting = sit()
        self.size = (self.sitting.columns, self.sitting.rows)
        self._forks, self._sit = forks, sit
        self._hears, self._fell, self._gone = hears, fell, gone
        self._viewers: dict[SeatViewer, tuple[int, int]] = {}
        """Whoever looks at the seat, with the columns and rows of that window."""
        self.pid = 0
        """The process in which the seat sits."""
        self._falls = 0
        self._asked_to_end = False
        self._stands, self._ended = asyncio.Event(), asyncio.Event()
        self._ahead = 0
        self._took = asyncio.Event()

    async def open(self) -> None:
        """Begin the seat and read what it sends."""
        self.pid, stream = await self._forks.bear(self.sitting, self._has_ended)
        self._has_taken(self._ahead)
        reader, self._stdin = await asyncio.open_connection(sock=stream)
        self._task = asyncio.create_task(self._read(reader))
        self._stands.set()

    async def attach(self, viewer: SeatViewer, columns: int, rows: int) -> None:
        """Let somebody look at the seat and type: the terminal has so many columns and rows.

        Of a pair with unequal windows the seat has what both show, and never less than one window alone
        would have or a screen needs.
        """
        self._viewers[viewer] = (columns, rows)
        await self._fit()
        await self.focus()
        await self.again()

    async def again(self) -> None:
        """Show the whole screen again to all who look."""
        await self.send_meta({"type": REPAINT})

    async def resized(self, viewer: SeatViewer, columns: int, rows: int) -> None:
        """Somebody's window has another size."""
        if viewer in self._viewers:
            self._viewers[viewer] = (columns, rows)
            await self._fit()

    def detach(self, viewer: SeatViewer) -> None:
        """Somebody looks no longer; the screen is as large as the windows of the others."""
        if self._viewers.pop(viewer, None) and self._viewers:
            self._fitting = asyncio.create_task(self._fit())

    async def _fit(self) -> None:
        if not self._viewers:
            return
        sizes = [*zip(*self._viewers.values(), strict=True)]
        columns, rows = (
            max(min(all_), min(max(all_), needed)) for all_, needed in zip(sizes, NEEDED, strict=True)
        )
        self.size = (columns, rows)
        await self.set_terminal_size(columns, rows)

    @property
    def watched(self) -> bool:
        """Whether its learner is there."""
        return bool(self._viewers)

    async def control(self, control: Control) -> None:
        """Pass on what the trainer does."""
        await self.send_meta({"type": CONTROL, "control": msgspec.json.encode(control).decode()})

    async def send_bytes(self, data: bytes) -> bool:
        """Send what is typed, once the seat stands, and no more of it than the seat keeps up with."""
        for at in range(0, len(data), AHEAD):
            piece = data[at : at + AHEAD]
            while self._ahead and self._ahead + len(piece) > AHEAD and not self._ended.is_set():
                self._took.clear()
                await self._took.wait()
            await self._stands.wait()
            self._ahead += len(piece)
            if not await super().send_bytes(piece):
                return False
        return True

    def _has_taken(self, size: int) -> None:
        self._ahead = max(self._ahead - size, 0)
        self._took.set()

    async def send_meta(self, data: dict[str, str | int | bool | None]) -> bool:
        """Send what is beside the keys, once the seat stands."""
        await self._stands.wait()
        return await super().send_meta(data)

    async def close(self) -> None:
        """Ask the seat to end, and see to it."""
        if self._ended.is_set():
            return
        self._asked_to_end = True
        await self.send_meta({"type": QUIT})
        try:
            await asyncio.wait_for(self._ended.wait(), QUIT_SECONDS)
        except TimeoutError:
            self.kill()
            await self._ended.wait()

    def kill(self) -> None:
        """Kill the process in which the seat sits; stores and journals hold what was done there."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while not (await reader.readline()).endswith(READY):
                if reader.at_eof():
                    return
            packets = Packets()
            while data := await reader.read(LARGEST):
                for kind, payload in packets.feed(data):
                    if kind == DATA:
                        await self.on_data(payload)
                    elif kind == META:
                        await self.on_meta(payload)
        except ConnectionError:
            return
        except ValueError as fault:  # no seat of ours sends that: what comes after it cannot be told apart
            log.warning("seat %s speaks otherwise than a seat, and is ended: %s", self.sitting.seat, fault)
            self.kill()

    async def on_meta(self, data: bytes) -> None:
        """Take what the seat says beside its screen; a class ignores anything else."""
        try:
            said = files.decoded(data, _Beside)
            heard = files.decoded(said.says.encode(), _SAYS) if said.type == SAYS else None
        except ValueError as fault:
            log.warning("seat %s said what nobody understands: %s", self.sitting.seat, fault)
            return
        if heard is not None:
            self._hears(heard)
        elif said.type == TOOK:
            self._has_taken(said.bytes)

    async def _show(self, data: bytes) -> None:
        for viewer in tuple(self._viewers):
            try:
                await viewer.show(data)
            except (ConnectionError, RuntimeError):
                self.detach(viewer)

    async def _nothing(self, _: str) -> None:
        """A seat opens no link and delivers no file."""

    async def _end(self) -> None:
        viewers, self._viewers = self._viewers, {}
        for viewer in viewers:
            await viewer.end()

    def _has_ended(self, status: int) -> None:
        self._after_it = asyncio.create_task(self._after(status))

    async def _after(self, status: int) -> None:
        await self._stands.wait()
        if self._task is not None:
            await self._task
        self.stdin.close()
        if status:
            log.warning("seat %s ended with status %s", self.sitting.seat, status)
        if status and self._viewers and not self._asked_to_end and self._falls < FALLS:
            self._falls += 1
            self._fell(status)
            if await self._begun_again():
                return
        self._ended.set()
        self._has_taken(self._ahead)
        self._gone(status)
        await self._end()

    async def _begun_again(self) -> bool:
        """Whether the seat stands again, with the size that its learner's terminal has now."""
        self._stands.clear()
        columns, rows = self.size
        self.sitting = msgspec.structs.replace(self._sit(), columns=columns, rows=rows)
        try:
            await self.open()
        except ConnectionError:
            log.warning("seat %s could not begin again", self.sitting.seat)
            self._stands.set()
            return False
        await self.focus()
        await self.send_meta({"type": REPAINT})
        return True
