"""How Louisiana takes a case of a made-up caseload: ten offices, each worker with his or her cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from cstui.agencies.louisiana.records import (
    BenefitSpell,
    Case,
    Child,
    Closure,
    Cooperation,
    GoodCause,
)
from cstui.policy.records import Office, OfficeHours, Record, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.caseload import Caseload, MadeCase

FIRST, OFFICES, EACH, MOST = 50, 10, 500, 999
"""The first office, how many there are, cases a worker, workers an office."""
NUMBERS = 50_000_000


def _offices(cases: int) -> Iterator[Record]:
    for office in range(FIRST, FIRST + min(OFFICES, max(1, cases))):
        yield Office(code=str(office), name=f"PRACTICE {office}", agency="louisiana")
        yield from (
            OfficeHours(office=str(office), weekday=day, opens="08:00", closes="16:30") for day in range(1, 6)
        )
        for number in range(1, _workers(cases) + 1):
            role = "supervisor" if number == 1 and _workers(cases) > 1 else "worker"
            yield Worker(
                number=f"{office}{number:03}",
                name=f"PRACTICE, {office}{number:03}",
                office=str(office),
                role=role,
            )


def _workers(cases: int) -> int:
    return min(MOST, max(1, -(-cases // (OFFICES * EACH))))


def _placed(place: int) -> tuple[str, str, str]:
    office = FIRST + place % OFFICES
    worker = place // OFFICES // EACH % MOST + 1
    return str(NUMBERS + place), str(office), f"{office}{worker:03}"


def _records(made: MadeCase) -> Iterator[Record]:
    yield Case(
        number=made.number,
        office=made.office,
        worker=made.worker,
        cp=made.cp,
        ncp=made.ncp,
        docket=made.docket,
        status="open" if made.closed is None else "closed",
        opened=made.opened,
        closed=made.closed,
    )
    for seq, child in enumerate(made.children, start=1):
        yield Child(case=made.number, seq=seq, person=child, added_on=made.opened, order_on=made.ordered)
    for seq, (begins, closed) in enumerate(made.benefits, start=1):
        yield BenefitSpell(
            person=made.cp,
            seq=seq,
            program="FITAP",
            iva_number=f"9{made.cp:08}",
            applied=begins,
            begins=begins,
            closed=closed,
        )
    if made.closed is not None:
        yield Closure(
            case=made.number,
            seq=1,
            reason="RQ",
            path="",
            pended_on=made.closed,
            status="closed",
            ended_on=made.closed,
        )
    own: dict[str, Any] = {"case": made.number, "worker": made.worker}
    on = made.noncoop
    if on is not None and on >= _in_force():
        yield Cooperation(
            seq=1, kind="reported", ground="MA", failed_on=on, entered_on=on, reported_on=on, **own
        )
        if made.cooperated is not None:
            yield Cooperation(seq=2, kind="cooperating", entered_on=made.cooperated, **own)
    if made.good_cause is not None and made.good_cause >= _in_force():
        yield GoodCause(
            case=made.number,
            seq=1,
            reason="1",
            standing="determined",
            on=made.good_cause,
            received_on=made.good_cause,
        )


@cache
def _in_force() -> date:
    """The first day on which all numbers of E-520 are known: what was reported before is left out."""
    return max(one.value[0].since for one in load_rulebook("louisiana").parameters.values())


CASELOAD = Caseload(offices=_offices, placed=_placed, records=_records)
"""Louisiana's part of a made-up caseload."""
