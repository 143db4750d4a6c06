"""Forms as paper: pages of 66 lines by 78 columns, whatever people are called."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from cstui.agencies.louisiana.acts.base import EDITIONS
from cstui.agencies.louisiana.letters import FORM_VALUES, values_of
from cstui.agencies.louisiana.records import Form
from cstui.cells import cells
from cstui.content import ContentError, Source, root
from cstui.forms.pages import (
    COLUMNS,
    HIDDEN_ADDRESS,
    LINES,
    NO_ADDRESS,
    Letter,
    NotPlainNameError,
    file_name,
    paged,
    render_pages,
    render_text,
    write_file,
)
from cstui.forms.sheets import sheets
from cstui.forms.templates import BLANK, NAMES, build, load_forms

VALUES = {
    "cp": "JANE DOE",
    "ncp": "RICHARD ROE",
    "purpose": "signature and interview",
    "on": "03/10/2026",
    "at": "09:00",
    "office": "17",
    "worker": "17001",
    "reason": "FTC",
    "closes": "06/30/2026",
    "days": "60",
    "return_by": "03/10/2026",
    "iva": "9001234567",
    "docket": "2024-1187",
    "received": "03/02/2026",
    "completed": "03/02/2026",
    "cases": "17000123, 17000124",
    "ground": "two missed appointments",
    "failed": "01/09/2026",
    "reported": "01/12/2026",
    "program": "FITAP",
    "since": "02/01/2025",
    "need": "S",
    "missed": "01/02/2026 and 01/09/2026",
    "enclosed": "CSE 101",
    "why": "failure to cooperate",
}
NAMED = ["APPT 1", "APPT 2", "CSE 105", "CSE 115"]
"""Letters to the custodial parent."""
FORMS = [*NAMED, "CSE 101", "OFS 53", "PI NOTICE"]
LETTER = Letter(
    office="17",
    office_name="RIVERBEND",
    worker="17001",
    worker_name="ADA MOREAU",
    name="JANE DOE",
    address=("1 OPEN ROAD", "GRETNA, LA 70053"),
    office_lines=(
        "100 MAIN ST, RIVERBEND, LA 70001",
        "Telephone 225-555-0117, Monday to Friday 08:00 to 16:30",
    ),
    values={
        **values_of("17000123", [("KIM DOE", None)], "SI"),
        "where": ["Office 17 RIVERBEND", "100 MAIN ST"],
    },
)


def for_purpose(purpose: str) -> Letter:
    """The letter of an appointment of that purpose."""
    return msgspec.structs.replace(LETTER, values={**LETTER.values, "purpose_code": purpose})


def form(name: str, **changed: str) -> Form:
    return Form(
        case="17000123",
        seq=3,
        form=name,
        edition=EDITIONS.get(name, 1),
        person=1,
        made_on=date(2026, 3, 2),
        values={**VALUES, **changed},
    )


def fits(text: str) -> None:
    """Every page has 66 lines, none wider than 78 columns, and only printable characters."""
    for page in text.split("\f"):
        lines = page.removesuffix("\n").split("\n")
        assert len(lines) == LINES
        assert max(len(cells(line)) for line in lines) <= COLUMNS
        assert all(line.isprintable() for line in lines)
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", NAMED)
def test_a_form_names_office_date_case_and_addressee(name: str) -> None:
    text = render_text(form(name), LETTER)
    fits(text)
    for said in (
        "RIVERBEND",
        "100 MAIN ST, RIVERBEND, LA 70001",
        "Telephone 225-555-0117, Monday to Friday",
        "03/02/2026",
        "Case 17000123",
        "1 OPEN ROAD",
        "GRETNA, LA 70053",
    ):
        assert said in text
    for said in (
        "Dear JANE DOE:",
        "RICHARD ROE",
        "KIM DOE",
        "ADA MOREAU",
        f"{name} ({EDITIONS[name]})",
        "Page 1 of 1",
    ):
        assert said in text
    assert BLANK not in text
    assert "{" not in text


@pytest.mark.parametrize("name", FORMS)
def test_a_form_lies_on_its_paper_as_it_is_drawn(name: str, snapshot: SnapshotAssertion) -> None:
    """Letterhead with date and case at the right, addressee, title; paragraphs filled, lists and labels
    indented as in the template, a signature line by line; the form's edition, case and page at the foot."""
    assert render_text(form(name), LETTER).rstrip("\n").split("\n") == snapshot


