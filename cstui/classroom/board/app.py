"""The trainer's board with the trainer's hand: each key for one seat in lower case, for all in upper case.

`python -m cstui.classroom.board.app FOLDER` is the board that a browser shows.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from cstui.cells import clean
from cstui.classroom.board.dialogs import Ask, AskBounds, Choose, Dialog, PageDialog, Sure, T
from cstui.classroom.board.events import TrainerEvent, events
from cstui.classroom.board.face import BoardFace
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.teaching import facts_of, key_shape
from cstui.classroom.seats.protocol import (
    Control,
    EndClass,
    Freeze,
    Lower,
    Manage,
    Message,
    MoveTo,
    Order,
    SetBack,
    SetBounds,
    ShowSeat,
)
from cstui.scenario.sections import word_of

COLUMN_KEYS = "1234567890"
"""The keys that sort, one a column."""
KEYS = """\
Enter    open the seat, or click on it twice; v: its screen, its details
m  M     a message to the seat, to all
f  F     freeze or thaw the seat, all: no key works while it is frozen
d  D     move the date of the seat, of all: +7, or MMDDYYYY
e  E     let something happen at the seat, at all: a call ...
r  R     the seat, all: back to the lesson's start; costs no attempt
x        end the seat, or open an ended one again
n        a new code: whoever sat there has to join again
b        beside: one more may join the seat with its code; again: no more
a        add a seat, for a late joiner or as a spare
s        show the seat's screen, live, to all others; again: no longer
h        the hand is seen: lower it
t        lesson, exam or sandbox: pass mark, minutes, attempts
1 ... 0  sort by that column; again: the other way round; or click on it
/        show only what matches; Esc shows all again
w        why: every rule that refuses, in words, and at which seats
p        the plot of goals met, small or large
q        leave the board; it asks whether the class ends

