"""What the federal scenarios and practice files give: programs, with the reports that they had before."""

from __future__ import annotations

from cstui.agencies.federal.records import Report, StateProgram
from cstui.scenario.sections import Givens, Section

GIVENS = Givens(
    sections=(
        Section(
            name="program",
            record=StateProgram,
            nested=(Section(name="report", record=Report),),
            begins="opened",
        ),
    ),
    office=("FED/00", "OCSE CENTRAL (PRACTICE)"),
    guide_rules=frozenset({"FED-DUE-02", "FED-DUE-03", "FED-SGN-01", "FED-SGN-02", "FED-RPT-01"}),
)
