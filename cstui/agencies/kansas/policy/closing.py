"""Closing a case on CADS: the letter, the sixty days, what keeps it open (45 CFR 303.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from cstui.agencies.kansas.policy import programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import Case
from cstui.policy.effects import Add, Change
from cstui.policy.ivd import NEXT, IvdSpell
from cstui.policy.rulebook import Checks, Rulebook

RECIPIENT = "FC"
"""The recipient does not cooperate: never the reason of a TANF case."""
WITHOUT_NOTICE = "BG"
"""The reason without a letter for which no notice of the closing goes out either."""
TANF_PROGRAMS = frozenset({"AF", "FC", "FCI", "AFI"})
"""Programs of a case that are none outside IV-A."""


def no_letter(rules: Rulebook) -> frozenset[str]:
    """The reasons that need no closure letter: the table lists them apart."""
    return frozenset(code.code for code in rules.codes["closingnoletter"].code)


def sends_notice(case: Case, reason: str, rules: Rulebook) -> bool:
    """Whether the AR gets a notice of the closing: no letter went out, and no other state's papers do."""
    return reason in no_letter(rules) and reason != WITHOUT_NOTICE and not case.interstate_in


def closes_from(letter: date, rules: Rulebook) -> date:
    """The first day on which a case may close: sixty days after its letter."""
    return letter + timedelta(days=rules.days("ks_closure_days", letter))


def check_open(checks: Checks, case: Case) -> None:
    """Whether the case is open."""
    checks.holds("KS-CADS-13", case.closed_on is None, "case", case=case.number, closed=case.closed_on)


def check_reason(checks: Checks, facts: ConsumerFacts, case: Case, reason: str, on: date) -> None:
    """Whether the reason is known, and may be given for this case."""
    known = checks.rules.code("closing", reason) is not None
    checks.holds("KS-CADS-30", known, "reason", reason=reason)
    tanf = programs.spell_on(facts.file, programs.TANF, on) is not None or case.program in TANF_PROGRAMS
    checks.holds("KS-CADS-35", reason != RECIPIENT or not tanf, "reason")


def check_close(checks: Checks, case: Case, reason: str, override: str, on: date) -> None:
    """Whether the case may close today for the reason; an `override` lets it close before the sixty days."""
    rules = checks.rules
    checks.holds("KS-CADS-36", not case.holds, "closed", holds=said_holds(case, rules))
    if reason in no_letter(rules):
        return
    letter = case.letter_on
    same = letter is not None and reason == case.closing_reason
    checks.holds("KS-CADS-37", same, "letter", reason=reason)
    if letter is None:
        return
    from_day = closes_from(letter, rules)
    ripe = on >= from_day
    checks.holds("KS-CADS-38", ripe or bool(override), "closed", letter=letter, on=from_day)
    checks.holds("KS-CADS-39", ripe or not override, "closed", letter=letter, on=from_day)


def said_holds(case: Case, rules: Rulebook) -> str:
    """What keeps a case open, in words."""
    return ", ".join(rules.said("closinghold", hold) for hold in case.holds)


def reopened(checks: Checks, facts: ConsumerFacts, case: Case, on: date) -> Iterator[Add | Change]:
    """What reopening a case changes: its letter and reason go, and the APs of the closing come back.

    CADS shows the new opening alone, so the spell that is over is kept for the federal report, for each AP.
    """
    closed = case.closed_on
    checks.holds("KS-CADS-40", closed is not None, "case", case=case.number)
    checks.holds("KS-CADS-41", closed != on, "case", on=on)
    aps = [ap for ap in facts.file.aps if ap.case == case.number and ap.until in (None, closed)]
    checks.holds("KS-CADS-42", not case.paternity or len(aps) < 2, "case", count=len(aps))
    yield Change(case, replace(case, closed_on=None, letter_on=None, closing_reason="", opened=on))
    for ap in aps:
        if ap.until is not None:
            yield Change(ap, replace(ap, until=None))
    if closed is not None and closed >= case.opened:
        first = min((ap.seq for ap in facts.file.aps if ap.case == case.number), default=0)
        each = {f"{case.number}-{ap.seq}": max(case.opened, ap.since) for ap in aps if ap.seq != first}
        for number, opened in {case.number: case.opened, **each}.items():
            yield Add(IvdSpell(case=number, seq=NEXT, opened=opened, closed=closed))
