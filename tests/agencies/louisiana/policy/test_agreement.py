"""Guide, timeline, what-if, LEM4145R1, the simulated IV-A and the nightly run say the same of a case.

On random lawful histories of a custodial parent with two cases in two offices: what the forecast says with
nobody acting is what the nights then do in a store.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cstui.acts.base import Act, name_of
from cstui.acts.perform import Performer, Receipt
from cstui.acts.workdays import shown_due
from cstui.agencies.louisiana.jobs import JOBS, next_update
from cstui.agencies.louisiana.policy import case_position, iva_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.history import ahead
from cstui.agencies.louisiana.reports.lem4145r1 import line_of
from cstui.nightly.forecast import if_nothing
from cstui.nightly.run import run_nights
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.records import NextStep, Office, Person, Record, Worker
from cstui.scenario.play import PlayedClock, load
from cstui.store import facts, reads
from cstui.store.engine import Store, create_store
from cstui.store.rows import codec
from tests.agencies.louisiana.policy.test_iva_position import NOTICE, REPORTED, payee
from tests.agencies.louisiana.policy.test_random_walks import chosen, later
from tests.agencies.louisiana.policy.world import DAY, OTHER, OWN, RULES, START, act, done, passed
from tests.agencies.louisiana.policy.world import given as begun

pytestmark = pytest.mark.slow

CASES = (OWN, OTHER)
BOOK = guide.book_of(RULES)
NIGHTS = 75
"""Nights that are run: IV-A's ten days, thirteen of the notice, the removal, the end of a quarter."""
_EMPTY = create_store(":memory:", name="AGREEMENT", business_date=START)
_LIVE = create_store(":memory:", name="LIVE", business_date=START, kind="live")

SAYS = {
    "CP answered IV-A": "answered",
    "IV-A's notice runs out": "noticed",
    "IV-A's notice ran out": "noticed",
    "IV-A removes the CP": "ending",
    "IV-A sends its notice": "active",
    "LAIN 2IP goes": "active",
}
"""What the guide says while it waits for IV-A, and what LEM4145R1 calls that."""


def walked(dice: random.Random, steps: int) -> Iterator[tuple[Facts, date]]:
    """Every state of a random lawful history: acts of today, and nights that pass."""
    found, today = begun(order=dice.random() < 0.3), START
    for _ in range(steps):
        kind = dice.random()
        if kind < 0.3:
            until = later(found, today, dice)
            found, today = passed(found, today, until), until
        elif kind < 0.4:
            found = done(found, chosen(found, today, dice), today) or found
        else:
            for one in about_iva(found, today, dice):
                found = done(found, one, today) or found
        yield found, today


def about_iva(found: Facts, today: date, dice: random.Random) -> list[Act]:
    """What bears on IV-A's notice and the removal: reports on both cases, IV-A's word, late too, OFS 53."""
    case, kind = dice.choice(CASES), dice.random()
    active = any(spell.closed is None or today < spell.closed for spell in found.spells)
    if not active and kind < 0.5:
        return [act("pend-closure", case=case)]
    entry = len(found.with_in_hand(case).file.cooperation)
    if kind < 0.35:
        refusal = act("record-contact", case=case, how="W", about="RE", on=today)
        return [refusal, act("report-non-cooperation", case=case, ground="RI", failed_on=today)]
    if kind < 0.45:
        return [act("correct-cooperation", case=case, entry=entry, reason="Wrong.")]
    if kind < 0.5:
        said = dice.choice(["claimed", "determined", "ended"])
        return [act("receive-good-cause", case=case, reason="01", standing=said, on=today)]
    if kind < 0.6:
        every = tuple(file.key for file in case_position.to_review(found))
        brought = act("receive-ofs53", case=case, received_on=today)
        return [brought, act("agree-on-cases", case=case, cases=every), act("complete-ofs53", case=case)]
    if kind < 0.65:
        return [act("pend-closure", case=case)]
    event = dice.choice(
        ["noticed", "noticed", "noticed", "answered", "answered", "closed", "applied", "opened"]
    )
    on, program = today - dice.choice([0, 0, 3, 13, 14, 15]) * DAY, dice.choice(["FITAP", "FITAP", "KCSP"])
    return [act("receive-benefit-update", case=case, event=event, on=on, program=program)]


