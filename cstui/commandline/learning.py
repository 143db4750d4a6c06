"""`cstui learn`: lessons worked alone at the desk, and the check of a lesson's file."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from cstui.cells import is_number
from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper
from cstui.files import unfit
from cstui.settings import data_folder

if TYPE_CHECKING:
    from cstui.classroom.lesson.read import Lesson

VARIANTS = 2
"""How many variants of each lesson are proved with it."""


def learn(options: Namespace, paper: Paper) -> int:
    """Teach a lesson; with --check, say what is wrong with lesson files instead."""
    from cstui.classroom.lesson.read import lesson_files

    _together(options)
    if options.check:
        return _check(paper, [found_lesson(name) for name in options.lesson] or lesson_files())
    from cstui.classroom.alone.learn import run_learn
    from cstui.commandline.logs import log_to_file
    from cstui.settings import here

    if options.new:
        return _new(options, paper)
    if options.grades:
        return _grades(options, paper)
    log_to_file()
    if options.record:
        return _record(options)
    number = _variant(options.variant)
    lesson = _lesson(options.lesson[0], number) if options.lesson else None
    if lesson and options.sheet:
        return _sheet(lesson, options, paper)
    now = here(os.environ, {"linear": "on"} if options.linear else {})
    if lesson and number:
        _held(lesson, paper)
    return run_learn(lesson, data_folder() / "learn", options.clock, now, _taught(options))


def _together(options: Namespace) -> None:
    """CommandError CS-301 for what cannot be asked in one breath."""
    known = ("check", "grades", "record", "new", "sheet", "variant")
    asked = [name for name in known if getattr(options, name)]
    fault = ""
    if len(options.lesson) > 1 and not options.check:
        fault = "one lesson is learned at a time"
    elif not options.lesson and asked and asked not in (["check"], ["grades"], ["new"]):
        fault = f"--{asked[-1]} needs the lesson: its number, name or file"
    elif len(asked) > 1 and asked != ["sheet", "variant"]:
        fault = f"--{asked[0]} and --{asked[1]} do not go together"
    elif options.sheet and options.linear:
        fault = "--sheet and --linear do not go together"
    if fault:
        raise CommandError("CS-301", fault=fault, command="cstui learn")


def _taught(options: Namespace) -> tuple[str, ...]:
    """The agencies whose lessons are listed: those of the store that is named; empty for all."""
    from cstui.store.engine import open_store

    if not options.store:
        return ()
    with open_store(options.store, keys=options.keys) as store:
        return tuple(agency.name for agency in store.agencies)


def _variant(typed: str | None) -> int:
    """The number of a variant as it was typed; CommandError CS-323 where it is not one."""
    from cstui.classroom.enrollment.roster import MOST_VARIANT

    typed = typed or "0"
    if is_number(typed) and int(typed) <= MOST_VARIANT:
        return int(typed)
    raise CommandError("CS-323", value=typed, most=MOST_VARIANT)


def _lesson(name: str, variant: int) -> Lesson:
    """The lesson of that name; CommandError CS-324 where the file is a scenario, ContentError for a fault."""
    from cstui.classroom.lesson.read import read_lesson
    from cstui.content import Source

    path = found_lesson(name)
    source = Source(path)
    if "starts" in source.data and "goal" not in source.data and "number" not in source.data:
        raise CommandError("CS-324", what=name)
    return read_lesson(path, variant=variant)


def _held(lesson: Lesson, paper: Paper) -> None:
    """ClassError CS-630 where a variant does not teach what the lesson does; asked once for each seat."""
    from cstui.classroom.alone.own_seat import has_start
    from cstui.classroom.enrollment.variant_check import settle, why_not
    from cstui.classroom.errors import ClassError

    if has_start(lesson, data_folder() / "learn"):
        return
    paper.line(f"Variant {lesson.variant} is made, and its solution tried ...")
    path = lesson.scenario.path
    if why := why_not(path, lesson.variant):
        held = settle(path, 1).held
        other = held[0] if held else 0
        raise ClassError("CS-630", number=lesson.variant, lesson=lesson.number, why=why, other=other)


def _sheet(lesson: Lesson, options: Namespace, paper: Paper) -> int:
    """Write the learner's own score sheet; CommandError CS-322 where nothing was worked yet."""
    from cstui.classroom.alone.own_seat import result_of
    from cstui.classroom.results.sheets import seat_sheets
    from cstui.commandline.reporting import written

    found = result_of(lesson, data_folder() / "learn", options.clock())
    if found is None:
        again = options.lesson[0] + (f" --variant {lesson.variant}" if lesson.variant else "")
        which = f"{lesson.number}{f', variant {lesson.variant},' if lesson.variant else ''}"
        raise CommandError("CS-322", lesson=which, again=again)
    target = Path(options.sheet)
    if target.is_dir():
        raise CommandError("CS-314", what=target, fault="it is a folder")
    written(target, seat_sheets(found))
    (seat,) = found.seats
    state = "" if seat.finished else ", not finished"
    paper.line(f"{seat.points} of 100 points{state}: the sheet is written to {target}")
    return 0


