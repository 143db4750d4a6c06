"""A night seals the log; what of the log before it is changed or taken away is found."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from cstui.store import seals, verify_log
from cstui.store.chain import append
from cstui.store.engine import Store
from cstui.store.errors import StoreError
from cstui.store.nights import JobState, keep_jobs
from cstui.store.triggers import texts
from cstui.store.writing import set_business_date
from tests.kernel.store import given

FIRST, SECOND, THIRD = "case 17000001", "case 17000002", "case 17000003"


def sealed(store: Store, on: date, *subjects: str) -> seals.Seal:
    """Log a line on each subject, then end the night: a seal, and the business date moves on."""
    with store.write() as session:
        append(session, [given.entry(subject, text=f"{on:%m/%d}") for subject in subjects])
        made = seals.seal(session.connection(), on, given.MOMENT)
        keep_jobs(session, on, [JobState(job="steps", done=True)])
        set_business_date(session, on + timedelta(days=1))
    return made


@pytest.fixture
def nights(store: Store) -> Store:
    """Three nights: two cases; the first again and a third; nothing."""
    sealed(store, given.DAY, FIRST, SECOND, SECOND)
    sealed(store, given.DAY + timedelta(days=1), FIRST, THIRD)
    sealed(store, given.DAY + timedelta(days=2))
    return store


def found(store: Store) -> list[str]:
    with store.read() as session:
        return [str(fault) for fault in verify_log.log(session)]


def behind_its_back(store: Store, *statements: str) -> None:
    """Do what only somebody with the store and no scruples could, and lay the triggers again."""
    with store.write() as session:
        connection = session.connection()
        laid = texts(store.dialect, [])
        for name in laid:
            table = name.rsplit("_", 2)[0] if "_no_" in name else "activity"
            connection.exec_driver_sql(
                f"DROP TRIGGER {name}" + ("" if store.dialect == "sqlite" else f" ON {table}")
            )
        for statement in (*statements, *laid.values()):
            connection.exec_driver_sql(statement)


def test_the_seals_cover_every_line_once_and_are_chained(nights: Store):
    with nights.read() as session:
        digests = session.scalars(text("SELECT digest FROM activity ORDER BY id")).all()
        kept = seals.kept(session.connection())
        assert seals.unsealed(session.connection()).count == 0
    assert [seal.seq for seal in kept] == [1, 2, 3]
    assert [seal.count for seal in kept] == [3, 2, 0]
    parts = digests[:3], digests[3:], []
    assert [seal.lines for seal in kept] == [
        hashlib.sha256("".join(part).encode()).hexdigest() for part in parts
    ]
    assert [seal.previous for seal in kept] == ["", kept[0].digest, kept[1].digest]
    assert len({seal.digest for seal in kept}) == 3
    assert found(nights) == []


def test_a_seal_is_the_same_on_every_kind_of_store(nights: Store):
    with nights.read() as session:
        [newest] = seals.kept(session.connection(), newest=True)
    assert newest.digest == "155e29e1c66e592c53a9d0ce13747eb0ec301c3a35390e8c66cd8c2f03aa5a78"


def test_a_seal_worked_ahead_takes_in_what_came_meanwhile(store: Store):
    sealed(store, given.DAY, FIRST)
    with store.write() as session:
        append(session, [given.entry(SECOND)])
    with store.read() as session:
        ahead = seals.unsealed(session.connection())
    with store.write() as session:
        append(session, [given.entry(SECOND), given.entry(FIRST), given.entry(THIRD)])
    on = given.DAY + timedelta(days=1)
    with store.write() as session:
        at_once = seals.unsealed(session.connection())
        made = seals.seal(session.connection(), on, given.MOMENT, ahead)
        keep_jobs(session, on, [JobState(job="steps", done=True)])
        set_business_date(session, on + timedelta(days=1))
    assert (made.last, made.count, made.lines) == (at_once.last, 4, at_once.digest)
    assert found(store) == []


def test_the_digest_of_a_seal_depends_on_nothing_but_the_seal():
    made = seals.Seal(
        format=1, seq=1, on=given.DAY, at=given.MOMENT, last=7, count=2, lines="0f", previous=""
    )
    said = (
        '{"format":1,"seq":1,"on":"2026-01-05","at":"2026-01-05T14:30:15.250000Z","last":7,"count":2,'
        '"lines":"0f","previous":"","digest":""}'
    )
    assert seals.digest(made) == hashlib.sha256(said.encode()).hexdigest()


CUT = (
    f"DELETE FROM activity WHERE subject = '{FIRST}' AND seq = 2",
    "UPDATE chain_head SET seq = 1, digest = (SELECT digest FROM activity"
    f" WHERE subject = '{FIRST}' AND seq = 1) WHERE subject = '{FIRST}'",
)
REMOVED = (
    f"DELETE FROM activity WHERE subject = '{SECOND}'",
    f"DELETE FROM chain_head WHERE subject = '{SECOND}'",
)


def test_a_cut_tail_is_found_by_the_seal_of_its_night(nights: Store):
    behind_its_back(nights, *CUT)
    assert [fault for fault in found(nights) if "seals" in fault] == [
        "seals: Seal 2, night of 01/06/2026: sealed 2 lines, the log has 1:"
        " what was logged before it was taken away"
    ]


def test_a_removed_subject_is_found(nights: Store):
    behind_its_back(nights, *REMOVED)
    assert [fault for fault in found(nights) if "seals" in fault] == [
        "seals: Seal 1, night of 01/05/2026: sealed 3 lines, the log has 1:"
        " what was logged before it was taken away"
    ]


def test_a_line_put_in_the_place_of_another_is_found(nights: Store):
    changed = f"SET digest = '{'0' * 64}' WHERE subject = '{THIRD}'"
    behind_its_back(nights, f"UPDATE activity {changed}", f"UPDATE chain_head {changed}")
    assert (
        "seals: Seal 2, night of 01/06/2026: sealed 2 lines, of which the log has others:"
        " what was logged before it was changed"
    ) in found(nights)


def test_lines_that_are_gone_leave_a_gap_in_a_file(nights: Store):
    behind_its_back(nights, *REMOVED)
    gaps = [fault for fault in found(nights) if "activity" in fault]
    assert gaps == ["log: activity 4: lines 2 to 3 of the store are missing"] * (nights.dialect == "sqlite")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE seal SET count = 7 WHERE seq = 2", "Seal 2, night of 01/06/2026: does not have the digest"),
        ("DELETE FROM seal WHERE seq = 2", "Seal 3, night of 01/07/2026: does not continue the seal before"),
        ("DELETE FROM seal WHERE seq = 3", "Night of 01/07/2026: its seal is missing; the newest is Seal 2"),
        ("DELETE FROM seal", "Night of 01/07/2026: its seal is missing, and so are all others"),
        ("UPDATE seal SET format = 9 WHERE seq = 3", "Seal 3, night of 01/07/2026: format 9 is not known"),
    ],
)
def test_a_seal_that_is_changed_or_taken_away_is_found(nights: Store, statement: str, said: str):
    behind_its_back(nights, statement)
    assert any(fault.startswith(f"seals: {said}") for fault in found(nights)), found(nights)


@pytest.mark.parametrize("verb", ["UPDATE seal SET count = 0", "DELETE FROM seal"])
def test_seals_only_grow(nights: Store, verb: str):
    with pytest.raises(StoreError) as caught, nights.write() as session:
        session.execute(text(verb))
    assert "seal only grows" in caught.value.message
