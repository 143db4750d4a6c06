"""`cstui print worksheet`: federal tax information only where it is asked for, labeled and logged."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.cli import main
from cstui.commandline.shapes.reporting import PrintOut
from tests.agencies.utah.conftest import now

INTERCEPTED, PLAIN = "UT/200002", "UT/100001"


def printed(capsys: pytest.CaptureFixture[str], store: Path, *words: str) -> tuple[int, str, str]:
    """The status of the command, and what it said on both streams."""
    capsys.readouterr()
    status = main(["--store", str(store), "print", "worksheet", *words], clock=now)
    return (status, *capsys.readouterr())


def test_nothing_printed_gives_the_intercept_away(practice: Path, capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, practice, INTERCEPTED)
    assert (status, err) == (0, "")
    assert "1,234.56" not in out
    months = [line.split() for line in out.splitlines() if "/20" in line and line.count("FTI") > 0]
    assert months[0][2:4] == ["FTI", "FTI"]
    assert len(months) > 1
    assert all(month[2:] == ["0.00", "FTI", "FTI"] for month in months[1:])
    assert "FTI" in next(line for line in out.splitlines() if "PRINCIPAL" in line)


def test_with_fti_the_print_has_its_label_on_the_page_and_is_logged(
    practice: Path, capsys: pytest.CaptureFixture[str]
):
    status, out, err = printed(capsys, practice, INTERCEPTED, "--fti", "--json")
    assert (status, err) == (0, "")
    made = msgspec.json.decode(out, type=PrintOut)
    assert made.logged == 1
    assert made.text is not None
    assert "1,234.56" in made.text
    head = made.text.strip().splitlines()
    assert "WORKSHEET, FEDERAL TAX INFORMATION" in head[2]


def test_fti_of_an_ncp_who_has_none_is_refused(practice: Path, capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, practice, PLAIN, "--fti")
    assert (status, out) == (1, "")
    assert err.startswith("UT-INT-04")


def test_a_pdf_of_the_worksheet_is_written(
    practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "worksheet.pdf"
    status, _, err = printed(capsys, practice, PLAIN, "--pdf", "--out", str(target))
    assert (status, err) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-")
