"""Playing a scenario on a fresh store in memory: its acts, its nights, its expectations.

Time passes by itself: before a step on a later day, the nights up to it are run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from threading import Lock

import msgspec

from cstui.acts.base import Act, name_of
from cstui.acts.perform import Performer, Receipt
from cstui.agency import Manifest, find
from cstui.nightly.run import run_nights
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.findings import Finding, Severity
from cstui.policy.records import Record
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.scenario import expect
from cstui.scenario.expect import Check
from cstui.scenario.read import Scenario, Step
from cstui.store import chain, facts, writing
from cstui.store.engine import MEMORY, Store, create_store

LOADER = "LOAD"
_golden_lock = Lock()


class PlayedClock:
    """Wall time of a play: nine in the morning of the day that the play has reached."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(9), UTC)


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a play: every act and expectation in order, and the store as it was left."""

    scenario: Scenario
    checks: tuple[Check, ...]
    store: Store

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


def play(scenario: Scenario, rules: Rulebook | None = None, *, until_failed: bool = False) -> Played:
    """Play `scenario` from its start, by its agency's rules if none are given.

    Every step is played, also after one that failed, unless `until_failed`.
    """
    rules = (rules or load_rulebook(scenario.agency)).valued(scenario.parameters)
    with _golden_lock:
        store = _golden(find(scenario.agency)).clone_memory()
    clock = PlayedClock(scenario.starts)
    load(store, scenario.given, rules, scenario.starts, clock, f"Given by scenario {scenario.id}.")
    player = Player(Performer(store, rules, clock), clock)
    checks: list[Check] = []
    for step in scenario.steps:
        checks += player.play(step)
        if until_failed and not all(check.passed for check in checks):
            break
    return Played(scenario=scenario, checks=tuple(checks), store=store)


@cache
def _golden(agency: Manifest) -> Store:
    return create_store(MEMORY, name="SCENARIO", business_date=date(2000, 1, 1), agencies=[agency])


def load(
    store: Store, given: Sequence[Record], rules: Rulebook, on: date, clock: PlayedClock, why: str
) -> None:
    """Put given records into an empty store with one activity a subject and their next steps on `on`."""
    kind: type[SubjectFacts] = find(rules.agency).load("facts")
    head = shape_of(kind).file.head
    keys = [facts.head_key(record) for record in given if isinstance(record, head)]
    entries = [
        chain.LogEntry(subject=kind.subject_of(key), action="LD", on=on, at=clock(), actor=LOADER, text=why)
        for key in keys
    ]
    writing.bulk_load(store, given, activities=entries)
    with store.write() as session:
        read = facts.read_many(session, kind, keys).values()
        writing.set_next_steps(session, [guide.next_step(found, rules, on) for found in read])
        writing.set_business_date(session, on)


class Player:
    """Plays steps on one store."""

    def __init__(self, performer: Performer, clock: PlayedClock) -> None:
        self.performer, self.clock = performer, clock
        self.today = clock.day

    def pass_to(self, day: date) -> list[Check]:
        """Run the nights before `day`; a check for each subject that a night had to set aside."""
        aside: list[Check] = []
        while self.today < day:
            self.clock.day = self.today
            for night in run_nights(
                self.performer.store, self.performer.rules, self.clock, through=self.today
            ):
                aside += [
                    Check(
                        line=0,
                        kind="night",
                        what=f"{night.night} {a.job} {a.key}",
                        passed=False,
                        found=a.why,
                    )
                    for a in night.aside
                ]
            self.today += timedelta(days=1)
        self.clock.day = self.today
        return aside

    def play(self, step: Step) -> list[Check]:
        """Play one step; what was checked in it."""
        if step.nightly is not None and step.again:
            return [*self.pass_to(step.on), self.again(step, step.nightly)]
        checks = self.pass_to(step.nightly + timedelta(days=1) if step.nightly else step.on)
        if step.act is not None:
            checks.append(self.act(step, step.act))
        checks += [expect.check(one, self.performer, self.today) for one in step.expects]
        return [msgspec.structs.replace(c, line=step.line) if c.line == 0 else c for c in checks]

    def again(self, step: Step, night: date) -> Check:
        """Run a night that is over once more; it passes if nothing is written."""
        before = self._written()
        nights = run_nights(self.performer.store, self.performer.rules, self.clock, through=night)
        after = self._written()
        return Check(
            line=step.line,
            kind="night",
            what=f"the night of {night} run again changes nothing",
            passed=not nights and before == after,
            found=f"{after[1] - before[1]} lines of the log more, business date {after[0]}",
        )

    def _written(self) -> tuple[date, int, tuple[str, ...]]:
        """The business date, how many lines the log has, and the newest digest of each subject's."""
        with self.performer.store.read() as session:
            lines = list(chain.lines(session))
        newest = {line.subject: line.digest for line in lines}
        return self.performer.store.info().business_date, len(lines), tuple(newest.values())

    def act(self, step: Step, act: Act) -> Check:
        """Do the act; it passes if it was done, or refused and warned about exactly as said."""
        outcome = self.performer.perform(act, actor=step.actor, on=step.on)
        what = f"{step.on} {step.actor} {name_of(type(act))} {act.target}"
        wrong = _ids(outcome.findings, Severity.ERROR) if isinstance(outcome, Refused) else ()
        ok = wrong == _sorted(step.refused or ())
        if step.refused:
            what += f", refused by {', '.join(step.refused)}"
        if step.warns is not None:
            ok &= _ids(outcome.findings, Severity.WARNING, Severity.INFO) == _sorted(step.warns)
            what += f", warned by {', '.join(step.warns) or 'nothing'}"
        done = outcome.message if isinstance(outcome, Receipt) else ""
        missed, asked = expect.told(outcome.findings, step.says, step.way_out, done)
        said = "; ".join(
            f"{finding} Way out: {finding.remedy}" if missed else str(finding) for finding in outcome.findings
        )
        ok, what = ok and not missed, what + asked
        found = f"{done} {said}".strip()
        return Check(line=step.line, kind="act", what=what, passed=ok, found=found)


def _ids(findings: Iterable[Finding], *kinds: Severity) -> tuple[str, ...]:
    return _sorted(finding.rule for finding in findings if finding.severity in kinds)


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))
