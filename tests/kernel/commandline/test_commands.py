"""Every command as its user meets it: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from cstui.acts import accounts
from cstui.commandline import secrets
from cstui.commandline.parser import parser
from cstui.commandline.reference import _subcommands
from cstui.commandline.shapes.outputs import OUTPUTS
from cstui.store.engine import open_store
from tests.kernel.commandline.conftest import (
    CASE,
    HIDDEN_CASE,
    MOMENT,
    SECRET_PHONE,
    SECRET_STREET,
    SECRET_WORK,
    START,
    Run,
)

PASSWORD = "seven quiet herons"
MOVE = ("do", "move-appointment", f"case={CASE}", "appointment=1", "on=2026-03-11", "at=0900")


def test_an_act_is_done_with_receipt_and_next_step(run: Run) -> None:
    ran = run(*MOVE)
    assert ran.status == 0
    assert "Receipt 17000123-" in ran.out
    assert "Appointment 03/11 09:00" in ran.out
    assert "moved to 03/11/2026 09:00" in " ".join(run("show", "case", CASE).out.split())


def test_a_dry_run_writes_nothing(run: Run) -> None:
    before = run("show", "case", CASE, "--json").out
    ran = run(*MOVE, "--dry-run")
    assert ran.status == 0
    assert "Nothing was written" in ran.out
    assert "add Appointment 17000123 2" in ran.out
    assert run("show", "case", CASE, "--json").out == before


def test_a_refusal_names_rule_and_way_out_and_ends_with_1(run: Run) -> None:
    ran = run("do", "pend-closure", f"case={CASE}")
    assert ran.status == 1
    assert ran.out == ""
    assert "LA-E522-05" in ran.err
    assert "LA-E522-04" in ran.err
    refused = msgspec.json.decode(run("do", "pend-closure", f"case={CASE}", "--json").out, type=OUTPUTS["do"])
    assert not refused.done
    assert refused.receipt is None
    assert {finding.rule for finding in refused.findings} >= {"LA-E522-04", "LA-E522-05"}


def test_an_act_takes_its_date_and_worker_in_a_practice_store(run: Run) -> None:
    came = run(
        "do",
        "record-outcome",
        f"case={CASE}",
        "appointment=1",
        "outcome=F",
        "--on",
        "03/10/2026",
        "--as",
        "17001",
        "--json",
    )
    out = msgspec.json.decode(came.out, type=OUTPUTS["do"])
    assert (out.done, f"{out.on}", out.actor) == (True, "2026-03-10", "17001")


def test_a_text_that_is_too_long_is_refused_by_do_and_by_undo(run: Run) -> None:
    """What is refused is named with its length and the bound, and nothing of it is kept."""
    long = run("do", "add-note", f"case={CASE}", f"text={'x' * 2_001}")
    assert (long.status, long.out) == (1, "")
    assert "CS-291    TEXT has 2,001 characters; the limit is 2,000." in long.err
    name = run("do", "correct-name", "person=1", f"last={'x' * 101}", "why=Wrong")
    assert "LAST has 101 characters; the limit is 100." in name.err
    assert run("do", "add-note", f"case={CASE}", "text=Hello").status == 0
    assert "CS-291" in run("undo", "--as", "17001", "x" * 2_001).err
    assert run("undo", "--as", "17001", "Typed too early").status == 0


def test_ofs_53_is_brought_to_the_worker_and_its_cases_are_listed(run: Run) -> None:
    """What comes over the counter is the worker's act; a list is keyed with commas."""
    assert run("do", "receive-ofs53", f"case={CASE}", "received_on=2026-03-02").status == 0
    assert "CP brought OFS 53" in run("show", "case", CASE).out
    refused = run("do", "agree-on-cases", f"case={CASE}", f"cases={CASE},{HIDDEN_CASE}")
    assert "CS-152" in refused.err
    assert "CS-303" in run("do", "agree-on-cases", f"case={CASE}", "cases=17").err
    agreed = run("do", "agree-on-cases", f"case={CASE}", f"cases={CASE}")
    assert f"agrees to cooperate on {CASE}" in agreed.out
    assert "typing" not in run("acts", "agree-on-cases").out


