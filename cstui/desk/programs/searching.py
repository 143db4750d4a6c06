"""What F4 searches in fields of cases, persons, workers and offices: a page of lines, read by key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from cstui.agencies.louisiana.reads.prompts import cases_from, parties
from cstui.cells import is_number
from cstui.desk.dates import NoDate, NoSuchDay
from cstui.desk.drawing import Field, Kind
from cstui.desk.programs.base import DeskContext, short_name
from cstui.desk.programs.pages import Trail
from cstui.desk.programs.srch import Start, key_of, lines_of
from cstui.name_folding import plain
from cstui.store import reads

NAME, OTHER = 33, 17
"""Columns of a name where the prompt shows it, and of the second party beside it."""
HEADS = {
    "case": f"{'CASE':8} {'CUSTODIAL PARENT':33} {'NCP':17} STATUS WORKER",
    "person": f"{'NUMBER':8} {'NAME':33} {'BORN':10} AS  CASE     STATUS",
    "worker": f"{'WORKER':8} {'NAME':33} OFFICE",
    "office": f"{'OFFICE':8} NAME",
}
TITLES = {
    "case": "CASES: a name, or the beginning of a number; before that, your last ones",
    "person": "PERSONS: a name, a number or a date of birth; before that, those of the case",
    "worker": "WORKERS: a name or a number",
    "office": "OFFICES: a name or a number",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a prompt: what it puts into the field, what it is, what tells it from others."""

    code: str
    meaning: str
    help: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a page, and where the next one begins (None on the last)."""

    lines: tuple[Line, ...]
    next: Start | None = None


def kind_of(field: Field) -> str:
    """What is searched in a field: case, person, worker, office; empty where nothing is."""
    if field.kind in (Kind.CASE, Kind.PERSON, Kind.WORKER):
        return field.kind.value
    return "office" if field.name == "office" else ""


def found(desk: DeskContext, kind: str, typed: str, trail: Trail[Start], shown: int) -> Page:
    """The page of `shown` lines on which the trail ends."""
    if kind in ("worker", "office"):
        return _listed(_workers(desk) if kind == "worker" else _offices(desk), typed, trail.start, shown)
    if not typed:
        return Page(lines=tuple((_last_cases if kind == "case" else _of_the_case)(desk, shown)))
    if kind == "case" and is_number(typed):
        offset = trail.start[0]
        numbers = desk.read(lambda s: cases_from(s, typed, limit=shown + 1, offset=offset))
        more = (offset + shown, 0) if len(numbers) > shown else None
        return Page(lines=_cases(desk, numbers[:shown]), next=more)
    return _people(desk, kind, typed, trail.start, shown)


def _people(desk: DeskContext, kind: str, typed: str, start: Start, shown: int) -> Page:
    try:
        rows = lines_of(desk, key_of(desk, typed), start, shown + 1)
    except (NoDate, NoSuchDay):
        return Page(lines=())
    more = rows[shown][0] if len(rows) > shown else None
    values = [row.values for _, row in rows[:shown]]
    if kind == "case":
        numbers = list(dict.fromkeys(v["case"] for v in values if v["case"] and v["role"] != "CH"))
        return Page(lines=_cases(desk, numbers), next=more)
    lines = tuple(
        Line(
            code=v["person"],
            meaning=v["name"],
            help=f"{v['born']:10} {v['role']:3} {v['case']:8} {v['status'] if v['case'] else ''}".rstrip(),
        )
        for v in values
    )
    return Page(lines=lines, next=more)


def _cases(desk: DeskContext, numbers: Sequence[str]) -> tuple[Line, ...]:
    known = desk.read(lambda session: parties(session, numbers))
    return tuple(
        Line(
            code=number,
            meaning=short_name(row.cp, NAME),
            help=f"{short_name(row.ncp, OTHER)[:OTHER]:{OTHER}} {row.status.upper():6} {row.worker}",
        )
        for number in numbers
        if (row := known.get(number)) is not None
    )


def _last_cases(desk: DeskContext, shown: int) -> tuple[Line, ...]:
    """The case in hand, and the last that the worker entered something on."""
    recent = desk.read(lambda session: reads.recent(session, desk.worker.number, limit=shown))
    numbers = dict.fromkeys(filter(None, (desk.case, *(row.key for row in recent))))
    return _cases(desk, list(numbers)[:shown])


def _of_the_case(desk: DeskContext, shown: int) -> tuple[Line, ...]:
    """The persons of the case in hand."""
    facts = desk.facts(desk.case) if desk.case else None
    if facts is None:
        return ()
    case = facts.case
    roles = {case.cp: "CP", **({case.ncp: "NCP"} if case.ncp is not None else {})}
    roles |= {child.person: "CH" for child in facts.file.children}
    lines = []
    for number, role in list(roles.items())[:shown]:
        people = desk.read(partial(reads.search_people, wanted=number, limit=1))
        for person in people:
            born = f"{person.born:%m/%d/%Y}" if person.born else ""
            what = f"{born:10} {role:3} {case.number:8} {case.status.upper()}"
            lines.append(Line(code=str(number), meaning=short_name(person.name, NAME), help=what))
    return tuple(lines)


def _workers(desk: DeskContext) -> list[Line]:
    names = {office.code: office.name for office in desk.read(reads.offices)}
    return [
        Line(code=w.number, meaning=w.name, help=f"{w.office} {names.get(w.office, '')}")
        for w in desk.read(reads.workers)
    ]


def _offices(desk: DeskContext) -> list[Line]:
    return [Line(code=office.code, meaning=office.name) for office in desk.read(reads.offices)]


def _listed(lines: Sequence[Line], typed: str, start: Start, shown: int) -> Page:
    wanted, letters = typed.upper(), plain(typed)
    fitting = [line for line in lines if line.code.startswith(wanted) or letters in plain(line.meaning)]
    page = fitting[start[0] : start[0] + shown]
    more = (start[0] + shown, 0) if len(fitting) > start[0] + shown else None
    return Page(lines=tuple(page), next=more)