def records(found: Facts) -> Iterator[Record]:
    """Everything in these facts, and the offices and people around it."""
    for code in ("17", "26"):
        yield Office(code=code, name="INVENTED", agency="louisiana")
        for number in (1, 2):
            yield Worker(number=f"{code}00{number}", name="INVENTED", office=code)
    people = {child.person for file in found.files for child in file.children} - {found.cp.number}
    yield found.cp
    yield from (Person(number=number, last="PRACTICE-DOE", first="KIM") for number in sorted(people))
    yield from found.spells
    yield from found.agreements
    for file in found.files:
        for name in file.__struct_fields__:
            held = getattr(file, name)
            yield from held if isinstance(held, tuple) else (held,)


def stored(found: Facts, today: date, empty: Store = _EMPTY) -> tuple[Store, PlayedClock]:
    store, clock = empty.clone_memory(), PlayedClock(today)
    load(store, list(records(found)), RULES, today, clock, "Given.")
    return store, clock


def held(store: Store) -> dict[str, Facts]:
    with store.read() as session:
        return facts.read_many(session, Facts, CASES)


def kept(store: Store, read: dict[str, Facts], today: date) -> dict[str, NextStep]:
    """The next steps kept, each of which is policy's, with the day on which it changes by itself."""
    with store.read() as session:
        connection = session.connection()
        steps = codec(NextStep, connection.dialect.name).select_where(connection, "1 = 1", ())
    found = {step.key: step for step in steps}
    for case in CASES:
        step = guide.next_step(read[case], RULES, today)
        was = found[case].due if step.due == today else step.due  # one due today keeps its first day
        assert found[case] == replace(step, due=was), today
    return found


def logged(store: Store, case: str) -> list[tuple[date, str, str]]:
    with store.read() as session:
        rows = reads.activities(session, f"case {case}", limit=1_000)
    return [(row.on, row.actor, row.text) for row in reversed(rows)][1:]


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.integers(1, 60))
def test_the_forecast_is_what_the_nights_then_do(seed: int, steps: int) -> None:
    *_, (found, today) = walked(random.Random(seed), steps)
    store, clock = stored(found, today)
    with store:
        read = held(store)
        foretold = {case: if_nothing(read[case], RULES, today, nights=NIGHTS) for case in CASES}
        for case in CASES:
            assert foretold[OWN].of(case) == foretold[OTHER].of(case)
            alone = if_nothing(read[case], RULES, today, nights=NIGHTS, only=True)
            assert (alone.of(case), alone.facts) == (foretold[case].of(case), foretold[case].facts)
        mornings, steps_kept = worked(store, clock, today, read)
        for case in CASES:
            events = foretold[case].of(case)
            acts = [(e.on, e.by, e.text) for e in events if e.kind == "act"]
            assert acts == logged(store, case)
            assert foretold[case].facts == held(store)[case]
            next_ones = [(e.on, e.step, e.text) for e in events if e.kind == "step"]
            assert next_ones == _changes([(day, kept_on[case]) for day, kept_on in steps_kept.items()])
            told_as_it_came(case, mornings, today)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_what_is_kept_changes_on_its_day_in_a_live_store(seed: int, steps: int) -> None:
    """Nobody stands in for IV-A there: a notice that has run out is waited on, and the guide says so."""
    *_, (found, today) = walked(random.Random(seed), steps)
    store, clock = stored(found, today, _LIVE)
    with store:
        mornings, _ = worked(store, clock, today, held(store), nights=50)
        assert mornings[max(mornings)] == held(store)
        spells = [read[OWN].spells for read in mornings.values()]
        assert all(one == spells[0] for one in spells), "no night does what IV-A does"


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_an_act_brings_up_to_date_every_next_step_that_it_changes(seed: int, steps: int) -> None:
    """Those of the CP's other cases too, whose guide reads the reports of this one."""
    dice = random.Random(seed)
    *_, (found, today) = walked(dice, steps)
    store, clock = stored(found, today)
    performer = Performer(store, RULES, clock)
    with store:
        for _ in range(12):
            for one in about_iva(held(store)[OWN], today, dice):
                actor = "IV-A" if name_of(type(one)).startswith("receive-b") else "17001"
                performer.perform(one, actor=actor, on=today)
                kept(store, held(store), today)


