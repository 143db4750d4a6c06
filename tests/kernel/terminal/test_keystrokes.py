"""What the flows cost in keys at a real desk, as `docs/bench.md` says."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.reads import docket
from cstui.agencies.louisiana.records import Appointment
from cstui.content import root
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.facts import read_facts
from cstui.store.writing import bulk_load
from tests.kernel.terminal.conftest import START
from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

WORKER = "17001"
REPORTED, AGREED, PENDED = "17000204", "17000241", "17000211"
ROW = re.compile(r"\| (report|OFS 53|pend|twenty outcomes)\b[^|]*\| (\d+) \|")


def documented() -> dict[str, int]:
    """The keys of each flow in the table of docs/bench.md."""
    text = (root() / "docs/bench.md").read_text(encoding="utf-8")
    return {flow: int(keys) for flow, keys in ROW.findall(text)}


def facts_of(path: Path, case: str) -> Facts:
    with open_store(path) as store, store.read() as session:
        found = read_facts(session, Facts, case)
    assert found is not None
    return found


def test_report_non_cooperation_from_work(practice: Path) -> None:
    """Down to the case's line, Enter for CAS2 filled in by the guide, Enter for the question, Enter."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker, REPORTED)
        before = worker.strokes
        worker.type("enter")
        worker.wait("CASE SCREEN 2", REPORTED, "NON COOP  MA", "Filled in by the guide: NON COOP, DT")
        worker.type("enter")
        worker.wait("Report MA, DT", "to IV-A? Enter does it, F12 drops.")
        worker.type("enter")
        worker.wait("LAIN 2IP goes to IV-A tonight")
        keys = worker.strokes - before
    assert case_position.noncooperation(facts_of(practice, REPORTED).file) is not None
    assert keys == documented()["report"]


def test_ofs_53_over_three_cases(practice: Path) -> None:
    """The screen by its word, today's date, Y on three lines, F6."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker, REPORTED)
        before = worker.strokes
        worker.type("home", f"OFS3 {AGREED}", "enter")
        worker.wait("OFS 53: AGREEMENT", "26000309")
        worker.type("t", "tab", "tab", "y", "y", "y", "f6")
        worker.wait("OFS 53 completed")
        keys = worker.strokes - before
    facts = facts_of(practice, AGREED)
    assert facts.agreements[-1].completed_on is not None
    assert [file.case.number for file in facts.files if case_position.open_request(file)] == ["26000309"]
    assert keys == documented()["OFS 53"]


def test_pend_from_the_report(practice: Path) -> None:
    """LEM4 by its word, P on the line, Enter for the preview, Enter."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker, REPORTED)
        before = worker.strokes
        worker.type("home", f"LEM4 {PENDED}", "enter")
        worker.wait("LEM4145R1", PENDED)
        worker.type("p", "enter")
        worker.wait("Would pend")
        worker.type("enter")
        worker.wait("LEM4145R1", gone="Would pend")
        keys = worker.strokes - before
    assert case_position.pend(facts_of(practice, PENDED).file) is not None
    assert keys == documented()["pend"]


def on_the_docket(case: str, at: int) -> Appointment:
    """A further appointment of the case on the first day."""
    time = f"{8 + at // 3:02}:{at % 3 * 20 + 5:02}"
    return Appointment(
        case=case, seq=90, purpose="SI", on=START, at=time, worker=WORKER, made_on=START - timedelta(days=20)
    )


def test_twenty_outcomes_on_dock(practice: Path) -> None:
    """DOCK by its word, a letter each down two pages, F8 between them, one Enter."""
    with open_store(practice) as store:
        with store.read() as session:
            steps = reads.worklist(session, WORKER, START, limit=60, most=9)
            cases = [step.key for step in steps if step.status == "active"][:20]
            listed = len(docket(session, WORKER, START))
        bulk_load(store, [on_the_docket(case, at) for at, case in enumerate(cases[listed:])])
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker, REPORTED)
        before = worker.strokes
        worker.type("home", "DOCK", "enter")
        worker.wait("20 open of 20")
        worker.type(*"K" * 17, "f8")
        worker.wait("More: -")
        worker.type(*"K" * 3, "enter")
        worker.wait("20 recorded")
        keys = worker.strokes - before
    assert keys == documented()["twenty outcomes"]


def test_a_burst_never_takes_an_act_back(practice: Path) -> None:
    """UNDO and Enter twice at once only asks; Enter after the pause does it."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker, REPORTED)
        worker.type("home", f"CALO {AGREED}", "enter")
        worker.wait("ACTIVITY LOG", AGREED)
        worker.type("f6")
        worker.wait("NEW NOTE")
        worker.type("Rang twice", "enter")
        worker.wait("UNDO takes it back")
        worker.type("home", "UNDO", "enter", "enter", "enter")
        worker.wait(f'Take back "note" of case {AGREED}? Enter does it, F12 drops.')
        with open_store(practice) as store, store.read() as session:
            assert "Rang twice" in reads.activities(session, f"case {AGREED}")[0].text
        worker.type("enter")
        worker.wait("One step taken back: note.")
