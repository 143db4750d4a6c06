"""Serving a class to browsers, and to terminals on this machine that speak the same protocol.

textual-serve's server with its own pages: who joins with a code gets a cookie and with it the seat
again after a refresh. Only requests from the class's own pages are answered, nothing is fetched
from elsewhere, and a seat's process sees no environment of the server's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from socket import gethostname
from typing import Any

import aiohttp_jinja2
import jinja2
import msgspec
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web
from textual_serve.server import Server, to_int

from cstui import files
from cstui.cells import clean
from cstui.classroom.enrollment.class_state import WRONG_CODE, Joined, SeatRecord, is_long
from cstui.classroom.errors import ClassError, writing
from cstui.classroom.files import copy
from cstui.classroom.seats.seat import STORE
from cstui.classroom.serving.bounds import Bucket, WrongCodes
from cstui.classroom.serving.class_runtime import ClassRuntime
from cstui.classroom.serving.doorway import Doorway
from cstui.classroom.serving.links import ViewerSide
from cstui.classroom.serving.served_board import BoardService, Trainers
from cstui.classroom.serving.trainer import TrainerLine

log = logging.getLogger("cstui.class")
COOKIE = "cstui-seat"
JSON = "application/json"
WEB = Path(__file__).parent / "web"
SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
        "font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SIZES = (12, 14, 16, 18, 20, 24, 28, 32)
"""Sizes of letters that a page offers, in pixels."""
EVERYWHERE = ("0.0.0.0", "::")
"""Hosts that stand for every address of this machine."""
REFUSED = "Cstui-Refused"
"""The header that says to a terminal by which rule it was refused."""
HELD_BACK = 0.5
"""Seconds for which the answer to a wrong code is held back, once there have been many."""
FORM_SECONDS = 10.0
"""How long the few bytes of a form may take."""
LARGEST = 65_536
"""Bytes of a message of a browser; a paste comes in pieces of a sixth of that at most."""
COLUMNS, ROWS = (20, 400), (10, 200)
"""The least and the most that a terminal has."""
MESSAGES, AT_ONCE = 200.0, 400
"""Messages of a line in a second, and in a burst; it is read no faster."""
PING = 40
"""Characters of a ping, which is sent back."""
STRANGE = 20
"""Messages that no terminal sends, after which a line is closed."""
LINES, LINES_AT_ONCE, LINES_TOGETHER = 1.0, 10, 4
"""How often in a second a seat is opened, how often in a burst, and how many look at it together."""
BEHIND = 262_144
"""Bytes that wait for a browser which does not read; then it is sent the whole screen, once it does."""
ENDS_SECONDS = 2.0
"""How long a browser may take to read what is left when its seat has ended."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_messages: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(list[Any])


