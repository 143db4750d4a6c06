"""How the desk says things line by line: terse, in words, every fault with its field and way out."""

from __future__ import annotations

from cstui import lasting
from cstui.desk.linear.desk import LinearDesk
from tests.kernel.linear.conftest import Says


def test_a_screen_is_its_title_its_fields_its_list_and_the_next_step(says: Says) -> None:
    """Fields without a value are only named; the number of the case is in the title."""
    said = says("APPT 17000123")
    assert said[0] == "APPT, APPOINTMENTS, case 17000123."
    assert "CP: DOE, JANE" in said
    assert "To key: PURPOSE, DATE, TIME, WITH, AGREED, PRESENCE REQUIRED, NEED, WHY." in said
    assert "No rows in the list." in said
    assert said[-1].startswith("Next step: ")
    assert not any(line.startswith("CASE:") for line in said)


def test_the_heading_of_a_case_is_not_said_again_on_its_next_screen(says: Says) -> None:
    """CP and office are heard once; READ says everything."""
    says("CAS1 17000123")
    said = says("CAS2")
    assert not any(line.startswith(("CP:", "OFFICE:", "WORKER:")) for line in said)
    assert "CP: DOE, JANE" in says("READ")


def test_another_case_is_said_whole(says: Says) -> None:
    """A new case brings its heading with it."""
    says("CAS1 17000123")
    assert "CP: POE, ANN" in says("CAS1 17000125")


def test_an_error_has_severity_count_field_rule_and_way_out(says: Says) -> None:
    """All in one line, in words."""
    said = says("APPT 17000123", "PURPOSE=SI DATE=T+5 TIME=0900", "SEND")
    assert said[0].startswith("Error 1 of 2, field DATE: ")
    assert " LA-E521-01. Way out: " in said[0]
    assert said[1].startswith("Error 2 of 2, field DATE: ")
    assert len(said) == 2


def test_what_was_keyed_stays_after_an_error_and_the_prompt_says_so(linear: LinearDesk, says: Says) -> None:
    """The fields still hold what was typed."""
    says("APPT 17000123", "PURPOSE=SI DATE=T-3", "SEND")
    assert linear.refused
    assert linear.prompt == "APPT, 2 keyed> "
    assert "DATE: T-3, to key" in says("READ")


def test_an_empty_line_never_sends_the_same_twice(linear: LinearDesk, says: Says) -> None:
    """After a refusal it walks through the fields from the one at fault; SEND hands in again."""
    says("APPT 17000123", "PURPOSE=SI DATE=T-3 TIME=0900", "SEND", "")
    assert linear.prompt == "DATE, now T-3: "


def test_an_empty_line_where_nothing_is_keyed_asks_for_the_first_field(
    linear: LinearDesk, says: Says
) -> None:
    """Nothing is sent."""
    says("CAS2 17000123", "")
    assert linear.prompt == "NON COOP: "


def test_in_the_walk_questions_choices_and_steps_back(linear: LinearDesk, says: Says) -> None:
    """`?` explains, `??` lists the codes and brings back the one taken, `<` goes back."""
    says("CAS2 17000123", "FILL")
    assert "Takes a code, at most 2 characters." in says("?")
    assert says("??")[0].startswith("PRMT, ")
    assert linear.prompt == "PRMT> "
    narrowed = says("two")
    assert any("MA" in line for line in narrowed)
    assert says("SEND 1")[0].startswith("NON COOP: ")
    assert linear.prompt.startswith("NON COOP, now ")
    says("")
    assert linear.prompt == "DT: "
    says("<")
    assert linear.prompt.startswith("NON COOP, now ")


def test_the_walk_says_at_its_end_what_waits(says: Says) -> None:
    """And how it is sent."""
    said = says("CAS2 17000123", "FILL", "MA", "T", ".")
    assert said == ["Keyed: NON COOP MA; DT T. An empty line or SEND sends it, CANCEL drops it."]


def test_a_list_is_numbered_rows_under_named_columns(says: Says) -> None:
    """Columns that say nothing on the page are left out; ROW names them all."""
    says("CONT 17000123", "HOW=C ABOUT=OT TEXT=Asked for the form. ; SEND")
    rows = [line for line in says("CALO 17000123") if line[:2] in {"1.", "2."}]
    assert rows[0].startswith("1. 1; 03/02/2026; 17001; ")
    whole = says("ROW 1")
    assert whole[0] == "Row 1 of 1."
    assert "ACTION: empty, to key" in whole
    assert "BY: 17001" in whole


def test_a_row_that_is_not_shown_is_refused(says: Says) -> None:
    """With how many there are."""
    assert says("CALO 17000123", "7 S")[0].startswith("Error: No row 7 is shown")


