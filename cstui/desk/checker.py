"""Proves that a drawn screen can be shown and used: what is wrong with it, by file and line.

`check` looks at one drawing, `check_all` at every screen of an agency and at what they say of each
other. A drawing without faults fits 24 by 80, and every key of its legend is answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from cstui.agency import KERNEL
from cstui.cells import cells
from cstui.content import ContentError, Source, shown, sources
from cstui.desk.dates import WHOLE
from cstui.desk.drawing import (
    COLUMNS,
    FIRST_ROW,
    LAST_ROW,
    Drawing,
    Field,
    Kind,
    Region,
    draw,
    drawn_files,
    fault_of,
    map_line,
)
from cstui.desk.layout import COMMAND
from cstui.desk.legend import COMMON_KEYS, LEGEND_WIDTH, legend_keys, legend_of
from cstui.policy.protected import KINDS
from cstui.policy.rulebook import build

COMMON_WORDS = frozenset(key.word for key in COMMON_KEYS)
LONGEST_TITLE = 56
NARROWEST = {Kind.DATE: 8, Kind.TIME: 5, Kind.CASE: 8, Kind.WORKER: 5, Kind.FLAG: 1, Kind.CODE: 1}
"""Columns that an entry field of a kind needs at least to hold its value."""


class Fault(NamedTuple):
    """One thing wrong with a screen file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class _Found(NamedTuple):
    """A fault by its place in the file (`$.field[2].help`), or by the screen row of the map."""

    at: str
    text: str
    row: int = 0


def check_all(
    known_codes: Collection[str],
    answered: Mapping[str, Collection[str]] | None = None,
    agency: str = "",
) -> list[Fault]:
    """Every fault of the screens of an agency, as its workers see them: its own and the kernel's others.

    `known_codes` are the names of code tables beside the kernel's, `answered` the command words that the
    program of each screen answers, by screen; None leaves the legends unchecked.
    """
    drawn: list[tuple[Source, Drawing]] = []
    faults: list[Fault] = []
    known = {*known_codes, *build((), (), sources(f"data/{KERNEL}/codes")).codes}
    try:
        found = [Source(path) for path in drawn_files(agency)]
    except ContentError as error:
        return [_fault(error)]
    for source in found:
        try:
            drawn.append((source, draw(source)))
        except ContentError as error:
            faults.append(_fault(error))
    names = {drawing.name for _, drawing in drawn}
    owners = {drawing.transaction: drawing.name for _, drawing in reversed(drawn)}
    for source, drawing in drawn:
        words = None if answered is None else answered.get(drawing.name)
        faults += check(drawing, source, known, words)
        others: list[_Found] = []
        if answered is not None and words is None:
            others.append(_Found("$.transaction", f"no program answers screen {drawing.name}"))
        if owners[drawing.transaction] != drawing.name:
            other = owners[drawing.transaction]
            others.append(
                _Found("$.transaction", f"transaction {drawing.transaction} is that of screen {other} too")
            )
        others += [
            _Found("$.family", f"family names {member}, and there is no such screen")
            for member in drawing.family
            if member not in names
        ]
        faults += _placed(source, others)
    return sorted(faults)


def check(
    drawing: Drawing,
    source: Source,
    known_codes: Collection[str],
    answered_words: Collection[str] | None = None,
) -> list[Fault]:
    """Every fault of one drawing, in order of line."""
    faults = [_fault(fault_of(source, misdrawn)) for misdrawn in drawing.misdrawn]
    faults += _placed(source, _map_faults(drawing))
    faults += _placed(source, _field_faults(drawing, known_codes))
    faults += _placed(source, _list_faults(drawing))
    faults += _placed(source, _key_faults(drawing, answered_words))
    return sorted(faults)


def _fault(error: ContentError) -> Fault:
    return Fault(shown(error.path), error.line, error.fault)


def _placed(source: Source, found: Iterable[_Found]) -> list[Fault]:
    return [
        Fault(shown(source.path), map_line(source, row) if row else source.line_of(at), text)
        for at, text, row in found
    ]


def _map_faults(drawing: Drawing) -> Iterator[_Found]:
    if len(drawing.title) > LONGEST_TITLE:
        yield _Found("$.title", f"the title has {len(drawing.title)} columns; {LONGEST_TITLE} fit")
    if not drawing.help.strip():
        yield _Found("$.help", "the screen has no help")
    if drawing.family and drawing.name not in drawing.family:
        yield _Found("$.family", f"the family does not name {drawing.name} itself")
    rows = LAST_ROW - FIRST_ROW + 1
    if len(drawing.map) > rows:
        yield _Found("", f"the map has {len(drawing.map)} rows; {rows} fit", LAST_ROW + 1)
    for row, line in enumerate(drawing.map, start=FIRST_ROW):
        columns = len(cells(line))
        if columns > COLUMNS:
            yield _Found("", f"row {row} has {columns} columns; {COLUMNS} fit", row)
        if not line.isprintable() or len(line) != columns:
            yield _Found("", f"row {row} holds a tab, a control or a wide character", row)


