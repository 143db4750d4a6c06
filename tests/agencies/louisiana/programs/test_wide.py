"""Lists on wide terminals: whole names and more columns, and the guide of the line under the cursor."""

from __future__ import annotations

import pytest

from cstui.desk.painter import Painter
from cstui.store.engine import Store
from tests.agencies.louisiana.programs.conftest import DOE, ROE
from tests.agencies.louisiana.programs.driver import Desk

LONG = "17000112"
"""A case of the practice store whose step takes more than 40 columns."""


def wide(store: Store, columns: int, command: str = "WORK", rows: int = 30) -> Desk:
    return Desk(store, columns=columns, rows=rows).command(command)


def screen(desk: Desk) -> list[str]:
    return Painter(desk.buffer).screen()


def line(desk: Desk, case: str) -> str:
    return next(text for text in screen(desk)[6:] if text[14:22] == case)


@pytest.mark.parametrize(
    ("columns", "whole", "rule", "guided"),
    [
        (80, False, False, False),
        (99, False, False, False),
        (100, True, False, False),
        (119, True, True, False),
        (120, False, False, True),
        (159, False, False, True),
        (160, True, False, True),
        (200, True, True, True),
    ],
)
def test_what_a_width_is_used_for(
    practice_store: Store, columns: int, whole: bool, rule: bool, guided: bool
) -> None:
    desk = wide(practice_store, columns)
    said = line(desk, LONG)
    assert ("HOLLY, GRACE PRACTICE" in said) is whole
    assert ("LA-E521-04" in said) is rule
    assert ("RULE" in screen(desk)[5]) is rule
    assert any("NEXT STEP" in text[80:] for text in screen(desk)[2:5]) is guided
    assert all(len(text) <= columns for text in screen(desk))


@pytest.mark.parametrize("columns", [100, 160, 200])
def test_heads_stand_above_their_columns(practice_store: Store, columns: int) -> None:
    desk = wide(practice_store, columns)
    heads = screen(desk)[5]
    for name, head in (("due", "BY"), ("case", "CASE"), ("party", "CUSTODIAL"), ("step", "NEXT STEP")):
        assert heads.index(head) == desk.buffer.slot(name, 0).x
    assert {slot.y for slot in desk.buffer.slots() if slot.row == 0} == {7}


def test_the_guide_follows_the_line_under_the_cursor_and_reads_nothing(
    office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(office_store, columns=120, rows=30)
    desk.command("REMD")
    for case, text in (
        (DOE, "Call about the certificate of her child"),
        (ROE, "Ask the clerk for a copy of the order"),
    ):
        desk.type("new_case", case).type("new_due", "T").type("new_text", text).key("enter")
    monkeypatch.setattr(desk.session, "handle", lambda request: pytest.fail("the host was asked"))
    guides = []
    for row in (0, 1):
        desk.at("due", row)
        desk.buffer.down()
        desk.buffer.up()
        guides.append(" ".join(text[80:].strip() for text in screen(desk)))
    assert guides[0] != guides[1]
    assert "the certificate of her child" in guides[0]
    assert "a copy of the order" in guides[1]


def test_only_rows_whose_guide_changes_are_painted_anew(practice_store: Store) -> None:
    desk = wide(practice_store, 140)
    before = screen(desk)
    desk.buffer.dirty.clear()
    desk.buffer.down()
    after, dirty = screen(desk), desk.buffer.dirty
    changed = {y for y, (was, now) in enumerate(zip(before, after, strict=True)) if was != now}
    assert changed <= dirty < set(range(30))


def test_another_size_shows_the_lines_in_its_width_and_keeps_what_is_typed(practice_store: Store) -> None:
    desk = wide(practice_store, 80).type("action", "C", 3)
    narrow = screen(desk)
    desk.buffer.resize(100, 30)
    assert "HOLLY, GRACE PRACTICE" in line(desk, LONG)
    assert desk.value("action", 3) == "C"
    desk.buffer.resize(80, 30)
    assert screen(desk) == narrow


def test_f2_tells_of_the_line_under_the_cursor(practice_store: Store) -> None:
    desk = wide(practice_store, 80)
    case = desk.column("case")[4]
    desk.at("due", 4).key("pf2")
    assert any(case in text for text in desk.column("text")[:4])
