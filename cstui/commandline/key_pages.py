"""The page of keys: what the keyboard does beside a 3270, and which key does it in each keymap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cstui.desk.commands import by_key
from cstui.desk.conformance_3270 import DISCIPLINE
from cstui.desk.conversation import Aid
from cstui.desk.keyboard import AIDS, EDITING, PALETTE_KEY, Keymap, key_name, known_keymaps, load_keymap
from cstui.desk.typeahead import ESCAPE_HOLD

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], Iterator[str]]

KEYMAP = """title = "Mine"
base = "classic"        # what is not said here is as there; leave it out to say everything yourself

[keys]
reset = ["ctrl+t"]      # in place of all keys that Reset has there
home = ["home", "esc h"]
clear = []              # no key: the word CLEAR is left"""


def key_lines(table: Table) -> Iterator[str]:
    """The page, a line at a time."""
    yield "The keyboard works as that of a 3270. What each key hands over is a command word, so that a"
    yield "terminal that eats a key leaves its word; `KEYTEST` shows what your terminal sends, `KEYS` lists"
    yield "the keys of the keymap in force."
    yield ""
    keymaps = [load_keymap(name) for name in known_keymaps()]
    yield "## Keymaps"
    yield ""
    yield from table(("keymap", "for"), [(f"`{one.name}`", one.title) for one in keymaps])
    yield "The setting `keymap` names one of these, or the path of a file of your own; the id of an operation"
    yield "(first column) takes a list of keys. `esc 3` and `alt+3` are the same key, because terminals send"
    yield "the same for both. A key that would do two things, an operation or a key that does not exist, and"
    yield "a keymap without Enter, Reset or Cancel are refused with file and line."
    yield ""
    yield "```toml"
    yield from KEYMAP.splitlines()
    yield "```"
    yield ""
    heads = ("id", "what it does", *(f"{one.name}" for one in keymaps))
    yield from table(heads, [_operation(one, keymaps) for one in _operations()])
    yield "## Esc"
    yield ""
    yield f"Esc by itself is Cancel after {ESCAPE_HOLD + 0.1:.1g} seconds: until then a digit, `-` or `=` may"
    yield "make a PF key of it, typed at once or one after the other, so that a slow line makes no"
    yield "difference. Any other key comes behind the Cancel at once. Inside a burst of keys use F12: a"
    yield "terminal sends Esc and a letter as one key, Alt and that letter. ESCDELAY (milliseconds, 100) is"
    yield "the part that passes before the desk hears of an Esc at all."
    yield ""
    yield "## Beside a 3270 and c3270"
    yield ""
    yield "Each behavior with IBM's term (3270 Data Stream Programmer's Reference), the action that c3270"
    yield "documents, the keys of `classic`, and the test that holds it."
    yield ""
    classic = load_keymap()
    for title, rows in DISCIPLINE:
        yield f"### {title}"
        yield ""
        yield from table(
            ("behavior", "3270", "c3270", "key", "test"),
            [
                (one.does, one.term, one.c3270, ", ".join(classic.shown(one.operation)), f"`{one.tested}`")
                for one in rows
            ],
        )
    yield "## Input inhibited"
    yield ""
    yield from table(("the OIA says", "because", "freed by"), _REASONS)
    yield "The setting `lock` is `soft` (the next key frees the keyboard and is obeyed) or `strict`, for"
    yield "training: only Reset frees it, and keys pressed meanwhile are refused and not replayed."
    yield ""
    yield "After an error, or a question on the message line, what was typed ahead is dropped whole: no half"
    yield "of it lands in a field or is obeyed. Keys count again when the message is on the screen and"
    yield "nothing was typed for the setting `pause` (milliseconds, 300), or after Reset. The desk line by"
    yield "line has no pause."
    yield ""
    yield "## Keys of the terminal program"
    yield ""
    yield f"{key_name(PALETTE_KEY)} opens the palette of command words over any screen; in it arrows, PgUp"
    yield "and PgDn choose, Enter takes, Esc closes. No other key is bound beside the keymap: what the"
    yield "terminal library would bind by itself (Ctrl+Q to quit, for one) is off and says X NO KEY."
    yield "Ctrl+Z stops the desk as a job of the shell that started it, and `fg` brings it back with what was"
    yield "typed; where no shell waits for it, it says X NO KEY too."
    yield ""
    yield "## Typing over"
    yield ""
    yield "The first character typed at the start of a field that is shown filled erases the rest. What you"
    yield "typed yourself is typed over character by character, and so is a text of several rows. PA2 shows"
    yield "the screen as it was. `overtype = classic` keeps the 3270's way: each character replaces one, and"
    yield "Erase EOF takes the rest. A refused command is replaced in both."


_REASONS = (
    ("X PROTECTED", "the cursor is on protected text", "the next key; strict: Reset"),
    ("X NUMERIC", "a numeric field takes digits, minus, full stop and blank", "the next key; strict: Reset"),
    (
        "X OVERFLOW",
        "the field is full: in insert mode, or behind the last field",
        "the next key; strict: Reset",
    ),
    ("X NO DUP", "there is no row above to take the field from", "the next key; strict: Reset"),
    (
        "X NO KEY",
        "the keymap has no such key, or the terminal sent a byte that is not a character",
        "the next key; strict: Reset",
    ),
    ("X NOT BUSY", "PA1, and nothing runs that could be stopped", "the next key; strict: Reset"),
    ("X SYSTEM +3", "a program works, and three keys wait", "its answer; Reset drops the keys that wait"),
    ("X STOPPING", "a program was asked by PA1 to stop", "its answer"),
    ("X PAUSE -6", "an error dropped six keys, and the keyboard waits for the typist", "a pause, or Reset"),
    ("6 DROPPED", "an error dropped six keys typed ahead of it", "nothing is locked: the next key"),
)


def _operations() -> Iterator[str]:
    yield from (one.value for one in Aid if one.value in AIDS)
    yield from EDITING


def _operation(one: str, keymaps: Sequence[Keymap]) -> tuple[str, ...]:
    keys = (", ".join(keymap.shown(one)) for keymap in keymaps)
    return (f"`{one}`", _does(one), *keys)


def _does(operation: str) -> str:
    if operation in EDITING:
        return EDITING[operation]
    aid = Aid(operation)
    if aid is Aid.ENTER:
        return "Enters the screen, or the command line."
    if aid is not aid.unshifted:
        return f"As {aid.unshifted.value}, unless the screen gives it a word of its own."
    return f"{by_key()[aid].word}: {by_key()[aid].help}"
