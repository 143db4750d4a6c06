"""An NCP in memory: acts are decided and applied, nights pass, nothing is stored."""

from __future__ import annotations

from datetime import date, timedelta

from cstui.acts.base import SYSTEM, Act
from cstui.agencies.utah.jobs import JOBS
from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts, NcpFile
from cstui.agencies.utah.records import Case
from cstui.policy.effects import Refused
from cstui.policy.ledger import ARREARS, CHARGE, CURRENT
from cstui.policy.months import month_end
from cstui.policy.records import LedgerEntry, Person
from cstui.policy.rulebook import Rulebook, load_rulebook
from tests.agencies.utah import given

RULES = load_rulebook("utah")
START = date(2026, 3, 2)
DAY = timedelta(days=1)


def facts(amounts: dict[str, tuple[int, int]] | None = None) -> NcpFacts:
    """An NCP whose cases owe current support of March, and arrears, in cents; two cases if none are given."""
    owed = (
        amounts
        if amounts is not None
        else {given.CASES[0]: (10_000, 30_000), given.CASES[1]: (5_000, 20_000)}
    )
    opened = date(2020, 1, 1)
    subject, entries = NcpFacts.subject_of(given.NCP), []
    for case, cents in owed.items():
        for bucket, amount in ((CURRENT, cents[0]), (ARREARS, cents[1])):
            if amount:
                entries.append(
                    LedgerEntry(
                        subject=subject,
                        seq=len(entries) + 1,
                        kind=CHARGE,
                        account=case,
                        bucket=bucket,
                        month=START.replace(day=1),
                        on=START,
                        cents=amount,
                    )
                )
    return NcpFacts(
        file=NcpFile(
            ncp=given.ncp(1, opened=opened),
            cases=tuple(
                Case(ncp=given.NCP, seq=seq, number=case, person=seq + 1, opened=opened, current=cents[0])
                for seq, (case, cents) in enumerate(owed.items(), 1)
            ),
            ledger=tuple(entries),
        ),
        parent=Person(number=1, last="PRACTICE-LARK", first="NED"),
        people=tuple(
            Person(number=seq + 1, last="PRACTICE-ROE", first="ANN") for seq in range(1, len(owed) + 1)
        ),
    )


def done(before: NcpFacts, one: Act, on: date, rules: Rulebook = RULES) -> NcpFacts | None:
    """The facts after the act; None where it is refused."""
    actor = "NIGHT" if type(one).roles == frozenset({SYSTEM}) else given.AGENT
    decided = one.decide(before, rules, on, actor)
    return None if isinstance(decided, Refused) else before.after(decided.changes)


def night(now: NcpFacts, on: date) -> NcpFacts:
    """The facts after the night of `on`, job by job."""
    for job in JOBS:
        for one in tuple(job.choose(now, RULES, on)):
            now = done(now, one, on) or now
    return now


def passed(now: NcpFacts, today: date, until: date) -> NcpFacts:
    """The facts on the morning of `until`, after every night from `today` on."""
    while today < until:
        now, today = night(now, today), today + DAY
    return now


def days_to_try(now: NcpFacts, today: date) -> list[date]:
    """Tomorrow, the first of the next month, the day after each deadline that is still to come."""
    days = {today + DAY, month_end(today) + DAY}
    for forms in referral.unanswered(now.file):
        due = (forms.due_on, referral.letter_until(forms, RULES), referral.closes_from(forms, RULES))
        days |= {day + DAY for day in due if day is not None}
    matter = now.file.prosecution
    if matter is not None and matter.probation_until is not None:
        days |= {matter.probation_until, matter.probation_until + DAY}
    return sorted(day for day in days if day > today)
