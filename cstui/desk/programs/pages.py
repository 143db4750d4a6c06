"""Pages of a list that is read by key: where each page began, so that UP finds the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

from cstui.cells import cells, wrap
from cstui.desk.conversation import GuideLine, Request, Row

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


def flowed(row: Row, column: str, columns: int) -> list[Row]:
    """The row, with further rows under it where the text of `column` is wider than `columns`."""
    first, *rest = wrap(row.values[column], columns)
    rows = [msgspec.structs.replace(row, values={**row.values, column: first})]
    for at, line in enumerate(rest, start=1):
        rows.append(Row(key=f"{row.key}+{at}", values={column: line}, style=row.style))
    return rows


def in_full(rows: Sequence[Row], day: str, columns: int) -> tuple[GuideLine, ...]:
    """The texts of a list that its column of so many cells cuts, in full, for the guide."""
    lines: list[GuideLine] = []
    for row in rows:
        if len(cells(row.values["text"])) <= columns:
            continue
        lines.append(GuideLine(text=f"{row.values[day]} {row.values['case']}", style="heading"))
        lines.append(GuideLine(text=row.values["text"]))
    return tuple(lines)


def cut(rows: Sequence[Row], offset: int, shown: int) -> tuple[tuple[Row, ...], bool, bool]:
    """The page of `rows` at `offset`, and whether there are more above and below."""
    return tuple(rows[offset : offset + shown]), offset > 0, offset + shown < len(rows)
