"""The trainer's board in a browser: a process of its own for each, with nothing of our environment."""

from __future__ import annotations

import asyncio
import hmac
import sys
from asyncio.subprocess import PIPE, Process
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from cstui.classroom.serving.fork_server import scrubbed

COOKIE = "cstui-trainer"
ESCAPE = b"\x1b[27u"
"""The key Esc as the protocol of enhanced keyboards has it, in which nothing else begins like it."""
QUIT_SECONDS = 2.0
"""How long a board's process may take to end when it is asked to, and its browser to hear of it."""
MOST = 20
"""How many browsers are logged in at most; the oldest is forgotten then."""


class Trainers:
    """Which browsers are the trainer's: each holds a cookie whose digest is kept here, in memory alone."""

    def __init__(self) -> None:
        self._digests: list[bytes] = []

    def let_in(self, response: web.Response) -> None:
        """Give this browser a cookie of its own."""
        cookie = token_hex(24)
        self._digests = [*self._digests, sha256(cookie.encode()).digest()][-MOST:]
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path="/trainer")

    def knows(self, request: web.Request) -> bool:
        """Whether the request comes from a browser that was let in."""
        given = sha256(request.cookies.get(COOKIE, "").encode("utf-8", "replace")).digest()
        return any(hmac.compare_digest(given, one) for one in self._digests)


class BoardService(AppService):
    """A board's process, and the browser that shows it."""

    def __init__(self, folder: Path, websocket: web.WebSocketResponse) -> None:
        async def end() -> None:
            await websocket.close(code=WSCloseCode.GOING_AWAY)

        async def nothing(_: str) -> None:
            """A board opens no link and delivers no file."""

        super().__init__(
            "board",
            write_bytes=websocket.send_bytes,
            write_str=nothing,
            close=end,
            download_manager=DownloadManager(),
        )
        self.folder = folder

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cstui.classroom.board.app",
            str(self.folder),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**scrubbed(), "COLUMNS": str(width), "ROWS": str(height)},
        )
        assert process.stdin is not None
        self._stdin = process.stdin
        return process

    async def send_bytes(self, data: bytes) -> bool:
        """Send what is typed. A browser sends a whole key at a time, so that Esc alone is the key itself: it
        is sent as such, and a key that follows at once is not taken for one with Alt."""
        return await super().send_bytes(ESCAPE if data == b"\x1b" else data)

    async def run(self) -> None:
        """Pass on what the board shows until it ends; its browser is told."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def stop(self) -> None:
        """End the board's process, and see to it. It may be asked for twice."""
        if self._process is None or self._task is None:
            return
        await self.send_meta({"type": "quit"})
        try:
            await asyncio.wait_for(self._process.wait(), QUIT_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await asyncio.wait({self._task}, timeout=QUIT_SECONDS)
