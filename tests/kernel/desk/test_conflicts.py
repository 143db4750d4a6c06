"""What was typed on a screen that the store has overtaken: it lands on its own row or is told, never lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cstui.desk.conflicts import (
    Compared,
    FieldConflict,
    Typed,
    compare,
    filled_with,
    painted_there,
    taken,
    typed_on,
    unfilled,
)
from cstui.desk.conversation import Aid, Answer, Request, Row


def row(key: str, *, protected: frozenset[str] = frozenset(), **values: str) -> Row:
    """A row of REFR's list: `action` and `participation` may be typed."""
    return Row(key=key, values={"action": "", "participation": "", **values}, protected=protected)


def refr(*rows: Row, protected: frozenset[str] = frozenset(), **values: str) -> Answer:
    return Answer(screen="REFR", values=values, rows=rows, protected=protected)


def submitted(*rows: Row, **values: str) -> Request:
    return Request(screen="REFR", aid=Aid.ENTER, values=values, rows=rows)


def letters(answer: Answer) -> list[str]:
    return [one.values["action"] for one in answer.rows]


def told(lines: tuple[FieldConflict, ...]) -> list[tuple[str, str | None, str, str, str, str]]:
    return [(line.field, line.row, line.was, line.theirs, line.mine, line.letter) for line in lines]


# --- what was typed ----------------------------------------------------------------------------


def test_only_what_differs_from_the_painted_was_typed_blanks_aside() -> None:
    painted = refr(row("1", what="came "), row("2", action="C "), source="IVA ", received="")
    request = submitted(row("1", action=" C", what="x"), row("2", action="C"), source="IVA", received="T")
    assert typed_on(painted, request) == Typed(fields={"received": "T"}, rows={"1": {"action": "C"}})
    assert not typed_on(painted, submitted(*painted.rows, source="IVA", received=""))


def test_a_row_that_was_not_painted_has_all_that_it_holds_typed() -> None:
    assert typed_on(refr(), submitted(row("9", action="C"))).rows == {"9": {"action": "C"}}


def test_the_second_row_of_a_record_keeps_what_was_typed_on_it() -> None:
    """One record may have several rows; a letter goes back to the row on which it was typed."""
    painted = refr(row("1"), row("1"), row("2"), row("1"))
    typed = typed_on(painted, submitted(row("1"), row("1", action="C"), row("2", action="C"), row("1")))
    assert len(typed.rows) == 2
    shown, left = filled_with(painted, typed)
    assert (letters(shown), bool(left)) == (["", "C", "C", ""], False)


# --- put back on the screen as it stands now ----------------------------------------------------


def test_what_was_typed_goes_by_the_record_not_by_the_line() -> None:
    """A row that came in above moves the others down; what the row holds besides stays as it is now."""
    shown, left = filled_with(
        refr(row("3"), row("2"), row("1", what="now")), Typed(rows={"1": {"action": "C"}})
    )
    assert (letters(shown), shown.rows[2].values["what"], bool(left)) == (["", "", "C"], "now", False)


@pytest.mark.parametrize(
    ("protected", "kept", "remains"),
    [
        (frozenset(), {"action": "C", "participation": "N"}, {}),
        (frozenset({"participation"}), {"action": "C", "participation": "Y"}, {"1": {"participation": "N"}}),
        (
            frozenset({"action", "participation"}),
            {"action": "", "participation": "Y"},
            {"1": {"action": "C", "participation": "N"}},
        ),
    ],
)
@pytest.mark.parametrize("of_row", [True, False])
def test_what_may_not_be_typed_now_is_left_and_told(
    protected: frozenset[str], kept: Mapping[str, str], remains: Mapping[str, Mapping[str, str]], of_row: bool
) -> None:
    """A column closed on this row, or on the whole screen: its value is left over, the rest is put in."""
    now = row("1", participation="Y", protected=protected if of_row else frozenset())
    answer = refr(now, protected=frozenset() if of_row else protected)
    shown, left = filled_with(answer, Typed(rows={"1": {"action": "C", "participation": "N"}}))
    assert shown.rows[0].values == kept
    assert left.rows == remains


