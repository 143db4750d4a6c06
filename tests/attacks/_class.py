"""A class that is held for an attack, by processes of its own: its address, its codes, who sits there."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

LONGEST = 60.0
"""Seconds that a class may take to stand, or a seat to answer, before an attack gives up."""


@dataclass
class HeldClass:
    """A class that is being served."""

    folder: Path
    process: subprocess.Popen[bytes]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    @property
    def origin(self) -> str:
        return self.address.rstrip("/")

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.origin}

    @property
    def codes(self) -> list[str]:
        return [seat["code"] for seat in json.loads((self.folder / "class.json").read_text())["seats"]]

    def family(self) -> list[int]:
        """The server and all that it has started; Linux alone knows."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                after = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(after[1]), []).append(int(entry.parent.name))
        found = [self.process.pid]
        for one in found:
            found += children.get(one, [])
        return found

    def megabytes(self) -> float:
        """What the largest process of the class has in memory; 0 where that cannot be read."""
        most = 0
        for pid in self.family():
            try:
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            most = max([most, *(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)])
        return most / 1024


@contextmanager
def served(folder: Path, seats: int) -> Iterator[HeldClass]:
    """Hold a class of lesson 1 on this machine; nothing of it runs afterwards."""
    kept = folder / "class"
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "CSTUI_SETTINGS": os.devnull}
    command = [
        sys.executable, "-m", "cstui", "classroom", "serve", "--lesson", "1", "--seats", str(seats),
        "--port", "0", "--folder", str(kept), "--no-board",
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**os.environ, **home}
    ) as process:
        try:
            yield HeldClass(kept, process, _address(kept / "address", process))
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + LONGEST
    while not (file.exists() and file.read_text()):
        if process.poll() is not None or time.monotonic() > end:
            raise TimeoutError("the class does not stand")
        time.sleep(0.02)
    return file.read_text()


def stranger() -> aiohttp.ClientSession:
    """A browser of its own that has no cookie yet."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


class Learner:
    """Somebody who has a seat, and sees how long a key takes until its letter is shown."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def until(self, wanted: bytes, longest: float = LONGEST) -> None:
        seen = b""
        async with asyncio.timeout(longest):
            while wanted not in seen:
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    seen += message.data
                elif message.type is not aiohttp.WSMsgType.TEXT:
                    raise ConnectionError(f"the line is closed: {message.type.name}")

    async def type(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def signs_on(self) -> None:
        """From the brief to the worklist, with an empty command line."""
        await self.until(b"BRIEF")
        await self.type("\r")
        await self.until(b"WORKER")
        await self.type("17001\r")
        await self.until(b"WORKLIST")
        await self.type("\x1b[H\x05")
        await self.drained()

    async def drained(self, quiet: float = 0.3) -> None:
        """Read until nothing comes for a while."""
        while True:
            try:
                await self.until(b"\0", quiet)
            except TimeoutError:
                return

    async def echoes(self, seconds: float, longest: float = 10.0) -> list[float]:
        """Milliseconds of each letter, three keys a second; one that does not come ends it with `longest`."""
        times = []
        start = time.perf_counter()
        for at in range(round(seconds * 3)):
            await asyncio.sleep(max(start + at / 3 - time.perf_counter(), 0))
            if at % 2:
                await self.type("\x7f")
                continue
            await self.drained(0.01)
            sent, letter = time.perf_counter(), "QXZ"[at // 2 % 3]
            await self.type(letter)
            try:
                await self.until(letter.encode(), longest)
            except (TimeoutError, ConnectionError):
                return [*times, longest * 1000]
            times.append((time.perf_counter() - sent) * 1000)
        return times


async def sits(held: HeldClass, browser: aiohttp.ClientSession, code: str, name: str) -> Learner:
    """Join with a code and open the line; ConnectionError where the door does not let one in."""
    form = {"code": code, "name": name}
    async with browser.post(f"{held.origin}/join", data=form, headers=held.headers) as answer:
        if answer.status != 200:
            raise ConnectionError(f"the door answered {answer.status}")
    return Learner(await browser.ws_connect(f"{held.origin}/ws?width=80&height=24", headers=held.headers))


def p95(times: list[float]) -> float:
    """What 95 of 100 are within."""
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0
