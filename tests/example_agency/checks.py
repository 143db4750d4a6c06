"""What an installed agency of another distribution can do, beside Louisiana in one store.

`tests/packaging/test_outside_agency.py` runs this file where Practice State is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from practice_state import AGENCY
from practice_state.acts import PsAddNote, PsPlanVisit
from practice_state.facts import HouseholdFacts
from practice_state.records import HomeVisit, Household

from cstui import agency as agencies
from cstui.acts.covering import RecordCover
from cstui.acts.perform import Performer, Receipt
from cstui.acts.persons import ChangePhone
from cstui.acts.undo import undo
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.cli import main
from cstui.desk.session import DeskSession
from cstui.desk.start import LateSession
from cstui.nightly.forecast import if_nothing
from cstui.nightly.run import run_nights
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.records import Office, OfficeHours, Person, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.policy.viewer import Viewer
from cstui.settings import here
from cstui.store import facts, migrate, reads, writing
from cstui.store.engine import Store, create_store, open_store, open_unchecked, schema_of_agency
from cstui.store.errors import StoreError
from cstui.store.verify import verify
from cstui.workplace import Workplace

DAY = date(2026, 1, 5)
HOUSE, CASE = "PS/0001", "17000001"
ADA, BEA = "17001", "PS/17001"
CONTENT = Path(str(AGENCY.root)) / "data" / "practice_state"


def clock() -> datetime:
    return datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One store with an office 17 of Louisiana and an office 17 of Practice State, a subject in each."""
    here = (agencies.find("louisiana"), AGENCY)
    with create_store(tmp_path / "both.db", name="BOTH", business_date=DAY, agencies=here) as made:
        writing.bulk_load(
            made,
            [
                Office(code="17", name="RIVERBEND", agency="louisiana"),
                Office(code="PS/17", name="FOOTHILLS", agency="practice_state"),
                Worker(number=ADA, name="ADA", office="17"),
                Worker(number=BEA, name="BEA", office="PS/17"),
                OfficeHours(office="PS/17", weekday=1, opens="08:00", closes="16:00"),
                Person(number=1, last="DOE", first="JANE"),
                Person(number=2, last="ROE", first="ANN"),
                Case(number=CASE, office="17", worker=ADA, cp=1, opened=DAY),
                Household(number=HOUSE, person=2, office="PS/17", worker=BEA, opened=DAY),
            ],
        )
        with made.write() as session:
            for name, kind, key in (("louisiana", Facts, CASE), ("practice_state", HouseholdFacts, HOUSE)):
                found = facts.read_facts(session, kind, key)
                assert found is not None
                writing.set_next_steps(session, [guide.next_step(found, load_rulebook(name), DAY)])
        yield made


def performer(store: Store, name: str) -> Performer:
    return Performer(store, load_rulebook(name), clock)


def house(store: Store) -> HouseholdFacts:
    found: HouseholdFacts = performer(store, "practice_state").facts(HOUSE)
    return found


def test_the_agency_is_found_by_its_entry_point_and_is_not_the_default():
    assert agencies.find("practice_state") is AGENCY
    assert AGENCY not in agencies.in_tree()
    assert agencies.first().name == "louisiana"


def test_two_agencies_with_an_office_17_share_a_store_and_see_their_own(store: Store):
    ada = Viewer(number=ADA, role="worker", agency="louisiana", office="17")
    bea = Viewer(number=BEA, role="worker", agency="practice_state", office="PS/17")
    for viewer, office, key in ((ada, "17", CASE), (bea, "PS/17", HOUSE)):
        with store.read(viewer) as session:
            assert [one.code for one in reads.offices(session)] == [office]
            assert [one.number for one in reads.workers(session)] == [viewer.number]
            assert [row.key for row in reads.worklist(session, viewer.number, DAY, most=9)] == [key]
            assert [row.key for row in reads.worklist(session, office, DAY, most=9)] == [key]
    with store.read(bea) as session:
        assert reads.search_people(session, "DOE") == []
        assert reads.person_view(session, 1) is None
        assert [role.key for row in reads.search_people(session, "ROE") for role in row.roles] == [HOUSE]


