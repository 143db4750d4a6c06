"""Nothing typed is lost: drafts are kept at field exits and on leaving, offered, restored, dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from cstui.acts.covering import RecordCover
from cstui.acts.persons import ChangeEmployer
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.desk.drafts import ASIDE, Writer
from cstui.store.engine import Store, create_store, open_store
from cstui.store.writing import bulk_load, set_business_date
from cstui.workplace import Workplace
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk
from tests.agencies.louisiana.programs.test_lem4 import TODAY as JUNE
from tests.agencies.louisiana.programs.test_lem4 import office as lem4_office

CASE = "17000123"


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A second later at each reading, so that what came after is told from what came before."""
    seconds = iter(range(10_000))
    return lambda: MOMENT + timedelta(seconds=next(seconds))


@pytest.fixture
def sit(office_store: Store, tmp_path: Path, clock: Callable[[], datetime]) -> Callable[..., Desk]:
    """A worker who signs on; the same folder of drafts each time."""
    return lambda worker="17001": Desk(office_store, worker, drafts=tmp_path / "drafts", clock=clock)


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def test_a_field_that_was_left_is_kept_and_offered_at_the_next_sign_on(sit, tmp_path: Path):
    """WORK counts the draft, the screen offers it, RESTORE puts it back, Enter enters it and it goes."""
    desk = sit()
    desk.command(f"CAS2 {CASE}").type("basis", "Agreed to a genetic test").leave_field()
    desk.session.close()
    kept = files(tmp_path)
    assert [(p.stat().st_mode & 0o777, p.parent.stat().st_mode & 0o777) for p in kept] == [(0o600, 0o700)]
    again = sit()
    assert again.answer.message.startswith("1 draft waits: DRAFTS")
    again.command(f"CAS2 {CASE}")
    assert (again.rules, again.value("basis")) == (["CS-502"], "")
    again.command("RESTORE")
    assert (again.screen, again.value("basis")) == ("CAS2", "Agreed to a genetic test")
    again.type("basis", "").leave_field().session.close()
    assert files(tmp_path) == []


def test_a_draft_vanishes_when_it_is_entered_and_stays_when_it_is_refused(sit, tmp_path: Path):
    desk = sit().command("PERS 1").type("home_phone", "12").leave_field().key("enter")
    assert [finding.severity for finding in desk.answer.findings] == ["error"]
    desk.session._writer.flush()
    assert len(files(tmp_path)) == 1
    desk.type("home_phone", "225-555-0199").key("enter")
    assert desk.rules == []
    desk.session.close()
    assert files(tmp_path) == []


@pytest.mark.parametrize("way", ["CAS1", "/DOE", CASE, "NEXT", "EXIT", "REFRESH"])
def test_leaving_a_modified_screen_keeps_a_draft_and_says_so(sit, way: str):
    desk = sit().command(f"CAS2 {CASE}").type("basis", "half a thought").command(way)
    assert "CS-501" in desk.rules
    assert "CAS2 17000123 (BASIS)" in next(f.message for f in desk.answer.findings if f.rule == "CS-501")
    desk.command(f"CAS2 {CASE}").command("RESTORE")
    assert desk.value("basis") == "half a thought"


def test_help_over_a_screen_keeps_what_stands_under_it(sit, tmp_path: Path):
    """F1, F2 and F4 over a typed screen: the draft holds it, and it is still there after them."""
    desk = sit().command(f"CAS2 {CASE}").type("basis", "under the page")
    for key in ("pf1", "pf2"):
        desk.key(key)
        assert desk.screen != "CAS2"
        desk.session._writer.flush()
        (path,) = files(tmp_path)
        assert json.loads(path.read_bytes())["fields"] == {"basis": "under the page"}
        desk.key("pf3")
        assert desk.value("basis") == "under the page"
    desk.key("pf1").command("CALO")
    assert desk.screen == "CALO"
    assert "CS-501" in desk.rules


