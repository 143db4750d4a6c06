"""What Practice State brings to the desk: one screen of its own, and its own drawing of the worklist."""

from __future__ import annotations

from cstui.desk.agency_desk import AgencyDesk, NumberShape
from cstui.desk.commands import screen

DESK = AgencyDesk(
    programs={"PSHH": "practice_state.programs:HouseholdScreen"},
    words=(screen("PSHH", "The household: plan a visit, record its outcome.", "[household]"),),
    opens="PSHH",
    called="HOUSEHOLD",
    party="PERSON",
    subject=NumberShape(shape="a household number", pattern=r"PS/[0-9]{4}", example="PS/0001"),
    worker=NumberShape(shape="a worker number", pattern=r"(PS/)?[0-9]{5}"),
    office=NumberShape(shape="an office", pattern=r"PS/[0-9]{2}"),
    counted=(("visit", "visits"), ("plan", "to plan")),
    in_hand="practice_state.programs:in_hand",
)
