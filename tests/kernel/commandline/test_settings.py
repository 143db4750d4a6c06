"""Settings: one file, read strictly, written line by line; the option before the variable before the file."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cstui.settings import (
    DEFAULTS,
    KEPT,
    SETTINGS,
    Here,
    SettingsError,
    forms_folder,
    here,
    interfaces_folder,
    store_target,
)
from tests.kernel.commandline.conftest import Run


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings file is; it is not there yet."""
    path = tmp_path / "config" / "settings.toml"
    monkeypatch.setenv("CSTUI_SETTINGS", str(path))
    return path


def said(path: Path, text: str) -> Here:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return here()


def test_every_field_of_the_file_is_told_of_and_explained() -> None:
    assert [setting.name for setting in SETTINGS if setting.kept] == list(KEPT)
    assert all(len(setting.help) > 15 and setting.default for setting in SETTINGS)


def test_without_a_file_everything_is_at_its_default(file: Path) -> None:
    now = here({"CSTUI_SETTINGS": str(file)})
    assert (now.settings, now.faults, set(now.sources.values())) == (DEFAULTS, (), {"default"})
    assert not file.exists()


def test_option_before_variable_before_file_before_default(file: Path) -> None:
    said(file, '# mine\nlock = "strict"\ndrafts = false\n')
    assert here().settings.lock == "strict"
    assert here().sources["lock"] == "settings.toml:2"
    with_variable = {**os.environ, "CSTUI_LOCK": "soft", "CSTUI_DRAFTS": "on"}
    now = here(with_variable)
    assert (now.settings.lock, now.settings.drafts, now.sources["lock"]) == ("soft", True, "CSTUI_LOCK")
    now = here(with_variable, {"lock": "strict"})
    assert (now.settings.lock, now.sources["lock"]) == ("strict", "--lock")


WRONG = {
    "an unknown key": ('lokc = "strict"\n', "CS-402", ("line 1", "`lokc`", "did you mean lock?")),
    "a wrong value": ('\nlock = "hard"\n', "CS-403", ("line 2", "lock", "'hard'", "soft, strict")),
    "a wrong type": ("lock = 3\n", "CS-403", ("line 1", "lock = 3", "soft, strict")),
    "no truth": ('drafts = "no"\n', "CS-403", ("line 1", "drafts = 'no'", "on, off")),
    "a theme that there is not": ('theme = "pink"\n', "CS-403", ("'pink'", "classic")),
    "a keymap that is not a file": (
        'keymap = "/no/such.toml"\n',
        "CS-403",
        ("classic, laptop, or the path",),
    ),
    "a control character": ('forms = "a\\u001bb"\n', "CS-403", ("forms", "\\x1b")),
    "an empty value": ('store = ""\n', "CS-403", ("store = ''",)),
    "a table": ("[desk]\nlock = 'soft'\n", "CS-402", ("line 1", "`desk`")),
    "not TOML": ("lock = \n", "CS-401", ("line 1", "not TOML")),
    "a key given twice": ("lock = 'soft'\nlock = 'soft'\n", "CS-401", ("not TOML",)),
}


