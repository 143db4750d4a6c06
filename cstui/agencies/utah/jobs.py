"""What each job of a night does to one NCP: charges of the coming month, the AGO told of delinquency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.agencies.utah.acts.enforcement import UtNotifyAgo
from cstui.agencies.utah.acts.payments import UtChargeMonth, to_charge
from cstui.agencies.utah.policy import orders
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.reports import write_month
from cstui.nightly.job import Job
from cstui.policy.months import first_of_month, month_end
from cstui.policy.rulebook import Rulebook


def charge(facts: NcpFacts, rules: Rulebook, on: date) -> Iterable[UtChargeMonth]:
    """In the last night of a month, charge the current support of the next one."""
    if on == month_end(on) and to_charge(facts.file, first_of_month(on, 1)):
        yield UtChargeMonth(ncp=facts.key, month=first_of_month(on, 1))


def notify(facts: NcpFacts, rules: Rulebook, on: date) -> Iterable[UtNotifyAgo]:
    """Notify the AGO of each ground that is not on record; two on one month go one after the other."""
    for month, ground in orders.grounds(facts.file, rules, on):
        yield UtNotifyAgo(ncp=facts.key, month=month, ground=ground)  # type: ignore[arg-type]


CHARGE_DUE = """
        SELECT DISTINCT +c.ncp AS key FROM ut_case c
        WHERE c.closed_on IS NULL AND c.current > 0 AND c.opened <= ? AND +c.ncp > ?"""
NOTIFY_DUE = """
        SELECT DISTINCT +p.ncp AS key FROM ut_prosecution p
        WHERE p.phase = 'sentenced' AND p.concluded_on <= ? AND +p.ncp > ?"""


def _charges(facts: NcpFacts, rules: Rulebook, on: date) -> Iterable[date]:
    return (month_end(on),) if any(case.current for case in facts.file.open_cases) else ()


def _notices(facts: NcpFacts, rules: Rulebook, on: date) -> Iterable[date]:
    """The nights ahead in which a ground may arise: the end of this month, and the day a month gets late."""
    matter = facts.file.prosecution
    if matter is None or matter.phase != "sentenced" or not facts.file.orders:
        return
    if orders.grounds(facts.file, rules, on):
        yield on
    yield month_end(on)
    order, month = facts.file.orders[-1], first_of_month(on, -2)
    while month <= first_of_month(on):
        late = orders.late_from(month, rules)
        if month >= order.since and late >= on:
            yield late
        month = first_of_month(month, 1)


JOBS: tuple[Job, ...] = (
    Job(
        name="charge",
        actor="NIGHT",
        choose=charge,
        due=CHARGE_DUE,
        when=_charges,
        did=("NCP charged for the month", "NCPs charged for the month"),
        rule="UT-DST-09",
    ),
    Job(
        name="notify",
        actor="NIGHT",
        choose=notify,
        due=NOTIFY_DUE,
        when=_notices,
        did=("Order to Show Cause requested", "Orders to Show Cause requested"),
        rule="UT-ENF-06",
        file=write_month,
    ),
)
"""The jobs that perform acts, in the order of the night: the month ends before the next one is charged."""
