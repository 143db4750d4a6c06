"""What the screens of a subject have in common: heading, guide, the version seen, the unknown subject."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec

from cstui.acts.base import Act
from cstui.acts.perform import Receipt
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import ListProgram, S
from cstui.desk.programs.pages import cut, within
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding


@dataclass(frozen=True)
class InHand:
    """The subject on the screen: its facts, and the fields that all of its screens repeat at the top."""

    facts: Any
    heading: Mapping[str, str]

    @property
    def key(self) -> str:
        """What the subject is known by within its kind."""
        key: str = self.facts.key
        return key


@dataclass(frozen=True)
class Keyed:
    """One act of several keyed on a screen; `fields` says which field stands for which input of it."""

    act: Act
    fields: Mapping[str, str] = field(default_factory=dict)


H = TypeVar("H", bound=InHand)


def found_in(keyed: Sequence[Keyed], outcomes: Sequence[Receipt | Refused]) -> list[Finding]:
    """What was found in the acts that were refused, each finding at the field of the screen."""
    return [
        msgspec.structs.replace(finding, field=one.fields.get(finding.field, finding.field))
        for one, outcome in zip(keyed, outcomes, strict=True)
        if isinstance(outcome, Refused)
        for finding in outcome.findings
    ]


class OfSubject(ListProgram[S], Generic[H, S]):
    """Base of the screens of a subject. The argument begins with its number."""

    of_subject = True

    def in_hand(self, desk: DeskContext, key: str) -> H | None:
        """The subject by its number, as the agency shows it; None where there is none."""
        found: H | None = desk.own.hook("in_hand")(desk, key)
        return found

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        """The screen of the subject, or CS-101 where there is no such subject."""
        key, _, rest = argument.partition(" ")
        hand = self.in_hand(desk, key)
        if hand is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-101", "command", value=key),))
        answer = self.paint(desk, hand, rest.strip(), state)
        names = {field.name for field in self.drawing.fields}
        heading = {name: text for name, text in hand.heading.items() if name in names}
        return msgspec.structs.replace(
            answer,
            values={**heading, **answer.values},
            seen={desk.subject(key): hand.facts.file.version, **answer.seen},
            guide=desk.guide(hand.facts),
            case=key,
        )

    def again(self, desk: DeskContext, state: object) -> Answer:
        return self.open(desk, desk.case, state)

    @abstractmethod
    def paint(self, desk: DeskContext, hand: H, rest: str, state: object) -> Answer:
        """What this screen shows of the subject, without heading; `rest` followed its number."""

    def do_all(self, desk: DeskContext, request: Request, keyed: Sequence[Keyed]) -> Answer:
        """Do all that was keyed at once: the screen again, or as it is with everything found.

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
        self, desk: DeskContext, request: Request, act: Act, fields: Mapping[str, str] | None = None
    ) -> Answer:
        """Perform an act: the screen again with the receipt, or as it is with what was found.

        What only the guide filled in is asked about first.
        """
        if (asked := self.asks(desk, request, act)) is not None:
            return asked
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings, fields)
        return self.done(desk, outcome, desk.case, request.state)


class PagedSubject(OfSubject[H, Page]):
    """Base of those that remember only what is shown and where the page of their list starts."""

    state = Page

    def begins(self, desk: DeskContext, argument: str) -> Page:
        return Page(subject=argument)

    def listed(
        self, desk: DeskContext, page: Page, rows: Sequence[Row], values: dict[str, str], message: str = ""
    ) -> Answer:
        """The screen with the page of its list, the last one where `page` lies beyond it."""
        shown = self.shown(desk)
        offset = within(page.offset, len(rows), shown)
        found, above, below = cut(rows, offset, shown)
        return Answer(
            screen=self.name,
            values=values,
            rows=found,
            more_above=above,
            more_below=below,
            state=msgspec.structs.replace(page, offset=offset),
            message=message,
        )
