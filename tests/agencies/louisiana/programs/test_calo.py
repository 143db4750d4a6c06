"""CALO lists the log newest first, narrows it, shows an entry in full, and takes notes."""

from __future__ import annotations

import pytest

from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

LONG = " ".join(f"word{n}" for n in range(120))


def noted(desk: Desk, count: int, case: str = DOE) -> Desk:
    for n in range(1, count + 1):
        desk.do(AddNote(case=case, text=f"Note {n}"))
    return desk


def test_newest_first_page_by_page_and_back(desk: Desk):
    noted(desk, 30).command(f"CALO {DOE}")
    first = desk.column("text")
    assert first == [f"Note {n}" for n in range(30, 17, -1)]
    assert (desk.answer.more_above, desk.answer.more_below) == (False, True)
    second = desk.key("pf8").column("text")
    assert second == [f"Note {n}" for n in range(17, 4, -1)]
    last = desk.key("pf8").column("text")
    assert last == ["Note 4", "Note 3", "Note 2", "Note 1"]
    assert (desk.answer.more_above, desk.answer.more_below) == (True, False)
    assert desk.key("pf8").column("text") == last
    assert desk.key("pf7").column("text") == second
    assert desk.key("pf7").column("text") == first


def test_a_page_does_not_move_when_somebody_writes_meanwhile(desk: Desk):
    noted(desk, 20).command(f"CALO {DOE}").key("pf8")
    second = desk.column("text")
    desk.do(AddNote(case=DOE, text="Later"), actor="17002")
    assert desk.key("pf5").column("text") == second
    assert desk.key("pf7").column("text")[0] == "Later"


def test_a_taller_terminal_shows_more(office_store):
    assert len(noted(Desk(office_store, rows=45), 40).command(f"CALO {DOE}").answer.rows) == 34


def test_kind_and_find_narrow_the_list_and_empty_ones_widen_it(desk: Desk):
    noted(desk, 3)
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY, text="asked for the 100% form_a"))
    desk.command(f"CALO {DOE}").type("kind", "cn").key("enter")
    assert desk.column("what") == ["CN"]
    desk.type("kind", "").type("find", "NOTE 2").key("enter")
    assert desk.column("text") == ["Note 2"]
    desk.type("find", "% FORM_").key("enter")
    assert desk.column("what") == ["CN"]
    desk.type("find", "zebra").key("enter")
    assert (desk.answer.rows, desk.answer.message) == ((), "No entry has that.")
    desk.type("find", "").key("enter")
    assert len(desk.answer.rows) == 4


def test_find_is_a_word_too(desk: Desk):
    noted(desk, 30).command(f"CALO {DOE}").key("pf8").command("FIND NOTE 2")
    assert desk.column("text") == [f"Note {n}" for n in [*range(29, 19, -1), 2]]
    assert desk.value("find") == "NOTE 2"
    assert len(desk.command("FIND").answer.rows) == 13


def test_filters_hold_while_pages_turn(desk: Desk):
    noted(desk, 30)
    desk.command(f"CALO {DOE}").type("kind", "NT").key("enter").key("pf8")
    assert (desk.column("text")[0], desk.value("kind")) == ("Note 17", "NT")
    assert desk.key("pf7").column("text")[0] == "Note 30"


def test_wrong_inputs_are_said_together_and_stay(desk: Desk):
    noted(desk, 2).command(f"CALO {DOE}")
    before = desk.written()
    desk.type("kind", "ZZ").type("action", "Q", 1).key("enter")
    assert (desk.rules, desk.fields) == (["CS-104", "CS-130"], ["kind", "action.1"])
    assert desk.where().field == "kind"  # type: ignore[union-attr]
    assert (desk.value("kind"), desk.value("action", 1)) == ("ZZ", "Q")
    assert desk.written() == before


