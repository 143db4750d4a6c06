"""A column of a list is keyed without a look: after each letter the cursor stands in the next row."""

from __future__ import annotations

from datetime import timedelta

from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from tests.agencies.louisiana.programs.driver import TODAY, Desk

CASES = ("17000123", "17000124")


def test_outcomes_run_down_the_docket(desk: Desk) -> None:
    """Letters typed one after the other are the outcomes of one line after the other."""
    day = TODAY + timedelta(days=14)
    for hour, case in enumerate(CASES, start=9):
        desk.do(ScheduleAppointment(case=case, purpose="SI", on=day, at=f"{hour:02d}:00"))
    desk.command(f"DOCK {day:%m%d%Y}")
    assert desk.column("case") == list(CASES)
    desk.at("action", 0).buffer.type("K")
    desk.buffer.type("F")
    assert [desk.value("action", row) for row in (0, 1)] == ["K", "F"]
    assert (desk.value("refused", 0), desk.value("refused", 1)) == ("", "")
