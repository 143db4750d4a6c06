"""The roster of a class as a CSV file: who is expected, and on which variant of the lesson.

UTF-8, a header line with the columns `name` and, if wanted, `variant`; one seat a line. Two names
joined by ` + ` share a seat. Nothing is guessed: the first thing that is wrong is named with its line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cstui import files
from cstui.cells import clean, is_number
from cstui.classroom.enrollment.class_state import MOST_NAME, MOST_SEATS, PAIRED, Expected
from cstui.classroom.errors import ClassError

COLUMNS = ("name", "variant")
MOST_VARIANT = 99
LARGEST = 100_000
"""Bytes of a roster; a larger file is something else."""


class RosterLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a roster: the seat that it asks for, and its number in the file."""

    line: int
    expected: Expected


def read_roster(path: Path) -> tuple[RosterLine, ...]:
    """The lines of a roster in their order. ClassError CS-611 names file, line and fault."""
    rows = _rows(path)
    columns = _columns(path, rows)
    lines = [_line(path, number, columns, cells) for number, cells in rows[1:] if any(cells)]
    if not lines:
        raise _wrong(path, 1, "nobody is named below the header")
    if len(lines) > MOST_SEATS:
        raise _wrong(path, lines[MOST_SEATS].line, f"a class has {MOST_SEATS} seats at most")
    known: dict[str, int] = {}
    for one in lines:
        for name in one.expected.name.split(PAIRED):
            if name.casefold() in known:
                raise _wrong(path, one.line, f"{name} stands on line {known[name.casefold()]} already")
            known[name.casefold()] = one.line
    return tuple(lines)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of the file, each with the line on which it ends."""
    try:
        data = files.read(path, LARGEST)
    except OSError as fault:
        raise _wrong(path, 1, f"cannot be read: {fault.strerror}") from fault
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise _wrong(path, line, "is not UTF-8; save it as CSV UTF-8") from fault
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as fault:
        raise _wrong(path, reader.line_num, f"is not CSV: {fault}") from fault


def _columns(path: Path, rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    wanted = "its header is `name` or `name,variant`"
    if not rows:
        raise _wrong(path, 1, f"is empty; {wanted}")
    columns = [cell.lower() for cell in rows[0][1]]
    for column in columns:
        if column not in COLUMNS:
            hint = "; commas part the columns" if ";" in column or "\t" in column else ""
            raise _wrong(path, 1, f"there is no column {column or 'without a name'}; {wanted}{hint}")
    if "name" not in columns or len(set(columns)) < len(columns):
        raise _wrong(path, 1, wanted)
    return columns


def _line(path: Path, number: int, columns: Sequence[str], cells: Sequence[str]) -> RosterLine:
    if len(cells) != len(columns):
        raise _wrong(path, number, f"{len(cells)} columns instead of {len(columns)}")
    said = dict(zip(columns, cells, strict=True))
    learners = [" ".join(name.split()) for name in said["name"].split("+")]
    if len(learners) > 2:
        raise _wrong(path, number, "two share a seat at most")
    for name in learners:
        if not name or len(name) > MOST_NAME:
            raise _wrong(path, number, f"a name is needed, of 1 to {MOST_NAME} characters")
        if clean(name) != name:
            raise _wrong(path, number, "a name holds a character that cannot be shown")
    variant = said.get("variant", "")
    if variant and not (is_number(variant) and int(variant) <= MOST_VARIANT):
        raise _wrong(path, number, f"variant {variant} is not a whole number from 0 to {MOST_VARIANT}")
    expected = Expected(name=PAIRED.join(learners), variant=int(variant) if variant else None)
    return RosterLine(line=number, expected=expected)


def _wrong(path: Path, line: int, fault: str) -> ClassError:
    return ClassError("CS-611", fault=f"{path}:{line}: {fault}")
