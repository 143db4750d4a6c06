"""Where everything of a screen stands in a terminal of some size, and the slots that hold its text.

Places here are counted from 0. Twenty-four rows are the drawing as drawn; further rows go to the
first list, and what is drawn below it moves down. From 120 columns the guide stands at the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cstui.cells import BLANK, cells, fit, join, wrap
from cstui.desk.conversation import GuideLine, Where
from cstui.desk.drawing import COLUMNS, FIRST_ROW, ROWS, Drawing, Field
from cstui.desk.keynames import Named

WIDE = 120
"""Columns from which the guide stands beside the drawing."""
GUIDE_LEFT, GUIDE_TOP, GUIDE_MAXIMUM = 82, 2, 60
COMMAND = "command"
COMMAND_FIELD = Field(
    name=COMMAND,
    width=62,
    entry=True,
    autoskip=False,
    label="COMMAND",
    help="A screen, a case number, /name or a command word; KEYS lists them.",
    row=2,
    column=7,
)


class Layout:
    """A drawing in a terminal of `columns` by `rows`; less than 80 by 24 is laid out as 80 by 24."""

    def __init__(self, drawing: Drawing, columns: int, rows: int) -> None:
        self.drawing = drawing
        self.columns, self.rows = max(columns, COLUMNS), max(rows, ROWS)
        self.region = drawing.lists[0] if drawing.lists else None
        self._extra = self.rows - ROWS
        self.list_rows = self.region.height + self._extra if self.region else 0
        self.message, self.legend, self.oia = self.rows - 3, self.rows - 2, self.rows - 1
        self.guide_width = min(self.columns - GUIDE_LEFT - 1, GUIDE_MAXIMUM) if self.columns >= WIDE else 0
        self.template = ""
        self.literals: dict[int, tuple[str, str]] = {}
        heads = {region.first - 1 for region in drawing.lists}
        for row, line in enumerate(drawing.literals, start=FIRST_ROW):
            if self.region and row == self.region.first:
                self.template = line
            elif line:
                self.literals[self.y(row)] = (line, "head" if row in heads else "label")

    def y(self, row: int) -> int:
        """The terminal row (from 0) of screen row `row` (from 1)."""
        moved = self.region is not None and row > self.region.last
        return row - 1 + (self._extra if moved else 0)

    def slots(self, list_rows: int) -> list[Slot]:
        """Empty slots for the command line, every field, and `list_rows` rows of the first list."""
        found = [Slot(COMMAND_FIELD, None, 1)]
        repeated: list[Field] = []
        for field in self.drawing.fields:
            if self.region and field.list == self.region.name:
                repeated.append(field)
            else:
                found.append(Slot(field, None, self.y(field.row)))
        for row in range(list_rows):
            found.extend(Slot(field, row, self.y(field.row) + row) for field in repeated)
        return found

    def guide(self, lines: Sequence[GuideLine], named: Named = str) -> dict[int, tuple[list[str], str]]:
        """The guide's cells and style by terminal row; empty where the terminal is narrow."""
        if not self.guide_width:
            return {}
        flowed = [
            (text, f"guide-{line.style}")
            for line in lines
            for text in wrap(named(line.text), self.guide_width)
        ]
        room = self.message - GUIDE_TOP
        if len(flowed) > room:
            flowed = [*flowed[: room - 1], (named("F2 shows the rest"), "guide-cite")]
        return {
            GUIDE_TOP + at: (fit(text, self.guide_width), style) for at, (text, style) in enumerate(flowed)
        }


class Slot:
    """One field on the screen in hand, or one cell of a list row: where it stands, what it holds."""

    __slots__ = ("cells", "entry", "fault", "field", "modified", "row", "style", "x", "y")

    def __init__(self, field: Field, row: int | None, y: int) -> None:
        self.field, self.row, self.y, self.x = field, row, y, field.column - 1
        self.entry = field.entry
        self.cells: list[str] = [BLANK] * field.size
        self.modified = False
        self.fault = ""
        self.style = ""

    @property
    def where(self) -> Where:
        return Where(self.field.name, self.row)

    @property
    def bottom(self) -> int:
        """The last terminal row that it takes."""
        return self.y + self.field.rows - 1

    def place(self, index: int) -> tuple[int, int]:
        """The terminal row and column of a character."""
        down, across = divmod(index, self.field.width)
        return self.y + down, self.x + across

    def row_cells(self, y: int) -> list[str]:
        """Its cells on terminal row `y`."""
        start = (y - self.y) * self.field.width
        return self.cells[start : start + self.field.width]

    @property
    def filled(self) -> int:
        """How many cells there are up to the last that is not blank."""
        count = len(self.cells)
        while count and self.cells[count - 1] == BLANK:
            count -= 1
        return count

    @property
    def text(self) -> str:
        """What it says, without blanks at both ends; rows of a long field flow into one text.

        A row that is full to its last cell was cut inside a word, so the next goes on without a
        blank; any other row ends a word.
        """
        width = self.field.width
        if self.field.rows == 1:
            return join(self.cells).strip()
        said = ""
        for start in range(0, self.filled, width):
            line = self.cells[start : start + width]
            said += join(line).rstrip() + ("" if line[-1] != BLANK else " ")
        return said.strip()

    def fill(self, text: str) -> None:
        """Show `text`: cut with `…` where a protected field is too short; long fields are wrapped."""
        field = self.field
        if field.rows == 1:
            self.cells = fit(text, field.width, mark=not self.entry)
            return
        if len(cells(text)) <= field.width - 1 and "\n" not in text:
            lines = [text]
        else:
            lines = wrap(text, field.width - 1)
        if len(lines) > field.rows and not self.entry:
            lines = [*lines[: field.rows - 1], lines[field.rows - 1] + " …"]
        self.cells = []
        for line in lines[: field.rows]:
            self.cells += fit(line, field.width)
        self.cells += [BLANK] * (field.size - len(self.cells))

    def take(self, other: Slot) -> None:
        """Hold what another slot of the same field holds, with its modified data tag."""
        self.cells, self.modified, self.fault = other.cells, other.modified, other.fault


def where_named(named: str) -> Where:
    """The place that a finding's `field` names: `date`, or `outcome.3` for a list row (from 0)."""
    field, dot, row = named.rpartition(".")
    return Where(field, int(row)) if dot and row.isdecimal() else Where(named)


def value_of(slot: Slot, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> str | None:
    """What an answer says of the slot, or None where it says nothing."""
    if slot.row is None:
        return values.get(slot.field.name)
    return rows[slot.row].get(slot.field.name)
