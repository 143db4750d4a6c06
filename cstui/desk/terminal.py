"""The presentation space in a terminal: one Textual widget, one queue of keys, one thread of programs.

Keys are decoded in `on_key`, in the order in which they come, and edit the buffer at once. An AID
key hands the screen to the host in the executor; keys typed meanwhile wait in the queue and are
replayed on the screen that the host answers with, so none is lost and none gets ahead.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Protocol

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from cstui.cells import cells, wrap
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import COLUMNS, ROWS, Drawing, load_drawing
from cstui.desk.paint import Painter, Run
from cstui.desk.palette import Theme, theme
from cstui.policy.findings import Finding, Severity

KEYS: Mapping[str, str] = {
    "enter": "enter",
    **{f"f{number}": f"pf{number}" for number in range(1, 13)},
    "escape": "pf12",
    "pageup": "pf7",
    "pagedown": "pf8",
    "ctrl+l": "clear",
    "tab": "tab",
    "shift+tab": "backtab",
    "home": "home",
    "end": "field_end",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "ctrl+left": "word_left",
    "ctrl+right": "word_right",
    "shift+enter": "newline",
    "ctrl+j": "newline",
    "insert": "insert_toggle",
    "delete": "delete",
    "backspace": "backspace",
    "ctrl+end": "erase_eof",
    "ctrl+e": "erase_eof",
    "ctrl+u": "erase_input",
    "ctrl+r": "reset",
    "ctrl+c": "copy",
    "ctrl+v": "paste_clipboard",
}
"""What each key does: an AID, or the name of an operation of the buffer or of the widget."""

AIDS = frozenset(aid.value for aid in Aid)
NO_KEY = "X NO KEY"
SHOW_LOCK_AFTER = 0.05
"""Seconds after which X SYSTEM is shown; an answer before that is painted alone, a frame earlier."""
TOO_SMALL = "CS-001"
FAILED = "CS-099"


class Host(Protocol):
    """What answers the screens: the desk's session, or a fake one in tests and bench."""

    def start(self) -> Answer:
        """The first screen. Runs before the first frame, so it must not open the store."""

    def handle(self, request: Request) -> Answer:
        """The next screen. Runs in the executor's thread, one request at a time."""

    def status(self) -> Status:
        """What the OIA shows; asked after each answer, in the thread that gave it."""

    def words(self) -> Sequence[tuple[str, str]]:
        """Command words with their help, for the command palette."""


