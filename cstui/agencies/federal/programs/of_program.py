"""What the screens of a program have in common: the heading, and which report is in hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from cstui.agencies.federal import counting
from cstui.agencies.federal.acts.reports import FedBeginReport
from cstui.agencies.federal.policy.facts import ProgramFacts, ProgramFile
from cstui.agencies.federal.policy.lines import AGENCY
from cstui.agencies.federal.policy.year import year_of
from cstui.agencies.federal.reads.items import Kept
from cstui.agencies.federal.records import StateProgram
from cstui.agency import UnknownAgencyError, find
from cstui.desk.agency_desk import desk_of
from cstui.desk.conversation import Answer, Request
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.of_subject import InHand, OfSubject
from cstui.policy.effects import Refused
from cstui.progress import Cancelled

_YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True)
class ProgramInHand(InHand):
    """The program on the screen."""

    facts: ProgramFacts

    @property
    def file(self) -> ProgramFile:
        return self.facts.file


def in_hand(desk: DeskContext, number: str) -> ProgramInHand | None:
    """The program as the screens show it; None where there is none."""
    facts: ProgramFacts | None = desk.facts(number)
    if facts is None:
        return None
    program = facts.file.program
    heading = {
        "case": program.number,
        "name": _named(program),
        "office": program.office,
        "worker": program.worker,
    }
    return ProgramInHand(facts=facts, heading=heading)


def _named(program: StateProgram) -> str:
    """A State by the agency whose cases are counted, `Louisiana IV-D program`; else by its postal code."""
    counts = program.reports_on.replace("_", " ").title()
    return f"{counts if program.reports_on != AGENCY else program.state} IV-D program"


def case_of(one: Kept) -> str:
    """The case that an item is, or is on; empty for an enforcement request."""
    return {"C": one.key, "K": one.beside}.get(one.unit, "")


def opens_case(file: ProgramFile, subject: str) -> str:
    """The command that opens a subject at the desk of its State; empty where there is none."""
    try:
        agency = find(file.program.reports_on)
    except UnknownAgencyError:
        return ""
    word = desk_of(agency.name).opens
    return f"{word} {subject}" if word and subject else ""


def count(
    program: OfSubject[ProgramInHand, Any],
    desk: DeskContext,
    request: Request,
    typed: str,
    choices: Mapping[str, str] | None = None,
) -> Answer:
    """Begin a report and count it, or go on with a count that was stopped; then show it.

    `typed` is a fiscal year, that which ended last where it is empty, and behind it an edition of the form.
    """
    file: ProgramFile = desk.facts(desk.case).file
    wanted, _, edition = typed.partition(" ")
    if wanted and not _YEAR.match(wanted):
        said = {"label": "COUNT", "value": wanted, "shape": "a fiscal year: COUNT 2025"}
        return program.refused(request, [desk.finding("CS-116", "command", **said)])
    year = int(wanted) if wanted else year_of(desk.on).number
    performer, on, progress = desk.place.performer, desk.on, desk.progress
    stopped = next((one for one in file.of_year(year) if one.status == "counting"), None)
    try:
        if stopped is not None:
            outcome = counting.count(performer, desk.case, stopped.seq, on=on, progress=progress)
        else:
            begin = FedBeginReport(
                program=desk.case, fiscal_year=year, edition=edition, choices=dict(choices or {})
            )
            outcome = counting.begin_and_count(
                performer, begin, actor=desk.worker.number, on=on, progress=progress
            )
    except Cancelled:
        return desk.go("O157", f"{desk.case} {year}")
    if isinstance(outcome, Refused):
        return program.refused(
            request, outcome.findings, dict.fromkeys(("year", "edition", "choices"), "command")
        )
    desk.performed += 1
    desk.had(desk.case, "entered")
    answer = desk.go("O157", f"{desk.case} {year}")
    told = tuple(msgspec.structs.replace(finding, field="") for finding in outcome.findings)
    return msgspec.structs.replace(answer, message=outcome.message, findings=told)


def item_named(one: Kept) -> str:
    """The number of an item as people key it: a child's without the zeros before it."""
    return one.key.lstrip("0") if one.unit == "K" else one.key
