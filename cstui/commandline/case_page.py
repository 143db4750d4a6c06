"""A case as people read it on paper or at the shell: everything on it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from cstui.commandline.paper import Paper, said
from cstui.commandline.shapes.cases import CaseOut, PersonOut, StepOut
from cstui.policy.rulebook import Rulebook
from cstui.store import reads

ACTIVITIES = 20
"""How many entries of CALO `show case` shows, newest first."""


def print_steps(steps: Iterable[StepOut], paper: Paper) -> None:
    """What comes next, each step with its day, its command and its rule."""
    for at, step in enumerate(steps):
        paper.wrapped(step.text, 2, "bold" if at == 0 else "", first="> " if at == 0 else "- ")
        rows = [("by", step.due), ("do it on", step.command), ("because", f"{step.why} ({step.cite})")]
        paper.pairs([*rows, ("rule", step.rule)], 4)


def print_case(out: CaseOut, rules: Rulebook, paper: Paper) -> None:
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
    print_steps(out.steps, paper)

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


def _print_person(person: PersonOut, paper: Paper) -> None:
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
