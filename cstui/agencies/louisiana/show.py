"""What `cstui show case` shows of a case, as JSON and as a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import (
    Agreement,
    Appointment,
    BenefitNews,
    BenefitSpell,
    Case,
    Closure,
    Contact,
    Cooperation,
    Escalation,
    Form,
    GoodCause,
    Interface,
    OfficeRequest,
    Referral,
    Retained,
    Review,
)
from cstui.commandline.paper import Paper, said
from cstui.commandline.shapes.base import Shape, shaped
from cstui.commandline.shapes.cases import ActivityOut, PersonOut, StepOut
from cstui.commandline.subject_page import (
    LAST_TABLES,
    PageTable,
    SubjectPage,
    activities_out,
    person_out,
    steps_out,
)
from cstui.policy.records import Reminder
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
    `agreements` are the CP's forms OFS 53, `retained` is support kept, `escalations` are notices to the PI
    Consultant.
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
    referrals: tuple[Referral, ...]
    agreements: tuple[Agreement, ...]
    requests: tuple[OfficeRequest, ...]
    retained: tuple[Retained, ...]
    escalations: tuple[Escalation, ...]
    reviews: tuple[Review, ...]
    news: tuple[BenefitNews, ...]
    reminders: tuple[Reminder, ...]
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
            agreements=facts.agreements,
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


def _agreed(form: Agreement) -> str:
    return f"agreed on {', '.join(form.agreed) or 'no case'}"


def _dollars(support: Retained) -> str:
    return f"{support.amount // 100:,}.{support.amount % 100:02}"


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
        title="Referrals",
        of="referrals",
        head=("", "RECEIVED", "CLEARED", "OFS 4NCP", "CHILD", "SOURCE"),
        fields=("seq", "received_on", "cleared_on", "form_4ncp", "child", "source/source"),
    ),
    PageTable(
        title="OFS 53",
        of="agreements",
        head=("", "RECEIVED", "APPLIED", "COMPLETED", "OFFICE", "WORKER", ""),
        fields=("seq", "received_on", "applied_on", "completed_on", "office", "worker", _agreed),
    ),
    PageTable(
        title="Requests to enter cooperation",
        of="requests",
        head=("", "ASKED", "BY OFFICE", "WORKER", "DONE"),
        fields=("seq", "opened_on", "from_office", "opened_by", "done_on"),
    ),
    PageTable(
        title="Support kept",
        of="retained",
        head=("", "PAID", "FOUND", "ASSIGNED", "AMOUNT", "TURNED OVER"),
        fields=("seq", "paid_on", "found_on", "assigned_on", _dollars, "turned_over_on"),
    ),
    PageTable(
        title="Notices to the PI Consultant",
        of="escalations",
        head=("", "NOTIFIED", "ANSWERED", "ANSWER"),
        fields=("seq", "notified_on", "answered_on", "answer"),
    ),
    PageTable(
        title="Quarterly reviews",
        of="reviews",
        head=("", "DATE", "WORKER", "REMARK"),
        fields=("seq", "on", "worker", "remark"),
    ),
    PageTable(
        title="Updates from IV-A",
        of="news",
        head=("", "DATE", "RECEIVED", "ACKNOWLEDGED", "TEXT"),
        fields=("seq", "on", "received_on", "acknowledged_on", "text"),
    ),
    *LAST_TABLES,
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