def test_inputs_may_stand_after_options(run: Run) -> None:
    ran = run("do", "add-note", "--json", f"case={CASE}", "text=a b; c")
    assert ran.status == 0
    assert "a b; c" in run("show", "case", CASE).out


@pytest.mark.parametrize(
    ("arguments", "rule", "says"),
    [
        (("do", "schedule-apointment"), "CS-302", "did you mean schedule-appointment?"),
        (("do", "add-note", f"case={CASE}"), "CS-303", "text must be given"),
        (("do", "add-note", "case=1", "text=x"), "CS-303", "case 1 is not a case number, 8 digits"),
        (("do", "add-note", f"case={CASE}", "txt=x"), "CS-303", "did you mean text?"),
        (("do", "add-note", f"case={CASE}", "text=x", "text=y"), "CS-303", "text is given twice"),
        (("do", "add-note", f"case={CASE}", "note"), "CS-303", "write key=value"),
        (("do", "record-outcome", f"case={CASE}", "appointment=1", "outcome=Z"), "CS-303", "one of K, F, X"),
        (("do", "record-outcome", f"case={CASE}", "appointment=x", "outcome=K"), "CS-303", "not a number"),
        (
            ("do", "record-retained", f"case={CASE}", "paid_on=T", "amount=x", "assigned_on=T"),
            "CS-303",
            "amount x is not an amount in cents",
        ),
        (("do", "assign-case", f"case={CASE}", "worker=17001", "office=x"), "CS-303", "not an office, 2"),
        ((*MOVE[:4], "on=2026-02-30", "at=09:00"), "CS-301", "on 2026-02-30: there is no such day"),
        (("nightly", "--through", "tomorrow"), "CS-301", "is not a date"),
        (("screens", "show", "CASS1"), "CS-306", "did you mean cas1?"),
        (("rules", "nowhere"), "CS-308", "is not a document"),
        (("frobnicate",), "CS-301", "frobnicate"),
        (("show", "case"), "CS-301", "NUMBER"),
        (("timeline", CASE, "extra"), "CS-301", "extra"),
        (("desk", "--theme", "pink"), "CS-301", "theme pink is not allowed"),
        (("classroom", "serve", "--seats", "x"), "CS-301", "--seats: x is not a whole number"),
        (("print", "form", CASE, "one"), "CS-301", "SEQ: one is not a whole number"),
    ],
)
def test_a_command_written_wrongly_ends_with_2(
    run: Run, arguments: tuple[str, ...], rule: str, says: str
) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    first, second = ran.err.splitlines()
    assert first.startswith(f"{rule} ")
    assert says in first
    assert second.startswith("  ")


def test_a_port_that_there_is_not_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("classroom", "serve", "--lesson", "1", "--folder", str(tmp_path / "class"), "--port", "99999")
    assert (ran.status, ran.out) == (1, "")
    assert "CS-619 99999 is not a value for --port" in ran.err
    assert not (tmp_path / "class").exists()


@pytest.mark.parametrize(
    "arguments", [("show", "case", "99999999"), ("guide", "99999999"), ("timeline", "99999999")]
)
def test_an_unknown_case_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 1
    assert ran.err.startswith("CS-101 No case 99999999")


def test_an_unknown_worker_is_refused(run: Run) -> None:
    assert run("guide", "--as", "99999").err.startswith("CS-120 ")
    ran = run("do", "add-note", f"case={CASE}", "text=x", "--as", "99999")
    assert (ran.status, ran.err[:6]) == (1, "CS-120")


