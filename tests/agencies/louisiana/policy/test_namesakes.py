"""Who may be on record already: names as they are mistyped, accented, parted, and the date of birth."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.policy.namesakes import Bearer, alike

BORN, OTHER = date(2019, 5, 4), date(2019, 5, 5)


def bearer(name: str, born: date | None = BORN) -> Bearer:
    last, _, first = name.partition(", ")
    return Bearer(last=last, first=first, born=born)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("DOE, KIM", "Doe, Kim"),
        ("BEBE-CAMELIA, RENEE", "BÉBÉ CAMÉLIA, RENÉE"),
        ("O'DOGWOOD, ANA", "ODOGWOOD, ANA"),
        ("STARLNG, BERTHA", "STARLING, BERTHA"),
        ("KIM, DOE", "DOE, KIM"),
        ("TUPELO, MARGUERITE", "CYPRESS-TUPELO, MARGUERITE"),
    ],
)
def test_one_day_of_birth_lets_a_slip_pass(name: str, other: str) -> None:
    assert alike(bearer(name), bearer(other))
    assert alike(bearer(other), bearer(name))
    assert not alike(bearer(name), bearer(other, OTHER))


@pytest.mark.parametrize(
    ("name", "other"),
    [("DOE, KIM", "ROE, ANN"), ("DOE, KIM", "DOE, JOHN"), ("SWEETGUM, ALMA", "HOLLY, GRACE")],
)
def test_twins_and_strangers_born_on_one_day_are_not_one(name: str, other: str) -> None:
    assert not alike(bearer(name), bearer(other))


def test_without_a_day_of_birth_the_names_must_be_the_same() -> None:
    assert alike(bearer("NUNEZ, ANA", None), bearer("NUÑEZ, ANA"))
    assert alike(bearer("DOE, KIM"), bearer("DOE, KIM", None))
    assert not alike(bearer("STARLNG, BERTHA", None), bearer("STARLING, BERTHA"))