def worked(
    store: Store, clock: PlayedClock, today: date, read: dict[str, Facts], nights: int = NIGHTS
) -> tuple[dict[date, dict[str, Facts]], dict[date, dict[str, NextStep]]]:
    """Run the nights one by one: the facts and the next steps kept on each morning, from today's on."""
    mornings, steps_kept = {today: read}, {today: kept(store, read, today)}
    for night in (today + n * DAY for n in range(nights)):
        names_what_it_chooses(read, night)
        clock.day = night
        [ran] = run_nights(store, RULES, clock, through=night)
        assert ran.aside == ()
        if any(count for job, count in ran.counts.items() if job != "steps"):
            read = held(store)
        mornings[night + DAY] = read
        steps_kept[night + DAY] = kept(store, read, night + DAY)
    return mornings, steps_kept


def names_what_it_chooses(read: dict[str, Facts], night: date) -> None:
    """No job chooses anything on a night that its `when` does not name."""
    for case in CASES:
        for job in JOBS:
            if any(True for _ in job.choose(read[case], RULES, night)):
                assert night in set(job.when(read[case], RULES, night)), job.name


def _changes(steps: list[tuple[date, NextStep]]) -> list[tuple[date, str, str]]:
    """The days on which another step came to be the next, with its kind and text."""
    return [
        (day, step.kind, step.text)
        for (_, before), (day, step) in pairwise(steps)
        if (before.kind, before.text) != (step.kind, step.text) and step.urgency < 9
    ]


def told_as_it_came(case: str, mornings: dict[date, dict[str, Facts]], today: date) -> None:
    """The timeline of today told of each step of the worker's that opened, on its day, and of no other."""
    last = max(mornings)
    forecast = if_nothing(mornings[today][case], RULES, today, nights=NIGHTS)
    coming = [m for m in timeline(mornings[today][case], RULES, today, ahead=forecast) if m.kind == "coming"]
    acts = [(e.on, e.text) for e in forecast.of(case) if e.kind == "act"]
    dated = list(ahead(mornings[today][case], RULES, today))
    said = [(m.on, m.text.partition(", due ")[0]) for m in coming]
    assert [one for one in said if one in acts] == acts
    told = [one for one in said if one not in acts and one not in [(m.on, m.text) for m in dated]]
    open_on = {
        day: [step for step in guide.steps(read[case], RULES, day) if BOOK.waits(step.kind, step.urgency)]
        for day, read in mornings.items()
    }
    for day, text in told:
        opened = next(step for step in open_on[day] if step.text == text)
        due = shown_due(opened.kind, opened.due, RULES)
        by = f", due {due:%m/%d}" if due and due > day else ""
        assert (day, f"{text}{by}") in [(m.on, m.text) for m in coming]
        assert text not in [step.text for step in open_on[day - DAY]]
    fixed = {(m.on, m.rule) for m in dated}
    for day in (today + n * DAY for n in range(1, (last - today).days + 1)):
        known = {
            (step.rule, step.command) for step in guide.steps(mornings[day - DAY][case], RULES, day - DAY)
        }
        for step in open_on[day]:
            if (step.rule, step.command) not in known and (step.due, step.rule) not in fixed:
                assert (day, step.text) in told


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_guide_lem4_and_the_simulated_iva_agree_on_where_iva_is(seed: int) -> None:
    seen = 0
    for found, today in walked(random.Random(seed), 60):
        for case in CASES:
            hand = found.with_in_hand(case)
            line = line_of(hand, RULES, today)
            for step in guide.steps(hand, RULES, today):
                state = next((state for said, state in SAYS.items() if step.text.startswith(said)), None)
                if state is not None and line is not None:
                    seen += 1
                    assert line.iva_state == state, step.text
                    _iva_does(hand, step, today)


