"""A scenario is an agency's: its file says which, and the agency's records say what it can give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from cstui.agencies.louisiana.givens import GIVENS
from cstui.agencies.louisiana.records import CaseRecord, Child
from cstui.agency import Manifest, first, in_tree
from cstui.content import ContentError
from cstui.policy.formats import PersonNumber
from cstui.policy.records import Record
from cstui.scenario import read as reading
from cstui.scenario.read import Scenario, read_scenario
from cstui.scenario.sections import Section
from tests.kernel.scenario.test_format import HEAD


def test_an_unknown_agency_is_named_with_its_line() -> None:
    with pytest.raises(ContentError) as error:
        read_scenario(Path("a.toml"), f'id = "a"\nagency = "atlantis"\n{HEAD}'.replace('id = "a"\n', "", 1))
    there = [agency.name for agency in in_tree()]
    assert error.value.line == 1
    assert error.value.fault == f"there is no agency atlantis; there are {', '.join(there)}"


def test_a_file_is_of_the_agency_that_it_names_or_of_the_first() -> None:
    assert read_scenario(Path("a.toml"), HEAD).agency == first().name
    assert read_scenario(Path("a.toml"), f'agency = "louisiana"\n{HEAD}').agency == "louisiana"


class Pet(CaseRecord, frozen=True, kw_only=True):
    """A record that no module of the program knows."""

    keeper: PersonNumber
    vet: PersonNumber | None = None
    since: date
    until: date | None = None
    color: str = "brown"
    tame: bool = True
    version: int = 1


@pytest.fixture
def with_pets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Louisiana with a table of givens, within a case, made of that record."""
    at = [section.name for section in GIVENS.sections].index("case")
    case = msgspec.structs.replace(
        GIVENS.sections[at],
        nested=(Section(name="child", record=Child), Section(name="pet", record=Pet)),
    )
    sections = (*GIVENS.sections[:at], case, *GIVENS.sections[at + 1 :])
    givens = msgspec.structs.replace(GIVENS, sections=sections)
    own = msgspec.structs.replace(first(), givens=f"{__name__}:GIVEN_PETS")
    monkeypatch.setitem(globals(), "GIVEN_PETS", givens)
    monkeypatch.setattr(reading, "agency_of", lambda _source: own)


def _pets(text: str) -> list[Record]:
    read: Scenario = read_scenario(Path("a.toml"), HEAD + text)
    return [record for record in read.given if isinstance(record, Pet)]


@pytest.mark.usefixtures("with_pets")
def test_every_field_of_a_new_record_can_be_given() -> None:
    text = '[[case.pet]]\nkeeper = "cp"\nsince = "day -9"\n'
    text += '[[case.pet]]\nkeeper = "cp"\nvet = "cp"\nsince = 2026-01-05\nuntil = "day +1"\ntame = false\n'
    assert _pets(text) == [
        Pet(case="17000123", seq=1, keeper=100_001, since=date(2026, 2, 22)),
        Pet(
            case="17000123",
            seq=2,
            keeper=100_001,
            vet=100_001,
            since=date(2026, 1, 5),
            until=date(2026, 3, 4),
            tame=False,
        ),
    ]


@pytest.mark.usefixtures("with_pets")
@pytest.mark.parametrize(
    ("pet", "line", "fault"),
    [
        ('keeper = "cp"', 19, "missing required field `since`"),
        ('keeper = "nobody"\nsince = "day -9"', 20, "no person nobody"),
        ('keeper = "cp"\nsince = "tomorrow"', 21, "is not a date"),
        ('keeper = "cp"\nsince = "day -9"\nhue = "red"', 22, "unknown key `hue`"),
        ('keeper = "cp"\nsince = "day -9"\ntame = "yes"', 22, "Expected `bool`"),
        ('keeper = "cp"\nsince = "day -9"\nseq = 4', 22, "unknown key `seq`"),
    ],
)
def test_what_is_wrong_in_it_is_named_with_its_line(pet: str, line: int, fault: str) -> None:
    with pytest.raises(ContentError) as error:
        _pets(f"[[case.pet]]\n{pet}\n")
    assert fault in error.value.fault
    assert error.value.line == line - 1


def test_the_manifest_names_what_the_kernel_asks_for() -> None:
    agency: Manifest = first()
    assert agency.load("givens") is GIVENS
    assert {one.name for one in agency.load("expectations")} == {"form", "interface", "ofs3"}
