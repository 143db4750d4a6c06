"""What a shell offers for a line that is being typed: asked of the shell itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cstui.commandline.completing import completions
from cstui.commandline.parser import parser

STORE = {"create", "info", "seal", "verify", "upgrade", "backup", "backups", "restore", "rescue"}
STORE |= {"rekey", "key", "-h", "--help"}
ASK_BASH = """
source {script}
COMP_WORDS=(cstui "$@"); COMP_CWORD=$#
_cstui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="module")
def bash(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return script_of("bash", tmp_path_factory.mktemp("bash"))


def script_of(shell: str, folder: Path) -> Path:
    made = subprocess.run(
        [sys.executable, "-m", "cstui", "completion", shell], capture_output=True, text=True, check=True
    )
    script = folder / f"cstui.{shell}"
    script.write_text(made.stdout)
    return script


def offered(script: Path, *words: str) -> set[str]:
    asked = ["bash", "--norc", "-c", ASK_BASH.format(script=script), "bash", *words]
    return set(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split())


STORE = {"create", "info", "seal", "verify", "upgrade", "backup", "restore", "-h", "--help"}
STORE |= {"backups", "rescue", "key", "rekey"}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("nigh",), {"nightly"}),
        (("store", ""), STORE),
        (("store", "create", "--na"), {"--name"}),
        (("--store", "elsewhere.db", "nightly", "--thr"), {"--through"}),
        (("completion", "f"), {"fish"}),
        (("nightly", "store", "--thr"), {"--through"}),
        (("nosuch",), set()),
    ],
)
def test_bash_offers_what_fits(bash: Path, words: tuple[str, ...], wanted: set[str]) -> None:
    assert offered(bash, *words) == wanted


def test_bash_offers_files_where_a_path_is_taken(bash: Path, tmp_path: Path) -> None:
    (tmp_path / "report.csv").touch()
    assert offered(bash, "report", "lem4145r1", "--out", f"{tmp_path}/rep") == {f"{tmp_path}/report.csv"}


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_shell_reads_its_script(shell: str, tmp_path: Path) -> None:
    """Every command is in it; where the shell is installed, it finds no fault in it."""
    script = script_of(shell, tmp_path)
    text = script.read_text()
    assert all(
        word.lstrip("-") in text
        for one in completions(parser(["print"]))
        for word, _ in one.words
        if len(word) > 2
    )
    if (program := shutil.which(shell)) is not None:
        checked = subprocess.run([program, "-n", str(script)], capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, "")
