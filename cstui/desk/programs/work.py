"""WORK: today's worklist, most urgent first (E-521, E-522, E-524)."""

from __future__ import annotations

import msgspec

from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.programs.base import DeskContext, Page, Program
from cstui.desk.programs.standing_in import Standing
from cstui.store import aside_reads, reads

SORTS: dict[str, reads.Sorting] = {
    "": "",
    "DUE": "due",
    "BY": "due",
    "CASE": "key",
    "CP": "name",
    "WORKER": "worker",
}
"""The columns that SORT knows; SORT alone is most urgent first."""


COUNTED = (
    ("today", "today"),
    ("outcome", "no outcome"),
    ("decide", "to decide"),
    ("report", "to report"),
    ("pend", "to pend"),
    ("closing", "closing"),
    ("request", "asked"),
    ("reminder", "reminders"),
    ("review", "to review"),
    ("news", "updates"),
)
"""The kinds of steps that are counted above the list, and what they are called there."""


class Sorted(Page, frozen=True, kw_only=True):
    """The page of a worklist, and by what it is sorted."""

    sort: reads.Sorting = ""


class Work(Program):
    """The worklist: S before a line opens the screen where the step is done, filled in."""

    name = "WORK"
    answers = frozenset({"UP", "DOWN", "FIND", "SORT"})

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = state if isinstance(state, Sorted) else Sorted(subject=argument or desk.worker.number)
        whose = desk.read(lambda session: _whose(session, page.subject))
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
            )
        )
        counts = desk.read(
            lambda session: reads.worklist_counts(session, page.subject, desk.on, covered=cover.workers)
        )
        columns = self.drawing.field("cp").width
        of_office = len(page.subject) == 2
        rows = tuple(
            Row(
                key=row.key,
                values={
                    "case": row.key,
                    "cp": cover.marked(row.worker, row.name, columns, always=of_office),
                    "step": row.text,
                    "due": f"{row.due:%m/%d}" if row.due else "",
                    "rule": row.rule,
                    "go": row.command,
                },
                style="intensified" if row.urgency <= 2 else "",
            )
            for row in found[:shown]
        )
        narrowed = f"FIND {page.find.upper()}: " if page.find else ""
        room = self.drawing.field("summary").width
        nothing = "no step has that." if page.find else "Nothing is due: no open step on these cases."
        return Answer(
            screen=self.name,
            values={
                "worker": page.subject,
                "name": cover.said(whose),
                "summary": narrowed + _summary(counts, room - len(narrowed)),
            },
            rows=rows,
            more_above=page.offset > 0,
            more_below=len(found) > shown,
            state=page,
            message=_set_aside(desk) or ("" if rows else narrowed + nothing),
            guide=self._load(desk, page.subject) if of_office else (*_guide(rows, desk), *cover.guide()),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        for index, row in enumerate(request.rows):
            action = row.values.get("action", "").strip()
            if not action:
                continue
            if action == "S":
                return _go(desk, row.values.get("go", "") or f"CAS1 {row.key}")
            if action == "C":
                return desk.go("CAS1", row.key)
            finding = desk.finding(
                "CS-130", f"action.{index}", value=action, choices="S opens the step, C the case"
            )
            return self.refused(request, [finding])
        cursor = request.cursor
        if cursor is not None and cursor.row is not None and cursor.row < len(request.rows):
            row = request.rows[cursor.row]
            return _go(desk, row.values.get("go", "") or f"CAS1 {row.key}")
        return self.open(desk, "", request.state)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        state = request.state
        page = state if isinstance(state, Sorted) else Sorted(subject=desk.worker.number)
        if word == "FIND":
            return self.open(desk, "", msgspec.structs.replace(page, find=rest.lower(), offset=0))
        if word == "SORT":
            column = rest.strip().upper()
            if column not in SORTS:
                choices = "DUE, CASE, CP, WORKER, or nothing for most urgent first"
                finding = desk.finding("CS-130", "command", value=f"SORT {column}", choices=choices)
                return self.refused(request, [finding])
            return self.open(desk, "", msgspec.structs.replace(page, sort=SORTS[column], offset=0))
        step = self.shown(desk) * (1 if word == "DOWN" else -1)
        return self.open(desk, "", msgspec.structs.replace(page, offset=max(0, page.offset + step)))

    def _load(self, desk: DeskContext, office: str) -> tuple[GuideLine, ...]:
        """What waits at each worker of the office: the supervisor's view."""
        lines = [GuideLine(text="WAITING AT EACH WORKER", style="heading")]
        lines += [
            GuideLine(text=f"{load.worker} {load.name}: {load.urgent} urgent of {load.open}")
            for load in desk.read(lambda session: reads.office_load(session, office))
        ]
        lines.append(GuideLine(text="===> WORK and a worker's number shows that list", style="key"))
        return tuple(lines)


def _whose(session: reads.Reading, subject: str) -> str | None:
    """The name of the worker (5 digits) or the office (2); None where there is none."""
    named = [(worker.number, worker.name) for worker in reads.workers(session)]
    named += [(office.code, office.name) for office in reads.offices(session)]
    return dict(named).get(subject)


def _go(desk: DeskContext, command: str) -> Answer:
    screen, _, rest = command.partition(" ")
    return desk.go(screen, rest)


def _summary(counts: list[reads.WorkCount], columns: int) -> str:
    """How many steps of each kind wait, as many kinds as there is room for."""
    by_kind: dict[str, int] = {}
    for count in counts:
        by_kind[count.kind] = by_kind.get(count.kind, 0) + count.count
    shown = ""
    for kind, label in COUNTED:
        if by_kind.get(kind):
            longer = f"{shown}  {by_kind[kind]} {label}".strip()
            shown = longer if len(longer) <= columns else shown
    return shown


def _set_aside(desk: DeskContext) -> str:
    """That records from IV-A wait set aside, as LAIN says it; empty where none ever was."""
    if not desk.read(aside_reads.any_set_aside):
        return ""
    from cstui.agencies.louisiana.programs.lain import (
        set_aside,  # the reading of files is not for every sign-on
    )

    return set_aside(desk)


def _guide(rows: tuple[Row, ...], desk: DeskContext) -> tuple[GuideLine, ...]:
    if not rows:
        return ()
    first = rows[0].values
    rule = desk.rules.rules[first["rule"]]
    return (
        GuideLine(text="MOST URGENT", style="heading"),
        GuideLine(text=f"{first['case']} {first['cp']}", style="heading"),
        GuideLine(text=first["step"], style="text"),
        GuideLine(text=f"{rule.title}.", style="text"),
        GuideLine(text=f"{rule.id}, {rule.cite}", style="cite"),
        GuideLine(text=f"===> {first['go']}", style="key"),
    )
