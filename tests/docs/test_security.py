"""The security page: each control that it claims names a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([A-Z]{2}-\d+[^|]*) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
CLAIMS = ROW.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
LEAST = 40
"""About as many controls as a program can meet by itself."""


@pytest.mark.parametrize(("control", "done", "shown"), CLAIMS, ids=[one[0].split(" ")[0] for one in CLAIMS])
def test_a_control_names_the_test_that_shows_it(control: str, done: str, shown: str):
    named = re.findall(r"`(tests/[^`]+)`", shown)
    assert named, control
    for one in named:
        path, _, test = one.partition("::")
        assert (ROOT / path).is_file(), path
        if test:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            names = {
                node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            }
            assert test in names, one


def test_each_control_stands_once_and_there_are_enough():
    names = [one[0] for one in CLAIMS]
    assert len(names) == len(set(names))
    assert len(names) >= LEAST
