"""The log of faults: one private file in the user's data folder."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from cstui.settings import log_file


def log_to_file() -> Path | str:
    """Send the log to the user's log file, made 0600; answers where it goes, `stderr` if it cannot."""
    path = log_file()
    handler: logging.Handler
    place: Path | str = path
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        handler, place = logging.StreamHandler(), "stderr"
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("cstui").addHandler(handler)
    return place
