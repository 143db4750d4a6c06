"""Acts on a worker: away from one day to another, and covered by another worker."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, WorkerAct, added, changed, decided, next_seq
from cstui.policy import covering
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.facts import WorkerFacts
from cstui.policy.formats import WorkerNumber
from cstui.policy.records import Cover
from cstui.policy.roles import COVERING, SYSTEM
from cstui.policy.rulebook import Checks, Rulebook


class RecordCover(WorkerAct, frozen=True, kw_only=True):
    """Record that a worker is away and who covers, from `since` to `until`, both days included.

    Meanwhile the cases, reminders and updates of the worker stand on the other one's lists too.
    """

    label: ClassVar[str] = "cover"
    roles: ClassVar[frozenset[str]] = COVERING | {SYSTEM}

    by: WorkerNumber
    since: date
    until: date
    why: str = ""

    def decide(self, facts: WorkerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        cover = Cover(
            worker=self.worker,
            seq=next_seq(facts.own),
            by=self.by,
            since=self.since,
            until=self.until,
            why=self.why.strip(),
            entered_on=on,
            entered_by=actor,
        )
        covering.check_cover(checks, facts, cover, on, actor)
        text = f"Worker {self.worker} is away {_days(self.since, self.until)}; {self.by} covers."
        said = f"{text} {cover.why}".strip()
        return decided(checks, [Add(cover)], [self.log("CV", said)], text)

    def taken_back(self, facts: WorkerFacts, effects: Effects) -> tuple[Act, ...]:
        return (EndCover(worker=self.worker, cover=added(effects, Cover)[0].seq, why=LATER),)


class EndCover(WorkerAct, frozen=True, kw_only=True):
    """End a cover early: the worker is back on `back`, today if left out."""

    label: ClassVar[str] = "end of a cover"
    roles: ClassVar[frozenset[str]] = COVERING | {SYSTEM}
    way_out: ClassVar[str] = "Enter the cover again on COVR."

    cover: int
    back: date | None = None
    why: str = ""

    def decide(self, facts: WorkerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = next((cover for cover in facts.own if cover.seq == self.cover), None)
        if found is None:
            checks.holds("CS-169", False, "action", worker=self.worker, value=self.cover)
            return Refused(tuple(checks.found))
        back = self.back or on
        covering.check_end(checks, facts, found, back, on, actor)
        text = f"Worker {self.worker} is back on {back:%m/%d/%Y}; the cover by {found.by} ends."
        said = f"{text} {self.why.strip()}".strip()
        return decided(checks, [changed(found, ended_on=back)], [self.log("CV", said)], text)


def _days(since: date, until: date) -> str:
    if since == until:
        return f"on {since:%m/%d/%Y}"
    return f"{since:%m/%d/%Y} to {until:%m/%d/%Y}"
