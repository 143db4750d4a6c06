"""What terminals send, in whole and in pieces: nothing of it ends the desk, and no report is typed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import pairwise

import pytest
from textual import events
from textual.message import Message

from cstui.desk import sequences
from cstui.desk.sequences import (
    LATE,
    LONGEST_PASTE,
    LONGEST_TEXT,
    PASTE_LATE,
    UNREADABLE,
    KeyParser,
    bytes_reader,
    terminal_size,
)

ARROW, SGR = "\x1b[A", "\x1b[<0;10;5M"
REPORTS = {
    "mode": "\x1b[?2026;2$y",
    "sgr mouse": SGR,
    "urxvt mouse": "\x1b[32;100;5M",
    "device attributes": "\x1b[?62;1;4c",
    "keyboard flags": "\x1b[?0u",
    "window size": "\x1b[8;24;80t",
    "position": "\x1b[12;40R",
    "color": "\x1b]11;rgb:0000/0000/0000\x07",
    "color, ended by ST": "\x1b]4;1;rgb:00/00/00\x1b\\",
    "version": "\x1bP>|a terminal with a name that is long(1.2)\x1b\\",
}


class Line:
    """A parser at the end of a line on which time passes as the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(sequences, "steady_clock", lambda: self.now)
        monkeypatch.setattr("textual._parser.get_time", lambda: self.now)
        self.parser = KeyParser()
        self.found: list[Message] = []

    def read(self, *parts: str, pause: float = 0.3) -> None:
        """The parts, a read each, with a pause between them in which the driver looks at the time."""
        for part in parts:
            self.found += self.parser.feed(part)
            self.rest(pause)

    def rest(self, seconds: float) -> None:
        self.now += seconds
        self.found += self.parser.tick()

    @property
    def keys(self) -> list[str]:
        return [event.key for event in self.found if isinstance(event, events.Key)]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_report_is_never_typed_wherever_it_is_split(monkeypatch: pytest.MonkeyPatch, report: str) -> None:
    """What is typed right after it is read as it was typed, and the report in one piece as in two."""
    for at in range(2 if report.startswith("\x1b[") else 3, len(report)):
        line = Line(monkeypatch)
        line.read(report[:at], report[at:], "F")
        line.read(f"{report}T")
        assert line.keys == ["F", "T"], at


def test_a_report_whose_esc_came_alone_is_not_typed_either(line: Line) -> None:
    line.read("\x1b", SGR[1:], "F")
    assert line.keys == ["escape", "F"]
    assert [type(event) for event in line.found[1:-1]] == [events.MouseDown]


def test_a_report_that_never_ends_is_dropped_after_a_while(line: Line) -> None:
    line.read("\x1b[?2026", pause=LATE)
    line.read("FTC")
    assert line.keys == ["F", "T", "C"]


def test_an_arrow_in_pieces_is_an_arrow_and_esc_alone_is_esc(line: Line) -> None:
    line.read("\x1b[1", ";5C", ARROW, "\x1b")
    assert line.keys == ["ctrl+right", "up", "escape"]


def test_esc_and_a_bracket_typed_by_hand_stay_keys(line: Line) -> None:
    line.read("\x1b", "[", "F")
    assert line.keys == ["escape", "left_square_bracket", "F"]


def test_alt_and_a_bracket_is_a_key_once_nothing_follows(line: Line) -> None:
    line.read("\x1b[", pause=LATE)
    assert line.keys == ["alt+left_square_bracket"] or line.keys == ["left_square_bracket"]


def test_what_looks_like_a_report_in_a_paste_is_pasted(line: Line) -> None:
    line.read("\x1b[200~a [?62;1c ", "b\x1b[201~", "F")
    pasted = [event.text for event in line.found if isinstance(event, events.Paste)]
    assert pasted == ["a [?62;1c b"]
    assert line.keys == ["F"]


def decoded(*reads: bytes) -> str:
    reader = bytes_reader("utf-8")()
    return "".join(reader.decode(one) for one in reads if one)


def test_a_byte_that_is_no_character_ends_nothing() -> None:
    assert decoded(b"A\xe9B\xff\xfeC") == f"A{UNREADABLE}B{UNREADABLE}{UNREADABLE}C"


def test_a_character_split_over_two_reads_is_whole() -> None:
    assert decoded(b"\xc3", b"\xa9\xe2\x80", b"\x93") == "é–"


def test_a_latin_1_terminal_types_its_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "getpreferredencoding", lambda _: "ISO-8859-1")
    assert decoded(b"Andr\xe9") == "André"
    monkeypatch.setattr(sequences, "getpreferredencoding", lambda _: "ANSI_X3.4-1968")
    assert decoded("André".encode()) == "André"


