"""The timeline tells what was brought, asked and answered, and what is due back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.policy import guide
from cstui.policy.facts import CaseFile, Facts
from cstui.policy.followup_records import Agreement, Escalation, OfficeRequest, Referral, Reminder, Retained
from cstui.policy.records import Case, Form, Person
from cstui.policy.rulebook import load_rulebook
from cstui.policy.timeline import timeline
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
                due_on=date(2026, 3, 21),
                received_on=ON,
            ),
        ),
        reminders=(
            Reminder(case=CASE, seq=1, worker="17001", due=date(2026, 3, 25), text="Call"),
            Reminder(case=CASE, seq=2, worker="17001", due=date(2026, 3, 26), text="Done", done_on=ON),
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
    removed = (date(2026, 4, 1), "CP removed from benefits; FTC can be pended")
    assert (removed in coming) == (not stops)
    assert coming == [(date(2026, 6, 1), "Tell the PI Consultant")] or not stops
    before = guide.next_step(facts, load_rulebook(), date(2026, 3, 29))
    assert before.changes_on == date(2026, 3, 30)
    step = guide.next_step(facts, load_rulebook(), on)
    assert step.kind == ("answered" if stops else "wait")
    assert stops or (step.text, step.due) == ("IV-A's notice ran out on 03/29/2026", removed[0])
