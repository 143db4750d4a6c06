"""What the trainer's board shows: every seat of a class that is held, what refuses, how far it has come.

A client of the class: closing or killing it changes nothing there, and it finds a class that is served
again. What the trainer does stands in board.py.
"""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.driver import Driver
from textual.events import Click, Event, Key, Paste
from textual.theme import Theme as AppTheme
from textual.widgets import DataTable, Footer, Input, Static
from textual.widgets._footer import FooterKey

from cstui.cells import clean
from cstui.classroom.board import dialogs as board_dialogs
from cstui.classroom.board import seat_screen as board_seat
from cstui.classroom.board import view
from cstui.classroom.board.dialogs import PageDialog
from cstui.classroom.board.line import ClassLine, FolderLine
from cstui.classroom.board.seat_screen import SeatScreen
from cstui.classroom.board.typed import TypedAhead
from cstui.classroom.seats.protocol import (
    Board,
    FromTrainer,
    Picture,
    PictureOf,
    SeatView,
    Told,
    ToTrainer,
    Wrong,
)
from cstui.desk.palette import theme
from cstui.desk.theme import Looks
from cstui.policy.rulebook import load_rulebook

REFUSALS = 3
"""How many of the commonest refusals stand below the seats."""
ONLY_WIDE = {"bounds", "plot", "add_seat"}
"""What the keys below the seats name on a wide terminal alone."""
OF_THE_LIST = {"sort", "filter", "show_every", "plot", "add_seat"}
"""What is done with the list of seats, and not while a seat is open."""


