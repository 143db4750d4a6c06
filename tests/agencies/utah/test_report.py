"""`cstui report cnsm`: the matters of the three phases, as text, CSV and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from cstui.agencies.utah.reports import CnsmOut
from cstui.cli import main
from tests.agencies.utah.conftest import now


def said(capsys: pytest.CaptureFixture[str], store: Path, *words: str) -> str:
    capsys.readouterr()
    status = main(["--store", str(store), "report", "cnsm", *words], clock=now)
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    return out


def test_json_has_every_phase_and_its_documented_shape(practice: Path, capsys: pytest.CaptureFixture[str]):
    out = said(capsys, practice, "--json")
    report = msgspec.json.decode(out, type=CnsmOut)
    assert report.counts == {"pre": 4, "active": 1, "sentenced": 3}
    assert [line["phase"] for line in json.loads(out)["lines"]] == ["pre"] * 4 + ["active"] + [
        "sentenced"
    ] * 3


def test_text_has_three_reports_and_one_of_an_office_says_which_are_empty(
    practice: Path, capsys: pytest.CaptureFixture[str]
):
    whole = said(capsys, practice)
    assert whole.count("CNS MONITORING REPORT, PHASE") == 3
    assert "UT/100005" in whole
    assert "packet not sent" in whole.partition("PHASE 2")[0]
    assert "probation " in whole.partition("PHASE 3")[2]
    red_rock = said(capsys, practice, "--office", "UT/32")
    assert red_rock.count("No matter is in this phase.") == 2
    assert "UT/200001" in red_rock
