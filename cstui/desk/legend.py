"""The legend: which keys a screen shows in its last row but one, and how the keyboard in use calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cstui.desk.drawing import PROMPTED, Drawing, Key

LEGEND_WIDTH = 78

COMMON_KEYS: tuple[Key, ...] = (
    Key(key="PF1", word="HELP", label="Help"),
    Key(key="PF3", word="EXIT", label="Exit"),
    Key(key="PF12", word="CANCEL", label="Cancel"),
    Key(key="PF4", word="PROMPT", label="Prompt"),
    Key(key="PF7", word="UP", label="Up"),
    Key(key="PF8", word="DOWN", label="Down"),
    Key(key="PF2", word="GUIDE", label="Guide"),
    Key(key="PF10", word="PREVIOUS", label="Prev"),
    Key(key="PF11", word="NEXT", label="Next"),
    Key(key="PF5", word="REFRESH", label="Refresh"),
    Key(key="PF9", word="RETRIEVE", label="Retrieve"),
)
"""Keys that mean the same on every screen, the most needed first: a full legend drops the last."""


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
    shown = list(drawing.keys)
    taken = {key.number for key in shown}
    for key in COMMON_KEYS:
        if key.number in taken or not _of_use(drawing, key.word):
            continue
        if len(legend_of([*shown, key], called)) <= LEGEND_WIDTH:
            shown.append(key)
            taken.add(key.number)
    return tuple(sorted(shown, key=lambda key: key.number))


def _of_use(drawing: Drawing, word: str) -> bool:
    if drawing.name == "SIGN":
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
    return "  ".join(f"{called(key.number)} {key.label}" for key in keys)
