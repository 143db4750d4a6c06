"""CAS2: cooperation. NON COOP and DT report to IV-A; blank them, or key OFS 53, to clear (E-522)."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.acts.base import Act
from cstui.agencies.louisiana.acts.cooperation import (
    CorrectCooperation,
    DocumentNonCooperation,
    RecordCooperation,
    ReportNonCooperation,
)
from cstui.agencies.louisiana.policy import case_position, iva_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.programs.form import SHEET
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, benefits
from cstui.agencies.louisiana.records import Cooperation, GoodCause
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import cut

FIELDS = {"ground": "noncoop", "failed_on": "dt", "ofs_53_on": "ofs53"}


class Cas2(CasePage):
    """Reports, documents (DOC), clears and corrects entries about cooperation."""

    name = "CAS2"
    answers = PAGING | {"DOC", SHEET}

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state), hand.facts
        history = [_row(desk, entry) for entry in reversed(facts.file.cooperation)]
        rows, above, below = cut(history, page.offset, self.shown(desk))
        return Answer(
            screen=self.name,
            values=_values(desk, facts),
            rows=rows,
            more_above=above,
            more_below=below,
            state=page,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        facts = desk.facts(desk.case)
        entry = self.entry(desk, request)
        for index, row in enumerate(request.rows):
            action = row.values.get("action", "").strip()
            if action:
                return self._correct(desk, request, entry, index, action, row.key)
        ground = entry.code("noncoop")
        failed_on = entry.date("dt", required=bool(ground))
        ofs_53_on = entry.date("ofs53")
        basis = entry.text("basis")
        if entry.found or facts is None:
            return self.refused(request, entry.found)
        stands = case_position.noncooperation(facts.file)
        documented = case_position.documented(facts.file)
        if stands is not None and ground == stands.ground and not ofs_53_on and not basis:
            if failed_on == stands.failed_on:
                return self.again(desk, request.state)
            finding = desk.finding("LA-E522-07", "dt", code=stands.ground, on=stands.failed_on)
            return self.refused(request, [finding])
        clears = ofs_53_on is not None or bool(basis)
        if clears or (not ground and stands is not None):
            act = RecordCooperation(case=desk.case, ofs_53_on=ofs_53_on, basis=basis)
            return self.do(desk, request, act, FIELDS)
        if ground and failed_on:
            return self.do(desk, request, _report(desk.case, ground, entry), FIELDS)
        if documented is None and request.modified - {"command"}:
            return self.refused(request, [desk.finding("CS-129", "noncoop")])
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == SHEET:
            return desk.go("FVEW", f"{desk.case} {SHEET}")
        entry = self.entry(desk, request)
        ground = entry.code("noncoop", required=True)
        entry.date("dt", required=True)
        if entry.found:
            return self.refused(request, entry.found)
        report = _report(desk.case, ground, entry)
        act = DocumentNonCooperation(case=desk.case, ground=report.ground, failed_on=report.failed_on)
        return self.do(desk, request, act, FIELDS)

    def question(self, desk: DeskContext, act: Act) -> str:
        match act:
            case ReportNonCooperation(ground=ground, failed_on=failed_on):
                return f"Report {ground}, DT {failed_on:%m/%d}, to IV-A?"
            case RecordCooperation():
                return "Enter cooperation?"
        return super().question(desk, act)

    def _correct(
        self, desk: DeskContext, request: Request, entry: Entry, index: int, action: str, key: str
    ) -> Answer:
        if action != "C":
            return self.refused(request, [self.wrong(desk, index, action)])
        reason = entry.text("basis")
        act = CorrectCooperation(case=desk.case, entry=int(key), reason=reason)
        return self.do(desk, request, act, {"why": "basis", "entry": f"action.{index}"})


def _report(case: str, ground: str, entry: Entry) -> ReportNonCooperation:
    inputs = {"case": case, "ground": ground, "failed_on": entry.date("dt")}
    return msgspec.convert(inputs, ReportNonCooperation)


def _values(desk: DeskContext, facts: Facts) -> dict[str, str]:
    entry = case_position.noncooperation(facts.file)
    cause = facts.file.good_cause[-1] if facts.file.good_cause else None
    position = iva_position.of_case(facts, desk.rules, desk.on)
    spell = position.spell
    notice = spell.notice_on if spell else None
    runs_out = case_position.notice_runs_out(notice, desk.rules) if notice else None
    reported = entry.reported_on if entry else None
    notice_due = case_position.notice_due(reported, desk.rules) if reported else None
    if position.state == "owed":
        notice_due = position.notice_due
    return {
        "noncoop": entry.ground if entry else "",
        "noncoop_text": desk.rules.meaning("noncoop", entry.ground) if entry else "",
        "dt": shown_date(entry.failed_on) if entry else "",
        "entered": f"{entry.entered_on:%m/%d/%Y}" if entry else "",
        "reported": _reported(entry),
        "ofs53": "",
        "basis": "",
        "gcreason": cause.reason if cause else "",
        "gc_text": desk.rules.meaning("gcreason", cause.reason) if cause else "Not claimed",
        "gc_dt": f"{cause.on:%m/%d/%Y}" if cause else "",
        "gc_standing": _standing(desk, cause),
        "benefits": benefits(facts, desk.on),
        "notice_due": _on(notice_due),
        "notice": _on(notice),
        "runs_out": _on(runs_out),
        "answered": _on(spell.answered_on if spell else None),
        "removal": _on(position.removal),
        "others": _others(facts),
    }


def _standing(desk: DeskContext, cause: GoodCause | None) -> str:
    """What became of good cause; nothing where none was claimed, whatever came with the code (E-520 I)."""
    if cause is None or cause.reason in case_position.NOT_CLAIMED:
        return ""
    return desk.rules.meaning("gcstanding", cause.standing)


def _on(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""


def _others(facts: Facts) -> str:
    """Where the CP has other cases, cooperation is reviewed for all of them at once (E-522)."""
    open_cases = [f for f in facts.others if f.case.status != "closed"]
    return f"OFS3: {len(open_cases) + 1} cases" if open_cases else ""


def _reported(entry: Cooperation | None) -> str:
    if entry is None:
        return ""
    return f"{entry.reported_on:%m/%d/%Y}" if entry.reported_on else "tonight"


def _row(desk: DeskContext, entry: Cooperation) -> Row:
    what = {
        "reported": desk.rules.meaning("noncoop", entry.ground),
        "documented": f"{desk.rules.meaning('noncoop', entry.ground)} (CALO only)",
        "cooperating": f"Cooperation. {entry.basis}".strip(),
    }[entry.kind]
    if not entry.standing:
        what = f"{what} -- CORRECTED"
    return Row(
        key=str(entry.seq),
        values={
            "seq": str(entry.seq),
            "code": entry.ground or "--",
            "what": what,
            "failed": shown_date(entry.failed_on),
            "keyed": shown_date(entry.entered_on),
            "sent": shown_date(entry.reported_on),
            "by": entry.worker,
        },
        style="" if entry.standing else "dim",
    )
