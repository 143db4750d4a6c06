"""How styles of a theme reach the terminal: resolved once by name, and sent in as few bytes as do.

A row switches only what differs from the text before it, and a blank takes on the color of its
neighbor where that cannot be seen: over a slow line a screen change is mostly its text.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cstui.desk.painter import StyledRun
from cstui.desk.palette import Shades

BOLD, UNDERLINE, REVERSE = 1, 2, 4
_ON = ((BOLD, "1"), (UNDERLINE, "4"), (REVERSE, "7"))
_OFF = ((BOLD, "22"), (UNDERLINE, "24"), (REVERSE, "27"))
SHOWN_ON_BLANKS = UNDERLINE | REVERSE
RESET = "\x1b[m"
Codes = tuple[int, str, str]
"""Attributes as bits, the codes of the color, the codes of the ground; empty is the terminal's own."""
NONE: Codes = (0, "", "")
_KNOWN: dict[ColorSystem, dict[Style | None, Codes]] = {}
"""The codes of each style that was sent, worked out once."""


class Looks:
    """The styles of one theme at the colors of one terminal, worked out by name when first used."""

    def __init__(self, shades: Shades) -> None:
        self._shades = shades
        self._ground = Style.parse(shades.ground)
        self._styles: dict[str, Style] = {}

    def style(self, name: str) -> Style:
        """The style that a run names; `entry+fault-error+cursor` is `entry` with two overlays."""
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self._resolved(*name.split("+"))
        return style

    def _resolved(self, base: str, *overlays: str) -> Style:
        style = self._ground + Style.parse(self._shades.styles[base])
        for overlay in overlays:
            over = Style.parse(self._shades.styles[overlay])
            turned = bool(style.reverse) != bool(over.reverse)
            bold = bool(over.bold) if over.color else bool(style.bold or over.bold)
            style = style + over + Style(reverse=turned, bold=bold)
        return style

    def strip(self, runs: list[StyledRun], columns: int) -> Strip:
        """The runs as a row of the terminal, `columns` wide."""
        segments = [Segment(run.text, self.style(run.style)) for run in runs]
        width = sum(run.columns for run in runs)
        if width > columns:
            return Strip(segments, width).crop(0, columns)
        if width < columns:
            segments.append(Segment(" " * (columns - width), self.style("blank")))
        return ChangedRow(segments, columns)


class ChangedRow(Strip):
    """A strip that sends only what changes from one text to the next."""

    __slots__ = ()

    def render(self, console: Console) -> str:
        """The row as it is written to the terminal; everything is reset behind it."""
        if self._render_cache is None:
            system = console._color_system or ColorSystem.TRUECOLOR
            self._render_cache = _sent(self._segments, system)
        return self._render_cache


def _sent(segments: list[Segment], system: ColorSystem) -> str:
    known = _KNOWN.setdefault(system, {})
    parts: list[str] = []
    state = NONE
    for text, style, _ in segments:
        wanted = known.get(style)
        if wanted is None:
            wanted = known[style] = NONE if style is None else codes(style, system)
        if wanted != state:
            if text.isspace() and not (wanted[0] | state[0]) & REVERSE:
                wanted = (state[0] & BOLD | wanted[0] & SHOWN_ON_BLANKS, state[1], wanted[2])
            if wanted != state:
                parts.append(_switch(state, wanted))
                state = wanted
        parts.append(text)
    if state != NONE:
        parts.append(RESET)
    return "".join(parts)


@lru_cache(maxsize=4096)
def _switch(before: Codes, after: Codes) -> str:
    """The shortest sequence that turns what was shown into what is wanted: what differs, or all again."""
    changes = [code for bit, code in _OFF if before[0] & ~after[0] & bit]
    changes += [code for bit, code in _ON if after[0] & ~before[0] & bit]
    if after[1] != before[1]:
        changes.append(after[1] or "39")
    if after[2] != before[2]:
        changes.append(after[2] or "49")
    anew = ["", *(code for bit, code in _ON if after[0] & bit), *filter(None, after[1:])]
    return min((f"\x1b[{';'.join(one)}m" for one in (changes, anew)), key=len)


def codes(style: Style, system: ColorSystem) -> Codes:
    """What a style asks of a terminal of so many colors."""
    attributes = (
        (BOLD if style.bold else 0)
        | (UNDERLINE if style.underline else 0)
        | (REVERSE if style.reverse else 0)
    )
    ink = style.color.downgrade(system).get_ansi_codes() if style.color else ()
    ground = style.bgcolor.downgrade(system).get_ansi_codes(foreground=False) if style.bgcolor else ()
    return attributes, ";".join(ink), ";".join(ground)
