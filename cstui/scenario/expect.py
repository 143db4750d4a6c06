"""Expectations of a scenario, each looked up in the store as it stands: pass or fail, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from cstui.acts.perform import Performer
from cstui.agency import resolve
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts
from cstui.policy.findings import Finding
from cstui.policy.records import NextStep
from cstui.reports.kind import ReportKind
from cstui.scenario import matching, paths
from cstui.scenario.read import Expect
from cstui.store import chain, work_reads

R = TypeVar("R")
EVERY = 10**6
"""More lines than any worklist of a play has."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was checked: the line in the file, what was expected, what was found.

    `kind` is act, night, or the kind of the expectation (fact, activity ...).
    """

    line: int
    kind: str
    what: str
    passed: bool
    found: str


Answer = tuple[bool, str, str]
"""Whether it holds, what was expected, what was found."""


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of expectation that an agency has beside the kernel's: the key that names it (`form`).

    `takes` are its other keys with their types, each of which may be left out; `look` sees whether what was
    said holds of a subject.
    """

    name: str
    takes: Mapping[str, Any] = {}
    look: Callable[[Any, Any], Answer]


def check(one: Expect, performer: Performer, today: date) -> Check:
    """Whether `one` holds on `today`."""
    found = performer.facts(one.key)
    assert found is not None  # subjects are checked when the file is read
    own: Mapping[str, Expectation] = {e.name: e for e in performer.agency.load("expectations") or ()}
    kind = next(name for name in (*_LOOKUPS, *own) if getattr(one.said, name, None) is not None)
    if kind in own:
        ok, what, seen = own[kind].look(one.said, found)
    else:
        ok, what, seen = _LOOKUPS[kind](one, found, performer, today)
    return Check(line=one.line, kind=kind, what=f"{found.subject}: {what}", passed=ok, found=seen)


