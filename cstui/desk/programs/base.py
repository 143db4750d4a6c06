"""What a program is: the Python behind one screen. It answers a command word with the next screen.

Programs import no widget: the terminal desk, the line-by-line desk, replay and tests drive the same
ones. A program holds nothing between two keys; what it must remember stands in `Answer.state`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

import msgspec

from cstui.acts.base import Act, SubjectAct
from cstui.acts.perform import OVERTAKEN, Receipt
from cstui.acts.workdays import shown_due
from cstui.cells import cells
from cstui.desk.agency_desk import desk_of
from cstui.desk.conflicts import Compared
from cstui.desk.conversation import Answer, GuideLine, Request, Status, unchanged
from cstui.desk.dates import parse_date, with_weekdays
from cstui.desk.drafts import Drafts
from cstui.desk.drawing import Drawing, load_drawing
from cstui.desk.entry import Entry
from cstui.desk.layout import COMMAND
from cstui.policy import guide
from cstui.policy.business_days import days_off_of
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts
from cstui.policy.findings import Finding, Severity
from cstui.policy.records import NextStep, Worker
from cstui.policy.rulebook import CodeTable, Rulebook
from cstui.policy.viewer import Viewer
from cstui.progress import Progress
from cstui.settings import Here, here
from cstui.store import reads
from cstui.workplace import Workplace

T = TypeVar("T")
MESSAGE = 76
"""Columns of the message line."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a screen with a list: where the page starts, and what narrows it.

    Where pages hold different numbers of records, `taken` is how many this one does, and `before` where those
    above it start.
    """

    offset: int = 0
    taken: int = 0
    before: tuple[int, ...] = ()
    find: str = ""
    subject: str = ""


class DeskContext:
    """What a program may use: the store, policy, the worker, the business date, the case in hand.

    `settings` are those that hold now; the desk takes on what a program puts there. `opens`, `leaves` and
    `take` are the session's: another screen, the one underneath, and that with what was chosen in DIFF.
    """

    opens: Callable[[str, str], Answer]
    leaves: Callable[[], Answer]
    take: Callable[[Compared], Answer]

    def __init__(self, place: Workplace, worker: Worker, on: date, settings: Here | None = None) -> None:
        self.place, self.worker, self.on = place, worker, on
        self.settings = settings or here()
        self.rules: Rulebook = place.rules
        self.agency = place.agency
        self.own = desk_of(place.agency.name)
        """What the worker's agency brings to the desk."""
        self.viewer = Viewer(
            number=worker.number, role=worker.role, agency=place.agency.name, office=worker.office
        )
        self.case = ""
        """The key of the subject in hand."""
        self.worked: dict[str, str] = {}
        """The subjects of this session, `opened` or `entered` on, the last one last; kept nowhere else."""
        self.extra_rows = 0
        self.drafts: Drafts | None = None
        self.lesson: tuple[GuideLine, ...] = ()
        """The step of a guided session that is in hand; the guide begins with it."""
        self.progress = Progress(place.clock)
        place.performer.progress = self.progress
        self.asked: Act | None = None
        """The act that the answer in hand asks about: what the guide filled in, for nobody typed it."""
        self.confirmed: Act | None = None
        """The act that the answer before asked about; the same Enter once more does it."""
        self.performed = 0
        """How many acts were done since the sign-on."""
        self.last: Receipt | None = None
        """The act done last for the request in hand."""

    def go(self, screen: str, argument: str = "") -> Answer:
        """Open another screen and answer with it."""
        return self.opens(screen, argument)

    def leave(self, message: str = "") -> Answer:
        """Go back to the screen underneath, painted again, and say there what was done."""
        answer = self.leaves()
        return msgspec.structs.replace(answer, message=message) if message else answer

    def status(self) -> Status:
        """What the OIA says of the store, the worker, the day and the subject in hand."""
        info, day = self.place.info(), f"{self.on:%m/%d/%Y}"
        training, worker = info.kind == "practice", self.worker.number
        return Status(
            business_date=day,
            store=info.name,
            training=training,
            worker=worker,
            case=self.case,
            site=self.rules.site,
        )

    def read(self, question: Callable[[reads.Reading], T]) -> T:
        """Ask the store a question through the reading door, as far as the worker may see."""
        with self.place.store.read(self.viewer) as session:
            return question(session)

    def facts(self, key: str, *, keeper: str | None = None) -> Any:
        """The facts of a subject (None where there is none), with the calendar of a `keeper`'s office."""
        return self.place.performer.facts(key, keeper=keeper, on=self.on, viewer=self.viewer)

    def subject(self, key: str) -> str:
        """How a subject is logged and its version known: `case 17000123`."""
        return self.place.performer.facts_class.subject_of(key)

    def off(self, since: date, until: date) -> Mapping[date, str]:
        """The days off of the agency from one day to another, both inclusive, by name."""
        return days_off_of(self.rules)(since, until)

    def date(self, typed: str) -> date:
        """The day that was typed, business days counted in the agency's calendar; as `parse_date`."""
        return parse_date(typed, self.on, off=self.off)

    def perform(self, act: Act, request: Request) -> Receipt | Refused:
        """Do an act as the worker who signed on, on the versions that the screen was painted from."""
        return self.perform_all((act,), request)[0]

    def perform_all(self, acts: Sequence[Act], request: Request) -> tuple[Receipt | Refused, ...]:
        """Do several acts at once, all or none, as `perform` does one."""
        if len(acts) > 1:
            self.progress.begin("Acts", len(acts), "acts")
        outcomes = self.place.performer.perform_all(
            acts, actor=self.worker.number, on=self.on, seen=request.seen, current=True
        )
        self.performed += sum(isinstance(outcome, Receipt) for outcome in outcomes)
        for act, outcome in zip(acts, outcomes, strict=True):
            if isinstance(outcome, Receipt):
                self.last = outcome
            if isinstance(act, SubjectAct) and isinstance(outcome, Receipt):
                self.had(act.key, "entered")
        return outcomes

    def had(self, case: str, how: str) -> None:
        """Remember that a case was opened, or entered on; showing it again changes nothing."""
        if how == "opened" and next(reversed(self.worked), "") == case:
            return
        self.worked.pop(case, None)
        self.worked[case] = how

    def finding(self, rule: str, field: str = "", **values: object) -> Finding:
        """A finding; `what` in its text is the agency's word for a case, `number` the number of one."""
        said = {"what": self.place.performer.facts_class.called(), "number": self.own.subject.takes}
        return self.rules.finding(rule, field, **{**said, **values})

    def guide(self, facts: SubjectFacts) -> tuple[GuideLine, ...]:
        """The guide of a subject as lines: every open step with its rule, date and way."""
        return guide_lines(guide.steps(facts, self.rules, self.on), self.rules)


