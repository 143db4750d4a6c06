"""What a learner alone has reached so far, lesson by lesson, in a file of his or her own.

A variant is kept beside the lesson as written; the list of lessons shows both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from cstui import files
from cstui.classroom.files import replace

FILE = "progress.json"
ASIDE = "progress.json.unreadable"


class LessonReached(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One lesson: how often it was finished, the best points, whether they were enough, when last."""

    tried: int = 0
    best: int = 0
    passed: bool = False
    last: datetime | None = None

    def and_then(self, other: LessonReached) -> LessonReached:
        """Both together; `other` is the later one."""
        return LessonReached(
            tried=self.tried + other.tried,
            best=max(self.best, other.best),
            passed=self.passed or other.passed,
            last=other.last or self.last,
        )


def key_of(lesson: str, variant: int) -> str:
    """What a lesson (its id), or a variant of it, is kept under."""
    return f"{lesson} variant {variant}" if variant else lesson


def of_lesson(progress: Mapping[str, LessonReached], lesson: str) -> LessonReached | None:
    """A lesson (its id) with all its variants; None where it was never finished."""
    found: LessonReached | None = None
    for key, one in progress.items():
        if key == lesson or key.startswith(f"{lesson} variant "):
            found = one if found is None else found.and_then(one)
    return found


class LessonProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What was reached, by `key_of`; `fault` says why it cannot be read, empty where it can."""

    reached: dict[str, LessonReached] = {}
    fault: str = ""


def aside_of(folder: Path) -> str:
    """What a file that cannot be read is called once it is set aside: no name that is there already."""
    names = (ASIDE, *(f"{ASIDE}-{number}" for number in range(2, 10_000)))
    return next(name for name in names if not (folder / name).exists())


def read_progress(folder: Path) -> LessonProgress:
    """What was reached; nothing where nothing was kept yet, or it cannot be read."""
    try:
        return LessonProgress(reached=files.decoded(files.read(folder / FILE), dict[str, LessonReached]))
    except FileNotFoundError:
        return LessonProgress()
    except OSError as fault:
        return LessonProgress(fault=fault.strerror or str(fault))
    except ValueError as fault:
        return LessonProgress(fault=str(fault))


def note_finish(folder: Path, key: str, now: LessonReached) -> None:
    """Keep that a lesson (`key_of`) was finished once more; a file that cannot be read is set aside.

    OSError where the disk does not take it; what was kept stays then.
    """
    progress = read_progress(folder)
    files.folder(folder)
    if progress.fault:
        (folder / FILE).replace(folder / aside_of(folder))
    both = progress.reached.get(key, LessonReached()).and_then(now)
    replace(folder / FILE, msgspec.json.format(msgspec.json.encode({**progress.reached, key: both})))
