"""How far a worker has come in the guided sessions, kept beside the drafts in a file of the worker's own.

It tells whether a session is offered again and where it goes on. It says nothing of a case but the number
and the name of one that is made up: guided sessions are for practice stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from cstui import files
from cstui.desk.drafts import Writer

OFFERS = 3
"""At how many sign-ons a session is offered to somebody who answers neither yes nor no."""


class SessionReached(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One session: how often it was offered, and since it was begun or declined, where it stands.

    `at` is the step in hand, from 0; `store` and `names` are what its steps are about.
    """

    offered: int = 0
    state: Literal["", "begun", "done", "declined"] = ""
    at: int = 0
    store: str = ""
    names: Mapping[str, str] = {}


class GuidedProgress:
    """What one worker has reached, by the session's word. Without `folder` it lasts until the sign-off."""

    def __init__(self, folder: Path | None, worker: str, writer: Writer) -> None:
        self._path = folder / f"{worker}.json" if folder else None
        self._writer = writer
        self._reached = self._read()

    def of(self, word: str) -> SessionReached:
        """What was reached in a session."""
        return self._reached.get(word, SessionReached())

    def keep(self, word: str, **changed: object) -> None:
        """Keep what changed; written soon."""
        self._reached[word] = msgspec.structs.replace(self.of(word), **changed)
        if self._path is not None:
            content = msgspec.json.encode(self._reached)
            self._writer.put(self._path, lambda: content)

    def _read(self) -> dict[str, SessionReached]:
        if self._path is None:
            return {}
        try:
            return files.decoded(files.read(self._path), dict[str, SessionReached])
        except OSError:
            return {}
        except ValueError:
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".unreadable"))
            return {}
