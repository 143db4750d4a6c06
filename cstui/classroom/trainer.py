"""The trainer's line to the class: the board as it is now goes out, what the trainer does comes in.

Only who holds the token in the class's folder (readable by its owner alone) has the line.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from aiohttp import WSMsgType, web

from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace
from cstui.classroom.hall import Hall
from cstui.classroom.protocol import (
    Board,
    FromTrainer,
    Manage,
    Order,
    PictureOf,
    SeatView,
    Show,
    ShowSeat,
    ToTrainer,
    Watch,
    Wrong,
)
from cstui.classroom.room import SeatRecord

TOKEN, ADDRESS = "trainer.token", "address"
BETWEEN = 0.25
"""Seconds between two boards sent at least, however much happens."""
_orders: msgspec.json.Decoder[FromTrainer] = msgspec.json.Decoder(FromTrainer)


def new_token(folder: Path, secrets: Callable[[int], bytes]) -> str:
    """The token of this class's trainer, kept in its folder; the same one when the class is resumed."""
    path = folder / TOKEN
    if not path.exists():
        replace(path, secrets(24).hex().encode())
    return path.read_text(encoding="ascii")


def board_of(hall: Hall, address: str) -> Board:
    """Everything that the board shows, as it is now."""
    room = hall.room
    return Board(
        title=room.record.title,
        lesson=f"{hall.lesson.number} {hall.lesson.title}",
        mode=room.record.mode,
        address=address,
        goals=tuple((goal.id, goal.said.title) for goal in hall.lesson.goals),
        seats=tuple(_view(hall, seat) for seat in room.seats),
        refusing=tuple(room.refusing()),
        progress=tuple(room.progress),
        at=room.now(),
    )


class TrainerLine:
    """Serves the trainer's boards."""

    def __init__(self, hall: Hall, token: str, address: Callable[[], str]) -> None:
        self._hall, self._token, self._address = hall, token, address

    def trusts(self, request: web.Request) -> bool:
        """Whether the request carries the trainer's token."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), self._token.encode())

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One board's line, until it is closed."""
        if not self.trusts(request):
            raise web.HTTPForbidden(text="This line is the trainer's.")
        websocket = web.WebSocketResponse(heartbeat=15)
        await websocket.prepare(request)
        changed = asyncio.Event()
        changed.set()
        pictured: set[str] = set()
        watched: set[str] = set()

        def hears(seat: str) -> None:
            changed.set()
            if seat in watched:
                pictured.add(seat)

        self._hall.listeners.append(hears)
        sending = asyncio.create_task(self._send(websocket, changed, pictured))
        try:
            async for message in websocket:
                if message.type is WSMsgType.TEXT:
                    await self._take(websocket, message.data, watched)
        finally:
            sending.cancel()
            self._hall.listeners.remove(hears)
            for seat in watched:
                await self._hall.control([self._hall.room.seat(seat)], Watch(watched=False))
        return websocket

    async def _send(
        self, websocket: web.WebSocketResponse, changed: asyncio.Event, pictured: set[str]
    ) -> None:
        while True:
            with suppress(TimeoutError):  # idle times go on though nothing happens
                await asyncio.wait_for(changed.wait(), 5.0)
            changed.clear()
            await _say(websocket, board_of(self._hall, self._address()))
            while pictured:
                seat = pictured.pop()
                if seat in self._hall.pictures:
                    await _say(websocket, PictureOf(seat=seat, picture=self._hall.pictures[seat]))
            await asyncio.sleep(BETWEEN)

    async def _take(self, websocket: web.WebSocketResponse, data: str, watched: set[str]) -> None:
        try:
            order = _orders.decode(data)
            await self._do(order, watched)
        except ClassError as fault:
            await _say(websocket, Wrong(rule=fault.rule, message=fault.message, remedy=fault.remedy))
        except msgspec.DecodeError as fault:
            await _say(websocket, Wrong(rule="CS-410", message=str(fault), remedy="Use this cstui's board."))

    async def _do(self, order: FromTrainer, watched: set[str]) -> None:
        hall = self._hall
        match order:
            case Order(control=control, seats=seats):
                chosen = [hall.room.seat(one) for one in seats] or hall.room.seats
                if isinstance(control, Watch):
                    named = {seat.id for seat in chosen}
                    watched |= named if control.watched else set()
                    watched -= set() if control.watched else named
                await hall.control(chosen, control)
            case ShowSeat(seat=wanted):
                await self._show(hall.room.seat(wanted))
            case Manage():
                await self._manage(order)

    async def _show(self, seat: SeatRecord) -> None:
        picture = await self._hall.picture_of(seat)
        rows = tuple("".join(text for text, _ in row).rstrip() for row in picture.rows)
        others = [one for one in self._hall.room.seats if one is not seat]
        await self._hall.control(others, Show(heading=f"SCREEN OF SEAT {seat.id.upper()}", rows=rows))

    async def _manage(self, order: Manage) -> None:
        hall = self._hall
        if order.do == "add-seat":
            hall.tell(hall.room.add_seat(order.name).id)
            return
        seat = hall.room.seat(order.seat)
        if order.do == "end":
            await hall.end(seat)
        elif order.do == "reopen":
            hall.room.reopen(seat)
        else:
            hall.room.new_code(seat)
        hall.tell(seat.id)


def _view(hall: Hall, seat: SeatRecord) -> SeatView:
    return SeatView(
        id=seat.id,
        code=seat.code,
        name=seat.name,
        status=seat.status,
        there=hall.sits(seat),
        runs=hall.runs(seat),
        variant=seat.variant,
        idle=int(hall.room.idle(seat).total_seconds()),
        report=seat.last,
        refused=dict(hall.room.refused(seat)),
    )


async def _say(websocket: web.WebSocketResponse, said: ToTrainer) -> None:
    await websocket.send_str(msgspec.json.encode(said).decode())
