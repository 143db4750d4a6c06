"""PRMT: the values of the field under the cursor; each letter typed narrows them down, Enter takes one."""

from __future__ import annotations

import msgspec

from cstui.cells import wrap
from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.base import DeskContext, paged
from cstui.desk.programs.overlay import Overlay, Pick, Shown
from cstui.policy.rulebook import CodeTable


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What is being chosen: for which field and row, from which table, narrowed by what."""

    field: str
    row: int | None
    table: CodeTable
    typed: str = ""
    offset: int = 0


class Prompt(Overlay):
    """The code prompt (F4)."""

    name = "PRMT"
    answers = frozenset({"UP", "DOWN"})

    def cover(self, desk: DeskContext, shown: Shown) -> Answer:
        drawing = load_drawing(shown.request.screen)
        cursor = shown.request.cursor
        field = next((f for f in drawing.entries if cursor is not None and f.name == cursor.field), None)
        table = desk.rules.codes.get(field.codes) if field is not None else None
        table = table or shown.choices
        if field is None or cursor is None or table is None:
            label = field.named if field is not None else "This place"
            finding = desk.finding("CS-138", "", value=label)
            return Answer(
                screen=shown.request.screen,
                findings=(finding,),
                keep_typed=True,
                state=shown.request.state,
                seen=shown.request.seen,
            )
        return self.page(desk, Choice(field=field.name, row=cursor.row, table=table))

    def page(self, desk: DeskContext, state: object) -> Answer:
        assert isinstance(state, Choice)
        table = state.table
        columns = self.drawing.field("help").width
        rows = [
            Row(
                key=f"{code.code} {at}",
                values={
                    "code": "" if at else code.code.split()[0],
                    "meaning": "" if at else code.meaning,
                    "help": line,
                },
            )
            for code in table.code
            if code.current(desk.on) and _fits(state.typed, code.code, code.meaning)
            for at, line in enumerate(wrap(f"{code.help} {code.cite}".strip(), columns))
        ]
        page, above, below = paged(rows, offset=state.offset, shown=self.shown(desk))
        site = " (site-supplied)" if table.site_supplied else ""
        return Answer(
            screen=self.name,
            values={"title": f"{table.title}{site}", "typed": state.typed},
            rows=page,
            more_above=above,
            more_below=below,
            state=state,
            cursor=Where("typed"),
            message="" if rows else f"No value holds {state.typed}.",
        )

    def typed(self, desk: DeskContext, request: Request) -> Answer:
        """The list narrowed down to what holds the letters typed so far."""
        state = request.state
        assert isinstance(state, Choice)
        typed = request.values.get("typed", "").strip()
        answer = self.page(desk, msgspec.structs.replace(state, typed=typed, offset=0))
        none = Row(key="", values={"meaning": f"No value holds {typed}."}, style="dim")
        return msgspec.structs.replace(
            answer, keep_typed=True, cursor=None, message="", rows=answer.rows or (none,)
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        state = request.state
        assert isinstance(state, Choice)
        chosen = next((r for r in request.rows if r.key and r.values.get("pick", "").strip()), None)
        typed = request.values.get("typed", "").strip()
        codes = [code.code for code in state.table.code if code.current(desk.on)]
        fitting = [
            code.code
            for code in state.table.code
            if code.current(desk.on) and _fits(typed, code.code, code.meaning)
        ]
        cursor = request.cursor
        if chosen is not None:
            return self.picked(Pick(field=state.field, value=_code(chosen), row=state.row))
        if cursor is not None and cursor.row is not None and request.rows[cursor.row].key:
            return self.picked(Pick(field=state.field, value=_code(request.rows[cursor.row]), row=state.row))
        if typed in codes:
            return self.picked(Pick(field=state.field, value=typed, row=state.row))
        if typed and len(fitting) == 1:
            return self.picked(Pick(field=state.field, value=fitting[0], row=state.row))
        return self.page(desk, msgspec.structs.replace(state, typed=typed, offset=0))

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        state = request.state
        assert isinstance(state, Choice)
        step = -self.shown(desk) if word == "UP" else self.shown(desk)
        return self.page(desk, msgspec.structs.replace(state, offset=max(0, state.offset + step)))


def _code(row: Row) -> str:
    """The code of a line; a code of several words is shown by its first."""
    return row.key.rsplit(" ", 1)[0]


def _fits(typed: str, code: str, meaning: str) -> bool:
    return not typed or code.upper().startswith(typed.upper()) or typed.upper() in meaning.upper()
