"""The floors of the house: no core module brings Textual or Rich along, help is light, names are unique."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import cstui
from cstui.content import root

CORE = (
    "agencies",
    "policy",
    "store",
    "acts",
    "forms",
    "reports",
    "nightly",
    "scenario",
    "commandline",
    "desk.programs",
)
SINGLE = (
    "agency",
    "cells",
    "cli",
    "clock",
    "content",
    "errors",
    "glyphs",
    "name_folding",
    "settings",
    "workplace",
)
DESK = ("session", "commands", "drawing", "checker", "buffer", "conversation", "entry")
HEAVY = ("textual", "rich")

_EACH = """
import importlib, sys
# One fresh process for a package: what a module loads is seen at the module that loads it.
for name in sys.argv[2:]:
    importlib.import_module(name)
    found = sorted({m.partition(".")[0] for m in sys.modules} & set(sys.argv[1].split(",")))
    if found:
        sys.exit(f"{name} loads {', '.join(found)}")
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter, outside the checkout."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=60, cwd="/"
    )


def modules(package: str) -> list[str]:
    """A package and everything in it; migrations are Alembic's to load."""
    where = Path(cstui.__file__).parent.joinpath(*package.split("."))
    found = pkgutil.walk_packages([str(where)], f"cstui.{package}.")
    return [f"cstui.{package}", *(m.name for m in found if ".migrations" not in m.name)]


@pytest.mark.parametrize("package", CORE)
def test_no_core_module_loads_textual_or_rich(package: str) -> None:
    names = modules(package)
    assert len(names) > 1
    ran = python("-c", _EACH, ",".join(HEAVY), *names)
    assert ran.returncode == 0, ran.stderr


def test_no_single_core_module_loads_textual_or_rich() -> None:
    names = [f"cstui.{name}" for name in SINGLE] + [f"cstui.desk.{name}" for name in DESK]
    ran = python("-c", _EACH, ",".join(HEAVY), *names)
    assert ran.returncode == 0, ran.stderr


def test_the_check_itself_can_fail() -> None:
    ran = python("-c", _EACH, ",".join(HEAVY), "cstui.content", "cstui.desk.terminal")
    assert ran.returncode != 0
    assert "cstui.desk.terminal loads" in ran.stderr


def test_policy_knows_no_database() -> None:
    ran = python("-c", _EACH, "sqlalchemy,sqlmodel,sqlite3,holidays,jinja2", *modules("policy"))
    assert ran.returncode == 0, ran.stderr


def test_jinja2_waits_until_a_form_is_rendered() -> None:
    ran = python("-c", _EACH, "jinja2", *modules("forms"))
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["do", "--help"], ["store", "--help"]])
def test_help_and_version_load_neither_textual_nor_sqlmodel(arguments: list[str]) -> None:
    ran = python(
        "-c",
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sorted(sys.modules))))\n"
        "from cstui.cli import main\n"
        f"main({arguments!r})",
    )
    loaded = set(ran.stderr.split())
    assert ran.stdout
    assert "cstui.cli" in loaded
    assert not loaded & {"textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "jinja2"}


def test_the_desk_loads_no_database_before_its_first_frame() -> None:
    # Without a terminal it refuses where it would paint: all that it loads before that is loaded by then.
    ran = python("-c", "import sys\nfrom cstui.cli import main\nmain([])\nprint(*sorted(sys.modules))")
    assert "CS-326" in ran.stderr
    assert not set(ran.stdout.split()) & {"sqlmodel", "sqlalchemy", "pydantic", "alembic", "holidays"}


def test_python_m_is_the_same_as_the_command() -> None:
    command = Path(sys.executable).with_name("cstui")
    said = [
        subprocess.run(line, capture_output=True, text=True, check=True, cwd="/").stdout
        for line in ([str(command), "--version"], [sys.executable, "-m", "cstui", "--version"])
    ]
    assert said == [f"cstui {cstui.__version__}\n"] * 2


def test_the_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    if not (root() / "pyproject.toml").is_file():
        pytest.skip("the contracts stand in the checkout's pyproject.toml")
    ran = subprocess.run([tool, "--no-cache"], capture_output=True, text=True, check=False, cwd=root())
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_one_name_is_one_class() -> None:
    """Within the kernel and any one agency: agencies stand apart, and two of them may have a `Case`."""
    # A table carries the name of its record; nothing else shares one.
    home = Path(cstui.__file__).parent
    where: dict[str, list[Path]] = {}
    for file in sorted(home.rglob("*.py")):
        if file.name in ("tables.py", "log_tables.py"):
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name, []).append(file.relative_to(home))
    shared = {name: files for name, files in where.items() if len(files) > 1}
    agencies = {name: [_agency(file) for file in files] for name, files in shared.items()}
    assert {name: shared[name] for name, of in agencies.items() if "" in of or len(set(of)) < len(of)} == {}


def _agency(file: Path) -> str:
    """The agency in whose package a module is; empty for the kernel's."""
    return file.parts[1] if file.parts[0] == "agencies" else ""
