"""Cells of CSV files that people open in a spreadsheet."""

from __future__ import annotations

from datetime import date
from unicodedata import category, normalize

from cstui.cells import clean

FORMULA = frozenset("=+-@\t\r")
"""What a spreadsheet takes for the beginning of a formula."""


def plain_cell(value: object) -> str:
    """A value as a cell that a spreadsheet shows and does not reckon with; a number stays one."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return clean(f"'{text}" if _reckons(text) else text)


def _reckons(text: str) -> bool:
    """Whether a text begins as a formula, behind blanks and signs that nobody sees; wide signs count too."""
    for char in text:
        if char in FORMULA:
            return True
        if not (char.isspace() or category(char)[0] in "CM"):
            return normalize("NFKC", char)[:1] in FORMULA
    return False
