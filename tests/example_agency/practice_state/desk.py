"""What Practice State brings to the desk: two screens, their words, and the shapes of its numbers."""

from __future__ import annotations

from cstui.desk.agency_desk import AgencyDesk, NumberShape
from cstui.desk.commands import screen

DESK = AgencyDesk(
    programs={
        "PSHH": "practice_state.programs:HouseholdScreen",
        "PSVS": "practice_state.programs:VisitsScreen",
    },
    words=(
        screen("PSHH", "The household: plan a visit, record its outcome.", "[household]"),
        screen("PSVS", "Your planned visits, the next one first.", "", ("VISITS",)),
    ),
    opens="PSHH",
    called="HOUSEHOLD",
    party="PERSON",
    subject=NumberShape(shape="a household number", pattern=r"PS/[0-9]{4}", example="PS/0001"),
    worker=NumberShape(shape="a worker number", pattern=r"(PS/)?[0-9]{5}", example="PS/17001"),
    office=NumberShape(shape="an office", pattern=r"PS/[0-9]{2}", example="PS/17"),
    counted=(("visit", "planned"), ("plan", "to plan")),
    in_hand="practice_state.programs:in_hand",
)
