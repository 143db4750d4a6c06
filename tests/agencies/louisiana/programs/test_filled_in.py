"""What the guide filled in is seen to be filled in, and Enter asks before it does what nobody typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.desk.conversation import Aid
from cstui.desk.message_line import spoken
from cstui.desk.painter import Painter
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import Store, open_store
from tests.agencies.louisiana.programs.driver import MOMENT, Desk

START = date(2026, 3, 3)
REPORTABLE = "17000204"
"""A line of the worklist on START: two appointments missed, not reported."""
QUESTION = "Report MA, DT {day}, to IV-A? Enter does it, F12 drops."


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice store in a file, closed."""
    path = tmp_path_factory.mktemp("golden") / "practice.db"
    create_practice_store(path, clock=lambda: MOMENT, start=START).close()
    return path


@pytest.fixture
def cas2(golden: Path, tmp_path: Path) -> Desk:
    """CAS2 as Enter on the worklist's line opens it."""
    path = tmp_path / "practice.db"
    path.write_bytes(golden.read_bytes())
    store: Store = open_store(path)
    desk = Desk(store)
    desk.at("action", desk.column("case").index(REPORTABLE)).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS2", REPORTABLE)
    return desk


def shades(desk: Desk) -> set[str]:
    """The styles of the row with NON COOP and DT."""
    return {run.style for run in Painter(desk.buffer).row(desk.buffer.slot("dt").y)}


def test_it_has_a_shade_and_the_message_line_says_so(cas2: Desk) -> None:
    assert cas2.answer.filled == {"noncoop", "dt"}
    assert "entry-guide" in shades(cas2)
    assert spoken(cas2.buffer).text == "Filled in by the guide: NON COOP, DT"


def test_enter_asks_and_the_second_enter_does_it(cas2: Desk) -> None:
    day = cas2.value("dt")
    before = cas2.written()
    cas2.key("enter")
    assert cas2.answer.message == QUESTION.format(day=f"{day[:5]}")
    assert (cas2.answer.stops_typing, cas2.rules, cas2.written()) == (True, [], before)
    assert "entry-guide" in shades(cas2)
    cas2.key("enter")
    assert "LAIN 2IP goes to IV-A tonight" in cas2.answer.message
    assert cas2.written() > before
    assert "entry-guide" not in shades(cas2)


def test_f12_drops_it(cas2: Desk) -> None:
    before = cas2.written()
    cas2.key("enter").key("pf12")
    assert (cas2.screen, cas2.value("noncoop"), cas2.value("dt")) == ("CAS2", "", "")
    cas2.key("enter")
    assert (cas2.rules, cas2.written()) == ([], before)


def test_a_key_in_between_has_it_asked_again(cas2: Desk) -> None:
    """A help page, or the guide, is not an answer; the shade stays behind it."""
    before = cas2.written()
    cas2.key("enter").key("pf1").key("pf3")
    assert "entry-guide" in shades(cas2)
    cas2.key("enter")
    assert cas2.answer.message.startswith("Report MA")
    assert cas2.written() == before


def test_what_is_typed_over_is_ones_own_and_not_asked_about(cas2: Desk) -> None:
    cas2.type("dt", cas2.value("dt"))
    assert cas2.buffer.request(Aid.ENTER).filled == {"noncoop"}
    assert "LAIN 2IP goes to IV-A tonight" in cas2.key("enter").answer.message


def test_what_one_filled_in_on_the_command_line_is_ones_own(cas2: Desk) -> None:
    day = cas2.value("dt")
    cas2.command(f"CAS2 {REPORTABLE} NONCOOP=MA DT={day}")
    assert cas2.answer.filled == frozenset()
    assert "LAIN 2IP goes to IV-A tonight" in cas2.key("enter").answer.message


def test_what_a_colleague_entered_meanwhile_is_shown_and_not_asked(cas2: Desk) -> None:
    """No question promises what cannot be done any more."""
    other = Desk(cas2.store, worker="17002")
    other.command(f"CAS2 {REPORTABLE} NONCOOP=MA DT={cas2.value('dt')}").key("enter")
    cas2.key("enter")
    assert (cas2.rules, cas2.answer.message, cas2.answer.asks) == ([], "", False)
    assert cas2.value("entered") == f"{START:%m/%d/%Y}"
