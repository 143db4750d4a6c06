"""The discipline of a 3270: each behavior of `cstui.desk.conformance_3270` has its test, here or beside it.

What needs no terminal is in test_buffer.py; here is what the registry names beyond that, with the
widget where the order and the loss of keys matter.
"""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from demo import DemoHost, answer, drawing
from textual import events
from textual.pilot import Pilot

from cstui.desk.app import DeskApp
from cstui.desk.buffer import NO_DUP, PROTECTED, Buffer
from cstui.desk.commands import by_key, commands
from cstui.desk.conformance_3270 import Behavior, behaviors
from cstui.desk.conversation import Aid, Answer, Request, Where
from cstui.desk.drawing import all_drawings, load_drawing
from cstui.desk.keyboard import AIDS, EDITING, OPERATIONS, load_keymap
from cstui.desk.painter import Painter
from cstui.desk.sequences import KeyParser, teach
from cstui.desk.signed_on import key_word
from cstui.desk.terminal import PresentationSpace
from cstui.policy.findings import Finding, Severity

ROOT = Path(__file__).resolve().parents[3]
OIA, LEGEND, MESSAGE = 23, 22, 21


# --- the registry -------------------------------------------------------------------------------


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("row", behaviors(), ids=lambda row: row.id)
def test_each_row_has_its_test_and_each_key_its_operation(row: Behavior) -> None:
    path, _, name = row.tested.partition("::")
    assert name in named_in(path)
    assert not row.operation or row.operation in OPERATIONS
    for keymap in ("classic", "laptop"):
        assert not row.operation or load_keymap(keymap).keys[row.operation]


def test_no_operation_is_left_out_and_no_row_is_there_twice() -> None:
    rows = behaviors()
    assert {row.operation for row in rows} - {""} == OPERATIONS
    assert len({row.id for row in rows}) == len(rows)


C3270 = {
    *("Attn", "BackTab", "Clear", "CursorSelect", "Delete", "DeleteField", "DeleteWord", "Down", "Dup"),
    *("Enter", "Erase", "EraseEOF", "EraseInput", "Escape", "FieldEnd", "FieldMark", "Home", "Insert", "Key"),
    *("Left", "Newline", "NextWord", "PA", "PF", "PreviousWord", "Reset", "Right", "Tab", "ToggleInsert"),
    "Up",
}
"""Actions that c3270 registers (pmattes/x3270, `include/names.h`)."""
AID_CODES = {
    "Enter": 0x7D,
    "Clear": 0x6D,
    "PA1": 0x6C,
    "PA2": 0x6E,
    **{f"PF{n}": code for n, code in enumerate((*range(0xF1, 0xFA), *range(0x7A, 0x7D)), 1)},
    **{f"PF{n}": code for n, code in enumerate((*range(0xC1, 0xCA), *range(0x4A, 0x4D)), 13)},
}
"""The AIDs of the 3270 data stream (GA23-0059; pmattes/x3270, `include/3270ds.h`)."""


def test_what_the_table_says_of_c3270_and_of_the_data_stream_is_so() -> None:
    named = {action for row in behaviors() for action in re.findall(r"(\w+)\(", row.c3270)}
    assert named == C3270
    told = dict(found[::-1] for row in behaviors() for found in re.findall(r"AID X'(..)' (\w+)", row.term))
    assert told == {key: f"{code:02X}" for key, code in AID_CODES.items()}


@pytest.mark.parametrize("operation", sorted(EDITING))
def test_every_operation_is_one_of_the_buffer_or_the_widget(operation: str) -> None:
    assert hasattr(Buffer, operation) or hasattr(PresentationSpace, f"_{operation}")


@pytest.mark.parametrize("aid", sorted(AIDS - {"enter"}))
def test_every_key_that_hands_over_has_its_word(aid: str) -> None:
    """A terminal that eats the key leaves its command word."""
    word = by_key()[Aid(aid).unshifted].word
    assert word in {command.word for command in commands()}


def test_every_key_of_a_screen_has_its_word() -> None:
    for screen in all_drawings():
        for key in screen.keys:
            assert key.word in {command.word for command in commands()}, (screen.name, key)


# --- without a terminal -------------------------------------------------------------------------


