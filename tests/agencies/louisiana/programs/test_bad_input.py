"""Bad input at the desk: one line with its id, cause and way out on F1, what was typed stays, nothing
is written. The issue's list, item by item; the terminal's own part is in `tests/kernel/terminal`."""

from __future__ import annotations

import sqlite3
import string
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from cstui.agencies.louisiana.acts.appointments import RecordOutcome, ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.acts.iva import ReceiveGoodCause
from cstui.cells import cells
from cstui.desk.buffer import Buffer
from cstui.desk.keyboard import load_keymap
from cstui.desk.keynames import by_keymap, naming
from cstui.desk.painter import Painter
from cstui.desk.programs.explain import of_finding
from cstui.desk.session import DeskSession
from cstui.policy.findings import Severity
from cstui.policy.rulebook import load_rulebook
from cstui.store import drivers, errors
from cstui.store.drivers import CIPHER, available
from cstui.store.engine import Store, open_store
from cstui.workplace import open_workplace
from tests.agencies.louisiana.programs.conftest import DOE, ROE
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk
from tests.kernel.store.test_opening import _not_root

ROOM = 76
"""Columns that a message has beside its mark, its id included."""


def everything(store: Store) -> list[tuple[object, ...]]:
    """Every row of the store: what a refused entry leaves as it was, chain heads and all."""
    with store.read() as session:
        connection = session.connection()
        found = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
        )
        tables = [row[0] for row in connection.exec_driver_sql(found)]
        return [
            (name, *row) for name in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        ]


def message_line(desk: Desk) -> str:
    """The message line as painted."""
    painter = Painter(desk.buffer)
    return painter.text(desk.buffer.layout.message)


def explained(desk: Desk) -> str:
    """What F1 says, all its pages; then back to the screen."""
    screen = desk.screen
    desk.key("pf1")
    assert desk.screen == "HELP"
    pages = [" ".join(desk.column("text"))]
    while desk.answer.more_below:
        desk.key("pf8")
        pages.append(" ".join(desk.column("text")))
    desk.key("pf3")
    assert desk.screen == screen
    return " ".join(" ".join(pages).split())


def check_refused(desk: Desk, *rules: str, field: str = "", kept: dict[str, str] | None = None) -> None:
    """The findings, their line, the cursor, the fields, F1, and the screen after F1."""
    assert desk.rules == list(rules)
    first = desk.answer.findings[0]
    line = message_line(desk)
    if first.rule.startswith("CS-2"):  # the name of the store stands last and may be cut
        said = line.rstrip().removesuffix("F1").rstrip().removesuffix("…")
        assert f"!{first.rule} {first.message}".startswith(said)
    else:
        assert f"!{first.rule} {first.message}" in line
    assert (f"1 of {len(rules)}" in line) is (len(rules) > 1)
    where = desk.where()
    if field:
        assert where is not None
        assert where.field == field
    for name, text in (kept or {}).items():
        assert desk.value(name) == text
    told = explained(desk)
    for finding in desk.answer.findings:
        for part in (finding.rule, finding.message, finding.cause, finding.remedy, finding.cite):
            assert part, finding.rule
            assert " ".join(part.split()) in told, part
    assert told.count("Way out: ") == len(rules)
    assert desk.rules == list(rules)
    assert desk.where() == where
    for name, text in (kept or {}).items():
        assert desk.value(name) == text


class Bad(NamedTuple):
    """A screen, what is typed into its fields, the findings, the field of the first."""

    command: str
    typed: dict[str, str]
    rules: tuple[str, ...]
    field: str


