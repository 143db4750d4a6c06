"""`cstui classroom results`, `coverage` and `forget`: what a class has reached, and what lessons teach."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from cstui.commandline.classroom import class_folder
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, as_json, counted
from cstui.commandline.reporting import form_of, give_out
from cstui.commandline.shapes.reporting import ClassroomResultsOut, CoverageOut

if TYPE_CHECKING:
    from cstui.classroom.enrollment.class_state import ClassState
    from cstui.classroom.results.achieved import ClassResult, RuleCovered, SeatResult

COMMAND = "cstui classroom results"


def results(options: Namespace, paper: Paper) -> int:
    """Print the results of one class or several, or write them to a private file."""
    form = form_of(options, COMMAND)
    if options.folder and options.folders:
        raise CommandError("CS-301", fault="name the folder once", command=COMMAND)
    named = dict.fromkeys(Path(name).resolve() for name in options.folders)
    folders = list(named) or [class_folder(options)]
    if options.by != "goal" and form in {"pdf", "xapi"}:
        fault = f"--by {options.by} is for text, csv and json"
        raise CommandError("CS-301", fault=fault, command=COMMAND)
    if len(folders) > 1 and (form == "pdf" or options.seat):
        fault = "sheets and single seats are of one class; name one folder"
        raise CommandError("CS-301", fault=fault, command=COMMAND)
    found = [_found(folder, options) for folder in folders]
    if form == "text" and not options.out:
        _print(found, paper, options)
        return 0
    seats = counted(sum(len(one.seats) for one in found), "seat")
    give_out(_content(form, folders, found, options), options, seats, paper)
    return 0


def coverage(options: Namespace, paper: Paper) -> int:
    """Print the table rule x lesson, the rules that no lesson covers first."""
    from cstui.classroom.lesson.read import lesson_files, read_lesson
    from cstui.classroom.results.coverage import coverage as covered
    from cstui.commandline.learning import found_lesson

    paths = [found_lesson(name) for name in options.lesson] or lesson_files()
    lessons = [read_lesson(path) for path in paths]
    rules = covered(lessons)
    if options.json:
        paper.json(CoverageOut(lessons=tuple(one.id for one in lessons), rules=tuple(rules)))
        return 0
    gaps = [one for one in rules if not one.lessons]
    paper.line(f"{len(rules) - len(gaps)} of {len(rules)} rules are met in {len(lessons)} lessons", "bold")
    if gaps:
        paper.heading(f"{counted(len(gaps), 'rule')} that no lesson covers")
        paper.table(
            ("RULE", "CITE", "ASKED BY", "RULE ASKS"),
            [(one.rule, one.cite, ", ".join(one.acts) or "nothing", one.title) for one in gaps],
        )
    silent = [one for one in rules if one.lessons and not _seen(one)]
    if silent:
        paper.heading(
            f"{counted(len(silent), 'rule')} that acts ask, and that no lesson shows refusing or guiding"
        )
        paper.wrapped(", ".join(one.rule for one in silent))
    paper.heading("Rules and the lessons in which they are met")
    paper.table(
        ("RULE", "LESSONS: A an act asks it, R it refuses or warns, G the guide shows it"),
        [(one.rule, _lessons(one)) for one in rules if one.lessons],
    )
    return 0


def forget(options: Namespace, paper: Paper) -> int:
    """Blank the names of a class now."""
    from cstui.classroom.errors import ClassError
    from cstui.classroom.serving.holding import holder

    room = _room(class_folder(options), options)
    if (pid := holder(room.folder)) is not None:
        raise ClassError("CS-608", folder=room.folder, pid=pid)
    count = room.forget_names(now=True)
    paper.line(
        f"{counted(count, 'name is', 'names are')} forgotten. The seats and what was done at them stay."
    )
    return 0


def _room(folder: Path, options: Namespace) -> ClassState:
    from cstui.classroom.enrollment.class_state import ClassState

    return ClassState.resume(folder, clock=options.clock, secrets=token_bytes)


def _found(folder: Path, options: Namespace) -> ClassResult:
    """The results of the class in a folder, of --seat alone where it is given; names that are past go,
    where nobody holds the class just now. ClassError CS-616 for a seat at which nobody ever sat.
    """
    from msgspec.structs import replace

    from cstui.classroom.errors import ClassError
    from cstui.classroom.results.reached import results_of
    from cstui.classroom.serving.holding import holder

    room = _room(folder, options)
    if holder(folder) is None:
        with suppress(ClassError):  # a folder that may only be read: the names are not shown at least
            room.forget_names()
    found = results_of(room, names=not options.no_names)
    if not options.seat:
        return found
    wanted = room.seat(options.seat).id
    seats = tuple(one for one in found.seats if one.seat == wanted)
    if not seats:
        raise ClassError("CS-616", seat=wanted)
    return replace(found, seats=seats)


def _content(
    form: str, folders: Sequence[Path], found: Sequence[ClassResult], options: Namespace
) -> str | bytes:
    from cstui.classroom.results.reached import refused_most

    if form == "pdf":
        from cstui.classroom.results.sheets import class_sheets, seat_sheets

        return seat_sheets(found[0]) if options.seat else class_sheets(found[0])
    if form == "csv":
        from cstui.classroom.results.pages import csv_text

        return csv_text(found, options.by)
    if form == "xapi":
        from cstui.classroom.results.xapi import class_key, statements

        lines = (
            line
            for folder, one in zip(folders, found, strict=True)
            for line in statements(one, folder, class_key(folder, token_bytes))
        )
        return "".join(f"{line}\n" for line in lines)
    if form == "text":
        from io import StringIO

        out = StringIO()
        _print(found, Paper(out, 100, color=False), options)
        return out.getvalue()
    from cstui.classroom.results.gradebook import mastery

    rules = tuple(mastery(found))
    return as_json(
        ClassroomResultsOut(classes=tuple(found), refused=tuple(refused_most(found)), mastery=rules)
    )


def _print(found: Sequence[ClassResult], paper: Paper, options: Namespace) -> None:
    from cstui.classroom.results.reached import refused_most

    if options.by == "rule":
        _print_mastery(found, paper)
        return
    for one in found:
        if options.by == "attempt":
            _print_attempts(one, paper)
        else:
            _print_class(one, paper, alone=bool(options.seat))
    if options.by == "attempt":
        return
    rules = refused_most(found)
    paper.heading("Rules that refused, those of most seats first")
    several = len(found) > 1
    heads = ("RULE", "SEATS", "TIMES", *(("CLASSES", "LESSONS") if several else ()), "RULE ASKS")
    paper.table(
        heads,
        [
            (one.rule, one.seats, one.times,
             *((len(one.classes), " ".join(map(_number, one.lessons))) if several else ()), one.title)
            for one in rules
        ],
    )  # fmt: skip


def print_gradebook(found: Sequence[ClassResult], paper: Paper) -> None:
    """Every attempt, then the rules that were practiced."""
    for one in found:
        _print_attempts(one, paper)
    _print_mastery(found, paper)


def _print_attempts(found: ClassResult, paper: Paper) -> None:
    """Every attempt of a class, and which one counts."""
    _print_heading(found, paper)
    paper.table(
        ("SEAT", "TRY", "MODE", "GOALS", "PTS", "PASS", "MIN", "HINTS", "REF", "COUNTS", "NAME"),
        [
            (seat.seat, one.number, one.mode, f"{len(one.met)}/{len(seat.goals)}", one.points, one.passed,
             f"{one.minutes:.0f}", one.hints, sum(one.refused.values()), one.counts, seat.name)
            for seat in found.seats for one in seat.tries
        ],
    )  # fmt: skip
    paper.line()


def _print_mastery(found: Sequence[ClassResult], paper: Paper) -> None:
    """The rules that each learner practiced, those to practice again first."""
    from cstui.classroom.results.gradebook import mastery

    rules = mastery(found)
    paper.line(
        f"Mastered: {sum(one.mastered for one in rules)} of {counted(len(rules), 'rule')} practiced",
        "bold",
    )
    for learner in dict.fromkeys(one.learner for one in rules):
        paper.heading(learner)
        paper.table(
            ("RULE", "MASTERED", "SHOWN", "HINTED", "MISSED", "REF", "RULE ASKS"),
            [
                (one.rule, one.mastered, f"{one.shown}/{one.attempts}", one.hinted, one.missed, one.refused,
                 one.title)
                for one in rules if one.learner == learner
            ],
        )  # fmt: skip


def _print_heading(found: ClassResult, paper: Paper) -> None:
    mode = "" if found.mode == "lesson" else f" ({found.mode})"
    paper.line(f"{found.title}: lesson {found.number}, {found.lesson_title}{mode}", "bold")


def _print_class(found: ClassResult, paper: Paper, *, alone: bool) -> None:
    _print_heading(found, paper)
    if found.changed:
        paper.wrapped(
            "The lesson's file was changed after the class began; goals are judged by what it says now."
        )
    if not alone:
        judged = f"{found.passed} of {len(found.seats)} seats passed ({found.pass_mark} points). "
        unused = f"Seats not used: {found.unused}."
        paper.line(unused if found.mode == "sandbox" else judged + unused)
    paper.line()
    paper.table(
        ("SEAT", "GOALS", "PTS", "PASS", "MIN", "HINTS", "REFUSED", "KEYS", "NAME"),
        [
            (seat.seat, f"{seat.met}/{len(seat.goals)}", seat.points, seat.passed, f"{seat.minutes:.0f}",
             seat.hints, sum(seat.refused.values()), seat.keys, seat.name)
            for seat in found.seats
        ],
    )  # fmt: skip
    for seat in found.seats:
        if seat.fault:
            paper.wrapped(f"Seat {seat.seat} could not be read: {seat.fault}", style="warning")
    if alone:
        for seat in found.seats:
            _print_seat(seat, paper)
    elif goals := found.over_seats():
        paper.heading("Goals")
        paper.table(
            ("MET BY", "MIN, MEDIAN", "HINTS", "GOAL"),
            [
                (
                    f"{one.met}/{one.seats}",
                    "" if one.minutes is None else f"{one.minutes:.1f}",
                    one.hints,
                    one.title,
                )
                for one in goals
            ],
        )
    paper.line()


def _print_seat(seat: SeatResult, paper: Paper) -> None:
    paper.line(f"Checks: {seat.checks}. Resets: {seat.resets}. Finished: {seat.attempts}.")
    paper.heading("Goals")
    paper.table(
        ("MET", "FIRST MET (UTC)", "MIN", "HINTS", "GOAL"),
        [
            (one.met, f"{one.first:%m/%d %H:%M:%S}" if one.first else "", one.minutes, " ".join(one.hints),
             one.title if one.met else f"{one.title}. Not yet: {one.missing}")
            for one in seat.goals
        ],
    )  # fmt: skip
    for one in seat.forbidden:
        paper.line(f"{one.title}: {one.cost} points are lost", "warning")


def _seen(rule: RuleCovered) -> bool:
    return any(one.refused or one.guide for one in rule.lessons)


def _lessons(rule: RuleCovered) -> str:
    said = []
    for one in rule.lessons:
        how = ("A" if one.act else "") + ("R" if one.refused else "") + ("G" if one.guide else "")
        said.append(f"{_number(one.lesson)} {how}")
    return ", ".join(said)


def _number(lesson: str) -> str:
    """A lesson in a table: the number with which its id begins, else the id."""
    number = lesson.partition("-")[0]
    return number if number.isdecimal() else lesson
