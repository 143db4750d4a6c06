"""Keying without a cursor: fields by their names, rows by their numbers, each text whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from cstui.cells import cells, wrap
from cstui.desk.buffer import NUMERIC_CHARACTERS, Buffer
from cstui.desk.conversation import Where
from cstui.desk.layout import COMMAND, Slot
from cstui.desk.linear import labels, speech
from cstui.policy.findings import Finding


class Keying:
    """A buffer into which is keyed by name. `refused` is whether the last thing asked was refused."""

    def __init__(self) -> None:
        self.buffer = Buffer()
        self.refused = False
        self._keyed: dict[Where, str] = {}
        self._fresh: set[Where] = set()

    @property
    def unsent(self) -> list[str]:
        """What was keyed and not handed in, named."""
        return list(self._keyed.values())

    def _names(self) -> Mapping[str, Slot]:
        return labels.names(self.buffer)

    def _columns(self) -> Mapping[str, str]:
        """The columns of the list by every name that they can be called."""
        found: dict[str, str] = {}
        for name, label in labels.columns(self.buffer).items():
            for called in (label, name.replace("_", " "), name):
                found.setdefault(called.upper(), name)
        return found

    def _live(self) -> Slot:
        return next(slot for slot in self.buffer.slots() if slot.field.live)

    def _label(self, slot: Slot) -> str:
        if slot.row is not None:
            return f"row {slot.row + 1} {labels.columns(self.buffer)[slot.field.name]}"
        for item in labels.items(self.buffer):
            if item.slots[0] is slot:
                return item.label
        return slot.field.named

    def _type(self, slot: Slot, text: str) -> list[str]:
        """Key a text into a field, whole or not at all; what is wrong with it."""
        label, field = self._label(slot), slot.field
        if not slot.entry:
            return self._wrong("CS-264", label=label)
        if field.kind.numeric and not set(text) <= NUMERIC_CHARACTERS:
            return self._wrong("CS-263", label=label, value=text)
        fits = len(cells(text)) <= field.width
        if field.rows > 1:
            fits = len(wrap(text, field.width - 1)) <= field.rows
        if not fits:
            return self._wrong("CS-262", label=label, width=field.size, count=len(cells(text)))
        self.buffer.cursor = slot.place(0)
        self.buffer.erase_eof()
        if text:
            self.buffer.type(text)
        self.buffer.cursor = slot.place(0)
        self._mark(slot)
        return []

    def _mark(self, slot: Slot) -> None:
        slot.modified = True
        said = labels.said(self.buffer, slot)
        self._keyed[slot.where] = f"{self._label(slot)} {said or 'empty'}"
        self._fresh.add(slot.where)

    def _mark_changed(self, before: speech.Picture) -> None:
        """Take as keyed what a prompt or a draft put into the entry fields."""
        now = speech.picture(self.buffer)
        for slot in self.buffer.slots():
            name = slot.where.named
            if slot.entry and slot.field.name != COMMAND and now[name] != before.get(name, ""):
                self._mark(slot)

    def _stand(self, named: str) -> list[str]:
        """Put the cursor on a field, a column of the row in hand, or a row; what is wrong with that."""
        called = named.strip().upper()
        row, at = None, self.buffer.slot_at(*self.buffer.cursor)
        if called.isdecimal():
            count = self.buffer.rows_shown
            if not 0 < int(called) <= count:
                return self._wrong("CS-265", value=called, count=count)
            columns = labels.columns(self.buffer)
            column = labels.keyed_column(self.buffer) or next(iter(columns))
            row = int(called) - 1
            slot = self.buffer.slot(column, row)
        elif called in self._names():
            slot = self._names()[called]
        elif called in self._columns() and self.buffer.list_values:
            row = at[0].row if at is not None and at[0].row is not None else 0
            slot = self.buffer.slot(self._columns()[called], row)
        else:
            fields = ", ".join(item.label for item in labels.items(self.buffer) if item.label) or "none"
            return self._wrong("CS-261", value=called, screen=self.buffer.drawing.name, named=fields)
        self.buffer.cursor = slot.place(0)
        return []

    def _finding(self, rule: str, **values: object) -> Finding:
        from cstui.policy.rulebook import load_rulebook

        return load_rulebook().finding(rule, "", **values)

    def _wrong(self, rule: str, **values: object) -> list[str]:
        """What this desk itself refuses; the screen and what was keyed stay as they are."""
        self.refused = True
        finding = self._finding(rule, **values)
        return [speech.finding_line(finding, self.buffer)]
