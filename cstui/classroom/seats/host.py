"""The desk of a lesson: a session whose worker is a learner.

The lesson's words (BRIEF, CHECK, HINT, NEXT DAY ...) are answered here with pages over the screen
in hand; every other key goes to the session as it would at any desk, and into the journal.
"""

from __future__ import annotations

from shutil import rmtree

import msgspec

from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.marking import HINT_COST, Marks
from cstui.classroom.lesson.read import Goal
from cstui.classroom.seats import journal, pages
from cstui.classroom.seats.lesson_desk import DRAFTS, PAGE, LessonDesk, first, pressed, same
from cstui.classroom.seats.protocol import (
    Control,
    Finish,
    Freeze,
    Inject,
    Lower,
    Message,
    MoveTo,
    SetBack,
    SetBounds,
    Show,
)
from cstui.classroom.seats.seat import NO_FAULT_OF_THE_DISK, NotPossible, Passed
from cstui.classroom.seats.words import lesson_word
from cstui.desk.conversation import Aid, Answer, Request, as_it_stands
from cstui.desk.programs.texts import Text, text_page, turned_text
from cstui.policy.findings import Finding, Severity
from cstui.store.errors import StoreError

GUIDE = "GUIDE"
SHORT = 64
"""A trainer's word of so many characters fits the message line; a longer one gets a page."""
LINE = 78
"""So many characters the message line of the narrowest screen shows; news of a goal is not cut off there."""
_TURNS = {Aid.PF7: "UP", Aid.PF8: "DOWN"}
_STAYS = frozenset({Aid.PF1, Aid.PF2, Aid.PF4, Aid.PF5, Aid.PF6, Aid.PF9, Aid.PF10, Aid.PF11})
"""Keys that a page of a lesson has no use for; it stays, so that none of them ends a lesson."""


BEGUN_AGAIN = "Everything is as it was at the start of the lesson. Hints that were taken stay taken."
ASK = "Raise your hand: the trainer must make room on the disk."
MEND = "Make room on the disk, or let its folder be written again."


