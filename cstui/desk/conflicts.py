"""A screen that the store has overtaken: what it was, what is there now, and what was typed.

Pure: painted answers and typed values in, lines to choose from out. Each line says with a letter
whose value is taken, M mine or T theirs; where both changed it nobody is preferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.drawing import Drawing, load_drawing

MINE, THEIRS = "M", "T"


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: fields by name, list columns by the key of their row."""

    fields: Mapping[str, str] = {}
    rows: Mapping[str, Mapping[str, str]] = {}

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows)


class FieldConflict(msgspec.Struct, frozen=True, kw_only=True):
    """One field on which they differ. `row` is the key of a list row; `letter` who is taken so far.

    A line without `entry` tells what changed and takes no letter. `both` is one that both changed.
    """

    field: str
    row: str | None
    label: str
    was: str
    theirs: str
    mine: str
    letter: str = ""
    entry: bool = False
    both: bool = False


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """The screen as it stands now, the lines on which it differs, what was logged since it was painted."""

    theirs: Answer
    heading: str
    lines: tuple[FieldConflict, ...]
    log: tuple[str, ...] = ()
    offset: int = 0


def row_keys(rows: Sequence[Row]) -> list[str]:
    """A key of its own for each row: that of its record, numbered where one has several rows."""
    counted: dict[str, int] = {}
    keys: list[str] = []
    for row in rows:
        counted[row.key] = counted.get(row.key, 0) + 1
        keys.append(row.key if counted[row.key] == 1 else f"{row.key}#{counted[row.key]}")
    return keys


def _columns(drawing: Drawing) -> list[str]:
    return [field.name for field in drawing.entries if field.list and not field.hidden]


def typed_on(painted: Answer, request: Request) -> Typed:
    """What differs from what was painted. Hidden fields are never told, nor S that asks for a list."""
    drawing = load_drawing(request.screen, request.agency)
    hidden = {field.name for field in drawing.fields if field.hidden or field.prompts}
    fields = {
        name: value
        for name, value in request.values.items()
        if name not in hidden and value != painted.values.get(name, "").strip()
    }
    before = dict(zip(row_keys(painted.rows), painted.rows, strict=True))
    rows: dict[str, dict[str, str]] = {}
    for key, row in [
        *zip(row_keys(request.rows), request.rows, strict=True),
        *((row.key, row) for row in request.elsewhere),
    ]:
        shown = before[key].values if key in before else {}
        changed = {
            column: value
            for column in _columns(drawing)
            if (value := row.values.get(column, "").strip()) != shown.get(column, "").strip()
        }
        if changed:
            rows[key] = changed
    return Typed(fields=fields, rows=rows)


def painted_there(painted: Answer, typed: Typed) -> Typed:
    """What was painted where something was typed."""
    rows: dict[str, Mapping[str, str]] = {
        key: row.values for key, row in zip(row_keys(painted.rows), painted.rows, strict=True)
    }
    return Typed(
        fields={name: painted.values.get(name, "").strip() for name in typed.fields},
        rows={
            key: {column: (rows[key].get(column, "") if key in rows else "").strip() for column in columns}
            for key, columns in typed.rows.items()
        },
    )


def filled_with(answer: Answer, typed: Typed, agency: str = "") -> tuple[Answer, Typed]:
    """The answer with what was typed put in, and what has no place on it.

    Only entry fields and columns that may be typed into this time take a value.
    """
    drawing = load_drawing(answer.screen, agency)
    open_to = {field.name for field in drawing.entries} - answer.protected
    fields = {name: value for name, value in typed.fields.items() if name in open_to}
    left = {name: value for name, value in typed.fields.items() if name not in open_to}
    rows, rows_left = list(answer.rows), dict(typed.rows)
    for at, key in enumerate(row_keys(rows)):
        values = {
            column: value
            for column, value in typed.rows.get(key, {}).items()
            if column in open_to and column not in rows[at].protected
        }
        if values:
            rows[at] = msgspec.structs.replace(rows[at], values={**rows[at].values, **values})
            rest = {column: value for column, value in typed.rows[key].items() if column not in values}
            rows_left.pop(key)
            if rest:
                rows_left[key] = rest
    shown = msgspec.structs.replace(answer, values={**answer.values, **fields}, rows=tuple(rows))
    return shown, Typed(fields=left, rows=rows_left)


def unfilled(painted: Answer, typed: Typed, answer: Answer) -> Answer:
    """An answer that still shows what was typed, as it would be painted had nothing been typed."""
    before = painted_there(painted, typed)
    values = {
        name: before.fields[name] if name in typed.fields and typed.fields[name] == value.strip() else value
        for name, value in answer.values.items()
    }
    rows = tuple(
        msgspec.structs.replace(
            row,
            values={
                column: before.rows[key][column] if typed.rows.get(key, {}).get(column) == value else value
                for column, value in row.values.items()
            },
        )
        for key, row in zip(row_keys(answer.rows), answer.rows, strict=True)
    )
    return msgspec.structs.replace(answer, values=values, rows=rows)


def compare(
    was: Typed, theirs: Answer, mine: Typed, painted: Answer | None = None, agency: str = ""
) -> tuple[FieldConflict, ...]:
    """The lines on which what was painted, what stands now and what was typed are not the same.

    `painted` is the whole screen as it was, where it is known: then what they changed in other fields
    is told as well.
    """
    drawing = load_drawing(theirs.screen, agency)
    now = painted_there(theirs, mine)
    gone = set(mine.rows) - set(row_keys(theirs.rows))
    lines: list[FieldConflict] = []
    for field in drawing.fields:
        if field.list or field.hidden:
            continue
        if field.name in mine.fields and field.entry and field.name not in theirs.protected:
            lines.append(
                _line(field.name, None, field.named, was.fields, now.fields, mine.fields[field.name])
            )
        elif painted is not None:
            before = painted.values.get(field.name, "").strip()
            after = theirs.values.get(field.name, "").strip()
            if before != after or field.name in mine.fields:
                typed, label = mine.fields.get(field.name, ""), field.named
                lines.append(
                    FieldConflict(
                        field=field.name, row=None, label=label, was=before, theirs=after, mine=typed
                    )
                )
    for key, columns in mine.rows.items():
        for column, value in columns.items():
            label = f"{drawing.field(column).named} {key}"
            line = _line(column, key, label, was.rows.get(key, {}), now.rows.get(key, {}), value)
            if key in gone:
                line = msgspec.structs.replace(
                    line, theirs="not on this page", letter="", entry=False, both=False
                )
            lines.append(line)
    return tuple(sorted(lines, key=lambda line: (not line.both, not line.entry)))


def _line(
    name: str, row: str | None, label: str, was: Mapping[str, str], now: Mapping[str, str], mine: str
) -> FieldConflict:
    before, after = was.get(name, ""), now.get(name, "")
    both = after not in (before, mine)
    letter = "" if both else THEIRS if after == mine else MINE
    return FieldConflict(
        field=name,
        row=row,
        label=label,
        was=before,
        theirs=after,
        mine=mine,
        letter=letter,
        entry=True,
        both=both,
    )


def taken(compared: Compared) -> Typed:
    """What is mine of the lines: the values that M took."""
    fields: dict[str, str] = {}
    rows: dict[str, dict[str, str]] = {}
    for line in compared.lines:
        if line.letter != MINE:
            continue
        if line.row is None:
            fields[line.field] = line.mine
        else:
            rows.setdefault(line.row, {})[line.field] = line.mine
    return Typed(fields=fields, rows=rows)
