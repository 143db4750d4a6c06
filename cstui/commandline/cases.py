"""`cstui show`, `cstui guide`, `cstui timeline`: a subject, what comes next on it, its dates."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from cstui.cells import fit, join, wrap
from cstui.commandline.exporting import log_export
from cstui.commandline.faults import CommandError, FoundError, nearest
from cstui.commandline.paper import Paper, counted, said
from cstui.commandline.places import known_worker, typed_date, workplace
from cstui.commandline.shapes.base import as_agency, shaped
from cstui.commandline.shapes.cases import EventOut, ForecastOut, GuideOut, StepOut, TimelineOut
from cstui.commandline.subject_page import print_steps, print_subject, show_of, step_out, steps_out
from cstui.nightly.forecast import Forecast, Visit, if_nothing, if_visit, merged
from cstui.nightly.timeline import timeline as policy_timeline
from cstui.policy.facts import SubjectFacts
from cstui.store import reads
from cstui.workplace import Workplace

PAGE = 500


def facts_of(place: Workplace, key: str) -> SubjectFacts:
    """What policy reads of a subject; FoundError CS-101 where the store has none of that key."""
    found: SubjectFacts | None = place.performer.facts(key)
    if found is None:
        what = place.performer.facts_class.called()
        raise FoundError(place.rules.finding("CS-101", "case", what=what, value=key))
    return found


def word_of(place: Workplace) -> str:
    """What the agency calls a subject: `case`."""
    return place.performer.facts_class.kind.rpartition(".")[2]


def subject_out(place: Workplace, key: str) -> Any:
    """Everything on a subject, with what is hidden left out."""
    return show_of(place.performer.agency).read(place, facts_of(place, key))


def show(options: Namespace, paper: Paper) -> int:
    """Show a subject with everything on it."""
    options.number = options.what[-1]  # an agency may be found by it
    with workplace(options) as place:
        out = subject_out(place, _number_in([*options.what[:-1], options.number], word_of(place)))
        if options.json:
            log_export(place, place.performer.facts_class.named(options.number))
            paper.json(as_agency(out, place.performer.agency))
        else:
            print_subject(out, place, paper)
    return 0


def _number_in(words: list[str], word: str) -> str:
    """The number of what is shown, with or without what the agency calls it before."""
    kind, number = ("", words[0]) if len(words) == 1 else (words[0], " ".join(words[1:]))
    fault = ""
    if number.lower() == word and not kind:
        fault = f"which {word}? `cstui show NUMBER` shows one"
    elif kind and kind.lower() != word:
        fault = f"a {kind} is not shown; `cstui show {number}` shows a {word}"
    if fault:
        raise CommandError("CS-301", fault=fault, command="cstui show")
    return number


def guide(options: Namespace, paper: Paper) -> int:
    """What comes next on a subject, or over a worker's list, most urgent first."""
    with workplace(options) as place:
        on = place.business_date()
        if options.number:
            steps = tuple(steps_out(facts_of(place, options.number), place))
        else:
            steps = tuple(_worklist(place, options.worker, on))
        word, show = word_of(place), place.performer.agency.load("show")
        title = show.name_title if show else "NAME"
        out = GuideOut(on=on, subject_key=options.number, worker=options.worker, steps=steps)
        if options.json:
            paper.json(as_agency(out, place.performer.agency))
    if options.json:
        return 0
    if options.number:
        print_steps(out.steps, paper)
    else:
        paper.line(f"{said(on)}, {counted(len(steps), word)} with something to do", "bold")
        rows = [
            (s.worker, s.subject_key, s.work_by, s.subject_name, f"{s.text}{_go(s.command)}") for s in steps
        ]
        paper.table(("WORKER", word.upper(), "BY", title, "NEXT STEP"), rows)
    return 0


def _go(command: str) -> str:
    return f" -> {command}" if command else ""


