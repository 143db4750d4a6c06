"""UNDO in the desk: takes one's own last act back, and offers it in the message after an act."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cstui.acts.perform import Receipt
from cstui.acts.undo import undo
from cstui.cells import cells
from cstui.desk.conversation import Answer
from cstui.desk.programs.base import DeskContext
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding, Severity

OFFER = "UNDO takes it back"
ROOM = 76
"""Columns of the message line that an offer may fill; a longer message stands alone."""


def take_back(desk: DeskContext, reason: str, afresh: Callable[[], Answer]) -> Answer | tuple[Finding, ...]:
    """The screen painted afresh after the last act was taken back; else all that is in the way."""
    outcome = undo(desk.place.performer, actor=desk.worker.number, on=desk.on, reason=reason)
    if isinstance(outcome, Refused):
        return outcome.findings
    desk.performed += 1
    return msgspec.structs.replace(afresh(), message=outcome.message, findings=())


def offered(answer: Answer, done: Receipt | None) -> Answer:
    """The answer with the offer to take back the act that was `done` last for it, where one can be."""
    wrong = any(finding.severity is Severity.ERROR for finding in answer.findings)
    if done is None or not done.undoable or wrong or not answer.message:
        return answer
    message = f"{answer.message}{' ' if answer.message.endswith('.') else '; '}{OFFER}"
    return answer if len(cells(message)) > ROOM else msgspec.structs.replace(answer, message=message)
