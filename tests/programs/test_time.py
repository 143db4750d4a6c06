"""TIME draws the timeline as a list: done, TODAY, owed and to come, in words and signs."""

from __future__ import annotations

from datetime import date, timedelta

from cstui.acts.contacts import AddNote
from cstui.policy.records import Appointment, Case, Cooperation
from cstui.policy.timeline import timeline
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.programs.conftest import DOE, POE, ROE
from tests.programs.driver import TODAY, Desk


def missed(day: date, seq: int, status: str = "failed") -> Appointment:
    return Appointment(
        case=DOE,
        seq=seq,
        purpose="SI",
        on=day,
        at="09:00",
        worker="17001",
        made_on=date(2026, 1, 5),
        status=status,
    )


def test_what_was_lies_above_today_and_what_comes_below(office_store: Store):
    bulk_load(
        office_store,
        [missed(date(2026, 2, 10), 1), missed(TODAY, 2), missed(date(2026, 3, 20), 3, "open")],
    )
    desk = Desk(office_store).command(f"TIME {DOE}")
    kinds = desk.column("kind")
    today = kinds.index("TODAY")
    assert set(kinds[:today]) == {"done"}
    assert desk.column("on")[today] == "03/02/2026"
    assert desk.column("on")[today - 1] == "03/02/2026"
    lines = list(zip(desk.column("mark"), kinds, desk.column("on"), strict=True))
    assert (">", "to come", "03/20/2026") in lines[today + 1 :]
    assert {(mark, kind) for mark, kind, on in lines if on} == {
        ("*", "done"),
        ("-", "TODAY"),
        ("!", "OWED"),
        (">", "to come"),
    }
    facts = desk.place.performer.facts(DOE)
    assert facts is not None
    moments = timeline(facts, desk.place.rules, TODAY)
    shown = [(on, cite) for on, cite in zip(desk.column("on"), desk.column("cite"), strict=True) if on]
    assert shown[:today] + shown[today + 1 :] == [(f"{m.on:%m/%d/%Y}", m.cite) for m in moments]
    assert desk.answer.rows[today].style == "intensified"


def test_a_long_timeline_opens_around_today_and_pages(office_store: Store):
    past = [missed(TODAY - timedelta(60 - n), n) for n in range(1, 31)]
    bulk_load(office_store, past)
    desk = Desk(office_store).command(f"TIME {DOE}")
    assert "TODAY" in desk.column("kind")
    assert desk.answer.more_above
    seen = desk.column("text")
    while desk.answer.more_above:
        seen += desk.key("pf7").column("text")
    assert "Case opened" in seen
    for _ in range(6):
        desk.key("pf8")
    assert not desk.answer.more_below
    assert desk.answer.rows


def test_a_text_that_is_too_long_goes_on_below(office_store: Store):
    day = date(2026, 2, 20)
    bulk_load(
        office_store,
        [
            Cooperation(
                case=DOE, seq=1, kind="reported", ground="MA", failed_on=day, entered_on=day, worker="17001"
            )
        ],
    )
    desk = Desk(office_store).command(f"TIME {DOE}")
    rows = desk.answer.rows
    below = [at for at, row in enumerate(rows) if "mark" not in row.values]
    assert below
    assert all(rows[at - 1].values["text"] for at in below)
    assert not any("…" in desk.value("text", row) for row in range(len(desk.answer.rows)))


def test_the_screen_of_a_case_open_or_closed(office_store: Store):
    closed = Case(
        number="17000999", office="17", worker="17001", cp=1, opened=date(2025, 1, 1),
        closed=date(2026, 1, 1), status="closed",
    )  # fmt: skip
    bulk_load(office_store, [closed])
    desk = Desk(office_store).command("TIME 17000999")
    assert (desk.value("status"), "TODAY" in desk.column("kind")) == ("CLOSED", True)
    desk.do(AddNote(case=ROE, text="x"))
    assert desk.command(f"TIME {POE}").answer.case == POE
    assert desk.answer.guide
    assert desk.command("TIME 99999999").rules == ["CS-101"]