def _field_faults(drawing: Drawing, known_codes: Collection[str]) -> Iterator[_Found]:
    seen: set[str] = set()
    single = {field.name for field in drawing.fields if not field.list}
    initial = ""
    for index, field in enumerate(drawing.fields):
        at = f"$.field[{index}]"
        name = f"field `{field.name}`"
        if field.name in seen or field.name == COMMAND:
            why = "is the command line's name" if field.name == COMMAND else "is there twice"
            yield _Found(f"{at}.name", f"{name} {why}")
        seen.add(field.name)
        if field.row:
            yield from _attribute_faults(drawing, field)
        if field.initial:
            if not field.entry:
                yield _Found(f"{at}.initial", f"{name} is protected and cannot have the initial cursor")
            elif initial:
                yield _Found(f"{at}.initial", f"{name} has the initial cursor, and so has `{initial}`")
            initial = initial or field.name
        yield from _use_faults(at, name, field, known_codes, single)
        if field.protected and field.protected not in KINDS:
            yield _Found(f"{at}.protected", f"{name} is of {field.protected}, which is not protected data")
        if field.protected and field.entry:
            yield _Found(f"{at}.protected", f"{name} shows {field.protected}, and may be typed into")


def _use_faults(
    at: str, name: str, field: Field, known_codes: Collection[str], others: Collection[str]
) -> Iterator[_Found]:
    if field.entry and not field.help.strip():
        yield _Found(at, f"{name} can be typed into and has no help")
    if field.required and not field.entry:
        yield _Found(f"{at}.required", f"{name} is required, and protected")
    if field.picks and field.entry:
        yield _Found(f"{at}.picks", f"{name} can be typed into: it is not one to pick from")
    if field.rows < 1 or field.width < 1:
        yield _Found(at, f"{name} needs a width and rows of at least 1")
    if field.codes and field.codes not in known_codes:
        yield _Found(f"{at}.codes", f"{name} takes codes from `{field.codes}`, and there is no such table")
    if field.codes and field.kind is not Kind.CODE:
        yield _Found(f"{at}.codes", f'{name} names a code table, so its kind is "code"')
    if field.entry and field.kind is Kind.CODE and not field.codes:
        yield _Found(at, f"{name} takes a code and names no code table")
    if field.prompts and not (field.entry and field.width == 1 and field.prompts in others):
        yield _Found(f"{at}.prompts", f"{name} is not one column that prompts for a field of the screen")
    if field.entry and field.kind is Kind.DATE and field.width < WHOLE and field.autoskip:
        yield _Found(at, f"{name} is a date of fewer than {WHOLE} columns: autoskip would type on elsewhere")
    needed = NARROWEST.get(field.kind, 1)
    if field.entry and field.width < needed:
        yield _Found(f"{at}.width", f"{name} holds a {field.kind.value}, which needs {needed} columns")


def _attribute_faults(drawing: Drawing, field: Field) -> Iterator[_Found]:
    for row in range(field.row, field.row + field.rows):
        line = drawing.map[row - FIRST_ROW] if row - FIRST_ROW < len(drawing.map) else ""
        before, behind = field.column - 2, field.column - 1 + field.width
        if before < 0 or line[before : before + 1] != " ":
            yield _Found("", f"field `{field.name}` needs a blank before it for its attribute byte", row)
        if line[behind : behind + 1] not in ("", " ", "_"):
            yield _Found("", f"field `{field.name}` needs a blank behind it", row)


