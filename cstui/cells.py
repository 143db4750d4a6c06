"""Text as terminal cells: what people typed is measured and made harmless, character by character.

A cell is a string: one character with its combining marks, or the empty string for the right half
of a wide character. Control and format characters (escape, bidirectional overrides, joiners) never
get into a cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, east_asian_width, normalize

BLANK = " "
MARKS = 3
"""Combining marks that one cell keeps; more would draw over the rows above and below."""


@lru_cache(maxsize=4096)
def width(char: str) -> int:
    """Columns that a character takes: 0 (combining), 1 or 2."""
    if category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


@lru_cache(maxsize=4096)
def _harmless(char: str) -> str:
    kind = category(char)
    if kind in ("Zs", "Zl", "Zp") or char in "\t\n\r\v\f":
        return BLANK
    if kind in ("Cc", "Cf"):
        return ""
    return "?" if kind in ("Cs", "Co", "Cn") else char


def clean(text: str) -> str:
    """The text without control characters; line breaks, tabs and odd blanks become blanks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(char) for char in normalize("NFC", text))


def is_number(text: str) -> bool:
    """Whether a text is digits 0 to 9 alone, which `int` reads; `²` and other scripts' digits are not."""
    return text.isascii() and text.isdigit()


def cells(text: str) -> list[str]:
    """The text as cells, cleaned."""
    text = clean(text)
    if text.isascii():
        return list(text)
    found: list[str] = []
    marks = 0
    for char in text:
        columns = width(char)
        if columns:
            marks = 0
            found.append(char)
            if columns == 2:
                found.append("")
        elif found and marks < MARKS:
            marks += 1
            found[-1 if found[-1] else -2] += char
    return found


def fit(text: str, columns: int, *, mark: bool = True) -> list[str]:
    """Exactly `columns` cells: padded with blanks, or cut, then with `…` at the end if `mark`."""
    found = cells(text)
    if len(found) <= columns:
        return found + [BLANK] * (columns - len(found))
    if not columns:
        return []
    found = found[: columns - 1] if mark else found[:columns]
    if found and width(found[-1][:1] or BLANK) == 2:
        found[-1] = BLANK
    return [*found, "…"] if mark else found


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns` cells, broken between words where words allow it."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, taken = "", 0
        for word in clean(paragraph).split():
            needed = len(cells(word))
            while needed > columns:
                if line:
                    lines.append(line)
                    line, taken = "", 0
                head = join(fit(word, columns, mark=False)).rstrip()
                lines.append(head)
                word = word[len(head) :]
                needed = len(cells(word))
            if line and taken + 1 + needed > columns:
                lines.append(line)
                line, taken = "", 0
            line, taken = (f"{line} {word}", taken + 1 + needed) if line else (word, needed)
        lines.append(line)
    return lines


def join(found: Iterable[str]) -> str:
    """The cells as text."""
    return "".join(found)


def short_name(name: str, columns: int) -> str:
    """LAST, FIRST MIDDLE in a column: where that is too long, the middle name is its initial."""
    last, comma, given = name.partition(", ")
    first, blank, middle = given.partition(" ")
    if len(cells(name)) <= columns or not (comma and blank):
        return name
    return f"{last}, {first} {middle[0]}"
