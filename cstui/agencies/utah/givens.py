"""What Utah's scenarios and practice files give beside persons: NCPs with their cases."""

from __future__ import annotations

from typing import Literal

from cstui.agencies.utah.records import Case, Ncp
from cstui.scenario.sections import Givens, Section

GIVENS = Givens(
    sections=(
        Section(
            name="ncp",
            record=Ncp,
            nested=(
                Section(
                    name="case",
                    record=Case,
                    types={"team": Literal["CSS", "CIC", "CNS"], "rests_on": Literal["", "S", "J", "D", "P"]},
                    left_out=("transferred_on", "notified_on", "modified_on", "coordinated_on"),
                ),
            ),
            begins="opened",
        ),
    ),
    office=("UT/31", "WASATCH CNS"),
    actions="ut_action",
    guide_rules=frozenset({"UT-REF-28", "UT-CRT-12"}),
)
