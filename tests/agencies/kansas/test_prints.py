"""The Memorandum form, for a case that CADS marks as not cooperating; the print is logged."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.cli import main
from cstui.commandline.shapes.reporting import PrintOut
from tests.agencies.kansas.night import clock, store_with

MARKED, COOPERATING = "0000000001", "0000000003"


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """What a command on a store says; one consumer of the store does not cooperate, one does again."""
    path = tmp_path / "kansas.db"
    store_with(path, 3).close()

    def run(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main(["--store", str(path), *words], clock=clock)
        found = capsys.readouterr()
        return status, found.out + found.err

    return run


def test_the_memorandum_says_who_why_and_where_it_is_imaged(printed) -> None:
    status, text = printed("print", "memorandum", MARKED)
    assert status == 0
    for said in (
        "DCF Service Center, office KS/80",
        "0000000001  PRACTICE-ROE, ANN",
        "since 08/20/2018, keyed 08/20/2018",
        "TANF, Child Care, Food Assistance",
        "Case - No Task",
    ):
        assert said in text
    _, log = printed("show", MARKED)
    assert "Memorandum on case 0000500001 printed" in log


def test_as_json_it_says_what_was_printed(printed) -> None:
    status, text = printed("print", "memorandum", MARKED, "--json")
    assert status == 0
    assert "DCF Service Center" in (msgspec.json.decode(text, type=PrintOut).text or "")


def test_without_a_mark_there_is_no_memorandum(printed) -> None:
    for words in ((COOPERATING,), (MARKED, "--case", "0000500003")):
        status, text = printed("print", "memorandum", *words)
        assert status != 0
        assert "KS-REF-14" in text or "KS-CADS-01" in text