SHORT, LONG = "A line of words that is just short of it....", "A line of words that is not that short......."
WIDEST = "A line that is as wide as the paper allows, and " + "x" * 18
LAID_OUT = f"""Dear {{{{ cp }}}}:

This is one line
of a paragraph, and {SHORT}x this is another.

{SHORT}
Two   short

Not so short, since one
of its lines is that
{LONG}
Straight before
    What     {"word " * 16}
    Typed with  two blanks and {"word " * 12}
    {WIDEST}
    A label that takes more than half of the width,  so what comes after it hangs under it
    - as it stands
Straight after.


The end.
"""


def test_paragraphs_are_filled_short_lines_stand_and_what_is_indented_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid = msgspec.structs.replace(load_forms()["APPT 1", 2], body=LAID_OUT)
    monkeypatch.setattr("cstui.forms.pages.load_forms", lambda _agency: {("APPT 1", 2): laid})
    [page] = render_pages(form("APPT 1"), LETTER, note="A note.")
    begins = next(at for at, line in enumerate(page) if "Dear" in line)
    ends = next(at for at, line in enumerate(page) if "A note." in line)
    assert [line.removeprefix("    ") for line in page[begins : ends + 1]] == [
        "Dear JANE DOE:",
        "",
        "This is one line of a paragraph, and A line of words that is just",
        "short of it....x this is another.",
        "",
        SHORT,
        "Two short",
        "",
        "Not so short, since one of its lines is that A line of words that is",
        "not that short....... Straight before",
        "    What     word word word word word word word word word word word",
        "             word word word word word",
        "    Typed with  two blanks and word word word word word word word word",
        "                word word word word",
        f"    {WIDEST}",
        "    A label that takes more than half of the width, so what comes",
        "    after it hangs under it",
        "    - as it stands",
        "Straight after.",
        "",
        "",
        "The end.",
        "",
        "A note.",
    ]


def test_a_list_of_a_template_is_not_parted_by_the_end_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five lines that belong together go over to the next page together."""
    laid = msgspec.structs.replace(load_forms()["APPT 1", 2], body="One.\n\n" + "    line\n" * 5)
    monkeypatch.setattr("cstui.forms.pages.load_forms", lambda _agency: {("APPT 1", 2): laid})
    letter = msgspec.structs.replace(LETTER, address=("STREET",) * 45)
    first, second = ([line.strip() for line in page] for page in render_pages(form("APPT 1"), letter))
    assert (first.count("One."), first.count("line"), second.count("line")) == (1, 0, 5)


def test_the_letterhead_goes_on_where_a_name_is_too_long() -> None:
    """The office goes on under its first line; an addressee's line is cut at the margin of the text."""
    address = ("word " * 15).strip()
    letter = msgspec.structs.replace(LETTER, office_name="RIVER " * 12, address=(address,))
    page = render_pages(form("APPT 1"), letter)[0]
    assert page[4] == "    Office 17 RIVER RIVER RIVER RIVER RIVER RIVER RIVER      Case 17000123"
    assert page[5] == "    RIVER RIVER RIVER RIVER RIVER"
    at = page.index("    JANE DOE")
    assert page[at + 1 : at + 3] == ["    " + ("word " * 14).strip(), "    word"]


def test_what_each_form_has_to_say() -> None:
    words = {
        name: " ".join(render_text(form(name), LETTER).split()) for name in ("APPT 1", "APPT 2", "CSE 115")
    }
    assert "03/10/2026 at 09:00" in words["APPT 1"]
    assert "up to three times if you ask in advance" in words["APPT 1"]
    assert "Two missed appointments are reported" in words["APPT 1"]
    assert "If you miss this appointment too" in words["APPT 2"]
    assert "back on or before 03/10/2026" in words["CSE 115"]
    assert "by mail we can take it only notarized" in words["CSE 115"]
    closing = " ".join(render_text(form("CSE 105"), LETTER).split())
    assert "60 days after this notice is mailed, not before 06/30/2026" in closing
    assert "the case stays open" in closing
    assert "Failed two missed appointments On 01/02/2026 and 01/09/2026" in closing


@pytest.mark.parametrize(
    ("need", "bring"),
    [("S", "We will ask for your signature"), ("I", "We will talk about"), ("D", "documents that we asked")],
)
def test_an_appointment_letter_says_what_to_bring(need: str, bring: str) -> None:
    assert bring in " ".join(render_text(form("APPT 1", need=need), LETTER).split())