def test_cancel_and_drop_drop_it(sit):
    desk = sit().command(f"CAS2 {CASE}").type("basis", "one").leave_field().key("pf12")
    assert desk.value("basis") == ""
    assert desk.command("DRAFTS").answer.message == "No draft waits."
    desk.command(f"CAS2 {CASE}").type("basis", "two").command("CAS1").command(f"CAS2 {CASE}").command("DROP")
    assert desk.answer.message == "The draft is dropped."
    assert desk.command("RESTORE").rules == ["CS-503"]
    assert desk.command("DRAFTS").answer.message == "No draft waits."


def test_a_draft_that_was_not_taken_is_not_typed_over(sit):
    """Typing into another field adds to the draft that waits; the same field takes the later text."""
    desk = sit().command(f"CAS2 {CASE}").type("basis", "first").command("CAS1").command(f"CAS2 {CASE}")
    desk.type("noncoop", "SI").command("CAS1").command(f"CAS2 {CASE}").command("RESTORE")
    assert (desk.value("basis"), desk.value("noncoop")) == ("first", "SI")


@pytest.mark.parametrize(("away", "back", "said"), [(4, "T+2", 2), (1, "", 1)])
def test_restore_counts_each_entry_that_came_back_in_a_row_too(
    sit, office_store: Store, away: int, back: str, said: int
):
    """A cover that is over meanwhile takes no day of return: of its row only the letter comes back."""
    desk = sit()
    desk.do(RecordCover(worker="17001", by="17002", since=TODAY, until=TODAY + timedelta(days=away)))
    desk.command("COVR").type("action", "E", 0).type("back", "T+2", 0).command("CAS1")
    desk.session.close()
    with office_store.write() as session:
        set_business_date(session, TODAY + timedelta(days=2))
    again = sit().command("COVR").command("RESTORE")
    assert (again.value("action", 0), again.value("back", 0)) == ("E", back)
    assert again.answer.message.startswith(f"Restored: {said}. ")


def test_entering_other_fields_leaves_the_draft_that_waits(sit):
    """It was offered and not taken: what is entered beside it does not drop it."""
    desk = sit().command("PERS 1").type("employer", "WAITS MILL").command("MENU").command("PERS 1")
    assert "CS-502" in desk.rules
    desk.type("home_phone", "225-555-0199").key("enter")
    assert desk.value("home_phone") == "225-555-0199"
    assert desk.command("RESTORE").screen == "DIFF"  # the person was changed since, by her own hand
    assert desk.key("enter").value("employer") == "WAITS MILL"


def test_there_is_nothing_to_drop_where_no_draft_waits(sit):
    desk = sit().command("PERS 1").command("DROP")
    assert desk.rules == ["CS-503"]
    assert "PERS" in desk.answer.findings[0].message


def test_a_draft_that_gave_way_to_theirs_is_gone(sit, office_store: Store):
    """Of two who changed the same field the one who takes what stands there has nothing left to enter."""
    desk = sit().command("PERS 1").type("employer", "ADAS MILL")
    desk.do(ChangeEmployer(person=1, employer="BENS MILL"), actor="17002")
    desk.key("enter").type("action", "T", 0).key("enter")
    assert (desk.screen, desk.value("employer")) == ("PERS", "BENS MILL")
    assert desk.command("DRAFTS").answer.message == "No draft waits."


def test_what_cannot_be_set_aside_is_said_where_it_lies(sit, tmp_path: Path):
    desk = sit().command("PERS 1").type("employer", "X").leave_field()
    desk.session.close()
    (path,) = files(tmp_path)
    path.write_bytes(b"no draft")
    (path.parent / ASIDE).write_text("a file where the folder should be")
    again = sit()
    assert "CS-504" in again.rules
    assert path.read_bytes() == b"no draft"
    assert again.command("PERS 1").rules == []


def test_the_list_of_drafts_opens_and_drops(sit):
    desk = sit().command(f"CAS2 {CASE}").type("basis", "a").command("CAS1").type("why", "b").command("DRAFTS")
    assert desk.column("screen") == ["CAS1", "CAS2"]
    desk.type("action", "S", 1).key("enter")
    assert (desk.screen, desk.rules) == ("CAS2", ["CS-502"])
    desk.command("DRFT").type("action", "D", 0).type("action", "D", 1).key("enter")
    assert (desk.column("screen"), desk.answer.message) == ([], "2 dropped. No draft waits.")


