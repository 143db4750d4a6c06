"""The presentation space behaves as a 3270 does: one test a behavior."""

from __future__ import annotations

import msgspec
import pytest
from demo import DemoHost, answer, drawing
from hypothesis import given, settings
from hypothesis import strategies as st

from cstui.desk.buffer import NUMERIC, OVERFLOW, PROTECTED, Buffer
from cstui.desk.conversation import Aid, Answer, GuideLine, Row, Where
from cstui.desk.keyboard import load_keymap
from cstui.desk.message_line import spoken
from cstui.desk.painter import Painter
from cstui.policy.findings import Finding, Severity


@pytest.fixture
def demo() -> Buffer:
    """The DEMO screen at 80 by 24, cursor on NON COOP."""
    buffer = Buffer()
    buffer.show(drawing("DEMO"), answer("DEMO"), DemoHost().status())
    return buffer


@pytest.fixture
def othr() -> Buffer:
    """The OTHR screen at 80 by 24, cursor on FIRST."""
    buffer = Buffer()
    buffer.show(drawing("OTHR"), answer("OTHR"))
    return buffer


def go(buffer: Buffer, name: str, row: int | None = None, index: int = 0) -> None:
    buffer.click(*buffer.slot(name, row).place(index))


def field_under_cursor(buffer: Buffer) -> Where | None:
    at = buffer.slot_at(*buffer.cursor)
    return at[0].where if at else None


def error(field: str, message: str = "Wrong.") -> Finding:
    return Finding(rule="CS-100", severity=Severity.ERROR, message=message, field=field)


# Typing


def test_the_cursor_starts_on_the_initial_field(demo: Buffer) -> None:
    assert field_under_cursor(demo) == Where("noncoop")


def test_without_an_initial_field_it_starts_on_the_first_that_is_not_the_command_line(othr: Buffer) -> None:
    assert field_under_cursor(othr) == Where("first")


def test_typing_overwrites_and_sets_the_modified_data_tag(demo: Buffer) -> None:
    go(demo, "case", index=1)
    demo.type("9")
    assert demo.value("case") == "09000123"
    assert demo.request(Aid.ENTER).modified == {"case"}


def test_the_first_character_of_a_prefilled_field_erases_the_rest(demo: Buffer) -> None:
    """Only what was shown goes so, only at the field's start; what was typed since is typed over."""
    go(demo, "case")
    demo.type("9")
    assert demo.value("case") == "9"
    demo.type("8")
    go(demo, "case")
    demo.type("7")
    assert demo.value("case") == "78"
    demo.pa2()
    go(demo, "case")
    demo.insert_toggle()
    demo.type("9")
    assert (demo.value("case"), demo.inhibited) == ("01000123", OVERFLOW)


def test_a_text_of_several_rows_is_not_erased_by_its_first_character(demo: Buffer) -> None:
    go(demo, "notes")
    demo.type("X")
    assert demo.value("notes") == "Xalled" + str(answer("DEMO").values["notes"]).removeprefix("Called")


def test_classic_overtype_replaces_one_character_as_a_3270_does(demo: Buffer) -> None:
    demo.classic_overtype = True
    go(demo, "case")
    demo.type("9")
    assert demo.value("case") == "91000123"


@pytest.mark.parametrize("classic", [False, True])
def test_the_first_character_replaces_a_command_that_was_refused(othr: Buffer, classic: bool) -> None:
    """Whichever way fields are typed over: half of a refused command and half of the next is neither."""
    othr.classic_overtype = classic
    othr.home()
    othr.type("APPTT 17000202")
    othr.show(drawing("OTHR"), Answer(screen="OTHR", findings=(error("command"),), keep_typed=True))
    assert (othr.value("command"), field_under_cursor(othr)) == ("APPTT 17000202", Where("command"))
    othr.type("MENU")
    assert othr.value("command") == "MENU"


