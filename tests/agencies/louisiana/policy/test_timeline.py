"""The timeline tells what was brought, asked and answered, and what is due back."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import (
    Agreement,
    Appointment,
    BenefitSpell,
    Case,
    Closure,
    Escalation,
    Form,
    GoodCause,
    Interface,
    OfficeRequest,
    Referral,
    Retained,
)
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.records import Person, Record, Reminder
from cstui.policy.rulebook import load_rulebook
from tests.records import benefits, reported

ON = date(2026, 3, 2)
CASE = "17000001"


def test_everything_of_e522_to_e524_has_its_date_and_rule() -> None:
    file = CaseFile(
        case=Case(number=CASE, office="17", worker="17001", cp=1, opened=date(2025, 1, 2)),
        referrals=(
            Referral(
                case=CASE,
                seq=1,
                source="iva",
                received_on=date(2026, 2, 1),
                cleared_on=date(2026, 2, 3),
                worker="17001",
            ),
        ),
        requests=(
            OfficeRequest(
                case=CASE, seq=1, from_office="36", agreement=1, opened_on=date(2026, 2, 5), opened_by="36001"
            ),
        ),
        retained=(
            Retained(
                case=CASE,
                seq=1,
                paid_on=date(2026, 2, 6),
                amount=12550,
                assigned_on=date(2026, 1, 1),
                found_on=date(2026, 2, 7),
            ),
        ),
        escalations=(
            Escalation(
                case=CASE, seq=1, notified_on=date(2026, 2, 8), answered_on=date(2026, 2, 9), answer="Yes"
            ),
        ),
        forms=(
            Form(case=CASE, seq=1, form="CSE 115", edition=1, person=1, made_on=ON, due_on=date(2026, 3, 20)),
            Form(
                case=CASE,
                seq=2,
                form="CSE 115",
                edition=1,
                person=1,
                made_on=ON,
                mailed_on=ON,
                due_on=date(2026, 3, 21),
                received_on=ON,
            ),
        ),
        reminders=(
            Reminder(subject=f"case {CASE}", seq=1, worker="17001", due=date(2026, 3, 25), text="Call"),
            Reminder(
                subject=f"case {CASE}", seq=2, worker="17001", due=date(2026, 3, 26), text="Done", done_on=ON
            ),
        ),
    )
    brought = Agreement(
        person=1,
        seq=1,
        received_on=date(2026, 2, 3),
        completed_on=date(2026, 2, 4),
        office="17",
        worker="17001",
    )
    facts = Facts(file=file, cp=Person(number=1, last="DOE", first="JANE"), agreements=(brought,))
    [reminder] = [m for m in timeline(facts, load_rulebook(), ON) if m.text == "Reminder: Call"]
    assert (reminder.rule, reminder.cite) == ("CS-177", "REMD")
    said = [
        (f"{m.on:%m/%d}", m.kind, m.text) for m in timeline(facts, load_rulebook(), ON) if m.kind != "owed"
    ]
    assert said == [
        ("01/02", "done", "Case opened"),
        ("02/01", "done", "IV-A referral received"),
        ("02/03", "done", "IV-A referral cleared"),
        ("02/03", "done", "CP brought OFS 53"),
        ("02/04", "done", "OFS 53 completed"),
        ("02/05", "done", "Office 36 asks for cooperation"),
        ("02/06", "done", "Support of 125.50 kept by the CP"),
        ("02/08", "done", "PI Consultant told"),
        ("02/09", "done", "PI Consultant answered"),
        ("03/02", "coming", "CSE 115 mailed."),
        ("03/20", "coming", "CSE 115: documents due back"),
        ("03/25", "coming", "Reminder: Call"),
    ]


NOTICE = date(2026, 3, 16)
"""IV-A's notice on a report of ten days before; it runs out on March 29."""


