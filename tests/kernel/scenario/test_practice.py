"""The practice store: sixty invented cases in three offices, lawful, and a full morning for worker 17001."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from cstui.acts.perform import Performer
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.acts.cooperation import DocumentNonCooperation, ReportNonCooperation
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agency import find, first
from cstui.policy import guide, invariants
from cstui.policy.effects import Refused
from cstui.policy.records import Office
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import create_practice_store, read_practice
from cstui.store import chain, facts, verify_log
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from tests.conftest import new_database

pytestmark = pytest.mark.slow

START = date(2026, 3, 16)
RULES = load_rulebook()


def clock() -> datetime:
    return datetime(2026, 3, 14, 12, tzinfo=UTC)  # a Saturday


@pytest.fixture(scope="module")
def practice() -> Iterator[Store]:
    with create_practice_store(":memory:", clock=clock) as store:
        yield store


def kept_steps(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT subject, worker, kind FROM next_step ORDER BY 1")
        return [(row[0].removeprefix("case "), row[1], row[2]) for row in rows]


def test_it_starts_on_the_next_open_day(practice: Store) -> None:
    assert practice.info().business_date == START
    assert practice.info().kind == "practice"


@pytest.fixture
def louisiana(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that stands in Louisiana."""
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("louisiana")
def test_an_evening_is_not_yet_tomorrow() -> None:
    """Nine in the evening of a Tuesday in Louisiana is Wednesday by the clock of the store."""
    late = datetime(2026, 3, 18, 2, tzinfo=UTC)
    with create_practice_store(":memory:", clock=lambda: late) as store:
        assert store.info().business_date == date(2026, 3, 17)


def test_its_log_holds_and_nothing_was_set_aside(practice: Store) -> None:
    with practice.read() as session:
        assert list(verify_log.log(session)) == []
        assert all(line.subject != "store" for line in chain.lines(session))


def test_there_are_cases_enough_in_three_offices(practice: Store) -> None:
    cases = [case for case, _, _ in kept_steps(practice)]
    assert len(cases) >= 60
    assert set(Counter(case[:2] for case in cases)) == {"17", "26", "41"}


def test_the_worklist_of_17001_shows_every_kind_of_step(practice: Store) -> None:
    kinds = Counter(kind for _, worker, kind in kept_steps(practice) if worker == "17001")
    assert kinds["today"] == 20
    assert kinds["outcome"] == 2
    assert kinds["report"] >= 3
    assert kinds["pend"] >= 4
    wanted = {"document", "cooperation", "decide", "closing", "wait", "reapplied", "escalate", "answered"}
    wanted |= {"referral", "reminder"}
    assert wanted | {"participation", "may report", "schedule", "closed", "none"} <= set(kinds)


def test_every_case_is_lawful_and_its_next_step_is_the_policys(practice: Store) -> None:
    kept = {case: kind for case, _, kind in kept_steps(practice)}
    with practice.read() as session:
        read = facts.read_many(session, Facts, kept)
    assert len(read) == len(kept) >= 80
    for number, found in read.items():
        assert invariants.broken(found, RULES) == ()
        assert guide.next_step(found, RULES, START).kind == kept[number]


def test_some_parents_have_cases_in_several_offices(practice: Store) -> None:
    numbers = [case for case, _, _ in kept_steps(practice)]
    with practice.read() as session:
        read = facts.read_many(session, Facts, numbers)
    offices = Counter(found.cp.number for found in read.values() if found.others)
    assert sorted(offices.values())[-1] == 3
    assert len(offices) >= 4
    assert any(found.cp.family_violence and found.cp.employer for found in read.values())
    assert {spell.program for found in read.values() for spell in found.spells} == {"FITAP", "KCSP"}


def test_the_table_of_waiting_cases_names_every_rule_and_only_cases_that_exist(practice: Store) -> None:
    [offices] = find("louisiana").files("practice", "00-offices.toml")
    text = offices.read_text(encoding="utf-8")
    table = dict(re.findall(r"^#   (LA-E\d{3}-\d{2})  (\d{8}|any     )  \S", text, re.MULTILINE))
    assert sorted(table) == sorted(rule for rule in RULES.rules if rule.startswith("LA-E52"))
    assert set(table.values()) - {"any     "} <= {case for case, _, _ in kept_steps(practice)}


@pytest.mark.parametrize(
    ("act", "case", "rule"),
    [
        (ReportNonCooperation, "17000102", "LA-E520-01"),
        (ReportNonCooperation, "17000225", "LA-E521-10"),
        (ReportNonCooperation, "17000207", "LA-E522-07"),
        (ReportNonCooperation, "17000217", "LA-E520-06"),
        (DocumentNonCooperation, "17000203", "LA-E522-09"),
        (DocumentNonCooperation, "17000231", "LA-E522-15"),
        (ReportNonCooperation, "17000240", "LA-E520-01"),
    ],
)
def test_a_waiting_case_shows_its_rule(practice: Store, act: type, case: str, rule: str) -> None:
    performer = Performer(practice, RULES, clock)
    outcome = performer.consider(act(case=case, ground="MA", failed_on=START), actor="17001", on=START)
    assert isinstance(outcome, Refused)
    assert rule in [finding.rule for finding in outcome.findings]


