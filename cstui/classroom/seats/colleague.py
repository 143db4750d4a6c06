"""A colleague of the learner: who does what the trainer lets happen in the office, so that it is not hers.

What a worker records names that worker in the store. Where the learner is alone in the office of a
lesson, a second worker is put there.
"""

from __future__ import annotations

from cstui.policy.records import Worker
from cstui.scenario.play import PlayedClock, load
from cstui.store.work_reads import workers
from cstui.workplace import Workplace

COLLEAGUE = "COLLEAGUE"
"""The actor of what a colleague does."""
NAME = "PRACTICE COLLEAGUE"


def colleague_of(learner: str, place: Workplace) -> str:
    """The number of a worker of the learner's office who is not the learner."""
    with place.store.read() as session:
        known = {one.number: one for one in workers(session)}
    office = known[learner].office
    found = next((one for one in known.values() if one.number != learner and one.office == office), None)
    if found is None:
        free = next(number for at in range(2, 1000) if (number := f"{office:>02}{at:03d}") not in known)
        found = Worker(number=free, name=NAME, office=office)
        today = place.business_date()
        load(place.store, [found], place.rules, today, PlayedClock(today), "")
    return found.number