@pytest.mark.parametrize(
    ("answered", "stops"), [(None, False), (0, True), (12, True), (13, True), (14, False)]
)
def test_an_answer_until_the_last_day_of_the_notice_stops_the_removal(
    answered: int | None, stops: bool
) -> None:
    """IV-A hands out OFS 53 then (E-522); an answer after it ran out comes too late."""
    given_on = None if answered is None else NOTICE + timedelta(days=answered)
    entry = reported(CASE, date(2026, 3, 6), ground="RI")
    spell = benefits(1, notice_on=NOTICE, answered_on=given_on)
    file = CaseFile(
        case=Case(number=CASE, office="17", worker="17001", cp=1, opened=date(2025, 1, 2)),
        cooperation=(entry,),
    )
    facts = Facts(file=file, cp=Person(number=1, last="DOE", first="JANE"), spells=(spell,))
    on = date(2026, 3, 31)
    coming = [(m.on, m.text) for m in timeline(facts, load_rulebook(), on) if m.kind == "coming"]
    ends = (on, "IV-A: FITAP benefits end, 04/01/2026 (non-cooperation with CSE).")
    pend = (date(2026, 4, 1), "Pend for closure with FTC")
    escalate = (date(2026, 6, 1), "Tell the PI Consultant: reported 03/06/2026")
    review = (date(2026, 4, 1), "Quarterly review of non-cooperation, due 04/10")
    assert coming == ([review, escalate] if stops else [ends, pend, review])
    before = guide.next_step(facts, load_rulebook(), date(2026, 3, 29))
    assert before.changes_on == date(2026, 3, 30)
    step = guide.next_step(facts, load_rulebook(), on)
    assert step.kind == ("answered" if stops else "wait")
    assert stops or (step.text, step.due) == ("IV-A's notice ran out on 03/29/2026", pend[0])


@pytest.mark.parametrize("live", [False, True])
def test_what_iva_is_taken_to_do_is_marked_in_a_live_store(live: bool) -> None:
    """The night does its own there as well; IV-A's notice and the removal are only assumed."""
    waiting = reported(CASE, ON, ground="RI", reported_on=None)
    record = Interface(case=CASE, seq=1, kind="LAIN 2IP", says="NONCOOP", cooperation=1, made_on=ON)
    facts = known(benefits(1), cooperation=(waiting,), interface=(record,))
    coming = [m for m in timeline(facts, load_rulebook(), ON, live=live) if m.kind == "coming"]
    assert [(f"{m.on:%m/%d}", m.text.split(",")[0], m.assumed) for m in coming] == [
        ("03/02", "LAIN 2IP sent to IV-A: NONCOOP.", False),
        ("03/12", "IV-A: FITAP advance notice sent", live),
        ("03/25", "IV-A: FITAP benefits end", live),
        ("04/01", "Pend for closure with FTC", False),
        ("04/01", "Quarterly review of non-cooperation", False),
    ]


def told(facts: Facts, on: date, kind: str) -> list[tuple[str, str, str]]:
    """What the timeline tells of that kind: day, text and rule."""
    moments = timeline(facts, load_rulebook(), on)
    return [(f"{m.on:%m/%d/%y}", m.text, m.rule) for m in moments if m.kind == kind]


def known(*spells: BenefitSpell, **files: tuple[Record, ...]) -> Facts:
    """A case opened a year ago, with what is kept of it and its custodial parent's benefits."""
    case = Case(number=CASE, office="17", worker="17001", cp=1, opened=date(2025, 1, 2))
    file = CaseFile(case=case, **files)  # type: ignore[arg-type]
    return Facts(file=file, cp=Person(number=1, last="DOE", first="JANE"), spells=spells)


def test_benefits_from_the_application_to_the_removal() -> None:
    """Only what has come is done: a removal is told as one from its own day."""
    spell = benefits(
        1, notice_on=date(2026, 2, 10), answered_on=date(2026, 2, 12), closed=ON, closing_reason="NC"
    )
    before = [
        ("01/02/25", "Case opened", ""),
        ("01/05/26", "Applied for FITAP", ""),
        ("02/01/26", "FITAP certified", ""),
        ("02/10/26", "IV-A sent its advance notice", "LA-E522-04"),
        ("02/12/26", "CP answered IV-A", "LA-E522-08"),
    ]
    assert told(known(spell), ON - timedelta(days=1), "done") == before
    why = load_rulebook().said("ivareason", "NC")
    ended = (f"{ON:%m/%d/%y}", f"FITAP ended: {why}", "LA-E522-04")
    assert told(known(spell), ON, "done") == [*before, ended]
    unsaid = benefits(1, begins=None, closed=ON)
    assert told(known(unsaid), ON, "done")[1:] == [before[1], (ended[0], "FITAP ended", "LA-E522-04")]


