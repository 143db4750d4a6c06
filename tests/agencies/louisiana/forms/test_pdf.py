"""Forms as PDF: the text of the pages, in names' own letters where the font has them, byte for byte again."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from datetime import date

import msgspec
import pytest
from fontTools.ttLib import TTFont

from cstui.agencies.louisiana.acts.base import EDITIONS
from cstui.agencies.louisiana.letters import values_of
from cstui.content import root
from cstui.forms.pages import COLUMNS, LINES, WRITTEN_IN, render_pages
from cstui.forms.pdf import FONT, LEFT, PITCH, WIDTH, form_pages, pdf_of, render_pdf
from cstui.forms.templates import load_forms
from cstui.glyphs import NOTE, bold_of, legible
from tests.agencies.louisiana.forms.test_pages import FORMS, LETTER, fits, form


def shown(pdf: bytes, face: bytes = rb"F\d") -> str:
    """What the pages say, in that face alone if one is named, each string through the map of its font."""
    streams = {
        int(number): zlib.decompress(found) if found[:1] == b"x" else found
        for number, found in re.findall(
            rb"\n(\d+) 0 obj\n<<[^>]*>>\nstream\n(.*?)\nendstream", pdf, re.DOTALL
        )
    }
    letters = {
        name: {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in re.findall(rb"<(\w{4})> <(\w+)>", streams[_map_of(pdf, font)])
        }
        for name, font in re.findall(rb"/(F\d) (\d+) 0 R", pdf)
    }
    said, name = [], b""
    for stream in streams.values():
        for turned, found in re.findall(rb"BT /(F\d) [\d.]+ Tf ET|BT .*?\((.*?)\) Tj ET", stream, re.DOTALL):
            name = turned or name
            if turned or not re.fullmatch(face, name):
                continue
            raw = re.sub(
                rb"\\(.)", lambda m: {b"r": b"\r", b"n": b"\n"}.get(m[1], m[1]), found, flags=re.DOTALL
            )
            codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
            said.append("".join(letters[name].get(code, "\0") for code in codes))
    return "\n".join(said)


def _map_of(pdf: bytes, font: bytes) -> int:
    """The number of the stream that says which letter each code of a font is."""
    [found] = re.findall(rb"\n" + font + rb" 0 obj\n[^>]*?/ToUnicode (\d+) 0 R", pdf, re.DOTALL)
    return int(found)


@pytest.mark.parametrize("name", FORMS)
def test_the_pdf_says_what_the_text_says(name: str) -> None:
    pages = render_pages(form(name), LETTER)
    wanted = [line.strip() for page in pages for line in page if line.strip()]
    assert shown(render_pdf(form(name), LETTER)).split("\n") == wanted


@pytest.mark.parametrize("name", FORMS)
def test_heads_and_headings_are_in_the_bold_face_and_nothing_else(name: str) -> None:
    pdf = render_pdf(form(name), LETTER)
    assert set(re.findall(rb"/BaseFont /\w+\+(\w+)", pdf)) == {b"DejaVuSansMonoBook", b"DejaVuSansMonoBold"}
    head, title, *headings = shown(pdf, b"F2").split("\n")
    assert head.startswith("CHILD SUPPORT ENFORCEMENT")
    assert title == load_forms()[name, EDITIONS.get(name, 1)].title.upper()
    assert headings == (["ABOUT YOU", "ABOUT THE OTHER PARENT", "CHILDREN"] if name == "CSE 101" else [])
    assert shown(render_pdf(form(name), LETTER), b"F1")


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_in_by_hand_has_a_third_of_an_inch(name: str) -> None:
    for page in render_pages(form(name), LETTER):
        for above, line, below in zip(page, page[1:], page[2:], strict=False):
            if WRITTEN_IN in line:
                assert not above.strip()
                assert not below.strip()


def test_names_keep_their_letters_where_the_font_has_them() -> None:
    name = "ZOË NUÑEZ-ŁUKASZEWICZ Žižek Ελένη Наталья"
    letter = msgspec.structs.replace(LETTER, name=name)
    text = shown(render_pdf(form("APPT 1", cp=name), letter))
    assert text.count(name) == 2
    assert NOTE[:30] not in text


def test_other_letters_are_spelled_in_latin_ones_and_the_page_says_so() -> None:
    letter = msgspec.structs.replace(
        LETTER, name="山田花子 DOE", values=values_of("17000123", [("محمد DOE", None), ("KIM DOE", None)])
    )
    pages, _ = form_pages(form("APPT 1", cp="山田花子 DOE"), letter)
    text = "\n".join("\n".join(page) for page in pages)
    fits(text + "\n")
    assert "Dear ShanTianHuaZi DOE*:" in text
    assert "    For      mhmd DOE*\n                 KIM DOE\n" in text
    assert NOTE in " ".join(text.split())
    assert text.isascii()
    assert "?" not in text
    assert "ShanTianHuaZi DOE*" in shown(render_pdf(form("APPT 1", cp="山田花子 DOE"), letter))


def test_lines_of_any_print_are_made_legible() -> None:
    assert legible(["JOSÉ", "a"]) == ["JOSÉ", "a"]
    lines = legible(["花 1"])
    assert lines[0] == "Hua 1*"
    assert "written in Latin letters" in lines[-1]


def test_a_hidden_address_stays_hidden() -> None:
    letter = msgspec.structs.replace(LETTER, family_violence=True)
    assert "OPEN ROAD" not in shown(render_pdf(form("CSE 105"), letter))
    assert "OPEN ROAD" in shown(render_pdf(form("CSE 105"), letter, show_address=True))


def test_the_same_form_is_the_same_bytes_in_another_process() -> None:
    here = render_pdf(form("CSE 101"), LETTER)
    code = (
        "import sys; from cstui.forms.pdf import render_pdf;"
        "from tests.agencies.louisiana.forms.test_pages import LETTER, form;"
        "sys.stdout.buffer.write(render_pdf(form('CSE 101'), LETTER))"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=root(), env={"PYTHONHASHSEED": "7"}
    )
    assert there.stdout == here
    assert b"(D:20260302000000Z)" in here


def test_a_full_page_fits_the_paper() -> None:
    assert LEFT + COLUMNS * PITCH <= WIDTH
    pdf = pdf_of([["X" * COLUMNS] * LINES] * 3, title="full", made_on=date(2026, 3, 2))
    assert pdf.count(b"/Type /Page\n") == 3
    for face in (FONT, bold_of(FONT)):
        with TTFont(root() / face) as font:
            assert font["hmtx"]["X"][0] / font["head"].unitsPerEm == pytest.approx(0.602, abs=0.001)


def test_what_was_typed_cannot_leave_its_string() -> None:
    evil = r"\) Tj ET (x) \\ ( {{ 1 }}"
    assert evil in shown(render_pdf(form("APPT 1", ncp=evil), LETTER))
