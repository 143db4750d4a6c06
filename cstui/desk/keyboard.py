"""The operations of the keyboard, and keymaps: which key of the terminal does which.

A keymap is a file of `data/desk/keymaps/` or a user's own, strictly read: an operation or a key that
nobody knows, a key that would do two things, or no key for Enter, Reset or Cancel stops the load
and names file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from cstui.content import Content, ContentError, Source, files
from cstui.desk.conversation import Aid

DEFAULT = "classic"
PALETTE_KEY = "ctrl+p"
"""The key of the command palette. It is the app's, not a keymap's: the palette has the keyboard then."""
AIDS = frozenset(aid.value for aid in Aid if aid in (Aid.ENTER, Aid.CLEAR) or aid.name.startswith("PF"))
"""Operations that hand the screen to its program: Enter, Clear and the PF keys."""

EDITING: Mapping[str, str] = {
    "tab": "To the next unprotected field.",
    "backtab": "To the start of this field, or from there to the field before.",
    "newline": "To the first unprotected field on a row below; in a long field to its next row.",
    "home": "To the command line.",
    "field_end": "Behind the last character of the field.",
    "up": "One row up; from the first row to the last.",
    "down": "One row down; from the last row to the first.",
    "left": "One column to the left, over protected text as well.",
    "right": "One column to the right, over protected text as well.",
    "word_left": "To the last start of a word before the cursor, or of a field.",
    "word_right": "To the next start of a word, or the next field.",
    "insert_toggle": "Insert mode on or off; off again with every Enter, PF key and Reset.",
    "delete": "Takes out the character at the cursor; what follows moves up.",
    "delete_word": "Takes out the word before the cursor, or what stands of it there.",
    "backspace": "Takes out the character before the cursor.",
    "erase_eof": "Blanks the field from the cursor to its end.",
    "erase_field": "Blanks the whole field; the cursor goes to its start.",
    "erase_input": "Blanks every unprotected field and resets their modified data tags.",
    "dup": "Takes the field above in the list into this one and goes on to the next field.",
    "reset": "Frees the keyboard, ends insert mode, drops the keys that wait.",
    "pa1": "Attention: asks long work to stop, and drops the keys that wait.",
    "pa2": "Shows the screen again as it was before anything was typed on it.",
    "copy": "Copies the text that the mouse has marked.",
    "paste_clipboard": "Types what was copied.",
}
"""What each operation does that hands no screen over."""

OPERATIONS: frozenset[str] = AIDS | EDITING.keys()
NEEDED: Mapping[str, str] = {"enter": "Enter", "reset": "Reset", "pf12": "Cancel (PF12)"}
"""Operations without which a worker could not get out, and how messages call them."""

_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_MOVING = ("home", "end", "pageup", "pagedown", "up", "down", "left", "right")
_NAMED = frozenset(
    ("enter", "tab", "escape", "insert", "delete", "backspace", *_MOVING, *(f"f{n}" for n in range(1, 25)))
)
_SIGNS: Mapping[str, str] = {
    "-": "minus",
    "=": "equals_sign",
    "\\": "backslash",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "/": "slash",
    ".": "full_stop",
    ",": "comma",
    ";": "semicolon",
    "'": "apostrophe",
    "`": "grave_accent",
    "_": "underscore",
    "^": "circumflex_accent",
    "@": "@",
    "space": "space",
}
"""Signs as they are typed in a keymap, and as Textual names them."""
CHORDS: Mapping[str, str] = {**{digit: digit for digit in "1234567890"}, "-": "minus", "=": "equals_sign"}
"""Signs that press a PF key after Esc: PF1 to PF9, PF10 by 0, PF11 by -, PF12 by =."""
_SAME: Mapping[str, str] = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""Keys for which every terminal sends the same byte."""
_SHOWN: Mapping[str, str] = {"pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc", "delete": "Del"}


class KeymapText(Content, frozen=True, kw_only=True):
    """A keymap as written. `base` names a keymap that holds where this one says nothing."""

    title: str
    base: str = ""
    keys: dict[str, tuple[str, ...]]