def test_a_missing_store_and_no_store_each_have_their_message(run: Run, tmp_path: Path) -> None:
    ran = run("--store", str(tmp_path / "none.db"), "store", "info")
    assert ran.status == 1
    assert ran.err.startswith("CS-206 ")
    text = tmp_path / "letter.txt"
    text.write_text("Dear store")
    assert run("store", "info", "--store", str(text)).err.startswith("CS-205 ")
    assert run("show", "case", CASE, "--store", str(text)).err.startswith("CS-205 ")


@pytest.fixture
def live(path: Path) -> Path:
    """The same store, marked live."""
    with open_store(path) as store, store.write() as session:
        session.connection().exec_driver_sql("UPDATE store_info SET value = 'live' WHERE key = 'kind'")
        accounts.open_account(session, "17001", PASSWORD, by="TEST", on=START, at=MOMENT, must_change=False)
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        (*MOVE, "--on", "2026-03-03"),
        (*MOVE, "--on", "2026-03-03", "--dry-run"),
        ("nightly", "--through", "2026-03-03"),
    ],
)
@pytest.mark.usefixtures("live")
def test_a_live_store_takes_no_date(
    run: Run, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"Worker": "17001", "Password": PASSWORD}
    monkeypatch.setattr(secrets, "asked", lambda prompt, **_: said[prompt])
    ran = run(*arguments)
    assert ran.status == 1
    assert ran.err.startswith("CS-304 ")


@pytest.mark.usefixtures("live")
def test_a_live_store_says_nothing_to_nobody(run: Run) -> None:
    for words in (MOVE, ("show", "case", CASE), ("guide",), ("print", "case", CASE)):
        ran = run(*words)
        assert (ran.status, ran.out, ran.err[:7]) == (1, "", "CS-335 ")


@pytest.mark.parametrize("json", [(), ("--json",)])
@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "case", HIDDEN_CASE),
        ("guide",),
        ("guide", HIDDEN_CASE),
        ("timeline", HIDDEN_CASE),
        ("do", "change-address", "person=4", "line1=14 SECRET LANE", "city=GRETNA", "zip_code=70053"),
        ("do", "change-employer", "person=4", "employer=SECRET BAKERY 2"),
        (
            *("do", "change-address", "person=4", "line1=14 SECRET LANE", "city=GRETNA", "zip_code=70053"),
            "--dry-run",
        ),
    ],
)
def test_what_a_family_violence_mark_hides_is_in_no_output(
    run: Run, arguments: tuple[str, ...], json: tuple[str, ...]
) -> None:
    ran = run(*arguments, *json)
    assert ran.status == 0
    for secret in (SECRET_STREET, SECRET_WORK, SECRET_PHONE, "SECRET", "70053"):
        assert secret not in ran.out + ran.err


def test_an_address_without_the_mark_is_shown(run: Run) -> None:
    shown = run("show", "case", CASE).out
    assert "1 OPEN ROAD GRETNA LA 70053" in shown
    assert "RIVER DINER" in shown
    out = msgspec.json.decode(run("show", "case", CASE, "--json").out, type=OUTPUTS["show case"])
    assert (out.cp.address, out.cp.hidden) == ("1 OPEN ROAD GRETNA LA 70053", ())


def test_guide_names_step_reason_rule_and_screen(run: Run) -> None:
    shown = run("guide", CASE).out
    assert "Appointment 03/10 09:00" in shown
    assert f"APPT {CASE}" in shown
    assert "E-521" in shown
    listed = msgspec.json.decode(run("guide", "--as", "17001", "--json").out, type=OUTPUTS["guide"])
    assert [step.subject_key for step in listed.steps] == [CASE, HIDDEN_CASE]
    assert all(step.cite and step.why for step in listed.steps)


