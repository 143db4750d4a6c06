"""WORK: today's worklist, most urgent first (E-521, E-522, E-524)."""

from __future__ import annotations

import msgspec

from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.programs.base import DeskContext, Page, Program, short_name, turned
from cstui.policy.records import Worker
from cstui.store import reads


class Work(Program):
    """The worklist: S before a line opens the screen where the step is done, filled in."""

    name = "WORK"
    answers = frozenset({"UP", "DOWN", "FIND"})

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = state if isinstance(state, Page) else Page(subject=argument or desk.worker.number)
        shown = self.shown(desk)
        worker = desk.read(lambda session: _worker(session, page.subject))
        if worker is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-120", "command", value=page.subject),))
        found = desk.read(
            lambda session: reads.worklist(
                session, page.subject, desk.on, limit=shown + 1, offset=page.offset, kind=page.find or None
            )
        )
        counts = desk.read(lambda session: reads.worklist_counts(session, page.subject, desk.on))
        columns = self.drawing.field("cp").width
        rows = tuple(
            Row(
                key=row.case,
                values={
                    "case": row.case,
                    "cp": short_name(row.cp, columns),
                    "step": row.text,
                    "due": f"{row.due:%m/%d}" if row.due else "",
                    "rule": row.rule,
                    "go": row.command,
                },
                style="intensified" if row.urgency <= 2 else "",
            )
            for row in found[:shown]
        )
        summary = _summary(counts)
        return Answer(
            screen=self.name,
            values={"worker": worker.number, "name": worker.name, "summary": summary},
            rows=rows,
            more_above=page.offset > 0,
            more_below=len(found) > shown,
            state=page,
            message="" if rows else "Nothing is due: no open step on these cases.",
            guide=_guide(rows, desk),
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
        page = request.state if isinstance(request.state, Page) else Page(subject=desk.worker.number)
        if word == "FIND":
            return self.open(desk, "", msgspec.structs.replace(page, find=rest.lower(), offset=0))
        return self.open(desk, "", turned(page, word, self.shown(desk)))


def _worker(session: reads.Reading, number: str) -> Worker | None:
    return next((worker for worker in reads.workers(session) if worker.number == number), None)


def _go(desk: DeskContext, command: str) -> Answer:
    screen, _, rest = command.partition(" ")
    return desk.go(screen, rest)


def _summary(counts: list[reads.WorkCount]) -> str:
    by_kind: dict[str, int] = {}
    for count in counts:
        by_kind[count.kind] = by_kind.get(count.kind, 0) + count.count
    wanted = (
        ("today", "today"),
        ("outcome", "outcome missing"),
        ("report", "report owed"),
        ("pend", "can be pended"),
        ("closing", "closing"),
    )
    return "   ".join(f"{by_kind[kind]} {label}" for kind, label in wanted if by_kind.get(kind))


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
