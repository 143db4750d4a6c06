"""FIRST of Kansas: the guided first session is done to its end by what its steps say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cstui.desk.guided import NEWCOMER
from cstui.desk.linear.desk import LinearDesk
from cstui.desk.painter import Painter
from cstui.desk.session import DeskSession
from cstui.store.engine import Store
from tests.agencies.kansas.programs.conftest import START
from tests.agencies.kansas.programs.desk import KANSAS, Desk

BESS = "0001000002"
"""Who is not cooperating in the practice store."""


@pytest.fixture
def desk(practice: Store) -> Iterator[Desk]:
    """Worker 51001 signed on to the practice store of the first day."""
    with practice.clone_memory() as store:
        yield Desk(store, START)


def line(desk: Desk) -> str:
    return Painter(desk.buffer).text(desk.buffer.layout.message).strip()


def test_the_first_session_from_its_first_step_to_its_last(desk: Desk) -> None:
    assert line(desk) == NEWCOMER
    assert line(desk.command("FIRST")) == "1/9 Press Home, type /SPARROW and press Enter: a search by name."
    assert line(desk.command("/SPARROW")).startswith(f"2/9 Press Tab to reach a line of {BESS}")
    desk.enter(action_0="S")
    assert (desk.screen, line(desk)[:4]) == ("CADS", "3/9 ")
    assert line(desk.key("pf2"))[:4] == "4/9 "
    desk.key("pf3").key("pf5", nc0_code="C")
    assert desk.rules == ["CS-702"]
    assert line(desk.key("pf1"))[:4] == "6/9 "
    desk.key("pf3").key("pf5", nc0_sel="S")
    assert "step 7 of 9" in desk.guide()
    assert line(desk.command("NIGHT; ENCL"))[:4] == "8/9 "
    assert line(desk.command("EDBC"))[:4] == "9/9 "
    assert line(desk.command("WORK")).startswith("That was the first session.")


def test_what_each_step_says_line_by_line_does_it(desk: Desk) -> None:
    linear = LinearDesk(DeskSession(lambda: desk.place, agencies=[KANSAS], words=True))
    linear.begin()
    linear.take("51001")
    said, steps = linear.take("FIRST"), []
    script = [
        ["/SPARROW"],
        ["SEND 1"],
        ["GUIDE"],
        ["NC0_CODE=C", "ADD", "HELP"],
        ["NC0_SEL=S", "NC0_CODE=C", "ADD", "NIGHT", "ENCL"],
        ["EDBC"],
        ["WORK"],
    ]
    for lines in script:
        step = next(line for line in said if re.match(r"\d/9 ", line))
        assert not re.search(r"press|Tab|Home|\bF\d|Enter", step), step
        steps.append(int(step.partition("/")[0]))
        for one in lines:
            said = linear.take(one)
    assert steps == [1, 2, 3, 4, 6, 8, 9]
    assert any(one.startswith("That was the first session.") for one in said)
