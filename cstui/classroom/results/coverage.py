"""Which lessons make the learner meet which rules, and the rules that no lesson covers.

Each lesson's solution is keyed: a rule is met where an act that the solution does asks it, where it
refuses or warns on the way, and where the guide shows it: a next step on WORK or beside a case. Which
act asks which rule is read from the scenarios that prove the rules.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec

from cstui.agency import find
from cstui.classroom.authoring.proving import do, played_clock
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.results.achieved import Covered, RuleCovered
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import Astray, ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.desk.conversation import Answer
from cstui.policy import guide
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.read import read_scenario
from cstui.scenario.shown import GUIDE, shown

_RULE = re.compile(r"\b[A-Z]{2}-[A-Z0-9]+-\d+[a-z]?\b")
"""The id of a rule of a document: its state, the document, a number."""


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """What keying a lesson's solution meets: acts done, rules that refused or warned, rules shown."""

    lesson: str
    acts: frozenset[str]
    refused: frozenset[str]
    guide: frozenset[str]


def coverage(lessons: Iterable[Lesson]) -> list[RuleCovered]:
    """Every rule of the lessons' agencies with its lessons; those that no lesson covers come first."""
    taught = list(lessons)
    every = [met_in(lesson) for lesson in taught]
    agencies = [find(name) for name in dict.fromkeys(lesson.agency for lesson in taught)]
    asked = shown(read_scenario(path) for agency in agencies for path in agency.files("scenarios"))
    rules = [one for agency in agencies for one in load_rulebook(agency.name).rules.items()]
    found = []
    for name, rule in rules:
        if not _RULE.fullmatch(name):
            continue
        acts = asked[name].asked_by if name in asked else ()
        lines = [_covered(name, acts, met) for met in every]
        found.append(
            RuleCovered(
                rule=name,
                cite=rule.cite,
                title=rule.title,
                acts=acts,
                lessons=tuple(line for line in lines if line.act or line.refused or line.guide),
            )
        )
    return sorted(found, key=lambda one: bool(one.lessons))


def met_in(lesson: Lesson) -> Met:
    """What the solution of a lesson meets, as far as it can be keyed; a guide that costs is shown."""
    lesson = msgspec.structs.replace(lesson, guide_costs=False)
    with tempfile.TemporaryDirectory(prefix="cstui-lesson-") as folder:
        start = Path(folder) / "start.cstui"
        make_start(lesson, start)
        seat = Seat(Path(folder) / "seat", lesson, start, played_clock(lesson))
        hand = _Watching(LessonHost(seat), seat)
        try:
            hand.press("enter")
            for deed in lesson.deeds:
                do(hand, seat, deed)
        except Astray:
            pass  # `cstui learn --check` says where; what was met until there still counts
        done = frozenset(act for act in seat.acts() if " " not in act)
        seat.close()
    return Met(
        lesson=lesson.id,
        acts=done,
        refused=frozenset(hand.refused),
        guide=frozenset(hand.guide),
    )


class _Watching(ScriptedUser):
    """A hand that notes the rules of every screen it sees."""

    def __init__(self, host: LessonHost, seat: Seat) -> None:
        self.seat = seat
        self.key = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, seat.lesson.keys))})(?!\w)")
        self.refused: set[str] = set()
        self.guide: set[str] = set()
        super().__init__(host)

    def see(self, answer: Answer) -> None:
        """Take an answer as the screen in hand; WORK and the guide show the next steps of cases."""
        self.refused |= {finding.rule for finding in answer.findings}
        self.guide |= {name for line in answer.guide for name in _RULE.findall(line.text)}
        if answer.screen == "WORK" or answer.guide:
            texts = [*answer.values.values(), *(text for row in answer.rows for text in row.values.values())]
            keys = {key for text in (answer.case, *texts) for key in self.key.findall(text)}
            self.guide |= _steps(self.seat, keys)
        super().see(answer)


def _steps(seat: Seat, keys: Collection[str]) -> set[str]:
    performer, today = seat.place.performer, seat.today
    read = [found for key in keys if (found := performer.facts(key)) is not None]
    return {rule for found in read if (rule := guide.next_step(found, performer.rules, today).rule)}


def _covered(rule: str, acts: Sequence[str], met: Met) -> Covered:
    return Covered(
        lesson=met.lesson,
        act=tuple(act for act in acts if act != GUIDE and act in met.acts),
        refused=rule in met.refused,
        guide=rule in met.guide,
    )