BAD: dict[str, Bad] = {
    "unknown case": Bad("MENU", {"command": "CAS1 99999999"}, ("CS-101",), "command"),
    "unknown case in a field": Bad("LAIN", {"case": "99999999"}, ("CS-101",), "case"),
    "case of the wrong shape": Bad("MENU", {"command": "CAS2 123"}, ("CS-116",), "command"),
    "bad date": Bad(f"CAS2 {DOE}", {"noncoop": "MA", "dt": "YESTERDA"}, ("CS-102",), "dt"),
    "date that does not exist": Bad(f"CAS2 {DOE}", {"noncoop": "MA", "dt": "02302026"}, ("CS-103",), "dt"),
    "bad time": Bad(f"APPT {DOE}", {"purpose": "SI", "date": "T+8", "time": "2560"}, ("CS-117",), "time"),
    "wrong code": Bad(f"CAS1 {DOE}", {"reason": "XXX"}, ("CS-104",), "reason"),
    "several at once": Bad(
        f"CAS2 {DOE}",
        {"noncoop": "ZZ", "dt": "13452026", "ofs53": "0"},
        ("CS-104", "CS-103", "CS-102"),
        "noncoop",
    ),
    "several at once, the first field right": Bad(
        f"APPT {DOE}",
        {"purpose": "SI", "date": "02302026", "time": "9", "agreed": "Q"},
        ("CS-103", "CS-117", "CS-119"),
        "date",
    ),
    "past appointment": Bad(
        f"APPT {DOE}", {"purpose": "SI", "date": "02272026", "time": "0900"}, ("CS-106",), "date"
    ),
    "report before the second failure": Bad(
        f"CAS2 {DOE}", {"noncoop": "MA", "dt": "T"}, ("LA-E520-01",), "noncoop"
    ),
    "FTC while IV-A is active": Bad(
        f"CAS1 {DOE}", {"reason": "FTC"}, ("LA-E522-05", "LA-E522-04"), "reason"
    ),
    "unknown worker": Bad(
        f"APPT {DOE}",
        {"purpose": "SI", "date": "T+8", "time": "0900", "with": "99999"},
        ("CS-120",),
        "with",
    ),
    "unknown command": Bad("MENU", {"command": "XYZZY"}, ("CS-113",), "command"),
    "ambiguous command": Bad("MENU", {"command": "CA"}, ("CS-114",), "command"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=list(BAD))
def test_what_was_typed_wrong(desk: Desk, bad: Bad) -> None:
    desk.command(bad.command)
    for name, text in bad.typed.items():
        desk.type(name, text)
    before = everything(desk.store)
    desk.key("enter")
    check_refused(desk, *bad.rules, field=bad.field, kept=bad.typed)
    assert everything(desk.store) == before


def test_a_double_booked_slot(desk: Desk) -> None:
    """The worker's slot is taken by the other case; another time is free."""
    desk.do(ScheduleAppointment(case=ROE, purpose="SI", on=date(2026, 3, 11), at="09:00"))
    desk.command(f"APPT {DOE}").type("purpose", "SI").type("date", "03112026").type("time", "0900")
    before = everything(desk.store)
    desk.key("enter")
    check_refused(desk, "CS-108", field="time", kept={"purpose": "SI", "date": "03112026", "time": "0900"})
    assert everything(desk.store) == before
    assert desk.type("time", "0920").key("enter").answer.message.startswith("Scheduled")


def test_a_report_with_one_of_two_failures(desk: Desk) -> None:
    desk.do(
        ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 2, 27), at="09:00"), on=date(2026, 2, 13)
    )
    desk.do(RecordOutcome(case=DOE, appointment=1, outcome="F"), on=date(2026, 2, 27))
    desk.command(f"CAS2 {DOE}").type("noncoop", "MA").type("dt", "02272026")
    before = everything(desk.store)
    desk.key("enter")
    check_refused(desk, "LA-E520-01", "LA-E522-02", field="noncoop", kept={"noncoop": "MA", "dt": "02272026"})
    assert "1 of 2 are on record" in desk.answer.findings[0].message
    assert everything(desk.store) == before


def test_a_case_that_somebody_else_changed(desk: Desk) -> None:
    """Another writer between paint and Enter: both are shown; F12 goes back, F5 shows the case anew."""
    desk.command(f"APPT {DOE}").type("purpose", "SI").type("date", "T+8").type("time", "0900")
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 12), at="09:00"), actor="17002")
    before = everything(desk.store)
    assert desk.key("enter").screen == "DIFF"
    desk.key("pf12")
    check_refused(desk, "CS-110", kept={"purpose": "SI", "date": "T+8", "time": "0900"})
    assert everything(desk.store) == before
    assert desk.key("pf5").rules == ["CS-136"]  # without drafts what was typed is asked about once
    assert desk.key("pf5").rules == []
    assert "Thu 03/12/2026" in desk.column("on")


