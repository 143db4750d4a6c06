"""TIME draws the timeline as a list: done, TODAY, owed and to come, in words and signs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.records import Appointment, Case
from cstui.nightly.timeline import timeline
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import TODAY, Desk
from tests.records import reported


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
    marks, days = desk.column("mark"), desk.column("on")
    today = marks.index("T")
    assert days[today] == "03/02/2026"
    assert days[today - 1] == "03/02/2026"
    assert set(marks[:today]) <= {"*", "|", ""}
    facts = desk.place.performer.facts(DOE)
    assert facts is not None
    moments = timeline(facts, desk.place.rules, TODAY)
    signs = {"done": ("*", "done"), "owed": ("!", "OWED"), "coming": (">", "to come")}
    shown = [
        (on, mark, right.split("  ")[0].strip(), right[10:])
        for on, mark, right in zip(days, marks, desk.column("right"), strict=True)
        if on and mark != "T"
    ]
    assert shown == [(f"{m.on:%m/%d/%Y}", *signs[m.kind], m.cite) for m in moments]
    assert {m.kind for m in moments} == set(signs)
    assert desk.answer.rows[today].style == "intensified"


def test_the_line_is_drawn_to_scale_with_today_on_it(office_store: Store):
    bulk_load(office_store, [missed(date(2026, 2, 10), 1), missed(date(2026, 3, 20), 3, "open")])
    desk = Desk(office_store).command(f"TIME {DOE}")
    line, above, below = (desk.answer.values[name] for name in ("line", "above", "below"))
    today = line.index("T")
    assert set(line[:today]) <= {"-", "+", "<"}
    assert set(line[today + 1 :]) <= {".", "+", ">"}
    assert above.index("*") < today < below.index(">")
    assert "FEB" in desk.value("months")


def test_two_courses_stand_side_by_side_and_nothing_is_written(office_store: Store):
    bulk_load(office_store, [reported(DOE, date(2026, 2, 20))])
    desk = Desk(office_store).command(f"TIME {DOE}")
    before = desk.written()
    desk.type("comes", "T+5").key("enter")
    assert desk.value("head_right") == "B  IF OFS 53 ON 03/07/2026"
    left, right = " ".join(desk.column("text")), " ".join(desk.column("right"))
    while desk.answer.more_below:
        desk.key("pf8")
        left, right = left + " ".join(desk.column("text")), right + " ".join(desk.column("right"))
    assert "benefits end" in left
    assert "benefits end" not in right
    assert "Cooperation entered" in right
    assert "Cooperation entered" not in left
    assert desk.written() == before
    assert desk.type("comes", "").key("enter").value("head_left") == "WHAT"


@pytest.mark.parametrize(
    ("typed", "rule"), [("T-1", "CS-176"), ("T+400", "CS-176"), ("XX", "CS-102"), ("0230", "CS-103")]
)
def test_a_day_that_the_forecast_does_not_reach(office_store: Store, typed: str, rule: str):
    desk = Desk(office_store).command(f"TIME {DOE}").type("comes", typed).key("enter")
    assert (desk.rules, desk.value("comes")) == ([rule], typed)


def test_a_long_timeline_opens_around_today_and_pages(office_store: Store):
    past = [missed(TODAY - timedelta(60 - n), n) for n in range(1, 31)]
    bulk_load(office_store, past)
    desk = Desk(office_store).command(f"TIME {DOE}")
    assert "T" in desk.column("mark")
    assert desk.answer.more_above
    seen = desk.column("text")
    while desk.answer.more_above:
        seen += desk.key("pf7").column("text")
    assert "Case opened" in seen
    for _ in range(6):
        desk.key("pf8")
    assert desk.answer.message == "This is the last page."
    assert desk.buffer.list_values


def test_a_text_that_is_too_long_goes_on_below(office_store: Store):
    bulk_load(office_store, [reported(DOE, date(2026, 2, 20), reported_on=None)])
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
    assert (desk.value("status"), "T" in desk.column("mark")) == ("CLOSED", True)
    desk.do(AddNote(case=ROE, text="x"))
    assert desk.command(f"TIME {POE}").answer.case == POE
    assert desk.answer.guide
    assert desk.command("TIME 99999999").rules == ["CS-101"]