def test_text_that_runs_out_of_the_last_field_never_gets_into_the_command_line(demo: Buffer) -> None:
    """The last field of DEMO is in its list and skips by itself; so does a Dup there."""
    last = [slot for slot in demo.slots() if slot.entry][-1]
    assert last.field.autoskip
    for fill in (lambda: demo.type("7" * len(last.cells)), demo.dup):
        demo.click(*last.place(0))
        fill()
        demo.type("MENU")
        assert (demo.inhibited, demo.value("command")) == (OVERFLOW, "")
        assert field_under_cursor(demo) is None


def test_letters_fold_to_upper_case_where_the_field_folds(othr: Buffer, demo: Buffer) -> None:
    othr.type("émile")
    assert othr.value("first") == "ÉMILE"
    go(demo, "notes")
    demo.type("c")
    assert demo.value("notes").startswith("calle")


def test_a_full_field_skips_to_the_next_unprotected_field(demo: Buffer) -> None:
    demo.type("12")
    assert field_under_cursor(demo) == Where("noncoop_date")


def test_without_autoskip_the_cursor_stays_behind_the_field(demo: Buffer) -> None:
    go(demo, "amount")
    demo.type("12345678")
    assert demo.slot_at(*demo.cursor) is None
    demo.type("9")
    assert demo.inhibited == PROTECTED
    assert demo.value("amount") == "12345678"


def test_a_protected_field_refuses_and_the_next_key_proceeds(demo: Buffer) -> None:
    go(demo, "status")
    demo.type("X")
    assert (demo.inhibited, demo.value("status")) == (PROTECTED, "OPEN")
    demo.tab()
    assert demo.inhibited == ""


def test_a_numeric_field_takes_digits_only(othr: Buffer) -> None:
    go(othr, "days")
    othr.type("1a")
    assert (othr.inhibited, othr.value("days")) == (NUMERIC, "1")


def test_insert_mode_moves_text_and_refuses_when_there_is_no_room(othr: Buffer) -> None:
    othr.type("BD")
    go(othr, "first", index=1)
    othr.insert_toggle()
    othr.type("C")
    assert othr.value("first") == "BCD"
    go(othr, "first")
    othr.type("A" * 17)
    assert othr.inhibited == ""
    othr.type("A")
    assert othr.inhibited == OVERFLOW
    assert othr.value("first") == "A" * 17 + "BCD"


def test_an_aid_ends_insert_mode(othr: Buffer) -> None:
    othr.insert_toggle()
    othr.lock()
    assert not othr.inserting


def test_delete_and_backspace_close_the_gap(othr: Buffer) -> None:
    othr.type("ABCD")
    go(othr, "first", index=1)
    othr.delete()
    assert othr.value("first") == "ACD"
    othr.right()
    othr.backspace()
    assert othr.value("first") == "AD"
    assert othr.cursor == othr.slot("first").place(1)


def test_backspace_at_the_start_of_a_field_changes_nothing(othr: Buffer) -> None:
    othr.type("A")
    go(othr, "first")
    othr.backspace()
    assert othr.value("first") == "A"


def test_backspace_behind_a_full_field_takes_its_last_character(demo: Buffer) -> None:
    go(demo, "amount")
    demo.type("12345678")
    demo.backspace()
    assert demo.value("amount") == "1234567"


def test_erase_eof_blanks_from_the_cursor_on(demo: Buffer) -> None:
    go(demo, "case", index=2)
    demo.erase_eof()
    assert demo.value("case") == "01"
    assert "case" in demo.request(Aid.ENTER).modified


def test_erase_input_blanks_every_unprotected_field_and_resets_the_tags(demo: Buffer) -> None:
    demo.type("12")
    demo.erase_input()
    request = demo.request(Aid.ENTER)
    assert set(request.values.values()) == {""}
    assert request.modified == frozenset()
    assert demo.value("status") == "OPEN"


# Moving


def test_tab_and_backtab_walk_the_unprotected_fields(othr: Buffer) -> None:
    walked = []
    for _ in range(4):
        walked.append(field_under_cursor(othr))
        othr.tab()
    assert walked == [Where("first"), Where("second"), Where("days"), Where("command")]
    othr.backtab()
    assert field_under_cursor(othr) == Where("command")