def test_what_changed_meanwhile_is_shown_before_it_is_restored(sit):
    """Was, now and typed, field by field, with what was logged; nothing of theirs is overwritten."""
    desk = sit().command(f"PERS {CASE}").type("employer", "MINE").type("line1", "5 NEW RD").command("CAS1")
    desk.do(ChangeEmployer(person=1, employer="THEIRS"), actor="17002")
    desk.command(f"PERS {CASE}")
    assert desk.rules == ["CS-507"]
    desk.command("RESTORE")
    assert desk.screen == "DIFF"
    names = ("action", "mark", "was", "theirs", "mine")
    lines = list(zip(*(desk.column(name) for name in names), strict=True))
    assert lines == [
        ("", "!", "ACME MILLS", "THEIRS", "MINE"),
        ("M", "", "12 OAK ST", "12 OAK ST", "5 NEW RD"),
    ]
    assert desk.value("log1").startswith("17002")
    assert desk.key("enter").rules == ["CS-506"]
    desk.type("action", "T", 0).key("enter")
    assert (desk.screen, desk.value("employer"), desk.value("line1")) == ("PERS", "THEIRS", "5 NEW RD")
    assert desk.key("enter").rules == []


def test_the_same_with_a_note_that_moves_no_version(sit):
    """A note in CALO changes nothing of the screen: the draft is restored at once."""
    desk = sit().command(f"CAS2 {CASE}").type("basis", "x").command("CAS1")
    desk.do(AddNote(case=CASE, text="Called"), actor="17002")
    assert desk.command(f"CAS2 {CASE}").command("RESTORE").value("basis") == "x"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe", b"x" * 400_000],
    ids=["empty", "cut", "list", "bare", "bytes", "large"],
)
def test_a_broken_draft_is_set_aside_with_a_message(sit, tmp_path: Path, content: bytes):
    desk = sit().command(f"CAS2 {CASE}").type("basis", "x").leave_field()
    desk.session.close()
    (path,) = files(tmp_path)
    path.write_bytes(content)
    again = sit()
    assert again.rules == ["CS-504"]
    assert [p.parent.name for p in files(tmp_path)] == [ASIDE]
    assert sit().rules == []


def test_a_draft_of_somebody_else_is_set_aside(sit, tmp_path: Path):
    """A file put into one's folder by hand is not a draft of one's own, though it is well formed."""
    sit().command(f"CAS2 {CASE}").type("basis", "mine").leave_field().session.close()
    ben = sit("17002")
    ben.command(f"CAS2 {CASE}").type("basis", "his").leave_field().session.close()
    one, other = files(tmp_path)
    one.write_bytes(other.read_bytes())
    assert sorted(sit(worker).rules for worker in ("17001", "17002")) == [[], ["CS-504"]]


def test_another_worker_is_not_offered_it(sit):
    sit().command(f"CAS2 {CASE}").type("basis", "x").leave_field().session.close()
    other = sit("17002").command(f"CAS2 {CASE}")
    assert other.rules == []


def test_a_page_turned_keeps_what_was_typed_on_it(sit, office_store: Store):
    """What was typed on this page is kept when another is painted; it stays where there is no other."""
    desk = sit().command(f"CAS2 {CASE}").type("basis", "x").key("pf8")
    assert (desk.answer.message, desk.value("basis")) == ("This is the last page.", "x")
    for number in range(20):
        desk.do(RecordContact(case=CASE, how="C", about="OT", on=TODAY, text=str(number)))
    desk.command(f"CONT {CASE}").type("text", "y").key("pf8")
    assert desk.rules == ["CS-501", "CS-502"]
    assert desk.command("RESTORE").value("text") == "y"


def test_a_folder_that_cannot_be_written_is_said(sit, tmp_path: Path):
    """The desk goes on; at the next leaving it says that drafts cannot be kept."""
    (tmp_path / "drafts").write_text("a file where the folder should be")
    desk = sit().command(f"CAS2 {CASE}").type("basis", "x").leave_field()
    desk.session._writer.flush()
    assert "CS-505" in desk.type("basis", "xy").command("CAS1").rules