def test_appointments_that_were_and_those_to_come() -> None:
    """One that was moved or cancelled did not happen; one of today is neither done nor to come."""

    def on(seq: int, day: date, status: str) -> Appointment:
        return Appointment(
            case=CASE, seq=seq, purpose="SI", on=day, at="09:00", worker="17001", made_on=ON, status=status
        )

    days = (date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 5), date(2026, 2, 6))
    were = [
        on(n, *one) for n, one in enumerate(zip(days, ("kept", "failed", "moved", "cancelled"), strict=True))
    ]
    come = [on(n, ON + timedelta(days=n - 8), "open") for n in (8, 9)]
    facts = known(appointments=(*were, *come))
    what = load_rulebook().meaning("purpose", "SI")
    assert told(facts, ON, "done")[1:] == [
        ("02/03/26", f"{what}: kept", "LA-E521-03"),
        ("02/04/26", f"{what}: failed", "LA-E521-03"),
    ]
    assert told(facts, ON, "coming") == [("03/03/26", f"{what} at 09:00", "LA-E521-04")]


def test_non_cooperation_entered_reported_corrected_and_ended() -> None:
    """What was struck out stays on the line and says so; only a report goes to IV-A."""
    first = reported(CASE, date(2026, 2, 3), ground="RI", reported_on=date(2026, 2, 4), standing=False)
    second = reported(CASE, date(2026, 2, 5), seq=2, kind="documented", reported_on=None)
    again = reported(
        CASE,
        date(2026, 2, 9),
        seq=3,
        kind="cooperating",
        ground="",
        failed_on=None,
        reported_on=date(2026, 2, 9),
    )
    assert told(known(cooperation=(first, second, again)), ON, "done")[1:] == [
        ("02/03/26", "Non-cooperation RI reported, DT 02/03/2026 (corrected)", "LA-E522-01"),
        ("02/04/26", "LAIN 2IP sent to IV-A", "LA-E522-01"),
        ("02/05/26", "Non-cooperation MA documented, DT 02/05/2026", "LA-E522-01"),
        ("02/09/26", "Cooperation entered", "LA-E522-13"),
    ]


def test_good_cause_and_closures_withdrawn_and_carried_out() -> None:
    cause = GoodCause(
        case=CASE, seq=1, reason="01", standing="claimed", on=date(2025, 2, 1), received_on=date(2025, 2, 1)
    )
    withdrawn = Closure(
        case=CASE, seq=1, reason="FTC", path="removed", pended_on=date(2025, 3, 3),
        notice_on=date(2025, 3, 4), closes_on=date(2025, 5, 3), status="withdrawn", ended_on=date(2025, 4, 1),
    )  # fmt: skip
    closed = Closure(
        case=CASE, seq=2, reason="FTC", path="removed", pended_on=date(2025, 6, 2), status="closed",
        ended_on=date(2025, 8, 2),
    )  # fmt: skip
    facts = known(good_cause=(cause,), closures=(withdrawn, closed))
    assert told(facts, ON, "done")[1:] == [
        ("02/01/25", "Good cause claimed", "LA-E520-06"),
        ("03/03/25", "Pended for closure, FTC", "LA-E522-04"),
        ("03/04/25", "CSE 105 mailed", "LA-E522-06"),
        ("04/01/25", "Pend withdrawn", "LA-E522-06"),
        ("06/02/25", "Pended for closure, FTC", "LA-E522-04"),
        ("08/02/25", "Case closed", "LA-E522-06"),
    ]
    pended = msgspec.structs.replace(withdrawn, status="pended", ended_on=None)
    facts = known(closures=(pended,))
    facts = msgspec.structs.replace(
        facts,
        file=msgspec.structs.replace(facts.file, case=msgspec.structs.replace(facts.case, status="pended")),
    )
    assert told(facts, date(2025, 4, 1), "coming") == [
        ("05/03/25", "Case closed, FTC: pended 03/03/2025.", "LA-E522-06")
    ]
