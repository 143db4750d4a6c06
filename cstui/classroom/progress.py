"""What a learner alone has reached so far, lesson by lesson, in a file of her or his own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from cstui.classroom.files import replace

FILE = "progress.json"


class Reached(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One lesson: how often it was finished, the best points, whether they were enough, when last."""

    tried: int = 0
    best: int = 0
    passed: bool = False
    last: datetime | None = None


def read_progress(folder: Path) -> dict[str, Reached]:
    """What was reached, by the lesson's id; empty where nothing was kept or the file is no progress."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=dict[str, Reached])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def note_finish(folder: Path, lesson: str, now: Reached) -> None:
    """Keep that a lesson (its id) was finished once more."""
    progress = read_progress(folder)
    before = progress.get(lesson, Reached())
    both = Reached(
        tried=before.tried + now.tried,
        best=max(before.best, now.best),
        passed=before.passed or now.passed,
        last=now.last,
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace(folder / FILE, msgspec.json.format(msgspec.json.encode({**progress, lesson: both})))
