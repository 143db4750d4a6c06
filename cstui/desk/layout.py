"""Where everything of a screen stands in a terminal of some size, and the slots that hold its text.

Places here are counted from 0. Twenty-four rows are the drawing as drawn; further rows go to the
first list, and what is drawn below it moves down. From 100 columns a list is as wide as the terminal,
from 120 the guide stands at the right of 80 columns, and from 160 at the right of a wide list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from cstui.cells import BLANK, cells, fit, join, short_name, wrap
from cstui.desk.conversation import GuideLine, Row, Where
from cstui.desk.drawing import COLUMNS, FIRST_ROW, ROWS, UNMARKED, Drawing, Field, Wider
from cstui.desk.keynames import Named

WIDE_LIST, WIDE, WIDEST = 100, 120, 160
"""Columns from which a list uses them, the guide stands beside the drawing, and both."""
GUIDE_TOP, GUIDE_MINIMUM, GUIDE_MAXIMUM = 2, 44, 60
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


_PICK = re.compile(r"(?<!\S)([A-Z0-9]{3,8}) {2}\S+(?: \S+)*")


class MenuWord(NamedTuple):
    """A place that can be picked, such as a word of the map: its row, from and up to which column."""

    y: int
    start: int
    end: int
    word: str


class Layout:
    """A drawing in a terminal of `columns` by `rows`; less than 80 by 24 is laid out as 80 by 24."""

    def __init__(self, drawing: Drawing, columns: int, rows: int) -> None:
        self.drawing = drawing
        self.columns, self.rows = max(columns, COLUMNS), max(rows, ROWS)
        self.region = drawing.lists[0] if drawing.lists else None
        self._extra = self.rows - ROWS
        self.list_rows = self.region.height + self._extra if self.region else 0
        self.message, self.legend, self.oia = self.rows - 3, self.rows - 2, self.rows - 1
        self.width = COLUMNS
        if self.region and self.region.wider and not WIDE <= self.columns < WIDEST:
            beside = max(GUIDE_MINIMUM, self.columns // 4 + 4) + 2 if self.columns >= WIDEST else 0
            self.width = max(COLUMNS, self.columns - beside) if self.columns >= WIDE_LIST else COLUMNS
        self.guide_left = self.width + 2
        room = self.columns - self.guide_left - (self.width == COLUMNS)
        self.guide_width = min(room, GUIDE_MAXIMUM) if self.columns >= WIDE else 0
        self.template = ""
        self.literals: dict[int, tuple[str, str]] = {}
        heads = {region.first - 1 for region in drawing.lists}
        for row, line in enumerate(drawing.literals, start=FIRST_ROW):
            if self.region and row == self.region.first:
                self.template = line
            elif line:
                self.literals[self.y(row)] = (line, "head" if row in heads else "label")
        self.listed = self._spread()
        self.picks = [
            MenuWord(y, found.start(), found.end(), found[1])
            for y, (line, _) in self.literals.items()
            for found in (_PICK.finditer(line) if drawing.picks else ())
        ]
        letters = self.y(self.region.first - 2) if self.region else 0
        taken = {self.y(row) for field in drawing.fields for row in range(field.row, field.row + field.rows)}
        self.announces = bool(drawing.lettered and letters > 1 and letters not in {*taken, *self.literals})
        if self.announces and self.region:
            self.literals[letters] = (f" {self.region.announced}", "letters")

    def y(self, row: int) -> int:
        """The terminal row (from 0) of screen row `row` (from 1)."""
        moved = self.region is not None and row > self.region.last
        return row - 1 + (self._extra if moved else 0)

    def _spread(self) -> list[Field]:
        """The columns of the list, each as wide as there is room; their heads move with them."""
        region, drawn = self.region, list(self.drawing.listed)
        if region is None or self.width == COLUMNS:
            return drawn
        room, grown, more = self.width - COLUMNS, dict[str, int](), dict[str, list[Wider]]()
        for wider in region.wider:
            width = next((field.width for field in drawn if field.name == wider.column), -1)
            takes = min(room, wider.to - width)
            if wider.after and takes == wider.to + 1:
                more.setdefault(wider.after, []).append(wider)
            elif not wider.after:
                grown[wider.column] = takes
            else:
                continue
            room -= takes
        head = self.literals.get(self.y(region.first - 1), ("", ""))[0]
        heads, template, spread, moved = "", "", list[Field](), 0
        cuts = [0, *(field.column - 2 for field in drawn[1:]), COLUMNS]
        for field, start, end in zip(drawn, cuts, cuts[1:], strict=False):
            heads, template = (
                f"{said:{start + moved}}{line[start:end]}"
                for said, line in ((heads, head), (template, self.template))
            )
            width = field.width + grown.get(field.name, 0)
            spread.append(msgspec.structs.replace(field, width=width, column=field.column + moved))
            moved += width - field.width
            for wider in more.get(field.name, ()):
                column = spread[-1].column + spread[-1].width + 1
                row, name = region.first, region.name
                spread.append(Field(name=wider.column, width=wider.to, row=row, column=column, list=name))
                heads = f"{heads[: column - 1]:{column - 1}}{wider.head}"
                moved += wider.to + 1
        self.template = template.rstrip()
        if head:
            self.literals[self.y(region.first - 1)] = (heads.rstrip(), "head")
        return spread

    def slots(self, list_rows: int, headings: Collection[int] = ()) -> list[Slot]:
        """Empty slots for the command line, every field, and `list_rows` rows of the first list.

        Above each row of `headings` a line is left free.
        """
        single = (field for field in self.drawing.fields if field not in self.drawing.listed)
        found = [Slot(COMMAND_FIELD, None, 1), *(Slot(field, None, self.y(field.row)) for field in single)]
        down = 0
        for row in range(list_rows):
            down += row in headings
            found.extend(Slot(field, row, self.y(field.row) + row + down) for field in self.listed)
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

    @property
    def entered(self) -> str:
        """What is handed over of it: what it says, and nothing of the sign that invites a mark."""
        return "" if self.field.prompts and self.text == UNMARKED else self.text

    def fill(self, text: str) -> None:
        """Show `text`: cut with `…` where a protected field is too short; long fields are wrapped."""
        field = self.field
        if field.rows == 1:
            shown = short_name(text, field.width) if field.names else text
            self.cells = fit(shown, field.width, mark=not self.entry)
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


def guide_of(columns: Sequence[Field], rows: Sequence[Row]) -> tuple[GuideLine, ...]:
    """What the guide says of a list's line (the first of `rows`): its own, else in full what is cut there."""
    if not rows or rows[0].guide:
        return rows[0].guide if rows else ()
    shown = [(field, rows[0].values.get(field.name, "")) for field in columns if not field.entry]
    cut = [said for field, said in shown if len(cells(said)) > field.width and not field.hidden]
    if not cut:
        return ()
    named = " ".join(said for _, said in shown if said and said not in cut)
    return GuideLine(text=named, style="heading"), *(GuideLine(text=said) for said in cut)


def where_named(named: str) -> Where:
    """The place that a finding's `field` names: `date`, or `outcome.3` for a list row (from 0)."""
    field, dot, row = named.rpartition(".")
    return Where(field, int(row)) if dot and row.isdecimal() else Where(named)


def value_of(slot: Slot, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> str | None:
    """What an answer says of the slot, or None where it says nothing."""
    if slot.row is None:
        return values.get(slot.field.name)
    return rows[slot.row].get(slot.field.name)
