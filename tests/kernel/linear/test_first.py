"""FIRST line by line: each step says what to type, without a cursor or a key, and that does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cstui.desk.guided import NEWCOMER_BY_WORDS
from cstui.desk.linear.desk import LinearDesk
from cstui.desk.session import DeskSession
from cstui.store.engine import Store
from cstui.workplace import Workplace
from tests.agencies.louisiana.screens.stage import clock


@pytest.fixture
def first(practice_store: Store) -> LinearDesk:
    """A newcomer before the sign-on of a practice store."""
    desk = LinearDesk(DeskSession(lambda: Workplace(practice_store, clock), words=True))
    desk.begin()
    return desk


def test_what_each_step_says_does_it(first: LinearDesk) -> None:
    """From the first to the last; what HELP and GUIDE complete is told right after their text."""
    assert NEWCOMER_BY_WORDS in first.take("17001")
    said = first.take("FIRST")
    steps = []
    script: list[list[str]] = [
        [],
        ["SEND 2"],
        ["NEXT"],
        ["GUIDE"],
        ["APPT"],
        ["PURPOSE=ZZ", "SEND", "HELP"],
        ["CHOICES PURPOSE", "SIGN", "SEND 1"],
        ["CHOICES DATE", "SEND 1"],
        ["SEND", "CALO"],
        ["NOTE", 'NOTE="a sentence"', "SEND", "WORK"],
    ]
    for lines in script:
        step = next(line for line in said if re.match(r"\d+/12 ", line))
        assert not re.search(r"press|Tab|Home|\bF\d|Enter", step), step
        steps.append(step)
        for line in lines or [step.partition("Type ")[2].partition(":")[0]]:
            assert line.split()[0].split("=")[0] in f"{step} HELP CALO WORK SEND", (line, step)
            said = first.take(line)
            assert not [text for text in said if " F2: step" in text]
    assert [int(step.partition("/")[0]) for step in steps] == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
    assert any(line.startswith("That was the first session.") for line in said)


def test_who_comes_back_is_told_without_a_key(practice_store: Store, tmp_path: Path) -> None:
    def signed_on() -> tuple[DeskSession, LinearDesk, list[str]]:
        session = DeskSession(lambda: Workplace(practice_store, clock), progress=tmp_path, words=True)
        desk = LinearDesk(session)
        desk.begin()
        return session, desk, list(desk.take("17001"))

    session, desk, _ = signed_on()
    desk.take("FIRST")
    session.close()
    *_, said = signed_on()
    assert "FIRST goes on at step 1 of 12: GUIDE. To leave it: FIRST OFF." in said
