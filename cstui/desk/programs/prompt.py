"""PRMT: what may stand in the field under the cursor; each letter typed narrows it, Enter takes one.

Codes, searches for cases and persons, workers, offices, and on the command line the words. A date
field has the calendar instead, unless its program lists days itself.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from cstui.cells import cells, wrap
from cstui.desk.agency_desk import words_for
from cstui.desk.conversation import Answer, Request, Row, Where, unchanged
from cstui.desk.drawing import Drawing, Field, Kind, load_drawing
from cstui.desk.layout import COMMAND
from cstui.desk.programs import searching
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.calendar import month_of
from cstui.desk.programs.overlay import KeyedOverlay, Pick, Underneath
from cstui.desk.programs.pages import PageTrail, cut
from cstui.desk.programs.srch import Start
from cstui.policy.rulebook import Code, CodeTable

COLUMNS = ("code", "meaning", "help")
CODES_HEAD = ("CODE", "MEANING", "WHEN IT HOLDS")
HEADS = {
    "dates": ("DATE", "DAY", "WHEN OR WHERE"),
    "times": ("TIME", "", ""),
    "letters": ("LETTER", "WHAT IT DOES", ""),
}
"""Of the tables that are made for a field: dates and times at which people can be seen."""
WORDS_HEAD = ("WORD", "TAKES", "WHAT IT DOES")
FIRST: PageTrail[Start] = PageTrail(((0, 0),))


class PromptChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What is being chosen: for which field and row, from which table or by which search."""

    field: str
    row: int | None
    table: CodeTable | None = None
    search: str = ""
    typed: str = ""
    offset: int = 0
    trail: PageTrail[Start] = FIRST
    next: Start | None = None


