"""Cells of CSV files that people open in a spreadsheet."""

from __future__ import annotations

from datetime import date

from cstui.cells import clean

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def plain_cell(value: object) -> str:
    """A value as a cell that a spreadsheet shows and does not reckon with."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    neutral = f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
    return clean(neutral)