class Browser:
    """A browser that shows a seat: what it does not read in time is dropped, and `again` paints it again."""

    def __init__(self, websocket: web.WebSocketResponse, again: Callable[[], Awaitable[object]]) -> None:
        self._websocket, self._again = websocket, again
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._is_behind = False
        self._some, self._all_sent = asyncio.Event(), asyncio.Event()
        self._sending = asyncio.create_task(self._send())

    async def show(self, data: bytes) -> None:
        """Send what the terminal is to show, when it can be; ConnectionError where nobody is there."""
        if self._sending.done():
            raise ConnectionResetError("the browser is gone")
        self._is_behind = self._is_behind or self._size + len(data) > BEHIND
        if self._is_behind:
            self._waiting.clear()
            self._size = 0
        else:
            self._waiting.append(data)
            self._size += len(data)
        self._all_sent.clear()
        self._some.set()

    async def end(self) -> None:
        """Close, when what was shown last has been sent: the seat has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_SECONDS):
                if self._waiting and not self._sending.done():
                    await self._all_sent.wait()
                await self._websocket.close(code=WSCloseCode.GOING_AWAY)

    def gone(self) -> None:
        """The line is closed."""
        self._sending.cancel()

    async def _send(self) -> None:
        with suppress(ConnectionError, RuntimeError):
            while await self._some.wait():
                while self._waiting:
                    data = self._waiting.popleft()
                    self._size -= len(data)
                    await self._websocket.send_bytes(data)
                self._some.clear()
                self._all_sent.set()
                if self._is_behind:
                    self._is_behind = False
                    await self._again()


class ClassServer(Server):
    """Serves the seats of a running class."""

    def __init__(
        self,
        runtime: ClassRuntime,
        host: str = "127.0.0.1",
        port: int = 8017,
        *,
        token: str,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__("cstui", host, port, title=runtime.room.record.title)
        self.runtime = runtime
        self.trainer = TrainerLine(runtime, token, lambda: self.address, ended)
        if not is_loopback(host):
            self.trainer.warnings = ("Other machines reach this class, unencrypted: a trusted network only.",)
        self.trainers = Trainers()
        self.wrong = WrongCodes()
        self.runner: web.AppRunner | None = None
        self._doorway: Doorway | None = None
        self._listening: asyncio.Server | None = None
        self._boards: set[BoardService] = set()
        self._lines: defaultdict[str, deque[Browser]] = defaultdict(deque)
        """The browsers at each seat, the first one first."""
        self._opened: defaultdict[str, Bucket] = defaultdict(lambda: Bucket(LINES, LINES_AT_ONCE))
        self._logged = Bucket(1, 20)
        """What strangers do is logged so often at most: they could fill the disk."""

    @property
    def address(self) -> str:
        """Where a browser finds the class; this machine's name where it answers at every address."""
        host = gethostname() if self.host in EVERYWHERE else self.host
        return f"http://{_bracketed(host)}:{self.port}/"

    @property
    def here(self) -> str:
        """Where a program on this machine finds the class."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{_bracketed(host)}:{self.port}/"

    async def start(self) -> None:
        """Serve until `stop`; OSError where the port is taken."""
        self.runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=0.25)
        await self.runner.setup()
        assert self.runner.server is not None
        self._doorway = Doorway(self.runner.server)
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(
            self._doorway, self.host, self.port, backlog=128, reuse_address=True
        )
        if not self.port:
            self.port = self._listening.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Serve no longer; boards in browsers end first, since a line that is cut leaves their processes."""
        if self._listening is not None:
            self._listening.close()
        await asyncio.gather(*(board.stop() for board in tuple(self._boards)))
        if self.runner is not None:
            await self.runner.cleanup()
        if self._doorway is not None:
            self._doorway.close()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=4096)
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(WEB), autoescape=True)
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.post("/join", self.handle_join),
                web.get("/lines", self.handle_lines),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/board", self.handle_board),
                web.get("/trainer", self.handle_trainer),
                web.post("/trainer", self.handle_trainer_login),
                web.get("/trainer/ws", self.handle_trainer_line),
                web.static("/static", self.statics_path),
                web.static("/web", WEB),
            ]
        )
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only what was asked at the class's own address and from its own pages."""
        if self._doorway is not None:
            self._doorway.asks(request.protocol, self._who(request))
        if not self._ours(request):
            origin = request.headers.get("Origin") or request.host
            fault = ClassError("CS-606", origin=clean(origin)[:80], address=self.address)
            self._log("%s", fault)
            text = f"{fault}\n{fault.remedy}\n"
            return web.Response(status=403, text=text, headers={REFUSED: fault.rule, **SAFE})
        response = await handler(request)
        if not response.prepared:
            response.headers.update(SAFE)
        return response

    def _who(self, request: web.Request) -> str:
        """The seat or the trainer from whom a request comes; empty for a stranger."""
        seat = self._seat_of(request)
        if seat is not None:
            return seat.id
        return "trainer" if self.trainers.knows(request) or self.trainer.knows(request) else ""

    def _log(self, text: str, *values: object) -> None:
        if self._logged.has():
            log.warning(text, *values)

    def _ours(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        strict = request.method != "GET" or request.path in {"/ws", "/board", "/trainer/ws"}
        same = origin == f"http://{request.host}"
        return self._is_here(request.host) and (same if strict else origin is None or same)

    def _is_here(self, asked: str) -> bool:
        """Whether a browser that asked for this host and port can have meant this class.

        Where the class answers at every address that is any number, since who answers for a number does
        not depend on names, and the machine's own name; never another name that leads here.
        """
        name, _, port = asked.rpartition(":")
        if port != str(self.port):
            return False
        if name == _bracketed(self.host):
            return True
        if is_loopback(self.host):
            return is_loopback(name)
        own = gethostname().lower()
        known = {own, f"{own.partition('.')[0]}.local", "localhost"}
        return self.host in EVERYWHERE and (name.lower() in known or _is_number(name))

    async def handle_index(self, request: web.Request) -> Any:
        """The seat of whoever has one, else the page to join."""
        seat = self._seat_of(request)
        if seat is None:
            return self._join_page(request, None, request.query.get("code", "")[:20], "")
        return self._terminal_page(request, seat.name, line="/ws", again="/", lines="/lines")

    async def handle_lines(self, request: web.Request) -> web.Response:
        """The seat line by line, for whoever has one: a plain page with one prompt at a time."""
        seat = self._seat_of(request)
        if seat is None:
            raise web.HTTPSeeOther("/")
        context = {"socket": f"ws://{request.host}/ws?linear=1", "again": "/lines"}
        return self._page(request, "lines.html", name=seat.name, **context)

    async def handle_join(self, request: web.Request) -> web.StreamResponse:
        """Take a seat with a code; what was typed stays where it was refused."""
        form = await _form(request)
        code, name = str(form.get("code", ""))[:40], str(form.get("name", ""))[:200]
        try:
            joined = self._join(str(request.remote), code, name)
        except ClassError as fault:
            self._log("%s", fault)
            if fault.rule == "CS-634":
                await asyncio.sleep(HELD_BACK)
            if JSON in request.headers.get("Accept", ""):
                said = {"rule": fault.rule, "message": fault.message, "remedy": fault.remedy}
                answer = web.json_response(said)
            else:
                answer = self._join_page(request, fault, code, name)
            self._refuses(answer, request, fault)
            return answer
        self.runtime.tell(joined.seat.id)
        response = web.Response(status=303, headers={"Location": "/lines" if form.get("linear") else "/"})
        response.set_cookie(COOKIE, joined.token, httponly=True, samesite="Strict", path="/")
        return response

    def _join(self, address: str, code: str, name: str) -> Joined:
        """Take a seat. Wrong codes are counted; after many a right one is taken all the same, if it is long.

        ClassError as `ClassState.join` says; CS-634 where that address is to wait.
        """
        wait = self.wrong.wait(address)
        if wait and not is_long(code):
            raise ClassError("CS-634", value=clean(code)[:20], seconds=wait)
        try:
            return self.runtime.room.join(code, name)
        except ClassError as fault:
            if fault.rule not in WRONG_CODE:
                raise
            self._count(address)
            if not wait:
                raise
            seconds = self.wrong.wait(address)
            raise ClassError("CS-634", value=clean(code)[:20], seconds=seconds) from fault

    def _count(self, address: str) -> None:
        """Count a wrong code or token; the trainer is told when somebody has to wait for it."""
        before = self.wrong.wait(address)
        if self.wrong.count(address) and not before:
            self.runtime.say(f"Somebody at {address} tries one wrong code after the other, and has to wait.")

    def _refuses(
        self, answer: web.Response, request: web.Request, fault: ClassError, usual: int = 409
    ) -> None:
        """Say by the status that something is refused, and how long to wait where that is so."""
        answer.set_status(429 if fault.rule == "CS-634" else usual)
        if fault.rule == "CS-634":
            answer.headers["Retry-After"] = str(self.wrong.wait(str(request.remote)))
            answer.force_close()

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The line between a learner's terminal and his or her seat."""
        seat = self._seat_of(request)
        if seat is None:
            held = self.runtime.room.back(request.cookies.get(COOKIE, ""))
            raise web.HTTPForbidden(text="Join first.", headers={REFUSED: "CS-605" if held else "CS-626"})
        if not self._opened[seat.id].has():
            too_often = ClassError("CS-635", seconds=1)
            raise web.HTTPTooManyRequests(
                text=f"{too_often}\n{too_often.remedy}\n", headers={REFUSED: "CS-635", "Retry-After": "1"}
            )
        websocket = await self._line(request, seat.id)
        viewer = Browser(websocket, lambda: self.runtime.again(seat))
        columns, rows = _size(request)
        try:
            linear = request.query.get("linear") == "1"
            self._lay(seat)
            link = await self.runtime.attach(seat, viewer, columns, rows, linear=linear)
        except ClassError as fault:
            log.warning("seat %s: %s", seat.id, fault)
            self.runtime.say(f"{seat.id} {seat.name} cannot begin: {fault}")
            text = f"\r\n {fault}.\r\n {fault.remedy}\r\n"
            await websocket.send_bytes(text.encode())
            await websocket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            viewer.gone()
            return websocket
        lines = self._lines[seat.id]
        lines.append(viewer)
        if len(lines) > LINES_TOGETHER:
            await lines[0].end()
        try:
            await self._process_messages(websocket, ViewerSide(link, viewer))
        finally:
            viewer.gone()
            lines.remove(viewer)
            link.detach(viewer)
            self.runtime.tell(seat.id)
        return websocket

    async def _line(self, request: web.Request, who: str) -> web.WebSocketResponse:
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST)
        await websocket.prepare(request)
        if self._doorway is not None:
            self._doorway.asks(request.protocol, who, line=True)
        return websocket

    def _lay(self, seat: SeatRecord) -> None:
        """Lay the seat's store into its folder where it has none: a full disk is said to who sits down.

        ClassError CS-613 where the disk does not take it; nothing is left half done.
        """
        folder, start = self.runtime.room.folder_of(seat), self.runtime.room.start_of(seat)
        with writing(folder):
            files.folder(folder, own=True)
            if start.exists() and not (folder / STORE).exists():
                copy(start, folder / STORE)

    # --- the trainer's board in a browser --------------------------------------------------------

    async def handle_trainer(self, request: web.Request) -> web.StreamResponse:
        """The board of a trainer who is logged in, else the page to log in."""
        if not self.trainers.knows(request):
            return self._page(request, "trainer.html", fault=None)
        return self._terminal_page(request, "board", line="/trainer/ws", again="/trainer")

    async def handle_trainer_login(self, request: web.Request) -> web.StreamResponse:
        """Let the trainer in with the token, once; a cookie afterward."""
        form = await _form(request)
        if not self.trainer.is_token(str(form.get("token", "")).strip()):
            fault = await self._wrong_token(request)
            page = self._page(request, "trainer.html", fault=fault)
            self._refuses(page, request, fault, 403)
            return page
        response = web.Response(status=303, headers={"Location": "/trainer"})
        self.trainers.let_in(response)
        return response

    async def _wrong_token(self, request: web.Request) -> ClassError:
        """Count a wrong token, as a wrong code is: what is said of it."""
        address = str(request.remote)
        wait = self.wrong.wait(address)
        self._log("a wrong trainer's token was tried from %s", address)
        self._count(address)
        if not wait:
            return ClassError("CS-621")
        await asyncio.sleep(HELD_BACK)
        return ClassError("CS-634", value="That token", seconds=self.wrong.wait(address))

    async def handle_board(self, request: web.Request) -> web.WebSocketResponse:
        """The line of a trainer's board in a terminal, for who has the token."""
        if not self.trainer.knows(request):
            fault = await self._wrong_token(request)
            text = f"{fault}\n{fault.remedy}\n"
            raise web.HTTPForbidden(text=text, headers={REFUSED: fault.rule})
        websocket = await self._line(request, "trainer")
        return await self.trainer.handle(websocket)

    async def handle_trainer_line(self, request: web.Request) -> web.WebSocketResponse:
        """The line between a trainer's browser and a board of his or her own."""
        if not self.trainers.knows(request):
            raise web.HTTPForbidden(text="Log in first.")
        websocket = await self._line(request, "trainer")
        service = BoardService(self.runtime.room.folder, websocket)
        self._boards.add(service)
        try:
            await service.start(*_size(request))
            await self._process_messages(websocket, service)
        finally:
            await service.stop()
            self._boards.discard(service)
        return websocket

    async def _process_messages(self, websocket: web.WebSocketResponse, link: Any) -> None:
        """Pass on keys and sizes, no faster than is fair: what is not read waits at the browser's end.

        What no terminal sends is dropped; a line that sends much of it is closed.
        """
        bucket, strange = Bucket(MESSAGES, AT_ONCE), 0
        async for message in websocket:
            if wait := bucket.take():
                await asyncio.sleep(wait)
            match _told(message):
                case ["stdin", str(keys)]:
                    await link.send_bytes(keys.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await link.set_terminal_size(_within(width, COLUMNS), _within(height, ROWS))
                case ["ping", str(sent)] if len(sent) <= PING:
                    await websocket.send_json(["pong", sent])
                case ["blur", *_]:
                    await link.blur()
                case ["focus", *_]:
                    await link.focus()
                case _ if strange < STRANGE:
                    strange += 1
                case _:
                    await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)
        if strange:
            sitting = getattr(link, "sitting", None)
            who = sitting.seat if sitting else "a board"
            self._log("%s sent %s messages that no terminal sends", who, strange)

    def _seat_of(self, request: web.Request) -> SeatRecord | None:
        seat = self.runtime.room.back(request.cookies.get(COOKIE, ""))
        return None if seat is None or seat.status == "ended" else seat

    def _terminal_page(
        self, request: web.Request, name: str, *, line: str, again: str, lines: str = ""
    ) -> web.Response:
        """The page that shows a terminal: `line` is the path of its socket, `again` that of the page.

        `lines` is the path of the same seat line by line.
        """
        size = _number(request, "fontsize", 16, 8, 48)
        context = {"name": name, "socket": f"ws://{request.host}{line}", "again": again, "lines": lines}
        sizes = sorted({*SIZES, size})
        return self._page(request, "seat.html", font_size=size, sizes=sizes, **context)

    def _join_page(
        self, request: web.Request, fault: ClassError | None, code: str, name: str
    ) -> web.Response:
        lesson = self.runtime.lesson
        context = {"fault": fault, "code": code, "name": name}
        return self._page(request, "join.html", number=lesson.number, lesson=lesson.title, **context)

    def _page(self, request: web.Request, page: str, **context: object) -> web.Response:
        return aiohttp_jinja2.render_template(page, request, {"title": self.title, **context})


