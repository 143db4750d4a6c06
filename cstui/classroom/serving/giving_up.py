"""When a bank gives itself up: without memory, or where its loop fails again and again.

Nothing that it does then can be relied on, and a key that is read again and again fills its log. Its seats
begin again in another process, where they were: what was acknowledged is in their stores and journals.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

MOST_FAULTS = 200
"""Faults in its loop after which a bank ends: a bank that works has none."""
STATUS = 70
"""With which it ends: EX_SOFTWARE of sysexits."""
_NO_MEMORY = b"The bank has no memory left and ends; its seats begin again in another.\n"
_NO_THREAD = ("can't start new thread",)


def without_memory(fault: BaseException | None) -> None:
    """End this process, at once and without a further allocation, where a fault came of lacking memory."""
    while fault is not None:
        if isinstance(fault, MemoryError) or fault.args == _NO_THREAD:
            os.write(2, _NO_MEMORY)
            os._exit(STATUS)
        fault = fault.__cause__ or fault.__context__


class FaultsCounted:
    """The exception handler of a bank's loop."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        without_memory(context.get("exception"))
        self._count += 1
        loop.default_exception_handler(context)
        if self._count >= MOST_FAULTS:
            os._exit(STATUS)
