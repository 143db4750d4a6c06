"""Work a tour on a fresh practice store without a terminal: what the rows of the terminal show, when.

The store's day, the pace of the keys and the reading time are fixed, so the same tour is always the
same recording, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from cstui.agency import find, first
from cstui.cells import cells, fit, join, wrap
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer
from cstui.desk.drawing import COLUMNS, ROWS, load_drawing
from cstui.desk.painter import Painter, StyledRun
from cstui.desk.session import DeskSession
from cstui.desk.tour.flows import FlowStroke, RowText, Tour
from cstui.settings import seat_settings
from cstui.workplace import Workplace

DAY = date(2026, 3, 3)
"""The business date of the recorded store: a Tuesday."""
NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)
CAPTION_ROWS = 3
"""Rows below the desk: what is typed, and two of what is seen."""
HEIGHT = ROWS + CAPTION_ROWS
AIDS = frozenset(aid.value for aid in Aid)
LETTER, KEY, CAPTION, EACH = 0.09, 0.5, 1.6, 0.035
"""Seconds: between letters, before a key, to read a caption, and for each of its letters."""
KEYS = {"enter": "enter", **{f"f{number}": f"pf{number}" for number in range(1, 13)}}


class RecordedFrame(msgspec.Struct, frozen=True):
    """What changed at a time (seconds from the start): rows by number (from 0); `mark` names a step."""

    at: float
    rows: dict[int, Sequence[StyledRun]]
    mark: str = ""


class Recorder:
    """One tour while it is worked. `frames` gives what changed, in order."""

    def __init__(self, session: DeskSession) -> None:
        self._session = session
        self.buffer = Buffer(COLUMNS, ROWS)
        self.painter = Painter(self.buffer)
        self._at = 0.0
        self._ended = False

    def frames(self, tour: Tour) -> Iterator[RecordedFrame]:
        """The sign-on, then every row of the tour with its captions."""
        self._show(self._session.start())
        yield self._painted(self._captions(tour.title, ""), mark=tour.title)
        self._wait(CAPTION)
        for row in tour.row:
            yield from self._row(row)

    def _row(self, row: RowText) -> Iterator[RecordedFrame]:
        yield self._painted(self._captions(f"> {row.asked}", ""), mark=row.asked)
        self._wait(KEY)
        for stroke in row.keys:
            yield from self._pressed(stroke)
        yield self._painted(self._captions(f"> {row.asked}", row.said))
        self._wait(CAPTION + EACH * len(row.said))

    def _pressed(self, stroke: FlowStroke) -> Iterator[RecordedFrame]:
        if stroke.is_key:
            self._wait(KEY)
            self._key(stroke.text.lower())
            yield self._painted({})
            return
        for letter in stroke.text:
            self._wait(LETTER)
            live = self.buffer.live_text
            self.buffer.type(letter)
            if live != self.buffer.live_text:
                self._hand_over(Aid.TYPED)
            yield self._painted({})

    def _key(self, name: str) -> None:
        operation = KEYS.get(name, name)
        if operation in AIDS:
            self._hand_over(Aid(operation))
        else:
            getattr(self.buffer, operation)()

    def _hand_over(self, aid: Aid) -> None:
        answer = self._session.handle(self.buffer.request(aid))
        if answer.ends:
            self._ended = True
        else:
            self._show(answer)

    def _show(self, answer: Answer) -> None:
        self.buffer.show(load_drawing(answer.screen, answer.agency), answer, self._session.status())

    def _wait(self, seconds: float) -> None:
        self._at = round(self._at + seconds, 3)

    def _painted(self, captions: dict[int, Sequence[StyledRun]], mark: str = "") -> RecordedFrame:
        dirty, self.buffer.dirty = sorted(self.buffer.dirty), set()
        return RecordedFrame(self._at, {**{y: self.painter.row(y) for y in dirty}, **captions}, mark)

    @staticmethod
    def _captions(first: str, then: str) -> dict[int, Sequence[StyledRun]]:
        lines = [first, *wrap(then, COLUMNS - 2)][:CAPTION_ROWS]
        lines += [""] * (CAPTION_ROWS - len(lines))
        found: dict[int, Sequence[StyledRun]] = {}
        for place, line in enumerate(lines):
            text = join(fit(f" {line}", COLUMNS))
            style = "title" if place == 0 else "message"
            found[ROWS + place] = [StyledRun(text, style, len(cells(text)))]
        return found


def record(tour: Tour) -> list[RecordedFrame]:
    """Work the tour on a practice store of its own, which is gone afterward."""
    from cstui.scenario.practice import create_practice_store

    whose = [find(tour.agency) if tour.agency else first()]
    with TemporaryDirectory(prefix="cstui-tour-") as folder:
        path = Path(folder) / "practice.db"
        store = create_practice_store(path, clock=lambda: NOW, start=DAY, agencies=whose)
        with store:
            place = Workplace(store, lambda: NOW)
            session = DeskSession(lambda: place, agencies=whose, settings=seat_settings(Path(folder)))
            return list(Recorder(session).frames(tour))
