"""The driver of a Textual app that is served to a browser or terminal, and ends with who serves it."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class ServedDriver(WebDriver):
    """The web driver of a process that ends with the class that serves it, however that ended."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._write = partial(_write_if_heard, self.fileno)

    def run_input_thread(self) -> None:
        """Take what comes in; where it stops coming, the class is gone and so is this process."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(ExitApp())


def _write_if_heard(descriptor: int, data: bytes) -> int:
    try:
        return os.write(descriptor, data)
    except (BrokenPipeError, ConnectionResetError):
        return len(data)
