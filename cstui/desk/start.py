"""Start the desk: light until the first frame stands, then the store and the programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cstui.desk.conversation import Answer, Request, Status
    from cstui.desk.session import DeskSession
    from cstui.settings import Here
    from cstui.store.keys import Keys, StoreKey

GOODBYE = "Signed off from cstui. Goodbye; `cstui` opens the desk again."
"""The line on the terminal after a desk that its worker left; one that a signal ended says nothing."""


class LateSession:
    """A host that shows the sign-on at once and makes the real session when it is first needed."""

    def __init__(
        self,
        target: str | None,
        clock: Callable[[], datetime],
        now: Here,
        *,
        words: bool = False,
        keys: Keys | None = None,
    ) -> None:
        """`target` is the store, else the settings name it. `words`: texts call keys by command words.

        `keys` are asked for the key of an encrypted store, before the desk takes the terminal (`unlock`).
        """
        from cstui.settings import PRACTICE_STORE, data_folder
        from cstui.store.glance import agencies_at, signing_at

        self._store = target or now.settings.store or data_folder() / PRACTICE_STORE
        self._clock, self._now, self._words = clock, now, words
        self._agencies, self._signing = agencies_at(self._store), signing_at(self._store)
        self._session: DeskSession | None = None
        self._keys = keys

    @property
    def encrypted(self) -> bool:
        """Whether the store is in a file that may need a key."""
        path = Path(self._store)
        if self._agencies is not None or "://" in str(self._store) or not path.is_file():
            return False
        from cstui.store import keys
        from cstui.store.errors import StoreError

        try:
            return keys.salt_of(str(path), path) is not None
        except (StoreError, OSError):
            return False  # what is wrong is said when it is opened

    def unlock(self, key: StoreKey | None = None) -> bool:
        """Take a key that was typed, else ask for it; whether it opens the encrypted store."""
        from cstui.store.engine import place_of
        from cstui.store.glance import unlocked_at
        from cstui.store.keys import given, opens

        place = place_of(self._store)
        if key is not None:
            self._keys = given(key)
        found = self._keys(place) if self._keys is not None else None
        if found is None or not opens(place, found):
            return False
        assert place.path is not None
        self._agencies, self._signing = unlocked_at(place.path, found)
        return True

    def start(self) -> Answer:
        """The sign-on screen of the store's agencies; nothing that opens a store is imported for it."""
        from cstui.desk.preferences import sign_on

        return sign_on(self._now, self._agencies, self._signing)

    def prepare(self) -> None:
        """Import the session and open the store, in the executor's thread."""
        self._real().prepare()

    def warm(self) -> None:
        """Load what is heavy and seldom needed at once."""
        if self._session is not None:
            self._session.warm()

    def handle(self, request: Request) -> Answer:
        return self._real().handle(request)

    def noted(self, request: Request) -> None:
        """Keep what is typed now as a draft."""
        if self._session is not None:
            self._session.noted(request)

    def progress(self) -> str:
        """How far long work has come."""
        return self._session.progress() if self._session is not None else ""

    def cancel(self) -> None:
        """Ask long work to stop."""
        if self._session is not None:
            self._session.cancel()

    def lapsed(self) -> bool:
        """Whether nobody has typed for as long as locks the desk."""
        return self._session is not None and self._session.lapsed()

    def close(self) -> str:
        """Write the drafts that wait; what is to be said after the desk is gone."""
        return self._session.close() if self._session is not None else ""

    def status(self) -> Status:
        from cstui.desk.conversation import Status
        from cstui.desk.preferences import worn

        return worn(self._now, Status()) if self._session is None else self._real().status()

    def words(self) -> list[tuple[str, str]]:
        from cstui.desk.commands import commands

        if self._session:
            return list(self._session.words())
        return [(c.word, c.help) for c in commands(self.start().agency)]

    def _real(self) -> DeskSession:
        if self._session is None:
            from cstui.desk.session import DeskSession
            from cstui.settings import data_folder, drafts_folder
            from cstui.workplace import open_workplace

            self._session = DeskSession(
                lambda: open_workplace(self._store, self._clock, self._keys),
                agencies=self._agencies,
                signing=self._signing,
                settings=self._now,
                drafts=drafts_folder() if self._now.settings.drafts else None,
                progress=data_folder() / "guided",
                words=self._words,
            )
            self._session.start()
        return self._session


def run_desk(target: str | None, clock: Callable[[], datetime], now: Here, keys: Keys | None = None) -> int:
    """Run the desk on the store that `target`, else the settings name, until the worker signs off.

    Answers the exit status.
    """
    from cstui.desk.app import DeskApp

    host = LateSession(target, clock, now, keys=keys)
    if host.encrypted:
        host.unlock()
    app = DeskApp(host, colors=now.settings.theme, logger=logging.getLogger("cstui.desk"))
    try:
        app.run()
    finally:
        if said := host.close():
            sys.stdout.write(f"{said}\n")
    if not app.return_code:
        sys.stdout.write(f"{GOODBYE}\n")
    return app.return_code or 0


def run_linear_desk(
    target: str | None,
    clock: Callable[[], datetime],
    now: Here,
    *,
    width: int = 0,
    strict: bool = False,
    keys: Keys | None = None,
) -> int:
    """Run the same session line by line on standard input and output; the exit status."""
    from cstui.desk.linear.desk import LinearDesk
    from cstui.desk.linear.run import run_linear

    host = LateSession(target, clock, now, words=True, keys=keys)
    if host.encrypted:
        host.unlock()
    try:
        return run_linear(LinearDesk(host, walks=sys.stdin.isatty()), width=width, strict=strict)
    finally:
        host.close()
