"""SRCH: find a person or a subject by name, any number, or date of birth; `/name` comes here too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

import msgspec

from cstui.cells import is_number
from cstui.desk.command_line import is_subject
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import NoDate, NoSuchDay
from cstui.desk.entry import date_fault
from cstui.desk.programs.base import DeskContext, why_not
from cstui.desk.programs.listing import ListProgram
from cstui.desk.programs.pages import PageTrail, marked, under_cursor
from cstui.policy.findings import Finding
from cstui.store import reads

_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2}(\d{2})?")

_NUMBER = re.compile(r"\d")
"""A name has no digit; a docket number (`D-0218`) or a telephone number (`225-555-0101`) has."""

Key = str | int | date | reads.Number
Start = tuple[int, int]
"""Where a page begins: how many persons before it, and how many lines of its first person."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is being searched for, and the pages turned."""

    wanted: str = ""
    trail: PageTrail[Start] = PageTrail(((0, 0),))


class Srch(ListProgram[Search]):
    """S before a line opens the subject, P the person; the number of one subject opens it at once."""

    name = "SRCH"
    state = Search

    def begins(self, desk: DeskContext, argument: str) -> Search:
        return Search(wanted=argument)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        search = self.at(desk, state, argument)
        wanted = search.wanted.strip()
        if not wanted:
            return Answer(screen=self.name, values={"wanted": ""}, state=search)
        if is_subject(wanted, desk.agency.name) and desk.facts(wanted) is not None:
            return desk.go(desk.own.opens, wanted)
        try:
            key = key_of(desk, wanted)
        except (NoDate, NoSuchDay) as error:
            return self._wrong(search, date_fault(desk.rules, error, "wanted", label="SEARCH", value=wanted))
        shown = self.shown(desk)
        found = lines_of(desk, key, search.trail.start, shown + 1)
        if not found:
            return self._wrong(search, desk.finding("CS-128", "wanted", value=wanted))
        rows = tuple(row for _, row in found[:shown])
        alike = any(row.values["name"].startswith("~") for row in rows)
        return Answer(
            screen=self.name,
            values={"wanted": wanted},
            rows=rows,
            message=f"~ before a name: it sounds like {wanted}." if alike else "",
            more_above=len(search.trail.starts) > 1,
            more_below=len(found) > shown,
            state=search,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        search = self.at(desk, request.state)
        for index, row, letter in marked(request):
            if letter in self.letters:
                return self._opened(desk, request, row, letter)
            return self.refused(request, [self.wrong(desk, index, letter)])
        wanted = request.values.get("wanted", "").strip()
        under = under_cursor(request)
        if wanted == search.wanted and under is not None:
            return self._opened(desk, request, under, "S")
        if wanted == search.wanted:
            return self.open(desk, "", search)
        answer = self.open(desk, "", Search(wanted=wanted))
        if answer.screen != self.name or not answer.findings:
            return answer
        # Under what finds nothing stands no list: the lines of the search before would look like its.
        return msgspec.structs.replace(answer, guide=why_not(answer.findings))

    def _opened(self, desk: DeskContext, request: Request, row: Row, letter: str) -> Answer:
        """The subject of the line, or the person where an agency has a screen of persons."""
        person, case = row.key.split()[0], row.values.get("case", "")
        if letter == "S" and case:
            return desk.go(desk.own.opens, case)
        if desk.own.person:
            return desk.go(desk.own.person, f"P{person}")
        return self.refused(request, [desk.finding("CS-128", "wanted", value=f"person {person}")])

    def turned(self, desk: DeskContext, state: Search, word: str) -> Search:
        trail = state.trail.back() if word == "UP" else self._next(desk, state)
        return msgspec.structs.replace(state, trail=trail)

    def _next(self, desk: DeskContext, search: Search) -> PageTrail[Start]:
        if not search.wanted:
            return search.trail
        shown = self.shown(desk)
        found = lines_of(desk, key_of(desk, search.wanted), search.trail.start, shown + 1)
        return search.trail.on(found[shown][0]) if len(found) > shown else search.trail

    def _wrong(self, search: Search, finding: Finding) -> Answer:
        return Answer(screen=self.name, values={"wanted": search.wanted}, findings=(finding,), state=search)


def key_of(desk: DeskContext, wanted: str) -> Key:
    """What `wanted` stands for: a name, a date of birth, a person, or another number.

    NoDate or NoSuchDay where it has the shape of a date and is none.
    """
    if _DATE.fullmatch(wanted):
        return _born(desk, wanted)
    if not is_number(wanted):
        return reads.Number(wanted) if _NUMBER.search(wanted) else wanted
    if len(wanted) == 8:
        try:
            born = desk.date(wanted)
        except (NoDate, NoSuchDay):
            pass
        else:
            if desk.read(lambda s: reads.search_people(s, born, limit=1)):
                return born
    if len(wanted) < 10 and desk.read(lambda s: reads.search_people(s, int(wanted), limit=1)):
        return int(wanted)
    return reads.Number(wanted)


def _born(desk: DeskContext, wanted: str) -> date:
    """A date of birth: one with two digits for the year lies in the hundred years up to today."""
    month, day, year = re.split("[/-]", wanted)
    if len(year) == 4:
        return desk.date(wanted)
    today = desk.on
    full = today.year // 100 * 100 + int(year)
    found = desk.date(f"{month}/{day}/{full}")
    return desk.date(f"{month}/{day}/{full - 100}") if found > today else found


def lines_of(desk: DeskContext, key: Key, start: Start, limit: int) -> list[tuple[Start, Row]]:
    """Up to `limit` lines from `start` on, one for each person and case, each with where it stands."""
    people = desk.read(lambda s: reads.search_people(s, key, limit=limit + 1, offset=start[0]))
    lines = (
        ((start[0] + at, line), row)
        for at, person in enumerate(people)
        for line, row in _of_person(desk, person)
    )
    return list(islice((found for found in lines if found[0] >= start), limit))


def _of_person(desk: DeskContext, person: reads.PersonRow) -> Iterator[tuple[int, Row]]:
    roles = person.roles or (None,)
    for at, role in enumerate(roles):
        values = {
            "person": str(person.number),
            "name": f"~{person.name}" if person.alike else person.name,
            "born": f"{person.born:%m/%d/%Y}" if person.born else "",
            "role": role.role if role else "",
            "case": role.key if role else "",
            "status": role.status.upper() if role else "no role",
            "office": role.office if role else "",
            "worker": role.worker if role else "",
        }
        yield at, Row(key=f"{person.number} {values['case']} {values['role']}", values=values)
