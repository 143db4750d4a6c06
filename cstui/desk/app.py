"""The desk as a Textual app: a presentation space over the whole terminal, and the command palette.

The first frame is painted before anything heavy is imported: this module loads Textual and the
drawing of the first screen, nothing of the store. A host with a `prepare` method has it called in
the executor's thread once that frame stands.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from textual import events
from textual._context import active_message_pump
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.worker import WorkerFailed

from cstui.clock import steady_clock
from cstui.desk.drawing import Drawing, load_drawing
from cstui.desk.keyboard import PALETTE_KEY, Keymap
from cstui.desk.palette import theme
from cstui.desk.sequences import install
from cstui.desk.terminal import Host, PresentationSpace
from cstui.settings import DEFAULTS

if TYPE_CHECKING:
    from textual.command import Provider

SUSPEND_KEY = "ctrl+z"
WARM_AFTER = 3.0
"""Seconds after the first frame at which what is heavy and seldom needed at once is loaded."""
__all__ = ["DeskApp", "Host"]


def _words() -> type[Provider]:
    from cstui.desk.app_words import CommandWords

    return CommandWords


class Ground(Screen[None], inherit_bindings=False):
    """The screen below the presentation space; blank, so that a key does not render it again.

    It has none of Textual's own bindings, nor has the app: every key is the keymap's, or X NO KEY.
    """

    BLANK = True


class DeskApp(App[None], inherit_bindings=False):
    """The desk over a host. `colors` names a theme; NO_COLOR in the environment means no color at all."""

    TITLE = "cstui"
    CSS = "Screen { overflow: hidden hidden; }"
    COMMANDS = {_words}
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = PALETTE_KEY

    def __init__(
        self,
        host: Host,
        *,
        colors: str = "",
        logger: logging.Logger | None = None,
        drawings: Callable[[str, str], Drawing] = load_drawing,
        keymap: Keymap | None = None,
        strict: bool = False,
        pause: int = DEFAULTS.pause,
        clock: Callable[[], float] = steady_clock,
    ) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        install()
        super().__init__()
        self.host = host
        self._leaving: asyncio.Task[None] | None = None
        self.broken: Exception | None = None
        """The fault that ended the desk."""
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="programs")
        self.space = PresentationSpace(
            host,
            self._executor,
            logger=logger or logging.getLogger("cstui.desk"),
            drawings=drawings,
            colors=theme(colors, no_color=no_color),
            keymap=keymap,
            strict=strict,
            pause=pause,
            clock=clock,
        )

    def get_default_screen(self) -> Ground:
        return Ground(id="_default")

    def compose(self) -> ComposeResult:
        yield self.space

    async def on_event(self, event: events.Event) -> None:
        """Give the desk's own keys straight to it: no key of its own is bound to anything else."""
        if type(event) is events.Key and self.space.takes(event):
            event.stop()
            self.space.press(event)
            return
        if type(event) is events.Key and event.key == SUSPEND_KEY and self.suspend_desk():
            event.stop()
            return
        if isinstance(event, events.MouseEvent) and not self.size.contains(event.screen_x, event.screen_y):
            return  # a click outside the window would take the keyboard from the desk
        await super().on_event(event)

    def on_ready(self) -> None:
        prepare = getattr(self.host, "prepare", None)
        if prepare is not None:
            self._executor.submit(prepare)
        warm = getattr(self.host, "warm", None)
        if warm is not None:
            self.set_timer(WARM_AFTER, lambda: Thread(target=warm, name="warm", daemon=True).start())

    def on_mount(self) -> None:
        self.take_signals()

    def take_signals(self) -> None:
        """Keep what is typed when the terminal is closed or the process is told to end.

        Not by the loop's own handlers: a signal that comes in a burst of some hundred keys is lost on them.
        """
        loop = asyncio.get_running_loop()

        def take(number: int, _frame: object) -> None:
            with suppress(RuntimeError):  # the loop is closed: the desk has ended
                loop.call_soon_threadsafe(self.hang_up, signal.Signals(number))

        for sign in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            with suppress(ValueError):  # not the main thread
                signal.signal(sign, take)
        if self._driver is not None and self._driver.can_suspend:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(signal.SIGTSTP, self.suspend_desk)
                loop.add_signal_handler(signal.SIGCONT, self.take_terminal)

    def suspend_desk(self) -> bool:
        """Give the terminal back to the shell until it says `fg`; False where no shell could say so.

        The whole job stops, `make run` with it, or the shell would wait on.
        """
        from cstui.desk.job_control import can_be_resumed, stop_job

        if self._driver is None or not self._driver.can_suspend or not can_be_resumed():
            return False
        self._driver.suspend_application_mode()
        stop_job("cstui is stopped; what is typed is kept. fg brings it back.")
        self._driver.resume_application_mode()
        self.refresh(layout=True)
        self.space.painter.afresh()
        self.space.refresh()
        return True

    def take_terminal(self) -> None:
        """Set the terminal up again: the desk was stopped from outside, and a shell had it meanwhile."""
        if self._driver is not None:
            self._driver.suspend_application_mode()
            self._driver.resume_application_mode()
            self.refresh(layout=True)
            self.space.refresh()

    def hang_up(self, sign: signal.Signals) -> None:
        """The terminal is closed, or the desk is told to end: what is typed is kept as a draft."""
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._hung_up(sign))

    async def _hung_up(self, sign: signal.Signals) -> None:
        await self.space.hang_up()
        self.exit(return_code=128 + sign)

    def run(self, *given: Any, **named: Any) -> Any:
        """Run the desk to its end. Raises the fault that ended it, if one did."""
        said = super().run(*given, **named)
        if self.broken is not None:
            raise self.broken
        return said

    def _handle_exception(self, error: Exception) -> None:
        """A fault that nothing met ends the desk: what is typed is kept, the log has the trace.

        One of what lies over the desk, such as the command palette, takes that away and ends nothing.
        """
        pump = active_message_pump.get(None)
        if isinstance(error, WorkerFailed) or pump not in (None, self, self.space, self.space.parent):
            self.space.logger.error("what lies over the desk met a fault and is closed", exc_info=error)
            self.call_later(self._uncover)
            return
        if self.broken is None:
            self.broken = error
            self.space.logger.error("the desk ends by a fault", exc_info=error)
            self.space.keep_typed()
        super()._handle_exception(error)

    def _uncover(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _print_error_renderables(self) -> None:
        """Print no trace: the log has it, and a terminal would show what was typed."""
        self._exit_renderables.clear()

    def on_unmount(self) -> None:
        self._executor.shutdown(wait=False)

    async def settled(self) -> None:
        """Wait until no program runs, no key waits, and the screen is painted."""
        await self.space.settled()
