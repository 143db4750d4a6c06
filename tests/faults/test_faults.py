"""A few runs of the fault runner: nothing is lost, half done or doubled, and going on works."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.faults import machine

RUNS = 12


def test_nothing_is_lost_at_a_few_moments() -> None:
    if machine.built() is None:
        pytest.skip("there is no C compiler here")
    command = [sys.executable, "-m", "tests.faults", "--seed", "7", "--runs", str(RUNS)]
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{RUNS} runs, 0 with losses" in done.stdout
