"""Writing a lesson by working it: what was keyed at the desk becomes the solution in a lesson's file.

The people and cases are those of a lesson or scenario that stands. From a scenario only what is
given is taken, and every act that was done becomes a goal whose words its author then writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from cstui.acts.base import name_of
from cstui.acts.registry import acts_of
from cstui.agency import find, first
from cstui.classroom.seats.journal import SeatMoment
from cstui.content import Source
from cstui.scenario.read import agency_of

_HEADER = re.compile(r"^\[\[?\s*([A-Za-z_]+)")
TO_WRITE = "TO WRITE"
"""Stands where the author of a recorded lesson has words to write; a lesson with it is not yet whole."""


def draft(path: Path) -> str:
    """The text of a lesson to be worked: the lesson in the file, or one made of a scenario's givens."""
    source = Source(path)
    agency = agency_of(source).name
    whose = [] if agency == first().name or "agency" in source.data else [f'agency = "{agency}"']
    if "goal" in source.data:
        return "\n".join([*whose, source.text])
    text = without(source.text, {"step"})
    head = "\n".join(
        [
            *whose,
            "number = 99",
            "minutes = 15",
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
    kept = re.sub(r'^id = ".*"$', lambda _: f"id = {_text(name)}", kept, count=1, flags=re.MULTILINE)
    return kept.rstrip() + "\n\n" + "\n".join(deeds(moments))


def deeds(moments: Sequence[SeatMoment]) -> list[str]:
    """The deeds that do the same as the moments, as they stand in a file."""
    found: list[str] = []
    nights = None
    for one in moments:
        if one.kind == "night":
            nights = one.through
            continue
        if one.kind != "key":
            continue
        if nights is not None:
            found.append(f"[[deed]]\nnights = {nights}\n")
            nights = None
        found.append(_deed(one))
    if nights is not None:
        found.append(f"[[deed]]\nnights = {nights}\n")
    return found


def without(text: str, tables: set[str]) -> str:
    """A TOML text without the tables of these names, and what belongs to them."""
    kept: list[str] = []
    dropping = False
    quote = ""
    for line in text.splitlines(keepends=True):
        header = None if quote else _HEADER.match(line)
        if header:
            dropping = header[1] in tables
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
