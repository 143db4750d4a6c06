"""The screen in hand, without a terminal: fields, cursor and looks, as the host and the eye see it.

`show` lays an Answer out, `request` collects what was typed. Places are counted from 0. `dirty`
names the terminal rows whose look has changed; `cstui.desk.painter` says how a row looks, and
`cstui.desk.buffer` what each key does to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from cstui.desk.conversation import Aid, Answer, GuideLine, Request, Row, Secrets, Status, Where, overlaid
from cstui.desk.drawing import COLUMNS, ROWS, UNMARKED, Drawing
from cstui.desk.layout import COMMAND, Layout, MenuWord, Slot, guide_of, value_of, where_named

SYSTEM, STOPPING, PAUSE = "X SYSTEM", "X STOPPING", "X PAUSE"
LOCKING = frozenset({"LOCK", "/LOCK"})
"""What stands on the command line when its word puts the screen away."""
_SCREEN = (
    *("drawing", "answer", "layout", "cursor", "inserting", "list_values", "headings", "exited"),
    *("_slots", "_live", "_order", "_cells", "_painted", "_painted_cursor"),
)
"""What makes a screen in hand, when it is put away and brought back."""
_NO_DRAWING = Drawing(name="", transaction="", title="", help="")


class Screenful:
    """The screen in hand.

    `inhibited` is the operator error: the next key frees the keyboard of it, or Reset alone where the
    lock is `strict`. `pending` keys wait for the program that has the screen, which was asked to stop
    where `stopping`; `dropped` keys were typed ahead of an error, and are said until the next key. While
    `pausing` the keyboard waits after an error until nothing is typed any more. `notice` is what the last
    key has to say on the message line. With `classic_overtype` a character replaces one, as on a 3270.
    """

    def __init__(self, columns: int = COLUMNS, rows: int = ROWS) -> None:
        self.drawing = _NO_DRAWING
        self.answer = Answer(screen="")
        self.status = Status()
        self.layout = Layout(_NO_DRAWING, columns, rows)
        self.cursor = (0, 0)
        self.inserting = False
        self.inhibited = ""
        self.strict = False
        self.classic_overtype = False
        self.pausing, self.notice = False, ""
        self.system, self.stopping, self.working = False, False, ""
        self.pending, self.dropped = 0, 0
        self.dirty: set[int] = set()
        self.selection: tuple[tuple[int, int], tuple[int, int], bool] | None = None
        self.list_values: tuple[Row, ...] = ()
        self.headings: dict[int, Row] = {}
        self._slots: dict[Where, Slot] = {}
        self.exited: Slot | None = None
        self._live: Slot | None = None
        self._order: list[Slot] = []
        self._cells: dict[tuple[int, int], tuple[Slot, int]] = {}
        self._painted: dict[Where, tuple[list[str], bool]] = {}
        self._painted_cursor = (0, 0)
        self._away: dict[str, Any] = {}

    @property
    def keyboard(self) -> str:
        """What the OIA says of the keyboard; empty where it is free and nothing was dropped."""
        if self.status.locked:
            return self.status.locked
        if self.system:
            word = STOPPING if self.stopping else SYSTEM
            return f"{word} +{self.pending}" if self.pending else word
        if self.pausing:
            return f"{PAUSE} -{self.dropped}" if self.dropped else PAUSE
        if self.inhibited:
            return self.inhibited
        return f"{self.dropped} DROPPED" if self.dropped else ""

    @property
    def rows_shown(self) -> int:
        """How many rows of its list stand on the screen."""
        shown = {slot.row for slot in self._order if slot.row is not None}
        return len(shown)

    @property
    def more_below(self) -> bool:
        """Whether the list goes on below what is shown."""
        return self.answer.more_below or (
            bool(self.layout.region) and len(self.list_values) > self.rows_shown
        )

    @property
    def typed_into(self) -> bool:
        """Whether something was typed on the screen."""
        return any(slot.modified for slot in self._slots.values())

    @property
    def locked(self) -> bool:
        """Whether only Reset frees the keyboard."""
        return self.strict and bool(self.inhibited)

    @property
    def live_text(self) -> str | None:
        """What stands in the live field, or None on a screen without one."""
        return self._live.text if self._live is not None else None

    # What the host and the terminal say

    def show(self, drawing: Drawing, answer: Answer, status: Status | None = None) -> None:
        """Show an answer. With `keep_typed`, on the same screen, typed text, MDT and cursor stay."""
        if answer.uncovers and self._away:
            self._bring_back(answer, status)
            return
        if answer.covers and not self._away:
            self._away = {name: getattr(self, name) for name in _SCREEN}
        stays = answer.keep_typed and bool(self._slots) and drawing.name == self.drawing.name
        before = self._slots if stays else {}
        rows_before = self.list_values if stays else ()
        if stays:
            answer = overlaid(self.answer, answer)
        self.drawing, self.answer, self.list_values = drawing, answer, answer.rows
        self.exited = None
        if status is not None:
            self.status = status
        self.inserting, self.inhibited, self.selection = False, "", None
        self.system, self.stopping, self.pending, self.dropped = False, False, 0, 0
        self.working = self.notice = ""
        self._lay_out()
        self._fill(before, rows_before)
        self._mark_findings()
        named = any(finding.field for finding in answer.findings)
        if not stays or answer.cursor is not None or named:
            self.cursor = self._first_cursor()
        self._painted = {where: (slot.cells.copy(), slot.modified) for where, slot in self._slots.items()}
        self._painted_cursor = self.cursor
        self._all_dirty()

    def _bring_back(self, answer: Answer, status: Status | None) -> None:
        """The screen that was put away, as it was; without the word on the command line that did it."""
        away, self._away = self._away, {}
        columns, rows = self.layout.columns, self.layout.rows
        for name, value in away.items():
            setattr(self, name, value)
        if status is not None:
            self.status = status
        command = self._slots.get(Where(COMMAND))
        if command is not None and command.text in LOCKING:
            command.fill("")
            command.modified = False
        self.system, self.stopping, self.pending, self.dropped = False, False, 0, 0
        self.working, self.notice, self.inhibited, self.selection = "", answer.message, "", None
        if (columns, rows) != (self.layout.columns, self.layout.rows):
            self.resize(columns, rows)
        self._all_dirty()

    def as_painted(self) -> None:
        """The screen again as it was shown, without what was typed on it since."""
        for where, slot in self._slots.items():
            found, modified = self._painted[where]
            slot.cells, slot.modified = found.copy(), modified
        self.inserting, self.inhibited, self.selection = False, "", None
        self.cursor = self._painted_cursor
        self._all_dirty()

    def tell(self, status: Status) -> None:
        """Show another status; dirty only where it changed."""
        if status != self.status:
            self.status = status
            self.dirty.add(self.layout.oia)

    def work(self, said: str) -> None:
        """Say on the message line how far the program has come; dirty only where that changed."""
        if said != self.working:
            self.working = said
            self.dirty.add(self.layout.message)

    def wait(self, keys: int) -> None:
        """Say how many keys wait for the program that has the screen."""
        self.pending = keys
        self.dirty.add(self.layout.oia)

    def drop(self, keys: int) -> None:
        """Say that so many more keys were dropped."""
        self.dropped += keys
        self.dirty.update((self.layout.oia, self.layout.message))

    def pause(self, waits: bool) -> None:
        """Say that the keyboard waits after an error until nothing is typed any more, or no longer."""
        self.pausing = waits
        self.dirty.add(self.layout.oia)

    def notify(self, said: str) -> None:
        """Say something on the message line until the next key."""
        self.notice = said
        self.dirty.add(self.layout.message)

    def stop(self) -> None:
        """Say that the program was asked to stop."""
        self.stopping = True
        self.dirty.add(self.layout.oia)

    def resize(self, columns: int, rows: int) -> None:
        """Lay the screen out for another size; what was typed, the MDT and the cursor's field stay."""
        at = self.slot_at(*self.cursor)
        before = self._slots
        self.layout = Layout(self.drawing, columns, rows)
        self.selection = None
        self._lay_out()
        for where, slot in self._slots.items():
            if where in before and before[where].field.width == slot.field.width:
                slot.take(before[where])
            elif slot.row is not None:
                slot.fill(self.list_values[slot.row].values.get(slot.field.name, ""))
            if where in before:
                slot.style, slot.entry = before[where].style, before[where].entry
            elif slot.row is not None:
                slot.style = self.list_values[slot.row].style
        if at and self._shown(moved := self._slots[at[0].where]):
            self.cursor = moved.place(at[1])
        elif self._cells:
            self.cursor = self._first_cursor()
        self._all_dirty()

    def set_status(self, status: Status) -> None:
        """Show another status in the OIA."""
        self.status = status
        self.dirty.update((0, self.layout.oia))

    def lock(self) -> None:
        """Show `X SYSTEM`: the program has the screen."""
        self.select(None)
        self.system, self.inserting = True, False
        self.dirty.add(self.layout.oia)

    def request(self, aid: Aid) -> Request:
        """What is handed to the program: texts stripped, MDT, list rows, cursor, state, versions."""
        entries = [s for s in self._slots.values() if s.entry and s.row is None]
        values = {s.field.name: s.entered for s in entries if not s.field.hidden}
        hidden = {s.field.name: s.text for s in entries if s.field.hidden}
        typed: dict[int, dict[str, str]] = {}
        modified_rows: set[int] = set()
        for slot in self._slots.values():
            if slot.row is not None and slot.entry and not slot.field.hidden:
                typed.setdefault(slot.row, {})[slot.field.name] = slot.text
                if slot.modified:
                    modified_rows.add(slot.row)
        at, pick = self.slot_at(*self.cursor), self.pick_at(*self.cursor)
        return Request(
            screen=self.drawing.name,
            aid=aid,
            command=values.pop(COMMAND, ""),
            values=values,
            modified=frozenset(
                s.field.name
                for s in self._slots.values()
                if s.modified and s.row is None and s.field.name != COMMAND
            ),
            filled=frozenset(s.field.name for s in self._slots.values() if self.by_guide(s)),
            rows=tuple(
                msgspec.structs.replace(row, values={**row.values, **typed.get(index, {})})
                for index, row in enumerate(self.list_values)
            ),
            modified_rows=tuple(sorted(modified_rows)),
            cursor=at[0].where if at else None,
            picked=pick.word if pick else "",
            list_rows=self.layout.list_rows,
            extra_rows=self.layout.rows - ROWS,
            state=self.answer.state,
            seen=self.answer.seen,
            agency=self.answer.agency,
            secrets=Secrets(hidden) if hidden else None,
        )

    def _lay_out(self) -> None:
        self.layout = Layout(self.drawing, self.layout.columns, self.layout.rows)
        headed = {index for index, row in enumerate(self.list_values) if row.heading}
        self._slots = {slot.where: slot for slot in self.layout.slots(len(self.list_values), headed)}
        tops = {slot.row: slot.y for slot in self._slots.values() if slot.row is not None}
        self.headings = {y - 1: self.list_values[row] for row, y in tops.items() if row in headed}
        self._live = next((slot for slot in self._slots.values() if slot.field.live), None)
        self._order = sorted(filter(self._shown, self._slots.values()), key=lambda slot: (slot.y, slot.x))
        self._cells = {
            slot.place(index): (slot, index) for slot in self._order for index in range(len(slot.cells))
        }

    def _shown(self, slot: Slot) -> bool:
        region = self.layout.region
        return slot.row is None or region is None or slot.y < region.first - 1 + self.layout.list_rows

    def _fill(self, before: dict[Where, Slot], rows_before: Sequence[Row]) -> None:
        rows = [row.values for row in self.list_values]
        old_rows = {row.key: index for index, row in enumerate(rows_before)}
        keeps_command = any(finding.field == COMMAND for finding in self.answer.findings)
        for slot in self._slots.values():
            name = slot.field.name
            slot.entry = slot.field.entry and name not in self.answer.protected
            value = value_of(slot, self.answer.values, rows)
            slot.fill(value or (UNMARKED if slot.field.prompts else ""))
            if slot.row is not None:
                slot.style = self.list_values[slot.row].style
                slot.entry = slot.entry and name not in self.list_values[slot.row].protected
                old = before.get(Where(name, old_rows.get(self.list_values[slot.row].key)))
            else:
                old = before.get(slot.where)
            if old is None or slot.field.hidden or (name == COMMAND and not keeps_command):
                continue
            if (slot.entry and old.modified) or (value is None and slot.row is None):
                slot.take(old)
                slot.fault = ""

    def _mark_findings(self) -> None:
        for finding in self.answer.findings:
            slot = self._slots.get(self._named(finding.field))
            if slot is not None and not slot.fault:
                slot.fault = finding.severity.value

    def _named(self, named: str) -> Where:
        where, cursor = where_named(named), self.answer.cursor
        return cursor if cursor is not None and cursor.field == named else where

    def _first_cursor(self) -> tuple[int, int]:
        wanted = [self.answer.cursor] if self.answer.cursor else []
        wanted += [self._named(finding.field) for finding in self.answer.findings if finding.field]
        for where in wanted:
            slot = self._slots.get(where) or self._slots.get(Where(where.field, where.row or 0))
            if slot is not None and self._shown(slot):
                return slot.place(0)
        entries = list(self._entries())
        for slot in entries:
            if slot.field.initial:
                return slot.place(0)
        return next((s for s in entries if s.field.name != COMMAND), entries[0]).place(0)

    # What can be asked of it

    def slots(self) -> Sequence[Slot]:
        """Every field shown, in reading order."""
        return self._order

    def slot_at(self, y: int, x: int) -> tuple[Slot, int] | None:
        """The field and the index of its character at a place; None where the map is."""
        return self._cells.get((y, x))

    def picks(self) -> Iterator[MenuWord]:
        """Where the arrow keys go: words of the map, and fields to pick from that hold something."""
        yield from self.layout.picks
        for slot in self._order:
            if slot.field.picks and slot.filled:
                yield MenuWord(slot.y, slot.x, slot.x + slot.field.width, "")

    def pick_at(self, y: int, x: int) -> MenuWord | None:
        """What can be picked at a place; None where nothing is."""
        return next((pick for pick in self.picks() if pick.y == y and pick.start <= x < pick.end), None)

    def finding_at_cursor(self) -> int | None:
        """Which of the findings is about the field under the cursor; None where none is."""
        at = self.slot_at(*self.cursor)
        if at is None or not at[0].fault:
            return None
        about = (self._named(finding.field) for finding in self.answer.findings)
        return next((index for index, where in enumerate(about) if where == at[0].where), None)

    def slot(self, name: str, row: int | None = None) -> Slot:
        """The field of that name; KeyError where the screen has none."""
        return self._slots[Where(name, row)]

    def value(self, name: str, row: int | None = None) -> str:
        """What a field says."""
        return self.slot(name, row).text

    def _entries(self) -> Iterator[Slot]:
        return (slot for slot in self._order if slot.entry)

    @property
    def guide(self) -> tuple[GuideLine, ...]:
        """The guide: of the whole screen, then of the list's line under the cursor, else of its first."""
        at = self.slot_at(*self.cursor)
        row = at[0].row if at is not None and at[0].row is not None else 0
        return (*self.answer.guide, *guide_of(self.layout.listed, self.list_values[row : row + 1]))

    # Looks

    def _all_dirty(self) -> None:
        self.dirty.update(range(self.layout.rows))

    def _touch(self, slot: Slot) -> None:
        slot.modified = True
        self.dirty.update(range(slot.y, slot.bottom + 1))

    def _move(self, y: int, x: int) -> None:
        y, x = y % self.layout.rows, x % self.layout.width
        if (y, x) != self.cursor:
            guide = self.guide if self.layout.guide_width else ()
            self.dirty.update((self.cursor[0], y, self.layout.oia))
            was, now = self.slot_at(*self.cursor), self.slot_at(y, x)
            if was is not None and (now is None or now[0] is not was[0]):
                self.exited = was[0]
            if (was and was[0]) is not (now and now[0]):
                self.dirty.add(self.layout.message)
            self.cursor = (y, x)
            if self.layout.guide_width and (told := self.guide) != guide:
                lines, before = self.layout.guide(told), self.layout.guide(guide)
                self.dirty.update(at for at in {*lines, *before} if lines.get(at) != before.get(at))

    def by_guide(self, slot: Slot) -> bool:
        """Whether the guide filled a field in, and nobody has typed over it."""
        return slot.row is None and slot.field.name in self.answer.filled and not slot.modified

    def untouched(self, slot: Slot) -> bool:
        """Whether a field holds something, and that is what it was shown with."""
        return bool(slot.filled) and slot.cells == self._painted[slot.where][0]

    def _begin(self) -> None:
        """Every key first frees the keyboard of the last operator error and drops the selection."""
        if self.inhibited or self.dropped or self.notice:
            if self.dropped or self.notice:
                self.dirty.add(self.layout.message)
            self.inhibited, self.dropped, self.notice = "", 0, ""
            self.dirty.add(self.layout.oia)
        if self.selection is not None:
            self.select(None)

    def _inhibit(self, why: str) -> None:
        self.inhibited = why
        self.dirty.add(self.layout.oia)

    def refuse(self, why: str) -> None:
        """Show an operator error until the next key."""
        self._begin()
        self._inhibit(why)

    # Selection

    def select(
        self, start: tuple[int, int] | None, end: tuple[int, int] = (0, 0), *, block: bool = False
    ) -> None:
        """Mark text from one place to another, both inclusive: flowing, or a rectangle if `block`."""
        was, self.selection = self.selection, None if start is None else (start, end, block)
        for selection in (was, self.selection):
            if selection:
                rows = (selection[0][0], selection[1][0])
                self.dirty.update(range(min(rows), max(rows) + 1))

    def selected(self, y: int) -> tuple[int, int]:
        """The columns of row `y` that are selected, from and up to; empty (0, 0) where none."""
        if self.selection is None:
            return 0, 0
        start, end, block = self.selection
        (top, left), (bottom, right) = min(start, end), max(start, end)
        if not top <= y <= bottom:
            return 0, 0
        if block:
            return min(left, right), max(left, right) + 1
        return (left if y == top else 0), (right + 1 if y == bottom else self.layout.columns)
