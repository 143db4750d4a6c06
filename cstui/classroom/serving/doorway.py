"""The doorway of a class: every connection passes it, and those of nobody known are few and short.

A connection is known by the cookie or the token that comes with a request of its own. Known ones have
room kept for them; of the others, the one that was longest quiet leaves when there are too many, and
each when its time is over: half a request, a page that is not read, a line that is merely held open.
"""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cstui.classroom.serving.bounds import network

MOST, MOST_OF_ONE = 256, 192
"""Connections of nobody known, in all and from one address; a room of thirty browsers may share one."""
MOST_KNOWN = 12
"""Connections of one seat, or one trainer, for which room is kept; browsers hold six."""
BEGUN_SECONDS, ASKED_SECONDS = 15.0, 30.0
"""How long a connection may be open without a whole request, and how long a request may take."""
MOST_UNANSWERED = 65_536
"""Bytes of a connection that has not asked for anything whole since."""
SWEPT = 1.0
"""Seconds between two looks at whose time is over."""
FILES = 2048
"""Files that the class's process may have open, where the system lets it."""
_SAID = b"The class has too many connections. Try again in 5 seconds.\n"
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (len(_SAID), _SAID)
)


class Caller(asyncio.Protocol):
    """One connection, in front of the protocol that answers it."""

    def __init__(self, doorway: Doorway, answers: Any) -> None:
        self._doorway, self.answers = doorway, answers
        self.address = self.known = ""
        """Where it comes from; whose it is, once that is known."""
        self.until = float("inf")
        """When its time is over."""
        self._unanswered = 0
        self._asked = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.address = network(str((transport.get_extra_info("peername") or ("",))[0]))
        self._doorway.enters(self)
        self.answers.connection_made(transport)

    def connection_lost(self, fault: Exception | None) -> None:
        self._doorway.leaves(self)
        self.answers.connection_lost(fault)

    def data_received(self, data: bytes) -> None:
        if self.until < float("inf"):
            self._unanswered += len(data)
            if self._unanswered > MOST_UNANSWERED:
                self.turn_out()
                return
        self.answers.data_received(data)

    def eof_received(self) -> bool | None:
        return bool(self.answers.eof_received())

    def pause_writing(self) -> None:
        self.answers.pause_writing()

    def resume_writing(self) -> None:
        self.answers.resume_writing()

    def asks(self) -> None:
        """It has sent a whole request."""
        self._asked, self._unanswered = True, 0

    def turn_out(self) -> None:
        """Close it; one that has not asked for anything yet is told why."""
        transport = self._transport
        if transport is None:
            return
        if not self._asked and not transport.is_closing():
            transport.write(FULL)
            if not transport.get_write_buffer_size():
                transport.close()
                return
        transport.abort()


class Doorway:
    """All connections of a class. `answering` makes the protocol that answers one."""

    def __init__(self, answering: Callable[[], Any]) -> None:
        self._answering = answering
        self._loop = asyncio.get_running_loop()
        self._callers: dict[Any, Caller] = {}
        """Those who have been quiet longest first, by the protocol that answers them."""
        self._unknown: Counter[str] = Counter()
        self._known: Counter[str] = Counter()
        self._sweeping = self._loop.call_later(SWEPT, self._sweep)
        self.turned_out = 0
        _allow_files()

    def __call__(self) -> Caller:
        return Caller(self, self._answering())

    def close(self) -> None:
        """Look after nobody any more."""
        self._sweeping.cancel()

    def enters(self, caller: Caller) -> None:
        """Let somebody in, and out whoever is too many then."""
        if self._unknown[caller.address] >= MOST_OF_ONE:
            self._make_room(caller.address)
        elif self._unknown.total() >= MOST:
            self._make_room(max(self._unknown, key=self._unknown.__getitem__))
        caller.until = self._loop.time() + BEGUN_SECONDS
        self._callers[caller.answers] = caller
        self._unknown[caller.address] += 1

    def leaves(self, caller: Caller) -> None:
        """Forget a connection that is closed."""
        if self._callers.pop(caller.answers, None) is None:
            return
        of, key = (self._known, caller.known) if caller.known else (self._unknown, caller.address)
        of[key] -= 1
        if not of[key]:
            del of[key]

    def asks(self, answers: Any, who: str, *, line: bool = False) -> None:
        """A whole request has come over a connection, from somebody known or not; a `line` stays open."""
        caller = self._callers.pop(answers, None)
        if caller is None:
            return
        self._callers[answers] = caller
        caller.asks()
        caller.until = float("inf") if line else self._loop.time() + ASKED_SECONDS
        if who and not caller.known and self._known[who] < MOST_KNOWN:
            self._unknown[caller.address] -= 1
            if not self._unknown[caller.address]:
                del self._unknown[caller.address]
            self._known[who] += 1
            caller.known = who

    def _make_room(self, address: str) -> None:
        self._out(next(one for one in self._callers.values() if one.address == address and not one.known))

    def _out(self, caller: Caller) -> None:
        self.leaves(caller)
        self.turned_out += 1
        caller.turn_out()

    def _sweep(self) -> None:
        now = self._loop.time()
        for caller in [one for one in self._callers.values() if one.until < now]:
            self._out(caller)
        self._sweeping = self._loop.call_later(SWEPT, self._sweep)


def _allow_files() -> None:
    """Let this process have as many files open as a full class with its doorway needs."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if least != resource.RLIM_INFINITY and least < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
