"""What the screens of a case have in common: heading, guide, the version seen, the unknown case."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from cstui.acts.base import Act
from cstui.acts.perform import Receipt
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.desk.conversation import Answer, Request
from cstui.desk.programs.base import DeskContext, Program, case_heading
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding


@dataclass(frozen=True)
class InHand:
    """The case on the screen: its heading and its facts."""

    summary: reads.CaseSummary
    facts: Facts

    @property
    def number(self) -> str:
        return self.facts.case.number


@dataclass(frozen=True)
class Keyed:
    """One act of several keyed on a screen; `fields` says which field stands for which input of it."""

    act: Act
    fields: Mapping[str, str] = field(default_factory=dict)


def found_in(keyed: Sequence[Keyed], outcomes: Sequence[Receipt | Refused]) -> list[Finding]:
    """What was found in the acts that were refused, each finding at the field of the screen."""
    return [
        msgspec.structs.replace(finding, field=one.fields.get(finding.field, finding.field))
        for one, outcome in zip(keyed, outcomes, strict=True)
        if isinstance(outcome, Refused)
        for finding in outcome.findings
    ]


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
            seen={f"case {number}": facts.case.version, **answer.seen},
            guide=desk.guide(facts),
            case=number,
        )

    @abstractmethod
    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        """What this screen shows of the case, without heading; `rest` followed the case number."""

    def do_all(self, desk: DeskContext, request: Request, keyed: Sequence[Keyed]) -> Answer:
        """Do all that was keyed at once: the screen afresh, or as it is with everything found.

        Nothing is written where one of the acts is refused.
        """
        outcomes = desk.perform_all([one.act for one in keyed], request)
        receipts = [outcome for outcome in outcomes if not isinstance(outcome, Refused)]
        if len(receipts) < len(keyed):
            return self.refused(request, found_in(keyed, outcomes))
        answer = self.open(desk, desk.case, request.state)
        return msgspec.structs.replace(
            answer,
            message=" ".join(receipt.message for receipt in receipts),
            findings=tuple(finding for receipt in receipts for finding in receipt.findings),
        )

    def do(
        self, desk: DeskContext, request: Request, act: Act, fields: dict[str, str] | None = None
    ) -> Answer:
        """Perform an act: the screen afresh with the receipt, or as it is with what was found."""
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings, fields)
        return self.done(desk, outcome, desk.case, request.state)
