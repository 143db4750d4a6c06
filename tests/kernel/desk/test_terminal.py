"""The widget in a terminal: keys keep their order, answers are painted whole, nothing typed is lost."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import threading

import pytest
from demo import DemoHost, drawing
from textual import events
from textual.pilot import Pilot

from cstui.desk.app import DeskApp
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer, Request, Where
from cstui.desk.keyboard import AIDS, load_keymap
from cstui.desk.terminal import PresentationSpace

MODULES = (
    *("drawing", "checker", "screenful", "buffer", "layout", "editing", "painter", "palette"),
    *("keyboard", "keytest", "typeahead", "conformance_3270"),
)
"""Modules of the presentation space that need no terminal."""


class SlowHost(DemoHost):
    """A host that answers only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def handle(self, request: Request) -> Answer:
        assert self.go.wait(20)
        return super().handle(request)


def desk(host: DemoHost) -> DeskApp:
    return DeskApp(host, drawings=drawing)


def screen(app: DeskApp) -> list[str]:
    """What the widget has painted, row by row."""
    space = app.space
    return [space.render_line(y).text.rstrip() for y in range(space.size.height)]


async def send(app: DeskApp, keys: list[tuple[str, str | None]]) -> None:
    """Post keys to the app at once, as a burst comes from the terminal."""
    for key, character in keys:
        app.post_message(events.Key(key, character))


async def drain(pilot: Pilot[None], app: DeskApp) -> None:
    await pilot.pause()
    await app.settled()


async def test_what_is_typed_shows_and_enter_hands_it_over() -> None:
    host = DemoHost()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "enter")
        await drain(pilot, app)
        assert host.requests[0].values["noncoop"] == "4"
        assert screen(app)[0].split()[0] == "OTHR"


async def test_keys_typed_while_a_program_runs_wait_and_come_in_order() -> None:
    host = SlowHost()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "a", "b", "tab", "c", "enter")
        assert screen(app)[23].startswith(" X SYSTEM")
        assert screen(app)[0].split()[0] == "DEMO"
        host.go.set()
        await drain(pilot, app)
        assert [request.screen for request in host.requests] == ["DEMO", "OTHR"]
        assert host.requests[1].values["first"] == "AB"
        assert host.requests[1].values["second"] == "C"
        assert "X SYSTEM" not in screen(app)[23]


async def test_a_paste_waits_its_turn() -> None:
    host = SlowHost()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "a")
        app.post_message(events.Paste("bc\td"))
        await pilot.press("e")
        host.go.set()
        await drain(pilot, app)
        assert app.space.buffer.value("first") == "ABC"
        assert app.space.buffer.value("second") == "DE"


@pytest.mark.parametrize("seed", range(8))
async def test_random_bursts_lose_and_reorder_nothing(seed: int) -> None:
    """A burst with screen changes in it leaves the buffer that the same keys one by one leave."""
    chance = random.Random(seed)
    host = DemoHost(delay=0.002)
    app = desk(host)
    keys: list[tuple[str, str | None]] = []
    for _ in range(120):
        roll = chance.random()
        if roll < 0.12:
            keys.append(("enter", "\r"))
        elif roll < 0.3:
            keys.append((chance.choice(["tab", "shift+tab", "home", "backspace", "left", "delete"]), None))
        else:
            character = chance.choice("abcdefgh123456")
            keys.append((character, character))
    async with app.run_test(size=(80, 24)) as pilot:
        await send(app, keys)
        await drain(pilot, app)
        expected, requests = played(keys)
        assert host.requests == requests
        assert [slot.cells for slot in app.space.buffer.slots()] == [s.cells for s in expected.slots()]
        assert app.space.buffer.cursor == expected.cursor


def played(keys: list[tuple[str, str | None]]) -> tuple[Buffer, list[Request]]:
    """What the same keys do one after the other, without a terminal."""
    host = DemoHost()
    buffer = Buffer()
    buffer.show(drawing("DEMO"), host.start(), host.status())
    for key, character in keys:
        operation = load_keymap().operations.get(key)
        if operation in AIDS:
            reply = host.handle(buffer.request(Aid(operation)))
            buffer.show(drawing(reply.screen), reply, host.status())
        elif operation:
            getattr(buffer, operation)()
        else:
            buffer.type(character or "")
    return buffer, host.requests


async def test_a_program_that_fails_is_logged_and_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)) as pilot:
        with caplog.at_level(logging.ERROR, logger="cstui.desk"):
            await pilot.press("9", "f9")
            await drain(pilot, app)
            await pilot.press("8")
        assert screen(app)[21].startswith("!CS-099")
        assert app.space.buffer.value("noncoop") == "98"
        assert "made to fail" in caplog.text


