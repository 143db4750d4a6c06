"""What a class and its seats say to each other, as values: controls to a seat, reports from it.

Both travel as JSON between processes; a seat takes controls between two keys, in their order.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import msgspec

from cstui.classroom.journal import Moment


class Message(msgspec.Struct, frozen=True, kw_only=True, tag="say"):
    """A word of the trainer, shown on the message line, and in full as a page where it is long."""

    text: str


class Freeze(msgspec.Struct, frozen=True, kw_only=True, tag="freeze"):
    """No key works until the seat is thawed; `text` says why."""

    frozen: bool
    text: str = ""


class MoveTo(msgspec.Struct, frozen=True, kw_only=True, tag="date"):
    """Time passes up to the morning of `on`, nights and events with it; never back."""

    on: date


class Inject(msgspec.Struct, frozen=True, kw_only=True, tag="event"):
    """Something happens: an act by `actor` (IV-A, or a worker), and what the learner is told.

    `act` and `given` are as on `cstui do`; dates may be `today`, `today+3`.
    """

    act: str
    given: dict[str, Any]
    actor: str
    tells: str


class SetBack(msgspec.Struct, frozen=True, kw_only=True, tag="reset"):
    """Back to the lesson's start."""


class Finish(msgspec.Struct, frozen=True, kw_only=True, tag="finish"):
    """The lesson is over: the seat shows its score sheet."""


class Watch(msgspec.Struct, frozen=True, kw_only=True, tag="watch"):
    """Whether the seat sends its picture at every change."""

    watched: bool


class Show(msgspec.Struct, frozen=True, kw_only=True, tag="show"):
    """Somebody's screen for all to see, as plain rows."""

    heading: str
    rows: tuple[str, ...]


Control: TypeAlias = Message | Freeze | MoveTo | Inject | SetBack | Finish | Watch | Show


class Report(msgspec.Struct, frozen=True, kw_only=True, tag="report"):
    """What a seat says of itself after each moment: where it is, and what has been reached."""

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
    last: Moment | None = None
    finished: bool = False
    passed: bool = False
    frozen: bool = False
    hand: bool = False


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag="picture"):
    """A seat's screen as it is: rows of runs, each a text and the name of its style."""

    rows: tuple[tuple[tuple[str, str], ...], ...]
    cursor: tuple[int, int]


Says: TypeAlias = Report | Picture
Mode = Literal["lesson", "exam", "sandbox"]


class SeatView(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as the trainer sees it. `idle` in seconds; `there` says whether somebody sits at it."""

    id: str
    code: str
    name: str
    status: str
    there: bool
    runs: bool
    variant: int
    idle: int
    report: Report | None = None
    refused: dict[str, int] = {}


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
    """The class as it is now: everything that the trainer's board shows."""

    title: str
    lesson: str
    mode: Mode
    address: str
    goals: tuple[tuple[str, str], ...]
    seats: tuple[SeatView, ...]
    refusing: tuple[Refusing, ...]
    progress: tuple[Point, ...]
    at: datetime


class PictureOf(msgspec.Struct, frozen=True, kw_only=True, tag="picture-of"):
    """The screen of a seat that the trainer watches."""

    seat: str
    picture: Picture


class Wrong(msgspec.Struct, frozen=True, kw_only=True, tag="wrong"):
    """Something that the trainer asked for and the class refuses."""

    rule: str
    message: str
    remedy: str


class Order(msgspec.Struct, frozen=True, kw_only=True, tag="order"):
    """The trainer does something at seats; at all that are joined where none is named."""

    control: Control
    seats: tuple[str, ...] = ()


class Manage(msgspec.Struct, frozen=True, kw_only=True, tag="manage"):
    """The trainer changes the room: ends or opens a seat, gives it a new code, adds one."""

    do: Literal["end", "reopen", "new-code", "add-seat"]
    seat: str = ""
    name: str = ""


class ShowSeat(msgspec.Struct, frozen=True, kw_only=True, tag="show-seat"):
    """The trainer shows one seat's screen to all the others."""

    seat: str


ToTrainer: TypeAlias = Board | PictureOf | Wrong
FromTrainer: TypeAlias = Order | Manage | ShowSeat