def test_typed_escape_sequences_never_reach_the_terminal(run: Run) -> None:
    evil = "before \x1b[31mred\x1b[0m \x9b1m \u202eafter"
    assert run("do", "add-note", f"case={CASE}", f"text={evil}").status == 0
    for shape in ((), ("--json",)):
        out = run("show", "case", CASE, *shape).out
        assert "before" in out
        assert not {"\x1b", "\x9b", "\u202e"} & set(out)
    ran = run("do", "add-note", f"case={CASE}", "text=x", "\x1b[31m=y")
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("width", [60, 80, 132])
@pytest.mark.parametrize(
    "arguments", [("acts",), ("acts", "move-appointment"), ("show", "case", CASE), ("rules",), ("guide",)]
)
def test_text_wraps_at_the_terminals_width(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(*arguments).out.splitlines()
    assert lines
    assert max(len(line) for line in lines) <= width
    assert not any("\x1b" in line for line in lines)


def test_color_only_on_a_terminal_and_not_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from cstui.commandline.paper import Paper

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Paper(Terminal()).color
    assert not Paper(io.StringIO()).color
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Paper(Terminal()).color


def test_store_create_info_verify(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "new" / "class.db")
    made = run(
        "--store", target, "store", "create", "--empty", "--name", "Class of May", "--date", "2026-05-04"
    )
    assert made.status == 0
    assert "Class of May" in made.out
    assert "05/04/2026" in made.out
    again = run("--store", target, "store", "create", "--empty")
    assert (again.status, again.err[:6]) == (1, "CS-209")
    assert "holds" in run("--store", target, "store", "verify").out
    assert Path(target).stat().st_mode & 0o777 == 0o600


def test_verify_finds_a_next_step_that_policy_would_not_give(run: Run, path: Path) -> None:
    assert run("store", "verify").status == 0
    with open_store(path) as store, store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE next_step SET text = 'Nothing' WHERE subject = 'case 17000123'"
        )
    ran = run("store", "verify")
    assert ran.status == 1
    assert ran.err.startswith("CS-330 ")
    assert "steps: case 17000123: kept: Nothing; it is: Appointment 03/10 09:00" in " ".join(ran.out.split())
    assert "`cstui store upgrade` rebuilds it" in " ".join(ran.err.split())
    assert run("store", "upgrade").status == 0
    assert run("store", "verify").status == 0
    assert "Appointment 03/10 09:00" in run("guide", CASE).out


def test_the_newest_seal_is_printed_to_be_kept_outside_and_compared_later(run: Run) -> None:
    assert run("nightly", "--through", "2026-03-04").status == 0
    said = run("store", "verify", "--seal").out.splitlines()
    assert "night of 03/04/2026" in said[1]
    digest = said[2]
    assert len(digest) == 64
    assert run("nightly", "--through", "2026-03-06").status == 0
    compared = run("store", "verify", "--seal", f"{digest[:32].upper()} {digest[32:]}")
    assert (compared.status, compared.err) == (0, "")
    assert "night of 03/04/2026" in compared.out
    assert "2 nights have been sealed since" in compared.out
    seal = json.loads(run("store", "verify", "--seal", digest, "--json").out)["seal"]
    assert (seal["night"], seal["digest"], seal["later"]) == ("2026-03-04", digest, 2)
    assert json.loads(run("store", "verify", "--json").out)["seal"] is None


def test_a_seal_that_the_store_does_not_have_is_a_fault(run: Run) -> None:
    ran = run("store", "verify", "--seal", "0" * 64)
    assert (ran.status, ran.err[:6]) == (1, "CS-312")
    assert "seals: Seal kept outside 00000000: is none of the" in ran.out
    typed = run("store", "verify", "--seal", "0" * 63)
    assert (typed.status, typed.err[:6]) == (2, "CS-332")


def test_a_store_before_its_first_night_has_no_seal(run: Run, tmp_path: Path) -> None:
    target = ("--store", str(tmp_path / "new.db"))
    assert run(*target, "store", "create", "--empty", "--date", "2026-05-04").status == 0
    assert "not sealed yet: the next night seals it" in run(*target, "store", "verify", "--seal").out