def test_backtab_inside_a_field_goes_to_its_start(othr: Buffer) -> None:
    othr.type("ABC")
    othr.backtab()
    assert othr.cursor == othr.slot("first").place(0)


def test_arrow_keys_go_from_one_filled_column_to_pick_from_to_the_next() -> None:
    demo = drawing("DEMO")
    fields = [msgspec.structs.replace(f, picks=f.name in ("date", "text")) for f in demo.fields]
    buffer = Buffer()
    first, second = answer("DEMO").rows[:2]
    empty = msgspec.structs.replace(second, values={**second.values, "text": ""})
    shown = msgspec.structs.replace(answer("DEMO"), rows=(first, empty), cursor=Where("text", 0))
    buffer.show(msgspec.structs.replace(demo, fields=tuple(fields)), shown)
    went = []
    for move in (buffer.down, buffer.up, buffer.right):
        move()
        went.append(field_under_cursor(buffer))
    assert went == [Where("date", 1), Where("date", 0), Where("text", 0)]


def test_home_goes_to_the_command_line(demo: Buffer) -> None:
    demo.home()
    assert demo.cursor == (1, 6)


def test_newline_goes_to_the_first_field_of_a_row_below(demo: Buffer) -> None:
    demo.newline()
    assert field_under_cursor(demo) == Where("amount")


def test_newline_in_a_long_field_goes_to_its_next_row(demo: Buffer) -> None:
    go(demo, "notes", index=5)
    demo.newline()
    assert demo.cursor == demo.slot("notes").place(66)


def test_field_end_goes_behind_the_text(demo: Buffer) -> None:
    go(demo, "case")
    demo.erase_eof()
    demo.type("12")
    demo.home()
    go(demo, "case")
    demo.field_end()
    assert demo.cursor == demo.slot("case").place(2)


def test_words_are_walked_over_fields(othr: Buffer) -> None:
    othr.type("ONE TWO")
    othr.word_left()
    assert othr.cursor == othr.slot("first").place(4)
    othr.word_right()
    assert field_under_cursor(othr) == Where("second")


def test_arrows_wrap_at_the_edges(othr: Buffer) -> None:
    othr.click(0, 0)
    othr.up()
    assert othr.cursor == (23, 0)
    othr.left()
    assert othr.cursor == (22, 79)


# Paste


def test_paste_fills_fields_at_tabs_and_line_breaks(othr: Buffer) -> None:
    othr.paste("one\ttwo\r\n30\n")
    assert [othr.value(name) for name in ("first", "second", "days")] == ["ONE", "TWO", "30"]


def test_paste_in_a_long_field_keeps_its_lines(demo: Buffer) -> None:
    go(demo, "notes")
    demo.erase_eof()
    demo.paste("first line\nsecond line")
    assert demo.slot("notes").place(66)[0] == demo.cursor[0]
    assert demo.value("notes") == "first line second line"


def test_paste_in_a_long_field_is_prose_and_stays_there(demo: Buffer) -> None:
    """A tab is a blank; lines beyond the last row are refused, and no other field is touched."""
    go(demo, "notes")
    demo.erase_eof()
    others = {slot.where: slot.text for slot in demo.slots() if slot.field.name != "notes"}
    rows = demo.slot("notes").bottom - demo.slot("notes").y + 1
    demo.paste("\n".join(["one\tline", *(f"row {n}" for n in range(rows))]))
    assert demo.value("notes").startswith("one line row 0")
    assert demo.inhibited == "X OVERFLOW"
    assert {slot.where: slot.text for slot in demo.slots() if slot.field.name != "notes"} == others


def test_prose_longer_than_its_field_ends_with_the_field(demo: Buffer) -> None:
    go(demo, "notes")
    demo.erase_eof()
    others = {slot.where: slot.text for slot in demo.slots() if slot.field.name != "notes"}
    demo.paste("x" * (len(demo.slot("notes").cells) + 5))
    assert demo.value("notes") == "x" * len(demo.slot("notes").cells)
    assert demo.inhibited == "X OVERFLOW"
    assert {slot.where: slot.text for slot in demo.slots() if slot.field.name != "notes"} == others