@pytest.mark.parametrize(("text", "rule", "names"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_named_and_the_rest_holds(
    file: Path, text: str, rule: str, names: tuple[str, ...]
) -> None:
    now = said(file, text + ('interfaces = "/out"\n' if rule == "CS-403" else ""))
    (fault,) = now.faults
    assert fault.rule == rule
    whole = f"{fault.message} {fault.cause} {fault.remedy}"
    assert all(name in whole for name in (*names, "settings.toml")) or "cstui settings" in fault.remedy
    assert all(name in whole for name in names)
    assert now.settings == (DEFAULTS if rule != "CS-403" else here({"CSTUI_SETTINGS": str(file)}).settings)
    assert now.settings.interfaces == ("/out" if rule == "CS-403" else "")


def test_a_file_that_may_not_be_read(file: Path) -> None:
    file.mkdir(parents=True)
    (fault,) = here().faults
    assert fault.rule == "CS-405"


def test_a_wrong_variable_is_left_aside(file: Path) -> None:
    now = here({"CSTUI_SETTINGS": str(file), "CSTUI_THEME": "pink"})
    (fault,) = now.faults
    assert (fault.rule, now.settings.theme) == ("CS-404", "classic")
    assert "CSTUI_THEME" in fault.message


def test_a_command_does_not_guess_the_store_of_a_file_that_is_wrong(file: Path) -> None:
    """A store that the file may have named is not replaced by the practice store."""
    said(file, "store = \n")
    with pytest.raises(SettingsError, match="CS-401"):
        store_target(None, os.environ | {"CSTUI_STORE": ""})
    assert store_target("given.db", os.environ) == "given.db"
    said(file, 'stor = "x.db"\n')
    with pytest.raises(SettingsError, match="CS-402"):
        store_target(None, os.environ | {"CSTUI_STORE": ""})
    said(file, 'lock = "hard"\nstore = "x.db"\n')
    assert store_target(None, os.environ | {"CSTUI_STORE": ""}) == "x.db"


def test_paths_of_the_file_are_the_ones_used(file: Path) -> None:
    said(file, 'forms = "/forms"\ninterfaces = "~/out"\n')
    assert forms_folder() == Path("/forms")
    assert interfaces_folder(os.environ) == Path("~/out").expanduser()


def test_set_keeps_comments_and_unset_takes_out_one_line(run: Run, file: Path) -> None:
    said(file, '# mine\nlock = "soft" # for now\n\ndrafts = true')
    assert run("settings", "set", "lock", "strict").status == 0
    assert run("settings", "set", "interfaces", "/out#1").status == 0
    assert file.read_text() == '# mine\nlock = "strict" # for now\n\ndrafts = true\ninterfaces = "/out#1"\n'
    assert run("settings", "set", "interfaces", "/out").status == 0
    assert run("settings", "unset", "lock").status == 0
    assert file.read_text() == '# mine\n\ndrafts = true\ninterfaces = "/out"\n'
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_new_file_is_private_and_says_what_it_is(run: Run, file: Path) -> None:
    ran = run("settings", "set", "drafts", "off")
    assert "settings.toml:2  off" in ran.out
    assert file.read_text().splitlines()[1:] == ["drafts = false"]
    assert file.read_text().startswith("# Settings of cstui")
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("set", "lock", "hard"), "allowed: soft, strict"),
        (("set", "lokc", "soft"), "did you mean lock?"),
        (("set", "lock"), "set takes NAME VALUE"),
        (("unset",), "unset takes NAME"),
        (("set", "width", "80"), "width is not a setting that can be set"),
    ],
)
def test_a_setting_that_is_not_allowed_is_not_written(
    run: Run, file: Path, words: tuple[str, ...], fault: str
) -> None:
    ran = run("settings", *words)
    assert ran.status == 2
    assert fault in ran.err
    assert not file.exists()


def test_a_file_that_is_no_toml_is_not_written_over(run: Run, file: Path) -> None:
    said(file, "lock = \n# mine\n")
    ran = run("settings", "set", "lock", "strict")
    assert (ran.status, ran.err.split()[0]) == (1, "CS-401")
    assert file.read_text() == "lock = \n# mine\n"


def test_a_value_over_several_lines_is_not_cut_in_two(run: Run, file: Path) -> None:
    said(file, 'forms = """\n/a"""\n')
    ran = run("settings", "set", "forms", "/b")
    assert (ran.status, ran.err.split()[0]) == (1, "CS-407")
    assert file.read_text() == 'forms = """\n/a"""\n'


def test_unset_takes_out_a_key_that_is_none(run: Run, file: Path) -> None:
    """The way out that the message names."""
    said(file, 'color = "red"\nlock = "strict"\n')
    assert run("settings").status == 1
    assert run("settings", "unset", "color").status == 0
    assert file.read_text() == 'lock = "strict"\n'


def test_reading_the_file_costs_next_to_nothing(file: Path) -> None:
    """Start-up reads it: a hundred reads in less than a third of a second of processor time."""
    said(file, 'theme = "classic"\nlock = "strict"\ndrafts = false\n')
    before = time.process_time()
    for _ in range(100):
        here()
    assert time.process_time() - before < 0.3


def test_line_by_line_by_option_variable_or_file(file: Path) -> None:
    said(file, "linear = true\n")
    assert (here().settings.linear, here().sources["linear"]) == (True, "settings.toml:1")
    now = here({**os.environ, "CSTUI_LINEAR": "0"})
    assert (now.settings.linear, now.sources["linear"]) == (False, "CSTUI_LINEAR")
    assert here({**os.environ, "CSTUI_LINEAR": "1"}).settings.linear
    assert here(os.environ, {"linear": "on"}).sources["linear"] == "--linear"
