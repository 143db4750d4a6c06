"""A screen as it is drawn: one `screens/*.toml`, strictly read, with its fields placed.

Rows and columns are screen places counted from 1, as on the terminal: row 1 title, row 2 command
line, rows 3 to 21 the map, row 22 message, row 23 PF legend, row 24 OIA. A field is a run of
underscores; the blank before it is its attribute byte, so column 1 never holds a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from cstui.agency import KERNEL, find, first
from cstui.content import Content, ContentError, Source, files, root

ROWS, COLUMNS = 24, 80
COMMAND_ROW, FIRST_ROW, LAST_ROW = 2, 3, 21
MESSAGE_ROW, LEGEND_ROW, OIA_ROW = 22, 23, 24
MARGIN = 2
"""The column in which the title, the prompt, the message, the legend and the OIA begin."""
COMMAND_PROMPT = "===>"
UNMARKED = "+"
"""What a field that prompts for another shows while it holds no mark."""
ANNOUNCED = 54
"""Columns of a list's letters in a message."""

_RUN = re.compile("_+")
_PF = re.compile(r"PF([1-9]|1\d|2[0-4])$")


class Kind(StrEnum):
    """What may be typed into a field."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CODE = "code"
    CASE = "case"
    PERSON = "person"
    WORKER = "worker"
    FLAG = "flag"

    @property
    def numeric(self) -> bool:
        """Whether the field takes digits only (numeric lock). Dates take `t+7`, so they do not."""
        return self in (Kind.NUMBER, Kind.CASE, Kind.WORKER)


PROMPTED = frozenset({Kind.DATE, Kind.CASE, Kind.PERSON, Kind.WORKER})
"""Kinds of fields that F4 helps to fill although they have no codes."""


class FieldText(Content, frozen=True, kw_only=True):
    """One `[[field]]` as written in the file; `width` is that of one row.

    After the last character of a `down` field the cursor goes to the same column of the next row of
    its list, so that a column is keyed without a look. A `live` field hands the screen to its
    program with every letter typed into it. `when` says which days a date field takes. In a field of a
    person's `names` the middle ones become initials where it is too short. S in a field of one column that
    `prompts` another lists what that one takes; it shows + while it is empty. The arrow keys go
    from one field to pick from (`picks`) that holds something to the next. `protected` is the kind of data in
    it that the law protects (`cstui.policy.protected`).
    """

    name: str
    width: int
    entry: bool = False
    kind: Kind = Kind.TEXT
    codes: str = ""
    fold: bool = True
    autoskip: bool = True
    down: bool = False
    rows: int = 1
    initial: bool = False
    intensified: bool = False
    hidden: bool = False
    required: bool = False
    live: bool = False
    names: bool = False
    picks: bool = False
    prompts: str = ""
    protected: str = ""
    when: Literal["", "past", "coming"] = ""
    label: str = ""
    help: str = ""
    cite: str = ""


class Wider(Content, frozen=True, kw_only=True):
    """What a list does with columns beyond 80: `column` grows up to the width `to`, or is there only then.

    The latter has a `head` and stands `after` another column; its values are those of the rows.
    """

    column: str
    to: int
    head: str = ""
    after: str = ""


class ListText(Content, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """One `[[list]]` as written: the template's screen row, the last row, the columns' fields.

    `wider` are what a wide terminal is used for, the most needed first. `letters` go into the first column,
    each with what it does: they are shown above the heads or on the message line, and F4 lists them.
    """

    name: str
    first: int
    columns: tuple[str, ...]
    last: int = 0
    wider: tuple[Wider, ...] = ()
    letters: Mapping[str, str] = {}

    @property
    def announced(self) -> str:
        """`K kept  F failed`."""
        return "  ".join(f"{letter} {does}" for letter, does in self.letters.items())

    @property
    def choices(self) -> str:
        """The same in a message: `K kept, F failed`; the letters alone where that is too long for one."""
        said = ", ".join(f"{letter} {does}" for letter, does in self.letters.items())
        return said if len(said) <= ANNOUNCED else f"{', '.join(self.letters)}; F4 says what each does"


class Key(Content, frozen=True, kw_only=True):
    """One `[[key]]`: the PF key, the command word that it stands for, its label in the legend.

    `both` is the label of this key and the next one together: `F19/20 NonCoop`.
    """

    key: str
    word: str
    label: str
    both: str = ""

    @property
    def number(self) -> int:
        """The number of the PF key; 0 where the name is none (a fault that the checker reports)."""
        found = _PF.match(self.key)
        return int(found[1]) if found else 0


UNSAID = "That"
"""What messages call a line that may be a password, typed in the wrong place."""


class DrawingText(Content, frozen=True, kw_only=True):
    """A whole screen file as written. With `picks` words can be picked from its map."""

    transaction: str
    title: str
    help: str
    map: str
    cite: str = ""
    family: tuple[str, ...] = ()
    site_supplied: bool = False
    picks: bool = False
    field: tuple[FieldText, ...] = ()
    list: tuple[ListText, ...] = ()
    key: tuple[Key, ...] = ()


class Field(FieldText, frozen=True, kw_only=True):
    """A field in its place: screen row and column of its first character; `list` where it repeats.

    A field that the map does not draw stands at row 0; the checker says so.
    """

    row: int = 0
    column: int = 0
    list: str = ""

    @property
    def size(self) -> int:
        """How many characters it holds, over all its rows."""
        return self.width * self.rows

    @property
    def named(self) -> str:
        """How messages name it."""
        return self.label or self.name.replace("_", " ").upper()


class Region(ListText, frozen=True, kw_only=True):
    """A list in its place: the template's row, the last row of the region, both inclusive."""

    @property
    def height(self) -> int:
        """How many records it shows at 24 rows."""
        return self.last - self.first + 1


