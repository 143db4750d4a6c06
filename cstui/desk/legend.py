"""The legend: which keys a screen shows in its last row but one, and how the keyboard in use calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cstui.desk.drawing import PROMPTED, Drawing, Key

LEGEND_WIDTH = 78

COMMON_KEYS: tuple[Key, ...] = (
    Key(key="PF1", word="HELP", label="Help"),
    Key(key="PF3", word="EXIT", label="Exit"),
    Key(key="PF12", word="CANCEL", label="Cancel"),
    Key(key="PF10", word="PREVIOUS", label="Prev"),
    Key(key="PF11", word="NEXT", label="Next"),
    Key(key="PF7", word="UP", label="Up"),
    Key(key="PF8", word="DOWN", label="Down"),
    Key(key="PF4", word="PROMPT", label="Prompt"),
    Key(key="PF2", word="GUIDE", label="Guide"),
    Key(key="PF5", word="REFRESH", label="Refresh"),
    Key(key="PF9", word="RETRIEVE", label="Retrieve"),
)
"""Keys that mean the same on every screen, the most needed first: a full legend drops the last."""
PAIRS = {"UP": "Page", "PREVIOUS": "Screen"}
"""Keys that the legend says together with the next one, `F7/8 Page`, both or neither."""
_SECOND = frozenset({"DOWN", "NEXT"})

_STANDS = frozenset({"GUIDE", "REFRESH"})
_NO_USE = {
    **dict.fromkeys(("HELP", "GUID", "KEYS", "KEYT", "PRMT", "CALN"), _STANDS),
    "LRNS": _STANDS | {"RETRIEVE"},
    "LESN": _STANDS | {"RETRIEVE", "HELP"},
}
"""Common keys that do nothing on a screen, by its name."""


def plain_key(number: int) -> str:
    """How a keyboard with function keys calls PF key `number`."""
    return f"F{number}"


def legend_keys(drawing: Drawing, called: Callable[[int], str] = plain_key) -> tuple[Key, ...]:
    """The keys that the legend shows, by number: the screen's own, then common ones that fit.

    `called` says how the keyboard in use calls a key; a key that it does not have has no name.

    Paging keys are shown only beside a list, family keys only in a family, Prompt only where a
    field takes a code.
    """
    shown = sorted(drawing.keys, key=_number)
    for key, following in zip(COMMON_KEYS, (*COMMON_KEYS[1:], None), strict=True):
        group = [key, following] if key.word in PAIRS and following else [key]
        taken = {one.number for one in shown}
        if key.word in _SECOND or key.number in taken or not _of_use(drawing, key.word):
            continue
        longer = sorted([*shown, *group], key=_number)
        shown = longer if len(legend_of(longer, called)) <= LEGEND_WIDTH else shown
    return tuple(shown)


def _number(key: Key) -> int:
    return key.number


def _of_use(drawing: Drawing, word: str) -> bool:
    if drawing.name in {"SIGN", "SGNP", "CODE", "LOCK"}:
        return word in ("HELP", "EXIT", "CANCEL")
    if word in _NO_USE.get(drawing.name, ()):
        return False
    if word in ("UP", "DOWN"):
        return bool(drawing.lists)
    if word in ("PREVIOUS", "NEXT"):
        return bool(drawing.family)
    if word == "PROMPT":
        return any(field.codes or field.kind in PROMPTED for field in drawing.entries)
    return True


def legend(drawing: Drawing) -> str:
    """The PF legend of a screen: `F1 Help  F3 Exit  F6 Pend`."""
    return legend_of(legend_keys(drawing))


def legend_of(keys: Iterable[Key], called: Callable[[int], str] = plain_key) -> str:
    """Keys as the legend shows them."""
    return "  ".join(f"{named(numbers, called)} {label}" for numbers, label in paired(keys))


def named(numbers: tuple[int, ...], called: Callable[[int], str] = plain_key) -> str:
    """`F6`; of two keys `F7/8` or `Shift+F7/8`, where the keyboard calls them so."""
    first, *second = map(called, numbers)
    same = next((prefix for prefix in ("F", "Shift+F") if first.startswith(prefix)), "")
    return "/".join([first, *(one.removeprefix(same) for one in second)])


def paired(keys: Iterable[Key]) -> list[tuple[tuple[int, ...], str]]:
    """Keys with their labels, those that go together as one."""
    found: list[tuple[tuple[int, ...], str]] = []
    together = ""
    for key in keys:
        if found and together and found[-1][0] == (key.number - 1,):
            found[-1] = ((*found[-1][0], key.number), together)
        else:
            found.append(((key.number,), key.label))
        together = key.both or PAIRS.get(key.word, "")
    return found
