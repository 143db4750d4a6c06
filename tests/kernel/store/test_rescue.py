"""A damaged store: what can be read of it is saved, what is lost is counted, and nothing of it is changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from cstui.scenario.practice import create_practice_store
from cstui.store import drivers
from cstui.store.engine import open_store
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey, given
from cstui.store.rescue import rescue
from cstui.store.verify import verify
from cstui.store.writing import set_business_date
from tests.kernel.store import given as records

KEY = StoreKey("otter lantern gravel seventeen")
PAGE = 4096
KEYS = [None, *([KEY] if drivers.CIPHER in drivers.available() else [])]


@pytest.fixture(scope="module", params=KEYS, ids=["plain", "encrypted"][: len(KEYS)])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, StoreKey | None]:
    path = tmp_path_factory.mktemp("rescue") / "whole.db"
    create_practice_store(path, clock=lambda: records.MOMENT, key=request.param).close()
    return path, request.param


def test_a_whole_store_is_saved_whole(whole: tuple[Path, StoreKey | None], tmp_path: Path):
    path, key = whole
    came = rescue(path, tmp_path / "new.db", keys=given(key), at=records.MOMENT)
    assert came.faults == ()
    assert {one.lost for one in came.tables} == {0}
    assert sum(one.saved for one in came.tables) > 1000
    with open_store(came.path, keys=given(key)) as store, open_store(path, keys=given(key)) as before:
        now, then = store.info(), before.info()
        assert (now.name, now.anchor, now.business_date, now.created, now.encrypted) == (
            then.name, then.anchor, then.business_date, then.created, key is not None,
        )  # fmt: skip
        with store.read() as new, before.read() as old:
            for one in came.tables:
                if one.name != "store_info":
                    sql = f'SELECT * FROM "{one.name}" ORDER BY 1, 2'
                    rows = [s.connection().exec_driver_sql(sql).all() for s in (new, old)]
                    assert rows[0] == rows[1], one.name
        with store.write() as session:
            set_business_date(session, date(2026, 6, 1))


def test_what_lies_on_a_ruined_page_is_lost_and_the_rest_is_saved(
    whole: tuple[Path, StoreKey | None], tmp_path: Path
):
    """Ten pages, one after the other: a table loses what was on it, no other table loses anything."""
    path, key = whole
    content = path.read_bytes()
    chance, saved, refused = Random(17), 0, 0
    for turn in range(10):
        page = chance.randrange(len(content) // (PAGE * 2), len(content) // PAGE)
        broken = tmp_path / f"broken{turn}.db"
        broken.write_bytes(content[: page * PAGE] + chance.randbytes(PAGE) + content[(page + 1) * PAGE :])
        held = broken.read_bytes()
        try:
            came = rescue(broken, tmp_path / f"new{turn}.db", keys=given(key), at=records.MOMENT)
        except StoreError as error:
            refused += error.rule in ("CS-208", "CS-225")
            continue
        assert broken.read_bytes() == held
        losing = [one for one in came.tables if one.lost != 0]
        assert len(losing) <= 1, losing
        saved += 1
        with open_store(came.path, keys=given(key)) as store:
            assert tuple(verify(store)) == came.faults
    assert saved >= 8
    assert saved + refused == 10


def test_a_log_that_was_not_taken_in_is_saved_too(whole: tuple[Path, StoreKey | None], tmp_path: Path):
    path, key = whole
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with open_store(copy, keys=given(key)) as store:
        with store.write() as session:
            set_business_date(session, date(2026, 6, 1))
        came = rescue(copy, tmp_path / "new.db", keys=given(key), at=records.MOMENT)
    with open_store(came.path, keys=given(key)) as store:
        assert store.info().business_date == date(2026, 6, 1)


def test_nothing_is_made_of_what_is_not_a_store(whole: tuple[Path, StoreKey | None], tmp_path: Path):
    path, key = whole
    new, letter = tmp_path / "new.db", tmp_path / "letter.txt"
    letter.write_text("dear")
    beheaded = tmp_path / "beheaded.db"
    beheaded.write_bytes(Random(1).randbytes(PAGE) + path.read_bytes()[PAGE:])
    expected = {
        letter: {"CS-205"},
        beheaded: {"CS-225", "CS-224", "CS-226"},
        tmp_path / "none.db": {"CS-206"},
    }
    for file, rules in expected.items():
        with pytest.raises(StoreError) as caught:
            rescue(file, new, keys=given(key), at=records.MOMENT)
        assert caught.value.rule in rules
    with pytest.raises(StoreError, match="CS-209"):
        rescue(path, letter, keys=given(key), at=records.MOMENT)
    assert not new.exists()