@pytest.fixture
def demo() -> Buffer:
    buffer = Buffer()
    buffer.show(drawing("DEMO"), answer("DEMO"), DemoHost().status())
    return buffer


def go(buffer: Buffer, name: str, row: int | None = None, index: int = 0) -> None:
    buffer.click(*buffer.slot(name, row).place(index))


def under_cursor(buffer: Buffer) -> Where | None:
    at = buffer.slot_at(*buffer.cursor)
    return at[0].where if at else None


def test_intensified_fields_have_a_look_of_their_own(demo: Buffer) -> None:
    painter = Painter(demo)
    styles = {run.text.strip(): run.style for run in painter.row(2)}
    assert styles["OPEN"] == "value-high"
    assert styles["LAKE CHARLES"] == "value"


def test_delete_word_takes_the_word_before_the_cursor(demo: Buffer) -> None:
    go(demo, "notes")
    demo.erase_eof()
    demo.type("bring the card")
    demo.delete_word()
    assert demo.value("notes") == "bring the"
    demo.delete_word()
    assert demo.value("notes") == "bring"
    go(demo, "notes", index=2)
    demo.delete_word()
    assert demo.value("notes") == "ing"
    demo.delete_word()
    assert (demo.value("notes"), demo.cursor) == ("ing", demo.slot("notes").place(0))
    go(demo, "status")
    demo.delete_word()
    assert demo.inhibited == PROTECTED


def test_erase_field_blanks_it_and_goes_to_its_start(demo: Buffer) -> None:
    go(demo, "case", index=5)
    demo.erase_field()
    assert (demo.value("case"), demo.cursor) == ("", demo.slot("case").place(0))
    assert "case" in demo.request(Aid.ENTER).modified


def test_dup_takes_the_field_above_and_goes_on(demo: Buffer) -> None:
    go(demo, "outcome", 0)
    demo.type("7 ")
    go(demo, "outcome", 1)
    demo.dup()
    assert demo.value("outcome", 1) == "7"
    assert under_cursor(demo) == Where("action", 2)
    assert demo.request(Aid.ENTER).modified_rows == (0, 1)
    for name, row in (("outcome", 0), ("amount", None)):
        go(demo, name, row)
        demo.dup()
        assert demo.inhibited == NO_DUP
    go(demo, "text", 1)
    demo.dup()
    assert demo.inhibited == PROTECTED


def test_dup_goes_down_a_column_that_is_keyed_down() -> None:
    """LEM4, DOCK and LETT key letters down their column: a held Dup fills it."""
    screens = [one for one in all_drawings() if any(field.down for field in one.fields)]
    assert screens
    for screen in screens:
        field = next(field for field in screen.fields if field.down)
        from cstui.desk.conversation import Row

        buffer = Buffer()
        buffer.show(screen, Answer(screen=screen.name, rows=[Row(key=str(n), values={}) for n in range(3)]))  # type: ignore[arg-type]
        go(buffer, field.name, 0)
        buffer.type("1")
        go(buffer, field.name, 1)
        buffer.dup()
        assert under_cursor(buffer) == Where(field.name, 2)
        assert buffer.value(field.name, 1) == buffer.value(field.name, 0) == "1"


def test_field_mark_is_no_operation_and_a_semicolon_parts_commands(demo: Buffer) -> None:
    from cstui.desk.command_line import commands_of

    assert not OPERATIONS & {"field_mark", "fieldmark"}
    assert commands_of("CAS2;GUIDE") == ["CAS2", "GUIDE"]


@pytest.mark.parametrize("number", range(1, 25))
def test_a_shifted_pf_key_means_the_same_unless_the_screen_says_otherwise(number: int) -> None:
    base = (number - 1) % 12 + 1
    for screen in ("CAS1", "HELP", "DOCK"):
        pressed = Request(screen=screen, aid=Aid(f"pf{number}"))
        own = {key.key: key.word for key in load_drawing(screen).keys}
        expected = own.get(f"PF{number}") or own.get(f"PF{base}") or by_key()[Aid(f"pf{base}")].word
        assert key_word(pressed) == expected


