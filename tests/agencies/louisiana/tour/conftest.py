"""The practice store of the terminals' tests, on whose day the tours are worked."""

from __future__ import annotations

from tests.kernel.terminal.conftest import golden_file, practice

__all__ = ["golden_file", "practice"]
