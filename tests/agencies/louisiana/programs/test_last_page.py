"""F8 on the last page: it stays, since an empty one would say that there is nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.store.engine import Store
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import Desk


@pytest.mark.parametrize("screen", ["WORK", f"APPT {DOE}", f"CAS1 {DOE}"])
def test_f8_on_the_last_page_stays_there(screen: str, desk: Desk) -> None:
    before = desk.command(screen).buffer.list_values
    for _ in range(9):
        desk.key("pf8")
    after = desk.buffer.list_values
    assert bool(after) == bool(before)
    assert desk.answer.message == "This is the last page."
    assert not desk.answer.more_below


def test_a_list_of_codes_turns_no_page_that_is_not_there_and_leaves_no_draft(
    office_store: Store, tmp_path: Path
) -> None:
    desk = Desk(office_store, drafts=tmp_path)
    desk.command(f"APPT {DOE}").type("purpose", "SI").at("purpose").key("pf4")
    codes = desk.column("code")
    desk.key("pf8")
    assert (desk.screen, desk.column("code"), desk.answer.findings) == ("PRMT", codes, ())
    assert desk.key("pf7").column("code") == codes
