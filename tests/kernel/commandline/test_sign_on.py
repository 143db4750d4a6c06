"""Commands on a store that asks for passwords: who signs on does them, and is shown his or hers."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.acts import accounts
from cstui.commandline import secrets
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.log_tables import ACCOUNT
from tests.kernel.commandline.conftest import CASE, MOMENT, START, Run

pytestmark = pytest.mark.slow

Types = Callable[..., list[str]]
PASSWORD = "correct horse battery"


@pytest.fixture
def asks(path: Path) -> Path:
    """The store, asking for passwords; everybody has one."""
    with open_store(path) as store, store.write() as session:
        accounts.ask_passwords(session, PASSWORD, on=START, at=MOMENT)
        session.execute(ACCOUNT.update().values(must_change=False))
    return path


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """Types texts at the prompts, in order; says which there were, with `*` where it is not shown."""

    def typing(*texts: str) -> list[str]:
        prompts: list[str] = []
        waiting = iter(texts)

        def asked(prompt: str, *, hidden: bool = True) -> str:
            prompts.append(f"{prompt}{'*' * hidden}")
            return next(waiting)

        monkeypatch.setattr(secrets, "asked", asked)
        return prompts

    return typing


def test_a_command_asks_who_it_is_and_acts_as_him_or_her(asks: Path, run: Run, types: Types):
    prompts = types("17001", PASSWORD)
    ran = run("do", "add-note", f"case={CASE}", "text=Seen")
    assert (ran.status, prompts) == (0, ["Worker", "Password*"]), ran.err
    with open_store(asks) as store, store.read() as session:
        lines = reads.activities(session, f"case {CASE}", limit=1)
        assert (lines[0].actor, lines[0].text) == ("17001", "Seen")
        signed = reads.activities(session, "worker 17001", limit=1)
        assert "Signed on to the command line." in signed[0].text


def test_the_worker_may_be_named_and_the_password_never(asks: Path, run: Run, types: Types):
    prompts = types(PASSWORD)
    assert run("do", "add-note", f"case={CASE}", "text=Seen", "--as", "17001").status == 0
    assert prompts == ["Password*"]


def test_a_wrong_password_does_nothing_and_is_not_repeated(asks: Path, run: Run, types: Types):
    types("17001", "wrong password of mine")
    ran = run("show", CASE)
    assert (ran.status, ran.out, "wrong password" in ran.err) == (1, "", False)
    types("99999", "wrong password of mine")
    assert run("show", CASE).err == ran.err.replace("17001", "99999"), "nobody learns which numbers there are"


def test_a_first_password_is_changed_at_the_desk(asks: Path, run: Run, types: Types):
    with open_store(asks) as store, store.write() as session:
        session.execute(ACCOUNT.update().values(must_change=True))
    types("17001", PASSWORD)
    ran = run("show", CASE)
    assert (ran.status, "CS-305" in ran.err) == (1, True)


def test_a_report_says_whose_cases_and_asks_who_it_is_for(asks: Path, run: Run, types: Types):
    prompts = types("17001", PASSWORD)
    ran = run("report", "lem4145r1", "--worker", "17001")
    assert (ran.status, prompts) == (0, ["Worker", "Password*"]), ran.err


def test_without_a_terminal_nothing_is_asked(asks: Path, run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("17001\n"))
    ran = run("show", CASE)
    assert (ran.status, "CS-335" in ran.err) == (1, True)


def test_the_nights_ask_nobody(asks: Path, run: Run, types: Types):
    prompts = types()
    assert (run("nightly").status, prompts) == (0, [])


def test_a_store_that_asks_for_nothing_is_as_it_was(path: Path, run: Run, types: Types):
    prompts = types()
    assert (run("show", CASE).status, prompts) == (0, [])
