"""KEYTEST: what the terminal sends for each key, and which keys of the keymap have not arrived yet.

Every key is shown and none is obeyed, so the way out is a word: EXIT typed letter by letter, Enter
twice in a row, or a click on `F3 Exit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cstui.desk.commands import by_key
from cstui.desk.conversation import Aid
from cstui.desk.keyboard import AIDS, EDITING, Keymap, key_name

SCREEN = "KEYT"
LEAVES = ("EXIT", "END")
NOTHING = "Nothing: no key of this keymap. KEYS says which keys are."


class KeyTest:
    """What arrived since the screen was opened."""

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._arrived: set[str] = set()
        self._typed = ""
        self._last = ""
        self.values: Mapping[str, str] = {}
        self._tell("", "")

    def press(self, key: str, character: str, sent: str) -> bool:
        """Take a key, with what the terminal sent for it spelled out; whether it leaves the screen."""
        before, self._last = self._last, key
        chord = f"alt+{key}"
        self._arrived.add(key)
        if before == "escape" and chord in self._keymap.operations:
            self._arrived.add(chord)
        self._typed = (self._typed + character.upper())[-4:] if len(character) == 1 else ""
        self._tell(key, sent, character)
        return before == key == "enter" or self._typed.endswith(LEAVES)

    def _tell(self, key: str, sent: str, character: str = "") -> None:
        known = list(self._keymap.operations)
        self.values = {
            "key": key_name(key) if key else "",
            "sent": sent,
            "does": self._does(key, character) if key else "",
            "keymap": self._keymap.name,
            "count": str(sum(one in self._arrived for one in known)),
            "all": str(len(known)),
            "missing": _listed(one for one in known if one not in self._arrived) or "All have arrived.",
        }

    def _does(self, key: str, character: str) -> str:
        operation = self._keymap.operations.get(key, "")
        if operation in AIDS:
            aid = Aid(operation)
            command = by_key().get(aid.unshifted)
            return f"{operation.upper()}: {command.word}" if command else operation.capitalize()
        if operation:
            return EDITING[operation]
        return f"Types {character}" if character.isprintable() and character else NOTHING


def _listed(keys: Iterable[str]) -> str:
    """The keys by the names on them; a key of several words is kept on one line."""
    return "  ".join(key_name(key).replace(" ", "") for key in keys)