class Run(NamedTuple):
    """A run of underscores on the map: screen row, column of the first, how many."""

    row: int
    column: int
    width: int


class Misdrawn(NamedTuple):
    """A map that does not say what its tables say: where in the file (`$.field[2].width`), what."""

    at: str
    fault: str
    map_row: int | None = None


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """One screen. `fields` are in reading order of the map; `literals` is the map without its runs."""

    name: str
    transaction: str
    title: str
    help: str
    cite: str = ""
    family: tuple[str, ...] = ()
    site_supplied: bool = False
    picks: bool = False
    map: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    lists: tuple[Region, ...] = ()
    keys: tuple[Key, ...] = ()
    misdrawn: tuple[Misdrawn, ...] = ()
    agency: str = ""
    """Whose drawing it is taken for: the agency that asked, also where the kernel drew it."""

    @property
    def hides(self) -> bool:
        """Whether a field of it takes what is not shown: a line typed on such a screen may be a password."""
        return any(field.hidden for field in self.fields)

    @property
    def literals(self) -> tuple[str, ...]:
        """The map with every run blanked out, without trailing blanks."""
        return tuple(_RUN.sub(lambda run: " " * len(run[0]), line).rstrip() for line in self.map)

    @property
    def entries(self) -> tuple[Field, ...]:
        """The fields that may be typed into, those of lists among them."""
        return tuple(field for field in self.fields if field.entry)

    @property
    def lettered(self) -> str:
        """The column that takes the letters of its first list; empty where there are none."""
        return self.lists[0].columns[0] if self.lists and self.lists[0].letters else ""

    @property
    def listed(self) -> tuple[Field, ...]:
        """The columns of its first list; empty where it has none."""
        own = self.lists[0].name if self.lists else "none"
        return tuple(field for field in self.fields if field.list == own)

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError where the screen has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"screen {self.name} has no field {name}")


def runs(lines: Iterable[str]) -> Iterator[Run]:
    """The runs of underscores of a map, in reading order."""
    for row, line in enumerate(lines, start=FIRST_ROW):
        for found in _RUN.finditer(line):
            yield Run(row, found.start() + 1, len(found[0]))


def draw(source: Source) -> Drawing:
    """The drawing in `source`; whatever is misdrawn is listed in it, not raised."""
    text = source.read(DrawingText)
    lines = tuple(line.rstrip() for line in text.map.rstrip("\n").split("\n"))
    placed, misdrawn = _place(lines, text)
    return Drawing(
        name=source.path.stem.upper(),
        transaction=text.transaction,
        title=text.title,
        help=text.help,
        cite=text.cite,
        family=text.family,
        site_supplied=text.site_supplied,
        picks=text.picks,
        map=lines,
        fields=tuple(placed),
        lists=tuple(_region(written, lines) for written in text.list),
        keys=text.key,
        misdrawn=tuple(misdrawn),
    )