def _grades(options: Namespace, paper: Paper) -> int:
    """Print the learner's own attempts at a lesson, or at all, and the rules that were practiced there."""
    from cstui.classroom.alone.own_seat import attempts_at, place_of
    from cstui.classroom.lesson.read import lesson_files, read_lesson
    from cstui.commandline.results import print_gradebook

    folder = data_folder() / "learn"
    lessons = [read_lesson(found_lesson(name)) for name in options.lesson] or map(read_lesson, lesson_files())
    found = []
    for lesson in lessons:
        made = sorted(int(one.name[8:]) for one in place_of(folder, lesson).glob("variant-*"))
        variants = [read_lesson(lesson.scenario.path, variant=number) for number in made]
        every = [attempts_at(one, folder, options.clock()) for one in (lesson, *variants)]
        found += [one for one in every if one is not None]
    print_gradebook(found, paper)
    return 0


def _record(options: Namespace) -> int:
    """Work a lesson or a scenario, and write it as a lesson."""
    from cstui.classroom.alone.learn import run_record
    from cstui.settings import here

    out = _free(options.record)
    return run_record(_source(options.lesson[0]), out, data_folder() / "learn", options.clock, here())


def _new(options: Namespace, paper: Paper) -> int:
    """Write a lesson to be changed: the first agency's, or what is made of the file that is named."""
    from cstui.agency import first
    from cstui.classroom.authoring.record import draft, new, renamed
    from cstui.commandline.reporting import written

    out = _free(options.new)
    named = options.lesson[0] if options.lesson else ""
    written(out, renamed(draft(_source(named)), out.stem) if named else new(first().name, out.stem))
    paper.line(f"Written to {out}. Fill in what says TO WRITE, then: cstui learn --check {out}")
    return 0


def _free(name: str) -> Path:
    """The file of that name, which may not be there yet. CommandError CS-314 where it is."""
    out = Path(name)
    if out.exists() or not out.parent.is_dir():
        why = "it is there already" if out.exists() else "there is no such folder"
        raise CommandError("CS-314", what=out, fault=why)
    return out


def _source(name: str) -> Path:
    return found_lesson(name) if unfit(Path(name)) else Path(name)


def _check(paper: Paper, paths: list[Path]) -> int:
    """What is wrong with each lesson; status 1 where anything is."""
    from cstui.classroom.authoring.proving import LessonFault, prove
    from cstui.classroom.enrollment.variant_check import Settled, settle
    from cstui.classroom.lesson.read import read_lesson
    from cstui.content import shown

    wrong = 0
    for path in paths:
        lesson = read_lesson(path)
        faults = prove(lesson)
        settled = Settled(held=()) if faults else settle(path, VARIANTS)
        if not faults and len(settled.held) < VARIANTS:
            number, why = settled.failed[0]
            faults = [LessonFault(line=1, text=f"of its variants too few hold; {number}, for one: {why}")]
        wrong += bool(faults)
        held = ", ".join(map(str, settled.held))
        verdict = f"can be taught: solved, and not passed untouched; so are variants {held}"
        verdict = "cannot be taught yet" if faults else verdict
        paper.line(f"{lesson.number:02d} {lesson.title}: {verdict}", "error" if faults else "good")
        for fault in faults:
            paper.wrapped(f"{shown(path)}:{fault.line}: {fault.text}", 4)
    return 1 if wrong else 0


def found_lesson(name: str) -> Path:
    """The file of a lesson by path, number or name; CommandError CS-311 or CS-321 where there is none."""
    from cstui.classroom.lesson.read import find_lesson, lesson_files

    path = find_lesson(name)
    if path is not None:
        return path
    if name.endswith(".toml"):
        raise CommandError("CS-311", what=name, fault=unfit(Path(name)))
    names = [path.stem for path in lesson_files()]
    raise CommandError("CS-321", value=name, nearest=nearest(name, names), last=len(names))
