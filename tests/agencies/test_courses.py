"""Guided first sessions (FIRST, ...) of every agency: their lines fit, and name what there is."""

from __future__ import annotations

from itertools import product

import pytest

from cstui.agency import in_tree
from cstui.cells import cells
from cstui.desk.agency_desk import desk_of
from cstui.desk.commands import by_word
from cstui.desk.drawing import drawing_names, load_drawing
from cstui.desk.guided import LINE, courses
from cstui.desk.keyboard import load_keymap
from cstui.desk.keynames import by_keymap

COURSES = [(agency.name, word) for agency in in_tree() for word in courses(agency.name)]


def test_three_states_have_a_first_session() -> None:
    assert {(name, "FIRST") for name in ("louisiana", "kansas", "utah")} <= set(COURSES)


@pytest.mark.parametrize(("agency", "word"), COURSES)
def test_every_step_fits_its_line_and_names_what_there_is(agency: str, word: str) -> None:
    """With its number and the longest of keymaps, of names and of subjects."""
    course, shape = courses(agency)[word], desk_of(agency).subject
    number = shape.example or "0" * shape.digits
    assert shape.fits(number)
    assert word in by_word(agency)
    assert len(cells(course.ends)) <= LINE
    last = f"{len(course.step)}/{len(course.step)}"
    for step, named in product(course.step, (str, by_keymap(load_keymap("laptop")))):
        for text in (step.line, step.back, step.words, step.back_words):
            said = f"{last} {named(text)}".format(case=number, last="WHITE-CROWNED")
            assert len(cells(said)) <= LINE + 2, said
        if step.done.screen:
            assert step.done.screen in drawing_names(agency)
        if step.done.field:
            assert load_drawing(step.done.screen, agency).field(step.done.field)
