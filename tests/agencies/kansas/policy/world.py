"""A consumer in memory, with whom walks and machines begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.kansas.policy import applications, closing
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile
from cstui.agencies.kansas.records import Ap, Case, ProgramSpell
from cstui.policy.records import Person
from tests.agencies.kansas import given
from tests.agencies.walking import World

START = date(2018, 9, 4)
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


def deadlines(now: ConsumerFacts, today: date) -> Iterator[date]:
    """What runs, ends or is due on a date to come."""
    file = now.file
    yield from (run.run_on for run in file.runs if run.status == "planned")
    yield from (record.ends for record in file.records if record.ends is not None)
    yield from (applications.due_on(one, WORLD.rules) for one in applications.pending(file))
    for case in file.cases:
        if case.letter_on is not None and case.closed_on is None:
            yield closing.closes_from(case.letter_on, WORLD.rules)


WORLD = World("kansas", START, worker=given.CSS, system="KEES", begin=facts, deadlines=deadlines)
RULES, done, night = WORLD.rules, WORLD.done, WORLD.night
