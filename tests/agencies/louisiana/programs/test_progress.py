"""Long work says how far it has come, and stops between two items with nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.desk.painter import Painter
from cstui.nightly.run import run_nights
from cstui.policy.rulebook import load_rulebook
from cstui.progress import Cancelled, Progress
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk

CASE = "17000123"


def ticking(seconds: float = 1) -> Callable[[], datetime]:
    """A clock that goes on so many seconds at each reading."""
    at = [MOMENT]

    def clock() -> datetime:
        at[0] += timedelta(seconds=seconds)
        return at[0]

    return clock


def stopping_after(count: int) -> Progress:
    """Progress that is asked to stop at the step of that number."""
    seen: list[int] = []

    def tell(progress: Progress) -> None:
        seen.append(progress.done)
        if len(seen) == count:
            progress.cancel()

    return Progress(ticking(), tell)


def test_a_bar_with_count_and_time_left():
    """Ten of forty in ten seconds: thirty are left, and half a minute."""
    at = [MOMENT]
    progress = Progress(lambda: at[0])
    assert progress.text() == ""
    progress.begin("Acts", 40, "lines")
    progress.step(10)
    at[0] += timedelta(seconds=10)
    assert progress.text() == "Acts [#####...............] 10 of 40 lines, 0:30 left"


def test_without_a_total_only_the_count():
    progress = Progress(ticking())
    progress.begin("LEM4145R1")
    progress.step(1200)
    assert progress.text() == "LEM4145R1: 1,200 cases"


def test_an_order_to_stop_raises_at_the_next_step_and_is_forgotten_when_idle():
    progress = Progress(ticking())
    progress.begin("Acts", 3)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.step()
    progress.idle()
    progress.begin("Acts", 3)
    progress.step()


@pytest.mark.parametrize("after", [1, 2, 3])
def test_several_acts_stopped_in_the_middle_leave_the_store_as_before(desk: Desk, after: int):
    """Whichever act the order meets, nothing of any is written."""
    before = desk.written()
    desk.place.performer.progress = stopping_after(after)
    desk.place.performer.progress.begin("Acts", 3)
    acts = [AddNote(case=CASE, text=f"note {number}") for number in range(3)]
    with pytest.raises(Cancelled):
        desk.place.performer.perform_all(acts, actor="17001", on=TODAY)
    assert desk.written() == before


def test_pa1_while_the_desk_works_says_that_nothing_was_written(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """The order comes from another thread in the middle; the screen keeps what was typed."""
    performer = desk.place.performer
    real = type(performer)._perform_one

    def meanwhile(*args, **kwargs):
        desk.session.cancel()
        return real(performer, *args, **kwargs)

    desk.command(f"PERS {CASE}").type("employer", "ELSEWHERE").type("line1", "5 NEW RD")
    before = desk.written()
    monkeypatch.setattr(performer, "_perform_one", meanwhile)
    desk.key("enter")
    assert (desk.screen, desk.rules, desk.value("employer")) == ("PERS", ["CS-508"], "ELSEWHERE")
    assert desk.written() == before
    monkeypatch.undo()
    assert desk.key("enter").rules == []


def test_night_runs_tonight_and_through_a_day(desk: Desk):
    """The business date moves; WORK in hand is painted as it is then."""
    desk.command("NIGHT")
    assert (desk.screen, desk.rules) == ("WORK", ["CS-514"])
    assert desk.session.status().business_date == "03/03/2026"
    desk.command("NIGHT T+4")
    assert desk.answer.findings[0].message.startswith("5 nights run")
    assert desk.session.status().business_date == "03/08/2026"


@pytest.mark.parametrize(
    ("line", "rule"), [("NIGHT 03012026", "CS-511"), ("NIGHT XX", "CS-102"), ("NIGHT T+900", "CS-513")]
)
def test_a_day_that_night_cannot_take(desk: Desk, line: str, rule: str):
    assert desk.command(line).rules == [rule]
    assert desk.session.status().business_date == "03/02/2026"


def test_more_than_a_month_of_nights_is_asked_for_twice(desk: Desk):
    """One that mistypes the day loses nothing: the same line again runs them, another is asked anew."""
    assert desk.command("NIGHT T+40").rules == ["CS-515"]
    said = Painter(desk.buffer).text(desk.buffer.layout.message)
    assert "CS-515 41 nights, through 04/11/2026: enter it again to run them." in said
    assert desk.command("NIGHT T+50").rules == ["CS-515"]
    assert desk.session.status().business_date == "03/02/2026"
    desk.key("pf1").key("pf12")
    assert desk.command("NIGHT T+50").rules == ["CS-514"]
    assert desk.session.status().business_date == "04/22/2026"
    assert desk.command("NIGHT T+50").rules == ["CS-515"]


def test_a_live_store_runs_no_nights_here(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    import msgspec

    live = msgspec.structs.replace(desk.place.info(), kind="live")
    monkeypatch.setattr(desk.place, "info", lambda: live)
    assert desk.command("NIGHT").rules == ["CS-510"]


def test_nights_stopped_in_the_middle_keep_the_whole_ones_only(desk: Desk):
    """The night in which the order came is undone; the next call goes on there and ends the same."""
    rules, last = load_rulebook(), TODAY + timedelta(days=20)
    with desk.store.clone_memory() as whole, desk.store.clone_memory() as cut:
        run_nights(whole, rules, lambda: MOMENT, through=last)
        with pytest.raises(Cancelled):
            run_nights(cut, rules, lambda: MOMENT, through=last, progress=stopping_after(12))
        half = cut.info().business_date
        assert TODAY < half <= last
        run_nights(cut, rules, lambda: MOMENT, through=last)
        assert cut.info().business_date == whole.info().business_date


def test_the_desk_says_that_the_nights_were_stopped(desk: Desk):
    progress = stopping_after(6)
    here = desk.session._at_desk.desk.progress
    here._tell = progress._tell
    desk.command("NIGHT T+30")
    assert desk.rules == ["CS-512"]
    assert "03/02/2026" < desk.session.status().business_date < "04/01/2026"
