"""The lines of an edition of the form, and the figures that cells give.

A line is data (`data/federal/editions`): a number, its columns, what it counts, its parent line, its
conditions. What is on a line in a column is one pair of mask and value (`Asks`), the parents' and its own
together; the count, the lists of cases and the explanation all ask that pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Literal

import msgspec
from msgspec.structs import replace

from cstui import content
from cstui.agencies.federal.policy.conditions import (
    AMOUNTS,
    CONDITIONS,
    FACTS,
    Asks,
    Condition,
)

Kind = Literal["cases", "children", "quick", "cents", "fte", "entered", "requests", "filed"]
UNITS: Mapping[str, str] = {"cases": "C", "cents": "C", "requests": "C", "children": "K", "quick": "Q"}
"""The unit that each kind of line is counted over; the other kinds are entered."""
COLUMNS = ("a", "b", "c", "d")
_STATUS = {"b": "current", "c": "former", "d": "never"}
AGENCY = "federal"


class Switch(content.Content, frozen=True, kw_only=True):
    """Other conditions where a choice of the report is so: `when` stands in the place of the line's own."""

    choice: str
    value: bool
    when: tuple[str, ...]


class Line(content.Content, frozen=True, kw_only=True):
    """A line of the form. `amounts` are summed where it counts cents or requests.

    A line of the kind `filed` repeats line `copies` of last year's filed report. `source` says where the
    definition of a line of a later edition comes from.
    """

    number: str
    title: str
    section: str
    kind: Kind
    columns: tuple[str, ...]
    part_of: str = msgspec.field(name="of", default="")
    when: tuple[str, ...] = ()
    switch: tuple[Switch, ...] = ()
    amounts: tuple[str, ...] = ()
    copies: str = ""
    cite: str
    source: str = ""
    optional: bool = False

    @property
    def unit(self) -> str:
        """C, K or Q; empty for what is entered."""
        return UNITS.get(self.kind, "")

    @property
    def shown(self) -> Literal["count", "money", "fte"]:
        """How its figures are written."""
        if self.kind == "fte":
            return "fte"
        return "money" if set(self.amounts) - {"sent", "received"} else "count"


class FormSection(content.Content, frozen=True, kw_only=True):
    """A section of the form by its letter."""

    letter: str
    title: str


class Edit(content.Content, frozen=True, kw_only=True):
    """An edit: the sum of lines `left` against line `right`, by column where both have it, else in all.

    `kind` is most (left is not more than right), differ (equal and not zero is a warning to look) or needs
    (left is zero where right is). A warning does not keep a report from being signed.
    """

    id: str
    left: tuple[str, ...]
    right: str
    kind: Literal["most", "differ", "needs"]
    severity: Literal["error", "warning"] = "error"
    cite: str
    about: str = ""


class Edition(content.Content, frozen=True, kw_only=True, dict=True):
    """A form edition: the fiscal years for which it is the form, its sections and lines, its edits.

    `disbursed` says that the family's share counts when it was paid out. `foreign` says that requests of
    Tribes and other countries count as interstate. An edition that `changes` another takes over its sections,
    lines and edits, except those that it gives itself or goes `without` (numbers, ids); `unchanged` is the
    source of lines that it takes over without one. `{edition}` in a citation is the name of the edition.
    """

    name: str
    title: str
    first: int
    last: int | None = None
    disbursed: bool
    foreign: bool
    cite: str
    note: str = ""
    reserved: tuple[str, ...] = ()
    changes: str = ""
    without: tuple[str, ...] = ()
    unchanged: str = ""
    section: tuple[FormSection, ...] = ()
    line: tuple[Line, ...]
    edit: tuple[Edit, ...] = ()

    @cached_property
    def by_number(self) -> Mapping[str, Line]:
        return {line.number: line for line in self.line}


Choices = Mapping[str, bool | str]
"""The choices of a report by the name of their parameter."""
Cell = tuple[str, int, int, tuple[int, ...]]
"""Unit, cell, how many fall into it, and the sums of `AMOUNTS`."""
Figures = Mapping[tuple[str, str], int]
"""Figures by line and column: counts, cents, or hundredths of an FTE."""


