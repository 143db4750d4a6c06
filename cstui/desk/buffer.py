"""The presentation space without a terminal: what each key does to the screen in hand.

Every key between `show` and `request` is a method of `Buffer` that behaves as a 3270 does: fields
that are protected, numeric or full refuse with an operator error that the next key frees.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cstui.cells import BLANK, MARKS, cells, clean, width
from cstui.desk.conversation import Where
from cstui.desk.editing import NoRoom, erase, insert, overtype, remove, wrapped_word
from cstui.desk.layout import COMMAND, Slot
from cstui.desk.screenful import Screenful

PROTECTED, NUMERIC, OVERFLOW, NO_DUP = "X PROTECTED", "X NUMERIC", "X OVERFLOW", "X NO DUP"
NUMERIC_CHARACTERS = frozenset("0123456789-. ")


class Buffer(Screenful):
    """The screen in hand with its keyboard."""

    # Typing

    def type(self, text: str) -> int:
        """Type characters at the cursor, each as its key would; how many were taken."""
        self._begin()
        text = clean(text)
        while text and not width(text[0]):
            self._combine(text[0])
            text = text[1:]
        taken = 0
        for char in filter(None, cells(text)):
            if not self._type(char):
                break
            taken += 1
        return taken

    def _type(self, char: str) -> bool:
        at = self.slot_at(*self.cursor)
        if at is None or not at[0].entry:
            self._inhibit(OVERFLOW if self._behind_the_last() else PROTECTED)
            return False
        slot, index = at
        if slot.field.kind.numeric and char not in NUMERIC_CHARACTERS:
            self._inhibit(NUMERIC)
            return False
        columns = width(char[0])
        if slot.field.fold:
            upper = char.upper()
            char = upper if len(cells(upper)) == columns else char
        if not index and not self.inserting and self._starts_over(slot):
            erase(slot.cells, 0)
        try:
            put = insert if self.inserting else overtype
            index = put(slot.cells, slot.field.width, index, char, columns)
        except NoRoom:
            self._inhibit(OVERFLOW)
            return False
        self._after(slot, wrapped_word(slot.cells, slot.field.width, index))
        self._touch(slot)
        return True

    def _combine(self, mark: str) -> None:
        """Put a combining mark on the character before the cursor, where that can be typed over."""
        at = self.slot_at(*self.cursor) or self._just_behind()
        if at is None or not at[0].entry or at[1] == 0:
            return
        slot, index = at[0], at[1] - 1
        index -= not slot.cells[index]
        if len(slot.cells[index]) <= MARKS:
            slot.cells[index] += mark
            self._touch(slot)

    def _after(self, slot: Slot, index: int) -> None:
        """Put the cursor on the character at `index`, or beyond the field, where autoskip moves on."""
        if index < len(slot.cells):
            self._move(*slot.place(index))
            return
        y, x = slot.place(len(slot.cells) - 1)
        below = self._below(slot) if slot.field.down else None
        if below is not None:
            self._move(*below.place(0))
        else:
            self._skip(slot, y, x)

    def _skip(self, slot: Slot, y: int, x: int) -> None:
        """Go on from a full field that ends there, never round from the last to the command line."""
        place = self._next_entry(y, x)
        if slot.field.autoskip and place > (y, x):
            self._move(*place)
        else:
            self._move(y + (x + 1) // self.layout.width, x + 1)

    def _behind_the_last(self) -> bool:
        """Whether the cursor is behind the last field, where a text that filled it has stopped."""
        left = self._just_behind()
        return left is not None and left[0] is [*self._entries()][-1] and left[1] == len(left[0].cells)

    def _starts_over(self, slot: Slot) -> bool:
        """Whether a character typed at the field's start erases what it was shown with.

        A text of several rows is never erased so. With classic overtyping only a command that was refused is.
        """
        over = not self.classic_overtype or slot.field.name == COMMAND
        return over and slot.field.rows == 1 and self.untouched(slot)

    def _below(self, slot: Slot) -> Slot | None:
        """The same field in the next row of its list that may be typed into, or None."""
        row = slot.row
        while row is not None:
            row += 1
            below = self._slots.get(Where(slot.field.name, row))
            if below is None or not self._shown(below):
                return None
            if below.entry:
                return below
        return None

    def paste(self, text: str) -> None:
        """Type a pasted text: a tab and a line break go to the next field, never round to the first.

        Into a field of several rows it goes as prose: a line break is the next row, a tab a blank, and
        nothing goes beyond the field. Ends at the first character that is refused; the rest is not
        pasted anywhere, and the message line says how much that is.
        """
        self._begin()
        text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        at = self.slot_at(*self.cursor)
        if at and at[0].entry and at[0].y < at[0].bottom:
            text = text.replace("\t", " ")
            taken = self._paste_prose(at[0], text)
        else:
            text = text.replace("\n", "\t")
            taken = self._paste_fields(text)
        if self.inhibited:
            whole = sum(_characters(part) for part in re.split(r"[\t\n]", text))
            self.notify(f"Pasted {taken} of {whole} characters: {whole - taken} are not pasted anywhere.")

    def _paste_fields(self, text: str) -> int:
        """Type a text with a tab before each next field; how many characters were taken."""
        taken = 0
        for number, part in enumerate(text.split("\t")):
            if number:
                place = self._next_entry(*self.cursor)
                if place <= self.cursor:
                    self._inhibit(OVERFLOW)
                    break
                self._move(*place)
            taken += self.type(part)
            if self.inhibited:
                break
        return taken

    def _paste_prose(self, slot: Slot, text: str) -> int:
        """Type a text into a field of several rows, and not beyond it; how many characters were taken."""
        taken = 0
        for number, line in enumerate(text.split("\n")):
            inside = self._within(slot)
            if number and not (
                inside and line and self.cursor[1] == slot.x
            ):  # a full row has gone on by itself
                if not inside or self.cursor[0] == slot.bottom:
                    self._inhibit(OVERFLOW)
                    return taken
                self._move(self.cursor[0] + 1, slot.x)
            for char in filter(None, cells(clean(line))):
                if not self._within(slot):
                    self._inhibit(OVERFLOW)
                    return taken
                taken += self.type(char)
                if self.inhibited:
                    return taken
        return taken

    def _within(self, slot: Slot) -> bool:
        at = self.slot_at(*self.cursor)
        return at is not None and at[0] is slot

    # Keys that move

    def tab(self) -> None:
        """To the next unprotected field."""
        self._begin()
        self._move(*self._next_entry(*self.cursor))

    def backtab(self) -> None:
        """To the start of this field, or from there to the field before."""
        self._begin()
        starts = [slot.place(0) for slot in self._entries()]
        self._move(*max((p for p in starts if p < self.cursor), default=starts[-1]))

    def _next_entry(self, y: int, x: int) -> tuple[int, int]:
        starts = [slot.place(0) for slot in self._entries()]
        return min((place for place in starts if place > (y, x)), default=starts[0])

    def home(self) -> None:
        """To the command line."""
        self._begin()
        self._move(*self._slots[Where(COMMAND)].place(0))

    def newline(self) -> None:
        """To the first unprotected field on a row below; in a long field to its next row."""
        self._begin()
        at = self.slot_at(*self.cursor)
        if at and at[0].entry and self.cursor[0] < at[0].bottom:
            self._move(self.cursor[0] + 1, at[0].x)
            return
        starts = [slot.place(0) for slot in self._entries()]
        self._move(*min((place for place in starts if place[0] > self.cursor[0]), default=starts[0]))

    def up(self) -> None:
        self._step(-1, 0)

    def down(self) -> None:
        self._step(1, 0)

    def left(self) -> None:
        self._step(0, -1)

    def right(self) -> None:
        self._step(0, 1)

    def _step(self, down: int, across: int) -> None:
        self._begin()
        if self._picks(down, across):
            return
        width = self.layout.width
        place = (self.cursor[0] + down) * width + self.cursor[1] + across
        self._move(*divmod(place % (self.layout.rows * width), width))

    def _picks(self, down: int, across: int) -> bool:
        """Go on to the next place that can be picked, that way; whether there is one."""
        y, x = self.cursor
        picks, here = list(self.picks()), self.pick_at(y, x)
        if here is None and (across or not picks):
            return False
        x = here.start if here else 0
        ways = [
            (abs(pick.y - y), abs(pick.start - x), pick)
            for pick in picks
            if (down and (pick.y - y) * down > 0)
            or (across and pick.y == y and (pick.start - x) * across > 0)
        ]
        if ways:
            pick = min(ways)[2]
            self._move(pick.y, pick.start)
        return bool(ways)

    def field_end(self) -> None:
        """Behind the last character of the field."""
        self._begin()
        at = self.slot_at(*self.cursor)
        if at:
            self._move(*at[0].place(min(at[0].filled, len(at[0].cells) - 1)))

    def word_right(self) -> None:
        """To the next start of a word, or the next field."""
        self._begin()
        self._move(*min((p for p in self._words() if p > self.cursor), default=min(self._words())))

    def word_left(self) -> None:
        """To the last start of a word before the cursor, or of a field."""
        self._begin()
        self._move(*max((p for p in self._words() if p < self.cursor), default=max(self._words())))

    def _words(self) -> list[tuple[int, int]]:
        return [
            slot.place(index)
            for slot in self._entries()
            for index, char in enumerate(slot.cells)
            if index == 0 or (char != BLANK and slot.cells[index - 1] == BLANK)
        ]

    def click(self, y: int, x: int) -> None:
        """Put the cursor where the mouse was pressed."""
        self._begin()
        if x < self.layout.width:
            self._move(y, x)

    # Keys that erase

    def erase_eof(self) -> None:
        """Blank the field from the cursor to its end."""
        self._edit(lambda slot, index: erase(slot.cells, index))

    def delete(self) -> None:
        """Take out the character at the cursor; what follows moves up."""
        self._edit(lambda slot, index: remove(slot.cells, slot.field.width, index))

    def backspace(self) -> None:
        """Take out the character before the cursor; at the start of a field nothing happens."""
        self._begin()
        at = self.slot_at(*self.cursor) or self._just_behind()
        if at is None or not at[0].entry:
            self._inhibit(PROTECTED)
        elif at[1]:
            slot, index = at[0], at[1] - 1
            index = remove(slot.cells, slot.field.width, index)
            self._touch(slot)
            self._move(*slot.place(index))

    def delete_word(self) -> None:
        """Take out the word before the cursor, or as much of it as stands before it."""
        self._begin()
        at = self.slot_at(*self.cursor) or self._just_behind()
        if at is None or not at[0].entry:
            self._inhibit(PROTECTED)
            return
        slot, index = at
        start = index
        for blank in (True, False):
            while start and (slot.cells[start - 1] == BLANK) is blank:
                start -= 1
        while index > start:
            index = remove(slot.cells, slot.field.width, index - 1)
        if start < at[1]:
            self._touch(slot)
            self._move(*slot.place(start))

    def _just_behind(self) -> tuple[Slot, int] | None:
        y, x = self.cursor
        at = self.slot_at(y, x - 1)
        return (at[0], at[1] + 1) if at else None

    def erase_field(self) -> None:
        """Blank the whole field; the cursor goes to its start."""
        self._edit(lambda slot, index: erase(slot.cells, 0))

    def dup(self) -> None:
        """Take the same field of the row above in the list, and go on to the next field."""
        self._begin()
        at = self.slot_at(*self.cursor)
        if at is None or not at[0].entry:
            self._inhibit(PROTECTED)
            return
        slot = at[0]
        if slot.row is None or not slot.row:
            self._inhibit(NO_DUP)
            return
        slot.cells = self._slots[Where(slot.field.name, slot.row - 1)].cells.copy()
        self._touch(slot)
        self._after(slot, len(slot.cells))

    def _edit(self, change: Callable[[Slot, int], int]) -> None:
        self._begin()
        at = self.slot_at(*self.cursor)
        if at is None or not at[0].entry:
            self._inhibit(PROTECTED)
            return
        index = change(*at)
        self._touch(at[0])
        self._move(*at[0].place(index))

    def erase_input(self) -> None:
        """Blank every unprotected field and reset the modified data tags; cursor to the first."""
        self._begin()
        for slot in self._slots.values():
            if slot.entry:
                slot.fill("")
                slot.modified = False
        self._all_dirty()
        self._move(*next(self._entries()).place(0))

    def insert_toggle(self) -> None:
        """Insert mode on or off."""
        self._begin()
        self.inserting = not self.inserting
        self.dirty.add(self.layout.oia)

    def pa2(self) -> None:
        """The screen again as it was before anything was typed on it."""
        self._begin()
        self.as_painted()

    def reset(self) -> None:
        """Insert mode off; operator error, notice of dropped keys and selection gone."""
        self._begin()
        self.inserting = False
        self.dirty.add(self.layout.oia)


def _characters(text: str) -> int:
    """How many characters a text would type: those that take a column."""
    return sum(1 for cell in cells(clean(text)) if cell)
