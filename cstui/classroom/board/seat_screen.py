"""A seat opened on the trainer's board: its screen as the learner sees it, read-only, and what it reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer, Static

from cstui.cells import clean
from cstui.classroom.board.view import bar, duration, last, state, time_left, title_of, where
from cstui.classroom.seats.protocol import Order, Picture, SeatView, Watch
from cstui.desk.theme import Looks

if TYPE_CHECKING:
    from cstui.classroom.board.face import BoardFace

BESIDE = 124
"""Columns from which the learner's screen and the details stand side by side."""
LOW = 27
"""Rows below which the learner's screen has the whole terminal."""

CSS = """
SeatScreen #seat-name { height: 1; background: $panel; text-style: bold; }
SeatScreen #picture { width: auto; min-width: 80; height: auto; }
SeatScreen #watched { width: 1fr; scrollbar-size: 1 1; }
SeatScreen #details { width: 1fr; padding: 0 1; scrollbar-size: 1 1; }
SeatScreen.-beside #watched { width: 82; }
SeatScreen.-low #seat-name, SeatScreen.-low Footer { display: none; }
SeatScreen.-low #watched { scrollbar-size: 0 0; }
"""
"""How an opened seat looks; the board adds it to its own."""


class SeatScreen(Screen[None]):
    """One seat. `v` changes between its screen and the details where there is no room for both."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("v", "turn", "Screen/details"),
        Binding("m", "app.message", "Message"),
        Binding("f", "app.freeze", "Freeze"),
        Binding("e", "app.event", "Event"),
        Binding("s", "app.show_all", "Show to all"),
    ]

    def __init__(self, seat: str, looks: Looks) -> None:
        super().__init__()
        self.seat, self._looks = seat, looks
        self.details = False
        self._view: SeatView | None = None

    @property
    def board(self) -> BoardFace:
        """The board that this seat was opened on."""
        return cast("BoardFace", self.app)

    def compose(self) -> ComposeResult:
        yield Static("", id="seat-name", markup=False)
        with Horizontal():
            with VerticalScroll(id="watched"):
                yield Static("Its screen comes when somebody sits there.", id="picture", markup=False)
            with VerticalScroll(id="details"):
                yield Static("", id="facts", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Ask for the screen of the seat."""
        self.watch_seat()
        self.see()
        if self._view is not None and self.app.size.height < LOW and self.app.size.width < BESIDE:
            named = f"{self._view.id} {clean(self._view.name)}".strip()
            self.notify(f"{named}, read-only. v: details. Esc: back.", markup=False, timeout=3)

    def watch_seat(self) -> None:
        """Ask the class for the screen of this seat, at each change."""
        self.board.send(Order(control=Watch(watched=True), seats=(self.seat,)))

    def on_unmount(self) -> None:
        """It is not watched any more."""
        self.board.send(Order(control=Watch(watched=False), seats=(self.seat,)))

    def on_resize(self, event: Resize) -> None:
        """Both side by side where there is room."""
        self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        beside = width >= BESIDE
        self.set_class(beside, "-beside")
        self.set_class(height < LOW and not self.details and not beside, "-low")
        self.query_one("#watched").display = beside or not self.details
        self.query_one("#details").display = beside or self.details

    def action_turn(self) -> None:
        """The other of the two."""
        self.details = not self.details
        self._arrange(*self.size)

    def action_leave(self) -> None:
        """Back to all seats."""
        self.app.pop_screen()

    def see(self) -> None:
        """Show the seat as the board has it now."""
        view = self.board.view_of(self.seat)
        if view is None:
            return
        self._view = view
        said = f" {view.id}  {clean(view.name) or 'nobody yet'}  {where(view)}  {state(view)}"
        said += f"  {time_left(view)} left" if view.left is not None else ""
        self.query_one("#seat-name", Static).update(f"{said}  (read-only)")
        self.query_one("#facts", Static).update("\n".join(self._facts(view)))

    def show(self, picture: Picture) -> None:
        """Show the learner's screen, with the cursor where it is."""
        rows = Text(no_wrap=True, end="")
        y, x = picture.cursor
        for at, runs in enumerate(picture.rows):
            row = Text(end="", no_wrap=True)
            for text, style in runs:
                row.append(clean(text), self._looks.style(style))
            if at == y:
                row.stylize("reverse", x, x + 1)
            rows.append_text(row)
            rows.append("\n" if at + 1 < len(picture.rows) else "")
        self.query_one("#picture", Static).update(rows)

    def _facts(self, view: SeatView) -> list[str]:
        board = self.board.board
        report = view.report
        if board is None or report is None:
            return [
                f"Nobody has worked at {view.id} yet.",
                "" if view.status != "free" else f"Code {view.code}",
            ]
        met = set(report.met)
        lines = [f"GOALS  {bar(len(met), report.of, 10)}  {len(met)} of {report.of}, {report.points} points"]
        lines += [f"{'+' if goal in met else '-'} {title}" for goal, title in board.goals]
        lines += ["", "AT THE DESK", f"{report.on:%A, %m/%d/%Y}  {where(view)}", f"Last: {last(view)}"]
        lines.append(
            f"{report.keys} keys, {report.hints} hints, {report.checks} checks, attempt {report.attempt}, "
            f"idle {duration(view.idle)}"
        )
        lines += ["", "REFUSED"]
        if not view.refused:
            lines.append("Nothing was refused.")
        for rule, times in sorted(view.refused.items(), key=lambda one: -one[1]):
            lines.append(f"{times}x {rule}: {title_of(rule, self.board.rules)}")
        return lines
