"""CADS: which row is in force on a case, and what a new one needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile, following
from cstui.agencies.kansas.records import Ap, CadsMark, Case, GoodCause
from cstui.policy.effects import Add, Change
from cstui.policy.rulebook import Checks

NOT_COOPERATING, COOPERATING = "N", "C"
SAID = {NOT_COOPERATING: "not cooperating", COOPERATING: "cooperating"}
UNKNOWN = "UNKNOWN"


def case_of(file: ConsumerFile, number: str) -> Case | None:
    """The case of that number, or None."""
    return next((case for case in file.cases if case.number == number), None)


def marks_of(file: ConsumerFile, case: str) -> list[CadsMark]:
    """The non-cooperation rows of a case as CADS lists them: newest first by date, then by creation."""
    return sorted(
        (mark for mark in file.marks if mark.case == case), key=lambda m: (m.on, m.seq), reverse=True
    )


def good_cause_of(file: ConsumerFile, case: str) -> list[GoodCause]:
    """The good cause rows of a case, newest first."""
    return sorted(
        (row for row in file.good_cause if row.case == case), key=lambda g: (g.on, g.seq), reverse=True
    )


def in_force(file: ConsumerFile, case: str) -> CadsMark | None:
    """The row in force on a case: the newest by creation, whichever AP it names; None where there is none."""
    return next((mark for mark in reversed(file.marks) if mark.case == case), None)


def not_cooperating(file: ConsumerFile, *, but: str = "") -> list[CadsMark]:
    """The rows in force that say not cooperating, case by case, `but` for one case."""
    found = [in_force(file, case.number) for case in file.cases if case.number != but]
    return [mark for mark in found if mark is not None and mark.code == NOT_COOPERATING]


def aps_of(file: ConsumerFile, case: Case) -> list[Ap]:
    """The APs that a worker may name: the active ones of an open case, any of a closed one."""
    found = [ap for ap in file.aps if ap.case == case.number]
    return [ap for ap in found if ap.until is None] if case.closed_on is None else found


def short_name(facts: ConsumerFacts, number: str) -> str:
    """The AP's name as an alert has it: five letters of the last name, a blank, the initial."""
    ap = next((ap for ap in facts.file.aps if ap.number == number), None)
    person = next((p for p in facts.people if ap is not None and p.number == ap.person), None)
    if person is None:
        return UNKNOWN
    return f"{person.last[:5]} {person.first[:1]}".strip().upper()


def check_case(checks: Checks, facts: ConsumerFacts, number: str) -> Case | None:
    """The case; where the AR has none of that number, KS-CADS-01 says so."""
    case = case_of(facts.file, number)
    checks.holds("KS-CADS-01", case is not None, "case", case=number, consumer=facts.key)
    return case


def check_marked(checks: Checks, facts: ConsumerFacts, number: str) -> CadsMark | None:
    """The row in force of a case, which has to say not cooperating before a memorandum is written."""
    if check_case(checks, facts, number) is None:
        return None
    mark = in_force(facts.file, number)
    marked = mark is not None and mark.code == NOT_COOPERATING
    return mark if checks.holds("KS-REF-14", marked, "case", case=number) else None


def check_ap(checks: Checks, facts: ConsumerFacts, case: Case, ap: str) -> None:
    """Whether an AP that is named is one of the case, in a role that overlaps the AR's."""
    known = not ap or any(a.number == ap for a in facts.file.aps if a.case == case.number)
    checks.holds("KS-CADS-06", known, "ap", ap=ap, case=case.number)


def check_date(checks: Checks, on: date, day: date) -> None:
    """Whether the effective date of a non-cooperation row is not in the future."""
    checks.holds("KS-CADS-04", on <= day, "on", on=on, today=day)


def good_cause(
    file: ConsumerFile, case: str, ap: str, code: str, on: date, worker: str
) -> Iterator[Add | Change]:
    """A new row of good cause, and the end of the one before on the same case and AP."""
    rows = [row for row in file.good_cause if (row.case, row.ap) == (case, ap)]
    seq = following(file.good_cause)
    yield Add(GoodCause(consumer=file.key, seq=seq, case=case, code=code, on=on, ap=ap, worker=worker))
    yield from ended(rows[-1] if rows else None, on)


def ended(before: CadsMark | GoodCause | None, day: date) -> Iterator[Change]:
    """The end of the row before: the day on which the new one begins, and not before its own."""
    if before is not None and before.ended_on is None:
        yield Change(before, replace(before, ended_on=max(before.on, day)))
