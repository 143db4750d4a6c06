"""The programs that are measured: the desk, and the bare Textual apps that are its floors.

`python -m bench._apps desk|static|input|form|pages`. CSTUI_BENCH_DESK=module:function names another
desk (a function that returns a DeskApp); without it the desk of the tests runs on its fake host.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "desk"))


def desk() -> None:
    """The desk; with CSTUI_BENCH_REQUESTS each request is written to that file, a line each."""
    if named := os.environ.get("CSTUI_BENCH_DESK"):
        module, _, function = named.partition(":")
        getattr(importlib.import_module(module), function)().run()
        return
    from demo import DemoHost, drawing

    from cstui.desk.app import DeskApp

    host = DemoHost(os.environ.get("CSTUI_BENCH_FIRST", "DEMO"))
    if log := os.environ.get("CSTUI_BENCH_REQUESTS"):
        host = recording(Path(log))
    DeskApp(host, drawings=drawing).run()


def recording(log: Path):  # type: ignore[no-untyped-def]
    """A fake host that takes 1 ms for an answer and writes down what it was asked."""
    from demo import DemoHost

    class Recording(DemoHost):
        def handle(self, request):  # type: ignore[no-untyped-def]
            with log.open("a", encoding="utf-8") as out:
                out.write(said(request) + "\n")
            return super().handle(request)

    return Recording(delay=0.001)


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
    """A form of labelled Inputs, one a row as on the desk, the first in focus."""
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


def pages() -> None:
    """One Static that Enter turns between the texts of the two screens, in the same styles."""
    from demo import DemoHost, answer, drawing
    from rich.style import Style
    from rich.text import Text
    from textual.app import App, ComposeResult
    from textual.events import Key
    from textual.widgets import Static

    from cstui.desk.buffer import Buffer
    from cstui.desk.paint import Painter
    from cstui.desk.palette import CLASSIC

    def text(name: str) -> Text:
        buffer = Buffer()
        buffer.show(drawing(name), answer(name), DemoHost().status())
        painter = Painter(buffer)
        page = Text(no_wrap=True)
        for y in range(24):
            for run in painter.row(y):
                base = run.style.split("+")[0]
                page.append(run.text, Style.parse(CLASSIC.ground) + Style.parse(CLASSIC.styles[base]))
            page.append("\n" if y < 23 else "")
        return page

    shown = [text("DEMO"), text("OTHR")]

    class Bare(App[None]):
        CSS = "Screen { overflow: hidden; }"

        def compose(self) -> ComposeResult:
            yield Static(shown[0])

        def on_key(self, event: Key) -> None:
            shown.reverse()
            self.query_one(Static).update(shown[0])

    Bare().run()


if __name__ == "__main__":
    {"desk": desk, "static": static, "input": one_input, "form": form, "pages": pages}[sys.argv[1]]()