def test_an_act_is_refused_by_its_own_rule_and_done_when_it_is_kept(store: Store):
    desk = performer(store, "practice_state")
    soon = desk.perform(PsPlanVisit(household=HOUSE, on=date(2026, 1, 6)), actor=BEA, on=DAY)
    assert isinstance(soon, Refused)
    assert [finding.rule for finding in soon.findings] == ["PS-2-01"]
    done = desk.perform(PsPlanVisit(household=HOUSE, on=date(2026, 1, 8)), actor=BEA, on=DAY)
    assert isinstance(done, Receipt)
    assert done.number == "ps.household PS/0001-0001"
    assert [(step.kind, step.changes_on) for step in done.steps] == [("visit", date(2026, 1, 8))]
    assert house(store).file.household.version == 2
    assert verify(store) == []


def test_an_act_of_another_agency_is_refused(store: Store):
    outcomes = (
        performer(store, "practice_state").perform(
            PsPlanVisit(household=HOUSE, on=date(2026, 1, 20)), actor=ADA, on=DAY
        ),
        performer(store, "louisiana").perform(AddNote(case=CASE, text="x"), actor=BEA, on=DAY),
    )
    for outcome in outcomes:
        assert isinstance(outcome, Refused)
        assert [finding.rule for finding in outcome.findings] == ["CS-198"]


def test_a_worker_reaches_no_person_and_no_worker_of_another_agency(store: Store):
    desk = performer(store, "practice_state")
    acts = (
        ChangePhone(person=1, number="3035550100"),
        RecordCover(worker=ADA, by=ADA, since=date(2026, 1, 6), until=date(2026, 1, 7)),
    )
    for act, rule in zip(acts, ("CS-121", "CS-120"), strict=True):
        refused = desk.perform(act, actor=BEA, on=DAY)
        assert isinstance(refused, Refused)
        assert [found.rule for found in refused.findings] == [rule]
    assert isinstance(desk.perform(ChangePhone(person=2, number="3035550100"), actor=BEA, on=DAY), Receipt)


def test_undo_takes_back_the_last_act(store: Store):
    desk = performer(store, "practice_state")
    desk.perform(PsAddNote(household=HOUSE, text="first"), actor=BEA, on=DAY)
    desk.perform(PsPlanVisit(household=HOUSE, on=date(2026, 1, 8)), actor=BEA, on=DAY)
    back = undo(desk, actor=BEA, on=DAY, reason="wrong day")
    assert isinstance(back, Receipt)
    assert "visit planned" in back.message
    assert [visit.status for visit in house(store).file.visits] == ["missed"]


def test_a_night_works_both_agencies_and_does_what_the_forecast_foretold(store: Store):
    desk = performer(store, "practice_state")
    desk.perform(PsPlanVisit(household=HOUSE, on=date(2026, 1, 8)), actor=BEA, on=DAY)
    ahead = if_nothing(house(store), desk.rules, DAY)
    assert [(e.on, e.text) for e in ahead.of(HOUSE) if e.kind == "act"] == [
        (date(2026, 1, 8), "Visit of 01/08/2026 missed.")
    ]
    coming = [m for m in timeline(house(store), desk.rules, DAY) if m.kind == "coming"]
    assert (date(2026, 1, 8), "Visit of 01/08/2026 missed.") in [(m.on, m.text) for m in coming]
    nights = run_nights(store, load_rulebook("louisiana"), clock, through=date(2026, 1, 9))
    assert [night.counts["PS/missed"] for night in nights] == [0, 0, 0, 1, 0]
    assert all(not night.aside for night in nights)
    assert [visit.status for visit in house(store).file.visits] == ["missed"]
    assert store.info().business_date == date(2026, 1, 10)
    with store.read() as session:
        [row] = reads.worklist(session, BEA, DAY)
    assert row.kind == "plan"
    assert verify(store) == []


class Desk(ScriptedUser):
    """A worker at the desk of a store; two agencies have a worker 17001, so the desk asks for the prefix."""

    def __init__(self, store: Store, number: str) -> None:
        super().__init__(DeskSession(lambda: Workplace(store, clock)))
        self.enter("worker", "17001").enter("worker", number)

    def enter(self, field: str, text: str, row: int | None = None) -> Desk:
        """Fill a field and press Enter."""
        self.fill(field, text, row)
        self.press("enter")
        return self

    def command(self, line: str) -> Desk:
        return self.enter("command", line)

    @property
    def rules(self) -> list[str]:
        """The rules of what was found."""
        return [finding.rule for finding in self.answer.findings]

    def column(self, name: str) -> list[str]:
        return [row.values.get(name, "") for row in self.answer.rows]


