"""Records that many tests begin with: a report of non-cooperation, a spell of benefits."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana.records import BenefitSpell, Cooperation


def reported(case: str, on: date, **more: object) -> Cooperation:
    """Non-cooperation of the custodial parent (MA), failed, entered and sent to IV-A on that day by 17001."""
    values: dict[str, object] = {
        "seq": 1,
        "kind": "reported",
        "ground": "MA",
        "failed_on": on,
        "entered_on": on,
        "reported_on": on,
        "worker": "17001",
        **more,
    }
    return Cooperation(case=case, **values)  # type: ignore[arg-type]


def benefits(person: int, **more: object) -> BenefitSpell:
    """A person's first FITAP, applied for on January 5, 2026 and running since February."""
    values: dict[str, object] = {
        "seq": 1,
        "program": "FITAP",
        "iva_number": "9",
        "applied": date(2026, 1, 5),
        "begins": date(2026, 2, 1),
        **more,
    }
    return BenefitSpell(person=person, **values)  # type: ignore[arg-type]
