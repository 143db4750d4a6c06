"""`cstui show case`, `cstui guide`, `cstui timeline`: a case, what comes next on it, its dates."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Literal

from cstui.agencies.louisiana import reads as case_reads
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.visits import VISITS
from cstui.cells import fit, join, wrap
from cstui.commandline.case_page import ACTIVITIES, print_case, print_steps
from cstui.commandline.faults import CommandError, FoundError
from cstui.commandline.paper import Paper, counted, said
from cstui.commandline.places import known_worker, refuse_live, typed_date, workplace
from cstui.commandline.shapes.cases import (
    ActivityOut,
    CaseOut,
    ChildOut,
    ForecastOut,
    GuideOut,
    PersonOut,
    StepOut,
    TimelineOut,
)
from cstui.nightly.forecast import Forecast, if_nothing, if_visit, merged
from cstui.nightly.timeline import timeline as policy_timeline
from cstui.policy import guide as policy_guide
from cstui.policy.records import NextStep, Person
from cstui.policy.rulebook import Rulebook
from cstui.store import log_reads, reads
from cstui.workplace import Workplace

PAGE = 500
_WHY_HIDDEN = ("address", "employer", "phones")


def _facts(place: Workplace, number: str) -> Facts:
    found: Facts | None = place.performer.facts(number)
    if found is None:
        raise FoundError(place.rules.finding("CS-101", "case", value=number))
    return found


def show(options: Namespace, paper: Paper) -> int:
    """Show a case with everything on it."""
    with workplace(options) as place:
        out = case_out(place, options.number)
        if options.json:
            paper.json(out)
        else:
            print_case(out, place.rules, paper)
    return 0


def case_out(place: Workplace, number: str) -> CaseOut:
    """Everything on a case, with what is hidden left out."""
    facts, on = _facts(place, number), place.business_date()
    with place.store.read() as session:
        summary = case_reads.case_summary(session, number)
        assert summary is not None
        persons = {p.number: _person(reads.person_view(session, p.number), p) for p in _adults(facts)}
        entries = log_reads.activities(session, f"case {number}", limit=ACTIVITIES)
    file = facts.file
    return CaseOut(
        on=on,
        case=file.case,
        office_name=summary.office_name,
        worker_name=summary.worker_name,
        cp=persons[facts.cp.number],
        ncp=persons[facts.ncp.number] if facts.ncp else None,
        children=tuple(
            ChildOut(
                seq=row.child.seq,
                person=row.child.person,
                name=row.name,
                born=row.born,
                added_on=row.child.added_on,
                order_on=row.child.order_on,
                participation=row.child.participation,
            )
            for row in summary.children
        ),
        spells=facts.spells,
        appointments=file.appointments,
        contacts=file.contacts,
        cooperation=file.cooperation,
        good_cause=file.good_cause,
        closures=file.closures,
        forms=file.forms,
        interface=file.interface,
        others=tuple(other.case.number for other in facts.others),
        steps=tuple(_steps(facts, place.rules, on)),
        activities=tuple(
            ActivityOut(
                seq=row.seq,
                action=row.action,
                on=row.on,
                at=row.at,
                actor=row.actor,
                act=row.act,
                receipt=row.receipt,
                text=row.text,
            )
            for row in entries
        ),
    )


def _adults(facts: Facts) -> Iterator[Person]:
    yield facts.cp
    if facts.ncp is not None:
        yield facts.ncp


def _person(view: reads.PersonView | None, person: Person) -> PersonOut:
    hidden = person.family_violence
    home = next((a for a in view.addresses if a.until is None), None) if view and not hidden else None
    phones = tuple(p.number for p in view.phones if p.until is None) if view and not hidden else ()
    parts = (home.line1, home.line2, home.city, home.state, home.zip_code) if home else ()
    return PersonOut(
        number=person.number,
        last=person.last,
        first=person.first,
        middle=person.middle,
        born=person.born,
        family_violence=hidden,
        employer=None if hidden else person.employer,
        address=" ".join(part for part in parts if part) if home else None,
        phones=phones,
        hidden=_WHY_HIDDEN if hidden else (),
    )


def _steps(facts: Facts, rules: Rulebook, on: date) -> Iterator[StepOut]:
    name = reads.name_of(facts.cp)
    return (_step(step, name, rules) for step in policy_guide.steps(facts, rules, on))


def _step(step: NextStep | reads.WorkRow, cp: str, rules: Rulebook) -> StepOut:
    rule = rules.rules[step.rule]
    return StepOut(
        case=step.key,
        cp=cp,
        worker=step.worker,
        kind=step.kind,
        text=step.text,
        due=step.due,
        urgency=step.urgency,
        command=step.command,
        rule=step.rule,
        why=rule.title,
        cite=rule.cite,
    )


def guide(options: Namespace, paper: Paper) -> int:
    """What comes next on a case, or over a worker's cases, most urgent first."""
    with workplace(options) as place:
        refuse_live(place, **{"as": options.worker})
        on = place.business_date()
        if options.number:
            steps = tuple(_steps(_facts(place, options.number), place.rules, on))
        else:
            steps = tuple(_worklist(place, options.worker, on))
        out = GuideOut(on=on, case=options.number, worker=options.worker, steps=steps)
    if options.json:
        paper.json(out)
    elif options.number:
        print_steps(out.steps, paper)
    else:
        paper.line(f"{said(on)}, {counted(len(steps), 'case')} with something to do", "bold")
        rows = [(s.worker, s.case, s.due, s.cp, f"{s.text}{_go(s.command)}") for s in steps]
        paper.table(("WORKER", "CASE", "BY", "CUSTODIAL PARENT", "NEXT STEP"), rows)
    return 0


