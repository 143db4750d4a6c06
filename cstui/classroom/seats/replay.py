"""What was done at a seat, played again: every key with the screen as it was when it was pressed.

The moments of the journal are handed to a desk on a copy of the seat's start, nights and resets
included; so the screens are made again and need not be kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import rmtree

import msgspec

from cstui.acts.registry import act_named
from cstui.agency import find
from cstui.cells import fit, is_number, join
from cstui.classroom.files import copy
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.journal import JOURNAL_FILE, SeatMoment, read
from cstui.classroom.seats.lesson_desk import pressed
from cstui.desk.conversation import Aid, Answer, Request, Status, Where, as_it_stands
from cstui.desk.drawing import load_drawing
from cstui.desk.session import DeskSession
from cstui.nightly.run import run_nights
from cstui.policy.rulebook import load_rulebook
from cstui.settings import seat_settings
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from cstui.workplace import Workplace


class ReplayFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One key: the screen with what had been typed on it, and whether the journal says the same."""

    moment: SeatMoment
    answer: Answer
    status: Status
    same: bool


def frames(folder: Path, lesson: Lesson, start: Path) -> Iterator[ReplayFrame]:
    """Every key of a seat's journal in order; moments between keys are played on the way."""
    moments = list(read(folder / JOURNAL_FILE))
    if not moments:
        return
    with tempfile.TemporaryDirectory(prefix="cstui-replay-") as name:
        player = _Player(lesson, start, Path(name) / "replay.cstui", moments[0])
        try:
            for moment in moments:
                if (frame := player.play(moment)) is not None:
                    yield frame
        finally:
            player.close()


class _Player:
    """A desk on a copy of the start."""

    def __init__(self, lesson: Lesson, start: Path, store: Path, first: SeatMoment) -> None:
        self._lesson, self._start, self._store, self._moment = lesson, start, store, first
        self._place: Workplace | None = None
        self._begin()

    def _begin(self) -> None:
        self.close()
        for extra in ("", "-wal", "-shm"):
            self._store.with_name(self._store.name + extra).unlink(missing_ok=True)
        copy(self._start, self._store)
        self._place = place = Workplace(
            _brought_up(self._store), lambda: self._moment.at, load_rulebook(self._lesson.agency)
        )
        drafts = self._store.with_name("drafts")  # as at the seat: what is left is kept, and nothing is asked
        rmtree(drafts, ignore_errors=True)
        own = seat_settings(self._store.parent)
        whose = [find(self._lesson.agency)]
        self._session = DeskSession(lambda: place, agencies=whose, settings=own, drafts=drafts, guided=False)
        self._fresh = True
        self._answer = self._session.start()
        self._events = 0

    def close(self) -> None:
        if self._place is not None:
            self._session.close()
            self._place.store.close()
            self._place = None

    def play(self, moment: SeatMoment) -> ReplayFrame | None:
        """Play one moment; the frame where it is a key."""
        self._moment = moment
        place = self._place
        assert place is not None
        if moment.kind == "reset":
            self._begin()
        elif moment.kind == "night" and moment.through is not None:
            run_nights(place.store, place.rules, lambda: moment.at, through=moment.through)
            self._fresh = False
        elif moment.kind == "event":
            self._happen(moment)
            self._fresh = False
        if moment.kind != "key":
            return None
        if not self._fresh:
            self._refresh()
        before, status = self._at(moment), self._session.status()
        answer = self._session.handle(self._request(moment, before))
        self._answer = as_it_stands(self._answer, answer)
        same = answer.ends or answer.screen == moment.shown
        return ReplayFrame(moment=moment, answer=before, status=status, same=same)

    def _at(self, moment: SeatMoment) -> Answer:
        """The screen on which the key was pressed, with what had been typed."""
        if self._answer.screen != moment.screen:
            self._answer = self._elsewhere(moment)
        rows = list(self._answer.rows)
        for one in moment.rows:
            if one.row < len(rows):
                values = {**rows[one.row].values, **one.fill}
                rows[one.row] = msgspec.structs.replace(rows[one.row], values=values)
        field, _, row = moment.cursor.partition(".")
        return msgspec.structs.replace(
            self._answer,
            values={**self._answer.values, **moment.fill, "command": moment.command},
            rows=tuple(rows),
            cursor=Where(field, int(row) if row else None) if field else None,
        )

    def _elsewhere(self, moment: SeatMoment) -> Answer:
        """The screen of the moment, opened by its name: after a resume, or time that passed."""
        if not self._session.status().worker and moment.screen != "SIGN":
            signed = Request(screen="SIGN", aid=Aid.ENTER, values={"worker": self._lesson.worker})
            self._answer = self._session.handle(signed)
        command = f"{moment.screen} {moment.case}".strip()
        screen, agency = self._answer.screen, self._answer.agency
        return self._session.handle(Request(screen=screen, agency=agency, aid=Aid.ENTER, command=command))

    def _request(self, moment: SeatMoment, before: Answer) -> Request:
        entries = {
            field.name for field in load_drawing(before.screen, before.agency).entries if not field.list
        }
        return Request(
            screen=before.screen,
            agency=before.agency,
            aid=Aid(moment.aid),
            command=moment.command,
            values={name: before.values.get(name, "").strip() for name in entries},
            modified=frozenset(moment.fill),
            filled=before.filled - moment.fill.keys(),
            rows=before.rows,
            modified_rows=tuple(one.row for one in moment.rows),
            cursor=before.cursor,
            list_rows=max(len(before.rows), 1),
            state=before.state,
            seen=before.seen,
        )

    def _refresh(self) -> None:
        """Show the screen as the store has it after a night or an event, as the seat's desk did."""
        self._fresh = True
        last = self._answer
        if self._session.status().worker:
            asked = pressed(last, Aid.PF5, list_rows=max(len(last.rows), 1))
            self._answer = as_it_stands(last, self._session.handle(asked))

    def _happen(self, moment: SeatMoment) -> None:
        """Let happen what did: what the trainer did as it was meant, else the next event of the lesson."""
        place = self._place
        assert place is not None
        today, done = place.business_date(), moment.done
        if done is not None:
            kind = act_named(done.act, self._lesson.agency)
            assert kind is not None  # it was done
            act = msgspec.convert(done.given, kind, strict=False)
            place.performer.perform(act, actor=done.actor, on=today)
            return
        event = next(iter(self._lesson.events[self._events :]), None)
        if event is not None and event.tells == moment.about:
            place.performer.perform(event.act, actor=event.actor, on=today)
            self._events += 1