def test_pa2_shows_the_screen_as_it_was(demo: Buffer) -> None:
    demo.type("9")
    go(demo, "outcome", 1)
    demo.type("7")
    demo.pa2()
    assert (demo.value("noncoop"), demo.value("outcome", 1)) == ("", "")
    assert demo.value("status") == "OPEN"
    assert under_cursor(demo) == Where("noncoop")
    assert demo.request(Aid.ENTER).modified == frozenset()
    demo.type("8")
    assert demo.value("noncoop") == "8"
    demo.pa2()
    assert demo.value("noncoop") == ""


def test_soft_lock_is_freed_by_the_next_key(demo: Buffer) -> None:
    go(demo, "status")
    demo.type("X")
    assert (demo.keyboard, demo.locked) == (PROTECTED, False)
    demo.tab()
    assert demo.keyboard == ""


# --- in a terminal ------------------------------------------------------------------------------


class Host(DemoHost):
    """A host that answers when it is let, with what the test says."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__("OTHR")
        self.go = threading.Event()
        self.go.set()
        self.answers = list(answers)
        self.cancelled = threading.Event()

    def handle(self, request: Request) -> Answer:
        self.requests.append(request)
        assert self.go.wait(20)
        if request.aid is Aid.PF9:
            raise RuntimeError("made to fail")
        return self.answers.pop(0) if self.answers else Answer(screen="OTHR", keep_typed=True)

    def cancel(self) -> None:
        self.cancelled.set()
        self.go.set()


def finding(severity: Severity) -> Finding:
    return Finding(rule="CS-100", severity=severity, message="Look at this.", field="first")


def says(severity: Severity, *, again: bool = False) -> Answer:
    return Answer(screen="OTHR", findings=(finding(severity),), keep_typed=True, again=again)


def desk(host: DemoHost, **more: object) -> DeskApp:
    def drawn(name: str, agency: str) -> object:
        return load_drawing(name) if name == "KEYT" else drawing(name)

    return DeskApp(host, drawings=drawn, **more)  # type: ignore[arg-type]


def row(app: DeskApp, y: int) -> str:
    return app.space.render_line(y).text.rstrip()


async def drain(pilot: Pilot[None], app: DeskApp) -> None:
    await pilot.pause()
    await app.settled()


def burst(app: DeskApp, *keys: str) -> None:
    """Post keys at once, as one write to the terminal comes."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("number", range(1, 13))
async def test_each_pf_key_hands_over_under_its_own_name(number: int) -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        for operation in (f"pf{number}", f"pf{number + 12}"):
            for key in load_keymap().keys[operation]:
                host.requests.clear()
                await pilot.press(key)
                await drain(pilot, app)
                assert [request.aid.value for request in host.requests] == [operation], key


async def test_clear_hands_over() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+l")
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.CLEAR]


async def test_keys_that_wait_are_counted_in_the_oia() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        host.go.clear()
        await pilot.press("enter", "a", "b", "tab", "c")
        assert app.space.buffer.keyboard == "X SYSTEM +4"
        app.space._show_lock()
        assert row(app, OIA).startswith(" X SYSTEM +4")
        host.go.set()
        await drain(pilot, app)
        assert "X SYSTEM" not in row(app, OIA)
        assert (app.space.buffer.value("first"), app.space.buffer.value("second")) == ("AB", "C")


@pytest.mark.parametrize("before", range(4))
async def test_an_error_drops_exactly_the_rest_of_the_burst(before: int) -> None:
    """However many answers come before the error, what follows it in the burst is dropped, no more."""
    host = Host(*[Answer(screen="OTHR", keep_typed=True)] * before, says(Severity.ERROR))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        keys = ["a", "enter"] * before + ["x", "enter"]
        burst(app, *keys, "l", "o", "s", "t", "enter", "tab")
        await drain(pilot, app)
        assert len(host.requests) == before + 1
        assert app.space.buffer.value("first") == "A" * before + "X"
        assert row(app, OIA).startswith(" 6 DROPPED")
        await pilot.press("b")
        assert app.space.buffer.value("first")[0] == "B"
        assert "DROPPED" not in row(app, OIA)


