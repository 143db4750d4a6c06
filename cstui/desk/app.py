"""The desk as a Textual app: a presentation space over the whole terminal, and the command palette.

The first frame is painted before anything heavy is imported: this module loads Textual and the
drawing of the first screen, nothing of the store. A host with a `prepare` method has it called in
the executor's thread once that frame stands.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, ComposeResult
from textual.screen import Screen

from cstui.desk.drawing import Drawing, load_drawing
from cstui.desk.keyboard import Keymap
from cstui.desk.palette import theme
from cstui.desk.sequences import install
from cstui.desk.terminal import Host, PresentationSpace

if TYPE_CHECKING:
    from textual.command import Provider

__all__ = ["DeskApp", "Host"]


def _words() -> type[Provider]:
    from cstui.desk.app_words import CommandWords

    return CommandWords


class Ground(Screen[None]):
    """The screen below the presentation space; blank, so that a key does not render it again."""

    BLANK = True


class DeskApp(App[None]):
    """The desk over a host. `colours` names a theme; NO_COLOR in the environment means no colour at all."""

    TITLE = "cstui"
    CSS = "Screen { overflow: hidden hidden; }"
    COMMANDS = {_words}
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        host: Host,
        *,
        colours: str = "",
        logger: logging.Logger | None = None,
        drawings: Callable[[str], Drawing] = load_drawing,
        keymap: Keymap | None = None,
        strict: bool = False,
    ) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        install()
        super().__init__()
        self.host = host
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="programs")
        self.space = PresentationSpace(
            host,
            self._executor,
            logger=logger or logging.getLogger("cstui.desk"),
            drawings=drawings,
            colours=theme(colours, no_color=no_color),
            keymap=keymap,
            strict=strict,
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
        await super().on_event(event)

    def on_ready(self) -> None:
        prepare = getattr(self.host, "prepare", None)
        if prepare is not None:
            self._executor.submit(prepare)

    def on_unmount(self) -> None:
        self._executor.shutdown(wait=False)

    async def settled(self) -> None:
        """Wait until no program runs, no key waits, and the screen is painted."""
        await self.space.settled()
