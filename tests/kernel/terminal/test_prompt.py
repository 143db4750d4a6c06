"""The code prompt narrows its list with every letter typed, at a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = pytest.mark.terminal


def test_each_letter_narrows_the_list(practice: Path) -> None:
    """F4 in NON COOP, letters without Enter; backspace widens the list; Enter takes the one left."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", "CAS2 17000203", "enter")
        worker.wait("CASE SCREEN 2")
        worker.type("f4")
        worker.wait("Two appointments missed", "Genetic test missed", "Court date missed")
        worker.type("TEST")
        worker.wait("Genetic test missed", gone="Court date missed")
        worker.type("QQ")
        worker.wait("No value holds TESTQQ.")
        worker.type("\x7f\x7f\x7f\x7f\x7f\x7f")
        worker.wait("Court date missed", "Genetic test missed")
        worker.type("COURT", "enter")
        worker.wait("CASE SCREEN 2", "NON COOP  CT")
