"""An agency of another distribution plugs in with no change to the kernel: it is installed and tried."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cstui.content import root

EXAMPLE = Path(__file__).parents[1] / "example_agency"


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


def _run(*command: str, env: dict[str, str] | None = None) -> str:
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, cwd=root(), env=env
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    return ran.stdout