class Prompt(KeyedOverlay):
    """The prompt (F4)."""

    name = "PRMT"
    answers = frozenset({"UP", "DOWN"})

    def cover(self, desk: DeskContext, shown: Underneath) -> Answer:
        drawing = load_drawing(shown.request.screen, self.agency)
        at = shown.request.cursor
        if at is not None and at.field == COMMAND:
            return self.page(
                desk, PromptChoice(field=COMMAND, row=None, table=_words(desk.worker.role, self.agency))
            )
        listed = drawing.entries if shown.choices is None else drawing.fields
        field = next((f for f in listed if at is not None and f.name == at.field), None)
        if field is not None and at is not None:
            table = desk.rules.codes.get(field.codes) or shown.choices
            if field.name == drawing.lettered:
                table = _letters(drawing)
            if table is not None:
                return self.page(desk, PromptChoice(field=field.name, row=at.row, table=table))
            if field.kind is Kind.DATE:
                return month_of(desk, Pick(field=field.name, row=at.row, value=_typed(shown.request, at)))
            if search := searching.kind_of(desk, field):
                return self.page(desk, PromptChoice(field=field.name, row=at.row, search=search))
        return _nothing(desk, shown.request, field)

    def page(self, desk: DeskContext, state: object) -> Answer:
        assert isinstance(state, PromptChoice)
        return self._codes(desk, state) if state.table is not None else self._search(desk, state)

    def _codes(self, desk: DeskContext, state: PromptChoice) -> Answer:
        table = state.table
        assert table is not None
        rows = [
            Row(key=f"{code.code} {at}", values=dict(zip(COLUMNS, line, strict=True)))
            for code in table.code
            if code.current(desk.on) and _fits(state.typed, code)
            for at, line in enumerate(lines_of(code, self.drawing))
        ]
        page, above, below = cut(rows, state.offset, self.shown(desk))
        site = " (site-supplied)" if table.site_supplied else ""
        title = f"{table.title}{site}."
        cite = f"  See {table.cite}." if table.cite else ""
        if len(cells(title + cite)) > self.drawing.field("title").width:
            cite = ""  # each line cites its own paragraph as well
        heads = WORDS_HEAD if state.field == COMMAND else HEADS.get(table.name, CODES_HEAD)
        widths = (self.drawing.field(name).width for name in COLUMNS)
        head = " ".join(f"{said:{width}}" for said, width in zip(heads, widths, strict=True)).rstrip()
        return Answer(
            screen=self.name,
            values={"title": f"{title}{cite}", "typed": state.typed, "head": head},
            rows=page,
            more_above=above,
            more_below=below,
            state=state,
            cursor=Where("typed"),
            message="" if rows else _none(state.typed),
        )

    def _search(self, desk: DeskContext, state: PromptChoice) -> Answer:
        found = searching.found(desk, state.search, state.typed, state.trail, self.shown(desk))
        title, head = searching.titled(desk, state.search)
        return Answer(
            screen=self.name,
            values={"title": title, "typed": state.typed, "head": head},
            rows=tuple(
                Row(key=f"{line.code} {at}", values=msgspec.structs.asdict(line))
                for at, line in enumerate(found.lines)
            ),
            more_above=len(state.trail.starts) > 1,
            more_below=found.next is not None,
            state=msgspec.structs.replace(state, next=found.next),
            cursor=Where("typed"),
            message="" if found.lines or not state.typed else _none(state.typed),
        )

    def typed(self, desk: DeskContext, request: Request) -> Answer:
        """The list narrowed down to what holds the letters typed so far."""
        state = request.state
        assert isinstance(state, PromptChoice)
        typed = request.values.get("typed", "").strip()
        answer = self.page(desk, _begun(state, typed))
        none = Row(key="", values={"meaning": _none(typed)}, style="dim")
        return msgspec.structs.replace(
            answer, keep_typed=True, cursor=None, message="", rows=answer.rows or (none,)
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        state = request.state
        assert isinstance(state, PromptChoice)
        chosen = next((r for r in request.rows if r.key and r.values.get("pick", "").strip()), None)
        typed = request.values.get("typed", "").strip()
        cursor = request.cursor
        if chosen is None and cursor is not None and cursor.row is not None and request.rows[cursor.row].key:
            chosen = request.rows[cursor.row]
        if chosen is not None:
            return self.picked(Pick(field=state.field, value=_code(chosen), row=state.row))
        left = self._left(desk, _begun(state, typed))
        if typed in left or (typed and len(left) == 1):
            return self.picked(
                Pick(field=state.field, value=typed if typed in left else left[0], row=state.row)
            )
        return self.page(desk, _begun(state, typed))

    def _left(self, desk: DeskContext, state: PromptChoice) -> list[str]:
        """The codes that what was typed leaves over, without doubles; of a search those of its page."""
        if state.table is not None:
            return [c.code for c in state.table.code if c.current(desk.on) and _fits(state.typed, c)]
        return list(dict.fromkeys(_code(row) for row in self._search(desk, state).rows))

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        state = request.state
        assert isinstance(state, PromptChoice)
        if state.table is None:
            if word == "UP":
                return self.page(desk, msgspec.structs.replace(state, trail=state.trail.back()))
            trail = state.trail.on(state.next) if state.next is not None else state.trail
            return self.page(desk, msgspec.structs.replace(state, trail=trail))
        step = -self.shown(desk) if word == "UP" else self.shown(desk)
        return self.page(desk, msgspec.structs.replace(state, offset=max(0, state.offset + step)))


def lines_of(code: Code, drawing: Drawing) -> Iterator[tuple[str, str, str]]:
    """The lines of a code as `drawing` shows them, each column wrapped in itself: `high-`, `contrast`."""
    first, meaning, said = (drawing.field(name).width for name in COLUMNS)
    return zip_longest(
        textwrap.wrap(code.code.split()[0], first),
        wrap(code.meaning, meaning),
        wrap(f"{code.help} {code.cite}".strip(), said),
        fillvalue="",
    )


def _begun(state: PromptChoice, typed: str) -> PromptChoice:
    """The same choice from its first page on, narrowed by what was typed."""
    return msgspec.structs.replace(state, typed=typed, offset=0, trail=FIRST)


def _nothing(desk: DeskContext, request: Request, field: Field | None) -> Answer:
    place = field.named if field is not None else "This place"
    return unchanged(request, desk.finding("CS-138", "", value=place))


def _words(role: str, agency: str) -> CodeTable:
    """The words of the command line, as a table of codes."""
    codes = tuple(Code(code=c.word, meaning=c.takes, help=c.help) for c in words_for(role, agency))
    return CodeTable(name="words", title="Screens and words, with what may follow each", cite="", code=codes)


def _letters(drawing: Drawing) -> CodeTable:
    """The letters that go before a line of the screen's list, as a table of codes."""
    codes = tuple(Code(code=letter, meaning=does) for letter, does in drawing.lists[0].letters.items())
    return CodeTable(name="letters", title="What a letter before a line does", cite="", code=codes)


def _typed(request: Request, at: Where) -> str:
    values = request.values if at.row is None else request.rows[at.row].values
    return values.get(at.field, "")


def _code(row: Row) -> str:
    """The code of a line; a code of several words is shown by its first."""
    return row.key.rsplit(" ", 1)[0]


def _none(typed: str) -> str:
    return f"No value holds {typed}."


def _fits(typed: str, code: Code) -> bool:
    wanted = typed.upper()
    return code.code.upper().startswith(wanted) or wanted in f"{code.meaning} {code.help}".upper()
