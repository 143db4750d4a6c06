"""Reading a scenario: a TOML file to given records, and steps whose acts and dates are ready.

Everything that can be known to be wrong before the scenario is played is a ContentError with file
and line: unknown keys, impossible dates, unknown acts, people, cases, rules, steps out of order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

from cstui import content
from cstui.acts.base import Act, SubjectAct
from cstui.acts.ivd_base import IvdAct
from cstui.acts.registry import act_named, acts_of
from cstui.agency import Manifest, UnknownAgencyError, find, first, in_tree, installed, resolve
from cstui.content import Source
from cstui.policy.facts import SubjectFacts
from cstui.policy.formats import PersonNumber
from cstui.policy.moments import Moment
from cstui.policy.records import Record
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.reports.kind import ReportKind
from cstui.scenario import matching, paths
from cstui.scenario.days import Days
from cstui.scenario.givens import Given, day, optional
from cstui.scenario.sections import fields_of, givens_of, plain, word_of
from cstui.scenario.shapes import ExpectText, GivenText, ScenarioText, StepText, for_agency
from cstui.store.work_reads import WorkRow

T = TypeVar("T", bound=GivenText)
KINDS = (
    "fact",
    "some",
    "activity",
    "next",
    "next_is_not",
    "step",
    "timeline",
    "work",
    "report",
    "consider",
)
"""The expectations of the kernel."""
LINES = ("some", "timeline", "work", "report")
"""Those that look for a line like `where`."""


class Expect(msgspec.Struct, frozen=True, kw_only=True):
    """One expectation on the subject `key`, with dates and act read; `where` is that of a line (LINES)."""

    line: int
    key: str
    said: ExpectText
    equals: Any = None
    where: dict[str, Any] = {}
    due: date | None = None
    act: Act | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step on `on`: an act by `actor`, or nights through `nightly`, or expectations.

    `says` and `way_out` are texts that the act answers with; `again` runs a night once more that is over.
    """

    line: int
    on: date
    act: Act | None = None
    actor: str = ""
    refused: tuple[str, ...] | None = None
    warns: tuple[str, ...] | None = None
    says: tuple[str, ...] = ()
    way_out: tuple[str, ...] = ()
    nightly: date | None = None
    again: bool = False
    expects: tuple[Expect, ...] = ()


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario that is ready to be played; `parameters` are those that have another value in it."""

    path: Path
    agency: str
    id: str
    title: str
    cites: tuple[str, ...]
    about: str
    starts: date
    given: tuple[Record, ...]
    steps: tuple[Step, ...]
    parameters: dict[str, Any] = {}


def scenario_files() -> list[Path]:
    """The scenarios that ship; the lessons beside them say more, and are read by the classroom."""
    return [path for agency in in_tree() for path in agency.files("scenarios")]


def read_scenario(path: Path, text: str | None = None) -> Scenario:
    """The scenario in the file `path` (or in `text`); ContentError for the first fault."""
    source = Source(path, text)
    return opened_scenario(source, read_text(source, ScenarioText))[0]


def agency_of(source: Source) -> Manifest:
    """The agency that a file names, else the one in whose folder it is, else the first."""
    named = source.data.get("agency")
    if isinstance(named, str):
        try:
            return find(named)
        except UnknownAgencyError:
            known = ", ".join(agency.name for agency in installed())
            raise source.error("$.agency", f"there is no agency {named}; there are {known}") from None
    path = source.path.resolve()
    for agencies in (in_tree, installed):
        for agency in agencies():
            if path.is_relative_to((agency.root or content.root()).resolve() / "data" / agency.name):
                return agency
    return first()


def read_text(source: Source, shape: type[T]) -> T:
    """The file as `shape`, with what its agency's files may say; ContentError for the first fault."""
    said: T = source.read(for_agency(shape, agency_of(source)))
    return said


