"""Writing a lesson by working it: what was keyed at the desk becomes the solution in a lesson's file.

The people and cases are those of a lesson or scenario that stands. A scenario's story is the past: what it
does before the last day on which somebody acts. What is done at the desk then is the solution, and each act a
goal whose words its author writes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from cstui.acts.base import name_of
from cstui.acts.registry import acts_of
from cstui.acts.workdays import days_off
from cstui.agency import find, first
from cstui.classroom.seats.journal import SeatMoment
from cstui.content import ContentError, Source
from cstui.desk.dates import NoDate, NoSuchDay, Several, When, parse_date
from cstui.desk.drawing import Field, Kind, load_drawing
from cstui.scenario.read import agency_of, read_scenario

_HEADER = re.compile(r"^\[\[?\s*([A-Za-z_]+)")
_KEYED = re.compile(r"\d{6}|\d{8}|\d\d/\d\d/(?:\d\d){1,2}")
"""A date as it is keyed; what is counted from the day of work, as T+7, stays as it is."""
NEW = "new.toml"
"""The lesson that an agency brings to begin a new one with."""
TO_WRITE = "TO WRITE"
"""Stands where the author of a recorded lesson has words to write; a lesson with it is not yet whole."""


def draft(path: Path) -> str:
    """The text of a lesson to be worked: the lesson in the file, or one made of a scenario's givens."""
    source = Source(path)
    agency = agency_of(source).name
    whose = [] if agency == first().name or "agency" in source.data else [f'agency = "{agency}"']
    if "goal" in source.data:
        return "\n".join([*whose, source.text])
    scenario = read_scenario(path)
    last = max((one.on for one in scenario.steps if one.act and not one.refused), default=scenario.starts)
    story = {
        one.line for one in scenario.steps if one.on < last and (one.nightly or (one.act and not one.refused))
    }
    text = without(source.text, {"step"}, keep=story)
    head = "\n".join(
        [
            *whose,
            "number = 99",
            "minutes = 15",
            f"opens = {_text(said_day(last, scenario.starts))}",
            f'brief = "{TO_WRITE}: what has happened, and what the learner is to do."',
            f'debrief = "{TO_WRITE}: what to take along, with the paragraph."',
            "",
        ]
    )
    lines = text.splitlines(keepends=True)
    begins = next((at for at, line in enumerate(lines) if _HEADER.match(line)), len(lines))
    return "".join(
        [*lines[:begins], head, *lines[begins:], "\n", _goal("goal-1", "the work is done", _note(agency))]
    )


def new(agency: str, name: str) -> str:
    """The text of a new lesson of that name, to be changed: a case, a goal and its solution.

    ContentError where the agency brings none to begin with.
    """
    found = find(agency).files("classroom", NEW)
    if not found:
        raise ContentError(Path(NEW), 1, f"{agency} brings no lesson to begin with; name a scenario")
    return renamed(Source(found[0]).text, name)


