"""What `cstui show` shows of an NCP, as JSON and as a page, without federal tax information (FTI)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.fti import INTERCEPT, has_fti
from cstui.agencies.utah.records import (
    AddressRequest,
    Consent,
    CpForms,
    Enforcement,
    Ncp,
    OrderPart,
    PostingInstruction,
    Prosecution,
    RestitutionOrder,
    ShowCause,
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
from cstui.policy import money
from cstui.policy.ledger import PAYMENT, reversed_by
from cstui.policy.months import first_of_month
from cstui.policy.protected import FTI
from cstui.policy.records import Reminder
from cstui.store.reads import full_name, name_of
from cstui.workplace import Workplace


class NcpCaseOut(Shape, frozen=True, kw_only=True):
    """A case of the NCP, amounts in cents; `current` is a month's CRS, `due` what of this month is owed.

    `due` and `arrears` are null where a federal tax intercept could be worked out from them.
    """

    seq: int
    number: str
    person: int
    cp: str
    team: str
    opened: date
    closed_on: date | None
    iva: bool
    rests_on: str
    included: str
    debt_roll: bool
    current: int
    due: int | None
    arrears: int | None


class PaymentOut(Shape, frozen=True, kw_only=True):
    """A payment by its number in the ledger; `cents` is null for a federal tax intercept."""

    seq: int
    on: date
    month: date
    source: str
    cents: int | None
    reference: str
    reversed_on: date | None


class NcpOut(Shape, frozen=True, kw_only=True):
    """`cstui show`: an NCP with cases, criminal matters, orders and payments, as of the business date `on`.

    `steps` as in `cstui guide`, each under `ncp`; `activities` the newest 20 of the log. The interest
    worksheet and the entries of the ledger are on INTW and PAYD.
    """

    on: date
    ncp: Ncp
    parent: PersonOut
    cases: tuple[NcpCaseOut, ...]
    prosecutions: tuple[Prosecution, ...]
    requests: tuple[AddressRequest, ...]
    forms: tuple[CpForms, ...]
    orders: tuple[RestitutionOrder, ...]
    parts: tuple[OrderPart, ...]
    instructions: tuple[PostingInstruction, ...]
    consents: tuple[Consent, ...]
    actions: tuple[Enforcement, ...]
    show_causes: tuple[ShowCause, ...]
    payments: tuple[PaymentOut, ...]
    reminders: tuple[Reminder, ...]
    steps: tuple[StepOut, ...]
    activities: tuple[ActivityOut, ...]


def _read(place: Workplace, facts: NcpFacts) -> NcpOut:
    on = place.business_date()
    with place.store.read() as session:
        return shaped(
            NcpOut,
            facts.file,
            on=on,
            parent=person_out(session, facts.parent),
            cases=tuple(_cases(facts, on)),
            payments=tuple(_payments(facts)),
            steps=tuple(steps_out(facts, place)),
            activities=activities_out(session, facts.subject),
        )


def _cases(facts: NcpFacts, on: date) -> Iterable[NcpCaseOut]:
    month = first_of_month(on)
    hides = has_fti(facts.file.ledger)
    for case in facts.file.cases:
        account, cp = facts.file.account(case.number), facts.person(case.person)
        yield shaped(
            NcpCaseOut,
            case,
            cp=name_of(cp) if cp is not None else "",
            due=None if hides else account.due(month),
            arrears=None if hides else account.owed(month),
        )


def _payments(facts: NcpFacts) -> Iterable[PaymentOut]:
    ledger = facts.file.ledger
    for entry in ledger:
        if entry.kind == PAYMENT and entry.reverses is None:
            opposed = reversed_by(ledger, entry.seq)
            cents = None if entry.source == INTERCEPT else entry.cents
            reversed_on = opposed.on if opposed is not None else None
            yield shaped(PaymentOut, entry, cents=cents, reversed_on=reversed_on)


def _head(out: NcpOut, paper: Paper) -> None:
    ncp = out.ncp
    paper.line(f"NCP {ncp.number}  as of {said(out.on)}", "bold")
    paper.pairs(
        [
            ("office", f"{ncp.office}, worker {ncp.worker}"),
            ("opened", ncp.opened),
            ("earlier conviction", "yes" if ncp.convicted else ""),
            ("lives outside Utah", "yes" if ncp.lives_out else ""),
        ]
    )


def _persons(out: NcpOut) -> Iterable[tuple[str, PersonOut]]:
    yield "Noncustodial parent", out.parent


def _money(name: str) -> Callable[[Any], object]:
    def cell(record: Any) -> str:
        cents = getattr(record, name)
        return FTI.mark if cents is None else money.said(cents)

    return cell


def _outcomes(matter: Prosecution) -> str:
    return " ".join(matter.outcomes)


def _grounds(task: ShowCause) -> str:
    return ", ".join(task.grounds)


TABLES = (
    PageTable(
        title="Cases",
        of="cases",
        head=("", "CASE", "TEAM", "CLOSED", "CRS", "DUE", "ARREARS", "CP"),
        fields=(
            "seq",
            "number",
            "team",
            "closed_on",
            _money("current"),
            _money("due"),
            _money("arrears"),
            "cp",
        ),
    ),
    PageTable(
        title="Criminal matters",
        of="prosecutions",
        head=("", "BEGUN", "PACKET", "FILED", "CONCLUDED", "PROBATION", "OUTCOMES", "PHASE"),
        fields=(
            "seq",
            "begun_on",
            "packet_on",
            "filed_on",
            "concluded_on",
            "probation_until",
            _outcomes,
            "phase/ut_phase",
        ),
    ),
    PageTable(
        title="Postal requests",
        of="requests",
        head=("", "SENT", "ANSWERED", "OUTCOME", "POSTMASTER"),
        fields=("seq", "sent_on", "outcome_on", "outcome", "postmaster"),
    ),
    PageTable(
        title="Forms of the CPs",
        of="forms",
        head=("", "CASE", "SENT", "DUE", "RETURNED", "DETERMINED", "CLOSURE", "IV-A", "WAIVES"),
        fields=(
            "seq",
            "case",
            "sent_on",
            "due_on",
            "returned_on",
            "letter_on",
            "closure_on",
            "iva_on",
            "waives",
        ),
    ),
    PageTable(
        title="Restitution orders",
        of="orders",
        head=("", "ORDERED", "ENTERED", "SINCE", "CRS", "ARREARS", "TERMS"),
        fields=("seq", "ordered_on", "entered_on", "since", _money("current"), _money("arrears"), "terms"),
    ),
    PageTable(
        title="Parts of the orders",
        of="parts",
        head=("", "ORDER", "CASE", "CRS", "ARREARS"),
        fields=("seq", "of_order", "case", _money("current"), _money("arrears")),
    ),
    PageTable(
        title="Consents of the AGO",
        of="consents",
        head=("", "DATE", "CASE", "BY", "ACTION"),
        fields=("seq", "on", "case", "by", "action/ut_guarded"),
    ),
    PageTable(
        title="Enforcement",
        of="actions",
        head=("", "DATE", "CASE", "WORKER", "ACTION"),
        fields=("seq", "on", "case", "worker", "action"),
    ),
    PageTable(
        title="Orders to Show Cause",
        of="show_causes",
        head=("", "MONTH", "NOTIFIED", "CLOSED", "OUTCOME", "GROUNDS"),
        fields=("seq", "month", "notified_on", "closed_on", "outcome", _grounds),
    ),
    PageTable(
        title="Payments",
        of="payments",
        head=("", "RECEIVED", "AMOUNT", "REVERSED", "REFERENCE", "SOURCE"),
        fields=("seq", "on", _money("cents"), "reversed_on", "reference", "source/ut_source"),
    ),
    *LAST_TABLES,
)

SHOW = SubjectPage(
    out=NcpOut,
    read=_read,
    head=_head,
    persons=_persons,
    tables=TABLES,
    name=lambda facts: full_name(facts.parent.last, facts.parent.first, facts.parent.middle),
    name_title="NCP",
)
