"""What a worker who has signed on asks of the desk: command words, the command line, keys, overlays."""

from __future__ import annotations

import msgspec

from cstui.desk import command_line, prompt_marks, undo
from cstui.desk.commands import ENTER, Ambiguous, Does, by_key, by_word
from cstui.desk.conflicts import typed_on, unfilled
from cstui.desk.conversation import Aid, Answer, GuideLine, Request, sourceless, unchanged
from cstui.desk.draft_keeper import Keeper
from cstui.desk.drawing import UNSAID, load_drawing
from cstui.desk.frames import OVERLAYS, Frame, filled
from cstui.desk.guided import FIRST, Guided, courses
from cstui.desk.guided_progress import GuidedProgress
from cstui.desk.meant import meant
from cstui.desk.programs import registry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.overlay import Underneath
from cstui.desk.stack import Stack
from cstui.policy.findings import Severity
from cstui.policy.roles import SOURCELESS

EXPLAINS = frozenset({"HELP", "KEYS", "KEYT", "PRMT"})
"""Overlays that show no case."""
NO_FURTHER = {"UP": "This is the first page.", "DOWN": "This is the last page."}
KEPT = "Nothing was taken back."
LETTER = "action"
"""The column before the lines of a list: its letter says where to go, or what to do."""


def key_word(request: Request) -> str:
    """The command word that the key stands for on its screen; ENTER for Enter and typing."""
    if request.aid in {Aid.ENTER, Aid.TYPED}:
        return ENTER
    own = {key.key.lower(): key.word for key in load_drawing(request.screen, request.agency).keys}
    key = request.aid.unshifted
    return own.get(request.aid.value) or own.get(key.value) or by_key()[key].word


