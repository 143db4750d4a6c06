"""`cstui play` on a file that is no scenario."""

from __future__ import annotations

import pytest

from tests.kernel.commandline.conftest import Run

LESSON = "data/louisiana/lessons/01-sign-on-and-find-a-case.toml"


@pytest.mark.parametrize("name", [LESSON, "01-sign-on-and-find-a-case"])
def test_a_lesson_is_not_played_and_says_what_to_type(run: Run, name: str) -> None:
    ran = run("play", name)
    assert ran.status == 2
    said = " ".join(ran.err.split())
    assert "is a lesson" in said
    assert f"cstui learn {LESSON}" in said
    assert "--check" in said