def test_writings_that_wait_are_one(tmp_path: Path):
    """The last content wins, and a removal after it leaves nothing."""
    writer = Writer()
    for number in range(50):
        writer.put(tmp_path / "d" / "a.json", lambda number=number: b"%d" % number)
    assert writer.flush()
    assert (tmp_path / "d" / "a.json").read_bytes() == b"49"
    writer.put(tmp_path / "d" / "a.json", None)
    writer.close()
    assert list((tmp_path / "d").iterdir()) == []


def test_a_draft_that_cannot_take_its_place_leaves_nothing_half_written(tmp_path: Path):
    """What failed is said until something is written again; then nothing is wrong any more."""
    writer = Writer()
    (tmp_path / "a.json").mkdir()
    writer.put(tmp_path / "a.json", lambda: b"typed")
    assert writer.flush()
    assert "it is a folder" in writer.fault
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    writer.put(tmp_path / "b.json", lambda: b"typed")
    writer.close()
    assert writer.fault == ""
    assert (tmp_path / "b.json").read_bytes() == b"typed"


def test_the_folder_of_drafts_is_its_owners_alone_and_those_above_it_stay_as_they_are(tmp_path: Path):
    above, found, made = tmp_path / "above", tmp_path / "above" / "found", tmp_path / "above" / "new" / "er"
    found.mkdir(parents=True)
    for folder in (above, found):
        folder.chmod(0o755)
    writer = Writer()
    writer.put(found / "a.json", lambda: b"")
    writer.put(made / "a.json", lambda: b"")
    writer.close()
    assert [oct(folder.stat().st_mode & 0o777) for folder in (above, found, made, made.parent)] == [
        "0o755", "0o700", "0o700", "0o700",
    ]  # fmt: skip


def test_a_preview_offers_no_draft_of_what_stands_there(tmp_path: Path, clock: Callable[[], datetime]):
    """What was marked is kept, and still on the screen; it is offered once it is not."""
    with create_store(":memory:", name="LEM4", business_date=JUNE) as store:
        bulk_load(store, lem4_office())
        desk = Desk(store, drafts=tmp_path / "drafts", clock=clock).command("LEM4")
        desk.type("action", "P", 0).key("enter")
        assert (desk.rules[0], desk.value("action", 0)) == ("CS-172", "P")
        assert not {"CS-502", "CS-507"} & set(desk.rules)
        assert not {"CS-502", "CS-507"} & set(desk.key("pf6").rules)
        assert desk.key("pf12").rules == ["CS-502"]


@pytest.mark.parametrize(
    ("kind", "database", "kept"),
    [
        ("practice", "SQLite 3.40.1", True),
        ("live", "SQLite 3.40.1", False),
        ("practice", "PostgreSQL 15.4", False),
    ],
)
def test_a_file_never_protects_less_than_the_store(
    sit,
    office_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    database: str,
    kept: bool,
):
    """Of a live store or a server nothing that was typed is written beside it, not even on leaving."""
    info = msgspec.structs.replace(office_store.info(), kind=kind, database=database)
    monkeypatch.setattr(Workplace, "info", lambda _: info)
    monkeypatch.setattr(Store, "info", lambda _: info)
    desk = sit().command(f"CAS2 {CASE}").type("basis", "Secret").leave_field().command("MENU").command("MENU")
    assert desk.screen == "MENU"
    desk.session.close()
    assert bool(files(tmp_path)) is kept


def test_a_store_that_vanished_is_said_and_what_was_typed_is_a_draft(office_store: Store, tmp_path: Path):
    path, drafts = tmp_path / "s.db", tmp_path / "drafts"
    office_store.save_to(path)
    with open_store(path) as store:
        desk = Desk(store, drafts=drafts).command(f"CAS2 {CASE}").type("basis", "Agreed to a genetic test")
        path.rename(tmp_path / "away.db")
        desk.key("enter")
        assert (desk.rules, desk.value("basis")) == (["CS-218"], "Agreed to a genetic test")
        desk.session.close()
    assert len(files(drafts)) == 1
    (tmp_path / "away.db").rename(path)
    with open_store(path) as store:
        desk = Desk(store, drafts=drafts).command(f"CAS2 {CASE}").command("RESTORE")
        assert desk.value("basis") == "Agreed to a genetic test"