class Hands:
    """Time at the keyboard: it passes when the test says so, and keys are read at a moment of it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def press(self, app: DeskApp, *keys: str, after: float = 0.0) -> None:
        """Keys read at once, so many seconds later."""
        self.now += after
        for key in keys:
            event = events.Key(key, key if len(key) == 1 else None)
            event.time = self.now
            app.post_message(event)


async def painted(pilot: Pilot[None], app: DeskApp) -> None:
    """Wait until the answer is on the screen and its time has been taken."""
    while not 0 < app.space._pause._painted < float("inf"):
        await pilot.pause()


async def test_after_an_error_keys_count_when_nothing_was_typed_for_a_pause() -> None:
    """Each key that is dropped begins the pause anew; the OIA shows that the keyboard waits."""
    hands = Hands()
    host = Host(says(Severity.ERROR))
    app = desk(host, clock=hands, pause=300)
    async with app.run_test(size=(80, 24)) as pilot:
        hands.press(app, "x", "enter", "l", "o", "enter")
        await painted(pilot, app)
        assert row(app, OIA).startswith(" X PAUSE -3")
        for after in (0.2, 0.29):
            hands.press(app, "y", after=after)
            await pilot.pause()
        assert row(app, OIA).startswith(" X PAUSE -5")
        assert row(app, MESSAGE).endswith("5 keys dropped")
        hands.press(app, "z", after=0.31)
        await pilot.pause()
        assert app.space.buffer.value("first") == "Z"
        assert ("X PAUSE" in row(app, OIA), "dropped" in row(app, MESSAGE)) == (False, False)
        assert len(host.requests) == 1


async def test_reset_ends_the_pause_but_not_before_the_error_is_on_the_screen() -> None:
    hands = Hands()
    host = Host(says(Severity.ERROR))
    app = desk(host, clock=hands, pause=300)
    async with app.run_test(size=(80, 24)) as pilot:
        hands.press(app, "x", "enter", "l", "ctrl+r", "m")
        await painted(pilot, app)
        hands.press(app, "n")
        await pilot.pause()
        assert row(app, OIA).startswith(" X PAUSE -")
        hands.press(app, "ctrl+r", "z", after=0.01)
        await pilot.pause()
        assert app.space.buffer.value("first") == "Z"
        assert "X PAUSE" not in row(app, OIA)


async def test_no_half_of_a_burst_lands_in_a_field() -> None:
    """`FTC` Enter Home `APPT 17000202` at machine speed, the tail read after the error was painted."""
    hands = Hands()
    host = Host(says(Severity.ERROR))
    app = desk(host, clock=hands, pause=300)
    async with app.run_test(size=(80, 24)) as pilot:
        hands.press(app, *"ftc", "enter", "home", *"app")
        await painted(pilot, app)
        hands.press(app, *"t17000202", "enter", after=0.05)
        await pilot.pause()
        buffer = app.space.buffer
        assert (buffer.value("first"), buffer.value("command")) == ("FTC", "")
        assert [request.values["first"] for request in host.requests] == ["FTC"]


async def test_an_esc_held_back_before_an_error_is_dropped_with_the_burst() -> None:
    host = Host(says(Severity.ERROR))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        host.go.clear()
        burst(app, "enter", "escape")
        await pilot.pause()
        assert app.space._held is not None
        host.go.set()
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.ENTER]
        assert row(app, OIA).startswith(" 1 DROPPED")


async def test_a_question_drops_what_was_typed_ahead_as_an_error_does() -> None:
    """A second Enter that was typed before the question could be read does not answer it."""
    host = Host(Answer(screen="OTHR", keep_typed=True, message="Report MA? Enter does it.", asks=True))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, "enter", "enter")
        await drain(pilot, app)
        assert len(host.requests) == 1
        assert row(app, MESSAGE).strip() == "Report MA? Enter does it.  1 key dropped"
        await pilot.press("enter")
        await drain(pilot, app)
        assert len(host.requests) == 2


async def test_a_click_before_the_error_could_be_seen_is_dropped() -> None:
    hands = Hands()
    app = desk(Host(says(Severity.ERROR)), clock=hands, pause=300)
    async with app.run_test(size=(80, 24)) as pilot:
        hands.press(app, "enter")
        await painted(pilot, app)
        hands.now += 1e9  # a click of the pilot is read at a moment of the real clock
        app.space._pause._ends = hands.now
        at = app.space.buffer.cursor
        await pilot.click(PresentationSpace, offset=(11, 5))
        assert app.space.buffer.cursor == at


async def test_keys_read_before_the_error_are_dropped_however_late_they_are_dealt_with() -> None:
    host = Host(says(Severity.ERROR))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        late = events.Key("z", "z")
        await pilot.press("a", "enter")
        await drain(pilot, app)
        app.post_message(late)
        await drain(pilot, app)
        assert app.space.buffer.value("first") == "A"
        assert row(app, OIA).startswith(" 1 DROPPED")


async def test_a_warning_and_an_error_shown_again_drop_nothing() -> None:
    host = Host(says(Severity.WARNING), says(Severity.INFO), says(Severity.ERROR, again=True))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, "enter", "tab", "enter", "tab", "enter", "tab", "c")
        await drain(pilot, app)
        assert len(host.requests) == 3
        assert app.space.buffer.value("second") == "C"
        assert "DROPPED" not in row(app, OIA)


async def test_a_program_that_fails_drops_the_rest_of_the_burst() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, "a", "f9", "b", "enter")
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.PF9]
        assert app.space.buffer.value("first") == "A"
        assert row(app, OIA).startswith(" 2 DROPPED")


async def test_reset_frees_ends_insert_mode_and_drops_what_waits() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("insert")
        assert "^INS" in row(app, OIA)
        await pilot.press("ctrl+r")
        assert "^INS" not in row(app, OIA)
        host.go.clear()
        await pilot.press("enter", "a", "b", "ctrl+r", "c")
        host.go.set()
        await drain(pilot, app)
        assert app.space.buffer.value("first") == "C"
        assert len(host.requests) == 1


async def test_pa1_asks_long_work_to_stop_at_once() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+a")
        assert row(app, OIA).startswith(" X NOT BUSY")
        host.go.clear()
        await pilot.press("enter", "a", "ctrl+a")
        assert host.cancelled.is_set()
        await drain(pilot, app)
        assert app.space.buffer.value("first") == ""
        assert row(app, OIA).startswith(" 1 DROPPED")


async def test_strict_lock_takes_reset_alone_and_replays_nothing() -> None:
    host = Host()
    app = desk(host, strict=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "x")
        assert row(app, OIA).startswith(" X PROTECTED")
        at = app.space.buffer.cursor
        await pilot.press("down", "y", "enter", "f3", "ctrl+y", "tab")
        await pilot.click(PresentationSpace, offset=(11, 5))
        await drain(pilot, app)
        assert (host.requests, app.space.buffer.cursor) == ([], at)
        assert row(app, OIA).startswith(" X PROTECTED")
        await pilot.press("ctrl+r", "down", "z")
        assert app.space.buffer.value("first") == "Z"
        burst(app, "up", "q", "enter", "tab", "w")
        await drain(pilot, app)
        assert host.requests == []
        assert app.space.buffer.value("second") == ""


# --- what terminals eat -------------------------------------------------------------------------

SIGNS = tuple(zip("1234567890-=", range(1, 13), strict=True))


def parsed(data: str, *, slow: bool = False) -> list[events.Key]:
    """What the desk's parser makes of bytes: in one read, or a pause after each."""
    teach()
    parser = KeyParser()
    found: list[object] = []
    for part in data if slow else [data]:
        found += parser.feed(part)
        if slow and parser._timeout_time is not None:
            parser._timeout_time = 0.0
            found += parser.tick()
    return [one for one in found if isinstance(one, events.Key)]


