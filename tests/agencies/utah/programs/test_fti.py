"""Federal tax information (FTI) is hidden wherever it could be read; REVEAL shows it and logs the view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.desk.drawing import load_drawing
from cstui.desk.session import DeskSession
from cstui.policy.ledger import PAYMENT
from cstui.policy.records import Worker
from cstui.store import protected_reads
from cstui.store.engine import Store
from cstui.store.errors import StoreError
from cstui.store.reads import activities, workers
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
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
    desk.command("REVEAL interest checked")
    assert "123.45" in told(desk)
    assert "376.55" in told(desk)
    assert logged(desk)[0] == f"FTI viewed on {desk.screen}: INTEREST CHECKED"
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
        desk = Desk(store, on, parameters=parameters).command(f"DIST {NCP}").command("REVEAL x")
        assert desk.rules == ["UT-INT-04"]


def test_what_was_typed_stays_when_it_is_revealed(desk: Desk) -> None:
    """An amount in the middle of being keyed is there beside what is shown, and goes with the next Enter."""
    hand = ScriptedUser(DeskSession(lambda: desk.place, agencies=[UTAH]))
    for field, text in (("worker", "31001"), ("command", f"PAYD {NCP}")):
        hand.fill(field, text)
        hand.press("enter")
    hand.fill("amount", "12.00")
    hand.fill("command", "REVEAL interest checked")
    hand.press("enter")
    shown = "\n".join(hand.picture())
    assert "376.55" in shown
    assert "AMOUNT 12.00" in " ".join(shown.split())
    hand.press("enter")
    assert [entry.cents for entry in desk.facts().file.ledger if entry.kind == PAYMENT] == [12345, 1200]


SCREENS = ("PAYD", "DIST {} 08/2016", "INTW", "S410")


def other(desk: Desk, role: str) -> Desk:
    """The desk of somebody of that role at the same office."""
    with desk.place.store.read() as session:
        office = workers(session)[0].office
    bulk_load(desk.place.store, [Worker(number="UT/39999", name="R", office=office, role=role)])
    return Desk(desk.place.store, desk.place.business_date(), "39999")


def test_a_reason_is_needed(desk: Desk) -> None:
    desk.command(f"PAYD {NCP}").command("REVEAL")
    assert desk.rules == ["CS-105"]
    assert all(secret not in told(desk) for secret in SECRETS)


def test_what_cannot_be_logged_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(store: Store) -> None:
        raise StoreError("CS-211", what="disk full", name="x")

    desk.command(f"PAYD {NCP}")
    monkeypatch.setattr(Store, "be_writable", full)
    desk.command("REVEAL interest checked")
    assert desk.rules == ["CS-211"]
    assert all(secret not in told(desk) for secret in SECRETS)


@pytest.mark.parametrize("line", SCREENS)
def test_what_is_hidden_is_marked_in_the_drawing_of_its_screen(desk: Desk, line: str) -> None:
    desk.command(line.format(NCP))
    hidden = desk.answer
    desk.command("REVEAL interest checked")
    shown = desk.answer
    assert shown.protects is not None
    assert shown.title == "FEDERAL TAX INFORMATION"
    differ = {name for name, value in shown.values.items() if hidden.values.get(name, value) != value}
    for before, after in zip(hidden.rows, shown.rows, strict=True):
        differ |= {name for name, value in after.values.items() if before.values[name] != value}
    drawing = load_drawing(desk.screen, "utah")
    drawn = {field.name for field in drawing.fields}
    assert differ & drawn <= {field.name for field in drawing.fields if field.protected == "FTI"}


@pytest.mark.parametrize("line", [*SCREENS, "TIME", "CNSR", "WORK"])
def test_an_analyst_is_shown_amounts_without_their_source(desk: Desk, line: str) -> None:
    analyst = other(desk, "analyst").command(f"PAYD {NCP}").command(line.format(NCP))
    text = told(analyst)
    assert not any(word in text.upper() for word in ("FTI", "FEDERAL TAX", "INTERCEPT"))
    assert ("123.45" in text) == (line in SCREENS[:3])
    if line == "PAYD":
        assert {row.values["source"] for row in analyst.answer.rows} == {""}
        assert analyst.command("REVEAL audit").rules == ["CS-197"]


def test_an_auditor_reveals_nothing_and_the_try_is_logged(desk: Desk) -> None:
    auditor = other(desk, "auditor").command(f"PAYD {NCP}").command("REVEAL audit")
    assert auditor.rules == ["CS-197"]
    assert all(secret not in told(auditor) for secret in SECRETS)
    with desk.place.store.read() as session:
        [line] = activities(session, "worker UT/39999")
    assert (line.action, line.text.startswith(f"Refused on ut.ncp {NCP}: ")) == ("RF", True)


def test_a_print_of_what_was_revealed_has_its_label_and_is_kept_until_it_is_destroyed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSTUI_FORMS", str(tmp_path))
    desk.command(f"PAYD {NCP}").command("PRTSC HIDDEN")
    desk.command("REVEAL interest checked").command("PRTSC SHOWN")
    assert "FEDERAL TAX INFORMATION" in (tmp_path / "SHOWN.txt").read_text().splitlines()[3]
    assert "123.45" in (tmp_path / "SHOWN.txt").read_text()
    assert "123.45" not in (tmp_path / "HIDDEN.txt").read_text()
    with desk.place.store.read() as session:
        [kept] = protected_reads.prints(session)
    assert (kept.number, kept.kind, kept.subject) == (1, "FTI", f"ut.ncp {NCP}")
    assert (kept.reason, kept.made_by, kept.receipt[:5]) == ("INTEREST CHECKED", "UT/31001", "store")
    desk.command("DEST")
    assert [number.strip() for number in desk.column("number")] == ["1"]
    desk.enter(action_0="D")
    assert desk.rules == ["CS-105"]
    desk.enter(action_0="D", how="shredded")
    assert desk.rules == []
    assert desk.column("number") == []
    with desk.place.store.read() as session:
        [kept] = protected_reads.prints(session)
        line = activities(session, "store", action="DE")[0]
    assert (kept.destroyed_by, kept.destroyed_how, kept.version) == ("UT/31001", "shredded", 2)
    assert line.text.endswith("destroyed: shredded.")
    assert verify(desk.place.store) == []
