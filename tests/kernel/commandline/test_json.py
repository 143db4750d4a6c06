"""The JSON of every command is what docs/json.md says, key by key."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cstui.classroom.enrollment.class_state import ClassState
from cstui.classroom.lesson.read import find_lesson
from cstui.commandline.shapes.outputs import OUTPUTS
from cstui.content import root
from tests.agencies.louisiana.interfaces.files import file
from tests.kernel.commandline.conftest import CASE, Run

COMMANDS: dict[str, tuple[str, ...]] = {
    "do": ("do", "add-note", f"case={CASE}", "text=x"),
    "acts": ("acts",),
    "show case": ("show", "case", CASE),
    "guide": ("guide",),
    "timeline": ("timeline", CASE),
    "report lem4145r1": ("report", "lem4145r1"),
    "rules": ("rules",),
    "nightly": ("nightly", "--through", "2026-03-03"),
    "play": ("play", "PLAYED"),
    "store create": ("store", "create", "--empty"),
    "store info": ("store", "info"),
    "store upgrade": ("store", "upgrade"),
    "store backup": ("store", "backup", "BACKUP"),
    "store restore": ("store", "restore", "BACKUP"),
    "store verify": ("store", "verify"),
    "print form": ("print", "form", CASE, "1"),
    "print case": ("print", "case", CASE),
    "print calo": ("print", "calo", CASE),
    "print evidence": ("print", "evidence", CASE),
    "print docket": ("print", "docket", "2026-03-10"),
    "print letters": ("print", "letters"),
    "interface list": ("interface", "list"),
    "interface out": ("interface", "out"),
    "interface in": ("interface", "in", "INCOMING"),
    "interface aside": ("interface", "aside"),
    "settings": ("settings",),
    "classroom results": ("classroom", "results", "--folder", "CLASS"),
    "protected list": ("protected", "list"),
    "store seal": ("store", "seal", "--out", "SEAL"),
    "classroom coverage": ("classroom", "coverage", "1"),
}


FEDERAL = {f"report {name}" for name in ("o157", "o157-trail", "o157-cells", "ocse157")}
PRINTED = {f"print {name}" for name in ("memorandum", "worksheet", "cnsf")}
KEYED = {f"store {name}" for name in ("key", "rekey", "backups", "rescue")}
"""What is asked of encrypted, backed up and damaged stores: `test_encrypted.py`."""
ELSEWHERE = {*KEYED, "show consumer", "show ncp", "report cnsm", "protected destroy", *PRINTED, *FEDERAL}
"""What other agencies' stores are asked: `test_show.py` and `test_prints.py` of Kansas and Utah,
`test_report.py` of Utah, `test_reports.py` of the federal report."""


def test_every_command_with_json_is_tried() -> None:
    assert set(COMMANDS) == set(OUTPUTS) - ELSEWHERE


def _scenario() -> str:
    found = sorted((root() / "data" / "louisiana" / "scenarios").glob("*.toml"))
    if not found:
        pytest.skip("no scenario is shipped yet")
    return str(found[0])


def _class(folder: Path) -> Path:
    """A class of one seat at which nobody sat yet."""
    path = find_lesson("1")
    assert path is not None
    ClassState.begin(
        folder / "class",
        title="Tuesday",
        lesson=path,
        edition="",
        seats=1,
        clock=lambda: datetime(2026, 3, 3, tzinfo=UTC),
        secrets=bytes,
    )
    return folder / "class"


@pytest.mark.parametrize("name", COMMANDS)
def test_json_has_the_documented_keys_and_no_others(run: Run, name: str, tmp_path: Path) -> None:
    arguments = [_scenario() if word == "PLAYED" else word for word in COMMANDS[name]]
    if "INCOMING" in arguments:
        incoming = tmp_path / "incoming.txt"
        incoming.write_bytes(file("X of no kind"))
        arguments[arguments.index("INCOMING")] = str(incoming)
    if "CLASS" in arguments:
        arguments[arguments.index("CLASS")] = str(_class(tmp_path))
    if name == "print evidence":
        run("do", "record-contact", f"case={CASE}", "how=W", "about=RE", "on=2026-03-02")
        run("do", "report-non-cooperation", f"case={CASE}", "ground=RI", "failed_on=2026-03-02")
    if name == "store create":
        arguments += ["--store", str(tmp_path / "made.db")]
    if "BACKUP" in arguments:
        arguments[arguments.index("BACKUP")] = str(tmp_path / "backup.db")
    if name == "store restore":
        run("store", "backup", str(tmp_path / "backup.db"))
    if "SEAL" in arguments:
        run("nightly")
        arguments[arguments.index("SEAL")] = str(tmp_path / "seal.txt")
    ran = run(*arguments, "--json")
    assert ran.status == 0, ran.err
    msgspec.json.decode(ran.out, type=OUTPUTS[name])  # strict: no key unknown, none missing
    documented = _documented(OUTPUTS[name].__name__)
    assert set(json.loads(ran.out)) <= documented
    assert documented == set(OUTPUTS[name].__struct_encode_fields__)


def _documented(shape: str) -> set[str]:
    """The keys that docs/json.md lists under the heading of a shape."""
    page = (root() / "docs" / "json.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {shape}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE))