@pytest.mark.parametrize("slow", [False, True], ids=["fast", "slow"])
@pytest.mark.parametrize(("sign", "number"), SIGNS)
async def test_esc_and_a_sign_press_a_pf_key_fast_and_slow(sign: str, number: int, slow: bool) -> None:
    keys = parsed(f"\x1b{sign}", slow=slow)
    assert len(keys) == (2 if slow else 1)
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in keys:
            app.post_message(events.Key(key.key, key.character))
        await drain(pilot, app)
        assert [request.aid.value for request in host.requests] == [f"pf{number}"]
        assert app.space.buffer.value("first") == ""


@pytest.mark.parametrize("sign", "£™¡§¶•–≠º")
def test_signs_that_textual_makes_of_chords_can_be_typed(sign: str) -> None:
    (key,) = parsed(sign)
    assert key.character == sign
    assert key.key not in load_keymap().operations


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ("\x1bOR", "f3"),
        ("\x1b[13~", "f3"),
        ("\x1b[1;2R", "shift+f3"),
        ("\x1b[1;2P", "shift+f1"),
        ("\x1b[24;2~", "shift+f12"),
        ("\x1b[25~", "f13"),
        ("\x1b[32~", "f18"),
        ("\x1b[33~", "f19"),
        ("\x1b[34~", "f20"),
        ("\x1b[49;3u", "alt+1"),
        ("\x1b\x7f", "ctrl+w"),
        ("\r", "enter"),
        ("\x1b[Z", "shift+tab"),
    ],
)
def test_what_terminals_send_is_the_key_that_was_pressed(data: str, key: str) -> None:
    (found,) = parsed(data)
    assert found.key == key
    assert key in load_keymap().operations


