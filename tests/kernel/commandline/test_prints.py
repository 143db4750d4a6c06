"""`cstui print`: paper as text or PDF, what is hidden stays hidden, and every print stands in the log."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.agencies.louisiana.records import Cooperation, Form
from cstui.commandline import prints
from cstui.commandline.shapes.reporting import PrintOut
from cstui.store import reads, writing
from cstui.store.engine import open_store
from tests.kernel.commandline.conftest import CASE, HIDDEN_CASE, SECRET_PHONE, SECRET_STREET, START, Run


def log(path: Path, case: str = CASE) -> list[str]:
    with open_store(path) as opened, opened.read() as session:
        rows = reads.activities(session, f"case {case}" if case != "store" else case, action="PR")
    return [f"{row.actor}: {row.text}" for row in rows]


def test_a_form_as_text_goes_to_standard_output_and_into_the_log(run: Run, path: Path) -> None:
    ran = run("print", "form", CASE, "1")
    assert ran.status == 0
    for said in ("Dear JANE DOE:", "1 OPEN ROAD", "03/10/2026 at 09:00", "Page 1 of 1"):
        assert said in ran.out
    assert log(path) == ["17001: APPT 1 of 03/02/2026 printed: to standard output."]


def test_a_form_as_pdf_goes_into_the_folder_of_forms(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "forms"
    monkeypatch.setattr(prints, "forms_folder", lambda: folder)
    ran = run("print", "form", CASE, "1", "--pdf", "--json")
    out = msgspec.json.decode(ran.out, type=PrintOut)
    target = folder / f"{CASE}-1-APPT-1.pdf"
    assert (out.file, out.pages, out.logged, out.text) == (str(target), 1, 1, None)
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_mode & 0o777 == 0o600
    assert log(path) == [f"17001: APPT 1 of 03/02/2026 printed: to file {target.name}."]
    again = tmp_path / "again.pdf"
    assert run("print", "form", CASE, "1", "--pdf", "--out", str(again)).status == 0
    assert again.read_bytes() == target.read_bytes()


def test_an_address_under_family_violence_is_printed_only_for_the_envelope(run: Run, path: Path) -> None:
    assert SECRET_STREET not in run("print", "form", HIDDEN_CASE, "1").out
    assert SECRET_STREET not in run("print", "letters").out
    case = run("print", "case", HIDDEN_CASE).out
    assert SECRET_STREET not in case
    assert SECRET_PHONE not in case
    assert SECRET_STREET in run("print", "letters", "--addressed").out
    newest = log(path, HIDDEN_CASE)[0]
    assert newest.endswith("With the address that is hidden elsewhere.")
    assert "hidden" not in log(path)[0]


def test_the_letters_of_a_day_are_one_batch_each_logged_on_its_case(
    run: Run, path: Path, tmp_path: Path
) -> None:
    ran = run("print", "letters", "--date", "03/02/2026")
    assert ran.out.count("Page 1 of 1") == 2
    assert "Dear JANE DOE:" in ran.out
    assert "Dear ANNE POE:" in ran.out
    assert (len(log(path)), len(log(path, HIDDEN_CASE))) == (1, 1)
    target = tmp_path / "batch.pdf"
    out = msgspec.json.decode(
        run("print", "letters", "--pdf", "--out", str(target), "--json").out, type=PrintOut
    )
    assert (out.pages, out.logged) == (2, 2)
    assert target.read_bytes().count(b"/Type /Page\n") == 2


def test_a_stopped_letter_and_other_days_are_left_out(run: Run, path: Path) -> None:
    stopped = Form(
        case=CASE, seq=2, form="APPT 1", edition=1, person=1, made_on=START, stopped_on=START, values={}
    )
    with open_store(path) as opened:
        writing.bulk_load(opened, [stopped])
    assert run("print", "letters").out.count("Page 1 of") == 2
    nothing = run("print", "letters", "--date", "2026-03-01")
    assert (nothing.status, nothing.out.strip()) == (
        0,
        "0 letters made on 03/01/2026: nothing was printed.",
    )
    assert run("print", "letters", "--office", "99").status == 2


def test_a_case_summary_says_what_show_case_says(run: Run) -> None:
    shown, printed = (" ".join(run(how, "case", CASE).out.split()) for how in ("show", "print"))
    assert "DOE, JANE" in shown
    assert f"CASE SUMMARY OF CASE {CASE} {shown} Case summary Case {CASE} Page 1 of 1" in printed


def test_the_log_is_printed_between_two_dates_oldest_first(run: Run) -> None:
    for on in ("2026-03-03", "2026-03-05", "2026-03-09"):
        run("do", "add-note", f"case={CASE}", f"text=note of {on}", "--on", on)
    out = run("print", "calo", CASE, "--from", "2026-03-03", "--to", "2026-03-05").out
    assert "2 entries from 03/03/2026 to 03/05/2026" in out
    assert out.index("note of 2026-03-03") < out.index("note of 2026-03-05")
    assert "2026-03-09" not in out
    assert "Signature" not in out


def test_the_docket_of_a_day(run: Run, path: Path) -> None:
    out = run("print", "docket", "2026-03-10").out
    assert "Tuesday 03/10/2026" in out
    assert out.index("09:00") < out.index("10:00")
    assert f"{CASE}" in out
    assert "Office 17 RIVERBEND" in out
    assert "No appointment." in run("print", "docket", "2026-03-11").out
    assert run("print", "docket", "--on", "2026-03-10").out == out
    assert run("print", "docket", "2026-03-10", "--worker", "17001").out.count("DOE, JANE") == 1
    assert log(path, "store")[-1] == "PRINT: Docket of 03/10/2026 printed: to standard output."


@pytest.mark.parametrize(
    ("arguments", "rule", "status"),
    [
        (("form", CASE, "9"), "CS-123", 1),
        (("form", "99999999", "1"), "CS-101", 1),
        (("form", CASE, "x"), "CS-301", 2),
        (("case", "99999999"), "CS-101", 1),
        (("calo", "99999999"), "CS-101", 1),
        (("calo", CASE, "--from", "2026-02-30"), "CS-301", 2),
        (("docket", "--worker", "99999"), "CS-120", 1),
        (("docket", "2026-03-10", "--date", "t"), "CS-301", 2),
        (("form", CASE, "1", "--as", "99999"), "CS-120", 1),
        (("form", CASE, "1", "--out", "/nowhere/x.txt"), "CS-314", 1),
    ],
)
def test_what_cannot_be_printed_is_said_and_not_logged(
    run: Run, path: Path, arguments: tuple[str, ...], rule: str, status: int
) -> None:
    ran = run("print", *arguments)
    assert (ran.status, ran.err.split()[0]) == (status, rule)
    assert log(path) == []


def test_the_evidence_for_a_report(run: Run, path: Path, tmp_path: Path) -> None:
    """Its sheet and the letters in one print, logged; without a report it says so."""
    missing = run("print", "evidence", CASE)
    assert (missing.status, "CS-123" in missing.err) == (1, True)
    entry = Cooperation(
        case=CASE, seq=1, kind="reported", ground="RI", failed_on=START, entered_on=START, worker="17001"
    )
    with open_store(path) as opened:
        writing.bulk_load(opened, [entry])
    ran = run("print", "evidence", CASE, "--report", "1")
    assert (ran.status, "EVIDENCE OF NON-COOPERATION ON CASE" in ran.out) == (0, True)
    assert "Non-cooperation   RI, refused in interview, DT 03/02/2026" in ran.out
    assert log(path)[0] == "17001: Evidence sheet printed: to standard output."
    target = tmp_path / "sheet.pdf"
    assert run("print", "evidence", CASE, "--pdf", "--out", str(target)).status == 0
    assert target.read_bytes().startswith(b"%PDF-")