def conditions_of(edition: Edition, number: str, choices: Choices) -> tuple[Condition, ...]:
    """All that a case must meet for a line: the conditions of the lines it is part of, then its own."""
    line = edition.by_number[number]
    above = conditions_of(edition, line.part_of, choices) if line.part_of else ()
    names = next((s.when for s in line.switch if bool(choices.get(s.choice, False)) is s.value), line.when)
    own = (CONDITIONS[line.unit, name] for name in names)
    return tuple(dict.fromkeys((*above, *own)))


def asks(edition: Edition, number: str, column: str, choices: Choices) -> Asks:
    """The bits of a cell that is on a line in a column; column (a) is all columns together."""
    line = edition.by_number[number]
    found = Asks()
    for condition in conditions_of(edition, number, choices):
        found &= condition.asks
    return found & status_of(line, column).asks if column in _STATUS else found


def status_of(line: Line, column: str) -> Condition:
    """The condition of a status column."""
    return CONDITIONS[line.unit, _STATUS[column]]


class LineColumn(msgspec.Struct, frozen=True):
    """A line in a column: the bits that a cell must have, and the places of the amounts that are summed."""

    line: str
    column: str
    unit: str
    asks: Asks
    amounts: tuple[int, ...]


def places(edition: Edition, choices: Choices) -> list[LineColumn]:
    """Every counted line of an edition in each of its columns."""
    return [
        LineColumn(
            line.number,
            column,
            line.unit,
            asks(edition, line.number, column, choices),
            tuple(AMOUNTS.index(name) for name in line.amounts),
        )
        for line in edition.line
        if line.unit
        for column in line.columns
    ]


def count(edition: Edition, choices: Choices, cells: Iterable[Cell]) -> dict[tuple[str, str], int]:
    """The counted figures of an edition from cells; what is entered is not among them."""
    return counted(places(edition, choices), cells)


def counted(wanted: Iterable[LineColumn], cells: Iterable[Cell]) -> dict[tuple[str, str], int]:
    """The figures of some places from cells."""
    of: dict[str, list[Cell]] = {}
    for cell in cells:
        of.setdefault(cell[0], []).append(cell)
    return {
        (one.line, one.column): sum(
            sum(sums[place] for place in one.amounts) if one.amounts else n
            for _, cell, n, sums in of.get(one.unit, ())
            if one.asks.holds(cell)
        )
        for one in wanted
    }


