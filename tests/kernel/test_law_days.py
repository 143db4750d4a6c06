"""The holidays of the law that stand in the data, beside the library that knows them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from cstui.acts.workdays import days_off
from cstui.agency import Manifest, in_tree
from tools.law_days import LAST, path_of, text_of

FIRST_DAY_AFTER = date(LAST + 1, 1, 1)
"""No year of the table: the library must be asked."""


@pytest.mark.parametrize("agency", in_tree(), ids=lambda agency: agency.name)
def test_the_table_is_what_the_library_says(agency: Manifest):
    assert path_of(agency).read_text(encoding="utf-8") == text_of(agency)


def test_a_year_outside_the_table_is_asked_of_the_library():
    assert days_off(FIRST_DAY_AFTER, FIRST_DAY_AFTER)


def test_a_year_of_the_table_does_not_load_the_library():
    asked = (
        "import sys; from datetime import date; from cstui.acts.workdays import days_off;"
        " assert days_off(date(2026, 12, 25), date(2026, 12, 25)); assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