class Keymap(msgspec.Struct, frozen=True, kw_only=True):
    """Which key does what: `operations` by key, as Textual names keys, and `keys` by operation."""

    name: str
    title: str
    operations: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]

    def shown(self, operation: str) -> tuple[str, ...]:
        """The keys of an operation as a person reads them."""
        return tuple(key_name(key) for key in self.keys.get(operation, ()))

    def label(self, number: int) -> str:
        """How the legend calls PF key `number`: `F3`, or `Esc3` on a keyboard without function keys."""
        return next(iter(self.shown(f"pf{number}")), "").replace(" ", "")

    @property
    def chords(self) -> bool:
        """Whether a key may follow Esc, so that an Esc by itself has to wait for one."""
        return any(key.startswith("alt+") for key in self.operations)


def key_name(key: str) -> str:
    """How a person reads a key: `Ctrl+E`, `F3`, `Esc 3` for what Esc or Alt with 3 sends."""
    *modifiers, base = key.split("+") if key != "+" else [key]
    signs = {name: sign for sign, name in _SIGNS.items()}
    shown = _SHOWN.get(base) or signs.get(base) or base
    said = shown if shown in _SHOWN.values() else shown.capitalize()
    if modifiers == ["alt"]:
        return f"Esc {said.lower() if len(said) == 1 else said}"
    return "+".join([*(modifier.capitalize() for modifier in modifiers), said])


def known_keymaps() -> tuple[str, ...]:
    """The names of the keymaps that come with the desk."""
    return tuple(path.stem for path in files("data/desk/keymaps"))


@cache
def load_keymap(name: str = DEFAULT) -> Keymap:
    """The keymap of that name, or in the file of that path; ContentError where it cannot be used."""
    own = "/" in name or name.endswith(".toml")
    path = Path(name).expanduser() if own else _shipped(name)
    return read_keymap(Source(path))


def keymap_or_default(name: str) -> tuple[Keymap, str]:
    """The keymap of that name and no fault; the default one, and what is wrong, where it cannot be used."""
    try:
        return load_keymap(name), ""
    except ContentError as error:
        return load_keymap(), str(error)


def _shipped(name: str) -> Path:
    for path in files("data/desk/keymaps"):
        if path.stem == name:
            return path
    known = ", ".join(known_keymaps())
    raise ContentError(Path(name), 1, f"there is no keymap {name}; {known}, or the path of a .toml file")


def read_keymap(source: Source) -> Keymap:
    """The keymap in `source`; ContentError with the line of the first fault."""
    text = source.read(KeymapText)
    if text.base and text.base not in known_keymaps():
        raise source.error("$.base", f"there is no keymap {text.base}; {', '.join(known_keymaps())} are")
    based = dict(load_keymap(text.base).keys) if text.base else {}
    keys: dict[str, tuple[str, ...]] = {}
    for operation, written in text.keys.items():
        at = f"$.keys.{operation}"
        if operation not in OPERATIONS:
            raise source.error(at, f"there is no operation `{operation}`; docs/keys.md lists them")
        keys[operation] = tuple(_read(source, at, one) for one in written)
    keys = {**{operation: of for operation, of in based.items() if operation not in keys}, **keys}
    found: dict[str, str] = {}
    for operation, of in keys.items():
        for key in of:
            if key in found:
                first, second = sorted((found[key], operation), key=lambda one: one not in text.keys)
                line = max((first, second), key=lambda one: source.line_of(f"$.keys.{one}"))
                raise source.error(
                    f"$.keys.{line}",
                    f"{key_name(key)} would do both {first} and {second}; take it from one of them",
                )
            found[key] = operation
    for operation, called in NEEDED.items():
        if not keys.get(operation):
            raise source.error(f"$.keys.{operation}", f"no key is left for {called}; give `{operation}` one")
    return Keymap(name=source.path.stem, title=text.title, operations=found, keys=keys)


def _read(source: Source, at: str, written: str) -> str:
    """A key as Textual names it: `esc 3` and `alt+3` are the same bytes, and so the same key."""
    text = written.strip().lower()
    if text.startswith("esc ") and len(text) > 4:
        text = f"alt+{text[4:].strip()}"
    *modifiers, base = text.split("+")
    base = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown"}.get(base, base)
    single = len(base) == 1 and base.isascii() and base.isalnum()
    signed = _SIGNS.get(base, base if base in _SIGNS.values() else "")
    if not (base in _NAMED or single or signed) or any(one not in _MODIFIERS for one in modifiers):
        raise source.error(at, f"there is no key `{written}`")
    if (single or signed) and not set(modifiers) - {"shift"}:
        raise source.error(at, f"`{written}` types itself; give it Ctrl or Alt")
    key = "+".join([*sorted(set(modifiers)), signed or base])
    return _SAME.get(key, key)
