"""A PostgreSQL server that may fall silent: how long it is waited for.

A server that is stopped, or cut off, keeps its connections and says nothing on them. So when one is silent
for long, a further one is tried: a server that is only slow takes it, and the answer is waited for; else the
silent one is given up.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout

from cstui.clock import steady_clock

CONNECTING = 2
"""Seconds for the further connection."""
JUST = 1.0
"""Seconds within which a server that was given up is tried again for as short a time: by the same request."""
R = TypeVar("R")


class ServerWatch:
    """Waits for one server: so many seconds in all for one that says nothing."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(0.0, seconds - CONNECTING)
        self._given_up = -JUST

    def connect(self, **parameters: Any) -> psycopg.Connection[Any]:
        """A connection that is watched; OperationalError where the server does not answer."""
        if steady_clock() - self._given_up < JUST:
            made = _Watched.connect(**{**parameters, "connect_timeout": CONNECTING})
        else:
            made = _Watched.connect(**parameters)
        made.watch, made.parameters = self, parameters
        return made

    def answers(self, parameters: dict[str, Any]) -> bool:
        """Whether the server takes a further connection, or refuses one."""
        try:
            psycopg.connect(**{**parameters, "connect_timeout": CONNECTING}).close()
        except ConnectionTimeout:
            self._given_up = steady_clock()
            return False
        except psycopg.OperationalError:
            pass  # it said something
        return True


class _Watched(psycopg.Connection[Any]):
    """A connection that asks its watch when it was silent for long."""

    watch: ServerWatch | None = None
    parameters: dict[str, Any]

    def wait(self, gen: Generator[Any, Any, R], *args: Any, **options: Any) -> R:
        return super().wait(self._heard(gen) if self.watch is not None else gen, *args, **options)

    def _heard(self, gen: Generator[Any, Any, R]) -> Generator[Any, Any, R]:
        assert self.watch is not None
        since = steady_clock()
        try:
            state = next(gen)
            while True:
                ready = yield state
                if ready:
                    since = steady_clock()
                elif steady_clock() - since > self.watch.seconds:
                    if not self.watch.answers(self.parameters):
                        self.pgconn.finish()
                        raise psycopg.OperationalError("it has stopped answering")
                    since = steady_clock()
                state = gen.send(ready)
        except StopIteration as end:
            found: R = end.value
            return found
