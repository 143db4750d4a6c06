"""E-524 and E-525 to the day: when the PI Consultant is told, what a request or good cause asks for."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from cstui.acts.base import added
from cstui.acts.workdays import shown_due
from cstui.agencies.louisiana.acts.closing import PendClosure
from cstui.agencies.louisiana.policy import followup, orders
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import (
    Appointment,
    Child,
    Closure,
    Escalation,
    Form,
    GoodCause,
    OfficeRequest,
    Referral,
)
from cstui.desk.programs.base import guide_lines
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.effects import Effects, Refused
from tests.agencies.louisiana.policy.test_limits import NUMBER, RULES, given, reported, spell

SENT = date(2026, 3, 20)
DUE = date(2026, 6, 1)
"""Two full months after a report of March have lapsed."""


def with_file(facts: Facts, **more: object) -> Facts:
    return msgspec.structs.replace(facts, file=msgspec.structs.replace(facts.file, **more))


def sent(**more: object) -> Facts:
    return given(reported(SENT, reported_on=SENT), **more)  # type: ignore[arg-type]


def doing(facts: Facts, on: date) -> tuple[str, str] | None:
    found = followup.follow_up(facts, RULES, on)
    return None if found is None else (found.doing, found.rule)


@pytest.mark.parametrize(
    ("on", "why"),
    [(DUE - timedelta(days=1), "two full months end 06/01/2026"), (DUE, ""), (DUE + timedelta(days=1), "")],
)
def test_the_consultant_is_told_from_the_day_on_which_two_full_months_have_lapsed(on: date, why: str) -> None:
    assert followup.why_not_escalate(sent(), RULES, on) == why
    assert followup.is_for_consultant(sent(), RULES, on) is (not why)
    assert (doing(sent(), on) == ("escalate", "LA-E524-02")) is (not why)


def test_why_the_consultant_is_not_told() -> None:
    told = Escalation(case=NUMBER, seq=1, notified_on=DUE)
    unsent = given(reported(SENT, reported_on=None))
    assert followup.why_not_escalate(given(), RULES, DUE) == "no report to IV-A stands"
    assert followup.why_not_escalate(unsent, RULES, DUE) == "no report to IV-A stands"
    assert not followup.is_for_consultant(given(), RULES, DUE)
    assert followup.why_not_escalate(sent(spells=()), RULES, DUE) == "the CP gets no benefits any more"
    again = with_file(sent(), escalations=(told,))
    assert followup.why_not_escalate(again, RULES, DUE) == (
        "the PI Consultant was told on 06/01/2026; again from 08/01/2026"
    )
    assert followup.why_not_escalate(again, RULES, date(2026, 8, 1)) == ""
    answered = with_file(sent(), escalations=(msgspec.structs.replace(told, answered_on=DUE),))
    assert followup.why_not_escalate(answered, RULES, DUE) == ""
    assert not followup.is_for_consultant(answered, RULES, DUE)


def test_a_closed_case_is_followed_no_further_and_nothing_comes_of_it() -> None:
    shut = msgspec.structs.replace(sent().case, status="closed", closed=SENT)
    closed = with_file(sent(), case=shut)
    assert doing(closed, DUE) is None
    assert [moment for moment in timeline(closed, RULES, SENT) if moment.kind == "coming"] == []
    assert [moment for moment in timeline(sent(), RULES, SENT) if moment.kind == "coming"]


def test_good_cause_and_another_offices_request_come_before_all_else() -> None:
    cause = GoodCause(case=NUMBER, seq=1, reason="01", standing="determined", on=SENT, received_on=SENT)
    asked = OfficeRequest(
        case=NUMBER, seq=1, from_office="36", agreement=1, opened_on=SENT, opened_by="36001"
    )
    request = with_file(sent(), requests=(asked,))
    assert doing(request, DUE) == ("correct", "LA-E522-19")
    assert doing(with_file(request, good_cause=(cause,)), DUE) == ("correct", "LA-E520-06")
    done = with_file(sent(), requests=(msgspec.structs.replace(asked, done_on=SENT),))
    assert doing(done, DUE) == ("escalate", "LA-E524-02")


def test_a_child_is_left_out_only_without_an_order_after_report_and_removal() -> None:
    child = Child(case=NUMBER, seq=1, person=3, added_on=SENT)
    ordered = msgspec.structs.replace(child, order_on=date(2025, 1, 2))
    gone = spell(closed=DUE)
    before, on = DUE - timedelta(days=1), DUE
    assert followup.why_not_out(sent(spells=(gone,)), ordered, RULES, on) == "its order of 01/02/2025 stands"
    assert followup.why_not_out(given(spells=(gone,)), child, RULES, on) == "no non-cooperation is reported"
    assert followup.why_not_out(sent(spells=(gone,)), child, RULES, before) == "the CP still gets benefits"
    assert followup.why_not_out(sent(spells=(gone,)), child, RULES, on) == ""


def test_while_good_cause_is_undecided_every_step_says_so_a_running_closure_included() -> None:
    claim = GoodCause(case=NUMBER, seq=1, reason="01", standing="claimed", on=SENT, received_on=SENT)
    pend = Closure(
        case=NUMBER, seq=1, reason="FTC", path="removed", pended_on=DUE, notice_on=DUE, closes_on=DUE
    )
    reported_case = with_file(sent(), good_cause=(claim,))
    pended = with_file(reported_case, closures=(pend,))
    for facts, kinds in ((reported_case, {"escalate", "undecided"}), (pended, {"closing", "undecided"})):
        found = {step.kind: step.text for step in guide.steps(facts, RULES, DUE)}
        assert kinds <= set(found)
        assert found.pop("undecided") == "Good cause claimed 03/20: IV-A has not decided"
        assert all(text.startswith("GC claimed: ") for text in found.values())
    denied = msgspec.structs.replace(claim, standing="denied")
    decided = guide.steps(with_file(pended, good_cause=(claim, denied)), RULES, DUE)
    assert "Closes in the night of 06/01/2026" in [step.text for step in decided]


def test_the_review_is_never_above_a_clock_that_iva_owes_and_waits_for_the_worker_all_the_same() -> None:
    april = date(2026, 4, 1)
    running = sent(spells=(spell(notice_on=date(2026, 3, 30)),))
    steps = guide.steps(running, RULES, april)
    kinds = [step.kind for step in steps]
    assert kinds.index("wait") < kinds.index("review")
    shown = {moment.text: moment for moment in timeline(running, RULES, april)}
    assert shown["Quarterly review of non-cooperation"].kind == "owed"
    answered = sent(spells=(spell(notice_on=date(2026, 3, 24), answered_on=date(2026, 3, 26)),))
    urgency = {step.kind: step.urgency for step in guide.steps(answered, RULES, april)}
    assert urgency["review"] == 5


def test_what_may_be_reported_is_not_drawn_as_owed_and_a_closed_day_shows_the_working_day_before() -> None:
    """A test missed in January 2026, whose last day is a Saturday; the law's day stays in the text."""
    missed = Appointment(
        case=NUMBER,
        seq=1,
        purpose="GT",
        on=date(2026, 1, 20),
        at="09:00",
        worker="17001",
        status="failed",
        made_on=date(2026, 1, 2),
        notice_on=date(2026, 1, 2),
        stopped=True,
    )
    facts = with_file(given(spells=(spell(begins=date(2025, 12, 1)),)), appointments=(missed,))
    on = date(2026, 1, 21)
    steps = {step.kind: step for step in guide.steps(facts, RULES, on)}
    assert steps["may report"].due == date(2026, 1, 31)
    drawn = next(m for m in timeline(facts, RULES, on) if m.text.startswith("May report"))
    assert (drawn.kind, drawn.on) == ("may", date(2026, 1, 30))
    assert drawn.text.endswith("(the law's day: 01/31)")
    said = [line.text for line in guide_lines(steps.values(), RULES)]
    assert "By Fri 01/30/2026 (law: Sat 01/31)" in said


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        (date(2026, 1, 31), date(2026, 1, 30)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 5, 31), date(2026, 5, 29)),
        (date(2027, 5, 31), date(2027, 5, 28)),
    ],
    ids=["Saturday", "working day", "Sunday", "Memorial Day after a weekend"],
)
def test_a_deadline_of_our_own_on_a_closed_day_is_shown_with_the_working_day_before(
    due: date, shown: date
) -> None:
    assert shown_due("report", due, RULES) == shown
    assert shown_due("closing", due, RULES) == due


