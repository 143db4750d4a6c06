"""LEM4: cases with non-cooperation by what may be done now; acts on several lines after a preview (E-524)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from cstui.acts.base import Act
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.closing import PendClosure
from cstui.agencies.louisiana.acts.followup import NotifyConsultant, RecordConsultantAnswer, RecordReview
from cstui.agencies.louisiana.policy.followup import Doing
from cstui.agencies.louisiana.programs.lem4_lines import previewed, row_of, short_why, would
from cstui.agencies.louisiana.reports.lem4145r1 import lem4145r1, read_lines
from cstui.cells import is_number
from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.programs.base import DeskContext, tried, why_not
from cstui.desk.programs.listing import PAGING, ListProgram
from cstui.desk.programs.pages import marked, under_cursor, within
from cstui.policy.effects import Effects, Refused
from cstui.policy.findings import Finding

OPENS = {"S": "CAS1", "C": "CAS2"}
ALL = "ALL"
SHOWS: dict[str, Doing] = {
    "C": "correct",
    "D": "decide",
    "P": "pend",
    "E": "escalate",
    "K": "enforce",
    "W": "wait",
}
"""The codes of table `followup`."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Whose cases are listed, in which order and from where; what the last preview was of."""

    scope: str
    show: str = ""
    order: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    offset: int = 0
    preview: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    review: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Marked:
    """One line with a letter before it, and the act that it asks for."""

    index: int
    case: str
    letter: str
    act: Act


