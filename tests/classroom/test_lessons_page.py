"""The page for writers of lessons: its example can be taught as it stands, and no key is left out."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from cstui import content
from cstui.classroom.authoring.proving import prove
from cstui.classroom.lesson import shapes
from cstui.classroom.lesson.marking import HINT_COST
from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.scenario.shapes import ScenarioText

PAGE = content.root() / "docs" / "lessons.md"


@pytest.fixture
def example(tmp_path: Path) -> Lesson:
    found = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    path = tmp_path / "98-her-bus-does-not-run.toml"
    path.write_text(found[1], encoding="utf-8")
    return read_lesson(path)


def test_the_example_can_be_taught(example: Lesson) -> None:
    assert prove(example) == []
    assert len(example.goals) == 2
    assert len(example.deeds) == 7


def test_every_key_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    kinds = [kind for kind in vars(shapes).values() if _is_shape(kind)]
    keys = {key for kind in kinds for key in kind.__struct_encode_fields__}
    keys -= set(ScenarioText.__struct_encode_fields__) - {"as", "id", "title", "starts"}
    assert keys > {"on_screen", "nudge", "tells", "cost", "with"}
    assert sorted(key for key in keys if f"`{key}`" not in text and f"[[{key}]]" not in text) == []


def test_what_hints_cost_is_as_the_page_says() -> None:
    costs = f"They cost {HINT_COST[1]}, {HINT_COST[2]} and {HINT_COST[3]} percent of the goal"
    assert costs in PAGE.read_text(encoding="utf-8")


def _is_shape(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == shapes.__name__
