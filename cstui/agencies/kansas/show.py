"""What `cstui show` shows of a consumer, as JSON and as a page: CADS first, then KEES."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.agencies.kansas.policy import non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import (
    Alert,
    Ap,
    Application,
    CadsMark,
    Consumer,
    Edbc,
    FieldChange,
    NonCompliance,
    Notice,
    ProgramSpell,
    Task,
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
from cstui.store.reads import full_name
from cstui.workplace import Workplace


class CadsCaseOut(Shape, frozen=True, kw_only=True):
    """A case of the consumer on CADS; `holds` are what keeps it from closing, by code."""

    seq: int
    number: str
    program: str
    function: str
    function_on: date
    opened: date
    office: str
    worker: str
    service: str
    expedited: str
    letter_on: date | None
    closing_reason: str
    closed_on: date | None
    holds: list[str]


class CadsGoodCauseOut(Shape, frozen=True, kw_only=True):
    """A row of the good cause list of CADS."""

    seq: int
    case: str
    code: str
    on: date
    ap: str
    ended_on: date | None


class ConsumerOut(Shape, frozen=True, kw_only=True):
    """`cstui show`: a consumer on CADS and in KEES, as of the business date `on`.

    `steps` as in `cstui guide`, each under `consumer`; `activities` the newest 20 of the log; `active` the
    programs in which the person takes part; `records` are non-compliance records, `changes` what was changed
    of them since.
    """

    on: date
    consumer: Consumer
    ar: PersonOut
    active: tuple[str, ...]
    cases: tuple[CadsCaseOut, ...]
    aps: tuple[Ap, ...]
    marks: tuple[CadsMark, ...]
    good_cause: tuple[CadsGoodCauseOut, ...]
    alerts: tuple[Alert, ...]
    programs: tuple[ProgramSpell, ...]
    applications: tuple[Application, ...]
    records: tuple[NonCompliance, ...]
    changes: tuple[FieldChange, ...]
    runs: tuple[Edbc, ...]
    notices: tuple[Notice, ...]
    tasks: tuple[Task, ...]
    reminders: tuple[Reminder, ...]
    steps: tuple[StepOut, ...]
    activities: tuple[ActivityOut, ...]


def _read(place: Workplace, facts: ConsumerFacts) -> ConsumerOut:
    """Everything on a consumer, with what is hidden left out."""
    on = place.business_date()
    with place.store.read() as session:
        return shaped(
            ConsumerOut,
            facts.file,
            on=on,
            ar=person_out(session, facts.ar),
            cases=tuple(shaped(CadsCaseOut, case) for case in facts.file.cases),
            good_cause=tuple(shaped(CadsGoodCauseOut, row) for row in facts.file.good_cause),
            active=programs.active_on(facts.file, on),
            steps=tuple(steps_out(facts, place)),
            activities=activities_out(session, facts.subject),
        )


def _head(out: ConsumerOut, paper: Paper) -> None:
    consumer = out.consumer
    paper.line(f"Person {consumer.number}  as of {said(out.on)}", "bold")
    paper.pairs(
        [
            ("CSS office", f"{consumer.office}, worker {consumer.worker}"),
            ("EES office", f"{consumer.ees_office}, worker {consumer.ees_worker}"),
            ("active", ", ".join(programs.IN_FULL[one] for one in out.active) or "nothing"),
            ("known to KEES", consumer.known_since),
            ("minor parent until", consumer.minor_parent_until),
            ("FAET", "yes" if consumer.faet else ""),
            ("Work Programs", "yes" if consumer.work_program else ""),
        ]
    )


def _persons(out: ConsumerOut) -> Iterable[tuple[str, PersonOut]]:
    yield "Applicant or recipient", out.ar


def _ends(record: NonCompliance) -> str:
    last = non_compliance.last_day(record)
    return "12/31/9999" if last == non_compliance.FOREVER else said(last)


def _run(run: Edbc) -> str:
    return "Read Only" if run.kind == "readonly" else run.kind


TABLES = (
    PageTable(
        title="Cases on CADS",
        of="cases",
        head=("", "CASE", "OPENED", "LETTER", "CLOSED", "REASON", "PROGRAM"),
        fields=("seq", "number", "opened", "letter_on", "closed_on", "closing_reason", "program/program"),
    ),
    PageTable(
        title="APs",
        of="aps",
        head=("", "CASE", "SINCE", "UNTIL", "AP"),
        fields=("seq", "case", "since", "until", "number"),
    ),
    PageTable(
        title="Non-cooperation",
        of="marks",
        head=("", "CASE", "DATE", "KEYED", "ENDED", "REASON", ""),
        fields=("seq", "case", "on", "created_on", "ended_on", "reason/noncoopreason", "code/noncoop"),
    ),
    PageTable(
        title="Good cause",
        of="good_cause",
        head=("", "CASE", "DATE", "ENDED", "AP", ""),
        fields=("seq", "case", "on", "ended_on", "ap", "code/goodcause"),
    ),
    PageTable(
        title="Alerts to KEES",
        of="alerts",
        head=("", "ALERT", "CREATED", "AT", "COPY", "TAKEN", "OUTCOME"),
        fields=("seq", "code", "created_on", "created_at", "copied_as", "handled_on", "outcome/ks_outcome"),
    ),
    PageTable(
        title="Programs in KEES",
        of="programs",
        head=("", "FROM", "UNTIL", "OUT FROM", "BACK FROM", "PROGRAM"),
        fields=("seq", "begins", "ends", "out_from", "back_from", "program/ks_program"),
    ),
    PageTable(
        title="Applications and reviews",
        of="applications",
        head=("", "KIND", "RECEIVED", "COOPERATE BY", "DECIDED", "OUTCOME"),
        fields=("seq", "kind", "received_on", "due_on", "decided_on", "outcome"),
    ),
    PageTable(
        title="Non-compliance records",
        of="records",
        head=("", "PROGRAM", "BEGIN", "LAST DAY", "COMPLIED", "REMOVED", "REASON"),
        fields=("seq", "program", "begins", _ends, "complied_on", "removed_on", "reason/ks_reason"),
    ),
    PageTable(
        title="Changes of records",
        of="changes",
        head=("", "RECORD", "DATE", "BY", "BEFORE", "AFTER", "FIELD"),
        fields=("seq", "record", "on", "by", "before", "after", "field"),
    ),
    PageTable(
        title="EDBC",
        of="runs",
        head=("", "PROGRAM", "MONTH", "RUNS", "LISTED", "", "RESULT"),
        fields=("seq", "program", "month", "run_on", "listed_on", _run, "result/ks_result"),
    ),
    PageTable(
        title="Notices of action",
        of="notices",
        head=("", "SENT", "KIND", "TEXT"),
        fields=("seq", "sent_on", "kind", "text"),
    ),
    PageTable(
        title="Tasks",
        of="tasks",
        head=("", "QUEUE", "MADE", "TAKEN BY", "CLOSED", "TASK"),
        fields=("seq", "queue/ks_queue", "made_on", "taken_by", "closed_on", "name/ks_task"),
    ),
    *LAST_TABLES,
)

SHOW = SubjectPage(
    out=ConsumerOut,
    read=_read,
    head=_head,
    persons=_persons,
    tables=TABLES,
    name=lambda facts: full_name(facts.ar.last, facts.ar.first, facts.ar.middle),
    name_title="AR",
)
