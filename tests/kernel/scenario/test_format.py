"""A scenario that is written wrongly stops before it is played, with file, line and what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.content import ContentError
from cstui.policy.records import OfficeHours
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.days import Days
from cstui.scenario.play import play
from cstui.scenario.read import Scenario, read_scenario

HEAD = """\
id = "a"
title = "A"
cites = ["E-521"]
about = "Why."
starts = 2026-03-03
[[person]]
key = "cp"
last = "PRACTICE-DOE"
first = "JANE"
[[spell]]
person = "cp"
applied = 2026-01-05
begins = 2026-02-01
[[case]]
number = "17000123"
cp = "cp"
opened = 2026-02-02
"""
STEP = 18
"""The line of the first step after HEAD."""


def read(text: str) -> Scenario:
    return read_scenario(Path("a.toml"), text)


def schedule(on: str) -> str:
    return f'[[step]]\nact = "schedule-appointment"\nwith = {{ purpose = "SI", on = {on}, at = "09:00" }}\n'


FAULTS = [
    # what is added after HEAD, the line of the fault, a part of what is said
    ('[[step]]\nact = "close"\n', STEP + 1, "there is no act close"),
    ('[[step]]\nacts = "close-case"\n', STEP + 1, "unknown key `acts`"),
    ("[[step]]\non = 2026-03-04\n", STEP, "exactly one of"),
    ('[[step]]\nact = "close-case"\nnightly = 2026-03-05\n', STEP, "exactly one of"),
    (schedule('"day 10"'), STEP + 2, "not a date"),
    (schedule('"2026-02-30"'), STEP + 2, "not a date"),
    (schedule("7"), STEP + 2, "not a date"),
    (schedule('"day +10", why = "x"'), STEP + 2, "unknown key `why`"),
    ('[[step]]\nact = "record-outcome"\nwith = { appointment = "one", outcome = "F" }\n', STEP + 2, "int"),
    ('[[step]]\nact = "record-outcome"\nwith = { appointment = 1, outcome = "Z" }\n', STEP + 2, "Z"),
    ('[[step]]\nact = "record-outcome"\n', STEP, "required field"),
    ('[[step]]\nact = "close-case"\nwith = { case = "17000999" }\n', STEP + 2, "17000999 is not given"),
    ('[[step]]\nact = "close-case"\nrefused = ["LA-E999-01"]\n', STEP + 2, "no rule LA-E999-01"),
    ('[[step]]\nact = "close-case"\nas = "26001"\n', STEP + 2, "no worker 26001"),
    ('[[step]]\nact = "change-employer"\nwith = { person = "him" }\n', STEP + 2, "no person him"),
    (
        '[[step]]\non = "day +3"\nact = "close-case"\n[[step]]\non = "day +2"\nact = "close-case"\n',
        22,
        "before",
    ),
    ('[[step]]\nnightly = "day +3"\n[[step]]\non = "day +3"\nact = "close-case"\n', 21, "before"),
    ('[[step]]\nnightly = "day -1"\n', STEP + 1, "has passed"),
    ('[[step]]\nnightly = "day +3"\nrefused = ["CS-101"]\n', STEP, "takes no"),
    ('[[step]]\nexpect = { fact = "case.color", is = "red" }\n', STEP + 1, "there is no color"),
    ('[[step]]\nexpect = { fact = "case[0].status", is = "open" }\n', STEP + 1, "not a list"),
    ('[[step]]\nexpect = { fact = "case.status" }\n', STEP + 1, "exactly one of `is`"),
    ('[[step]]\nexpect = { fact = "case.status", form = "CSE 105" }\n', STEP + 1, "exactly one of"),
    ('[[step]]\nexpect = { activity = "QQ" }\n', STEP + 1, "not an ACTION"),
    ('[[step]]\nexpect = { consider = "close-case" }\n', STEP + 1, "either `finding`"),
    ('[[step]]\nexpect = { next = "report", rule = "LA-X" }\n', STEP + 1, "no rule LA-X"),
    ('[[person]]\nkey = "cp"\nlast = "X"\nfirst = "Y"\n', STEP + 1, "given twice"),
    ('[[case]]\nnumber = "17000124"\ncp = "nobody"\nopened = 2026-01-01\n', STEP + 2, "no person nobody"),
    ('[[case]]\nnumber = "1700012"\ncp = "cp"\nopened = 2026-01-01\n', STEP + 1, "matching"),
    ('[[case]]\nnumber = "17000124"\ncp = "cp"\nopened = 2026-04-01\n', STEP + 3, "after `starts`"),
    ('[[case.child]]\nperson = "kid"\nadded_on = 2026-02-02\n', STEP + 1, "no person kid"),
    ('[[session]]\noffice = "26"\nkind = "CH"\non = "day +3"\nat = "09:00"\n', STEP + 1, "no office 26"),
    ("[[hours]]\nweekdays = [0]\n", STEP + 1, "not a weekday"),
    ("[[step]]\nnightly = 2026-02-30\n", STEP + 1, "not TOML"),
]


def test_a_given_text_is_as_long_as_an_act_could_enter_it() -> None:
    read(f'{HEAD}[[person]]\nkey = "two"\nfirst = "A"\nlast = "{"x" * 2_000}"\n')
    with pytest.raises(ContentError) as error:
        read(f'{HEAD}[[person]]\nkey = "two"\nfirst = "A"\nlast = "{"x" * 2_001}"\n')
    assert error.value.fault == "last has 2,001 characters; the limit is 2,000"
    assert error.value.line == STEP + 3


@pytest.mark.parametrize(("added", "line", "said"), FAULTS)
def test_fault_names_its_line(added: str, line: int, said: str) -> None:
    with pytest.raises(ContentError) as error:
        read(HEAD + added)
    assert said in error.value.fault
    assert error.value.line == line
    assert str(error.value).startswith(f"{Path('a.toml')}:{line}: ") or f"a.toml:{line}: " in str(error.value)


@pytest.mark.parametrize("key", ["id", "title", "cites", "about"])
def test_head_must_be_filled(key: str) -> None:
    lines = [f"{key} = []" if key == "cites" and n == 2 else line for n, line in enumerate(HEAD.splitlines())]
    if key != "cites":
        lines = [f'{key} = ""' if line.startswith(f"{key} =") else line for line in lines]
    with pytest.raises(ContentError, match="names a file" if key == "id" else "is empty"):
        read("\n".join(lines))


HOURS = tuple(OfficeHours(office="17", weekday=day, opens="08:00", closes="16:30") for day in range(1, 6))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        ("2026-04-01", date(2026, 4, 1)),
        ("day +0", date(2026, 3, 3)),
        ("day -3", date(2026, 2, 28)),
        ("day +29", date(2026, 4, 1)),
        ("month +0", date(2026, 3, 1)),
        ("month +10", date(2027, 1, 1)),
        ("month -3", date(2025, 12, 1)),
        ("day +3 open", date(2026, 3, 6)),  # a Friday
        ("day +4 open", date(2026, 3, 9)),  # Saturday, so Monday
        ("day +31 open", date(2026, 4, 6)),  # Good Friday, so Monday
    ],
)
def test_dates_relative_to_the_start(said: object, day: date) -> None:
    assert Days(date(2026, 3, 3), HOURS).read(said) == day


@pytest.mark.parametrize("said", ["day 3", "day +", "week +1", "", "tomorrow", "day +3 closed", 3, 3.5, True])
def test_no_date(said: object) -> None:
    with pytest.raises(ValueError, match="not a date"):
        Days(date(2026, 3, 3)).read(said)


def played(text: str) -> list[tuple[str, bool, str]]:
    came = play(read(HEAD + text), load_rulebook())
    with came.store:
        assert came.passed == all(check.passed for check in came.checks)
        return [(check.kind, check.passed, check.found) for check in came.checks]


def test_a_refusal_that_nobody_expected_fails_with_its_findings() -> None:
    [(kind, passed, found)] = played(schedule('"day +1"'))
    assert (kind, passed) == ("act", False)
    assert "LA-E521-01" in found


def test_an_expected_refusal_that_does_not_come_fails() -> None:
    [(_, passed, found)] = played(schedule('"day +8"') + 'refused = ["LA-E521-01"]\n')
    assert not passed
    assert "Scheduled" in found


def test_a_refusal_by_another_rule_fails() -> None:
    [(_, passed, _)] = played(schedule('"day +1"') + 'refused = ["CS-107"]\n')
    assert not passed


def test_a_step_after_a_failed_one_is_played() -> None:
    checks = played(schedule('"day +1"') + schedule('"day +8"'))
    assert [passed for _, passed, _ in checks] == [False, True]


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ('fact = "case.status", is = "closed"', "open"),
        ('fact = "spells[0].closed", is = 2026-05-01', "nothing"),
        ('fact = "spells", is = 2', "1"),
        ('fact = "appointments[0].status", is = "open"', "nothing"),
        ('fact = "children", at_least = 1', "0"),
        ('fact = "case.status", missing = true', "open"),
        ('form = "CSE 105"', "0 of none"),
        ('activity = "LD", count = 0', "1 of LD"),
        ('interface = "NONCOOP"', "0 of none"),
        ('next = "report"', "schedule by LA-E520-08"),
        ('consider = "pend-closure", permitted = true', "LA-E522-05"),
        ('consider = "add-note", with = { text = "x" }, finding = "CS-105"', "permitted"),
    ],
)
def test_an_expectation_that_fails_says_what_was_found(expected: str, found: str) -> None:
    [(_, passed, seen)] = played(f"[[step]]\nexpect = {{ {expected} }}\n")
    assert not passed
    assert found in seen
