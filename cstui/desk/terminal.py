"""The presentation space in a terminal: one Textual widget, one queue of keys, one thread of programs.

Keys are decoded in `on_key`, in the order in which they come, and edit the buffer at once. An AID
key hands the screen to the host in the executor; keys typed meanwhile wait in the queue and are
replayed on the screen that the host answers with, so none is lost and none gets ahead. After an
answer with an error, or with a question, what was typed ahead of it is dropped whole: keys count again when
it is painted and the typist has paused, or pressed Reset. The message line says how many were dropped.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Protocol

import msgspec
from textual import events

from cstui import lasting
from cstui.clock import steady_clock
from cstui.desk import fallback_messages
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import Drawing, load_drawing
from cstui.desk.exits import FieldExits
from cstui.desk.keyboard import AIDS, Keymap, keymap_or_default, load_keymap
from cstui.desk.keynames import by_keymap
from cstui.desk.keytest import SCREEN as KEYTEST
from cstui.desk.keytest import KeyTest
from cstui.desk.palette import Theme, theme
from cstui.desk.rendering import Face
from cstui.desk.sequences import UNREADABLE, sent, spelled
from cstui.desk.typeahead import Held, Pause, Stroke, Waiting
from cstui.settings import DEFAULTS

NO_KEY, NOT_BUSY = "X NO KEY", "X NOT BUSY"
SHOW_LOCK_AFTER = 0.05
"""Seconds after which X SYSTEM is shown; an answer before that is painted alone, a frame earlier."""
SHOW_WORK_AFTER, LOOK_AGAIN_AFTER = 0.5, 0.25
"""Seconds after which long work says how far it has come, and between two looks."""
NOTE_AFTER = 2.0
"""Seconds without a key after which what is typed in the field in hand is kept, too."""
LOCKED = "LOCK"
"""The screen of a desk that is locked."""
WIPE = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the screen and what scrolled out of it (ECMA-48, and xterm's 3)."""
HANG_UP_AFTER = 5.0
"""Seconds that a program may still take when the terminal is gone."""
WHILE_LOCKED = frozenset({"reset", "copy", Aid.NOTICE.value})
"""What a keyboard that only Reset frees still takes."""
WHILE_FROZEN = WHILE_LOCKED - {"reset"}
"""What a keyboard still takes that the host has locked."""


class Host(Protocol):
    """What answers the screens: the desk's session, or a fake one in tests and bench.

    A host that can stop long work has a method `cancel()`: PA1 calls it, in the widget's thread,
    while `handle` runs; it may not wait, and `handle` then answers with what was done.
    """

    def start(self) -> Answer:
        """The first screen. Runs before the first frame, so it must not open the store."""

    def handle(self, request: Request) -> Answer:
        """The next screen. Runs in the executor's thread, one request at a time."""

    def status(self) -> Status:
        """What the OIA shows; asked after each answer, in the thread that gave it."""

    def words(self) -> Sequence[tuple[str, str]]:
        """Command words with their help, for the command palette."""