def opened_scenario(source: Source, said: ScenarioText, agency: str = "") -> tuple[Scenario, StepReader]:
    """The scenario that `said` tells, and the reader that knows its people, cases and days.

    `agency` is whose it is, as `agency_of` finds it if left out.
    """
    for name in ("id", "title", "cites", "about"):
        if not getattr(said, name):
            raise source.error(f"$.{name}", f"`{name}` is empty; every scenario needs one")
    given = Given(find(agency) if agency else agency_of(source))
    given.add_offices(source, said, defaults=True)
    days = given.days(said.starts)
    given.add_people(source, said, days)
    given.add_records(source, said, days, starts=said.starts)
    reader = StepReader(source, given, days, said.actor or next(iter(given.workers)))
    scenario = Scenario(
        path=source.path,
        agency=given.agency.name,
        id=said.id,
        title=said.title,
        cites=said.cites,
        about=said.about,
        starts=said.starts,
        given=tuple(given.records),
        steps=reader.steps(said, said.starts),
        parameters=reader.parameters(said),
    )
    return scenario, reader


class StepReader:
    """Reads the steps of one file."""

    def __init__(self, source: Source, given: Given, days: Days, actor: str = "") -> None:
        self.source, self.given, self.days, self.actor = source, given, days, actor
        self.rules: Rulebook = load_rulebook(given.agency.name)
        self.facts: type[SubjectFacts] = given.agency.load("facts")
        self.only: str | None = None
        self._own = {one.name: one for one in given.agency.load("expectations") or ()}

    def acts(self, text: GivenText) -> tuple[Step, ...]:
        """The acts of a practice file, in its order; each says its day, done by the subject's worker."""
        steps: list[Step] = []
        for place, said in enumerate(text.step):
            at = f"$.step[{place}]"
            if said.act is None or said.on is None:
                raise self.source.error(at, "a step of a practice file has `on` and `act`")
            steps.append(self._step(at, said, date.min))
        return tuple(steps)

    def steps(self, text: GivenText, starts: date) -> tuple[Step, ...]:
        """The steps in order, each with the day on which it happens; time only goes forward."""
        subjects = self.given.subjects
        self.only = next(iter(subjects)) if len(subjects) == 1 else None
        steps: list[Step] = []
        today = starts
        for place, step in enumerate(text.step):
            read = self._step(f"$.step[{place}]", step, today)
            today = read.nightly + timedelta(days=1) if read.nightly and not read.again else read.on
            steps.append(read)
        return tuple(steps)

    def _step(self, at: str, step: StepText, today: date) -> Step:
        kinds = [name for name in ("act", "nightly", "expect") if getattr(step, name) is not None]
        if len(kinds) != 1:
            raise self.source.error(at, "a step has exactly one of `act`, `nightly` and `expect`")
        line = self.source.line_of(at)
        on = today if step.on is None else day(self.source, f"{at}.on", self.days, step.on)
        if on < today:
            raise self.source.error(f"{at}.on", f"{on} is before {today}, which the steps have reached")
        if step.act is None:
            for name in ("given", "actor", "refused", "warns", "says", "way_out"):
                if getattr(step, name):
                    fault = f"`{kinds[0]}` takes no `with`, `as`, `refused`, `warns`, `says` or `way_out`"
                    raise self.source.error(at, fault)
        if step.again and step.nightly is None:
            raise self.source.error(f"{at}.again", "`again` goes with `nightly`: the night that is run twice")
        if step.nightly is not None:
            through = day(self.source, f"{at}.nightly", self.days, step.nightly)
            if step.again and through >= on:
                fault = f"the night of {through} was not run yet; it is {on}"
                raise self.source.error(f"{at}.nightly", fault)
            if through < on and not step.again:
                fault = f"the night of {through} has passed; it is {on}. `again = true` runs it once more"
                raise self.source.error(f"{at}.nightly", fault)
            return Step(line=line, on=on, nightly=through, again=step.again)
        if step.act is not None:
            act = self.act(at, step.act, step.given)
            for name in ("refused", "warns"):
                for rule in getattr(step, name) or ():
                    self._rule(f"{at}.{name}", rule)
            return Step(
                line=line,
                on=on,
                act=act,
                actor=self.actor_of(at, step.actor, act),
                refused=step.refused,
                warns=step.warns,
                says=matching.either(step.says),
                way_out=matching.either(step.way_out),
            )
        expects = step.expect if isinstance(step.expect, tuple) else (step.expect,)
        read = tuple(self.expectation(f"{at}.expect", one, line) for one in expects if one is not None)
        return Step(line=line, on=on, expects=read)

    def parameters(self, text: ScenarioText) -> dict[str, Any]:
        """The parameters that have another value in this play, each of the kind that the agency's is."""
        found: dict[str, Any] = {}
        for place, said in enumerate(text.parameter):
            at = f"$.parameter[{place}]"
            known = self.rules.parameters.get(said.name)
            if known is None:
                near = get_close_matches(said.name, self.rules.parameters, 1)
                there = f"did you mean {near[0]}?" if near else "docs/parameters.md lists them"
                raise self.source.error(f"{at}.name", f"there is no parameter {said.name}; {there}")
            if said.name in found:
                raise self.source.error(f"{at}.name", f"parameter {said.name} is given twice")
            usual = known.value[-1].value
            if type(said.value) is not type(usual):
                fault = f"{said.value!r} is not a value of {said.name}, which is {usual!r} ({known.unit})"
                raise self.source.error(f"{at}.is", fault)
            found[said.name] = said.value
        return found

    def act(self, at: str, name: str, given: Mapping[str, Any]) -> Act:
        """The act `name` with what `with` gives it."""
        kind = act_named(name, self.rules.agency)
        if kind is None:
            known = ", ".join(acts_of(self.rules.agency))
            raise self.source.error(f"{at}.act", f"there is no act {name}; there are {known}")
        values = dict(given)
        here = f"{at}.with"
        if issubclass(kind, SubjectAct) and self.only is not None:
            values.setdefault(word_of(kind.subject_kind), self.only)
        elif issubclass(kind, IvdAct) and self.only is not None:
            values.setdefault("case", self.only)
        for field, hint in fields_of(kind):
            key = values.get(field)
            if plain(hint) == PersonNumber and isinstance(key, str):
                values[field] = self._person(f"{here}.{field}", key)
            elif field in values and _holds_date(hint):
                values[field] = day(self.source, f"{here}.{field}", self.days, key)
        try:
            act = msgspec.convert(values, kind, strict=True)
        except (msgspec.ValidationError, ValueError) as error:
            fault, _, inner = str(error).partition(" - at `$")
            raise self.source.error(here + inner.rstrip("`"), f"{name}: {fault}") from error
        if isinstance(act, SubjectAct):
            self._subject(f"{here}.{word_of(act.subject_kind)}", act.key)
        return act

    def expectation(self, at: str, said: ExpectText, line: int) -> Expect:
        """An expectation with its subject, dates and act read."""
        known, subject = (*KINDS, *self._own), word_of(self.facts.kind)
        kinds = [name for name in known if getattr(said, name, None) is not None]
        if len(kinds) != 1:
            raise self.source.error(at, f"an expectation has exactly one of {', '.join(known)}")
        key = said.subject_key or self.only
        if key is None:
            raise self.source.error(at, f"`{subject}` is missing: the file gives several")
        self._subject(f"{at}.{subject}", key)
        for rule in (said.rule, said.finding):
            if rule:
                self._rule(at, rule)
        equals: Any = said.equals
        if said.fact is not None:
            try:
                dated = paths.is_date(self.facts, said.fact)
            except ValueError as error:
                raise self.source.error(f"{at}.fact", str(error)) from error
            asked = [said.equals is not None, said.missing, said.at_least is not None]
            if asked.count(True) != 1:
                raise self.source.error(at, "a fact goes with exactly one of `is`, `missing` and `at_least`")
            if dated and equals is not None:
                equals = day(self.source, f"{at}.is", self.days, equals)
        actions = givens_of(self.given.agency).actions
        for code in matching.either(said.activity) if actions else ():
            if self.rules.code(actions, code) is None:
                raise self.source.error(f"{at}.activity", f"{code} is not an ACTION of {actions.upper()}")
        act = None
        if said.consider is not None:
            act = self.act(at, said.consider, {subject: key, **said.given})
            if said.permitted == (said.finding is not None):
                raise self.source.error(at, "`consider` goes with either `finding` or `permitted = true`")
        if act is None and (said.says is not None or said.way_out is not None):
            raise self.source.error(at, "`says` and `way_out` go with `consider`, or with an act")
        if said.report is not None and said.report not in self.given.agency.reports:
            known_reports = ", ".join(self.given.agency.reports) or "none"
            fault = f"there is no report {said.report}; there are {known_reports}"
            raise self.source.error(f"{at}.report", fault)
        due = optional(self.source, f"{at}.due", self.days, said.due)
        where = self._where(at, said)
        return Expect(line=line, key=key, said=said, equals=equals, where=where, due=due, act=act)

    def _where(self, at: str, said: ExpectText) -> dict[str, Any]:
        """What a line must be like, its dates read."""
        lines = next((name for name in LINES if getattr(said, name) is not None), "")
        if bool(said.where) != (said.some is not None) and lines in ("", "some"):
            fault = "`some` names a list and goes with `where`, which says what is in it"
            raise self.source.error(at, fault)
        if not lines:
            return {}
        try:
            kind_of = self._fields(said)
        except ValueError as error:
            raise self.source.error(f"{at}.{lines}", str(error)) from error
        read: dict[str, Any] = {}
        for field, value in said.where.items():
            try:
                dated = kind_of(field) is date
            except ValueError as error:
                raise self.source.error(f"{at}.where", str(error)) from error
            values = value if isinstance(value, list) else [value]
            if dated:
                values = [
                    one if isinstance(one, bool) else day(self.source, f"{at}.where.{field}", self.days, one)
                    for one in values
                ]
            read[field] = values if isinstance(value, list) else values[0]
        return read

    def _fields(self, said: ExpectText) -> Callable[[str], Any]:
        """The types of the fields of what is looked for, by name; ValueError where it has no lines."""
        if said.some is not None:
            name, _ = paths.list_of(said.some, self.facts)
            return lambda field: paths.kind_of(self.facts, f"{name}[0].{field}")
        if said.report is not None:
            report: ReportKind = resolve(self.given.agency.reports[said.report])
            if report.line is None:
                raise ValueError(f"report {said.report} does not say what its lines are")
            line = report.line
            return lambda field: paths.field_of(line, field)
        shape = Moment if said.timeline is not None else WorkRow
        return lambda field: paths.field_of(shape, field)

    def actor_of(self, at: str, actor: str | None, act: Act) -> str:
        """Who does an act: as said, else the worker of the file, else the worker of the subject."""
        if actor is None:
            owner = self.given.subjects[act.key].worker if isinstance(act, SubjectAct) else ""
            return self.actor or owner or next(iter(self.given.workers))
        jobs = self.given.agency.load("jobs") or ()
        systems = dict.fromkeys(one for one in (act.sender, *(job.actor for job in jobs)) if one)
        if actor not in self.given.workers and actor not in systems:
            known = ", ".join((*self.given.workers, *systems))
            raise self.source.error(f"{at}.as", f"there is no worker {actor}; there are {known}")
        return actor

    def _subject(self, at: str, key: str) -> None:
        if key not in self.given.subjects:
            known = ", ".join(self.given.subjects) or "none"
            raise self.source.error(at, f"{self.facts.subject_of(key)} is not given; given are {known}")

    def _person(self, at: str, key: str) -> int:
        if key not in self.given.keys:
            raise self.source.error(at, f"there is no person {key}; there are {', '.join(self.given.keys)}")
        return self.given.keys[key]

    def _rule(self, at: str, rule: str) -> None:
        if rule not in self.rules.rules:
            raise self.source.error(at, f"there is no rule {rule}; `cstui rules` lists them")


def _holds_date(hint: Any) -> bool:
    if get_origin(hint) in (UnionType, Union):
        return any(_holds_date(part) for part in get_args(hint))
    return hint is date
