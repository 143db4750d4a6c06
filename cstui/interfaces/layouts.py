"""Layouts of interface files, strictly read from an agency's folder `interfaces`: fields at fixed places.

A layout is data, so that an agency can put its own in the place of ours; docs/interfaces.md is written
from it. Files are ASCII, one record a line; `compose` makes a line, `parse` reads one or says why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Literal

from cstui.agency import Manifest, find, first
from cstui.cells import is_number
from cstui.content import Content, Source

Value = str | int | date | None


class FileField(Content, frozen=True, kw_only=True):
    """One field: its first column (from 1), how many it takes, and what may stand there.

    kind: `number` (digits, zeros from the left), `text` (blanks at the right), `date` (YYYYMMDD).
    `value` is what always stands there; `codes` names a code table, `one_of` what is taken;
    `optional` fields may be blank when they are read.
    """

    name: str
    start: int
    width: int
    kind: Literal["number", "text", "date"]
    meaning: str
    value: str = ""
    codes: str = ""
    one_of: tuple[str, ...] = ()
    optional: bool = False


class RecordLayout(Content, frozen=True, kw_only=True):
    """One kind of record, known by the `mark` in its first column."""

    name: str
    mark: str
    field: tuple[FileField, ...]


class FileLayout(Content, frozen=True, kw_only=True):
    """One file: header, records and trailer, each line at most `width` columns."""

    name: str
    title: str
    cite: str
    direction: Literal["in", "out"]
    width: int
    help: str
    record: tuple[RecordLayout, ...]
    site_supplied: bool = False

    def of(self, name: str) -> RecordLayout:
        """The record of that name; KeyError where there is none."""
        for record in self.record:
            if record.name == name:
                return record
        raise KeyError(name)


class BadRecordError(ValueError):
    """A line that cannot be read, in words for the one who sent it."""


def load_layouts(agency: str = "") -> Mapping[str, FileLayout]:
    """Every layout of an agency (the first where none is named) by name.

    ContentError with file and line for the first fault.
    """
    return _load(find(agency) if agency else first())


@cache
def _load(agency: Manifest) -> Mapping[str, FileLayout]:
    return build(agency.sources("interfaces"))


def build(found: Iterable[Source]) -> Mapping[str, FileLayout]:
    """The layouts in these files, each checked: fields inside the line that do not overlap."""
    layouts: dict[str, FileLayout] = {}
    for source in found:
        layout = source.read(FileLayout)
        if layout.name in layouts:
            raise source.error("$.name", f"{layout.name} is defined twice")
        marks: set[str] = set()
        for at, record in enumerate(layout.record):
            if len(record.mark) != 1 or record.mark in marks:
                raise source.error(f"$.record[{at}].mark", "a mark is one character, of one record only")
            marks.add(record.mark)
            _check(source, layout, at, record)
        layouts[layout.name] = layout
    return layouts


def _check(source: Source, layout: FileLayout, at: int, record: RecordLayout) -> None:
    free = 2
    for number, field in enumerate(record.field):
        place = f"$.record[{at}].field[{number}].start"
        if field.start < free:
            raise source.error(place, f"{field.name} begins before column {free}, where it may begin")
        free = field.start + field.width
        if free - 1 > layout.width or field.width < 1:
            raise source.error(place, f"{field.name} ends outside the {layout.width} columns")
        if field.kind == "date" and field.width != 8:
            raise source.error(place, f"{field.name} is a date and takes 8 columns")


def compose(layout: FileLayout, record: str, values: Mapping[str, Value]) -> str:
    """A line of a record; ValueError where a value does not go into its field."""
    of = layout.of(record)
    line = [" "] * layout.width
    line[0] = of.mark
    for field in of.field:
        text = _text(field, field.value or values.get(field.name))
        if len(text) != field.width or not text.isascii():
            raise ValueError(f"{field.name}: {text} does not go into {field.width} columns")
        line[field.start - 1 : field.start - 1 + field.width] = text
    return "".join(line)


def _text(field: FileField, value: Value) -> str:
    if field.kind == "number":
        return f"{int(str(value or 0)):0{field.width}d}"
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    return str(value or "").ljust(field.width)


def mark_of(layout: FileLayout, line: str) -> RecordLayout | None:
    """The kind of record that a line is; None where no record has its mark."""
    return next((record for record in layout.record if record.mark == line[:1]), None)


def raw(record: RecordLayout, field: str, line: str) -> str:
    """What stands in a field of a line, blanks taken off; empty where the record has no such field."""
    found = next((f for f in record.field if f.name == field), None)
    return line[found.start - 1 : found.start - 1 + found.width].strip() if found else ""


def parse(layout: FileLayout, record: RecordLayout, line: str) -> dict[str, str | int | date]:
    """The fields of a line, blank optional ones as empty text; BadRecordError for the first fault."""
    if not line.isascii() or not line.isprintable():
        raise BadRecordError("has characters that are not plain ASCII")
    if len(line) > layout.width:
        raise BadRecordError(f"has {len(line)} columns; a record has {layout.width}")
    values: dict[str, str | int | date] = {}
    free = 1
    for field in record.field:
        start = field.start - 1
        _no_stray(line, free, start)
        free = start + field.width
        values[field.name] = _value(field, line[start:free].strip())
    _no_stray(line, free, len(line))
    return values


def _no_stray(line: str, start: int, end: int) -> None:
    """Between two fields there is nothing."""
    end = min(end, len(line))
    if start < end and (stray := line[start:end].lstrip()):
        raise BadRecordError(f"has something in column {end - len(stray) + 1}, where nothing belongs")


def _value(field: FileField, text: str) -> str | int | date:
    name = field.name.upper()
    if not text:
        if field.optional:
            return ""
        raise BadRecordError(f"{name} is blank")
    if field.value and text != field.value:
        raise BadRecordError(f"{name} is {text}, not {field.value}")
    if field.one_of and text not in field.one_of:
        raise BadRecordError(f"{name} is {text}, not one of {', '.join(field.one_of)}")
    if field.kind == "number":
        if not is_number(text):
            raise BadRecordError(f"{name} is {text}, no number")
        return int(text)
    if field.kind == "date":
        return _date(name, text)
    return text


def _date(name: str, text: str) -> date:
    if len(text) == 8 and is_number(text):
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    raise BadRecordError(f"{name} is {text}, no date YYYYMMDD")
