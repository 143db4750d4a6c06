"""Invented people and cases for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session as Door

from cstui.agencies.louisiana.records import (
    Agreement,
    Appointment,
    BenefitNews,
    BenefitSpell,
    Case,
    Child,
    Closure,
    Contact,
    Cooperation,
    Escalation,
    Form,
    GoodCause,
    Interface,
    OfficeRequest,
    Referral,
    Retained,
    Review,
    Session,
)
from cstui.policy.ivd import (
    IvdAssistance,
    IvdBirth,
    IvdChild,
    IvdCover,
    IvdInterstate,
    IvdJurisdiction,
    IvdMedical,
    IvdMoney,
    IvdOrder,
    IvdPaternity,
    IvdPutative,
    IvdSpell,
    IvdStage,
)
from cstui.policy.records import (
    Address,
    Cover,
    LedgerEntry,
    NextStep,
    Office,
    OfficeHours,
    Person,
    PersonMerge,
    Phone,
    Record,
    Reminder,
    SiteFile,
    Worker,
)
from cstui.store.chain import LogEntry, append
from cstui.store.receipts import Asked, add_receipts, digest
from tests.agencies.federal import given as federal
from tests.agencies.kansas import given as kansas
from tests.agencies.utah import given as utah

DAY = date(2026, 1, 5)
MOMENT = datetime(2026, 1, 5, 14, 30, 15, 250_000, tzinfo=UTC)
CASE = "17000001"


ACCOUNT: dict[str, Any] = {
    "worker": "17001",
    "password": "x",
    "set_on": DAY,
    "must_change": False,
    "closed": False,
    "former": "[]",
    "failures": 0,
    "locked_until": None,
    "code_secret": "",
    "code_step": 0,
    "version": 1,
}
PROTECTED: dict[str, Any] = {
    "number": 1,
    "kind": "FTI",
    "subject": "case 17000101",
    "what": "x",
    "reason": "x",
    "made_on": DAY,
    "made_at": MOMENT,
    "made_by": "17001",
    "receipt": "x",
    "destroyed_on": None,
    "destroyed_by": "",
    "destroyed_how": "",
    "version": 1,
}


def office() -> Iterator[Record]:
    """Two offices, three workers, hours and a court date."""
    yield Office(code="17", name="Baton Rouge", agency="louisiana")
    yield Office(code="36", name="New Orleans", agency="louisiana")
    yield Worker(number="17001", name="Ada Worker", office="17")
    yield Worker(number="17002", name="Ben Worker", office="17")
    yield Worker(number="36001", name="Cleo Worker", office="36", role="supervisor")
    yield SiteFile(agency="louisiana", kind="calendar", name="closed", text="added = []\n")
    for weekday in range(1, 6):
        yield OfficeHours(office="17", weekday=weekday, opens="08:00", closes="16:30")
    yield Cover(
        worker="17001",
        seq=1,
        by="17002",
        since=date(2026, 3, 2),
        until=date(2026, 3, 13),
        ended_on=date(2026, 3, 9),
        why="back early",
        entered_on=DAY,
        entered_by="36001",
    )
    yield Session(office="17", seq=1, kind="CH", on=date(2026, 2, 3), at="09:00", place="Division C")


def cases(count: int, first: int = 1) -> Iterator[Record]:
    """`count` simple cases: CP, NCP, one child, FITAP; person numbers 3n, 3n+1 and 3n+2."""
    for n in range(first, first + count):
        cp, ncp, child, number = 3 * n, 3 * n + 1, 3 * n + 2, f"{17_000_000 + n}"
        yield Person(number=cp, last=f"ARCENEAUX{n % 97:02d}", first="MARIE", born=date(1990, 1, 1))
        yield Person(number=ncp, last=f"BOUDREAUX{n % 89:02d}", first="PAUL")
        yield Person(number=child, last=f"BOUDREAUX{n % 89:02d}", first="ZOE", born=date(2019, 5, 4))
        yield Case(
            number=number,
            office="17",
            worker="17001",
            cp=cp,
            ncp=ncp,
            iva_number=f"{900_000_000 + n}",
            opened=DAY,
        )
        yield Child(case=number, seq=1, person=child, added_on=DAY)
        yield BenefitSpell(
            person=cp, seq=1, program="FITAP", iva_number=f"{900_000_000 + n}", applied=DAY, begins=DAY
        )


def home(person: int = 3) -> Iterator[Record]:
    """An old and a present address and a phone."""
    yield Address(
        person=person,
        seq=1,
        line1="1 OLD ST",
        city="GONZALES",
        zip_code="70737",
        state="LA",
        since=date(2020, 1, 1),
        until=date(2025, 1, 1),
    )
    yield Address(
        person=person,
        seq=2,
        line1="12 OAK ST",
        city="BATON ROUGE",
        zip_code="70801",
        state="LA",
        since=date(2025, 1, 1),
    )
    yield Phone(person=person, seq=1, number="225-555-0101", since=date(2025, 1, 1))


def entry(subject: str = f"case {CASE}", text: str = "CP called", **fields: str) -> LogEntry:
    """An activity of DAY by worker 17001."""
    return LogEntry(
        subject=subject,
        on=DAY,
        at=MOMENT,
        actor="17001",
        text=text,
        action=fields.pop("action", "NOTE"),
        **fields,
    )


def acted(session: Door, number: str = "R1") -> None:
    """An act of DAY by worker 17001 on the case: its receipt and the line of the log that names it."""
    asked = Asked(number, "a", "17001", DAY, MOMENT, "{}")
    add_receipts(session, [asked])
    append(session, [entry(receipt=number, receipt_digest=digest(asked))])


def other_agencies() -> Iterator[Record]:
    """The agencies beside the first, each with a record of every kind; persons 3 and 4 are of `cases`."""
    yield kansas.AGENCY
    yield from kansas.offices()
    yield from kansas.everything_on_a_consumer(3, 4)
    yield utah.AGENCY
    yield from utah.offices()
    yield from utah.everything_on_an_ncp(3, 4)
    yield federal.AGENCY
    yield from federal.offices()
    yield from federal.everything_on_a_program()


def ivd_facts(case: str = CASE, child: int = 5) -> Iterator[Record]:
    """A fact of every kind of the IV-D vocabulary on a case, all optional fields filled."""
    later, own = date(2026, 1, 20), {"case": case, "seq": 1}
    yield IvdSpell(opened=date(2024, 3, 1), closed=date(2024, 9, 30), **own)
    yield IvdStage(stage="PAT", since=DAY, **own)
    yield IvdJurisdiction(nation="tribe", since=DAY, until=later, **own)
    yield IvdPutative(counts_with="17000002", since=DAY, **own)
    yield IvdChild(person=child, since=DAY, until=later, **own)
    yield IvdBirth(
        person=child,
        wedlock="out",
        state="LA",
        emancipated_on=later,
        parent_died_on=DAY,
        entered_on=DAY,
        **own,
    )
    yield IvdPaternity(person=child, on=DAY, how="order", by="state", entered_on=later, **own)
    spell = {"begins": DAY, "ends": later, "last_grant": date(2026, 1, 1), "told_on": later}
    yield IvdAssistance(person=child, program="MED", entered_on=DAY, **spell, **own)
    sent = {"direction": "out", "other": "TX", "made_on": DAY, "closed_on": later}
    yield IvdInterstate(ffp=False, purpose="locate", **sent, **own)
    ordered = {"person": child, "filed_on": DAY, "entered_on": DAY, "ends_on": later}
    yield IvdOrder(number="D-1", kind="zero", by="other", **ordered, **own)
    yield IvdMedical(what="insurance", ordered_of="cp", viable=False, **ordered, **own)
    yield IvdCover(person=child, by="medicaid", since=DAY, until=later, **own)
    paid = {"share": "state", "source": "offset", "paid_on": later, "debt": "J-1", "second": True}
    yield IvdMoney(kind="arrears", month=DAY, on=DAY, written_on=later, cents=10**12, **paid, **own)
    own["seq"] = 2
    yield IvdMoney(
        kind="arrears", month=DAY, on=later, written_on=later, cents=-(10**12), reverses=1, **paid, **own
    )


def everything_on_a_case(case: str = CASE, cp: int = 3) -> Iterator[Record]:
    """One or two records of every other kind on a case, all optional fields filled in one of them."""
    later, own = date(2026, 1, 20), {"case": case, "worker": "17001"}
    yield from ivd_facts(case, cp + 2)
    yield PersonMerge(
        person=cp + 1,
        seq=1,
        into=cp,
        on=DAY,
        worker="17001",
        why="entered twice",
        moved=[f"Case {case} cp"],
        undone_on=later,
    )
    paid = LedgerEntry(
        subject=f"case {case}", seq=1, kind="payment", month=DAY, on=DAY, cents=10**12, source="P"
    )
    yield paid
    yield LedgerEntry(
        subject=f"case {case}",
        seq=2,
        kind="held",
        month=DAY,
        on=DAY,
        cents=10**12,
        of=1,
        why="nothing is owed",
    )
    yield Appointment(seq=1, purpose="SI", on=DAY, at="09:00", made_on=DAY, status="failed", **own)
    yield Appointment(
        seq=2,
        purpose="GT",
        on=later,
        at="10:30",
        made_on=DAY,
        notice_on=DAY,
        agreed=True,
        follows=1,
        moved_times=2,
        presence_required=False,
        necessary=False,
        stopped=True,
        refused=True,
        outcome_on=later,
        **own,
    )
    yield Contact(
        seq=1,
        person=cp,
        on=DAY,
        how="phone",
        about="SI",
        initiative=False,
        appointment=1,
        text="é 'x' %s ?",
        **own,
    )
    yield Cooperation(
        seq=1, kind="reported", ground="FA", failed_on=DAY, entered_on=DAY, reported_on=DAY, basis="b", **own
    )
    yield Cooperation(seq=2, kind="cooperating", entered_on=later, standing=False, ofs_53_on=later, **own)
    yield GoodCause(case=case, seq=1, reason="0", standing="claimed", on=DAY, received_on=later)
    yield Closure(
        case=case,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=DAY,
        notice_on=DAY,
        closes_on=later,
        confirmed_on=later,
        status="withdrawn",
        ended_on=later,
        why="came in",
    )
    yield Form(case=case, seq=1, form="CSE 105", edition=1, person=cp, made_on=DAY)
    yield Form(
        case=case,
        seq=2,
        form="OFS 3",
        edition=2,
        person=cp,
        made_on=DAY,
        mailed_on=later,
        returned_on=later,
        stopped_on=later,
        due_on=later,
        received_on=later,
        appointment=2,
        values={"b": "2", "a": 'é"'},
    )
    yield Interface(case=case, seq=1, kind="2IP", says="N", cooperation=1, made_on=DAY)
    yield Interface(
        case=case, seq=2, kind="2IP", says="N", cooperation=1, made_on=DAY, sent_on=later, status="sent"
    )
    yield Referral(seq=1, source="iva", received_on=DAY, form_4ncp="signed", child=1, cleared_on=later, **own)
    yield Agreement(
        person=cp,
        seq=1,
        received_on=DAY,
        applied_on=DAY,
        agreed=[case],
        completed_on=later,
        office="17",
        worker="17001",
    )
    yield OfficeRequest(
        case=case, seq=1, from_office="36", agreement=1, opened_on=DAY, opened_by="36001", done_on=later
    )
    yield Retained(
        case=case,
        seq=1,
        paid_on=DAY,
        amount=12_345,
        assigned_on=DAY,
        found_on=later,
        turned_over_on=later,
    )
    yield Escalation(case=case, seq=1, notified_on=DAY, answered_on=later, answer="é")
    yield Review(seq=1, on=DAY, remark="looked at", entered_on=later, standing=False, **own)
    yield Reminder(subject=f"case {case}", seq=1, due=DAY, text="call", done_on=later, worker="17001")
    yield BenefitNews(
        case=case, seq=1, event="closed", on=DAY, text="x", received_on=DAY, acknowledged_on=later
    )
    yield NextStep(
        subject=f"case {case}",
        worker="17001",
        office="17",
        kind="outcome",
        rule="LA-E520-08",
        text="Key the outcome",
        due=DAY,
        urgency=1,
        changes_on=later,
        command=f"APPT {case}",
    )
