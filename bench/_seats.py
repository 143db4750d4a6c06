"""Thirty learners in a process of their own: `python -m bench._seats`, told on standard input.

The first line says what to do (see `Task`). One line of JSON comes back when all seats are usable and
have typed; after a line more, each seat is set back, and one more line says how long that took.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from itertools import cycle

import aiohttp
import msgspec

RATE = 3.0
"""Keys a second of one learner."""
HOME_ERASE = "\x1b[H\x05"
FLOOD = "QWERTZ19 \t\x7f\x05"
"""Keys that a seat is flooded with."""


class Task(msgspec.Struct, kw_only=True):
    """Where the seats are; `codes` of a class, or none for bare apps. Typed for `seconds`.

    `behind` is what the status line says when a digit was typed at the sign-on, `work` the title of
    the worklist. With `floods` the first seat sends keys as fast as they are taken while the others type,
    and nothing is set back.
    """

    address: str
    seats: int
    seconds: float
    codes: tuple[str, ...] = ()
    worker: str = ""
    behind: str = ""
    work: str = ""
    floods: bool = False


class Typed(msgspec.Struct, kw_only=True):
    """Seconds until the last seat was usable, and milliseconds of every echo."""

    usable: float
    echo: tuple[float, ...]


class SetBack(msgspec.Struct, kw_only=True):
    """Seconds that a reset took, one seat after the other, and of the last when all are set back at once.

    A bare app is set back by what textual-serve has for it: its line is closed and another opened.
    """

    each: tuple[float, ...]
    last: float


class Seat:
    """One learner's line."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        opens: Callable[[], Awaitable[aiohttp.ClientWebSocketResponse]],
    ) -> None:
        self._socket, self._opens = socket, opens

    async def close(self) -> None:
        await self._socket.close()

    async def send(self, keys: str) -> None:
        await self._socket.send_json(["stdin", keys])

    async def flood(self, chance: random.Random) -> None:
        """Send keys as fast as they are taken, for ever; over another line where one is closed."""
        messages = ["".join(chance.choices(FLOOD, k=4_000)) for _ in range(16)]
        while True:
            reading = asyncio.create_task(self._read_away())
            with suppress(ConnectionError, RuntimeError):
                for keys in cycle(messages):
                    await self.send(keys)
                    await asyncio.sleep(0)
                    if self._socket.closed:
                        break
            reading.cancel()
            await asyncio.sleep(0.1)
            with suppress(aiohttp.ClientError):
                self._socket = await self._opens()

    async def _read_away(self) -> None:
        async for _ in self._socket:
            pass

    async def until(self, wanted: str, longest: float = 60) -> float:
        """The moment at which what came since now had held `wanted`."""
        seen, sought = b"", wanted.encode()
        async with asyncio.timeout(longest):
            while sought not in seen:
                message = await self._socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    seen += message.data
                elif message.type is not aiohttp.WSMsgType.TEXT:
                    raise ConnectionError(f"the seat ended: {message}; last was {seen[-200:]!r}")
        return time.perf_counter()


async def sit(stack: AsyncExitStack, task: Task, number: int) -> Seat:
    """Join where there is a code, and open the line."""
    session = await stack.enter_async_context(
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    )
    headers = {"Origin": task.address.rstrip("/")}
    if task.codes:
        form = {"code": task.codes[number], "name": f"Learner {number}"}
        async with session.post(f"{task.address}join", data=form, headers=headers) as response:
            response.raise_for_status()

    async def opens() -> aiohttp.ClientWebSocketResponse:
        socket = await session.ws_connect(f"{task.address}ws?width=80&height=24", headers=headers)
        return await stack.enter_async_context(socket)

    return Seat(await opens(), opens)


async def usable(seat: Seat, task: Task) -> float:
    """The moment at which a typed character was on the screen; in a class, the brief is left for it."""
    if not task.codes:
        await seat.until("\x1b[")
        await seat.send("Q")
        return await seat.until("Q")
    await seat.until("BRIEF")
    await seat.send("\r")
    await seat.until("WORKER")
    await seat.send(task.worker[0])
    return await seat.until(task.behind)


