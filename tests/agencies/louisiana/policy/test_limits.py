"""Each limit of E-520: the day before, on the day, the day after. Reads like the policy; no store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.agencies.louisiana.policy import appointments, case_position, closing, cooperation, needs
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts, OfficeCalendar
from cstui.agencies.louisiana.records import (
    Appointment,
    BenefitSpell,
    Case,
    Child,
    Closure,
    Contact,
    Cooperation,
    Form,
    GoodCause,
)
from cstui.policy.records import OfficeHours, Person, Record
from cstui.policy.rulebook import Checks, load_rulebook

RULES = load_rulebook()
TODAY = date(2026, 3, 20)
NUMBER = "17000123"
DAY = timedelta(days=1)


def day(offset: int) -> date:
    return TODAY + offset * DAY


def missed(seq: int, on: date, **fields: object) -> Appointment:
    said: dict[str, object] = {"purpose": "SI", "status": "failed", "made_on": on - 8 * DAY, "outcome_on": on}
    said |= {"notice_on": on - 8 * DAY} | fields
    return Appointment(case=NUMBER, seq=seq, on=on, at="09:00", worker="17001", **said)  # type: ignore[arg-type]


def spell(**fields: object) -> BenefitSpell:
    said: dict[str, object] = {"applied": date(2026, 1, 5), "begins": date(2026, 2, 1)} | fields
    return BenefitSpell(person=1, seq=1, program="FITAP", iva_number="9", **said)  # type: ignore[arg-type]


def reported(on: date, **fields: object) -> Cooperation:
    said: dict[str, object] = {"kind": "reported", "ground": "MA", "failed_on": on, "entered_on": on} | fields
    return Cooperation(case=NUMBER, seq=1, worker="17001", **said)  # type: ignore[arg-type]


def given(*records: Record, spells: tuple[BenefitSpell, ...] | None = None, status: str = "open") -> Facts:
    case = Case(number=NUMBER, office="17", worker="17001", cp=1, opened=date(2026, 2, 2), status=status)

    def of(kind: type) -> tuple[object, ...]:
        return tuple(record for record in records if isinstance(record, kind))

    file = CaseFile(
        case=case,
        appointments=of(Appointment),  # type: ignore[arg-type]
        cooperation=of(Cooperation),  # type: ignore[arg-type]
        contacts=of(Contact),  # type: ignore[arg-type]
        good_cause=of(GoodCause),  # type: ignore[arg-type]
        closures=of(Closure),  # type: ignore[arg-type]
        children=of(Child),  # type: ignore[arg-type]
        forms=of(Form),  # type: ignore[arg-type]
    )
    cp = Person(number=1, last="PRACTICE-DOE", first="JANE")
    hours = tuple(OfficeHours(office="17", weekday=d, opens="08:00", closes="16:30") for d in range(1, 8))
    calendar = OfficeCalendar(office="17", hours=hours)
    return Facts(file=file, cp=cp, spells=(spell(),) if spells is None else spells, calendar=calendar)


def report(facts: Facts, ground: str, failed_on: date, on: date = TODAY) -> set[str]:
    checks = Checks(RULES)
    cooperation.check_report(checks, facts, ground, failed_on, on)
    return {finding.rule for finding in checks.found}


def pend(facts: Facts, on: date = TODAY) -> set[str]:
    checks = Checks(RULES)
    closing.check_pend(checks, facts, on)
    return {finding.rule for finding in checks.found}


TWO_MISSED = (missed(1, day(-10)), missed(2, TODAY))


def made(on: date, at: str, *, agreed: bool = False) -> Appointment:
    return Appointment(
        case=NUMBER, seq=1, purpose="SI", on=on, at=at, worker="17001", made_on=TODAY, agreed=agreed
    )


@pytest.mark.parametrize(
    ("days", "agreed", "ok"), [(6, False, 0), (7, False, 1), (8, False, 1), (6, True, 1)]
)
def test_reasonable_notice_is_seven_days(days: int, agreed: bool, ok: bool) -> None:
    checks = Checks(RULES)
    appointments.check_slot(checks, given(), made(day(days), "09:00", agreed=agreed), TODAY)
    assert [finding.rule for finding in checks.found] == ([] if ok else ["LA-E521-01"])


@pytest.mark.parametrize(("at", "ok"), [("07:59", False), ("08:00", True), ("16:29", True), ("16:30", False)])
def test_office_hours_end_before_closing(at: str, ok: bool) -> None:
    checks = Checks(RULES)
    appointments.check_slot(checks, given(), made(day(7), at), TODAY)
    assert [finding.rule for finding in checks.found] == ([] if ok else ["CS-109"])


@pytest.mark.parametrize(("called", "fails"), [(-9, True), (-8, False), (-1, False), (0, True)])
def test_a_call_from_the_making_to_the_day_before_is_initiative(called: int, fails: bool) -> None:
    open_one = missed(1, TODAY, status="open", outcome_on=None)
    call = Contact(case=NUMBER, seq=1, person=1, on=day(called), how="C", about="AP", worker="17001")
    checks = Checks(RULES)
    appointments.check_outcome(checks, given(call).file, open_one, "F", TODAY)
    assert checks.refused != fails


@pytest.mark.parametrize(("offset", "ok"), [(-1, False), (0, True), (1, True)])
def test_an_outcome_waits_for_the_day(offset: int, ok: bool) -> None:
    open_one = missed(1, TODAY, status="open", outcome_on=None)
    checks = Checks(RULES)
    appointments.check_outcome(checks, given().file, open_one, "K", day(offset))
    assert checks.refused != ok


@pytest.mark.parametrize(("times", "offset", "found"), [(2, -1, []), (3, -1, ["05"]), (2, 0, ["06"])])
def test_three_moves_and_none_on_the_day(times: int, offset: int, found: list[str]) -> None:
    open_one = missed(1, TODAY, status="open", outcome_on=None, moved_times=times)
    checks = Checks(RULES)
    appointments.check_move(checks, given(open_one).file, open_one, day(offset))
    assert [finding.rule for finding in checks.found] == [f"LA-E521-{end}" for end in found]


@pytest.mark.parametrize(
    ("count", "found"), [(0, {"LA-E520-01"}), (1, {"LA-E520-01"}), (2, set()), (3, {"LA-E522-01"})]
)
def test_two_missed_appointments(count: int, found: set[str]) -> None:
    """With a third the failure stays that of the second: its date is the DT."""
    days = [day(-10), day(-5), TODAY][:count] if count != 2 else [day(-10), TODAY]
    assert report(given(*(missed(n + 1, on) for n, on in enumerate(days))), "MA", TODAY) == found


@pytest.mark.parametrize(
    ("need", "about", "came", "counts"),
    [
        ("I", "IN", -8, True),  # of the day on which it was made: what led to it
        ("I", "IN", -7, False),
        ("I", "OT", -7, True),
        ("I", "NI", -7, True),
        ("D", "NI", -7, False),
        ("D", "NI", 0, False),
        ("D", "NI", 1, True),
        ("D", "OT", -7, True),
        ("O", "NI", -7, False),
        ("S", "NI", -7, True),
        ("", "NI", -7, True),
    ],
)
def test_a_miss_counts_if_what_the_appointment_was_for_was_missing(
    need: str, about: str, came: int, counts: bool
) -> None:
    """The second of two was made eight days ago; the first was needed for the signature."""
    told = Contact(case=NUMBER, seq=1, person=1, on=day(came), how="W", about=about, worker="17001")
    second = missed(2, TODAY, need=need)
    file = given(missed(1, day(-10)), second, told).file
    assert (needs.answered(file, second) is None) == counts
    assert (second in case_position.misses_since_cooperation(file, RULES)) == counts


@pytest.mark.parametrize(("about", "how"), [("IN", "W"), ("CO", "W"), ("RE", "W"), ("IN", "C"), ("OT", "W")])
@pytest.mark.parametrize("came", [-11, -10, 0, 1])
def test_a_walk_in_who_was_interviewed_has_appeared(about: str, how: str, came: int) -> None:
    """On the day of the miss, too; a call is not an interview, nor is a visit about something else."""
    told = Contact(case=NUMBER, seq=1, person=1, on=day(came), how=how, about=about, worker="17001")
    appeared = how == "W" and about != "OT" and came >= -10
    assert report(given(*TWO_MISSED, told), "MA", TODAY, day(1)) == ({"LA-E521-10"} if appeared else set())


@pytest.mark.parametrize(("kept", "found"), [(-11, set()), (-10, {"LA-E521-10"}), (-1, {"LA-E521-10"})])
def test_appearing_ends_what_was_missed_until_then(kept: int, found: set[str]) -> None:
    facts = given(*TWO_MISSED, missed(3, day(kept), status="kept"))
    assert report(facts, "MA", TODAY) == found


@pytest.mark.parametrize(
    ("spells", "found"),
    [
        ((spell(closed=TODAY),), {"LA-E522-03"}),  # the first day without benefits
        ((spell(closed=day(1)),), set()),
        ((spell(begins=TODAY),), set()),
        ((spell(begins=day(1)),), {"LA-E522-03"}),
        ((spell(begins=None),), {"LA-E522-03"}),  # applied, not certified
        ((), {"LA-E522-03"}),
    ],
)
def test_the_payee_is_active_on_the_day_of_the_failure(
    spells: tuple[BenefitSpell, ...], found: set[str]
) -> None:
    assert report(given(*TWO_MISSED, spells=spells), "MA", TODAY) == found


@pytest.mark.parametrize(
    ("reason", "status", "found"),
    [
        ("", "claimed", set()),
        ("0", "determined", set()),
        ("00", "claimed", set()),
        ("01", "claimed", {"LA-E520-07"}),
        ("01", "determined", {"LA-E520-06"}),
        ("01", "denied", set()),
        ("01", "ended", set()),
    ],
)
def test_good_cause_by_its_standing(reason: str, status: str, found: set[str]) -> None:
    cause = GoodCause(case=NUMBER, seq=1, reason=reason, standing=status, on=day(-3), received_on=day(-3))
    assert report(given(*TWO_MISSED, cause), "MA", TODAY) == found


@pytest.mark.parametrize(
    ("entered", "found"), [(date(2026, 3, 31), set()), (date(2026, 4, 1), {"LA-E522-02"})]
)
def test_entered_in_the_month_of_the_failure(entered: date, found: set[str]) -> None:
    assert report(given(*TWO_MISSED), "MA", TODAY, entered) == found


@pytest.mark.parametrize(
    ("purpose", "ground", "fields", "found"),
    [
        ("CH", "CT", {"stopped": True}, set()),
        ("CH", "CT", {"stopped": False}, {"LA-E521-09"}),
        ("CH", "CT", {"stopped": True, "presence_required": False}, {"LA-E520-03"}),
        ("CH", "CT", {"stopped": True, "notice_on": day(-6)}, {"LA-E521-09"}),
        ("CH", "CT", {"stopped": True, "notice_on": day(-7)}, set()),
        ("CH", "CT", {"stopped": True, "notice_on": None}, {"LA-E521-09"}),
        ("CH", "CT", {"stopped": True, "notice_on": day(-1), "agreed": True}, set()),
        ("CH", "CT", {"stopped": True, "status": "excused"}, {"LA-E520-03"}),
        ("GT", "GT", {"stopped": True}, set()),
        ("GT", "GT", {"stopped": True, "notice_on": day(-6)}, {"LA-E521-09"}),
        ("GT", "GT", {"stopped": True, "presence_required": False}, set()),
        ("GT", "CT", {"stopped": True}, {"LA-E520-03"}),
        ("CH", "GT", {"stopped": True}, {"LA-E520-04"}),
    ],
)
def test_one_hearing_or_test(purpose: str, ground: str, fields: dict[str, object], found: set[str]) -> None:
    assert report(given(missed(1, TODAY, purpose=purpose, **fields)), ground, TODAY) == found


@pytest.mark.parametrize(
    ("how", "on", "found"),
    [("W", 0, set()), ("C", 0, {"LA-E520-02"}), ("M", 0, {"LA-E520-02"}), ("W", -1, {"LA-E520-02"})],
)
def test_a_refusal_is_said_in_person_on_that_day(how: str, on: int, found: set[str]) -> None:
    said = Contact(case=NUMBER, seq=1, person=1, on=day(on), how=how, about="RE", worker="17001")
    assert report(given(said), "RI", TODAY) == found


@pytest.mark.parametrize(("offset", "found"), [(-1, {"LA-E522-04"}), (0, set()), (1, set())])
def test_ftc_from_the_first_day_without_benefits(offset: int, found: set[str]) -> None:
    gone = spell(closed=TODAY, closing_reason="NC")
    assert pend(given(reported(day(-40)), spells=(gone,)), day(offset)) == found


@pytest.mark.parametrize(("reason", "found"), [("NC", set()), ("IN", {"LA-E522-11"}), ("OT", {"LA-E522-11"})])
def test_ftc_after_another_reason_warns(reason: str, found: set[str]) -> None:
    gone = spell(closed=TODAY, closing_reason=reason)
    assert pend(given(reported(day(-40)), spells=(gone,))) == found


@pytest.mark.parametrize(("applied", "found"), [(-41, set()), (-40, set()), (-39, {"LA-E524-01"})])
def test_an_application_after_the_report_is_later(applied: int, found: set[str]) -> None:
    gone = spell(closed=TODAY, closing_reason="NC")
    again = BenefitSpell(person=1, seq=2, program="FITAP", iva_number="9", applied=day(applied))
    assert pend(given(reported(day(-40)), spells=(gone, again))) == found


@pytest.mark.parametrize(
    ("children", "order", "found"),
    [(1, True, {"LA-E525-03"}), (2, False, set()), (2, True, {"LA-E525-01"})],
)
def test_an_order_counts_where_there_is_another_child(children: int, order: bool, found: set[str]) -> None:
    ordered = date(2024, 5, 6) if order else None
    kids = [
        Child(case=NUMBER, seq=n, person=n, added_on=date(2026, 2, 2), order_on=ordered if n == 1 else None)
        for n in range(1, children + 1)
    ]
    gone = spell(closed=TODAY, closing_reason="NC")
    assert pend(given(reported(day(-40)), *kids, spells=(gone,))) == found


@pytest.mark.parametrize(
    ("pended", "mailed", "closes"),
    [(0, 0, 60), (0, 3, 63), (5, 3, 65)],
)
def test_sixty_days_from_the_later_of_pend_and_mailing(pended: int, mailed: int, closes: int) -> None:
    assert closing.closes_on(day(pended), day(mailed), RULES) == day(closes)


@pytest.mark.parametrize(("offset", "ok"), [(59, False), (60, True), (61, True)])
def test_closing_in_the_sixtieth_night(offset: int, ok: bool) -> None:
    closure = Closure(
        case=NUMBER, seq=1, reason="FTC", path="removed", pended_on=TODAY, notice_on=TODAY, closes_on=day(60)
    )
    checks = Checks(RULES)
    closing.check_close(checks, given(closure), closure, day(offset))
    assert checks.refused != ok


@pytest.mark.parametrize(
    ("notice", "out", "removed"),
    [
        (date(2026, 4, 16), date(2026, 4, 29), date(2026, 5, 1)),
        (date(2026, 4, 17), date(2026, 4, 30), date(2026, 5, 1)),
        (date(2026, 4, 18), date(2026, 5, 1), date(2026, 6, 1)),
        (date(2026, 12, 10), date(2026, 12, 23), date(2027, 1, 1)),
    ],
)
def test_removal_in_the_month_after_the_notice_ran_out(notice: date, out: date, removed: date) -> None:
    assert case_position.notice_runs_out(notice, RULES) == out
    assert case_position.removal(out) == removed


@pytest.mark.parametrize("reported_on", [date(2026, 3, 1), date(2026, 3, 20), date(2026, 3, 31)])
def test_two_full_months_after_any_day_of_march_is_june(reported_on: date) -> None:
    assert case_position.escalation_due(reported_on, RULES) == date(2026, 6, 1)


def test_no_rule_runs_before_its_parameters_hold() -> None:
    with pytest.raises(LookupError, match="reasonable_notice_days"):
        RULES.days("reasonable_notice_days", date(2021, 10, 14))
    assert RULES.days("reasonable_notice_days", date(2021, 10, 15)) == 7
