"""MENU: a word of the map is picked with the arrow keys, the mouse and Enter."""

from __future__ import annotations

import pytest

from cstui.desk.commands import Does, commands
from tests.agencies.louisiana.programs.driver import Desk


def go(desk: Desk, *keys: str) -> Desk:
    for key in keys:
        getattr(desk.buffer, key)()
    return desk


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        (("down",), "WORK"),
        (("down", "down"), "DOCK"),
        (("down", "right"), "CAS1"),
        (("down", "right", "down", "left"), "DOCK"),
        (("down", "down", "up"), "WORK"),
    ],
)
def test_arrows_go_from_word_to_word_and_enter_opens_it(desk: Desk, keys: tuple[str, ...], screen: str):
    desk.command("CAS1 17000123").command("MENU")
    assert go(desk, *keys).key("enter").screen == screen


def test_a_click_on_what_a_word_does_picks_it(desk: Desk):
    desk.command("MENU")
    pick = next(one for one in desk.buffer.layout.picks if one.word == "LEM4")
    desk.buffer.click(pick.y, pick.end - 1)
    assert desk.key("enter").screen == "LEM4"


def test_what_is_typed_comes_before_what_is_picked(desk: Desk):
    desk.command("MENU").type("command", "REMD")
    assert go(desk, "down").key("enter").screen == "REMD"


def test_enter_beside_the_words_stays(desk: Desk):
    desk.command("MENU")
    desk.buffer.click(20, 70)
    assert desk.key("enter").screen == "MENU"


def test_in_a_field_the_arrows_move_by_one_column(desk: Desk):
    desk.command("MENU").at("command")
    y, x = desk.buffer.cursor
    desk.buffer.right()
    assert desk.buffer.cursor == (y, x + 1)


def test_every_word_of_the_map_opens_a_screen(desk: Desk):
    screens = {command.word for command in commands("louisiana") if command.does is Does.SCREEN}
    desk.command("MENU")
    assert len(desk.buffer.layout.picks) > 20
    assert {pick.word for pick in desk.buffer.layout.picks} <= screens
