"""LEM4145R1: who is on it, in which order, and as which paper."""

from __future__ import annotations

import csv
import io
import logging
import re
from datetime import date

import msgspec
import pytest

from cstui.agencies.louisiana.reports import lem4145r1 as module
from cstui.agencies.louisiana.reports.lem4145r1 import Report, lem4145r1
from cstui.agencies.louisiana.reports.lem4145r1_pdf import pdf
from cstui.agencies.louisiana.reports.lem4145r1_text import COLUMNS, LINES, csv_text, text_pages
from cstui.cells import cells
from cstui.glyphs import NOTE
from cstui.policy.rulebook import Rulebook
from cstui.reports.spreadsheet import plain_cell
from cstui.store.engine import Store
from tests.agencies.louisiana.forms.test_pdf import shown
from tests.agencies.louisiana.reports.cases import (
    CORRECT,
    ENFORCE,
    ESCALATE,
    FORMULA,
    NAME,
    PEND,
    TODAY,
    WAIT,
)


def test_lines_stand_in_the_order_of_what_may_be_done_then_the_oldest(report: Report) -> None:
    assert [(line.doing, line.case) for line in report.lines] == [
        ("correct", CORRECT),
        ("pend", "36000001"),
        ("pend", PEND),
        ("escalate", ESCALATE),
        ("enforce", ENFORCE),
        ("wait", WAIT),
    ]
    assert report.counts == {"correct": 1, "decide": 0, "pend": 2, "escalate": 1, "enforce": 1, "wait": 1}


def test_a_line_says_how_long_where_iva_stands_and_until_when(report: Report) -> None:
    lines = {line.case: line for line in report.lines}
    assert lines[PEND].days == (TODAY - date(2026, 2, 10)).days
    assert lines[PEND].iva == "FITAP ended 04/01/2026 NC"
    assert lines[ESCALATE].iva == "FITAP since 10/01/2025"
    assert (lines[WAIT].until, lines[WAIT].cite) == (date(2026, 6, 30), "E-522")
    assert lines[ENFORCE].rule == "LA-E525-01"


@pytest.mark.parametrize(
    ("scope", "cases"),
    [({"office": "36"}, ["36000001"]), ({"worker": "36001"}, ["36000001"]), ({"office": "99"}, [])],
)
def test_an_office_and_a_worker_have_their_own(
    office_store: Store, rules: Rulebook, scope: dict[str, str], cases: list[str]
) -> None:
    with office_store.read() as session:
        assert [line.case for line in lem4145r1(session, rules, TODAY, **scope).lines] == cases


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_batches_do_not_matter(
    office_store: Store, rules: Rulebook, report: Report, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(module, "BATCH", size)
    with office_store.read() as session:
        assert lem4145r1(session, rules, TODAY) == report


def test_text_keeps_eighty_columns_and_heads_every_page(report: Report) -> None:
    many = msgspec.structs.replace(report, lines=report.lines * 30)
    pages = text_pages(many).split("\f")
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        lines = page.splitlines()
        assert len(lines) <= LINES
        assert max(len(cells(line)) for line in lines) <= COLUMNS
        assert lines[0].endswith(f"Page {number} of {len(pages)}")
        assert lines[3].startswith("CASE     CUSTODIAL PARENT")
        assert re.match(r"[A-Z]+: ", lines[5]), "a page begins with what may be done"
        assert not re.match(r"[A-Z]+: ", lines[-1]), "a heading is not left alone at the foot"
    assert sum(page.count(NAME) for page in pages) == 30


def test_an_empty_report_says_so(report: Report) -> None:
    empty = msgspec.structs.replace(report, lines=())
    assert "No case shows non-cooperation." in text_pages(empty)
    assert pdf(empty).startswith(b"%PDF")
    assert csv_text(empty).count("\n") == 1


def test_csv_is_read_back_and_a_formula_is_made_text(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(report))))
    assert [row["case"] for row in rows] == [line.case for line in report.lines]
    assert rows[2]["cp"] == f"{NAME}, ĐÀO"
    assert rows[2]["failed_on"] == "2026-02-10"
    assert rows[4]["cp"] == f"'{FORMULA}, EVE"


HIDDEN = [
    "\u200b=1",
    "\ufeff=1",
    "\u2060\u200d=1",
    "\u00ad+1",
    "\u202e@x",
    "\u00a0=1",
    "\x00=1",
    "＝1",
]
"""A formula behind signs that nobody sees, or with a wide sign."""


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", *HIDDEN])
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert plain_cell(text).startswith("'")
    assert plain_cell(f"a{text}").startswith("a")


def test_pdf_has_the_letters_of_names_and_as_many_pages_as_it_needs(
    report: Report, caplog: pytest.LogCaptureFixture
) -> None:
    many = msgspec.structs.replace(report, lines=report.lines * 30)
    with caplog.at_level(logging.WARNING):
        made = pdf(many)
    assert made == pdf(many)
    assert len(re.findall(rb"/Type /Page\b", made)) > 3
    assert b"<1EC4>" in made, "the letter Ễ can be copied out of the page: it is in the map to Unicode"
    assert not [r for r in caplog.records if "missing" in r.getMessage().lower()]


def test_pdf_spells_what_its_font_lacks_and_says_so(report: Report, caplog: pytest.LogCaptureFixture) -> None:
    line = msgspec.structs.replace(report.lines[0], cp="山田, 花子 محمد")
    with caplog.at_level(logging.WARNING):
        made = pdf(msgspec.structs.replace(report, lines=(line,)))
    assert not [r for r in caplog.records if "missing" in r.getMessage().lower()]
    assert made != pdf(msgspec.structs.replace(report, lines=(report.lines[0],)))
    assert shown(made).count("ShanTian, HuaZi") == 1
    assert NOTE[:30] in shown(made)
    assert NOTE[:30] not in shown(pdf(report))
