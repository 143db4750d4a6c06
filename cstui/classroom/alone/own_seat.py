"""The seat of somebody who learns alone: where it lies, how it is opened, what was reached there last.

Below the folder of the learner each lesson has its own, and in it each variant. What cannot be read
any more is set aside whole, never written over.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from cstui import files
from cstui.classroom.errors import writing
from cstui.classroom.files import replace
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.results.achieved import ClassResult
from cstui.classroom.results.gradebook import Counts
from cstui.classroom.results.reached import seat_result
from cstui.classroom.seats.journal import JOURNAL_FILE, read, since_reset
from cstui.classroom.seats.seat import Seat, make_start, readable_state
from cstui.store.errors import StoreError

Clock = Callable[[], datetime]
RESULT = "finished.json"
ALONE = "You"
"""What a learner alone is called in the gradebook."""
UNREADABLE = frozenset({"CS-203", "CS-204", "CS-205", "CS-208"})
"""What StoreError says of a store with which nothing can be begun any more."""


class OpenedSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat that is open; `aside` is where what could not be read was set, empty where all could."""

    seat: Seat
    aside: str = ""


def place_of(folder: Path, lesson: Lesson) -> Path:
    """The folder of the seat on a lesson, or on that variant of it."""
    place = folder / lesson.id
    return place / f"variant-{lesson.variant}" if lesson.variant else place


def open_seat(lesson: Lesson, folder: Path, clock: Clock, *, afresh: bool = False) -> OpenedSeat:
    """The learner's seat on a lesson below `folder`: as it was left, or made `afresh`.

    A lesson whose file has changed, or that was finished, begins again; so does a seat that cannot be
    read, which is set aside. ClassError CS-613 where the folder cannot be written.
    """
    with writing(folder):
        try:
            return OpenedSeat(seat=_opened(lesson, folder, clock, afresh=afresh))
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        except StoreError as fault:
            if fault.rule not in UNREADABLE:
                raise
        aside = _set_aside(place_of(folder, lesson))
        return OpenedSeat(seat=_opened(lesson, folder, clock), aside=aside)


def _opened(lesson: Lesson, folder: Path, clock: Clock, *, afresh: bool = False) -> Seat:
    place = place_of(folder, lesson)
    files.folder(place, own=True)
    start = _start(place, lesson)
    changed = not start.exists()
    if changed:
        for old in place.glob("start-*.cstui"):
            old.unlink()
        make_start(lesson, start)
        afresh = True
    seat = Seat(place, lesson, start, clock)
    if seat.state.finished or (afresh and seat.journal.moments):
        seat.reset(changed=changed)
    try:
        _ = seat.today
    except StoreError:
        seat.close()
        raise
    return seat


def _set_aside(place: Path) -> str:
    """Move what a seat holds out of the way, its variants not; the folder's name where it is now."""
    number = next(at for at in range(1, 10_000) if not (place / f"unreadable-{at}").exists())
    to = place / f"unreadable-{number}"
    to.mkdir(mode=0o700)
    for held in list(place.iterdir()):
        if not held.name.startswith(("unreadable-", "variant-")) and held.name != RESULT:
            held.rename(to / held.name)
    return to.name


def has_start(lesson: Lesson, folder: Path) -> bool:
    """Whether a seat was begun on the lesson as its file stands now."""
    return _start(place_of(folder, lesson), lesson).exists()


def _start(place: Path, lesson: Lesson) -> Path:
    return place / f"start-{lesson.edition[:12]}.cstui"


def begun(lesson: Lesson, folder: Path) -> bool:
    """Whether work on a lesson was begun and not finished, as far as its files say."""
    place = place_of(folder, lesson)
    state = readable_state(place, lesson.id)
    return not (state and state.finished) and _worked(place)


def _worked(place: Path) -> bool:
    """Whether a key of the desk was pressed since the start."""
    try:
        moments = list(read(place / JOURNAL_FILE))
    except OSError:
        return False
    return any(one.kind == "key" for one in since_reset(moments))


def keep_result(lesson: Lesson, folder: Path, now: datetime) -> None:
    """Keep what was reached as the lesson is finished, for a sheet that is printed later."""
    place = place_of(folder, lesson)
    replace(place / RESULT, msgspec.json.encode(_result(lesson, place, now)))


def result_of(lesson: Lesson, folder: Path, now: datetime) -> ClassResult | None:
    """What was reached when the lesson was finished last, else by now; None where nothing was worked.

    StoreError where the seat's store cannot be read.
    """
    place = place_of(folder, lesson)
    try:
        return files.decoded(files.read(place / RESULT), ClassResult)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        pass
    if not _worked(place) or not has_start(lesson, folder):
        return None
    return _result(lesson, place, now)


def attempts_at(lesson: Lesson, folder: Path, now: datetime) -> ClassResult | None:
    """Every attempt at a lesson as its file stands now, and which counts; None where there was none.

    StoreError where the seat's store cannot be read.
    """
    place = place_of(folder, lesson)
    if not ((place / JOURNAL_FILE).exists() and has_start(lesson, folder)):
        return None
    found = _result(lesson, place, now, counts=None)
    return msgspec.structs.replace(found, title=ALONE) if found.seats[0].tries else None


def _result(lesson: Lesson, place: Path, now: datetime, counts: Counts | None = "last") -> ClassResult:
    """A learner alone as a class of one seat without a name."""
    seat = seat_result(place, lesson, seat="", variant=lesson.variant, counts=counts)
    return ClassResult(
        title="",
        lesson=lesson.id,
        number=lesson.number,
        lesson_title=lesson.title,
        mode="lesson",
        made=now,
        pass_mark=lesson.pass_mark,
        changed=False,
        unused=0,
        goals=tuple(goal.id for goal in lesson.goals),
        seats=(seat,),
        agency=lesson.agency,
    )
