"""The relations of the IV-D vocabulary: what the kernel keeps, and what Louisiana's own records say."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from cstui.agencies.kansas import records as ks
from cstui.agencies.louisiana.records import BenefitNews, BenefitSpell, Case, Closure, Cooperation, Referral
from cstui.agency import find
from cstui.content import root
from cstui.policy.ivd import COLUMNS, RECORDS, IvdJurisdiction, IvdStage
from cstui.policy.records import LedgerEntry
from cstui.scenario.play import play
from cstui.scenario.read import read_scenario
from cstui.store.engine import Store
from cstui.store.ivd import lacking, relation
from cstui.store.writing import bulk_load
from tests.agencies.kansas import given as kansas
from tests.agencies.utah import given as utah
from tests.kernel.store import given

LOUISIANA = (find("louisiana"),)


def rows(store: Store, name: str, **wanted: object) -> list[dict[str, object]]:
    """The rows of a relation of Louisiana in which those columns have those values."""
    found = relation(name, LOUISIANA)
    asked = select(found).where(*(found.c[column] == value for column, value in wanted.items()))
    with store.read() as session:
        return [dict(row) for row in session.execute(asked).mappings()]


@pytest.fixture
def kept(memory_store: Store) -> Store:
    """A store with one fact of every kind on the first of two cases."""
    bulk_load(memory_store, [*given.office(), *given.cases(2), *given.ivd_facts()])
    return memory_store


def test_every_relation_has_its_columns_in_their_order_in_each_database(store: Store):
    bulk_load(store, [*given.office(), *given.cases(2), *given.ivd_facts(), *given.other_agencies()])
    agencies = tuple(map(find, ("louisiana", "kansas", "utah")))
    with store.read() as session:
        for name in COLUMNS:
            found = relation(name, agencies)
            assert tuple(found.c.keys()) == COLUMNS[name]
            assert session.execute(select(found)).all()


def test_what_is_entered_by_mistake_counts_no_more(memory_store: Store):
    stage = IvdStage(case=given.CASE, seq=1, stage="PAT", since=given.DAY)
    wrong = replace(stage, seq=2, stage="ENF", standing=False)
    bulk_load(memory_store, [*given.office(), *given.cases(1), stage, wrong])
    assert rows(memory_store, "stage") == [{"case": given.CASE, "stage": "PAT", "since": given.DAY}]


def test_a_case_says_where_the_state_has_no_jurisdiction_and_what_it_is_counted_with(kept: Store):
    [case] = rows(kept, "case", case=given.CASE)
    assert (case["subject"], case["agency"], case["office"]) == ("case 17000001", "louisiana", "17")
    assert (case["jurisdiction"], case["jurisdiction_until"]) == ("tribe", date(2026, 1, 20))
    assert case["counts_with"] == "17000002"
    [other] = rows(kept, "case", case="17000002")
    assert (other["jurisdiction"], other["jurisdiction_since"], other["counts_with"]) == ("", None, "")


def test_the_newest_time_without_jurisdiction_is_told_once(kept: Store):
    later = IvdJurisdiction(case=given.CASE, seq=2, nation="nation", since=date(2026, 3, 1))
    bulk_load(kept, [later])
    [case] = rows(kept, "case", case=given.CASE)
    assert (case["jurisdiction"], case["jurisdiction_until"]) == ("nation", None)


def test_a_birth_is_the_date_of_the_persons_entry_with_what_is_kept_beside(kept: Store):
    [birth] = rows(kept, "birth", person=5)
    assert birth["born"] is not None
    assert (birth["wedlock"], birth["state"]) == ("out", "LA")
    [parent] = rows(kept, "birth", person=3)
    assert (parent["wedlock"], parent["emancipated_on"]) == ("", None)


def test_a_relation_that_nobody_keeps_is_lacking(memory_store: Store):
    bulk_load(memory_store, [*given.office(), *given.cases(1)])
    with memory_store.read() as session:
        assert {name for name in COLUMNS if lacking(session, name, LOUISIANA)} == {
            "stage",
            "birth",
            "paternity",
            "interstate",
            "medical",
            "cover",
            "money",
        }
        assert lacking(session, "case", ())
    bulk_load(memory_store, given.ivd_facts())
    with memory_store.read() as session:
        assert not [r.relation for r in RECORDS if lacking(session, r.relation, LOUISIANA)]


def test_a_case_that_opened_again_has_two_spells(memory_store: Store):
    again = Referral(case=given.CASE, seq=1, source="iva", received_on=date(2026, 5, 4), worker="17001")
    closed = Closure(
        case=given.CASE,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=date(2026, 1, 5),
        status="closed",
        ended_on=date(2026, 3, 9),
    )
    bulk_load(memory_store, [*given.office(), *given.cases(2), again, closed])
    [opened] = [row["opened"] for row in rows(memory_store, "spell", case="17000002")]
    found = sorted((row["opened"], row["closed"]) for row in rows(memory_store, "spell", case=given.CASE))
    assert found == [(opened, date(2026, 3, 9)), (date(2026, 5, 4), None)]


def test_another_cases_later_closing_does_not_move_the_day_on_which_a_case_opened_again(memory_store: Store):
    again = Referral(case=given.CASE, seq=1, source="iva", received_on=date(2026, 5, 4), worker="17001")
    later = replace(again, seq=2, received_on=date(2026, 7, 1))
    closed = Closure(
        case=given.CASE,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=date(2026, 1, 5),
        status="closed",
        ended_on=date(2026, 3, 9),
    )
    other = replace(closed, case="17000002", ended_on=date(2026, 6, 1))
    bulk_load(memory_store, [*given.office(), *given.cases(2), again, later, closed, other])
    found = {row["closed"]: row["opened"] for row in rows(memory_store, "spell", case=given.CASE)}
    assert found[None] == date(2026, 5, 4)


def test_a_closed_case_has_one_spell_until_the_day_of_closing(memory_store: Store):
    shut = date(2026, 3, 9)
    loaded = [
        replace(one, status="closed", closed=shut) if isinstance(one, Case) else one for one in given.cases(1)
    ]
    closed = Closure(
        case=given.CASE, seq=1, reason="FTC", path="removed", pended_on=shut, status="closed", ended_on=shut
    )
    bulk_load(memory_store, [*given.office(), *loaded, closed])
    assert [row["closed"] for row in rows(memory_store, "spell")] == [shut]


def test_benefits_of_the_payee_are_those_of_the_children_until_the_day_before(memory_store: Store):
    loaded = [one for one in given.cases(1) if not isinstance(one, BenefitSpell)]
    spell = BenefitSpell(
        person=3,
        seq=1,
        program="FITAP",
        iva_number="9",
        applied=date(2025, 1, 1),
        begins=date(2025, 2, 1),
        closed=date(2026, 3, 1),
    )
    news = BenefitNews(
        case=given.CASE, seq=1, event="closed", on=date(2026, 3, 1), text="", received_on=date(2026, 2, 20)
    )
    bulk_load(memory_store, [*given.office(), *loaded, spell, news])
    [found] = rows(memory_store, "assistance")
    assert (found["person"], found["program"], found["begins"]) == (5, "TANF", date(2025, 2, 1))
    assert (found["ends"], found["told_on"]) == (date(2026, 2, 28), date(2026, 2, 20))


def test_standing_tells_reports_and_cooperation_and_not_what_another_payee_did(memory_store: Store):
    entry = {"case": given.CASE, "worker": "17001"}
    told = [
        Cooperation(
            seq=1, kind="reported", ground="MA", failed_on=date(2026, 1, 5), entered_on=given.DAY, **entry
        ),
        Cooperation(seq=2, kind="cooperating", entered_on=date(2026, 2, 2), **entry),
        Cooperation(seq=3, kind="documented", entered_on=date(2026, 2, 3), **entry),
    ]
    bulk_load(memory_store, [*given.office(), *given.cases(1), *told])
    found = [(row["code"], row["on"]) for row in rows(memory_store, "standing", kind="noncoop")]
    assert sorted(found) == [("C", date(2026, 2, 2)), ("N", date(2026, 1, 5))]
    with memory_store.write() as session:
        session.connection().exec_driver_sql("UPDATE la_case SET payee_since = '2026-02-01'")
    assert [row["code"] for row in rows(memory_store, "standing", kind="noncoop")] == ["C"]


def of_kansas(store: Store, name: str) -> list[dict[str, object]]:
    """A relation's rows of Kansas, in order of the case."""
    found = relation(name, (find("kansas"),))
    with store.read() as session:
        return [dict(row) for row in session.execute(select(found).order_by(found.c.case)).mappings()]