def _fact(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    said = one.said
    value = paths.fact_at(facts, said.fact or "")
    if isinstance(value, tuple):
        value = len(value)
    if said.missing:
        return value in (None, "", 0), f"{said.fact} is missing", _shown(value)
    if said.at_least is not None:
        ok = isinstance(value, int) and value >= said.at_least
        return ok, f"{said.fact} is at least {said.at_least}", _shown(value)
    return value == one.equals, f"{said.fact} is {_shown(one.equals)}", _shown(value)


def _some(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    said = one.said
    held = [record for _, record in matching.there(facts, said) if not matching.unlike(record, one.where)]
    wanted = ", ".join(f"{name} {_shown(value)}" for name, value in one.where.items())
    shown = [str(at + 1) for at, _ in matching.there(facts, said)]
    return counted(held, said.count, f"some of {said.some} with {wanted}", shown)


def _activity(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    said = one.said
    with performer.store.read() as session:
        lines = [line for line in chain.lines(session) if line.subject == facts.subject]
    kinds, texts = matching.either(said.activity), matching.either(said.text)
    held = [
        line
        for line in lines
        if line.action in kinds and any(text.lower() in line.text.lower() for text in texts or ("",))
    ]
    about = f" with {' or '.join(map(repr, texts))}" if texts else ""
    what = f"activity {' or '.join(kinds)}{about}"
    return counted(held, said.count, what, [line.action for line in lines])


def _next(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    said = one.said
    step = guide.next_step(facts, performer.rules, today)
    ok = step.kind == said.next and _as_asked(one, step)
    return ok, f"next step {said.next}{_asked(one)}", _told(step)


def _next_is_not(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    step = guide.next_step(facts, performer.rules, today)
    ok = step.kind != one.said.next_is_not or not _as_asked(one, step)
    return ok, f"next step is not {one.said.next_is_not}{_asked(one)}", _told(step)


def _step(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    steps = guide.steps(facts, performer.rules, today)
    held = [step for step in steps if step.kind == one.said.step and _as_asked(one, step)]
    return counted(held, one.said.count, f"step {one.said.step}{_asked(one)}", [*map(_told, steps)])


def _as_asked(one: Expect, step: NextStep) -> bool:
    """Whether a step of the guide has the rule, the day and the text that are asked for."""
    said = one.said
    dated = said.rule in (None, step.rule) and one.due in (None, step.due)
    return dated and (said.text is None or not matching.says(said.text, [step.text]))


def _asked(one: Expect) -> str:
    said = one.said
    text = f" with {' and '.join(map(repr, matching.either(said.text)))}" if said.text else ""
    return (f" by {said.rule}" if said.rule else "") + (f" due {one.due}" if one.due else "") + text


def _told(step: NextStep) -> str:
    return f"{step.kind} by {step.rule} due {step.due}: {step.text}"


def _timeline(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    rows = timeline(facts, performer.rules, today)
    texts = matching.either(one.said.timeline)
    held = [row for row in _like(one, rows) if any(text in row.text for text in texts)]
    shown = [f"{row.on} {row.kind} {row.text}" for row in rows]
    return counted(held, one.said.count, f"timeline {' or '.join(map(repr, texts))}{_wanted(one)}", shown)


def _work(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    worker, kinds = facts.file.head.worker, matching.either(one.said.work)
    with performer.store.read() as session:
        listed = work_reads.worklist(session, worker, today, limit=EVERY)
    rows = [row for row in listed if row.subject == facts.subject]
    held = [row for row in _like(one, rows) if row.kind in kinds]
    shown = [f"{row.kind} due {row.due}: {row.text}" for row in rows]
    return counted(
        held, one.said.count, f"line {' or '.join(kinds)} on WORK of {worker}{_wanted(one)}", shown
    )


def _report(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    name = one.said.report or ""
    report: ReportKind = resolve(performer.agency.reports[name])
    with performer.store.read() as session:
        lines = report.lines(report.make(session, performer.rules, today))
    own = [line for line in lines if getattr(line, report.key) == one.key]
    return counted(_like(one, own), one.said.count, f"line on {name}{_wanted(one)}", [*map(str, own)])


def _like(one: Expect, rows: Iterable[R]) -> list[R]:
    """The rows that are as `where` asks."""
    return [row for row in rows if not matching.unlike(row, one.where)]


def _wanted(one: Expect) -> str:
    wanted = ", ".join(f"{name} {_shown(value)}" for name, value in one.where.items())
    return f" with {wanted}" if wanted else ""


def _consider(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    assert one.act is not None
    outcome = performer.consider(one.act, actor=facts.file.head.worker, on=today)
    said, found = one.said, [f for f in outcome.findings if one.said.finding in (None, f.rule)]
    what = f"{said.consider} is permitted" if said.permitted else f"{said.consider} finds {said.finding}"
    ok = not isinstance(outcome, Refused) if said.permitted else bool(found)
    missed, asked = told(found, matching.either(said.says), matching.either(said.way_out))
    shown = "; ".join(map(str, outcome.findings)) or "permitted"
    if missed:
        shown = "; ".join(f"{finding} Way out: {finding.remedy}" for finding in found) or shown
    return ok and not missed, what + asked, shown


def told(
    findings: Iterable[Finding], says: Sequence[str], way_out: Sequence[str], message: str = ""
) -> tuple[list[str], str]:
    """What of the texts is in no finding, nor in the message of what was done; and what was asked."""
    found = tuple(findings)
    missed = matching.says([*says], [message, *(finding.message for finding in found)])
    missed += matching.says([*way_out], [finding.remedy for finding in found])
    asked = f", says {' and '.join(map(repr, says))}" if says else ""
    return missed, asked + (f", way out {' and '.join(map(repr, way_out))}" if way_out else "")


def counted(held: Sequence[object], count: int | None, what: str, shown: Sequence[str]) -> Answer:
    """Whether there are any of a thing, or exactly `count`."""
    ok = bool(held) if count is None else len(held) == count
    times = "" if count is None else f", {count} times"
    return ok, f"{what}{times}", f"{len(held)} of {', '.join(shown) or 'none'}"


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(value)


_LOOKUPS: dict[str, Callable[[Expect, SubjectFacts, Performer, date], Answer]] = {
    "fact": _fact,
    "some": _some,
    "activity": _activity,
    "next": _next,
    "next_is_not": _next_is_not,
    "step": _step,
    "timeline": _timeline,
    "work": _work,
    "report": _report,
    "consider": _consider,
}
