"""The log of faults: one private file in the user's data folder."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from cstui.settings import log_file


def log_to_file() -> Path | str:
    """Send the log to the user's log file, made 0600, else to one among the temporary files.

    Answers where it goes; `no log` where neither can be written. Never to the terminal: a trace there
    would lie over the screen.
    """
    path = log_file()
    handler: logging.Handler
    place: Path | str = path
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        handler = logging.FileHandler(path, encoding="utf-8")
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where this user is at home
        handler, place = _elsewhere()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("cstui").addHandler(handler)
    return place


def _elsewhere() -> tuple[logging.Handler, Path | str]:
    """A private log among the temporary files."""
    try:
        handle, name = tempfile.mkstemp(prefix="cstui-", suffix=".log")  # mkstemp makes it 0600
        os.close(handle)
        return logging.FileHandler(name, encoding="utf-8"), Path(name)
    except OSError:
        return logging.NullHandler(), "no log"
