"""What the NCP may do on a day, to see what would come of it (`cstui.nightly.forecast`)."""

from __future__ import annotations

from datetime import date

from cstui.agencies.utah.acts.base import NcpAct
from cstui.agencies.utah.acts.payments import UtPostPayment
from cstui.agencies.utah.policy import orders
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.nightly.forecast import Visit
from cstui.policy.months import first_of_month


def _pays(facts: NcpFacts, day: date) -> tuple[NcpAct, ...]:
    """The NCP pays what the month still asks: current support of all cases, arrears of the order."""
    file, month = facts.file, first_of_month(day)
    owed = sum(max(0, file.account(case.number).due(month)) for case in file.open_cases)
    order = orders.in_force(file, month)
    if order is not None:
        owed += max(0, order.arrears - sum(orders.placed_by_order(file, month).values()))
    return (UtPostPayment(ncp=facts.key, cents=owed),) if owed else ()


VISITS = (Visit(name="pays", label="PAYS", acts=_pays),)
