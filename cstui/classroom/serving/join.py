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
import threading
import tty
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import aiohttp
import msgspec

from cstui import files
from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace
from cstui.classroom.seats.protocol import Wrong

LEAVES = b"\x1d"
"""Ctrl-]: leaves the terminal; the seat stays."""
RESTORE = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[?1049l"
QUIET = 2.0
"""Seconds without a word of the seat after which lines that have ended leave it."""
LEFT = "You have left; the seat stays as it is. `cstui classroom join` goes on."
OVER = (
    "The lesson is finished, or the line to the class is closed. "
    "`cstui classroom join` goes on while the class is held."
)


async def join(address: str, code: str, name: str, kept: Path, *, linear: bool = False) -> int:
    """Sit at a seat until it ends or Ctrl-] leaves it; the exit status. ClassError where refused.

    `linear` is the desk line by line: lines of standard input in, text out, no terminal needed.
    """
    if not (linear or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise ClassError("CS-628")
    origin = address.rstrip("/")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": origin}) as browser:
        try:
            token = await _token(browser, origin, code, name) if code else _token_of(kept)
            if code:
                _keep(kept, token)
            columns, rows = shutil.get_terminal_size()
            line = f"{origin}/ws?width={columns}&height={rows}" + ("&linear=1" if linear else "")
            socket = await browser.ws_connect(line, headers={"Cookie": f"cstui-seat={token}"})
        except aiohttp.WSServerHandshakeError as fault:
            rule = fault.headers.get("Cstui-Refused", "") if fault.headers else ""
            if rule == "CS-605":
                raise ClassError(rule, seat="of yours") from fault
            if rule == "CS-635":
                raise ClassError(rule, seconds=1) from fault
            raise ClassError("CS-626" if rule else "CS-614", address=address) from fault
        except (aiohttp.ClientError, OSError) as fault:
            raise ClassError("CS-614", address=address) from fault
        if linear:
            left = await _by_lines(socket)
            print()
        else:
            with _raw():
                left = await _converse(socket)
    if socket.close_code == aiohttp.WSCloseCode.TRY_AGAIN_LATER:
        return 1  # why it cannot begin was shown in place of the desk
    print(LEFT if left else OVER, file=sys.stderr)
    return 0


def _token_of(kept: Path) -> str:
    """The token of the seat at which one sat last. ClassError CS-626 where one never did."""
    try:
        return files.text(kept, files.SHORT, "ascii")
    except (OSError, UnicodeDecodeError) as fault:
        raise ClassError("CS-626") from fault


def _keep(kept: Path, token: str) -> None:
    try:
        files.folder(kept.parent)
        replace(kept, token.encode())
    except OSError as fault:
        print(ClassError("CS-613", folder=kept.parent, fault=fault.strerror), file=sys.stderr)


async def _token(browser: aiohttp.ClientSession, origin: str, code: str, name: str) -> str:
    form = {"code": code, "name": name}
    asked = {"Accept": "application/json"}
    async with browser.post(f"{origin}/join", data=form, headers=asked, allow_redirects=False) as response:
        if response.status == 303 and "cstui-seat" in response.cookies:
            return response.cookies["cstui-seat"].value
        rule, answer = response.headers.get("Cstui-Refused", ""), await response.read()
    if rule:
        said, _, way = answer.decode("utf-8", "replace").removeprefix(f"{rule} ").partition("\n")
        raise ClassError.as_said(rule, said, way.strip())
    try:
        refused = msgspec.json.decode(answer, type=Wrong)
    except msgspec.DecodeError as fault:
        raise ClassError("CS-614", address=origin) from fault
    raise ClassError.as_said(refused.rule, refused.message, refused.remedy)


async def _by_lines(socket: aiohttp.ClientWebSocketResponse) -> bool:
    """Lines of standard input to the seat, its text to standard output; whether the learner left.

    The end of input leaves once the seat has answered.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def reading() -> None:
        with suppress(RuntimeError):  # the class has ended meanwhile, and the loop with it
            for line in iter(sys.stdin.readline, ""):
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

    async def sending() -> None:
        while line := await lines.get():
            await socket.send_json(["stdin", line])

    threading.Thread(target=reading, daemon=True).start()
    task = asyncio.create_task(sending())
    try:
        while True:
            try:
                message = await socket.receive(timeout=QUIET)
            except TimeoutError:
                if task.done():
                    await socket.close()
                    return True
                continue
            if message.type is aiohttp.WSMsgType.BINARY:
                sys.stdout.write(message.data.decode("utf-8", "replace"))
                sys.stdout.flush()
            elif message.type is not aiohttp.WSMsgType.TEXT:
                return False
    finally:
        task.cancel()


async def _converse(socket: aiohttp.ClientWebSocketResponse) -> bool:
    """Keys to the seat, its screen to the terminal; whether the learner left."""
    loop = asyncio.get_running_loop()
    keys: asyncio.Queue[bytes] = asyncio.Queue()
    resized = asyncio.Event()
    decoder = getincrementaldecoder("utf-8")("replace")
    loop.add_reader(sys.stdin.fileno(), lambda: keys.put_nowait(os.read(sys.stdin.fileno(), 4096)))
    loop.add_signal_handler(signal.SIGWINCH, resized.set)
    left = False

    async def typing() -> None:
        nonlocal left
        while (data := await keys.get()) and LEAVES not in data:
            await socket.send_json(["stdin", decoder.decode(data)])
        left = True
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
    return left


@contextmanager
def _raw() -> Iterator[None]:
    """The terminal in raw mode, and as it was afterward."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        sys.stdout.write(RESTORE)
        sys.stdout.flush()
