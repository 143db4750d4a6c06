"""The colors of the desk, as data: a theme names a style for everything that a row can hold.

Themes stand in `data/desk/themes/`, one a file. A style is written as Rich writes it (`bold #f2f2f2 on
#3a1216`); `reverse` in an overlay turns over what lies below. `[sixteen]` says the same in the
sixteen colors that every terminal has, by name, so that nothing is left to a nearest match.
Color never says anything alone: faults carry a mark, entry fields an underline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cstui.content import Content, Source, root

PLAIN = "plain"
"""The theme without any color: what NO_COLOR, and a terminal that has none, get."""
DEFAULT = "classic"

OVERLAYS = ("fault-error", "fault-warning", "fault-info", "selected", "cursor")
"""Styles that lie over another, in the order in which they are laid."""
BASES = (
    *(
        "blank",
        "label",
        "head",
        "value",
        "value-high",
        "value-dim",
        "value-late",
        "entry",
        "entry-high",
        "entry-guide",
    ),
    *("transaction", "title", "date", "prompt", "more"),
    *("message", "message-error", "message-warning", "message-info"),
    *("rule-error", "rule-warning", "rule-info", "mark-error", "mark-warning", "mark-info"),
    *("key", "key-label", "letters", "oia", "oia-high", "lock"),
    *("guide-heading", "guide-text", "guide-cite", "guide-key"),
)
"""Styles that a cell of a row can have."""

_ANSI = r"(?:bright_)?(?:black|red|green|yellow|blue|magenta|cyan|white)"
_WORDS = r"(?:(?:bold|underline|reverse) ?)*"


class Shades(Content, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ground that everything stands on, and the styles by name."""

    ground: str
    styles: Mapping[str, str]


class Theme(Content, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name, what it is for, its shades in any color, and in the sixteen of every terminal."""

    name: str
    title: str
    ground: str
    styles: Mapping[str, str]
    sixteen: Shades

    def shades(self, colors: str | None = "truecolor") -> Shades:
        """The shades for a terminal: `truecolor`, `256`, `standard` (sixteen), or none at all."""
        if colors is None:
            return theme(PLAIN).sixteen
        if colors in ("standard", "windows"):
            return self.sixteen
        return Shades(ground=self.ground, styles=self.styles)


@cache
def theme(name: str = "", *, no_color: bool = False) -> Theme:
    """The theme called `name`, classic where empty; the plain one where the user asked for no color.

    ContentError, with its line, where the file has an unknown style, lacks one, or a style cannot be read.
    """
    name = PLAIN if no_color else name or DEFAULT
    source = Source(root() / "data" / "desk" / "themes" / f"{name}.toml")
    found = source.read(Theme)
    if found.name != name:
        raise source.error("$.name", f"the theme is called {found.name}; write {name}, as the file is")
    _check(source, found.ground, found.styles, "$.styles", "#[0-9a-f]{6}", "$.ground")
    _check(source, found.sixteen.ground, found.sixteen.styles, "$.sixteen.styles", _ANSI, "$.sixteen.ground")
    return found


def _check(source: Source, ground: str, styles: Mapping[str, str], at: str, color: str, base: str) -> None:
    shape = re.compile(rf"{_WORDS}(?:{color})?(?: ?on {color})?")
    if not shape.fullmatch(ground):
        raise source.error(base, f"`{ground}` is not a ground; write COLOR on COLOR")
    for name in {*BASES, *OVERLAYS} ^ {*styles}:
        fault = "is not a style; remove it" if name in styles else "is missing; add it"
        raise source.error(f"{at}.{name}", f"style `{name}` {fault}")
    for name, style in styles.items():
        if not shape.fullmatch(style):
            raise source.error(f"{at}.{name}", f"`{style}` is not a style; write words, COLOR, on COLOR")
