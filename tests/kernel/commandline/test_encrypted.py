"""Encrypted stores by commands: where a key comes from, and that it is shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.commandline import key_entry
from cstui.store import drivers, keys
from cstui.store.keys import StoreKey
from tests.kernel.commandline.conftest import Run

PHRASE, OTHER = "otter lantern gravel seventeen", "mustard harbor violin eleven"
pytestmark = pytest.mark.skipif(
    drivers.CIPHER not in drivers.available(), reason="sqlcipher3 (extra cipher) is not installed here"
)


class Keyring:
    """A system keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, phrase: str) -> None:
        self.kept[service, name] = phrase

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made = Keyring()
    monkeypatch.setattr(keys, "_keyring", lambda: made)
    monkeypatch.setattr(key_entry, "_typed", lambda prompt: None)
    return made


def _typing(monkeypatch: pytest.MonkeyPatch, *phrases: str) -> list[str]:
    """Have these typed one after the other; the prompts that were shown."""
    waiting, shown = list(phrases), []

    def typed(prompt: str) -> StoreKey | None:
        shown.append(prompt)
        return StoreKey(waiting.pop(0)) if waiting else None

    monkeypatch.setattr(key_entry, "_typed", typed)
    return shown


def _key_file(path: Path, phrase: str = PHRASE) -> str:
    path.write_text(f"{phrase}\n")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def store(run: Run, keyring: Keyring, tmp_path: Path) -> str:
    """An encrypted store, whose passphrase is in the file `key` beside it."""
    key, path = _key_file(tmp_path / "key"), str(tmp_path / "office.db")
    made = run("--store", path, "--key-file", key, "store", "create", "--empty", "--encrypted")
    assert made.status == 0, made.err
    assert "encrypted" in made.out
    return path


def test_a_key_file_opens_the_store(run: Run, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    key = str(tmp_path / "key")
    assert run("--store", store, "--key-file", key, "store", "info").status == 0
    assert run("--store", store, "store", "info", "--key-file", key).status == 0
    assert run("--store", store, "store", "info").err.startswith("CS-224")
    monkeypatch.setenv("CSTUI_KEY_FILE", key)
    assert run("--store", store, "store", "verify").status == 0
    Path(key).chmod(0o644)
    refused = run("--store", store, "store", "info")
    assert refused.err.startswith("CS-227")
    assert PHRASE not in refused.err


def test_the_terminal_asks_until_the_passphrase_opens_it(
    run: Run, store: str, monkeypatch: pytest.MonkeyPatch
):
    shown = _typing(monkeypatch, "not this one at all", PHRASE)
    assert run("--store", store, "store", "info").status == 0
    assert shown == [f"Passphrase of {store}: ", f"Passphrase of {store} (not that one): "]
    _typing(monkeypatch, *["not this one at all"] * 5)
    assert run("--store", store, "store", "info").err.startswith("CS-225")


def test_the_keyring_keeps_a_passphrase_and_forgets_it(
    run: Run, store: str, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    kept = run("--store", store, "--key-file", str(tmp_path / "key"), "store", "key", "--keep", "--json")
    assert kept.status == 0
    assert keyring.kept == {("cstui", store): PHRASE}
    assert run("--store", store, "store", "info").status == 0
    assert "keeps its passphrase" in run("--store", store, "store", "key").out
    keyring.kept["cstui", store] = OTHER  # of before: the terminal is asked then
    _typing(monkeypatch, PHRASE)
    assert run("--store", store, "store", "info").status == 0
    assert "does not keep" in run("--store", store, "store", "key", "--forget").out
    assert keyring.kept == {}


def test_another_passphrase_is_typed_twice(run: Run, store: str, monkeypatch: pytest.MonkeyPatch):
    _typing(monkeypatch, PHRASE, OTHER, OTHER + ".")
    assert "typed the same way twice" in run("--store", store, "store", "rekey").err
    _typing(monkeypatch, PHRASE, "too short")
    assert run("--store", store, "store", "rekey").err.startswith("CS-228")
    _typing(monkeypatch, PHRASE, OTHER, OTHER)
    done = run("--store", store, "store", "rekey")
    assert done.status == 0, done.err
    assert "former passphrase" in done.out
    _typing(monkeypatch, OTHER)
    assert run("--store", store, "store", "verify").status == 0


def test_a_plain_store_is_encrypted_by_rekey(run: Run, keyring: Keyring, tmp_path: Path):
    path, key = str(tmp_path / "plain.db"), _key_file(tmp_path / "key")
    run("--store", path, "store", "create", "--empty")
    done = run("--store", path, "store", "rekey", "--new-key-file", key)
    assert done.status == 0, done.err
    assert "is not encrypted" in done.out
    assert run("--store", path, "--key-file", key, "store", "verify").status == 0


def test_no_command_shows_a_passphrase(run: Run, store: str, tmp_path: Path):
    key = str(tmp_path / "key")
    for words in (
        ("store", "info"),
        ("settings",),
        ("settings", "--json"),
        ("store", "key"),
        ("store", "verify"),
    ):
        said = run("--store", store, "--key-file", key, *words)
        assert "otter" not in said.out + said.err
    assert "otter" not in "".join(
        one.read_text(errors="replace") for one in tmp_path.rglob("*.log") if one.is_file()
    )


def test_the_nightly_run_makes_a_backup_that_the_rule_keeps(
    run: Run, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CSTUI_KEY_FILE", str(tmp_path / "key"))
    folder = tmp_path / "backups"
    assert run("--store", store, "store", "backup").err.startswith("CS-230")
    assert run("--store", store, "store", "backups").err.startswith("CS-230")
    monkeypatch.setenv("CSTUI_BACKUPS", str(folder))
    assert run("--store", store, "nightly", "--keep", "many").err.startswith("CS-231")
    for _ in range(3):
        ran = run("--store", store, "nightly", "--keep", "1d 0w 0m")
        assert ran.status == 0, ran.err
        assert "Backup made and checked" in ran.out
    assert "older one" in ran.out
    listed = run("--store", store, "store", "backups")
    assert "newest" in listed.out
    [made] = folder.iterdir()
    assert not made.read_bytes().startswith(b"SQLite")
    Path(store).unlink()
    assert run("--store", store, "store", "restore", str(made)).status == 0
    assert run("--store", store, "store", "verify").status == 0


def test_what_can_be_read_of_a_damaged_store_is_saved(run: Run, store: str, tmp_path: Path):
    key, new = str(tmp_path / "key"), str(tmp_path / "new.db")
    came = run("--key-file", key, "store", "rescue", store, new)
    assert came.status == 0, came.err
    assert "It holds." in came.out
    assert run("--store", new, "--key-file", key, "store", "verify").status == 0
