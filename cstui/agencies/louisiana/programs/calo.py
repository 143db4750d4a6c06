"""CALO: the activity log of the case, newest first: filter, find, full text, add a note (E-522)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cstui.agencies.louisiana.programs.of_case import InHand, OfCase
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import Trail, marked, under_cursor
from cstui.store import reads

ACTIONS = "S shows the entry in full"


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """What narrows the log, and the pages turned; a page begins below line `start`."""

    kind: str = ""
    find: str = ""
    trail: Trail[int | None] = Trail((None,))


class Calo(OfCase):
    """S before a line shows it in full; KIND and FIND narrow the list; ADD writes a note."""

    name = "CALO"
    answers = frozenset({"UP", "DOWN", "ADD", "FIND"})

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        log = state if isinstance(state, Log) else Log()
        shown = self.shown(desk)
        found = _entries(desk, hand.number, log, shown + 1)
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
        log = request.state if isinstance(request.state, Log) else Log()
        entry = self.entry(desk, request)
        kind, find = entry.code("kind"), entry.text("find")
        chosen = marked(request)
        entry.found += [
            desk.finding("CS-130", f"action.{index}", value=letter, choices=ACTIONS)
            for index, _, letter in chosen
            if letter != "S"
        ]
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go("NOTE", f"{desk.case} {chosen[0][1].key}")
        if (kind, find) != (log.kind, log.find):
            return self.open(desk, desk.case, Log(kind=kind, find=find))
        under = under_cursor(request)
        if under is not None:
            return desk.go("NOTE", f"{desk.case} {under.key}")
        return self.open(desk, desk.case, log)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        log = request.state if isinstance(request.state, Log) else Log()
        if word == "ADD":
            return desk.go("NOTE", desk.case)
        if word == "FIND":
            return self.open(desk, desk.case, Log(kind=log.kind, find=rest))
        if word == "UP":
            return self.open(desk, desk.case, msgspec.structs.replace(log, trail=log.trail.back()))
        shown = self.shown(desk)
        page = _entries(desk, desk.case, log, shown + 1)
        if len(page) > shown:
            log = msgspec.structs.replace(log, trail=log.trail.on(page[shown - 1].seq))
        return self.open(desk, desk.case, log)


def _entries(desk: DeskContext, case: str, log: Log, limit: int) -> Sequence[reads.ActivityRow]:
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
            "on": f"{entry.on:%m/%d/%y}",
            "by": entry.actor,
            "what": entry.action,
            "text": entry.text,
        },
    )
