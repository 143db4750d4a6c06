"""HELP, GUID and KEYS: pages of text over the screen in hand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from cstui.desk.agency_desk import desk_of, words_for
from cstui.desk.commands import Command
from cstui.desk.conversation import Aid, Answer, GuideLine, Request, Row, unchanged
from cstui.desk.drawing import load_drawing
from cstui.desk.keyboard import EDITING, PALETTE_KEY, Keymap, key_name, keymap_or_default
from cstui.desk.layout import guide_of
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.explain import WIDTH, meant_by, of_screen, of_word, prose
from cstui.desk.programs.overlay import KeyedOverlay, Underneath
from cstui.desk.programs.pages import cut
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """What a page of text holds, and from which line it is shown."""

    heading: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    offset: int = 0


class TextPage(KeyedOverlay):
    """A page of text that turns with UP and DOWN."""

    answers = frozenset({"UP", "DOWN"})

    def page(self, desk: DeskContext, state: object) -> Answer:
        text = state if isinstance(state, Text) else Text()
        return text_page(self.name, text, self.shown(desk))

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        text = request.state if isinstance(request.state, Text) else Text()
        return self.page(desk, turned_text(text, word, self.shown(desk)))


def text_page(screen: str, text: Text, shown: int) -> Answer:
    """A page of `shown` lines of the text."""
    rows = [
        Row(key=str(number), values={"text": line}, style="intensified" if style == "heading" else "")
        for number, (line, style) in enumerate(text.lines)
    ]
    page, above, below = cut(rows, text.offset, shown)
    return Answer(
        screen=screen,
        values={"heading": text.heading},
        rows=page,
        more_above=above,
        more_below=below,
        state=text,
    )


def turned_text(text: Text, word: str, shown: int) -> Text:
    """The text one page up or down; the first and the last page stay."""
    step = -shown if word == "UP" else shown
    within = 0 <= text.offset + step < len(text.lines)
    return msgspec.structs.replace(text, offset=text.offset + step) if within else text


class Help(TextPage):
    """HELP: the message if there is one, the field under the cursor, then the screen; or what is asked."""

    name = "HELP"

    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        asked = shown.asked if shown.request.aid is Aid.ENTER else ""  # beside F1 it is something else
        text = help_text(shown.request, shown.findings, desk.rules, desk.on, asked)
        if text is None:
            near = meant_by(asked, desk.rules, self.agency)
            near = f"; did you mean HELP {near}?" if near else "."
            return unchanged(shown.request, desk.finding("CS-182", "command", value=asked[:20], meant=near))
        return self.page(desk, text)


def help_text(
    request: Request, findings: Sequence[Finding], rules: Rulebook, on: date | None = None, wanted: str = ""
) -> Text | None:
    """What HELP says: of `wanted` (a rule, a word), else of the place on the screen.

    None where nothing is called `wanted`.
    """
    drawing = load_drawing(request.screen, request.agency)
    if wanted:
        lines = of_word(wanted, rules, on, request.agency)
        return None if lines is None else Text(heading=f"HELP {wanted}", lines=tuple(lines))
    lines = of_screen(request, findings, rules, on)
    return Text(heading=f"{drawing.transaction}: {drawing.title}", lines=tuple(lines))


class Guide(TextPage):
    """GUID: the guide of the subject in hand on a page of its own, for terminals under 120 columns."""

    name = "GUID"

    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        kind, at = desk.own.called.lower(), shown.request.cursor
        row = at.row if at is not None and at.row is not None else 0
        rows = shown.request.rows[row : row + 1]
        guide = (*shown.answer.guide, *(rows[0].guide if rows else ()))
        if not guide and desk.case and (facts := desk.facts(desk.case)):
            guide = desk.guide(facts)
        if rows and not rows[0].guide:
            guide += guide_of(load_drawing(shown.request.screen, self.agency).listed, rows)
        if not guide:
            guide = (
                GuideLine(
                    text=f"No {kind} in hand: WORK shows what is next on all of your {desk.own.subjects}."
                ),
            )
        guide = (*desk.lesson, *guide)
        lines: list[tuple[str, str]] = []
        for line in guide:
            lines += prose(line.text, line.style) if line.text else [("", "")]
        return self.page(
            desk, Text(heading=f"{desk.own.called} {desk.case}" if desk.case else "", lines=tuple(lines))
        )


class LessonPages(TextPage):
    """LESN: pages of a lesson; the classroom fills them."""

    name = "LESN"

    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        return self.page(desk, None)


PALETTE = f"{key_name(PALETTE_KEY)} opens the palette of words: type part of one, arrows, Enter; Esc closes."


SUSPEND = "Ctrl+Z stops the desk as a job of your shell; fg brings it back with what was typed."


class Keys(TextPage):
    """KEYS: every command word, and every key of the keymap in force."""

    name = "KEYS"

    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        keymap, _ = keymap_or_default(desk.settings.settings.keymap)
        words = [
            (bool(command.key), f"{_first(keymap, command.key):7}{_said(command):24} {command.help}")
            for command in words_for(desk.worker.role, self.agency)
        ]
        keyboard = [f"{', '.join(keymap.shown(one)):31} {does}" for one, does in EDITING.items()]
        lines = [
            *_hung(line for has_key, line in words if has_key),
            *prose(
                "Shift with a function key is PF13 to PF24: the same word, unless the screen has another."
            ),
            ("", ""),
            (f"THE OTHER KEYS OF KEYMAP {keymap.name.upper()}", "heading"),
            *_hung(keyboard),
            *prose("KEYTEST shows what your terminal sends. A key that it keeps leaves its word."),
            *prose(PALETTE),
            *prose(SUSPEND),
            ("", ""),
            ("WORDS WITHOUT A KEY", "heading"),
            *_hung(line for has_key, line in words if not has_key),
            ("", ""),
            ("ALSO ON THE COMMAND LINE", "heading"),
            *prose(_also(self.agency)),
            *prose(f"{desk.own.opens or 'WORK'};GUIDE does both. Words may be shortened."),
            *prose("NAME=VALUE fills a field."),
        ]
        return self.page(desk, Text(heading="KEYS AND COMMAND WORDS", lines=tuple(lines)))


def _also(agency: str) -> str:
    """What the command line takes beside words."""
    own = desk_of(agency)
    opens = f" {own.subject.example} opens {own.opens}." if own.opens and own.subject.example else ""
    return f"/NAME searches.{opens} . is the {own.called.lower()} in hand, - the one before."


def _said(command: Command) -> str:
    return f"{command.word} {command.takes}".strip()


def _first(keymap: Keymap, key: Aid | None) -> str:
    """The first key of the keymap for an AID; empty where the word has none."""
    return next(iter(keymap.shown(key.value)), "") if key else ""


def _hung(lines: Iterable[str], indent: int = 32) -> list[tuple[str, str]]:
    """The lines wrapped, what goes on under the help and not under the key."""
    return [
        (part, "text")
        for line in lines
        for part in textwrap.wrap(line, WIDTH, subsequent_indent=" " * indent)
    ]