@pytest.mark.parametrize("how", ["letter", "cursor"])
def test_an_entry_in_full(desk: Desk, how: str):
    desk.do(AddNote(case=DOE, text=LONG))
    desk.command(f"CALO {DOE}")
    assert desk.value("text", 0).endswith("…")
    (desk.type("action", "s", 0) if how == "letter" else desk.at("text", 0)).key("enter")
    assert desk.screen == "NOTE"
    assert "NT Note  by 17001" in desk.value("heading")
    seen = desk.column("text")
    while desk.answer.more_below:
        seen += desk.key("pf8").column("text")
    assert " ".join(seen) == LONG
    assert desk.key("pf3").screen == "CALO"


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold] [@click=app.quit]q[/]", "漢字 wide 한글", "e\u0301te\u0301"]
)
def test_text_that_looks_like_markup_and_wide_letters_are_plain_cells(desk: Desk, text: str):
    desk.do(AddNote(case=DOE, text=text))
    desk.command(f"CALO {DOE}")
    shown = desk.value("text", 0)
    assert shown == (text if "e\u0301" not in text else "été")
    assert desk.at("action", 0).key("enter").value("text", 0) == shown


def test_control_characters_never_get_into_a_cell(desk: Desk):
    desk.do(AddNote(case=DOE, text="a\x1b[31mred\x07\u202eback\nsecond"))
    desk.command(f"CALO {DOE}")
    assert desk.value("text", 0) == "a[31mredback second"
    desk.at("action", 0).key("enter")
    assert [desk.value("text", 0), desk.value("text", 1)] == ["a[31mredback", "second"]


def test_a_note_is_added_and_the_log_comes_back(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6")
    assert (desk.screen, desk.value("case")) == ("NOTE", DOE)
    desk.type("note", "The CP says she moved; letters go to her sister until then. " + "x" * 40).key("enter")
    assert desk.screen == "CALO"
    assert desk.answer.message == "Note added to CALO. UNDO takes it back"
    text = "NT The CP says she moved; letters go to her sister until then. " + "x" * 40
    assert desk.log(DOE) == [text]
    assert desk.key("pf3").screen == "WORK"


def test_a_note_of_six_full_rows_is_kept_whole(desk: Desk):
    words = " ".join(["abcde fghij"] * 36)
    desk.command(f"CALO {DOE}").key("pf6").type("note", words).key("enter")
    assert desk.log(DOE) == [f"NT {words}"]


def test_a_note_from_the_full_text_of_an_entry(desk: Desk):
    noted(desk, 1).command(f"CALO {DOE}").type("action", "S", 0).key("enter").type("note", "More").key(
        "enter"
    )
    assert (desk.screen, desk.column("text")) == ("CALO", ["More", "Note 1"])


def test_an_empty_note_is_refused(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6").key("enter")
    assert (desk.screen, desk.rules, desk.fields) == ("NOTE", ["CS-105"], ["note"])
    assert desk.written() == 0


def test_a_note_typed_and_not_entered_is_held_once(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6").type("note", "Half a thought").key("pf3")
    assert (desk.screen, desk.rules, desk.value("note")) == ("NOTE", ["CS-136"], "Half a thought")
    assert desk.key("pf3").screen == "CALO"
    assert desk.written() == 0


def test_a_note_is_taken_though_the_case_moved_on(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6")
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=TODAY.replace(day=16), at="09:00"), actor="17002")
    assert desk.type("note", "Seen").key("enter").screen == "CALO"
    assert desk.log(DOE)[0] == "NT Seen"


def test_an_unknown_case_stays_where_it_was(desk: Desk):
    desk.command("CALO 99999999")
    assert (desk.screen, desk.rules) == ("WORK", ["CS-101"])


def test_the_log_is_that_of_the_case_only(desk: Desk):
    noted(desk, 2, POE).command(f"CALO {DOE}")
    assert (desk.answer.rows, desk.answer.message) == ((), "The log is empty.")
    assert desk.answer.seen == {f"case {DOE}": desk.case(DOE).version}
    assert desk.answer.case == DOE
    assert desk.answer.guide
