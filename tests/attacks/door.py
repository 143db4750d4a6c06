"""The door of a class: guessed codes, half a request, and more connections than a process may have."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

import aiohttp
from yarl import URL

from cstui.classroom.enrollment.class_state import SIGNS
from tests.attacks._class import HeldClass, Learner, p95, served, sits, stranger
from tests.attacks.attack import Tally, attack

AT_ONCE = 150
"""Guessers that try side by side."""
HURRY = 0.05
"""Seconds after which every other guesser hangs up, and tries again."""
SECONDS = 10.0
"""How long they try at most."""
ECHO = 2_000.0
"""Milliseconds within which 95 of 100 letters of a seated learner are shown, on a busy machine too."""
SOON = 10.0
"""Seconds within which the door lets in who has a right code."""


@attack(
    "door-guesses",
    loss="a guess let in, a right code refused or late, a seat slowed",
    tries=29_000,
    short=400,
)
def guesses(chance: Random, tries: int, folder: Path) -> Tally:
    """Wrong codes as fast as they are answered, from one address; a right one is given in between."""
    with served(folder, 4) as held:
        return asyncio.run(_guesses(held, chance, tries))


async def _guesses(held: HeldClass, chance: Random, tries: int) -> Tally:
    tally, answers = Tally(), Counter[int]()
    async with stranger() as browser, stranger() as late:
        ann = await sits(held, browser, held.codes[0], "Ann")
        await ann.signs_on()
        calm = await ann.echoes(2)
        codes, began = held.codes, time.monotonic()

        async def guess(at: int) -> None:
            nonlocal sent
            longest = aiohttp.ClientTimeout(HURRY if at % 2 else 30.0)
            async with stranger() as guesser:
                while sent < tries and time.monotonic() < began + SECONDS:
                    sent += 1
                    code = codes[0] if not sent % 7 else "".join(chance.choices(SIGNS, k=10))
                    form = {"code": code, "name": "Eve", "pair": "1"}
                    with suppress(aiohttp.ClientError, TimeoutError):
                        async with guesser.post(
                            f"{held.origin}/join", data=form, headers=held.headers, allow_redirects=False,
                            timeout=longest,
                        ) as answer:  # fmt: skip
                            answers[answer.status] += 1
                            text = await answer.text()
                            if answer.status == 303 or "Ann" in text:
                                tally.lost(f"{code}: {answer.status}, {'Ann' in text}")

        sent = 0
        guessing = [asyncio.create_task(guess(at)) for at in range(AT_ONCE)]
        while sent < tries * 0.4 and time.monotonic() < began + SECONDS * 0.4:
            await asyncio.sleep(0.01)
        asked = time.monotonic()
        try:
            async with asyncio.timeout(SOON):
                await sits(held, late, codes[1], "Bo")
        except (ConnectionError, TimeoutError, aiohttp.ClientError) as fault:
            tally.lost(f"a right code meanwhile: {fault!r}")
        right = time.monotonic() - asked
        flooded: list[float] = []
        while sent < tries and time.monotonic() < began + SECONDS:
            flooded += await ann.echoes(1)
        await asyncio.gather(*guessing)
        seconds = time.monotonic() - began
    tally.tries = sent
    if not answers[429]:
        tally.lost("no guesser was told to wait")
    if p95(flooded) > ECHO:
        tally.lost(f"the echo of a seat took {p95(flooded):.0f} ms at p95")
    tally.counts = {
        "answered": answers.total(), "told to wait": answers[429],
        "answered a second": round(answers.total() / seconds),
        "right code after ms": round(right * 1000), "echo calm ms": round(p95(calm), 1),
        "echo flooded ms": round(p95(flooded), 1),
    }  # fmt: skip
    return tally


@attack(
    "door-half-open",
    loss="a line held open for good, a page or a seat that does not answer",
    tries=1_200,
    short=300,
)
def half_open(chance: Random, tries: int, folder: Path) -> Tally:
    """Connections that send nothing, or half a request, and stay; pages and seats are asked for meanwhile."""
    with served(folder, 4) as held:
        return asyncio.run(_half_open(held, chance, tries))


HALVES = (
    b"",
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    b"POST /join HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nContent-Length: 90\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode=",
)


async def _half_open(held: HeldClass, chance: Random, tries: int) -> Tally:
    tally = Tally()
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    async with stranger() as browser, _seated(held, browser) as ann:
        for _ in range(tries):
            with suppress(OSError):
                reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", held.port), 5)
                writer.write(chance.choice(HALVES).replace(b"HOST", f"127.0.0.1:{held.port}".encode()))
                lines.append((reader, writer))
        tally.tries = len(lines)
        for what, asking in (("a page", _page(held)), ("a seat", _joins(held, held.codes[1]))):
            try:
                async with asyncio.timeout(SOON):
                    await asking
            except (ConnectionError, TimeoutError, aiohttp.ClientError) as fault:
                tally.lost(f"{what} while {len(lines)} lines are held open: {fault!r}")
        echo = p95(await ann.echoes(2))
        if echo > ECHO:
            tally.lost(f"the echo of a seat took {echo:.0f} ms at p95")
        async with stranger() as reloads:
            reloads.cookie_jar.update_cookies(browser.cookie_jar.filter_cookies(URL(held.address)))
            async with asyncio.timeout(SOON), reloads.get(held.address) as page:
                if "textual-terminal" not in await page.text():
                    tally.lost("a seated learner's reloaded page has no seat")
        ended = await asyncio.gather(*(_ends(reader) for reader, _ in lines))
        tally.losses += [
            f"line {at} was still open after {ENDS} seconds" for at, one in enumerate(ended) if not one
        ]
        for _, writer in lines:
            writer.close()
    tally.counts = {"lines": len(lines), "closed by the class": sum(ended), "echo ms": round(echo, 1)}
    return tally


ENDS = 40.0
"""Seconds within which the class closes a line over which nothing whole comes."""


async def _ends(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(ENDS):
            await reader.read()
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


async def _page(held: HeldClass) -> None:
    async with stranger() as browser, browser.get(held.address) as page:
        page.raise_for_status()


async def _joins(held: HeldClass, code: str) -> None:
    async with stranger() as browser:
        one = await sits(held, browser, code, "Bo")
        await one.until(b"BRIEF")


@asynccontextmanager
async def _seated(held: HeldClass, browser: aiohttp.ClientSession) -> AsyncIterator[Learner]:
    ann = await sits(held, browser, held.codes[0], "Ann")
    await ann.signs_on()
    yield ann
