"""What a learner has reached: each goal met or not with what was found, and the points that it comes to.

A goal gives its weight less what its hints cost; a forbidden outcome takes its points off the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from cstui.acts.perform import Performer
from cstui.classroom.lesson.feedback import not_done, not_shown, said_of
from cstui.classroom.lesson.read import Goal, Lesson, Outcome
from cstui.policy.facts import SubjectFacts
from cstui.policy.viewer import Viewer
from cstui.scenario import expect
from cstui.scenario.sections import word_of
from cstui.store import reads
from cstui.store.facts import read_many
from cstui.store.seeded import given

HINT_COST = (0, 10, 25, 50)
"""Percent of a goal's weight that is gone after none, one, two and three of its hints."""
SEARCHED = "SRCH /"
"""What the trail shows of a search by name that found somebody."""


class Trail(msgspec.Struct, frozen=True, kw_only=True):
    """What a learner did besides what the store holds: screens seen, words used.

    `shown` holds screens (`WORK`), screens of a case (`NOTE 17000123`), and SEARCHED.
    """

    shown: Collection[str] = frozenset()
    used: Collection[str] = frozenset()


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One goal or forbidden outcome: whether it came about, and what was found.

    The `weight` of a goal counts against those of all, that of a forbidden outcome is points of a
    hundred. `hints` counts those taken. `keeps` is a goal that held at the start already. `asks` is what is
    read of a goal until it is met.
    """

    id: str
    title: str
    happened: bool
    found: str
    why: str
    cite: str
    weight: int
    hints: int = 0
    keeps: bool = False
    asks: str = ""


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What was reached, in points of a hundred."""

    goals: tuple[Mark, ...]
    forbidden: tuple[Mark, ...]
    points: int
    pass_mark: int

    @property
    def met(self) -> int:
        return sum(goal.happened for goal in self.goals)

    @property
    def passed(self) -> bool:
        return self.points >= self.pass_mark and not any(one.happened for one in self.forbidden)

    @property
    def complete(self) -> bool:
        return self.met == len(self.goals)


class _Seen(Performer):
    """A performer for one look at the store: a case is read once for all goals that ask of it."""

    def __init__(self, performer: Performer, seen: Mapping[str, SubjectFacts]) -> None:
        super().__init__(performer.store, performer.rules, performer.clock)
        self._seen = seen

    def facts(
        self, case: str, *, keeper: str | None = None, on: date | None = None, viewer: Viewer | None = None
    ) -> SubjectFacts | None:
        """The facts of a case as they were read; with a keeper's calendar they are read again."""
        if case in self._seen and keeper is None:
            return self._seen[case]
        found: SubjectFacts | None = super().facts(case, keeper=keeper, on=on, viewer=viewer)
        return found


def mark_of(one: Outcome, weight: int, found: Sequence[str], *, hints: int = 0, keeps: bool = False) -> Mark:
    """The mark of one goal or forbidden outcome; `found` says why it did not come about, if it did not."""
    said = one.said
    return Mark(
        id=one.id,
        title=said.title,
        happened=not found,
        found="; ".join(found),
        why=said.why,
        cite=said.cite,
        weight=weight,
        hints=hints,
        keeps=keeps,
        asks=one.asked if isinstance(one, Goal) else said.title,
    )


def mark(
    lesson: Lesson, performer: Performer, today: date, trail: Trail, hints: Mapping[str, int] | None = None
) -> Marks:
    """The marks of a learner on business date `today`; `hints` says how many were taken for each goal."""
    taken = hints or {}
    asked_of = {each.key for one in (*lesson.goals, *lesson.forbidden) for each in one.expects}
    with performer.store.read() as session:
        did = reads.acts_done(session, lesson.worker, but=given(session))
        performer = _Seen(performer, read_many(session, performer.facts_class, sorted(asked_of)))
    several, kind = len(lesson.keys) > 1, word_of(performer.facts_class.kind)

    def judged(one: Outcome, weight: int, *, hints: int = 0, keeps: bool = False) -> Mark:
        said = one.said
        unmet = [each for each in one.expects if not expect.check(each, performer, today).passed]
        found = said_of(unmet, performer, today, of_case=several)
        found += [not_shown(screen, kind, trail.shown) for screen in said.shown if screen not in trail.shown]
        found += [not_done(act, lesson.agency) for act in said.did if act not in did]
        found += [f"{word} was not used" for word in said.used if word not in trail.used]
        return mark_of(one, weight, found, hints=hints, keeps=keeps)

    goals = tuple(
        judged(one, one.said.weight, hints=taken.get(one.id, 0), keeps=one.said.keeps) for one in lesson.goals
    )
    forbidden = tuple(judged(one, one.said.cost) for one in lesson.forbidden)
    got = points_of(
        [(goal.weight, goal.hints) for goal in goals if goal.happened], sum(goal.weight for goal in goals)
    )
    lost = sum(one.weight for one in forbidden if one.happened)
    return Marks(goals=goals, forbidden=forbidden, points=max(0, got - lost), pass_mark=lesson.pass_mark)


def points_of(met: Iterable[tuple[int, int]], of: int) -> int:
    """The points of a hundred for goals that were met, each its weight (of `of`) and the hints taken."""
    return round(
        sum(weight * (100 - HINT_COST[min(hints, len(HINT_COST) - 1)]) for weight, hints in met) / of
    )
