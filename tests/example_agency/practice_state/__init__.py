"""Practice State: an invented agency that visits households. It shows what an agency has to bring."""

from __future__ import annotations

from pathlib import Path

from cstui.agency import Manifest

AGENCY = Manifest(
    name="practice_state",
    title="Practice State: visits to households",
    document="PS-1",
    package="practice_state",
    prefix="PS/",
    zone="America/Denver",
    holidays=("US", "CO"),
    state="CO",
    root=Path(__file__).parent,
    migrations="practice_state.migrations",
    schema=2,
    tables="practice_state.tables",
    facts="practice_state.facts:HouseholdFacts",
    acts=("practice_state.acts",),
    note="practice_state.acts:PsAddNote",
    guide="practice_state.guide:GUIDE",
    history="practice_state.guide:history",
    jobs="practice_state.jobs:JOBS",
    roles="practice_state.reads:roles",
    givens="practice_state.givens:GIVENS",
    reports={"visits": "practice_state.report:VISITS"},
    desk="practice_state.desk:DESK",
)
