"""What a class has achieved, as values: per seat and goal, and which rules its lessons teach."""

from __future__ import annotations

from datetime import datetime
from statistics import median

import msgspec

from cstui.classroom.seats.protocol import Mode


class GoalResult(msgspec.Struct, frozen=True, kw_only=True):
    """One goal at one seat. `first` is when it was first met (UTC), `minutes` the work until then.

    `hints` are those taken, in their order; `missing` what is not there yet.
    """

    goal: str
    title: str
    weight: int
    met: bool
    first: datetime | None = None
    minutes: float | None = None
    hints: tuple[str, ...] = ()
    missing: str = ""
    why: str = ""
    cite: str = ""


class ForbiddenResult(msgspec.Struct, frozen=True, kw_only=True):
    """A forbidden outcome that came about, and the points it costs."""

    id: str
    title: str
    cost: int


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at a seat, from a start to the next reset; `counts` says that its points are the seat's.

    `met` are the goals met, `practiced` says how each rule went that the goals practice or that refused:
    `shown` (met without help and without being refused), `hinted`, `missed` or `refused`.
    """

    number: int
    mode: str
    began: datetime | None = None
    last: datetime | None = None
    minutes: float = 0
    finished: bool = False
    points: int = 0
    passed: bool = False
    met: tuple[str, ...] = ()
    hints: int = 0
    refused: dict[str, int] = {}
    keys: int = 0
    practiced: dict[str, str] = {}
    counts: bool = False


class SeatResult(msgspec.Struct, frozen=True, kw_only=True):
    """One seat. `minutes` of work: time between keys, a pause counted as ten minutes at most.

    `attempts` counts how often the lesson was finished, `tries` are all attempts: points, goals and what was
    forbidden are those of the one that counts. `keys` are keystrokes. `fault` says why nothing could be read
    of what was done there, empty where it could.
    """

    seat: str
    name: str = ""
    variant: int = 0
    began: datetime | None = None
    last: datetime | None = None
    minutes: float = 0
    points: int = 0
    passed: bool = False
    finished: bool = False
    met: int = 0
    goals: tuple[GoalResult, ...] = ()
    forbidden: tuple[ForbiddenResult, ...] = ()
    hints: int = 0
    refused: dict[str, int] = {}
    keys: int = 0
    checks: int = 0
    resets: int = 0
    attempts: int = 0
    tries: tuple[Attempt, ...] = ()
    fault: str = ""


class GoalOverSeats(msgspec.Struct, frozen=True, kw_only=True):
    """One goal over the seats that are judged: how many of them met it, the median of the minutes that
    these took (None for nobody), and how many hints were taken in all."""

    title: str
    met: int
    seats: int
    minutes: float | None
    hints: int


class ClassResult(msgspec.Struct, frozen=True, kw_only=True):
    """A class. `unused` counts the seats at which nobody sat; `changed` says that the lesson's file
    is not the one that the class began with."""

    title: str
    lesson: str
    number: int
    lesson_title: str
    mode: Mode
    made: datetime
    pass_mark: int
    changed: bool
    unused: int
    goals: tuple[str, ...]
    seats: tuple[SeatResult, ...]
    agency: str = ""

    @property
    def passed(self) -> int:
        """How many seats passed."""
        return sum(seat.passed for seat in self.seats)

    def over_seats(self) -> list[GoalOverSeats]:
        """Every goal over the seats, in the lesson's order; none where no seat is judged."""
        judged = [seat.goals for seat in self.seats if seat.goals]
        return [_over_seats(goals) for goals in zip(*judged, strict=True)]


def _over_seats(goals: tuple[GoalResult, ...]) -> GoalOverSeats:
    minutes = [goal.minutes for goal in goals if goal.met and goal.minutes is not None]
    return GoalOverSeats(
        title=goals[0].title,
        met=sum(goal.met for goal in goals),
        seats=len(goals),
        minutes=median(minutes) if minutes else None,
        hints=sum(len(goal.hints) for goal in goals),
    )


class RuleRefused(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that refused: how often, at how many seats, in which lessons and classes."""

    rule: str
    times: int
    seats: int
    lessons: tuple[str, ...]
    classes: tuple[str, ...]
    title: str = ""


class Mastery(msgspec.Struct, frozen=True, kw_only=True):
    """How a learner stands with a rule over all lessons: in how many attempts it was practiced, in how many
    of them shown, hinted or missed; how often it refused."""

    learner: str
    rule: str
    title: str
    cite: str
    lessons: tuple[str, ...]
    attempts: int
    shown: int
    hinted: int
    missed: int
    refused: int
    mastered: bool


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """How a lesson makes the learner meet a rule: an act of its solution asks it (`act`), it refuses
    or warns there (`refused`), or the guide shows it (`guide`)."""

    lesson: str
    act: tuple[str, ...] = ()
    refused: bool = False
    guide: bool = False


class RuleCovered(msgspec.Struct, frozen=True, kw_only=True):
    """One rule and the lessons in which it is met; `acts` are those that ask it at all."""

    rule: str
    cite: str
    title: str
    acts: tuple[str, ...]
    lessons: tuple[Covered, ...]