@pytest.mark.parametrize("columns", [1, 95, 163, 223])
def test_an_x10_mouse_report_beyond_column_95_is_a_mouse_report(line: Line, columns: int) -> None:
    """Its bytes look like half of a letter, and even like a whole one with the byte beside it."""
    report = b"\x1b[M " + bytes([32 + columns, 32 + 9])
    for first, then in pairwise((0, 4, len(report))):
        line.read(decoded(report[:first], report[first:then], report[then:] + b"F"))
        mouse, key = line.found[-2:]
        assert isinstance(mouse, events.MouseDown)
        assert isinstance(key, events.Key)
        assert (mouse.x, mouse.y, mouse.button, key.key) == (columns - 1, 8, 1, "F")


@pytest.mark.parametrize("release", ["\x1b[M#*%", "\x1b[35;10;5M", "\x1b[<0;10;5m"])
def test_the_mouse_is_released_in_every_encoding(line: Line, release: str) -> None:
    line.read(release)
    (up,) = line.found
    assert isinstance(up, events.MouseUp)
    assert (up.x, up.y) == (9, 4)


def test_the_terminal_knows_its_size_better_than_columns_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("LINES", "5")
    monkeypatch.setattr(os, "get_terminal_size", lambda _fd=1: os.terminal_size((120, 40)))
    assert terminal_size() == (120, 40)


def test_columns_and_lines_count_where_no_terminal_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    monkeypatch.setenv("LINES", "43")
    monkeypatch.setattr(os, "get_terminal_size", lambda _fd=1: os.terminal_size((0, 0)))
    assert terminal_size() == (132, 43)


UNREAD = {
    "no character": "\x1b[1114112u",
    "a number too large": "\x1b[99999999999999999999u",
    "a text that is none": "\x1b[97;1;1114112u",
    "colons": "\x1b[:::u",
    "another key beside it": "\x1b[97:65;5u",
    "a report without end": "\x1b[" + "9" * 500 + "u",
    "a size of nothing": "\x1b[48;0;0;0;0t",
    "a size that no terminal has": "\x1b[48;99999;99999;9;9t",
    "a mouse at the other end of the world": "\x1b[<0;99999999999;99999999999M",
}


@pytest.mark.parametrize("data", UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_forgotten_and_reading_goes_on(line: Line, data: str) -> None:
    line.read(data, "x")
    assert line.keys == ["x"]
    assert not [event for event in line.found if isinstance(event, events.Resize)]


def test_a_mouse_after_a_size_of_nothing_is_a_mouse(line: Line) -> None:
    line.read("\x1b[48;24;80;0;0t", "\x1b[48;0;80;1;1t", SGR)
    (mouse,) = [event for event in line.found if isinstance(event, events.MouseDown)]
    assert (mouse.x, mouse.y) == (9, 4)


def test_half_of_a_character_is_no_character(line: Line) -> None:
    line.read("\x1b[55296u", "\x1b[97;1;56320u")
    assert [event.character for event in line.found if isinstance(event, events.Key)] == [UNREADABLE] * 2


def test_a_paste_whose_end_never_comes_is_over_after_a_while(line: Line) -> None:
    line.read("\x1b[200~pasted", pause=1.0)
    assert line.found == []
    line.rest(PASTE_LATE)
    line.read("x")
    paste, key = line.found
    assert isinstance(paste, events.Paste)
    assert paste.text == "pasted"
    assert line.keys == ["x"]
    assert key is line.found[-1]


def test_a_paste_is_bounded(line: Line) -> None:
    line.read("\x1b[200~" + "p" * (LONGEST_PASTE + 5_000) + "\x1b[201~", "x")
    paste = line.found[0]
    assert isinstance(paste, events.Paste)
    assert len(paste.text) == LONGEST_PASTE
    assert line.keys == ["x"]


def test_a_text_that_never_ends_takes_so_many_keys_at_most(line: Line) -> None:
    line.read("\x1b]0;" + "t" * (LONGEST_TEXT + 50))
    assert set(line.keys) <= {"t"}
    assert 0 < len(line.keys) <= 50


class Gone:
    """A driver whose terminal is gone, and its app."""

    def __init__(self) -> None:
        self._app = self
        self.status = 0

    def run_input_thread(self) -> None:
        bytes_reader("utf-8")().decode(b"")

    def call_later(self, called: Callable[..., None], *given: object) -> None:
        called(*given)

    def exit(self, *, return_code: int) -> None:
        self.status = return_code


def test_an_app_that_keeps_no_drafts_ends_when_its_terminal_is_gone() -> None:
    """The trainer's board: its class is held by the server."""
    gone = Gone()
    sequences._read_keys(gone)
    assert gone.status == 128 + signal.SIGHUP
