"""How each row of the presentation space looks: runs of text with the name of a style.

Style names are resolved by `cstui.desk.palette`; `entry+fault+cursor` is `entry` with two overlays.
A fault is also said by a mark in the attribute byte, insert mode by `INS`: never by color alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from cstui.cells import BLANK, cells, fit
from cstui.desk.agency_desk import desk_of
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import GuideLine
from cstui.desk.drawing import COLUMNS, COMMAND_PROMPT, MARGIN
from cstui.desk.keynames import Named, in_rule, keeping
from cstui.desk.layout import Layout, Slot
from cstui.desk.legend import legend_keys, named, paired, plain_key
from cstui.desk.message_line import spoken
from cstui.policy.findings import Severity

LEFT = MARGIN - 1
RIGHT = COLUMNS - 1
"""The column (from 0) behind the last that text of the desk's own rows takes."""
MARKS = {Severity.ERROR: "!", Severity.WARNING: "?", Severity.INFO: "*"}


class StyledRun(NamedTuple):
    """Text in one style; `columns` is its width in the terminal."""

    text: str
    style: str
    columns: int


class PaintedRow:
    """One terminal row while it is painted: a cell and a style in every column."""

    def __init__(self, columns: int) -> None:
        self.cells = [BLANK] * columns
        self.styles = ["blank"] * columns

    def put(self, column: int, found: list[str], style: str) -> int:
        """Put cells at a column; the column behind them. What does not fit is cut."""
        found = found[: max(0, len(self.cells) - column)]
        self.cells[column : column + len(found)] = found
        self.styles[column : column + len(found)] = [style] * len(found)
        return column + len(found)

    def words(self, column: int, text: str, style: str) -> None:
        """Put a text whose wide gaps and ends stay blank, so that only what is said has a style."""
        found = cells(text)
        self.put(column, found, "blank")
        said = [False, *(cell != BLANK for cell in found), False]
        for at in range(len(found)):
            if said[at + 1] or (said[at] and said[at + 2]):
                self.styles[column + at] = style

    def right(self, column: int, text: str, style: str) -> int:
        """Put a text that ends before `column`; the column where it begins."""
        found = cells(text)
        self.put(column - len(found), found, style)
        return column - len(found)

    def overlay(self, start: int, end: int, style: str) -> None:
        """Add a style to the columns from `start` up to `end`, whole wide characters only."""
        if end < len(self.cells) and not self.cells[end]:
            end += 1
        if start and start < len(self.cells) and not self.cells[start]:
            start -= 1
        for column in range(start, min(end, len(self.styles))):
            self.styles[column] += f"+{style}"

    def runs(self) -> list[StyledRun]:
        """The row as runs of one style each."""
        found: list[StyledRun] = []
        start = 0
        for style, same in groupby(self.styles):
            end = start + len(list(same))
            found.append(StyledRun("".join(self.cells[start:end]), style, end - start))
            start = end
        return found

    def copy(self) -> PaintedRow:
        """The same row, to be painted further."""
        line = PaintedRow(0)
        line.cells, line.styles = self.cells.copy(), self.styles.copy()
        return line