async def test_an_answer_that_ends_closes_the_desk() -> None:
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        await app.settled()
    assert app.return_code == 0


async def test_a_click_places_the_cursor_and_a_double_click_is_enter() -> None:
    host = DemoHost()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(PresentationSpace, offset=(11, 8))
        assert app.space.buffer.slot_at(*app.space.buffer.cursor)[0].where == Where("amount")  # type: ignore[index]
        await pilot.double_click(PresentationSpace, offset=(11, 8))
        await drain(pilot, app)
        assert host.requests[0].aid is Aid.ENTER
        assert host.requests[0].cursor == Where("amount")


async def test_the_wheel_turns_a_page_once_a_flick_and_not_over_what_is_typed() -> None:
    host = DemoHost()
    app = desk(host)

    def turn(kind: type[events.MouseEvent]) -> None:
        app.space.post_message(kind(app.space, 5, 16, 0, 1, 0, False, False, False))

    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(4):
            turn(events.MouseScrollDown)
        await drain(pilot, app)
        assert [request.aid for request in host.requests] == [Aid.PF8]
        turn(events.MouseScrollUp)
        await drain(pilot, app)
        assert len(host.requests) == 1
    async with (again := desk(typed := DemoHost())).run_test(size=(80, 24)) as pilot:
        await pilot.press("9")
        again.space.post_message(events.MouseScrollDown(again.space, 5, 16, 0, 1, 0, False, False, False))
        await drain(pilot, again)
        assert (typed.requests, again.space.buffer.value("noncoop")) == ([], "9")


async def test_dragging_selects_and_ctrl_c_copies() -> None:
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.mouse_down(PresentationSpace, offset=(22, 4))
        await pilot.hover(PresentationSpace, offset=(30, 4))
        await pilot.mouse_up(PresentationSpace, offset=(30, 4))
        await pilot.press("ctrl+c")
        assert app.clipboard == "BROUSSARD"
        assert app.space.buffer.selection is None


async def test_a_terminal_too_small_says_so_and_keeps_what_was_typed() -> None:
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9")
        await pilot.resize_terminal(70, 20)
        await pilot.pause()
        assert " ".join(screen(app)).startswith("CS-001 The desk needs 80 columns and 24 rows;")
        assert "70 and 20" in " ".join(screen(app))
        await pilot.press("7")
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "CS-001" not in " ".join(screen(app))
        assert app.space.buffer.value("noncoop") == "9"


async def test_an_unknown_key_is_said_not_swallowed() -> None:
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+y")
        assert screen(app)[23].startswith(" X NO KEY")


async def test_markup_in_values_and_typing_is_text() -> None:
    class Tricky(DemoHost):
        def start(self) -> Answer:
            return Answer(screen="OTHR", values={"name": "[bold]O[/bold] \x1b[31m[link"})

    app = desk(Tricky())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"[b]")
        assert "[bold]O[/bold] [31m[link" in screen(app)[2]
        assert "[B]" in screen(app)[4]


async def test_only_changed_rows_are_painted_again() -> None:
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)) as pilot:
        await drain(pilot, app)
        before = {y: app.space.render_line(y) for y in range(24)}
        await pilot.press("9")
        changed = {y for y in range(24) if app.space.render_line(y) is not before[y]}
        assert changed == {7, 23}


async def test_the_palette_types_the_word_on_the_command_line() -> None:
    host = DemoHost()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"othr")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await drain(pilot, app)
        assert [request.command for request in host.requests] == ["OTHR"]


async def test_no_color_means_the_mono_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = desk(DemoHost())
    async with app.run_test(size=(80, 24)):
        colors = {
            segment.style.color for y in range(24) for segment in app.space.render_line(y) if segment.style
        }
    assert colors == {None}


def test_the_desk_loads_textual_and_nothing_of_the_store() -> None:
    code = (
        "import sys, cstui.desk.app; "
        "print([m for m in ('textual', 'sqlmodel', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['textual']"


@pytest.mark.parametrize("module", MODULES)
def test_the_presentation_space_without_a_terminal_loads_no_textual(module: str) -> None:
    code = f"import sys, cstui.desk.{module}; print([m for m in ('textual', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_the_host_is_prepared_in_the_programs_thread_once_the_first_frame_stands() -> None:
    class Preparing(DemoHost):
        prepared_in = ""

        def prepare(self) -> None:
            self.prepared_in = threading.current_thread().name

    host = Preparing()
    app = desk(host)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await drain(pilot, app)
        assert host.prepared_in.startswith("programs")
