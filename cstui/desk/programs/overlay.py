"""Screens that lie over another one: help, guide, prompt, keys. Leaving them restores what was typed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

import msgspec

from cstui.desk.conversation import Answer, Request
from cstui.desk.programs.base import DeskContext, Program
from cstui.policy.findings import Finding
from cstui.policy.rulebook import CodeTable


class Underneath(msgspec.Struct, frozen=True, kw_only=True):
    """The screen underneath: its last answer, what it found wrong, what was typed when the key came.

    `choices` are what its program lists in the field under the cursor, where that takes no code.
    `asked` is what followed the word on the command line: a rule, a word.
    """

    request: Request
    answer: Answer
    findings: tuple[Finding, ...] = ()
    choices: CodeTable | None = None
    asked: str = ""


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A value picked in a prompt, for a field of the screen underneath."""

    field: str
    value: str
    row: int | None = None


Picked = Callable[[Pick], Answer]


class Overlay(Program):
    """Base of the overlays. `picked` goes back to the screen underneath with a value."""

    def __init__(self, picked: Picked) -> None:
        self.picked = picked

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        """An overlay is opened over a screen; by itself it shows what its state holds."""
        return self.page(desk, state)

    @abstractmethod
    def page(self, desk: DeskContext, state: object) -> Answer:
        """The overlay's page that `state` says."""


class KeyedOverlay(Overlay):
    """Base of the overlays that a key lays over any screen; the others are opened by their page."""

    @abstractmethod
    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        """The overlay over the screen that is shown."""
