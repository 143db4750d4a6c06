"""AUDT: the log of everybody at the agency, newest first; who is shown no case reads what is of none."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.clock import time_in
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING, ListProgram
from cstui.desk.programs.pages import PageTrail, under_cursor
from cstui.store import reads


class Audited(msgspec.Struct, frozen=True, kw_only=True):
    """What narrows the log, the pages turned, and the line that is shown in full (0: none)."""

    whose: str = ""
    find: str = ""
    since: date | None = None
    line: int = 0
    trail: PageTrail[int | None] = PageTrail((None,))


class Audt(ListProgram[Audited]):
    """S before a line shows it in full; WHOSE, FIND and FROM narrow the list."""

    name = "AUDT"
    answers = PAGING | {"FIND"}
    state = Audited

    def begins(self, desk: DeskContext, argument: str) -> Audited:
        return Audited(whose=argument)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        log, shown = self.at(desk, state, argument), self.shown(desk)
        found = _lines(desk, log, shown + 1)
        rows = tuple(_row(desk, line) for line in found[:shown])
        full = next((line for line in found if line.id == log.line), None)
        narrowed = log.whose or log.find or log.since
        return Answer(
            screen=self.name,
            values={
                "whose": log.whose,
                "find": log.find,
                "since": f"{log.since:%m%d%Y}" if log.since else "",
                "full": f"{full.subject} {full.seq}: {full.text} {full.receipt}".rstrip() if full else "",
            },
            rows=rows,
            more_above=len(log.trail.starts) > 1,
            more_below=len(found) > shown,
            state=log,
            message="" if found else "No line has that." if narrowed else "The log is empty.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        log, entry = self.at(desk, request.state), self.entry(desk, request)
        whose, find, since = entry.text("whose"), entry.text("find"), entry.date("since")
        chosen = self.marks(desk, request, entry.found)
        if entry.found:
            return self.refused(request, entry.found)
        if (whose, find, since) != (log.whose, log.find, log.since):
            return self.open(desk, "", Audited(whose=whose, find=find, since=since))
        under = chosen[0][1] if chosen else under_cursor(request)
        line = int(under.key) if under is not None and under.key else 0
        return self.again(desk, msgspec.structs.replace(log, line=line))

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        log = self.at(desk, request.state)
        return self.again(desk, Audited(whose=log.whose, since=log.since, find=rest))

    def turned(self, desk: DeskContext, state: Audited, word: str) -> Audited:
        if word == "UP":
            return msgspec.structs.replace(state, trail=state.trail.back())
        shown = self.shown(desk)
        page = _lines(desk, state, shown + 1)
        if len(page) <= shown:
            return state
        return msgspec.structs.replace(state, trail=state.trail.on(page[shown - 1].id))


def _lines(desk: DeskContext, log: Audited, limit: int) -> list[reads.ActivityRow]:
    return desk.read(
        lambda session: reads.log_of_all(
            session,
            desk.place.performer.facts_class,
            whose=log.whose,
            find=log.find,
            since=log.since,
            limit=limit,
            before=log.trail.start,
        )
    )


def _row(desk: DeskContext, line: reads.ActivityRow) -> Row:
    return Row(
        key=str(line.id),
        values={
            "on": shown_date(line.on),
            "time": time_in(line.at, desk.agency.zone)[:5],
            "by": line.actor,
            "subject": line.subject,
            "what": line.action,
            "text": line.text,
        },
    )