async def test_esc_alone_cancels_after_its_delay() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        assert host.requests == []
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.PF12]


async def test_another_key_after_esc_comes_behind_the_cancel() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, "a", "escape", "b", "escape", "escape")
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.PF12] * 3
        assert app.space.buffer.value("first") == "AB"


# --- the mouse ----------------------------------------------------------------------------------


async def test_a_click_on_the_legend_presses_the_key() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        for label, aid in (("F3 Exit", Aid.PF3), ("F12 Cancel", Aid.PF12)):
            host.requests.clear()
            await pilot.click(PresentationSpace, offset=(row(app, LEGEND).index(label) + 1, LEGEND))
            await drain(pilot, app)
            assert [request.aid for request in host.requests] == [aid]
        host.requests.clear()
        await pilot.double_click(PresentationSpace, offset=(2, LEGEND))
        await drain(pilot, app)
        assert Aid.ENTER not in [request.aid for request in host.requests]


async def test_a_click_on_the_message_is_help() -> None:
    host = Host(says(Severity.ERROR))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await drain(pilot, app)
        await pilot.click(PresentationSpace, offset=(20, MESSAGE))
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.ENTER, Aid.PF1]


async def test_clicks_wait_their_turn() -> None:
    host = Host()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        host.go.clear()
        await pilot.press("enter", "a")
        slot = app.space.buffer.slot("second")
        await pilot.click(PresentationSpace, offset=(slot.x, slot.y))
        await pilot.press("b")
        host.go.set()
        await drain(pilot, app)
        assert (app.space.buffer.value("first"), app.space.buffer.value("second")) == ("A", "B")


# --- KEYTEST ------------------------------------------------------------------------------------


def shown(app: DeskApp) -> str:
    return "\n".join(row(app, y) for y in range(24))


@pytest.mark.parametrize("ways", [["enter", "enter"], ["e", "x", "i", "t"], ["E", "N", "D"]])
async def test_keytest_shows_every_key_and_obeys_none(ways: Sequence[str]) -> None:
    host = Host(Answer(screen="KEYT"), Answer(screen="OTHR"))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, "enter", "f3", "ctrl+l", "escape", "3", "enter", "x", "ctrl+y")
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.ENTER]
        assert "YOU PRESSED  Ctrl+Y" in shown(app)
        assert "IT STANDS FOR  Nothing" in shown(app)
        await pilot.press("f6")
        assert "IT STANDS FOR  PF6: ADD" in shown(app)
        missing = app.space.buffer.value("missing").split()
        assert not {"F3", "F6", "Ctrl+L", "Esc3", "Enter"} & set(missing)
        assert {"F1", "Esc1", "Shift+F1"} <= set(missing)
        known = len(load_keymap().operations)
        assert app.space.buffer.value("count") == str(known - len(missing))
        await pilot.press(*ways)
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.ENTER, Aid.PF3]
        assert app.space.buffer.drawing.name == "OTHR"


async def test_keytest_is_left_by_a_click_on_its_legend() -> None:
    host = Host(Answer(screen="KEYT"), Answer(screen="OTHR"))
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await drain(pilot, app)
        await pilot.click(PresentationSpace, offset=(row(app, LEGEND).index("F3 Exit"), LEGEND))
        await drain(pilot, app)
        assert app.space.buffer.drawing.name == "OTHR"
