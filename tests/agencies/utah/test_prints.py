"""`cstui print`: forms of pre-filing; the worksheet, with federal tax information only if it is asked for."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.cli import main
from cstui.commandline.shapes.reporting import PrintOut
from tests.agencies.utah.conftest import now

INTERCEPTED, PLAIN = "UT/200002", "UT/100001"


def printed(
    capsys: pytest.CaptureFixture[str], store: Path, *words: str, what: str = "worksheet"
) -> tuple[int, str, str]:
    """The status of the command, and what it said on both streams."""
    capsys.readouterr()
    status = main(["--store", str(store), "print", what, *words], clock=now)
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
    status, out, err = printed(capsys, practice, INTERCEPTED, "--fti", "--why", "packet", "--json")
    assert (status, err) == (0, "")
    made = msgspec.json.decode(out, type=PrintOut)
    assert made.logged == 1
    assert made.text is not None
    assert "1,234.56" in made.text
    head = made.text.strip().splitlines()
    assert "WORKSHEET, FEDERAL TAX INFORMATION" in head[2]


def test_a_print_with_fti_is_kept_until_its_destruction_is_recorded(
    practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "worksheet.txt"
    status, out, err = printed(capsys, practice, INTERCEPTED, "--fti", "--out", str(target))
    assert (status, out, target.exists()) == (1, "", False)
    assert err.startswith("CS-338")
    assert "WHY" in err
    printed(capsys, practice, INTERCEPTED, "--fti", "--why", "packet", "--out", str(target))
    assert target.exists()
    store = ("--store", str(practice))

    def ran(*words: str) -> tuple[int, str]:
        return main([*words, *store], clock=now), capsys.readouterr().out

    _, listed = ran("protected", "list")
    assert "worksheet.txt: packet" in " ".join(listed.split())
    number = [line.split()[0] for line in listed.splitlines() if "FTI" in line][-1]
    gone = ("protected", "destroy", number, "--how", "file erased", "--as", "UT/31001")
    assert ran(*gone)[0] == 0
    assert "worksheet.txt" not in ran("protected", "list")[1]
    assert "file erased" in ran("protected", "list", "--all")[1]
    assert ran(*gone)[0] == 1
    assert ran("protected", "destroy", "77", "--how", "x", "--as", "UT/31001", "--json")[0] == 1


def test_fti_of_an_ncp_who_has_none_is_refused(practice: Path, capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, practice, PLAIN, "--fti", "--why", "packet")
    assert (status, out) == (1, "")
    assert err.startswith("UT-INT-04")


def test_a_pdf_of_the_worksheet_is_written(
    practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "worksheet.pdf"
    status, _, err = printed(capsys, practice, PLAIN, "--pdf", "--out", str(target))
    assert (status, err) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-")


SAYS = {
    ("UT/200001", "NOTICE"): ["Return by", "I waive interest that exceeds", "3% or 5.5%"],
    ("UT/200001", "QUESTIONNAIRE"): ["Custodial parent    TOM PRACTICE TANAGER", "INVENTED STREET"],
    ("UT/200001", "AFFIDAVIT"): ["Subscribed and sworn to before me", "Notary public"],
    ("UT/200001", "DETERMINATION"): ["Answer by", "do not cooperate"],
    ("UT/200001", "CLOSURE"): ["not before 03/04/2026"],
    ("UT/100004", "REFERRAL"): [
        "REFERRAL CRITERIA",
        "Principal    14,400.50",
        "[X]  civil: civil means tried",
    ],
    ("UT/100004", "PACKET"): ["[X]  interest worksheet, 02/08/2026", "C00000031: statement, questionnaire"],
}
"""What each form says of an NCP of the practice store."""


@pytest.mark.parametrize(("ncp", "name"), SAYS)
def test_each_form_is_printed_with_what_the_records_say(
    practice: Path, capsys: pytest.CaptureFixture[str], ncp: str, name: str
):
    status, out, err = printed(capsys, practice, ncp, name, what="cnsf")
    assert (status, err) == (0, "")
    for said in SAYS[ncp, name]:
        assert said in out
    assert f"{name} (1)   NCP {ncp}" in out
    assert "WASATCH" in out or "RED ROCK" in out
    assert main(["--store", str(practice), "show", ncp], clock=now) == 0
    assert f"Form {name}-1 of" in capsys.readouterr().out


def test_a_referral_with_a_tax_intercept_keeps_its_amounts_back(
    practice: Path, capsys: pytest.CaptureFixture[str]
):
    status, out, _ = printed(capsys, practice, INTERCEPTED, "REFERRAL", what="cnsf")
    assert status == 0
    assert "Principal    FTI" in out
    assert "safeguard the worksheet" in out


def test_a_form_as_json_says_that_it_was_logged(practice: Path, capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, practice, "UT/100003", "NOTICE-2", "--json", what="cnsf")
    assert (status, err) == (0, "")
    made = msgspec.json.decode(out, type=PrintOut)
    assert (made.what, made.logged) == ("Form NOTICE-2 of NCP UT/100003", 1)


def test_a_form_that_was_not_made_is_refused(practice: Path, capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, practice, PLAIN, "CLOSURE-7", what="cnsf")
    assert (status, out) == (1, "")
    assert err.startswith("UT-REF-29")


def test_a_form_as_pdf_has_a_name_that_is_one_file(
    practice: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    status, _, err = printed(capsys, practice, "UT/200001", "CLOSURE", "--pdf", what="cnsf")
    assert (status, err) == (0, "")
    [made] = tmp_path.rglob("UT-200001-CLOSURE-1.pdf")
    assert made.read_bytes().startswith(b"%PDF-")
