"""UNDO in the desk: shows one's own last act and asks before it is taken back; offers that after an act."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cstui.acts.base import called
from cstui.acts.perform import Receipt
from cstui.acts.undo import Undoing, last_undone, take_back
from cstui.cells import cells
from cstui.desk.conversation import Answer, GuideLine, Request, unchanged
from cstui.desk.programs.base import DeskContext, why_not
from cstui.policy.effects import Refused
from cstui.policy.findings import Severity

OFFER = "UNDO takes it back"
ROOM = 76
"""Columns of the message line that an offer may fill; a longer message stands alone."""
HOW = "Enter does it, F12 drops."


class UndoAsked(msgspec.Struct, frozen=True):
    """What UNDO has shown, and the screen on which it asked."""

    undoing: Undoing
    request: Request

    def same(self, request: Request) -> bool:
        """Whether nothing was typed since."""
        was = self.request
        return (request.screen, request.values, request.rows) == (was.screen, was.values, was.rows)


def ask(desk: DeskContext, request: Request, reason: str) -> tuple[UndoAsked | None, Answer]:
    """What would be taken back, and the screen that asks; None where something is in the way."""
    performer, worker = desk.place.performer, desk.worker.number
    found = last_undone(performer, actor=worker, on=desk.on, reason=reason)
    if not isinstance(found, Refused):
        first = performer.consider(found.acts[0], actor=worker, on=desk.on)
        found = first if isinstance(first, Refused) else found
    if isinstance(found, Refused):
        return None, unchanged(request, *found.findings, guide=why_not(found.findings))
    whose = f" of {found.subjects[0]}" if found.subjects else ""
    asked = [f'Take back "{found.said}"{more}? {HOW}' for more in (whose, "")]
    message = next((text for text in asked if len(cells(text)) <= ROOM), f"Take this back? {HOW}")
    lines = [GuideLine(text="UNDO WOULD TAKE BACK", style="heading"), GuideLine(text=found.said)]
    lines += [GuideLine(text=subject.capitalize()) for subject in found.subjects]
    lines += [GuideLine(text=""), GuideLine(text="BY ENTERING", style="heading")]
    lines += [GuideLine(text=called(type(act)).capitalize()) for act in found.acts]
    lines += [GuideLine(text=f"Reason: {found.why}"), GuideLine(text=HOW, style="key")]
    answer = msgspec.structs.replace(unchanged(request, guide=tuple(lines)), message=message, asks=True)
    return UndoAsked(found, request), answer


def done(
    desk: DeskContext, asked: UndoAsked, request: Request, afresh: Callable[[], Answer]
) -> tuple[UndoAsked | None, Answer]:
    """The screen painted again after what was shown was taken back; else with all that is in the way.

    Where the worker has done something else meanwhile, at another desk, that is asked about.
    """
    performer, worker, why = desk.place.performer, desk.worker.number, asked.undoing.why
    found = last_undone(performer, actor=worker, on=desk.on, reason=why)
    if isinstance(found, Undoing) and found.receipt != asked.undoing.receipt:
        return ask(desk, request, why)
    outcome = found if isinstance(found, Refused) else take_back(performer, found, actor=worker, on=desk.on)
    if isinstance(outcome, Refused):
        return None, unchanged(request, *outcome.findings, guide=why_not(outcome.findings))
    desk.performed += 1
    return None, msgspec.structs.replace(afresh(), message=outcome.message, findings=())


def offered(answer: Answer, done: Receipt | None) -> Answer:
    """The answer with the offer to take back the act that was `done` last for it, where one can be."""
    wrong = any(finding.severity is Severity.ERROR for finding in answer.findings)
    if done is None or not done.undoable or wrong or not answer.message:
        return answer
    message = f"{answer.message}{' ' if answer.message.endswith('.') else '; '}{OFFER}"
    return answer if len(cells(message)) > ROOM else msgspec.structs.replace(answer, message=message)
