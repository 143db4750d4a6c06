"""One seat of a bank floods it; its neighbors type on, and the bank stays as small as it is."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from random import Random

import aiohttp

from tests.attacks._class import HeldClass, Learner, p95, served, sits, stranger
from tests.attacks.attack import Tally, attack

ECHO = 2_000.0
"""Milliseconds within which 95 of 100 letters of a neighbor are shown, on a busy machine too."""
LARGE = 400.0
"""Megabytes that no process of the class may have."""
SECONDS = 4.0
"""How long each flood goes on at most while neighbors type."""
MARK = "\x1b[200~"


def _keys(chance: Random) -> str:
    keys = "".join(chance.choices("QWERTZ19 \t\x7f\x05", k=4_000))
    return json.dumps(["stdin", keys])


def _returns(_: Random) -> str:
    return json.dumps(["stdin", "\r\x1b[15~\x1b[H" * 500])


def _sizes(chance: Random) -> str:
    return json.dumps(
        ["resize", {"width": chance.choice((20_000, 1, 400, -5)), "height": chance.randint(1, 9_000)}]
    )


def _paste(chance: Random) -> str:
    return json.dumps(["stdin", f"{MARK}{chance.choice('ab')}" * 1_000])


def _mouse(chance: Random) -> str:
    moves = "".join(f"\x1b[<35;{chance.randint(1, 80)};{chance.randint(1, 24)}M" for _ in range(300))
    return json.dumps(["stdin", moves])


def _strange(chance: Random) -> str:
    return chance.choice(("[" * 60_000, "{}", '["stdin", {}]', '["ping", [[[]]]]', "\ud7ff" * 9_000))


def _large(_: Random) -> str:
    return json.dumps(["stdin", "Q" * 2_000_000])


FLOODS: dict[str, Callable[[Random], str]] = {
    "keys": _keys, "returns": _returns, "sizes": _sizes, "paste": _paste, "mouse": _mouse,
    "strange": _strange, "large": _large,
}  # fmt: skip


@attack("class-floods", loss="a neighbor slowed or cut off, a bank grown large or fallen", tries=28, short=7)
def floods(chance: Random, tries: int, folder: Path) -> Tally:
    """Each kind of flood in turn at one seat of a bank of three, while the two others type."""
    with served(folder, 3) as held:
        return asyncio.run(_floods(held, chance, tries))


async def _floods(held: HeldClass, chance: Random, tries: int) -> Tally:
    tally = Tally()
    seconds = SECONDS if tries >= len(FLOODS) * 2 else 1.0
    codes = held.codes
    async with stranger() as eve, stranger() as ann, stranger() as bo:
        flooder = await sits(held, eve, codes[0], "Eve")
        await flooder.signs_on()
        neighbors = [await sits(held, ann, codes[1], "Ann"), await sits(held, bo, codes[2], "Bo")]
        for one in neighbors:
            await one.signs_on()
        banks = set(held.family())
        calm = p95(await _typing(neighbors, seconds))
        echoes: dict[str, list[float]] = {kind: [] for kind in FLOODS}
        for at in range(tries):
            kind = [*FLOODS][at % len(FLOODS)]
            flooding = asyncio.create_task(_flood(held, eve, FLOODS[kind], chance, seconds, reads=at % 3 > 0))
            times = await _typing(neighbors, seconds)
            await flooding
            echoes[kind] += times
            tally.tries += 1
            if p95(times) > ECHO:
                tally.lost(f"{kind}: the echo of a neighbor took {p95(times):.0f} ms at p95")
            if held.megabytes() > LARGE:
                tally.lost(f"{kind}: a process of the class has {held.megabytes():.0f} MB")
            if fallen := banks - set(held.family()):
                tally.lost(f"{kind}: {len(fallen)} processes of the class fell")
                banks = set(held.family())
    names = {f"echo {name} ms": round(p95(times), 1) for name, times in echoes.items() if times}
    tally.counts = {"echo calm ms": round(calm, 1), **names, "largest MB": round(held.megabytes())}
    return tally


async def _typing(neighbors: list[Learner], seconds: float) -> list[float]:
    typed = await asyncio.gather(*(one.echoes(seconds) for one in neighbors))
    return [time_ for times in typed for time_ in times]


async def _flood(
    held: HeldClass,
    browser: aiohttp.ClientSession,
    made: Callable[[Random], str],
    chance: Random,
    seconds: float,
    *,
    reads: bool,
) -> None:
    """Send messages of a kind as fast as they are taken, over one line after the other; reading, or not."""
    end = time.monotonic() + seconds
    messages = [made(chance) for _ in range(16)]
    while time.monotonic() < end:
        try:
            line = await browser.ws_connect(
                f"{held.origin}/ws?width=80&height=24", headers=held.headers, max_msg_size=0
            )
        except aiohttp.ClientError:  # told to wait
            await asyncio.sleep(0.1)
            continue
        reading = asyncio.create_task(_reads(line)) if reads else None
        with suppress(TimeoutError, ConnectionError, RuntimeError):
            async with asyncio.timeout(end - time.monotonic()):
                for message in cycle(messages):
                    if line.closed:
                        break
                    await line.send_str(message)
                    await asyncio.sleep(0)
        if reading is not None:
            reading.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(line.close(), 1)


async def _reads(line: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in line:
        pass