def _worklist(place: Workplace, worker: str | None, on: date) -> Iterator[StepOut]:
    """The next step of everything on the list of the worker, or of all workers one after the other."""
    with place.store.read() as session:
        chosen = [row.number for row in reads.workers(session)]
        if worker is not None:
            chosen = [known_worker(session, worker, place.rules)]
        rows: list[reads.WorkRow] = []
        for number in chosen:
            offset = len(rows)
            while page := reads.worklist(session, number, on, limit=PAGE, offset=len(rows) - offset):
                rows += page
    return (step_out(row, row.name, place.rules) for row in rows)


def timeline(options: Namespace, paper: Paper) -> int:
    """A subject along its dates; with --if two courses of it side by side, nothing written."""
    with workplace(options) as place:
        on, live = place.business_date(), place.info().kind != "practice"
        facts = facts_of(place, options.number)
        moments = policy_timeline(facts, place.rules, on, live=live)
        visit, comes = _visit(place, options.visit, on) if options.visit else (None, on)
        courses = _courses(facts, place, on, visit, comes) if visit else ()
        if options.json:
            names = [("nothing", None), (visit.name if visit else "", comes)]
            forecasts = tuple(
                _forecast_out(course, facts.key, name, day)
                for course, (name, day) in zip(courses, names, strict=False)
            )
            out = TimelineOut(on=on, subject_key=options.number, moments=moments, forecasts=forecasts)
            paper.json(as_agency(out, place.performer.agency))
            return 0
        named = place.performer.facts_class.named(options.number)
    paper.line(f"{named} as of {said(on)}", "bold")
    if visit:
        _print_courses(courses, facts.key, visit, comes, paper)
        return 0
    rows = [(m.on, "assumed" if m.assumed else m.kind, m.cite, m.text) for m in moments]
    paper.table(("DATE", "", "SOURCE", "WHAT"), rows)
    return 0


def _visit(place: Workplace, typed: str, on: date) -> tuple[Visit, date]:
    """The visit and its day, as `NAME=DAY` says them; CommandError CS-301 where it says none."""
    name, _, day = typed.partition("=")
    known: dict[str, Visit] = {one.name: one for one in place.performer.agency.load("visits") or ()}
    if name not in known:
        fault = f"--if {typed}: there is no visit {name}{nearest(name, known)}; there are {', '.join(known)}"
        raise CommandError("CS-301", fault=fault, command="cstui timeline")
    return known[name], typed_date(day, on, f"--if-{name}", "cstui timeline")


def _courses(
    facts: SubjectFacts, place: Workplace, on: date, visit: Visit, comes: date
) -> tuple[Forecast, ...]:
    """Both courses of the subject; CommandError CS-301 where the day is none of theirs."""
    try:
        return if_nothing(facts, place.rules, on), if_visit(facts, place.rules, on, visit, comes)
    except ValueError as error:
        fault = f"--if-{visit.name} {comes}: {error}"
        raise CommandError("CS-301", fault=fault, command="cstui timeline") from error


def _forecast_out(course: Forecast, key: str, name: str, comes: date | None) -> ForecastOut:
    events = tuple(shaped(EventOut, event, subject_key=key) for event in course.of(key))
    return ForecastOut(course=name, comes=comes, until=course.until, events=events, refused=course.refused)


def _print_courses(courses: tuple[Forecast, ...], key: str, visit: Visit, comes: date, paper: Paper) -> None:
    nothing, paid = courses
    width = (paper.width - 14) // 2
    label = f"{visit.label} ON {said(comes)}".upper()
    paper.line(f"{'':10}  {'IF NOTHING IS DONE':{width}}  IF {label}", "dim")
    for day, sides in merged(nothing.of(key), paid.of(key)):
        texts = [[line for event in events for line in wrap(f"- {event.text}", width)] for events in sides]
        for at, (left, right) in enumerate(zip_longest(*texts, fillvalue="")):
            paper.line(f"{said(day) if at == 0 else '':10}  {join(fit(left, width))}  {right}".rstrip())
    for finding in paid.refused:
        paper.wrapped(f"{visit.label} on {said(comes)} would be refused: {finding.message}", 2, "warning")
    paper.line(f"Looked ahead to {said(nothing.until)}; nothing was written.")
