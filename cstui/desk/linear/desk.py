"""The desk line by line: each line in, the lines to say out. It reads and writes nothing itself.

It holds the same screens in the same buffer as the desk of a terminal and asks the same host. An
empty line submits a screen only where something was keyed since it was last sent; `SEND` always
does. What was keyed stays after an error, and the walk through the fields resumes at the fault.
"""

from __future__ import annotations

import logging
from typing import Protocol, assert_never

import msgspec

from cstui import lasting
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer, Request, Status, Where, as_it_stands
from cstui.desk.drawing import load_drawing
from cstui.desk.fallback_messages import failed
from cstui.desk.frames import OVERLAYS
from cstui.desk.keynames import by_word, keeping
from cstui.desk.layout import Slot
from cstui.desk.linear import labels, lines, speech
from cstui.desk.linear.help import HELP_WORDS, HINTS, words
from cstui.desk.linear.keying import Keying
from cstui.desk.message_line import said_of, typed_in
from cstui.desk.programs.pre_signon import SIGNING
from cstui.policy.findings import Severity

TEXT_PAGES = frozenset({"HELP", "GUID", "KEYS", "LESN"})
"""Screens of text: read out whole, and the screen underneath is in hand again."""
MOST_PAGES = 200
LEAVES = frozenset({"EXIT", "SIGNOFF", "CANCEL", "HELP"})
"""Words that are words also where a password is asked for."""
RESTORE = "RESTORE"
"""The word that puts a draft back: what it puts is keyed, as it was."""


class LineHost(Protocol):
    """What answers the screens: the desk's session."""

    def start(self) -> Answer:
        """The first screen."""

    def handle(self, request: Request) -> Answer:
        """The next screen."""

    def status(self) -> Status:
        """Date, store, worker and case."""


class Walk(msgspec.Struct, frozen=True):
    """Which screen is walked, and the entry field asked for (from 0); beyond the last it is over."""

    screen: str
    index: int = 0


