"""What a class and its seats say to each other, as values: controls to a seat, reports from it.

Both travel as JSON between processes; a seat takes controls between two keys, in their order.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import msgspec

from cstui.classroom.seats.journal import SeatMoment

Mode = Literal["lesson", "exam", "sandbox"]
SeatStatus = Literal["free", "joined", "ended"]


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """How a class works: its mode, and what bounds it.

    `pass_mark` 0 is the lesson's own, `minutes` 0 no limit; `attempts` 0 is one in an exam and as
    many as wanted elsewhere.
    """

    mode: Mode = "lesson"
    pass_mark: int = 0
    minutes: int = 0
    attempts: int = 0

    @property
    def most_attempts(self) -> int:
        """How often a learner may begin in all; 0 where that is not bounded."""
        return self.attempts or (1 if self.mode == "exam" else 0)


USUAL = Bounds()
"""How a class works unless something else was asked for."""


class Message(msgspec.Struct, frozen=True, kw_only=True, tag="say"):
    """A word of the trainer, shown on the message line, and in full as a page where it is long."""

    text: str
    by: str = "TRAINER"


class Freeze(msgspec.Struct, frozen=True, kw_only=True, tag="freeze"):
    """No key works until the seat is thawed; `text` says why."""

    frozen: bool
    text: str = ""


class MoveTo(msgspec.Struct, frozen=True, kw_only=True, tag="date"):
    """Time passes up to the morning of `on`, nights and events with it; never back."""

    on: date


class Inject(msgspec.Struct, frozen=True, kw_only=True, tag="event"):
    """Something happens: an act by `actor` (TRAINER, a worker, a system), and what the learner is told.

    `act` and `given` are as on `cstui do`; dates may be `today`, `today+3`. An empty `act` tells only.
    In `given` and `tells`, `{case}` is `case`, or the seat's case in hand; what else `given` holds in braces
    the agency fills in from that case (`Teaching.fills`).
    """

    act: str
    given: dict[str, Any]
    actor: str
    tells: str
    case: str = ""


class SetBack(msgspec.Struct, frozen=True, kw_only=True, tag="reset"):
    """Back to the lesson's start."""


class Finish(msgspec.Struct, frozen=True, kw_only=True, tag="finish"):
    """The lesson is over: the seat shows its score sheet, and `why`. No attempt is left after it."""

    why: str = ""


class SetBounds(msgspec.Struct, frozen=True, kw_only=True, tag="bounds"):
    """The class works otherwise from now on: the trainer asks for it, and every seat is told.

    `anew` begins at the lesson's start, nothing counted; an exam always does. `ends` is when the time is
    over, `exam` when the exam began.
    """

    bounds: Bounds
    anew: bool = False
    ends: datetime | None = None
    exam: datetime | None = None


class Lower(msgspec.Struct, frozen=True, kw_only=True, tag="lower"):
    """The trainer has seen the hand."""


class Watch(msgspec.Struct, frozen=True, kw_only=True, tag="watch"):
    """Whether the seat sends its picture at every change."""

    watched: bool


class Show(msgspec.Struct, frozen=True, kw_only=True, tag="show"):
    """Somebody's screen for all to see, as plain rows.

    `again` is that screen as it is now: who has left the view is not led back. No rows end it.
    """

    heading: str
    rows: tuple[str, ...] = ()
    again: bool = False


Control: TypeAlias = Message | Freeze | MoveTo | Inject | SetBack | Finish | SetBounds | Lower | Watch | Show


class SeatReport(msgspec.Struct, frozen=True, kw_only=True, tag="report"):
    """What a seat says of itself after each moment: where it is, and what has been reached.

    `attempt` counts from 1; `note` is for the trainer alone. `keyed` is when its learner last pressed a
    key that handed something over, None before; `at` is later where the trainer did something since.
    """

    at: datetime
    on: date
    screen: str
    case: str
    met: tuple[str, ...]
    of: int
    points: int
    hints: int
    keys: int
    checks: int
    last: SeatMoment | None = None
    finished: bool = False
    passed: bool = False
    frozen: bool = False
    hand: bool = False
    attempt: int = 1
    note: str = ""
    keyed: datetime | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag="picture"):
    """A seat's screen as it is: rows of runs, each a text and the name of its style."""

    rows: tuple[tuple[tuple[str, str], ...], ...]
    cursor: tuple[int, int]


Says: TypeAlias = SeatReport | Picture


class SeatView(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as the trainer sees it. `there` says whether somebody sits at it.

    `idle` in seconds; `left` too, None where time is not bounded. `shown` says that all others see its
    screen, `pair` that its code is used by one more.
    """

    id: str
    code: str
    name: str
    status: SeatStatus
    there: bool
    runs: bool
    variant: int
    idle: int
    left: int | None = None
    report: SeatReport | None = None
    refused: dict[str, int] = {}
    shown: bool = False
    pair: bool = False


class Refusing(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that refuses in the room: at how many seats, how often."""

    rule: str
    seats: int
    times: int


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One point of the class's progress: at what time how many goals were met in all."""

    at: datetime
    met: int


class Board(msgspec.Struct, frozen=True, kw_only=True, tag="board"):
    """The class as it is now: everything that the trainer's board shows.

    `agency` is that of the lesson. `trouble` is what goes wrong with the class itself, such as a full disk;
    empty while all is well.
    """

    title: str
    lesson: str
    agency: str
    bounds: Bounds
    pass_mark: int
    address: str
    goals: tuple[tuple[str, str], ...]
    seats: tuple[SeatView, ...]
    refusing: tuple[Refusing, ...]
    progress: tuple[Point, ...]
    at: datetime
    trouble: str = ""


class PictureOf(msgspec.Struct, frozen=True, kw_only=True, tag="picture-of"):
    """The screen of a seat that the trainer watches."""

    seat: str
    picture: Picture


class Wrong(msgspec.Struct, frozen=True, kw_only=True, tag="wrong"):
    """Something that the trainer, or somebody who joins, asked for and the class refuses."""

    rule: str
    message: str
    remedy: str


class Told(msgspec.Struct, frozen=True, kw_only=True, tag="told"):
    """What was done, or what a seat says to the trainer: one line."""

    text: str


class Order(msgspec.Struct, frozen=True, kw_only=True, tag="order"):
    """The trainer does something at seats; at all that are joined where none is named."""

    control: Control
    seats: tuple[str, ...] = ()


class Manage(msgspec.Struct, frozen=True, kw_only=True, tag="manage"):
    """The trainer changes the room: ends, opens or adds a seat, gives it a new code, lets two share it."""

    do: Literal["end", "reopen", "new-code", "add-seat", "pair", "alone"]
    seat: str = ""
    name: str = ""


class ShowSeat(msgspec.Struct, frozen=True, kw_only=True, tag="show-seat"):
    """The trainer shows one seat's screen, live, to all the others; the seat that is shown: no longer."""

    seat: str


class EndClass(msgspec.Struct, frozen=True, kw_only=True, tag="end-class"):
    """The class ends for today: its server stops, and goes on when it is served again."""


ToTrainer: TypeAlias = Board | PictureOf | Wrong | Told
FromTrainer: TypeAlias = Order | Manage | ShowSeat | SetBounds | EndClass
