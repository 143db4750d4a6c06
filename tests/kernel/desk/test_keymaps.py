"""Keymaps are read strictly: what conflicts, or is unknown, or leaves no way out, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from demo import DemoHost, drawing
from textual import events

from cstui.content import ContentError, Source
from cstui.desk.app import DeskApp
from cstui.desk.conversation import Aid, Status
from cstui.desk.keyboard import OPERATIONS, key_name, known_keymaps, load_keymap, read_keymap


def own(text: str, tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", known_keymaps())
def test_each_keymap_reaches_every_operation(name: str) -> None:
    keymap = load_keymap(name)
    assert set(keymap.keys) == OPERATIONS
    assert set(keymap.operations.values()) == OPERATIONS
    assert all(keymap.label(number) for number in range(1, 25))


def test_a_laptop_needs_no_function_key_and_no_key_that_it_lacks() -> None:
    """Every operation but the shifted PF keys has a key of letters, digits, signs and cursor keys."""
    lacking = {"insert", "delete", "home", "end", "pageup", "pagedown", *(f"f{n}" for n in range(1, 25))}
    keymap = load_keymap("laptop")
    for operation, keys in keymap.keys.items():
        if operation.startswith("pf") and int(operation[2:]) > 12:
            continue
        assert any(key.split("+")[-1] not in lacking for key in keys), operation


def test_ones_own_keymap_says_only_what_differs(tmp_path: Path) -> None:
    path = own('title = "Mine"\nbase = "classic"\n[keys]\nreset = ["ctrl+t"]\nclear = []\n', tmp_path)
    keymap = load_keymap(str(path))
    assert keymap.name == "own"
    assert keymap.operations["ctrl+t"] == "reset"
    assert "ctrl+r" not in keymap.operations
    assert "ctrl+l" not in keymap.operations
    assert keymap.operations["f3"] == "pf3"


REFUSED = [
    ('[keys]\nfly = ["ctrl+t"]', 4, "there is no operation `fly`"),
    ('[keys]\ntab = ["ctrl+tabulator"]', 4, "there is no key `ctrl+tabulator`"),
    ('[keys]\ntab = ["hold+t"]', 4, "there is no key `hold+t`"),
    ('[keys]\ntab = ["t"]', 4, "`t` types itself"),
    ('[keys]\ntab = ["shift+t"]', 4, "`shift+t` types itself"),
    ('[keys]\ntab = ["ctrl+t"]\nhome = ["ctrl+t"]', 5, "Ctrl+T would do both"),
    ('[keys]\ndup = ["f3"]', 4, "F3 would do both"),
    ('[keys]\ndup = ["alt+3"]', 4, "Esc 3 would do both"),
    ('[keys]\ndup = ["ctrl+m"]', 4, "Enter would do both"),
    ('[keys]\ntab = ["tab", "ctrl+i"]', 4, "Tab would do both"),
    ("[keys]\nenter = []", 4, "no key is left for Enter"),
    ("[keys]\nreset = []", 4, "no key is left for Reset"),
    ("[keys]\npf12 = []", 4, "no key is left for Cancel"),
    ("color = 1\n[keys]", 3, "unknown key `color`"),
    ("[keys]\ntab = 3", 3, "Expected `array`"),
]


@pytest.mark.parametrize(("text", "line", "said"), REFUSED, ids=[case[2] for case in REFUSED])
def test_what_cannot_be_used_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    source = Source(Path("mine.toml"), f'title = "Mine"\nbase = "classic"\n{text}\n')
    with pytest.raises(ContentError) as caught:
        read_keymap(source)
    assert said in str(caught.value)
    assert caught.value.line == line
    assert "mine.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"), [("dvorak", "classic, laptop"), ("/no/such.toml", "cannot be read")]
)
def test_a_keymap_that_is_not_there_is_said(name: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        load_keymap(name)


def test_a_base_that_is_not_there_is_refused() -> None:
    with pytest.raises(ContentError, match="there is no keymap dvorak"):
        read_keymap(Source(Path("mine.toml"), 'title = "Mine"\nbase = "dvorak"\n[keys]\n'))


def test_keys_are_named_as_people_read_them() -> None:
    names = ("f3", "alt+3", "ctrl+e", "shift+f1", "pageup", "escape", "alt+minus", "alt+left", "alt+g")
    shown = ("F3", "Esc 3", "Ctrl+E", "Shift+F1", "PgUp", "Esc", "Esc -", "Esc Left", "Esc g")
    assert tuple(map(key_name, names)) == shown


class Chosen(DemoHost):
    """A desk whose settings name a keymap and a lock."""

    def __init__(self, keymap: str, *, strict: bool = False) -> None:
        super().__init__("OTHR")
        self.keymap, self.strict = keymap, strict

    def status(self) -> Status:
        return Status(keymap=self.keymap, strict=self.strict)


async def test_the_desk_takes_on_the_keymap_and_the_lock_of_the_settings(tmp_path: Path) -> None:
    host = Chosen("laptop", strict=True)
    app = DeskApp(host, drawings=drawing)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.space.render_line(22).text.startswith(" Esc1 Help  Esc2 Guide  Esc3 Exit")
        await pilot.press("alt+d", "up", "x", "a")
        assert app.space.buffer.locked
        await pilot.press("ctrl+r", "alt+5")
        await app.settled()
        assert [request.aid for request in host.requests] == [Aid.PF5]
        mine = own('title = "Mine"\nbase = "classic"\n[keys]\npf5 = ["ctrl+t"]\n', tmp_path)
        host.keymap, host.strict = str(mine), False
        await pilot.press("escape")
        await app.settled()
        await pilot.press("ctrl+t")
        await app.settled()
        assert host.requests[-1].aid is Aid.PF5
        assert not app.space.buffer.strict


async def test_a_keymap_that_cannot_be_used_is_said_and_the_classic_one_holds(tmp_path: Path) -> None:
    path = own('title = "Mine"\n[keys]\nfly = ["ctrl+t"]\n', tmp_path)
    host = Chosen(str(path))
    app = DeskApp(host, drawings=drawing)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "CS-098" in app.space.render_line(21).text
        app.post_message(events.Key("f5", None))
        await pilot.pause()
        await app.settled()
        assert [request.aid for request in host.requests] == [Aid.PF5]
