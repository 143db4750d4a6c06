"""Boards to be tried: one on a class that is made up, of seats of every kind with names that want to be
markup, and one on a class that is held; and what each shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from cstui.classroom.board.app import BoardApp
from cstui.classroom.seats.journal import SeatMoment
from cstui.classroom.seats.protocol import (
    Board,
    Bounds,
    FromTrainer,
    Picture,
    Point,
    Refusing,
    SeatReport,
    SeatView,
    ToTrainer,
)
from cstui.classroom.serving.trainer import ADDRESS, TOKEN
from tests.classroom.classes import TRAINERS_TOKEN, Held, Terminal, learner

NOW = datetime(2026, 3, 3, 15, 40, tzinfo=UTC)
GOALS = (
    ("signed-on", "You are signed on and have seen your worklist"),
    ("searched", "You searched by name"),
    ("opened", "Jane's case is open on CAS1"),
    ("cooperation", "You have looked at her cooperation"),
    ("noted", "CALO has a note of her call"),
)
_NAMES = (
    "Ann Lee",
    "[red]x[/red] Bob",
    "Ibáñez 田中",
    "=cmd()",
    "Dora \x1b[31mQuinn",
    "Émile O'Neill",
    "Fay",
    "Gus",
)


def seat(at: int, name: str, met: int, **report: object) -> SeatView:
    """A seat that is joined."""
    case = "17000123" if met > 1 else ""
    refused = {"LA-E522-04": 1 + at % 2} if at % 3 == 1 else {"CS-113": 1} if at % 3 == 2 else {}
    said = SeatMoment(
        at=NOW, on=date(2026, 3, 3), screen="WORK", aid="enter", command=f"CAS{at % 2 + 1} {case}".strip(),
        refused=tuple(refused), shown="CAS2", message="" if refused else "Goal met.",
    )  # fmt: skip
    return SeatView(
        id=f"s{at:02d}", code="AAAAA", name=name, status="joined", there=at != 4, runs=True, variant=0,
        idle=at * 70, refused=refused,
        report=SeatReport(
            at=NOW, on=date(2026, 3, 3), screen="CAS2" if met > 1 else "WORK", case=case,
            met=tuple(goal for goal, _ in GOALS[:met]), of=5, points=17 * met, hints=at % 3, keys=40 * at,
            checks=1, last=said, **report,  # type: ignore[arg-type]
        ),
    )  # fmt: skip


def board(count: int = 30, bounds: Bounds | None = None, trouble: str = "") -> Board:
    """A class of so many seats, of which eight are joined."""
    seats = [
        seat(1, _NAMES[0], 3),
        seat(2, _NAMES[1], 0, hand=True),
        seat(3, _NAMES[2], 5, finished=True, passed=True),
        seat(4, _NAMES[3], 1),
        seat(5, _NAMES[4], 2, frozen=True),
        seat(6, _NAMES[5], 4),
        seat(7, _NAMES[6], 1, hand=True),
        seat(8, _NAMES[7], 5, finished=True),
    ]
    seats += [
        SeatView(id=f"s{at:02d}", code=f"QX{at:02d}Z-ABC23", name="", status="free", there=False, runs=False,
                 variant=0, idle=0)
        for at in range(9, count + 1)
    ]  # fmt: skip
    points = [Point(at=NOW - timedelta(minutes=40 - 2 * at), met=at + at % 3) for at in range(20)]
    return Board(
        title="Tuesday [b]E-520", lesson="1 Sign on and find a case", bounds=bounds or Bounds(), pass_mark=70,
        agency="louisiana",
        address="http://127.0.0.1:8017/", goals=GOALS, seats=tuple(seats),
        refusing=(
            Refusing(rule="LA-E522-04", seats=3, times=5), Refusing(rule="CS-113", seats=3, times=3),
        ),
        progress=tuple(points), at=NOW, trouble=trouble,
    )  # fmt: skip


PICTURE = Picture(
    rows=tuple(
        (("CAS2", "transaction"), (f" row {at:02d} [bold]of[/bold] the screen", "value"), (" " * 30, "entry"))
        for at in range(24)
    ),
    cursor=(1, 6),
)


class ToldLine:
    """A line that says what a test says, and keeps what the trainer sends."""

    def __init__(self) -> None:
        self.sent: list[FromTrainer] = []
        self.hears: Callable[[ToTrainer], None] = lambda _: None
        self.stands: Callable[[str], None] = lambda _: None

    async def run(self, hears: Callable[[ToTrainer], None], stands: Callable[[str], None]) -> None:
        """Up at once, and quiet."""
        self.hears, self.stands = hears, stands
        stands("")
        await asyncio.Event().wait()

    async def send(self, order: FromTrainer) -> bool:
        """Kept."""
        self.sent.append(order)
        return True


def shown(app: BoardApp) -> str:
    """All that the terminal shows."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def seen(app: BoardApp) -> dict[str, list[str]]:
    """The seats that the board shows, in order, each with its cells."""
    table = app.table
    return {str(row.key.value): [cell.plain for cell in table.get_row(row.key)] for row in table.ordered_rows}


async def until(pilot: Pilot[None], ready: Callable[[], object]) -> None:
    """Wait for what the class sends."""
    async with asyncio.timeout(60):
        while not ready():
            await pilot.pause(0.02)


def opened(held: Held, token: str = TRAINERS_TOKEN) -> Path:
    """The folder of a held class, as its server leaves it for a board."""
    folder = held.runtime.room.folder
    (folder / ADDRESS).write_text(held.server.address, encoding="ascii")
    (folder / TOKEN).write_text(token, encoding="ascii")
    return folder


@asynccontextmanager
async def board_of(
    held: Held, size: tuple[int, int] = (140, 45)
) -> AsyncIterator[tuple[Pilot[None], BoardApp]]:
    """A board on a held class."""
    app = BoardApp(opened(held))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.board)
        yield pilot, app


@asynccontextmanager
async def watched(held: Held, name: str = "Ann") -> AsyncIterator[tuple[Pilot[None], BoardApp, Terminal]]:
    """A board on a held class, and a learner at its first seat who sees the brief."""
    async with learner(held, name) as one, board_of(held) as (pilot, app):
        await until(pilot, lambda: app.board and app.board.seats[0].report)
        yield pilot, app, one


@asynccontextmanager
async def told(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], ToldLine, BoardApp]]:
    """A board on a class that is made up."""
    line = ToldLine()
    app = BoardApp(Path("no-folder"), line=line)
    async with app.run_test(size=size, notifications=True) as pilot:
        line.hears(board())
        await pilot.pause()
        yield pilot, line, app