class Seats(DataTable[Text]):
    """The seats; Enter opens the one under the cursor, as a second click on it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Open", key_display="⏎", show=True),
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]

    def on_click(self, event: Click) -> None:
        """A click anywhere on the seat under the cursor opens it, and not on the same cell alone."""
        at = event.style.meta
        if at.get("row", -1) == self.cursor_row:
            self.cursor_coordinate = Coordinate(at["row"], at["column"])


class Legend(Footer):
    """The keys of the board: on a narrow terminal those that are used most."""

    def compose(self) -> ComposeResult:
        """The keys that there is room for."""
        narrow = self.app.size.width < view.WIDE
        for key in super().compose():
            if not (narrow and isinstance(key, FooterKey) and key.action in ONLY_WIDE):
                yield key


class BoardFace(App[None]):
    """The board without the trainer's hand. `line` is how it hears the class; `folder`'s unless given."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #refusals, #counts { text-wrap: nowrap; text-overflow: ellipsis; }
    #heading, #counts { height: 1; padding: 0 1; }
    #heading { text-style: bold; background: $panel; }
    #seats { height: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    #filter { height: 1; border: none; padding: 0 1; display: none; background: $panel; }
    #filter.-shown { display: block; }
    #refusals, #plot { height: auto; padding: 0 1; }
    #plot { color: $accent; }
    #message { height: auto; max-height: 3; min-height: 1; padding: 0 1; }
    #message.-wrong { color: $error; text-style: bold; }
    """
    CSS += board_dialogs.CSS + board_seat.CSS

    def __init__(
        self,
        folder: Path,
        *,
        line: ClassLine | None = None,
        colors: str = "",
        driver: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver)
        self.folder = folder
        self.rules = load_rulebook()
        self.board: Board | None = None
        self.farewell = ""
        self.connected = False
        self._line = line or FolderLine(folder)
        self._down, self._trouble = "The class is being asked.", ""
        self._sort, self._backwards, self._wanted = "SEAT", False, ""
        self._large = False
        self._ids: list[str] = []
        self._shape: tuple[object, ...] = ()
        self._orders: deque[FromTrainer] = deque()
        self.typed = TypedAhead(self, super().on_event)
        self._colors = theme(colors, no_color=bool(os.environ.get("NO_COLOR")))
        self.looks = Looks(self._colors.shades(self.console.color_system))
        self._wear()

    def _wear(self) -> None:
        """Take on the desk's theme for the board's own parts."""

        def color(name: str, *, ground: bool = False) -> str:
            style = self.looks.style(name)
            found = style.bgcolor if ground else style.color
            return (
                found.get_truecolor().hex
                if found and not found.is_default
                else ("#000000" if ground else "#ffffff")
            )

        dark = sum(bytes.fromhex(color("blank", ground=True)[1:])) < 384
        worn = AppTheme(
            name="desk",
            primary=color("label"),
            secondary=color("label"),
            accent=color("value"),
            foreground=color("blank"),
            background=color("blank", ground=True),
            surface=color("blank", ground=True),
            panel=color("entry", ground=True),
            error=color("message-error"),
            warning=color("message-warning"),
            success=color("entry"),
            dark=dark,
        )
        self.register_theme(worn)
        self.theme = "desk"

    def compose(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        yield Static("", id="counts", markup=False)
        yield Input(placeholder="show only what matches", id="filter")
        yield Seats(id="seats", cursor_type="row", cell_padding=0, zebra_stripes=False)
        yield Static("", id="refusals", markup=False)
        yield Static("", id="plot", markup=False)
        yield Static("", id="message", markup=False)
        yield Legend(show_command_palette=False, compact=True)

    async def on_event(self, event: Event) -> None:
        """Keys wait for what the keys before them have opened."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self.typed.take(event)
        else:
            await super().on_event(event)

    def on_mount(self) -> None:
        """Hear the class."""
        self.title = "cstui board"
        self.table.focus()
        self.say(self._down, wrong=True)
        self.run_worker(self._line.run(self.hear, self.stands), name="line", exit_on_error=False)

    @property
    def table(self) -> Seats:
        """The seats."""
        return self.screen_stack[0].query_one("#seats", Seats)

    @property
    def opened(self) -> SeatScreen | None:
        """The seat that is open, under its dialogs too."""
        return next((one for one in self.screen_stack if isinstance(one, SeatScreen)), None)

    # --- the line --------------------------------------------------------------------------------

    def hear(self, said: ToTrainer) -> None:
        """Take what the class says."""
        match said:
            case Board():
                self.board = said
                self.redraw()
            case PictureOf(seat=seat, picture=picture):
                self._picture(seat, picture)
            case Told(text=text):
                self.say(text)
            case Wrong():
                self.say(f"{said.rule} {said.message}. {said.remedy}", wrong=True)

    def stands(self, down: str) -> None:
        """Take that the line is up, or why it is down."""
        up = not down
        if up and not self.connected:
            self.say("")
            if self.opened is not None:
                self.connected = True
                self.opened.watch_seat()
        elif not up and down != self._down:  # each try says it again; what was said since then stays
            self.say(down, wrong=True)
        self.connected, self._down = up, down

    def send(self, order: FromTrainer) -> None:
        """Send what the trainer does, in order; said where the line is down."""
        self._orders.append(order)
        self.run_worker(self._send(), group="orders", exit_on_error=False)

    async def _send(self) -> None:
        while self._orders:
            if not await self._line.send(self._orders.popleft()) and self.is_running:
                self.say("The line to the class is down: nothing was done.", wrong=True)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something on the message line, and over a seat that is open."""
        line = self.screen_stack[0].query_one("#message", Static)
        line.set_class(wrong, "-wrong")
        line.update(Text(clean(text)))
        if len(self.screen_stack) > 1 and text:
            self.notify(clean(text), markup=False, severity="error" if wrong else "information")

    def _picture(self, seat: str, picture: Picture) -> None:
        if self.opened is not None and self.opened.seat == seat:
            self.opened.show(picture)

    # --- drawing ---------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Columns, lines and keys are as wide as the terminal."""
        self.redraw()
        self.screen_stack[0].refresh_bindings()

    def redraw(self) -> None:
        """Show the class as it is."""
        board = self.board
        if board is None or not self.screen_stack:
            return
        base, width = self.screen_stack[0], self.size.width
        base.query_one("#heading", Static).update(Text(view.heading(board, width - 2)))
        base.query_one("#counts", Static).update(Text(view.counts(board), no_wrap=True))
        self._seats(board, width)
        self._below(board, width)
        if board.trouble or self._trouble:
            self.say(board.trouble or "The class can be written again.", wrong=bool(board.trouble))
        self._trouble = board.trouble
        if self.opened is not None:
            self.opened.see()

    def _seats(self, board: Board, width: int) -> None:
        columns = view.columns(width)
        shown = view.rows(board, self._sort, backwards=self._backwards, wanted=self._wanted)
        table, ids = self.table, [one.id for one in shown]
        shape = (width, self._sort, self._backwards)
        cells = [[self._cell(one, column, wide) for column, wide in columns] for one in shown]
        if shape == self._shape and ids == self._ids:
            for at, row in enumerate(cells):
                for place, cell in enumerate(row):
                    if table.get_cell_at(Coordinate(at, place)) != cell:
                        table.update_cell_at(Coordinate(at, place), cell)
            return
        under = self._under()
        table.clear(columns=shape != self._shape)
        if shape != self._shape:
            for column, wide in columns:
                mark = ("▴" if self._backwards else "▾") if column.name == self._sort else ""
                table.add_column(Text(f"{column.name}{mark}"), width=wide + 1, key=column.name)
        for one, row in zip(shown, cells, strict=True):
            table.add_row(*row, key=one.id)
        self._shape, self._ids = shape, ids
        if under in ids:
            table.move_cursor(row=ids.index(under))

    def _cell(self, seat: SeatView, column: view.Column, wide: int) -> Text:
        text = column.text(seat, wide)
        style = ""
        if column.name == "STATE" and "HAND" in text:
            style = "mark-warning"
        elif column.name == "IDLE" and seat.status == "joined" and seat.idle >= view.IDLE_LONG:
            style = "message-warning"
        elif column.name == "WHERE" and seat.status == "free":
            style = "title"
        elif column.name == "GOALS":
            style = "value"
        cell = Text(text, no_wrap=True)
        if style:
            found = self.looks.style(style)
            cell.style = Style(color=found.color, bold=found.bold)
        cell.truncate(wide, overflow="ellipsis")
        return cell

    def _below(self, board: Board, width: int) -> None:
        lines = [view.refusing(one, self.rules) for one in board.refusing[:REFUSALS]]
        text = Text("\n".join(lines) or "Nothing was refused yet.")
        base = self.screen_stack[0]
        base.query_one("#refusals", Static).update(text)
        reports = [one.report for one in board.seats if one.report]
        most = sum(one.of for one in reports)
        height = 8 if self._large else (1 if self.size.height < 30 else 3)
        room = max(width - 24, 10)
        rows = view.plot(board.progress, board.at, most, room, height)
        if rows:
            minutes = int((board.at - board.progress[0].at).total_seconds()) // 60
            if height > 1:
                rows[0] += f" {max(most, 1)} goals"
            rows[-1] += f" {board.progress[-1].met}/{most} in {minutes} min"
        base.query_one("#plot", Static).update(Text("\n".join(rows) or "No goal was met yet.", no_wrap=True))

    def _under(self) -> str:
        at = self.table.cursor_row
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def target(self) -> SeatView | None:
        """The seat that is open, or under the cursor."""
        return self.view_of(self.opened.seat if self.opened is not None else self._under())

    def view_of(self, seat: str) -> SeatView | None:
        """The seat of that id as the board has it now."""
        return next((one for one in self.board.seats if one.id == seat), None) if self.board else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether a key does anything now; what is done with the list needs that it is seen."""
        return not (action in OF_THE_LIST and len(self.screen_stack) > 1)

    # --- keys of the board itself ----------------------------------------------------------------

    def action_open(self) -> None:
        """Open the seat under the cursor."""
        seat = self.target()
        if seat is not None and len(self.screen_stack) == 1:
            self.push_screen(SeatScreen(seat.id, self.looks))

    def on_data_table_row_selected(self) -> None:
        """Enter on a seat, or a click on the one under the cursor."""
        self.action_open()

    def action_sort(self, at: int) -> None:
        """Sort by a column; again, the other way round."""
        columns = view.columns(self.size.width)
        if at >= len(columns):
            return
        name = columns[at][0].name
        self._backwards = name == self._sort and not self._backwards
        self._sort = name
        self.redraw()

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        """A click on a column's head sorts by it."""
        self.action_sort(event.column_index)

    def action_filter(self) -> None:
        """Type what the seats have to match."""
        found = self.query_one("#filter", Input)
        found.add_class("-shown")
        found.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches while it is typed."""
        if event.input.id == "filter":
            self._wanted = event.value
            self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the seats; the filter stays."""
        if event.input.id == "filter":
            self.table.focus()

    def action_show_every(self) -> None:
        """Show all seats again."""
        found = self.query_one("#filter", Input)
        found.value, self._wanted = "", ""
        found.remove_class("-shown")
        self.table.focus()
        self.redraw()

    def action_plot(self) -> None:
        """The plot small or large."""
        self._large = not self._large
        self.redraw()

    def action_refusals(self) -> None:
        """Every rule that refuses in the room, in words, and at which seats."""
        if self.board is None:
            return
        lines: list[str] = []
        for one in self.board.refusing:
            seats = [f"{s.id} {clean(s.name)}".strip() for s in self.board.seats if one.rule in s.refused]
            found = self.rules.rules.get(one.rule)
            lines += [view.refusing(one, self.rules), f"   at {', '.join(seats)}"]
            lines += [f"   {found.cause}"] if found and found.cause else []
            lines += [f"   The way out: {found.remedy}", ""] if found else [""]
        self.push_screen(PageDialog("WHAT REFUSES IN THE ROOM", lines or ["Nothing was refused yet."]))