def _id_of(name: str) -> str:
    """The id of a lesson in a file of that name: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:64] or "lesson"


def renamed(text: str, name: str) -> str:
    """The text of a lesson under the name of its file, with the number with which that begins."""
    number = int(name[:2]) if re.match(r"\d\d-", name) else 99
    text = re.sub(r'^id = ".*"$', lambda _: f"id = {_text(_id_of(name))}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^number = \d+$", f"number = {number}", text, count=1, flags=re.MULTILINE)


def recorded(text: str, moments: Sequence[SeatMoment], acts: Iterable[str], name: str) -> str:
    """The text of the lesson with what was keyed as its solution; `acts` are those that were done.

    The goals that stand stay; those of a draft become one for each act.
    """
    kept = without(text, {"deed"})
    if f'title = "{TO_WRITE}' in kept:
        kept = without(kept, {"goal"})
        goals = [
            _goal(f"goal-{at}", f"{act.partition(' ')[0]} is done", act)
            for at, act in enumerate(dict.fromkeys(acts), 1)
        ]
        agency = agency_of(Source(Path(name), text)).name
        goals = goals or [_goal("goal-1", "the work is done", _note(agency))]
        kept = kept.rstrip() + "\n\n" + "\n".join(goals)
    kept = re.sub(r'^id = ".*"$', lambda _: f"id = {_text(_id_of(name))}", kept, count=1, flags=re.MULTILINE)
    source = Source(Path(name), text)
    starts, agency = source.data["starts"], agency_of(source).name
    return kept.rstrip() + "\n\n" + "\n".join(deeds(moments, starts, agency))


def deeds(moments: Sequence[SeatMoment], starts: date, agency: str) -> list[str]:
    """The deeds that do the same as the moments, as they stand in a file; days are counted from `starts`."""
    found: list[str] = []
    nights = None
    for one in moments:
        if one.kind == "night":
            nights = one.through
            continue
        if one.kind != "key":
            continue
        if nights is not None:
            found.append(f"[[deed]]\nnights = {_text(said_day(nights, starts))}\n")
            nights = None
        found.append(_deed(_dated(one, starts, agency)))
    if nights is not None:
        found.append(f"[[deed]]\nnights = {_text(said_day(nights, starts))}\n")
    return found


def said_day(day: date, starts: date) -> str:
    """A day as it is counted from the start, so that variants move it; a first of a month stays one."""
    if day.day == 1:
        return f"month {12 * (day.year - starts.year) + day.month - starts.month:+d}"
    return f"day {(day - starts).days:+d}"


def _dated(one: SeatMoment, starts: date, agency: str) -> SeatMoment:
    """The moment with the dates that were keyed counted from the start: `{day +8}`."""
    try:
        fields = {field.name: field for field in load_drawing(one.screen, agency).entries}
    except ContentError:
        return one

    def counted(fill: dict[str, str]) -> dict[str, str]:
        return {name: keyed(fields.get(name), text) for name, text in fill.items()}

    def keyed(field: Field | None, text: str) -> str:
        if field is None or field.kind is not Kind.DATE or not _KEYED.fullmatch(text.strip()):
            return text
        try:
            day = parse_date(text, one.on, When(field.when), partial(days_off, agency=agency))
        except (NoDate, NoSuchDay, Several):
            return text
        return f"{{{said_day(day, starts)}}}"

    rows = tuple(msgspec.structs.replace(row, fill=counted(row.fill)) for row in one.rows)
    return msgspec.structs.replace(one, fill=counted(one.fill), rows=rows)


def without(text: str, tables: set[str], keep: Collection[int] = ()) -> str:
    """A TOML text without the tables of these names, and what belongs to them; those stay that begin on a
    line to `keep`, counted from 1."""
    kept: list[str] = []
    dropping = False
    quote = ""
    for at, line in enumerate(text.splitlines(keepends=True), 1):
        header = None if quote else _HEADER.match(line)
        if header and (header[1] not in tables or not line.startswith(f"[{header[1]}.")):
            dropping = header[1] in tables and at not in keep
        for mark in ('"""', "'''"):
            if line.count(mark) % 2:
                quote = "" if quote == mark else mark
        if not dropping:
            kept.append(line)
    return "".join(kept)


def _deed(one: SeatMoment) -> str:
    lines = ["[[deed]]", f'on_screen = "{one.screen}"']
    if one.command:
        lines.append(f"type = {_text(one.command)}")
    if one.fill:
        lines.append(f"fill = {_table(one.fill)}")
    if one.rows:
        rows = ", ".join(f"{{ row = {row.row}, fill = {_table(row.fill)} }}" for row in one.rows if row.fill)
        lines.append(f"rows = [{rows}]")
    if "." in one.cursor and not (one.rows or one.command):
        lines.append(f'cursor = "{one.cursor}"')
    if one.aid != "enter":
        lines.append(f'press = "{one.aid}"')
    return "\n".join(lines) + "\n"


def _table(fill: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{name} = {_text(value)}" for name, value in fill.items()) + " }"


def _text(value: str) -> str:
    return msgspec.json.encode(value).decode()


def _note(agency: str) -> str:
    """The act of a goal that stands for any: the note of the agency, else its first act."""
    act = find(agency).load("note")
    return name_of(act) if act is not None else next(iter(acts_of(agency)))


def _goal(id_: str, title: str, act: str) -> str:
    return "\n".join(
        [
            "[[goal]]",
            f'id = "{id_}"',
            f'title = "{TO_WRITE}: {title}"',
            f'why = "{TO_WRITE}"',
            f'cite = "{TO_WRITE}"',
            f'did = ["{act}"]',
            f'nudge = "{TO_WRITE}: a nudge for {id_}"',
            f'where = "{TO_WRITE}: where {id_} is done"',
            f'how = "{TO_WRITE}: how {id_} is done, key by key"',
            "",
        ]
    )
