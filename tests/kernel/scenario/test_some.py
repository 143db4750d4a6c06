"""`some`: an expectation that asks for one of a list, at whatever place it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.content import ContentError
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import play
from cstui.scenario.read import read_scenario
from tests.kernel.scenario.test_format import HEAD, STEP, schedule

CALLS = """
[[step]]
act = "record-contact"
with = { how = "C", about = "AP", on = 2026-03-02, text = "The first call." }
[[step]]
act = "record-contact"
with = { how = "M", about = "OT", on = 2026-03-03, text = "By mistake." }
[[step]]
act = "correct-contact"
with = { contact = 2, reason = "Another case." }
"""


def verdicts(*asked: str) -> list[bool]:
    steps = "".join(f"[[step]]\nexpect = {{ {one} }}\n" for one in asked)
    text = HEAD + schedule("2026-03-16") + CALLS + steps
    played = play(read_scenario(Path("a.toml"), text), load_rulebook())
    assert [str(check) for check in played.checks if check.kind == "act" and not check.passed] == []
    return [check.passed for check in played.checks if check.kind == "some"]


def test_one_of_a_list_is_found_at_whatever_place_it_stands() -> None:
    assert verdicts(
        'some = "contacts", where = { on = 2026-03-02, how = "C" }',
        'some = "contacts", where = { on = "day -1", how = ["M", "C"] }',
        'some = "contacts", where = { on = 2026-03-04, how = "C" }',
        'some = "appointments", where = { status = "open", outcome_on = false, notice_on = true }',
        'some = "appointments", where = { status = "open", outcome_on = true }',
        'some = "appointments[1:]", where = { status = "open" }',
        'some = "appointments", where = { status = "open" }, count = 1',
        'some = "appointments", where = { status = "open" }, count = 2',
    ) == [True, True, False, True, False, False, True, False]


def test_what_was_taken_back_counts_only_where_standing_is_asked() -> None:
    assert verdicts(
        'some = "contacts", where = { how = "M" }',
        'some = "contacts", where = { how = "M" }, count = 0',
        'some = "contacts", where = { how = "M", standing = false }',
    ) == [False, True, True]


def test_an_entry_of_the_log_may_be_of_several_kinds_and_say_it_in_several_ways() -> None:
    asked = 'activity = ["NT", "CN"], text = ["nobody", "FIRST call"]'
    held = HEAD + CALLS + f"[[step]]\nexpect = {{ {asked} }}\n"
    missed = HEAD + CALLS + f"[[step]]\nexpect = {{ {asked.replace('CN', 'PD')} }}\n"
    both = [play(read_scenario(Path("a.toml"), text), load_rulebook()).checks[-1] for text in (held, missed)]
    assert [check.passed for check in both] == [True, False]
    assert both[1].what == "case 17000123: activity NT or PD with 'nobody' or 'FIRST call'"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ('some = "contacts"', "goes with `where`"),
        ('fact = "case.status", is = "open", where = { how = "C" }', "goes with `where`"),
        ('some = "contacts[-1]", where = { how = "C" }', "not a list of the case"),
        ('some = "case", where = { status = "open" }', "not a list"),
        ('some = "calls", where = { how = "C" }', "there is no calls"),
        ('some = "contacts", where = { color = "C" }', "there is no color"),
        ('some = "contacts", where = { on = "soon" }', "not a date"),
        ('activity = ["NT", "QQ"]', "QQ is not an ACTION"),
    ],
)
def test_a_wrong_one_says_what_is_wrong(asked: str, said: str) -> None:
    with pytest.raises(ContentError) as error:
        read_scenario(Path("a.toml"), f"{HEAD}[[step]]\nexpect = {{ {asked} }}\n")
    assert said in error.value.fault
    assert error.value.line == STEP + 1