class PresentationSpace(Widget, can_focus=True):
    """Shows a buffer, edits it, and converses with the host."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PresentationSpace { width: 1fr; height: 1fr; }"

    def __init__(
        self,
        host: Host,
        executor: Executor,
        *,
        logger: logging.Logger,
        drawings: Callable[[str], Drawing] = load_drawing,
        colours: Theme | None = None,
    ) -> None:
        super().__init__()
        self.host = host
        self.buffer = Buffer()
        self.painter = Painter(self.buffer)
        self._executor = executor
        self._logger = logger
        self._drawings = drawings
        self._theme = colours or theme()
        self._styles: dict[str, Style] = {}
        self._strips: dict[int, Strip] = {}
        self._queue: deque[tuple[str, str]] = deque()
        self._conversation: asyncio.Task[None] | None = None
        self._columns = 0
        self._small = False
        self._ended = False
        self._pressed: tuple[int, int] | None = None

    # Conversation

    def on_mount(self) -> None:
        self.focus()
        try:
            self._show(self.host.start(), self.host.status())
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and said
            self._failed(error)

    def _apply(self, operation: str, argument: str = "") -> None:
        """Do what a key says, or queue it while a program has the screen."""
        if self._ended:
            return
        if self._conversation is not None:
            self._queue.append((operation, argument))
            return
        if operation in AIDS:
            self._hand_over(Aid(operation))
            return
        live = self.buffer.live_text
        if operation in ("type", "paste"):
            getattr(self.buffer, operation)(argument)
        elif operation in ("copy", "paste_clipboard", "no_key"):
            getattr(self, f"_{operation}")()
        else:
            getattr(self.buffer, operation)()
        if live != self.buffer.live_text:
            self._hand_over(Aid.TYPED)
        self._repaint()

    def _hand_over(self, aid: Aid) -> None:
        request = self.buffer.request(aid)
        self.buffer.lock()
        self._conversation = asyncio.create_task(self._converse(request))

    async def _converse(self, request: Request) -> None:
        loop = asyncio.get_running_loop()
        waiting = loop.call_later(SHOW_LOCK_AFTER, self._repaint)
        try:
            answer, status = await loop.run_in_executor(self._executor, self._ask, request)
            self._show(answer, status)
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and said
            self._failed(error)
            answer = self.buffer.answer
        waiting.cancel()
        self._conversation = None
        if answer.ends:
            self._ended = True
            self._queue.clear()
            self.app.exit()
        while self._queue and self._conversation is None:
            self._apply(*self._queue.popleft())
        self._repaint()

    def _ask(self, request: Request) -> tuple[Answer, Status]:
        return self.host.handle(request), self.host.status()

    def _show(self, answer: Answer, status: Status) -> None:
        if not answer.ends:
            self.buffer.show(self._drawings(answer.screen), answer, status)
        self._repaint()

    def _failed(self, error: Exception) -> None:
        """Log an error that no program expected; say so on the message line, keep what was typed."""
        self._logger.error("the desk could not answer", exc_info=error)
        finding = Finding(
            rule=FAILED,
            severity=Severity.ERROR,
            message=f"The desk could not do that ({type(error).__name__}); nothing was saved. See the log.",
            cause=str(error),
            remedy="Press the key again; if it happens again, hand the log to support.",
        )
        answer = msgspec.structs.replace(
            self.buffer.answer, findings=(finding,), message="", cursor=None, keep_typed=True
        )
        self.buffer.show(self.buffer.drawing, answer)
        self._repaint()

    def command(self, text: str) -> None:
        """Put a text on the command line and press Enter, as the command palette does."""
        for operation, argument in (("home", ""), ("erase_eof", ""), ("type", text), ("enter", "")):
            self._apply(operation, argument)

    @property
    def busy(self) -> bool:
        """Whether a program has the screen, or keys wait."""
        return self._conversation is not None or bool(self._queue)

    async def settled(self) -> None:
        """Wait until the executor is idle, the queue empty and the screen painted, or the desk closed."""
        while True:
            while self._conversation is not None:
                await asyncio.wait({self._conversation})
            if self._ended or not self.is_running:
                return
            painted = asyncio.get_running_loop().create_future()
            self.call_after_refresh(painted.set_result, None)
            await painted
            if not self.busy:
                return

    # Keys and mouse

    def takes(self, event: events.Key) -> bool:
        """Whether the key is the desk's own, nothing else has the focus, and nothing came before it."""
        own = event.key in KEYS or event.is_printable
        return own and not self.message_queue_size and self.app.app_focus and self.app.focused is self

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.press(event)

    def press(self, event: events.Key) -> None:
        """Do what a key says, or queue it."""
        if self._small:
            return
        if event.key in KEYS:
            self._apply(KEYS[event.key])
        elif event.character and event.is_printable:
            self._apply("type", event.character)
        else:
            self._apply("no_key")

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self._small:
            self._apply("paste", event.text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and self._conversation is None and not self._small:
            self._pressed = (event.y, event.x)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        there = (
            min(max(event.y, 0), self.buffer.layout.rows - 1),
            min(max(event.x, 0), self.buffer.layout.columns - 1),
        )
        if there != self._pressed or self.buffer.selection:
            self.buffer.select(self._pressed, there, block=event.ctrl or event.meta)
            self._repaint()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._pressed is None:
            return
        self.release_mouse()
        pressed, self._pressed = self._pressed, None
        if pressed == (event.y, event.x):
            self.buffer.click(*pressed)
            self._repaint()

    def on_click(self, event: events.Click) -> None:
        if event.button == 1 and event.chain == 2 and not self._small:
            self._apply(Aid.ENTER.value)

    def _copy(self) -> None:
        if self.buffer.selection is not None:
            self.app.copy_to_clipboard(self.painter.selected_text())
            self.buffer.select(None)

    def _paste_clipboard(self) -> None:
        self.buffer.paste(self.app.clipboard)

    def _no_key(self) -> None:
        self.buffer.refuse(NO_KEY)

    # Painting

    def on_resize(self, event: events.Resize) -> None:
        columns, rows = event.size
        self._columns = columns
        self._small = columns < COLUMNS or rows < ROWS
        if not self._small and (columns, rows) != (self.buffer.layout.columns, self.buffer.layout.rows):
            self.buffer.resize(columns, rows)
        self._strips.clear()
        self.refresh()

    def _repaint(self) -> None:
        """Ask for the rows that changed to be painted, and put the terminal's cursor in place."""
        dirty, self.buffer.dirty = self.buffer.dirty, set()
        if not dirty:
            return
        for y in dirty:
            self._strips.pop(y, None)
        y, x = self.buffer.cursor
        self.app.cursor_position = Offset(x, y)
        self.refresh(*(Region(0, y, self._columns, 1) for y in dirty))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`, from the cache where they did not change."""
        left, top, columns, rows = crop
        if self._columns != (width := self.size.width):
            self._columns = width
            self._strips.clear()
        whole = left == 0 and columns == width
        cached = self._strips.get
        strips = [
            strip if (strip := cached(y)) is not None else self.render_line(y) for y in range(top, top + rows)
        ]
        return strips if whole else [strip.crop(left, left + columns) for strip in strips]

    def render_line(self, y: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None:
            runs = self._small_row(y) if self._small else self.painter.row(y) if self._holds(y) else []
            columns = sum(run.columns for run in runs)
            segments = [Segment(run.text, self._style(run.style)) for run in runs]
            strip = Strip(segments, columns).adjust_cell_length(self._columns, self._style("blank"))
            self._strips[y] = strip
        return strip

    def _holds(self, y: int) -> bool:
        return y < self.buffer.layout.rows

    def _small_row(self, y: int) -> list[Run]:
        size = self.size
        said = (
            f"{TOO_SMALL} The desk needs {COLUMNS} columns and {ROWS} rows; "
            f"this terminal has {size.width} and {size.height}."
        )
        lines = wrap(said, max(size.width, 1))
        return [Run(lines[y], "message", len(cells(lines[y])))] if y < len(lines) else []

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            base, *overlays = name.split("+")
            style = Style.parse(self._theme.ground) + Style.parse(self._theme.styles[base])
            for overlay in overlays:
                over = Style.parse(self._theme.styles[overlay])
                style = style + (Style(reverse=not style.reverse) if over.reverse else over)
            self._styles[name] = style
        return style
