"""Banks of a class are killed, or left without memory, while learners do one act after the other."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import aiohttp
from sqlalchemy import text

from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.attacks._class import HeldClass, Learner, served, sits, stranger
from tests.attacks.attack import Tally, attack

SEATS = 6
"""Two banks of three."""
CASE = "17000123"
WORKS_AGAIN = 40.0
"""Seconds within which every seat does an act again, on a busy machine too."""
AN_ACT = 10.0
"""Seconds that a learner waits for an answer before she looks at her screen anew."""
BETWEEN = (0.2, 1.5)
"""Seconds from when all seats work to the next harm."""
LEFT = 1 << 20
"""Bytes of address space, at most, that are left to a bank without memory."""


@attack("banks", loss="an act acknowledged and lost, or a seat that does not work again", tries=24, short=2)
def banks(chance: Random, tries: int, folder: Path) -> Tally:
    """Each try kills a bank with -9 or takes its memory; all seats go on."""
    tally = Tally()
    with served(folder, SEATS) as held:
        learners = asyncio.run(_harmed(held, chance, tries, tally))
    for at, one in enumerate(learners, 1):
        _check(held.folder / "seats" / f"s{at:02d}" / "seat.cstui", one, tally)
    tally.counts |= {"acts acknowledged": sum(len(one.acknowledged) for one in learners)}
    if not all(one.acknowledged for one in learners):
        tally.lost("a seat did no act: nothing was tried there")
    return tally


class Worker:
    """A learner who adds notes, one after the other, and comes back to the seat when the line is cut off."""

    def __init__(self, held: HeldClass, browser: aiohttp.ClientSession, at: int) -> None:
        self.held, self.browser, self.at = held, browser, at
        self.acknowledged: list[str] = []
        self.number = 0
        self.acted = asyncio.Event()
        """Set at each act that is acknowledged."""

    async def begin(self) -> None:
        self.line: Learner = await sits(self.held, self.browser, self.held.codes[self.at], f"Ann {self.at}")
        await self.line.signs_on()

    async def work(self) -> None:
        while True:
            self.number += 1
            note = f"BANKS {self.at}.{self.number}."
            try:
                await self.line.type(f"\x1b[H\x05NOTE {CASE}\r")
                await self.line.until(b"ENTRY AND NOTE", AN_ACT)
                await self.line.type(f"{note}\r")
                await self.line.until(b"Note added", AN_ACT)
            except TimeoutError:
                continue
            except (ConnectionError, RuntimeError):
                await self._come_back()
                continue
            self.acknowledged.append(note)
            self.acted.set()

    async def _come_back(self) -> None:
        await asyncio.sleep(0.2)
        with suppress(aiohttp.ClientError):
            address = f"{self.held.origin}/ws?width=80&height=24"
            self.line = Learner(await self.browser.ws_connect(address, headers=self.held.headers))


async def _harmed(held: HeldClass, chance: Random, tries: int, tally: Tally) -> list[Worker]:
    browsers = [stranger() for _ in range(SEATS)]
    workers = [Worker(held, browser, at) for at, browser in enumerate(browsers)]
    longest = {"kill": 0.0, "memory": 0.0}
    working: list[asyncio.Task[None]] = []
    try:
        for one in workers:
            await one.begin()
        working = [asyncio.create_task(one.work()) for one in workers]
        await _all_work(workers)
        for at in range(tries):
            await asyncio.sleep(chance.uniform(*BETWEEN))
            how = ("kill", "memory")[at % 2]
            _harm(how, chance.choice(_banks(held)), chance)
            tally.tries += 1
            took, silent = await _all_work(workers)
            longest[how] = max(longest[how], took)
            tally.losses += [f"{how} {at}: seat {one.at + 1} does not work again" for one in silent]
            if any(task.done() for task in working):
                tally.losses += [f"seat: {task.exception()!r}" for task in working if task.done()]
                break
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await asyncio.gather(*(browser.close() for browser in browsers))
    tally.counts = {f"works again after {how} s": round(took, 1) for how, took in longest.items()}
    return workers


async def _all_work(workers: list[Worker]) -> tuple[float, list[Worker]]:
    """The seconds until each has done one more act, and those who have not within the longest."""
    for one in workers:
        one.acted.clear()
    begun = time.monotonic()
    waits = [asyncio.create_task(one.acted.wait()) for one in workers]
    _, late = await asyncio.wait(waits, timeout=WORKS_AGAIN)
    for task in late:
        task.cancel()
    silent = [one for one, task in zip(workers, waits, strict=True) if task in late]
    return time.monotonic() - begun, silent


def _banks(held: HeldClass) -> list[int]:
    """The processes of the class in which seats sit: those whose folder is that of the seats."""
    found = []
    for pid in held.family():
        with suppress(OSError):
            if Path(f"/proc/{pid}/cwd").readlink() == held.folder / "seats":
                found.append(pid)
    return sorted(found)


def _harm(how: str, bank: int, chance: Random) -> None:
    if how == "kill" or not sys.platform.startswith("linux"):
        os.kill(bank, signal.SIGKILL)
        return
    pages = int(Path(f"/proc/{bank}/statm").read_text(encoding="ascii").split()[0])
    _, hard = resource.prlimit(bank, resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + chance.randrange(LEFT)
    if hard == resource.RLIM_INFINITY or most < hard:  # else it was taken before
        resource.prlimit(bank, resource.RLIMIT_AS, (most, most))


def _check(path: Path, one: Worker, tally: Tally) -> None:
    """What a seat's store has of a learner's notes."""
    with open_store(path) as store:
        with store.read() as session:
            rows = session.connection().execute(text("SELECT text FROM activity WHERE text LIKE 'BANKS %'"))
            kept = Counter(str(row[0]) for row in rows)
        lost = [note for note in one.acknowledged if not any(note in said for said in kept)]
        tally.losses += [f"{note}: acknowledged and not there" for note in lost]
        tally.losses += [f"{note}: {count} times" for note, count in kept.items() if count > 1]
        tally.losses += [f"seat {one.at + 1}: {fault}" for fault in verify(store)]