def test_nightly_moves_the_business_date_once(run: Run) -> None:
    first = run("nightly", "--through", "2026-03-04")
    assert first.status == 0
    assert "Wed 03/04/2026" in first.out
    assert "Business date 03/05/2026" in first.out
    assert "nothing was changed" in run("nightly", "--through", "2026-03-04").out
    assert run("store", "verify").status == 0


def test_settings_say_where_each_comes_from(run: Run, path: Path) -> None:
    lines = {line.split()[0]: line.split()[1:] for line in run("settings").out.splitlines()}
    assert lines["store"][0] == "CSTUI_STORE"
    assert lines["data"][0] == "XDG_DATA_HOME"
    given = run("settings", "--store", "postgresql://ada:hunter2@db/cases").out
    assert "--store" in given
    assert "hunter2" not in given


def test_rules_of_one_document(run: Run) -> None:
    assert "LA-E522-04" in run("rules", "e520").out
    assert "CS-101" not in run("rules", "louisiana").out


@pytest.fixture
def own_log() -> Iterator[None]:
    """Takes the log's handlers away again, so that no other test is touched."""
    logger = logging.getLogger("cstui")
    before = list(logger.handlers)
    yield
    for handler in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(handler)
        handler.close()


@pytest.mark.usefixtures("own_log")
def test_a_fault_of_our_own_is_logged_and_said_in_one_line(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("cstui.commandline.work.settings", broken)
    ran = run("settings")
    assert ran.status == 1
    assert ran.err.startswith("CS-333 ")
    log = path.parent / "data" / "cstui" / "cstui.log"
    assert "ZeroDivisionError" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_report_in_every_format(run: Run, tmp_path: Path) -> None:
    text = run("report", "lem4145r1", "--worker", "17001")
    assert (text.status, "No case shows non-cooperation." in text.out) == (0, True)
    assert run("report", "lem4145r1", "--format", "csv").out.startswith("case,cp,office")
    assert run("report", "lem4145r1", "--format", "json").out == run("report", "lem4145r1", "--json").out
    target = tmp_path / "report.pdf"
    made = run("report", "lem4145r1", "--office", "17", "--format", "pdf", "--out", str(target))
    assert (made.status, target.read_bytes()[:4]) == (0, b"%PDF")
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("--office", "99"), "CS-301"),
        (("--worker", "99999"), "CS-120"),
        (("--office", "17", "--worker", "17001"), "CS-301"),
        (("--format", "xls"), "CS-301"),
        (("--format", "xlsx"), "CS-301"),
        (("17000101",), "CS-301"),
        (("--merge", "cells.json"), "CS-301"),
        (("--out", "/nonexistent/folder/report.txt"), "CS-314"),
    ],
)
def test_report_refuses_what_is_not_there(run: Run, arguments: tuple[str, ...], rule: str) -> None:
    ran = run("report", "lem4145r1", *arguments)
    assert ran.status != 0
    assert ran.out == ""
    assert rule in ran.err


def test_two_courses_of_a_case_side_by_side(run: Run) -> None:
    shown = run("timeline", CASE, "--if-ofs53", "T+3")
    assert "IF NOTHING IS DONE" in shown.out
    assert "CP brought OFS 53" in shown.out
    read = msgspec.json.decode(
        run("timeline", CASE, "--if-ofs53", "T+3", "--json").out, type=OUTPUTS["timeline"]
    )
    assert [(f.course, str(f.comes)) for f in read.forecasts] == [
        ("nothing", "None"),
        ("ofs53", "2026-03-05"),
    ]
    assert not any("OFS 53" in event.text for event in read.forecasts[0].events)
    assert run("timeline", CASE, "--if-ofs53", "T-1").status == 2


def test_help_prints_the_page_of_a_term(run: Run) -> None:
    ran = run("help", "ofs", "053")
    assert ran.status == 0
    assert ran.out.startswith("OFS 53: Good-faith agreement to cooperate")
    assert ran.out.rstrip().endswith("See E-522, E-523.")