class Painter:
    """Paints rows of a buffer. What stays for a whole screen (literals, guide) is worked out once."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer
        self.called: Callable[[int], str] = plain_key
        """How the keyboard in use calls a PF key, for the legend."""
        self.named: Named = str
        """Texts with their keys called as the keyboard in use calls them."""
        self._of: Layout | None = None
        self._guide: dict[int, tuple[list[str], str]] = {}
        self._guided: tuple[GuideLine, ...] = ()
        self._slots: dict[int, list[Slot]] = {}
        self._grounds: dict[int, PaintedRow] = {}

    def afresh(self) -> None:
        """Forget what was worked out for the whole screen: keys are called otherwise now."""
        self._of = None

    def row(self, y: int) -> list[StyledRun]:
        """The runs of terminal row `y`."""
        buffer = self._buffer
        self._prepare()
        line = self._desk_row(y) or self._drawn_row(y)
        if buffer.layout.guide_width and self._guided != (lines := buffer.guide):
            self._guide, self._guided = buffer.layout.guide(lines, self.named), lines
        if y in self._guide:
            line.put(buffer.layout.guide_left, *self._guide[y])
        start, end = buffer.selected(y)
        if y == buffer.cursor[0] and (pick := buffer.pick_at(*buffer.cursor)):
            start, end = (start, end) if end > start else (pick.start, pick.end)
        if end > start:
            line.overlay(start, end, "selected")
        if y == buffer.cursor[0]:
            x = buffer.cursor[1]
            line.overlay(x, x + 1, "cursor")
        return line.runs()

    def text(self, y: int) -> str:
        """The row as plain text; hidden fields are blank."""
        return "".join(run.text for run in self.row(y))

    def screen(self) -> list[str]:
        """All rows as plain text without trailing blanks."""
        return [self.text(y).rstrip() for y in range(self._buffer.layout.rows)]

    def selected_text(self) -> str:
        """The selected text, rows joined by line breaks, blanks at the ends of rows dropped."""
        buffer = self._buffer
        taken: list[str] = []
        for y in range(buffer.layout.rows):
            start, end = buffer.selected(y)
            if end > start:
                found = [cell for run in self.row(y) for cell in cells(run.text)]
                taken.append("".join(found[start:end]).rstrip())
        return "\n".join(taken)

    def _prepare(self) -> None:
        buffer = self._buffer
        if self._of is buffer.layout:
            return
        self._of = buffer.layout
        self._guide, self._guided = {}, ()
        self._slots, self._grounds = {}, {}
        for slot in buffer.slots():
            for y in range(slot.y, slot.bottom + 1):
                self._slots.setdefault(y, []).append(slot)

    def _drawn_row(self, y: int) -> PaintedRow:
        ground = self._grounds.get(y)
        if ground is None:
            ground = self._grounds[y] = self._ground(y)
        line = ground.copy()
        for slot in self._slots.get(y, ()):
            if slot.entry:
                self._slot(line, slot, y)
        return line

    def _ground(self, y: int) -> PaintedRow:
        """What stays on the row until the next answer: the map and the protected fields."""
        layout = self._buffer.layout
        line = PaintedRow(layout.columns)
        if y in layout.literals:
            text, style = layout.literals[y]
            line.words(0, text if y in self._slots else self.named(text), style)
        slots = self._slots.get(y, ())
        if layout.template and any(slot.row is not None for slot in slots):
            line.words(0, layout.template, "label")
        for slot in slots:
            if not slot.entry:
                self._slot(line, slot, y)
        if (head := self._buffer.headings.get(y)) is not None:
            line.words(LEFT, head.heading, "value-late" if head.style == "late" else "head")
        return line

    def _slot(self, line: PaintedRow, slot: Slot, y: int) -> None:
        found = [BLANK] * slot.field.width if slot.field.hidden else slot.row_cells(y)
        style = "entry" if slot.entry else "value"
        if slot.entry and self._buffer.by_guide(slot):
            style = "entry-guide"
        elif slot.field.intensified or slot.style == "intensified":
            style += "-high"
        elif slot.style in ("dim", "late") and not slot.entry:
            style += f"-{slot.style}"
        if slot.fault:
            style += f"+fault-{slot.fault}"
            if y == slot.y:
                line.put(slot.x - 1, [MARKS[Severity(slot.fault)]], f"mark-{slot.fault}")
        if slot.entry or slot.fault:
            line.put(slot.x, found, style)
        else:
            line.words(slot.x, "".join(found), style)

    def _desk_row(self, y: int) -> PaintedRow | None:
        layout = self._buffer.layout
        if y == 0:
            return self._title()
        if y == 1:
            return self._command()
        if y == layout.message:
            return self._message()
        if y == layout.legend:
            return self._legend()
        return self._oia() if y == layout.oia else None

    def _title(self) -> PaintedRow:
        buffer = self._buffer
        line = PaintedRow(buffer.layout.columns)
        line.put(LEFT, cells(buffer.drawing.transaction), "transaction")
        title = cells(buffer.answer.title or buffer.drawing.title)[:56]
        line.put((COLUMNS - len(title)) // 2, title, "title")
        line.right(RIGHT, buffer.status.business_date, "date")
        return line

    def _command(self) -> PaintedRow:
        buffer = self._buffer
        line = PaintedRow(buffer.layout.columns)
        line.put(LEFT, list(COMMAND_PROMPT), "prompt")
        for slot in self._slots.get(1, ()):
            self._slot(line, slot, 1)
        above = buffer.answer.more_above
        below = buffer.more_below
        if above or below:
            more = f"More: {'-' if above else ' '} {'+' if below else ' '}"
            line.right(RIGHT, more, "more")
        return line

    def _message(self) -> PaintedRow:
        line = PaintedRow(self._buffer.layout.columns)
        if self._buffer.working:
            line.put(LEFT, fit(self._buffer.working, RIGHT - LEFT), "message")
            return line
        said = spoken(self._buffer)
        if said.rule:
            text = in_rule(said.rule, said.text, self.named)
        else:
            text = keeping(said.text, [said.typed], self.named)
        key = self.called(1)
        if said.severity is None:
            line.put(LEFT, fit(text, RIGHT - LEFT), "message")
            return line
        end, style = RIGHT, f"message-{said.severity.value}"
        if said.place == "F1":
            end = line.right(RIGHT, f"{MARKS[said.severity]}{said.rule} {key}", style) - 2
            line.put(LEFT, fit(text, end - LEFT), "message")
            return line
        found, cut = cells(text), end - (len(said.rule) + 2) - (len(said.place) + 2 if said.place else 0)
        place = " ".join(filter(None, (said.place, key if len(found) > cut else "")))
        if place:
            end = line.right(RIGHT, place, style) - 2
        at = line.put(0, [MARKS[said.severity]], f"mark-{said.severity.value}")
        at = line.put(at, cells(said.rule), f"rule-{said.severity.value}") + 1
        line.put(at, fit(text, end - at), style)
        return line

    def _legend(self) -> PaintedRow:
        line = PaintedRow(self._buffer.layout.columns)
        for at, numbers, label in self._legend_places():
            behind = line.put(at, cells(named(numbers, self.called)), "key") + 1
            line.put(behind, cells(label), "key-label")
        return line

    def _legend_places(self) -> Iterator[tuple[int, tuple[int, ...], str]]:
        """The keys of the legend with their label, and the column where they begin."""
        at = LEFT
        for numbers, label in paired(legend_keys(self._buffer.drawing, self.called)):
            yield at, numbers, label
            at += len(named(numbers, self.called)) + 1 + len(cells(label)) + 2

    def key_at(self, x: int) -> int:
        """The number of the PF key whose legend stands at column `x`; 0 where none does.

        Of two said together it is the first up to the stroke, and the second behind it.
        """
        for at, numbers, label in self._legend_places():
            if at <= x < at + len(named(numbers, self.called)) + 1 + len(cells(label)):
                return numbers[0 if x < at + len(self.called(numbers[0])) else -1]
        return 0

    def _oia(self) -> PaintedRow:
        buffer = self._buffer
        status = buffer.status
        line = PaintedRow(buffer.layout.columns)
        line.put(LEFT, cells(buffer.keyboard)[:16], "lock")
        line.put(13, cells("^INS" if buffer.inserting else ""), "oia-high")
        line.put(18, cells("TRN" if status.training else ""), "oia-high")
        line.put(22, fit(status.store, 13), "oia")
        case = buffer.answer.case or status.case
        line.put(36, _named(desk_of(buffer.answer.agency).called if case else "", case, 13), "oia")
        line.put(50, _named("WORKER", status.worker, 12), "oia")
        line.put(63, cells(status.business_date)[:10], "oia")
        y, x = buffer.cursor
        line.right(RIGHT, f"{y + 1:02}/{x + 1:02}", "oia")
        return line


def _named(word: str, number: str, columns: int) -> list[str]:
    """A number after what it is; where that is too long, the number alone."""
    named = cells(f"{word} {number}" if number else "")
    return named if len(named) <= columns else cells(number)[:columns]
