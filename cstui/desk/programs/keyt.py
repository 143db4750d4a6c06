"""KEYT: the screen of KEYTEST. What arrives is shown by the desk that has the keyboard."""

from __future__ import annotations

from cstui.desk.conversation import Answer
from cstui.desk.keyboard import keymap_or_default
from cstui.desk.keytest import KeyTest
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.overlay import KeyedOverlay, Underneath


class Keyt(KeyedOverlay):
    """KEYTEST: shows every key that arrives and what the terminal sent for it, and obeys none."""

    name = "KEYT"

    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        return self.page(desk, None)

    def page(self, desk: DeskContext, state: object) -> Answer:
        keymap, _ = keymap_or_default(desk.settings.settings.keymap)
        return Answer(screen=self.name, values=KeyTest(keymap).values)