@pytest.mark.parametrize(
    ("name", "inputs", "rule"),
    [
        ("record-cooperation", {"case": "17000242", "ofs_53_on": START}, "LA-E522-18"),
        ("complete-ofs53", {"case": "17000207"}, "LA-E522-20"),
        ("clear-referral", {"case": "17000244", "referral": 1}, "LA-E523-02"),
        ("clear-referral", {"case": "17000245", "referral": 1}, "LA-E523-03"),
        ("notify-consultant", {"case": "17000207"}, "LA-E524-04"),
        ("set-participation", {"case": "17000247", "child": 2, "status": "N"}, "LA-E525-02"),
        (
            "receive-documents",
            {"case": "17000243", "form": 4, "received_on": START, "how": "W"},
            "LA-E521-12",
        ),
        ("add-note", {"case": "17000101", "text": "When?", "to": "IV"}, "LA-E524-03"),
    ],
)
def test_a_waiting_case_shows_the_rule_of_an_act(
    practice: Store, name: str, inputs: dict[str, object], rule: str
) -> None:
    act = msgspec.convert(inputs, acts_of()[name])
    outcome = Performer(practice, RULES, clock).consider(act, actor="17001", on=START)
    assert rule in [finding.rule for finding in outcome.findings]


def test_ofs_53_over_two_offices_waits(practice: Store) -> None:
    """The three cases of the CP of 17000241 are reported; the form, agreed on all, answers each."""
    with practice.clone_memory() as store:
        performer = Performer(store, RULES, clock)
        for name, inputs in (
            ("receive-ofs53", {"received_on": START}),
            ("agree-on-cases", {"cases": ["17000241", "17000242", "26000309"]}),
            ("complete-ofs53", {}),
        ):
            act = msgspec.convert({"case": "17000241", **inputs}, acts_of()[name])
            assert not isinstance(performer.perform(act, actor="17001", on=START), Refused)
        steps = {case: kind for case, _, kind in kept_steps(store)}
        assert steps["26000309"] == "request"
        assert {steps["17000241"], steps["17000242"]} & {"answered", "request"} == set()
        assert kept_steps(practice) != kept_steps(store)


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        (date(2025, 12, 25), date(2025, 12, 26)),
        (date(2026, 1, 1), date(2026, 1, 2)),
        (date(2026, 2, 14), date(2026, 2, 18)),
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 11, 26), date(2026, 11, 30)),
    ],
)
def test_it_can_start_about_holidays(day: date, starts: date) -> None:
    with create_practice_store(":memory:", clock=clock, start=day) as store:
        assert store.info().business_date == starts
        assert sum(kind == "today" and worker == "17001" for _, worker, kind in kept_steps(store)) == 20


def test_a_file_is_made_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "new" / "practice.db"
    create_practice_store(path, clock=clock, name="CLASS").close()
    assert [file.name for file in path.parent.iterdir() if "-" not in file.name] == ["practice.db"]
    assert path.stat().st_mode & 0o777 == 0o600
    with open_store(path) as store:
        assert (store.info().name, store.info().business_date) == ("CLASS", START)
    with pytest.raises(StoreError, match="CS-209"):
        create_practice_store(path, clock=clock)


def test_dates_are_relative_to_the_start() -> None:
    _, early, _ = read_practice(date(2026, 3, 16))
    _, late, start = read_practice(date(2026, 3, 17))
    assert start == date(2026, 3, 17)
    assert early[0][1].on < late[-1][1].on


def test_a_file_beside_another_agency_is_read_where_the_store_has_that_agency(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "louisiana" / "practice"
    folder.mkdir(parents=True)
    (folder / "1.toml").write_text('[[office]]\ncode = "17"\nname = "HERE"\n[[hours]]\n', "utf-8")
    (folder / "2.toml").write_text('beside = "utah"\n[[office]]\ncode = "18"\nname = "BESIDE"\n', "utf-8")
    agency = msgspec.structs.replace(first(), root=tmp_path)
    read = [read_practice(date(2026, 3, 16), agency, beside=names)[0] for names in ((), ("utah",))]
    offices = [[one.name for one in found if isinstance(one, Office)] for found in read]
    assert offices == [["HERE"], ["HERE", "BESIDE"]]


@pytest.mark.postgres
def test_it_is_the_same_on_a_server(postgres_server: str, practice: Store) -> None:
    with create_practice_store(new_database(postgres_server), clock=clock) as store:
        assert kept_steps(store) == kept_steps(practice)
        with store.read() as there, practice.read() as here:
            digests = [line.digest for line in chain.lines(there)]
            assert digests == [line.digest for line in chain.lines(here)]
