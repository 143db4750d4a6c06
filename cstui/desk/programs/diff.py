"""DIFF: a case that somebody else changed meanwhile, field by field: what it was, theirs, mine."""

from __future__ import annotations

import msgspec

from cstui.cells import wrap
from cstui.desk.conflicts import MINE, THEIRS, Compared, FieldConflict
from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.overlay import Overlay
from cstui.desk.programs.pages import within
from cstui.policy.findings import Finding

CHOICES = "M takes mine, T takes theirs"
LOGGED = ("log1", "log2", "log3")


class Diff(Overlay):
    """M or T before each line; Enter goes back to the screen with what was taken.

    No key asks for it: the session lays it over a screen whose case was changed meanwhile.
    """

    name = "DIFF"
    answers = frozenset({"UP", "DOWN"})

    def page(self, desk: DeskContext, state: object) -> Answer:
        assert isinstance(state, Compared)
        rows = [row for at, line in enumerate(state.lines) for row in self._rows(at, line)]
        shown = self.shown(desk)
        state = msgspec.structs.replace(state, offset=within(state.offset, len(rows), shown))
        page = tuple(rows[state.offset : state.offset + shown])
        first = next((at for at, row in enumerate(page) if not row.protected and not row.values["action"]), 0)
        logged = dict(zip(LOGGED, state.log, strict=False))
        return Answer(
            screen=self.name,
            values={"heading": state.heading, "log1": "nothing else on the case", **logged},
            rows=page,
            more_above=state.offset > 0,
            more_below=state.offset + shown < len(rows),
            state=state,
            cursor=Where("action", first) if page else None,
            message="Nothing is written yet. M takes mine, T theirs; Enter goes on with that.",
        )

    def _rows(self, at: int, line: FieldConflict) -> list[Row]:
        """A line, over as many rows as its longest text needs; the first takes the letter."""
        texts = {
            name: wrap(text or "(empty)", self.drawing.field(name).width) or [""]
            for name, text in (
                ("field", line.label),
                ("was", line.was),
                ("theirs", line.theirs),
                ("mine", line.mine if line.entry or line.mine else "-"),
            )
        }
        return [
            Row(
                key=f"{at}" if not number else f"{at}+{number}",
                values={
                    **{name: flow[number] if number < len(flow) else "" for name, flow in texts.items()},
                    "action": line.letter if not number else "",
                    "mark": "!" if line.both and not number else "",
                },
                style="intensified" if line.both else "" if line.entry else "dim",
                protected=frozenset() if line.entry and not number else frozenset({"action"}),
            )
            for number in range(max(map(len, texts.values())))
        ]

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        state, found = self._chosen(desk, request)
        if found:
            return self.refused(request, found)
        undecided = next((at for at, line in enumerate(state.lines) if line.both and not line.letter), None)
        if undecided is None:
            return desk.take(state)
        rows = [row.key for at, line in enumerate(state.lines) for row in self._rows(at, line)]
        place, shown = rows.index(str(undecided)), self.shown(desk)
        if not state.offset <= place < state.offset + shown:
            state = msgspec.structs.replace(state, offset=place // shown * shown)
        field = f"action.{place - state.offset}"
        finding = desk.finding("CS-506", field, label=state.lines[undecided].label)
        return msgspec.structs.replace(self.page(desk, state), findings=(finding,), cursor=None, message="")

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        state, found = self._chosen(desk, request)
        if found:
            return self.refused(request, found)
        step = self.shown(desk) * (1 if word == "DOWN" else -1)
        return self.page(desk, msgspec.structs.replace(state, offset=max(0, state.offset + step)))

    def _chosen(self, desk: DeskContext, request: Request) -> tuple[Compared, list[Finding]]:
        """The lines with the letters that stand before them, and what is wrong with those."""
        state = request.state
        assert isinstance(state, Compared)
        lines, found = list(state.lines), []
        for index, row in enumerate(request.rows):
            if row.protected:
                continue
            letter = row.values.get("action", "").strip()
            at = int(row.key)
            if letter not in {"", MINE, THEIRS}:
                found.append(desk.finding("CS-130", f"action.{index}", value=letter, choices=CHOICES))
            elif not letter and not lines[at].both:
                found.append(desk.finding("CS-105", f"action.{index}", label=f"TAKE {lines[at].label}"))
            else:
                lines[at] = msgspec.structs.replace(lines[at], letter=letter)
        return msgspec.structs.replace(state, lines=tuple(lines)), found
