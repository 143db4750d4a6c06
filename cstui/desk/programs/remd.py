"""REMD: the worker's reminders on all subjects, due first, and those that the policy makes.

An agency that has reminders has their acts (`cstui.acts.reminders`), and declares the word and the drawing.
Where its policy makes reminders too, the hook `reminders` lists all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

import msgspec

from cstui.acts.base import SubjectAct
from cstui.acts.registry import kind_of
from cstui.acts.reminders import MovesReminder, SetsReminder
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext, Page, tried, typed_again
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import STYLES, group_of, headed, marked, under_cursor
from cstui.desk.programs.standing_in import Standing
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts
from cstui.policy.findings import Finding
from cstui.store import reads

OWN = "own"
NEW = ("new_case", "new_due", "new_text")
_LATER = re.compile(r"\+(\d{1,3})$")


class Reminded(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder still to be done: a worker's own (`kind` own), or one that the policy makes.

    `worker` is whose it is, `party` whose name the subject is listed under, `version` the subject's. `due` is
    None where the policy names no day.
    """

    key: str
    seq: int
    kind: str
    due: date | None
    text: str
    worker: str
    party: str
    version: int


Reminders = Callable[[reads.Reading, str, Sequence[str], int, int], list[Reminded]]
"""Lists reminders (session, worker, covered, limit, offset): those of a worker, and of the workers `covered`,
due first."""


