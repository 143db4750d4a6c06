"""Reading a lesson: the scenario that it is, and its goals, events and solution, ready to be used.

Everything that can be known to be wrong beforehand is a ContentError with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from cstui.acts.base import Act
from cstui.acts.registry import acts_of
from cstui.agency import UnknownAgencyError, find, in_tree
from cstui.classroom.lesson.shapes import (
    HINTS,
    DeedText,
    EventText,
    ForbiddenText,
    GoalText,
    LessonText,
    MistakeDeed,
    MistakeText,
    OutcomeText,
)
from cstui.classroom.lesson.teaching import head_of, key_shape
from cstui.classroom.lesson.variants import varied
from cstui.content import ContentError, Source
from cstui.desk.commands import by_word
from cstui.desk.conversation import Aid
from cstui.desk.drawing import drawing_names
from cstui.desk.programs.registry import programs
from cstui.files import unfit
from cstui.scenario.days import Days
from cstui.scenario.givens import day
from cstui.scenario.read import Expect, Scenario, StepReader, agency_of, opened_scenario, read_text
from cstui.scenario.shapes import ExpectText

_DAY = re.compile(r"\{([^{}]*)\}")


KEYS = frozenset(aid.value for aid in Aid) - {Aid.NOTICE.value, Aid.LOCK.value}
KEYS_SAID = "there are enter, clear, and pf1 to pf24"
KINDS = {
    "int": "a whole number",
    "str": "a text in quotes",
    "bool": "true or false",
    "array": "a list in [ ]",
    "object": "a table in { }",
    "date": "a date",
    "float": "a number with a point",
}
WRITTEN = {
    r"'^([01]\\d|2[0-3]):[0-5]\\d$'": "a time is written as 09:30 or 15:30",
}
_EXPECTED = re.compile(r"Expected `([^`]+)`, got `(\w+)`")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a lesson judges, with its expectations read; `line` in the file."""

    line: int
    said: OutcomeText
    expects: tuple[Expect, ...]

    @property
    def id(self) -> str:
        return self.said.id


class Goal(Outcome, frozen=True, kw_only=True):
    """What is to be reached; its weight counts against those of all."""

    said: GoalText

    @property
    def asked(self) -> str:
        """What a learner reads of it until it is met."""
        return self.said.asks or self.said.title

    @property
    def keys(self) -> set[str]:
        """The keys of the subjects (case numbers) that it is about."""
        named = (*self.said.shown, *self.said.did)
        return {one.key for one in self.expects} | {key for each in named if (key := each.partition(" ")[2])}


class Forbidden(Outcome, frozen=True, kw_only=True):
    """What must not come about."""

    said: ForbiddenText


Judged = TypeVar("Judged", bound=Outcome)


class LessonEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What happens by itself in the morning of `on`: an act by `actor`, and what is told of it.

    It waits until all of `when` holds.
    """

    on: date
    act: Act
    actor: str
    tells: str
    when: tuple[Expect, ...] = ()


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One key of the solution, its dates read; `line` in the file."""

    line: int
    said: DeedText
    nights: date | None = None


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake with its keys read, each beside what it draws."""

    deeds: tuple[tuple[Deed, MistakeDeed], ...]


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson that is ready to be taught. `scenario` holds what is given and the past.

    `edition` is the digest of the file's text: a seat begun on another edition begins again. `variant`
    is its number, 0 as it is written.
    """

    scenario: Scenario
    edition: str
    variant: int = 0
    number: int
    minutes: int
    brief: str
    debrief: str
    pass_mark: int
    guide_costs: bool = False
    opens: date
    worker: str
    goals: tuple[Goal, ...]
    forbidden: tuple[Forbidden, ...]
    events: tuple[LessonEvent, ...]
    deeds: tuple[Deed, ...]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def id(self) -> str:
        return self.scenario.id

    @property
    def title(self) -> str:
        return self.scenario.title

    @property
    def agency(self) -> str:
        """Whose policy and desk it teaches."""
        return self.scenario.agency

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the subjects that are given (case numbers), in the order of the file."""
        head = head_of(self.agency)
        return tuple(getattr(one, head.head) for one in self.scenario.given if isinstance(one, head))


def lesson_files(agency: str = "") -> list[Path]:
    """The lesson files that ship, of an agency or of all, each agency's in the order of their numbers."""
    whose = [find(agency)] if agency else in_tree()
    return [path for one in whose for path in one.files("lessons")]