def _place(lines: Sequence[str], text: DrawingText) -> tuple[list[Field], list[Misdrawn]]:
    waiting = list(runs(lines))
    drawn = len(waiting)
    lists = {column: written.name for written in text.list for column in written.columns}
    fields: list[Field] = []
    misdrawn: list[Misdrawn] = []
    for index, written in enumerate(text.field):
        at = f"$.field[{index}]"
        run = waiting.pop(0) if waiting else Run(0, 0, 0)
        if not run.row:
            misdrawn.append(Misdrawn(at, f"field `{written.name}` has no run of underscores left on the map"))
        elif run.width != written.width:
            misdrawn.append(
                Misdrawn(
                    f"{at}.width",
                    f"field `{written.name}` says width {written.width}, "
                    f"drawn {run.width} at row {run.row} column {run.column}",
                )
            )
        for below in range(1, written.rows if run.row else 1):
            under = Run(run.row + below, run.column, run.width)
            if under in waiting:
                waiting.remove(under)
            else:
                misdrawn.append(
                    Misdrawn(
                        f"{at}.rows",
                        f"field `{written.name}` spans {written.rows} rows, "
                        f"but row {under.row} has no run of {run.width} at column {run.column}",
                    )
                )
                break
        fields.append(
            Field(
                **msgspec.structs.asdict(written),
                row=run.row,
                column=run.column,
                list=lists.get(written.name, ""),
            )
        )
    misdrawn.extend(
        Misdrawn(
            "$.map",
            f"the run of {run.width} at row {run.row} column {run.column} belongs to no field "
            f"({drawn} runs drawn, {len(text.field)} fields)",
            run.row,
        )
        for run in waiting
    )
    return fields, misdrawn


def _region(written: ListText, lines: Sequence[str]) -> Region:
    last = written.last
    if not last:
        last = written.first
        while last < LAST_ROW and not "".join(lines[last - FIRST_ROW + 1 : last - FIRST_ROW + 2]).strip():
            last += 1
    return Region(**{**msgspec.structs.asdict(written), "last": last})


def drawn_files(agency: str = "") -> list[Path]:
    """The files of the screens of an agency (the first by default): its own, and the kernel's others.

    KERNEL names only the kernel's, whatever an agency draws.
    """
    return list(_drawn(agency or first().name).values())


def drawing_names(agency: str = "") -> tuple[str, ...]:
    """The names of the screens of an agency (`WORK`), sorted."""
    return tuple(sorted(_drawn(agency or first().name)))


def load_drawing(name: str, agency: str = "") -> Drawing:
    """The screen called `name`, in any case of letters, as the agency draws it, else the kernel.

    The first agency is meant where none is named. ContentError where it is missing or misdrawn.
    """
    return _load(name.upper(), agency or first().name)


@cache
def _load(name: str, agency: str) -> Drawing:
    path = _drawn(agency).get(name)
    if path is None:
        expected = root() / "screens" / agency / f"{name.lower()}.toml"
        raise ContentError(expected, 1, f"there is no screen {name}; draw it in this file")
    return msgspec.structs.replace(load_source(Source(path)), agency=agency)


@cache
def _drawn(agency: str) -> Mapping[str, Path]:
    own = [] if agency == KERNEL else find(agency).screens()
    return {path.stem.upper(): path for path in (*files(f"screens/{KERNEL}"), *own)}


def load_source(source: Source) -> Drawing:
    """The drawing in `source`; ContentError with the first thing misdrawn."""
    drawing = draw(source)
    if drawing.misdrawn:
        raise fault_of(source, drawing.misdrawn[0])
    return drawing


def fault_of(source: Source, misdrawn: Misdrawn) -> ContentError:
    """The fault with its line: on the map's own row where it is one of the map."""
    if misdrawn.map_row is not None:
        return ContentError(source.path, map_line(source, misdrawn.map_row), misdrawn.fault)
    return source.error(misdrawn.at, misdrawn.fault)


def map_line(source: Source, row: int) -> int:
    """The line of the file on which screen row `row` is drawn."""
    start = source.line_of("$.map")
    opened = source.text.splitlines()[start - 1].rstrip()
    on_next = opened.endswith(("'''", '"""'))
    return start + (row - FIRST_ROW) + (1 if on_next else 0)


def all_drawings(agency: str = "") -> tuple[Drawing, ...]:
    """Every screen of an agency, in order of name; ContentError at the first misdrawn one."""
    return tuple(load_drawing(name, agency) for name in drawing_names(agency))