def test_fields_closed_or_unknown_now_and_rows_that_are_gone_are_left() -> None:
    typed = Typed(fields={"source": "CSE", "received": "T", "office": "36"}, rows={"7": {"action": "C"}})
    shown, left = filled_with(refr(protected=frozenset({"received"}), source="IVA", received="X"), typed)
    assert (shown.values["source"], shown.values["received"], "office" in shown.values) == ("CSE", "X", False)
    assert left == Typed(fields={"received": "T", "office": "36"}, rows={"7": {"action": "C"}})


def test_an_answer_that_shows_what_was_typed_is_painted_as_before_it_only_where_it_still_does() -> None:
    painted = refr(row("1", participation="Y"), row("2"), source="IVA", received="03012026")
    typed = Typed(
        fields={"source": "CSE", "received": "T"}, rows={"1": {"participation": "N", "action": "C"}}
    )
    answer = refr(
        row("1", participation="N", action="D"), row("2", action="C"), source="CSE ", received="03022026"
    )
    before = unfilled(painted, typed, answer)
    assert before.values == {"source": "IVA", "received": "03022026"}
    assert [one.values for one in before.rows] == [
        {"participation": "Y", "action": "D"},
        {"participation": "", "action": "C"},
    ]


# --- compared ----------------------------------------------------------------------------------


def compared(
    painted: Answer, theirs: Answer, mine: Typed, *, whole: bool = False
) -> tuple[FieldConflict, ...]:
    return compare(painted_there(painted, mine), theirs, mine, painted if whole else None)


def test_a_value_of_mine_alone_is_m_the_same_as_theirs_is_t_and_nobody_is_preferred_where_both_changed() -> (
    None
):
    painted = refr(source="", received="", form="", found="")
    theirs = refr(source="", received="T", form="U", found="T")
    lines = compared(painted, theirs, Typed(fields={"source": "IVA", "received": "T", "form": "S"}))
    assert told(lines) == [
        ("form", None, "", "U", "S", ""),
        ("source", None, "", "", "IVA", "M"),
        ("received", None, "", "T", "T", "T"),
    ]
    assert [line.both for line in lines] == [True, False, False]


def test_what_they_changed_elsewhere_is_told_without_a_letter_and_last() -> None:
    painted = refr(row("1"), source="", status="OPEN", office="17 RIVERBEND ")
    theirs = refr(row("1"), source="", status="PENDED", office="17 RIVERBEND")
    mine = Typed(fields={"source": "IVA"}, rows={"1": {"action": "C"}})
    lines = compared(painted, theirs, mine, whole=True)
    assert told(lines) == [
        ("source", None, "", "", "IVA", "M"),
        ("action", "1", "", "", "C", "M"),
        ("status", None, "OPEN", "PENDED", "", ""),
    ]
    assert [line.entry for line in lines] == [True, True, False]
    assert [line.field for line in compared(painted, theirs, mine)] == ["source", "action"]


def test_a_field_that_was_closed_meanwhile_tells_what_was_typed_and_takes_no_letter() -> None:
    painted, typed = refr(source="IVA"), Typed(fields={"source": "CSE"})
    [line] = compared(painted, refr(source="IVA", protected=frozenset({"source"})), typed, whole=True)
    assert (line.was, line.theirs, line.mine, line.entry, line.letter) == ("IVA", "IVA", "CSE", False, "")


def test_a_row_that_is_gone_says_so_and_can_be_taken_by_nobody() -> None:
    painted = refr(row("1", participation="Y"), row("2"))
    mine = Typed(rows={"1": {"participation": "N"}, "2": {"action": "C"}})
    lines = compared(painted, refr(row("2")), mine)
    assert told(lines) == [
        ("action", "2", "", "", "C", "M"),
        ("participation", "1", "Y", "not on this page", "N", ""),
    ]
    assert not lines[1].entry
    assert not lines[1].both


def test_only_what_m_took_is_mine() -> None:
    painted = refr(row("1", participation="Y"), row("2"), source="", received="")
    theirs = refr(row("1", participation="X"), row("2"), source="IVA", received="")
    mine = Typed(
        fields={"source": "CSE", "received": "T"}, rows={"1": {"participation": "N"}, "2": {"action": "C"}}
    )
    found = Compared(theirs=theirs, heading="", lines=compared(painted, theirs, mine))
    assert taken(found) == Typed(fields={"received": "T"}, rows={"2": {"action": "C"}})
