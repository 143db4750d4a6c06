"""A worker of Kansas at the desk, on given consumers."""

from __future__ import annotations

from functools import partial

from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agency import find
from tests.agencies.desk import AgencyDesk, store_of

KANSAS = find("kansas")
CONSUMER, CASE, AP = "0001000001", "0000500001", "0001000002"
"""The AR, the case and the AP of example 1."""
example_store = partial(store_of, KANSAS)


class Desk(AgencyDesk):
    """One signed-on session of Kansas."""

    agency, first = KANSAS, "51001"

    def facts(self, consumer: str = CONSUMER) -> ConsumerFacts:
        """The facts as the store has them."""
        found: ConsumerFacts = self.place.performer.facts(consumer, on=self.place.business_date())
        return found
