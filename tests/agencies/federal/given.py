"""Records of the federal report for tests: an office, a program with everything on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.federal.records import Entered, QuickCase, Report, Sample, SampleCase, StateProgram
from cstui.policy.records import Agency, Office, Record, Worker

DAY, LATER = date(2003, 10, 20), date(2003, 10, 29)
PROGRAM, ANALYST, DIRECTOR = "FED/LA", "FED/00001", "FED/00010"
AGENCY = Agency(name="federal", title="Federal report")


def offices() -> Iterator[Record]:
    """The federal office with an analyst and a supervisor."""
    yield Office(code="FED/00", name="CENTRAL", agency="federal")
    yield Worker(number=ANALYST, name="PRACTICE, ANALYST", office="FED/00")
    yield Worker(number=DIRECTOR, name="PRACTICE, DIRECTOR", office="FED/00", role="supervisor")


def program() -> StateProgram:
    """Louisiana's program, on record since 2000."""
    return StateProgram(
        number=PROGRAM,
        reports_on="louisiana",
        state="LA",
        office="FED/00",
        worker=ANALYST,
        opened=date(2000, 1, 1),
    )


def everything_on_a_program() -> Iterator[Record]:
    """A program with a record of every kind, all optional fields filled in."""
    own = {"program": PROGRAM, "seq": 1}
    yield program()
    yield Report(
        **own,
        fiscal_year=2003,
        edition="1999",
        status="submitted",
        choices={"fed_pep": "ivd"},
        grounds=["RI"],
        lacking=["stage"],
        begun_on=DAY,
        counted_on=DAY,
        cases=10**6,
        children=2,
        figures={"1 b": 5, "24 b": 10**12},
        digest="0" * 64,
        director="D. PRACTICE",
        signed_on=LATER,
        signed_by=DIRECTOR,
        submitted_on=LATER,
        revises=1,
        why="mended",
    )
    yield Entered(
        **own,
        fiscal_year=2003,
        line="30",
        value=10**12,
        full_time=3,
        hours=1_040,
        entered_on=DAY,
        entered_by=ANALYST,
        standing=False,
    )
    yield QuickCase(**own, number="TX-1", other="TX", kind="collection", on=DAY, cents=10**12, entered_on=DAY)
    yield Sample(**own, report=1, line="1", population=9, size=1, seed=7, drawn_on=DAY)
    yield SampleCase(**own, sample=1, unit="C", key="17000001", agrees="N", note="closed", answered_on=LATER)