def test_help_lists_the_terms(run: Run) -> None:
    assert "OnBase              The document archive" in run("help").out


def test_help_on_what_it_does_not_know_names_what_is_near(run: Run) -> None:
    ran = run("help", "FCT")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("CS-325 No help on FCT; did you mean FTC?")


def test_show_has_everything_that_is_on_a_case(run: Run) -> None:
    """Referrals, OFS 53, requests, support kept, the PI Consultant, updates, reviews, reminders."""
    for act in (
        ("receive-referral", "source=iva", "received_on=2026-03-02", "form_4ncp=N"),
        ("receive-ofs53", "received_on=2026-03-02"),
        ("record-retained", "paid_on=2026-02-20", "assigned_on=2026-02-01", "amount=12550"),
        ("set-reminder", "due=2026-03-20", "text=Call the school."),
    ):
        done = run("do", act[0], f"case={CASE}", *act[1:])
        assert done.status == 0, done.err + done.out
    out = json.loads(run("show", "case", CASE, "--json").out)
    assert [(one["source"], one["received_on"]) for one in out["referrals"]] == [("iva", "2026-03-02")]
    assert [(one["received_on"], one["agreed"]) for one in out["agreements"]] == [("2026-03-02", [])]
    assert [one["amount"] for one in out["retained"]] == [12550]
    assert [one["text"] for one in out["reminders"]] == ["Call the school."]
    assert {name: out[name] for name in ("requests", "escalations", "reviews")} == {
        "requests": [], "escalations": [], "reviews": [],
    }  # fmt: skip
    page = run("show", "case", CASE).out
    assert "Support kept" in page
    assert "125.50" in page
    assert "agreed on no case" in page


@pytest.mark.parametrize("typed", [(CASE,), ("case", CASE), ("CASE", CASE)])
def test_a_bare_number_is_shown(run: Run, typed: tuple[str, ...]) -> None:
    ran = run("show", *typed)
    assert ran.status == 0
    assert ran.out.startswith(f"Case {CASE}")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("household", CASE), f"a household is not shown; `cstui show {CASE}` shows a case"),
        (("case",), "which case? `cstui show NUMBER` shows one"),
        (("1700012",), "1700012"),
    ],
)
def test_show_says_what_it_takes(run: Run, typed: tuple[str, ...], says: str) -> None:
    ran = run("show", *typed)
    assert ran.status in {1, 2}
    assert says in " ".join(ran.err.split())


def test_out_format_and_on_mean_the_same_in_every_command(run: Run, tmp_path: Path) -> None:
    """--out is a file instead of standard output, --format the form, --on the day that is asked about."""
    by_command = {name: _options(command) for name, command in _subcommands(parser())}
    for name, options in by_command.items():
        for former, now in (("--date", "--on"), ("--file", "--out")):
            assert options.get(former) in {None, options.get(now)}, name
        assert "--pdf" not in options or "--format" in options, name
    target = tmp_path / "docket.pdf"
    assert run("print", "docket", "--on", "2026-03-10", "--format", "pdf", "--out", str(target)).status == 0
    assert target.read_bytes().startswith(b"%PDF")
    sent = tmp_path / "sent.txt"
    assert run("interface", "out", "--on", "2026-03-01", "--out", str(sent)).status == 0
    assert sent.is_file()
    assert run("print", "docket", "--on", "soon").status == 2


def _options(command: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    return {name: action for action in command._actions for name in action.option_strings}


@pytest.mark.postgres
def test_a_store_on_a_server_is_verified(postgres_server: str, run: Run):
    from cstui.scenario.practice import create_practice_store
    from tests.conftest import new_database

    url = new_database(postgres_server)
    create_practice_store(url, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC), start=date(2026, 3, 2)).close()
    ran = run("--store", url, "store", "verify")
    assert (ran.status, ran.err) == (0, "")
