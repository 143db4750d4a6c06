"""What the custodial parent may do on a day, to see what would come of it (`cstui.nightly.forecast`)."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana.acts.agreements import AgreeOnCases, CompleteOfs53, ReceiveOfs53
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.nightly.forecast import Visit


def _comes_with_ofs53(facts: Facts, day: date) -> tuple[CaseAct, ...]:
    """The CP brings OFS 53 and agrees on all cases; the worker takes it in and completes it."""
    case = facts.key
    cases = tuple(file.key for file in case_position.to_review(facts))
    brought = () if case_position.open_agreement(facts) else (ReceiveOfs53(case=case, received_on=day),)
    return (*brought, AgreeOnCases(case=case, cases=cases), CompleteOfs53(case=case))


VISITS = (Visit(name="ofs53", label="OFS 53", acts=_comes_with_ofs53),)
