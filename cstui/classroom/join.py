"""Joining a class from a terminal on this machine: the same seat and the same line as a browser's.

The terminal is put into raw mode and shows what the seat sends. The token of the seat is kept for
this class in the user's data folder, so that `join` without a code goes on where one was.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace

LEAVES = b"\x1d"
"""Ctrl-]: leaves the terminal; the seat stays."""
RESTORE = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[?1049l"


async def join(
    address: str, code: str, name: str, kept: Path, *, linear: bool = False, pair: bool = False
) -> int:
    """Sit at a seat until it ends or Ctrl-] leaves it; the exit status. ClassError where refused.

    `pair` sits down beside the learner who has the seat.

    `linear` is the desk line by line: lines of standard input in, text out, no terminal needed.
    """
    origin = address.rstrip("/")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": origin}) as browser:
        try:
            token = (
                await _token(browser, origin, code, name, pair) if code else kept.read_text(encoding="ascii")
            )
        except FileNotFoundError as fault:
            raise ClassError("CS-401", value="nothing") from fault
        except aiohttp.ClientConnectionError as fault:
            raise ClassError("CS-414", address=address) from fault
        if code:
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace(kept, token.encode())
        columns, rows = shutil.get_terminal_size()
        line = f"{origin}/ws?width={columns}&height={rows}" + ("&linear=1" if linear else "")
        try:
            socket = await browser.ws_connect(line, headers={"Cookie": f"cstui-seat={token}"})
        except aiohttp.WSServerHandshakeError as fault:
            raise ClassError("CS-401", value="the code kept here") from fault
        except aiohttp.ClientConnectionError as fault:
            raise ClassError("CS-414", address=address) from fault
        if linear:
            await _by_lines(socket)
            return 0
        with _raw():
            await _converse(socket)
    return 0


async def _by_lines(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Lines of standard input to the seat, its text to standard output; the end of input leaves."""

    async def reading() -> None:
        while line := await asyncio.to_thread(sys.stdin.readline):
            await socket.send_json(["stdin", line])

    task = asyncio.create_task(reading())
    try:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                sys.stdout.write(message.data.decode("utf-8", "replace"))
                sys.stdout.flush()
    finally:
        task.cancel()


async def _token(browser: aiohttp.ClientSession, origin: str, code: str, name: str, pair: bool) -> str:
    form = {"code": code, "name": name} | ({"pair": "1"} if pair else {})
    async with browser.post(f"{origin}/join", data=form, allow_redirects=False) as response:
        if response.status == 303:
            return response.cookies["cstui-seat"].value
        text = await response.text()
    rule = next((one for one in ("CS-401", "CS-402", "CS-404", "CS-405") if one in text), "CS-401")
    if rule == "CS-402":
        raise ClassError(rule, value=code, name="somebody")
    if rule == "CS-404":
        raise ClassError(rule, most=40)
    raise ClassError(rule, value=code) if rule == "CS-401" else ClassError(rule, seat=code)


async def _converse(socket: aiohttp.ClientWebSocketResponse) -> None:
    loop = asyncio.get_running_loop()
    keys: asyncio.Queue[bytes] = asyncio.Queue()
    resized = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), lambda: keys.put_nowait(os.read(sys.stdin.fileno(), 4096)))
    loop.add_signal_handler(signal.SIGWINCH, resized.set)

    async def typing() -> None:
        while (data := await keys.get()) and data != LEAVES:
            await socket.send_json(["stdin", data.decode("utf-8", "replace")])
        await socket.close()

    async def sizing() -> None:
        while True:
            await resized.wait()
            resized.clear()
            columns, rows = shutil.get_terminal_size()
            await socket.send_json(["resize", {"width": columns, "height": rows}])

    tasks = [asyncio.create_task(typing()), asyncio.create_task(sizing())]
    try:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                sys.stdout.buffer.write(message.data)
                sys.stdout.buffer.flush()
    finally:
        for task in tasks:
            task.cancel()
        loop.remove_reader(sys.stdin.fileno())
        loop.remove_signal_handler(signal.SIGWINCH)


@contextmanager
def _raw() -> Iterator[None]:
    """The terminal in raw mode, and as it was afterwards."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        sys.stdout.write(RESTORE)
        sys.stdout.flush()
