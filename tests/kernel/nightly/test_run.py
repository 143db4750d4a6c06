"""The nightly run: jobs in order, once only, on from where it stopped, one bad case set aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.cooperation import ReportNonCooperation
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case, Closure, Form, GoodCause
from cstui.nightly import run
from cstui.nightly.run import run_nights
from cstui.policy import guide
from cstui.policy.records import Person
from cstui.policy.rulebook import Rulebook
from cstui.scenario.play import PlayedClock, load
from cstui.store import facts, seals, verify_log
from cstui.store.engine import Store, create_store
from cstui.store.log_tables import ACTIVITY
from tests.kernel.nightly.cases import RULES, START, after_ranges, clock, everything, given, store_with

DAY = timedelta(days=1)


def test_each_job_does_its_cases_and_the_date_moves() -> None:
    with store_with(":memory:", given(60)) as store:
        [night] = run_nights(store, RULES, clock, through=START)
        assert night.night == START
        assert night.counts == {"iva": 20, "mail": 10, "send": 10, "close": 10, "steps": 10}
        assert night.aside == ()
        assert store.info().business_date == START + DAY


def test_a_repeated_night_changes_nothing() -> None:
    with store_with(":memory:", given(12)) as store:
        run_nights(store, RULES, clock, through=START + 3 * DAY)
        before = everything(store)
        assert run_nights(store, RULES, clock, through=START + 3 * DAY) == ()
        assert run_nights(store, RULES, clock, through=START - DAY) == ()
        assert everything(store) == before


def test_slices_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    with store_with(":memory:", given(36)) as whole, store_with(":memory:", given(36)) as sliced:
        run_nights(whole, RULES, clock, through=START + 2 * DAY)
        monkeypatch.setattr(run, "SLICE", 4)
        told: list[date] = []
        after_ranges(monkeypatch, lambda held: told.append(held.night))
        run_nights(sliced, RULES, clock, through=START + 2 * DAY)
        assert _without_jobs(everything(sliced)) == _without_jobs(everything(whole))
        assert len(told) > 6
        assert told[-1] == START + 2 * DAY


def _without_jobs(held: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Cursors stand where the slices ended; counts and everything else must agree."""
    jobs = [(row[0], row[1], row[2], row[4]) for row in held["nightly_job"]]
    return {**held, "nightly_job": jobs}


def test_next_steps_kept_are_those_that_policy_gives() -> None:
    with store_with(":memory:", given(36)) as store:
        for _ in range(30):
            today = store.info().business_date
            run_nights(store, RULES, clock, through=today)
            with store.read() as session:
                sql = "SELECT substr(subject, 6), kind, rule, text, urgency FROM next_step"
                kept = {row[0]: tuple(row[1:]) for row in session.connection().exec_driver_sql(sql)}
                read = facts.read_many(session, Facts, kept)
            assert len(read) == len(kept) >= 30, today
            for number, found in read.items():
                step = guide.next_step(found, RULES, today + DAY)
                assert kept[number] == (step.kind, step.rule, step.text, step.urgency), today


def test_a_case_that_breaks_is_set_aside_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    first = next_step_breaks_for("17000005", guide.next_step)
    with store_with(":memory:", given(12)) as store:
        monkeypatch.setattr(guide, "next_step", first)
        [night] = run_nights(store, RULES, clock, through=START)
        assert [(a.job, a.key) for a in night.aside] == [("close", "17000005")]
        assert "ValueError: no such thing" in night.aside[0].why
        assert night.counts["close"] == 1
        assert store.info().business_date == START + DAY
        assert ("store", "1") in [(row[0], row[1]) for row in everything(store)["log"]]
        monkeypatch.undo()
        [night] = run_nights(store, RULES, clock, through=START + DAY)
        assert night.counts["close"] == 1  # it is worked the next night


def next_step_breaks_for(number: str, real: Callable[..., object]) -> Callable[..., object]:
    def broken(found: Facts, rules: Rulebook, on: date) -> object:
        if found.case.number == number and found.case.status == "closed":
            raise ValueError("no such thing")
        return real(found, rules, on)

    return broken


def test_a_live_store_has_no_simulated_iva() -> None:
    with create_store(":memory:", name="LIVE", business_date=START, kind="live") as store:
        load(store, list(given(12)), RULES, START, PlayedClock(START), "Given.")
        [night] = run_nights(store, RULES, clock, through=START)
        assert "iva" not in night.counts
        assert night.counts["send"] == 2


