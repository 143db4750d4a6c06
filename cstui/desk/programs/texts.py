"""HELP, GUID and KEYS: pages of text over the screen in hand."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import msgspec

from cstui.desk.commands import COMMANDS
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.base import DeskContext, paged
from cstui.desk.programs.overlay import Overlay, Shown
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook

WIDTH = 76


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """What a page of text holds, and from which line it is shown."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    offset: int = 0


class TextPage(Overlay):
    """A page of text that turns with UP and DOWN."""

    answers = frozenset({"UP", "DOWN"})

    def page(self, desk: DeskContext, state: object) -> Answer:
        text = state if isinstance(state, Text) else Text(heading="", lines=())
        return text_page(self.name, text, self.shown(desk))

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        text = request.state if isinstance(request.state, Text) else Text(heading="", lines=())
        return self.page(desk, turned_text(text, word, self.shown(desk)))


def text_page(screen: str, text: Text, shown: int) -> Answer:
    """A page of `shown` lines of the text."""
    rows = [
        Row(key=str(number), values={"text": line}, style="intensified" if style == "heading" else "")
        for number, (line, style) in enumerate(text.lines)
    ]
    page, above, below = paged(rows, offset=text.offset, shown=shown)
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
    """HELP: the message if there is one, else the field under the cursor, then the screen."""

    name = "HELP"

    def cover(self, desk: DeskContext, shown: Shown) -> Answer:
        return self.page(desk, help_text(shown.request, shown.findings, desk.rules))


def help_text(request: Request, findings: Sequence[Finding], rules: Rulebook) -> Text:
    """What HELP says: of the findings, of the field under the cursor, of the screen."""
    drawing = load_drawing(request.screen)
    lines: list[tuple[str, str]] = []
    for finding in findings:
        lines += _finding(finding)
    cursor = request.cursor
    field = next((f for f in drawing.fields if cursor is not None and f.name == cursor.field), None)
    if field is not None and field.help:
        lines += [*_text(f"FIELD {field.named}", "heading"), *_text(field.help)]
        if field.codes:
            table = rules.codes[field.codes]
            site = " Site-supplied: an agency replaces this table." if table.site_supplied else ""
            lines += _text(f"F4 lists the values of {table.title}.{site}")
        lines += [*_cite(field.cite), ("", "")]
    lines += [*_text(f"SCREEN {drawing.transaction}  {drawing.title}", "heading"), *_text(drawing.help)]
    if drawing.site_supplied:
        lines += _text("Site-supplied: the documents name this screen but do not print its fields.")
    lines += _cite(drawing.cite)
    return Text(heading=f"{drawing.transaction}: {drawing.title}", lines=tuple(lines))


class Guide(TextPage):
    """GUID: the guide of the case on a page of its own, for terminals under 120 columns."""

    name = "GUID"

    def cover(self, desk: DeskContext, shown: Shown) -> Answer:
        guide = shown.answer.guide
        if not guide and desk.case and (facts := desk.facts(desk.case)):
            guide = desk.guide(facts)
        if not guide:
            guide = (GuideLine(text="No case in hand: WORK shows what is next on all of your cases."),)
        lines: list[tuple[str, str]] = []
        for line in guide:
            lines += _text(line.text, line.style) if line.text else [("", "")]
        return self.page(desk, Text(heading=f"CASE {desk.case}" if desk.case else "", lines=tuple(lines)))


class Keys(TextPage):
    """KEYS: every key and command word."""

    name = "KEYS"

    def cover(self, desk: DeskContext, shown: Shown) -> Answer:
        lines = [
            (f"{_key(command.key):6}{f'{command.word} {command.takes}'.strip():25} {command.help}", "text")
            for command in sorted(COMMANDS, key=lambda command: command.key is None)
        ]
        wrapped = [
            (part, style)
            for line, style in lines
            for part in textwrap.wrap(line, WIDTH, subsequent_indent=" " * 32, drop_whitespace=True)
        ]
        more = [
            ("", ""),
            ("ALSO ON THE COMMAND LINE", "heading"),
            *_text("/NAME searches. 17000123 opens CAS1. . is the case in hand, - the one before."),
            *_text("CAS2;GUIDE does both. Words may be shortened. NAME=VALUE fills a field."),
        ]
        return self.page(desk, Text(heading="KEYS AND COMMAND WORDS", lines=(*wrapped, *more)))


def _key(key: object) -> str:
    return str(key).upper().replace("PF", "F") if key else ""


def _finding(finding: Finding) -> list[tuple[str, str]]:
    lines = [*_text(f"{finding.rule}  {finding.message}", "heading"), *_text(_sentence(finding.cause))]
    if finding.remedy:
        lines += _text(f"Way out: {finding.remedy}")
    if finding.reading:
        lines += _text("A reading: the document leaves room here; an agency can change it.")
    return [*lines, *_cite(finding.cite), ("", "")]


def _sentence(text: str) -> str:
    """The text with a full stop: a rule's title stands for the cause where the rule gives none."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _cite(cite: str) -> list[tuple[str, str]]:
    return _text(f"See {cite}.", "cite") if cite else []


def _text(text: str, style: str = "text") -> list[tuple[str, str]]:
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return [(line, style) for part in paragraphs for line in textwrap.wrap(part, WIDTH) or [""]]
