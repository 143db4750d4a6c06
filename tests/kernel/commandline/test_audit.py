"""What is logged beside acts: refusals for who asks, what is exported; and the seal kept outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.acts.perform import Performer
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.policy.effects import Refused
from cstui.policy.records import Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import reads
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.kernel.commandline.conftest import CASE, MOMENT, START, Run


def logged(path: Path, subject: str, action: str) -> list[tuple[str, str]]:
    """Who, and what was said, of the lines with that code, the newest first."""
    with open_store(path) as store, store.read() as session:
        return [(row.actor, row.text) for row in reads.activities(session, subject, action=action)]


def test_an_act_that_is_refused_for_the_role_is_logged_under_the_worker(path: Path) -> None:
    with open_store(path) as store:
        bulk_load(store, [Worker(number="17009", name="AUDITOR", office="17", role="auditor")])
        desk = Performer(store, load_rulebook("louisiana"), lambda: MOMENT)
        came = desk.perform(AddNote(case=CASE, text="x"), actor="17009", on=START)
        assert isinstance(came, Refused)
        with store.read() as session:
            assert all(row.text != "x" for row in reads.activities(session, f"case {CASE}"))
        assert verify(store) == []
    [(actor, text)] = logged(path, "worker 17009", "RF")
    assert actor == "17009"
    assert text.startswith(f"Refused on case {CASE}: Role auditor may not do this")


def test_an_act_that_policy_refuses_is_not(path: Path) -> None:
    with open_store(path) as store:
        desk = Performer(store, load_rulebook("louisiana"), lambda: MOMENT)
        assert isinstance(desk.perform(AddNote(case=CASE, text=""), actor="17001", on=START), Refused)
    assert logged(path, "worker 17001", "RF") == []


def test_what_is_exported_is_logged_first(run: Run, path: Path, tmp_path: Path) -> None:
    run("show", CASE, "--json")
    run("report", "lem4145r1", "--format", "csv", "--out", str(tmp_path / "cases.csv"))
    run("interface", "out", "--out", str(tmp_path / "night.txt"))
    run("show", CASE)
    assert [text for _, text in reversed(logged(path, "store", "EX"))] == [
        f"Case {CASE} exported to standard output.",
        "Report lem4145r1 as csv exported to file cases.csv.",
        "Interface file lain-2ip-out of 03/01/2026 exported to file night.txt.",
    ]


def read_only(store: Store) -> None:
    raise StoreError("CS-202", what=store.place.name)


def test_what_cannot_be_logged_is_exported_from_a_practice_store_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "be_writable", read_only)
    assert run("show", CASE, "--json").status == 0
    assert "CS-202" in run("nightly").err


def test_the_newest_seal_is_written_to_a_file_that_is_compared_later(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "seal.txt"
    assert "CS-337" in run("store", "seal", "--out", str(kept)).err
    run("nightly", "--through", "2026-03-04")
    written = run("store", "seal", "--out", str(kept))
    assert written.status == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    said = kept.read_text()
    assert all(word in said for word in ("store CLI", "night 2026-03-04", "digest "))
    run("nightly")
    assert "1 night has been sealed since" in run("store", "verify", "--seal", str(kept)).out
    kept.write_text(said.replace("digest ", "digest 00"))
    assert "CS-332" in run("store", "verify", "--seal", str(kept)).err


@pytest.mark.parametrize("role", ["administrator", "interface", "auditor", "analyst"])
def test_a_command_as_a_worker_says_what_the_role_is_shown(run: Run, path: Path, role: str) -> None:
    with open_store(path) as store:
        bulk_load(store, [Worker(number="17009", name="R", office="17", role=role)])
    for words in (("show", CASE), ("show", CASE, "--json"), ("timeline", CASE), ("report", "lem4145r1")):
        ran = run(*words, "--as", "17009")
        if role in ("auditor", "analyst"):
            assert ran.status == 0, ran.err
        else:
            assert (ran.status, ran.out) == (1, "")
            assert ran.err.startswith(f"CS-240 Role {role} is not shown cases")
    assert run("show", CASE, "--as", "99999").err.startswith("CS-120")
