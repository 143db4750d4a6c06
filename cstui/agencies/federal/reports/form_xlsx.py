"""OCSE-157 as a workbook: the form, last year beside it, edits and choices; numbers are numbers.

openpyxl is imported when the first workbook is made; it comes with the extra `xlsx`.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import Any

from cstui.agencies.federal.policy.form import HUNDREDTHS
from cstui.agencies.federal.policy.lines import Line
from cstui.agencies.federal.policy.printed import COLUMNS, OMB, last_of, ordered
from cstui.agencies.federal.reports.form_report import TITLE, FormMade, heads, signature
from cstui.reports.spreadsheet import plain_cell

FORMATS = {"count": "#,##0", "money": "#,##0.00", "fte": "#,##0.00"}
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
WIDTHS = {"A": 9, "B": 58, "C": 18, "D": 18, "E": 18, "F": 18}


def xlsx(made: FormMade) -> bytes:
    """The form as a workbook; ImportError without openpyxl. The same report gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book, bold = Workbook(), Font(bold=True)
    moment = datetime.combine(made.report.counted_on or made.on, time(12))
    book.properties.created = moment
    sheet: Any = book.active
    sheet.title = "OCSE-157"
    _rows(sheet, made, bold, lambda line, column: made.form.figures.get((line.number, column)))
    last = book.create_sheet("Last year")
    _rows(last, made, bold, lambda line, column: last_of(made.form, line.number, column))
    about = book.create_sheet("About")
    for said in made.choices:
        about.append(["choice", plain_cell(said)])
    for one in made.failed:
        about.append([one.severity, plain_cell(one.text), one.cite])
    for text in signature(made):
        about.append([plain_cell(text)])
    about.column_dimensions["A"].width = 30
    about.column_dimensions["B"].width = 90
    return _steady(book, moment)


def _rows(sheet: Any, made: FormMade, bold: Any, figure: Any) -> None:
    """A sheet laid out as the form, with the figures that `figure` gives of a line and column."""
    sheet.append([f"FORM OCSE-157  {TITLE}", None, None, None, None, f"OMB NO. {OMB}"])
    for name, text in heads(made):
        sheet.append([None, plain_cell(f"{name}: {text}")])
    sections = {section.letter: section.title for section in made.form.edition.section}
    before = ""
    for letter, what in ordered(made.form.edition.name):
        if letter != before:
            before = letter
            sheet.append([])
            sheet.append(
                [letter, sections[letter].upper(), *(f"({c}) {name}" for c, name in COLUMNS.items())]
            )
            for cell in sheet[sheet.max_row]:
                cell.font = bold
        if isinstance(what, str):
            sheet.append([what, "Reserved"])
            continue
        sheet.append([what.number, what.title, *(_value(what, column, figure) for column in COLUMNS)])
        for cell in sheet[sheet.max_row][2:]:
            cell.number_format = FORMATS[what.shown]
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "C2"


def _value(line: Line, column: str, figure: Any) -> int | float | None:
    value = figure(line, column) if column in line.columns else None
    if value is None or line.shown == "count":
        return value
    return float(value / HUNDREDTHS)


def _steady(book: Any, moment: datetime) -> bytes:
    """The workbook's bytes, all dated `moment`: openpyxl writes down when a workbook was saved."""
    made, steady = io.BytesIO(), io.BytesIO()
    book.save(made)
    said = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            held = _SAVED.sub(rb"\g<1>" + said, source.read(name))
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), held, zipfile.ZIP_DEFLATED)
    return steady.getvalue()
