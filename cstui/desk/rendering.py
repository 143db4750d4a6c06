"""The presentation space as the eye and the mouse meet it: rows painted from a cache, text marked, clicks."""

from __future__ import annotations

from abc import abstractmethod

from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from cstui.cells import cells, wrap
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid
from cstui.desk.drawing import COLUMNS, ROWS
from cstui.desk.fallback_messages import too_small
from cstui.desk.painter import Painter, StyledRun
from cstui.desk.palette import Theme, theme
from cstui.desk.theme import Looks
from cstui.desk.typeahead import Stroke

WHEEL = 0.15
"""Seconds that must lie between two turns of the wheel that turn a page: a flick is one."""


class Face(Widget):
    """Paints a buffer in a theme, and takes the mouse. What is to be done is said to `_apply`."""

    def __init__(self, colors: Theme | None = None) -> None:
        super().__init__()
        self.buffer = Buffer()
        self.painter = Painter(self.buffer)
        self._theme = colors or theme()
        self._looks = Looks(self._theme.shades())
        self._strips: dict[int, Strip] = {}
        self._columns = 0
        self._small = False
        self._pressed: tuple[int, int] | None = None
        self._wheeled = 0.0

    @abstractmethod
    def _apply(self, stroke: Stroke) -> None:
        """Do what a click stands for."""

    def _release(self) -> None:
        """Do what was held back until the next key or click."""

    def _too_late(self, event: events.Event) -> bool:
        """Whether a click came before who clicked could have seen the error that is shown."""
        return False

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and not self._small:
            self._release()
            self._pressed = (event.y, event.x)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        there = (
            min(max(event.y, 0), self.buffer.layout.rows - 1),
            min(max(event.x, 0), self.buffer.layout.columns - 1),
        )
        if there != self._pressed or self.buffer.selection:
            self.buffer.select(self._pressed, there, block=event.ctrl or event.meta)
            self._repaint()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._pressed is None:
            return
        self.release_mouse()
        pressed, self._pressed = self._pressed, None
        if pressed == (event.y, event.x) and not self._too_late(event):
            self._apply(self._clicked(*pressed))

    def _clicked(self, y: int, x: int) -> Stroke:
        """What a click stands for: a key of the legend, help on the message, else the cursor's place."""
        if y == self.buffer.layout.legend:
            number = self.painter.key_at(x)
            return Stroke(f"pf{number}" if number else "no_key")
        if y == self.buffer.layout.message and self.buffer.answer.findings:
            return Stroke(Aid.PF1.value)
        return Stroke("click", f"{y},{x}")

    def on_click(self, event: events.Click) -> None:
        twice = event.button == 1 and event.chain == 2 and not self._small
        if twice and not self._too_late(event) and self._clicked(event.y, event.x).operation == "click":
            self._apply(Stroke(Aid.ENTER.value))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._turned(event, Aid.PF8, further=self.buffer.more_below)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._turned(event, Aid.PF7, further=self.buffer.answer.more_above)

    def _turned(self, event: events.MouseEvent, aid: Aid, *, further: bool) -> None:
        """Turn the page of a list with the wheel: one at a time, and never while something is typed in it."""
        soon = event.time - self._wheeled < WHEEL
        if self._small or not further or soon or self.buffer.system or self.buffer.typed_into:
            return
        if not self._too_late(event):
            self._wheeled = event.time
            self._apply(Stroke(aid.value))

    # Painting

    def wear(self, colors: Theme) -> None:
        """Take on the colors of a theme, as many of them as the terminal has."""
        self._theme = colors
        self._looks = Looks(colors.shades(self.app.console.color_system))
        self._strips.clear()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        columns, rows = event.size
        self._columns = columns
        self._small = columns < COLUMNS or rows < ROWS
        if not self._small and (columns, rows) != (self.buffer.layout.columns, self.buffer.layout.rows):
            self.buffer.resize(columns, rows)
        self._strips.clear()
        self.refresh()

    def _repaint(self) -> None:
        """Ask for the rows that changed to be painted, and put the terminal's cursor in place."""
        dirty, self.buffer.dirty = self.buffer.dirty, set()
        if not dirty:
            return
        for y in dirty:
            self._strips.pop(y, None)
        y, x = self.buffer.cursor
        self.app.cursor_position = Offset(x, y)
        self.refresh(*(Region(0, y, self._columns, 1) for y in dirty))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`, from the cache where they did not change."""
        left, top, columns, rows = crop
        if self._columns != (width := self.size.width):
            self._columns = width
            self._strips.clear()
        whole = left == 0 and columns == width
        cached = self._strips.get
        strips = [
            strip if (strip := cached(y)) is not None else self.render_line(y) for y in range(top, top + rows)
        ]
        return strips if whole else [strip.crop(left, left + columns) for strip in strips]

    def render_line(self, y: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None:
            runs = self._small_row(y) if self._small else self.painter.row(y) if self._holds(y) else []
            strip = self._strips[y] = self._looks.strip(runs, self._columns)
        return strip

    def _holds(self, y: int) -> bool:
        return y < self.buffer.layout.rows

    def _small_row(self, y: int) -> list[StyledRun]:
        size = self.size
        finding = too_small(size.width, size.height)
        said = f"{finding.rule} {finding.message} {finding.remedy}"
        lines = wrap(said, max(size.width, 1))
        return [StyledRun(lines[y], "message", len(cells(lines[y])))] if y < len(lines) else []