def test_a_row_that_is_full_is_not_followed_by_an_empty_one(demo: Buffer) -> None:
    go(demo, "notes")
    demo.erase_eof()
    width = demo.slot("notes").field.width
    demo.paste("x" * width + "\nsecond")
    assert demo.cursor[0] == demo.slot("notes").y + 1
    assert demo.value("notes").startswith("x" * width)


def test_paste_never_goes_round_to_the_command_line(othr: Buffer) -> None:
    """What is left over behind the last field is not typed as a command."""
    othr.paste("one\ttwo\t30\t" + "4\t" * 40 + "WORK")
    assert othr.inhibited
    assert othr.value("command") == ""


def test_a_paste_that_is_cut_off_says_how_much(othr: Buffer, demo: Buffer) -> None:
    othr.paste("one\ttwo\t30\t4\tWORK")
    shown = spoken(othr).text
    taken = sum(len(othr.value(name)) for name in ("first", "second", "days"))
    assert shown == f"Pasted {taken} of 13 characters: {13 - taken} are not pasted anywhere."
    assert 0 < taken < 13
    othr.tab()
    assert spoken(othr).text == ""
    go(demo, "notes")
    demo.erase_eof()
    size = len(demo.slot("notes").cells)
    demo.paste("x" * (size + 5))
    assert spoken(demo).text == f"Pasted {size} of {size + 5} characters: 5 are not pasted anywhere."
    go(demo, "case")
    demo.paste("12345678")
    assert spoken(demo).text == ""


def test_what_is_pasted_is_harmless(othr: Buffer) -> None:
    othr.paste("A\x1b[31mB\u202e[red]C")
    assert othr.value("first") == "A[31MB[RED]C"


# Characters


def test_a_wide_character_takes_two_cells(othr: Buffer) -> None:
    othr.type("漢A")
    slot = othr.slot("first")
    assert slot.cells[:3] == ["漢", "", "A"]
    assert othr.cursor == slot.place(3)


def test_half_a_wide_character_never_stays(othr: Buffer) -> None:
    othr.type("漢B")
    go(othr, "first", index=1)
    othr.type("X")
    assert othr.slot("first").cells[:3] == [" ", "X", "B"]


def test_a_combining_mark_joins_the_character_before(othr: Buffer) -> None:
    othr.type("X")
    othr.type("\u0301")
    assert othr.value("first") == "X\u0301"
    assert othr.cursor == othr.slot("first").place(1)


def test_a_row_is_as_wide_as_the_terminal_whatever_it_holds(othr: Buffer) -> None:
    othr.type("漢字X\u0301")
    for y in range(24):
        assert sum(run.columns for run in Painter(othr).row(y)) == 80


# Long fields


def test_a_word_cut_at_the_end_of_a_row_goes_down_whole(demo: Buffer) -> None:
    go(demo, "notes")
    demo.erase_eof()
    text = "word " * 12 + "appointment kept"
    demo.type(text)
    assert demo.slot("notes").row_cells(demo.slot("notes").y)[60:] == [" "] * 6
    assert demo.value("notes") == text


def test_text_longer_than_a_row_comes_back_as_it_was(demo: Buffer) -> None:
    text = "She says that the letter of the third came to an old address and asks for a new date " * 2
    filled = msgspec.structs.replace(answer("DEMO"), values={"notes": text})
    demo.show(drawing("DEMO"), filled)
    assert demo.value("notes") == text.strip()


# Answers and requests


def test_the_request_says_what_was_typed_and_where(demo: Buffer) -> None:
    demo.type("4")
    go(demo, "outcome", 2)
    demo.type("k")
    request = demo.request(Aid.PF6)
    assert request.aid is Aid.PF6
    assert request.values["noncoop"] == "4"
    assert request.rows[2].values["outcome"] == "K"
    assert request.rows[2].values["text"] == "CSE 105 MAILED"
    assert request.modified_rows == (2,)
    assert request.cursor == Where("outcome", 2)
    assert request.list_rows == 6


