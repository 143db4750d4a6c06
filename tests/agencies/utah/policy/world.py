"""An NCP in memory, with whom walks and machines begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts, NcpFile
from cstui.agencies.utah.records import Case
from cstui.policy.ledger import ARREARS, CHARGE, CURRENT
from cstui.policy.months import month_end
from cstui.policy.records import LedgerEntry, Person
from tests.agencies.utah import given
from tests.agencies.walking import World

START = date(2026, 3, 2)


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


def deadlines(now: NcpFacts, today: date) -> Iterator[date]:
    """The end of the month, and what is due, runs out or ends on a date to come."""
    yield month_end(today)
    for forms in referral.unanswered(now.file):
        days = (
            forms.due_on,
            referral.letter_until(forms, WORLD.rules),
            referral.closes_from(forms, WORLD.rules),
        )
        yield from (day for day in days if day is not None)
    matter = now.file.prosecution
    if matter is not None and matter.probation_until is not None:
        yield matter.probation_until


WORLD = World("utah", START, worker=given.AGENT, system="NIGHT", begin=facts, deadlines=deadlines)
RULES, done = WORLD.rules, WORLD.done
