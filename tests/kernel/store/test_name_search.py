"""Persons by their names: any word by its beginning, in any order, and words that sound alike."""

from __future__ import annotations

import random

import pytest

from cstui.policy.records import Person
from cstui.store import name_search, reads
from cstui.store.engine import Store
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.kernel.store import given

NAMES = [
    ("PRACTICE-DOE", "JANE", "MARIE"),
    ("DOE", "JANET", ""),
    ("Thibodeaux", "José", ""),
    ("TIBODO", "ANN", ""),
    ("O'DOGWOOD", "SMITH", ""),
    ("SCHMIDT", "JANE", ""),
    ("SMITH", "JOHN", "DOE"),
    ("CATHERINE", "", ""),
]


@pytest.fixture
def named(store: Store) -> Store:
    """Persons of `NAMES`, numbered from 1 on."""
    persons = [
        Person(number=number, last=last, first=first, middle=middle)
        for number, (last, first, middle) in enumerate(NAMES, 1)
    ]
    bulk_load(store, [*given.office(), *persons])
    return store


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ("DOE", [2, 1, 7]),  # whose last name begins so, then who has a word that does
        ("jane doe", [2, 1]),
        ("DOE JANE", [2, 1]),
        ("JA MAR DOE", [1]),
        ("doe, jan", [2]),
        ("practice", [1]),
        ("practice-d", [1]),
        ("dogw", [5]),
        ("odogw", [5]),
        ("jose", [3]),
        ("JOHN ZZZ", []),
        ("- '", []),
    ],
)
def test_each_word_begins_a_word_of_the_names(named: Store, wanted: str, numbers: list[int]):
    with named.read() as session:
        found = reads.search_people(session, wanted)
        pages = [
            row for at in range(0, 4, 2) for row in reads.search_people(session, wanted, limit=2, offset=at)
        ]
    assert [row.number for row in found if not row.alike] == numbers
    assert pages == found[:4]


@pytest.mark.parametrize(
    ("wanted", "begun", "alike"),
    [
        ("TIBODO", [4], [3]),
        ("thibodeau", [3], [4]),
        ("jose tibodo", [], [3]),
        ("SMITH", [7, 5], [6]),
        ("KATHRYN", [], [8]),
        ("JN", [], []),  # too short to be heard
        ("ARCENEAUX2", [], []),  # nor is what has a digit
    ],
)
def test_who_sounds_alike_comes_last(named: Store, wanted: str, begun: list[int], alike: list[int]):
    with named.read() as session:
        found = reads.search_people(session, wanted)
    assert [row.number for row in found if not row.alike] == begun
    assert [row.number for row in found if row.alike] == alike


def test_frequent_words_find_the_same_persons(named: Store, monkeypatch: pytest.MonkeyPatch):
    """Where no word is rare the indexes give the order, and the same persons."""
    chance = random.Random(1)
    lasts, firsts = ("SMITH", "SMYTHE", "DOE", "ROE"), ("JOHN", "JANE", "JOAN", "DOE", "SMITH")
    bulk_load(
        named,
        [Person(number=n, last=chance.choice(lasts), first=chance.choice(firsts)) for n in range(100, 300)],
    )
    for wanted in ("SMITH", "JO SM", "DOE", "SMI DOE", "J", "JOHN SM DO"):
        with named.read() as session:
            few = name_search.named(session, wanted, 1_000)
            monkeypatch.setattr(name_search, "SIZES", (2, 5, 50))
            monkeypatch.setattr(name_search, "SORTED", 5)
            many = name_search.named(session, wanted, 1_000)
            first = name_search.named(session, wanted, 7)
            monkeypatch.undo()
        begun = [[n for n in found.numbers if n not in found.alike] for found in (few, many)]
        assert sorted(begun[0]) == sorted(begun[1]), wanted
        assert first.numbers == many.numbers[:7], wanted


def test_what_is_kept_of_a_name_is_held_to_the_name(named: Store):
    assert verify(named) == []
    with named.connect_to_write() as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM person_word WHERE person = 3 AND word = 'JOSE'")
        connection.exec_driver_sql("INSERT INTO person_word (word, person, names) VALUES ('OTHER', 4, ' ')")
    assert [fault.where for fault in verify(named)] == ["Person 3", "Person 4"]
