"""The gradebook of a class: every attempt at a seat, which one counts, and the rules that learners mastered.

An attempt lasts from a start to the next reset. `grades.toml` says what counts and what mastery is. Of
attempts that an older version of cstui kept, what forbidden outcomes cost is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile
from typing import Literal

import msgspec

from cstui.classroom.enrollment.class_state import PAIRED
from cstui.classroom.lesson.marking import Mark, Marks, points_of
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.results.achieved import Attempt, ClassResult, Mastery
from cstui.classroom.seats.journal import Reached, SeatMoment, refusals
from cstui.classroom.seats.protocol import Mode
from cstui.content import Content, Source, root
from cstui.policy.rulebook import RuleText, load_rulebook

FILE = "data/desk/classroom/grades.toml"
Counts = Literal["best", "last"]


class CountsText(Content, frozen=True, kw_only=True):
    """Which attempt counts, by the mode of the class."""

    lesson: Counts
    exam: Counts


class MasteryText(Content, frozen=True, kw_only=True):
    """In how many attempts, the latest, a rule must have been shown."""

    in_a_row: int


class Grades(Content, frozen=True, kw_only=True):
    """How results are worked out."""

    counts: CountsText
    mastery: MasteryText


@cache
def grades() -> Grades:
    """What `grades.toml` says; ContentError where it cannot be read, or asks for no attempt at all."""
    source = Source(root() / FILE)
    said = source.read(Grades)
    if said.mastery.in_a_row < 1:
        raise source.error(
            "$.mastery.in_a_row", f"{said.mastery.in_a_row} is not a number of attempts; 1 or more"
        )
    return said


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt as the journal has it: where its moments begin and end there, and what it came to."""

    first: int
    behind: int
    reached: Reached
    attempt: Attempt


def worked(
    moments: Sequence[SeatMoment],
    lesson: Lesson,
    now: Marks,
    minutes: Sequence[float],
    *,
    mode: Mode,
    pass_mark: int,
    counts: Counts | None = None,
) -> list[Worked]:
    """Every attempt among the moments, the one that counts marked; `now` are the marks of the last.

    `minutes` is the work done up to each moment; `counts` is for another rule than that of the mode.
    """
    ends = [at for at, one in enumerate(moments) if one.kind == "reset"]
    found: list[Worked] = []
    taken: dict[str, int] = {}
    for first, end in zip([0, *(at + 1 for at in ends)], [*ends, len(moments)], strict=True):
        part, is_last = moments[first:end], end == len(moments)
        for one in part:
            if one.kind in {"hint", "guide"}:
                taken[one.about] = max(taken.get(one.about, 0) + (one.kind == "hint"), 1)
        if not (any(one.kind == "key" for one in part) or (is_last and moments)):
            continue
        closing = moments[end : end + 1]
        kept = next((one.reached for one in reversed([*part, *closing]) if one.reached), None)
        reached = _now(now, mode) if is_last else kept or _derived(part, lesson, taken, mode)
        found.append(
            Worked(
                first=first,
                behind=end,
                reached=reached,
                attempt=Attempt(
                    number=len(found) + 1,
                    mode=reached.mode,
                    began=part[0].at if part else None,
                    last=part[-1].at if part else None,
                    minutes=round(minutes[end - 1] - minutes[first], 1) if part else 0,
                    finished=any(one.kind == "finish" for one in part),
                    points=reached.points,
                    passed=reached.points >= pass_mark and not reached.forbidden,
                    met=reached.met,
                    hints=sum(one.kind in {"hint", "guide"} for one in part),
                    refused=dict(refusals(part)),
                    keys=sum(one.keys for one in part),
                    practiced=_practiced(part, lesson, reached),
                ),
            )
        )
    rule = grades().counts
    return _counting(found, mode, counts or (rule.exam if mode == "exam" else rule.lesson))


def _counting(found: list[Worked], mode: Mode, counts: Counts) -> list[Worked]:
    """The attempts, with the one that counts marked: of those of the mode in which the class is now."""
    of_mode = [at for at, one in enumerate(found) if one.reached.mode == mode]
    best = [(found[at].attempt.passed, found[at].reached.points, at) for at in of_mode]
    chosen = max(best)[-1] if best and counts == "best" else next(reversed(of_mode), None)
    if chosen is not None:
        one = found[chosen]
        counted = msgspec.structs.replace(one.attempt, counts=True)
        found[chosen] = msgspec.structs.replace(one, attempt=counted)
    return found