def test_nothing_to_do_cites_nothing() -> None:
    idle = given()
    step = guide.next_step(
        with_file(idle, case=msgspec.structs.replace(idle.case, form_4ncp="signed")), RULES, SENT
    )
    assert (step.kind, step.rule) == ("none", "")
    assert [line.text for line in guide_lines([step], RULES)] == ["NEXT STEP", "Nothing is to be done"]


def test_cse_105_carries_what_was_failed_and_when() -> None:
    effects = PendClosure(case=NUMBER).decide(sent(spells=(spell(closed=DUE),)), RULES, DUE, "17001")
    assert isinstance(effects, Effects)
    letter = added(effects, Form)[0]
    assert (letter.values["ground"], letter.values["failed"]) == ("two appointments missed", "03/20/2026")


def test_a_child_added_with_an_order_is_no_other_child_and_every_order_in_force_asks_why() -> None:
    """Non-cooperation that follows the referral of a second child concerns that child, order or not."""
    first = Child(case=NUMBER, seq=1, person=3, added_on=date(2026, 2, 2))
    second = Child(case=NUMBER, seq=2, person=4, added_on=date(2026, 3, 2), order_on=date(2025, 1, 2))
    adds = Referral(case=NUMBER, seq=1, source="iva", received_on=date(2026, 3, 2), child=2, worker="17001")
    gone = spell(closed=DUE, closing_reason="NC")
    facts = with_file(sent(spells=(gone,)), children=(first, second))
    assert orders.for_another_child(facts, RULES, DUE) == second
    assert orders.for_another_child(with_file(facts, referrals=(adds,)), RULES, DUE) is None
    both = with_file(facts, children=(msgspec.structs.replace(first, order_on=SENT), second))
    assert orders.for_another_child(both, RULES, DUE) is None
    refused = PendClosure(case=NUMBER).decide(both, RULES, DUE, "17001")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["LA-E525-03", "LA-E525-04"]