def find_lesson(wanted: str) -> Path | None:
    """The file of that path, else the shipped lesson of that number or id; None where there is none.

    A number is that of the first agency which has it; `practice_state/1` is one of that agency.
    """
    if wanted.endswith(".toml"):
        return None if unfit(Path(wanted)) else Path(wanted)
    agency, _, wanted = wanted.rpartition("/")
    try:
        files = lesson_files(agency)
    except UnknownAgencyError:
        return None
    for path in files:
        number = path.stem.partition("-")[0]
        if wanted == path.stem or (wanted.isdecimal() and number.isdecimal() and int(wanted) == int(number)):
            return path
    return None


def read_lesson(path: Path, text: str | None = None, *, variant: int = 0) -> Lesson:
    """The lesson in the file `path` (or in `text`) as that variant; ContentError for the first fault."""
    source = Source(path, text)
    if variant:
        source = Source(path, varied(source.text, variant))
    agency = agency_of(source).name
    try:
        said = read_text(source, LessonText)
        scenario, reader = opened_scenario(source, said, agency)
    except ContentError as fault:
        raise _worded(source, fault, agency) from fault
    opens = scenario.starts if said.opens is None else day(source, "$.opens", reader.days, said.opens)
    past = max((step.on for step in scenario.steps), default=scenario.starts)
    if opens < past:
        raise source.error("$.opens", f"{opens} is before {past}, which the steps have reached")
    if said.parameter:
        why = "a lesson takes no `parameter`: the learner's desk works by the agency's own"
        raise source.error("$.parameter[0]", why)
    _check(source, said)
    read = _Reader(source, reader)
    return Lesson(
        scenario=scenario,
        edition=sha256(source.text.encode()).hexdigest(),
        variant=variant,
        number=said.number,
        minutes=said.minutes,
        brief=said.brief.strip(),
        debrief=said.debrief.strip(),
        pass_mark=said.pass_mark,
        guide_costs=said.guide_costs,
        opens=opens,
        worker=reader.actor,
        goals=read.outcomes(Goal, "goal", said.goal),
        forbidden=read.outcomes(Forbidden, "forbidden", said.forbidden),
        events=read.events(said.event, opens),
        deeds=read.deeds("$.deed", said.deed),
        mistakes=read.mistakes(said),
    )


def _worded(source: Source, fault: ContentError, agency: str) -> ContentError:
    """A fault of form in the words of who writes lessons, with what stands on its line."""
    key = key_shape(agency)
    written = {repr(key.pattern): f"a {key.what} has {key.form}", **WRITTEN}
    lines = source.text.splitlines()
    stands = lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else ""
    kind = _EXPECTED.search(fault.fault)
    if kind:
        wanted = " or ".join(KINDS.get(name.strip(), name.strip()) for name in kind[1].split("|"))
        said = f"{wanted} is wanted here, not {KINDS.get(kind[2], kind[2])}"
    elif form := next((said for regex, said in written.items() if regex in fault.fault), ""):
        said = form
    elif fault.fault == "Invalid RFC3339 encoded date":
        said = "a date is wanted here, such as 2026-03-02"
    elif missing := re.search(r"missing required field `([^`]+)`", fault.fault):
        said = f"`{missing[1]}` is missing in what begins here; add it"
    else:
        return fault
    return ContentError(fault.path, fault.line, f"{said}: {stands}" if stands else said)


