"""FORM lists, mails, prints and shows the forms and letters of a case; FVEW is one of them as it reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import RecordContact
from cstui.store import reads as store_reads
from cstui.store.engine import Store
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import TODAY, Desk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of forms, not there yet."""
    place = tmp_path / "documents" / "forms"
    monkeypatch.setenv("CSTUI_FORMS", str(place))
    return place


@pytest.fixture
def two(office_store: Store) -> Desk:
    """A desk on FORM of a case with two letters, none mailed."""
    desk = Desk(office_store)
    for purpose, day in (("SI", 16), ("SI", 17)):
        act = ScheduleAppointment(case=DOE, purpose=purpose, on=date(2026, 3, day), at="09:00")  # type: ignore[arg-type]
        if day == 16:
            desk.do(act)
    desk.do(ScheduleAppointment(case=POE, purpose="SI", on=date(2026, 3, 17), at="09:00"))
    return desk.command(f"FORM {DOE}")


def mailed(desk: Desk, case: str = DOE) -> list[date | None]:
    with desk.store.read() as session:
        return [form.mailed_on for form in reads.forms(session, case)]


def test_the_forms_of_the_case(two: Desk):
    assert (two.column("form"), two.column("what")) == (["APPT 1"], ["Your appointment"])
    assert (two.value("made", 0), two.value("mailed", 0), two.value("about", 0)) == (
        "03/02/2026",
        "tonight",
        "SI 03/16/2026",
    )
    assert (two.answer.case, two.answer.seen) == (DOE, {f"case {DOE}": two.case(DOE).version})
    assert two.answer.guide


@pytest.mark.parametrize("how", ["letter", "cursor"])
def test_a_form_as_it_reads(two: Desk, how: str):
    (two.type("action", "v", 0) if how == "letter" else two.at("form", 0)).key("enter")
    assert (two.screen, two.value("form"), two.value("case")) == ("FVEW", "APPT 1", DOE)
    text = "\n".join(two.column("text"))
    while two.answer.more_below:
        text += "\n".join(two.key("pf8").column("text"))
    for said in ("CHILD SUPPORT ENFORCEMENT", "JANE DOE", "12 OAK ST", "03/16/2026", "Page 1 of 1"):
        assert said in text
    assert two.key("pf7").screen == "FVEW"
    assert two.key("pf3").screen == "FORM"


def test_mailed_today_by_letter_or_by_word(two: Desk):
    two.type("action", "M", 0).key("enter")
    assert (two.answer.message, two.value("mailed", 0), mailed(two)) == (
        "APPT 1 mailed. UNDO takes it back",
        "03/02/2026",
        [TODAY],
    )
    before = two.written()
    two.type("action", "M", 0).key("enter")
    assert (two.rules, two.fields, two.value("action", 0)) == (["CS-131"], ["action.0"], "M")
    assert two.written() == before


def test_mail_as_a_word_takes_the_only_line(two: Desk):
    assert two.command("MAIL").rules == []
    assert mailed(two) == [TODAY]


def test_a_form_is_printed_into_the_folder_and_the_path_is_told(two: Desk, folder: Path):
    two.at("form", 0).key("pf6")
    target = folder / f"{DOE}-1-APPT-1.txt"
    assert two.answer.message == f"Written to {target}"
    assert "JANE DOE" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o600
    assert two.type("action", "P", 0).key("enter").rules == []
    two.command("PRINT JANE.TXT")
    assert (folder / "JANE.TXT").read_text() == target.read_text()
    assert sorted(path.name for path in folder.iterdir()) == [target.name, "JANE.TXT"]


def logged(desk: Desk, case: str = DOE) -> list[str]:
    with desk.store.read() as session:
        return [row.text for row in store_reads.activities(session, f"case {case}", action="PR")]


def test_pdf_by_its_name_or_by_its_kind(two: Desk, folder: Path):
    version = two.case(DOE).version
    two.at("form", 0).command("PRINT PDF")
    two.command("PRINT JANE.PDF")
    first, second = folder / f"{DOE}-1-APPT-1.pdf", folder / "JANE.PDF"
    assert first.read_bytes().startswith(b"%PDF-")
    assert first.read_bytes() == second.read_bytes()
    assert logged(two) == [
        "APPT 1 of 03/02/2026 printed: to file JANE.PDF.",
        f"APPT 1 of 03/02/2026 printed: to file {first.name}.",
    ]
    assert two.case(DOE).version == version


def test_what_was_not_written_is_not_logged(two: Desk, folder: Path):
    two.command("PRINT ../X")
    folder.parent.mkdir()
    folder.write_text("a file, not a folder")
    two.command("PRINT X")
    assert logged(two) == []


@pytest.mark.parametrize("name", ["../X", "/ETC/PASSWD", "A/B", ".HIDDEN", ".."])
def test_a_name_that_leaves_the_folder_is_refused(two: Desk, folder: Path, name: str):
    assert two.command(f"PRINT {name}").rules == ["CS-133"]
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_to_is_said(two: Desk, folder: Path):
    folder.parent.mkdir()
    folder.write_text("a file, not a folder")
    assert two.at("form", 0).key("pf6").rules == ["CS-140"]
    assert two.screen == "FORM"


def test_a_line_must_be_chosen_where_there_are_several(office_store: Store):
    desk = Desk(office_store)
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 16), at="09:00"))
    with desk.store.write() as session:
        session.connection().exec_driver_sql(
            'INSERT INTO la_form ("case", seq, form, edition, person, made_on, "values", version)'
            ' SELECT "case", 2, form, edition, person, made_on, "values", 1 FROM la_form'
        )
    desk.command(f"FORM {DOE}").command("PRINT")
    assert desk.rules == ["CS-141"]
    desk.type("action", "M", 0).type("action", "Q", 1).key("enter")
    assert (desk.rules, desk.fields) == (["CS-130"], ["action.1"])
    assert mailed(desk) == [None, None]


def test_a_case_that_moved_on_is_not_written_over(two: Desk):
    two.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY), actor="17002")
    assert two.type("action", "M", 0).key("enter").rules == ["CS-110"]
    assert mailed(two) == [None]


def test_a_form_from_its_own_screen(two: Desk, folder: Path):
    two.type("action", "V", 0).key("enter").key("pf6")
    assert (two.screen, two.answer.message) == ("FVEW", f"Written to {folder / f'{DOE}-1-APPT-1.txt'}")
    assert two.command("PRINT ../X").rules == ["CS-133"]
    two.command("MAIL")
    assert (two.screen, two.value("mailed")) == ("FVEW", "03/02/2026")
    assert two.answer.message == "APPT 1 mailed. UNDO takes it back"
    assert two.command("MAIL").rules == ["CS-131"]


def test_an_address_under_family_violence_is_on_no_form(two: Desk, folder: Path):
    two.command(f"FORM {POE}").type("action", "V", 0).key("enter")
    text = "\n".join(two.column("text"))
    two.key("pf6")
    written = next(folder.iterdir()).read_text()
    assert "HIDDEN: FAMILY VIOLENCE" in text
    for secret in ("SHELTER", "HIDEAWAY", "70999"):
        assert secret not in text
        assert secret not in written


def test_no_forms_and_no_case(desk: Desk):
    assert desk.command(f"FORM {DOE}").answer.message == "No form was made for this case."
    assert desk.key("enter").rules == []
    assert desk.command("PRINT").rules == ["CS-141"]
    assert desk.command("FORM 99999999").rules == ["CS-101"]