class LessonHost(LessonDesk):
    """Answers the screens of a seat.

    In an exam guide, hints and CHECK are off; a sandbox judges nothing. `told` hears a report after
    each moment; what the trainer does is given to `take` and happens between two keys.
    """

    # --- what a desk asks of its host ------------------------------------------------------------

    def start(self) -> Answer:
        """The brief, over the sign-on screen; a seat that was left is shown where it was.

        A finished exam shows its score sheet, and takes no more keys than RESET where an attempt is left.
        """
        return self._unguided(self._started())

    def _started(self) -> Answer:
        if self._begins_exam():
            self._set_back(anew=True)
        if self.mode == "exam" and self.seat.state.finished:
            marks = self._marks()
            self._tell(marks)
            self._ending, self._under = True, self._last
            return first(self._sheet(marks))
        answer = self._begun()
        if self._frozen is None:
            return answer
        self._under = self._under or self._last
        return first(self._frozen)

    def _begun(self) -> Answer:
        tells = self.seat.due_events()
        marks = self._marks()
        self._met = {goal.id for goal in marks.goals if goal.happened}
        self._tell(marks)
        if self.seat.journal.since_reset() and not self.seat.state.finished and self._resume():
            told = tuple(one for one in self._last.findings if one.severity is not Severity.ERROR)
            back = "" if told else "You are back where you were."
            return msgspec.structs.replace(self._last, message=back, findings=told)
        self._under = self._last
        return first(self._brief(tells))

    def _resume(self) -> bool:
        """Sign on as before and open the screen that was shown last; whether that could be done."""
        moments = [one for one in self.seat.journal.since_reset() if one.kind == "key"]
        signed = ""
        for one in moments:
            if one.screen == "SIGN" and one.shown != "SIGN":
                signed = one.fill.get("worker", signed)
        if not signed or moments[-1].shown in {"SIGN", ""}:
            return False
        answer = self.session.handle(Request(screen="SIGN", aid=Aid.ENTER, values={"worker": signed}))
        command = f"{moments[-1].shown} {moments[-1].case}".strip()
        if answer.screen != "SIGN" and moments[-1].shown != answer.screen:
            asked = Request(
                screen=answer.screen, agency=answer.agency, aid=Aid.ENTER, command=command, rows=answer.rows
            )
            reached = self.session.handle(asked)
            answer = reached if reached.screen == moments[-1].shown else answer
        self._last = answer
        return answer.screen != "SIGN"

    def handle(self, request: Request) -> Answer:
        """The answer to one key; what the trainer did meanwhile comes first.

        Where the disk does not take it, the screen stays as it is and says so.
        """
        if request.aid is not Aid.NOTICE:
            self._keyed = self.seat.clock()
        try:
            return self._unguided(self._handled(request))
        except (OSError, ClassError, StoreError) as fault:
            return self._unkept(request, fault)

    def _unguided(self, answer: Answer) -> Answer:
        """The answer without the guide beside it in an exam, and where it costs and was not opened yet."""
        costs = self.mode == "lesson" and self.lesson.guide_costs
        if not (self.mode == "exam" or costs):
            return answer
        rows = tuple(msgspec.structs.replace(row, guide=()) for row in answer.rows)  # they are other cases'
        beside = answer.guide if costs and self._guide_is_for() is None else ()
        return msgspec.structs.replace(answer, guide=beside, rows=rows)

    def _guide_is_for(self) -> Goal | None:
        """The goal that the guide would cost: the first not met, of the case in hand if there is one such.

        None where the guide is free: it was opened for that goal, or a hint of it was taken.
        """
        status = self.session.status()
        if self.mode != "lesson" or not (self.lesson.guide_costs and status.worker):
            return None
        unmet = [goal for goal in self.lesson.goals if goal.id not in self._met]
        goal = next((one for one in unmet if status.case in one.keys), next(iter(unmet), None))
        return None if goal is None or goal.id in self.seat.state.taken else goal

    def _unkept(self, request: Request, fault: Exception) -> Answer:
        error: StoreError | ClassError
        if isinstance(fault, StoreError) and fault.rule in NO_FAULT_OF_THE_DISK:
            error, cause, remedy = fault, fault.cause, fault.remedy
        else:
            said = fault.strerror or str(fault) if isinstance(fault, OSError) else str(fault)
            error, cause = ClassError("CS-613", folder=self.seat.folder.name, fault=said), str(fault)
            remedy = f"{ASK if self.in_class else MEND} Then press the key again."
        self._report_fault(str(error))
        finding = Finding(
            rule=error.rule, severity=Severity.ERROR, message=error.message, cause=cause, remedy=remedy
        )
        return msgspec.structs.replace(same(request), findings=(finding,))

    def _handled(self, request: Request) -> Answer:
        if self._controls:
            return self._obey(request)
        if self._frozen is not None:
            return self._page(self._frozen, self._rows(request))
        if request.aid is Aid.NOTICE:
            return same(request)
        request = self._as_typed(request)
        word, rest = lesson_word(request.command) if request.aid is Aid.ENTER else ("", "")
        asked, self._asked = self._asked, ""
        if asked and request.aid is Aid.PF12:
            return msgspec.structs.replace(same(request), message=f"{asked} was dropped.")
        if asked and request.aid is Aid.ENTER and not request.command.strip():
            word, self._sure = "" if asked == GUIDE else asked, True
        else:
            self._sure = word == asked != ""
        if self._ending and self.mode == "exam" and word != "RESET":
            return self._on_page(request)
        if word:
            return self._word(request, word, rest)
        if request.screen == PAGE:
            return self._on_page(request)
        if asked == GUIDE and self._sure:
            request = msgspec.structs.replace(request, aid=Aid.PF2, command="")
        if _asks_guide(request):
            if self.mode == "exam":
                return self._over(request, self._text("EXAM", ["The guide is off in an exam."]))
            if (goal := self._guide_is_for()) is not None and asked != GUIDE:
                self._asked = GUIDE
                number, leaves = self.lesson.goals.index(goal) + 1, 100 - HINT_COST[1]
                asks = f"The guide leaves {leaves} percent of goal {number}. Enter opens it, F12 drops."
                return msgspec.structs.replace(same(request), message=asks, asks=True)
            if goal is not None:
                self.seat.guide(goal)
        return self._noted(request, self.session.handle(request))

    # --- the trainer -----------------------------------------------------------------------------

    def take(self, control: Control) -> None:
        """Something that the trainer does; it happens before the next key, or at a NOTICE."""
        self._controls.append(control)

    def _obey(self, request: Request) -> Answer:
        answer = same(request)
        while self._controls:
            answer = self._obeyed(request, self._controls.popleft())
        self._tell(self._marks())
        return answer

    def _obeyed(self, request: Request, control: Control) -> Answer:
        match control:
            case Message(text=text) if len(text) <= SHORT:
                return _word_of(request, control.by, text)
            case Message(text=text):
                return self._over(request, self._text("A WORD OF THE TRAINER", pages.paragraphs(text)))
            case Lower():
                self._hand = False
                return _word_of(request, "TRAINER", "I have seen your hand.")
            case Freeze(frozen=True, text=text):
                self._frozen = self._waits(text)
                return self._over(request, self._frozen)
            case Freeze():
                self._frozen = None
                untyped = msgspec.structs.replace(request, aid=Aid.ENTER, command="")
                return self._on_page(untyped) if request.screen == PAGE else same(request)
            case MoveTo(on=on) if on <= self.seat.today:
                today = f"{self.seat.today:%m/%d/%Y}"
                self._note = str(ClassError("CS-612", date=f"{on:%m/%d/%Y}", today=today))
            case MoveTo(on=on):
                return self._time(request, self.seat.pass_to(on))
            case Inject():
                return self._injected(request, control)
            case SetBack():
                return self._reset(request, given=True)
            case SetBounds():
                return self._set_bounds(request, control)
            case Finish(why=why):
                marks = self._passing(self.seat.finish(close=True))
                self._ending = True
                return self._over(request, self._sheet(marks, why))
            case Show():
                return self._show(request, control)
        return same(request)

    def _show(self, request: Request, shown: Show) -> Answer:
        """Another seat's screen over this one; as it goes on, only while the learner looks at it."""
        watches = self._watching and request.screen == PAGE
        if shown.again and not watches:
            return same(request)
        if not shown.rows:
            back = self._on_page(msgspec.structs.replace(request, aid=Aid.ENTER, command=""))
            return _word_of(request, "TRAINER", "The screen is not shown any more.", back)
        text = pages.plain(shown.heading, shown.rows)
        if watches and isinstance(request.state, Text):
            text = msgspec.structs.replace(text, offset=request.state.offset)
        answer = self._over(request, text)
        self._watching = True
        return answer

    def _injected(self, request: Request, control: Inject) -> Answer:
        try:
            told = self.seat.happen(control, self.session.status().case)
        except NotPossible as fault:
            self._note = f"Not possible here: {fault}"
            return same(request)
        self._note = f"It happened: {told}"
        self._cover(request)
        self._under = self._refreshed(request)
        return self._page(self._text("SOMETHING HAPPENS", [told]), self._rows(request))

    def _set_bounds(self, request: Request, control: SetBounds) -> Answer:
        self.bounds, self.ends = control.bounds, control.ends
        self.seat.mode, self.exam = control.bounds.mode, control.exam
        if control.anew or self._begins_exam():
            return self._reset(request, anew=True)
        if self.mode != "exam":
            self._ending = False
        return self._over(request, self._text(*pages.mode(self.lesson, self.bounds)))

    # --- a key of the desk -----------------------------------------------------------------------

    def _noted(self, request: Request, answer: Answer) -> Answer:
        self._last = as_it_stands(self._last, answer)
        case = self.session.status().case
        moment = journal.of_key(request, answer, self.seat.clock(), self.seat.today, case)
        self.seat.journal.add(moment)
        marks = self._marks()
        self._tell(marks, moment)
        return self._with_news(answer, marks)

    def _with_news(self, answer: Answer, marks: Marks) -> Answer:
        """The answer, saying which goal was met just now; where a finding has the line, the next says it."""
        met = {goal.id for goal in marks.goals if goal.happened}
        if self.mode == "exam":
            self._met = met
            return answer
        if answer.ends or answer.findings:
            self._met &= met
            return answer
        new, self._met = met - self._met, met
        if not new:
            return answer
        title = next(goal.title for goal in marks.goals if goal.id in new)
        short = f"Goal met ({len(met)} of {len(marks.goals)})"
        news = f"{short}: {title}."
        if marks.complete:
            short = f"All {len(met)} goals are met: FINISH"
            news = f"{short}."
        before = f"{answer.message.rstrip('.')}. " if answer.message else ""
        said = f"{before}{news}"
        if len(said) > LINE:
            said = f"{short}. {answer.message}"
        return msgspec.structs.replace(answer, message=said)

    # --- the lesson's words ----------------------------------------------------------------------

    def _word(self, request: Request, word: str, rest: str) -> Answer:
        self._cover(request)
        if word in {"NEXT DAY", "NEXT EVENT"}:
            return self._time(request, self.seat.next_day() if word == "NEXT DAY" else self.seat.next_event())
        if word in {"RESET", "FINISH"} and not self._ending and not self._sure and (asks := self._asks(word)):
            self._asked = word
            asks = f"{asks}? Enter does it, F12 drops."
            return msgspec.structs.replace(self._under or same(request), message=asks, asks=True)
        if word == "RESET" and self._attempts_left():
            return self._reset(request)
        return self._page(self._page_of(word, rest), self._rows(request))

    def _page_of(self, word: str, rest: str) -> Text:
        """The page that answers a word for which no time passes and nothing is set back."""
        if word == "RESET":
            return self._text("RESET", pages.no_attempt(self.bounds, self.seat.state))
        if word in {"CHECK", "HINT"} and self.mode == "exam":
            return self._text("EXAM", [f"{word} is off in an exam."])
        if word in {"CHECK", "HINT"} and self.mode == "sandbox":
            return self._text("SANDBOX", ["Nothing is judged here: try what you like."])
        if word == "HAND":
            return self._raise_hand()
        if word == "HINT":
            return self._hint(rest)
        if word == "BRIEF":
            return self._brief()
        if word == "CHECK":
            marks = self._passing(self.seat.checked())
            self._tell(marks, self.seat.journal.moments[-1])
            worked = bool(self.seat.acts()) or any(one.happened and not one.keeps for one in marks.goals)
            return pages.check(self.lesson, marks, worked=worked)
        marks = self._passing(self.seat.finish())
        self._tell(marks, self.seat.journal.moments[-1], finished=True)
        self._ending = True
        return self._sheet(marks)

    def _raise_hand(self) -> Text:
        if not self.in_class:
            return self._text("HAND", ["You learn alone: no trainer sees your hand."])
        self._hand = not self._hand
        self._tell(self._marks())
        said = "The trainer sees your hand." if self._hand else "Your hand is down."
        return self._text("HAND", [said, "", "HAND again changes it."])

    def _hint(self, wanted: str) -> Text:
        marks, back = self._marks(), ("", pages.BACK)
        met = {goal.id for goal in marks.goals if goal.happened}
        numbers = {str(at + 1): goal for at, goal in enumerate(self.lesson.goals)}
        goal = numbers.get(wanted) or next((one for one in self.lesson.goals if one.id not in met), None)
        if goal is None:
            return self._text("HINT", ["Every goal is met. FINISH ends the lesson.", *back])
        if wanted and wanted not in numbers:
            return self._text("HINT", [f"There is no goal {wanted}; there are 1 to {len(numbers)}.", *back])
        if goal.id in met and not goal.said.keeps:
            return pages.hints_of_met(self.lesson, goal)
        text = self.seat.hint(goal)
        self._tell(marks, self.seat.journal.moments[-1])
        return pages.hint(self.lesson, goal, self.seat.state.hints[goal.id], text)

    def _time(self, request: Request, passed: Passed) -> Answer:
        self._tell(self._marks(), None if passed.stayed else self.seat.journal.moments[-1])
        if passed.stayed:
            return self._over(request, self._text("NOTHING COMES", [*passed.tells, "", pages.BACK]))
        self._cover(request)
        self._under = self._refreshed(request)
        lines = [f"It is {passed.on:%A, %m/%d/%Y}.", ""]
        lines += [*(passed.tells or ["The night had nothing to do."]), "", pages.BACK]
        return self._page(self._text("TIME HAS PASSED", lines), self._rows(request))

    def _asks(self, word: str) -> str:
        """What is asked before a word that takes work away or ends the lesson; empty where nothing is."""
        loses = self._attempts_left() and (self.bounds.most_attempts or self.seat.acts())
        if word == "RESET" and not loses:
            return ""
        return pages.sure(word, self.bounds, self.seat.state, self._marks())

    def _reset(self, request: Request, *, given: bool = False, anew: bool = False) -> Answer:
        self._set_back(given=given, anew=anew)
        moment = self.seat.journal.moments[-1]
        self._tell(self._marks(), moment)
        return self._page(self._brief(self.seat.due_events(), BEGUN_AGAIN), self._rows(request))

    def _set_back(self, *, given: bool = False, anew: bool = False) -> None:
        """Put the seat at the lesson's start; where it begins `anew`, nothing done before counts."""
        self.session.close()
        rmtree(self.seat.folder / DRAFTS, ignore_errors=True)
        if anew:
            self.seat.begin_anew(self.exam)
        else:
            self.seat.reset(given=given)
        self._ending = False
        self.session = self._session()
        self._last = self._under = self.session.start()
        self._met, self._noted_goals = set(), set()

    def _begins_exam(self) -> bool:
        """Whether an exam began since this seat was last worked at: nothing of practice counts in it."""
        return self.mode == "exam" and self.exam != self.seat.state.exam

    # --- pages over the screen -------------------------------------------------------------------

    def _on_page(self, request: Request) -> Answer:
        if request.aid in _TURNS and isinstance(request.state, Text):
            rows = self._rows(request)
            step = min(rows, len(request.rows) or rows) if request.aid is Aid.PF8 else rows
            return text_page(PAGE, turned_text(request.state, _TURNS[request.aid], step), rows)
        if request.aid in _STAYS and isinstance(request.state, Text):
            page = text_page(PAGE, request.state, self._rows(request))
            way = "ends the lesson" if self._ending else "goes back to the desk"
            return msgspec.structs.replace(page, message=f"F7 and F8 turn this page; Enter {way}.")
        if self._ending:
            return Answer(screen=PAGE, ends=True)
        under, self._under = self._under, None
        self._watching = False
        back = under or self._last
        return self._asked_there(request, back) if request.command.strip() else back

    def _asked_there(self, request: Request, back: Answer) -> Answer:
        """What was typed on the command line of a page, asked on the screen below it."""
        rows = {"extra_rows": request.extra_rows, "list_rows": request.list_rows}
        return self._handled(pressed(back, Aid.ENTER, command=request.command, **rows))


def _word_of(request: Request, by: str, text: str, answer: Answer | None = None) -> Answer:
    """A word of the trainer on the message line, where it stands out from what the desk says."""
    return msgspec.structs.replace(answer or same(request), message=f"{by}: {text}", findings=(), loud=True)


def _asks_guide(request: Request) -> bool:
    """Whether the guide would be opened, by its key or by its word, shortened or among others."""
    return GUIDE in journal.words_of(request.screen, request.aid, request.command, request.agency)
