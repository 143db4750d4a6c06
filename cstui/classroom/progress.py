"""What a learner alone has reached so far, lesson by lesson, in a file of her or his own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from cstui.classroom.files import replace
from cstui.classroom.lessons import Lesson
from cstui.classroom.marking import Marks

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


def note_finish(folder: Path, lesson: Lesson, marks: Marks, at: datetime) -> Reached:
    """Keep that a lesson was finished with these marks; what has been reached with it."""
    progress = read_progress(folder)
    before = progress.get(lesson.id, Reached())
    now = Reached(
        tried=before.tried + 1,
        best=max(before.best, marks.points),
        passed=before.passed or marks.passed,
        last=at,
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace(folder / FILE, msgspec.json.format(msgspec.json.encode({**progress, lesson.id: now})))
    return now
