"""The trainer's line to the class: the board as it is now goes out, what the trainer does comes in.

Only who holds the token in the class's folder (readable by its owner alone) has the line.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
from aiohttp import WSMsgType, web

from cstui import files
from cstui.acts.registry import act_named
from cstui.cells import clean
from cstui.classroom.enrollment.class_state import MOST_NAME, SeatRecord
from cstui.classroom.errors import ClassError, writing
from cstui.classroom.files import replace
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.lesson.teaching import teaching_of
from cstui.classroom.seats.protocol import (
    Board,
    Control,
    EndClass,
    Finish,
    Freeze,
    FromTrainer,
    Inject,
    Lower,
    Manage,
    Message,
    MoveTo,
    Order,
    PictureOf,
    SeatView,
    SetBack,
    SetBounds,
    ShowSeat,
    Told,
    ToTrainer,
    Watch,
    Wrong,
)
from cstui.classroom.serving.class_runtime import ClassRuntime

TOKEN, ADDRESS = "trainer.token", "address"
BETWEEN = 0.25
"""Seconds between two boards sent at least, however much happens."""
MOST_DAYS = 400
"""How far the trainer moves the date at once: each day is a night that runs at every seat."""
_orders: msgspec.json.Decoder[FromTrainer] = msgspec.json.Decoder(FromTrainer)


def new_token(folder: Path, secrets: Callable[[int], bytes]) -> str:
    """The token of this class's trainer, kept in its folder; the same one when the class is resumed."""
    path = folder / TOKEN
    with writing(folder):
        if not path.exists():
            replace(path, secrets(24).hex().encode())
        return files.text(path, files.SHORT, "ascii")


def board_of(runtime: ClassRuntime, address: str) -> Board:
    """Everything that the board shows, as it is now."""
    room = runtime.room
    return Board(
        title=room.record.title,
        lesson=f"{runtime.lesson.number} {runtime.lesson.title}",
        agency=runtime.lesson.agency,
        bounds=room.bounds,
        pass_mark=room.bounds.pass_mark or runtime.lesson.pass_mark,
        address=address,
        goals=tuple((goal.id, goal.said.title) for goal in runtime.lesson.goals),
        seats=tuple(_view(runtime, seat) for seat in room.seats),
        refusing=tuple(room.refusing()),
        progress=tuple(room.progress),
        at=room.now(),
        trouble=runtime.trouble,
    )


