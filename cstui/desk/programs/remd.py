"""REMD: the worker's reminders across cases, due first, and those that the policy makes (E-521 to E-524)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from cstui.agencies.louisiana import reads as case_reads
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.acts.reminders import MoveReminder, SetReminder
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext, Page, Program, tried
from cstui.desk.programs.pages import in_full, marked, under_cursor
from cstui.desk.programs.standing_in import Standing
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding

ACTIONS = "D done, S opens the case; a day under MOVE TO snoozes"
NEW = ("new_case", "new_due", "new_text")
_LATER = re.compile(r"\+(\d{1,3})$")


class Remd(Program):
    """One Enter adds, snoozes and marks done; S, or the cursor on a line and Enter, opens the case."""

    name = "REMD"
    answers = frozenset({"UP", "DOWN"})

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = state if isinstance(state, Page) else Page(subject=argument)
        shown = self.shown(desk)
        cover = desk.read(lambda session: Standing.of(session, desk.worker.number, desk.on))
        found = self._found(desk, page, shown, cover)
        while not found and page.offset:
            page = msgspec.structs.replace(page, offset=max(0, page.offset - shown))
            found = self._found(desk, page, shown, cover)
        width = self.drawing.field("cp").width
        rows = tuple(_row(one, desk.on, cover.marked(one.worker, one.cp, width)) for one in found[:shown])
        return Answer(
            screen=self.name,
            values={"new_case": page.subject, "new_due": "", "new_text": ""},
            rows=rows,
            guide=(*in_full(rows, "due", self.drawing.field("text").width), *cover.guide()),
            more_above=page.offset > 0,
            more_below=len(found) > shown,
            state=page,
            seen={f"case {one.case}": one.version for one in found[:shown]},
            message=cover.told() or ("" if found else "Nothing to be reminded of."),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        acts = self._moves(desk, entry, request)
        chosen = [(index, row) for index, row, letter in marked(request) if letter == "S"]
        added = self._added(desk, entry, request)
        if chosen and (acts or added):
            choices = "enter the rest first"
            entry.found.append(desk.finding("CS-130", f"action.{chosen[0][0]}", value="S", choices=choices))
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go("CAS1", chosen[0][1].values["case"])
        if added:
            acts.append(added)
        if acts:
            return self._done(desk, request, acts)
        under = under_cursor(request)
        if under is not None and under.key:
            return desk.go("CAS1", under.values["case"])
        return self.open(desk, "", request.state)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = request.state if isinstance(request.state, Page) else Page()
        step = self.shown(desk) * (1 if word == "DOWN" else -1)
        return self.open(desk, "", msgspec.structs.replace(page, offset=max(0, page.offset + step)))

    def _found(
        self, desk: DeskContext, page: Page, shown: int, cover: Standing
    ) -> list[case_reads.ReminderRow]:
        worker, covered = desk.worker.number, cover.workers
        return desk.read(
            lambda s: case_reads.reminders(s, worker, covered=covered, limit=shown + 1, offset=page.offset)
        )

    def _added(self, desk: DeskContext, entry: Entry, request: Request) -> CaseAct | None:
        """The reminder that is to be added; None where nothing was keyed for one, or it is wrong."""
        page = request.state if isinstance(request.state, Page) else Page()
        keyed = [name for name in NEW if request.values.get(name, "").strip()]
        if not keyed or (keyed == ["new_case"] and request.values["new_case"].strip() == page.subject):
            return None
        before = len(entry.found)
        case = entry.digits("new_case", 8, "a case number", required=True)
        due = entry.date("new_due", required=True)
        text = entry.text("new_text", required=True)
        if due is not None and due < desk.on:
            entry.found.append(desk.finding("CS-174", "new_due", label="DUE", on=due))
        if case and desk.read(lambda session: case_reads.case_summary(session, case)) is None:
            entry.found.append(desk.finding("CS-101", "new_case", value=case))
        if len(entry.found) > before or due is None:
            return None
        return SetReminder(case=case, due=due, text=text)

    def _moves(self, desk: DeskContext, entry: Entry, request: Request) -> list[CaseAct]:
        """What is marked done or moved; what is wrong with it goes into `entry.found`."""
        acts: list[CaseAct] = []
        for index, row in enumerate(request.rows):
            letter = row.values.get("action", "").strip()
            typed = row.values.get("to", "").strip()
            place = f"action.{index}"
            if letter not in {"", "D", "S"}:
                entry.found.append(desk.finding("CS-130", place, value=letter, choices=ACTIONS))
                continue
            if not (letter == "D" or typed):
                continue
            case, kind, seq, due = row.key.split()
            if kind != "own":
                entry.found.append(desk.finding("CS-175", place, case=case))
            elif letter == "D" and typed:
                entry.found.append(
                    desk.finding("CS-130", place, value="D", choices="done or moved, not both")
                )
            elif letter == "D":
                acts.append(MoveReminder(case=case, reminder=int(seq)))
            elif (to := _to(desk, entry, index, typed, date.fromisoformat(due))) is not None:
                acts.append(MoveReminder(case=case, reminder=int(seq), due=to))
        return acts

    def _done(self, desk: DeskContext, request: Request, acts: list[CaseAct]) -> Answer:
        """Each is an act of its own; what is refused is said, the others are done."""
        seen = dict(request.seen)
        refused: list[Finding] = []
        cases: list[str] = []
        messages: list[str] = []
        for act in acts:
            outcome = desk.perform(act, msgspec.structs.replace(request, seen=seen))
            if isinstance(outcome, Refused):
                refused += [msgspec.structs.replace(f, field="") for f in outcome.findings]
                cases.append(act.case)
                continue
            messages.append(outcome.message)
            if f"case {act.case}" in seen:
                seen[f"case {act.case}"] += 1
        page = request.state if isinstance(request.state, Page) else Page()
        answer = self.open(desk, "", msgspec.structs.replace(page, subject=""))
        message = messages[0] if len(messages) == 1 else f"{len(messages)} done."
        if not refused:
            return msgspec.structs.replace(answer, message=message)
        counted = tried(desk, len(messages), cases)
        return msgspec.structs.replace(answer, message=counted.message, findings=(counted, *refused))


def _to(desk: DeskContext, entry: Entry, index: int, typed: str, due: date) -> date | None:
    """The day to move to: a date, or so many days after the reminder was due; None where it is wrong."""
    later = _LATER.match(typed)
    to = due + timedelta(days=int(later[1])) if later else entry.date("to", row=index)
    if to is not None and to < desk.on:
        entry.found.append(desk.finding("CS-174", f"to.{index}", label="MOVE TO", on=to))
        return None
    return to


def _row(one: case_reads.ReminderRow, on: date, cp: str) -> Row:
    text = {
        "documents": f"{one.text}: documents are due back",
        "answer": "PI Consultant told: answer awaited",
        "request": f"Office {one.text} asks: enter cooperation",
    }.get(one.kind, one.text)
    due = f"{one.due:%m/%d/%y}" if one.due else ""
    return Row(
        key=f"{one.case} {one.kind} {one.seq} {one.due}",
        values={
            "action": "",
            "to": "",
            "due": due,
            "case": one.case,
            "cp": cp,
            "text": text,
        },
        style="intensified" if one.due is not None and one.due <= on else "",
        protected=frozenset() if one.kind == "own" else frozenset({"to"}),
    )