@pytest.fixture
def consumer(memory_store: Store) -> Store:
    """A consumer of Kansas whose case has two APs, one of them in the role twice."""
    bulk_load(memory_store, [*given.office(), *given.cases(2), *given.other_agencies()])
    ap = ks.Ap(consumer=kansas.CONSUMER, seq=2, case=kansas.CASE, number="2", person=7, since=kansas.LATER)
    again = replace(ap, seq=3, number="3", since=date(2019, 1, 1))
    child = ks.Participant(consumer=kansas.CONSUMER, seq=9, referral=1, role="CH", matched=5)
    bulk_load(memory_store, [ap, again, child])
    with memory_store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "UPDATE ks_case SET closed_on = NULL, paternity = (0 = 1), no_jurisdiction = 'TR'"
        )
        connection.exec_driver_sql(
            f"UPDATE ks_referral SET outcome = 'A', \"case\" = '{kansas.CASE}', worked_on = '2018-08-09'"
        )
    return memory_store


def test_a_case_of_kansas_is_one_for_each_ap_and_putative_fathers_count_with_the_first(consumer: Store):
    first, further = of_kansas(consumer, "case")
    assert (first["case"], first["counts_with"], first["jurisdiction"]) == (kansas.CASE, "", "tribe")
    assert (further["case"], further["parent"]) == (f"{kansas.CASE}-2", 7)
    assert further["counts_with"] == kansas.CASE
    assert [row["opened"] for row in of_kansas(consumer, "spell")] == [kansas.DAY, kansas.LATER]
    with consumer.write() as session:
        session.connection().exec_driver_sql("UPDATE ks_case SET paternity = (1 = 1)")
    assert [row["counts_with"] for row in of_kansas(consumer, "case")] == ["", ""]


