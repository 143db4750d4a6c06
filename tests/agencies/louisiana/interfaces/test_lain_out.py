"""LAIN 2IP out: the records of a night with count and control total, the same bytes again, written once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cstui.agencies.louisiana.interfaces.lain_out import lain_file, write_night
from cstui.agencies.louisiana.records import Case, Interface
from cstui.interfaces.folders import FolderError
from cstui.interfaces.layouts import load_layouts, mark_of, raw
from cstui.nightly.run import run_nights
from cstui.policy.records import Person
from cstui.store.engine import Store
from tests.kernel.nightly.cases import RULES, START, clock, everything, given, store_with
from tests.records import reported

DAY = timedelta(days=1)
SENT = START + DAY


def file_of(store: Store, night: date) -> str:
    with store.read() as session:
        return lain_file(session, night).text


def test_the_file_has_every_record_of_the_night_and_adds_up() -> None:
    with store_with(":memory:", given(60)) as store:
        [night] = run_nights(store, RULES, clock, through=START)
        lines = file_of(store, START).split("\n")
        assert lines[-1] == ""
        first, *details, last = lines[:-1]
        assert first.rstrip() == "HLAIN2IP     2026032000001"
        assert len(details) == night.counts["send"] == 10
        assert all(len(line) == 80 and line[0] == "D" for line in details)
        numbers = [int(line[1:11]) for line in details]
        assert numbers == sorted(numbers)
        assert last.rstrip() == f"T{10:08d}{sum(numbers):015d}"
        assert {line[28:36].strip() for line in details} <= {"NONCOOP", "COOP"}


def test_the_same_night_gives_the_same_file_whenever_it_is_asked_for() -> None:
    with store_with(":memory:", given(24)) as store:
        run_nights(store, RULES, clock, through=START)
        before = file_of(store, START)
        run_nights(store, RULES, clock, through=START + 3 * DAY)
        assert file_of(store, START) == before
        assert file_of(store, START + DAY).split("\n")[0].endswith("00002".ljust(80 - 21))


def test_a_night_writes_its_file_once_it_is_over(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with store_with(":memory:", given(24)) as store:
        run_nights(store, RULES, clock, through=START + DAY, out_folder=folder)
        assert sorted(path.name for path in folder.iterdir()) == [
            "lain-2ip-20260320.txt",
            "lain-2ip-20260321.txt",
        ]
        made = folder / "lain-2ip-20260320.txt"
        assert made.read_text() == file_of(store, START)
        assert made.stat().st_mode & 0o777 == 0o600
        made.unlink()  # taken away by whoever sends it
        (folder / "lain-2ip-20260321.txt").unlink()
        before = everything(store)
        run_nights(store, RULES, clock, through=START + DAY, out_folder=folder)
        assert list(folder.iterdir()) == []
        assert everything(store) == before


def test_a_file_that_could_not_be_written_is_written_by_the_next_run(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.write_text("a file, not a folder")
    with store_with(":memory:", given(24)) as store:
        with pytest.raises(FolderError):
            run_nights(store, RULES, clock, through=START, out_folder=folder)
        assert store.info().business_date == START + DAY
        folder.unlink()
        assert run_nights(store, RULES, clock, through=START, out_folder=folder) == ()
        assert (folder / "lain-2ip-20260320.txt").read_text() == file_of(store, START)


def test_without_a_folder_nothing_is_written_or_left(tmp_path: Path) -> None:
    with store_with(":memory:", given(12)) as store:
        run_nights(store, RULES, clock, through=START)
        run_nights(store, RULES, clock, through=START, out_folder=tmp_path)
        assert list(tmp_path.iterdir()) == []


def test_a_night_without_records_is_a_file_all_the_same(tmp_path: Path) -> None:
    with store_with(":memory:", given(1)) as store, store.read() as session:
        made = write_night(session, SENT + 9 * DAY, tmp_path)
        assert (made.count, made.total) == (0, 0)
        assert len(made.text.split("\n")) == 3


@pytest.mark.parametrize(
    ("iva_number", "sent"),
    [("1234567890", "1234567890"), ("12345678901", ""), ("É123", ""), ("", "")],
    ids=["ten", "eleven", "not ascii", "none"],
)
@pytest.mark.parametrize(("kind", "says"), [("reported", "NONCOOP"), ("cooperating", "COOP")])
def test_a_record_says_case_payee_and_entry_and_no_other_number(
    iva_number: str, sent: str, kind: str, says: str
) -> None:
    """A number that does not fit is left blank, never cut; cooperation has neither ground nor DT."""
    entry = reported("17000001", START - DAY, entered_on=START, kind=kind, reported_on=None)
    held = [
        *given(0),
        Person(number=1, last="DOE", first="JANE"),
        Case(number="17000001", office="17", worker="17001", cp=1, opened=START, iva_number=iva_number),
        entry,
        Interface(case="17000001", seq=1, kind="LAIN 2IP", says=says, cooperation=1, made_on=START,
                  sent_on=START, status="sent"),
    ]  # fmt: skip
    layout = load_layouts()["lain-2ip-out"]
    with store_with(":memory:", held) as store:
        _, line, _, _ = file_of(store, START).split("\n")
    record = mark_of(layout, line)
    assert record is not None
    failed = kind == "reported"
    assert {field.name: raw(record, field.name, line).strip() for field in record.field} == {
        "number": "0017000001",
        "iva_number": sent,
        "office": "17",
        "worker": "17001",
        "says": says,
        "ground": "MA" if failed else "",
        "failed": f"{START - DAY:%Y%m%d}" if failed else "",
        "entered": f"{START:%Y%m%d}",
        "record": "0001",
    }
