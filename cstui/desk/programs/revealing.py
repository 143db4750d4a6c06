"""Screens of a subject that hide protected data (`cstui.policy.protected`): REVEAL and why shows it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import msgspec

from cstui.acts.registry import kind_of
from cstui.acts.revealing import ViewsProtected
from cstui.desk.conversation import Answer, Protects, Request
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.of_subject import H, PagedSubject
from cstui.policy.effects import Refused
from cstui.policy.protected import KINDS
from cstui.policy.roles import SOURCELESS

REVEAL = "Federal tax information is hidden: REVEAL and why shows it, logged."


class Reveals(PagedSubject[H]):
    """Base of those that hide it. REVEAL shows it until the next key, once the view is logged and why.

    A role of `SOURCELESS` is shown it without its source: the desk leaves out what would tell of one.
    """

    answers = PAGING | {"REVEAL"}
    protects: ClassVar[str] = "FTI"

    def paint(self, desk: DeskContext, hand: H, rest: str, state: object) -> Answer:
        return self.painted(desk, hand, rest, state, fti=desk.viewer.role in SOURCELESS)

    @abstractmethod
    def painted(self, desk: DeskContext, hand: H, rest: str, state: object, *, fti: bool) -> Answer:
        """What the screen shows, with what is protected or without."""

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """REVEAL: what is on the screen, with what is protected; what was typed stays."""
        act = kind_of(self.agency, ViewsProtected).of(desk.case, screen=self.name, reason=rest)
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings)
        answer = self.open(desk, desk.case, request.state)
        hand = self.in_hand(desk, desk.case)
        if hand is None:
            return answer
        shown = self.painted(desk, hand, "", request.state, fti=True)
        return msgspec.structs.replace(
            answer,
            values={**answer.values, **shown.values},
            rows=shown.rows,
            title=KINDS[self.protects].label,
            protects=Protects(kind=self.protects, reason=rest),
            message=outcome.message,
            findings=outcome.findings,
            keep_typed=True,
        )
