"""An agency of another distribution plugs in with no change to the kernel: it is installed and tried."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cstui.content import root

EXAMPLE = Path(__file__).parents[1] / "example_agency"
MANUAL = Path(__file__).parents[2] / "docs" / "agencies.md"


@pytest.mark.wheel
@pytest.mark.slow
def test_practice_state_is_installed_and_works_beside_louisiana(tmp_path: Path) -> None:
    if not (root() / "pyproject.toml").is_file():
        pytest.skip("the example is in the checkout")
    site = tmp_path / "site"
    pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index")
    _run(*pip, "--target", str(site), str(EXAMPLE))
    paths = os.pathsep.join([str(root()), str(site)])
    where = {**os.environ, "PYTHONPATH": paths}
    checks = ("-m", "pytest", "-p", "no:cacheprovider", "-n", "0", str(EXAMPLE / "checks.py"))
    said = _run(sys.executable, *checks, env=where)
    assert " passed" in said


def test_the_manual_shows_the_code_of_the_example() -> None:
    """Every line of its snippets is a line of Practice State; `...` stands for what is left out."""
    written = {
        line.strip()
        for path in EXAMPLE.rglob("*")
        if path.suffix in {".py", ".toml"}
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    snippets = re.findall(r"```(?:python|toml)\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.strip() for snippet in snippets for line in snippet.splitlines()]
    assert len(lines) > 50
    assert [line for line in lines if line not in {*written, "..."}] == []


def _run(*command: str, env: dict[str, str] | None = None) -> str:
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, cwd=root(), env=env
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    return ran.stdout
