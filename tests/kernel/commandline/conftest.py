"""A small practice store in a file, and a way to run a command on it in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from cstui.acts.perform import Performer
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.records import BenefitSpell, Case, Child
from cstui.cli import main
from cstui.policy.effects import Refused
from cstui.policy.records import Address, Office, OfficeHours, Person, Phone, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import writing
from cstui.store.engine import create_store

CASE, HIDDEN_CASE = "17000123", "17000456"
START = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 14, tzinfo=UTC)
SECRET_STREET, SECRET_WORK, SECRET_PHONE = "13 SECRET LANE", "SECRET BAKERY", "225-555-0199"


def clock() -> datetime:
    return MOMENT


def address(person: int, line: str) -> Address:
    return Address(person=person, seq=1, line1=line, city="GRETNA", state="LA", zip_code="70053", since=START)


class Ran(msgspec.Struct):
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two cases: one with a first appointment, one whose CP is under family violence."""
    path = tmp_path_factory.mktemp("golden") / "practice.db"
    with create_store(path, name="CLI", business_date=START, at=MOMENT) as store:
        writing.bulk_load(
            store,
            [
                Office(code="17", name="RIVERBEND", agency="louisiana"),
                Worker(number="17001", name="ADA MOREAU", office="17"),
                *[OfficeHours(office="17", weekday=n, opens="08:00", closes="16:30") for n in range(1, 6)],
                Person(number=1, last="DOE", first="JANE", employer="RIVER DINER"),
                Person(number=2, last="ROE", first="RICHARD"),
                Person(number=3, last="DOE", first="KIM", born=date(2019, 5, 4)),
                Person(number=4, last="POE", first="ANNE", employer=SECRET_WORK, family_violence=True),
                Address(
                    person=1,
                    seq=1,
                    line1="1 OPEN ROAD",
                    city="GRETNA",
                    state="LA",
                    zip_code="70053",
                    since=START,
                ),
                Address(
                    person=4,
                    seq=1,
                    line1=SECRET_STREET,
                    city="GRETNA",
                    state="LA",
                    zip_code="70053",
                    since=START,
                ),
                Phone(person=4, seq=1, number=SECRET_PHONE, since=START),
                Case(number=CASE, office="17", worker="17001", cp=1, ncp=2, opened=date(2026, 2, 2)),
                Case(number=HIDDEN_CASE, office="17", worker="17001", cp=4, ncp=2, opened=date(2026, 2, 2)),
                Child(case=CASE, seq=1, person=3, added_on=date(2026, 2, 2)),
                *[
                    BenefitSpell(
                        person=n,
                        seq=1,
                        program="FITAP",
                        iva_number=f"9{n}",
                        applied=date(2026, 1, 5),
                        begins=date(2026, 2, 1),
                    )
                    for n in (1, 4)
                ],
            ],
        )
        performer = Performer(store, load_rulebook(), clock)
        for number in (CASE, HIDDEN_CASE):
            act = acts_of()["schedule-appointment"](
                case=number,
                purpose="SI",
                on=date(2026, 3, 10),
                at="09:00" if number == CASE else "10:00",
            )
            assert not isinstance(performer.perform(act, actor="17001", on=START), Refused)
        with store.write() as session:
            session.connection().exec_driver_sql("SELECT 1")
    return path


@pytest.fixture
def path(golden: Path, tmp_path: Path) -> Path:
    """A copy of the store to work on."""
    target = tmp_path / "store" / "practice.db"
    target.parent.mkdir(mode=0o700)
    for part in golden.parent.glob("practice.db*"):
        shutil.copy(part, target.parent / part.name)
    return target


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on that store, eighty columns wide."""
    monkeypatch.setenv("CSTUI_STORE", str(path))
    monkeypatch.setenv("XDG_DATA_HOME", str(path.parent / "data"))
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments: str) -> Ran:
        try:
            status = main(list(arguments), clock=clock)
        except SystemExit as end:  # argparse ends --help and --version so
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return command
