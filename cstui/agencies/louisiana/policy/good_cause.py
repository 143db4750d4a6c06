"""Good cause (E-520 I): what acts ask of IV-A's word on it."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import CaseFile
from cstui.policy.rulebook import Checks


def check_good_cause(
    checks: Checks, rule: str, file: CaseFile, field: str, failed_on: date | None = None
) -> None:
    """Whether IV-A has determined no good cause, today or for the day of a failure, as `rule` asks."""
    determined = case_position.determined_good_cause(file)
    if determined is None and failed_on is not None:
        determined = case_position.determined_on(file, failed_on)
    checks.holds(
        rule,
        determined is None,
        field,
        reason=determined.reason if determined else "",
        on=determined.on if determined else None,
    )


def check_claim(checks: Checks, file: CaseFile, field: str) -> None:
    """Whether IV-A has decided on the good cause that the CP claims, if he or she does (reading 31)."""
    claimed = case_position.claimed_good_cause(file)
    checks.holds("LA-E520-07", claimed is None, field, on=claimed.on if claimed else None)