class Program(ABC):
    """Base of the programs. `answers` are the command words beyond the desk's own that it knows."""

    name: ClassVar[str]
    agency: str = ""
    """At whose desk it is shown; the registry says so when it makes one."""
    answers: ClassVar[frozenset[str]] = frozenset()
    of_subject: ClassVar[bool] = False
    """Whether the screen shows a subject, so that its word alone means the one in hand."""
    takes_more: ClassVar[bool] = False
    """Whether something of the subject may be named behind its number: a case, a record."""
    previews: ClassVar[bool] = False
    """Whether Enter may show what was typed again before anything is done: it is still not entered."""
    carries: ClassVar[bool] = False
    """Whether one Enter takes what was typed on all pages of the list: turning a page leaves nothing."""

    @property
    def drawing(self) -> Drawing:
        return load_drawing(self.name, self.agency)

    def shown(self, desk: DeskContext) -> int:
        """How many rows of this screen's list the terminal shows."""
        lists = self.drawing.lists
        return lists[0].height + desk.extra_rows if lists else 1

    @abstractmethod
    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        """The screen painted again for `argument`; `state` keeps the place in a list."""

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        """What Enter does with the fields; a screen without entry fields is painted again."""
        return self.open(desk, desk.case if self.of_subject else "", request.state)

    def typed(self, desk: DeskContext, request: Request) -> Answer:
        """What a letter typed into a live field does: by itself nothing, the screen stays as it is."""
        return self.refused(request, ())

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """What one of `answers` does; `rest` is what followed it on the command line.

        A program without `answers` of its own refuses every word, as the desk does (CS-137).
        """
        return self.refused(request, [desk.finding("CS-137", "command", value=word, screen=self.name)])

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        """What F4 lists in a field without a code table; None where it lists nothing."""
        return None

    def fills(self, desk: DeskContext, field: str, value: str) -> Mapping[str, str]:
        """The fields that a value picked with F4 fills besides its own."""
        return {}

    def took(self, desk: DeskContext, field: str, value: str) -> Answer | None:
        """Where a value leads that was picked for a protected field; None where nowhere."""
        return None

    def entry(self, desk: DeskContext, request: Request) -> Entry:
        """The request's fields, to be read strictly."""
        return Entry(request, self.drawing, desk.rules, desk.on, desk.off)

    def question(self, desk: DeskContext, act: Act) -> str:
        """What is asked before an act is done that only the guide filled in."""
        return f"{act.label or 'Enter it'}?"

    def asks(self, desk: DeskContext, request: Request, act: Act) -> Answer | None:
        """The question before an act that only the guide filled in; None where it was answered, or typed.

        What refuses the act refuses it before anything is asked.
        """
        typed = request.modified - {COMMAND} or request.modified_rows or not request.filled
        if typed or desk.confirmed == act:
            return None
        outcome = desk.place.performer.consider(act, actor=desk.worker.number, on=desk.on)
        if isinstance(outcome, Refused):
            return None
        desk.asked = act
        asked = self.question(desk, act)
        said = f"{asked[:1].upper()}{asked[1:]} Enter does it, F12 drops."
        return msgspec.structs.replace(unchanged(request), message=said, asks=True)

    def refused(
        self, request: Request, findings: Iterable[Finding], fields: Mapping[str, str] | None = None
    ) -> Answer:
        """The same screen with what is wrong; what was typed stays and nothing was written.

        What refuses comes before what only warns: the cursor and the message line go to the first.
        `fields` says which field of the screen an act's input (`on`) stands for (`date`).
        """
        names = fields or {}
        placed = tuple(
            msgspec.structs.replace(f, field=_command_of(request, f) or names.get(f.field, f.field))
            for f in findings
        )
        known = {COMMAND, *(field.name for field in self.drawing.fields)}
        located = (
            f if f.field.split(".")[0] in known else msgspec.structs.replace(f, field="") for f in placed
        )
        shown = tuple(sorted(located, key=lambda f: f.severity is not Severity.ERROR))
        return unchanged(request, *shown, guide=why_not(shown))

    def done(self, desk: DeskContext, receipt: Receipt, argument: str, state: object = None) -> Answer:
        """The screen painted again after an act, with its message and what it warned of."""
        answer = self.open(desk, argument, state)
        said = with_weekdays(receipt.message)
        message = said if len(cells(said)) <= MESSAGE else receipt.message
        return msgspec.structs.replace(answer, message=message, findings=receipt.findings)


