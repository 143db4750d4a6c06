"""Where a command gets the key of an encrypted store from, in this order: the file that --key-file or
CSTUI_KEY_FILE names, the system keyring, the terminal, which shows nothing of what is typed.

A key is asked for once a command, however often it opens the store.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cstui.settings import BY_NAME

if TYPE_CHECKING:
    from cstui.store.engine import Place
    from cstui.store.keys import StoreKey

TRIES = 3
"""How often the terminal asks again for a passphrase that does not open the store."""


class KeyDoor:
    """Who is asked for the keys of stores. `file` is that of --key-file."""

    def __init__(self, file: str | None = None, environment: Mapping[str, str] = os.environ) -> None:
        self.file = file or environment.get(BY_NAME["keyfile"].variable) or ""
        self._known: dict[str, StoreKey] = {}

    def __call__(self, place: Place) -> StoreKey | None:
        """The key of the store at a place; one that does not open it where no other is to be had."""
        if place.name not in self._known:
            found = self._found(place)
            if found is None:
                return None
            self._known[place.name] = found
        return self._known[place.name]

    def _found(self, place: Place) -> StoreKey | None:
        from cstui.store import keys

        if self.file:
            return keys.from_file(Path(self.file))
        kept = keys.from_keyring(place)
        if kept is not None and keys.opens(place, kept):
            return kept
        typed = None
        for again in range(TRIES):
            typed = _typed(f"Passphrase of {place.name}{' (not that one)' if again else ''}: ")
            if typed is None or keys.opens(place, typed):
                break
        return typed or kept

    def new(self, place: Place, file: str | None = None) -> StoreKey:
        """The passphrase that a store will have: of a file, else typed twice. StoreError CS-228."""
        from cstui.store import keys
        from cstui.store.errors import StoreError

        if named := file:
            key = keys.from_file(Path(named))
        else:
            typed = _typed(f"New passphrase of {place.name}: ")
            if typed is None:
                raise StoreError("CS-228", fault="none was given")
            typed.be_good()
            again = _typed("Once more: ")
            if again is None or not typed.same_as(again):
                raise StoreError("CS-228", fault="it was not typed the same way twice")
            key = typed
        key.be_good()
        return key


def _typed(prompt: str) -> StoreKey | None:
    """What is typed at the terminal, without being shown; None for nothing, or where there is no terminal."""
    import getpass
    import warnings

    from cstui.cells import clean
    from cstui.store.keys import StoreKey

    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return None
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would be shown
        try:
            typed = getpass.getpass(clean(prompt))
        except (getpass.GetPassWarning, EOFError):
            return None
    return StoreKey(typed) if typed else None
