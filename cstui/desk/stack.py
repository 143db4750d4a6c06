"""The screens that lie on one another at one desk, and the cases worked: opened, left, brought back."""

from __future__ import annotations

from datetime import datetime

import msgspec

from cstui.desk import prompt_marks
from cstui.desk.conversation import Answer, overlaid
from cstui.desk.dates import said_date, slashed
from cstui.desk.drawing import Kind, load_drawing
from cstui.desk.frames import OVERLAYS, Frame
from cstui.desk.layout import COMMAND, COMMAND_FIELD
from cstui.desk.programs import registry
from cstui.desk.programs.base import DeskContext, Program
from cstui.desk.programs.overlay import Pick
from cstui.policy.findings import Severity
from cstui.policy.roles import is_shown
from cstui.store.errors import StoreError
from cstui.store.viewing import not_shown


class Stack:
    """Screens from the menu up to the one in hand. `open` and `leave` paint again."""

    def __init__(self, desk: DeskContext) -> None:
        self.desk = desk
        self.frames: list[Frame] = []
        self.cases: list[str] = []
        self.moment: datetime | None = None
        """When the request in hand came (UTC): what its answer shows is at least as new."""

    @property
    def top(self) -> Frame:
        """The screen in hand."""
        return self.frames[-1]

    def program(self, screen: str) -> Program:
        """The program behind a screen."""
        return registry.program(screen, self.picked, self.desk.agency.name)

    def open(self, screen: str, argument: str) -> Answer:
        """A screen for an argument, over the one in hand; where it cannot be shown, that one stays."""
        if not is_shown(self.desk.viewer.role, what := self.desk.own.shown_on(screen)):
            raise not_shown(self.desk.viewer, what)
        answer = self.program(screen).open(self.desk, argument)
        if answer.screen != screen:
            return answer  # the program went on to another screen, which is on the stack by now
        if any(f.severity is Severity.ERROR for f in answer.findings) and self.frames:
            last = self.top.answer
            kept = {"state": last.state, "seen": last.seen, "case": last.case}
            return msgspec.structs.replace(answer, screen=self.top.screen, keep_typed=True, **kept)
        self.frames = [f for f in self.frames if f.screen not in OVERLAYS]
        if screen == "MENU":
            self.frames = []
        elif self.frames and self.top.screen == screen:
            self.frames.pop()
        self.frames.append(Frame(screen, argument, answer))
        return answer

    def afresh(self) -> Answer:
        """The screen in hand as the store has it now; nothing typed."""
        frame = self.top
        frame.carried, frame.carried_seen = {}, {}
        return self.program(frame.screen).open(self.desk, frame.argument, frame.answer.state)

    def leave(self) -> Answer:
        """The screen underneath, painted again; the last one is never left."""
        left = self.frames.pop() if len(self.frames) > 1 else None
        try:
            answer = self.afresh()
        except StoreError:
            if left is not None:
                self.frames.append(left)
            raise
        self.top.answer, self.top.warned, self.top.typed = answer, False, None
        self.top.painted = None
        return answer

    def uncovered(self) -> Frame:
        """The screen in hand, or the one under the overlay that is."""
        return next(frame for frame in reversed(self.frames) if frame.screen not in OVERLAYS)

    def uncover(self) -> Answer:
        """The screen under an overlay, with what was typed on it."""
        self.frames.pop()
        return self.top.restored()

    def picked(self, pick: Pick) -> Answer:
        """Back to the screen under a prompt, with the value that was picked in its field."""
        self.frames.pop()
        frame = self.top
        values = {pick.field: pick.value}
        if pick.row is None:
            values |= self.program(frame.screen).fills(self.desk, pick.field, pick.value)
        drawing = load_drawing(frame.screen, self.desk.agency.name)
        if pick.field != COMMAND and not drawing.field(pick.field).entry:
            led = self.program(frame.screen).took(self.desk, pick.field, pick.value)
            return led or frame.restored(**prompt_marks.cleared(drawing, pick.field))
        if pick.row is None:
            values |= prompt_marks.cleared(drawing, pick.field)
        days = {field.name: field.width for field in drawing.fields if field.kind is Kind.DATE}
        values |= {name: slashed(value, days[name]) for name, value in values.items() if name in days}
        answer = frame.with_value(pick.field, pick.row, values)
        frame.brought_back = msgspec.structs.replace(answer, message=self._said(frame.screen, pick))
        return frame.brought_back

    def remember(self, answer: Answer) -> None:
        """Keep what is shown now, and the case that it is about."""
        frame = self.top
        if answer.screen == frame.screen:
            frame.findings = answer.findings
            frame.shown = overlaid(frame.shown, answer) if answer.keep_typed else answer
            if not answer.keep_typed and answer is not frame.brought_back:
                frame.answer = answer
                frame.warned = False
                frame.painted_at = self.moment
        if answer.case:
            self.desk.case = answer.case
            self.desk.had(answer.case, "opened")
            if not self.cases or self.cases[-1] != answer.case:
                self.cases.append(answer.case)

    def case_before(self) -> str:
        """The case worked before the one in hand; empty where there was none."""
        return next((case for case in reversed(self.cases) if case != self.desk.case), "")

    def _said(self, screen: str, pick: Pick) -> str:
        """A day that was picked, with its weekday, as one that is keyed is said; empty for other values."""
        drawing = load_drawing(screen, self.desk.agency.name)
        field = drawing.field(pick.field) if pick.field != COMMAND else COMMAND_FIELD
        if field.kind is not Kind.DATE:
            return ""
        day = datetime.strptime(pick.value.split()[0], "%m%d%Y").date()  # noqa: DTZ007 - a day has no zone
        at = pick.value.partition(" ")[2]
        return f"{field.named} {said_date(day)}{f' at {at}' if at else ''}"
