"""What policy reads of a household: the person, the visits, the worker's reminders."""

from __future__ import annotations

from typing import ClassVar

from cstui.policy.facts import SubjectFacts, SubjectFile
from cstui.policy.records import Person, Reminder
from practice_state.records import HomeVisit, Household


class HouseholdFile(SubjectFile, frozen=True, kw_only=True):
    """One household with everything on it; each tuple in order of sequence number."""

    household: Household
    visits: tuple[HomeVisit, ...] = ()
    reminders: tuple[Reminder, ...] = ()


class HouseholdFacts(SubjectFacts, frozen=True, kw_only=True):
    """What policy reads of one household; each stands alone."""

    kind: ClassVar[str] = "ps.household"

    file: HouseholdFile
    person: Person
