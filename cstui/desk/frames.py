"""The screens that lie on one another at a desk, each with what was typed on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from cstui.desk.agency_desk import desk_of
from cstui.desk.conflicts import Typed, typed_on
from cstui.desk.conversation import Aid, Answer, Request, Row, Where
from cstui.desk.dates import slashed
from cstui.desk.drafts import Draft
from cstui.desk.drawing import Kind, load_drawing
from cstui.policy.findings import Finding

OVERLAYS = frozenset({"HELP", "GUID", "PRMT", "CALN", "KEYS", "KEYT", "DIFF"})
"""Screens that lie over another one: leaving them brings back what was typed there."""
ENTERS_NOTHING = frozenset({"MENU", "WORK", "SRCH", "LAST", "DRFT", "AUDT", "PASS", "TOTP", "USER"})
"""Screens of the kernel of which no draft is kept: there one chooses where to go, or keys a password."""


@dataclass
class Frame:
    """A screen on the stack: what it was opened with, its last answer, and what was typed on it.

    `shown` is its last answer, also one that keeps what was typed. `brought_back` is the answer with which
    it was shown again after a help page or a prompt: painted with what had been typed, so not what its
    program painted. `painted` is what was painted before anything was typed, where `answer` is a preview of
    it, and `painted_at` when (UTC). `waiting` is a draft that was neither restored nor dropped. `carried`
    are the rows typed into on the pages of a list that was turned since, by key, and `carried_seen` the
    versions that those pages were painted from.
    """

    screen: str
    argument: str
    answer: Answer
    shown: Answer = field(default_factory=lambda: Answer(screen=""))
    typed: Request | None = None
    warned: bool = False
    findings: tuple[Finding, ...] = ()
    shown_rows: tuple[Row, ...] = ()
    brought_back: Answer | None = None
    painted: Answer | None = None
    painted_at: datetime | None = None
    waiting: Draft | None = None
    carried: dict[str, Row] = field(default_factory=dict)
    carried_seen: dict[str, int] = field(default_factory=dict)

    def over_pages(self, request: Request) -> Request:
        """The request with what was typed on other pages of its list."""
        here = {row.key for row in request.rows}
        away = tuple(row for key, row in self.carried.items() if key not in here)
        seen = {**self.carried_seen, **request.seen}
        return msgspec.structs.replace(request, elsewhere=away, seen=seen) if away else request

    def carry(self, request: Request, typed: Typed) -> None:
        """Keep the rows typed into, of a page of the list that is being turned and of those before."""
        self.carried = {row.key: row for row in (*request.rows, *request.elsewhere) if row.key in typed.rows}
        self.carried_seen |= self.base.seen

    @property
    def base(self) -> Answer:
        """The screen as its program painted it before anything was typed."""
        return self.painted or self.answer

    @property
    def key(self) -> tuple[str, str]:
        """The screen and what it shows, by which its draft is kept."""
        return self.screen, self.argument or self.answer.case

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
            filled=self.answer.filled if typed is None else typed.filled,
            findings=self.findings,
            again=True,
            message="",
        )
        return self.brought_back

    def with_value(self, name: str, row: int | None, values: Mapping[str, str]) -> Answer:
        """The screen as it was, with values put into a row of its list, or into its fields.

        What was found wrong with the field is said no more; the next Enter judges its new value.
        """
        place = Where(name, row)
        self.findings = tuple(finding for finding in self.findings if finding.field != place.named)
        answer = self.restored(**(values if row is None else {}))
        rows = list(answer.rows)
        if row is not None:
            rows[row] = msgspec.structs.replace(rows[row], values={**rows[row].values, **values})
        self.brought_back = msgspec.structs.replace(answer, rows=tuple(rows), cursor=place)
        return self.brought_back

    def unentered(self, request: Request) -> list[str]:
        """The names of what was typed and not entered: what differs from what the program painted.

        The modified data tags would not do: a help page in between paints the screen again.
        """
        typed = self.typed_in(request)
        return sorted(typed.fields) + (["the list"] if typed.rows else [])

    def typed_in(self, request: Request) -> Typed:
        """What was typed and not entered; nothing on screens that enter nothing."""
        chooses = ENTERS_NOTHING | desk_of(request.agency).chooses
        if self.screen in OVERLAYS or self.screen in chooses or request.screen != self.screen:
            return Typed()
        return typed_on(self.base, self.over_pages(request))


def filled(answer: Answer, values: Mapping[str, str], agency: str = "", *, by_guide: bool = False) -> Answer:
    """The screen with entry fields filled by their names and the cursor on the first empty one.

    What is filled `by_guide`, and not by who typed the command, is shown so.
    """
    fields = {field.name: field for field in load_drawing(answer.screen, agency).entries if not field.list}
    entries = list(fields)
    known = {name: values[name.upper()] for name in entries if name.upper() in values}
    known |= {
        name: slashed(value, fields[name].width)
        for name, value in known.items()
        if fields[name].kind is Kind.DATE
    }
    if not known:
        return answer
    shown = {**answer.values, **known}
    after = entries[entries.index(next(iter(known))) :]
    empty = next((name for name in after if not (shown.get(name) or fields[name].prompts)), None)
    return msgspec.structs.replace(
        answer,
        values=shown,
        cursor=Where(empty) if empty else answer.cursor,
        filled=frozenset(known) if by_guide else frozenset(),
    )