def _list_faults(drawing: Drawing) -> Iterator[_Found]:
    names = Counter(region.name for region in drawing.lists)
    taken: dict[int, str] = {}
    for index, region in enumerate(drawing.lists):
        at = f"$.list[{index}]"
        if names[region.name] > 1:
            yield _Found(f"{at}.name", f"list `{region.name}` is there twice")
        if not FIRST_ROW <= region.first <= LAST_ROW:
            yield _Found(f"{at}.from", f"list `{region.name}` begins at row {region.first}, outside 3 to 21")
            continue
        if not region.first <= region.last <= LAST_ROW:
            yield _Found(
                f"{at}.to", f"list `{region.name}` ends at row {region.last}, outside its rows to 21"
            )
        yield from _column_faults(at, drawing, region)
        yield from _wider_faults(at, drawing, region)
        if region.letters and not any(f.entry and f.name == region.columns[0] for f in drawing.fields):
            yield _Found(f"{at}.letters", f"letters of `{region.name}` have no column to be typed into")
        if len(region.announced) > COLUMNS - 2:
            yield _Found(f"{at}.letters", f"letters of `{region.name}` take more than {COLUMNS - 2} columns")
        for row in range(region.first, region.last + 1):
            if row in taken:
                yield _Found(at, f"list `{region.name}` shares row {row} with list `{taken[row]}`")
            taken[row] = region.name
            line = drawing.map[row - FIRST_ROW] if row - FIRST_ROW < len(drawing.map) else ""
            if row > region.first and line.strip():
                yield _Found("", f"row {row} lies in list `{region.name}` and must be left blank", row)


def _column_faults(at: str, drawing: Drawing, region: Region) -> Iterator[_Found]:
    drawn = [field.name for field in drawing.fields if field.row == region.first]
    known = {field.name: field for field in drawing.fields}
    for column in region.columns:
        if column not in known:
            yield _Found(f"{at}.columns", f"list `{region.name}` has a column `{column}` that is not a field")
        elif column not in drawn:
            row = known[column].row
            yield _Found(
                f"{at}.columns",
                f"column `{column}` is drawn on row {row}, not on the template row {region.first}",
            )
        elif known[column].rows > 1:
            yield _Found(f"{at}.columns", f"column `{column}` spans rows; a list row is one row")
    for name in drawn:
        if name not in region.columns:
            yield _Found(f"{at}.columns", f"field `{name}` is on the template row and is not a column")
    if sorted(drawn) == sorted(region.columns) and drawn != list(region.columns):
        yield _Found(f"{at}.columns", f"columns of `{region.name}` are drawn as {', '.join(drawn)}")


def _wider_faults(at: str, drawing: Drawing, region: Region) -> Iterator[_Found]:
    """What is wrong with what a list does on a wide terminal; heads that move must not be cut in a word."""
    drawn = {field.name: field for field in drawing.fields if field.row == region.first}
    above = region.first - 1 - FIRST_ROW
    heads = drawing.map[above] if 0 <= above < len(drawing.map) else ""
    behind = dict(zip(drawn, list(drawn.values())[1:], strict=False))
    places: list[str] = []
    for index, wider in enumerate(region.wider):
        where, field = f"{at}.wider[{index}]", drawn.get(wider.column)
        if wider.after and (field is not None or not wider.head or wider.after not in drawn):
            why = (
                "is drawn already" if field is not None else "needs a head, and after which column it stands"
            )
            yield _Found(where, f"column `{wider.column}` {why}")
        elif not wider.after and (field is None or field.entry or wider.to <= field.width):
            yield _Found(where, f"column `{wider.column}` is not one that grows to {wider.to}")
        else:
            places.append(wider.after or wider.column)
    for name in places:
        if (following := behind.get(name)) is None:
            continue
        cut = following.column - 2
        if heads[cut - 1 : cut].strip() and heads[cut : cut + 1].strip():
            yield _Found(f"{at}.wider", f"the head of `{following.name}` begins before its column")


def _key_faults(drawing: Drawing, answered: Collection[str] | None) -> Iterator[_Found]:
    numbers = Counter(key.number for key in drawing.keys)
    for index, key in enumerate(drawing.keys):
        at = f"$.key[{index}]"
        if not key.number:
            yield _Found(f"{at}.key", f"`{key.key}` is not a key; PF1 to PF24 are")
        elif numbers[key.number] > 1:
            yield _Found(f"{at}.key", f"{key.key} is there twice")
        if not key.label.strip() or not key.word.strip():
            yield _Found(at, f"{key.key} needs a word and a label")
        if key.both and not numbers[key.number + 1]:
            yield _Found(
                f"{at}.both", f"{key.key} is said together with PF{key.number + 1}, which is not here"
            )
        if answered is not None and key.word not in answered and key.word not in COMMON_WORDS:
            yield _Found(f"{at}.word", f"{key.key} stands for {key.word}, which the program does not answer")
    columns = len(legend_of(sorted(drawing.keys, key=lambda key: key.number)))
    if drawing.family and not any(key.word == "NEXT" for key in legend_keys(drawing)):
        yield _Found("$.key[0]", "the legend of this screen's keys leaves no room for F11")
    if columns > LEGEND_WIDTH:
        yield _Found("$.key[0]", f"the legend of this screen's keys has {columns} columns; 78 fit")
