"""An office with one case of each thing that may be done, and cases that the report leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.louisiana.records import BenefitSpell, Case, Child, Closure, Cooperation, GoodCause
from cstui.policy.records import Office, Person, Record, Worker
from tests.records import benefits, reported

TODAY = date(2026, 6, 1)
"""A Monday; the fourth month after the reports of February."""
DT = date(2026, 2, 10)

CORRECT, PEND, ESCALATE, ENFORCE, WAIT = "17000001", "17000002", "17000003", "17000004", "17000005"
NAME = "NGUYỄN-IBÁÑEZ"
FORMULA = '=HYPERLINK("x")'


def entry(case: str, dt: date = DT, seq: int = 1, **more: object) -> Cooperation:
    return reported(case, dt, seq=seq, **more)


def spell(person: int, **more: object) -> BenefitSpell:
    return benefits(person, **{"applied": date(2025, 9, 1), "begins": date(2025, 10, 1), **more})


def case(number: str, cp: int, last: str = "DOE", first: str = "JANE", **more: object) -> Iterator[Record]:
    values: dict[str, object] = {
        "office": number[:2],
        "worker": f"{number[:2]}001",
        "opened": date(2025, 9, 1),
        **more,
    }
    yield Person(number=cp, last=last, first=first)
    yield Case(number=number, cp=cp, **values)  # type: ignore[arg-type]


def office() -> Iterator[Record]:
    """Five cases of worker 17001, one of 36001, three without non-cooperation that stands."""
    for code in ("17", "36"):
        yield Office(code=code, name=f"OFFICE {code}", agency="louisiana")
        yield Worker(number=f"{code}001", name="ADA", office=code)
    for at, number in enumerate((CORRECT, PEND, ESCALATE, ENFORCE, WAIT), start=1):
        names = {PEND: (NAME, "ĐÀO"), ENFORCE: (FORMULA, "EVE")}.get(number, ("DOE", "JANE"))
        yield from case(number, at, *names, status="pended" if number == WAIT else "open")
        yield entry(number)
    yield GoodCause(
        case=CORRECT,
        seq=1,
        reason="01",
        standing="determined",
        on=date(2026, 3, 1),
        received_on=date(2026, 3, 1),
    )
    yield spell(1)
    for person in (2, 4, 5):
        yield spell(person, closed=date(2026, 4, 1), closing_reason="NC")
    yield spell(3)
    yield Person(number=41, last="EVE", first="KIM")
    yield Person(number=42, last="EVE", first="SAM")
    yield Child(case=ENFORCE, seq=1, person=41, added_on=date(2025, 9, 1), order_on=date(2025, 12, 1))
    yield Child(case=ENFORCE, seq=2, person=42, added_on=date(2026, 1, 5))
    yield Closure(
        case=WAIT,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=date(2026, 5, 1),
        notice_on=date(2026, 5, 1),
        closes_on=date(2026, 6, 30),
    )
    yield from case("36000001", 6)
    yield entry("36000001", date(2026, 1, 20))
    yield spell(6, closed=date(2026, 4, 1), closing_reason="NC")
    yield from case("17000007", 7)  # cooperates again
    yield entry("17000007")
    yield entry("17000007", seq=2, kind="cooperating", ground="", failed_on=None, reported_on=None)
    yield from case("17000008", 8)  # the report was corrected
    yield entry("17000008", standing=False)
    yield from case("17000009", 9, status="closed", closed=date(2026, 5, 1))
    yield entry("17000009")
