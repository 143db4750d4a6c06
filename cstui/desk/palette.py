"""The colours of the desk, as data: a theme names a style for everything that a row can hold.

A style is written as Rich writes it (`bold #f2f2f2 on #3a1216`); `reverse` in an overlay turns over
what lies below. Colour never says anything alone: faults carry a mark, entry fields an underline.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """A name, the ground that everything stands on, and the styles by name."""

    name: str
    ground: str
    styles: Mapping[str, str]


CLASSIC = Theme(
    name="classic",
    ground="#d5dbd8 on #0a0d0c",
    styles={
        "blank": "",
        "label": "#6ea0e8",
        "head": "bold #6ea0e8",
        "value": "#62cfcf",
        "value-high": "bold #f2f2f2",
        "value-dim": "#4d8a8a",
        "entry": "#74d88a on #14211a underline",
        "entry-high": "bold #c9f7d3 on #14211a underline",
        "transaction": "#6ea0e8",
        "title": "bold #f2f2f2",
        "date": "#6ea0e8",
        "prompt": "#6ea0e8",
        "more": "#f2d35c",
        "message": "#f2f2f2",
        "message-error": "#ff7a70",
        "message-warning": "#f2d35c",
        "message-info": "#f2f2f2",
        "rule-error": "bold #ff7a70",
        "rule-warning": "bold #f2d35c",
        "rule-info": "bold #f2f2f2",
        "mark-error": "bold #ff7a70",
        "mark-warning": "bold #f2d35c",
        "mark-info": "bold #f2f2f2",
        "key": "#f2f2f2",
        "key-label": "#6ea0e8",
        "oia": "#6ea0e8",
        "oia-high": "#f2d35c",
        "lock": "bold #f2f2f2",
        "guide-heading": "bold #f2f2f2",
        "guide-text": "#62cfcf",
        "guide-cite": "#6ea0e8",
        "guide-key": "#f2d35c",
        "fault-error": "bold #ffb0a8 on #4a1618",
        "fault-warning": "bold #f2d35c on #3d3413",
        "fault-info": "bold #f2f2f2 on #2a3330",
        "selected": "#f2f2f2 on #2c4a63",
        "cursor": "reverse",
    },
)

MONO = Theme(
    name="mono",
    ground="",
    styles={
        **dict.fromkeys(CLASSIC.styles, ""),
        **dict.fromkeys(("head", "title", "value-high", "lock", "oia-high", "key", "guide-heading"), "bold"),
        **dict.fromkeys(("rule-error", "rule-warning", "rule-info", "message-error", "more"), "bold"),
        **dict.fromkeys(("mark-error", "mark-warning", "mark-info"), "bold"),
        **dict.fromkeys(("value-dim", "guide-cite"), "dim"),
        "entry": "underline",
        "entry-high": "bold underline",
        "fault-error": "reverse",
        "fault-warning": "reverse",
        "fault-info": "reverse",
        "selected": "reverse",
        "cursor": "reverse",
    },
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (CLASSIC, MONO)}


def theme(name: str = "", *, no_color: bool = False) -> Theme:
    """The theme called `name`, classic where empty; mono where the user asked for no colour."""
    if no_color:
        return MONO
    return THEMES[name or CLASSIC.name]
