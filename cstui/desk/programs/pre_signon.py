"""The desk before anybody may work: the screens of the sign-on, their help, and the way out. No store."""

from __future__ import annotations

import msgspec

from cstui.desk.commands import ENTER, Ambiguous, Does, by_key, find_command
from cstui.desk.conversation import Answer, Request, overlaid
from cstui.desk.drawing import UNSAID, load_drawing
from cstui.desk.meant import meant
from cstui.desk.programs.texts import Text, help_text, text_page, turned_text
from cstui.policy.findings import Finding
from cstui.policy.rulebook import load_rulebook

SIGN, HELP = "SIGN", "HELP"
SIGNING = frozenset({SIGN, "SGNP", "CODE", "PASS", "LOCK"})
"""The screens of a sign-on, and the one of a desk that is locked."""
FOREIGN = "CS-185"
"""What another system calls a command: said before the sign-on too."""


class Lobby:
    """Answers every key of the sign-on screen but the sign-on itself."""

    def __init__(self) -> None:
        self._first = self._shown = self._under = Answer(screen=SIGN)
        self._findings: tuple[Finding, ...] = ()

    def begin(self, answer: Answer) -> None:
        """Keep the screen with which the desk began: Cancel and help come back to it."""
        self._first = msgspec.structs.replace(answer, findings=())
        self.remember(answer)

    def remember(self, answer: Answer) -> None:
        """Keep what was found wrong, so that F1 explains it."""
        if answer.screen in SIGNING:
            self._findings = answer.findings
            self._shown = answer if not answer.keep_typed else overlaid(self._shown, answer)

    def steer(self, request: Request) -> Answer | None:
        """The answer; None where the worker signs on."""
        word = _word(request)
        if request.screen == HELP:
            return self._helped(request, word)
        if word == ENTER:
            return None
        if word in {"EXIT", "SIGNOFF"}:
            return Answer(screen=request.screen, ends=True)
        if word in {"CANCEL", "CLEAR", "REFRESH"}:
            return msgspec.structs.replace(self._first, agency=request.agency, state=None)
        if word == "HELP":
            wanted, rules = _wanted(request), load_rulebook()
            said = help_text(request, self._findings, rules, wanted=wanted)
            if said is None:
                return self._refused(request, "CS-182", value=wanted[:20], meant=".")
            self._under = msgspec.structs.replace(
                self._shown,
                values={**self._shown.values, **request.values},
                keep_typed=False,
                covers=False,
                findings=self._findings,
                again=True,
                cursor=request.cursor,
                state=request.state,
                agency=request.agency,
            )
            return text_page(HELP, said, _lines(request))
        if waits(word, request.agency):
            rule = {"PASS": "CS-968", "LOCK": "CS-969"}.get(request.screen, "CS-184")
            return self._refused(request, rule, value=word, screen=request.screen)
        hides = load_drawing(request.screen, request.agency).hides
        if not _pressed(request) and not hides:
            rule, values = meant(word, request.agency)
            if rule == FOREIGN:
                return self._refused(request, rule, **values)
        value = _pressed(request) or (UNSAID if hides else word)
        return self._refused(request, "CS-137", value=value, screen=request.screen)

    def _refused(self, request: Request, rule: str, **values: object) -> Answer:
        """The screen as it is, the cursor too where a key was pressed.

        On a screen with a password a line that was typed goes: it may be one.
        """
        pressed, hides = bool(_pressed(request)), load_drawing(request.screen, request.agency).hides
        finding = load_rulebook().finding(rule, "" if pressed or hides else "command", **values)
        return Answer(
            screen=request.screen,
            findings=(finding,),
            keep_typed=True,
            agency=request.agency,
            cursor=request.cursor if pressed else None,
        )

    def _helped(self, request: Request, word: str) -> Answer:
        if word in {"UP", "DOWN"} and isinstance(request.state, Text):
            shown = _lines(request)
            return text_page(HELP, turned_text(request.state, word, shown), shown)
        return self._under


def waits(word: str, agency: str = "") -> bool:
    """Whether it is a word that has to wait for the sign-on; one of some screens only does nothing here."""
    try:
        command = find_command(word, agency)
    except Ambiguous:
        return False
    return command is not None and command.does is not Does.HERE


def _pressed(request: Request) -> str:
    """The key that was pressed, as it is called: F6; empty where a word was typed."""
    aid = request.aid.value
    return aid.upper().replace("PF", "F") if aid != "enter" else ""


def _word(request: Request) -> str:
    """The command word that the key or the command line stands for; what was typed where it is not one."""
    if request.aid.value != "enter":
        return by_key()[request.aid.unshifted].word
    typed = request.command.strip()
    if not typed:
        return ENTER
    if typed.startswith("?") or typed.partition(" ")[0] == "HELP":
        return "HELP"
    try:
        command = find_command(typed, request.agency)
    except Ambiguous:
        return typed
    return command.word if command else typed


def _wanted(request: Request) -> str:
    """What HELP is asked about: the rest of the command line, unless F1 was pressed."""
    if request.aid.value != "enter":
        return ""
    typed = request.command.strip()
    return typed[1:].strip() if typed.startswith("?") else typed.partition(" ")[2].strip()


def _lines(request: Request) -> int:
    return load_drawing(HELP).lists[0].height + request.extra_rows
