"""SETT: what is typed over is written to the file and holds at once; what is wrong is refused whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.settings import KEPT, settings_file
from cstui.store.engine import Store
from tests.agencies.louisiana.programs.driver import Desk


@pytest.fixture
def file() -> Path:
    """Where this test's settings are kept."""
    return settings_file()


def test_every_setting_stands_there_with_where_it_comes_from(office_store: Store, file: Path) -> None:
    file.write_text('lock = "strict"\n')
    desk = Desk(office_store).command("SETTINGS")
    assert desk.answer.screen == "SETT"
    fields = {field.name for field in desk.buffer.drawing.fields}
    assert {*KEPT, *(f"{name}_from" for name in KEPT)} <= fields
    values = desk.answer.values
    assert (values["lock"], values["lock_from"]) == ("strict", "settings.toml:1")
    assert (values["theme"], values["theme_from"]) == ("classic", "default")


def test_what_is_typed_over_is_written_and_worn_at_once(office_store: Store, file: Path) -> None:
    file.write_text("# mine\n")
    desk = (
        Desk(office_store).command("SETT").type("theme", "LIGHT").type("lock", "strict").type("drafts", "off")
    )
    assert desk.session.status().theme == "classic"
    desk.key("enter")
    assert desk.answer.message == (
        "Written: theme light, lock strict, drafts off; drafts takes effect at the next start."
    )
    assert file.read_text() == '# mine\ntheme = "light"\nlock = "strict"\ndrafts = false\n'
    status = desk.session.status()
    assert (status.theme, status.strict) == ("light", True)
    desk.type("theme", "").key("enter")
    assert (desk.session.status().theme, desk.answer.values["theme_from"]) == ("classic", "default")
    assert "theme" not in file.read_text()


def test_nothing_is_written_where_one_value_is_wrong(office_store: Store, file: Path) -> None:
    desk = Desk(office_store).command("SETT").type("theme", "pink").type("lock", "strict").key("enter")
    (finding,) = desk.answer.findings
    assert (finding.rule, finding.field) == ("CS-408", "theme")
    assert "light" in finding.remedy
    assert not file.exists()
    desk.key("pf1")
    assert "light" in " ".join(row.values.get("text", "") for row in desk.answer.rows)


def test_a_theme_is_found_by_the_name_that_it_had(office_store: Store, file: Path) -> None:
    file.write_text('theme = "colour-blind"\n')
    desk = Desk(office_store).command("SETT")
    assert (desk.session.status().theme, desk.answer.values["theme"]) == ("color-blind", "color-blind")
    desk.type("theme", "COLOUR-BLIND").type("lock", "strict").key("enter")
    assert 'theme = "color-blind"' in file.read_text()


def test_prompts_list_what_is_allowed(office_store: Store) -> None:
    desk = Desk(office_store).command("SETT").at("theme").key("pf4")
    assert {"classic", "mono", "high-contrast", "light", "color-blind"} <= {
        row.key.split()[0] for row in desk.answer.rows
    }
    desk.type("typed", "mono").key("enter")
    assert desk.answer.screen == "SETT"
    assert desk.key("enter").answer.message == "Written: theme mono."


def test_a_variable_comes_before_the_file_and_is_told(
    office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSTUI_THEME", "mono")
    desk = Desk(office_store).command("SETT").type("theme", "light").key("enter")
    assert desk.answer.message == "Written: theme light; CSTUI_THEME still says theme mono."
    assert desk.session.status().theme == "mono"


def test_a_wrong_file_is_said_at_the_sign_on_and_explained(office_store: Store, file: Path) -> None:
    file.write_text('theme = "pink"\nlock = "strict"\n')
    desk = Desk(office_store, worker="")
    first = desk.session.start()
    assert [f.rule for f in first.findings] == ["CS-403"]
    assert "settings.toml line 1: theme = 'pink'" in first.findings[0].message
    assert (desk.session.status().theme, desk.session.status().strict) == ("classic", True)


def test_the_password_of_a_store_is_not_shown(office_store: Store, file: Path) -> None:
    file.write_text('store = "postgresql://ada:hunter2@db/cases"\n')
    desk = Desk(office_store).command("SETT")
    assert desk.answer.values["store"] == "postgresql://ada:***@db/cases"
    assert "store" in desk.answer.protected


def test_a_keymap_that_cannot_be_used_is_not_written(
    office_store: Store, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    own = tmp_path / "own.toml"
    own.write_text('title = "own"\nbase = "classic"\n[keys]\nenter = []\n')
    desk = Desk(office_store).command("SETT").type("keymap", "~/own.toml").key("enter")
    (finding,) = desk.answer.findings
    assert (finding.rule, finding.field) == ("CS-096", "keymap")
    assert "no key is left for Enter" in finding.message
    assert not file.exists()


def test_before_the_sign_on_a_word_is_told_to_wait(office_store: Store) -> None:
    desk = Desk(office_store, worker="").command("SETT")
    assert (desk.screen, desk.rules) == ("SIGN", ["CS-184"])
    assert desk.command("XYZZY").rules == ["CS-137"]


def test_line_by_line_is_a_setting_for_the_next_start(office_store: Store, file: Path) -> None:
    desk = Desk(office_store).command("SETT").type("linear", "on").key("enter")
    assert desk.answer.message == "Written: linear on; linear takes effect at the next start."
    assert file.read_text().endswith("linear = true\n")


def test_overtype_and_the_pause_after_an_error_hold_at_once(office_store: Store, file: Path) -> None:
    desk = Desk(office_store)
    assert (desk.session.status().overtype, desk.session.status().pause) == ("erase", 300)
    desk.command("SETT").type("overtype", "classic").type("pause", "150").key("enter")
    assert desk.answer.message == "Written: overtype classic, pause 150."
    assert file.read_text().endswith('overtype = "classic"\npause = 150\n')
    assert (desk.session.status().overtype, desk.session.status().pause) == ("classic", 150)
    desk.type("pause", "9999").key("enter")
    assert (desk.rules, desk.fields) == (["CS-408"], ["pause"])
    assert "0 to 5000" in desk.answer.findings[0].remedy
