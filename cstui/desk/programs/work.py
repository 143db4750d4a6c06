"""WORK: today's worklist, most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from cstui.acts.workdays import shown_due
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PAGING, ListProgram
from cstui.desk.programs.pages import LATER, NOW, STYLES, group_of, headed, under_cursor
from cstui.desk.programs.standing_in import Standing
from cstui.policy.business_days import days_off_of, is_business_day
from cstui.policy.findings import Finding
from cstui.policy.guide import WAITS, book_of
from cstui.policy.roles import LEADING
from cstui.store import aside_reads, reads


class Sorted(Page, frozen=True, kw_only=True):
    """The page of a worklist, and by what it is sorted."""

    sort: reads.Sorting = ""


class Work(ListProgram[Sorted]):
    """The worklist: S before a line opens the screen where the step is done, filled in."""

    name = "WORK"
    answers = PAGING | {"FIND", "SORT"}
    state = Sorted

    def begins(self, desk: DeskContext, argument: str) -> Sorted:
        """Who leads begins with the list of the office: the class, where it is a trainer's."""
        leads = desk.worker.role in LEADING
        return Sorted(subject=argument or (desk.worker.office if leads else desk.worker.number))

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument)
        whose, of_office = desk.read(lambda session: _whose(session, page.subject))
        if whose is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-120", "command", value=page.subject),))
        shown = self.shown(desk)
        cover = desk.read(lambda session: Standing.of(session, page.subject, desk.on))
        found = desk.read(
            lambda session: reads.worklist(
                session,
                page.subject,
                desk.on,
                limit=shown + 1,
                offset=page.offset,
                find=page.find,
                sort=page.sort,
                covered=cover.workers,
                early=_early(desk),
                optional=book_of(desk.rules).optional,
            )
        )
        counts = desk.read(
            lambda session: reads.worklist_counts(session, page.subject, desk.on, covered=cover.workers)
        )
        days = [shown_due(row.kind, row.due, desk.rules) for row in found]
        lines = [
            Row(
                key=row.key,
                values={
                    "case": row.key,
                    "party": cover.marked(row.worker, row.name, always=of_office),
                    "step": row.text,
                    "due": shown_date(day),
                    "rule": row.rule,
                    "go": row.command,
                    "status": row.status.upper(),
                    "whose": row.worker,
                },
                style=STYLES[_group(desk, page, row, day)],
                guide=_guide(row, day, desk),
            )
            for row, day in zip(found, days, strict=True)
        ]
        groups = [_group(desk, page, row, day) for row, day in zip(found, days, strict=True)]
        if page.sort in ("", "due"):
            rows = headed(list(zip(groups, lines, strict=True)), shown)
        else:
            rows = tuple(lines[:shown])
        page = msgspec.structs.replace(page, taken=len(rows))
        narrowed = f"FIND {page.find.upper()}: " if page.find else ""
        room = self.drawing.field("summary").width
        nothing = (
            "no step has that."
            if page.find
            else f"Nothing is due: no open step on these {desk.own.subjects}."
        )
        return Answer(
            screen=self.name,
            values={
                "worker": page.subject,
                "name": cover.said(whose),
                "summary": narrowed + _summary(desk, counts, room - len(narrowed)),
            },
            rows=rows,
            more_above=page.offset > 0,
            more_below=len(found) > len(rows),
            state=page,
            message=_set_aside(desk) or ("" if rows else narrowed + nothing),
            guide=self._load(desk, page.subject) if of_office else cover.guide(),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found[:1])
        row = marks[0][1] if marks else under_cursor(request)
        if row is None:
            return self.again(desk, request.state)
        if marks and marks[0][2] == "C":
            return desk.go(desk.own.opens, row.key)
        screen, _, rest = (row.values.get("go", "") or f"{desk.own.opens} {row.key}").partition(" ")
        return desk.go(screen, rest)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = self.at(desk, request.state)
        if word == "FIND":
            return self.again(desk, msgspec.structs.replace(page, find=rest.lower(), offset=0, before=()))
        column, sorts = rest.strip().upper(), _sorts(desk)
        if column not in sorts:
            choices = f"DUE, {desk.own.called}, {desk.own.party}, WORKER, or nothing for most urgent first"
            finding = desk.finding("CS-130", "command", value=f"SORT {column}", choices=choices)
            return self.refused(request, [finding])
        return self.again(desk, msgspec.structs.replace(page, sort=sorts[column], offset=0, before=()))

    def _load(self, desk: DeskContext, office: str) -> tuple[GuideLine, ...]:
        """What waits at each worker of the office: the supervisor's view."""
        lines = [GuideLine(text="WAITING AT EACH WORKER", style="heading")]
        lines += [
            GuideLine(text=f"{load.worker} {load.name}: {load.urgent} urgent of {load.open}")
            for load in desk.read(lambda session: reads.office_load(session, office))
        ]
        lines.append(GuideLine(text="===> WORK and a worker's number shows that list", style="key"))
        return tuple(lines)


