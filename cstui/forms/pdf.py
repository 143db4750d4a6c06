"""Pages as PDF: the same 66 lines of 78 columns as the text, on US letter paper, ten to the inch.

The font knows Latin, Greek and Cyrillic letters. What cannot be shown is written in Latin letters,
marked with a star, and the page says so; the text print and the screens keep the name's own letters.
The same pages give the same bytes: no clock is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime

import msgspec

from cstui.content import root
from cstui.forms.pages import Letter, MadeForm, render_pages, template_of
from cstui.forms.sheets import HEAD
from cstui.glyphs import MONO, NOTE, Spelling, bold_of

WIDTH, HEIGHT = 612.0, 792.0
"""US letter, in points."""
LEADING = 12.0
"""66 lines fill the 11 inches."""
PITCH = 7.2
"""Points from column to column: ten columns to the inch."""
LEFT = 27.0
FONT = MONO
_HEADING = re.compile("^[A-Z][A-Z ]+$", re.MULTILINE)
"""A line of a template that is a heading by itself, such as `ABOUT YOU`."""
ADVANCE = 0.602
"""The width of a sign of the font, as part of its size."""


def render_pdf(form: MadeForm, letter: Letter, *, show_address: bool = False) -> bytes:
    """The form as PDF, its text the same as `render_text` gives; KeyError without its template."""
    pages, bold = form_pages(form, letter, show_address=show_address)
    return pdf_of(pages, title=f"{form.form}, {form.subject}", made_on=form.made_on, bold=bold)


def form_pages(
    form: MadeForm, letter: Letter, *, show_address: bool = False
) -> tuple[list[list[str]], frozenset[str]]:
    """The form's pages with what the font can show, and the lines that are to stand out."""
    spelled = Spelling()
    values = {name: spelled(value) for name, value in form.values.items()}
    paper = msgspec.structs.replace(
        letter,
        office_name=spelled(letter.office_name),
        worker_name=spelled(letter.worker_name),
        name=spelled(letter.name),
        address=tuple(map(spelled, letter.address)),
        office_lines=tuple(map(spelled, letter.office_lines)),
        values={
            name: spelled(value) if isinstance(value, str) else [spelled(one) for one in value]
            for name, value in letter.values.items()
        },
    )
    note = NOTE if spelled.changed else ""
    pages = render_pages(form, paper, show_address=show_address, note=note, values=values)
    text = template_of(form, letter)
    return pages, frozenset({text.title.upper(), HEAD, *_HEADING.findall(text.body)})


def pdf_of(pages: Sequence[Sequence[str]], *, title: str, made_on: date, bold: Collection[str] = ()) -> bytes:
    """Pages of lines as PDF; lines that begin with one of `bold` stand out."""
    from fpdf import FPDF

    paper = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.set_creation_date(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC))
    paper.set_title(title)
    paper.set_lang("en-US")
    paper.add_font("mono", fname=root() / FONT)
    paper.add_font("mono", style="B", fname=root() / bold_of(FONT))
    strong = tuple(bold)
    for page in pages:
        paper.add_page()
        for at, line in enumerate(page, start=1):
            if line.strip():
                stands_out = bool(strong) and line.strip().startswith(strong)
                paper.set_font("mono", style="B" if stands_out else "", size=PITCH / ADVANCE)
                _put(paper.text, line, at * LEADING - 3)
    return bytes(paper.output())


def _put(text: Callable[[float, float, str], object], line: str, down: float) -> None:
    """Write a line; the font's signs are all of one width, so blanks at its start are only a shift."""
    bare = line.lstrip()
    text(LEFT + (len(line) - len(bare)) * PITCH, down, bare)