def as_of(marks: Marks, reached: Reached) -> Marks:
    """The marks of an attempt that is over; what was missing in it is not known any more."""

    def then(one: Mark, happened: bool) -> Mark:
        return msgspec.structs.replace(one, happened=happened, found="")

    return msgspec.structs.replace(
        marks,
        goals=tuple(then(one, one.id in reached.met) for one in marks.goals),
        forbidden=tuple(then(one, one.id in reached.forbidden) for one in marks.forbidden),
        points=reached.points,
    )


def _now(marks: Marks, mode: Mode) -> Reached:
    met = tuple(one.id for one in marks.goals if one.happened)
    forbidden = tuple(one.id for one in marks.forbidden if one.happened)
    return Reached(mode=mode, points=marks.points, met=met, forbidden=forbidden)


def _derived(part: Sequence[SeatMoment], lesson: Lesson, taken: dict[str, int], mode: Mode) -> Reached:
    """What an attempt came to of which an older version of cstui kept no more than the goals met."""
    met = tuple(dict.fromkeys(one.about for one in part if one.kind == "goal"))
    weights = {goal.id: goal.said.weight for goal in lesson.goals}
    got = [(weight, taken.get(goal, 0)) for goal, weight in weights.items() if goal in met]
    return Reached(mode=mode, points=points_of(got, sum(weights.values())), met=met)


def _practiced(part: Sequence[SeatMoment], lesson: Lesson, reached: Reached) -> dict[str, str]:
    """How each rule went that the goals practice or that refused: shown, hinted, missed or refused.

    Nothing was missed yet in an attempt that was not finished.
    """
    finished = any(one.kind == "finish" for one in part)
    helped = {one.about for one in part if one.kind in {"hint", "guide"}}
    refused = {rule for rule in refusals(part) if not rule.startswith("CS-")}
    went: dict[str, str] = {}
    for goal in lesson.goals:
        how = "missed" if goal.id not in reached.met else "hinted" if goal.id in helped else "shown"
        for rule in goal.said.rules if finished or how != "missed" else ():
            went[rule] = min(how, went.get(rule, how))  # hinted, missed, shown: the least counts
    return {**went, **dict.fromkeys(sorted(refused), "refused")}


def mastery(classes: Iterable[ClassResult]) -> list[Mastery]:
    """The rules that each learner practiced over all classes, those not mastered yet first.

    A learner is known by the name, both of a pair; without a name by class and seat.
    """
    went: dict[tuple[str, str], list[tuple[Attempt, str]]] = {}
    names: dict[str, str] = {}
    rules: dict[str, RuleText] = {}
    for one in classes:
        rules |= load_rulebook(one.agency).rules
        for seat in one.seats:
            for name in seat.name.split(PAIRED) if seat.name else [f"{one.title} {seat.seat}".strip()]:
                learner = " ".join(name.upper().split())
                names.setdefault(learner, name)
                for attempt in seat.tries:
                    for rule in attempt.practiced:
                        went.setdefault((learner, rule), []).append((attempt, one.lesson))
    found = []
    for (learner, rule), tries in went.items():
        tries.sort(key=lambda each: (each[0].began is None, each[0].began))
        how = [attempt.practiced[rule] for attempt, _ in tries]
        in_a_row = len([*takewhile(lambda one: one == "shown", reversed(how))])
        found.append(
            Mastery(
                learner=names[learner],
                rule=rule,
                title=rules[rule].title if rule in rules else "",
                cite=rules[rule].cite if rule in rules else "",
                lessons=tuple(dict.fromkeys(lesson for _, lesson in tries)),
                attempts=len(how),
                shown=how.count("shown"),
                hinted=how.count("hinted"),
                missed=how.count("missed"),
                refused=sum(attempt.refused.get(rule, 0) for attempt, _ in tries),
                mastered=in_a_row >= grades().mastery.in_a_row,
            )
        )
    return sorted(found, key=lambda one: (one.learner.upper(), one.mastered, one.rule))