async def ready(seat: Seat, task: Task) -> None:
    """Go where is typed: an empty Input, or the command line of the worklist."""
    if task.codes:
        await seat.send(f"{task.worker[1:]}\r")
        await seat.until(task.work)
        await seat.send(HOME_ERASE)
    else:
        await seat.send("\x7f")
    await quiet(seat)


async def quiet(seat: Seat, seconds: float = 0.3) -> None:
    """Read until nothing comes for so long."""
    while True:
        try:
            await seat.until("\0", seconds)
        except TimeoutError:
            return


async def type_on(seat: Seat, seconds: float, phase: float) -> list[float]:
    """A letter and a backspace in turn, three keys a second: milliseconds of every letter's echo."""
    times = []
    start = time.perf_counter() + phase / RATE
    for at in range(round(seconds * RATE)):
        await asyncio.sleep(max(start + at / RATE - time.perf_counter(), 0))
        sent = time.perf_counter()
        if at % 2:
            await seat.send("\x7f")
        else:
            await seat.send("Q")
            times.append((await seat.until("Q") - sent) * 1000)
    return times


async def set_back(seat: Seat) -> float:
    """Seconds from RESET until the brief stands again."""
    await seat.send(HOME_ERASE + "RESET")
    await quiet(seat, 0.2)
    sent = time.perf_counter()
    await seat.send("\r")
    return await seat.until("BRIEF") - sent


async def set_back_bare(stack: AsyncExitStack, seat: Seat, task: Task) -> tuple[Seat, float]:
    """A new bare app, and the seconds from leaving the old one until a character typed into it is shown."""
    began = time.perf_counter()
    await seat.close()
    fresh = await sit(stack, task, 0)
    return fresh, await usable(fresh, task) - began


async def run(task: Task, proceed: Callable[[], Awaitable[None]]) -> None:
    async with AsyncExitStack() as stack:
        began = time.perf_counter()

        async def begin(number: int) -> tuple[Seat, float]:
            seat = await sit(stack, task, number)
            return seat, await usable(seat, task)

        begun = await asyncio.gather(*(begin(number) for number in range(task.seats)))
        seats = [seat for seat, _ in begun]
        last = max(at for _, at in begun) - began
        await asyncio.gather(*(ready(seat, task) for seat in seats))
        chance = random.Random(task.seats)
        flooding = asyncio.create_task(seats.pop(0).flood(chance)) if task.floods else None
        echoes = await asyncio.gather(*(type_on(seat, task.seconds, chance.random()) for seat in seats))
        if flooding is not None:
            flooding.cancel()
        say(Typed(usable=last, echo=tuple(one for echo in echoes for one in echo)))
        await proceed()
        if task.floods:
            say(SetBack(each=(), last=0))
        elif not task.codes:
            alone = []
            for at, seat in enumerate(seats[:10]):
                seats[at], seconds = await set_back_bare(stack, seat, task)
                alone.append(seconds)
            anew = await asyncio.gather(*(set_back_bare(stack, seat, task) for seat in seats))
            say(SetBack(each=tuple(alone), last=max(seconds for _, seconds in anew)))
        else:
            await asyncio.gather(*(quiet(seat) for seat in seats))
            each = [await set_back(seat) for seat in seats[:10]]
            await asyncio.gather(*(leave(seat) for seat in seats[:10]))
            times = await asyncio.gather(*(set_back(seat) for seat in seats))
            say(SetBack(each=tuple(each), last=max(times)))


async def leave(seat: Seat) -> None:
    """Leave the brief."""
    await seat.send("\r")
    await quiet(seat)


def say(what: msgspec.Struct) -> None:
    sys.stdout.write(msgspec.json.encode(what).decode() + "\n")
    sys.stdout.flush()


def main() -> None:
    task = msgspec.json.decode(sys.stdin.readline(), type=Task)

    async def proceed() -> None:
        await asyncio.to_thread(sys.stdin.readline)

    asyncio.run(run(task, proceed))


if __name__ == "__main__":
    main()
