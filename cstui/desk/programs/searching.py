"""What F4 searches in fields of subjects, persons, workers and offices: a page of lines, read by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, Protocol

import msgspec

from cstui.cells import is_number, short_name
from cstui.desk.dates import NoDate, NoSuchDay
from cstui.desk.drawing import Field, Kind
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import PageTrail
from cstui.desk.programs.srch import Start, key_of, lines_of
from cstui.name_folding import plain
from cstui.store import reads

NAME, OTHER = 33, 17
"""Columns of a name where the prompt shows it, and of the second party beside it."""
HEADS = {
    "worker": f"{'WORKER':8} {'NAME':33} OFFICE",
    "office": f"{'OFFICE':8} NAME",
}
TITLES = {
    "worker": "WORKERS: a name or a number",
    "office": "OFFICES: a name or a number",
}


class FoundLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a prompt: what it puts into the field, what it is, what tells it from others."""

    code: str
    meaning: str
    help: str = ""


class Searches(Protocol):
    """How an agency's subjects and the persons on them are searched; the hook `searches` names it.

    `heads` and `titles` are those of the prompts `case` and `person`; people with a part of `beside` do not
    lead to a subject.
    """

    heads: ClassVar[Mapping[str, str]]
    titles: ClassVar[Mapping[str, str]]
    beside: ClassVar[frozenset[str]]

    @staticmethod
    def beginning(desk: DeskContext, number: str, limit: int, offset: int) -> Sequence[str]:
        """The numbers of subjects that begin so, in order."""

    @staticmethod
    def lines(desk: DeskContext, numbers: Sequence[str]) -> tuple[FoundLine, ...]:
        """A line for each of these subjects; unknown ones are left out."""

    @staticmethod
    def people(desk: DeskContext) -> Mapping[int, str]:
        """The persons of the subject in hand by number, each with the part he or she has in it."""


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a page, and where the next one begins (None on the last)."""

    lines: tuple[FoundLine, ...]
    next: Start | None = None


def searches(desk: DeskContext) -> Searches:
    """How the agency of the desk searches."""
    found: Searches = desk.own.hook("searches")
    return found


def kind_of(desk: DeskContext, field: Field) -> str:
    """What is searched in a field: case, person, worker, office; empty where nothing is."""
    if field.kind is Kind.WORKER or (field.kind in (Kind.CASE, Kind.PERSON) and desk.own.searches):
        return field.kind.value
    return "office" if field.name == "office" else ""


def titled(desk: DeskContext, kind: str) -> tuple[str, str]:
    """The title of a search, and the heads of its columns."""
    if kind in TITLES:
        return TITLES[kind], HEADS[kind]
    return searches(desk).titles[kind], searches(desk).heads[kind]


def found(desk: DeskContext, kind: str, typed: str, trail: PageTrail[Start], shown: int) -> FoundPage:
    """The page of `shown` lines on which the trail ends."""
    if kind in ("worker", "office"):
        return _listed(_workers(desk) if kind == "worker" else _offices(desk), typed, trail.start, shown)
    if not typed:
        return FoundPage(lines=tuple((_last_ones if kind == "case" else _in_hand)(desk, shown)))
    if kind == "case" and is_number(typed):
        offset = trail.start[0]
        numbers = searches(desk).beginning(desk, typed, shown + 1, offset)
        more = (offset + shown, 0) if len(numbers) > shown else None
        return FoundPage(lines=searches(desk).lines(desk, numbers[:shown]), next=more)
    return _people(desk, kind, typed, trail.start, shown)


def _people(desk: DeskContext, kind: str, typed: str, start: Start, shown: int) -> FoundPage:
    try:
        rows = lines_of(desk, key_of(desk, typed), start, shown + 1)
    except (NoDate, NoSuchDay):
        return FoundPage(lines=())
    more = rows[shown][0] if len(rows) > shown else None
    values = [row.values for _, row in rows[:shown]]
    if kind == "case":
        beside = searches(desk).beside
        numbers = list(dict.fromkeys(v["case"] for v in values if v["case"] and v["role"] not in beside))
        return FoundPage(lines=searches(desk).lines(desk, numbers), next=more)
    lines = tuple(
        FoundLine(
            code=v["person"],
            meaning=v["name"],
            help=f"{v['born']:10} {v['role']:3} {v['case']:8} {v['status'] if v['case'] else ''}".rstrip(),
        )
        for v in values
    )
    return FoundPage(lines=lines, next=more)


def _last_ones(desk: DeskContext, shown: int) -> tuple[FoundLine, ...]:
    """The subject in hand, and the last that the worker entered something on."""
    recent = desk.read(lambda session: reads.recent(session, desk.worker.number, limit=shown))
    numbers = dict.fromkeys(filter(None, (desk.case, *(row.key for row in recent))))
    return searches(desk).lines(desk, list(numbers)[:shown])


def _in_hand(desk: DeskContext, shown: int) -> tuple[FoundLine, ...]:
    """The persons of the subject in hand."""
    lines = []
    for number, part in list(searches(desk).people(desk).items())[:shown]:
        for person in desk.read(partial(reads.search_people, wanted=number, limit=1)):
            born = f"{person.born:%m/%d/%Y}" if person.born else ""
            here = next((role for role in person.roles if role.key == desk.case), None)
            what = f"{born:10} {part:3} {desk.case:8} {here.status.upper() if here else ''}".rstrip()
            lines.append(FoundLine(code=str(number), meaning=short_name(person.name, NAME), help=what))
    return tuple(lines)


def _workers(desk: DeskContext) -> list[FoundLine]:
    names = {office.code: office.name for office in desk.read(reads.offices)}
    return [
        FoundLine(code=w.number, meaning=w.name, help=f"{w.office} {names.get(w.office, '')}")
        for w in desk.read(reads.workers)
    ]


def _offices(desk: DeskContext) -> list[FoundLine]:
    return [FoundLine(code=office.code, meaning=office.name) for office in desk.read(reads.offices)]


def _listed(lines: Sequence[FoundLine], typed: str, start: Start, shown: int) -> FoundPage:
    wanted, letters = typed.upper(), plain(typed)
    fitting = [line for line in lines if line.code.startswith(wanted) or letters in plain(line.meaning)]
    page = fitting[start[0] : start[0] + shown]
    more = (start[0] + shown, 0) if len(fitting) > start[0] + shown else None
    return FoundPage(lines=tuple(page), next=more)