Closing the board loses nothing: the class is held by its server."""
_DAYS = re.compile(r"\+(\d{1,3})")


class BoardApp(BoardFace):
    """The board: what the trainer can do, at the seat that is open or under the cursor, or at all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "message", "Message"),
        Binding("M", "message(True)", "all", show=False),
        Binding("f", "freeze", "Freeze"),
        Binding("F", "freeze(True)", show=False),
        Binding("d", "date", "Date"),
        Binding("D", "date(True)", show=False),
        Binding("e", "event", "Event"),
        Binding("E", "event(True)", show=False),
        Binding("r", "reset", show=False),
        Binding("R", "reset(True)", show=False),
        Binding("x", "end", show=False),
        Binding("n", "new_code", show=False),
        Binding("b", "beside", show=False),
        Binding("a", "add_seat", "Add seat"),
        Binding("s", "show_all", show=False),
        Binding("h", "lower", show=False),
        *(
            Binding(key, f"sort({at})", "Sort", show=at == 0, key_display="1-0")
            for at, key in enumerate(COLUMN_KEYS)
        ),
        Binding("slash", "filter", "Filter", key_display="/"),
        Binding("escape", "show_every", show=False),
        Binding("w", "refusals", "Why"),
        Binding("question_mark,f1", "keys", "Keys", key_display="?"),
        Binding("q", "leave_board", "Quit"),
        Binding("t", "bounds", "Exam"),
        Binding("p", "plot", "Plot"),
        Binding("ctrl+q,ctrl+c", "leave_board", show=False),
    ]

    def _order(self, control: Control, seat: str) -> None:
        self.send(Order(control=control, seats=(seat,) if seat else ()))

    def _asked(self, dialog: Dialog[T], then: Callable[[T], None]) -> None:
        """Show a dialog; `then` takes the answer, if there is one."""
        self.push_screen(dialog, lambda answer: None if answer is None else then(answer))

    def _sure(self, question: str, yes: str, then: Callable[[], None]) -> None:
        """Do what is asked where the answer is yes."""
        answers = (("leave", "No"), ("do", yes))
        self._asked(Sure(question, answers), lambda answer: then() if answer == "do" else None)

    def _seat(self) -> str | None:
        """The id of the seat that an action is for; None, and a word, where there is none or it is empty."""
        view = self.target()
        if view is not None and view.status == "joined":
            return view.id
        self.typed.forget()
        if view is None:
            self.say("No seat is under the cursor.", wrong=True)
        else:
            fault = ClassError("CS-616", seat=view.id)
            self.say(f"{fault}. {fault.remedy}", wrong=True)
        return None

    def _named(self, seat: str) -> str:
        if not seat:
            return "ALL"
        view = self.view_of(seat)
        return f"{seat} {clean(view.name) if view else ''}".strip()

    # --- words -----------------------------------------------------------------------------------

    def action_message(self, everyone: bool = False) -> None:
        """A message to the seat, or to all."""
        seat = "" if everyone else self._seat()
        if seat is None:
            return

        def send(text: str) -> None:
            if text.strip():
                self._order(Message(text=clean(text).strip()), seat)

        self._asked(Ask(f"MESSAGE TO {self._named(seat)}"), send)

    def action_freeze(self, everyone: bool = False) -> None:
        """Freeze what is not frozen, thaw what is."""
        board, seat = self.board, "" if everyone else self._seat()
        if seat is None or board is None:
            return
        views = [one for one in board.seats if one.status == "joined" and seat in ("", one.id)]
        if views and all(one.report is not None and one.report.frozen for one in views):
            self._order(Freeze(frozen=False), seat)
            return
        asked = Ask(f"FREEZE {self._named(seat)}", "What do they read meanwhile?", "The trainer explains.")
        self._asked(asked, lambda text: self._order(Freeze(frozen=True, text=clean(text).strip()), seat))

    def action_lower(self) -> None:
        """The hand is seen."""
        if (seat := self._seat()) is not None:
            self._order(Lower(), seat)

    def action_show_all(self) -> None:
        """Show the seat's screen to all others, live, or no longer."""
        if (seat := self._seat()) is not None:
            self.send(ShowSeat(seat=seat))

    # --- time and events -------------------------------------------------------------------------

    def action_date(self, everyone: bool = False) -> None:
        """Move the date of the seat, or of all to the same day."""
        board, seat = self.board, "" if everyone else self._seat()
        if seat is None or board is None:
            return
        days = [one.report.on for one in board.seats if one.report and seat in ("", one.id)]
        today = max(days, default=board.at.date())
        label = f"It is {today:%A, %m/%d/%Y} there. +7 is a week later; or MMDDYYYY."
        asked = Ask(f"THE DATE OF {self._named(seat)}", label, "+1", lambda text: day_of(text, today))
        self._asked(asked, lambda text: self._order(MoveTo(on=day_of(text, today)), seat))

    def action_event(self, everyone: bool = False) -> None:
        """Let something happen."""
        seat = "" if everyone else self._seat()
        if seat is None:
            return
        known = {one.id: one for one in events(self.board.agency)} if self.board else {}
        options = [(one.id, one.title) for one in known.values()]
        asked = Choose(f"WHAT HAPPENS AT {self._named(seat)}?", options)
        self._asked(asked, lambda name: self._ask_case(known[name], seat))

    def _ask_case(self, event: TrainerEvent, seat: str) -> None:
        view = self.target() if seat else None
        case = view.report.case if view and view.report else ""
        assert self.board is not None
        kind, key = word_of(facts_of(self.board.agency).kind), key_shape(self.board.agency)

        def refuses(text: str) -> None:
            if text.strip() and not key.fits(text.strip()):
                raise ClassError("CS-623", value=clean(text)[:20], what=key.what, form=key.form)

        def happens(number: str, said: str) -> None:
            self._order(event.control(number.strip(), clean(said)), seat)

        def asks(number: str) -> None:
            if event.asks:
                self._asked(Ask(event.title, event.asks, event.text), lambda said: happens(number, said))
            else:
                happens(number, "")

        label = f"{event.about}\n{kind.capitalize()} (empty: each seat's {kind} in hand)"
        self._asked(Ask(event.title, label, case, refuses), asks)

    # --- seats -----------------------------------------------------------------------------------

    def action_reset(self, everyone: bool = False) -> None:
        """Back to the lesson's start, when it is sure."""
        if (seat := "" if everyone else self._seat()) is not None:
            asked = f"{self._named(seat)}: back to the lesson's start? What was done there is gone."
            self._sure(asked, "Yes, reset", lambda: self._order(SetBack(), seat))

    def action_end(self) -> None:
        """End the seat when it is sure, or open an ended one again."""
        view = self.target()
        if view is None:
            return
        if view.status == "ended":
            self.send(Manage(do="reopen", seat=view.id))
            return
        asked = f"End seat {self._named(view.id)}? What was done stays; x opens it again."
        self._sure(asked, "Yes, end it", lambda: self.send(Manage(do="end", seat=view.id)))

    def action_new_code(self) -> None:
        """A new code for the seat."""
        if (view := self.target()) is not None:
            asked = f"A new code for {self._named(view.id)}? Whoever sits there has to join again."
            self._sure(asked, "Yes, a new code", lambda: self.send(Manage(do="new-code", seat=view.id)))

    def action_beside(self) -> None:
        """Let one more sit down at the seat, or no more."""
        if (view := self.target()) is not None:
            self.send(Manage(do="alone" if view.pair else "pair", seat=view.id))

    def action_add_seat(self) -> None:
        """One more seat."""
        asked = Ask("ONE MORE SEAT", "For whom? Empty: whoever joins types a name.")
        self._asked(asked, lambda name: self.send(Manage(do="add-seat", name=clean(name).strip())))

    def action_bounds(self) -> None:
        """Lesson, exam or sandbox, and what bounds it; where all begin again, when it is sure."""
        if (board := self.board) is None:
            return

        def takes(asked: SetBounds) -> None:
            if not (asked.anew or (asked.bounds.mode == "exam" != board.bounds.mode)):
                self.send(asked)
                return
            joined = sum(one.status == "joined" for one in board.seats)
            said = f"All begin again at the lesson's start ({joined} joined)? Nothing done so far counts."
            self._sure(said, "Yes, all begin again", lambda: self.send(asked))

        self._asked(AskBounds(board.bounds, board.pass_mark), takes)

    # --- the board itself ------------------------------------------------------------------------

    def action_keys(self) -> None:
        """Every key of the board."""
        self.push_screen(PageDialog("KEYS OF THE BOARD", KEYS.split("\n")))

    def action_leave_board(self) -> None:
        """Leave, asking whether the class ends."""
        if not self.connected:
            self.exit()
            return

        def answered(answer: str) -> None:
            if answer == "end":
                self.farewell = (
                    f"The class has ended for today; `cstui classroom serve --folder {self.folder}` "
                    "goes on with it."
                )
                self.send(EndClass())
                self.set_timer(0.3, self.exit)
            elif answer == "leave":
                self.exit()

        answers = (("stay", "Stay"), ("leave", "Close the board"), ("end", "End the class for today"))
        asked = Sure("Close the board? The class goes on without it, unless you end it.", answers)
        self._asked(asked, answered)


def day_of(text: str, today: date) -> date:
    """A date as a trainer types it: `+7`, or MMDDYYYY. ClassError CS-617, CS-612."""
    typed = text.strip()
    if found := _DAYS.fullmatch(typed):
        day = today + timedelta(days=int(found[1]))
    else:
        try:
            day = datetime.strptime(typed.replace("/", ""), "%m%d%Y").date()  # noqa: DTZ007 (a date alone)
        except ValueError as fault:
            raise ClassError("CS-617", date=clean(typed)[:20] or "Nothing") from fault
    if day <= today:
        raise ClassError("CS-612", date=f"{day:%m/%d/%Y}", today=f"{today:%m/%d/%Y}")
    return day


def main() -> int:
    """The board of a class for a browser, over the packets of Textual's web driver."""
    from cstui.classroom.board.driver import ServedDriver

    app = BoardApp(Path(sys.argv[1]), driver=ServedDriver)
    size = (int(os.environ.get("COLUMNS", "80")), int(os.environ.get("ROWS", "24")))
    app.run(size=size)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
