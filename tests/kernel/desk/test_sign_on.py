"""The sign-on screen before the store is opened: whose it is, and what it says where nobody can tell."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cstui.agency import first
from cstui.desk.conversation import Aid, Answer, Request
from cstui.desk.preferences import sign_on
from cstui.desk.programs.pre_signon import Lobby
from cstui.desk.start import LateSession
from cstui.settings import here
from cstui.store.engine import create_store
from cstui.store.glance import agencies_at


def begun(target: str | Path) -> Answer:
    """The sign-on screen of a desk on that store."""
    return LateSession(str(target), lambda: datetime(2026, 3, 2, tzinfo=UTC), here()).start()


def test_a_store_of_one_agency_begins_with_its_screen(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    create_store(path, name="ONE", business_date=date(2026, 3, 2)).close()
    before = sorted(tmp_path.iterdir())
    assert agencies_at(path) == (first(),)
    assert begun(path).agency == first().name
    assert sorted(tmp_path.iterdir()) == before


def test_where_no_store_is_yet_the_first_agencys_will_be_made(tmp_path: Path) -> None:
    assert agencies_at(tmp_path / "none.db") == ()
    assert begun(tmp_path / "none.db").agency == ""


@pytest.mark.parametrize("target", ["postgresql://desk@server/store", "garbage"])
def test_where_nobody_can_tell_the_screen_names_no_agency(tmp_path: Path, target: str) -> None:
    if target == "garbage":
        (tmp_path / target).write_bytes(b"SQLite format 3\\0" + b"?" * 5000)
        target = str(tmp_path / target)
    answer = begun(target)
    assert (answer.agency, answer.rows) == ("desk", ())


def test_several_agencies_are_named_also_after_help_and_cancel() -> None:
    lobby, began = Lobby(), sign_on(here(), [first(), first()])
    lobby.begin(began)
    asked = Request(screen="SIGN", aid=Aid.PF1, agency=began.agency, values={"worker": "17"})
    helped = lobby.steer(asked)
    assert helped is not None
    back = lobby.steer(Request(screen="HELP", aid=Aid.PF3, state=helped.state))
    assert back is not None
    assert (back.rows, back.agency, back.values) == (began.rows, "desk", {"worker": "17"})
    cancelled = lobby.steer(Request(screen="SIGN", aid=Aid.PF12, agency=began.agency))
    assert cancelled is not None
    assert (cancelled.rows, cancelled.values) == (began.rows, {})


def test_a_glance_imports_nothing_heavy() -> None:
    code = "import sys, cstui.store.glance; print([m for m in ('sqlalchemy', 'textual') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
