"""`cstui report o157` and its audit trail: the same figures in every form, the trail adds up to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.reports.cell_files import O157_CELLS, OCSE157
from cstui.agencies.federal.reports.form_report import O157
from cstui.agencies.federal.reports.trail import O157_TRAIL
from cstui.commandline.faults import CommandError
from cstui.reports.kind import ReportKind
from cstui.store.engine import Store
from tests.agencies.federal import stored
from tests.agencies.federal.programs.desk import counted_store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with counted_store() as store:
        yield store


def made(store: Store, kind: ReportKind, form: str, *about: str) -> Any:
    """What a form of a report gives; a text in pieces is joined."""
    with store.read() as session:
        content: Any = kind.forms[form](kind.make(session, stored.RULES, stored.ON, about=about))
        return content if isinstance(content, str | bytes) else "".join(content)


def test_the_audit_trail_adds_up_to_the_form(store: Store) -> None:
    figures = csv.DictReader(io.StringIO(made(store, O157, "csv", "LA")))
    counts = {
        f"{row['line']}{row['column']}": int(row["value"])
        for row in figures
        if row["value"] and row["shown"] == "count" and row["column"] != "a"
    }
    trail = list(csv.DictReader(io.StringIO(made(store, O157_TRAIL, "csv", "LA"))))
    found = {place: sum(place in row["lines"].split() for row in trail) for place in counts}
    assert found == counts
    assert sum(counts.values()) > 20


def test_the_audit_trail_is_the_same_as_parquet(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "trail.parquet"
    file.write_bytes(made(store, O157_TRAIL, "parquet", "LA"))
    with duckdb.connect() as opened:
        rows = opened.execute(f"SELECT * FROM '{file}'")
        kinds = {one[0]: str(one[1]) for one in rows.description}
        said = [["" if value is None else str(value) for value in row] for row in rows.fetchall()]
    found = [dict(zip(kinds, row, strict=True)) for row in said]
    assert found == list(csv.DictReader(io.StringIO(made(store, O157_TRAIL, "csv", "LA"))))
    assert (kinds["opened"], kinds["current_due"], kinds["office"]) == ("DATE", "BIGINT", "VARCHAR")


def test_the_text_has_every_line_and_who_signs(store: Store) -> None:
    text = made(store, O157, "text")
    for line in lines.editions()["1999"].line:
        assert f"\n{line.number} " in text or f"!{line.number} " in text or f"?{line.number} " in text
    assert "OMB NO. 0970-0177" in text
    assert "Signed by the IV-D director" in text


def test_the_same_report_is_the_same_pdf_and_workbook(store: Store) -> None:
    assert made(store, O157, "pdf")[:5] == b"%PDF-"
    for form in ("pdf", "xlsx"):
        assert made(store, O157, form) == made(store, O157, form)


def test_a_workbook_holds_the_figures_as_numbers(store: Store) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(made(store, O157, "xlsx")))["OCSE-157"]
    shown = {row[0].value: [cell.value for cell in row[3:6]] for row in sheet.iter_rows() if row[0].value}
    found = csv.DictReader(io.StringIO(made(store, O157, "csv")))
    assert shown["1"] == [int(row["value"]) for row in found if row["line"] == "1"]


@pytest.mark.parametrize("about", [("FED/XX",), ("LA", "1999"), ("LA", "R9")])
def test_a_report_that_is_not_there_is_refused(store: Store, about: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="CS-301"):
        made(store, O157, "text", *about)


def test_cell_files_of_two_districts_add_up_to_twice_the_form(store: Store, tmp_path: Path) -> None:
    cells = made(store, O157_CELLS, "text", "LA")
    other = cells.replace('"FED/LA"', '"FED/KS"')
    paths = [tmp_path / "la.json", tmp_path / "ks.json"]
    for path, text in zip(paths, (cells, other), strict=True):
        path.write_text(text, "utf-8")
    both = OCSE157.make(None, stored.RULES, stored.ON, merge=tuple(paths))
    with store.read() as session:
        one = O157.make(session, stored.RULES, stored.ON)
    counted = {key: value for key, value in one.form.figures.items() if value}
    assert {key: both.form.figures[key] for key in counted} == {key: 2 * n for key, n in counted.items()}
    assert len(counted) > 20
    paths[1].write_text(cells, "utf-8")
    with pytest.raises(CommandError, match="twice"):
        OCSE157.make(None, stored.RULES, stored.ON, merge=tuple(paths))
    paths[1].write_text("{}", "utf-8")
    with pytest.raises(CommandError, match="not a cell file"):
        OCSE157.make(None, stored.RULES, stored.ON, merge=tuple(paths))


@pytest.mark.parametrize("kind", [O157, O157_TRAIL, O157_CELLS])
def test_the_json_of_a_report_has_its_shape(store: Store, kind: ReportKind) -> None:
    with store.read() as session:
        out = kind.json(kind.make(session, stored.RULES, stored.ON, about=("LA",)))
    assert msgspec.json.decode(msgspec.json.encode(out), type=kind.out) == out
