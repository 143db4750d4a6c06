"""The federal annual report, form OCSE-157: counted from the common IV-D vocabulary of a state's cases."""

from __future__ import annotations

from cstui.agency import Manifest

_HERE = "cstui.agencies.federal"

AGENCY = Manifest(
    name="federal",
    title="Federal report: OCSE-157",
    document="Instructions for completing form OCSE-157",
    package=_HERE,
    rank=4,
    prefix="FED/",
    zone="America/New_York",
    holidays=("US", "DC"),
    state="DC",
    tables=f"{_HERE}.tables",
    facts=f"{_HERE}.policy.facts:ProgramFacts",
    acts=tuple(f"{_HERE}.acts.{name}" for name in ("reports", "figures", "samples", "notes")),
    guide=f"{_HERE}.policy.guide:GUIDE",
    history=f"{_HERE}.policy.history:history",
    ahead=f"{_HERE}.policy.history:ahead",
    invariants=f"{_HERE}.policy.invariants:INVARIANTS",
    givens=f"{_HERE}.givens:GIVENS",
    desk=f"{_HERE}.desk:DESK",
    teaching=f"{_HERE}.teaching:TEACHING",
    reports={
        "o157": f"{_HERE}.reports.form_report:O157",
        "o157-trail": f"{_HERE}.reports.trail:O157_TRAIL",
        "o157-cells": f"{_HERE}.reports.cell_files:O157_CELLS",
        "ocse157": f"{_HERE}.reports.cell_files:OCSE157",
    },
)
