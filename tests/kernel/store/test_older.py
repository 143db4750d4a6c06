"""Stores that earlier versions of the program really made, worked in, and left: see older/README.md.

What the migrations are held to with stores built for the purpose is held here on data as they came.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.cli import main
from cstui.store import facts
from cstui.store.engine import SCHEMA, open_store
from cstui.store.errors import StoreError
from cstui.store.verify import verify
from tests.agencies.louisiana.programs.driver import Desk

pytestmark = [pytest.mark.xdist_group("older stores"), pytest.mark.slow]
FOLDER = Path(__file__).parent / "older"
FILES = sorted(FOLDER.glob("schema-*.db.gz"), key=lambda path: int(path.name.split("-")[1].split(".")[0]))
LEFT_ON = date(2026, 1, 8)
"""The business date of each: three days were worked."""
MOMENT = datetime(2026, 1, 8, 14, tzinfo=UTC)
KEPT = {
    "activity": "subject, seq, action, actor, text, digest",
    "receipt": "id, act, actor, inputs",
}
"""What no upgrade may touch, and what of it is compared."""


@pytest.fixture(params=FILES, ids=lambda path: path.name.removesuffix(".db.gz"))
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store as an earlier version left it."""
    path = tmp_path / "practice.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


RENEWED: dict[bytes, bytes] = {}
"""What each of them came to be, brought up to date once."""