def _go(command: str) -> str:
    return f" -> {command}" if command else ""


def _worklist(place: Workplace, worker: str | None, on: date) -> Iterator[StepOut]:
    """The next step of every case of the worker, or of all workers one after the other."""
    with place.store.read() as session:
        chosen = [row.number for row in reads.workers(session)]
        if worker is not None:
            chosen = [known_worker(session, worker, place.rules)]
        rows: list[reads.WorkRow] = []
        for number in chosen:
            offset = len(rows)
            while page := reads.worklist(session, number, on, limit=PAGE, offset=len(rows) - offset):
                rows += page
    return (_step(row, row.name, place.rules) for row in rows)


def timeline(options: Namespace, paper: Paper) -> int:
    """A case along its dates; with --if-ofs53 two courses of it side by side, nothing written."""
    with workplace(options) as place:
        on = place.business_date()
        facts = _facts(place, options.number)
        moments = policy_timeline(facts, place.rules, on)
        forecasts = _forecasts(facts, place.rules, on, options.if_visit)
    if options.json:
        paper.json(TimelineOut(on=on, case=options.number, moments=moments, forecasts=forecasts))
        return 0
    paper.line(f"Case {options.number} as of {said(on)}", "bold")
    if forecasts:
        _print_forecasts(forecasts, paper)
        return 0
    rows = [(m.on, m.kind, m.cite, m.text) for m in moments]
    paper.table(("DATE", "", "SOURCE", "WHAT"), rows)
    return 0


def _forecasts(facts: Facts, rules: Rulebook, on: date, typed: str | None) -> tuple[ForecastOut, ...]:
    """Both courses of the case, where a day is given; CommandError CS-301 where it is none of theirs."""
    if not typed:
        return ()
    comes = typed_date(typed, on, "--if-ofs53", "cstui timeline")
    try:
        courses = (if_nothing(facts, rules, on), if_visit(facts, rules, on, VISITS[0], comes))
    except ValueError as error:
        fault = f"--if-ofs53 {typed}: {error}"
        raise CommandError("CS-301", fault=fault, command="cstui timeline") from error
    return (
        _course("nothing", None, courses[0], facts.case.number),
        _course("ofs53", comes, courses[1], facts.case.number),
    )


def _course(
    name: Literal["nothing", "ofs53"], comes: date | None, course: Forecast, case: str
) -> ForecastOut:
    return ForecastOut(
        course=name, comes=comes, until=course.until, events=course.of(case), refused=course.refused
    )


def _print_forecasts(forecasts: tuple[ForecastOut, ...], paper: Paper) -> None:
    nothing, visit = forecasts
    width = (paper.width - 14) // 2
    paper.line(f"{'':10}  {'IF NOTHING IS DONE':{width}}  IF OFS 53 ON {said(visit.comes)}", "dim")
    for day, sides in merged(nothing.events, visit.events):
        texts = [[line for event in events for line in wrap(f"- {event.text}", width)] for events in sides]
        for at, (left, right) in enumerate(zip_longest(*texts, fillvalue="")):
            paper.line(f"{said(day) if at == 0 else '':10}  {join(fit(left, width))}  {right}".rstrip())
    for finding in visit.refused:
        paper.wrapped(f"OFS 53 on {said(visit.comes)} would be refused: {finding.message}", 2, "warning")
    paper.line(f"Looked ahead to {said(nothing.until)}; nothing was written.")