def _check(source: Source, said: LessonText) -> None:
    """ContentError for a text that is empty, a number out of its bounds, or an id that is there twice."""
    for name in ("brief", "debrief", "goal"):
        if not getattr(said, name):
            raise source.error(f"$.{name}", f"`{name}` is empty; every lesson needs one")
    if not 0 < said.pass_mark <= 100:
        raise source.error("$.pass_mark", f"{said.pass_mark} is not a mark from 1 to 100")
    if said.minutes < 1:
        raise source.error("$.minutes", f"{said.minutes} is not a length of a lesson; give 1 or more")
    known: set[str] = set()
    for table in ("goal", "forbidden"):
        for at, one in enumerate(getattr(said, table)):
            if one.id in known:
                raise source.error(f"$.{table}[{at}].id", f"{one.id} is there twice; give it another id")
            known.add(one.id)
    for at, one in enumerate(said.forbidden):
        if not 0 < one.cost <= 100:
            raise source.error(f"$.forbidden[{at}].cost", f"{one.cost} is not a cost; 1 to 100 points")
    for at, goal in enumerate(said.goal):
        if goal.weight < 1:
            raise source.error(f"$.goal[{at}].weight", f"{goal.weight} is not a weight; 1 or more")
        for hint, text in zip(HINTS, goal.hints, strict=True):
            if not text.strip():
                raise source.error(f"$.goal[{at}].{hint}", f"the hint `{hint}` is empty")


