"""ASID: records of an interface that were set aside, worked one by one; for agencies that declare it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from cstui.cells import is_number
from cstui.desk.conversation import Answer, GuideLine, Request, Row, Where
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, tried
from cstui.desk.programs.listing import ListProgram
from cstui.desk.programs.pages import marked, under_cursor, within
from cstui.interfaces import aside
from cstui.interfaces.aside import Piece
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding

MOST = 99_999
"""WAITING counts no further."""


class AsidPage(msgspec.Struct, frozen=True, kw_only=True):
    """Where the page starts, and the entry of the record that is shown below the list (0: the first)."""

    offset: int = 0
    entry: int = 0


class Asid(ListProgram[AsidPage]):
    """A before lines applies them again, D with WHY disposes of one, S shows one in full.

    An agency says whose records they are (`sender`), and which paragraphs are about them (`cites`).
    """

    name = "ASID"
    state = AsidPage
    sender: ClassVar[str] = "another agency"
    cites: ClassVar[str] = ""

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state)
        found = desk.read(aside.pieces)
        shown = self.shown(desk)
        page = msgspec.structs.replace(page, offset=within(page.offset, len(found), shown))
        part = found[page.offset : page.offset + shown]
        below = next((one for one in part if one.entry == page.entry), part[0] if part else None)
        return Answer(
            screen=self.name,
            values={"waiting": str(min(len(found), MOST)), **(_below(below) if below else {})},
            rows=tuple(_row(desk, one, one is below) for one in part),
            guide=self._guide(desk, below) if below else (),
            more_above=page.offset > 0,
            more_below=page.offset + shown < len(found),
            state=msgspec.structs.replace(page, entry=below.entry if below else 0),
            message="" if found else f"No record of {self.sender} waits set aside.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        marks = marked(request)
        why = request.values.get("why", "").strip()
        if wrong := self._wrong(desk, marks, why):
            return self.refused(request, wrong)
        taken = [(index, row, letter) for index, row, letter in marks if letter in {"A", "D"}]
        if taken:
            return self._worked(desk, request, taken, why)
        if marks:
            index, row, letter = marks[0]
            return self._case(desk, request, index, row) if letter == "C" else self._below(desk, request, row)
        under = under_cursor(request)
        if under is not None and under.key:
            return self._below(desk, request, under)
        if why:
            return self.refused(request, [desk.finding("CS-141", "why", value="WHY")])
        return self.open(desk, "", request.state)

    def turned(self, desk: DeskContext, state: AsidPage, word: str) -> AsidPage:
        offset = super().turned(desk, state, word).offset
        if offset == state.offset or (word == "DOWN" and len(desk.read(aside.pieces)) <= offset):
            return state
        return AsidPage(offset=offset)

    def _below(self, desk: DeskContext, request: Request, row: Row) -> Answer:
        page = self.at(desk, request.state)
        answer = self.open(desk, "", msgspec.structs.replace(page, entry=int(row.key)))
        why = request.values.get("why", "").strip()
        at = next((index for index, one in enumerate(answer.rows) if one.key == row.key), 0)
        cursor = Where("action", at)
        return msgspec.structs.replace(answer, values={**answer.values, "why": why}, cursor=cursor)

    def _case(self, desk: DeskContext, request: Request, index: int, row: Row) -> Answer:
        piece = next((one for one in desk.read(aside.pieces) if one.entry == int(row.key)), None)
        if piece is None or not is_number(piece.number):
            return self.refused(request, [desk.finding("CS-193", f"action.{index}")])
        if piece.by_case:
            return desk.go(desk.own.opens, _number(desk, piece))
        return desk.go("SRCH", str(int(piece.number)))

    def _worked(
        self, desk: DeskContext, request: Request, taken: list[tuple[int, Row, str]], why: str
    ) -> Answer:
        """Each line is an act of its own; what is refused is said, the others are done."""
        found = {str(one.entry): one for one in desk.read(aside.pieces)}
        refused: list[Finding] = []
        records: list[str] = []
        messages: list[str] = []
        performer, worker = desk.place.performer, desk.worker.number
        for index, row, letter in taken:
            piece = found.get(row.key) or Piece(entry=int(row.key), on=desk.on, why="")
            if letter == "A":
                outcome = aside.apply_again(performer, piece, worker, desk.on)
            else:
                outcome = aside.dispose(performer, piece.entry, why, worker, desk.on)
            if isinstance(outcome, Refused):
                refused += [msgspec.structs.replace(f, field=f"action.{index}") for f in outcome.findings]
                records.append(row.values["number"] or f"line {index + 1}")
            else:
                messages.append(outcome.message)
        if not messages:
            return self.refused(request, refused)
        answer = self.open(desk, "", request.state)
        said = messages[0] if len(messages) == 1 else f"{len(messages)} records were seen to."
        unplaced = [msgspec.structs.replace(f, field="") for f in refused]
        return tried(desk, answer, said, len(messages), records, unplaced)

    def _wrong(self, desk: DeskContext, marks: list[tuple[int, Row, str]], why: str) -> list[Finding]:
        """What is wrong with the letters, and with WHY, all of it."""
        found = [
            self.wrong(desk, index, letter)
            for index, row, letter in marks
            if letter not in self.letters or not row.key
        ]
        if len(marks) > 1 and any(letter in "SC" for *_, letter in marks):
            place = next(index for index, _, letter in marks if letter in "SC")
            found.append(self.wrong(desk, place, "S or C", "one line, with no other letter"))
        if not why and any(letter == "D" for *_, letter in marks):
            found.append(desk.finding("CS-105", "why", label="WHY"))
        return found

    def _guide(self, desk: DeskContext, one: Piece) -> tuple[GuideLine, ...]:
        lines = [GuideLine(text=f"LINE {one.line}" if one.line else f"ENTRY {one.entry}", style="heading")]
        lines += [GuideLine(text=text) for text in (one.why, one.record) if text]
        lines += [
            GuideLine(text="", style="text"),
            GuideLine(text="WHAT CAN BE DONE", style="heading"),
            GuideLine(text="Enter what is missing, then A applies the record again, as its file was."),
            GuideLine(text="D with WHY disposes of one that will never be taken. Nothing is erased."),
        ]
        if self.cites:
            lines.append(GuideLine(text=self.cites, style="cite"))
        if is_number(one.number):
            opens = f"{desk.own.opens} {_number(desk, one)}"
            lines.append(
                GuideLine(text=f"===> {opens if one.by_case else f'SRCH {int(one.number)}'}", style="key")
            )
        return tuple(lines)


def _row(desk: DeskContext, one: Piece, shown: bool) -> Row:
    return Row(
        key=str(one.entry),
        values={
            "action": "",
            "came": shown_date(one.on),
            "run": one.run.rjust(5),
            "line": str(one.line or "").rjust(5),
            "number": _number(desk, one),
            "reason": one.why,
        },
        style="intensified" if shown else "",
    )


def _number(desk: DeskContext, one: Piece) -> str:
    """The number as the worker knows it: with all the digits of a subject."""
    digits = desk.own.subject.digits
    return f"{int(one.number):0{digits}d}" if one.by_case and is_number(one.number) else one.number


def _below(one: Piece) -> dict[str, str]:
    return {
        "where": _where(one),
        "whynot": one.why,
        "says": f"{one.kind}: {one.says}" if one.kind else "of no known kind",
        "record": one.record,
    }


def _where(one: Piece) -> str:
    if not one.file:
        return f"entry {one.entry} of the store's log"
    day = f"file of {one.made_on}, run {one.run}" if one.run else "file that was not taken to its end"
    return f"{day}, line {one.line} (digest {one.file}, entry {one.entry})"
