"""What Kansas's acts have in common: each is done to a consumer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, TypeVar

from cstui.acts.base import SubjectAct
from cstui.agencies.kansas.formats import ConsumerNumber
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.policy.effects import Effects, Refused
from cstui.policy.records import Record, seq_of
from cstui.policy.rulebook import Checks, Rulebook

R = TypeVar("R", bound=Record)


class ConsumerAct(SubjectAct, frozen=True, kw_only=True):
    """Base of all acts on a consumer."""

    agency: ClassVar[str] = "kansas"
    subject_kind: ClassVar[str] = ConsumerFacts.kind
    keyed_by: ClassVar[str] = "consumer"

    consumer: ConsumerNumber

    @abstractmethod
    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


def found(checks: Checks, key: str, rows: Sequence[R], seq: int, what: str, field: str) -> R | None:
    """The record of that number; where there is none, KS-IF-30 says so of `what` at `field`."""
    record = next((row for row in rows if seq_of(row) == seq), None)
    checks.holds("KS-IF-30", record is not None, field, consumer=key, what=what, number=seq)
    return record