def test_a_hearing_letter_offers_no_moves() -> None:
    text = " ".join(render_text(form("APPT 1"), for_purpose("CH")).split())
    assert "three times" not in text
    assert "The court sets the date" in text


@pytest.mark.parametrize(
    ("ground", "on"), [("court date missed", "01/09/2026"), ("support kept", "01/09/2026")]
)
def test_notice_of_closure_says_what_failed_and_when(ground: str, on: str) -> None:
    text = " ".join(render_text(form("CSE 105", ground=ground, missed=""), LETTER).split())
    assert f"Failed {ground} On {on}" in text


def test_notice_of_another_closure_names_no_failure() -> None:
    text = render_text(form("CSE 105", reason="AG", why="children of age, nothing owed", missed=""), LETTER)
    assert "Failed" not in text
    assert "AG, children of age, nothing owed" in text


def test_third_letter_speaks_of_a_form_only_where_one_is_enclosed() -> None:
    text = " ".join(render_text(form("CSE 115", enclosed=""), LETTER).split())
    assert "Enclosed" not in text
    assert "form is not here" not in text
    hearing = render_text(form("CSE 115", enclosed=""), for_purpose("CH"))
    assert "notarized" not in hearing


@pytest.mark.parametrize(
    ("purpose", "said"), [("GT", "genetic test takes"), ("CH", "needed at this hearing")]
)
def test_an_appointment_letter_speaks_of_its_purpose(purpose: str, said: str) -> None:
    text = render_text(form("APPT 1"), for_purpose(purpose))
    assert said in text
    assert "Two missed appointments" not in text


@pytest.mark.parametrize(("needed", "asked"), [("Y", True), ("N", False)])
def test_a_letter_says_whether_the_hearing_needs_the_custodial_parent(needed: str, asked: bool) -> None:
    """Only a hearing that needs the CP can be missed (E-520 I): the letter threatens nothing else."""
    text = render_text(form("APPT 1", needed=needed), for_purpose("CH"))
    words = " ".join(text.split())
    assert ("You are needed at this hearing" in words) == asked
    assert ("You need not be at this hearing" in words) != asked
    assert ("this may be reported" in words) == asked


@pytest.mark.parametrize("name", FORMS)
def test_long_names_and_many_children_go_on_to_further_pages(name: str) -> None:
    long = "MARIE-ANTOINETTE DE LA VERGNE-BROUSSARD THIBODEAUX-ARCENEAUX " * 3
    letter = msgspec.structs.replace(
        LETTER,
        name=long,
        office_name=long,
        worker_name=long,
        values=values_of("17000123", [(f"CHILD NUMBER {n} {long}", None) for n in range(1, 20)]),
        address=(long, "X" * 200, "GRETNA, LA 70053"),
    )
    text = render_text(form(name, cp=long, ncp=long), letter)
    fits(text)
    pages = text.split("\f")
    assert len(pages) > 1
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert "CHILD NUMBER 19" in " ".join(text.split())
    assert pages[-1].split("\n")[3].strip()


def test_a_paragraph_is_not_parted_for_a_few_lines() -> None:
    letter = msgspec.structs.replace(LETTER, address=tuple(f"LINE {n}" for n in range(24)))
    first, second = render_pages(form("APPT 1"), letter)
    assert first[-4].strip() == "" or first[-4].rstrip().endswith((".", ":"))
    assert second[3].strip()


ROOM = LINES - 6
"""Lines of a page between its top and its foot."""


def bodies(pages: list[list[str]]) -> list[list[str]]:
    """What stands on each page between top and foot."""
    assert all(len(page) == LINES and not any(page[:3]) and not any(page[-3:-1]) for page in pages)
    return [[line.strip() for line in page[3:-3]] for page in pages]


@pytest.mark.parametrize(
    ("before", "size", "stays"),
    [(54, 6, 6), (55, 6, 0), (55, 7, 5), (59, 1, 1), (60, 1, 0), (1, 70, 59)],
    ids=["it fits", "a short one goes over", "a long one is parted", "the last line", "full", "pages"],
)
def test_a_block_of_six_lines_is_never_parted_by_a_page(before: int, size: int, stays: int) -> None:
    pages = bodies(paged(["x"] * before, [["b"] * size], "Foot"))
    assert [page.count("b") for page in pages] == [stays, *([size - stays] if size > stays else [])]
    assert pages[0] == ["x"] * before + ["b"] * stays + [""] * (ROOM - before - stays)


