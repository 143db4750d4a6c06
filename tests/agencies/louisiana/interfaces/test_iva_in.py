"""IV-A updates in: refused whole or taken record by record, what is bad set aside, nothing taken twice."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from cstui.acts.perform import Performer
from cstui.agencies.louisiana.acts.iva import ReceiveGoodCause
from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.interfaces.incoming import FileRefusedError
from cstui.policy.effects import Effects
from cstui.store import chain, reads, verify_log
from cstui.store.aside_reads import waiting
from tests.agencies.louisiana.interfaces.conftest import DOE, DOE_TOO, IVA, POE, TODAY
from tests.agencies.louisiana.interfaces.files import benefit, file, good_cause

CLOSED = benefit(IVA, "closed", date(2026, 2, 1), by="A", reason="NC")
CLAIMED = good_cause(DOE_TOO, "claimed", date(2026, 1, 2))
APPLIED = benefit(77, "applied", date(2026, 1, 2), by="A", program="KCSP")
GOOD = (CLOSED, CLAIMED, APPLIED)


def facts(performer: Performer, case: str) -> Facts:
    found = performer.facts(case)
    assert found is not None
    return found


def log_of(performer: Performer) -> list[chain.ChainedEntry]:
    """The whole log: an act that was done stands in it."""
    with performer.store.read() as session:
        assert list(verify_log.log(session)) == []
        return list(chain.lines(session))


def everything(performer: Performer) -> list[object]:
    return list(log_of(performer))


def test_updates_and_good_cause_go_in_as_from_iva(performer: Performer) -> None:
    came = UPDATES.take_in(performer, UPDATES.read(file(*GOOD)))
    assert (came.records, came.taken, came.known, came.aside, came.before) == (3, 3, 0, (), None)
    spell = facts(performer, DOE).spells[0]
    assert (spell.closed, spell.closing_reason) == (date(2026, 2, 1), "NC")
    assert [len(file.news) for file in facts(performer, DOE).files] == [1, 1]
    cause = facts(performer, DOE_TOO).file.good_cause
    assert [(c.reason, c.standing, c.on, c.received_on) for c in cause] == [
        ("01", "claimed", date(2026, 1, 2), TODAY)
    ]
    assert facts(performer, DOE).file.good_cause == ()
    assert [(s.program, s.applied) for s in facts(performer, POE).spells] == [("KCSP", date(2026, 1, 2))]
    with performer.store.read() as session:
        rows = reads.activities(session, f"case {DOE}")
    assert {row.actor for row in rows} == {"IV-A"}


def test_the_same_file_twice_changes_nothing(performer: Performer) -> None:
    data = file(*GOOD)
    UPDATES.take_in(performer, UPDATES.read(data))
    before = everything(performer)
    came = UPDATES.take_in(performer, UPDATES.read(data))
    assert (came.before, came.taken) == (TODAY, 0)
    assert everything(performer) == before


def test_the_same_record_in_another_file_is_known(performer: Performer) -> None:
    UPDATES.take_in(performer, UPDATES.read(file(*GOOD)))
    came = UPDATES.take_in(performer, UPDATES.read(file(CLOSED, CLAIMED, CLAIMED, run=8)))
    assert (came.taken, came.known, came.aside) == (0, 3, ())
    assert len(facts(performer, DOE_TOO).file.good_cause) == 1


@pytest.mark.parametrize("dies_at", range(5))
def test_a_file_that_was_cut_off_goes_on(
    performer: Performer, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    bad = benefit("99999999", "opened", date(2026, 1, 2))
    data = file(bad, *GOOD)
    doors = 0
    write = type(performer.store).write

    def dies(store: object, *waiting: object) -> object:
        nonlocal doors
        doors += 1
        if doors > dies_at:
            raise KeyboardInterrupt
        return write(store, *waiting)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(type(performer.store), "write", dies)
        with pytest.raises(KeyboardInterrupt):
            UPDATES.take_in(performer, UPDATES.read(data))
    came = UPDATES.take_in(performer, UPDATES.read(data))
    assert came.before is None
    assert came.taken + came.known == 3
    assert len(facts(performer, DOE_TOO).file.good_cause) == 1
    assert len(facts(performer, POE).spells) == 1
    assert [len(file.news) for file in facts(performer, DOE).files] == [1, 1]
    with performer.store.read() as session:
        assert len(waiting(session)) == 1
    assert UPDATES.take_in(performer, UPDATES.read(data)).before == TODAY


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (benefit("99999999", "opened", date(2026, 1, 2)), "CS-101"),
        (benefit("123", "opened", date(2026, 1, 2), by="A"), "no case has this IV-A number"),
        (benefit(DOE, "closing", date(2026, 1, 2)), "EVENT is closing, no code of table ivaevent"),
        (benefit(DOE, "closed", date(2026, 1, 2), reason="ZZ"), "REASON is ZZ"),
        (benefit(DOE, "opened", date(2026, 1, 2)), "CS-126 .*has been certified since 11/01/2025"),
        (benefit(DOE, "answered", date(2026, 1, 2)), "CS-134"),
        (benefit(DOE, "closed", date(2025, 10, 31), reason="NC"), "CS-126 .*runs since 11/01/2025"),
        (benefit(DOE, "closed", date(2027, 3, 1)), "more than a year ahead"),
        (benefit(DOE, "noticed", date(2026, 1, 2)).replace("20260102", "20260132"), "no date"),
        (benefit(9_999_999_999, "noticed", date(2026, 1, 2)), "case"),
        (good_cause(DOE, "claimed", date(2026, 1, 2), reason="77"), "REASON is 77"),
        (good_cause(IVA, "claimed", date(2026, 1, 2), by="A"), f"{DOE}, {DOE_TOO}"),
        ("X what is this", "of no known kind: X"),
        ("H of no use here", "of no known kind"),
        (f"BC{DOE}  FITAPclosed  20260201N\xe9", "not plain ASCII"),
    ],
)
def test_a_bad_record_is_set_aside_with_line_and_reason_and_the_rest_goes_in(
    performer: Performer, record: str, why: str
) -> None:
    came = UPDATES.take_in(performer, UPDATES.read(file(CLAIMED, record, APPLIED)))
    assert came.taken == 2
    [aside] = came.aside
    assert (aside.line, aside.record) == (3, record.rstrip())
    assert re.search(why, aside.why), aside.why
    with performer.store.read() as session:
        [one] = waiting(session)
    assert "line 3: " in one.text
    assert one.on == TODAY


def _reasons(data: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        UPDATES.read(data)
    return str(refused.value)


def test_a_file_that_does_not_add_up_is_refused_with_both_sums() -> None:
    total = IVA + int(DOE_TOO) + 77
    assert _reasons(file(*GOOD, count=4)) == (
        f"its trailer says 4 records with control total {total}, it has 3 with {total}"
    )
    assert f"control total 1, it has 3 with {total}" in _reasons(file(*GOOD, total=1))
    lost = file(*GOOD).replace(CLAIMED.encode() + b"\n", b"")
    assert "says 3 records" in _reasons(lost)
    garbled = file(*GOOD).replace(DOE_TOO.encode(), b"17000l24")
    assert f"it has 3 with {total - int(DOE_TOO)}" in _reasons(garbled)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no header and trailer"),
        (b"\x00\xff\n", "no header and trailer"),
        (file(CLOSED).split(b"\n", 1)[1], "line 1 is not a header"),
        (file(CLOSED).rsplit(b"\n", 2)[0], "line 2 is not a trailer"),
        (file(CLOSED).replace(b"IVAUPDATE", b"LAIN2IP  "), "FILE is LAIN2IP, not IVAUPDATE"),
        (b"\xef\xbb\xbf" + file(CLOSED), "line 1 is not a header"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, why: str) -> None:
    assert why in _reasons(data)


def test_other_line_ends_and_trailing_blanks_that_were_lost_do_no_harm() -> None:
    lines = [line.rstrip() for line in file(*GOOD).decode().split("\n")]
    assert len(UPDATES.read("\r\n".join(lines).encode()).records) == 3
    assert UPDATES.read(file(*GOOD)).made_on == date(2026, 3, 2)


def test_a_case_that_cannot_be_decided_stops_no_other(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(ReceiveGoodCause, "decide", fails)
    came = UPDATES.take_in(performer, UPDATES.read(file(CLAIMED, APPLIED)))
    assert came.taken == 1
    assert "cannot be decided: OverflowError" in came.aside[0].why


def test_an_empty_file_is_a_file(performer: Performer) -> None:
    came = UPDATES.take_in(performer, UPDATES.read(file()))
    assert (came.records, came.taken) == (0, 0)


def test_a_value_that_the_database_refuses_sets_its_record_aside(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The layout lets none through; what a database refuses beyond it stops no other record either."""
    bad = ReceiveGoodCause(case=DOE_TOO, on=date(2026, 1, 2), reason="0\x001", standing="claimed")
    act = UPDATES.act
    broken = msgspec.structs.replace(
        UPDATES,
        act=lambda session, kind, *rest: bad if kind.name == "good cause" else act(session, kind, *rest),
    )
    monkeypatch.setattr(ReceiveGoodCause, "decide", lambda *_: Effects())
    came = broken.take_in(performer, UPDATES.read(file(CLAIMED, APPLIED, "X\x00\xff\x1b")))
    assert (came.taken, [one.why[:6] for one in came.aside]) == (1, ["CS-213", "is of "])
    assert "X\\x00" in came.aside[1].record
    assert any("X\\x00" in line.text for line in log_of(performer))
