"""DEST: prints and exports that show protected data, until their destruction is recorded."""

from __future__ import annotations

from cstui.acts.protected import DestroyPrint
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import cut, within
from cstui.policy.effects import Refused
from cstui.policy.protected import ProtectedPrint
from cstui.store import protected_reads


class Dest(PageProgram):
    """D before a line, with HOW, records that the print was destroyed."""

    name = "DEST"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page, shown = self.at(desk, state), self.shown(desk)
        found = desk.read(lambda session: protected_reads.prints(session, destroyed=False))
        offset = within(page.offset, len(found), shown)
        rows, above, below = cut([_row(desk, one) for one in found], offset, shown)
        return Answer(
            screen=self.name,
            values={"waiting": str(len(found)), "how": ""},
            rows=rows,
            more_above=above,
            more_below=below,
            state=page,
            message="" if found else "No print of protected data waits to be destroyed.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        marks = self.marks(desk, request, entry.found)
        how = entry.text("how", required=bool(marks))
        if entry.found:
            return self.refused(request, entry.found)
        acts = [DestroyPrint(print=int(row.key), how=how) for _, row, _ in marks]
        if not acts:
            return self.again(desk, request.state)
        outcomes = desk.perform_all(acts, request)
        if wrong := [f for one in outcomes if isinstance(one, Refused) for f in one.findings]:
            return self.refused(request, wrong, {"print": "action"})
        return self.done(
            desk, next(one for one in outcomes if not isinstance(one, Refused)), "", request.state
        )


def _row(desk: DeskContext, one: ProtectedPrint) -> Row:
    why = (GuideLine(text=f"PRINT {one.number}", style="heading"), GuideLine(text=one.what))
    return Row(
        key=str(one.number),
        values={
            "action": "",
            "number": str(one.number).rjust(6),
            "made": shown_date(one.made_on),
            "age": f"{(desk.on - one.made_on).days}d".rjust(5),
            "kind": one.kind,
            "by": one.made_by,
            "what": f"{one.what}: {one.reason}",
        },
        guide=(*why, GuideLine(text=one.reason)),
    )