def test_no_page_begins_with_a_blank_line_or_has_no_other() -> None:
    assert [page[0] for page in bodies(paged(["x"] * ROOM, [[""], ["b"]], ""))] == ["x", "b"]
    assert len(paged(["x"] * ROOM, [[""], [""]], "")) == 1
    assert len(paged(["x"] * ROOM, [["b"] * ROOM, [""]], "")) == 2
    assert len(paged([], [], "")) == 1
    assert bodies(paged(["x"] * ROOM, [["b"]], ""))[1][:2] == ["b", ""]


def test_the_foot_is_cut_before_the_number_of_the_page() -> None:
    first, second = paged(["x"] * ROOM, [["b"]], "F" * 100)
    assert first[-1] == "    " + "F" * 58 + "…" + "Page 1 of 2"
    assert second[-1].endswith("…Page 2 of 2")
    assert len(first[-1]) == COLUMNS - 4


def test_names_in_any_script_are_printed_and_measured() -> None:
    name = "ZOË ÉLÉONORE 山田花子 Ž"
    text = render_text(form("APPT 1", cp=name), msgspec.structs.replace(LETTER, name=name))
    fits(text)
    assert text.count(name) == 2


def test_what_was_typed_is_neither_template_nor_control() -> None:
    evil = "{{ 7 * 7 }} <b>x</b> & \x1b[31m\x0c\u202ered {% for %}"
    text = render_text(form("APPT 1", ncp=evil), LETTER)
    fits(text)
    assert "{{ 7 * 7 }} <b>x</b> & [31m" in text
    assert "\x1b" not in text


def test_the_application_is_filled_in_with_what_the_case_says() -> None:
    letter = msgspec.structs.replace(
        LETTER, values=values_of("17000123", [("KIM DOE", date(2019, 5, 4)), ("LEE DOE", None)])
    )
    text = render_text(form("CSE 101", docket=""), letter)
    fits(text)
    for said in ("Name         JANE DOE", "Name         RICHARD ROE", "IV-A case    9001234567"):
        assert said in text
    assert " 1.  KIM DOE, born 05/04/2019" in text
    assert f" 2.  LEE DOE, born {BLANK}" in text
    assert f"Docket       {BLANK}" in text
    assert "1 OPEN ROAD" in text


def test_the_bottom_portion_names_every_case_and_both_dates() -> None:
    many = ", ".join(str(17000100 + n) for n in range(12))
    text = render_text(form("OFS 53", cases=many, received="03/01/2026"), LETTER)
    fits(text)
    assert all(str(17000100 + n) in text for n in range(12))
    assert "Form brought on   03/01/2026" in text
    assert "Completed on      03/02/2026" in text


def test_the_notice_goes_to_the_consultant_and_to_nobody_else() -> None:
    text = render_text(form("PI NOTICE"), LETTER)
    fits(text)
    head = text.split("NOTICE TO THE PROGRAM INTEGRATION CONSULTANT")[0]
    assert "Program Integration Consultant" in head
    assert "JANE DOE" not in head
    assert "OPEN ROAD" not in text
    for said in ("JANE DOE", "two missed appointments", "01/09/2026", "01/12/2026, by LAIN 2IP"):
        assert said in text
    assert "FITAP, since 02/01/2025" in text


def test_a_missing_address_and_a_missing_value_are_seen() -> None:
    assert NO_ADDRESS in render_text(form("APPT 1"), msgspec.structs.replace(LETTER, address=()))
    bare = Form(case="17000123", seq=1, form="APPT 1", edition=1, person=1, made_on=date(2026, 3, 2))
    text = render_text(bare, LETTER)
    fits(text)
    assert f"When     {BLANK} at {BLANK}" in text


def test_under_family_violence_only_the_paper_has_the_address() -> None:
    marked = msgspec.structs.replace(LETTER, family_violence=True)
    screen, paper = (render_text(form("CSE 105"), marked, show_address=shown) for shown in (False, True))
    assert HIDDEN_ADDRESS in screen
    assert "OPEN ROAD" not in screen
    assert "70053" not in screen
    assert "1 OPEN ROAD" in paper
    assert HIDDEN_ADDRESS not in paper


def _source(body: str, edition: int = 1) -> Source:
    text = f"form = \"X\"\nedition = {edition}\ntitle = \"t\"\ncite = \"c\"\nbody = '''\n{body}\n'''\n"
    return Source(Path("x.toml"), text)