@pytest.fixture
def renewed(older: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The same, brought up to date as its user would."""
    before = older.read_bytes()
    if before not in RENEWED:
        said(capsys, older, "store", "upgrade")
        RENEWED[before] = older.read_bytes()
    older.write_bytes(RENEWED[before])
    return older


def said(capsys: pytest.CaptureFixture[str], store: Path, *words: str) -> dict[str, object]:
    """What a command says in JSON; it must do what it was asked."""
    capsys.readouterr()
    status = main(
        ["--store", str(store), *words, "--json"], clock=lambda: datetime(2026, 1, 8, 14, tzinfo=UTC)
    )
    out, err = capsys.readouterr()
    assert (status, err) == (0, ""), out
    found: dict[str, object] = json.loads(out)
    return found


def schema_of(path: Path) -> int:
    """What the file itself says, whatever this version can read."""
    with closing(sqlite3.connect(path)) as store:
        return int(store.execute("PRAGMA user_version").fetchone()[0])


def kept(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every line of the log and every receipt."""
    with closing(sqlite3.connect(path)) as store:
        return {
            table: store.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in KEPT.items()
        }


def test_there_is_a_store_of_every_schema():
    """Whoever raises the schema adds the store of the version before: older/README.md says how."""
    schemas = [int(re.findall(r"\d+", path.name)[0]) for path in FILES]
    assert schemas in ([*range(1, SCHEMA)], [*range(1, SCHEMA + 1)])


def test_an_older_store_is_refused_with_the_way_out_and_one_of_this_version_opens(older: Path):
    if schema_of(older) == SCHEMA:
        with open_store(older) as store:
            assert store.info().business_date == LEFT_ON
        return
    with pytest.raises(StoreError) as caught:
        open_store(older)
    assert caught.value.rule == "CS-203"
    assert "cstui store upgrade" in caught.value.remedy


def test_an_upgrade_keeps_the_log_and_the_receipts_and_leaves_a_backup_as_it_was(
    older: Path, capsys: pytest.CaptureFixture[str]
):
    schema, before = schema_of(older), kept(older)
    assert len(before["activity"]) > len(before["receipt"]) > 400
    backup = said(capsys, older, "store", "upgrade")["backup"]
    assert kept(older) == before
    with open_store(older) as store:
        assert (store.info().schema, store.info().business_date) == (SCHEMA, LEFT_ON)
    if schema == SCHEMA:
        assert backup is None
        return
    assert isinstance(backup, str)
    assert Path(backup).parent == older.parent
    assert (schema_of(Path(backup)), kept(Path(backup))) == (schema, before)


def test_an_upgraded_store_holds_and_so_do_its_next_steps(renewed: Path, capsys: pytest.CaptureFixture[str]):
    """The command checks the steps too, which are those of this version's policy."""
    with open_store(renewed) as store:
        assert verify(store) == []
    assert said(capsys, renewed, "store", "verify")["faults"] == []


def test_every_case_of_an_upgraded_store_can_be_read(renewed: Path):
    with closing(sqlite3.connect(renewed)) as raw:
        numbers = [number for (number,) in raw.execute("SELECT number FROM la_case ORDER BY 1")]
    assert len(numbers) == 80
    with open_store(renewed) as store, store.read() as session:
        assert sorted(facts.read_many(session, Facts, numbers)) == numbers
        asked = [facts.read_facts(session, Facts, number) for number in numbers]
    assert [found.case.number for found in asked if found is not None] == numbers


def test_the_night_after_an_upgrade_sets_no_case_aside(renewed: Path, capsys: pytest.CaptureFixture[str]):
    nights = said(capsys, renewed, "nightly")["nights"]
    assert isinstance(nights, list)
    assert [(one["night"], one["aside"]) for one in nights] == [(LEFT_ON.isoformat(), [])]
    assert said(capsys, renewed, "store", "verify")["faults"] == []


def test_the_desk_goes_on_in_an_upgraded_store(renewed: Path):
    """Its worker signs on, finds what was done, a child without its accents, and enters a note."""
    with open_store(renewed) as store:
        desk = Desk(store)
        assert desk.screen == "WORK"
        assert desk.column("case")
        assert desk.command("CAS1 17000203").screen == "CAS1"
        assert "17000203" in desk.shown()
        assert any("Asked for the lease" in line for line in desk.log("17000101"))
        assert "CHLOÉ" in desk.command("/DABBE").shown()
        desk.command("CALO 17000101").key("pf6").type("note", "Came with the lease").key("enter")
        assert desk.rules == []
        assert desk.log("17000101")[0] == "NT Came with the lease"
        assert verify(store) == []


def unpacked_drafts(folder: Path, store: Path) -> Path:
    """The drafts that were left on the store of schema 4, as they lay there if it was `store`.

    They name it by its path, and so does their folder; whoever names either otherwise loses the drafts
    that people have.
    """
    with tarfile.open(FOLDER / "drafts-schema-4.tar.gz") as tar:
        for one in tar:
            kept = tar.extractfile(one)
            assert kept is not None
            draft = json.load(kept)
            draft["store"] = draft["store"].replace("/practice.db", str(store))
            named = hashlib.sha256(f"{draft['worker']}\0{draft['store']}".encode()).hexdigest()[:32]
            path = folder / named / Path(one.name).name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(json.dumps(draft), encoding="utf-8")
    return folder


@pytest.mark.parametrize("older", [FOLDER / "schema-4.db.gz"], indirect=True, ids=["schema-4"])
def test_drafts_that_an_earlier_version_kept_are_offered_and_come_back(renewed: Path, tmp_path: Path):
    drafts = unpacked_drafts(tmp_path / "drafts", renewed)
    with open_store(renewed) as store:
        desk = Desk(store, drafts=drafts)
        assert desk.answer.message.startswith("2 drafts wait: DRAFTS")
        desk.command("CAS2 17000204").command("RESTORE")
        assert (desk.screen, desk.value("basis")) == ("CAS2", "She is to bring the form")
        desk.command("PERS 17000101").command("RESTORE")
        assert (desk.screen, desk.value("employer"), desk.value("line1")) == (
            "PERS",
            "CYPRESS CAFE",
            "9 OAK ST",
        )
        assert desk.key("enter").rules == []
        assert desk.value("employer") == "CYPRESS CAFE"
        desk.session.close()
    assert [path.name[:4] for path in drafts.rglob("*.json")] == ["CAS2"]