def added(tables: Iterable[Iterable[Cell]]) -> list[Cell]:
    """Cells of several districts or States, added up."""
    total: dict[tuple[str, int], tuple[int, tuple[int, ...]]] = {}
    for table in tables:
        for unit, cell, n, sums in table:
            before = total.get((unit, cell), (0, (0,) * len(AMOUNTS)))
            total[unit, cell] = (
                before[0] + n,
                tuple(a + b for a, b in zip(before[1], sums, strict=True)),
            )
    return [(unit, cell, n, sums) for (unit, cell), (n, sums) in sorted(total.items())]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One condition of a line and whether a case meets it; `line` is the line that asks for it."""

    line: str
    condition: str
    holds: bool
    said: str


def reasons(edition: Edition, number: str, choices: Choices, cell: int) -> tuple[Reason, ...]:
    """Why a case is on a line or not: each condition once, with the line that first asks for it."""
    line = edition.by_number[number]
    above = reasons(edition, line.part_of, choices, cell) if line.part_of else ()
    known = {one.condition for one in above}
    own = [one for one in conditions_of(edition, number, choices) if one.name not in known]
    found = [
        Reason(
            line=number,
            condition=one.name,
            holds=(holds := one.asks.holds(cell)),
            said=one.holds if holds else one.fails,
        )
        for one in own
    ]
    return (*above, *found)


def column_of(line: Line, cell: int) -> str:
    """The column in which a case or child stands on a line; empty where the line has none for it."""
    status = next((c for c in _STATUS if status_of(line, c).asks.holds(cell)), "") if line.unit != "Q" else ""
    return status if status in line.columns else "a" if "a" in line.columns else ""


def lines_of(edition: Edition, choices: Choices, unit: str, cell: int) -> Iterator[tuple[Line, str]]:
    """The lines on which a case or child counts, each with its column."""
    for line in edition.line:
        if line.unit == unit and (column := column_of(line, cell)):
            wanted = asks(edition, line.number, column, choices)
            if wanted.holds(cell):
                yield line, column


def named_facts(unit: str, cell: int) -> tuple[str, ...]:
    """The facts that a cell says, in words."""
    return tuple(fact for place, fact in enumerate(FACTS[unit]) if cell >> place & 1)


@cache
def editions() -> Mapping[str, Edition]:
    """The editions by name, oldest first; ContentError with file and line for the first fault."""
    read = [(source, source.read(Edition)) for source in content.sources(f"data/{AGENCY}/editions")]
    whole: dict[str, Edition] = {}
    for source, given in sorted(read, key=lambda one: one[1].first):
        if given.changes and given.changes not in whole:
            raise source.error("$.changes", f"there is no earlier edition {given.changes}")
        found = _taken_over(whole[given.changes], given) if given.changes else given
        _check(source, given, found)
        whole[found.name] = found
    return {name: _cited(one) for name, one in whole.items()}


def fitting(year: int) -> Edition | None:
    """The edition of a fiscal year; None for a year before the first."""
    fits = (
        one for one in editions().values() if one.first <= year and (one.last is None or year <= one.last)
    )
    return next(fits, None)


def edition_for(year: int) -> Edition:
    """The edition of a fiscal year; LookupError for a year before the first."""
    if (found := fitting(year)) is None:
        raise LookupError(f"no edition of the form for fiscal year {year}")
    return found


def edition_of(name: str) -> Edition:
    """The edition of that name; the newest for a name that is not one."""
    known = editions()
    return known.get(name) or list(known.values())[-1]


def _taken_over(before: Edition, given: Edition) -> Edition:
    """An edition with what it takes over from the one that it changes, in the order of the form."""
    letters = [section.letter for section in before.section]
    source = given.unchanged
    lines = {line.number: replace(line, source=line.source or source) for line in before.line}
    lines |= {line.number: line for line in given.line}
    edits = {edit.id: edit for edit in (*before.edit, *given.edit)}
    gone = given.without
    return replace(
        given,
        section=before.section,
        line=tuple(
            sorted((line for n, line in lines.items() if n not in gone), key=partial(_place, letters))
        ),
        edit=tuple(edit for name, edit in edits.items() if name not in gone),
    )


def _place(letters: Sequence[str], line: Line) -> tuple[int, int, str]:
    """Where a line stands on the form: 2, 2a, 10."""
    figure = line.number.rstrip("abcdefghi")
    return letters.index(line.section), int(figure), line.number.removeprefix(figure)


def _cited(edition: Edition) -> Edition:
    """The edition with its name in the citations of what came with it, or with one that it changes."""

    def named(cite: str) -> str:
        return cite.replace("{edition}", edition.name)

    return replace(
        edition,
        line=tuple(replace(line, cite=named(line.cite)) for line in edition.line),
        edit=tuple(replace(edit, cite=named(edit.cite)) for edit in edition.edit),
    )


def _check(source: content.Source, given: Edition, edition: Edition) -> None:
    """ContentError at the first fault of an edition, which `given` is the file of."""
    places = {line.number: f"$.line[{place}]" for place, line in enumerate(given.line)}
    if len(places) < len(given.line):
        raise source.error("$.line", "a line is there twice")
    letters = {section.letter for section in edition.section}
    seen: set[str] = set()
    for line in edition.line:
        at = places.get(line.number, "$.changes")
        if line.number in edition.reserved:
            raise source.error(f"{at}.number", f"line {line.number} is reserved")
        if line.section not in letters:
            raise source.error(f"{at}.section", f"there is no section {line.section}")
        if line.part_of and (line.part_of not in seen or edition.by_number[line.part_of].unit != line.unit):
            raise source.error(f"{at}.of", f"line {line.part_of} is not above, or counts something else")
        if not set(line.columns) <= set(COLUMNS) or not line.columns:
            raise source.error(f"{at}.columns", "the columns are some of a, b, c, d")
        for name in (*line.when, *(name for one in line.switch for name in one.when)):
            if (line.unit, name) not in CONDITIONS:
                raise source.error(f"{at}.when", f"there is no condition `{name}` of {line.kind}")
        if not set(line.amounts) <= set(AMOUNTS) or (line.kind in ("cents", "requests") and not line.amounts):
            raise source.error(f"{at}.amounts", f"the amounts are some of {', '.join(AMOUNTS)}")
        seen.add(line.number)
    for place, edit in enumerate(edition.edit):
        if strange := {*edit.left, edit.right} - seen:
            raise source.error(f"$.edit[{place}]", f"there is no line {', '.join(sorted(strange))}")
