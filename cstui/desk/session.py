"""One worker's session: takes each request, finds out what was asked, and answers with a screen.

It reads the command line, turns keys into command words, keeps the stack of screens and the cases
worked, and asks the programs. It knows no widget; the terminal desk, the line-by-line desk and
tests drive it alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import msgspec

from cstui.desk import command_line
from cstui.desk.commands import COMMANDS, ENTER, Ambiguous, Does, by_key
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.frames import OVERLAYS, Frame, filled
from cstui.desk.programs import registry
from cstui.desk.programs.base import DeskContext, Program, why_not
from cstui.desk.programs.lobby import Lobby
from cstui.desk.programs.overlay import Pick, Shown
from cstui.policy.findings import Finding, Severity
from cstui.store.errors import StoreError
from cstui.workplace import Workplace

PAGING = frozenset({"UP", "DOWN"})
"""Words that paint another page: what was typed on this one would be lost."""
WITHOUT_STORE = frozenset({"HELP", "KEYS", "EXIT", "END", "SIGNOFF", "LOGOFF"})
"""Words that are answered also where the store cannot be read any more."""


class Session:
    """The host of a desk: `start`, `handle` and `status`."""

    def __init__(self, opens: Callable[[], Workplace], training_hint: str = "") -> None:
        self._opens = opens
        self._place: Workplace | None = None
        self._desk: DeskContext | None = None
        self._lobby = Lobby()
        self._stack: list[Frame] = []
        self._cases: list[str] = []
        self._recall = command_line.Recall()
        self._request = Request(screen="SIGN", aid=Aid.ENTER)
        self._status = Status(store="", training=False)

    def start(self) -> Answer:
        """The sign-on screen; no store is opened for it."""
        return Answer(screen="SIGN")

    def prepare(self) -> None:
        """Open the store while the worker types the sign-on; what is wrong with it is said there."""
        with suppress(StoreError):
            self._workplace().business_date()

    def status(self) -> Status:
        """What the OIA shows."""
        return self._status

    def words(self) -> Sequence[tuple[str, str]]:
        """Command words and their help, for the palette."""
        return [(command.word, command.help) for command in COMMANDS]

    def handle(self, request: Request) -> Answer:
        """The answer to one key. StoreErrors become findings; what was typed stays."""
        self._request = request
        try:
            if self._desk is None:
                answer = self._sign_on(request)
            else:
                self._desk.extra_rows = request.extra_rows
                self._know_date(self._desk, request)
                answer = self._dispatch(self._desk, request)
        except StoreError as error:
            finding = Finding(
                rule=error.rule,
                severity=Severity.ERROR,
                message=error.message,
                cause=error.cause,
                remedy=error.remedy,
                cite="store",
            )
            answer = Answer(
                screen=request.screen,
                findings=(finding,),
                keep_typed=True,
                guide=why_not([finding]),
                state=request.state,
                seen=request.seen,
            )
        return self._remember(answer)

    # --- sign-on -------------------------------------------------------------------------------

    def _workplace(self) -> Workplace:
        if self._place is None:
            self._place = self._opens()
        return self._place

    def _sign_on(self, request: Request) -> Answer:
        steered = self._lobby.steer(request)
        if steered is not None:
            return steered
        place = self._workplace()
        program = registry.sign_on()
        info = place.info()
        worker, answer = program.sign_on(place, request)
        if worker is None:
            return answer
        self._desk = DeskContext(place, worker, place.business_date())
        self._desk.opens_with(lambda screen, rest: self._go(self._signed_on(), self._request, screen, rest))
        self._desk.leaves_with(self._left)
        self._desk.extra_rows = request.extra_rows
        self._status = Status(
            business_date=f"{self._desk.on:%m/%d/%Y}",
            store=info.name,
            training=info.kind == "practice",
            worker=worker.number,
        )
        self._stack = []
        self._open("MENU", "")
        return self._open("WORK", "")

    def _know_date(self, desk: DeskContext, request: Request) -> None:
        """Take the date; without a store that can be read, help is still given and the way out open."""
        try:
            self._date_of(desk)
        except StoreError:
            key = self._key_word(request)
            word = (request.command.strip() or key) if key == ENTER else key
            if word not in WITHOUT_STORE and request.screen not in OVERLAYS:
                raise

    def _date_of(self, desk: DeskContext) -> None:
        """Take the business date from the store: the nightly run may have moved it since the last key."""
        desk.on = self._workplace().business_date()
        self._status = msgspec.structs.replace(self._status, business_date=f"{desk.on:%m/%d/%Y}")

    # --- what was asked ------------------------------------------------------------------------

    def _dispatch(self, desk: DeskContext, request: Request) -> Answer:
        frame = self._stack[-1]
        frame.typed = request
        frame.shown_rows = request.rows
        if request.aid is Aid.TYPED:
            return self._program(request.screen).typed(desk, request)
        key = self._key_word(request)
        if key == ENTER and request.command:
            return self._command_line(desk, request, request.command)
        if key == ENTER:
            return self._program(request.screen).enter(desk, request)
        return self._do(desk, request, key, request.command)

    def _key_word(self, request: Request) -> str:
        if request.aid in {Aid.ENTER, Aid.TYPED}:
            return ENTER
        own = {key.key.lower(): key.word for key in load_drawing(request.screen).keys}
        return own.get(request.aid.value) or by_key()[request.aid].word

    def _command_line(self, desk: DeskContext, request: Request, line: str) -> Answer:
        self._recall.add(line)
        answer: Answer | None = None
        for text in command_line.commands_of(line):
            if answer is not None:
                request = Request(
                    screen=answer.screen,
                    aid=request.aid,
                    list_rows=request.list_rows,
                    extra_rows=request.extra_rows,
                    values=answer.values,
                    rows=answer.rows,
                    state=answer.state,
                    seen=answer.seen,
                    cursor=answer.cursor,
                )
                self._remember(answer)
            answer = self._one_command(desk, request, text)
            if any(f.severity is Severity.ERROR for f in answer.findings):
                break
        return answer or self._program(request.screen).enter(desk, request)

    def _one_command(self, desk: DeskContext, request: Request, text: str) -> Answer:
        try:
            asked = command_line.read(text)
        except Ambiguous as several:
            return self._wrong(request, "CS-114", value=text.split()[0], choices=", ".join(several.choices))
        if asked.kind == "word":
            if not asked.word:
                return self._wrong(request, "CS-113", value=asked.typed)
            return self._do(desk, request, asked.word, asked.rest)
        if held := self._leave(request):
            return held
        if asked.kind == "jump":
            return self._jump(desk, request, asked.rest)
        return self._open("SRCH" if asked.kind == "search" else "CAS1", asked.rest)

    def _jump(self, desk: DeskContext, request: Request, mark: str) -> Answer:
        case = desk.case if mark == "." else self._case_before()
        if not case:
            return self._wrong(request, "CS-122", value="CAS1")
        screen = request.screen if self._program(request.screen).of_case else "CAS1"
        return self._open(screen, case)

    def _do(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        command = next(c for c in COMMANDS if c.word == word)
        if command.does is Does.SCREEN:
            return self._leave(request) or self._go(desk, request, word, rest)
        if command.does is Does.DESK:
            return self._steer(desk, request, word)
        program = self._program(request.screen)
        if word not in program.answers:
            return self._wrong(request, "CS-137", value=word, screen=request.screen)
        held = self._leave(request) if word in PAGING else None
        return held or program.word(desk, request, word, rest)

    def _go(self, desk: DeskContext, request: Request, screen: str, rest: str) -> Answer:
        argument, fills = command_line.argument_and_fills(rest)
        program = self._program(screen)
        if program.of_case:
            argument = {"": desk.case, ".": desk.case, "-": self._case_before()}.get(argument, argument)
            if not argument:
                return self._wrong(request, "CS-122", value=screen)
            if not command_line.CASE.match(argument):
                return self._wrong(request, "CS-116", value=argument, label="CASE", shape="a case number")
        answer = self._open(screen, argument)
        if fills and not answer.findings and answer.screen == screen:
            return filled(answer, fills)
        return answer

    def _steer(self, desk: DeskContext, request: Request, word: str) -> Answer:
        if word in {"EXIT", "CANCEL"}:
            return self._back(desk, request, cancel=word == "CANCEL")
        if word == "SIGNOFF":
            return self._leave(request) or Answer(screen=request.screen, ends=True)
        if word == "REFRESH":
            return self._refresh(desk)
        if word == "CLEAR":
            frame = self._stack[-1]
            return self._program(frame.screen).open(desk, frame.argument, frame.answer.state)
        if word == "RETRIEVE":
            return self._retrieve(request)
        if word in {"PREVIOUS", "NEXT"}:
            return self._leave(request) or self._family(desk, request, 1 if word == "NEXT" else -1)
        return self._overlay(desk, request, word)

    # --- the stack -----------------------------------------------------------------------------

    def _open(self, screen: str, argument: str) -> Answer:
        desk = self._signed_on()
        answer = self._program(screen).open(desk, argument)
        if answer.screen != screen:
            return answer  # the program went on to another screen, which is on the stack by now
        if any(f.severity is Severity.ERROR for f in answer.findings) and self._stack:
            return msgspec.structs.replace(
                answer, screen=self._stack[-1].screen, keep_typed=True, **self._kept()
            )
        self._stack = [f for f in self._stack if f.screen not in OVERLAYS]
        if screen == "MENU":
            self._stack = []
        elif self._stack and self._stack[-1].screen == screen:
            self._stack.pop()
        self._stack.append(Frame(screen, argument, answer))
        return answer

    def _kept(self) -> dict[str, object]:
        last = self._stack[-1].answer
        return {"state": last.state, "seen": last.seen, "case": last.case}

    def _back(self, desk: DeskContext, request: Request, *, cancel: bool) -> Answer:
        frame = self._stack[-1]
        if frame.screen in OVERLAYS:
            self._stack.pop()
            return self._stack[-1].restored()
        if cancel and (request.modified or request.modified_rows):
            return self._program(frame.screen).open(desk, frame.argument, frame.answer.state)
        if not cancel and (held := self._leave(request)):
            return held
        if len(self._stack) == 1:
            return Answer(screen=frame.screen, ends=True)
        left = self._stack.pop()
        try:
            return self._reopened(desk)
        except StoreError:
            self._stack.append(left)
            raise

    def _left(self) -> Answer:
        if len(self._stack) > 1:
            self._stack.pop()
        return self._reopened(self._signed_on())

    def _reopened(self, desk: DeskContext) -> Answer:
        below = self._stack[-1]
        answer = self._program(below.screen).open(desk, below.argument, below.answer.state)
        below.answer, below.warned, below.typed = answer, False, None
        return answer

    def _refresh(self, desk: DeskContext) -> Answer:
        frame = self._stack[-1]
        if frame.screen in OVERLAYS:
            return frame.answer
        answer = self._program(frame.screen).open(desk, frame.argument, frame.answer.state)
        return answer if answer.message else msgspec.structs.replace(answer, message="Shown as it is now.")

    def _leave(self, request: Request) -> Answer | None:
        """Hold on once where something was typed and not entered; the second time the desk goes on."""
        frame = self._stack[-1]
        typed = frame.unentered(request)
        if not typed or frame.warned:
            return None
        frame.warned = True
        named = {field.name: field.named for field in load_drawing(request.screen).fields}
        labels = ", ".join(named.get(name, name) for name in typed)
        finding = self._signed_on().finding("CS-136", typed[0] if typed[0] in named else "", value=labels)
        return self._same(request, finding)

    def _remember(self, answer: Answer) -> Answer:
        desk = self._desk
        if desk is None or not self._stack:
            self._lobby.remember(answer)
            return answer
        frame = self._stack[-1]
        if answer.screen == frame.screen:
            frame.findings = answer.findings
            if not answer.keep_typed and answer is not frame.brought_back:
                frame.answer = answer
                frame.warned = False
        if answer.case and answer.case != desk.case:
            desk.case = answer.case
        if answer.case and (not self._cases or self._cases[-1] != answer.case):
            self._cases.append(answer.case)
        self._status = msgspec.structs.replace(self._status, case=desk.case)
        return answer

    # --- the desk's own words -------------------------------------------------------------------

    def _overlay(self, desk: DeskContext, request: Request, word: str) -> Answer:
        under = self._stack[-1]
        if under.screen in OVERLAYS:
            return under.answer
        at = request.cursor
        asked = word == "PROMPT" and at is not None and at.row is None
        choices = self._program(under.screen).choices(desk, request, at.field) if asked and at else None
        shown = Shown(request=request, answer=under.answer, findings=under.findings, choices=choices)
        screen = {"HELP": "HELP", "GUIDE": "GUID", "PROMPT": "PRMT", "KEYS": "KEYS"}[word]
        answer = registry.overlay(screen, self.picked).cover(desk, shown)
        if answer.screen == screen:
            self._stack.append(Frame(screen, "", answer))
        return answer

    def picked(self, pick: Pick) -> Answer:
        """Back to the screen under a prompt, with the value that was picked in its field."""
        self._stack.pop()
        frame = self._stack[-1]
        values = {pick.field: pick.value}
        if pick.row is None:
            values |= self._program(frame.screen).fills(self._signed_on(), pick.field, pick.value)
        return frame.with_value(pick.field, pick.row, values)

    def _retrieve(self, request: Request) -> Answer:
        line = self._recall.back()
        if not line:
            return self._same(request)
        return self._stack[-1].with_value("command", None, {"command": line})

    def _family(self, desk: DeskContext, request: Request, step: int) -> Answer:
        family = load_drawing(request.screen).family
        if request.screen not in family:
            return self._wrong(request, "CS-137", value="NEXT", screen=request.screen)
        screen = family[(family.index(request.screen) + step) % len(family)]
        return self._open(screen, desk.case if self._program(screen).of_case else "")

    def _case_before(self) -> str:
        desk = self._signed_on()
        return next((case for case in reversed(self._cases) if case != desk.case), "")

    def _program(self, screen: str) -> Program:
        return registry.program(screen, self.picked)

    def _signed_on(self) -> DeskContext:
        assert self._desk is not None
        return self._desk

    def _wrong(self, request: Request, rule: str, **values: object) -> Answer:
        return self._same(request, self._signed_on().finding(rule, "command", **values))

    def _same(self, request: Request, *findings: Finding) -> Answer:
        return Answer(
            screen=request.screen, findings=findings, keep_typed=True, state=request.state, seen=request.seen
        )
