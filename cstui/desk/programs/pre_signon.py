"""The desk before anybody has signed on: the sign-on screen, its help, and the way out. No store."""

from __future__ import annotations

from cstui.desk.commands import ENTER, Ambiguous, Does, by_key, find_command
from cstui.desk.conversation import Answer, Request
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.texts import Text, help_text, text_page, turned_text
from cstui.policy.findings import Finding
from cstui.policy.rulebook import load_rulebook

SIGN, HELP = "SIGN", "HELP"


class Lobby:
    """Answers every key of the sign-on screen but the sign-on itself."""

    def __init__(self) -> None:
        self._under = Answer(screen=SIGN)
        self._findings: tuple[Finding, ...] = ()

    def remember(self, answer: Answer) -> None:
        """Keep what was found wrong, so that F1 explains it."""
        if answer.screen == SIGN:
            self._findings = answer.findings

    def steer(self, request: Request) -> Answer | None:
        """The answer; None where the worker signs on."""
        word = _word(request)
        if request.screen == HELP:
            return self._helped(request, word)
        if word == ENTER:
            return None
        if word in {"EXIT", "SIGNOFF"}:
            return Answer(screen=SIGN, ends=True)
        if word in {"CANCEL", "CLEAR", "REFRESH"}:
            return Answer(screen=SIGN, agency=request.agency)
        if word == "HELP":
            self._under = Answer(
                screen=SIGN,
                values=request.values,
                findings=self._findings,
                again=True,
                cursor=request.cursor,
                agency=request.agency,
            )
            said = help_text(request, self._findings, load_rulebook())
            assert said is not None
            return text_page(HELP, said, _lines(request))
        rule, value = ("CS-184", word) if waits(word) else ("CS-137", _pressed(request) or word)
        finding = load_rulebook().finding(rule, "command", value=value, screen=SIGN)
        return Answer(screen=SIGN, findings=(finding,), keep_typed=True, agency=request.agency)

    def _helped(self, request: Request, word: str) -> Answer:
        if word in {"UP", "DOWN"} and isinstance(request.state, Text):
            shown = _lines(request)
            return text_page(HELP, turned_text(request.state, word, shown), shown)
        return self._under


def waits(word: str) -> bool:
    """Whether it is a word that has to wait for the sign-on; one of some screens only does nothing here."""
    try:
        command = find_command(word)
    except Ambiguous:
        return False
    return command is not None and command.does is not Does.HERE


def _pressed(request: Request) -> str:
    """The key that was pressed, as it is called: F6; empty where a word was typed."""
    aid = request.aid.value
    return aid.upper().replace("PF", "F") if aid != "enter" else ""


def _word(request: Request) -> str:
    """The command word that the key or the command line stands for; what was typed where it is none."""
    if request.aid.value != "enter":
        return by_key()[request.aid.unshifted].word
    typed = request.command.strip()
    if not typed:
        return ENTER
    try:
        command = find_command(typed)
    except Ambiguous:
        return typed
    return command.word if command else typed


def _lines(request: Request) -> int:
    return load_drawing(HELP).lists[0].height + request.extra_rows
