"""What the terminal sends, put right where Textual 8.2 reads it as something else.

- Esc and a digit (or `-`, `=`) come as `£`, `™` and the like, as an old Mac sends them: here they are
  `alt+3`, which a terminal with Alt sends as the same bytes.
- F13 to F20 of the Linux console and rxvt come as control characters, blanks or signs.
- Shift, Alt or Ctrl with F3 of xterm comes as a report of the cursor's position.
- A byte that is not a character (a Latin-1 terminal, a broken line) would end the desk: here it is U+FFFD.
- A mouse report in the encoding of X10 has bytes that are not characters either, in that of urxvt (1015)
  its numbers are the same in decimal: here both are read as the SGR reports that Textual knows.
- A report that comes in two reads, as over a slow line, or one that nobody asked for, would be typed into
  the field: here the first waits for its end, and the second is dropped.
- A sequence that Textual cannot read would end the desk: here it is forgotten, whatever it is. So is a size
  that no terminal has. A report longer than any is dropped to its end, a paste is bounded, and one whose end
  never comes is over when nothing has come for a while.

Each event also bears what the terminal sent for it (`sent`), and as its time the moment at which that
was read: keys of one burst are as old as each other, however late they are dealt with.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from codecs import getincrementaldecoder, lookup
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from locale import getpreferredencoding
from typing import Any

from textual import _ansi_sequences, _keyboard_protocol, events
from textual._parser import ParseTimeout
from textual._xterm_parser import XTermParser
from textual.drivers._writer_thread import WriterThread
from textual.message import Message

from cstui.clock import steady_clock
from cstui.desk.keyboard import CHORDS


class _Named(str):
    """The name of a key where Textual's table wants one of its own `Keys`."""

    @property
    def value(self) -> str:
        return str(self)


