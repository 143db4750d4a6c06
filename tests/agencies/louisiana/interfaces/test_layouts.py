"""Layouts are data: strictly read, and a line that is composed by one reads back as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.content import ContentError, Source
from cstui.interfaces.layouts import BadRecordError, build, compose, load_layouts, mark_of, parse
from tests.agencies.louisiana.interfaces.files import LAYOUT, benefit


def test_every_layout_is_site_supplied_cited_and_has_header_and_trailer() -> None:
    assert set(load_layouts()) == {"lain-2ip-out", "iva-updates-in"}
    for layout in load_layouts().values():
        assert layout.site_supplied
        assert layout.cite
        assert {record.name for record in layout.record} >= {"header", "trailer"}
        assert all(field.meaning for record in layout.record for field in record.field)


def test_a_line_reads_back_as_it_was_composed() -> None:
    line = benefit("17000123", "closed", date(2026, 4, 1), reason="NC")
    assert line == "BC0017000123FITAPclosed  20260401NC".ljust(80)
    record = mark_of(LAYOUT, line)
    assert record is not None
    assert parse(LAYOUT, record, line.rstrip()) == {
        "by": "C",
        "number": 17000123,
        "program": "FITAP",
        "event": "closed",
        "on": date(2026, 4, 1),
        "reason": "NC",
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("BC0017000123FITAPclosed  20260230NC", "ON is 20260230, no date"),
        ("BC0017000123FITAPclosed          NC", "ON is blank"),
        ("BC001700012XFITAPclosed  20260401NC", "NUMBER is 001700012X, no number"),
        ("BX0017000123FITAPclosed  20260401NC", "BY is X, not one of A, C"),
        ("BC0017000123SNAP closed  20260401NC", "PROGRAM is SNAP, not one of FITAP, KCSP"),
        ("BC0017000123FITAPclosed  20260401NC  X", "something in column 38"),
        ("BC0017000123FITAPclosed  20260401NCX", "something in column 36"),
        ("BC0017000123FITAPclosed  20260401NC".ljust(81) + "X", "has 82 columns"),
        ("BC0017000123FITAPclos\xe9d  20260401NC", "not plain ASCII"),
        ("BC0017000123FITAPclos\x1bd  20260401NC", "not plain ASCII"),
    ],
)
def test_a_bad_line_says_what_is_wrong_with_it(line: str, why: str) -> None:
    record = mark_of(LAYOUT, line)
    assert record is not None
    with pytest.raises(BadRecordError, match=why):
        parse(LAYOUT, record, line)


def test_a_value_that_does_not_fit_is_never_cut() -> None:
    with pytest.raises(ValueError, match="number"):
        compose(LAYOUT, "benefit", {"number": 10**10, "by": "C"})
    with pytest.raises(ValueError, match="event"):
        compose(LAYOUT, "benefit", {"number": 1, "by": "C", "event": "certified"})
    with pytest.raises(ValueError, match="program"):
        compose(LAYOUT, "benefit", {"number": 1, "by": "C", "program": "FITÁP", "event": "closed"})


_FIELD = (
    '[[record.field]]\nname = "{name}"\nstart = {start}\nwidth = {width}\nkind = "{kind}"\nmeaning = "m"\n'
)
_HEAD = 'name = "x"\ntitle = "t"\ncite = "c"\ndirection = "in"\nwidth = 20\nhelp = "h"\n'


@pytest.mark.parametrize(
    ("fields", "says", "line"),
    [
        ([("a", 2, 4, "text"), ("b", 5, 2, "text")], "b begins before column 6", 18),
        ([("a", 1, 4, "text")], "a begins before column 2", 12),
        ([("a", 18, 4, "text")], "a ends outside the 20 columns", 12),
        ([("a", 2, 6, "date")], "a is a date and takes 8 columns", 12),
    ],
)
def test_a_wrong_layout_stops_the_load_with_its_line(
    fields: list[tuple[str, int, int, str]], says: str, line: int
) -> None:
    text = _HEAD + '[[record]]\nname = "d"\nmark = "D"\n'
    for name, start, width, kind in fields:
        text += _FIELD.format(name=name, start=start, width=width, kind=kind)
    with pytest.raises(ContentError, match=says) as error:
        build([Source(Path("x.toml"), text)])
    assert error.value.line == line


def test_two_records_cannot_have_one_mark() -> None:
    text = _HEAD + "".join(
        f'[[record]]\nname = "{name}"\nmark = "D"\n{_FIELD.format(name="a", start=2, width=1, kind="text")}'
        for name in ("d", "e")
    )
    with pytest.raises(ContentError, match="of one record only"):
        build([Source(Path("x.toml"), text)])
