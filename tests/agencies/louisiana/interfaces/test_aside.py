"""Records set aside: read back whole, applied again once what was missing is there, or disposed of."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.records import Case
from cstui.interfaces.aside import Piece, apply_again, dispose, pieces
from cstui.policy.effects import Refused
from cstui.store import chain, verify_log, writing
from cstui.store.verify import verify
from tests.agencies.louisiana.interfaces.conftest import DOE, POE, TODAY
from tests.agencies.louisiana.interfaces.files import benefit, file

LATER = date(2026, 1, 7)
UNKNOWN = benefit("17000999", "applied", date(2026, 1, 2))


def set_aside(performer: Performer, *lines: str) -> tuple[Piece, ...]:
    UPDATES.take_in(performer, UPDATES.read(file(*lines)))
    return waiting(performer)


def waiting(performer: Performer) -> tuple[Piece, ...]:
    with performer.store.read() as session:
        return pieces(session)


def rules(outcome: Receipt | Refused) -> list[str]:
    assert isinstance(outcome, Refused), outcome
    return [finding.rule for finding in outcome.findings]


def everything(performer: Performer) -> list[object]:
    with performer.store.read() as session:
        assert list(verify_log.log(session)) == []
        return list(chain.lines(session))


def opened_later(performer: Performer) -> None:
    writing.bulk_load(
        performer.store, [Case(number="17000999", office="17", worker="17001", cp=2, opened=TODAY)]
    )
    with performer.store.write() as session:
        writing.set_business_date(session, LATER)


def test_a_record_is_read_back_with_its_file_line_and_reason(performer: Performer) -> None:
    bar = "X | B is not this | nor that"
    first, second = set_aside(performer, UNKNOWN, bar)
    assert (first.line, first.run, first.made_on, first.on) == (2, "7", "03/02/2026", TODAY)
    assert (first.kind, first.number, first.by_case) == ("benefit", "0017000999", True)
    assert first.why.startswith("CS-101 ")
    assert first.record == UNKNOWN.rstrip()
    assert first.says == "BY C, NUMBER 0017000999, PROGRAM FITAP, EVENT applied, ON 20260102"
    assert second.why + " | " + second.record == f"is of no known kind: X | {bar}"


def test_it_knows_whose_file_it_came_with(performer: Performer) -> None:
    """A performer of another agency does not take it."""
    [one] = set_aside(performer, UNKNOWN)
    assert (one.agency, one.subject, one.by_case) == ("louisiana", "17000999", True)
    assert one.came_in is UPDATES
    elsewhere = msgspec.structs.replace(UPDATES, agency="atlantis")
    other = msgspec.structs.replace(one, came_in=elsewhere)
    assert rules(apply_again(performer, other, "17001", TODAY)) == ["CS-192"]
    assert waiting(performer) == (one,)


def test_it_is_applied_again_when_the_case_is_there(performer: Performer) -> None:
    [one] = set_aside(performer, UNKNOWN)
    assert rules(apply_again(performer, one, "17001", TODAY)) == ["CS-101"]
    assert waiting(performer) == (one,)
    opened_later(performer)
    came = apply_again(performer, one, "17001", LATER)
    assert isinstance(came, Receipt)
    assert (came.act, came.message) == (
        "settle-record",
        f"Entry {one.entry} settled: applied again and taken.",
    )
    facts = performer.facts("17000999")
    assert facts is not None
    assert [(spell.program, spell.applied) for spell in facts.spells] == [("FITAP", date(2026, 1, 2))]
    assert waiting(performer) == ()
    lines = everything(performer)
    assert [(line.subject, line.action, line.actor) for line in lines[-2:]] == [  # type: ignore[attr-defined]
        ("store", "IU", "IV-A"),
        ("store", "IS", "17001"),
    ]
    assert verify(performer.store) == []


def test_its_file_taken_in_a_second_time_changes_nothing(performer: Performer) -> None:
    [one] = set_aside(performer, UNKNOWN)
    opened_later(performer)
    apply_again(performer, one, "17001", LATER)
    before = everything(performer)
    assert UPDATES.take_in(performer, UPDATES.read(file(UNKNOWN))).before == TODAY
    assert everything(performer) == before
    other = UPDATES.take_in(performer, UPDATES.read(file(UNKNOWN, run=8)))
    assert (other.taken, other.known) == (0, 1)


def test_one_that_went_in_meanwhile_is_known_and_settled(performer: Performer) -> None:
    [one] = set_aside(performer, UNKNOWN)
    opened_later(performer)
    UPDATES.take_in(performer, UPDATES.read(file(UNKNOWN, run=8)))
    came = apply_again(performer, one, "17001", LATER)
    assert isinstance(came, Receipt)
    assert "had gone in before" in came.message
    facts = performer.facts("17000999")
    assert facts is not None
    assert len(facts.spells) == 1


def test_what_policy_refuses_says_so_and_goes_on_waiting(performer: Performer) -> None:
    [one] = set_aside(performer, benefit(DOE, "opened", date(2026, 1, 2)))
    before = everything(performer)
    assert rules(apply_again(performer, one, "17001", TODAY)) == ["CS-126"]
    assert everything(performer) == before


@pytest.mark.parametrize("record", ["X of no kind", benefit(POE, "closing", date(2026, 1, 2))])
def test_what_cannot_be_read_is_still_not_taken(performer: Performer, record: str) -> None:
    [one] = set_aside(performer, record)
    assert rules(apply_again(performer, one, "17001", TODAY)) == ["CS-192"]


def test_one_is_disposed_of_once_and_with_a_reason(performer: Performer) -> None:
    first, second = set_aside(performer, "X1", "X2")
    assert rules(dispose(performer, first.entry, "  ", "17001", TODAY)) == ["CS-105"]
    assert isinstance(dispose(performer, first.entry, "Keyed by hand.", "17001", TODAY), Receipt)
    assert rules(dispose(performer, first.entry, "Again.", "17001", TODAY)) == ["CS-191"]
    assert rules(apply_again(performer, first, "17001", TODAY)) == ["CS-191"]
    assert rules(dispose(performer, 999, "None.", "17001", TODAY)) == ["CS-191"]
    assert waiting(performer) == (second,)
    assert any("X1" in str(line) for line in everything(performer))


def test_an_entry_of_another_hand_is_shown_and_can_be_disposed_of(performer: Performer) -> None:
    with performer.store.write() as session:
        entry = chain.LogEntry(
            subject="store", action="IA", on=TODAY, at=performer.clock(), actor="IV-A", text="odd"
        )
        chain.append(session, [entry])
    [one] = waiting(performer)
    assert (one.why, one.record) == ("odd", "")
    assert rules(apply_again(performer, one, "17001", TODAY)) == ["CS-192"]
    assert isinstance(dispose(performer, one.entry, "Seen to.", "17001", TODAY), Receipt)
