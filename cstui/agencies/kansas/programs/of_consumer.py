"""What the screens of a consumer have in common: heading, benefits, guide, the version seen."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from cstui.agencies.kansas.policy import programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import Ap
from cstui.desk.conversation import Answer, GuideLine
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import S
from cstui.desk.programs.of_subject import InHand, Keyed, OfSubject, PagedSubject
from cstui.policy.records import Person
from cstui.store.reads import name_of

__all__ = ["ConsumerInHand", "ConsumerPage", "Keyed", "OfConsumer", "in_hand"]


@dataclass(frozen=True)
class ConsumerInHand(InHand):
    """The consumer on the screen, with the facts of both sides."""

    facts: ConsumerFacts


def in_hand(desk: DeskContext, number: str) -> ConsumerInHand | None:
    """The consumer as its screens show it; None where there is none."""
    facts: ConsumerFacts | None = desk.facts(number)
    if facts is None:
        return None
    consumer = facts.consumer
    heading = {
        "case": consumer.number,
        "name": name_of(facts.ar),
        "status": "OPEN",
        "office": consumer.office,
        "worker": consumer.worker,
        "ees_worker": consumer.ees_worker,
        "active": active(desk, facts),
    }
    return ConsumerInHand(facts=facts, heading=heading)


def active(desk: DeskContext, facts: ConsumerFacts) -> str:
    """The programs in which the person is active today: `TANF, Food Assistance`."""
    found = [programs.IN_FULL[one] for one in programs.active_on(facts.file, desk.on)]
    return ", ".join(found) or "none"


def person_of(facts: ConsumerFacts, ap: Ap) -> Person | None:
    """The person of an AP."""
    return next((person for person in facts.people if person.number == ap.person), None)


WORKS = "In Work Programs: alerts are copied there."


class OfConsumer(OfSubject[ConsumerInHand, S]):
    """Base of the screens of a consumer; their guide begins with the benefits that are active today."""

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        answer = super().open(desk, argument, state)
        if answer.case != argument.partition(" ")[0] or not answer.case:
            return answer
        facts = desk.facts(answer.case)
        lines = (
            GuideLine(text="ACTIVE IN KEES TODAY", style="heading"),
            GuideLine(text=active(desk, facts)),
            *([GuideLine(text=WORKS)] if facts.consumer.work_program else []),
            GuideLine(text=""),
        )
        return msgspec.structs.replace(answer, guide=(*lines, *answer.guide))


class ConsumerPage(OfConsumer[Page], PagedSubject[ConsumerInHand]):
    """Base of the screens of a consumer with a list and nothing else to remember."""