class _Reader:
    """Reads the tables of one lesson file with the givens that its scenario has."""

    def __init__(self, source: Source, steps: StepReader) -> None:
        self.source, self.steps = source, steps
        self.days: Days = steps.days
        self.screens = frozenset(drawing_names(self.steps.rules.agency))

    def outcomes(self, kind: type[Judged], table: str, said: Sequence[OutcomeText]) -> tuple[Judged, ...]:
        """The goals or the forbidden outcomes, which stand in that table."""
        places = [f"$.{table}[{at}]" for at in range(len(said))]
        return tuple(
            kind(line=self.source.line_of(at), said=one, expects=self._outcome(at, one))
            for at, one in zip(places, said, strict=True)
        )

    def _outcome(self, at: str, said: OutcomeText) -> tuple[Expect, ...]:
        """The expectations of a goal or forbidden outcome; what else it names is checked."""
        expects = self._expectations(f"{at}.expect", said.expect, at)
        if not (expects or said.shown or said.did or said.used):
            raise self.source.error(at, "nothing is asked; give `expect`, `shown`, `did` or `used`")
        for name, known, what in (
            ("shown", programs(self.steps.rules.agency), "screen"),
            ("did", acts_of(self.steps.rules.agency), "act"),
            ("used", by_word(self.steps.rules.agency), "command word"),
            ("rules", self.steps.rules.rules, "rule"),
        ):
            self._known(f"{at}.{name}", getattr(said, name, ()), known, what)
        return expects

    def _known(self, at: str, names: Iterable[str], known: Collection[str], what: str) -> None:
        for one in names:
            wanted = one.partition(" ")[0]
            if wanted not in known:
                fault = f"there is no {what} {wanted or 'without a name'}"
                if near := get_close_matches(wanted, known, 1):
                    fault += f"; did you mean {near[0]}?"
                raise self.source.error(at, fault)

    def _expectations(
        self, at: str, said: ExpectText | tuple[ExpectText, ...], table: str
    ) -> tuple[Expect, ...]:
        each = said if isinstance(said, tuple) else (said,)
        line = self.source.line_of(table)
        return tuple(self.steps.expectation(at, one, line) for one in each)

    def events(self, said: tuple[EventText, ...], opens: date) -> tuple[LessonEvent, ...]:
        """The events in the order of their days; none before the lesson opens."""
        events: list[LessonEvent] = []
        for place, one in enumerate(said):
            at = f"$.event[{place}]"
            on = day(self.source, f"{at}.on", self.days, one.on)
            if on < (events[-1].on if events else opens):
                raise self.source.error(f"{at}.on", f"{on} is too early; events stand in the order of time")
            act = self.steps.act(at, one.act, one.given)
            actor = self.steps.actor_of(at, one.actor, act)
            when = self._expectations(f"{at}.when", one.when, at)
            events.append(LessonEvent(on=on, act=act, actor=actor, tells=one.tells, when=when))
        return tuple(events)

    def mistakes(self, said: LessonText) -> tuple[Mistake, ...]:
        """The mistakes; each draws something that there is."""
        return tuple(Mistake(deeds=self._mistaken(said, at, one)) for at, one in enumerate(said.mistake))

    def _mistaken(
        self, said: LessonText, place: int, one: MistakeText
    ) -> tuple[tuple[Deed, MistakeDeed], ...]:
        at = f"$.mistake[{place}]"
        draws = list(one.deed)
        if one.refused or one.forbidden:
            draws[-1:] = [
                msgspec.structs.replace(last, refused=one.refused, forbidden=one.forbidden)
                for last in draws[-1:]
            ]
        if not any(each.asks for each in draws):
            raise self.source.error(at, "nothing is drawn; give `refused` or `forbidden`")
        forbidden = [each.id for each in said.forbidden]
        goals = [each.id for each in said.goal]
        for number, each in enumerate(draws):
            where = f"{at}.deed[{number}]"
            self._known(where, each.forbidden or (), forbidden, "forbidden outcome")
            self._known(where, each.refused, self.steps.rules.rules, "rule")
            self._known(where, (*each.told, *each.met), goals, "goal")
        return tuple(zip(self.deeds(f"{at}.deed", draws), draws, strict=True))

    def deeds(self, at: str, said: Iterable[DeedText]) -> tuple[Deed, ...]:
        """The deeds, which stand in that table."""
        return tuple(self.deed(f"{at}[{place}]", one) for place, one in enumerate(said))

    def deed(self, at: str, said: DeedText) -> Deed:
        """A deed with the days in its texts read."""
        if said.press not in KEYS:
            raise self.source.error(f"{at}.press", f"there is no key {said.press}; {KEYS_SAID}")
        if said.on_screen and said.on_screen not in self.screens:
            raise self.source.error(f"{at}.on_screen", f"there is no screen {said.on_screen}")
        nights = None if said.nights is None else day(self.source, f"{at}.nights", self.days, said.nights)
        filled = msgspec.structs.replace(
            said,
            type=self._dated(at, said.type),
            fill={name: self._dated(at, text) for name, text in said.fill.items()},
            rows=tuple(
                msgspec.structs.replace(
                    row, fill={name: self._dated(at, text) for name, text in row.fill.items()}
                )
                for row in said.rows
            ),
        )
        return Deed(line=self.source.line_of(at), said=filled, nights=nights)

    def _dated(self, at: str, text: str) -> str:
        return _DAY.sub(lambda found: f"{day(self.source, at, self.days, found[1]):%m%d%Y}", text)


def read_all(agencies: Iterable[str] = ()) -> list[Lesson]:
    """Every lesson that ships, in order, or those of some agencies; ContentError for the first fault."""
    lessons = [read_lesson(path) for agency in (*agencies,) or ("",) for path in lesson_files(agency)]
    known: dict[str, Path] = {}
    for lesson in lessons:
        path = known.setdefault(lesson.id, lesson.scenario.path)
        if path != lesson.scenario.path:
            raise ContentError(lesson.scenario.path, 1, f"the id {lesson.id} is that of {path} too")
        if not lesson.scenario.path.stem.startswith(f"{lesson.number:02d}-"):
            raise ContentError(
                lesson.scenario.path, 1, f"the file's name does not begin with {lesson.number:02d}-"
            )
    return lessons
