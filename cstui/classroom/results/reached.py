"""What a class has reached: per seat and goal, with the time, hints, refusals and keys it took.

Worked out from the seats' own folders (store, journal, state), while the class runs or afterward;
nothing is written. A seat at which nobody ever sat is counted and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from cstui.agency import in_tree
from cstui.classroom.enrollment.class_state import ClassState, SeatRecord
from cstui.classroom.enrollment.renewal import opened
from cstui.classroom.lesson.marking import Mark, Marks, mark, mark_of
from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.lesson.shapes import HINTS
from cstui.classroom.results.achieved import ClassResult, ForbiddenResult, GoalResult, RuleRefused, SeatResult
from cstui.classroom.results.gradebook import Counts, Worked, as_of, worked
from cstui.classroom.seats.journal import (
    JOURNAL_FILE,
    SeatMoment,
    counted,
    read,
    refusals,
    since_reset,
    trail_of,
)
from cstui.classroom.seats.protocol import Mode
from cstui.classroom.seats.seat import STORE, SeatState, readable_state
from cstui.policy.rulebook import load_rulebook
from cstui.store.errors import StoreError
from cstui.workplace import Workplace

PAUSE = timedelta(minutes=10)
"""A longer time without a key counts as so much work: the learner was elsewhere."""


def results_of(room: ClassState, *, names: bool = True) -> ClassResult:
    """The results of a class. ContentError where its lesson can no longer be read.

    Names are left out where asked, and where they have been kept for as long as was set. A seat whose
    store cannot be read says so, and the others are told all the same.
    """
    lesson = read_lesson(Path(room.record.lesson))
    shown = names and not room.names_are_past()
    pass_mark = room.bounds.pass_mark or lesson.pass_mark
    variants = {0: lesson}

    def result(seat: SeatRecord) -> SeatResult:
        name = seat.name if shown else ""
        if seat.variant not in variants:
            variants[seat.variant] = read_lesson(lesson.scenario.path, variant=seat.variant)
        try:
            return seat_result(
                room.folder_of(seat),
                variants[seat.variant],
                seat=seat.id,
                name=name,
                variant=seat.variant,
                began=max((at for at in (seat.joined, room.record.exam) if at), default=None),
                judged=room.record.mode != "sandbox",
                pass_mark=pass_mark,
                exam=room.record.exam,
                mode=room.record.mode,
            )
        except StoreError as fault:
            began, said = seat.joined, str(fault)
            return SeatResult(seat=seat.id, name=name, variant=seat.variant, began=began, fault=said)

    used = [seat for seat in room.seats if seat.joined or (room.folder_of(seat) / JOURNAL_FILE).exists()]
    return ClassResult(
        title=room.record.title,
        lesson=lesson.id,
        number=lesson.number,
        lesson_title=lesson.title,
        mode=room.record.mode,
        made=room.record.made,
        pass_mark=pass_mark,
        changed=lesson.edition != room.record.edition,
        unused=len(room.seats) - len(used),
        goals=tuple(goal.id for goal in lesson.goals),
        seats=tuple(map(result, used)),
        agency=lesson.agency,
    )


def seat_result(
    folder: Path,
    lesson: Lesson,
    *,
    seat: str,
    name: str = "",
    variant: int = 0,
    began: datetime | None = None,
    judged: bool = True,
    pass_mark: int = 0,
    exam: datetime | None = None,
    mode: Mode = "lesson",
    counts: Counts | None = None,
) -> SeatResult:
    """What was reached in a seat's folder; nothing where nobody has worked there yet. StoreError where its
    store cannot be read.

    `began` is when the learner sat down, else when the seat was made; `pass_mark` 0 is the lesson's own.
    Of an exam that began later than its class (`exam`), what was practiced before is left out. `counts` says
    which attempt counts where that is not as usual.
    """
    moments = counted(read(folder / JOURNAL_FILE), exam)
    state = readable_state(folder, lesson.id)
    if exam is not None and (
        state is None or state.exam != exam
    ):  # not worked at since: all of it is practice
        folder, state = folder / "none", None
    marks = _marks(folder, lesson, moments, state) if judged else None
    spent = _worked(moments)
    taken = state.hints if state else {}
    tries: list[Worked] = []
    goals: tuple[GoalResult, ...] = ()
    if marks is not None:
        marks = msgspec.structs.replace(marks, pass_mark=pass_mark or marks.pass_mark)
        minutes = [_minutes(one) for one in spent]
        tries = worked(moments, lesson, marks, minutes, mode=mode, pass_mark=marks.pass_mark, counts=counts)
        one = next((one for one in tries if one.attempt.counts), None)
        first, behind = (one.first, one.behind) if one else (0, len(moments))
        if one is not None and one is not tries[-1]:
            marks = as_of(marks, one.reached)
        goals = tuple(_goal(goal, moments[:behind], first, spent, taken) for goal in marks.goals)
    return SeatResult(
        seat=seat,
        name=name,
        variant=variant,
        began=began or (state.began if state else None),
        last=moments[-1].at if moments else None,
        minutes=_minutes(spent[-1]) if spent else 0,
        points=marks.points if marks else 0,
        passed=marks.passed if marks else False,
        finished=bool(state and state.finished),
        met=marks.met if marks else 0,
        goals=goals,
        forbidden=tuple(
            ForbiddenResult(id=one.id, title=one.title, cost=one.weight)
            for one in (marks.forbidden if marks else ())
            if one.happened
        ),
        hints=sum(taken.values()),
        refused=dict(sorted(refusals(moments).items(), key=lambda one: (-one[1], one[0]))),
        keys=sum(one.keys for one in moments),
        checks=state.checks if state else 0,
        resets=state.resets if state else 0,
        attempts=sum(one.kind == "finish" for one in moments),
        tries=tuple(one.attempt for one in tries),
    )


def refused_most(classes: Iterable[ClassResult]) -> list[RuleRefused]:
    """The rules that refused in classes, those of most seats first, with what each says."""
    found: dict[str, list[tuple[ClassResult, int]]] = {}
    for one in classes:
        for seat in one.seats:
            for rule, times in seat.refused.items():
                found.setdefault(rule, []).append((one, times))
    rules = {name: rule for agency in in_tree() for name, rule in load_rulebook(agency.name).rules.items()}
    every = [
        RuleRefused(
            rule=rule,
            times=sum(times for _, times in cases),
            seats=len(cases),
            lessons=tuple(dict.fromkeys(one.lesson for one, _ in cases)),
            classes=tuple(title for title, _ in dict.fromkeys((one.title, one.made) for one, _ in cases)),
            title=rules[rule].title if rule in rules else "",
        )
        for rule, cases in found.items()
    ]
    return sorted(every, key=lambda one: (-one.seats, -one.times, one.rule))


def _marks(folder: Path, lesson: Lesson, moments: Sequence[SeatMoment], state: SeatState | None) -> Marks:
    """The marks as the store stands; those of a seat without a store are nil."""
    if not (folder / STORE).exists():
        nil = tuple(mark_of(one, one.said.weight, ["nothing was done yet"]) for one in lesson.goals)
        return Marks(goals=nil, forbidden=(), points=0, pass_mark=lesson.pass_mark)
    at = moments[-1].at if moments else state.began if state else datetime(2000, 1, 1, tzinfo=UTC)
    with opened(folder / STORE) as store:
        place = Workplace(store, lambda: at, load_rulebook(lesson.agency))
        today = place.business_date()
        trail = trail_of(since_reset(moments))
        return mark(lesson, place.performer, today, trail, state.taken if state else None)


def _worked(moments: Sequence[SeatMoment]) -> list[timedelta]:
    """The work done up to each moment."""
    done, before = timedelta(), None
    worked = []
    for one in moments:
        done += min(max(one.at - before, timedelta()), PAUSE) if before else timedelta()
        before = one.at
        worked.append(done)
    return worked


def _goal(
    goal: Mark, moments: Sequence[SeatMoment], begins: int, worked: Sequence[timedelta], taken: dict[str, int]
) -> GoalResult:
    """A goal in the attempt that counts and `begins` there: what was met in another is gone with it."""
    since = enumerate(moments[begins:], begins)
    first = next((at for at, one in since if one.kind == "goal" and one.about == goal.id), None)
    return GoalResult(
        goal=goal.id,
        title=goal.title,
        weight=goal.weight,
        met=goal.happened,
        first=None if first is None else moments[first].at,
        minutes=None if first is None else _minutes(worked[first]),
        hints=HINTS[: taken.get(goal.id, 0)],
        missing=goal.found,
        why=goal.why,
        cite=goal.cite,
    )


def _minutes(time: timedelta) -> float:
    return round(time.total_seconds() / 60, 1)
