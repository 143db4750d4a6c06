"""Lines are data: each is made of known conditions, and a subset line is a subset by construction."""

from __future__ import annotations

import pytest

from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.conditions import CONDITIONS, FACTS, Condition, bit

EDITIONS = list(lines.editions().values())


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.name)
def test_a_line_asks_for_all_that_its_parent_asks_for(edition: lines.Edition) -> None:
    for line in edition.line:
        if line.part_of:
            own = lines.conditions_of(edition, line.number, {})
            assert set(lines.conditions_of(edition, line.part_of, {})) <= set(own), line.number


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.name)
def test_every_counted_line_can_be_met_in_each_of_its_columns(edition: lines.Edition) -> None:
    for place in lines.places(edition, {}):
        assert not place.asks.never, place
        assert place.asks.holds(place.asks.value)


def test_each_condition_says_what_holds_and_what_fails() -> None:
    for condition in CONDITIONS.values():
        assert condition.yes or condition.no
        assert {condition.holds[-1], condition.fails[-1]} == {"."}
        assert condition.holds != condition.fails


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=lambda one: f"{one.unit} {one.name}")
def test_a_condition_fails_when_one_of_its_facts_is_otherwise(condition: Condition) -> None:
    cell = sum(bit(condition.unit, fact) for fact in condition.yes)
    assert condition.asks.holds(cell)
    for fact in (*condition.yes, *condition.no):
        assert not condition.asks.holds(cell ^ bit(condition.unit, fact))


def test_a_cell_fits_an_integer_of_every_engine() -> None:
    assert max(len(facts) for facts in FACTS.values()) < 63


def test_the_columns_of_a_line_are_apart() -> None:
    for edition in EDITIONS:
        for line in edition.line:
            found = [lines.asks(edition, line.number, column, {}) for column in line.columns if line.unit]
            assert all((one & other).never for one in found for other in found if one is not other)


def test_the_edition_of_the_document_has_every_line_and_no_reserved_one() -> None:
    numbers = " ".join(line.number for line in lines.edition_of("1999").line)
    assert numbers == (
        "1 1a 1b 1c 2 2a 2b 2c 2d 3 4 5 6 7 8 9 10 12 13 14 16 17 18 18a 19 20 21 22 23 24 25 26 27 28 29"
        " 30 31 32 38 39 40 41 42"
    )


def test_a_year_has_the_edition_of_its_time() -> None:
    known = lines.editions()
    expected = {
        1998: None,
        1999: "1999",
        2005: "1999",
        2006: "2006",
        2021: "2006",
        2022: "2022",
        2030: "2022",
    }
    for year, name in expected.items():
        assert lines.fitting(year) is (known[name] if name else None)


@pytest.mark.parametrize("edition", EDITIONS[1:], ids=lambda one: one.name)
def test_every_line_of_a_later_edition_says_where_it_comes_from(edition: lines.Edition) -> None:
    assert [line.number for line in edition.line if not line.source] == []
    numbers = [line.number for line in edition.line]
    assert {"37", "38", "1d", "2e", "5a", "21a"} <= set(numbers)
    assert ("33" in numbers) is (edition.name == "2006")
    assert edition.disbursed is (edition.name == "2022")
    assert edition.foreign is (edition.name == "2006")
