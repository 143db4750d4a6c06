"""The programs that are measured: the desk, and the bare Textual apps that are its floors.

`python -m bench._apps desk|fields|static|input|form|row|pages`, on the store that CSTUI_STORE names.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from pathlib import Path

REQUESTS_VARIABLE = "CSTUI_BENCH_REQUESTS"
FREED = "keys count again"
PAGES_VARIABLE = "CSTUI_BENCH_PAGES"
"""In the environment: the commands whose screens `pages` shows in turn, with `|` between them."""


def desk() -> None:
    """The desk as `cstui` starts it, its clock at rest.

    It notes in a file, a line each, every request, and FREED when keys count again after an error.
    """
    from bench._practice import STORE_VARIABLE, clock
    from cstui.desk.app import DeskApp
    from cstui.desk.start import LateSession

    class Noting(LateSession):
        def handle(self, request):  # type: ignore[no-untyped-def]
            try:
                return super().handle(request)
            finally:
                self.note(said(request))

        def freed(self) -> None:
            self.note(FREED)

        def note(self, line: str) -> None:
            with Path(os.environ[REQUESTS_VARIABLE]).open("a", encoding="utf-8") as out:
                out.write(line + "\n")

    from cstui.settings import here

    host = Noting if REQUESTS_VARIABLE in os.environ else LateSession
    DeskApp(host(os.environ[STORE_VARIABLE], clock, here())).run()


def fields() -> None:
    """The desk on a screen of the tests that has long entry fields, as a form of Inputs has."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "kernel" / "desk"))
    from demo import DemoHost, drawing

    from cstui.desk.app import DeskApp

    DeskApp(DemoHost("OTHR"), drawings=drawing).run()


def said(request) -> str:  # type: ignore[no-untyped-def]
    """A request in one line, without what stays the same."""
    rows = [sorted(row.values.items()) for row in request.rows]
    return repr((request.screen, request.aid.value, sorted(request.values.items()), request.command,
                 sorted(request.modified), request.modified_rows, rows, request.cursor))  # fmt: skip


def static() -> None:
    """One Static that shows what is typed."""
    from textual.app import App, ComposeResult
    from textual.events import Key
    from textual.widgets import Static

    class Bare(App[None]):
        typed = ""

        def compose(self) -> ComposeResult:
            yield Static("ready")

        def on_key(self, event: Key) -> None:
            self.typed += event.character or ""
            self.query_one(Static).update(self.typed)

    Bare().run()


def form(inputs: int = 20) -> None:
    """A form of labeled Inputs, one a row as on the desk, the first in focus."""
    from textual.app import App, ComposeResult
    from textual.containers import Horizontal, VerticalScroll
    from textual.widgets import Input, Label

    class Form(App[None]):
        AUTO_FOCUS = "Input"
        CSS = "Horizontal { height: auto; } Label { width: 20; }"

        def compose(self) -> ComposeResult:
            with VerticalScroll():
                for number in range(inputs):
                    entry = Input()
                    entry.cursor_blink = False
                    with Horizontal():
                        yield Label(f"FIELD {number}")
                        yield entry

    Form().run()


def one_input() -> None:
    """One bare Input."""
    from textual.app import App, ComposeResult
    from textual.widgets import Input

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            entry = Input()
            entry.cursor_blink = False
            yield entry

    Bare().run()


def row() -> None:
    """One Static that shows one case, read by SQLModel."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("")

        def on_ready(self) -> None:
            from sqlmodel import Field, Session, SQLModel, create_engine

            class Case(SQLModel, table=True):
                __tablename__ = "la_case"
                number: str = Field(primary_key=True)
                status: str

            from bench._practice import CASE, STORE_VARIABLE

            with Session(create_engine(f"sqlite:///{os.environ[STORE_VARIABLE]}")) as session:
                found = session.get(Case, CASE)
                assert found is not None
                self.query_one(Static).update(f"CASE {found.number} {found.status}")

    Bare().run()


def pages() -> None:
    """One Static that any key turns to the text of the next screen, in the same styles; CAS1 and CAS2."""
    from rich.style import Style
    from rich.text import Text
    from textual.app import App, ComposeResult
    from textual.events import Key
    from textual.widgets import Static

    from bench._practice import CASE, WORKER, Shadow
    from cstui.desk.painter import Painter
    from cstui.desk.palette import theme

    shades = theme().shades(os.environ.get("CSTUI_BENCH_COLORS", "truecolor"))
    shadow = Shadow()
    shadow.go(WORKER)

    def text(command: str) -> Text:
        shadow.go(command)
        painter = Painter(shadow.buffer)
        page = Text(no_wrap=True)
        for y in range(24):
            for run in painter.row(y):
                base = run.style.split("+")[0]
                page.append(run.text, Style.parse(shades.ground) + Style.parse(shades.styles[base]))
            page.append("\n" if y < 23 else "")
        return page

    commands = os.environ.get(PAGES_VARIABLE, f"CAS1 {CASE}|CAS2 {CASE}").split("|")
    shown = deque(text(command) for command in commands)

    class Bare(App[None]):
        CSS = "Screen { overflow: hidden; }"

        def compose(self) -> ComposeResult:
            yield Static(shown[0])

        def on_key(self, event: Key) -> None:
            shown.rotate(-1)
            self.query_one(Static).update(shown[0])

    Bare().run()


PROGRAMS = {
    "desk": desk,
    "fields": fields,
    "static": static,
    "input": one_input,
    "form": form,
    "row": row,
    "pages": pages,
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]]()
