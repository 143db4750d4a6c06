"""The relations of the IV-D vocabulary: what the kernel keeps, and what Louisiana's own records say."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from cstui.agencies.louisiana.records import BenefitNews, BenefitSpell, Case, Closure, Cooperation, Referral
from cstui.agency import find
from cstui.policy.ivd import COLUMNS, RECORDS, IvdJurisdiction, IvdStage
from cstui.store.engine import Store
from cstui.store.ivd import lacking, relation
from cstui.store.writing import bulk_load
from tests.kernel.store import given

LOUISIANA = (find("louisiana"),)


def rows(store: Store, name: str, **wanted: object) -> list[dict[str, object]]:
    """The rows of a relation of Louisiana in which those columns have those values."""
    found = relation(name, LOUISIANA)
    asked = select(found).where(*(found.c[column] == value for column, value in wanted.items()))
    with store.read() as session:
        return [dict(row) for row in session.execute(asked).mappings()]


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with one fact of every kind on the first of two cases."""
    bulk_load(store, [*given.office(), *given.cases(2), *given.ivd_facts()])
    return store


@pytest.mark.parametrize("name", COLUMNS)
def test_every_relation_has_its_columns_in_their_order(kept: Store, name: str):
    found = relation(name, LOUISIANA)
    assert tuple(found.c.keys()) == COLUMNS[name]
    with kept.read() as session:
        session.execute(select(found)).all()


def test_what_is_entered_by_mistake_counts_no_more(store: Store):
    stage = IvdStage(case=given.CASE, seq=1, stage="PAT", since=given.DAY)
    wrong = replace(stage, seq=2, stage="ENF", standing=False)
    bulk_load(store, [*given.office(), *given.cases(1), stage, wrong])
    assert rows(store, "stage") == [{"case": given.CASE, "stage": "PAT", "since": given.DAY}]


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


def test_a_relation_that_nobody_keeps_is_lacking(store: Store):
    bulk_load(store, [*given.office(), *given.cases(1)])
    with store.read() as session:
        assert {name for name in COLUMNS if lacking(session, name, LOUISIANA)} == {
            "stage",
            "paternity",
            "interstate",
            "medical",
            "cover",
            "money",
        }
        assert lacking(session, "case", ())
    bulk_load(store, given.ivd_facts())
    with store.read() as session:
        assert not [r.relation for r in RECORDS if lacking(session, r.relation, LOUISIANA)]


def test_a_case_that_opened_again_has_two_spells(store: Store):
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
    bulk_load(store, [*given.office(), *given.cases(2), again, closed])
    [opened] = [row["opened"] for row in rows(store, "spell", case="17000002")]
    found = sorted((row["opened"], row["closed"]) for row in rows(store, "spell", case=given.CASE))
    assert found == [(opened, date(2026, 3, 9)), (date(2026, 5, 4), None)]


def test_a_closed_case_has_one_spell_until_the_day_of_closing(store: Store):
    shut = date(2026, 3, 9)
    loaded = [
        replace(one, status="closed", closed=shut) if isinstance(one, Case) else one for one in given.cases(1)
    ]
    closed = Closure(
        case=given.CASE, seq=1, reason="FTC", path="removed", pended_on=shut, status="closed", ended_on=shut
    )
    bulk_load(store, [*given.office(), *loaded, closed])
    assert [row["closed"] for row in rows(store, "spell")] == [shut]


def test_benefits_of_the_payee_are_those_of_the_children_until_the_day_before(store: Store):
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
    bulk_load(store, [*given.office(), *loaded, spell, news])
    [found] = rows(store, "assistance")
    assert (found["person"], found["program"], found["begins"]) == (5, "TANF", date(2025, 2, 1))
    assert (found["ends"], found["told_on"]) == (date(2026, 2, 28), date(2026, 2, 20))


def test_standing_tells_reports_and_cooperation_and_not_what_another_payee_did(store: Store):
    entry = {"case": given.CASE, "worker": "17001"}
    told = [
        Cooperation(
            seq=1, kind="reported", ground="MA", failed_on=date(2026, 1, 5), entered_on=given.DAY, **entry
        ),
        Cooperation(seq=2, kind="cooperating", entered_on=date(2026, 2, 2), **entry),
        Cooperation(seq=3, kind="documented", entered_on=date(2026, 2, 3), **entry),
    ]
    bulk_load(store, [*given.office(), *given.cases(1), *told])
    found = [(row["code"], row["on"]) for row in rows(store, "standing", kind="noncoop")]
    assert sorted(found) == [("C", date(2026, 2, 2)), ("N", date(2026, 1, 5))]
    with store.write() as session:
        session.connection().exec_driver_sql("UPDATE la_case SET payee_since = '2026-02-01'")
    assert [row["code"] for row in rows(store, "standing", kind="noncoop")] == ["C"]
