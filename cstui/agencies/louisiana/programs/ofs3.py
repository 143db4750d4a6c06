"""OFS3: form OFS 53 of the CP: brought, agreed on all cases in every office, completed (E-522, E-523)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cstui.agencies.louisiana.acts.agreements import (
    AgreeOnCases,
    CompleteOfs53,
    CorrectOfs53,
    ReceiveOfs53,
)
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, Keyed, benefits, found_in
from cstui.agencies.louisiana.records import Agreement
from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import cut, flowed, within
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding, Severity
from cstui.store import reads

NOT_AGREED = "LA-E522-16"
NOT_OPEN = "LA-E522-20"


class Ofs3(CasePage):
    """RECEIVED takes the form in, Y before the cases records the agreement, COMPLETE completes it.

    VOID sets the last form aside as recorded by mistake; WHY says why.
    """

    name = "OFS3"
    answers = PAGING | {"COMPLETE", "VOID"}

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        facts, shown = hand.facts, self.shown(desk)
        page = self.at(desk, state)
        opened = case_position.open_agreement(facts)
        listed = list(self._rows(desk, facts))
        page = msgspec.structs.replace(page, offset=within(page.offset, len(listed), shown))
        rows, above, below = cut(listed, page.offset, shown)
        first = next((at for at, row in enumerate(rows) if "agrees" not in row.protected), None)
        return Answer(
            screen=self.name,
            values={
                "received": shown_date(opened.received_on) if opened else "",
                "applied": shown_date(opened.applied_on) if opened else "",
                "standing": _open_since(opened),
                "benefits": benefits(facts, desk.on),
                "why": "",
                "before": "; ".join(_told(a) for a in reversed(facts.agreements) if a is not opened)
                or "none",
            },
            rows=rows,
            more_above=above,
            more_below=below,
            protected=frozenset({"received", "applied"}) if opened else frozenset(),
            cursor=Where("agrees", first) if opened and first is not None else None,
            seen={f"case {file.case.number}": file.case.version for file in facts.files},
            state=page,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        return self._record(desk, request, complete=False)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "VOID":
            reason = rest or request.values.get("why", "")
            return self.do(desk, request, CorrectOfs53(case=desk.case, reason=reason))
        return self._record(desk, request, complete=True)

    def _record(self, desk: DeskContext, request: Request, *, complete: bool) -> Answer:
        facts, entry = desk.facts(desk.case), self.entry(desk, request)
        opened = case_position.open_agreement(facts) if facts else None
        received = entry.date("received") if opened is None else None
        applied = entry.date("applied") if opened is None else None
        if opened is None and applied and not received:
            entry.date("received", required=True)
        agreed = _agreed(entry, request, opened)
        if entry.found or facts is None:
            return self.refused(request, entry.found)
        keyed: list[Keyed] = []
        if received is not None:
            keyed.append(Keyed(ReceiveOfs53(case=desk.case, received_on=received, applied_on=applied)))
        if agreed != frozenset(opened.agreed if opened else ()):
            keyed.append(Keyed(AgreeOnCases(case=desk.case, cases=tuple(sorted(agreed)))))
        if complete:
            keyed.append(Keyed(CompleteOfs53(case=desk.case)))
        if not keyed:
            return self.again(desk, request.state)
        outcomes = desk.perform_all([one.act for one in keyed], request)
        if any(isinstance(outcome, Refused) for outcome in outcomes):
            found = found_in(keyed, outcomes)
            return self.refused(request, _each_case(desk, facts, request, agreed, found))
        receipts = [outcome for outcome in outcomes if not isinstance(outcome, Refused)]
        answer = self.again(desk, request.state)
        return msgspec.structs.replace(
            answer,
            message=receipts[-1].message,
            findings=tuple(f for receipt in receipts for f in _unplaced(receipt.findings)),
        )

    def _rows(self, desk: DeskContext, facts: Facts) -> Iterator[Row]:
        names = {office.code: office.name for office in desk.read(reads.offices)}
        columns = self.drawing.field("standing_of").width
        for line in lines_of(facts):
            file, needed = line.file, line.needed
            case = file.case
            row = Row(
                key=case.number,
                values={
                    "agrees": "Y" if line.agrees else "",
                    "number": case.number,
                    "owner": f"{case.office} {names.get(case.office, '')}",
                    "by": case.worker,
                    "state": case.status.upper(),
                    "standing_of": line.stands,
                },
                style="intensified"
                if case_position.noncooperation(file) or case_position.documented(file)
                else "",
                protected=frozenset() if needed else frozenset({"agrees"}),
            )
            first, *more = flowed(row, "standing_of", columns)
            yield first
            for under in more:
                yield msgspec.structs.replace(under, protected=frozenset({"agrees"}))


def _agreed(entry: Entry, request: Request, opened: Agreement | None) -> frozenset[str]:
    """The cases on which the CP agrees: those keyed Y on this page, and those of other pages."""
    shown = {row.key: entry.flag("agrees", row=at) for at, row in enumerate(request.rows) if _is_case(row)}
    elsewhere = {number for number in (opened.agreed if opened else ()) if number not in shown}
    return frozenset(elsewhere | {number for number, yes in shown.items() if yes})


def _is_case(row: Row) -> bool:
    return "agrees" not in row.protected


def _each_case(
    desk: DeskContext, facts: Facts, request: Request, agreed: frozenset[str], found: Sequence[Finding]
) -> list[Finding]:
    """What was found, once each; a case without agreement on its own line of the list."""
    at = {row.key: index for index, row in enumerate(request.rows)}
    missing = [f.case.number for f in case_position.to_review(facts) if f.case.number not in agreed]
    said: list[Finding] = []
    for finding in found:
        if finding.rule == NOT_AGREED:
            said += [
                desk.finding(NOT_AGREED, f"agrees.{at[number]}" if number in at else "", cases=number)
                for number in missing
            ]
        elif finding.severity is not Severity.INFO and finding not in said:
            said.append(finding)
    others = [finding for finding in said if finding.rule != NOT_OPEN]
    # Where the form itself was refused, that no form is open says nothing more.
    return others if others and request.values.get("received") else said


def _unplaced(findings: Sequence[Finding]) -> list[Finding]:
    """What is told of all cases stands at no line of the list."""
    return [msgspec.structs.replace(f, field="") if f.field == "agrees" else f for f in findings]


def _open_since(opened: Agreement | None) -> str:
    return f"open, office {opened.office} worker {opened.worker}" if opened else "none is open"


def _told(agreement: Agreement) -> str:
    done = f"completed {agreement.completed_on:%m/%d/%Y}" if agreement.completed_on else "not completed"
    applied = f", applied {agreement.applied_on:%m/%d/%Y}" if agreement.applied_on else ""
    done = done if agreement.standing else "SET ASIDE"
    return f"{agreement.received_on:%m/%d/%Y}{applied}, {done} by {agreement.worker}"


class AgreementLine(msgspec.Struct, frozen=True, kw_only=True):
    """One case on OFS3: whether the CP's agreement is needed and given, and where the case stands."""

    file: CaseFile
    needed: bool
    agrees: bool
    stands: str


