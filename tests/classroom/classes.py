"""A class that is really held, and who sits in it: shared by the tests of server, board and browser."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pyte

from cstui.classroom.enrollment.class_state import ClassState
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.protocol import USUAL, Bounds
from cstui.classroom.serving.class_runtime import ClassRuntime
from cstui.classroom.serving.server import ClassServer

TRAINERS_TOKEN = "trainers-own"


@dataclass
class Held:
    """A class that is being served."""

    runtime: ClassRuntime
    server: ClassServer

    @property
    def url(self) -> str:
        return self.server.address.rstrip("/")

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.url}


class Terminal:
    """A browser's terminal: sends keys, shows what comes."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        dial: Callable[[], Awaitable[aiohttp.ClientWebSocketResponse]] | None = None,
    ) -> None:
        self._dial = dial
        self._sits(socket)

    def _sits(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)

    async def again(self) -> None:
        """The page is loaded again: another line, an empty terminal."""
        assert self._dial is not None
        self._sits(await self._dial())

    async def type(self, text: str) -> None:
        """Send keys as a terminal does."""
        await self.socket.send_json(["stdin", text])

    async def until(self, text: str) -> str:
        """What is shown once `text` is among it."""
        async with asyncio.timeout(60):
            while text not in (shown := "\n".join(self.screen.display)):
                message = await self.socket.receive()
                assert message.type in {aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT}, (message, shown)
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._stream.feed(message.data)
        return shown

    async def until_gone(self, text: str) -> str:
        """What is shown once `text` is not among it any more."""
        async with asyncio.timeout(60):
            while text in "\n".join(self.screen.display):
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._stream.feed(message.data)
        return "\n".join(self.screen.display)

    async def closed(self) -> None:
        """Wait until the class has closed the line."""
        async with asyncio.timeout(60):
            while (await self.socket.receive()).type in {aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT}:
                pass


def begun(folder: Path, lesson: Lesson, bounds: Bounds = USUAL, seats: int = 2) -> ClassState:
    """A new class."""
    return ClassState.begin(
        folder,
        title="Tuesday",
        lesson=lesson.scenario.path,
        edition=lesson.edition,
        seats=seats,
        clock=lambda: datetime.now(UTC),
        secrets=secrets.token_bytes,
        bounds=bounds,
    )


@asynccontextmanager
async def holding(folder: Path, lesson: Lesson) -> AsyncIterator[Held]:
    """Hold a new class of two seats; nothing of it runs afterwards."""
    runtime = ClassRuntime(begun(folder, lesson))
    await runtime.open()
    server = ClassServer(runtime, port=0, token=TRAINERS_TOKEN)
    await server.start()
    yield Held(runtime, server)
    await server.stop()
    await runtime.close()


def jar() -> aiohttp.CookieJar:
    """A browser's cookies; the class has a number for an address."""
    return aiohttp.CookieJar(unsafe=True)


async def join(held: Held, browser: aiohttp.ClientSession, seat: int = 0, name: str = "Ann") -> str:
    """Join with the code of a seat; the page that is answered."""
    form = {"code": held.runtime.room.seats[seat].code, "name": name}
    async with browser.post(f"{held.url}/join", data=form, headers=held.headers) as response:
        return await response.text()


async def asked(held: Held) -> None:
    """Wait until the first seat asks whether a word is meant, and its keyboard takes the answer."""
    shown = [""]
    try:
        async with asyncio.timeout(60):
            while "Enter does it" not in shown[-3:][0] or "X PAUSE" in shown[-1]:
                await asyncio.sleep(0.05)
                picture = await held.runtime.picture_of(held.runtime.room.seats[0])
                shown = ["".join(text for text, _ in row) for row in picture.rows]
    except TimeoutError:
        raise AssertionError("\n".join(["the seat asks nothing:", *shown])) from None


async def terminal(held: Held, browser: aiohttp.ClientSession) -> Terminal:
    """The terminal of a browser that has joined."""

    async def dial() -> aiohttp.ClientWebSocketResponse:
        return await browser.ws_connect(f"{held.url}/ws?width=80&height=24", headers=held.headers)

    return Terminal(await dial(), dial)


@asynccontextmanager
async def learner(held: Held, name: str = "Ann", seat: int = 0) -> AsyncIterator[Terminal]:
    """A learner who has joined in a browser of her own and sees the brief."""
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        await join(held, browser, seat, name)
        one = await terminal(held, browser)
        await one.until("Sign on as worker")
        yield one


async def sign_on(one: Terminal, worker: str = "17001") -> None:
    """From the brief through the sign-on screen."""
    await one.type("\r")
    await one.until("SIGN")
    await one.type(f"{worker}\r")
