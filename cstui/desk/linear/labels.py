"""What the drawing calls each field: the label it was given, else the words drawn before it.

A field without words of its own goes with the one before it on its row, as the eye takes it:
`NON COOP MA` and the meaning of MA behind it are one thing said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from cstui.cells import clean
from cstui.desk.buffer import Buffer
from cstui.desk.drawing import FIRST_ROW, Drawing, Field, Region
from cstui.desk.layout import COMMAND, Slot, value_of
from cstui.desk.painter import Painter

_GAP = re.compile(r"\s{2,}")
_LINE = re.compile(r"[-=]{3,}")
"""A line drawn with signs: nothing to be read."""


class Item(msgspec.Struct, frozen=True):
    """One thing said of a screen: a label, the fields behind it, what the first says and the others.

    The label may be empty.
    """

    label: str
    slots: tuple[Slot, ...]
    own: str
    more: str = ""

    @property
    def text(self) -> str:
        """What it says: of a value its words in a row, of an entry what is keyed and what is shown."""
        if self.entry and self.more:
            return f"{self.own or 'empty'}, {self.more}"
        return f"{self.own} {self.more}".strip()

    @property
    def entry(self) -> bool:
        """Whether it may be keyed."""
        return self.slots[0].entry


def said(buffer: Buffer, slot: Slot) -> str:
    """What a field says, uncut where it is protected; of a hidden one only whether anything was keyed."""
    if slot.field.hidden:
        return "keyed, hidden" if slot.text else ""
    if slot.entry:
        return slot.entered
    whole = value_of(slot, buffer.answer.values, [row.values for row in buffer.list_values])
    return " ".join(_LINE.sub(" ", slot.text if whole is None else clean(whole)).split())


def items(buffer: Buffer) -> list[Item]:
    """The fields of the screen outside its list, in reading order, each with its label.

    Entries with the same label are numbered from the second on: `ADDRESS`, `ADDRESS 2`.
    """
    found: list[tuple[str, list[Slot]]] = []
    last: Slot | None = None
    for slot in buffer.slots():
        if slot.row is not None or slot.field.name == COMMAND:
            continue
        on_row = last is not None and last.field.row == slot.field.row
        before = last if on_row else None
        label = slot.field.label or _drawn_before(buffer.drawing, slot.field, before)
        if not label and slot.field.entry:
            label = slot.field.named
        if not label and on_row and found:
            found[-1][1].append(slot)
        else:
            found.append((label, [slot]))
        last = slot
    taken: dict[str, int] = {}
    said_items = []
    for label, slots in found:
        if label and slots[0].entry:
            taken[label] = taken.get(label, 0) + 1
            label = f"{label} {taken[label]}" if taken[label] > 1 else label
        more = " ".join(text for slot in slots[1:] if (text := said(buffer, slot)))
        said_items.append(Item(label, tuple(slots), said(buffer, slots[0]), more))
    return said_items


def _own_name(field: Field) -> str:
    return field.name.replace("_", " ").upper()


def _drawn_before(drawing: Drawing, field: Field, before: Slot | None) -> str:
    """The words between a field and the one before it on its row: those behind the last wide gap."""
    line = drawing.map[field.row - FIRST_ROW]
    start = before.field.column + before.field.width - 1 if before is not None else 0
    words = line[start : field.column - 1].strip()
    return _GAP.split(words)[-1].rstrip(":") if words else ""


def entries(buffer: Buffer) -> list[Item]:
    """What may be keyed outside the list, in reading order."""
    return [item for item in items(buffer) if item.entry]


def names(buffer: Buffer) -> dict[str, Slot]:
    """Every name by which a field outside the list can be called, in capitals; entries come first."""
    found: dict[str, Slot] = {}
    for item in sorted(items(buffer), key=lambda item: not item.entry):
        slot = item.slots[0]
        for name in (item.label, slot.field.name.replace("_", " "), slot.field.name, slot.field.label):
            if name:
                found.setdefault(name.upper(), slot)
        for more in item.slots[1:]:
            found.setdefault(more.field.name.upper(), more)
            found.setdefault(_own_name(more.field), more)
    return found


def columns(buffer: Buffer) -> dict[str, str]:
    """The columns of the list by field name, each with the words drawn above it.

    A word belongs to the column over which its middle stands. A column without words has its label,
    else its name; two alike have their names.
    """
    region = buffer.layout.region
    if region is None:
        return {}
    fields = list_fields(buffer.drawing, region)
    heads: dict[str, list[str]] = {field.name: [] for field in fields}
    for word in re.finditer(r"\S+", Painter(buffer).text(buffer.layout.y(region.first - 1))):
        middle = (word.start() + word.end() - 1) / 2 + 1
        over = [field for field in fields if field.column - 1 <= middle]
        if over:
            heads[over[-1].name].append(word[0])
    called = {
        field.name: field.label if field.entry and field.label else " ".join(heads[field.name])
        for field in fields
    }
    return {
        field.name: called[field.name]
        if called[field.name] and list(called.values()).count(called[field.name]) == 1
        else _own_name(field)
        for field in fields
    }


def list_fields(drawing: Drawing, region: Region) -> Sequence[Field]:
    """The fields of a list, left to right."""
    return sorted((field for field in drawing.fields if field.list == region.name), key=lambda f: f.column)


def keyed_columns(buffer: Buffer) -> list[str]:
    """The columns of the list that take an entry, left to right."""
    region = buffer.layout.region
    fields = list_fields(buffer.drawing, region) if region is not None else ()
    return [field.name for field in fields if field.entry]


def keyed_column(buffer: Buffer) -> str:
    """The first of them, the action; empty where the list has none."""
    return next(iter(keyed_columns(buffer)), "")
