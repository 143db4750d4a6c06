"""`cstui show case`, `cstui guide`, `cstui timeline`: a case, what comes next on it, its dates."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Literal

from cstui.cells import fit, join, wrap
from cstui.commandline import shapes
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, said
from cstui.commandline.places import refuse_live, typed_date, workplace
from cstui.nightly.ahead import Forecast, if_nothing, if_ofs53, merged
from cstui.policy import guide as policy_guide
from cstui.policy.facts import Facts
from cstui.policy.findings import Finding
from cstui.policy.records import Person
from cstui.policy.rulebook import Rulebook
from cstui.policy.timeline import timeline as policy_timeline
from cstui.store import log_reads, reads
from cstui.workplace import Workplace

ACTIVITIES = 20
"""How many entries of CALO `show case` shows, newest first."""
PAGE = 500
_WHY_HIDDEN = ("address", "employer", "phones")


class NotFoundError(CommandError):
    """What a rule says of a number that is not in the store."""

    def __init__(self, finding: Finding) -> None:
        Exception.__init__(self, str(finding))
        self.rule, self.message, self.remedy = finding.rule, finding.message, finding.remedy


def _facts(place: Workplace, number: str) -> Facts:
    found = place.performer.facts(number)
    if found is None:
        raise NotFoundError(place.rules.finding("CS-101", "case", value=number))
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


def case_out(place: Workplace, number: str) -> shapes.CaseOut:
    """Everything on a case, with what is hidden left out."""
    facts, on = _facts(place, number), place.business_date()
    with place.store.read() as session:
        summary = reads.case_summary(session, number)
        assert summary is not None
        persons = {p.number: _person(reads.person_view(session, p.number), p) for p in _adults(facts)}
        entries = log_reads.activities(session, f"case {number}", limit=ACTIVITIES)
    file = facts.file
    return shapes.CaseOut(
        on=on,
        case=file.case,
        office_name=summary.office_name,
        worker_name=summary.worker_name,
        cp=persons[facts.cp.number],
        ncp=persons[facts.ncp.number] if facts.ncp else None,
        children=tuple(
            shapes.ChildOut(
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
            shapes.ActivityOut(
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


def _person(view: reads.PersonView | None, person: Person) -> shapes.PersonOut:
    hidden = person.family_violence
    home = next((a for a in view.addresses if a.until is None), None) if view and not hidden else None
    phones = tuple(p.number for p in view.phones if p.until is None) if view and not hidden else ()
    parts = (home.line1, home.line2, home.city, home.state, home.zip_code) if home else ()
    return shapes.PersonOut(
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


def _steps(facts: Facts, rules: Rulebook, on: date) -> Iterator[shapes.StepOut]:
    name = reads.name_of(facts.cp)
    for step in policy_guide.steps(facts, rules, on):
        rule = rules.rules[step.rule]
        yield shapes.StepOut(
            case=step.case,
            cp=name,
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
        out = shapes.GuideOut(on=on, case=options.number, worker=options.worker, steps=steps)
    if options.json:
        paper.json(out)
    elif options.number:
        _print_steps(out.steps, paper)
    else:
        paper.line(f"{said(on)}, {len(steps)} cases with something to do", "bold")
        rows = [(s.worker, s.case, s.due, s.cp, f"{s.text}{_go(s.command)}") for s in steps]
        paper.table(("WORKER", "CASE", "BY", "CUSTODIAL PARENT", "NEXT STEP"), rows)
    return 0


def _go(command: str) -> str:
    return f" -> {command}" if command else ""


def _worklist(place: Workplace, worker: str | None, on: date) -> Iterator[shapes.StepOut]:
    """The next step of every case of the worker, or of all workers one after the other."""
    with place.store.read() as session:
        known = [row.number for row in reads.workers(session)]
        if worker is not None and worker not in known:
            raise NotFoundError(place.rules.finding("CS-120", "worker", value=worker))
        rows: list[reads.WorkRow] = []
        for number in [worker] if worker else known:
            offset = len(rows)
            while page := reads.worklist(session, number, on, limit=PAGE, offset=len(rows) - offset):
                rows += page
    for row in rows:
        rule = place.rules.rules[row.rule]
        yield shapes.StepOut(
            case=row.case,
            cp=row.cp,
            worker=row.worker,
            kind=row.kind,
            text=row.text,
            due=row.due,
            urgency=row.urgency,
            command=row.command,
            rule=row.rule,
            why=rule.title,
            cite=rule.cite,
        )


def timeline(options: Namespace, paper: Paper) -> int:
    """A case along its dates; with --if-ofs53 two courses of it side by side, nothing written."""
    with workplace(options) as place:
        on = place.business_date()
        facts = _facts(place, options.number)
        moments = policy_timeline(facts, place.rules, on)
        forecasts = _forecasts(facts, place.rules, on, options.if_ofs53)
    if options.json:
        paper.json(shapes.TimelineOut(on=on, case=options.number, moments=moments, forecasts=forecasts))
        return 0
    paper.line(f"Case {options.number} as of {said(on)}", "bold")
    if forecasts:
        _print_forecasts(forecasts, paper)
        return 0
    rows = [(m.on, m.kind, m.cite, m.text) for m in moments]
    paper.table(("DATE", "", "SOURCE", "WHAT"), rows)
    return 0


def _forecasts(facts: Facts, rules: Rulebook, on: date, typed: str | None) -> tuple[shapes.ForecastOut, ...]:
    """Both courses of the case, where a day is given; CommandError CS-301 where it is none of theirs."""
    if not typed:
        return ()
    comes = typed_date(typed, on, "--if-ofs53", "cstui timeline")
    try:
        courses = (if_nothing(facts, rules, on), if_ofs53(facts, rules, on, comes))
    except ValueError as error:
        fault = f"--if-ofs53 {typed}: {error}"
        raise CommandError("CS-301", fault=fault, command="cstui timeline") from error
    return (
        _course("nothing", None, courses[0], facts.case.number),
        _course("ofs53", comes, courses[1], facts.case.number),
    )


def _course(
    name: Literal["nothing", "ofs53"], comes: date | None, course: Forecast, case: str
) -> shapes.ForecastOut:
    return shapes.ForecastOut(
        course=name, comes=comes, until=course.until, events=course.of(case), refused=course.refused
    )


def _print_forecasts(forecasts: tuple[shapes.ForecastOut, ...], paper: Paper) -> None:
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


def _print_steps(steps: Iterable[shapes.StepOut], paper: Paper) -> None:
    for at, step in enumerate(steps):
        paper.wrapped(step.text, 2, "bold" if at == 0 else "", first="> " if at == 0 else "- ")
        rows = [("by", step.due), ("do it on", step.command), ("because", f"{step.why} ({step.cite})")]
        paper.pairs([*rows, ("rule", step.rule)], 4)


def print_case(out: shapes.CaseOut, rules: Rulebook, paper: Paper) -> None:
    """Everything on a case as people read it."""
    case = out.case
    paper.line(f"Case {case.number}  {case.status.upper()}  as of {said(out.on)}", "bold")
    paper.pairs(
        [
            ("office", f"{case.office} {out.office_name}"),
            ("worker", f"{case.worker} {out.worker_name}"),
            ("opened", case.opened),
            ("closed", case.closed),
            ("docket", case.docket),
            ("IV-A case", case.iva_number),
            ("OFS 4NCP", f"{case.form_4ncp} {said(case.form_4ncp_on)}".strip()),
            ("other cases", ", ".join(out.others)),
        ]
    )
    for title, person in (("Custodial parent", out.cp), ("Noncustodial parent", out.ncp)):
        if person is not None:
            paper.heading(title)
            _print_person(person, paper)
    paper.heading("Next")
    _print_steps(out.steps, paper)

    def table(title: str, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
        found = list(rows)
        if found:
            paper.heading(title)
            paper.table(head, found)

    table(
        "Children",
        ("", "BORN", "ORDER", "STATUS", "NAME"),
        (
            (c.seq, c.born, c.order_on, rules.meaning("participation", c.participation), c.name)
            for c in out.children
        ),
    )
    table(
        "IV-A benefits",
        ("", "APPLIED", "FROM", "UNTIL", "WHY CLOSED", "PROGRAM"),
        (
            (
                s.seq,
                s.applied,
                s.begins,
                s.closed,
                rules.meaning("ivareason", s.closing_reason) if s.closing_reason else "",
                s.program,
            )
            for s in out.spells
        ),
    )
    table(
        "Appointments",
        ("", "DATE", "TIME", "WORKER", "STATUS", "PURPOSE"),
        (
            (a.seq, a.on, a.at, a.worker, a.status, rules.meaning("purpose", a.purpose))
            for a in out.appointments
        ),
    )
    table(
        "Contacts",
        ("", "DATE", "HOW", "ABOUT", "TEXT"),
        (
            (c.seq, c.on, rules.meaning("how", c.how), rules.meaning("about", c.about), c.text or "-")
            for c in out.contacts
        ),
    )
    table(
        "Cooperation",
        ("", "ENTERED", "FAILED", "REPORTED", "KIND", "GROUND"),
        (
            (
                e.seq,
                e.entered_on,
                e.failed_on,
                e.reported_on,
                e.kind if e.standing else f"{e.kind} (corrected)",
                rules.meaning("noncoop", e.ground) if e.ground else "-",
            )
            for e in out.cooperation
        ),
    )
    table(
        "Good cause",
        ("", "DATE", "STANDING", "REASON"),
        ((g.seq, g.on, g.standing, rules.meaning("gcreason", g.reason)) for g in out.good_cause),
    )
    table(
        "Closure",
        ("", "PENDED", "CSE 105", "CLOSES", "STATUS", "REASON"),
        ((c.seq, c.pended_on, c.notice_on, c.closes_on, c.status, c.reason) for c in out.closures),
    )
    table(
        "Forms",
        ("", "MADE", "MAILED", "FORM"),
        ((f.seq, f.made_on, f.mailed_on, f.form) for f in out.forms),
    )
    table(
        "Interface",
        ("", "MADE", "SENT", "STATUS", "RECORD"),
        ((i.seq, i.made_on, i.sent_on, i.status, f"{i.kind} {i.says}") for i in out.interface),
    )
    table(
        f"Activity log, newest {ACTIVITIES}",
        ("", "DATE", "WHO", "", "TEXT"),
        ((a.seq, a.on, a.actor, a.action, a.text) for a in out.activities),
    )


def _print_person(person: shapes.PersonOut, paper: Paper) -> None:
    hidden = reads.HIDDEN if person.hidden else None
    paper.pairs(
        [
            ("name", reads.full_name(person.last, person.first, person.middle)),
            ("person", person.number),
            ("born", person.born),
            ("address", hidden or person.address),
            ("telephone", hidden or ", ".join(person.phones)),
            ("works at", hidden or person.employer),
        ],
        2,
    )