class TrainerLine:
    """Serves the trainer's boards. `ended` is called when the trainer ends the class."""

    def __init__(
        self,
        runtime: ClassRuntime,
        token: str,
        address: Callable[[], str],
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self._runtime, self._token, self._address, self.ended = runtime, token, address, ended
        self.warnings: tuple[str, ...] = ()
        """What every board is told first."""

    def is_token(self, given: str) -> bool:
        """Whether this is the trainer's token."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def knows(self, request: web.Request) -> bool:
        """Whether a request for a board's line comes with the token."""
        return self.is_token(request.headers.get("Authorization", "").removeprefix("Bearer "))

    async def handle(self, websocket: web.WebSocketResponse) -> web.WebSocketResponse:
        """One board's line, until it is closed."""
        changed = asyncio.Event()
        changed.set()
        pictured: set[str] = set()
        watched: set[str] = set()
        lines: list[str] = list(self.warnings)

        def told(text: str) -> None:
            lines.append(text)
            changed.set()

        def hears(seat: str) -> None:
            changed.set()
            if seat in watched:
                pictured.add(seat)

        self._runtime.listeners.append(hears)
        self._runtime.hearers.append(told)
        sending = asyncio.create_task(self._sending(websocket, changed, pictured, lines))
        try:
            async for message in websocket:
                if message.type is WSMsgType.TEXT:
                    await self._take(websocket, message.data, watched)
        finally:
            sending.cancel()
            self._runtime.listeners.remove(hears)
            self._runtime.hearers.remove(told)
            for seat in watched:
                await self._runtime.watch(self._runtime.room.seat(seat), False)
        return websocket

    async def _sending(
        self, websocket: web.WebSocketResponse, changed: asyncio.Event, pictured: set[str], lines: list[str]
    ) -> None:
        with suppress(ConnectionError):  # the board has gone just now
            while True:
                with suppress(TimeoutError):  # idle times go on though nothing happens
                    await asyncio.wait_for(changed.wait(), 5.0)
                changed.clear()
                await _say(websocket, board_of(self._runtime, self._address()))
                while lines:
                    await _say(websocket, Told(text=lines.pop(0)))
                while pictured:
                    seat = pictured.pop()
                    if seat in self._runtime.pictures:
                        await _say(websocket, PictureOf(seat=seat, picture=self._runtime.pictures[seat]))
                await asyncio.sleep(BETWEEN)

    async def _take(self, websocket: web.WebSocketResponse, data: str, watched: set[str]) -> None:
        try:
            order = _orders.decode(data)
            said = await self._do(order, watched)
            if said:
                await _say(websocket, Told(text=said))
        except ClassError as fault:
            await _say(websocket, Wrong(rule=fault.rule, message=fault.message, remedy=fault.remedy))
        except msgspec.DecodeError as fault:
            await _say(websocket, Wrong(rule="CS-610", message=str(fault), remedy="Use this cstui's board."))

    async def _do(self, order: FromTrainer, watched: set[str]) -> str:
        """Do what the trainer asks; a line on what was done."""
        runtime = self._runtime
        match order:
            case Order(control=Watch(watched=wanted), seats=seats):
                for one in seats:
                    if wanted != (one in watched):
                        seat = runtime.room.seat(one)
                        (watched.add if wanted else watched.discard)(one)
                        await runtime.watch(seat, wanted)
            case Order(control=control, seats=seats):
                chosen = _taking(
                    control, [runtime.room.seat(one) for one in seats] or runtime.room.seats, runtime.lesson
                )
                await runtime.control(chosen, control)
                where = chosen[0].id if len(chosen) == 1 else f"{len(chosen)} seats"
                return f"{_word(control)}: {where}."
            case ShowSeat(seat=wanted):
                if wanted == runtime.shown:
                    await runtime.show_no_more()
                    return f"The screen of {wanted} is not shown any more."
                others = await runtime.show(runtime.room.seat(wanted))
                seen = f"{others} other{'' if others == 1 else 's'}"
                return f"The screen of {wanted} is shown live to {seen}; s there ends it."
            case SetBounds(bounds=bounds, anew=anew):
                await runtime.bound(bounds, anew=anew)
                return f"The class is {'an' if bounds.mode == 'exam' else 'a'} {bounds.mode} now."
            case EndClass():
                self.ended()
                return "The class ends."
            case Manage():
                return await self._manage(order)
        return ""

    async def _manage(self, order: Manage) -> str:
        runtime = self._runtime
        if order.do == "add-seat":
            added = runtime.room.add_seat(clean(order.name).strip()[:MOST_NAME])
            runtime.tell(added.id)
            return f"Seat {added.id} was added; its code is {added.code}."
        seat = runtime.room.seat(order.seat)
        if order.do == "end":
            await runtime.end(seat)
            said = f"Seat {seat.id} was ended."
        elif order.do == "reopen":
            runtime.room.reopen(seat)
            said = f"Seat {seat.id} is open again."
        elif order.do in {"pair", "alone"}:
            runtime.room.pair(seat, order.do == "pair")
            said = f"Seat {seat.id} is for one again."
            if seat.pair:
                said = f"One more may join seat {seat.id} with code {seat.code}."
            if seat.partner:
                said = f"Two share seat {seat.id} already; n gives it a new code."
        else:
            said = f"The new code of seat {seat.id} is {await runtime.new_code(seat)}."
        runtime.tell(seat.id)
        return said


_WORDS: dict[type, str] = {
    Message: "Said",
    MoveTo: "Time passes",
    Inject: "It is to happen",
    SetBack: "Back to the start",
    Finish: "Finished",
    Lower: "The hand is down",
}


def _word(control: Control) -> str:
    """What was done, in a word or two."""
    if isinstance(control, Freeze):
        return "Frozen" if control.frozen else "Thawed"
    return _WORDS.get(type(control), "Done")


def _taking(control: Control, seats: Iterable[SeatRecord], lesson: Lesson) -> list[SeatRecord]:
    """The seats that a control is for; ClassError where it can be for none, or is not one."""
    chosen = [seat for seat in seats if seat.status == "joined"]
    if not chosen:
        raise ClassError("CS-616", seat=", ".join(seat.id for seat in seats)[:60] or "any")
    if isinstance(control, Inject) and control.act:
        given = {name: _as_known(value, lesson) for name, value in control.given.items()}
        kind = act_named(control.act, lesson.agency)
        if kind is None:
            raise ClassError("CS-610", act=control.act, fault="there is no such act")
        try:
            msgspec.convert(given, kind, strict=False)
        except msgspec.ValidationError as fault:
            raise ClassError("CS-610", act=control.act, fault=fault) from fault
    if isinstance(control, MoveTo):
        days = [seat.last.on for seat in chosen if seat.last]
        if days and control.on <= min(days):
            raise ClassError("CS-612", date=f"{control.on:%m/%d/%Y}", today=f"{min(days):%m/%d/%Y}")
        if days and control.on > max(days) + timedelta(days=MOST_DAYS):
            raise ClassError("CS-620", date=f"{control.on:%m/%d/%Y}", most=MOST_DAYS)
    return chosen


def _as_known(value: object, lesson: Lesson) -> object:
    """An input with what each seat fills in replaced by something of its kind."""
    if isinstance(value, str):
        if value.startswith("today"):
            return "2000-01-01"
        if fill := teaching_of(lesson.agency).fills.get(value[1:-1]):
            return fill.such_as
        return value.replace("{case}", next(iter(lesson.keys), ""))
    return value


def _view(runtime: ClassRuntime, seat: SeatRecord) -> SeatView:
    return SeatView(
        id=seat.id,
        code=seat.code,
        name=seat.name,
        status=seat.status,
        there=runtime.sits(seat),
        runs=runtime.runs(seat),
        variant=seat.variant,
        idle=int(runtime.room.idle(seat).total_seconds()),
        left=None if (left := runtime.room.left(seat)) is None else int(left.total_seconds()),
        report=seat.last,
        refused=dict(runtime.room.refused(seat)),
        shown=seat.id == runtime.shown,
        pair=seat.pair and not seat.partner,
    )


async def _say(websocket: web.WebSocketResponse, said: ToTrainer) -> None:
    await websocket.send_str(msgspec.json.encode(said).decode())
