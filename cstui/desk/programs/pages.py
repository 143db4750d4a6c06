"""Pages of a list that is read by key: where each page began, so that UP finds the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

import msgspec

from cstui.cells import wrap
from cstui.desk.conversation import Request, Row

K = TypeVar("K")


class PageTrail(msgspec.Struct, Generic[K], frozen=True):
    """The keys at which the pages before began, and the key of the page in hand (the last)."""

    starts: tuple[K, ...]

    @property
    def start(self) -> K:
        return self.starts[-1]

    def on(self, key: K) -> PageTrail[K]:
        """The next page, which begins at `key`."""
        return PageTrail((*self.starts, key))

    def back(self) -> PageTrail[K]:
        """The page before; the first page stays the first."""
        return PageTrail(self.starts[:-1]) if len(self.starts) > 1 else self


def within(offset: int, count: int, shown: int) -> int:
    """The offset, or where it lies beyond `count` rows that of the last page."""
    return offset if 0 <= offset < count else max(0, (count - 1) // shown * shown)


def marked(request: Request, column: str = "action") -> list[tuple[int, Row, str]]:
    """The list rows with a letter keyed before them: index, row, letter."""
    found = ((index, row, row.values.get(column, "").strip()) for index, row in enumerate(request.rows))
    return [(index, row, letter) for index, row, letter in found if letter]


def under_cursor(request: Request) -> Row | None:
    """The list row that the cursor is on, or None."""
    cursor = request.cursor
    if cursor is None or cursor.row is None or not 0 <= cursor.row < len(request.rows):
        return None
    return request.rows[cursor.row]


LATE, NOW, LATER = "OVERDUE", "TODAY", "COMING"
STYLES = {LATE: "late", NOW: "intensified", LATER: ""}
"""How lines of each group look: bold is what must be done today, and in another color what is overdue."""


def group_of(day: date | None, on: date) -> str:
    """The group of what is due on a day."""
    return LATER if day is None or day > on else NOW if day == on else LATE


def headed(rows: Sequence[tuple[str, Row]], shown: int) -> tuple[Row, ...]:
    """As many rows, each with its group, as fill a page together with the headings of the groups."""
    page: list[Row] = []
    room, last = shown, ""
    for group, row in rows:
        room -= 1 if group == last else 2
        if room < 0:
            break
        page.append(row if group == last else msgspec.structs.replace(row, heading=group))
        last = group
    return tuple(page)


def flowed(row: Row, column: str, columns: int) -> list[Row]:
    """The row, with further rows under it where the text of `column` is wider than `columns`."""
    first, *rest = wrap(row.values[column], columns)
    rows = [msgspec.structs.replace(row, values={**row.values, column: first})]
    for at, line in enumerate(rest, start=1):
        rows.append(Row(key=f"{row.key}+{at}", values={column: line}, style=row.style))
    return rows


def cut(rows: Sequence[Row], offset: int, shown: int) -> tuple[tuple[Row, ...], bool, bool]:
    """The page of `rows` at `offset`, and whether there are more above and below."""
    return tuple(rows[offset : offset + shown]), offset > 0, offset + shown < len(rows)