def _iva_does(hand: Facts, step: NextStep, today: date) -> None:
    """What the guide waits for is what the simulated IV-A does next."""
    position = iva_position.of_case(hand, RULES, today)
    update = next_update(hand, RULES, today)
    if position.state in ("running", "ran out"):
        assert update is not None
        assert (update.night, update.removal) == (position.runs_out, position.removal)
    elif position.state == "owed":
        assert update is not None
        assert update.removal is None
        assert step.due is not None
        assert update.night <= max(step.due, today)
    elif position.state == "answered":
        assert update is None or (update.removal is None and position.unnoticed is not None)


def test_the_history_says_where_iva_is_in_every_way() -> None:
    """The histories come to every state that there is."""
    met = {
        iva_position.of_case(found.with_in_hand(case), RULES, today).state
        for seed in range(120)
        for found, today in walked(random.Random(seed), 60)
        for case in CASES
    }
    assert met == {"none", "tonight", "owed", "running", "answered", "ran out", "ending", "removed"}


def test_the_next_step_of_the_other_case_is_kept_anew_where_it_read_what_was_set_aside() -> None:
    """IV-A's notice was on the other case's report; with that set aside, this case's needs a new notice."""
    found, today = payee(NOTICE + DAY, REPORTED, notice_on=NOTICE), NOTICE + 2 * DAY
    store, clock = stored(found, today)
    with store:
        before = kept(store, held(store), today)[OWN]
        wrong = act("correct-cooperation", case=OTHER, entry=1, reason="Wrong.")
        done_so = Performer(store, RULES, clock).perform(wrong, actor="26001", on=today)
        after = kept(store, held(store), today)[OWN]
    assert isinstance(done_so, Receipt)
    assert {step.subject for step in done_so.steps} == {f"case {OWN}", f"case {OTHER}"}
    assert before.text == "IV-A's notice runs out on 03/29/2026"
    assert after.text == "IV-A sends its notice by 03/27/2026"


def test_the_histories_come_to_everything_that_a_night_does() -> None:
    """What is foretold of them has acts of every job."""
    said = set()
    for seed in range(80):
        *_, (found, today) = walked(random.Random(seed), 40)
        said |= {event.text for event in if_nothing(found, RULES, today).events if event.kind == "act"}
    for what in ("advance notice sent", "benefits end", "mailed", "LAIN 2IP", "Case closed"):
        assert any(what in text for text in said), what


def test_a_forecast_looks_at_few_mornings(monkeypatch: object) -> None:
    """What it costs is counted in guides asked, not in time: 400 days ahead take a few dozen."""
    asked: list[date] = []
    real = guide.steps

    def counted(one: Facts, rules: object, on: date) -> tuple[NextStep, ...]:
        asked.append(on)
        return real(one, rules, on)  # type: ignore[arg-type]

    monkeypatch.setattr(guide, "steps", counted)  # type: ignore[attr-defined]
    most = total = 0
    for seed in range(80):
        *_, (found, today) = walked(random.Random(seed), 50)
        asked.clear()
        if_nothing(found, RULES, today)
        assert max(asked) <= today + timedelta(days=400)
        most, total = max(most, len(asked)), total + len(asked)
    print(f"guides asked in 400 days of two cases: {total / 80:.1f} on average, {most} at most")
    assert most <= 2 * 40
