"""FIRST of Utah: the guided first session is done to its end by what its steps say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.desk.guided import NEWCOMER
from cstui.desk.linear.desk import LinearDesk
from cstui.desk.painter import Painter
from cstui.desk.session import DeskSession
from cstui.store.engine import open_store
from tests.agencies.utah.conftest import START
from tests.agencies.utah.programs.desk import UTAH, Desk

GUS = "UT/100003"
"""Whose CPs did not return their forms, in the practice store."""


@pytest.fixture
def desk(golden: Path, tmp_path: Path) -> Iterator[Desk]:
    """Worker 31001 signed on to the practice store of the first day."""
    with open_store(Path(shutil.copy(golden, tmp_path / "utah.db"))) as store:
        yield Desk(store, START)


def line(desk: Desk) -> str:
    return Painter(desk.buffer).text(desk.buffer.layout.message).strip()


def test_the_first_session_from_its_first_step_to_its_last(desk: Desk) -> None:
    assert line(desk) == NEWCOMER
    assert line(desk.command("FIRST")) == "1/9 Press Home, type /FINCH and press Enter: a search by name."
    assert line(desk.command("/FINCH")).startswith(f"2/9 Press Tab to reach a line of {GUS}")
    desk.enter(action_0="S")
    assert (desk.screen, line(desk)[:4]) == ("CNSR", "3/9 ")
    assert line(desk.key("pf2"))[:4] == "4/9 "
    desk.key("pf3").enter(action_0="D")
    assert desk.rules == ["UT-REF-23"]
    assert line(desk.key("pf1"))[:4] == "6/9 "
    desk.key("pf3").enter(action_0="V")
    assert "step 7 of 9" in desk.guide()
    assert desk.facts(GUS).file.forms[0].iva_on == START
    assert line(desk.key("pf11"))[:4] == "8/9 "
    assert line(desk.command("TIME"))[:4] == "9/9 "
    assert line(desk.command("WORK")).startswith("That was the first session.")


def test_what_each_step_says_line_by_line_does_it(desk: Desk) -> None:
    linear = LinearDesk(DeskSession(lambda: desk.place, agencies=[UTAH], words=True))
    linear.begin()
    linear.take("31001")
    said, steps = linear.take("FIRST"), []
    script = [
        ["/FINCH"],
        ["SEND 1"],
        ["GUIDE"],
        ["1 D", "SEND", "HELP"],
        ["1 V", "SEND", "NEXT"],
        ["TIME"],
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
