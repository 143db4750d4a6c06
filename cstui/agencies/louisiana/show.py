"""What `cstui show case` shows of a case, as JSON and as a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import (
    Appointment,
    BenefitSpell,
    Case,
    Closure,
    Contact,
    Cooperation,
    Form,
    GoodCause,
    Interface,
)
from cstui.commandline.paper import Paper, said
from cstui.commandline.shapes.base import Shape, shaped
from cstui.commandline.shapes.cases import ActivityOut, PersonOut, StepOut
from cstui.commandline.subject_page import (
    ACTIVITIES,
    PageTable,
    SubjectPage,
    activities_out,
    person_out,
    steps_out,
)
from cstui.workplace import Workplace


class ChildOut(Shape, frozen=True, kw_only=True):
    """A child of a case; `order_on` is the date of its support order, `order_until` its last day."""

    seq: int
    person: int
    name: str
    born: date | None
    added_on: date
    order_on: date | None
    participation: str
    order_until: date | None
    emancipated_on: date | None


class CaseOut(Shape, frozen=True, kw_only=True):
    """`cstui show case`: a case with everything on it, as of the business date `on`.

    `steps` as in `cstui guide`; `activities` the newest 20 of CALO; `others` the CP's other cases.
    """

    on: date
    case: Case
    office_name: str
    worker_name: str
    cp: PersonOut
    ncp: PersonOut | None
    children: tuple[ChildOut, ...]
    spells: tuple[BenefitSpell, ...]
    appointments: tuple[Appointment, ...]
    contacts: tuple[Contact, ...]
    cooperation: tuple[Cooperation, ...]
    good_cause: tuple[GoodCause, ...]
    closures: tuple[Closure, ...]
    forms: tuple[Form, ...]
    interface: tuple[Interface, ...]
    others: tuple[str, ...]
    steps: tuple[StepOut, ...]
    activities: tuple[ActivityOut, ...]


def _read(place: Workplace, facts: Facts) -> CaseOut:
    """Everything on a case, with what is hidden left out."""
    file = facts.file
    with place.store.read() as session:
        summary = reads.case_summary(session, facts.key)
        assert summary is not None
        return shaped(
            CaseOut,
            file,
            on=place.business_date(),
            office_name=summary.office_name,
            worker_name=summary.worker_name,
            cp=person_out(session, facts.cp),
            ncp=person_out(session, facts.ncp) if facts.ncp else None,
            children=tuple(
                shaped(ChildOut, row.child, name=row.name, born=row.born) for row in summary.children
            ),
            spells=facts.spells,
            others=tuple(other.case.number for other in facts.others),
            steps=tuple(steps_out(facts, place)),
            activities=activities_out(session, facts.subject),
        )


def _head(out: CaseOut, paper: Paper) -> None:
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


def _persons(out: CaseOut) -> Iterable[tuple[str, PersonOut]]:
    yield "Custodial parent", out.cp
    if out.ncp is not None:
        yield "Noncustodial parent", out.ncp


def _kind(entry: Cooperation) -> str:
    return entry.kind if entry.standing else f"{entry.kind} (corrected)"


def _record(record: Interface) -> str:
    return f"{record.kind} {record.says}"


TABLES = (
    PageTable(
        title="Children",
        of="children",
        head=("", "BORN", "ORDER", "UNTIL", "STATUS", "NAME"),
        fields=("seq", "born", "order_on", "order_until", "participation/participation", "name"),
    ),
    PageTable(
        title="IV-A benefits",
        of="spells",
        head=("", "APPLIED", "FROM", "UNTIL", "WHY CLOSED", "PROGRAM"),
        fields=("seq", "applied", "begins", "closed", "closing_reason/ivareason", "program"),
    ),
    PageTable(
        title="Appointments",
        of="appointments",
        head=("", "DATE", "TIME", "WORKER", "STATUS", "PURPOSE"),
        fields=("seq", "on", "at", "worker", "status", "purpose/purpose"),
    ),
    PageTable(
        title="Contacts",
        of="contacts",
        head=("", "DATE", "HOW", "ABOUT", "TEXT"),
        fields=("seq", "on", "how/how", "about/about", "text"),
    ),
    PageTable(
        title="Cooperation",
        of="cooperation",
        head=("", "ENTERED", "FAILED", "REPORTED", "KIND", "GROUND"),
        fields=("seq", "entered_on", "failed_on", "reported_on", _kind, "ground/noncoop"),
    ),
    PageTable(
        title="Good cause",
        of="good_cause",
        head=("", "DATE", "STANDING", "REASON"),
        fields=("seq", "on", "standing", "reason/gcreason"),
    ),
    PageTable(
        title="Closure",
        of="closures",
        head=("", "PENDED", "CSE 105", "CLOSES", "STATUS", "REASON"),
        fields=("seq", "pended_on", "notice_on", "closes_on", "status", "reason"),
    ),
    PageTable(
        title="Forms",
        of="forms",
        head=("", "MADE", "MAILED", "FORM"),
        fields=("seq", "made_on", "mailed_on", "form"),
    ),
    PageTable(
        title="Interface",
        of="interface",
        head=("", "MADE", "SENT", "STATUS", "RECORD"),
        fields=("seq", "made_on", "sent_on", "status", _record),
    ),
    PageTable(
        title=f"Activity log, newest {ACTIVITIES}",
        of="activities",
        head=("", "DATE", "WHO", "", "TEXT"),
        fields=("seq", "on", "actor", "action", "text"),
    ),
)

SHOW = SubjectPage(
    out=CaseOut,
    read=_read,
    head=_head,
    persons=_persons,
    tables=TABLES,
    name=lambda facts: reads.name_of(facts.cp),
    name_title="CUSTODIAL PARENT",
)
