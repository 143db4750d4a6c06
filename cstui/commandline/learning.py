"""`cstui learn`: lessons worked alone at the desk, and the check of a lesson's file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.settings import data_folder

VARIANTS = 2
"""How many variants of each lesson are proved with it."""


def learn(options: Namespace, paper: Paper) -> int:
    """Teach a lesson; with --check, say what is wrong with lesson files instead."""
    from cstui.classroom.lessons import lesson_files, read_lesson

    if options.check:
        return _check(paper, [found_lesson(name) for name in options.lesson] or lesson_files())
    if len(options.lesson) > 1:
        raise CommandError("CS-301", fault="one lesson is learned at a time", command="cstui learn")
    from cstui.classroom.learn import run_learn
    from cstui.commandline.logs import log_to_file
    from cstui.settings import here

    log_to_file()
    if options.record:
        return _record(options)
    lesson = read_lesson(found_lesson(options.lesson[0])) if options.lesson else None
    return run_learn(lesson, data_folder() / "learn", options.clock, here(), linear=options.linear)


def _record(options: Namespace) -> int:
    """Work a lesson or a scenario, and write it as a lesson."""
    from cstui.classroom.learn import run_record
    from cstui.settings import here

    if not options.lesson:
        raise CommandError("CS-301", fault="--record needs the lesson to work", command="cstui learn")
    out = Path(options.record)
    if out.exists() or not out.parent.is_dir():
        why = "it is there already" if out.exists() else "there is no such folder"
        raise CommandError("CS-314", what=out, fault=why)
    source = Path(options.lesson[0]) if Path(options.lesson[0]).is_file() else found_lesson(options.lesson[0])
    return run_record(source, out, data_folder() / "learn", options.clock, here())


def _check(paper: Paper, paths: list[Path]) -> int:
    """What is wrong with each lesson; status 1 where anything is."""
    from cstui.classroom.lessons import read_lesson
    from cstui.classroom.proving import Fault, prove
    from cstui.classroom.settling import Settled, settle
    from cstui.content import shown

    wrong = 0
    for path in paths:
        lesson = read_lesson(path)
        faults = prove(lesson)
        settled = Settled(held=()) if faults else settle(path, VARIANTS)
        if not faults and len(settled.held) < VARIANTS:
            number, why = settled.failed[0]
            faults = [Fault(line=1, text=f"of its variants too few hold; {number}, for one: {why}")]
        wrong += bool(faults)
        held = ", ".join(map(str, settled.held))
        verdict = f"can be taught: solved, and not passed untouched; so are variants {held}"
        verdict = "cannot be taught yet" if faults else verdict
        paper.line(f"{lesson.number:02d} {lesson.title}: {verdict}", "error" if faults else "good")
        for fault in faults:
            paper.wrapped(f"{shown(path)}:{fault.line}: {fault.text}", 4)
    return 1 if wrong else 0


def found_lesson(name: str) -> Path:
    """The file of a lesson by path, number or name; CommandError CS-311 where there is none."""
    from cstui.classroom.lessons import find_lesson

    path = find_lesson(name)
    if path is None:
        raise CommandError("CS-311", what=name, fault="no such file, number or lesson")
    return path