class Lem4(ListProgram[Listed]):
    """P, E, A or R before several lines, Enter previews, CONFIRM (F6) or Enter again does it."""

    name = "LEM4"
    answers = PAGING | {"CONFIRM"}
    state = Listed
    previews = True

    def begins(self, desk: DeskContext, argument: str) -> Listed:
        return Listed(scope=argument or desk.worker.number)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        if isinstance(state, Listed):
            return self._painted(desk, _listed(desk, state))
        words = argument.split()
        at = next((word for word in words if re.fullmatch(r"\d{8}", word)), "")
        scope = next((word for word in words if word != at), desk.worker.number)
        if at:
            summary = desk.read(lambda session: reads.case_summary(session, at))
            if summary is None:
                return self._wrong(desk.finding("CS-101", "command", value=at))
            scope = summary.case.worker
        if finding := _no_scope(desk, scope, "command"):
            return self._wrong(finding)
        listed = _listed(desk, Listed(scope=scope))
        if at not in listed.order:
            return self._painted(desk, listed)
        shown, place = self.shown(desk), listed.order.index(at)
        listed = msgspec.structs.replace(listed, offset=place // shown * shown)
        answer = self._painted(desk, listed)
        return msgspec.structs.replace(answer, cursor=Where("action", place % shown))

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        listed = self.at(desk, request.state)
        entry = self.entry(desk, request)
        show, scope = entry.code("show"), entry.text("scope") or desk.worker.number
        if finding := _no_scope(desk, scope, "scope"):
            entry.found.append(finding)
        marks = self._marks(desk, request, entry.found)
        opened = [(index, row, OPENS[letter]) for index, row, letter in marked(request) if letter in OPENS]
        others = (scope, show) != (listed.scope, listed.show)
        if marks and (opened or others):
            place, what = (f"action.{opened[0][0]}", "S") if opened else ("scope", "Another list")
            choices = "first confirm what is marked, or drop it with F12"
            entry.found.append(desk.finding("CS-130", place, value=what, choices=choices))
        if entry.found:
            return self.refused(request, entry.found)
        if opened:
            return desk.go(opened[0][2], opened[0][1].key)
        if marks:
            return self._asked(desk, request, listed, marks)
        if others:
            return self._painted(desk, _listed(desk, Listed(scope=scope, show=show)))
        under = under_cursor(request)
        if under is not None and under.key:
            return desk.go("CAS1", under.key)
        return self._painted(desk, _listed(desk, listed))

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        listed = self.at(desk, request.state)
        if word in PAGING:
            turned = self.turned(desk, listed, word)
            offset = turned.offset if turned.offset < len(listed.order) else listed.offset
            return self._painted(desk, msgspec.structs.replace(listed, offset=offset, preview=()))
        found: list[Finding] = []
        marks = self._marks(desk, request, found)
        if not marks and not found:
            nothing = self.refused(request, [desk.finding("CS-171", "", what="P, E, A or R")])
            return msgspec.structs.replace(nothing, cursor=Where("action", 0))
        if found:
            return self.refused(request, found)
        return self._asked(desk, request, listed, marks)

    def _marks(self, desk: DeskContext, request: Request, found: list[Finding]) -> list[Marked]:
        """The acts that are asked for; what is wrong with their letters goes into `found`."""
        answer = request.values.get("answer", "").strip()
        entry = self.entry(desk, request)
        reviewed, remark = entry.date("reviewed"), entry.text("remark")
        found += entry.found
        marks: list[Marked] = []
        for index, row, letter in marked(request):
            act: Act | None = None
            if letter == "P":
                act = PendClosure(case=row.key, why=remark)
            elif letter == "E":
                act = NotifyConsultant(case=row.key)
            elif letter == "A" and answer:
                act = RecordConsultantAnswer(case=row.key, answer=answer)
            elif letter == "A":
                found.append(desk.finding("CS-105", "answer", label="ANSWER"))
            elif letter == "R":
                act = RecordReview(case=row.key, on=reviewed, remark=remark)
            elif letter not in OPENS:
                found.append(self.wrong(desk, index, letter))
            if act is not None:
                marks.append(Marked(index, row.key, letter, act))
        return marks

    def _asked(self, desk: DeskContext, request: Request, listed: Listed, marks: Sequence[Marked]) -> Answer:
        """What was marked is previewed first; the same marks again are done."""
        asked = tuple((mark.case, mark.letter) for mark in marks)
        answer = request.values.get("answer", "").strip()
        review = (request.values.get("reviewed", "").strip(), request.values.get("remark", "").strip())
        if (asked, answer, review) == (listed.preview, listed.answer, listed.review):
            return self._confirmed(desk, request, listed, marks)
        listed = msgspec.structs.replace(listed, preview=asked, answer=answer, review=review)
        return self._preview(desk, listed, marks)

    def _preview(self, desk: DeskContext, listed: Listed, marks: Sequence[Marked]) -> Answer:
        """What would be done on each marked line, without writing anything."""
        performer = desk.place.performer
        considered: dict[str, Effects | Refused] = {}
        desk.progress.begin("Preview", len(marks), "lines")
        for mark in marks:
            considered[mark.case] = performer.consider(mark.act, actor=desk.worker.number, on=desk.on)
            desk.progress.step()
        refused = {mark.case: found for mark in marks if isinstance(found := considered[mark.case], Refused)}
        notes = {
            mark.case: would(mark.letter, outcome)
            for mark in marks
            if isinstance(outcome := considered[mark.case], Effects)
        }
        answer = self._painted(desk, listed, marks, refused, notes)
        counted = desk.finding("CS-172", "", done=len(notes), refused=len(refused))
        guide = previewed(considered)
        return msgspec.structs.replace(
            answer,
            message=counted.message,
            findings=(counted, *answer.findings),
            guide=guide,
            asks=True,
            cursor=Where("action", marks[0].index),
        )

    def _confirmed(
        self, desk: DeskContext, request: Request, listed: Listed, marks: Sequence[Marked]
    ) -> Answer:
        """Each line is an act of its own: one that is refused holds none of the others back."""
        refused: dict[str, Refused] = {}
        done, left = 0, list(marks)
        desk.progress.begin("Acting", len(marks), "lines")
        for mark in marks:
            if desk.progress.cancelled:
                break
            left.remove(mark)
            outcome = desk.perform(mark.act, request)
            if isinstance(outcome, Refused):
                refused[mark.case] = outcome
            else:
                done += 1
            desk.progress.done += 1
        desk.progress.cancelled = False  # the list is painted again whatever was asked meanwhile
        kept = [mark for mark in marks if mark.case in refused or mark in left]
        after = _listed(
            desk,
            msgspec.structs.replace(
                listed,
                preview=(),
                answer=listed.answer if kept else "",
                review=listed.review if kept else ("", ""),
            ),
        )
        answer = self._painted(desk, after, kept, refused)
        if left:
            stopped = desk.finding("CS-509", "", done=done, left=len(left))
            return msgspec.structs.replace(answer, message="", findings=(stopped, *answer.findings))
        return tried(desk, answer, f"{done} done.", done, refused, answer.findings)

    def _painted(
        self,
        desk: DeskContext,
        listed: Listed,
        marks: Sequence[Marked] = (),
        refused: Mapping[str, Refused] | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> Answer:
        shown = self.shown(desk)
        listed = msgspec.structs.replace(listed, offset=within(listed.offset, len(listed.order), shown))
        numbers = listed.order[listed.offset : listed.offset + shown]
        lines = desk.read(lambda session: list(read_lines(session, desk.rules, desk.on, numbers)))
        letters = {mark.case: mark.letter for mark in marks}
        own = len(listed.scope) == 5
        findings: list[Finding] = []
        rows: list[Row] = []
        for index, line in enumerate(lines):
            wrong = refused.get(line.case) if refused else None
            note = (notes or {}).get(line.case) or short_why(line)
            if wrong is not None:
                note = f"{wrong.findings[0].rule} {wrong.findings[0].message}"
                findings += [msgspec.structs.replace(f, field=f"action.{index}") for f in wrong.findings]
            cp = line.cp if own else f"{line.worker} {line.cp}"
            rows.append(row_of(line, desk.rules, cp, letters.get(line.case, ""), note))
        return Answer(
            screen=self.name,
            values={
                "scope": listed.scope,
                "name": _scope_name(desk, listed.scope),
                "show": listed.show,
                "shown": desk.rules.meaning("followup", listed.show) if listed.show else "all of them",
                "summary": "   ".join(f"{count} {doing}" for doing, count in listed.counts if count),
                "answer": listed.answer,
                "reviewed": listed.review[0],
                "remark": listed.review[1],
            },
            rows=tuple(rows),
            more_above=listed.offset > 0,
            more_below=listed.offset + shown < len(listed.order),
            state=listed,
            findings=tuple(findings),
            seen={f"case {line.case}": line.version for line in lines},
            message="" if rows else "No case shows non-cooperation here.",
            guide=why_not(findings) if findings else (),
        )

    def _wrong(self, finding: Finding) -> Answer:
        return Answer(screen=self.name, findings=(finding,))


def _listed(desk: DeskContext, listed: Listed) -> Listed:
    """The same list as the store has it now."""
    scope = listed.scope
    office, worker = (scope if len(scope) == 2 else None), (scope if len(scope) == 5 else None)
    report = desk.read(
        lambda s: lem4145r1(s, desk.rules, desk.on, office=office, worker=worker, progress=desk.progress)
    )
    wanted = SHOWS.get(listed.show)
    return msgspec.structs.replace(
        listed,
        order=tuple(line.case for line in report.lines if wanted in (None, line.doing)),
        counts=tuple((str(doing), count) for doing, count in report.counts.items()),
    )


def _no_scope(desk: DeskContext, scope: str, field: str) -> Finding | None:
    """What is wrong with what was keyed as FOR, or None."""
    if scope == ALL:
        return None
    if len(scope) == 5 and is_number(scope):
        known = any(worker.number == scope for worker in desk.read(lambda s: reads.workers(s)))
        return None if known else desk.finding("CS-120", field, value=scope)
    if any(office.code == scope for office in desk.read(lambda s: reads.offices(s))):
        return None
    shape = "a worker, an office or ALL"
    return desk.finding("CS-116", field, label="FOR", value=scope, shape=shape)


def _scope_name(desk: DeskContext, scope: str) -> str:
    if scope == ALL:
        return "all offices"
    named = [(row.number, row.name) for row in desk.read(lambda s: reads.workers(s))]
    named += [(row.code, row.name) for row in desk.read(lambda s: reads.offices(s))]
    return dict(named).get(scope, "")
