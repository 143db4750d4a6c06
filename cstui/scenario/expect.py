"""Expectations of a scenario, each looked up in the store as it stands: pass or fail, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from cstui.acts.perform import Performer
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts
from cstui.scenario import matching, paths
from cstui.scenario.read import Expect
from cstui.store import chain


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
    ok = step.kind == said.next and said.rule in (None, step.rule) and one.due in (None, step.due)
    what = f"next step {said.next}" + (f" by {said.rule}" if said.rule else "")
    what += f" due {one.due}" if one.due else ""
    return ok, what, f"{step.kind} by {step.rule} due {step.due}: {step.text}"


def _consider(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> Answer:
    assert one.act is not None
    outcome = performer.consider(one.act, actor=facts.file.head.worker, on=today)
    found = [finding.rule for finding in outcome.findings]
    shown = "; ".join(map(str, outcome.findings)) or "permitted"
    if one.said.permitted:
        return not isinstance(outcome, Refused), f"{one.said.consider} is permitted", shown
    return one.said.finding in found, f"{one.said.consider} finds {one.said.finding}", shown


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
    "consider": _consider,
}
