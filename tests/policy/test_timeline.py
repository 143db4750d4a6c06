"""The timeline tells what was brought, asked and answered, and what is due back."""

from __future__ import annotations

from datetime import date

from cstui.policy.facts import CaseFile, Facts
from cstui.policy.followup_records import Agreement, Escalation, OfficeRequest, Referral, Reminder, Retained
from cstui.policy.records import Case, Form, Person
from cstui.policy.rulebook import load_rulebook
from cstui.policy.timeline import timeline

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
