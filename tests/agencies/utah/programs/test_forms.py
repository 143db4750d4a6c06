"""CNSF and CNFV: the forms of pre-filing at the desk, seen and written to files, each print logged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.store.reads import activities
from tests.agencies.utah.programs.desk import CASES, NCP, Desk, example_store


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A referral with a postal request and the forms to the first CP, on CNSF; files go to `tmp_path`."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store, on, parameters = example_store("example")
    with store:
        found = Desk(store, on, parameters=parameters).command(f"CNSR {NCP}").command("BEGIN")
        found.command("SEARCHED").enter(action_0="F")
        yield found.enter(postmaster="41 E 100 N, WASATCH", why="MOVED IN MAY").command("CNSF")


def printed(desk: Desk) -> list[str]:
    with desk.place.store.read() as session:
        return [row.text for row in activities(session, f"ut.ncp {NCP}") if row.action == "PR"]


def test_an_act_makes_its_forms(desk: Desk) -> None:
    assert sorted(desk.column("form")) == [
        "AFFIDAVIT-1",
        "NOTICE-1",
        "PACKET-1",
        "POSTAL-1",
        "QUESTIONNAIRE-1",
    ]
    assert desk.column("number").count(CASES[0]) == 3


def test_a_form_is_read_and_written_with_f6_and_logged(desk: Desk, tmp_path: Path) -> None:
    at = desk.column("form").index("POSTAL-1")
    desk.enter(**{f"action_{at}": "V"})
    assert (desk.screen, desk.value("form").strip()) == ("CNFV", "POSTAL-1")
    assert "  41 E 100 N, WASATCH" in desk.column("text")
    desk.key("pf6")
    assert desk.rules == []
    [made] = tmp_path.rglob("UT-100001-POSTAL-1.txt")
    assert "MOVED IN MAY" in made.read_text()
    assert printed(desk) == ["Form POSTAL-1 of 09/01/2016 printed: to file UT-100001-POSTAL-1.txt."]
    desk.command("PRINT PDF")
    [made] = tmp_path.rglob("UT-100001-POSTAL-1.pdf")
    assert made.read_bytes().startswith(b"%PDF-")


def test_p_before_a_line_writes_it_and_two_letters_are_one_too_many(desk: Desk, tmp_path: Path) -> None:
    desk.enter(action_0="P", action_1="P")
    assert desk.rules == ["CS-130"]
    desk.enter(action_0="P", action_1="")
    assert desk.rules == []
    assert len(printed(desk)) == len(list(tmp_path.rglob("UT-100001-*.txt"))) == 1
