"""A worker of Utah at the desk, on given NCPs."""

from __future__ import annotations

from functools import partial

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agency import find
from tests.agencies.desk import AgencyDesk, store_of

UTAH = find("utah")
NCP, CASES = "UT/100001", ("C00000001", "C00000002", "C00000003")
"""The NCP and the cases of the worked example."""
example_store = partial(store_of, UTAH)


class Desk(AgencyDesk):
    """One signed-on session of Utah."""

    agency, first = UTAH, "31001"

    def facts(self, ncp: str = NCP) -> NcpFacts:
        """The facts as the store has them."""
        found: NcpFacts = self.place.performer.facts(ncp, on=self.place.business_date())
        return found
