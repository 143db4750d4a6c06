"""LEM4145R1, cases with non-cooperation: how long, where IV-A stands, what may be done now (E-524).

The cases of a worker, of an office or of all are read in batches of 5,000; the lines stand in the
order of what may be done (correct, decide, pend, escalate, enforce, wait), the oldest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy import case_position, iva_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.followup import ORDER, Doing, follow_up, last_review, review_due
from cstui.agencies.louisiana.records import BenefitSpell
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.store import facts as case_facts

NAME = "LEM4145R1"
TITLE = "CASES WITH NON-COOP"
CITE = "E-524"
ALL = 10**9
"""More cases than any store holds: their numbers are read at once, so that progress knows how many."""
BATCH = 5_000
"""How many cases are read at a time."""

HEADINGS: dict[Doing, str] = {
    "correct": "CORRECT: enter cooperation",
    "decide": "DECIDE: on what the CP told",
    "pend": "PEND: for closure with FTC",
    "escalate": "ESCALATE: tell the PI Consultant",
    "enforce": "ENFORCE: go on, no FTC",
    "wait": "WAIT: runs by itself",
}


IvaState = Literal["active", "noticed", "answered", "ending", "ended", "pending", "none"]


class ReportedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case of the report.

    `standing` is reported (CAS2) or documented (CALO only, E-522 note); `ground` is the NON COOP
    code, `failed_on` its DT; `reported_on` the night it went to IV-A, null before; `days` are
    counted from then, else from the entry. `iva` says in words where the CP's benefits stand:
    `iva_state` is active, noticed, answered, ending, ended, pending (applied only) or none, `iva_on`
    the date of that, `program` FITAP or KCSP.
    `doing` is what may be done now (correct, decide, pend, escalate, enforce or wait), `until`
    when something else may be. `reviewed_on` is the day of the last quarterly review, `reviewed_by` the
    worker who did it; `review_due` by when this quarter's is due, null where it is done or none is.
    `version` is the case's.
    """

    case: str
    cp: str
    office: str
    worker: str
    standing: str
    ground: str
    failed_on: date | None
    reported_on: date | None
    days: int
    program: str
    iva_state: IvaState
    iva_on: date | None
    iva: str
    doing: Doing
    why: str
    rule: str
    cite: str
    until: date | None
    reviewed_on: date | None
    reviewed_by: str
    review_due: date | None
    version: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The report as of `on`; `office` or `worker` say whose cases, neither that they are all."""

    on: date
    office: str | None = None
    worker: str | None = None
    lines: tuple[ReportedCase, ...] = ()

    @property
    def counts(self) -> dict[Doing, int]:
        """How many lines there are of each thing that may be done."""
        return {doing: sum(line.doing == doing for line in self.lines) for doing in ORDER}

    @property
    def scope(self) -> str:
        """Whose cases, in words."""
        if self.worker:
            return f"worker {self.worker}"
        return f"office {self.office}" if self.office else "all offices"


def lem4145r1(
    session: reads.Reading,
    rules: Rulebook,
    on: date,
    *,
    office: str | None = None,
    worker: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report over the cases of a worker, of an office, or over all of the store.

    Cancelled where `progress` is asked to stop between two batches.
    """
    found: list[ReportedCase] = []
    if progress is not None:
        progress.begin("LEM4145R1")
    every = reads.noncooperation_cases(session, office=office, worker=worker, limit=ALL)
    if progress is not None:
        progress.begin("LEM4145R1", len(every))
    for start in range(0, len(every), BATCH):
        numbers = every[start : start + BATCH]
        found += read_lines(session, rules, on, numbers)
        if progress is not None:
            progress.step(len(numbers))
    found.sort(key=lambda line: (ORDER.index(line.doing), -line.days, line.case))
    return Report(on=on, office=office, worker=worker, lines=tuple(found))


def read_lines(
    session: reads.Reading, rules: Rulebook, on: date, numbers: list[str] | tuple[str, ...]
) -> Iterator[ReportedCase]:
    """The lines of these cases, in the order asked; a case without non-cooperation has none."""
    for found in case_facts.read_many(session, Facts, numbers).values():
        if (line := line_of(found, rules, on)) is not None:
            yield line


def line_of(facts: Facts, rules: Rulebook, on: date) -> ReportedCase | None:
    """The line of one case; None where no non-cooperation stands or the case is closed."""
    now = follow_up(facts, rules, on)
    entry = case_position.noncooperation(facts.file) or case_position.documented(facts.file)
    if now is None or entry is None:
        return None
    spell, state, since = iva_standing(facts, rules, on)
    reviewed = last_review(facts)
    return ReportedCase(
        case=facts.case.number,
        cp=reads.name_of(facts.cp),
        office=facts.case.office,
        worker=facts.case.worker,
        standing=entry.kind,
        ground=entry.ground,
        failed_on=entry.failed_on,
        reported_on=entry.reported_on,
        days=(on - (entry.reported_on or entry.entered_on)).days,
        program=spell.program if spell else "",
        iva_state=state,
        iva_on=since,
        iva=_said(spell, state, since),
        doing=now.doing,
        why=now.why,
        rule=now.rule,
        cite=rules.rules[now.rule].cite,
        until=now.until,
        reviewed_on=reviewed.on if reviewed else None,
        reviewed_by=reviewed.worker if reviewed else "",
        review_due=review_due(facts, rules, on),
        version=facts.case.version,
    )


def iva_standing(
    facts: Facts, rules: Rulebook, on: date
) -> tuple[BenefitSpell | None, IvaState, date | None]:
    """The spell of benefits that counts, where IV-A is with it, and from what date."""
    position = iva_position.of_case(facts, rules, on)
    spell = position.spell
    if spell is None:
        waiting = facts.spells[-1] if facts.spells else None
        return waiting, "pending" if waiting else "none", waiting.applied if waiting else None
    if position.state in ("ending", "removed"):
        return spell, "ending" if position.state == "ending" else "ended", position.removal
    if position.state == "answered":
        return spell, "answered", spell.answered_on
    if position.state in ("running", "ran out"):
        return spell, "noticed", spell.notice_on
    return spell, "active", spell.begins


def _said(spell: BenefitSpell | None, state: IvaState, since: date | None) -> str:
    if spell is None or since is None:
        return "no benefits"
    text, day = f"{spell.program} since {spell.begins or since:%m/%d/%Y}", f"{since:%m/%d/%Y}"
    return {
        "active": text,
        "noticed": f"{text}, notice {day}",
        "answered": f"{text}, answered {day}",
        "ending": f"{spell.program} ends {day} {spell.closing_reason}".rstrip(),
        "ended": f"{spell.program} ended {day} {spell.closing_reason}".rstrip(),
        "pending": f"{spell.program} applied {day}",
        "none": "no benefits",
    }[state]
