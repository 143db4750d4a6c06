"""What the terminal sends, put right where Textual 8.2 reads it as something else.

- Esc and a digit (or `-`, `=`) come as `£`, `™` and the like, as an old Mac sends them: here they are
  `alt+3`, which a terminal with Alt sends as the same bytes.
- F13 to F20 of the Linux console and rxvt come as control characters, blanks or signs.
- Shift, Alt or Ctrl with F3 of xterm comes as a report of the cursor's position.

Each event also bears what the terminal sent for it (`sent`), and as its time the moment at which that
was read: keys of one burst are as old as each other, however late they are dealt with.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import _ansi_sequences, _keyboard_protocol, events
from textual._xterm_parser import XTermParser
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
_F3_WITH = {1: "f3", 2: "shift+f3", 3: "alt+f3", 5: "ctrl+f3", 6: "ctrl+shift+f3"}


def teach() -> None:
    """Put Textual's own tables right; once is enough, twice does no harm."""
    for sign, name in CHORDS.items():
        _ansi_sequences.ANSI_SEQUENCES_KEYS[f"\x1b{sign}"] = (_Named(f"alt+{name}"),)  # type: ignore[index]
    for code, number in CONSOLE.items():
        _keyboard_protocol.FUNCTIONAL_KEYS[f"{code}~"] = f"f{number}"


class KeyParser(XTermParser):
    """Textual's parser, with keys under their own names and what was sent beside them."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._sent = ""
        self._read = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        self._read = steady_clock()
        for character in data:
            self._sent += character
            yield from self._told(super().feed(character))

    def tick(self) -> Iterable[Message]:
        return self._told(super().tick())

    def _told(self, found: Iterable[Message]) -> Iterable[Message]:
        for event in found:
            if type(event) is events.CursorPosition and event.y == 0 and event.x + 1 in _F3_WITH:
                event = events.Key(_F3_WITH[event.x + 1], None)
            event.time = self._read
            if isinstance(event, events.Key):
                event.sent = self._sent  # type: ignore[attr-defined]
            self._sent = ""
            yield event


def install() -> None:
    """Have Textual's Linux driver read keys by `KeyParser`; other drivers keep what they have."""
    teach()
    try:
        from textual.drivers import linux_driver
    except ImportError:  # no terminal of that kind on this system
        return
    setattr(linux_driver, "XTermParser", KeyParser)  # noqa: B010 - the driver's own name for its parser


def sent(event: events.Key) -> str:
    """What the terminal sent for a key; the key's character where only that is known."""
    found: str = getattr(event, "sent", "") or event.character or ""
    return found


def spelled(data: str) -> str:
    """What was sent, a sign at a time: `Esc [ 1 5 ~`, `^R`."""
    names = {"\x1b": "Esc", " ": "Space", "\x7f": "Del"}
    return " ".join(names.get(one) or (f"^{chr(ord(one) + 64)}" if ord(one) < 32 else one) for one in data)
