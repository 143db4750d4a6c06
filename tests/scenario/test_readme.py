"""The example in the writers' guide is a scenario that holds, and its tables name every key there is."""

from __future__ import annotations

import re

import msgspec

from cstui import content
from cstui.policy.rulebook import load_rulebook
from cstui.scenario import shapes
from cstui.scenario.play import play
from cstui.scenario.read import read_scenario

README = content.root() / "data" / "scenarios" / "README.md"


def test_the_example_holds() -> None:
    text = README.read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    played = play(read_scenario(README.with_name("readme-example.toml"), example[1]), load_rulebook())
    with played.store:
        assert [c for c in played.checks if not c.passed] == []
    assert len(played.checks) == 10


def test_every_key_is_explained() -> None:
    text = README.read_text(encoding="utf-8")
    kinds = [kind for kind in vars(shapes).values() if _is_shape(kind)]
    keys = {key for kind in kinds for key in kind.__struct_encode_fields__}
    assert keys > {"order_on", "at_least", "is"}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", text)) == []


def _is_shape(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == shapes.__name__
