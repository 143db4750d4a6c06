"""A consumer in memory: acts are decided and applied, nights pass, nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cstui.acts.base import SYSTEM, Act
from cstui.agencies.kansas.jobs import JOBS
from cstui.agencies.kansas.policy import applications, closing
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile
from cstui.agencies.kansas.records import Ap, Case, ProgramSpell
from cstui.policy.effects import Refused
from cstui.policy.records import Person
from cstui.policy.rulebook import Rulebook, load_rulebook
from tests.agencies.kansas import given

RULES = load_rulebook("kansas")
START = date(2018, 9, 4)
DAY = timedelta(days=1)
OTHER_CASE = "0000500002"


def facts(*, programs: tuple[str, ...] = ("TANF", "FA"), cases: int = 2) -> ConsumerFacts:
    """A consumer with two cases, one AP and some programs, whom KEES knows."""
    opened = date(2017, 6, 1)
    numbers = (given.CASE, OTHER_CASE)[:cases]
    own = {"consumer": given.CONSUMER}
    return ConsumerFacts(
        file=ConsumerFile(
            consumer=given.consumer(1, opened=opened, known_since=opened),
            cases=tuple(
                Case(
                    **own,
                    seq=seq,
                    number=number,
                    function_on=opened,
                    opened=opened,
                    office="KS/51",
                    worker=given.CSS,
                )
                for seq, number in enumerate(numbers, start=1)
            ),
            aps=(Ap(**own, seq=1, case=given.CASE, number=given.AP, person=2, since=opened),),
            programs=tuple(
                ProgramSpell(**own, seq=seq, program=program, begins=opened)
                for seq, program in enumerate(programs, start=1)
            ),
        ),
        ar=Person(number=1, last="PRACTICE-ROE", first="ANN"),
        people=(Person(number=2, last="PRACTICE-ROE", first="BOB"),),
    )


def done(before: ConsumerFacts, one: Act, on: date, rules: Rulebook = RULES) -> ConsumerFacts | None:
    """The facts after the act; None where it is refused."""
    actor = "KEES" if type(one).roles == frozenset({SYSTEM}) else given.CSS
    decided = one.decide(before, rules, on, actor)
    return None if isinstance(decided, Refused) else before.after(decided.changes)


def night(now: ConsumerFacts, on: date) -> ConsumerFacts:
    """The facts after the night of `on`, job by job."""
    for job in JOBS:
        for one in tuple(job.choose(now, RULES, on)):
            now = done(now, one, on) or now
    return now


def passed(now: ConsumerFacts, today: date, until: date) -> ConsumerFacts:
    """The facts on the morning of `until`, after every night from `today` on."""
    while today < until:
        nights = [when for job in JOBS for when in job.when(now, RULES, today)]
        due = min(nights, default=until)
        if due >= until:
            break
        now, today = night(now, due), due + DAY
    return now


def deadlines(now: ConsumerFacts) -> Iterator[date]:
    """What runs, ends or is due on a date to come."""
    file = now.file
    yield from (run.run_on for run in file.runs if run.status == "planned")
    yield from (record.ends for record in file.records if record.ends is not None)
    yield from (applications.due_on(one, RULES) for one in applications.pending(file))
    for case in file.cases:
        if case.letter_on is not None and case.closed_on is None:
            yield closing.closes_from(case.letter_on, RULES)


def days_to_try(now: ConsumerFacts, today: date) -> list[date]:
    """Tomorrow, and the day before, on and after each deadline that is still to come."""
    days = {due + offset * DAY for due in deadlines(now) for offset in (-1, 0, 1)} | {today + DAY}
    return sorted(day for day in days if day > today)