# --- the store ----------------------------------------------------------------------------------


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user of the computer can get to."""
    with tempfile.TemporaryDirectory(prefix="cstui") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)
        Path(folder).chmod(0o777)


@pytest.fixture
def path(golden_office: Store, reachable: Path) -> Path:
    """The office as a file."""
    path = reachable / "office.db"
    golden_office.save_to(path)
    path.chmod(0o666)
    return path


def test_a_locked_store(path: Path) -> None:
    """Another one holds the write lock for longer than the desk waits; then the entry is taken."""
    with open_store(path, busy_seconds=0.02) as store:
        desk = Desk(store).command(f"CALO {DOE}").key("pf6").type("note", "She called")
        before = everything(store)
        other = drivers.connect(store.driver, str(path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        desk.key("enter")
        check_refused(desk, "CS-201", kept={"note": "She called"})
        assert everything(store) == before
        other.execute("ROLLBACK")
        other.close()
        assert desk.key("enter").answer.message.startswith("Note added")


def test_a_store_that_turns_read_only(path: Path) -> None:
    """The disk is taken away under the open desk: the entry is refused, reading goes on."""
    with open_store(path, busy_seconds=0.02) as store:
        desk = Desk(store).command(f"CALO {DOE}").key("pf6").type("note", "She called")
        before = everything(store)
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        store.close()
        path.chmod(0o444)
        path.parent.chmod(0o555)
        with _not_root():
            desk.key("enter")
            check_refused(desk, "CS-202", kept={"note": "She called"})
        path.parent.chmod(0o777)
        path.chmod(0o666)
        assert everything(store) == before
        store.close()


class Door(Desk):
    """A desk before the sign-on, on a store that may not open."""

    def __init__(self, target: Path) -> None:
        self.session = DeskSession(lambda: open_workplace(str(target), lambda: MOMENT))
        self.buffer = Buffer()
        self._show(self.session.start())
        self.session.prepare()


def _text(path: Path) -> None:
    path.write_text("Not a store, only a text.\n")


def _other_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    path.chmod(0o666)


def _scrambled(path: Path) -> None:
    path.write_bytes(bytes((number * 167 + 193) % 256 for number in range(4096)))


def _version(number: str) -> Callable[[Path], None]:
    def stamped(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
        connection.commit()
        connection.close()

    return stamped


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a text": (_text, "CS-205"),
    "another database": (_other_database, "CS-205"),
    "an encrypted or damaged file": (_scrambled, "CS-224" if CIPHER in available() else "CS-226"),
    "an older version": (_version("0000"), "CS-203"),
    "a newer version": (_version("0999"), "CS-204"),
}


@pytest.mark.parametrize(("spoil", "rule"), SPOILED.values(), ids=list(SPOILED))
def test_a_store_that_cannot_be_used(path: Path, spoil: Callable[[Path], object], rule: str) -> None:
    """Said at the sign-on with what to do; the worker's number stays; the file is as it was."""
    spoil(path)
    before = path.read_bytes()
    with _not_root():
        door = Door(path)
        door.type("worker", "17001").key("enter")
        assert door.screen == "SIGN"
        assert door.rules == [rule]
        first = door.answer.findings[0]
        assert f"{rule} {first.message}"[: ROOM - 8] in message_line(door)
        told = explained(door)
        for part in (rule, first.cause, f"Way out: {first.remedy}"):
            assert part in told
        assert (door.rules, door.value("worker")) == ([rule], "17001")
        assert door.key("pf3").answer.ends
    path.parent.chmod(0o777)
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_store_is_looked_at(path: Path, what: str) -> None:
    """The sign-on says so; screens are shown; what is entered is refused and stays."""
    path.chmod(0o444 if what == "file" else 0o666)
    path.parent.chmod(0o777 if what == "file" else 0o555)
    before = path.read_bytes()
    with _not_root():
        door = Door(path)
        door.type("worker", "17001").key("enter")
        assert (door.screen, door.rules[0]) == ("WORK", "CS-292")
        assert "Read-only" in message_line(door)
        door.command(f"CAS1 {DOE}")
        assert (door.rules, door.value("case")) == ([], DOE)
        door.command(f"CALO {DOE}").key("pf6").type("note", "She called").key("enter")
        check_refused(door, "CS-202", kept={"note": "She called"})
        door.session._place.store.close()  # type: ignore[union-attr]
    path.parent.chmod(0o777)
    assert path.read_bytes() == before


