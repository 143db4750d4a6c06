"""`cstui interface`: files to and from IV-A as the one who sends and takes them meets them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.agencies.louisiana.interfaces.files import benefit, file
from tests.kernel.commandline.conftest import CASE, Run

NOTICED = benefit(CASE, "noticed", date(2026, 2, 20))


def test_a_file_is_taken_in_once_and_what_is_bad_is_kept_until_it_is_settled(
    run: Run, tmp_path: Path
) -> None:
    incoming = tmp_path / "updates.txt"
    incoming.write_bytes(file(NOTICED, "X of no kind"))
    ran = run("interface", "in", str(incoming))
    assert ran.status == 0
    assert "2 records: 1 taken, 1 set aside" in ran.out
    assert "line 3" in ran.out
    assert "IV-A: FITAP" in run("show", "case", CASE).out
    assert "nothing was changed" in run("interface", "in", str(incoming)).out
    listed = run("interface", "aside").out
    assert "is of no known kind: X" in " ".join(listed.split())
    entry = next(line.split()[0] for line in listed.split("\n") if line[:1].isdigit())
    assert run("interface", "aside", "--settle", entry).status == 2
    again = run("interface", "aside", "--again", entry, "--as", "17001")
    assert (again.status, again.err[:6]) == (1, "CS-192")
    assert run("interface", "aside", "--again", "999", "--as", "17001").err.startswith("CS-318")
    assert run("interface", "aside", "--settle", entry, "--why", "x").err.startswith("CS-313")
    settled = ("interface", "aside", "--settle", entry, "--why", "Keyed.", "--as", "17001")
    assert run(*settled).out.endswith("none\n")
    assert run(*settled).err.startswith("CS-318")


@pytest.mark.parametrize(
    ("data", "rule"),
    [(b"nothing of the kind", "CS-317"), (file(NOTICED, count=2), "CS-317"), (None, "CS-311")],
)
def test_a_file_that_is_refused_leaves_the_store_as_it_was(
    run: Run, tmp_path: Path, data: bytes | None, rule: str
) -> None:
    incoming = tmp_path / "updates.txt"
    if data is not None:
        incoming.write_bytes(data)
    before = run("show", "case", CASE, "--json").out
    ran = run("interface", "in", str(incoming))
    assert (ran.status, ran.out, ran.err[:6]) == (1, "", rule)
    assert run("show", "case", CASE, "--json").out == before


def test_the_records_of_a_night_go_out_to_a_file_or_to_standard_output(run: Run, tmp_path: Path) -> None:
    run("do", "record-contact", f"case={CASE}", "how=W", "about=RE", "on=2026-03-02")
    run("do", "report-non-cooperation", f"case={CASE}", "ground=RI", "failed_on=2026-03-02")
    run("nightly")
    out = run("interface", "out").out.split("\n")
    assert out[0].startswith("HLAIN2IP     20260302")
    assert out[1].startswith(f"D00{CASE}")
    assert out[2].rstrip() == f"T{1:08d}{int(CASE):015d}"
    target = tmp_path / "lain.txt"
    ran = run("interface", "out", "--date", "2026-03-02", "--file", str(target))
    assert f"1 record of 03/02/2026, control total {CASE}" in ran.out
    assert target.read_text().split("\n") == out
    assert run("interface", "out", "--file", "/nowhere/x").err.startswith("CS-314")


def test_a_night_writes_its_file_into_the_folder_that_is_set(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    monkeypatch.setenv("CSTUI_INTERFACES", str(folder))
    folder.write_text("no folder")
    ran = run("nightly")
    assert (ran.status, ran.err[:6]) == (1, "CS-316")
    folder.unlink()
    assert run("nightly", "--through", "2026-03-02").status == 0
    assert [path.name for path in folder.iterdir()] == ["lain-2ip-20260302.txt"]
    assert f"{folder}" in " ".join(run("settings", "--json").out.split())
