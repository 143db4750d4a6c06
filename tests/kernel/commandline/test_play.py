"""`cstui play` on a file that is not a scenario."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_one_file_that_cannot_be_read_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    broken, good = tmp_path / "broken.toml", "one-notice-for-two-cases"
    broken.write_text('id = "broken"\nnosuchkey = 1\n', encoding="utf-8")
    ran = run("play", str(broken), "no-such-scenario", LESSON, good)
    assert ran.status == 1
    said = " ".join(ran.out.split())
    assert "unknown key `nosuchkey`" in said
    assert "CS-311 no-such-scenario is not there" in said
    assert "is a lesson" in said
    assert said.endswith("1 scenario, 0 failed, 3 files not played")
    out = json.loads(run("play", str(broken), good, "--json").out)
    assert (out["passed"], [one["file"] for one in out["unread"]]) == (False, [str(broken)])
    assert [one["passed"] for one in out["scenarios"]] == [True]


def test_a_single_file_that_cannot_be_read_is_the_command_s_fault(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = broken\n", encoding="utf-8")
    ran = run("play", str(broken))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("CS-307 ")
