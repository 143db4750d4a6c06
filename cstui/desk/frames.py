"""The screens that lie on one another at a desk, each with what was typed on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from cstui.desk.conversation import Aid, Answer, Request, Row, Where
from cstui.desk.drawing import load_drawing
from cstui.policy.findings import Finding

OVERLAYS = frozenset({"HELP", "GUID", "PRMT", "KEYS"})
"""Screens that lie over another one: leaving them brings back what was typed there."""


@dataclass
class Frame:
    """A screen on the stack: what it was opened with, its last answer, and what was typed on it.

    `brought_back` is the answer with which it was shown again after a help page or a prompt: painted
    with what had been typed, so not what its program painted.
    """

    screen: str
    argument: str
    answer: Answer
    typed: Request | None = None
    warned: bool = False
    findings: tuple[Finding, ...] = ()
    shown_rows: tuple[Row, ...] = field(default=())
    brought_back: Answer | None = None

    def restored(self, **more: str) -> Answer:
        """The screen as it was, with what had been typed, and `more` fields by their names."""
        typed = self.typed
        if typed is None:
            values, rows, cursor = self.answer.values, self.answer.rows, self.answer.cursor
        else:
            command = "" if typed.aid is Aid.ENTER else typed.command
            values = {**self.answer.values, **typed.values, "command": command}
            rows, cursor = self.shown_rows or self.answer.rows, typed.cursor or self.answer.cursor
        self.brought_back = msgspec.structs.replace(
            self.answer,
            values={**values, **more},
            rows=rows,
            cursor=cursor,
            findings=self.findings,
            message="",
        )
        return self.brought_back

    def with_value(self, name: str, row: int | None, values: Mapping[str, str]) -> Answer:
        """The screen as it was, with values put into a row of its list, or into its fields."""
        answer = self.restored(**(values if row is None else {}))
        rows = list(answer.rows)
        if row is not None:
            rows[row] = msgspec.structs.replace(rows[row], values={**rows[row].values, **values})
        self.brought_back = msgspec.structs.replace(answer, rows=tuple(rows), cursor=Where(name, row))
        return self.brought_back

    def unentered(self, request: Request) -> list[str]:
        """The names of what was typed and not entered: what differs from what the program painted.

        The modified data tags would not do: a help page in between paints the screen anew.
        """
        if self.screen in OVERLAYS or self.screen == "SRCH":
            return []
        painted = self.answer.values
        typed = [name for name, value in request.values.items() if value != painted.get(name, "").strip()]
        columns = [field.name for field in load_drawing(self.screen).entries if field.list]
        in_list = any(
            row.values.get(column, "") != shown.values.get(column, "").strip()
            for row, shown in zip(request.rows, self.answer.rows, strict=False)
            for column in columns
        )
        return sorted(typed) + (["the list"] if in_list else [])


def filled(answer: Answer, values: Mapping[str, str]) -> Answer:
    """The screen with entry fields filled by their names and the cursor on the first empty one."""
    entries = [field.name for field in load_drawing(answer.screen).entries if not field.list]
    known = {name: values[name.upper()] for name in entries if name.upper() in values}
    if not known:
        return answer
    shown = {**answer.values, **known}
    after = entries[entries.index(next(iter(known))) :]
    empty = next((name for name in after if not shown.get(name)), None)
    return msgspec.structs.replace(answer, values=shown, cursor=Where(empty) if empty else answer.cursor)
