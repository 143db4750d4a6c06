"""Who must not be reported, and which failures do not count: each limit on its day, the day before, after."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.policy import appointments, case_position, closing, cooperation
from cstui.agencies.louisiana.policy.cooperation import failures
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import BenefitSpell, Closure, Contact, Cooperation, Form, GoodCause
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.rulebook import Checks
from tests.agencies.louisiana.policy.test_limits import (
    NUMBER,
    RULES,
    TODAY,
    TWO_MISSED,
    day,
    given,
    missed,
    pend,
    report,
    spell,
)
from tests.agencies.louisiana.policy.world import DAY, OWN, START, act, decide
from tests.agencies.louisiana.policy.world import given as office


def refusal(offset: int) -> Contact:
    """A walk-in in which the CP refused, so many days from today."""
    return Contact(case=NUMBER, seq=1, person=1, on=day(offset), how="W", about="RE", worker="17001")


def document(facts: Facts, ground: str, failed_on: date) -> set[str]:
    checks = Checks(RULES)
    cooperation.check_document(checks, facts, ground, failed_on, TODAY)
    return {finding.rule for finding in checks.found}


def cause(seq: int, said: str, offset: int, reason: str = "01") -> GoodCause:
    on = day(offset)
    return GoodCause(case=NUMBER, seq=seq, reason=reason, standing=said, on=on, received_on=on)


DETERMINED, ENDED = cause(1, "determined", -12), cause(2, "ended", -4)


@pytest.mark.parametrize(
    ("failed", "found"),
    [(-13, set()), (-12, {"LA-E520-06"}), (-5, {"LA-E520-06"}), (-4, set()), (-3, set())],
)
def test_good_cause_is_judged_on_the_day_of_the_failure(failed: int, found: set[str]) -> None:
    """Ended since, it still excuses what fell under it; the day of its end is the first without it."""
    facts = given(refusal(failed), DETERMINED, ENDED)
    assert report(facts, "RI", day(failed)) == found
    assert bool(failures(facts.file, RULES)) == (not found)


@pytest.mark.parametrize("said", ["claimed", "denied"])
def test_only_determined_good_cause_excuses(said: str) -> None:
    facts = given(refusal(-6), cause(1, said, -12), cause(2, "denied", -4))
    assert report(facts, "RI", day(-6)) == set()


def test_0_and_00_are_no_good_cause_whatever_stands_beside_them() -> None:
    for reason in ("", "0", "00"):
        facts = given(refusal(-6), cause(1, "determined", -12, reason))
        assert report(facts, "RI", day(-6)) == set()


@pytest.mark.parametrize(("ended", "found"), [(-1, set()), (0, set()), (1, {"LA-E520-06"})])
def test_two_misses_are_judged_on_the_day_of_the_second(ended: int, found: set[str]) -> None:
    facts = given(*TWO_MISSED, cause(1, "determined", -20), cause(2, "ended", ended))
    assert report(facts, "MA", TODAY, day(2)) == found


@pytest.mark.parametrize(("called", "count"), [(-9, 2), (-1, 1), (0, 2)])
def test_a_call_before_the_day_that_is_recorded_late_takes_the_miss_out(called: int, count: int) -> None:
    call = Contact(
        case=NUMBER, seq=1, person=1, on=day(called), how="C", about="AP", worker="17001", appointment=2
    )
    facts = given(*TWO_MISSED, call)
    assert len(case_position.missed_appointments(facts.file, RULES)) == count
    assert report(facts, "MA", TODAY) == (set() if count == 2 else {"LA-E520-01"})


def test_a_call_before_a_hearing_that_is_recorded_late_is_told() -> None:
    hearing = missed(1, TODAY, purpose="CH", stopped=True)
    call = Contact(case=NUMBER, seq=1, person=1, on=day(-1), how="M", about="AP", worker="17001")
    assert report(given(hearing), "CT", TODAY) == set()
    assert report(given(hearing, call), "CT", TODAY) == {"LA-E521-09"}


@pytest.mark.parametrize(("offset", "fails"), [(0, True), (1, False), (7, False), (8, True)])
def test_the_call_that_led_to_an_appointment_is_not_initiative_about_it(offset: int, fails: bool) -> None:
    """The second was made on the day of the call, eight days ago; a call of the next day is about it."""
    second = missed(2, TODAY, status="open", outcome_on=None, follows=1)
    call = Contact(case=NUMBER, seq=1, person=1, on=day(offset - 8), how="C", about="AP", worker="17001")
    checks = Checks(RULES)
    appointments.check_outcome(checks, given(missed(1, day(-9)), call).file, second, "F", TODAY)
    assert checks.refused != fails


@pytest.mark.parametrize("named", [None, 1, 2])
@pytest.mark.parametrize("keyed_first", [True, False])
def test_the_order_of_keying_a_call_and_the_move_it_led_to_decides_nothing(
    keyed_first: bool, named: int | None
) -> None:
    """Only a call that names the new appointment is about it."""
    facts = office()
    call = act("record-contact", case=OWN, how="C", about="AP", on=START, appointment=named)
    move = act("move-appointment", case=OWN, appointment=1, on=START + 9 * DAY, at="09:00")
    first = act("schedule-appointment", case=OWN, purpose="SI", on=START + 8 * DAY, at="09:00")
    for one in (first, *((call, move) if keyed_first and named != 2 else (move, call))):
        decided = decide(facts, one, START)
        assert not isinstance(decided, Refused)
        facts = facts.after(decided.changes)
    about = case_position.initiative(facts.file, facts.file.appointments[1], RULES)
    assert (about is not None) == (named == 2)


def cooperating(seq: int, offset: int, **fields: object) -> Cooperation:
    said: dict[str, object] = {"kind": "cooperating", "entered_on": day(offset)} | fields
    return Cooperation(case=NUMBER, seq=seq, worker="17001", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("failed", "found"), [(-6, {"LA-E522-21"}), (-5, {"LA-E522-21"}), (-4, set()), (-3, set())]
)
def test_only_a_failure_since_cooperation_is_reported(failed: int, found: set[str]) -> None:
    """Cooperation was entered four days ago; a failure of that day, not reported before, is a new one."""
    assert report(given(refusal(failed), cooperating(1, -4)), "RI", day(failed)) == found


@pytest.mark.parametrize(("set_aside", "found"), [(0, {"LA-E522-21"}), (1, set()), (2, set())])
def test_a_failure_reported_and_answered_on_one_day_is_not_reported_again(
    set_aside: int, found: set[str]
) -> None:
    """Unless its report was set aside as wrong (1); where cooperation was (2), the report stands again."""
    said = {"kind": "reported", "ground": "RI", "failed_on": TODAY, "standing": set_aside != 1}
    facts = given(refusal(0), cooperating(1, 0, **said), cooperating(2, 0, standing=set_aside == 0))
    assert report(facts, "RI", TODAY) - {"LA-E522-07"} == found


@pytest.mark.parametrize(
    ("kind", "applied", "found"),
    [
        ("documented", -10, set()),
        ("documented", -9, {"LA-E524-01"}),
        ("documented", -4, {"LA-E524-01"}),
        ("reported", -9, set()),
        ("reported", -5, set()),
        ("reported", -4, {"LA-E524-01"}),
    ],
)
def test_an_application_counts_from_the_failure_that_was_only_documented(
    kind: str, applied: int, found: set[str]
) -> None:
    """Failed ten days ago, entered five days ago. IV-A removes for a report, whatever was applied for."""
    entry = cooperating(1, -5, kind=kind, ground="RI", failed_on=day(-10))
    gone = spell(closed=day(-11 if kind == "documented" else -1), closing_reason="NC")
    again = BenefitSpell(person=1, seq=2, program="KCSP", iva_number="9", applied=day(applied))
    assert pend(given(entry, spells=(gone, again))) == found


@pytest.mark.parametrize(
    ("begins", "closed", "found", "kind"),
    [
        (-9, -5, {"LA-E522-09"}, "report"),
        (-20, -7, set(), "document"),
        (-6, None, {"LA-E522-09"}, "report"),
        (-5, None, {"LA-E522-22"}, "none"),
        (None, None, {"LA-E522-22"}, "none"),
    ],
)
def test_only_a_former_recipient_is_documented(
    begins: int | None, closed: int | None, found: set[str], kind: str
) -> None:
    """Refused six days ago. Who gets benefits only from the next day on, or never did, owed nothing then."""
    got = spell(
        begins=None if begins is None else day(begins), closed=None if closed is None else day(closed)
    )
    facts = given(refusal(-6), spells=(got,))
    assert document(facts, "RI", day(-6)) == found
    assert kind in [step.kind for step in guide.steps(facts, RULES, TODAY)] or kind == "none"
    assert {"report", "document"}.isdisjoint(step.kind for step in guide.steps(facts, RULES, TODAY)) == (
        kind == "none"
    )


def letter(appointment: int, **days: int) -> Form:
    """The letter of an appointment, made eight days before it, with the days counted from it."""
    dates = {name: day(offset) for name, offset in days.items()}
    return Form(
        case=NUMBER,
        seq=1,
        form="APPT 1",
        edition=1,
        person=1,
        made_on=day(-8),
        appointment=appointment,
        **dates,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("days", "ok"),
    [
        ({}, True),
        ({"mailed_on": -7}, True),
        ({"mailed_on": -6}, False),
        ({"mailed_on": -8, "returned_on": 0}, False),
        ({"mailed_on": -8, "returned_on": 1}, False),
        ({"stopped_on": -8}, False),
    ],
)
def test_a_hearing_is_reported_only_after_its_notice_went_out_in_time(days: dict[str, int], ok: bool) -> None:
    hearing = missed(1, TODAY, purpose="CH", stopped=True)
    found = report(given(hearing, letter(1, **days)), "CT", TODAY)
    assert found == (set() if ok else {"LA-E521-09"})
    agreed = missed(1, TODAY, purpose="CH", stopped=True, agreed=True)
    assert report(given(agreed, letter(1, **days)), "CT", TODAY) == set()


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ({"mailed_on": -8}, 2),
        ({"mailed_on": -8, "returned_on": 0}, 1),
        ({"mailed_on": -8, "returned_on": 1}, 1),
        ({"mailed_on": -7}, 2),
        ({"mailed_on": -6}, 1),
        ({}, 2),
        ({"stopped_on": -8}, 1),
    ],
)
def test_a_miss_without_notice_does_not_count(days: dict[str, int], count: int) -> None:
    facts = given(*TWO_MISSED, letter(2, **days))
    assert len(case_position.missed_appointments(facts.file, RULES)) == count
    assert report(facts, "MA", TODAY) == (set() if count == 2 else {"LA-E520-01", "LA-E521-16"})


def sent_back(form: str, offset: int | None) -> Form:
    """CSE 115 of the second appointment, or CSE 101, made eight days ago; received on a day from today."""
    return Form(
        case=NUMBER,
        seq=1,
        form=form,
        edition=1,
        person=1,
        made_on=day(-8),
        mailed_on=day(-8),
        appointment=2 if form == "CSE 115" else None,
        received_on=None if offset is None else day(offset),
    )


@pytest.mark.parametrize(
    ("came", "ok"), [(None, True), (-1, False), (0, False), (1, True)], ids=["never", "before", "on", "after"]
)
@pytest.mark.parametrize("form", ["CSE 115", "CSE 101"])
def test_documents_that_came_in_time_answer_the_appointment(form: str, came: int | None, ok: bool) -> None:
    """By CSE 115 the CP may send them instead of coming; CSE 101 brings the signature that is missing."""
    first, second = TWO_MISSED
    papers = sent_back(form, came)
    refused = {"LA-E520-01"} | ({"LA-E520-08"} if form == "CSE 101" else set())
    assert report(given(first, second, papers), "MA", TODAY) == (set() if ok else refused)
    checks = Checks(RULES)
    appointments.check_outcome(
        checks, given(first, papers).file, missed(2, TODAY, status="open"), "F", day(2)
    )
    said = {"CSE 115": "LA-E521-13", "CSE 101": "LA-E520-08"}[form]
    assert [finding.rule for finding in checks.found] == ([] if ok else [said])


def test_the_signature_on_cse_101_ends_the_search_for_one() -> None:
    assert case_position.signature_needed(given(sent_back("CSE 101", None)).file)
    assert not case_position.signature_needed(given(sent_back("CSE 101", 0)).file)
    for need, warned in (("S", ["LA-E520-08"]), ("I", []), ("", [])):
        one = act("schedule-appointment", case=NUMBER, purpose="SI", need=need, on=day(9), at="10:00")
        decided = decide(given(sent_back("CSE 101", 0)), one, TODAY)
        assert not isinstance(decided, Refused)
        assert [finding.rule for finding in decided.findings] == warned


@pytest.mark.parametrize(("kept", "found"), [(-4, set()), (-3, set()), (-2, {"LA-E521-10"})])
def test_a_hearing_that_was_made_up_is_not_reported(kept: int, found: set[str]) -> None:
    """Missed three days ago. A test kept since makes up no hearing."""
    hearing = missed(1, day(-3), purpose="CH", stopped=True)
    made_up = missed(2, day(kept), purpose="CH", status="kept")
    assert report(given(hearing, made_up), "CT", day(-3)) == found
    assert report(given(hearing, missed(2, TODAY, purpose="GT", status="kept")), "CT", day(-3)) == set()
    kinds = [step.kind for step in guide.steps(given(hearing, made_up), RULES, TODAY)]
    assert ("may report" in kinds) == (not found)


@pytest.mark.parametrize(("kept", "leads"), [("CH", True), ("SI", True), ("GT", False)])
def test_after_the_report_appearing_leads_to_cooperation(kept: str, leads: bool) -> None:
    entry = cooperating(1, -3, kind="reported", ground="CT", failed_on=day(-3))
    facts = given(entry, missed(1, TODAY, purpose=kept, status="kept"))
    assert ("appeared" in [step.kind for step in guide.steps(facts, RULES, TODAY)]) == leads


@pytest.mark.parametrize(("called", "asked"), [(-1, False), (0, True), (3, True)])
@pytest.mark.parametrize("told", [False, True], ids=["owed", "reported"])
def test_a_call_after_the_second_miss_asks_for_the_next_date(called: int, asked: bool, told: bool) -> None:
    """The report is owed, or stands, all the same: the call does not undo the failure (E-521)."""
    call = Contact(case=NUMBER, seq=1, person=1, on=day(called), how="C", about="AP", worker="17001")
    entry = [cooperating(1, 0, kind="reported", ground="MA", failed_on=TODAY)] if told else []
    facts = given(*(a for a in TWO_MISSED), *entry, msgspec.structs.replace(call, appointment=2))
    steps = guide.steps(facts, RULES, day(3))
    assert ("CP called" in " ".join(step.text for step in steps)) == asked
    assert ("report" in [step.kind for step in steps]) == (not told and asked)
    again = missed(3, day(9), status="open", made_on=day(3), outcome_on=None)
    made = given(*TWO_MISSED, *entry, call, again)
    assert "CP called" not in " ".join(step.text for step in guide.steps(made, RULES, day(3)))


@pytest.mark.parametrize(("misses", "form"), [(0, "APPT 1"), (1, "APPT 2"), (2, "APPT 1")])
def test_only_the_appointment_after_the_first_miss_is_called_the_second(misses: int, form: str) -> None:
    facts = given(*TWO_MISSED[:misses])
    one = acts_of()["schedule-appointment"](case=NUMBER, purpose="SI", on=day(9), at="10:00")  # type: ignore[call-arg]
    decided = one.decide(facts, RULES, TODAY, "17001")  # type: ignore[arg-type]
    assert not isinstance(decided, Refused)
    assert [c.record.form for c in decided.changes if isinstance(c.record, Form)] == [form]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["reported", "documented"])
@pytest.mark.parametrize(
    ("brought", "found"), [(-6, {"LA-E522-23"}), (-5, set()), (0, set()), (1, {"CS-118"})]
)
def test_an_ofs_53_from_before_the_failure_answers_nothing(kind: str, brought: int, found: set[str]) -> None:
    entry = cooperating(1, -3, kind=kind, ground="RI", failed_on=day(-5))
    checks = Checks(RULES)
    cooperation.check_cooperation(checks, given(entry), day(brought), TODAY)
    assert {finding.rule for finding in checks.found} == found


@pytest.mark.parametrize(
    ("on", "about", "looked", "asked"),
    [
        (-4, "CO", None, False),
        (-3, "CO", None, True),
        (-3, "OT", None, True),
        (-3, "RE", None, False),
        (-2, "RE", None, True),
        (-3, "CO", -3, False),
        (-2, "CO", -3, True),
        (-2, "CO", -2, False),
    ],
)
def test_a_contact_from_the_day_of_the_pend_on_is_to_be_looked_at(
    on: int, about: str, looked: int | None, asked: bool
) -> None:
    """Pended three days ago; STAND of a day has looked at what came until then."""
    pended = Closure(
        case=NUMBER,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=day(-3),
        confirmed_on=None if looked is None else day(looked),
    )
    said = Contact(case=NUMBER, seq=1, person=1, on=day(on), how="C", about=about, worker="17001")
    entry = cooperating(1, -40, kind="reported", ground="MA", failed_on=day(-40))
    gone = spell(closed=day(-10), closing_reason="NC")
    facts = given(entry, pended, said, spells=(gone,), status="pended")
    assert ("decide" in [step.kind for step in guide.steps(facts, RULES, TODAY)]) == asked


@pytest.mark.parametrize("held", [False, True], ids=["owed", "held"])
def test_the_interview_is_owed_also_where_one_was_kept_before_the_misses(held: bool) -> None:
    """OFS 53 came five days ago after two misses; an interview kept long before does not stand for it."""
    kept = missed(1, day(-60), status="kept")
    entries = (
        cooperating(1, -20, kind="reported", ground="MA", failed_on=day(-20)),
        cooperating(2, -5, ofs_53_on=day(-5)),
    )
    came = Contact(case=NUMBER, seq=1, person=1, on=day(-5), how="W", about="CO", worker="17001")
    facts = given(kept, *entries, *([came] if held else []))
    rules = [step.rule for step in guide.steps(facts, RULES, TODAY)]
    assert ("LA-E522-17" in rules) == (not held)


@pytest.mark.parametrize("applied", [-5, -3, -2])
def test_an_application_told_after_the_pend_asks_to_withdraw_it(applied: int) -> None:
    """Pended three days ago; IV-A tells only now that the CP had applied. The night does not close it."""
    pended = Closure(
        case=NUMBER,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=day(-3),
        notice_on=day(-3),
        closes_on=day(57),
    )
    entry = cooperating(1, -40, kind="reported", ground="MA", failed_on=day(-40))
    gone = spell(closed=day(-10), closing_reason="NC")
    again = BenefitSpell(person=1, seq=2, program="FITAP", iva_number="9", applied=day(applied))
    facts = given(entry, pended, spells=(gone, again), status="pended")
    step = guide.next_step(facts, RULES, TODAY)
    assert (step.kind, step.rule) == ("withdraw", "LA-E524-01")
    assert f"{day(applied):%m/%d}" in step.text
    checks = Checks(RULES)
    closing.check_close(checks, facts, pended, day(57))
    assert [finding.rule for finding in checks.found] == ["LA-E524-01"]


def test_what_cannot_be_documented_says_which_condition_is_missing() -> None:
    """The cause of LA-E522-15 names the rule of the ground that is not kept, with its message."""
    gone = spell(closed=day(-10), closing_reason="OT")
    facts = given(missed(1, day(-3)), spells=(gone,))
    checks = Checks(RULES)
    cooperation.check_document(checks, facts, "MA", day(-3), TODAY)
    (found,) = checks.found
    assert found.rule == "LA-E522-15"
    assert "LA-E520-01: MA needs missed appointments: 1 of 2" in found.cause