def test_the_command_line_is_handed_over_on_its_own(demo: Buffer) -> None:
    demo.home()
    demo.type("cas2 01000123")
    request = demo.request(Aid.ENTER)
    assert request.command == "CAS2 01000123"
    assert "command" not in request.values


def test_keep_typed_keeps_text_tags_cursor_state_and_what_is_not_said(demo: Buffer) -> None:
    first = msgspec.structs.replace(answer("DEMO"), state="page 2", seen={"case 01000123": 3})
    demo.show(drawing("DEMO"), first)
    demo.type("9")
    cursor = demo.cursor
    demo.show(drawing("DEMO"), Answer(screen="DEMO", keep_typed=True, message="Look."))
    request = demo.request(Aid.ENTER)
    assert request.values["noncoop"] == "9"
    assert request.modified == {"noncoop"}
    assert (request.state, request.seen) == ("page 2", {"case 01000123": 3})
    assert len(request.rows) == 6
    assert demo.cursor == cursor


def test_keep_typed_follows_list_rows_by_their_key(demo: Buffer) -> None:
    go(demo, "outcome", 1)
    demo.type("M")
    moved = Answer(screen="DEMO", keep_typed=True, rows=tuple(reversed(answer("DEMO").rows)))
    demo.show(drawing("DEMO"), moved)
    assert demo.value("outcome", 4) == "M"
    assert demo.value("outcome", 1) == ""


def test_without_keep_typed_nothing_stays(demo: Buffer) -> None:
    demo.type("9")
    demo.show(drawing("DEMO"), answer("DEMO"))
    assert demo.value("noncoop") == ""
    assert demo.request(Aid.ENTER).modified == frozenset()


def test_findings_are_counted_marked_and_get_the_cursor(demo: Buffer) -> None:
    findings = (error("noncoop_date", "No such day."), error("noncoop"))
    demo.show(drawing("DEMO"), Answer(screen="DEMO", keep_typed=True, findings=findings))
    lines = Painter(demo).screen()
    assert lines[21].startswith("!CS-100 No such day.")
    assert lines[21].endswith("1 of 2")
    assert "DATE!" in lines[7]
    assert "NON COOP !" in lines[7]
    assert field_under_cursor(demo) == Where("noncoop_date")


def test_a_finding_can_name_a_row_of_the_list(demo: Buffer) -> None:
    demo.show(drawing("DEMO"), Answer(screen="DEMO", keep_typed=True, findings=(error("outcome.3"),)))
    assert field_under_cursor(demo) == Where("outcome", 3)


def test_a_field_can_be_protected_for_one_answer(demo: Buffer) -> None:
    closed = msgspec.structs.replace(answer("DEMO"), protected=frozenset({"noncoop"}))
    demo.show(drawing("DEMO"), closed)
    go(demo, "noncoop")
    demo.type("1")
    assert demo.inhibited == PROTECTED
    assert "noncoop" not in demo.request(Aid.ENTER).values


def test_a_hidden_field_is_neither_shown_nor_copied(demo: Buffer) -> None:
    go(demo, "pin")
    demo.type("4711")
    demo.select((0, 0), (23, 79))
    assert "4711" not in "\n".join(Painter(demo).screen())
    assert "4711" not in Painter(demo).selected_text()
    request = demo.request(Aid.ENTER)
    assert request.secret("pin") == "4711"
    assert "pin" in request.modified
    assert "4711" not in repr(request)
    with pytest.raises(TypeError):
        msgspec.json.encode(request)


def test_a_hidden_field_is_empty_whenever_a_screen_is_shown(demo: Buffer) -> None:
    go(demo, "pin")
    demo.type("4711")
    demo.show(demo.drawing, msgspec.structs.replace(demo.answer, keep_typed=True))
    assert demo.request(Aid.ENTER).secret("pin") == ""


# Size


