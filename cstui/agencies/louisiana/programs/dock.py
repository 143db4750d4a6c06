"""DOCK: the docket of a day; all of its outcomes are keyed on one screen and one Enter (E-521)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.appointments import STATUS, RecordOutcome
from cstui.agencies.louisiana.policy import case_position, needs, notices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import NoDate, NoSuchDay, shown_date
from cstui.desk.entry import Entry, date_fault
from cstui.desk.programs.base import DeskContext, why_not
from cstui.desk.programs.listing import ListProgram
from cstui.desk.programs.pages import marked, under_cursor
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook
from cstui.store.facts import read_many

SHOWN = {"open": "OPEN", "kept": "KEPT", "failed": "FAILED", "excused": "IN TOUCH"}
MOST = 1000
"""Appointments of one worker's day; no day has as many."""
KEYED = ("action", "refused", "stopped")
"""The columns of a line that take something, as long as its outcome is missing."""


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Whose docket of which day is shown, from which appointment on."""

    on: date
    worker: str
    offset: int = 0


@dataclass(frozen=True)
class KeyedOutcome:
    """One line with an outcome keyed before it."""

    row: Row
    act: RecordOutcome


class Dock(ListProgram[Day]):
    """K, F or X before each open line of all pages, REF and STOP, then one Enter; S opens the case."""

    name = "DOCK"
    state = Day
    carries = True

    def begins(self, desk: DeskContext, argument: str) -> Day:
        """NoDate or NoSuchDay where the argument is not a day."""
        return Day(on=desk.date(argument or "T"), worker=desk.worker.number)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        try:
            return self._painted(desk, self.at(desk, state, argument), {})
        except (NoDate, NoSuchDay) as error:
            finding = date_fault(desk.rules, error, "command", label="DATE", value=argument)
            return Answer(screen=self.name, findings=(finding,))

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        day = self.at(desk, request.state)
        entry = self.entry(desk, request)
        on, worker = entry.date("date") or desk.on, entry.number("worker", desk.own.worker)
        worker = worker or desk.worker.number
        if not entry.found and worker not in _workers(desk):
            entry.found.append(desk.finding("CS-120", "worker", value=worker))
        chosen = [(index, row) for index, row, letter in marked(request) if letter == "S"]
        keyed = self._keyed(desk, entry, request)
        others = (on, worker) != (day.on, day.worker)
        if keyed and (chosen or others):
            place = f"action.{chosen[0][0]}" if chosen else "date"
            what = "S" if chosen else "Another docket"
            choices = "enter the outcomes first"
            entry.found.append(desk.finding("CS-130", place, value=what, choices=choices))
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go("APPT", chosen[0][1].values["case"])
        if keyed:
            return self._record(desk, request, day, keyed)
        if others:
            return self._painted(desk, Day(on=on, worker=worker), {})
        under = under_cursor(request)
        return desk.go("APPT", under.values["case"]) if under else self._painted(desk, day, {})

    def turned(self, desk: DeskContext, state: Day, word: str) -> Day:
        last = word == "DOWN" and len(_docket(desk, state)) <= state.offset + self.shown(desk)
        return state if last else super().turned(desk, state, word)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """A page is turned once every letter on it is one: what is wrong is shown where it is."""
        entry = self.entry(desk, request)
        self._keyed(desk, entry, request)
        return self.refused(request, entry.found) if entry.found else super().word(desk, request, word, rest)

    def _keyed(self, desk: DeskContext, entry: Entry, request: Request) -> list[KeyedOutcome]:
        """The outcomes keyed on all pages; what is wrong with the letters of this one into `entry.found`."""
        keyed: list[KeyedOutcome] = []
        for index, row in enumerate((*request.rows, *request.elsewhere)):
            letter = row.values.get("action", "").strip()
            if index < len(request.rows):
                refused, stopped = entry.flag("refused", row=index), entry.flag("stopped", row=index)
            else:
                refused, stopped = (row.values.get(name, "").strip() == "Y" for name in KEYED[1:])
            if letter in STATUS:
                case, seq = row.key.split()
                inputs = {
                    "case": case,
                    "appointment": int(seq),
                    "outcome": letter,
                    "refused": refused,
                    "stopped": stopped,
                }
                keyed.append(KeyedOutcome(row, msgspec.convert(inputs, RecordOutcome)))
            elif letter and letter != "S":
                entry.found.append(self.wrong(desk, index, letter))
            elif refused or stopped:
                entry.found.append(desk.finding("CS-105", f"action.{index}", label="OUTCOME"))
        return keyed

    def _record(self, desk: DeskContext, request: Request, day: Day, keyed: Sequence[KeyedOutcome]) -> Answer:
        """Each line is an act of its own: one that is refused holds none of the others back."""
        seen = dict(request.seen)
        refused: dict[str, tuple[KeyedOutcome, tuple[Finding, ...]]] = {}
        done = 0
        for line in keyed:
            outcome = desk.perform(line.act, msgspec.structs.replace(request, seen=seen))
            if isinstance(outcome, Refused):
                refused[line.row.key] = (line, outcome.findings)
                continue
            done += 1
            subject = f"case {line.act.case}"
            seen[subject] = seen.get(subject, 0) + 1
        whole, shown = _docket(desk, day), self.shown(desk)
        wanted = [at for at, line in enumerate(whole) if (line.key in refused if refused else line.open)]
        on_page = range(day.offset, day.offset + shown)
        turns = bool(wanted) and not any(at in on_page for at in wanted)
        if turns:
            day = msgspec.structs.replace(day, offset=wanted[0] // shown * shown)
        answer = self._painted(desk, day, refused)
        if not refused:
            more = "; the next ones. F7 goes back." if turns else ""
            return msgspec.structs.replace(answer, message=f"{done} recorded{more}")
        counted = desk.finding("CS-139", "", done=done, refused=len(refused))
        return msgspec.structs.replace(
            answer,
            message=f"{done} recorded, {len(refused)} refused",
            findings=(counted, *answer.findings),
            elsewhere=tuple(line.row for key, (line, _) in refused.items() if key not in _keys(answer)),
            guide=why_not(answer.findings),
        )

    def _painted(
        self, desk: DeskContext, day: Day, refused: Mapping[str, tuple[KeyedOutcome, tuple[Finding, ...]]]
    ) -> Answer:
        shown = self.shown(desk)
        whole = _docket(desk, day)
        docket = whole[day.offset :]
        files = desk.read(lambda s: read_many(s, Facts, {line.case for line in docket[:shown]}))
        findings: list[Finding] = []
        rows: list[Row] = []
        for index, line in enumerate(docket[:shown]):
            note = _evidence(files[line.case].file, line.seq, desk.rules)
            row = _row(line, note, desk.rules)
            if row.key in refused:
                keyed, found = refused[row.key]
                typed = {name: keyed.row.values.get(name, "") for name in KEYED if line.open}
                typed["note"] = f"{found[0].rule} {found[0].message}"
                row = msgspec.structs.replace(row, values={**row.values, **typed})
                findings += [msgspec.structs.replace(f, field=f"action.{index}") for f in found]
            rows.append(row)
        return Answer(
            screen=self.name,
            values={
                "date": shown_date(day.on),
                "weekday": f"{day.on:%A}",
                "worker": day.worker,
                "name": _workers(desk).get(day.worker, ""),
                "count": _counted(whole),
            },
            rows=tuple(rows),
            more_above=day.offset > 0,
            more_below=len(docket) > shown,
            state=day,
            findings=tuple(findings),
            seen={f"case {line.case}": line.case_version for line in docket[:shown]},
            message="" if rows else "No appointment on this day.",
        )


def _docket(desk: DeskContext, day: Day) -> list[reads.DocketRow]:
    """The whole day of the worker: what is on other pages counts as well."""
    return desk.read(lambda session: reads.docket(session, day.worker, day.on, limit=MOST))


def _counted(docket: Sequence[reads.DocketRow]) -> str:
    """How many outcomes are to come on all pages of the day; empty on a day without appointments."""
    left = sum(line.open for line in docket)
    if not docket:
        return ""
    return f"{left} open of {len(docket)}" if left else f"all {len(docket)} recorded"


def _workers(desk: DeskContext) -> dict[str, str]:
    return {worker.number: worker.name for worker in desk.read(lambda session: reads.workers(session))}


def _keys(answer: Answer) -> set[str]:
    return {row.key for row in answer.rows}


def _evidence(file: CaseFile, seq: int, rules: Rulebook) -> str:
    """What bears most on the outcome: the CP's call before the day, what came meanwhile, the notice."""
    appointment = next(a for a in file.appointments if a.seq == seq)
    if contact := case_position.initiative(file, appointment, rules):
        return f"CP contact {contact.on:%m/%d}"
    if found := needs.answered(file, appointment):
        return f"not needed {found.on:%m/%d}"
    if any(form.returned_on is not None for form in notices.of_appointment(file, appointment)):
        return "letter came back"
    return ""


def _row(line: reads.DocketRow, note: str, rules: Rulebook) -> Row:
    what = rules.meaning("purpose", line.purpose)
    return Row(
        key=line.key,
        values={
            "action": "",
            "refused": "",
            "stopped": "",
            "at": line.at,
            "case": line.case,
            "cp": line.cp,
            "purpose": line.purpose,
            "status": SHOWN.get(line.status, line.status.upper()),
            "note": note,
            "what": what,
        },
        guide=(
            GuideLine(text=f"{line.case} {line.cp}", style="heading"),
            GuideLine(text=f"{line.at} {what}"),
            *((GuideLine(text=note),) if note else ()),
            GuideLine(text=f"===> APPT {line.case}", style="key"),
        ),
        style="intensified" if line.open else "",
        protected=frozenset() if line.open else frozenset(KEYED),
    )