def is_loopback(host: str) -> bool:
    """Whether a class at this host can be reached from this machine alone."""
    return host == "localhost" or (_is_number(host) and ip_address(host.strip("[]")).is_loopback)


async def _form(request: web.Request) -> Mapping[str, object]:
    """What a form sends, if it does so soon and is one."""
    try:
        async with asyncio.timeout(FORM_SECONDS):
            return await request.post()
    except TimeoutError as fault:
        raise web.HTTPRequestTimeout(text="The form did not come. Send it again.\n") from fault
    except (ConnectionError, LookupError, RuntimeError, ValueError, web.RequestPayloadError) as fault:
        raise web.HTTPBadRequest(text="That is not a form. Load the page and send its form.\n") from fault


def _told(message: WSMessage) -> list[Any]:
    """What a browser says; empty where it is nothing that one says."""
    if message.type is not WSMsgType.TEXT:
        return []
    try:
        return _messages.decode(message.data)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return []


def _size(request: web.Request) -> tuple[int, int]:
    """The columns and rows of the terminal that asks."""
    return _number(request, "width", 80, *COLUMNS), _number(request, "height", 24, *ROWS)


def _number(request: web.Request, name: str, usual: int, least: int, most: int) -> int:
    return _within(to_int(request.query.get(name, ""), usual), (least, most))


def _within(value: int, bounds: tuple[int, int]) -> int:
    return min(max(value, bounds[0]), bounds[1])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
