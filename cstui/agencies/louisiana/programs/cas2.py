"""CAS2: cooperation. NON COOP and DT report to IV-A; blank them, or key OFS 53, to clear (E-522)."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.acts.base import Act
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.cooperation import (
    CorrectCooperation,
    DocumentNonCooperation,
    RecordCooperation,
    ReportNonCooperation,
)
from cstui.agencies.louisiana.policy import case_position, iva_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Cooperation, GoodCause
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext, Page, Program, benefits, case_heading, turned
from cstui.policy.effects import Refused

FIELDS = {"ground": "noncoop", "failed_on": "dt", "ofs_53_on": "ofs53"}


class Cas2(Program):
    """Reports, documents (DOC), clears and corrects entries about cooperation."""

    name = "CAS2"
    of_case = True
    answers = frozenset({"DOC", "UP", "DOWN"})

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        summary = desk.read(lambda session: reads.case_summary(session, argument))
        facts = desk.facts(argument)
        if summary is None or facts is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-101", "command", value=argument),))
        page = state if isinstance(state, Page) else Page()
        shown = self.shown(desk)
        history = [_row(desk, entry) for entry in reversed(facts.file.cooperation)]
        return Answer(
            screen=self.name,
            values={**case_heading(summary), **_values(desk, facts)},
            rows=tuple(history[page.offset : page.offset + shown]),
            more_above=page.offset > 0,
            more_below=page.offset + shown < len(history),
            seen={f"case {argument}": facts.case.version},
            guide=desk.guide(facts),
            case=argument,
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
                return self.open(desk, desk.case, request.state)
            finding = desk.finding("LA-E522-07", "dt", code=stands.ground, on=stands.failed_on)
            return self.refused(request, [finding])
        clears = ofs_53_on is not None or bool(basis)
        if clears or (not ground and stands is not None):
            return self._do(
                desk, request, RecordCooperation(case=desk.case, ofs_53_on=ofs_53_on, basis=basis)
            )
        if ground and failed_on:
            return self._do(desk, request, _report(desk.case, ground, entry))
        if documented is None and request.modified - {"command"}:
            return self.refused(request, [desk.finding("CS-129", "noncoop")])
        return self.open(desk, desk.case, request.state)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word != "DOC":
            page = request.state if isinstance(request.state, Page) else Page()
            return self.open(desk, desk.case, turned(page, word, self.shown(desk)))
        entry = self.entry(desk, request)
        ground = entry.code("noncoop", required=True)
        entry.date("dt", required=True)
        if entry.found:
            return self.refused(request, entry.found)
        report = _report(desk.case, ground, entry)
        act = DocumentNonCooperation(case=desk.case, ground=report.ground, failed_on=report.failed_on)
        return self._do(desk, request, act)

    def _correct(
        self, desk: DeskContext, request: Request, entry: Entry, index: int, action: str, key: str
    ) -> Answer:
        if action != "C":
            finding = desk.finding("CS-130", f"action.{index}", value=action, choices="C corrects an entry")
            return self.refused(request, [finding])
        reason = entry.text("basis")
        act = CorrectCooperation(case=desk.case, entry=int(key), reason=reason)
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings, {"why": "basis", "entry": f"action.{index}"})
        return self.done(desk, outcome, desk.case)

    def _do(self, desk: DeskContext, request: Request, act: Act) -> Answer:
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings, FIELDS)
        return self.done(desk, outcome, desk.case)


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
            "failed": f"{entry.failed_on:%m/%d/%y}" if entry.failed_on else "",
            "keyed": f"{entry.entered_on:%m/%d/%y}",
            "sent": f"{entry.reported_on:%m/%d/%y}" if entry.reported_on else "",
            "by": entry.worker,
        },
        style="" if entry.standing else "dim",
    )