def _early(desk: DeskContext) -> tuple[date, frozenset[str]]:
    """Up to which day a deadline of our own is worked today, as the office is closed then; of which kinds."""
    until = desk.on
    while not is_business_day(day := until + timedelta(days=1), days_off_of(desk.rules)):
        until = day
    return until, book_of(desk.rules).deadlines


def _group(desk: DeskContext, page: Sorted, row: reads.WorkRow, day: date | None) -> str:
    """Overdue, for today, or coming; what runs by itself, or may be done, is never overdue."""
    may = row.urgency > WAITS or row.kind in book_of(desk.rules).optional
    if row.due is not None and row.due < desk.on and may:
        return LATER
    group = group_of(day, desk.on)
    return NOW if group == LATER and row.urgency == 1 and not page.sort else group


def _sorts(desk: DeskContext) -> Mapping[str, reads.Sorting]:
    """The columns that SORT knows; SORT alone is most urgent first."""
    own = desk.own
    return {"": "", "DUE": "due", "BY": "due", own.called: "key", own.party: "name", "WORKER": "worker"}


def _whose(session: reads.Reading, subject: str) -> tuple[str | None, bool]:
    """The name of the worker or the office, None where there is none; and whether it is an office."""
    offices = {office.code: office.name for office in reads.offices(session)}
    workers = {worker.number: worker.name for worker in reads.workers(session)}
    return {**workers, **offices}.get(subject), subject in offices


def _summary(desk: DeskContext, counts: list[reads.WorkCount], columns: int) -> str:
    """How many steps of each kind wait, as many kinds as there is room for."""
    by_kind: dict[str, int] = {}
    for count in counts:
        by_kind[count.kind] = by_kind.get(count.kind, 0) + count.count
    shown = ""
    for kind, label in desk.own.counted:
        if by_kind.get(kind):
            longer = f"{shown}  {by_kind[kind]} {label}".strip()
            shown = longer if len(longer) <= columns else shown
    return shown


def _set_aside(desk: DeskContext) -> str:
    """That records wait set aside, as the agency says it; empty where none ever was."""
    if not desk.own.waiting or not desk.read(aside_reads.any_set_aside):
        return ""
    # What reads files of interfaces is not for every sign-on.
    said: str = desk.own.hook("waiting")(desk)
    return said


def _guide(row: reads.WorkRow, day: date | None, desk: DeskContext) -> tuple[GuideLine, ...]:
    """What a line says in full: whose step, by when, by which rule, and where it is done."""
    rule = desk.rules.rules[row.rule]
    by = (GuideLine(text=f"By {day:%a %m/%d/%Y}"),) if day else ()
    return (
        GuideLine(text="NEXT STEP", style="heading"),
        GuideLine(text=f"{row.key} {row.name}", style="heading"),
        GuideLine(text=row.text, style="heading"),
        *by,
        GuideLine(text=f"{rule.title}."),
        GuideLine(text=f"{rule.id}, {rule.cite}", style="cite"),
        GuideLine(text=f"===> {row.command}", style="key"),
    )
