"""What a lesson file may say beside what a scenario says. `docs/lessons.md` explains it to trainers.

The given people and cases, `starts` and the steps are those of a scenario: the steps are the past,
acts and nights that bring the cases to the state in which the learner finds them. Goals and forbidden
outcomes are judged on what the learner does from there, and the deeds are the solution: what a
worker who knows types at the desk.
"""

from __future__ import annotations

import msgspec

from cstui.content import Content, NameOfFile
from cstui.scenario.shapes import Day, ExpectText, ScenarioText, Value


class OutcomeText(Content, frozen=True, kw_only=True):
    """What must hold, all of it: `expect` on the cases, `shown` screens, acts `did`, words `used`.

    `shown` is `"WORK"`, `"NOTE 17000123"`, or `"SRCH /"` for a search by name; `did` the name of an act
    done by the learner, with the case where it matters (`"pend-closure 17000123"`); `used` a command
    word, typed or by its key.
    """

    id: NameOfFile
    title: str
    why: str
    cite: str
    expect: ExpectText | tuple[ExpectText, ...] = ()
    shown: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


HINTS = ("nudge", "where", "how")
"""The hints of a goal in the order in which they are given."""


class GoalText(OutcomeText, frozen=True, kw_only=True):
    """A goal with its weight and its hints in three steps: nudge, where, how.

    `keeps` says that it holds at the start already and is to hold in the end too. `asks` is what a learner
    reads of it until it is met, where the title would give the answer. `rules` are those that it practices.
    """

    asks: str = ""
    rules: tuple[str, ...] = ()
    weight: int = 1
    keeps: bool = False
    nudge: str
    where: str
    how: str

    @property
    def hints(self) -> tuple[str, str, str]:
        """The texts of HINTS."""
        return self.nudge, self.where, self.how


class ForbiddenText(OutcomeText, frozen=True, kw_only=True):
    """What must not come about; `cost` is in points of a hundred."""

    cost: int = 25


class EventText(Content, frozen=True, kw_only=True):
    """What happens by itself on a day of the lesson: an act of somebody else, and what is told of it.

    Where `when` does not hold in that morning, it waits for the first morning on which it does, and
    the events after it wait too.
    """

    on: Day
    act: str
    given: dict[str, Value] = msgspec.field(name="with", default_factory=dict)
    actor: str | None = msgspec.field(name="as", default=None)
    when: ExpectText | tuple[ExpectText, ...] = ()
    tells: str


class DeedRow(Content, frozen=True, kw_only=True):
    """Fields filled in one row of a list: its place from 0, or a text that the row shows."""

    row: int | str
    fill: dict[str, str]


class DeedText(Content, frozen=True, kw_only=True):
    """One key of the solution with what is typed before it, or the nights that pass.

    `on_screen` is where it is done; a solution that finds itself elsewhere has gone wrong. `{day +8}`
    in a text stands for that day as it is keyed (MMDDYYYY).
    """

    on_screen: str = ""
    type: str = ""
    fill: dict[str, str] = {}
    rows: tuple[DeedRow, ...] = ()
    cursor: str = ""
    press: str = "enter"
    nights: Day | None = None


class MistakeDeed(DeedText, frozen=True, kw_only=True):
    """A deed of a mistake and, where it says so, what is found right after it.

    `refused` are the rules that refuse it, none unless given; `forbidden` the outcomes that have come about
    by then, and no others; `told` what CHECK says of goals that are not met; `met` goals that are met
    all the same; `says` a text of the screen that follows.
    """

    refused: tuple[str, ...] = ()
    forbidden: tuple[str, ...] | None = None
    told: dict[str, str] = {}
    met: tuple[str, ...] = ()
    says: str = ""

    @property
    def asks(self) -> bool:
        """Whether it says anything of what is found."""
        return bool(self.refused or self.forbidden is not None or self.told or self.met or self.says)


class MistakeText(Content, frozen=True, kw_only=True):
    """A mistake for which the lesson is ready: what is typed after the sign-on, and what that draws.

    `refused` and `forbidden` are those of its last deed.
    """

    title: str
    refused: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    deed: tuple[MistakeDeed, ...]


class LessonText(ScenarioText, frozen=True, kw_only=True):
    """A lesson file. `opens` is the day on which the learner sits down; `starts` unless given.

    `dates_stay` says that its variants keep the dates, because the lesson lives by them: a holiday,
    the last day of a month. `guide_costs` says that the guide is help, and costs as the first hint does.
    """

    number: int
    minutes: int
    brief: str
    debrief: str
    pass_mark: int = 70
    opens: Day | None = None
    dates_stay: bool = False
    guide_costs: bool = False
    goal: tuple[GoalText, ...]
    forbidden: tuple[ForbiddenText, ...] = ()
    event: tuple[EventText, ...] = ()
    deed: tuple[DeedText, ...] = ()
    mistake: tuple[MistakeText, ...] = ()
