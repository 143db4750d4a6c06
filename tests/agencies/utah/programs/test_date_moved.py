"""The business date moves between the key and the act: it is refused (CS-188), and what was typed stays.

On every screen of Utah that acts: as the solutions of lessons key it, and here what they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cstui.acts.perform import OVERTAKEN
from cstui.desk.programs.registry import programs
from tests.agencies.date_moves import DateMoves, acted_in_solution, lost, typed
from tests.agencies.utah.programs.desk import CASES, NCP, Desk, example_store

SOLVED = {"01": {"PAYD"}, "02": {"CNSR"}, "03": {"CNSR", "CNSP"}, "04": {"S410"}}
"""Lessons by number, and screens on which their solutions act."""
LOOKS = {"MENU", "WORK", "SRCH", "TIME", "LAST", "SETT", "DRFT", "CNSM", "CNSF", "CNFV", "IVDF", "COVR"}
"""Screens on which nobody acts but to log a print, or of the kernel and proved at Louisiana's desk (COVR)."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The worked example on its first day, a referral begun and a federal tax intercept posted."""
    store, on, parameters = example_store("example")
    with store:
        found = Desk(store, on, parameters=parameters).command(f"CNSR {NCP}").command("BEGIN")
        found.command("PAYD").enter(amount="500.00", number=CASES[0], charge="A", on="07/15/2016")
        found.enter(amount="20.00", source="T")
        yield found


@pytest.mark.parametrize("number", SOLVED)
def test_a_solution_is_refused_at_each_act_and_goes_on(number: str, tmp_path: Path) -> None:
    assert acted_in_solution("utah", number, tmp_path) >= SOLVED[number]


def keyed(desk: Desk, screen: str, **fields: str) -> Desk:
    desk.command(f"{screen} {NCP}" if screen != "REMD" else screen)
    for name, text in fields.items():
        desk.fill(name, text)
    return desk


KEYED: dict[str, Callable[[Desk], Desk]] = {
    "CNSR postal": lambda desk: keyed(desk, "CNSR", postmaster="41 E 100 N", why="Moved in May"),
    "CNSP action": lambda desk: keyed(desk, "CNSP", number=CASES[0], enforce="IW"),
    "PAYD charge": lambda desk: keyed(desk, "PAYD", amount="150.00", number=CASES[0], charge="C"),
    "REMD": lambda desk: keyed(desk, "REMD", new_case=NCP, new_due="T+9", new_text="Call the AGO"),
}
"""Screens of which no solution is, with something typed that Enter would do."""
WORDS = (
    "CNSR SEARCHED",
    "CNSP ENDS declined",
    "INTW MAKE",
    "INTW REVEAL why",
    "DIST REVEAL why",
    "PAYD REVEAL why",
)
"""A screen, and a word that acts there."""


@pytest.mark.parametrize("screen", KEYED)
def test_what_was_typed_stays_and_is_entered_by_the_next_key(desk: Desk, screen: str) -> None:
    KEYED[screen](desk)
    before = typed(desk.buffer)
    assert before
    refused_once(desk)
    assert lost(before, desk.buffer) == []
    desk.key("enter")
    assert OVERTAKEN not in desk.rules
    assert desk.answer.message


@pytest.mark.parametrize("line", WORDS)
def test_a_word_is_refused_and_goes_when_it_is_typed_again(desk: Desk, line: str) -> None:
    screen, _, word = line.partition(" ")
    keyed(desk, screen, command=word)
    refused_once(desk)
    desk.command(word)
    assert OVERTAKEN not in desk.rules
    assert desk.answer.message


def refused_once(desk: Desk) -> None:
    """Enter while the date moves: the screen is still there, and nothing is written."""
    moves, at, version = DateMoves(desk.place.performer), desk.screen, desk.facts().file.version
    with moves.moving():
        desk.key("enter")
    assert moves.times
    assert OVERTAKEN in desk.rules
    assert (desk.screen, desk.facts().file.version) == (at, version)


def test_every_screen_is_among_them() -> None:
    """A new one is keyed above, or stands among those on which nobody acts."""
    acts = set().union(*SOLVED.values(), (name.split()[0] for name in (*KEYED, *WORDS)))
    assert acts.isdisjoint(LOOKS)
    assert acts | LOOKS | {"AUDT", "DEST", "USER", "PASS", "TOTP"} == set(programs("utah"))
