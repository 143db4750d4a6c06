"""The dialogs of the trainer's board: ask for a text, choose from a list, be sure, bounds of an exam, pages.

Esc leaves each without doing anything. Nothing that is shown is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Checkbox, Input, Label, OptionList, RadioButton, RadioSet, Static
from textual.widgets.option_list import Option

from cstui.cells import is_number
from cstui.classroom.errors import ClassError
from cstui.classroom.seats.protocol import Bounds, Mode, SetBounds

T = TypeVar("T")
MODES: tuple[tuple[Mode, str], ...] = (
    ("lesson", "Lesson: guide, hints and CHECK are on"),
    ("exam", "Exam: guide, hints and CHECK are off; begins again"),
    ("sandbox", "Sandbox: nothing is judged"),
)

CSS = """
Dialog { align: center middle; }
Dialog > Vertical { width: 78; max-width: 100%; height: auto; max-height: 96%;
    border: round $secondary; padding: 0 1; background: $surface; }
Dialog .title { text-style: bold; color: $accent; }
Dialog .fault { color: $error; height: auto; }
Dialog Input, Dialog Input:focus { border: none; height: 1; padding: 0; background: $panel; }
Dialog OptionList, Dialog OptionList:focus { border: none; height: auto; max-height: 16; padding: 0;
    background: $surface; }
Dialog Button { min-width: 8; margin: 1 2 0 0; }
Dialog Horizontal { height: auto; }
Dialog RadioSet, Dialog RadioSet:focus { border: none; padding: 0; height: auto; background: $surface; }
Dialog Checkbox, Dialog Checkbox:focus { border: none; padding: 0; background: $surface; }
Dialog .line Label { width: 26; }
Dialog .line Input { width: 8; }
Dialog VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
"""
"""How every dialog looks; an app that uses them adds it to its own."""


class Dialog(ModalScreen[T | None], Generic[T]):
    """A box over the board; Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]
    KEYS: ClassVar[str] = "Enter: do it   Esc: leave it"
    """What is said of its keys at its edge."""

    def on_mount(self) -> None:
        """Say its keys."""
        self.query_one(Vertical).border_subtitle = self.KEYS

    def action_leave(self) -> None:
        """Close it; nothing was decided."""
        self.dismiss(None)


class Ask(Dialog[str]):
    """Asks for one line of text. `refuses` answers what is wrong with it, or raises a ClassError."""

    def __init__(
        self, title: str, label: str = "", text: str = "", refuses: Callable[[str], object] | None = None
    ) -> None:
        super().__init__()
        self._title, self._label, self._text, self._refuses = title, label, text, refuses

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            if self._label:
                yield Static(self._label, markup=False)
            yield Input(self._text, max_length=400)
            yield Static("", classes="fault", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the text, or say what is wrong with it."""
        try:
            if self._refuses is not None:
                self._refuses(event.value)
        except ClassError as fault:
            self.query_one(".fault", Static).update(f"{fault}. {fault.remedy}")
            return
        self.dismiss(event.value)


class Choose(Dialog[str]):
    """A list to choose from: ids and what is shown of them."""

    def __init__(self, title: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield OptionList(*(Option(Text(text), id=name) for name, text in self._options), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        self.dismiss(event.option_id)


class Sure(Dialog[str]):
    """A question with its answers as buttons: ids and words. The first is the safe one, and has the focus."""

    KEYS = "Left, Right: another answer   Enter: this one   Esc: leave it"

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, classes="title", markup=False)
            with Horizontal():
                for name, words in self._answers:
                    yield Button(words, id=name, compact=True)

    def on_mount(self) -> None:
        """The safe answer has the focus."""
        self.query_one(Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the answer."""
        self.dismiss(event.button.id)

    def key_left(self) -> None:
        self.focus_previous()

    def key_right(self) -> None:
        self.focus_next()


class Tick(Checkbox):
    """A box that shows without color whether it is ticked."""

    def render(self) -> Content:
        """The box, empty unless ticked."""
        self.BUTTON_INNER = "X" if self.value else " "
        return super().render()


class Choice(RadioButton):
    """One of several, which shows without color whether it is the one."""

    def render(self) -> Content:
        """The button, empty unless it is the one."""
        self.BUTTON_INNER = "●" if self.value else " "
        return super().render()


class AskBounds(Dialog[SetBounds]):
    """How the class works: mode, pass mark, time, attempts; whether all begin again."""

    AUTO_FOCUS = "RadioSet"
    KEYS = "Tab: on   Space: choose   Enter in a number: do it   Esc: leave it"

    def __init__(self, now: Bounds, pass_mark: int) -> None:
        super().__init__()
        self._now, self._pass_mark = now, pass_mark

    def compose(self) -> ComposeResult:
        with Vertical(), VerticalScroll(can_focus=False):
            yield Static("HOW THE CLASS WORKS", classes="title", markup=False)
            with RadioSet(id="mode"):
                for mode, words in MODES:
                    yield Choice(words, value=mode == self._now.mode, id=mode)
            for name, words, value in (
                ("pass-mark", "Points that pass, of 100", self._now.pass_mark or self._pass_mark),
                ("minutes", "Minutes (0: no limit)", self._now.minutes),
                ("attempts", "Attempts (0: as usual)", self._now.attempts),
            ):
                with Horizontal(classes="line"):
                    yield Label(words)
                    yield Input(str(value), id=name, max_length=4)
            yield Tick("All begin again at the lesson's start; nothing so far counts", id="anew")
            yield Static("", classes="fault", markup=False)
            with Horizontal():
                yield Button("Do it", id="do", compact=True)
                yield Button("Leave it", id="leave", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take what was set, or leave all as it is."""
        if event.button.id == "leave":
            self.dismiss(None)
        else:
            self._take()

    def on_input_submitted(self) -> None:
        """Enter in a field is as good as the button."""
        self._take()

    def _take(self) -> None:
        try:
            bounds = Bounds(
                mode=MODES[max(self.query_one(RadioSet).pressed_index, 0)][0],
                pass_mark=self._number("pass-mark", "pass mark", 1, 100),
                minutes=self._number("minutes", "time in minutes", 0, 600),
                attempts=self._number("attempts", "number of attempts", 0, 20),
            )
        except ClassError as fault:
            self.query_one(".fault", Static).update(f"{fault}. {fault.remedy}")
            return
        self.dismiss(SetBounds(bounds=bounds, anew=self.query_one(Checkbox).value))

    def _number(self, name: str, what: str, least: int, most: int) -> int:
        text = self.query_one(f"#{name}", Input).value.strip()
        value = int(text) if is_number(text) else -1
        if not least <= value <= most:
            raise ClassError("CS-619", value=text or "nothing", what=what, least=least, most=most)
        return value


class PageDialog(Dialog[None]):
    """A page of text to read."""

    KEYS = "Up, Down: more   Esc: back"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q", "leave", "Back")]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            with VerticalScroll():
                yield Static("\n".join(self._lines), markup=False)