def test_a_letter_whose_appointment_was_cancelled_is_not_mailed() -> None:
    records = list(given(1))
    records[-2] = msgspec.structs.replace(records[-2], status="cancelled")
    with store_with(":memory:", records) as store:
        [night] = run_nights(store, RULES, clock, through=START)
        assert night.counts["mail"] == 0


NUMBER = "17000003"


def _spell(store: Store) -> tuple[object, ...]:
    found = Performer(store, RULES, clock).facts(NUMBER)
    assert found is not None
    spell = found.spells[0]
    return spell.notice_on, spell.closed


def test_the_notice_comes_on_the_tenth_day_and_runs_thirteen() -> None:
    with store_with(":memory:", given(3)) as store:
        assert _spell(store) == (None, None)
        run_nights(store, RULES, clock, through=START)  # ten days after the report
        assert _spell(store) == (START, None)
        run_nights(store, RULES, clock, through=START + 12 * DAY)
        assert _spell(store) == (START, None)
        run_nights(store, RULES, clock, through=START + 13 * DAY)  # April 2
        assert _spell(store) == (START, date(2026, 5, 1))


def test_no_notice_on_the_ninth_day() -> None:
    with store_with(":memory:", given(3), start=START - DAY) as store:
        run_nights(store, RULES, clock, through=START - DAY)
        assert _spell(store) == (None, None)


@pytest.mark.parametrize("standing", ["determined", "claimed"])
def test_iva_waits_only_for_determined_good_cause(standing: str) -> None:
    cause = GoodCause(case=NUMBER, seq=1, reason="01", standing=standing, on=START, received_on=START)
    with store_with(":memory:", [*given(3), cause]) as store:
        run_nights(store, RULES, clock, through=START)
        assert _spell(store) == (None if standing == "determined" else START, None)


def test_a_pend_that_was_withdrawn_mails_no_notice_of_closing() -> None:
    form = Form(case=NUMBER, seq=1, form="CSE 105", edition=1, person=3, made_on=START, values={})
    pend = Closure(
        case=NUMBER, seq=1, reason="FTC", path="removed", pended_on=START, status="withdrawn", ended_on=START
    )
    with store_with(":memory:", [*given(3), form, pend]) as store:
        [night] = run_nights(store, RULES, clock, through=START)
        assert night.counts["mail"] == 1  # the letter of the first case only


def test_acts_of_the_day_stand_before_those_of_the_night(store: Store) -> None:
    """On every kind of store: an act of the day, then its night."""
    start = store.info().business_date
    load(store, list(given(6)), RULES, start, PlayedClock(start), "Given.")
    performer = Performer(store, RULES, clock)
    run_nights(store, RULES, clock, through=START - DAY)
    outcome = performer.perform(
        ReportNonCooperation(case="17000006", ground="MA", failed_on=START), actor="17001", on=START
    )
    assert not isinstance(outcome, Receipt)
    [night] = run_nights(store, RULES, clock, through=START)
    assert sum(night.counts.values()) >= 5
    with store.read() as session:
        assert list(verify_log.log(session)) == []


def test_each_night_seals_the_lines_that_it_leaves(store: Store) -> None:
    """On every kind of store: one seal a night, of what its last transaction sees, and verify agrees."""
    start = store.info().business_date
    load(store, list(given(6)), RULES, start, PlayedClock(start), "Given.")
    run_nights(store, RULES, clock, through=START)
    with store.read() as session:
        kept = seals.kept(session.connection())
        lines = session.scalar(select(func.count()).select_from(ACTIVITY))
        assert list(verify_log.log(session)) == []
    assert [seal.on for seal in kept] == [start + n * DAY for n in range((START - start).days + 1)]
    assert sum(seal.count for seal in kept) == lines


def test_cases_of_one_parent_in_one_slice_follow_each_other() -> None:
    """Two cases, two letters each: four acts on files that share their parent, and none is stale."""
    office, worker, *rest = given(1)
    person = next(r for r in rest if isinstance(r, Person))
    cases = [
        Case(number=number, office="17", worker="17001", cp=1, opened=date(2026, 1, 2))
        for number in ("17000001", "17000002")
    ]
    forms = [
        Form(case=case.number, seq=seq, form="APPT 1", edition=1, person=1, made_on=START, values={})
        for case in cases
        for seq in (1, 2)
    ]
    with store_with(":memory:", [office, worker, person, *cases, *forms]) as store:
        [night] = run_nights(store, RULES, clock, through=START)
        assert (night.counts["mail"], night.aside) == (4, ())
        with store.read() as session:
            read = facts.read_many(session, Facts, ["17000001", "17000002"])
            assert [found.case.version for found in read.values()] == [3, 3]
            assert list(verify_log.log(session)) == []