class SignedOn:
    """One worker's desk: the stack of screens and the lines typed before."""

    def __init__(
        self, desk: DeskContext, progress: GuidedProgress, *, guided: bool = True, words: bool = False
    ) -> None:
        self.desk = desk
        self.name = desk.agency.name
        self.stack = Stack(desk)
        self.keeper = Keeper(self.stack, desk.drafts)
        self.guided = Guided(desk, progress, offered=guided, words=words)
        self._left = False
        self._asked_to_end, self._asks_to_end = False, False
        self._undoing: undo.UndoAsked | None = None
        """What UNDO asked about with the answer before."""
        self._nights = ("", desk.on)
        self._recall = command_line.Recall()
        self._request = Request(screen="SIGN", aid=Aid.ENTER)
        desk.opens = lambda screen, rest: self._go(self._request, screen, rest, by_guide=True)
        desk.leaves, desk.take = self.stack.leave, self.keeper.take

    def begin(self, request: Request) -> Answer:
        """The screens with which the worker's role begins."""
        self._request = request
        self.stack.moment = self.desk.place.clock()
        *under, top = self.desk.own.begun(self.desk.worker.role)
        for screen in under:
            self.stack.open(screen, "")
        return self._told(self.keeper.greeting(self.stack.open(top, "")))

    def answer(self, request: Request) -> Answer:
        """The answer to one key; what was typed and is neither entered nor dropped is kept."""
        self._request, self.desk.last = request, None
        self.stack.moment = self.desk.place.clock()
        frame, performed, self._left = self.stack.top, self.desk.performed, False
        self._asked_to_end, self._asks_to_end = self._asks_to_end, False
        self.desk.confirmed, self.desk.asked = self.desk.asked, None
        self._request = request = frame.over_pages(request)
        frame.typed = request
        frame.shown_rows = request.rows
        answer = self._answered(request)
        if answer.covers:
            return answer
        if frame is not self.stack.top and self.desk.performed == performed and not self._left:
            answer = self._went(frame, request) or answer
        if not answer.findings and self._overtaken(frame, request, answer, performed):
            answer = msgspec.structs.replace(answer, findings=(self.desk.finding("CS-516", ""),))
        stale = any(finding.rule == "CS-110" for finding in answer.findings)
        if stale and answer.keep_typed and answer.screen == frame.screen and frame is self.stack.top:
            self.keeper.note(frame, request)
            return self.keeper.stale(frame, request, answer)
        if self.desk.performed == performed + 1:
            answer = undo.offered(answer, self.desk.last)
        return self._told(self._kept(frame, request, answer, done=self.desk.performed > performed))

    def _told(self, answer: Answer) -> Answer:
        """The answer as the worker's role is told it: protected data without its source."""
        role = self.desk.viewer.role
        if role not in SOURCELESS or answer.screen in EXPLAINS:
            return answer
        protected = any(field.protected for field in load_drawing(answer.screen, self.name).fields)
        return sourceless(answer, amounts=protected)

    def _went(self, frame: Frame, request: Request) -> Answer | None:
        """Keep what was typed on a screen from which its program went on to another.

        A letter before a line chose where to go; whatever else was typed is left there. Where no drafts are
        kept the desk holds on once, on the screen that is left.
        """
        opened = self.stack.top
        if {frame.screen, opened.screen} & OVERLAYS or opened.brought_back is not None:
            return None
        rows = tuple(msgspec.structs.replace(row, values={**row.values, LETTER: ""}) for row in request.rows)
        asked = msgspec.structs.replace(request, rows=rows)
        if not frame.typed_in(asked) or not typed_on(frame.answer, asked):
            return None
        if self.keeper.drafts is not None:
            self._left = True
            self.keeper.left(frame, asked)
            return None
        if frame.warned or frame not in self.stack.frames:
            return None
        self.stack.frames.pop()
        return self._hold(frame, asked)

    def _overtaken(self, frame: Frame, request: Request, answer: Answer, performed: int) -> bool:
        """Whether Enter wrote nothing of what was typed and shows what somebody else wrote meanwhile."""
        typed = bool(request.modified - {"command"}) or bool(request.modified_rows)
        quiet = not answer.message and not answer.keep_typed and self.desk.performed == performed
        same = frame is self.stack.top and answer.screen == frame.screen and key_word(request) == ENTER
        moved = any(answer.seen.get(name, version) != version for name, version in request.seen.items())
        return typed and quiet and same and moved and not request.command

    def _kept(self, frame: Frame, request: Request, answer: Answer, *, done: bool) -> Answer:
        """The answer, with the draft of the screen kept, dropped or offered as it says."""
        here = frame is self.stack.top and answer.screen == frame.screen
        previewed = False
        if frame.screen in OVERLAYS or self._left or answer is frame.brought_back:
            pass
        elif answer.keep_typed or self.stack.top.screen in OVERLAYS:
            self.keeper.note(frame, request)
        elif here and self.stack.program(frame.screen).previews and not done:
            frame.painted = unfilled(frame.base, frame.typed_in(request), answer)
            self.keeper.note(frame, request)
            previewed = frame.painted != answer
        else:
            frame.painted = None
            frame.carried = {row.key: row for row in answer.elsewhere}
            self.keeper.entered(frame)
        if answer.keep_typed or answer is self.stack.top.brought_back or answer.ends:
            return answer
        return self.keeper.offered(answer, kept=previewed)

    def noted(self, request: Request) -> None:
        """Keep what is typed on the screen in hand, between two keys that hand it over."""
        self.keeper.note(self.stack.top, request)

    def _answered(self, request: Request) -> Answer:
        if request.aid is Aid.TYPED:
            return self.stack.program(request.screen).typed(self.desk, request)
        key = key_word(request)
        asked, self._undoing = self._undoing, None
        if asked is not None and not request.command and key in {ENTER, "CANCEL"}:
            if key == "CANCEL":
                painted = self.stack.top.answer.guide or (GuideLine(text=""),)
                return msgspec.structs.replace(unchanged(request, guide=painted), message=KEPT)
            if asked.same(request):
                afresh = lambda: self._leave(request) or self._refresh()  # noqa: E731
                self._undoing, answer = undo.done(self.desk, asked, request, afresh)
                return answer
        if key == ENTER and request.command:
            return self._command_line(request, request.command)
        if key == ENTER and prompt_marks.marked(load_drawing(request.screen, self.name), request):
            return self._overlay(request, "PROMPT", "")
        if key == ENTER:
            return self.stack.program(request.screen).enter(self.desk, request)
        return self._do(request, key, request.command)

    def _command_line(self, request: Request, line: str) -> Answer:
        if not load_drawing(request.screen, self.name).hides:
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
                    agency=self.name,
                )
                self.stack.remember(answer)
            answer = self._one_command(request, text)
            if any(f.severity is Severity.ERROR for f in answer.findings):
                break
        return answer or self.stack.program(request.screen).enter(self.desk, request)

    def _one_command(self, request: Request, text: str) -> Answer:
        unsaid = load_drawing(request.screen, self.name).hides
        try:
            asked = command_line.read(text, self.name)
        except Ambiguous as several:
            if unsaid:
                return self._unsaid(request)
            return self._wrong(request, "CS-114", value=text.split()[0], choices=", ".join(several.choices))
        if asked.kind == "word":
            if not asked.word and unsaid:
                return self._unsaid(request)
            if not asked.word:
                rule, values = meant(text, self.name)
                return self._wrong(request, rule, **values)
            return self._do(request, asked.word, asked.rest)
        if asked.kind == "term":
            return self._do(request, "HELP", asked.rest)
        if held := self._leave(request):
            return held
        if asked.kind == "jump":
            return self._jump(request, asked.rest)
        return self.stack.open("SRCH" if asked.kind == "search" else self.desk.own.opens, asked.rest)

    def _unsaid(self, request: Request) -> Answer:
        """That a line is not a command, without the line: on a screen with a password it may be one."""
        return unchanged(request, self.desk.finding("CS-137", value=UNSAID, screen=request.screen))

    def _jump(self, request: Request, mark: str) -> Answer:
        case = self.desk.case if mark == "." else self.stack.case_before()
        if not case:
            return self._wrong(request, "CS-122", value=self.desk.own.opens)
        screen = request.screen if self.stack.program(request.screen).of_subject else self.desk.own.opens
        return self.stack.open(screen, case)

    def _do(self, request: Request, word: str, rest: str) -> Answer:
        command = by_word(self.name)[word]
        if command.does is Does.SCREEN:
            return self._leave(request) or self._go(request, word, rest)
        if command.does is Does.DESK:
            return self._night(request, rest) if word == "NIGHT" else self._steer(request, word, rest)
        program = self.stack.program(request.screen)
        if word in PAGING and self._ends(request, word):
            return msgspec.structs.replace(unchanged(request), message=NO_FURTHER[word])
        pages = bool(load_drawing(request.screen, self.name).lists)
        if word not in program.answers or (word in PAGING and not pages):
            return self._not_here(request, word)
        turns = word in PAGING and request.screen not in OVERLAYS
        leaves = turns and not program.carries  # what was typed would be lost
        if leaves and (held := self._leave(request)):
            return held
        answer = program.word(self.desk, request, word, rest)
        if turns and program.carries and not answer.findings:
            return self.keeper.turned(self.stack.top, request, answer)
        return answer

    def _ends(self, request: Request, word: str) -> bool:
        """Whether the list, or the text, of the screen has no page that way."""
        shown, lists = self.stack.top.shown, load_drawing(request.screen, self.name).lists
        further = shown.more_above if word == "UP" else shown.more_below
        return bool(lists) and not further and len(request.rows) <= request.list_rows

    def _not_here(self, request: Request, word: str) -> Answer:
        """That a word, or the key that was pressed for it, does nothing on the screen."""
        key = request.aid.unshifted.value.upper().removeprefix("P")
        pressed = request.aid not in {Aid.ENTER, Aid.TYPED, Aid.CLEAR, Aid.NOTICE} and not request.command
        if not pressed:
            return self._wrong(request, "CS-137", value=word, screen=request.screen)
        finding = self.desk.finding("CS-137", value=key, screen=request.screen)
        return msgspec.structs.replace(unchanged(request, finding), cursor=request.cursor)

    def _go(self, request: Request, screen: str, rest: str, *, by_guide: bool = False) -> Answer:
        argument, fills = command_line.argument_and_fills(rest)
        if self.stack.program(screen).of_subject:
            argument = {"": self.desk.case, ".": self.desk.case, "-": self.stack.case_before()}.get(
                argument, argument
            )
            if not argument:
                return self._wrong(request, "CS-122", value=screen)
            own = self.desk.own
            number, space, more = argument, "", ""
            if self.stack.program(screen).takes_more:
                number, space, more = argument.partition(" ")
            if not own.subject.fits(own.subject.full(number)):
                shape = own.subject.counted.shape
                return self._wrong(request, "CS-116", value=argument, label=own.called, shape=shape)
            argument = f"{own.subject.full(number)}{space}{more}"
        answer = self.stack.open(screen, argument)
        if fills and not answer.findings and answer.screen == screen:
            return filled(answer, fills, self.name, by_guide=by_guide)
        return answer

    def _steer(self, request: Request, word: str, rest: str) -> Answer:
        if word in {"EXIT", "CANCEL"}:
            return self._back(request, cancel=word == "CANCEL")
        if word == "LOCK":
            alone = request is self._request and len(command_line.commands_of(request.command)) == 1
            return Answer(screen=request.screen, covers=True) if alone else self._wrong(request, "CS-972")
        if word == "SIGNOFF":
            return self._leave(request) or Answer(screen=request.screen, ends=True)
        if word in {"RESTORE", "DROP"}:
            return self._draft(request, word)
        if word in {"REFRESH", "UNDO"} and (held := self._held(request)):
            return held
        if word == "PRTSC" and request.screen == "TOTP":
            return self._not_here(request, word)
        if word == "PRTSC":
            from cstui.desk.printscreen import print_screen  # what prints is not for every sign-on

            return print_screen(self.desk, self.stack, request, rest)
        if word == "REFRESH":
            self._leave(request)
            return self._refresh()
        if word == "CLEAR":
            if self.keeper.drafts is not None:
                self._leave(request)
            return self.stack.afresh()
        if word == "RETRIEVE":
            return self._retrieve(request)
        if word == "UNDO":
            self._undoing, answer = undo.ask(self.desk, request, rest)
            return answer
        if word in {"PREVIOUS", "NEXT"}:
            return self._leave(request) or self._family(request, 1 if word == "NEXT" else -1)
        if word in courses(self.name):
            return self.guided.command(request, word, rest)
        if word == FIRST:
            return self._wrong(request, "CS-137", value=word, screen=request.screen)
        return self._overlay(request, word, rest)

    def _back(self, request: Request, *, cancel: bool) -> Answer:
        frame = self.stack.top
        if frame.screen in OVERLAYS:
            return self.stack.uncover()
        dropped = self.desk.confirmed is not None or frame.typed_in(request)
        if cancel and (request.modified or request.modified_rows or dropped):
            return self.stack.afresh()
        if not cancel and (held := self._leave(request)):
            return held
        return self._end(request, cancel=cancel) if len(self.stack.frames) == 1 else self.stack.leave()

    def _end(self, request: Request, *, cancel: bool) -> Answer:
        """The end at the last screen, once EXIT was asked for again: a bounced Esc ends nothing."""
        if self._asked_to_end and not cancel:
            return Answer(screen=request.screen, ends=True)
        self._asks_to_end = True
        return msgspec.structs.replace(unchanged(request, self.desk.finding("CS-520", "")), asks=True)

    def _refresh(self) -> Answer:
        frame = self.stack.top
        if frame.screen in OVERLAYS:
            return frame.answer
        answer = self.stack.afresh()
        return answer if answer.message else msgspec.structs.replace(answer, message="Shown as it is now.")

    def _night(self, request: Request, rest: str) -> Answer:
        """Run the nights of a practice store; the screen in hand afterward as the store has it then."""
        from cstui.desk.nights import ASKS, run  # the night's floors are not for every sign-on

        if held := self._held(request):
            return held
        asked, self._nights = self._nights, (rest, self.desk.on)
        found = run(self.desk, rest, again=asked == self._nights)
        if found.severity is Severity.ERROR or found.rule == ASKS:
            return msgspec.structs.replace(unchanged(request, found), asks=True)
        self._leave(request)
        return msgspec.structs.replace(self._refresh(), findings=(found,), message="")

    def _draft(self, request: Request, word: str) -> Answer:
        if word == "RESTORE":
            found = self.keeper.restore(request)
            return found if isinstance(found, Answer) else unchanged(request, found)
        wrong = self.keeper.drop(request)
        if wrong is not None:
            return unchanged(request, wrong)
        return msgspec.structs.replace(unchanged(request), message="The draft is dropped.")

    def _held(self, request: Request) -> Answer | None:
        """Where no drafts are kept: hold on once before a word that paints again what was typed on."""
        return None if self.keeper.drafts is not None else self._leave(request)

    def _leave(self, request: Request) -> Answer | None:
        """Keep a draft of what was typed and not entered, and go on.

        Where no drafts are kept the desk holds on once; the second time it goes on.
        """
        self._left = True
        if self.keeper.drafts is not None:
            under = self.stack.uncovered()
            asked = request if under is self.stack.top else under.typed
            if asked is not None:
                self.keeper.left(under, asked)
            return None
        frame = self.stack.top
        return None if frame.warned or not frame.unentered(request) else self._hold(frame, request)

    def _hold(self, frame: Frame, request: Request) -> Answer:
        """The screen with what was typed on it and not entered; the same key once more leaves it."""
        typed = frame.unentered(request)
        frame.warned = True
        named = {field.name: field.named for field in load_drawing(request.screen, self.name).fields}
        labels = ", ".join(named.get(name, name) for name in typed)
        finding = self.desk.finding("CS-136", typed[0] if typed[0] in named else "", value=labels)
        return msgspec.structs.replace(unchanged(request, finding), asks=True)

    # --- the desk's own words -------------------------------------------------------------------

    def _overlay(self, request: Request, word: str, rest: str) -> Answer:
        under = self.stack.top
        if under.screen in OVERLAYS:
            return under.answer
        if (word, rest.strip().upper()) == ("HELP", "WORDS"):  # as it is asked for line by line
            word, rest = "KEYS", ""
        if word == "PROMPT":
            drawing = load_drawing(request.screen, self.name)
            if found := prompt_marks.faults(drawing, request, self.desk.rules):
                return unchanged(request, *found)
            request = prompt_marks.pointed(drawing, request)
        at = request.cursor
        asked = word == "PROMPT" and at is not None and at.row is None
        program = self.stack.program(under.screen)
        choices = program.choices(self.desk, request, at.field) if asked and at else None
        shown = Underneath(
            request=request, answer=under.answer, findings=under.findings, choices=choices, asked=rest
        )
        screen = {"HELP": "HELP", "GUIDE": "GUID", "PROMPT": "PRMT", "KEYS": "KEYS", "KEYTEST": "KEYT"}[word]
        answer = registry.cover(screen, self.stack.picked, self.name).cover(self.desk, shown)
        if answer.screen in OVERLAYS:
            self.stack.frames.append(Frame(answer.screen, "", answer))
        return answer

    def _retrieve(self, request: Request) -> Answer:
        line = self._recall.back()
        if not line:
            return unchanged(request)
        return self.stack.top.with_value("command", None, {"command": line})

    def _family(self, request: Request, step: int) -> Answer:
        family = load_drawing(request.screen, self.name).family
        if request.screen not in family:
            return self._not_here(request, "NEXT" if step > 0 else "PREVIOUS")
        screen = family[(family.index(request.screen) + step) % len(family)]
        return self.stack.open(screen, self.desk.case if self.stack.program(screen).of_subject else "")

    def _wrong(self, request: Request, rule: str, **values: object) -> Answer:
        return unchanged(request, self.desk.finding(rule, "command", **values))
