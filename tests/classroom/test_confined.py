"""A seat keeps to its folder by its code; a bank reads and writes by the system's leave."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat
from cstui.classroom.serving.confinement import landlock_version, offered
from cstui.classroom.serving.fork_server import scrubbed
from cstui.settings import KEPT, LOOKS, SettingsError, seat_settings

Sit = Callable[..., Seat]
TRIED = {
    "theme": "high-contrast",
    "keymap": "laptop",
    "lock": "strict",
    "overtype": "classic",
    "pause": "100",
}
"""A value of each of a seat's own settings that is not its default."""


@pytest.fixture
def sett(seats: Sit) -> ScriptedUser:
    """The settings at a seat of a class."""
    hand = ScriptedUser(LessonHost(seats(), in_class=True))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    hand.fill("command", "SETT")
    hand.press("enter")
    return hand


def test_every_setting_is_a_seats_own_or_refused_at_it(tmp_path: Path) -> None:
    assert set(TRIED) == set(LOOKS)
    now = seat_settings(tmp_path)
    for name in KEPT:
        if name in LOOKS:
            now = now.changed(name, TRIED[name])
            assert now.sources[name].startswith("settings.toml:")
        else:
            with pytest.raises(SettingsError, match="CS-409"):
                now.changed(name, "/tmp/x")
    assert [one.name for one in tmp_path.iterdir()] == ["settings.toml"]


def test_a_seat_may_not_name_a_keymap_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("")
    with pytest.raises(SettingsError, match="CS-409"):
        seat_settings(tmp_path).changed("keymap", str(own))


def test_what_was_put_into_a_seats_file_by_hand_holds_only_where_a_seat_may_set_it(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('forms = "/tmp/x"\nkeymap = "/tmp/k.toml"\nlock = "strict"\n')
    now = seat_settings(tmp_path)
    assert (now.settings.forms, now.settings.keymap, now.settings.lock) == ("", "classic", "strict")
    assert now.forms_folder() == tmp_path / "forms"
    assert now.interfaces_folder() is None


def test_the_environment_says_nothing_at_a_seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSTUI_FORMS", "/tmp/x")
    monkeypatch.setenv("CSTUI_THEME", "amber")
    monkeypatch.setenv("CSTUI_INTERFACES", "/tmp/x")
    now = seat_settings(tmp_path)
    assert (now.settings.theme, now.forms_folder()) == ("classic", tmp_path / "forms")
    assert now.interfaces_folder() is None


def test_sett_takes_the_looks_and_protects_the_rest(sett: ScriptedUser) -> None:
    assert sett.screen == "SETT"
    assert sett.answer.protected == frozenset(KEPT) - set(LOOKS)
    assert sett.answer.values["file"] == "settings.toml of this seat (not there yet)"
    sett.fill("theme", "high-contrast")
    sett.press("enter")
    assert "theme high-contrast" in sett.answer.message
    assert sett.host.status().theme == "high-contrast"
    sett.fill("keymap", "/etc/hosts")
    sett.press("enter")
    assert [finding.rule for finding in sett.answer.findings] == ["CS-409"]


def test_a_print_at_a_seat_stays_in_its_folder(sett: ScriptedUser, tmp_path: Path) -> None:
    sett.fill("command", "PRTSC mine")
    sett.press("enter")
    assert sorted(one.name for one in (tmp_path / "ann" / "forms").iterdir()) == ["MINE.pdf", "MINE.txt"]


def test_a_bank_sees_no_home_and_none_of_the_servers_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "CSTUI_STORE", "PGPASSWORD", "PYTHONPATH", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "/x")
    assert not {"HOME", "CSTUI_STORE", "PGPASSWORD", "PYTHONPATH", "XDG_CONFIG_HOME"} & set(scrubbed())


CONFINED = """
    import json, resource, socket, subprocess, sys
    from pathlib import Path
    from cstui import content
    from cstui.classroom.serving.confinement import confine

    seats, outside = map(Path, sys.argv[1:])
    ready = socket.create_server(("127.0.0.1", 0))
    python = map(Path, [sys.prefix, sys.base_prefix, *filter(None, sys.path)])
    confine(seats, [content.root(), *python])

    def tried(work):
        try:
            work()
        except (OSError, MemoryError) as fault:
            return type(fault).__name__
        return "done"

    def replaced():
        (seats / "a.new").write_text("x")
        (seats / "a.new").replace(seats / "s01" / "a")

    print(json.dumps({
        "writes its own": tried(replaced),
        "reads content": tried(lambda: next(content.root().glob("screens/desk/*.toml")).read_text()),
        "reads outside": tried(lambda: (outside / "secret").read_text()),
        "lists outside": tried(lambda: list(outside.iterdir())),
        "writes outside": tried(lambda: (outside / "new").write_text("x")),
        "changes outside": tried(lambda: (outside / "secret").write_text("x")),
        "removes outside": tried(lambda: (outside / "secret").unlink()),
        "moves in": tried(lambda: (outside / "secret").rename(seats / "secret")),
        "runs": tried(lambda: subprocess.run(["/bin/true"])),
        "connects": tried(lambda: socket.create_connection(ready.getsockname()[:2], timeout=5)),
        "listens": tried(lambda: socket.create_server(("127.0.0.1", 0))),
        "takes memory": tried(lambda: bytearray(3 << 29)),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
    }))
"""


@pytest.fixture
def confined(tmp_path: Path) -> dict[str, object]:
    """What a confined process of its own could do."""
    seats, outside = tmp_path / "class" / "seats", tmp_path / "outside"
    (seats / "s01").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret").write_text("s")
    command = [sys.executable, "-c", textwrap.dedent(CONFINED), str(seats), str(outside)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert (outside / "secret").read_text() == "s" if landlock_version() else True
    said: dict[str, object] = json.loads(done.stdout)
    return said


@pytest.mark.skipif(not landlock_version(), reason="the kernel offers no Landlock")
def test_the_system_confines_a_bank(confined: dict[str, object]) -> None:
    tcp = "PermissionError" if landlock_version() >= 4 else "done"
    refused = "PermissionError"
    assert confined == {
        **dict.fromkeys(("writes its own", "reads content"), "done"),
        **dict.fromkeys(("reads outside", "lists outside", "writes outside", "changes outside"), refused),
        **dict.fromkeys(("removes outside", "moves in", "runs"), refused),
        **dict.fromkeys(("connects", "listens"), tcp),
        "takes memory": "MemoryError",
        "core": 0,
    }  # fmt: skip


def test_where_the_system_confines_nothing_the_trainer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (offered() == "") == bool(landlock_version())
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "no Landlock" in offered()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are Linux's")
def test_the_limits_hold_without_landlock_too(confined: dict[str, object]) -> None:
    assert (confined["takes memory"], confined["core"]) == ("MemoryError", 0)