class Remd(PageProgram):
    """One Enter adds, snoozes and marks done; S, or the cursor on a line and Enter, opens the subject."""

    name = "REMD"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument)
        shown = self.shown(desk)
        cover = desk.read(lambda session: Standing.of(session, desk.worker.number, desk.on))
        found = self._found(desk, page, shown, cover)
        while not found and page.offset:
            page = self.turned(desk, page, "UP")
            found = self._found(desk, page, shown, cover)
        lines = [
            (group_of(one.due, desk.on), _row(one, desk.on, cover.marked(one.worker, one.party)))
            for one in found
        ]
        rows = headed(lines, shown)
        page = msgspec.structs.replace(page, taken=len(rows))
        return Answer(
            screen=self.name,
            values={"new_case": page.subject, "new_due": "", "new_text": ""},
            rows=rows,
            guide=cover.guide(),
            more_above=page.offset > 0,
            more_below=len(found) > len(rows),
            state=page,
            seen={desk.subject(one.key): one.version for one in found[: len(rows)]},
            message=cover.told() or ("" if found else "Nothing to be reminded of."),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        acts = self._moves(desk, entry, request)
        chosen = [(index, row) for index, row, letter in marked(request) if letter == "S"]
        added = self._added(desk, entry, request)
        if chosen and (acts or added):
            entry.found.append(self.wrong(desk, chosen[0][0], "S", "enter the rest first"))
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go(desk.own.opens, chosen[0][1].values["case"])
        if added:
            acts.append((added, ""))
        if acts:
            return self._done(desk, request, acts)
        under = under_cursor(request)
        if under is not None and under.key:
            return desk.go(desk.own.opens, under.values["case"])
        return self.open(desk, "", request.state)

    def _found(self, desk: DeskContext, page: Page, shown: int, cover: Standing) -> list[Reminded]:
        worker, covered = desk.worker.number, cover.workers
        listed: Reminders = desk.own.hook("reminders") or partial(_own, desk.place.performer.facts_class)
        return desk.read(lambda session: listed(session, worker, covered, shown + 1, page.offset))

    def _added(self, desk: DeskContext, entry: Entry, request: Request) -> SubjectAct | None:
        """The reminder that is to be added; None where nothing was keyed for one, or it is wrong."""
        page = self.at(desk, request.state)
        keyed = [name for name in NEW if request.values.get(name, "").strip()]
        if not keyed or (keyed == ["new_case"] and request.values["new_case"].strip() == page.subject):
            return None
        before = len(entry.found)
        case = entry.number("new_case", desk.own.subject, required=True)
        due = entry.date("new_due", required=True)
        text = entry.text("new_text", required=True)
        if due is not None and due < desk.on:
            entry.found.append(desk.finding("CS-174", "new_due", label="DUE", on=due))
        if case and desk.facts(case) is None:
            entry.found.append(desk.finding("CS-101", "new_case", value=case))
        if len(entry.found) > before or due is None:
            return None
        return kind_of(desk.agency.name, SetsReminder).of(case, due=due, text=text)

    def _moves(self, desk: DeskContext, entry: Entry, request: Request) -> list[tuple[SubjectAct, str]]:
        """What is marked done or moved, with the key of its line; what is wrong goes into `entry.found`."""
        acts: list[tuple[SubjectAct, str]] = []
        moves = kind_of(desk.agency.name, MovesReminder)
        for index, row in enumerate(request.rows):
            letter = row.values.get("action", "").strip()
            typed = row.values.get("to", "").strip()
            place = f"action.{index}"
            if letter and letter not in self.letters:
                entry.found.append(self.wrong(desk, index, letter))
                continue
            if not (letter == "D" or typed):
                continue
            case, kind, seq, due = row.key.split()
            if kind != OWN:
                entry.found.append(desk.finding("CS-175", place, case=case))
            elif letter == "D" and typed:
                entry.found.append(self.wrong(desk, index, "D", "done or moved, not both"))
            elif letter == "D":
                acts.append((moves.of(case, reminder=int(seq)), row.key))
            elif (to := _to(desk, entry, index, typed, date.fromisoformat(due))) is not None:
                acts.append((moves.of(case, reminder=int(seq), due=to), row.key))
        return acts

    def _done(self, desk: DeskContext, request: Request, acts: list[tuple[SubjectAct, str]]) -> Answer:
        """Each is an act of its own; what is refused is said and stays typed, the others are done."""
        seen = dict(request.seen)
        refused: list[Finding] = []
        cases: list[str] = []
        messages: list[str] = []
        keys: set[str] = set()
        for act, key in acts:
            outcome = desk.perform(act, msgspec.structs.replace(request, seen=seen))
            if isinstance(outcome, Refused):
                refused += [msgspec.structs.replace(f, field="") for f in outcome.findings]
                cases.append(act.key)
                keys.add(key)
                continue
            messages.append(outcome.message)
            if act.target in seen:
                seen[act.target] += 1
        page = self.at(desk, request.state)
        answer = self.open(desk, "", msgspec.structs.replace(page, subject=""))
        answer = typed_again(answer, request, keys, "action", "to")
        if "" in keys:  # the line for a new one
            typed = {name: request.values[name] for name in NEW}
            answer = msgspec.structs.replace(answer, values={**answer.values, **typed})
        message = messages[0] if len(messages) == 1 else f"{len(messages)} done."
        return tried(desk, answer, message, len(messages), cases, refused)


def _own(
    facts: type[SubjectFacts],
    session: reads.Reading,
    worker: str,
    covered: Sequence[str],
    limit: int,
    offset: int,
) -> list[Reminded]:
    """The workers' own reminders, where the policy makes none."""
    return [
        Reminded(
            key=row.key,
            seq=row.seq,
            kind=OWN,
            due=row.due,
            text=row.text,
            worker=row.worker,
            party=row.name,
            version=row.version,
        )
        for row in reads.own_reminders(session, facts, (worker, *covered), limit, offset)
    ]


def _to(desk: DeskContext, entry: Entry, index: int, typed: str, due: date) -> date | None:
    """The day to move to: a date, or so many days after the reminder was due; None where it is wrong."""
    later = _LATER.match(typed)
    to = due + timedelta(days=int(later[1])) if later else entry.date("to", row=index)
    if to is not None and to < desk.on:
        entry.found.append(desk.finding("CS-174", f"to.{index}", label="MOVE TO", on=to))
        return None
    return to


def _row(one: Reminded, on: date, party: str) -> Row:
    return Row(
        key=f"{one.key} {one.kind} {one.seq} {one.due}",
        values={
            "action": "",
            "to": "",
            "due": shown_date(one.due),
            "case": one.key,
            "party": party,
            "text": one.text,
        },
        style=STYLES[group_of(one.due, on)],
        protected=frozenset() if one.kind == OWN else frozenset({"to"}),
    )
