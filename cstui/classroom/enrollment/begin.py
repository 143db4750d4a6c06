"""Beginning a class, or going on with the one that its folder holds: what was asked is done or refused.

Whoever serves a class again may repeat the command that began it: what was asked then changes nothing
now. Seats can be added and the way in which the class works can change; the lesson, the roster and the
variants cannot, since seats were made from them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from cstui.classroom.enrollment.class_state import FILE, ClassState, Expected
from cstui.classroom.enrollment.renewal import renew
from cstui.classroom.enrollment.roster import RosterLine, read_roster
from cstui.classroom.enrollment.variant_check import settle, why_not
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.protocol import USUAL, Bounds, Mode
from cstui.progress import Progress

SEATS, TITLE = 30, "Class"


class ClassAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of a class; None is what nobody asked for."""

    lesson: Lesson | None = None
    title: str | None = None
    seats: int | None = None
    mode: Mode | None = None
    pass_mark: int | None = None
    minutes: int | None = None
    attempts: int | None = None
    roster: Path | None = None
    variants: int | None = None


class OpenedClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class to be held, and a line on each thing that the trainer should know of it."""

    room: ClassState
    said: tuple[str, ...] = ()


def open_class(
    folder: Path, asked: ClassAsked, clock: Callable[[], datetime], progress: Progress | None = None
) -> OpenedClass:
    """The class in `folder`: as it was left, changed as far as was asked; or a new one.

    ClassError CS-625 where the class that is there cannot become what was asked, CS-607 where none is
    there and no lesson is named or a newer cstui has held it, CS-611 where the roster is wrong. `progress`
    counts the variants proved, and the stores of an older version of cstui that are brought up to date.
    """
    if (folder / FILE).exists() or asked.lesson is None:
        room = ClassState.resume(folder, clock=clock, secrets=secrets.token_bytes)
        changed = _go_on(room, asked)
        return OpenedClass(room=room, said=(*renew(room, progress), *changed))
    return _begin(folder, asked, asked.lesson, clock, progress)


def _begin(
    folder: Path, asked: ClassAsked, lesson: Lesson, clock: Callable[[], datetime], progress: Progress | None
) -> OpenedClass:
    lines = read_roster(asked.roster) if asked.roster else ()
    held, said = _variants(lesson.scenario.path, asked, lines, progress)
    room = ClassState.begin(
        folder,
        title=asked.title or TITLE,
        lesson=lesson.scenario.path.resolve(),
        edition=lesson.edition,
        seats=SEATS if asked.seats is None else asked.seats,
        clock=clock,
        secrets=secrets.token_bytes,
        bounds=_bounds(USUAL, asked),
        roster=[one.expected for one in lines],
        roster_digest=_digest(lines),
        variants=held,
        asked=asked.variants,
    )
    return OpenedClass(room=room, said=said)


def _variants(
    file: Path, asked: ClassAsked, lines: Sequence[RosterLine], progress: Progress | None
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The variants that seats get in turn, each of which holds; a line where they are fewer than asked."""
    settled = settle(file, asked.variants or 0, progress)
    known: dict[int, str] = dict.fromkeys((0, *settled.held), "")
    for one in lines:
        number = one.expected.variant or 0
        if number not in known:
            known[number] = why_not(file, number)
        if known[number]:
            fault = f"{asked.roster}:{one.line}: variant {number} does not hold: {known[number]}"
            raise ClassError("CS-611", fault=fault)
    if len(settled.held) >= (asked.variants or 0):
        return settled.held, ()
    number, why = settled.failed[0]
    return settled.held, (
        f"{len(settled.held)} of {asked.variants} variants of this lesson hold: they are given in turn. "
        f"Of those that do not, variant {number}: {why}",
    )


# --- a class that is there already ---------------------------------------------------------------


def _go_on(room: ClassState, asked: ClassAsked) -> list[str]:
    """Change a class as asked; a line on each change. Nothing is changed where something is refused."""
    record = room.record
    if asked.lesson is not None and not _is_same(asked.lesson, Path(record.lesson)):
        raise _cannot(room, "--lesson", asked.lesson.id, f"that class is on {Path(record.lesson).stem}")
    if asked.roster is not None and _digest(read_roster(asked.roster)) != record.roster:
        why = "that class was begun with another roster"
        if not record.roster:
            why = "that class was begun without a roster"
        raise _cannot(room, "--roster", asked.roster, why, "Add seats on the board (a), or")
    if asked.variants is not None and asked.variants not in (record.asked, len(record.variants)):
        raise _cannot(room, "--variants", asked.variants, f"that class has {len(record.variants)}")
    if asked.seats is not None and asked.seats < len(room.seats):
        why = f"that class has {len(room.seats)} seats"
        raise _cannot(room, "--seats", asked.seats, why, "End single seats on the board, or")
    said = []
    if asked.title is not None and asked.title != record.title:
        record.title = asked.title
        said.append(f"It is called {asked.title} from now on.")
    bounds = _bounds(room.bounds, asked)
    if bounds != room.bounds:
        room.bound(bounds)
        anew = (
            " All begin again: nothing done before counts." if room.record.exam == room.record.bounded else ""
        )
        said.append(f"From now on: {bounds_said(bounds)}.{anew}")
    first = len(room.seats)
    while len(room.seats) < (asked.seats or 0):
        room.add_seat()
    if added := room.seats[first:]:
        which = f"s {added[0].id} to {added[-1].id} were" if len(added) > 1 else f" {added[0].id} was"
        said.append(f"Seat{which} added.")
    room.keep()
    return said


def _is_same(lesson: Lesson, path: Path) -> bool:
    return lesson.scenario.path.resolve() == path or lesson.id == path.stem


def _cannot(room: ClassState, option: str, value: object, why: str, first: str = "") -> ClassError:
    begun = f"{room.record.made:%m/%d/%Y}"
    return ClassError(
        "CS-625", option=option, value=value, why=why, begun=begun,
        way=f"{first} name another --folder" if first else "Name another --folder",
    )  # fmt: skip


def _bounds(before: Bounds, asked: ClassAsked) -> Bounds:
    given = {
        name: value for name in Bounds.__struct_fields__ if (value := getattr(asked, name, None)) is not None
    }
    return msgspec.structs.replace(before, **given)


def bounds_said(bounds: Bounds) -> str:
    """How a class works, in words: `exam, 80 points pass, 45 minutes, one attempt`."""
    most = bounds.most_attempts
    return ", ".join(
        (
            bounds.mode,
            f"{bounds.pass_mark} points pass" if bounds.pass_mark else "the lesson's own pass mark",
            f"{bounds.minutes} minutes" if bounds.minutes else "no time limit",
            "one attempt" if most == 1 else f"{most} attempts" if most else "as many attempts as wanted",
        )
    )


def _digest(lines: Sequence[RosterLine]) -> str:
    """A digest of who is expected where, which tells nobody's name; empty for nobody."""
    said: list[Expected] = [one.expected for one in lines]
    return sha256(msgspec.json.encode(said)).hexdigest() if said else ""
