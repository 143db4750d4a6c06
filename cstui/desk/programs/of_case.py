"""What the screens of a case have in common: heading, guide, the version seen, the unknown case."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import msgspec

from cstui.acts.base import Act
from cstui.desk.conversation import Answer, Request
from cstui.desk.programs.base import DeskContext, Program, case_heading
from cstui.policy.effects import Refused
from cstui.policy.facts import Facts
from cstui.store import reads


@dataclass(frozen=True)
class InHand:
    """The case on the screen: its heading and its facts."""

    summary: reads.CaseSummary
    facts: Facts

    @property
    def number(self) -> str:
        return self.facts.case.number


class OfCase(Program):
    """Base of the screens of a case. The argument begins with the case number."""

    of_case = True

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        """The screen of the case, or CS-101 where there is no such case."""
        number, _, rest = argument.partition(" ")
        summary = desk.read(lambda session: reads.case_summary(session, number))
        facts = desk.facts(number)
        if summary is None or facts is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-101", "command", value=number),))
        answer = self.paint(desk, InHand(summary, facts), rest.strip(), state)
        names = {field.name for field in self.drawing.fields}
        heading = {name: text for name, text in case_heading(summary).items() if name in names}
        return msgspec.structs.replace(
            answer,
            values={**heading, **answer.values},
            seen={f"case {number}": facts.case.version},
            guide=desk.guide(facts),
            case=number,
        )

    @abstractmethod
    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        """What this screen shows of the case, without heading; `rest` followed the case number."""

    def do(
        self, desk: DeskContext, request: Request, act: Act, fields: dict[str, str] | None = None
    ) -> Answer:
        """Perform an act: the screen afresh with the receipt, or as it is with what was found."""
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings, fields)
        return self.done(desk, outcome, desk.case, request.state)
