"""Every scenario of every agency holds, by its own rules, each as a test of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.scenario.play import play
from cstui.scenario.read import read_scenario, scenario_files

pytestmark = pytest.mark.slow

FILES = scenario_files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario_holds(path: Path) -> None:
    played = play(read_scenario(path))
    with played.store:
        failed = [f"{path}:{c.line}: {c.what}; found: {c.found}" for c in played.checks if not c.passed]
    assert not failed, "\n" + "\n".join(failed)
    assert any(check.kind != "act" for check in played.checks)


def test_each_file_is_named_by_its_id() -> None:
    assert [read_scenario(path).id for path in FILES] == [path.stem for path in FILES]
