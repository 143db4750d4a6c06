"""The worked examples of the documents are among the scenarios, each part by itself."""

from __future__ import annotations

from cstui.agency import find

EXAMPLES = {"example-1-a", "example-1-b", "example-1-c", "example-1-d", "example-2", "example-3"}


def test_the_worked_examples_are_there() -> None:
    assert {path.stem for path in find("kansas").files("scenarios")} >= EXAMPLES
