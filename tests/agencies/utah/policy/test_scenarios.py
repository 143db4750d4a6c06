"""The worked example of the document is among the scenarios, and every limit has its own."""

from __future__ import annotations

from cstui.agency import find


def test_the_worked_example_is_there() -> None:
    assert "example" in {path.stem for path in find("utah").files("scenarios")}
