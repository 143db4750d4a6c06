"""What every program has of its own: the words that it names, and an answer to its live field."""

from __future__ import annotations

import pytest

from cstui.acts.registry import acts_of
from cstui.desk.conversation import Answer
from cstui.desk.drawing import load_drawing
from cstui.desk.programs import registry
from cstui.desk.programs.base import Program
from cstui.desk.programs.overlay import Pick

SCREENS = sorted({*registry.programs(), *registry.OVERLAYS})


def of(screen: str) -> Program:
    """The program behind a screen; nothing is picked in it."""

    def picked(pick: Pick) -> Answer:
        raise AssertionError(pick)

    return registry.program(screen, picked)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_program_answers_the_words_it_names_and_the_letters_of_its_live_field(screen: str) -> None:
    program = type(of(screen))
    assert bool(program.answers) == (program.word is not Program.word)
    live = any(field.live for field in load_drawing(screen).fields)
    assert live == (program.typed is not Program.typed)


def test_some_screen_has_a_live_field_and_some_have_words() -> None:
    """The test above would hold of nothing otherwise."""
    assert any(field.live for screen in SCREENS for field in load_drawing(screen).fields)
    assert sum(bool(of(screen).answers) for screen in SCREENS) > 10


@pytest.mark.parametrize("act", acts_of().values(), ids=acts_of())
def test_every_act_decides_for_itself(act: type) -> None:
    assert not getattr(act.decide, "__isabstractmethod__", False)  # type: ignore[attr-defined]
