"""What a night does: a visit of the day that nobody recorded is missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.nightly.job import Job
from cstui.policy.rulebook import Rulebook
from practice_state.acts import PsRecordVisit
from practice_state.facts import HouseholdFacts


def _missed(facts: HouseholdFacts, rules: Rulebook, on: date) -> Iterable[PsRecordVisit]:
    for visit in facts.file.visits:
        if visit.status == "planned" and visit.on <= on:
            yield PsRecordVisit(household=facts.key, visit=visit.seq, made=False)


JOBS = (
    Job(
        name="missed",
        actor="NIGHT",
        choose=_missed,
        did=("visit missed", "visits missed"),
        due="""
            SELECT DISTINCT +v.household AS key FROM ps_home_visit v
            WHERE v.status = 'planned' AND v."on" <= ? AND +v.household > ?""",
        when=lambda facts, rules, on: [v.on for v in facts.file.visits if v.status == "planned"],
    ),
)
