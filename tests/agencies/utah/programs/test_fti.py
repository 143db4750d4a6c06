"""Federal tax information (FTI) is hidden wherever it could be read; REVEAL shows it and logs the view."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.desk.session import DeskSession
from cstui.policy.ledger import PAYMENT
from cstui.store.reads import activities
from tests.agencies.utah.programs.desk import CASES, NCP, UTAH, Desk, example_store

SECRETS = ("123.45", "12345", "376.55", "37655")
"""The intercept, and what its case owes after it: 500.00 less 123.45."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    """500.00 of arrears on the first case, and an intercept of 123.45 that went to it."""
    store, on, parameters = example_store("example")
    with store:
        found = Desk(store, on, parameters=parameters).command(f"PAYD {NCP}")
        found.enter(amount="500.00", number=CASES[0], charge="A", on="07/15/2016")
        found.enter(amount="123.45", source="T", on="08/15/2016")
        yield found


def told(desk: Desk) -> str:
    """All that the desk has answered: fields, rows, guide, message and findings."""
    answer = desk.answer
    rows = [text for row in answer.rows for text in (*row.values.values(), *(g.text for g in row.guide))]
    found = [finding.message for finding in answer.findings]
    return "\n".join([*answer.values.values(), *rows, desk.guide(), answer.message, *found])


def logged(desk: Desk) -> list[str]:
    with desk.place.store.read() as session:
        return [row.text for row in activities(session, f"ut.ncp {NCP}")]


@pytest.mark.parametrize("line", ["PAYD", "DIST {} 08/2016", "INTW", "S410", "CNSR", "TIME", "WORK"])
def test_no_screen_says_what_the_intercept_was(desk: Desk, line: str) -> None:
    assert all(secret not in told(desk) for secret in SECRETS)  # where it was posted
    desk.command(line.format(NCP))
    assert desk.screen == line.partition(" ")[0]
    assert all(secret not in told(desk) for secret in SECRETS)


@pytest.mark.parametrize("line", ["PAYD", "DIST {} 08/2016", "INTW"])
def test_reveal_shows_it_with_its_label_and_logs_the_view(desk: Desk, line: str) -> None:
    desk.command(line.format(NCP))
    assert desk.value("label") == "FEDERAL TAX INFORMATION"
    desk.command("REVEAL")
    assert "123.45" in told(desk)
    assert "376.55" in told(desk)
    assert logged(desk)[0] == f"FTI viewed on {desk.screen}."
    desk.enter()
    assert "123.45" not in told(desk)
    assert len([text for text in logged(desk) if text.startswith("FTI viewed")]) == 1


def test_the_log_keeps_no_amount_of_it(desk: Desk) -> None:
    desk.command(f"PAYD {NCP}")
    desk.key("enter", action_1="R", why="went to another state")
    assert desk.rules == []
    assert [text for text in logged(desk) if "FTI" in text] == [
        "Entry 2 of FTI reversed: went to another state.",
        f"Payment 2 of FTI: {CASES[0]} arrears FTI.",
    ]
    assert all(secret not in "\n".join(logged(desk)) for secret in SECRETS)


def test_what_another_case_owes_is_shown(desk: Desk) -> None:
    desk.enter(amount="80.00", number=CASES[1], charge="A", on="08/20/2016")
    assert desk.value("line1") == f"{CASES[0]}  a federal tax intercept went to it: REVEAL"
    assert desk.value("line2") == f"{CASES[1]}  CRS 0.00 of 0.00, arrears 0.00, left 80.00"


def test_reveal_is_refused_where_there_is_none() -> None:
    store, on, parameters = example_store("example")
    with store:
        desk = Desk(store, on, parameters=parameters).command(f"DIST {NCP}").command("REVEAL")
        assert desk.rules == ["UT-INT-04"]


def test_what_was_typed_stays_when_it_is_revealed(desk: Desk) -> None:
    """An amount in the middle of being keyed is there beside what is shown, and goes with the next Enter."""
    hand = ScriptedUser(DeskSession(lambda: desk.place, agencies=[UTAH]))
    for field, text in (("worker", "31001"), ("command", f"PAYD {NCP}")):
        hand.fill(field, text)
        hand.press("enter")
    hand.fill("amount", "12.00")
    hand.fill("command", "REVEAL")
    hand.press("enter")
    shown = "\n".join(hand.picture())
    assert "376.55" in shown
    assert "AMOUNT 12.00" in " ".join(shown.split())
    hand.press("enter")
    assert [entry.cents for entry in desk.facts().file.ledger if entry.kind == PAYMENT] == [12345, 1200]
