"""Colors at a real terminal: what each kind of terminal is sent, how much of it, in which size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cstui.desk.palette import theme
from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

CASE = "17000217"
SGR = re.compile(rb"\x1b\[([0-9;]*)m")
MOST_BYTES = 4000
"""Of a screen change in sixteen colors on 80 by 24: two seconds at 19,200 baud."""


def desk(
    store: Path, environment: Mapping[str, str] | None = None, *, columns: int = 80, rows: int = 24
) -> Typist:
    """The desk in a terminal that says of itself nothing but `environment`."""
    plain = {"COLORTERM": "", "NO_COLOR": "", "CSTUI_THEME": ""}
    return Typist(
        [*DESK, "--store", str(store)],
        columns=columns,
        rows=rows,
        environment={**plain, "XDG_DATA_HOME": str(store.parent), **(environment or {})},
    )


def sent(written: bytes) -> Iterator[str]:
    """What the color codes ask for: `truecolor`, `256`, `sixteen`, `bold`, `underline`, `reverse`."""
    for found in SGR.finditer(written):
        codes = found[1].split(b";")
        while codes:
            code = codes.pop(0)
            if code in (b"38", b"48"):
                kind = codes.pop(0)
                yield {b"2": "truecolor", b"5": "256"}[kind]
                del codes[: 3 if kind == b"2" else 1]
            elif code and (30 <= int(code) <= 47 or 90 <= int(code) <= 107) and code not in (b"39", b"49"):
                yield "sixteen"
            else:
                yield {b"1": "bold", b"4": "underline", b"7": "reverse"}.get(code, "")


TERMINALS: dict[str, tuple[dict[str, str], str]] = {
    "truecolor": ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
    "truecolor in tmux": ({"TERM": "tmux-256color", "COLORTERM": "truecolor"}, "truecolor"),
    "xterm of 256": ({"TERM": "xterm-256color"}, "256"),
    "tmux": ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"}, "256"),
    "screen of 256": ({"TERM": "screen-256color", "STY": "1.pts"}, "256"),
    "xterm": ({"TERM": "xterm"}, "sixteen"),
    "xterm of 16": ({"TERM": "xterm-16color"}, "sixteen"),
    "xterm of 8": ({"TERM": "xterm-8color"}, "sixteen"),
    "screen": ({"TERM": "screen", "STY": "1.pts"}, "sixteen"),
    "the console": ({"TERM": "linux"}, "sixteen"),
    "vt220": ({"TERM": "vt220"}, "sixteen"),
    "a dumb one": ({"TERM": "dumb"}, ""),
    "no color wanted": ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, ""),
}


@pytest.mark.parametrize(("environment", "depth"), TERMINALS.values(), ids=list(TERMINALS))
def test_a_terminal_is_sent_only_what_it_knows(
    practice: Path, environment: dict[str, str], depth: str
) -> None:
    """Whatever it is called: the desk works, an error is marked, and no code goes out that it cannot show."""
    with desk(practice, environment) as worker:
        signed_on(worker)
        worker.type("home", "CAS2 99999999", "enter")
        worker.wait("!CS-101")
        worker.type("home", "erase-eof", f"CAS1 {CASE}", "enter")
        worker.wait("CASE SCREEN 1", CASE)
        kinds = set(sent(worker.written))
    assert kinds & {"truecolor", "256", "sixteen"} == ({depth} if depth else set())
    assert {"bold", "underline"} <= kinds


def test_no_color_wanted_holds_against_a_theme(practice: Path) -> None:
    environment = {"TERM": "xterm-256color", "NO_COLOR": "1", "CSTUI_THEME": "light"}
    with desk(practice, environment) as worker:
        signed_on(worker)
        assert not set(sent(worker.written)) & {"truecolor", "256", "sixteen"}


@pytest.mark.parametrize("name", ["classic", "mono", "high-contrast", "light", "color-blind", "plain"])
def test_a_screen_change_is_small_in_sixteen_colors(practice: Path, name: str) -> None:
    """From any main screen to any other at most 4 kB, in every theme, an error included."""
    with desk(practice, {"TERM": "xterm-16color", "CSTUI_THEME": name}) as worker:
        signed_on(worker)
        sizes = {}
        for command, title in (
            (f"CAS1 {CASE}", "CASE SCREEN 1"),
            ("CAS2", "CASE SCREEN 2"),
            ("APPT", "APPOINTMENTS"),
            ("CALO", "ACTIVITY LOG"),
            ("PERS", "PERSON"),
            ("DOCK", "DOCKET"),
            ("LEM4", "LEM4145R1"),
            ("KEYS", "KEYS"),
            ("MENU", "MENU"),
            ("WORK", "WORKLIST"),
        ):
            worker.type("home", "erase-eof", command)
            worker.wait(f"===> {command}")
            worker.quiet()
            before = worker.bytes
            worker.type("enter")
            worker.wait(title, gone=f"===> {command}")
            worker.quiet()
            sizes[command] = worker.bytes - before
    assert {command: size for command, size in sizes.items() if size > MOST_BYTES} == {}
    assert min(sizes.values()) > 500


def test_a_theme_is_worn_at_once(practice: Path, tmp_path: Path) -> None:
    """SETT and Enter: the whole screen is painted anew in the theme that was typed, and stays so."""
    file = tmp_path / "own" / "settings.toml"
    environment = {"COLORTERM": "truecolor", "CSTUI_SETTINGS": str(file)}
    paper, glass = (_ground(name) for name in ("light", "classic"))
    with desk(practice, environment) as worker:
        signed_on(worker)
        assert _shown_ground(worker) == glass
        worker.type("home", "SETT", "enter")
        worker.wait("SETTINGS", "THEME")
        worker.type("erase-eof", "light", "enter")
        worker.wait("Written: theme light.")
        worker.wait_until(lambda _: _shown_ground(worker) == paper, "the ground of the light theme")
        worker.type("home", "WORK", "enter")
        worker.wait("WORKLIST")
        assert {cell.bg for cell in worker.screen.buffer[12].values()} >= {paper}
    assert 'theme = "light"' in file.read_text()
    with desk(practice, environment) as worker:
        worker.wait("SIGN", "WORKER")
        assert _shown_ground(worker) == paper


def _ground(name: str) -> str:
    return theme(name).ground.rpartition("#")[2]


def _shown_ground(worker: Typist) -> str:
    """The ground of the last column in the middle of the screen, which no text reaches."""
    return str(worker.screen.buffer[15][79].bg)


def test_a_wrong_settings_file_is_said_and_the_desk_opens(practice: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('theme = "pink"\n')
    with desk(practice, {"CSTUI_SETTINGS": str(file)}) as worker:
        worker.wait("?CS-403", "wrong.toml line 1: theme = 'pink'", "WORKER")
        worker.type("f1")
        worker.wait("HELP", "high-contrast", "cstui settings set theme")
        worker.type("f3")
        signed_on(worker)


SIZES = ((80, 24), (81, 25), (100, 40), (132, 43), (160, 50), (200, 60))


@pytest.mark.parametrize("size", SIZES, ids=[f"{columns}x{rows}" for columns, rows in SIZES])
def test_every_size_is_used_and_typed_on(practice: Path, size: tuple[int, int]) -> None:
    """The message, the legend and the OIA stand at the foot; what is typed is where it was typed."""
    columns, rows = size
    with desk(practice, columns=columns, rows=rows) as worker:
        signed_on(worker)
        worker.type("home", f"APPT {CASE}", "enter")
        worker.wait("APPOINTMENTS", CASE)
        worker.type("SI", "t+8")
        shown = worker.wait("PURPOSE SI", "T+8").split("\n")
    assert len(shown) == rows
    assert "F1" in shown[rows - 2]
    assert "17001" in shown[rows - 1]
    assert all(len(line) <= columns for line in shown)


def test_a_window_resized_while_it_is_typed_in(practice: Path) -> None:
    """Letters typed between ten changes of size all stand in the field, in their order."""
    text = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789WELL"
    with desk(practice) as worker:
        signed_on(worker)
        worker.type("home", "erase-eof")
        for at in range(0, 40, 4):
            worker.resize(*SIZES[(at // 4 + 1) % len(SIZES)])
            worker.type(text[at : at + 4])
        worker.resize(132, 43)
        worker.wait_until(
            lambda now: f"===> {text}" in now and "17001" in now.split("\n")[42], "all of it at 132 by 43"
        )
        worker.resize(80, 24)
        worker.wait_until(
            lambda now: f"===> {text}" in now and "17001" in now.split("\n")[23], "all of it at 80 by 24"
        )
