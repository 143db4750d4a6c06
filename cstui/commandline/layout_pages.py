"""docs/interfaces.md: every layout of an interface file as tables, written from an agency's layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cstui.agency import Manifest
from cstui.interfaces.layouts import FileField, load_layouts

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], Iterator[str]]
HEAD = ("field", "start", "width", "kind", "what it is")


INTRODUCTION = (
    "The files that go between CSE and other agencies, as `data/AGENCY/interfaces/` lays them out: one",
    "record a line, ASCII, columns counted from 1. Numbers are filled with zeros from the left, text with",
    "blanks at the right; a date is YYYYMMDD. *Site-supplied*: the documents name these interfaces and",
    "print no layout, so an agency puts its own in the place of ours.",
    "",
)


def layout_lines(agency: Manifest, table: Table, marks: Callable[[Any], str]) -> Iterator[str]:
    """The layouts of an agency; `table` draws one, `marks` says what is site-supplied."""
    for layout in load_layouts(agency.name).values():
        yield f"## {layout.name}"
        yield ""
        said = "; ".join(mark for mark in (layout.cite, marks(layout)) if mark)
        yield f"{layout.title} ({said}). {' '.join(layout.help.split())}"
        yield ""
        for record in layout.record:
            yield f"### {layout.name}: {record.name}"
            yield ""
            rows = [("mark", "1", "1", "text", f"Always `{record.mark}`.")]
            rows += [
                (f.name, str(f.start), str(f.width), f.kind, f"{f.meaning}{_taken(f)}") for f in record.field
            ]
            yield from table(HEAD, rows)


def _taken(field: FileField) -> str:
    said = f" Always `{field.value}`." if field.value else ""
    said += f" One of {', '.join(field.one_of)}." if field.one_of else ""
    said += f" Codes: [{field.codes}](codes.md#{field.codes})." if field.codes else ""
    return said + (" May be blank." if field.optional else "")
