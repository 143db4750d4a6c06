"""The example in the writers' guide is a scenario that holds, and its tables name every key there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from cstui import content
from cstui.agency import first
from cstui.content import Content
from cstui.policy.rulebook import load_rulebook
from cstui.scenario import shapes
from cstui.scenario.play import play
from cstui.scenario.read import read_scenario

README = content.root() / "docs" / "scenarios.md"


def test_the_example_holds() -> None:
    text = README.read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    played = play(read_scenario(README.with_name("readme-example.toml"), example[1]), load_rulebook())
    with played.store:
        assert [c for c in played.checks if not c.passed] == []
    assert len(played.checks) == 15


def test_every_key_is_explained() -> None:
    text = README.read_text(encoding="utf-8")
    keys = set(_keys(shapes.for_agency(shapes.ScenarioText, first())))
    assert keys > {"order_on", "at_least", "is", "case", "mailed", "agency"}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", text)) == []


def _keys(shape: type[msgspec.Struct]) -> Iterator[str]:
    """Every key of a shape and of those within it."""
    for field in msgspec.structs.fields(shape):
        yield field.encode_name
        for kind in _within(field.type):
            yield from _keys(kind)


def _within(hint: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, Content):
        yield hint
    for inner in get_args(hint):
        yield from _within(inner)