def test_an_old_edition_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form keeps its edition: new wording does not change letters that were made before."""
    old = load_forms()["APPT 1", 2]
    new = msgspec.structs.replace(old, edition=2, body="Dear {{ cp }}: new wording.")
    both = {**load_forms(), ("APPT 1", 3): new}
    monkeypatch.setattr("cstui.forms.pages.load_forms", lambda _agency: both)
    before = render_text(form("APPT 1"), LETTER)
    assert "new wording" not in before
    after = render_text(msgspec.structs.replace(form("APPT 1"), edition=3), LETTER)
    assert "new wording" in after
    assert "APPT 1 (2)" in after


def test_every_shipped_form_is_there_and_says_where_it_comes_from() -> None:
    assert {name for name, _ in load_forms()} >= set(FORMS)
    for text in load_forms().values():
        assert text.site_supplied
        assert text.cite


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ("one\n{{ wrong }}", 7, "`wrong` is not a value"),
        ("{% if cp %}\nno end", 7, "is not a template"),
        ("one\ntwo {{ cp }", 7, "is not a template"),
    ],
)
def test_a_wrong_template_stops_the_load_with_its_line(body: str, line: int, says: str) -> None:
    with pytest.raises(ContentError) as error:
        build([_source(body)], FORM_VALUES)
    assert says in str(error.value)
    assert error.value.line == line


def test_a_value_of_blanks_is_a_blank_to_be_filled_in() -> None:
    assert f"Docket       {BLANK}" in render_text(form("CSE 101", docket="  "), LETTER)


def test_an_edition_is_defined_once() -> None:
    with pytest.raises(ContentError, match="defined twice"):
        build([_source("a"), _source("b")])


def test_a_template_may_name_only_what_acts_give() -> None:
    assert set(VALUES) <= NAMES | FORM_VALUES


def test_a_form_is_written_whole_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    made = write_file(b"first", folder, file_name(form("CSE 105")))
    assert made == folder / "17000123-3-CSE-105.txt"
    assert write_file("second, é\f".encode(), folder, made.name) == made
    assert made.read_text(encoding="utf-8") == "second, é\f"
    assert made.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == [made.name]


@pytest.mark.parametrize(
    "name",
    [
        "../x.txt",
        "/etc/x",
        "a/b",
        "",
        ".",
        "..",
        ".hidden",
        "a\x00b",
        "a\nb",
        "x.",
        "~root",
        "C:\\x",
        "é" * 99,
    ],
)
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "forms"
    with pytest.raises(NotPlainNameError):
        write_file(b"x", folder, name)
    assert not list(tmp_path.rglob("*x*"))


def test_a_form_that_cannot_take_its_place_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits in its own folder, since no other is sure to be on that disk, and is gone after a fault."""
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(NotPlainNameError):
        write_file(b"x", tmp_path, "folder.txt")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such disk"))
    write_file(b"first", tmp_path, "a.txt")

    def fails(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr("pathlib.Path.replace", fails)
    with pytest.raises(OSError, match="no"):
        write_file(b"second", tmp_path, "a.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "folder.txt"]
    assert (tmp_path / "a.txt").read_text() == "first"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    folder = tmp_path / "forms"
    folder.mkdir()
    os.symlink(outside, folder / "letter.txt")  # noqa: PTH211
    with pytest.raises(NotPlainNameError):
        write_file(b"x", folder, "letter.txt")
    assert outside.read_text() == "mine"


def test_the_templates_stand_where_people_edit_them() -> None:
    assert sorted(path.name for path in (root() / "data" / "louisiana" / "forms").glob("*.toml"))


def test_a_print_keeps_its_columns_whatever_the_letters_and_goes_on_under_the_last() -> None:
    """Names with letters beyond ASCII stay under their heading; a long one goes on beneath itself."""
    long = "MAYHAW-BUTTONBUSH-VANDERHOEVEN, MARÍA-ESPERANZA ŁUKASZ"
    [page] = sheets(
        "Case summary",
        ["office       17 ÉVANGÉLINE", f"1  03/04/2015         Active  {long}", "x" * 90],
        on=date(2026, 3, 2),
        foot="Case summary",
    )
    lines = [line.removeprefix("    ") for line in page]
    assert "office       17 ÉVANGÉLINE" in lines
    at = lines.index("1  03/04/2015         Active  MAYHAW-BUTTONBUSH-VANDERHOEVEN,")
    assert lines[at + 1] == " " * 30 + "MARÍA-ESPERANZA ŁUKASZ"
    assert all(len(line) <= 78 for line in page)