def test_a_taller_terminal_gives_its_rows_to_the_list(demo: Buffer) -> None:
    rows = tuple(Row(key=str(n), values={"text": f"ENTRY {n}"}) for n in range(30))
    demo.resize(80, 34)
    demo.show(drawing("DEMO"), msgspec.structs.replace(answer("DEMO"), rows=rows))
    lines = Painter(demo).screen()
    assert "ENTRY 15" in lines[30]
    assert demo.request(Aid.ENTER).list_rows == 16
    assert demo.request(Aid.ENTER).extra_rows == 10
    assert lines[32].startswith(" F1 Help")


def test_what_was_typed_survives_every_resize(demo: Buffer) -> None:
    demo.resize(80, 40)
    demo.type("9")
    go(demo, "outcome", 5)
    demo.type("K")
    demo.resize(80, 24)
    demo.resize(132, 43)
    request = demo.request(Aid.ENTER)
    assert request.values["noncoop"] == "9"
    assert request.modified_rows == (5,)


def test_the_guide_stands_beside_the_drawing_from_120_columns(demo: Buffer) -> None:
    demo.resize(119, 24)
    assert "NEXT STEP" not in Painter(demo).screen()[2]
    demo.resize(120, 24)
    assert Painter(demo).screen()[2][82:] == "NEXT STEP"


def test_a_guide_too_long_for_the_terminal_says_where_the_rest_is(demo: Buffer) -> None:
    lines = tuple(GuideLine(text=f"line {n}") for n in range(40))
    demo.resize(120, 24)
    demo.show(drawing("DEMO"), msgspec.structs.replace(answer("DEMO"), guide=lines))
    assert Painter(demo).screen()[20][82:] == "F2 shows the rest"


# Selection


def test_a_selection_copies_flowing_text(demo: Buffer) -> None:
    demo.select((4, 1), (5, 18))
    assert Painter(demo).selected_text().split("\n") == [
        "CUSTODIAL PARENT     BROUSSARD, CELESTE A             BORN 04/12/1991",
        " NONCUSTODIAL PAREN",
    ]


def test_a_block_selection_copies_a_rectangle(demo: Buffer) -> None:
    demo.select((17, 12), (15, 3), block=True)
    assert Painter(demo).selected_text() == "03/01/2026\n03/02/2026\n03/03/2026"


# Any keys at all

OPERATIONS = [name for name in dict.fromkeys(load_keymap().operations.values()) if hasattr(Buffer, name)]
PRESSES = st.one_of(
    st.sampled_from(OPERATIONS),
    st.tuples(st.just("type"), st.text(st.sampled_from("ab1 9Z漢\u0301é\x1b[-"), max_size=3)),
    st.tuples(st.just("paste"), st.text(st.sampled_from("x7\t\n漢\u0301 "), max_size=12)),
    st.tuples(st.just("click"), st.tuples(st.integers(0, 23), st.integers(0, 79))),
    st.tuples(st.just("resize"), st.sampled_from([(80, 24), (80, 30), (132, 43)])),
)


@settings(max_examples=150, deadline=None)
@given(keys=st.lists(PRESSES, max_size=40), screen=st.sampled_from(["DEMO", "OTHR"]))
def test_no_keys_change_a_protected_cell_or_lose_the_cursor(keys: list[object], screen: str) -> None:
    """Cursor on the terminal, rows full, fields their own size, protected text as the host gave it."""
    buffer = Buffer()
    buffer.show(drawing(screen), answer(screen))
    protected = {s.where: list(s.cells) for s in buffer.slots() if not s.entry}
    painter = Painter(buffer)
    for key in keys:
        if isinstance(key, str):
            getattr(buffer, key)()
        elif isinstance(key, tuple):
            name, argument = key
            getattr(buffer, name)(*(argument if isinstance(argument, tuple) else (argument,)))
        y, x = buffer.cursor
        assert 0 <= y < buffer.layout.rows
        assert 0 <= x < 80
    for slot in buffer.slots():
        assert len(slot.cells) == slot.field.size
        if slot.where in protected:
            assert slot.cells == protected[slot.where]
        for start in range(0, len(slot.cells), slot.field.width):
            assert slot.cells[start] != ""
    for y in range(buffer.layout.rows):
        assert sum(run.columns for run in painter.row(y)) == buffer.layout.columns
