"""PRTSC writes the screen in hand as the worker sees it, as text and PDF, logs it, keeps what was typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.acts.persons import MarkFamilyViolence
from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.desk.painter import Painter
from cstui.policy.records import Person
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.forms.test_pdf import shown
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import Desk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of forms, not there yet."""
    place = tmp_path / "forms"
    monkeypatch.setenv("CSTUI_FORMS", str(place))
    return place


def store_log(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT actor, text FROM activity WHERE subject = 'store' AND action = 'PR' ORDER BY seq"
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def test_the_print_is_what_the_worker_sees(desk: Desk, folder: Path):
    desk.command(f"CAS1 {DOE}")
    seen = Painter(desk.buffer).screen()
    desk.command("PRTSC")
    assert desk.answer.message.endswith(f"/CAS1-{DOE}-20260302.txt and .pdf")
    text = (folder / f"CAS1-{DOE}-20260302.txt").read_text()
    for line in seen[:-3]:
        assert line in text.splitlines()
    head = text.splitlines()[2:5]
    assert head[0].split() == ["SCREEN", "CAS1", "03/02/2026"]
    assert head[1:] == [" WORKER 17001 ADA", " STORE Practice  TRN: TRAINING, INVENTED CASES"]
    assert max(map(len, text.splitlines())) <= 80
    assert "12 OAK ST" not in text
    on_paper = shown((folder / f"CAS1-{DOE}-20260302.pdf").read_bytes())
    assert "DOE, JANE" in on_paper
    assert desk.log(DOE)[0] == f"PR Screen CAS1 printed: to files CAS1-{DOE}-20260302.txt and pdf."
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_what_was_typed_stays_and_is_printed(desk: Desk, folder: Path):
    desk.command(f"CONT {DOE}").type("how", "C").type("text", "half a sente").command("PRTSC")
    assert (desk.value("how"), desk.value("text"), desk.value("command")) == ("C", "half a sente", "")
    assert "half a sente" in next(folder.glob("*.txt")).read_text()
    desk.at("text").key("enter")
    assert desk.rules  # ABOUT is missing, so what was typed had gone to its program


def test_a_second_print_leaves_the_first(desk: Desk, folder: Path):
    desk.command("PRTSC").command("PRTSC").command("PRTSC mine")
    assert sorted(path.stem for path in folder.glob("*.pdf")) == ["MINE", "WORK-20260302", "WORK-20260302-2"]


def test_a_screen_of_no_case_is_logged_under_the_store(desk: Desk, folder: Path):
    desk.command(f"CAS1 {DOE}").command("WORK").command("PRTSC")
    assert store_log(desk) == [("17001", "Screen WORK printed: to files WORK-20260302.txt and pdf.")]
    desk.command("PERS 1").command("PRTSC")
    assert store_log(desk)[-1][1].startswith("Screen PERS")
    assert not any("WORK" in line for line in desk.log(DOE))


@pytest.mark.parametrize("word", ["HELP", "KEYS", "GUIDE"])
def test_help_pages_print_too_and_are_about_the_case_under_them(desk: Desk, folder: Path, word: str):
    desk.command(f"CAS1 {DOE}").command(word)
    screen, line = desk.screen, Painter(desk.buffer).text(4).rstrip()
    desk.command("PRTSC")
    assert desk.screen == screen
    assert line in next(folder.glob("*.txt")).read_text().splitlines()
    assert desk.log(DOE)[0].startswith(f"PR Screen {screen} printed")
    assert desk.key("pf3").screen == "CAS1"


def test_after_a_screen_on_one_command_line(desk: Desk, folder: Path):
    desk.command(f"CAS1 {DOE};PRTSC")
    assert (desk.screen, desk.value("case")) == ("CAS1", DOE)
    assert [path.stem for path in folder.glob("*.pdf")] == [f"CAS1-{DOE}-20260302"]


def test_an_error_is_on_the_print(desk: Desk, folder: Path):
    desk.command(f"CONT {DOE}").type("how", "Q").key("enter").command("PRTSC")
    assert "CS-104" in next(folder.glob("*.txt")).read_text()
    assert desk.value("how") == "Q"


def test_a_hidden_address_is_on_no_print(desk: Desk, folder: Path):
    desk.do(ScheduleAppointment(case=POE, purpose="SI", on=date(2026, 3, 17), at="09:00"))
    desk.command("PERS 4").command("PRTSC").command(f"FORM {POE}").type("action", "V", 0).key("enter")
    desk.command("PRTSC")
    for path in folder.glob("*.txt"):
        assert "SHELTER" not in path.read_text()
        assert "HIDDEN" in path.read_text()
    assert len(list(folder.glob("*.txt"))) == 2


@pytest.mark.parametrize("screen", ["PERS", "FVEW"])
def test_one_that_is_hidden_since_is_not_printed(desk: Desk, folder: Path, screen: str):
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 17), at="09:00"))
    desk.command("PERS 1") if screen == "PERS" else desk.command(f"FORM {DOE}").type("action", "V", 0)
    if screen == "FVEW":
        desk.key("enter")
    desk.do(MarkFamilyViolence(person=1, marked=True, why="Told the worker"), actor="17002")
    assert desk.command("PRTSC").rules == ["CS-194"]
    assert not folder.exists()
    desk.key("pf5").command("PRTSC")
    assert "12 OAK ST" not in next(folder.glob("*.txt")).read_text()


def test_wide_letters_keep_their_columns_on_text_and_are_spelled_on_pdf(office_store: Store, folder: Path):
    bulk_load(office_store, [Person(number=77, last="田中", first="花子", born=date(1990, 1, 1))])
    Desk(office_store).command("PERS 77").command("PRTSC")
    assert "田中" in next(folder.glob("*.txt")).read_text()
    on_paper = shown(next(folder.glob("*.pdf")).read_bytes())
    assert "TianZhong" in on_paper
    assert "written in Latin letters" in on_paper


def test_a_tall_terminal_prints_all_its_rows(office_store: Store, folder: Path):
    desk = Desk(office_store, rows=70).command("KEYS").command("PRTSC")
    text = next(folder.glob("*.txt")).read_text()
    assert "Page 2 of 2" in text
    assert desk.answer.rows[60].values["text"] in text


@pytest.mark.parametrize(("name", "rule"), [("../x", "CS-133"), ("a/b", "CS-133")])
def test_a_name_that_leaves_the_folder(desk: Desk, folder: Path, name: str, rule: str):
    before = desk.written()
    assert desk.command(f"PRTSC {name}").rules == [rule]
    assert desk.written() == before


def test_a_folder_that_cannot_be_written(desk: Desk, folder: Path):
    folder.write_text("no folder")
    before = desk.written()
    assert desk.command("PRTSC").rules == ["CS-140"]
    assert desk.written() == before