class LinearDesk(Keying):
    """One conversation. `begin` first, then `take` a line at a time until `ended`.

    `refused` says whether the last thing asked was refused. A script (`walks` False) is never led
    through the fields by an empty line.
    """

    def __init__(self, host: LineHost, *, walks: bool = True) -> None:
        super().__init__()
        self.host = host
        self.ended = False
        self._walks = walks
        self._under: dict[Where, str] = {}
        self._walk: Walk | None = None
        self._covered: speech.Picture = {}
        self._step: list[str] = []
        self._put_away: tuple[dict[Where, str], set[Where], Walk | None] = ({}, set(), None)

    # What the reader of lines asks

    def begin(self) -> list[str]:
        """The sign-on screen, and that HELP WORDS tells how to type."""
        answer = speech.worded(self.host.start())
        self.buffer.show(load_drawing(answer.screen, answer.agency), answer, self.host.status())
        said = self._read_out(answer) if answer.screen in TEXT_PAGES else speech.opening(self.buffer, {})
        if not self.host.status().worker:  # whoever comes back to a screen says when fields are walked
            self._walk = Walk(self.buffer.drawing.name)
        return [*said, HELP_WORDS]

    def notice(self) -> list[str]:
        """What the host has to say between two lines."""
        return self._send(Aid.NOTICE)

    @property
    def prompt(self) -> str:
        """What stands before the line to be typed: the screen, or the field that is asked for."""
        if item := self._asked():
            return f"{item.label}, now {item.own}: " if item.own else f"{item.label}: "
        keyed = f", {len(self._keyed)} keyed" if self._keyed else ""
        return f"{self.buffer.drawing.transaction}{keyed}> "

    @property
    def hides(self) -> bool:
        """Whether what is typed next may not be shown."""
        item = self._asked()
        return item is not None and item.slots[0].field.hidden

    def take(self, line: str) -> list[str]:
        """What a line brings about, in lines to be said; what it keyed is kept as a draft is kept."""
        if self._lapsed():
            return ["Nobody typed for a while: your line was not taken.", *self._send(Aid.LOCK)]
        said = self._taken(line)
        noted = getattr(self.host, "noted", None)
        if self._fresh and not self.ended and noted is not None:
            noted(self.buffer.request(Aid.ENTER))
        return said

    def _lapsed(self) -> bool:
        """Whether nobody has typed for so long that the host locks first."""
        lapsed = getattr(self.host, "lapsed", None)
        return lapsed is not None and lapsed()

    def cancel(self) -> None:
        """Ask long work to stop between two items."""
        cancel = getattr(self.host, "cancel", None)
        if cancel is not None:
            cancel()

    def close(self) -> list[str]:
        """End the conversation; what is to be said after it."""
        closes = getattr(self.host, "close", None)
        said = closes() if closes is not None else ""
        return [said] if said else []

    def _taken(self, line: str) -> list[str]:
        if locked := self.host.status().locked:
            return [f"{locked}: nothing was taken."]
        if item := self._asked():
            return self._walked(item, line)
        buffer = self.buffer
        ask = lines.read(
            line,
            self._names(),
            self._columns(),
            live=buffer.live_text is not None,
            agency=buffer.answer.agency,
        )
        sending = isinstance(ask, lines.Empty) or ask == lines.Own(word="SEND")
        if not sending and buffer.drawing.name not in OVERLAYS:
            self._walk = None
        said = self._do(ask)
        if ask.sends and not self.refused:
            said += self._send()
        return said

    def _do(self, ask: lines.Asked) -> list[str]:
        match ask:
            case lines.Empty():
                return self._empty()
            case lines.Fill(values=values):
                return self._fill([(self._names()[name], value) for name, value in values])
            case lines.FillRow(cells=found):
                return self._fill_rows(found)
            case lines.Live(text=text):
                return self._fill([(self._live(), text)])
            case lines.Unknown(name=name):
                named = ", ".join(item.label for item in labels.entries(self.buffer)) or "none"
                return self._wrong("CS-261", value=name, screen=self.buffer.drawing.name, named=named)
            case lines.KeyRequest(number=number, rest=rest):
                return self._key(number, rest)
            case lines.Own(word=word, rest=rest):
                return self._own(word, rest)
            case lines.CommandRequest(text=text):
                return self._command(text)
        assert_never(ask)

    # Handing in

    def _send(self, aid: Aid = Aid.ENTER, command: str = "") -> list[str]:
        request = msgspec.structs.replace(self.buffer.request(aid), command=command.upper())
        answer = self._answer(request)
        if answer.screen in TEXT_PAGES and request.screen not in TEXT_PAGES:
            return self._read_out(answer)
        before = speech.picture(self.buffer)
        said = self._shown(answer, afresh=lines.opens(command, self.buffer.answer.agency))
        if command.upper() == RESTORE and answer.screen == request.screen and not self.refused:
            self._mark_changed(before)
        return said

    def _send_on(self, place: str, aid: Aid = Aid.ENTER) -> list[str]:
        """Submit the screen with the cursor on the field or row that is named, if one is."""
        return (self._stand(place) if place.strip() else []) or self._send(aid)

    def _answer(self, request: Request) -> Answer:
        before = lasting.mark()
        try:
            return speech.worded(self.host.handle(request))
        except Exception as error:  # the outermost edge: logged and said
            logging.getLogger("cstui.desk").error("the desk could not answer", exc_info=error)
            error.done_before = lasting.told_since(before)  # type: ignore[attr-defined]
            return msgspec.structs.replace(
                self.buffer.answer, findings=(failed(error),), message="", cursor=None, keep_typed=True
            )

    def _shown(self, answer: Answer, *, afresh: bool) -> list[str]:
        """Take an answer as the screen in hand; what is said of it: all if `afresh` or another screen."""
        if answer.ends:
            self.ended = True
            self._keyed.clear()
            return [*([answer.message] if answer.message else []), "Signed off."]
        if answer.covers or answer.uncovers:
            return self._covered_whole(answer)
        buffer, was = self.buffer, self.buffer.answer
        before = speech.picture(buffer)
        back = was.screen in OVERLAYS and answer.screen not in OVERLAYS and bool(self._covered)
        if answer.screen in OVERLAYS and was.screen not in OVERLAYS:
            self._covered, self._under, self._keyed = before, self._keyed, {}
        buffer.show(load_drawing(answer.screen, answer.agency), answer, self.host.status())
        buffer.answer = as_it_stands(was, buffer.answer)
        self.refused = any(finding.severity is Severity.ERROR for finding in answer.findings)
        self._fresh.clear()
        self._resume(answer, back=back)
        if back:
            said = self._brought_back()
        elif self._same(answer, was) and (self.refused or not afresh):
            said = speech.again(buffer, before)
        else:
            said = speech.opening(buffer, {**before, "case": was.case})
            self._step = self._step if answer.case and answer.case == was.case else []
            if answer.screen in SIGNING and not self.host.status().worker:
                self._walk = Walk(answer.screen, self._first(answer))
        if not answer.keep_typed and not back and answer.screen not in OVERLAYS:
            self._keyed.clear()
        step = speech.next_step(buffer.guide)
        if step and step != self._step:
            self._step = step
            said += step
        return said

    def _covered_whole(self, answer: Answer) -> list[str]:
        """The lock over the screen in hand, or that screen again with all that was keyed on it."""
        if answer.covers:
            self._put_away = self._keyed.copy(), self._fresh.copy(), self._walk
        self.buffer.show(load_drawing(answer.screen, answer.agency), answer, self.host.status())
        self.refused = any(finding.severity is Severity.ERROR for finding in answer.findings)
        self._keyed, self._fresh, self._walk = {}, set(), Walk(answer.screen)
        if answer.covers:
            return speech.opening(self.buffer, {})
        self._keyed, self._fresh, self._walk = self._put_away
        self._put_away = {}, set(), None
        kept = [f"Keyed and not sent: {'; '.join(self.unsent)}."] if self.unsent else []
        return [answer.message, speech.title(self.buffer), *kept]

    @staticmethod
    def _same(answer: Answer, was: Answer) -> bool:
        return answer.screen == was.screen and (not answer.case or answer.case == was.case)

    def _brought_back(self) -> list[str]:
        """The screen underneath again: only what the prompt put into it is said, and is keyed now."""
        before, self._covered = self._covered, {}
        self._keyed, self.refused = self._under, False
        self._mark_changed(before)
        for slot in self.buffer.slots():
            slot.modified = slot.modified or slot.where in self._keyed
        said = speech.changes(self.buffer, before) or [speech.title(self.buffer)]
        return [*said, *([self.buffer.answer.message] if self.buffer.answer.message else [])]

    def _resume(self, answer: Answer, *, back: bool) -> None:
        """Keep the walk over a prompt; after an error begin it again at the field at fault."""
        walk = self._walk
        if walk is None or answer.screen in OVERLAYS:
            return
        at = self.buffer.slot_at(*self.buffer.cursor)
        if answer.screen != walk.screen or not (back or self.refused):
            self._walk = None
        elif not back and self._asked() is None:
            again = at is not None and (self._walks or walk.screen in SIGNING)
            self._walk = Walk(walk.screen, self._index(at[0])) if again and at else None

    def _read_out(self, answer: Answer) -> list[str]:
        """A text page read to its end; the screen underneath stays in hand as it is."""
        said = [answer.values.get("heading", "")]
        page = Buffer()
        for _ in range(MOST_PAGES):
            page.show(load_drawing(answer.screen, answer.agency), answer)
            said += [row.values.get("text", "") for row in answer.rows]
            if not answer.more_below:
                break
            answer = self._answer(page.request(Aid.PF8))
        under, self.refused = self._answer(page.request(Aid.PF12)), False
        if under.screen == answer.screen and not under.ends:  # it stays until somebody else takes it away
            return speech.flowed(said)
        news = speech.news(under, self.buffer.answer) if answer.screen in OVERLAYS else None
        return speech.flowed(said) + (self._shown(under, afresh=True) if news is None else news)

    # Keying

    def _fill(self, found: list[tuple[Slot, str]]) -> list[str]:
        said: list[str] = []
        self.refused = False
        for slot, text in found:
            live = self.buffer.live_text
            if wrong := self._type(slot, text):
                said += wrong
                continue
            if live != self.buffer.live_text:
                said += self._narrowed()
            elif slot.row is not None:
                said.append(speech.row(self.buffer, slot.row))
            else:
                day = self._said_of(slot)
                said.append(day or f"{self._label(slot)}: {labels.said(self.buffer, slot) or 'empty'}")
        return said

    def _said_of(self, slot: Slot) -> str:
        """The day that was keyed into a date field, or why it is not one; empty for other fields."""
        said = said_of(slot, self.buffer.status, self.buffer.answer.agency)
        return keeping(said, [typed_in(said, slot)], by_word(self.buffer.drawing))

    def _narrowed(self) -> list[str]:
        before = speech.picture(self.buffer)
        said = self._send(Aid.TYPED)
        self._mark(self._live())
        return said if speech.picture(self.buffer) != before else [*said, "The list is as it was."]

    def _fill_rows(self, found: tuple[tuple[int, str, str], ...]) -> list[str]:
        filling: list[tuple[Slot, str]] = []
        count = self.buffer.rows_shown
        for number, called, value in found:
            column = self._columns()[called] if called else labels.keyed_column(self.buffer)
            if not 0 <= number < count:
                return self._wrong("CS-265", value=number + 1, count=count)
            if not column:
                return self._wrong("CS-266", value=value)
            filling.append((self.buffer.slot(column, number), value))
        return self._fill(filling)

    # Words

    def _empty(self) -> list[str]:
        if self._fresh or self.buffer.answer.asks:  # as Enter answers a question
            return self._send()
        if self._walks and labels.entries(self.buffer):
            return self._own("FILL", "")
        return ["Nothing new is keyed, so nothing is sent; SEND submits the screen as it stands."]

    def _key(self, number: int, rest: str) -> list[str]:
        return self._send_on(rest, Aid(f"pf{number}"))

    def _command(self, text: str) -> list[str]:
        word, _, rest = text.partition(" ")
        word = word.upper()
        if word == "HELP" and rest.strip().upper() in {"WORDS", "LINEAR"}:
            return words(self.buffer.answer.agency)
        if word in {"HELP", "PROMPT"}:
            return self._send_on(rest, Aid.PF1 if word == "HELP" else Aid.PF4)
        return self._send(command=text)

    def _own(self, word: str, rest: str) -> list[str]:
        match word:
            case "SEND" | "ENTER":
                return self._send_on(rest)
            case "FILL":
                return self._begin_walk(rest)
            case "READ":
                return speech.whole(self.buffer)
            case "ROWS":
                return speech.rows(self.buffer) or ["No list on this screen."]
            case "WHERE":
                return speech.where(self.buffer, self.unsent)
            case "MSG" | "MESSAGE":
                return speech.explained(self.buffer.answer, self.buffer)
            case "MORE":
                return self._send(command="DOWN")
            case "ROW":
                wrong = self._stand(rest if rest.isdecimal() else "0")
                return wrong or speech.whole_row(self.buffer, int(rest) - 1)
            case "FIELD":
                return self._stand(rest) or self._tell_field()
            case "CHOICES" | "??":
                return self._send_on(rest, Aid.PF4)
        return [*HINTS, f"On {self.buffer.drawing.transaction}: {self._can_key()}"]

    def _can_key(self) -> str:
        found = [item.label for item in labels.entries(self.buffer)]
        if column := labels.keyed_column(self.buffer):
            found.append(f"a row's {labels.columns(self.buffer)[column]}, as in 1 X")
        return f"{', '.join(found)} may be keyed." if found else "nothing may be keyed."

    def _tell_field(self) -> list[str]:
        at = self.buffer.slot_at(*self.buffer.cursor)
        return speech.field(self.buffer, at[0], self._label(at[0])) if at is not None else []

    # The walk through the fields

    def _asked(self) -> labels.Item | None:
        """The field that is asked for now; None where a line is free."""
        walk = self._walk
        if walk is None or walk.screen != self.buffer.drawing.name:
            return None
        entries = labels.entries(self.buffer)
        return entries[walk.index] if walk.index < len(entries) else None

    def _first(self, answer: Answer) -> int:
        """The field of a sign-on at which it is asked on: the one with the cursor."""
        at = self.buffer.slot_at(*self.buffer.cursor)
        return self._index(at[0]) if at is not None and answer.cursor is not None else 0

    def _index(self, slot: Slot) -> int:
        """Where a field stands among those of the walk; the first where it is not one of them."""
        found = (i for i, item in enumerate(labels.entries(self.buffer)) if slot in item.slots)
        return next(found, 0)

    def _begin_walk(self, named: str) -> list[str]:
        if not labels.entries(self.buffer):
            return [f"{self.buffer.drawing.transaction}: {self._can_key()}"]
        if named and (wrong := self._stand(named)):
            return wrong
        at = self.buffer.slot_at(*self.buffer.cursor)
        wanted = bool(named) or any(finding.field for finding in self.buffer.answer.findings)
        self._walk = Walk(self.buffer.drawing.name, self._index(at[0]) if wanted and at else 0)
        return []

    def _walked(self, item: labels.Item, line: str) -> list[str]:
        slot, text, walk = item.slots[0], line.strip(), self._walk
        assert walk is not None
        self.buffer.cursor = slot.place(0)
        signing = self.buffer.drawing.name in SIGNING
        if text == "?":
            return self._tell_field()
        if text == "??":
            return self._send(Aid.PF4)
        if text == "<":
            self._walk = Walk(walk.screen, max(0, walk.index - 1))
            return []
        if text == ".":
            self._walk = Walk(walk.screen, len(labels.entries(self.buffer)))
            return self._summed_up()
        if slot.field.hidden and text and text.upper() not in LEAVES:
            wrong = self._type(slot, text)
            self._walk = walk if wrong else Walk(walk.screen, walk.index + 1)
            return wrong or (
                [] if self._asked() is not None else self._send() if signing else self._summed_up()
            )
        ask = lines.read(text, self._names(), agency=self.buffer.answer.agency)
        number = not text.startswith("/") and text.rpartition("/")[2].isdecimal()
        word = signing and not number
        if text and (isinstance(ask, lines.KeyRequest) or word or text.upper() == "HELP WORDS"):
            self._walk = walk if signing else None
            return self._do(ask)
        if text and (wrong := self._type(slot, lines.unquoted(text))):
            return [*wrong, "A full stop alone ends FILL."] if not signing else wrong
        self._walk = Walk(walk.screen, walk.index + 1)
        if self._asked() is not None:
            day = self._said_of(slot) if text else ""
            return [day] if day else []
        return self._send() if signing else self._summed_up()

    def _summed_up(self) -> list[str]:
        """What the walk keyed, and how it is sent."""
        if self._fresh:
            return [f"Keyed: {'; '.join(self.unsent)}. An empty line or SEND sends it, CANCEL drops it."]
        return ["Nothing new is keyed; SEND submits the screen as it stands."]
