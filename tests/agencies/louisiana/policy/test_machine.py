"""Any sequence of acts and nights on one custodial parent's cases stays within what E-520 allows.

After each step: no sentence of the invariants of Louisiana is broken, the facts in memory that the
act's effects make are those that the store holds, and the next steps kept are the policy's. At the end
the acts done are replayed on the same given cases and give the same cases and digests.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cstui.acts.base import Act
from cstui.acts.merging import MergePersons, SeparatePersons
from cstui.acts.perform import DENIALS, Performer, Receipt
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.invariants import broken_by
from cstui.agencies.louisiana.records import BenefitSpell, Case, Child, Session
from cstui.nightly.run import run_nights
from cstui.policy import guide, invariants
from cstui.policy.effects import Refused
from cstui.policy.records import Office, OfficeHours, Person, Record, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, load
from cstui.store import chain, facts, verify_log
from cstui.store.engine import Store, create_store
from tests.agencies.louisiana.policy import moves as moves_module
from tests.agencies.louisiana.policy import world
from tests.agencies.louisiana.policy.moves import on_case
from tests.agencies.louisiana.policy.world import OTHER, OWN

START = date(2026, 3, 2)
RULES = load_rulebook()
CASES = (OWN, OTHER)
GIVEN: tuple[Record, ...] = (
    Office(code="17", name="RIVERBEND", agency="louisiana"),
    Office(code="26", name="LAKESHORE", agency="louisiana"),
    Worker(number="17001", name="ADA", office="17"),
    Worker(number="17002", name="BEN", office="17"),
    Worker(number="26001", name="DELL", office="26"),
    *(
        OfficeHours(office=office, weekday=day, opens="08:00", closes="16:30")
        for office in ("17", "26")
        for day in range(1, 8)
    ),
    *(
        Session(
            office="17", seq=2 * n + at, kind=kind, on=START + timedelta(days=4 * n), at=f"{9 + at:02d}:00"
        )
        for n in range(1, 40)
        for at, kind in enumerate(("CH", "GT"))
    ),
    *(Person(number=n, last="PRACTICE-DOE", first="JANE") for n in range(1, 5)),
    Case(number=CASES[0], office="17", worker="17001", cp=1, opened=date(2026, 2, 2)),
    Case(number=CASES[1], office="26", worker="26001", cp=1, opened=date(2026, 2, 2)),
    Child(case=CASES[0], seq=1, person=2, added_on=date(2026, 2, 2)),
    Child(case=CASES[1], seq=1, person=3, added_on=date(2026, 2, 2), order_on=date(2024, 5, 6)),
    Child(case=CASES[1], seq=2, person=4, added_on=date(2026, 2, 2)),
    BenefitSpell(
        person=1, seq=1, program="FITAP", iva_number="9", applied=date(2026, 1, 5), begins=date(2026, 2, 1)
    ),
)
_EMPTY = create_store(":memory:", name="MACHINE", business_date=START)


def new_store() -> tuple[Store, PlayedClock]:
    store, clock = _EMPTY.clone_memory(), PlayedClock(START)
    load(store, GIVEN, RULES, START, clock, "Given.")
    return store, clock


def held(store: Store) -> dict[str, Facts]:
    with store.read() as session:
        return facts.read_many(session, Facts, CASES)


def digests(store: Store) -> list[tuple[str, int, str]]:
    with store.read() as session:
        assert list(verify_log.log(session)) == []
        return [(line.subject, line.seq, line.digest) for line in chain.lines(session)]


PERSON_ACTS: list[tuple[str, dict[str, Any]]] = [
    ("change-address", {"line1": "1 INVENTED STREET", "city": "RIVERBEND", "zip_code": "70999"}),
    ("change-address", {"line1": "2 INVENTED STREET", "city": "RIVERBEND", "zip_code": "70999"}),
    ("change-phone", {"number": "225-555-0100"}),
    ("change-employer", {"employer": "INVENTED BAKERY"}),
    ("mark-family-violence", {"marked": True, "why": "Said so."}),
    ("mark-family-violence", {"marked": False, "why": "Asked for it."}),
    ("correct-name", {"last": "PRACTICE-DOE", "first": "JAYNE", "why": "Passport."}),
    ("correct-birth", {"born": "2010-05-06", "why": "Passport."}),
    ("record-jail", {"since": "2026-03-02"}),
    ("record-jail", {"since": "2026-03-02", "until": "2026-03-20"}),
    ("record-state", {"state": "TX"}),
    ("record-state", {"state": "LA"}),
    ("record-death", {"died_on": "2026-03-02", "why": "Told so."}),
    ("record-death", {"why": "It was another one."}),
    ("merge-persons", {"into": 3, "why": "Entered twice."}),
    ("separate-persons", {"why": "Two persons."}),
]
cases = st.sampled_from(CASES)
purposes = st.sampled_from(["SI", "SI", "SI", "CH", "GT"])
grounds = st.sampled_from(["MA", "MA", "RI", "CT", "GT"])
outcomes = st.sampled_from(["F", "F", "F", "K", "X"])
ahead = st.sampled_from([1, 6, 7, 8, 12])
numbers = st.integers(1, 4)
workers = st.sampled_from(["17001", "17002", "26001"])


class Desk(RuleBasedStateMachine):
    """A worker, IV-A and the night, on two cases of one custodial parent."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.clock = new_store()
        self.performer = Performer(self.store, RULES, self.clock)
        self.today = START
        self.done: list[tuple[Act, str, date] | date] = []
        self.slot = 0

    def teardown(self) -> None:
        again, clock = new_store()
        performer = Performer(again, RULES, clock)
        for step in self.done:
            if isinstance(step, date):
                clock.day = step
                run_nights(again, RULES, clock, through=step)
            else:
                act, actor, clock.day = step
                performer.perform(act, actor=actor, on=clock.day)
        assert held(again) == held(self.store)
        assert digests(again) == digests(self.store)
        again.close()
        self.store.close()

    def act(self, name: str, actor: str = "17001", **given: Any) -> None:
        self.perform(msgspec.convert(given, acts_of()[name]), actor)

    def perform(self, act: Act, actor: str = "17001") -> None:
        case = act.case if isinstance(act, CaseAct) else CASES[0]
        before = held(self.store)[case]
        considered = self.performer.consider(act, actor=actor, on=self.today)
        outcome = self.performer.perform(act, actor=actor, on=self.today)
        after = held(self.store)[case]
        assert isinstance(outcome, Refused) == isinstance(considered, Refused)
        if isinstance(outcome, Receipt):
            assert not isinstance(considered, Refused)
            in_memory = before.after(considered.changes)
            if isinstance(act, MergePersons | SeparatePersons):  # memory keeps whom no record names any more
                in_memory = msgspec.structs.replace(in_memory, people=after.people)
            assert in_memory == after
            assert broken_by(before, after, self.today) == ()
            self.done.append((act, actor, self.today))
        else:
            assert after == before
            assert all(f.message and f.remedy and f.cite for f in outcome.findings)
            if DENIALS.intersection(finding.rule for finding in outcome.findings):  # which the log tells
                self.done.append((act, actor, self.today))

    @rule(nights=st.sampled_from([1, 1, 3, 8, 8, 14, 31, 60]))
    def nights(self, nights: int) -> None:
        through = self.today + timedelta(days=nights - 1)
        while self.today <= through:
            before = held(self.store)[CASES[0]]
            self.clock.day = self.today
            [night] = run_nights(self.store, RULES, self.clock, through=self.today)
            assert night.aside == ()
            self.done.append(self.today)
            after = held(self.store)[CASES[0]]
            assert world.night(before, self.today) == after
            assert broken_by(before, after, self.today) == ()
            self.today += timedelta(days=1)
        self.clock.day = self.today

    @rule(case=cases, purpose=purposes, days=ahead, agreed=st.booleans(), there=st.booleans())
    def schedule(self, case: str, purpose: str, days: int, agreed: bool, there: bool) -> None:
        self.slot += 1
        on = self.today + timedelta(days=days)
        if purpose != "SI":
            on += timedelta(days=-(on - START).days % 4)
        at = {"CH": "09:00", "GT": "10:00"}.get(purpose, f"{11 + self.slot % 5}:{self.slot // 5 % 60:02d}")
        self.act(
            "schedule-appointment",
            case=case,
            purpose=purpose,
            on=on,
            at=at,
            agreed=agreed,
            presence_required=there,
        )

    @rule(case=cases)
    def second_failure(self, case: str) -> None:
        """The common way, so that walks get past it: two appointments, both missed."""
        for _ in range(2):
            self.schedule(case, "SI", 8, False, True)
            self.nights(8)
            waiting = [a.seq for a in held(self.store)[case].file.appointments if a.status == "open"]
            if waiting:
                self.act("record-outcome", case=case, appointment=waiting[-1], outcome="F")

    @rule(case=cases, n=numbers, outcome=outcomes, refused=st.booleans(), stopped=st.booleans())
    def outcome(self, case: str, n: int, outcome: str, refused: bool, stopped: bool) -> None:
        self.act(
            "record-outcome", case=case, appointment=n, outcome=outcome, refused=refused, stopped=stopped
        )

    @rule(case=cases, n=numbers, outcome=outcomes, stopped=st.booleans())
    def correct_outcome(self, case: str, n: int, outcome: str, stopped: bool) -> None:
        self.act(
            "correct-outcome", case=case, appointment=n, outcome=outcome, stopped=stopped, reason="Wrong."
        )

    @rule(case=cases, n=numbers, days=ahead)
    def move(self, case: str, n: int, days: int) -> None:
        self.slot += 1
        on = self.today + timedelta(days=days)
        self.act(
            "move-appointment",
            case=case,
            appointment=n,
            on=on,
            at=f"{11 + self.slot % 5}:{self.slot // 5 % 60:02d}",
        )

    @rule(case=cases, n=numbers)
    def cancel(self, case: str, n: int) -> None:
        self.act("cancel-appointment", case=case, appointment=n, reason="The worker is away.")

    @rule(case=cases, how=st.sampled_from("CMW"), about=st.sampled_from(["AP", "RE", "CO", "NI", "OT"]))
    def contact(self, case: str, how: str, about: str) -> None:
        self.act("record-contact", case=case, how=how, about=about, on=self.today)

    @rule(case=cases, ground=grounds, document=st.booleans())
    def report(self, case: str, ground: str, document: bool) -> None:
        file = held(self.store)[case].file
        failed = [a.on for a in file.appointments if a.status in ("failed", "kept") and a.on <= self.today]
        name = "document-non-cooperation" if document else "report-non-cooperation"
        self.act(name, case=case, ground=ground, failed_on=max(failed, default=self.today))

    @rule(case=cases, brought=st.booleans())
    def cooperate(self, case: str, brought: bool) -> None:
        self.act("record-cooperation", case=case, ofs_53_on=self.today if brought else None)

    @rule(case=cases, n=numbers)
    def correct(self, case: str, n: int) -> None:
        self.act("correct-cooperation", case=case, entry=n, reason="Wrong case.")

    @rule(case=cases, n=numbers)
    def correct_referral(self, case: str, n: int) -> None:
        self.act("correct-referral", case=case, referral=n, reason="Wrong case.")

    @rule(case=cases, what=st.sampled_from(["pend-closure", "pend-closure", "withdraw-pend", "confirm-pend"]))
    def pend(self, case: str, what: str) -> None:
        self.act(what, case=case, **({} if what == "pend-closure" else {"why": "Seen."}))

    @rule(case=cases, reason=st.sampled_from(["RQ", "CL", "AG", "CD", "DD"]))
    def close_otherwise(self, case: str, reason: str) -> None:
        self.act("pend-closure", case=case, reason=reason, why="Account at 0.00.")

    @rule(
        case=cases,
        event=st.sampled_from(["applied", "opened", "noticed", "answered", "closed"]),
        days=st.integers(-3, 20),
    )
    def iva(self, case: str, event: str, days: int) -> None:
        on = self.today + timedelta(days=days)
        reason = "IN" if event == "closed" else ""
        self.act("receive-benefit-update", "IV-A", case=case, event=event, on=on, reason=reason)

    @rule(case=cases, standing=st.sampled_from(["claimed", "determined", "denied", "ended"]))
    def good_cause(self, case: str, standing: str) -> None:
        self.act("receive-good-cause", "IV-A", case=case, reason="01", standing=standing, on=self.today)

    @rule(case=cases, n=numbers, what=st.sampled_from(["mail-form", "send-interface-record"]))
    def mail(self, case: str, n: int, what: str) -> None:
        self.act(what, "NIGHT", case=case, **{"form" if what == "mail-form" else "record": n})

    @rule(case=cases)
    def close(self, case: str) -> None:
        self.act("close-case", "NIGHT", case=case)

    @rule(case=cases)
    def note(self, case: str) -> None:
        self.act("add-note", case=case, text="Seen.")

    @rule(case=cases, n=st.integers(0, 99))
    def any_act(self, case: str, n: int) -> None:
        """Any act there is, with inputs that make sense on the case."""
        acts = list(on_case(held(self.store)[case], self.today))
        self.perform(acts[n % len(acts)])

    @rule(all_of_them=st.booleans())
    def ofs_53(self, all_of_them: bool) -> None:
        """The common way: the form, agreement, the bottom portion."""
        self.act("receive-ofs53", case=CASES[0], received_on=self.today)
        review = [file.case.number for file in case_position.to_review(held(self.store)[CASES[0]])]
        self.act("agree-on-cases", case=CASES[0], cases=review if all_of_them else review[:1])
        self.act("complete-ofs53", case=CASES[0])

    @rule(worker=workers, by=workers, since=st.integers(-2, 3), length=st.integers(-1, 9))
    def cover(self, worker: str, by: str, since: int, length: int) -> None:
        """A worker is away and another covers; it may be of another office, or the two the wrong way."""
        first = self.today + timedelta(days=since)
        self.act(
            "record-cover",
            worker=worker,
            by=by,
            since=first,
            until=first + timedelta(days=length),
            why="Ill.",
        )

    @rule(worker=workers, n=numbers, days=st.integers(-1, 5))
    def back(self, worker: str, n: int, days: int) -> None:
        self.act("end-cover", worker=worker, cover=n, back=self.today + timedelta(days=days))

    @rule(what=st.sampled_from(PERSON_ACTS), person=st.integers(1, 2))
    def person(self, what: tuple[str, dict[str, Any]], person: int) -> None:
        self.act(what[0], person=person, **what[1])

    @rule(case=cases, n=numbers, days=st.integers(-30, 30))
    def order(self, case: str, n: int, days: int) -> None:
        until = self.today + timedelta(days=days)
        self.act("record-order", case=case, child=n, order_on=date(2024, 5, 6), order_until=until)

    @rule(case=cases, n=numbers, required=st.booleans())
    def presence(self, case: str, n: int, required: bool) -> None:
        self.act("correct-presence", case=case, appointment=n, required=required, reason="Counsel said so.")

    @rule(case=cases)
    def payee(self, case: str) -> None:
        """Whose facts a case reads is another's then, so that the facts in memory cannot follow."""
        act = acts_of()["change-payee"](
            case=case, last="PRACTICE-ROE", first="GRANDMA", why="The child moved."
        )
        if isinstance(self.performer.perform(act, actor="17001", on=self.today), Receipt):
            self.done.append((act, "17001", self.today))

    @invariant()
    def policy_holds(self) -> None:
        read = held(self.store)
        assert invariants.broken(read[CASES[0]], RULES) == ()
        with self.store.read() as session:
            sql = "SELECT subject, kind, text FROM next_step ORDER BY subject"
            kept = [tuple(row) for row in session.connection().exec_driver_sql(sql)]
        steps = [guide.next_step(read[case], RULES, self.today) for case in CASES]
        assert kept == [(step.subject, step.kind, step.text) for step in steps]


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_the_machine_does_every_act() -> None:
    """An act that is added to the registry comes into the walks, or this says so.

    Acts on the facts of IV-D cases leave a state's own facts alone: tests/kernel/test_ivd_acts.py.
    """
    source = "".join(
        Path(module).read_text(encoding="utf-8") for module in (__file__, str(moves_module.__file__))
    )
    own = [name for name, act in acts_of().items() if "acts.ivd" not in act.__module__]
    assert [name for name in own if f'"{name}"' not in source] == []
