"""A subject as people read it on paper or at the shell: what an agency shows of it, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from cstui.acts.workdays import shown_due
from cstui.agency import Manifest
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.commandline.shapes.base import Shape, shaped
from cstui.commandline.shapes.cases import ActivityOut, PersonOut, StepOut
from cstui.policy import guide as policy_guide
from cstui.policy.facts import SubjectFacts
from cstui.policy.records import NextStep, Person
from cstui.policy.rulebook import Rulebook
from cstui.store import log_reads, reads
from cstui.workplace import Workplace

ACTIVITIES = 20
"""How many entries of the log `show` shows, newest first."""
_WHY_HIDDEN = ("address", "employer", "phones")


class PageTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a page: the list `of` what is shown, with headings and fields; not there where it is empty.

    A column shows a field, the meaning of one that has a code (`field/code table`), or what a function makes
    of the record. The last one shows a dash where it is empty.
    """

    title: str
    of: str
    head: Sequence[str]
    fields: Sequence[str | Callable[[Any], object]]

    def rows(self, records: Iterable[Any], rules: Rulebook) -> list[list[object]]:
        """The cells of each record."""
        rows = [[_cell(record, column, rules) for column in self.fields] for record in records]
        return [[*row[:-1], row[-1] or "-"] for row in rows]


LAST_TABLES = (
    PageTable(
        title="Reminders",
        of="reminders",
        head=("", "DUE", "DONE", "TEXT"),
        fields=("seq", "due", "done_on", "text"),
    ),
    PageTable(
        title=f"Activity log, newest {ACTIVITIES}",
        of="activities",
        head=("", "DATE", "WHO", "", "TEXT"),
        fields=("seq", "on", "actor", "action", "text"),
    ),
)
"""The tables with which the page of every subject ends."""


def _cell(record: Any, column: str | Callable[[Any], object], rules: Rulebook) -> object:
    if not isinstance(column, str):
        return column(record)
    field, _, table = column.partition("/")
    value = getattr(record, field)
    return rules.meaning(table, value) if table and value else value


class SubjectPage(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency shows of a subject: the shape of its JSON, what fills it, and the page for people.

    `read` is asked with what policy reads of the subject. `head` prints the first lines and `persons` names
    the persons with their titles; then comes the guide, then the tables. `name` is whom a worklist
    names, under `name_title`.
    """

    out: type[Shape]
    read: Callable[[Workplace, Any], Any]
    head: Callable[[Any, Paper], None]
    persons: Callable[[Any], Iterable[tuple[str, PersonOut]]]
    tables: Sequence[PageTable]
    name: Callable[[Any], str]
    name_title: str = "NAME"


def show_of(agency: Manifest) -> SubjectPage:
    """What the agency shows of a subject; CommandError CS-301 where it does not say."""
    found: SubjectPage | None = agency.load("show")
    if found is None:
        raise CommandError("CS-301", fault=f"{agency.name} shows nothing here", command="cstui show")
    return found


def print_subject(out: Any, place: Workplace, paper: Paper) -> None:
    """Everything on a subject as people read it."""
    show = show_of(place.performer.agency)
    show.head(out, paper)
    for title, person in show.persons(out):
        paper.heading(title)
        _print_person(person, paper)
    paper.heading("Next")
    print_steps(out.steps, paper)
    for table in show.tables:
        if rows := table.rows(getattr(out, table.of), place.rules):
            paper.heading(table.title)
            paper.table(table.head, rows)


def print_steps(steps: Iterable[StepOut], paper: Paper) -> None:
    """What comes next, each step with its day, its command and its rule."""
    for at, step in enumerate(steps):
        paper.wrapped(step.text, 2, "bold" if at == 0 else "", first="> " if at == 0 else "- ")
        law = f" (the law's day: {step.due})" if step.due != step.work_by else ""
        because = f"{step.why} ({step.cite})" if step.rule else ""
        by = f"{step.work_by}{law}" if step.work_by else ""
        rows = [("by", by), ("do it on", step.command), ("because", because)]
        paper.pairs([*rows, ("rule", step.rule)], 4)


def _print_person(person: PersonOut, paper: Paper) -> None:
    hidden = reads.HIDDEN if person.hidden else None
    paper.pairs(
        [
            ("name", reads.full_name(person.last, person.first, person.middle)),
            ("person", person.number),
            ("born", person.born),
            ("address", hidden or person.address),
            ("telephone", hidden or ", ".join(person.phones)),
            ("works at", hidden or person.employer),
        ],
        2,
    )


def person_out(session: reads.Reading, person: Person) -> PersonOut:
    """A person, with what is hidden left out."""
    view, hidden = reads.person_view(session, person.number), person.family_violence
    home = next((a for a in view.addresses if a.until is None), None) if view and not hidden else None
    phones = tuple(p.number for p in view.phones if p.until is None) if view and not hidden else ()
    parts = (home.line1, home.line2, home.city, home.state, home.zip_code) if home else ()
    return shaped(
        PersonOut,
        person,
        employer=None if hidden else person.employer,
        address=" ".join(part for part in parts if part) if home else None,
        phones=phones,
        hidden=_WHY_HIDDEN if hidden else (),
    )


def activities_out(session: reads.Reading, subject: str) -> tuple[ActivityOut, ...]:
    """The newest entries of a subject's log."""
    found = log_reads.activities(session, subject, limit=ACTIVITIES)
    return tuple(msgspec.convert(found, list[ActivityOut], from_attributes=True))


def steps_out(facts: SubjectFacts, place: Workplace) -> Iterator[StepOut]:
    """Every open step of a subject, most urgent first."""
    show: SubjectPage | None = place.performer.agency.load("show")
    name = show.name(facts) if show else ""
    on = place.business_date()
    return (step_out(step, name, place.rules) for step in policy_guide.steps(facts, place.rules, on))


def step_out(step: NextStep | reads.WorkRow, name: str, rules: Rulebook) -> StepOut:
    """A step with what its rule says."""
    rule = rules.rules.get(step.rule)
    return shaped(
        StepOut,
        step,
        subject_key=step.key,
        subject_name=name,
        why=rule.title if rule else "",
        cite=rule.cite if rule else "",
        work_by=shown_due(step.kind, step.due, rules),
    )