def test_a_store_that_is_not_there_then_is(path: Path, golden_office: Store) -> None:
    """What was wrong can be put right without leaving the sign-on."""
    _text(path)
    door = Door(path)
    assert door.type("worker", "17001").key("enter").rules == ["CS-205"]
    path.unlink()
    golden_office.save_to(path)
    assert door.key("enter").screen == "WORK"


def test_the_sign_on_takes_its_words(path: Path) -> None:
    """HELP, EXIT and CANCEL work before the sign-on; what does nothing there says so."""
    door = Door(path)
    assert door.type("worker", "170").key("enter").rules == ["CS-116"]
    assert door.value("worker") == "170"
    assert (door.command("HELP").screen, door.key("pf12").screen) == ("HELP", "SIGN")
    assert (door.rules, door.value("worker")) == (["CS-116"], "170")
    assert door.key("pf2").rules == ["CS-184"]
    assert door.key("pf6").rules == ["CS-137"]
    assert door.answer.findings[0].message == "F6 does nothing on SIGN."
    assert door.command("ADD").answer.findings[0].message == "ADD does nothing on SIGN."
    assert door.key("pf12").value("worker") == ""
    assert door.command("EXIT").answer.ends


# --- the messages themselves --------------------------------------------------------------------

TYPICAL = {
    "label": "PRESENCE REQUIRED", "value": "17000123", "columns": 79, "rows": 23, "fault": "OperationalError",
    "table": "noncoop", "on": date(2026, 3, 10), "office": "17",
    "why": "Juneteenth National Independence Day", "next": "03/11/2026 09:00", "worker": "17001",
    "at": "09:00", "opens": "08:00", "closes": "16:30",
    "what": "Case 17000123", "seen": 12, "now": 13, "case": "17000123", "status": "cancelled",
    "choices": "K kept, F failed, X excused, R move, C cancel", "shape": "a telephone number of ten digits",
    "count": 1, "event": "closed", "form": "CSE 105", "mailed": date(2026, 3, 11), "last": date(2027, 12, 31),
    "folder": "/home/ada/.local/share/cstui/forms", "screen": "CAS1", "done": 12, "refused": 3, "given": 5,
    "days": 7, "first": date(2026, 3, 17), "purpose": "signature and interview", "times": 3, "most": 3,
    "expected": date(2026, 3, 2), "month": "September 2026", "program": "FITAP", "since": date(2026, 2, 1),
    "number": "a case number, eight digits",
    "until": ", ends 04/01/2026", "code": "MA", "reason": "01", "ground": "MA", "child": "child 2",
}  # fmt: skip
"""What stands in a message, about as long as it comes."""
SHORTER: dict[str, dict[str, str]] = {
    "CS-966": {"state": "first password", "what": "unlocked"},
    "CS-901": {"where": "workers.csv:30", "label": "OFFICE", "value": "1700", "shape": "an office, 2 digits"},
    "CS-102": {"value": "YESTERDA"}, "CS-114": {"choices": "CALO, CANCEL, CAS1, CAS2"},
    "CS-116": {"label": "HOME PHONE"}, "CS-113": {"meant": "; for a name type /PRACTICE-MOREA"},
    "CS-185": {"value": "APPOINTMENT", "near": "CAS1 17000123"}, "CS-182": {"meant": "; did you mean CAS2?"},
    "CS-187": {"value": "17000123456", "count": "11", "shape": "a case number", "need": "8",
               "near": "/17000123456"},
    "CS-137": {"value": "RETRIEVE"}, "LA-E521-08": {"what": "genetic collection date"},
    "LA-E522-11": {"reason": "at the payee's request"}, "LA-E521-09": {"what": "genetic test", "why": ""},
    "LA-E521-16": {"why": "the notice came back by mail"}, "LA-E521-15": {"what": "genetic test"},
    "LA-E523-03": {"what": "genetic test"}, "LA-E525-02": {"why": ""},
    "CS-136": {"value": ""}, "CS-284": {"why": ""}, "LA-E520-31": {"why": ""},
    "CS-140": {"why": ""}, "CS-126": {"why": ""},
    "CS-804": {"what": "No jurisdiction", "until": " to 04/01/2026"}, "CS-810": {"until": "04/01/2026"},
    "CS-130": {"value": "Z"}, "CS-117": {"value": "25:60"}, "CS-119": {"value": "Q"},
}  # fmt: skip
"""Values that are shorter where this message is used; empty where a text of any length stands last."""


