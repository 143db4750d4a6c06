"""Serving a class to browsers, and to terminals on this machine that speak the same protocol.

textual-serve's server with its own pages: who joins with a code gets a cookie and with it the seat
again after a refresh. Only requests from the class's own pages are answered, nothing is fetched
from elsewhere, and a seat's process sees no environment of the server's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from socket import gethostname
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from cstui.classroom.enrolment.class_state import SeatRecord
from cstui.classroom.errors import ClassError, writing
from cstui.classroom.files import copy
from cstui.classroom.seats.seat import STORE
from cstui.classroom.serving.class_runtime import ClassRuntime
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
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Browser:
    """A browser that shows a seat."""

    def __init__(self, websocket: web.WebSocketResponse) -> None:
        self._websocket = websocket

    async def show(self, data: bytes) -> None:
        """Send what the terminal is to show."""
        await self._websocket.send_bytes(data)

    async def end(self) -> None:
        """Close: the seat has ended."""
        await self._websocket.close(code=WSCloseCode.GOING_AWAY)


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
        self.runner: web.AppRunner | None = None
        self._boards: set[BoardService] = set()

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
        site = web.TCPSite(self.runner, self.host, self.port)
        await site.start()
        if not self.port:
            self.port = self.runner.addresses[0][1]

    async def stop(self) -> None:
        """Serve no longer; boards in browsers end first, since a line that is cut leaves their processes."""
        await asyncio.gather(*(board.stop() for board in tuple(self._boards)))
        if self.runner is not None:
            await self.runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=4096)
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(WEB), autoescape=True)
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.post("/join", self.handle_join),
                web.get("/lines", self.handle_lines),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/board", self.trainer.handle),
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
        if not self._ours(request):
            origin = request.headers.get("Origin") or request.host
            fault = ClassError("CS-606", origin=origin[:80], address=self.address)
            log.warning("%s", fault)
            text = f"{fault}\n{fault.remedy}\n"
            return web.Response(status=403, text=text, headers={REFUSED: fault.rule, **SAFE})
        response = await handler(request)
        if not response.prepared:
            response.headers.update(SAFE)
        return response

    def _ours(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        strict = request.method != "GET" or request.path in {"/ws", "/board", "/trainer/ws"}
        same = origin == f"http://{request.host}"
        return self._is_here(request.host) and (same if strict else origin is None or same)

    def _is_here(self, asked: str) -> bool:
        """Whether a browser that asked for this host and port can have meant this class.

        Where the class answers at every address that is any number, since who answers for a number is
        no matter of names, and the machine's own name; never another name that leads here.
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
            return self._join_page(request, None, request.query.get("code", "")[:12], "")
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
        form = await request.post()
        code, name = str(form.get("code", ""))[:40], str(form.get("name", ""))[:200]
        try:
            joined = self.runtime.room.join(code, name, pair=bool(form.get("pair")))
        except ClassError as fault:
            log.info("%s", fault)
            if JSON in request.headers.get("Accept", ""):
                said = {"rule": fault.rule, "message": fault.message, "remedy": fault.remedy}
                return web.json_response(said, status=409)
            page = self._join_page(request, fault, code, name)
            page.set_status(409)
            return page
        self.runtime.tell(joined.seat.id)
        response = web.Response(status=303, headers={"Location": "/lines" if form.get("linear") else "/"})
        response.set_cookie(COOKIE, joined.token, httponly=True, samesite="Strict", path="/")
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The line between a learner's terminal and her or his seat."""
        seat = self._seat_of(request)
        if seat is None:
            held = self.runtime.room.back(request.cookies.get(COOKIE, ""))
            raise web.HTTPForbidden(text="Join first.", headers={REFUSED: "CS-605" if held else "CS-626"})
        websocket = await _line(request)
        viewer = Browser(websocket)
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
            return websocket
        try:
            await self._process_messages(websocket, ViewerSide(link, viewer))
        finally:
            link.detach(viewer)
            self.runtime.tell(seat.id)
        return websocket

    def _lay(self, seat: SeatRecord) -> None:
        """Lay the seat's store into its folder where it has none: a full disk is said to who sits down.

        ClassError CS-613 where the disk does not take it; nothing is left half done.
        """
        folder, start = self.runtime.room.folder_of(seat), self.runtime.room.start_of(seat)
        with writing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if start.exists() and not (folder / STORE).exists():
                copy(start, folder / STORE)

    # --- the trainer's board in a browser --------------------------------------------------------

    async def handle_trainer(self, request: web.Request) -> web.StreamResponse:
        """The board of a trainer who is logged in, else the page to log in."""
        if not self.trainers.knows(request):
            return self._page(request, "trainer.html", fault=None)
        return self._terminal_page(request, "board", line="/trainer/ws", again="/trainer")

    async def handle_trainer_login(self, request: web.Request) -> web.StreamResponse:
        """Let the trainer in with the token, once; a cookie afterwards."""
        form = await request.post()
        if not self.trainer.is_token(str(form.get("token", "")).strip()):
            log.warning("a wrong trainer's token was tried from %s", request.remote)
            page = self._page(request, "trainer.html", fault=ClassError("CS-621"))
            page.set_status(403)
            return page
        response = web.Response(status=303, headers={"Location": "/trainer"})
        self.trainers.let_in(response)
        return response

    async def handle_trainer_line(self, request: web.Request) -> web.WebSocketResponse:
        """The line between a trainer's browser and a board of her or his own."""
        if not self.trainers.knows(request):
            raise web.HTTPForbidden(text="Log in first.")
        websocket = await _line(request)
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
        """Pass on keys and sizes; a message of no known shape closes the line."""
        try:
            await super()._process_messages(websocket, link)
        except (AssertionError, KeyError, IndexError, TypeError, ValueError, AttributeError):
            sitting = getattr(link, "sitting", None)
            log.warning("%s sent what no terminal sends", sitting.seat if sitting else "a board")
            await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)

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


async def _line(request: web.Request) -> web.WebSocketResponse:
    websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=65_536)
    await websocket.prepare(request)
    return websocket


def _size(request: web.Request) -> tuple[int, int]:
    """The columns and rows of the terminal that asks."""
    return _number(request, "width", 80, 20, 300), _number(request, "height", 24, 5, 120)


def _number(request: web.Request, name: str, usual: int, least: int, most: int) -> int:
    return min(max(to_int(request.query.get(name, ""), usual), least), most)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
