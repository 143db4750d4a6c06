"""What the consumer may do on a day, to see what would come of it (`cstui.nightly.forecast`)."""

from __future__ import annotations

from datetime import date

from cstui.agencies.kansas.acts.base import ConsumerAct
from cstui.agencies.kansas.acts.cads import KsMarkCooperating
from cstui.agencies.kansas.policy import cads
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.nightly.forecast import Visit


def _cooperates(facts: ConsumerFacts, day: date) -> tuple[ConsumerAct, ...]:
    """The consumer cooperates on every case on which CADS says not cooperating; the worker marks it."""
    marks = cads.not_cooperating(facts.file)
    return tuple(KsMarkCooperating(consumer=facts.key, case=mark.case) for mark in marks)


VISITS = (Visit(name="cooperates", label="COOPERATES", acts=_cooperates),)
