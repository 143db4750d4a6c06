"""The trainer's board in a browser: a process of its own for each, with nothing of our environment."""

from __future__ import annotations

import asyncio
import hmac
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from cstui.classroom.serving.nursery import scrubbed

COOKIE = "cstui-trainer"
MOST = 20
"""How many browsers are logged in at most; the oldest is forgotten then."""


class Trainers:
    """Which browsers are the trainer's: each holds a cookie whose digest is kept here, in memory alone."""

    def __init__(self, is_token: Callable[[str], bool]) -> None:
        self.is_token = is_token
        self._digests: list[bytes] = []

    def let_in(self, response: web.Response) -> None:
        """Give this browser a cookie of its own."""
        cookie = token_hex(24)
        self._digests = [*self._digests, sha256(cookie.encode()).digest()][-MOST:]
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path="/trainer")

    def knows(self, request: web.Request) -> bool:
        """Whether the request comes from a browser that was let in."""
        given = sha256(request.cookies.get(COOKIE, "").encode()).digest()
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

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**scrubbed(), "COLUMNS": str(width), "ROWS": str(height)}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cstui.classroom.board.app",
            str(self.folder),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
        )
        assert process.stdin is not None
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the board shows until it ends; its browser is told."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def stop(self) -> None:
        """End the board's process, and see to it."""
        await super().stop()
        process = self._process
        if process is not None and process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), 3.0)
            except TimeoutError:
                process.kill()
                await process.wait()
