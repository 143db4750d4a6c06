"""A recording as text for a terminal: an asciicast file (version 2), or played here and now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import msgspec

from cstui.desk.drawing import COLUMNS, ROWS
from cstui.desk.palette import Shades
from cstui.desk.tour.record import HEIGHT, RecordedFrame

_COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_WORDS = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$")
BEGIN, END = "\x1b[?25l\x1b[2J", "\x1b[0m\x1b[?25h"
Say = Callable[[str], object]


def cast(title: str, frames: Iterable[RecordedFrame], shades: Shades) -> Iterator[str]:
    """The lines of the asciicast: the header, then each event, with a marker where a step begins."""
    header = {"version": 2, "width": COLUMNS, "height": HEIGHT, "title": title}
    yield _line({**header, "env": {"TERM": "xterm-256color"}})
    yield _line([0.0, "o", BEGIN])
    last = 0.0
    for frame in frames:
        last = frame.at
        if frame.mark:
            yield _line([frame.at, "m", frame.mark])
        if frame.rows:
            yield _line([frame.at, "o", written(frame, shades)])
    yield _line([last, "o", f"\x1b[{HEIGHT};1H{END}\r\n"])


def fitted(frames: Iterable[RecordedFrame], rows: int) -> Iterator[RecordedFrame]:
    """The frames for a terminal of `rows`.

    One that is too low to have the captions below the desk has them in place of the legend and of the
    bottom line: what is typed, then what is seen.
    """
    low, legend = rows < HEIGHT, ROWS - 2
    for frame in frames:
        if not low:
            yield frame
            continue
        typed, *seen = [frame.rows.get(y, ()) for y in range(ROWS, HEIGHT)]
        shown = {y: runs for y, runs in frame.rows.items() if y < legend}
        if typed:
            said = seen if any(run.text.strip() for runs in seen for run in runs) else (typed, seen[0])
            shown |= {legend: said[0], legend + 1: said[1]}
        yield msgspec.structs.replace(frame, rows=shown)


def play(frames: Iterable[RecordedFrame], shades: Shades, say: Say, wait: Callable[[float], object]) -> None:
    """Play a recording to a terminal at its pace; the cursor is shown again, also when interrupted."""
    say(BEGIN)
    last = 0.0
    try:
        for frame in frames:
            wait(frame.at - last)
            last = frame.at
            say(written(frame, shades))
    finally:
        say(f"\x1b[{HEIGHT};1H{END}\r\n")


def written(frame: RecordedFrame, shades: Shades) -> str:
    """The changed rows, each put in its place."""
    text = ""
    for y, runs in sorted(frame.rows.items()):
        text += f"\x1b[{y + 1};1H"
        text += "".join(f"\x1b[{_sgr(shades, run.style)}m{run.text}" for run in runs)
    return f"{text}\x1b[0m" if text else ""


@cache
def _parsed(style: str) -> tuple[frozenset[str], str, str]:
    """The words, the foreground and the background of a style."""
    words: set[str] = set()
    colors = {"": "", "on": ""}
    place = ""
    for word in style.split():
        if word == "on":
            place = "on"
        elif word in _WORDS:
            words.add(word)
        else:
            colors[place] = word
            place = ""
    return frozenset(words), colors[""], colors["on"]


def _sgr(shades: Shades, name: str) -> str:
    """A style's name (`entry+fault-error+cursor`) as the parameters of one SGR sequence."""
    base, *overlays = name.split("+")
    words, front, back = _parsed(shades.ground)
    for style in (shades.styles[base], *(shades.styles[overlay] for overlay in overlays)):
        more, over, under = _parsed(style)
        turned = {"reverse"} if ("reverse" in more) != ("reverse" in words) else set()
        words = frozenset({*words, *more} - {"reverse"} | turned)
        front, back = over or front, under or back
    codes = ["0", *sorted(_WORDS[word] for word in words)]
    codes += [_color(front, 30)] if front else []
    codes += [_color(back, 40)] if back else []
    return ";".join(codes)


def _color(name: str, base: int) -> str:
    if found := _HEX.match(name):
        return f"{base + 8};2;" + ";".join(str(int(part, 16)) for part in found.groups())
    bright = name.startswith("bright_")
    return str(base + (60 if bright else 0) + _COLORS.index(name.removeprefix("bright_")))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(", ", ": ")) + "\n"