class PresentationSpace(Face, can_focus=True):
    """Shows a buffer, edits it, and converses with the host."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PresentationSpace { width: 1fr; height: 1fr; }"

    def __init__(
        self,
        host: Host,
        executor: Executor,
        *,
        logger: logging.Logger,
        drawings: Callable[[str, str], Drawing] = load_drawing,
        colors: Theme | None = None,
        keymap: Keymap | None = None,
        strict: bool = False,
        pause: int = DEFAULTS.pause,
        clock: Callable[[], float] = steady_clock,
    ) -> None:
        """`pause` is how long (milliseconds) nothing may be typed after an error until keys count again."""
        super().__init__(colors)
        self.host = host
        self.buffer.strict = strict
        self._clock, self._pause = clock, Pause(pause / 1000)
        self._use(keymap or load_keymap())
        self._executor = executor
        self.logger = logger
        self._drawings = drawings
        self._waiting = Waiting()
        self._held: Held | None = None
        self._tests: KeyTest | None = None
        self._exits = FieldExits()
        self._note_due = False
        self._keyed_at = 0.0
        self._rests = False
        self._active_at, self._watched = clock(), False
        self._look: asyncio.TimerHandle
        self._conversation: asyncio.Task[None] | None = None
        self._lock_shown = False
        self._keymap_asked = ""
        self._ended = False

    # Conversation

    def on_mount(self) -> None:
        self.focus()
        self.wear(self._theme)
        try:
            self._show(self.host.start(), self.host.status())
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and said
            self._failed(error)

    def _apply(self, stroke: Stroke) -> None:
        """Do what a key says, or queue it while a program has the screen; a fault at it ends nothing."""
        if self._ended:
            return
        try:
            self._do(stroke)
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and said
            self._failed(error)

    def _do(self, stroke: Stroke) -> None:
        if self._conversation is not None:
            self._queue(stroke)
            return
        operation = stroke.operation
        if self._tests is not None and stroke.key:
            self._test(self._tests, stroke)
            return
        locked = self.buffer.status.locked and operation not in WHILE_FROZEN
        if locked or (self.buffer.locked and operation not in WHILE_LOCKED):
            return
        if operation in AIDS or operation == Aid.NOTICE:
            self._hand_over(Aid(operation))
            return
        live = self.buffer.live_text
        if operation in ("type", "paste"):
            getattr(self.buffer, operation)(stroke.text)
        elif operation == "click":
            y, x = stroke.text.split(",")
            self.buffer.click(int(y), int(x))
        elif operation in ("copy", "paste_clipboard", "no_key", "pa1"):
            getattr(self, f"_{operation}")()
        else:
            getattr(self.buffer, operation)()
        if live != self.buffer.live_text:
            self._hand_over(Aid.TYPED)
        self._repaint()
        if self._exits.left(self.buffer) and not self._note_due:
            self._note_due = True
            self.call_after_refresh(self._note)
        self._keyed_at = self._clock()
        if not self._rests:
            self._rests = True
            self.set_timer(NOTE_AFTER, self._rested)

    def _rested(self) -> None:
        """Keep what is typed in the field in hand, if no key has come since; else look again."""
        left = self._keyed_at + NOTE_AFTER - self._clock()
        self._rests = left > 0
        if self._rests:
            self.set_timer(left, self._rested)
        elif self._exits.typed:
            self._note()

    # Nobody at the keyboard

    def _watch_idle(self) -> None:
        """Look again once nobody can have pressed a key for as long as locks the desk."""
        if self.buffer.status.idle and not self._watched:
            self._watched = True
            self.set_timer(self.buffer.status.idle, self.look_for_somebody)

    def look_for_somebody(self) -> None:
        """Let the host lock the desk where no key came for long; else look again when that may be."""
        self._watched, idle = False, self.buffer.status.idle
        if not idle or self._ended:
            return
        left = self._active_at + idle - self._clock()
        if left > 0 or self._conversation is not None:
            self._watched = True
            self.set_timer(max(left, LOOK_AGAIN_AFTER), self.look_for_somebody)
        elif self.buffer.drawing.name != LOCKED:
            self._lock()

    def _somebody(self) -> bool:
        """Note that somebody is there; False where nobody was for so long that the desk locks first."""
        idle, before = self.buffer.status.idle, self._active_at
        self._active_at = self._clock()
        gone = bool(idle) and self._active_at - before >= idle and self.buffer.drawing.name != LOCKED
        if gone and self._conversation is None and not self._ended:
            self._lock()
            return False
        return True

    def _lock(self) -> None:
        self._waiting.drop()
        self._end_hold()
        self._hand_over(Aid.LOCK)

    def _wipe(self) -> None:
        """Leave nothing of the screen that was put away, nor of what scrolled out of the terminal."""
        self._waiting.drop()
        while len(self.app.screen_stack) > 1:  # the command palette
            self.app.pop_screen()
        self.app._clipboard = ""
        if self.app._driver is not None:
            self.app._driver.write(WIPE)
        self._strips.clear()
        self.app.refresh(layout=True)

    def keep_typed(self) -> None:
        """Keep what is typed as a draft, unless a program has the screen. What fails at that is logged."""
        self._note()

    def _note(self) -> None:
        """Let the host keep what is typed as a draft, unless it has the screen anyway."""
        self._note_due = False
        noted = getattr(self.host, "noted", None)
        if noted is None or self._conversation is not None or self._ended:
            return
        try:
            noted(self.buffer.request(Aid.ENTER))
        except Exception as error:  # an edge: logged; a draft that cannot be kept stops no key
            self.logger.error("a draft could not be kept", exc_info=error)

    async def hang_up(self) -> None:
        """Let the program that has the screen finish, and keep what is typed: the terminal is going."""
        if self._conversation is not None:
            cancel = getattr(self.host, "cancel", None)
            if cancel is not None:
                cancel()
            await asyncio.wait({self._conversation}, timeout=HANG_UP_AFTER)
        self._note()

    def _queue(self, stroke: Stroke) -> None:
        """Let a stroke wait its turn; Reset and PA1 do not wait, and drop what does."""
        if self._tests is None and stroke.operation in ("reset", "pa1"):
            self._waiting.drop()
            cancel = getattr(self.host, "cancel", None)
            if stroke.operation == "pa1" and cancel is not None:
                self.buffer.stop()
                cancel()
        else:
            self._waiting.add(stroke)
        self.buffer.wait(len(self._waiting))
        if self._lock_shown:
            self._repaint()

    def _test(self, tests: KeyTest, stroke: Stroke) -> None:
        """Show a key on KEYTEST instead of obeying it."""
        if tests.press(stroke.key, stroke.text, spelled(stroke.sent)):
            self._hand_over(Aid.PF3)
            return
        answer = msgspec.structs.replace(self.buffer.answer, values=tests.values)
        self.buffer.show(self.buffer.drawing, answer)
        self._repaint()

    def _hand_over(self, aid: Aid) -> None:
        request = self.buffer.request(aid)
        self.buffer.lock()
        self._lock_shown = False
        self._conversation = asyncio.create_task(self._converse(request))

    async def _converse(self, request: Request) -> None:
        loop = asyncio.get_running_loop()
        waiting = loop.call_later(SHOW_LOCK_AFTER, self._show_lock)
        self._look = loop.call_later(SHOW_WORK_AFTER, self._show_work)
        try:
            answer, status = await loop.run_in_executor(self._executor, self._ask, request)
            self._show(answer, status)
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and said
            self._failed(error)
            answer = self.buffer.answer
        waiting.cancel()
        self._look.cancel()
        self._conversation = None
        if answer.ends:
            self._ended = True
            self._waiting.drop()
            self.app.exit()
        elif answer.stops_typing:
            self._refused()
        self._replay()
        self._repaint()

    def _refused(self) -> None:
        """Drop what was typed ahead, a held back Esc with it; take no key until the typist pauses."""
        self._pause.begin()
        self.buffer.pause(waits=True)
        if self._end_hold() is not None:
            self.buffer.drop(1)
        self._waiting.drop()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """The error is on the screen: from now on it counts how long nothing is typed."""
        self._pause.painted(self._clock())
        self._wait_out()

    def _wait_out(self) -> None:
        """Show that keys count again once they do."""
        left = self._pause.left(self._clock())
        if self._pause.waits:
            asyncio.get_running_loop().call_later(left, self._wait_out)
        elif self.buffer.pausing:
            self.buffer.pause(waits=False)
            self._repaint()
            self._freed()

    def _freed(self) -> None:
        """Keys count again after an error: tell the host that wants to know."""
        freed = getattr(self.host, "freed", None)
        if freed is not None:
            freed()

    def _replay(self) -> None:
        """Do what waited, up to the next key that submits the screen; say what was dropped."""
        self.buffer.drop(self._waiting.told())
        while self._waiting and self._conversation is None:
            self._apply(self._waiting.next())
        if self._conversation is not None:
            self.buffer.wait(len(self._waiting))

    def _show_lock(self) -> None:
        self._lock_shown = True
        self._repaint()

    def _show_work(self) -> None:
        """Show how far long work has come, where it has come further, and look again."""
        progress = getattr(self.host, "progress", None)
        if progress is None or self._conversation is None:
            return
        self.buffer.work(progress())
        self._repaint()
        self._look = asyncio.get_running_loop().call_later(LOOK_AGAIN_AFTER, self._show_work)

    def _ask(self, request: Request) -> tuple[Answer, Status]:
        before = lasting.mark()
        try:
            return self.host.handle(request), self.host.status()
        except Exception as error:
            error.done_before = lasting.told_since(before)  # type: ignore[attr-defined]
            raise

    def _show(self, answer: Answer, status: Status) -> None:
        answer = self._wear(answer, status)
        if not answer.ends:
            self.buffer.show(self._drawings(answer.screen, answer.agency), answer, status)
            self._exits.shown(self.buffer)
            if answer.covers:
                self._wipe()
            self._watch_idle()
            if answer.screen != KEYTEST:
                self._tests = None
            elif self._tests is None:
                self._tests = KeyTest(self.keymap)
        self._repaint()

    def _wear(self, answer: Answer, status: Status) -> Answer:
        """Take on theme, keymap and lock of the settings; the answer, with what is wrong with them."""
        if status.theme:
            colors = theme(status.theme, no_color=bool(os.environ.get("NO_COLOR")))
            if colors is not self._theme:
                self.wear(colors)
        if status.strict is not None:
            self.buffer.strict = status.strict
        if status.overtype:
            self.buffer.classic_overtype = status.overtype == "classic"
        if status.pause is not None:
            self._pause.seconds = status.pause / 1000
        if not status.keymap or status.keymap == self._keymap_asked:
            return answer
        self._keymap_asked = status.keymap
        keymap, fault = keymap_or_default(status.keymap)
        self._use(keymap)
        if not fault:
            return answer
        return msgspec.structs.replace(
            answer, findings=(*answer.findings, fallback_messages.other_keymap(keymap.name, fault))
        )

    def _use(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self.painter.called, self.painter.named = keymap.label, by_keymap(keymap)
        self.painter.afresh()

    def _failed(self, error: Exception) -> None:
        """Log an error that no program expected; say so on the message line, keep what was typed."""
        self.logger.error("the desk could not answer", exc_info=error)
        answer = msgspec.structs.replace(
            self.buffer.answer,
            findings=(fallback_messages.failed(error),),
            message="",
            cursor=None,
            keep_typed=True,
            again=False,
            asks=False,
        )
        self.buffer.show(self.buffer.drawing, answer)
        self._repaint()

    def command(self, text: str) -> None:
        """Put a text on the command line and press Enter, as the command palette does."""
        for operation, typed in (("home", ""), ("erase_eof", ""), ("type", text), ("enter", "")):
            self._apply(Stroke(operation, typed))

    def notice(self) -> None:
        """Let the host say what it has to say, between two keys."""
        self._apply(Stroke(Aid.NOTICE.value))

    def look_again(self) -> None:
        """Show the host's status as it is now, such as a clock, unless a program has the screen."""
        if self._conversation is None and not self._ended:
            self.buffer.tell(self.host.status())
            self._repaint()

    @property
    def busy(self) -> bool:
        """Whether a program has the screen, keys wait, or none counts yet after an error."""
        return (
            self._conversation is not None
            or bool(self._waiting)
            or self._held is not None
            or self._pause.waits
        )

    async def settled(self) -> None:
        """Wait until the executor is idle, the queue empty, the screen painted and keys count, or the end."""
        while True:
            while self._held is not None:
                await self._held.done
            while self._conversation is not None:
                await asyncio.wait({self._conversation})
            if self._ended or not self.is_running:
                return
            painted = asyncio.get_running_loop().create_future()
            self.call_after_refresh(painted.set_result, None)
            await painted
            if 0 < (left := self._pause.left(self._clock())) <= self._pause.seconds:
                await asyncio.sleep(left)
                self._wait_out()
            if not self.busy:
                return

    # Keys and mouse

    def takes(self, event: events.Key) -> bool:
        """Whether the key is the desk's own, nothing else has the focus, and nothing came before it."""
        own = event.key in self.keymap.operations or event.is_printable or self._tests is not None
        return own and not self.message_queue_size and self.app.app_focus and self.app.focused is self

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.press(event)

    def press(self, event: events.Key) -> None:
        """Do what a key says, or queue it."""
        if self._small or self._too_late(event):
            return
        known = self.keymap.operations
        if self._held is not None and (chord := f"alt+{event.key}") in known and self._tests is None:
            self._end_hold()
            self._apply(Stroke(known[chord], "", chord))
            return
        self._release()
        readable = event.character and event.is_printable and event.character != UNREADABLE
        typed = (event.character or "") if readable else ""
        operation = known.get(event.key) or ("type" if typed else "no_key")
        stroke = Stroke(operation, typed, event.key, sent(event))
        if event.key == "escape" and self.keymap.chords and self._tests is None:
            self._held = Held(stroke, self._release)
        else:
            self._apply(stroke)

    def _too_late(self, event: events.Event) -> bool:
        """Whether it was typed before the typist could see the error: then it is dropped with its burst.

        The first key after nobody was there for long only locks the desk.
        """
        if not self._somebody():
            return True
        resets = isinstance(event, events.Key) and self.keymap.operations.get(event.key) == "reset"
        late = self._pause.drops(event.time, resets=resets)
        if late:
            self.buffer.drop(1)
            if not self.buffer.pausing and self._pause.left(self._clock()) > 0:
                self.buffer.pause(waits=True)
                self._wait_out()
        elif self.buffer.pausing:
            self.buffer.pause(waits=False)
            self._freed()
        self._repaint()
        return late

    def _end_hold(self) -> Stroke | None:
        held, self._held = self._held, None
        return held.end() if held is not None else None

    def _release(self) -> None:
        """Let an Esc that was held back do what it does by itself."""
        if (stroke := self._end_hold()) is not None:
            self._apply(stroke)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self._small and not self._too_late(event):
            self._release()
            self._apply(Stroke("paste", event.text))

    def _copy(self) -> None:
        if self.buffer.selection is not None:
            self.app.copy_to_clipboard(self.painter.selected_text())
            self.buffer.select(None)

    def _paste_clipboard(self) -> None:
        self.buffer.paste(self.app.clipboard)

    def _no_key(self) -> None:
        self.buffer.refuse(NO_KEY)

    def _pa1(self) -> None:
        self.buffer.refuse(NOT_BUSY)