@pytest.mark.parametrize("rule", load_rulebook().rules)
def test_a_message_fits_its_line(rule: str) -> None:
    """In 76 columns with its id, filled with values as long as they come."""
    values = {**TYPICAL, **SHORTER.get(rule, {})}
    finding = load_rulebook().finding(rule, **{**dict.fromkeys(_named(rule), "ten places"), **values})
    said = str(finding)
    assert len(cells(said)) <= ROOM, f"{len(said)}: {said}"


def _named(rule: str) -> set[str]:
    found = load_rulebook().rules[rule]
    texts = (found.message, found.cause, found.remedy)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", errors.StoreError.texts)
def test_a_fault_of_the_store_fits_its_line(rule: str) -> None:
    """All but the name of the store, which stands last and may be cut; each has a cause and a way out."""
    values = {"name": "", "what": "disk full", "found": "0001", "needed": "0002", "kind": "nfs"}
    values |= {"count": "3", "fault": "no database", "role": "administrator"}
    error = errors.StoreError(rule, **values)
    assert len(f"{rule} {error.message}") <= ROOM
    assert error.cause
    assert error.remedy
    assert (
        errors.StoreError.texts[rule][0].endswith("{name}")
        or "{name}" not in errors.StoreError.texts[rule][0]
    )


def test_what_was_typed_is_no_key_under_another_keymap(desk: Desk) -> None:
    """The message line and F1 call keys as the laptop keyboard does, but not the `F4` that was typed."""
    laptop = by_keymap(load_keymap("laptop"))
    painter = Painter(desk.command(f"REFR {DOE}").buffer)
    painter.named = laptop
    desk.type("source", "F4").key("enter")
    assert "SOURCE F4 is not one of its codes; Esc4 lists them." in painter.text(desk.buffer.layout.message)
    with naming(laptop):
        told = of_finding(desk.answer.findings[0], desk.buffer.drawing, load_rulebook(), TODAY)
    assert ("CS-104 SOURCE F4 is not one of its codes; Esc4 lists them.", "heading") in told


def test_a_text_that_a_column_cuts_is_shown_as_it_was_typed(desk: Desk) -> None:
    text = (
        "She is at the Home on F4 street until noon, then at her mother's, she says; Ctrl+E is not a bus line"
    )
    desk.do(AddNote(case=DOE, text=text))
    painter = Painter(desk.command(f"CALO {DOE}").buffer)
    painter.named = by_keymap(load_keymap("laptop"))
    desk.at("action", 0)
    assert "at the Home on F4 street" in painter.text(desk.buffer.layout.message)


def test_what_refuses_is_said_before_what_only_warns(desk: Desk) -> None:
    """A warning that comes first in the policy's order does not hide that the entry was refused."""
    desk.do(ReceiveGoodCause(case=DOE, reason="01", standing="claimed", on=date(2026, 2, 16)))
    desk.command(f"CAS2 {DOE}").type("noncoop", "MA").type("dt", "T").key("enter")
    severities = [finding.severity for finding in desk.answer.findings]
    assert severities == sorted(severities, key=lambda severity: severity is not Severity.ERROR)
    assert {Severity.ERROR, Severity.WARNING} <= set(severities)
    assert message_line(desk).startswith("!")
    assert desk.buffer.slot("noncoop").fault == "error"


@pytest.mark.parametrize(
    ("typed", "rules", "message"),
    [
        ("CLAO", ["CS-189"], "CLAO is not a command; did you mean CALO?"),
        (f"CASS2 {DOE}", ["CS-189"], "CASS2 is not a command; did you mean CAS2?"),
        ("NEXTT", ["CS-189"], "NEXTT is not a command; did you mean NEXT?"),
        ("XYZZY", ["CS-113"], "XYZZY is not a command; for a name type /XYZZY."),
    ],
)
def test_a_command_with_a_slip_is_told_its_nearest(
    desk: Desk, typed: str, rules: list[str], message: str
) -> None:
    """Nothing is done on a guess: what was typed stands, the nearest command is named."""
    desk.command(typed)
    assert (desk.screen, desk.rules) == ("WORK", rules)
    assert desk.answer.findings[0].message == message
    assert desk.value("command") == typed