def lines_of(facts: Facts) -> Iterator[AgreementLine]:
    """The CP's cases as OFS3 lists them, by number."""
    opened = case_position.open_agreement(facts)
    review = {file.case.number for file in case_position.to_review(facts)}
    for file in sorted(facts.files, key=lambda file: file.case.number):
        number, says = file.case.number, _standing(file)
        needed = number in review
        yield AgreementLine(
            file=file,
            needed=needed,
            agrees=opened is not None and needed and number in opened.agreed,
            stands=says if needed else f"{says}; none needed",
        )


def _standing(file: CaseFile) -> str:
    """Where the case stands: closed, good cause, non-cooperation, cooperation, request, in a line."""
    said: list[str] = []
    entry = case_position.last_entry(file)
    if file.case.status == "closed" and file.case.closed:
        said.append(f"closed {file.case.closed:%m/%d/%Y}")
    if cause := case_position.good_cause(file):
        said.append(f"GC {cause.standing} {cause.on:%m/%d/%Y}")
    if entry is not None and entry.failed_on is not None:
        sent = f"sent {entry.reported_on:%m/%d/%Y}" if entry.reported_on else "not sent"
        where = "CALO only" if entry.kind == "documented" else sent
        said.append(f"{entry.ground} {entry.failed_on:%m/%d/%Y} {where}")
    elif entry is not None:
        said.append(f"cooperating {entry.entered_on:%m/%d/%Y}")
    elif not said:
        said.append("cooperating")
    for request in file.requests:
        done = f"{request.opened_on:%m/%d} done {request.done_on:%m/%d/%Y}" if request.done_on else ""
        said.append(
            f"request {done}" if done else f"request of {request.from_office} {request.opened_on:%m/%d/%Y}"
        )
    return "; ".join(said)
