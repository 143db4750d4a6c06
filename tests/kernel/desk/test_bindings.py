"""Every key that Textual binds by itself is ours and in KEYS, or off: a new version brings none in unseen."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from demo import DemoHost, drawing
from textual.app import App
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from cstui.desk.app import DeskApp
from cstui.desk.keyboard import PALETTE_KEY, key_name, load_keymap
from cstui.desk.programs.texts import PALETTE

TEXTUALS: dict[type[DOMNode], frozenset[str]] = {
    App: frozenset({"ctrl+q", "ctrl+c"}),
    Screen: frozenset({"tab", "shift+tab", "ctrl+c", "super+c"}),
    Widget: frozenset(),
}
"""What an app, a screen and a widget bind by themselves. A key that is new here needs a decision."""
IN_THE_PALETTE = frozenset(
    {
        *("up", "down", "pageup", "pagedown", "escape"),
        *("ctrl+home", "ctrl+end", "shift+home", "shift+end"),
    }
)
"""What the command palette binds while it is open: it chooses a word, and closes."""


def keys_of(bindings: Iterable[object]) -> set[str]:
    """The keys of bindings, one by one."""
    return {
        key.strip()
        for one in bindings
        for key in (one.key if isinstance(one, Binding) else one[0]).split(",")
    }  # type: ignore[index]


@pytest.mark.parametrize("kind", TEXTUALS)
def test_what_textual_binds_is_known(kind: type[DOMNode]) -> None:
    assert keys_of(kind.BINDINGS) == TEXTUALS[kind]


def test_what_the_palette_binds_is_known() -> None:
    assert keys_of(CommandPalette.BINDINGS) == IN_THE_PALETTE
    editing = keys_of([*Input.BINDINGS, *OptionList.BINDINGS])
    assert "ctrl+q" not in editing


async def test_the_desk_binds_nothing_but_the_palette() -> None:
    app = DeskApp(DemoHost(), drawings=drawing)
    async with app.run_test(size=(80, 24)):
        assert set(app._bindings.key_to_bindings) == {PALETTE_KEY}
        assert set(app.screen._bindings.key_to_bindings) == set()
        assert set(app.space._bindings.key_to_bindings) == set()


@pytest.mark.parametrize("key", sorted(frozenset().union(*TEXTUALS.values()) - {PALETTE_KEY}))
async def test_a_key_of_textuals_is_the_keymaps_or_refused(key: str) -> None:
    """Ctrl+Q ended the desk and threw away what was typed."""
    app = DeskApp(DemoHost(), drawings=drawing)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9", key)
        assert app.is_running
        assert app.space.buffer.value("noncoop") == "9"
        known = key in load_keymap().operations
        assert (app.space.buffer.inhibited == "X NO KEY") is not known


def test_keys_tells_of_the_palette() -> None:
    assert key_name(PALETTE_KEY) in PALETTE
