"""Nothing goes undocumented: every act, rule, parameter, code, command, key, setting, error, screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cstui import settings
from cstui.acts.registry import acts_of
from cstui.classroom import errors as class_errors
from cstui.cli import main
from cstui.commandline import faults, reference
from cstui.commandline.parser import parser
from cstui.commandline.shapes.outputs import OUTPUTS
from cstui.content import root
from cstui.desk.commands import commands
from cstui.desk.conformance_3270 import behaviors
from cstui.desk.drawing import all_drawings
from cstui.desk.keyboard import key_name, known_keymaps, load_keymap
from cstui.policy.rulebook import load_rulebook
from cstui.settings import SETTINGS
from cstui.store import errors

DOCS = root() / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_no_page_in_the_tree_is_stale() -> None:
    """Where this fails, run `cstui docs`."""
    assert reference.stale(DOCS) == []


def test_a_changed_page_is_stale_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "--folder", str(tmp_path)]) == 0
    assert main(["docs", "--check", "--folder", str(tmp_path)]) == 0
    (tmp_path / "rules.md").write_text("# Rules\n")
    capsys.readouterr()
    assert main(["docs", "--check", "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("CS-309 1 generated page is no longer what the registries say: rules.md")
    assert reference.write(tmp_path) == ["rules.md"]


@pytest.mark.parametrize("name", acts_of())
def test_every_act_and_each_of_its_inputs(name: str) -> None:
    section = page("acts.md").split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    assert len(section.split("|")[0].strip()) > 20
    for field in acts_of()[name].__struct_fields__:
        assert f"| `{field}` |" in section


def test_every_rule_with_citation_and_remedy() -> None:
    text = page("rules.md")
    for rule in load_rulebook().rules.values():
        section = text.split(f"\n### {rule.id}\n", 1)[1].split("\n### ", 1)[0]
        assert rule.cite in section
        assert "- way out: " in section
        assert ("our reading" in section) == rule.reading


def test_every_parameter_and_code() -> None:
    book = load_rulebook()
    for name, parameter in book.parameters.items():
        row = re.search(rf"^\| `{name}` \|.*$", page("parameters.md"), re.MULTILINE)
        assert row
        assert parameter.cite in row[0]
        assert ("site-supplied" in row[0]) == parameter.site_supplied
    for name, table in book.codes.items():
        section = page("codes.md").split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
        assert all(f"| `{code.code}` |" in section for code in table.code)
        assert ("site-supplied" in section) == table.site_supplied


def test_every_command_word_and_key() -> None:
    text = page("commands.md")
    for command in commands():
        row = re.search(rf"^\| `{command.word}` \|.*$", text, re.MULTILINE)
        assert row
        assert command.help in row[0]
        assert command.key is None or f"| {command.key.value.upper()} |" in row[0]


def test_every_operation_of_the_keyboard_with_its_keys_and_every_behavior_with_its_test() -> None:
    text = page("keys.md")
    for name in known_keymaps():
        for operation, keys in load_keymap(name).keys.items():
            row = re.search(rf"^\| `{operation}` \|.*$", text, re.MULTILINE)
            assert row
            assert all(key_name(key) in row[0].replace("\\\\", "\\") for key in keys)
    for behavior in behaviors():
        assert f"`{behavior.tested}`" in text


def test_every_shell_command_and_argument() -> None:
    text = page("commands.md")
    for name, command in reference._subcommands(parser()):
        section = text.split(f"\n### cstui {name}\n", 1)[1].split("\n### ", 1)[0].replace("\\|", "|")
        for action in command._actions:
            if action.dest != "help":
                assert (action.option_strings or [str(action.metavar)])[0] in section


def test_every_setting_error_screen_and_json_shape() -> None:
    for setting in SETTINGS:
        assert f"| {setting.name} |" in page("settings.md")
        assert setting.variable in page("settings.md")
    known = {*errors.StoreError.texts, *faults.rules(), *settings.SettingsError.texts, *class_errors.rules()}
    known |= {*(n for n in load_rulebook().rules if n.startswith("CS-"))}
    assert known == set(re.findall(r"^\| `(CS-\d+)` \|", page("errors.md"), re.MULTILINE))
    for drawing in all_drawings():
        section = page("screens.md").split(f"\n## {drawing.transaction}\n", 1)[1].split("\n## ", 1)[0]
        assert drawing.map[0] in section
        assert all(field.help.split("|")[0][:40] in section for field in drawing.entries)
    for command, shape in OUTPUTS.items():
        assert f"`cstui {command} --json` prints [{shape.__name__}]" in page("json.md")


def test_no_error_id_means_two_things() -> None:
    lists = [
        set(errors.StoreError.texts),
        set(faults.rules()),
        set(settings.SettingsError.texts),
        set(class_errors.rules()),
        {name for name in load_rulebook().rules if name.startswith("CS-")},
    ]
    assert sum(map(len, lists)) == len(set.union(*lists))