def test_an_entry_that_does_not_fit_is_not_cut(linear: LinearDesk, says: Says) -> None:
    """The field keeps what it held."""
    says("APPT 17000123", "TIME=0900")
    assert says("TIME=0900 in the morning")[0].startswith("Error: TIME holds 5 characters; ")
    assert "TIME: 0900, to key" in says("READ")


def test_letters_in_a_number_and_a_protected_field_are_refused(says: Says) -> None:
    """Each with the name of the field."""
    says("APPT 17000123")
    assert "WITH takes only digits; ADA was not keyed." in says("WITH=ADA")[0]
    assert "STATUS is protected; you cannot key it now." in says("STATUS=OPEN")[0]
    assert "APPT has no field called COLOR." in says("COLOR=RED")[0]


def test_where_says_screen_field_worker_store_and_what_waits(says: Says) -> None:
    """Nothing keyed is forgotten silently."""
    said = says("APPT 17000123", "TIME=0900", "WHERE")
    assert said[:2] == ["APPT, APPOINTMENTS, case 17000123.", "At field TIME."]
    assert said[-1] == "Keyed and not sent: TIME 0900."
    assert any("Worker 17001, 03/02/2026." in line for line in said)


def test_leaving_with_something_keyed_names_it(says: Says) -> None:
    """As at the desk, in words."""
    assert "TIME" in says("APPT 17000123", "TIME=0900", "EXIT")[0]


def test_help_is_read_out_and_the_screen_stays_in_hand(linear: LinearDesk, says: Says) -> None:
    """HELP explains the field at hand and the screen; what was keyed is still there."""
    said = says("APPT 17000123", "TIME=0900", "HELP DATE")
    assert "FIELD DATE" in said
    assert linear.prompt == "APPT, 1 keyed> "
    assert any(line.startswith("KEYS") for line in says("KEYS"))
    assert linear.prompt == "APPT, 1 keyed> "


def test_msg_gives_cause_and_paragraph(says: Says) -> None:
    """What F1 shows of a message."""
    said = says("CAS1 17000123", "REASON=FTC ; SEND", "MSG")
    assert any(line.startswith("Cause: ") for line in said)
    assert "See E-522, E-524." in said


def test_field_tells_what_it_takes(says: Says) -> None:
    """Label, value, kind, size, help, paragraph, choices."""
    said = says("APPT 17000123", "FIELD PURPOSE")
    assert said[:2] == ["PURPOSE: empty", "Takes a code, at most 2 characters."]
    assert "See E-520 I, E-521." in said
    assert said[-1] == "CHOICES PURPOSE lists its values."


def test_what_people_typed_never_becomes_a_control_character(says: Says) -> None:
    """An escape sequence in a note is text without its escape."""
    says("CALO 17000123", "ADD", "NOTE=red \x1b[31mand\x07 bell ; SEND")
    said = "\n".join([*says("READ"), *says("ROW 1")])
    assert "red [31mand bell" in said


def test_a_fault_of_the_desk_is_said(linear: LinearDesk, says: Says) -> None:
    """The screen and what was keyed stay; CS-099 says that nothing was written."""

    def breaks(request: object) -> None:
        raise RuntimeError("gone")

    says("APPT 17000123", "TIME=0900")
    linear.host.handle = breaks  # type: ignore[method-assign, assignment]
    said = says("SEND")
    assert "CS-099" in said[0]
    assert linear.refused
    assert linear.prompt == "APPT, 1 keyed> "


def test_a_fault_after_an_entry_was_saved_says_so(linear: LinearDesk, says: Says) -> None:
    def breaks(request: object) -> None:
        lasting.committed(1, "17000123-0004")
        raise RuntimeError("gone")

    says("APPT 17000123", "TIME=0900")
    linear.host.handle = breaks  # type: ignore[method-assign, assignment]
    said = " ".join(says("SEND", "MSG"))
    assert "Your entry was saved; then the desk failed (RuntimeError). CS-097." in said
    assert "17000123-0004" in said
    assert "nothing was saved" not in said


def test_entries_of_one_label_are_numbered_and_come_before_values_of_it(says: Says) -> None:
    """PERS has two lines of address; REFR shows OFS 4NCP and takes it."""
    assert any("ADDRESS, ADDRESS 2" in line for line in says("PERS 2"))
    says("REFR 17000123")
    assert says("OFS 4NCP=Y") == ["OFS 4NCP: Y"]


def test_keys_are_read_one_a_line(says: Says) -> None:
    """What hangs under a line is put behind it."""
    said = says("KEYS")
    assert any(line.startswith("F2 GUIDE The next step of the case: what, why, by when") for line in said)