def _command_of(request: Request, finding: Finding) -> str:
    """The command line, which stays typed, where it asked for an act that the date has overtaken."""
    return COMMAND if finding.rule == OVERTAKEN and request.command else ""


NAMED = 3
"""How many of what was refused the message line names; where there are more, one less and their number."""


def tried(
    desk: DeskContext, answer: Answer, said: str, done: int, refused: Iterable[str], why: Iterable[Finding]
) -> Answer:
    """The screen after several lines, each an act of its own: with `said`, where none was refused.

    Else with how many were done and which cases were refused, and `why`.
    """
    cases = list(dict.fromkeys(refused))
    if not cases:
        return msgspec.structs.replace(answer, message=said)
    named = cases if len(cases) <= NAMED else cases[: NAMED - 1]
    which = ", ".join(named) + (f" and {len(cases) - len(named)} more" if len(named) < len(cases) else "")
    counted = desk.finding("CS-173" if done else "CS-196", "", done=done, refused=len(cases), which=which)
    return msgspec.structs.replace(answer, message=counted.message, findings=(counted, *why))


def typed_again(answer: Answer, request: Request, keys: Collection[str], *names: str) -> Answer:
    """The answer with what was typed in the fields `names` of lines by their keys, where it shows them."""
    typed = {row.key: {name: row.values.get(name, "") for name in names} for row in request.rows}
    rows = tuple(
        msgspec.structs.replace(row, values={**row.values, **typed[row.key]})
        if row.key in keys and row.key in typed
        else row
        for row in answer.rows
    )
    return msgspec.structs.replace(answer, rows=rows)


def guide_lines(steps: Iterable[NextStep], rules: Rulebook) -> tuple[GuideLine, ...]:
    """The steps of a case as the guide shows them."""
    lines: list[GuideLine] = [GuideLine(text="NEXT STEP", style="heading")]
    for place, step in enumerate(steps):
        if place == 1:
            lines += [GuideLine(text=""), GuideLine(text="ALSO", style="heading")]
        rule = rules.rules.get(step.rule)
        lines.append(GuideLine(text=step.text, style="heading" if place == 0 else "text"))
        if step.due and (day := shown_due(step.kind, step.due, rules)):
            law = f" (law: {step.due:%a %m/%d})" if day != step.due else ""
            lines.append(GuideLine(text=f"By {day:%a %m/%d/%Y}{law}", style="text"))
        if rule is not None and step.urgency < 9:
            mark = " (reading)" if rule.reading else ""
            lines.append(GuideLine(text=f"{rule.title}.", style="text"))
            lines.append(GuideLine(text=f"{step.rule}, {rule.cite}{mark}", style="cite"))
        if step.command:
            lines.append(GuideLine(text=f"===> {step.command}", style="key"))
    return tuple(lines)


def why_not(findings: Iterable[Finding]) -> tuple[GuideLine, ...]:
    """Everything that stands in the way, each with its paragraph and its way out."""
    lines = [GuideLine(text="WHAT STANDS IN THE WAY", style="heading")]
    for finding in findings:
        lines += [
            GuideLine(text=finding.message),
            GuideLine(text=f"{finding.rule}, {finding.cite}", style="cite"),
            GuideLine(text=finding.remedy, style="key"),
            GuideLine(text=""),
        ]
    return tuple(lines)
