"""What the scenarios of Practice State can give beside offices, workers and persons: households."""

from __future__ import annotations

from cstui.scenario.sections import Givens, Section
from practice_state.records import Household

GIVENS = Givens(
    sections=(Section(name="household", record=Household, begins="opened"),),
    office=("PS/17", "FOOTHILLS"),
)
