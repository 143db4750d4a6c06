"""CALO: the activity log of the case, newest first: filter, find, full text, add a note (E-522)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cstui.agencies.louisiana.programs.of_case import CaseInHand, OfCase
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import PageTrail, under_cursor
from cstui.store import reads


class LogPage(msgspec.Struct, frozen=True, kw_only=True):
    """What narrows the log, and the pages turned; a page begins below line `start`."""

    kind: str = ""
    find: str = ""
    trail: PageTrail[int | None] = PageTrail((None,))


class Calo(OfCase[LogPage]):
    """S before a line shows it in full; KIND and FIND narrow the list; ADD writes a note."""

    name = "CALO"
    answers = PAGING | {"ADD", "FIND"}
    state = LogPage

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        log = self.at(desk, state)
        shown = self.shown(desk)
        found = _entries(desk, hand.key, log, shown + 1)
        narrowed = log.kind or log.find
        return Answer(
            screen=self.name,
            values={"kind": log.kind, "find": log.find},
            rows=tuple(_row(entry) for entry in found[:shown]),
            more_above=len(log.trail.starts) > 1,
            more_below=len(found) > shown,
            state=log,
            message="" if found else "No entry has that." if narrowed else "The log is empty.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        log = self.at(desk, request.state)
        entry = self.entry(desk, request)
        kind, find = entry.code("kind"), entry.text("find")
        chosen = self.marks(desk, request, entry.found)
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go("NOTE", f"{desk.case} {chosen[0][1].key}")
        if (kind, find) != (log.kind, log.find):
            return self.open(desk, desk.case, LogPage(kind=kind, find=find))
        under = under_cursor(request)
        if under is not None:
            return desk.go("NOTE", f"{desk.case} {under.key}")
        return self.again(desk, log)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "ADD":
            return desk.go("NOTE", desk.case)
        return self.again(desk, LogPage(kind=self.at(desk, request.state).kind, find=rest))

    def turned(self, desk: DeskContext, state: LogPage, word: str) -> LogPage:
        if word == "UP":
            return msgspec.structs.replace(state, trail=state.trail.back())
        shown = self.shown(desk)
        page = _entries(desk, desk.case, state, shown + 1)
        if len(page) <= shown:
            return state
        return msgspec.structs.replace(state, trail=state.trail.on(page[shown - 1].seq))


def _entries(desk: DeskContext, case: str, log: LogPage, limit: int) -> Sequence[reads.ActivityRow]:
    return desk.read(
        lambda session: reads.activities(
            session,
            f"case {case}",
            action=log.kind or None,
            find=log.find or None,
            limit=limit,
            before_seq=log.trail.start,
        )
    )


def _row(entry: reads.ActivityRow) -> Row:
    return Row(
        key=str(entry.seq),
        values={
            "seq": str(entry.seq),
            "on": shown_date(entry.on),
            "by": entry.actor,
            "what": entry.action,
            "text": entry.text,
        },
    )