def test_the_sign_on_screen_is_of_the_agencies_of_the_store(store: Store, tmp_path: Path):
    """It is shown before the store is opened; what one agency alone has is no other's screen."""
    both = LateSession(str(tmp_path / "both.db"), clock, here()).start()
    assert (both.agency, len(both.rows)) == ("desk", 2)
    with create_store(tmp_path / "one.db", name="ONE", business_date=DAY, agencies=[AGENCY]) as one:
        assert one.agencies == (AGENCY,)
    alone = LateSession(str(tmp_path / "one.db"), clock, here()).start()
    assert alone.agency == "practice_state"
    assert [row.values["agency"] for row in alone.rows] == ["Practice State: visits to households"]


def test_a_worker_signs_on_works_a_household_and_sees_what_the_night_did(store: Store):
    desk = Desk(store, BEA)
    assert (desk.screen, desk.answer.agency) == ("WORK", "practice_state")
    assert (desk.column("case"), desk.column("step")) == ([HOUSE], ["Plan the next visit"])
    assert desk.enter("action", "S", 0).screen == "PSHH"
    assert desk.buffer.value("person") == "ROE, ANN"
    assert desk.enter("on", "T+2").rules == ["PS-2-01"]
    assert desk.enter("on", "T+3").rules == []
    assert desk.enter("on", "T+4").column("what") == ["planned", "planned"]
    assert desk.enter("action", "M", 0).rules == ["PS-3-01"]
    assert desk.enter("action", "X", 0).column("what") == ["missed", "planned"]
    assert desk.command("PSVS").column("day") == ["01/09/2026"]
    assert desk.command("WORK").column("step") == ["Visit on 01/09"]
    assert desk.command("NIGHT 01/08/2026").column("step") == ["Visit today: 01/09"]
    assert desk.command("NIGHT").column("step") == ["Plan the next visit"]
    assert desk.command("VISITS").answer.message == "No visit is planned."
    assert desk.command(f"PSHH {HOUSE}").column("what") == ["missed", "missed"]
    assert verify(store) == []


def test_a_visit_that_was_made_is_recorded_on_its_day(store: Store):
    desk = Desk(store, BEA).command(f"PSHH {HOUSE}").enter("on", "T+3")
    desk.command("NIGHT 01/07/2026").command("PSVS")
    assert desk.enter("action", "S", 0).screen == "PSHH"
    assert desk.enter("action", "Q", 0).rules == ["CS-130"]
    assert desk.enter("action", "M", 0).column("what") == ["made"]


def test_each_worker_has_the_screens_of_her_agency_and_reaches_no_other(store: Store):
    ada, bea = Desk(store, ADA), Desk(store, BEA)
    assert (ada.screen, ada.answer.agency) == ("WORK", "louisiana")
    assert ada.command(f"CAS1 {CASE}").screen == "CAS1"
    for desk, line in ((ada, f"PSHH {HOUSE}"), (ada, HOUSE), (bea, f"CAS1 {CASE}"), (bea, CASE)):
        assert desk.command(line).rules == ["CS-113"], line
    assert ada.command("/ROE").rules == ["CS-128"]


def test_the_words_of_the_kernel_say_household(store: Store):
    bea = Desk(store, BEA)
    said = " ".join(bea.command("KEYS").column("text"))
    while bea.answer.more_below:
        bea.press("pf8")
        said += " ".join(bea.column("text"))
    said = " ".join(said.split())
    assert "what comes next on your households" in said
    assert "[household]" in said
    assert "case" not in said.replace("in case your terminal", "").replace(
        "IV-D case", ""
    )  # the federal word