TITLE = 56
"""Columns of a title."""
STEPS = {Aid.PF7: -1, Aid.PF8: 1, Aid.ENTER: 1}
TURNS = frozenset({"UP", "DOWN", "FIRST", "LAST"})
ENDS = frozenset({"END", "EXIT", "CANCEL"})
HOW = "Enter, F8: next key. F7: back. 1 to {last}, FIRST, LAST: that key. F3 ends."
WORDS = (
    ("DOWN", "The next key."),
    ("UP", "The key before."),
    ("FIRST", "The first key."),
    ("LAST", "The last key."),
    ("END", "Ends the replay."),
)


class ReplayHost:
    """Shows the frames of a seat: F8 or Enter the next key, F7 the one before, F3 ends."""

    def __init__(self, found: Sequence[ReplayFrame], title: str) -> None:
        self._frames, self._title, self._at = found, title, 0

    def start(self) -> Answer:
        return self._shown()

    def status(self) -> Status:
        return self._frames[self._at].status if self._frames else Status()

    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    def handle(self, request: Request) -> Answer:
        """Turn to another key; a number on the command line is that key, FIRST and LAST the ends."""
        typed = request.command.strip().upper() if request.aid is Aid.ENTER else ""
        if request.aid in {Aid.PF3, Aid.PF12} or typed in ENDS or not self._frames:
            return Answer(screen=request.screen, ends=True)
        last = len(self._frames) - 1
        if is_number(typed):
            self._at = int(typed) - 1
        elif typed in TURNS:
            self._at += {"UP": -1, "DOWN": 1, "FIRST": -last, "LAST": last}[typed]
        elif typed or request.aid not in STEPS:
            return msgspec.structs.replace(self._shown(), message=HOW.format(last=last + 1))
        else:
            self._at += STEPS[request.aid]
        self._at = min(max(self._at, 0), last)
        return self._shown()

    def _shown(self) -> Answer:
        if not self._frames:
            return Answer(screen="SIGN", message="Nothing was done at this seat yet.")
        frame = self._frames[self._at]
        entries = frozenset(
            field.name for field in load_drawing(frame.answer.screen, frame.answer.agency).entries
        )
        rows = tuple(msgspec.structs.replace(row, protected=entries) for row in frame.answer.rows)
        return msgspec.structs.replace(
            frame.answer,
            title=self._heading(),
            values={**frame.answer.values, "command": ""},
            rows=rows,
            protected=entries,
            message=caption(frame),
            findings=(),
            cursor=None,
            keep_typed=False,
            ends=False,
        )

    def _heading(self) -> str:
        """Whose replay, and which key of how many: the numbers stay where a long name is cut."""
        which = f" {self._at + 1}/{len(self._frames)}"
        name = join(fit(f"REPLAY {self._title}", TITLE - len(which))).rstrip()
        return f"{name}{which}"


def _brought_up(copied: Path) -> Store:
    """A copy of a start, opened; the start of an older version of cstui is brought up to date in the copy."""
    try:
        return open_store(copied)
    except StoreError as fault:
        if fault.rule != "CS-203":
            raise
    from cstui.classroom.seats.bringing_up import bring_up

    bring_up(copied)
    return open_store(copied)


def caption(frame: ReplayFrame) -> str:
    """What was pressed, when by this machine's clock, and what came of it, in a line."""
    one = frame.moment
    typed = f" {one.command}" if one.command else ""
    came = ", ".join(one.refused) or one.message or f"to {one.shown}"
    return f"{one.at.astimezone():%H:%M:%S} {one.aid.upper()}{typed}: {came}"
