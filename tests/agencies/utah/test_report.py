"""`cstui report cnsm`: the matters of the three phases, as text, CSV and JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cstui.agencies.utah.reports import CnsmOut
from cstui.cli import main


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice store of Utah."""
    path = tmp_path_factory.mktemp("utah") / "utah.db"
    assert main(["--store", str(path), "store", "create", "--agency", "utah"], clock=_now) == 0
    return path


def _now() -> datetime:
    return datetime(2026, 3, 2, 17, tzinfo=UTC)


def said(capsys: pytest.CaptureFixture[str], store: Path, *words: str) -> str:
    capsys.readouterr()
    status = main(["--store", str(store), "report", "cnsm", *words], clock=_now)
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
    red_rock = said(capsys, practice, "--office", "UT/32")
    assert red_rock.count("No matter is in this phase.") == 2
    assert "UT/200001" in red_rock