def test_children_of_a_registered_referral_are_on_the_case_of_each_ap(consumer: Store):
    found = of_kansas(consumer, "child")
    assert [(row["case"], row["person"]) for row in found] == [(kansas.CASE, 5), (f"{kansas.CASE}-2", 5)]
    assert {row["since"] for row in found} == {date(2018, 8, 9)}


def test_cads_tells_stage_interstate_and_both_lists(consumer: Store):
    assert {row["stage"] for row in of_kansas(consumer, "stage")} == {"OBG"}
    assert {(row["direction"], row["other"]) for row in of_kansas(consumer, "interstate")} == {("in", "NE")}
    told = {(row["kind"], row["code"]) for row in of_kansas(consumer, "standing")}
    assert told == {("noncoop", "N"), ("goodcause", "claimed")}


def test_money_of_utah_comes_from_its_ledger(memory_store: Store):
    entry = LedgerEntry(
        subject=f"ut.ncp {utah.NCP}",
        seq=1,
        kind="charge",
        account=utah.CASES[0],
        bucket="current",
        month=date(2026, 3, 1),
        on=date(2026, 3, 1),
        cents=15_000,
    )
    paid = replace(entry, seq=2, kind="payment", account="", bucket="", source="T", on=given.DAY, cents=9_000)
    placed = replace(paid, seq=3, kind="placed", account=utah.CASES[0], bucket="arrears", of=2)
    bulk_load(memory_store, [*given.office(), *given.cases(2), *given.other_agencies(), entry, paid, placed])
    found = relation("money", (find("utah"),))
    with memory_store.read() as session:
        rows = session.execute(select(found).order_by(found.c.kind)).mappings().all()
    assert [(row["kind"], row["cents"], row["share"], row["source"], row["paid_on"]) for row in rows] == [
        ("arrears", 9_000, "state", "offset", given.DAY),
        ("due", 15_000, "", "", None),
    ]


def test_a_case_of_kansas_that_was_reopened_keeps_the_spell_that_is_over():
    played = play(read_scenario(root() / "data/kansas/scenarios/closing-after-sixty-days.toml"))
    with played.store as store:
        found = [(row["opened"], row["closed"]) for row in of_kansas(store, "spell")]
    (first, closed), (again, still) = sorted(found)
    assert first < closed < again
    assert still is None
