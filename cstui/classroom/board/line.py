"""The board's line to the class: what comes is told, what the trainer does is sent; it comes back by itself.

Address and token are read from the class's folder at each try, so that a server that was started again,
on another port even, is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import aiohttp
import msgspec

from cstui import files
from cstui.classroom.seats.protocol import FromTrainer, ToTrainer
from cstui.classroom.serving.trainer import ADDRESS, TOKEN

DOWN = "No class answers; `cstui classroom serve --folder {folder}` goes on with it."
RETRY = 0.5
"""Seconds between two tries to reach the class."""
_said: msgspec.json.Decoder[ToTrainer] = msgspec.json.Decoder(ToTrainer)


class ClassLine(Protocol):
    """What a board needs of its line."""

    async def run(self, hears: Callable[[ToTrainer], None], stands: Callable[[str], None]) -> None:
        """Hear the class until cancelled; `stands` is told why the line is down, or with "" that it is up."""

    async def send(self, order: FromTrainer) -> bool:
        """Send what the trainer does; False where the line is down."""


class FolderLine:
    """The line to the class that is kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def run(self, hears: Callable[[ToTrainer], None], stands: Callable[[str], None]) -> None:
        """Hear the class until cancelled, again and again."""
        down = DOWN.format(folder=self.folder)
        while True:
            try:
                await self._hear(hears, stands)
                stands(down)
            except aiohttp.WSServerHandshakeError as fault:
                stands(f"The class does not take this board ({fault.status}): is trainer.token its own?")
            except (OSError, aiohttp.ClientError):
                stands(down)
            except msgspec.DecodeError as fault:
                stands(f"The class speaks otherwise than this board: {fault}")
            finally:
                self._socket = None
            await asyncio.sleep(RETRY)

    async def _hear(self, hears: Callable[[ToTrainer], None], stands: Callable[[str], None]) -> None:
        address = files.text(self.folder / ADDRESS, files.SHORT, "ascii").rstrip("/")
        token = files.text(self.folder / TOKEN, files.SHORT, "ascii")
        headers = {"Origin": address, "Authorization": f"Bearer {token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{address}/board", headers=headers, max_msg_size=0) as socket,
        ):
            self._socket = socket
            stands("")
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    hears(_said.decode(message.data))

    async def send(self, order: FromTrainer) -> bool:
        """Send what the trainer does; False where the line is down."""
        if self._socket is None or self._socket.closed:
            return False
        try:
            await self._socket.send_str(msgspec.json.encode(order).decode())
        except (ConnectionError, RuntimeError):
            return False
        return True
