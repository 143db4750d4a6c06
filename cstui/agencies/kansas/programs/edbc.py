"""EDBC: the runs of a person with month, result and notice; EDBC by a worker, applications, programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from cstui.acts.base import Act
from cstui.agencies.kansas.acts.eligibility import (
    KsCloseProgram,
    KsOpenProgram,
    KsReceiveApplication,
    KsRescindProgram,
    KsRunEdbc,
    KsSetParticipation,
    KsWithdrawApplication,
)
from cstui.agencies.kansas.policy import applications, kees_calendar, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.programs.of_consumer import ConsumerInHand, ConsumerPage
from cstui.agencies.kansas.records import Edbc as Run
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import NoDate, NoSuchDay, shown_date
from cstui.desk.entry import Entry, date_fault
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING

_MONTH = re.compile(r"^(0?[1-9]|1[0-2])/?(20\d\d)$", re.ASCII)
KINDS = {"": "application", "A": "application", "R": "review"}
READ = {"regular": "Regular", "readonly": "Read Only"}
RUN, RECEIVED = ("program", "month", "application"), ("programs", "received", "kind")
FIELDS = {name: name for name in (*RUN, *RECEIVED)} | {"received_on": "received", "begins": "command"}
TAKES_PART = {"FAET": "faet", "WORK": "work_program"}
"""What the person takes part in: FAET, and Work Programs, to which alerts are copied."""
WAYS = "OPEN, CLOSE, RESCIND and a program, or FAET or WORK and Y or N"


class EdbcList(ConsumerPage):
    """PROGRAM and MONTH run EDBC, PROGRAMS take an application in; PROGRAM and WITHDRAW are words."""

    name = "EDBC"
    answers = PAGING | {"PROGRAM", "WITHDRAW"}

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        answer = super().open(desk, argument, state)
        return (
            msgspec.structs.replace(answer, guide=(*answer.guide, *_calendar(desk)))
            if answer.case
            else answer
        )

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state), hand.facts
        listed = [run for run in reversed(facts.file.runs) if _is_listed(run, desk.on)]
        rows = [
            _row(desk, facts, run) for run in sorted(listed, key=lambda r: (r.run_on, r.seq), reverse=True)
        ]
        return self.listed(desk, page, rows, _values(desk, facts), _said(desk, facts, len(rows)))

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        runs = [name for name in RUN if request.values.get(name)]
        received = [name for name in RECEIVED if request.values.get(name)]
        if runs and received:
            said = {"label": "RUN", "value": "", "other": "RECEIVE: one Enter does one of them"}
            return self.refused(request, [desk.finding("CS-707", received[0], **said)])
        act = self._run(desk, entry) if runs else self._receive(desk, entry) if received else None
        if entry.found:
            return self.refused(request, entry.found)
        return self.do(desk, request, act, FIELDS) if act is not None else self.again(desk, request.state)

    def _run(self, desk: DeskContext, entry: Entry) -> Act | None:
        program = entry.code("program", required=True)
        typed = entry.text("month", required=True)
        number = entry.text("application")
        found = _MONTH.match(typed)
        if typed and found is None:
            entry.found.append(
                desk.finding("CS-116", "month", label="MONTH", value=typed, shape="a month: MM/YYYY")
            )
        if number and not number.isdecimal():
            shape = "the number of an application"
            entry.found.append(desk.finding("CS-116", "application", label="APPL", value=number, shape=shape))
        if entry.found or found is None:
            return None
        month = date(int(found[2]), int(found[1]), 1)
        inputs = {
            "consumer": desk.case,
            "program": program,
            "month": month,
            "application": int(number) if number else None,
        }
        return msgspec.convert(inputs, KsRunEdbc)

    def _receive(self, desk: DeskContext, entry: Entry) -> Act | None:
        names = entry.text("programs", required=True).replace(",", " ").split()
        received, kind = entry.date("received"), entry.text("kind")
        for name in names:
            if name not in programs.PROGRAMS:
                said = {"label": "PROGRAMS", "value": name, "shape": "TANF, CC or FA"}
                entry.found.append(desk.finding("CS-116", "programs", **said))
        if kind not in KINDS:
            said = {"label": "KIND", "value": kind, "shape": "A or R"}
            entry.found.append(desk.finding("CS-116", "kind", **said))
        if entry.found:
            return None
        inputs = {"programs": names, "received_on": received, "kind": KINDS[kind]}
        return msgspec.convert({"consumer": desk.case, **inputs}, KsReceiveApplication)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        entry = self.entry(desk, request)
        if word == "WITHDRAW":
            if not rest.isdecimal():
                said = {
                    "label": "WITHDRAW",
                    "value": rest or "alone",
                    "shape": "the number of an application",
                }
                return self.refused(request, [desk.finding("CS-116", "command", **said)])
            act: Act | None = KsWithdrawApplication(consumer=desk.case, application=int(rest))
        else:
            act = self._program(desk, entry, rest)
        if act is None or entry.found:
            return self.refused(request, entry.found)
        return self.do(
            desk, request, act, dict.fromkeys(("program", "begins", "ends", "application"), "command")
        )

    def _program(self, desk: DeskContext, entry: Entry, rest: str) -> Act | None:
        """PROGRAM OPEN program [date], CLOSE program [date [why]], RESCIND program, FAET Y, WORK Y."""
        way, program, typed, why = [*rest.split(maxsplit=3), "", "", "", ""][:4]
        if way in TAKES_PART and program in ("Y", "N"):
            inputs = {"consumer": desk.case, TAKES_PART[way]: program == "Y"}
            return msgspec.convert(inputs, KsSetParticipation)
        if way not in ("OPEN", "CLOSE", "RESCIND") or program not in programs.PROGRAMS:
            entry.found.append(
                desk.finding("CS-130", "command", value=f"PROGRAM {rest}".strip(), choices=WAYS)
            )
            return None
        try:
            day = desk.date(typed) if typed else desk.on
        except (NoDate, NoSuchDay) as error:
            entry.found.append(date_fault(desk.rules, error, "command", label="PROGRAM", value=typed))
            return None
        own = {"consumer": desk.case, "program": program}
        if way == "OPEN":
            return msgspec.convert({**own, "begins": day}, KsOpenProgram)
        if way == "CLOSE":
            return msgspec.convert({**own, "ends": day, "why": why}, KsCloseProgram)
        if program == programs.FOOD:
            entry.found.append(desk.finding("CS-130", "command", value="RESCIND FA", choices="TANF or CC"))
            return None
        return msgspec.convert(own, KsRescindProgram)


def _calendar(desk: DeskContext) -> Iterator[GuideLine]:
    """The days of this month of KEES, and which of them the rule gave for want of a row."""
    month = kees_calendar.month_of(desk.on, desk.rules)
    yield GuideLine(text="")
    yield GuideLine(text=f"CALENDAR OF KEES, {desk.on:%m/%Y}", style="heading")
    for name, said, day in (
        ("timely_notice", "Timely notice ends", month.timely_notice),
        ("come_up", "The come-up month opens", month.come_up),
    ):
        ruled = " (no row in the calendar: by the rule)" if name in month.ruled else ""
        yield GuideLine(text=f"{said} {day:%a %m/%d/%Y}{ruled}")
    if month.ruled:
        rule = desk.rules.rules["KS-NC-06"]
        yield GuideLine(text=f"{rule.id}, {rule.cite}", style="cite")


def _is_listed(run: Run, on: date) -> bool:
    """Whether the EDBC List page shows the run today."""
    return run.status == "run" and run.listed_on is not None and run.listed_on <= on


def _row(desk: DeskContext, facts: ConsumerFacts, run: Run) -> Row:
    notice = next((one for one in facts.file.notices if one.run == run.seq), None)
    full = desk.rules.meaning("ks_result", run.result)
    lines = [
        GuideLine(text=f"EDBC {programs.IN_FULL[run.program]} {run.month:%m/%Y}", style="heading"),
        GuideLine(text=f"{READ[run.kind]}: {full}. {run.reason}".strip()),
    ]
    if notice is not None:
        lines.append(GuideLine(text=f"NOA {shown_date(notice.sent_on)}: {notice.text}"))
    if run.underpaid:
        lines.append(GuideLine(text="This month was paid without the person: an underpayment."))
    return Row(
        key=str(run.seq),
        values={
            "seq": str(run.seq),
            "prog": run.program,
            "of_month": f"{run.month:%m/%Y}",
            "run_on": shown_date(run.run_on),
            "listed": shown_date(run.listed_on),
            "run_kind": READ[run.kind],
            "result": run.result,
            "said": full,
            "reason": run.reason,
            "noa": f"{notice.sent_on:%m/%d}" if notice is not None else "",
            "by": run.by,
        },
        guide=tuple(lines),
        style="dim" if run.kind == "readonly" else "",
    )


def _values(desk: DeskContext, facts: ConsumerFacts) -> dict[str, str]:
    month = kees_calendar.month_of(desk.on, desk.rules)
    return {
        "tanf": _spell(desk, facts, programs.TANF),
        "child_care": _spell(desk, facts, programs.CHILD_CARE),
        "food": _spell(desk, facts, programs.FOOD),
        "timely": shown_date(month.timely_notice),
        "come_up": shown_date(month.come_up),
        "applications": "; ".join(
            f"{one.seq} {one.kind} {one.received_on:%m/%d/%Y} {' '.join(one.programs)}"
            + (f", until {one.due_on:%m/%d}" if one.due_on else "")
            for one in applications.pending(facts.file)
        ),
        **dict.fromkeys((*RUN, *RECEIVED), ""),
    }


def _spell(desk: DeskContext, facts: ConsumerFacts, program: str) -> str:
    """A program in a line: `since 06/01/2017, out from 04/2018`."""
    spell = next((one for one in reversed(facts.file.programs) if one.program == program), None)
    if spell is None:
        return "never open"
    if spell.ends is not None:
        return f"{'closed since' if spell.ends <= desk.on else 'closes'} {spell.ends:%m/%d/%Y}"
    said = f"since {spell.begins:%m/%d/%Y}"
    if spell.out_from is not None and spell.back_from is None:
        return f"{said}, out from {spell.out_from:%m/%Y}"
    return said


def _said(desk: DeskContext, facts: ConsumerFacts, listed: int) -> str:
    """What is not on the list yet: runs that are planned, and until when all is seen."""
    planned = [run.run_on for run in facts.file.runs if run.status == "planned"]
    if planned:
        seen = kees_calendar.next_business_day(max(planned), desk.rules.site)
        runs = f"{len(planned)} run{'' if len(planned) == 1 else 's'}"
        return f"{runs} to come, the next {min(planned):%m/%d}; all seen {seen:%m/%d/%Y}."
    done = [run.listed_on for run in facts.file.runs if run.listed_on is not None and run.listed_on > desk.on]
    if done:
        return (
            f"{len(done)} run{'' if len(done) == 1 else 's'} will be on the list from {min(done):%m/%d/%Y}."
        )
    return "" if listed else "No EDBC was run."
