"""Backups by a rule: which are kept, that none goes before a new one is proven, and the drill of a loss."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given as trying
from hypothesis import strategies as st

from cstui.store import drivers, kept_backups
from cstui.store.backup import restore
from cstui.store.engine import create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.kept_backups import KeepRule, back_up_into, backups_in
from cstui.store.keys import StoreKey, given
from cstui.store.verify import verify
from cstui.store.writing import bulk_load, set_business_date
from tests.kernel.store import given as records

DAY = date(2026, 1, 5)
RULE = KeepRule(2, 2, 2)
START = datetime(2026, 3, 2, 21, tzinfo=UTC)
KEYS = [None]
if drivers.CIPHER in drivers.available():
    KEYS.append(StoreKey("otter lantern gravel seventeen"))


@pytest.mark.parametrize("text", ["", "7", "7d 5w", "7d 5w 12y", "d w m", "-1d 5w 12m", "7d 5w 12m 1y"])
def test_a_rule_has_three_numbers(text: str):
    with pytest.raises(StoreError, match="CS-231"):
        KeepRule.of(text)


def test_a_rule_reads_as_it_is_written():
    assert KeepRule.of(" 7d  5w 12m ") == KeepRule(7, 5, 12) == KeepRule()
    assert str(KeepRule()) == "7d 5w 12m"


def test_a_year_of_nights_leaves_the_days_weeks_and_months_of_the_rule():
    nights = [START + timedelta(days=n) for n in range(365)]
    kept = [moment for moment, why in KeepRule().keeps(nights).items() if why]
    assert kept[:7] == sorted(nights, reverse=True)[:7]
    assert len(kept) == 7 + 3 + 10, "the newest of two weeks and of two months are among the seven days"
    assert len({(moment.year, moment.month) for moment in kept}) == 12


@trying(
    st.lists(
        st.datetimes(min_value=START.replace(2020, tzinfo=None), max_value=START.replace(2030, tzinfo=None)),
        max_size=60,
    ),
    st.builds(KeepRule, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_what_a_rule_let_go_it_never_asks_for_again(moments: list[datetime], rule: KeepRule):
    """Tidying twice is tidying once; the newest always stays; no more stay than the rule says."""
    kept = [moment for moment, why in rule.keeps(moments).items() if why]
    assert [moment for moment, why in rule.keeps(kept).items() if why] == kept
    assert not moments or kept[0] == max(moments)
    assert len(kept) <= 1 + rule.daily + rule.weekly + rule.monthly


def _made(path: Path, key: StoreKey | None) -> Path:
    with create_store(path, name="Office", business_date=DAY, key=key) as store:
        bulk_load(store, [*records.office(), *records.cases(3)])
    return path


@pytest.mark.parametrize("key", KEYS, ids=["plain", "encrypted"][: len(KEYS)])
def test_a_store_that_was_lost_comes_back_from_its_newest_backup(tmp_path: Path, key: StoreKey | None):
    """The drill: back up each night, lose the store and its log, restore, verify, and work on."""
    path, folder = _made(tmp_path / "office.db", key), tmp_path / "backups"
    with open_store(path, keys=given(key)) as store:
        for night in range(10):
            with store.write() as session:
                set_business_date(session, DAY + timedelta(days=night))
            back_up_into(store, folder, RULE, START + timedelta(days=night))
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    kept = backups_in(folder, path.name, RULE)
    assert [one.kept for one in kept] == [("newest", "daily", "weekly", "monthly"), ("daily",), ("weekly",)]
    came = restore(kept[0].file, path, at=START, keys=given(key))
    assert came.kept is None
    with open_store(path, keys=given(key)) as store:
        assert store.info().business_date == DAY + timedelta(days=9)
        assert verify(store) == []
        with store.write() as session:
            set_business_date(session, date(2026, 2, 1))
        assert store.info().encrypted is (key is not None)


def test_nothing_goes_where_the_new_one_does_not_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "backups"
    with open_store(_made(tmp_path / "office.db", None)) as store:
        for night in range(5):
            back_up_into(store, folder, KeepRule(9, 0, 0), START + timedelta(days=night))
        before = {one.name for one in folder.iterdir()}

        def fails(*_: object) -> Path:
            raise StoreError("CS-220", name="x", count="1 fault", fault="x")

        monkeypatch.setattr(kept_backups, "backup", fails)
        with pytest.raises(StoreError, match="CS-220"):
            back_up_into(store, folder, KeepRule(1, 0, 0), START + timedelta(days=9))
    assert {one.name for one in folder.iterdir()} == before


def test_other_files_and_those_of_other_stores_are_left_alone(tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    others = [
        "office.db.20200101-000000.backup.txt", "other.db.20200101-000000.backup", "letter.txt",
        "office.db.20201399-000000.backup", "xoffice.db.20200101-000000.backup",
    ]  # fmt: skip
    for name in others:
        (folder / name).write_text("mine")
    (folder / "office.db.20200101-000000.backup").symlink_to(folder / "letter.txt")
    with open_store(_made(tmp_path / "office.db", None)) as store:
        first = back_up_into(store, folder, KeepRule(1, 0, 0), START)
        second = back_up_into(store, folder, KeepRule(1, 0, 0), START)
        third = back_up_into(store, folder, KeepRule(1, 0, 0), START + timedelta(days=1))
    assert second.made.name.endswith("-2.backup")
    assert second.removed == (first.made,)
    assert third.removed == (second.made,)
    assert {one.name for one in folder.iterdir()} == {
        *others, third.made.name, "office.db.20200101-000000.backup",
    }  # fmt: skip
