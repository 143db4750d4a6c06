"""The log of faults: one private file in the user's data folder."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from cstui import files
from cstui.commandline.paper import shortened
from cstui.settings import log_file

LINE, LINES = 400, 400
"""Characters of the longest line of an entry, and how many of its last lines are kept."""


def log_to_file() -> Path | str:
    """Send the log to the user's log file, made 0600, else to one among the temporary files.

    Answers where it goes; `no log` where neither can be written. Never to the terminal: a trace there
    would lie over the screen.
    """
    path = log_file()
    handler: logging.Handler
    place: Path | str = path
    try:
        files.folder(path.parent, own=True)
        handler = _writing(files.append_handle(path))
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where this user is at home
        handler, place = _elsewhere()
    handler.setFormatter(_Short("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("cstui").addHandler(handler)
    return place


class _Short(logging.Formatter):
    """Lines of bounded length: whatever was typed or read, a fault never copies all of it into the log."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(shortened(line, LINE) for line in super().format(record).splitlines()[-LINES:])


def _writing(handle: int) -> logging.Handler:
    return logging.StreamHandler(os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace"))


def _elsewhere() -> tuple[logging.Handler, Path | str]:
    """A private log among the temporary files."""
    try:
        handle, name = tempfile.mkstemp(prefix="cstui-", suffix=".log")  # mkstemp makes it 0600
        return _writing(handle), Path(name)
    except OSError:
        return logging.NullHandler(), "no log"