CONSOLE = {25: 13, 26: 14, 28: 15, 29: 16, 31: 17, 32: 18, 33: 19, 34: 20}
"""`Esc [ 25 ~` is F13, and so on: the gaps are those of the VT220's keyboard."""
LATE, PASTE_LATE = 1.0, 3.0
"""Seconds for which the rest of a report is waited for, which is dropped then, and the rest of a paste, which
is taken as it is then."""
LONGEST_REPORT, LONGEST_TEXT, LONGEST_PASTE = 30, 4_096, 64 * 1024
"""Characters of the longest report of numbers, of text, and of a paste, whose rest is dropped."""
MOST_COLUMNS, MOST_ROWS = 600, 250
"""The largest terminal; a larger one is told to be of this size."""
UNREADABLE = "\ufffd"
"""What stands for a byte that is not a character."""
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no encoding takes."""
ALT_BRACKET = "\x1b["
"""What Alt and [ send, too: a key if nothing follows."""
_MOUSE = b"\x1b[M"
_REPORT_BEGUN = re.compile(r"\x1b\[(?:[0-?]*[ -/]*|M.{0,2})", re.DOTALL)
_UNKNOWN_REPORT = re.compile(r"\x1b\[(?!\[|M)[0-?]*[ -/]*[@-~]")
_TEXT_REPORT_BEGUN = re.compile(r"\x1b(?:\][0-9]|P[0-9>!])")
_REST_OF_REPORT = re.compile(r"\[(?:<\d+;\d+;\d+[Mm]|\?[\d;]+(?:\$y|[cu])|\d+;\d+R|20[01]~|48;[\d;:]+t)")
_URXVT_MOUSE = re.compile(r"\x1b\[(\d+);(\d+);(\d+)M")
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_F3_WITH = {1: "f3", 2: "shift+f3", 3: "alt+f3", 5: "ctrl+f3", 6: "ctrl+shift+f3"}


def teach() -> None:
    """Put Textual's own tables right; once is enough, twice does no harm."""
    for sign, name in CHORDS.items():
        _ansi_sequences.ANSI_SEQUENCES_KEYS[f"\x1b{sign}"] = (_Named(f"alt+{name}"),)  # type: ignore[index]
    for code, number in CONSOLE.items():
        _keyboard_protocol.FUNCTIONAL_KEYS[f"{code}~"] = f"f{number}"


def bytes_reader(encoding: str) -> Callable[[], _Bytes]:
    """How Textual's driver asks for a decoder: it names UTF-8, and gets one that reads any bytes."""
    return _Bytes


class _Bytes:
    """Decodes what a terminal sends, whatever that is.

    Text is UTF-8, or in the encoding of a locale that has another; a byte that is not a character becomes
    `UNREADABLE`. The three bytes of an X10 mouse report become a character each.
    """

    def __init__(self) -> None:
        self._text = getincrementaldecoder(_terminal_encoding())("replace")
        self._tail = b""
        self._mouse = 0

    def decode(self, data: bytes, final: bool = False) -> str:
        """What the bytes say. EOFError for none: a terminal that sends nothing when it is read is gone."""
        if not data and not final:
            raise EOFError("the terminal is gone")
        found: list[str] = []
        for value in data:
            byte = bytes([value])
            if self._mouse and value >= 0x20:
                self._mouse -= 1
                found.append(chr(value))
                continue
            self._mouse = 0
            self._tail = (self._tail + byte)[-len(_MOUSE) :]
            found.append(self._text.decode(byte))
            if self._tail == _MOUSE:
                self._mouse, self._tail = 3, b""
        found.append(self._text.decode(b"", final))
        return "".join(found)


def _terminal_encoding() -> str:
    """The encoding of the locale where it is one of single bytes other than ASCII, else UTF-8."""
    with suppress(LookupError, UnicodeError):
        name = lookup(getpreferredencoding(False)).name
        if name != "ascii" and len("\xe9".encode(name)) == 1:
            return name
    return "utf-8"


class KeyParser(XTermParser):
    """Textual's parser, with keys under their own names and what was sent beside them."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._sent = ""
        self._read = 0.0
        self._pasting = self._in_text_report = self._in_long_report = self._escape_was_late = False
        self._taken = 0
        """Characters of the paste, or of the report with text, that have come."""

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        self._read = steady_clock()
        if self._escape_was_late and _REST_OF_REPORT.match(data):
            data = f"\x1b{data}"
        self._escape_was_late = False
        for character in data:
            if self._dropped(character):
                continue
            self._sent += character
            yield from self._told(super().feed(character))
            self._look()

    def _dropped(self, character: str) -> bool:
        """Whether a character is of a report that nobody reads, or of a paste that is too long."""
        if self._in_text_report:
            self._taken += 1
            self._sent = (self._sent + character)[-2:]
            ended = self._sent.endswith(("\x07", "\x1b\\")) or self._taken > LONGEST_TEXT
            self._in_text_report = not ended
            self._sent = "" if ended else self._sent
            return True
        if self._in_long_report:
            self._in_long_report = " " <= character < "@"
            return " " <= character <= "~"
        if self._pasting:
            self._taken += 1
            self._sent = self._sent[-len(_PASTE_ENDS) :]
            return self._taken > LONGEST_PASTE and not _PASTE_ENDS.startswith(
                self._sent[self._sent.rfind("\x1b") :] + character if "\x1b" in self._sent else character
            )
        return False

    def tick(self) -> Iterable[Message]:
        late = steady_clock() - self._read >= LATE
        if self._in_text_report:
            if late:
                self._in_text_report, self._sent = False, ""
        elif self._pasting:
            if steady_clock() - self._read >= PASTE_LATE:
                for character in _PASTE_ENDS:
                    self._sent += character
                    yield from self._told(super().feed(character))
                    self._look()
        elif _REPORT_BEGUN.fullmatch(self._sent) and (self._sent != ALT_BRACKET or not late):
            if late:
                self._forget()
        else:
            escape = self._sent == "\x1b"
            found = list(self._told(super().tick()))
            self._escape_was_late = self._escape_was_late or (escape and bool(found))
            yield from found

    def parse_mouse_code(self, code: str) -> Message | None:
        """A mouse report; those of X10 and urxvt as if they were SGR."""
        if code.startswith("\x1b[M"):
            buttons, x, y = (ord(one) - 32 for one in code[3:])
        elif found := _URXVT_MOUSE.fullmatch(code):
            buttons, x, y = int(found[1]) - 32, int(found[2]), int(found[3])
        else:
            return super().parse_mouse_code(code)
        released = buttons & 3 == 3 and not buttons & 96
        return super().parse_mouse_code(
            f"\x1b[<{buttons & ~3 if released else buttons};{x};{y}{'Mm'[released]}"
        )

    def _look(self) -> None:
        """See whether what was read is a report that Textual knows nothing of, and forget it then."""
        if self._sent.endswith(_PASTE_BEGINS):
            self._pasting, self._taken = True, 0
        elif self._sent.endswith(_PASTE_ENDS):
            self._pasting = False
        elif self._pasting or not self._sent:
            return
        elif self._awaiting.timeout is None:  # Textual has read it, and made nothing of it
            self._sent = ""
        elif _UNKNOWN_REPORT.fullmatch(self._sent):
            self._forget()
        elif _TEXT_REPORT_BEGUN.fullmatch(self._sent):
            self._forget()
            self._in_text_report, self._taken = True, 0
        elif len(self._sent) >= LONGEST_REPORT and _REPORT_BEGUN.fullmatch(self._sent):
            self._forget()
            self._in_long_report = True

    def _forget(self) -> None:
        """Have Textual give up what it has read of a report, without making keys of it."""
        self._timeout_time = None
        try:
            self._awaiting = self._gen.throw(ParseTimeout())
        except (ParseTimeout, StopIteration):
            self._begin_anew()
        self._tokens.clear()
        self._sent = ""

    def _begin_anew(self) -> None:
        """Have Textual read on as from the start: what it could not read has ended its own reading."""
        self._tokens.clear()
        self._timeout_time = None
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._sent = ""
        self._pasting = False

    def _readable(self, found: Iterable[Message]) -> Iterator[Message]:
        """The events that Textual makes of what came; none of what it cannot read, or what cannot be."""
        try:
            for event in found:
                if isinstance(event, events.Resize):
                    columns, rows = event.size
                    if not (0 < columns <= MOST_COLUMNS and 0 < rows <= MOST_ROWS and event.pixel_size):
                        self.terminal_size = self.terminal_pixel_size = None
                        self.mouse_pixels = False
                        continue
                elif isinstance(event, events.Key) and _LONE.search(f"{event.key}{event.character}"):
                    event = events.Key("unknown", UNREADABLE)
                yield event
        except Exception:  # noqa: BLE001 - whatever a terminal sends, it ends nothing
            self._begin_anew()

    def _told(self, found: Iterable[Message]) -> Iterable[Message]:
        for event in self._readable(found):
            if type(event) is events.CursorPosition and event.y == 0 and event.x + 1 in _F3_WITH:
                event = events.Key(_F3_WITH[event.x + 1], None)
            event.time = self._read
            if isinstance(event, events.Key):
                event.sent = self._sent  # type: ignore[attr-defined]
            elif isinstance(event, events.Paste):
                self._pasting = False
            self._sent = ""
            yield event


def terminal_size() -> tuple[int, int]:
    """Columns and rows of the terminal itself; COLUMNS and LINES only where it has no size to tell.

    A shell that exported the two before its window changed says what is not so any more.
    """
    for stream in (sys.__stderr__, sys.__stdin__, sys.__stdout__):
        with suppress(AttributeError, ValueError, OSError):
            size = os.get_terminal_size(stream.fileno())  # type: ignore[union-attr]
            if size.columns > 0 and size.lines > 0:
                return min(size.columns, MOST_COLUMNS), min(size.lines, MOST_ROWS)
    fallback = shutil.get_terminal_size((80, 24))
    return min(fallback.columns, MOST_COLUMNS), min(fallback.lines, MOST_ROWS)


class _Writer(WriterThread):
    """Writes frames, to nowhere once the terminal is gone: who makes them must not wait for it."""

    def run(self) -> None:
        is_gone = False
        while (text := self._queue.get()) is not None:
            try:
                if not is_gone:
                    self._file.write(text)
                if not is_gone and not self._queue.qsize():
                    self._file.flush()
            except (OSError, ValueError):
                is_gone = True


def _read_keys(driver: Any) -> None:
    """Textual's thread for keys: a terminal that is gone hangs the desk up, a fault ends it as any other."""
    app = driver._app
    try:
        driver.run_input_thread()
    except (OSError, EOFError):
        hang_up = getattr(app, "hang_up", lambda sign: app.exit(return_code=128 + sign))
        app.call_later(hang_up, signal.SIGHUP)
    except Exception as error:  # noqa: BLE001 - the outermost edge of the thread: handed to the app
        app.call_later(app._handle_exception, error)


def install() -> None:
    """Have Textual's Linux driver read keys by `KeyParser`, and any bytes; other drivers keep what they have.

    It also asks the terminal for its size before it asks COLUMNS and LINES, and outlives the terminal.
    """
    teach()
    try:
        from textual.drivers import linux_driver
    except ImportError:  # no terminal of that kind on this system
        return
    setattr(linux_driver, "XTermParser", KeyParser)  # noqa: B010 - the driver's own name for its parser
    setattr(linux_driver, "getincrementaldecoder", bytes_reader)  # noqa: B010
    setattr(linux_driver, "WriterThread", _Writer)  # noqa: B010
    setattr(linux_driver.LinuxDriver, "_run_input_thread", _read_keys)  # noqa: B010
    setattr(linux_driver.LinuxDriver, "_get_terminal_size", lambda _driver: terminal_size())  # noqa: B010


def sent(event: events.Key) -> str:
    """What the terminal sent for a key; the key's character where only that is known."""
    found: str = getattr(event, "sent", "") or event.character or ""
    return found


def spelled(data: str) -> str:
    """What was sent, a sign at a time: `Esc [ 1 5 ~`, `^R`."""
    names = {"\x1b": "Esc", " ": "Space", "\x7f": "Del"}
    return " ".join(names.get(one) or (f"^{chr(ord(one) + 64)}" if ord(one) < 32 else one) for one in data)
