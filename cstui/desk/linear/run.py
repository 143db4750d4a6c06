"""The line-by-line desk on standard input and output: a terminal, a pipe, or a script.

Output is text and line breaks, nothing else: no control character, no color, no cursor movement.
A script's lines are written behind their prompts, so that what it wrote reads as a transcript.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TextIO

import msgspec

from cstui.cells import clean, wrap
from cstui.desk.linear.desk import LinearDesk

NARROWEST = 20
REFUSED, INTERRUPTED = 1, 130


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How the conversation is held: columns of a line (0: not cut), and whether a refusal ends it."""

    width: int = 0
    strict: bool = False


def converse(desk: LinearDesk, source: TextIO, out: TextIO, manner: Manner) -> int:
    """Hold the conversation until the sign-off or the end of input; the exit status.

    0; of a script 1 where the last thing asked was refused, or keyed entries were never sent;
    with `strict` 1 at the first refusal, and nothing further is read.
    """
    try:
        return _conversation(desk, source, out, manner)
    finally:
        said = desk.close()
        with suppress(OSError):  # whoever reads it may be gone; that is said where the desk is left
            _say(said, out, manner)


def _conversation(desk: LinearDesk, source: TextIO, out: TextIO, manner: Manner) -> int:
    by_hand = source.isatty()
    ask = _by_hand(source, out) if by_hand else _by_script(source, out)
    _say(desk.begin(), out, manner)
    number = 0
    while not desk.ended:
        try:
            line = ask(desk.prompt, desk.hides)
        except KeyboardInterrupt:
            if not by_hand:
                raise
            _say(["", "What you were typing is dropped. SIGNOFF or the end of input leaves."], out, manner)
            continue
        if line is None:
            return _ended(desk, out, manner, by_hand=by_hand)
        number += 1
        if not by_hand and line.lstrip().startswith("#"):
            continue
        _say(_taken(desk, line) if by_hand else desk.take(line), out, manner)
        if manner.strict and desk.refused:
            _say([f"Refused at line {number}; the rest is not read."], out, manner)
            return REFUSED
    return REFUSED if desk.refused and not by_hand else 0


class Taking(Protocol):
    """A desk that takes a line, and can be asked to stop while it does."""

    def take(self, line: str) -> list[str]: ...

    def cancel(self) -> None: ...


def _taken(desk: Taking, line: str) -> list[str]:
    """What a line brings about. Ctrl-C asks long work to stop between two items; an act in hand is
    done or not done, never left in the middle. A second Ctrl-C leaves the desk."""

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        desk.cancel()

    if threading.current_thread() is not threading.main_thread():
        return desk.take(line)
    before = signal.signal(signal.SIGINT, stop)
    try:
        return desk.take(line)
    finally:
        signal.signal(signal.SIGINT, before)


def _ended(desk: LinearDesk, out: TextIO, manner: Manner, *, by_hand: bool) -> int:
    """The end of input: what was keyed and never sent is named, not sent."""
    unsent = desk.unsent
    said = [f"Not sent: {'; '.join(unsent)}."] if unsent else []
    _say([*([""] if by_hand else []), *said, "End of input; the desk is closed."], out, manner)
    return REFUSED if not by_hand and (desk.refused or unsent) else 0


def _say(lines: list[str], out: TextIO, manner: Manner) -> None:
    for line in lines:
        text = clean(line)
        for part in wrap(text, max(manner.width, NARROWEST)) if manner.width else [text.rstrip()]:
            out.write(part + "\n")
    out.flush()


Ask = Callable[[str, bool], str | None]


def _by_script(source: TextIO, out: TextIO) -> Ask:
    def ask(prompt: str, hides: bool) -> str | None:
        line = source.readline()
        typed = line.rstrip("\r\n")
        shown = "" if hides or not line else clean(typed)
        out.write(f"{clean(prompt)}{shown}".rstrip() + "\n")
        out.flush()
        return typed if line else None

    return ask


def _by_hand(source: TextIO, out: TextIO) -> Ask:
    """Lines typed at a terminal, with the history of this session where it is one's own terminal."""
    own = source is sys.stdin and out is sys.stdout and out.isatty()
    if own:
        _history()

    def ask(prompt: str, hides: bool) -> str | None:
        if own and hides:
            from getpass import getpass

            try:
                return getpass(clean(prompt))
            except EOFError:
                return None
        if own:
            try:
                return input(clean(prompt))
            except EOFError:
                return None
        out.write(clean(prompt))
        out.flush()
        line = source.readline()
        return line.rstrip("\r\n") if line else None

    return ask


def _history() -> None:
    """Line editing with a history kept in memory only, and without a control sequence in the output."""
    try:
        import readline
    except ImportError:  # a Python without it: lines are typed plainly
        return
    readline.set_auto_history(True)
    for setting in ("enable-bracketed-paste off", "enable-meta-key off", "bell-style none"):
        readline.parse_and_bind(f"set {setting}")


def run_linear(desk: LinearDesk, *, width: int = 0, strict: bool = False) -> int:
    """Run the desk on standard input and output; the exit status."""
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if threading.current_thread() is threading.main_thread():
        for sign in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, _end)
    return converse(desk, sys.stdin, sys.stdout, Manner(width=width, strict=strict))


def _end(sign: int, _frame: object) -> None:
    """Leave the desk as at the end of input: what was keyed is kept as a draft."""
    raise SystemExit(128 + sign)
