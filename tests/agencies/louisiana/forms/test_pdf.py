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

from cstui.agencies.louisiana.letters import values_of
from cstui.content import root
from cstui.forms.pages import COLUMNS, LINES, render_pages
from cstui.forms.pdf import FONT, LEFT, PITCH, WIDTH, form_pages, pdf_of, render_pdf
from cstui.glyphs import NOTE, legible
from tests.agencies.louisiana.forms.test_pages import FORMS, LETTER, fits, form


def shown(pdf: bytes) -> str:
    """What the pages say, read back from the file: each string through the map of its font."""
    streams = [
        zlib.decompress(found) if found[:1] == b"x" else found
        for found in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    ]
    letters: dict[int, str] = {}
    for stream in streams:
        if b"beginbfchar" in stream:
            for code, text in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", stream):
                letters[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    said = []
    for stream in streams:
        for found in re.findall(rb"BT .*?\((.*?)\) Tj ET", stream, re.DOTALL):
            raw = re.sub(
                rb"\\(.)", lambda m: {b"r": b"\r", b"n": b"\n"}.get(m[1], m[1]), found, flags=re.DOTALL
            )
            codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
            said.append("".join(letters.get(code, "\0") for code in codes))
    return "\n".join(said)


@pytest.mark.parametrize("name", FORMS)
def test_the_pdf_says_what_the_text_says(name: str) -> None:
    pages = render_pages(form(name), LETTER)
    wanted = [line.strip() for page in pages for line in page if line.strip()]
    assert shown(render_pdf(form(name), LETTER)).split("\n") == wanted


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
    with TTFont(root() / FONT) as font:
        assert font["hmtx"]["X"][0] / font["head"].unitsPerEm == pytest.approx(0.602, abs=0.001)


def test_what_was_typed_cannot_leave_its_string() -> None:
    evil = r"\) Tj ET (x) \\ ( {{ 1 }}"
    assert evil in shown(render_pdf(form("APPT 1", ncp=evil), LETTER))
