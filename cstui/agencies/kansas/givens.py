"""What Kansas's scenarios and practice files give beside persons: consumers, with both sides of them."""

from __future__ import annotations

from typing import Literal

from cstui.agencies.kansas.records import (
    Ap,
    Application,
    CadsMark,
    Case,
    Consumer,
    Household,
    NonCompliance,
    NoncustodialParent,
    ProgramSpell,
)
from cstui.scenario.sections import Givens, Section

_CASE = Section(
    name="case",
    record=Case,
    computed={"function_on": lambda values: values["opened"]},
    left_out=("closed_on", "letter_on", "closing_reason"),
)
_MARK = Section(
    name="mark",
    record=CadsMark,
    types={"code": Literal["N", "C"]},
    computed={"created_on": lambda values: values["on"]},
    left_out=("ended_on",),
)
_RECORD = Section(
    name="record",
    record=NonCompliance,
    types={
        "program": Literal["TANF", "CC", "FA"],
        "type": Literal["CS", "NC"],
        "reason": Literal["1", "2", "3", "4", "FA", "NC"],
    },
    defaults={"made_by": "KEES"},
    computed={"created_on": lambda values: values["begins"]},
    left_out=("alert", "edited_on", "removed_on"),
)

GIVENS = Givens(
    sections=(
        Section(
            name="consumer",
            record=Consumer,
            nested=(
                _CASE,
                Section(name="ap", record=Ap),
                _MARK,
                Section(name="program", record=ProgramSpell, types={"program": Literal["TANF", "CC", "FA"]}),
                Section(name="application", record=Application),
                _RECORD,
                Section(name="household", record=Household),
                Section(name="ncp", record=NoncustodialParent, left_out=("referred_on", "removed_on")),
            ),
            begins="opened",
        ),
    ),
    office=("KS/51", "PRAIRIE CSS"),
    actions="ks_action",
    guide_rules=frozenset({"KS-IF-03"}),
)
