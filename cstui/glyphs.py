"""What a font of the prints has signs for, and how the rest is written: in Latin letters, marked.

Every PDF spells a name alike; the text prints and the screens keep the name's own letters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from unicodedata import bidirectional

from cstui.cells import BLANK, cells
from cstui.content import root

MARK = "*"
NOTE = f"Names with {MARK} are written in Latin letters here: this print has no signs for their own letters."
MONO, CONDENSED = "data/desk/fonts/DejaVuSansMono.ttf", "data/desk/fonts/DejaVuSansCondensed.ttf"


def bold_of(font: str) -> str:
    """The bold face of a font."""
    return font.replace(".ttf", "-Bold.ttf")


class Spelling:
    """Writes what a font has no sign for in Latin letters, and remembers whether it had to."""

    def __init__(self, font: str = MONO) -> None:
        self.changed = False
        self._font = font

    def __call__(self, text: str) -> str:
        """A name or a text; one that had to be changed ends with the mark."""
        known = _signs(self._font)
        found = [cell for cell in cells(text) if cell]
        if all(cell in known for cell in found):
            return "".join(found)
        self.changed = True
        return "".join(cell if cell in known else _latin(cell, known) for cell in found) + MARK

    def in_columns(self, text: str) -> str:
        """A line whose columns stay where they are, as far as blanks make room for longer spellings."""
        known = _signs(self._font)
        found = cells(text)
        if all(cell in known for cell in found if cell):
            return "".join(cell for cell in found if cell)
        self.changed = True
        line, owed, spelled = "", 0, False
        for cell in found:
            if not cell:
                owed -= 1  # the right half of a wide letter, of which only the spelling is left
            elif cell in known:
                line, owed = _marked(line, owed) if spelled else (line, owed)
                spelled = False
                if owed > 0 and cell == BLANK and line.endswith(BLANK):
                    owed -= 1
                    continue
                if cell == BLANK and owed < 0:
                    line, owed = line + BLANK * -owed, 0
                line += cell
            else:
                said = _latin(cell, known)
                line, owed, spelled = line + said, owed + len(said) - 1, True
        return _marked(line, owed)[0] if spelled else line


def legible(lines: Iterable[str], *, columns: bool = False) -> list[str]:
    """Lines of any print with what the font can show; the last says so where letters were changed.

    `columns` keeps what stands in columns there.
    """
    spelled = Spelling()
    shown = [spelled.in_columns(line) if columns else spelled(line) for line in lines]
    return [*shown, "", NOTE.replace("Names", "Words")] if spelled.changed else shown


def _marked(line: str, owed: int) -> tuple[str, int]:
    return line + MARK, owed + 1


def _latin(cell: str, known: Collection[str]) -> str:
    from anyascii import anyascii

    bare = "".join(char for char in cell if char in known)
    return bare or anyascii(cell) or "?"


@cache
def _signs(font: str) -> frozenset[str]:
    """Every character that both faces of the font have a sign for and that is written from left to right.

    Letters that run the other way and join would be set apart and backward here.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    def table(face: str) -> Mapping[int, str]:
        with TTFont(root() / face, lazy=True) as opened:
            found: Mapping[int, str] = opened.getBestCmap()
            return found

    both = map(chr, table(font).keys() & table(bold_of(font)).keys())
    return frozenset(char for char in both if bidirectional(char) not in {"R", "AL", "AN"})
