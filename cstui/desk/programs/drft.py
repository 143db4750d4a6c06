"""DRFT: the screens on which the worker typed something and did not enter it."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.drafts import Draft
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import cut, marked, under_cursor, within
from cstui.policy.findings import Finding


class Drft(PageProgram):
    """S before a line, or the cursor on it and Enter, opens the screen; D drops the draft."""

    name = "DRFT"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state)
        drafts = desk.drafts
        if drafts is not None:
            drafts.load()
        rows = [_row(draft, self.agency) for draft in drafts.all()] if drafts is not None else []
        shown = self.shown(desk)
        listed, above, below = cut(rows, within(page.offset, len(rows), shown), shown)
        nothing = "No draft waits." if drafts is not None else "No drafts are kept on this store or desk."
        return Answer(
            screen=self.name,
            rows=listed,
            more_above=above,
            more_below=below,
            state=page,
            message="" if rows else nothing,
            findings=set_aside(desk),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        drafts = desk.drafts
        chosen = marked(request)
        wrong = [
            self.wrong(desk, index, letter)
            for index, _, letter in chosen
            if letter not in self.letters or (letter == "S" and len(chosen) > 1)
        ]
        if wrong or drafts is None:
            return self.refused(request, wrong)
        if chosen and chosen[0][2] == "D":
            for _, row, _ in chosen:
                drafts.drop(_key(row))
            answer = self.open(desk, "", request.state)
            message = f"{len(chosen)} dropped. {answer.message}".strip()
            return msgspec.structs.replace(answer, message=message, findings=())
        under = chosen[0][1] if chosen else under_cursor(request)
        draft = drafts.get(_key(under)) if under is not None and under.key else None
        return desk.go(draft.screen, draft.argument) if draft else self.open(desk, "", request.state)


def waiting(count: int) -> str:
    """How many drafts wait, for WORK; empty for none."""
    return f"{count} draft{'s wait' if count > 1 else ' waits'}: DRAFTS" if count else ""


def set_aside(desk: DeskContext) -> tuple[Finding, ...]:
    """What is to be said of files that are not drafts of this worker on this store."""
    aside = desk.drafts.set_aside if desk.drafts is not None else []
    if not aside:
        return ()
    count = f"{len(aside)} draft{'s' if len(aside) > 1 else ''}"
    return (desk.finding("CS-504", "", count=count, place=aside[0].parent),)


def when(draft: Draft, today: date) -> str:
    """When a draft was kept, in this computer's time: `03/14 10:20`, with the year where another."""
    at = draft.at.astimezone()
    return f"{at:%m/%d %H:%M}" if at.year == today.year else f"{at:%m/%d/%Y %H:%M}"


def typed_labels(draft: Draft, agency: str = "") -> str:
    """The fields of a draft by their labels, and how many list rows."""
    named = {field.name: field.named for field in load_drawing(draft.screen, agency).fields}
    parts = [named.get(name, name) for name in draft.fields]
    count = len(draft.rows)
    return ", ".join([*parts, *([f"{count} row{'s' if count > 1 else ''} of the list"] if count else [])])


def _row(draft: Draft, agency: str) -> Row:
    values = {
        "screen": draft.screen,
        "subject": draft.subject,
        "kept": f"{draft.at.astimezone():%m/%d/%Y %H:%M}",
        "typed": typed_labels(draft, agency),
    }
    return Row(key=f"{draft.screen} {draft.subject}", values=values)


def _key(row: Row) -> tuple[str, str]:
    screen, _, subject = row.key.partition(" ")
    return screen, subject
