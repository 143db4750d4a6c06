"""Pages as PDF: the same 66 lines of 78 columns as the text, on US letter paper, ten to the inch.

The font knows Latin, Greek and Cyrillic letters. What cannot be shown is written in Latin letters,
marked with a star, and the page says so; the text print and the screens keep the name's own letters.
The same pages give the same bytes: no clock is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime

import msgspec

from cstui.content import root
from cstui.forms.pages import Letter, MadeForm, render_pages
from cstui.forms.templates import load_forms
from cstui.glyphs import MONO, NOTE, Spelling

WIDTH, HEIGHT = 612.0, 792.0
"""US letter, in points."""
LEADING = 12.0
"""66 lines fill the 11 inches."""
PITCH = 7.2
"""Points from column to column: ten columns to the inch."""
LEFT = 27.0
FONT = MONO
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
        values={
            name: spelled(value) if isinstance(value, str) else [spelled(one) for one in value]
            for name, value in letter.values.items()
        },
    )
    note = NOTE if spelled.changed else ""
    pages = render_pages(form, paper, show_address=show_address, note=note, values=values)
    title = load_forms(letter.agency)[form.form, form.edition].title.upper()
    return pages, frozenset({title, "CHILD SUPPORT ENFORCEMENT"})


def pdf_of(pages: Sequence[Sequence[str]], *, title: str, made_on: date, bold: Collection[str] = ()) -> bytes:
    """Pages of lines as PDF; lines that begin with one of `bold` stand out."""
    from fpdf import FPDF
    from fpdf.enums import TextMode

    paper = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.set_creation_date(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC))
    paper.set_title(title)
    paper.set_lang("en-US")
    paper.add_font("mono", fname=root() / FONT)
    paper.set_font("mono", size=PITCH / ADVANCE)
    strong = tuple(bold)
    for page in pages:
        paper.add_page()
        for at, line in enumerate(page, start=1):
            if strong and line.strip().startswith(strong):
                with paper.local_context(text_mode=TextMode.FILL_STROKE, line_width=0.4):
                    _put(paper.text, line, at * LEADING - 3)
            elif line.strip():
                _put(paper.text, line, at * LEADING - 3)
    return bytes(paper.output())


def _put(text: Callable[[float, float, str], object], line: str, down: float) -> None:
    """Write a line; the font's signs are all of one width, so blanks at its start are only a shift."""
    bare = line.lstrip()
    text(LEFT + (len(line) - len(bare)) * PITCH, down, bare)
