"""What is typed at the desk of an encrypted store is kept, and readable to nobody without its key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.acts.perform import Performer
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.desk.drafts import ASIDE
from cstui.policy.effects import Refused
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import create_practice_store
from cstui.store import drivers
from cstui.store.backup import backup, change_key
from cstui.store.engine import open_store
from cstui.store.keys import StoreKey, given
from tests.agencies.louisiana.programs.driver import MOMENT, Desk

KEY, NEW = StoreKey("otter lantern gravel seventeen"), StoreKey("mustard harbor violin eleven")
CASE, SECRET = "17000101", "Seen at the Zanzibar Motel"
pytestmark = pytest.mark.skipif(
    drivers.CIPHER not in drivers.available(), reason="sqlcipher3 (extra cipher) is not installed here"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("encrypted") / "office.db"
    create_practice_store(path, clock=lambda: MOMENT, key=KEY).close()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "office.db"
    path.write_bytes(made.read_bytes())
    return path


@pytest.fixture
def sit(path: Path, tmp_path: Path) -> Callable[..., Desk]:
    return lambda key=KEY, clock=lambda: MOMENT: Desk(
        open_store(path, keys=given(key)), "17001", drafts=tmp_path / "drafts", clock=clock
    )


def _left(sit: Callable[..., Desk]) -> str:
    """Type into CAS2 and leave the desk; the case."""
    desk = sit()
    desk.command(f"CAS2 {CASE}").type("basis", SECRET).leave_field()
    desk.session.close()
    desk.store.close()
    return CASE


def test_a_draft_is_encrypted_and_comes_back(sit, tmp_path: Path):
    case = _left(sit)
    [kept] = (tmp_path / "drafts").rglob("*.draft")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list((tmp_path / "drafts").rglob("*.json")) == []
    held = kept.read_bytes()
    assert b"Zanzibar" not in held
    assert case.encode() not in held
    again = sit()
    again.command(f"CAS2 {case}").command("RESTORE")
    assert again.value("basis") == SECRET
    again.store.close()


def test_it_comes_back_after_the_passphrase_was_changed(sit, path: Path):
    case = _left(sit)
    change_key(path, given(KEY), NEW, at=MOMENT)
    again = sit(NEW)
    again.command(f"CAS2 {case}").command("RESTORE")
    assert again.value("basis") == SECRET
    again.store.close()


@pytest.mark.parametrize("change", ["a flipped bit", "cut off", "under another name", "plain"])
def test_a_draft_that_was_changed_is_set_aside(sit, tmp_path: Path, change: str):
    _left(sit)
    [kept] = (tmp_path / "drafts").rglob("*.draft")
    held = bytearray(kept.read_bytes())
    if change == "a flipped bit":
        held[len(held) // 2] ^= 4
    kept.write_bytes(b"{}" if change == "plain" else held[:5] if change == "cut off" else held)
    if change == "under another name":
        kept.rename(kept.with_name("CAS1-0123456789abcdef.draft"))
    again = sit()
    assert again.session._at_desk.desk.drafts.all() == []
    assert len(list((tmp_path / "drafts").rglob(f"{ASIDE}/*.draft"))) == 1
    again.store.close()


def test_what_was_typed_is_in_no_file_in_plain(sit, path: Path, tmp_path: Path):
    """A note entered, a draft left, a backup made, the store open with its log: no file has a word of it."""
    desk = sit()
    noted = Performer(desk.store, load_rulebook("louisiana"), lambda: MOMENT).perform(
        AddNote(case=CASE, text=f"{SECRET}, {SECRET}"), actor="17001", on=desk.place.business_date()
    )
    assert not isinstance(noted, Refused)
    desk.command(f"CAS2 {CASE}").type("basis", SECRET).leave_field()
    desk.session._writer.flush()
    backup(desk.store, tmp_path / "backup.db")
    others = [one for one in tmp_path.rglob("*") if one.is_file() and one != path]
    assert {one.name for one in others} >= {"office.db-wal", "backup.db"}
    assert [one for one in others if b"Zanzibar" in one.read_bytes()] == []
    desk.session.close()
    desk.store.close()
    assert b"Zanzibar" not in path.read_bytes()