def test_the_screens_of_the_kernel_show_a_household(store: Store):
    desk = Desk(store, BEA)
    assert desk.command("/ROE").column("case") == [HOUSE]
    assert BEA in "".join(desk.picture())
    assert desk.enter("action", "P", 0).rules == ["CS-130"]
    assert desk.enter("action", "S", 0).screen == "PSHH"
    desk.press("pf11")
    assert desk.screen == "TIME"
    assert any("Household opened" in line for line in desk.picture())
    assert desk.command("LAST").column("case") == [HOUSE]
    assert {"PSHH", "PSVS", "WORK"} <= set(desk.command("MENU").column("word"))
    assert desk.command("COVR").buffer.value("office") == "PS/17"


def test_its_tables_are_upgraded_by_its_own_revisions(store: Store, tmp_path: Path):
    desk = performer(store, "practice_state")
    desk.perform(PsPlanVisit(household=HOUSE, on=date(2026, 1, 8)), actor=BEA, on=DAY)
    old = tmp_path / "old.db"
    store.save_to(old)
    with open_unchecked(old) as older, older.connect_to_write() as connection, connection.begin():
        connection.exec_driver_sql("ALTER TABLE ps_home_visit DROP COLUMN welcome")
        connection.exec_driver_sql("UPDATE alembic_version_practice_state SET version_num = '0001'")
    with pytest.raises(StoreError) as caught:
        open_store(old)
    assert caught.value.rule == "CS-203"
    done = migrate.upgrade(old)
    assert done.backup is not None
    with open_store(old) as upgraded:
        assert schema_of_agency(upgraded, AGENCY) == 2
        assert verify(upgraded) == []
        assert [visit.welcome for visit in house(upgraded).file.visits] == [False]


def test_a_store_whose_agency_is_not_installed_says_so(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "copy.db"
    store.save_to(path)
    agencies.find.cache_clear()
    monkeypatch.setattr(agencies, "installed", agencies.in_tree)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    agencies.find.cache_clear()
    assert caught.value.rule == "CS-215"
    assert "practice_state" in caught.value.message


def test_one_field_more_is_read_and_written_without_another_change(store: Store):
    """`welcome` came in version 2: it is in the record and the revision, and nowhere else."""
    source = Path(str(AGENCY.root))
    named = [path for path in source.rglob("*.py") if "welcome" in path.read_text(encoding="utf-8")]
    assert sorted(path.name for path in named) == ["0002_welcome.py", "records.py"]
    writing.bulk_load(store, [HomeVisit(household=HOUSE, seq=1, on=DAY, welcome=True)])
    assert [visit.welcome for visit in house(store).file.visits] == [True]


def test_the_command_line_knows_it(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    def said(*words: str) -> str:
        status = main(["--store", str(tmp_path / "practice.db"), *words], clock=clock)
        out, err = capsys.readouterr()
        assert status == 0, out + err
        return out

    made = said("store", "create", "--agency", "practice_state", "--date", "2026-01-05")
    assert "practice_state" in made
    assert "holds" in said("store", "verify")
    assert said("report", "visits").split()[4:] == ["missed", "1", "planned", "1"]
    assert '"planned": 1' in said("report", "visits", "--json", "--worker", BEA)
    assert "ps-plan-visit" in said("acts", "--agency", "practice_state")
    assert "household-act" not in said("acts", "--agency", "practice_state")
    assert " PSHH PSVS " in " ".join(said("screens", "check").split())
    assert "1 scenario, 0 failed" in said("play", *map(str, CONTENT.glob("scenarios/*.toml")))
    assert "2 of 2 rules are proved" in said("rules", "practice_state", "--proof")
    assert "can be taught" in said("learn", "--check", "practice_state/1")


def test_the_command_line_finds_whose_a_number_and_an_act_are(
    store: Store, capsys: pytest.CaptureFixture[str]
):
    def said(*words: str) -> str:
        main(["--store", str(store.place.path), *words], clock=clock)
        return "".join(capsys.readouterr())

    assert "Plan the next visit" in said("guide", HOUSE)
    assert f"Household {HOUSE} as of" in said("timeline", HOUSE)
    assert said("report", "visits").startswith("VISITS AS OF 01/05/2026")
    assert f"Case {CASE} as of" in said("timeline", CASE)
    assert "Visit planned" in said("do", "ps-plan-visit", f"household={HOUSE}", "on=2026-01-20", "--dry-run")
