"""PRTSC: the screen in hand as the worker sees it, as text and PDF in the folder of forms, logged.

The screen is laid out and painted as every terminal does it, so hidden fields stay blank. What was
typed stands on the print and stays on the screen. A print of a subject's screen is logged on the subject by
the agency's act, any other under `store`; one that cannot be logged is not made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from cstui.acts.store_acts import RecordSheet
from cstui.cells import cells, clean
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Answer, Request, Status
from cstui.desk.drawing import COLUMNS, ROWS, load_drawing
from cstui.desk.frames import OVERLAYS, Frame
from cstui.desk.painter import Painter
from cstui.desk.programs.base import DeskContext
from cstui.desk.stack import Stack
from cstui.files import Begun
from cstui.forms.pages import NotPlainNameError, as_text, begin_file
from cstui.forms.screens import screen_pages
from cstui.glyphs import legible
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.policy.protected import KINDS
from cstui.store.errors import StoreError

HIDDEN = "HIDDEN"
"""What stands where an address is hidden for family violence."""
ROOM = 78
"""Columns of the message line."""


def print_screen(desk: DeskContext, stack: Stack, request: Request, name: str) -> Answer:
    """The same screen, what was typed on it kept, and where its print is, or why there is none.

    `name` is the files' name without ending; left empty it says screen, case and day.
    """
    frame = stack.top
    shown = _shown(frame, request, desk.agency.name)
    said = _marked_since(desk, stack, frame) or _printed(desk, stack, shown, request.extra_rows, name.strip())
    if isinstance(said, Finding):
        return msgspec.structs.replace(shown, findings=(said,), cursor=None, message="")
    return msgspec.structs.replace(shown, findings=(), cursor=None, message=said)


def painted(answer: Answer, status: Status, rows: int) -> list[str]:
    """The rows of a terminal of 80 columns that shows the answer, as text."""
    buffer = Buffer(COLUMNS, rows)
    buffer.show(load_drawing(answer.screen, answer.agency), answer, status)
    return Painter(buffer).screen()


def _shown(frame: Frame, request: Request, agency: str) -> Answer:
    """The screen in hand as it stands, whole: what was answered last and what was typed since."""
    last = frame.shown if frame.shown.protects else frame.answer
    return msgspec.structs.replace(
        last,
        values={**last.values, **request.values},
        rows=request.rows or frame.answer.rows,
        findings=frame.findings,
        again=True,
        message="" if frame.findings else frame.answer.message,
        cursor=request.cursor,
        keep_typed=True,
        agency=agency,
    )


def _marked_since(desk: DeskContext, stack: Stack, frame: Frame) -> Finding | None:
    """What is wrong where an address on the screen must not be shown any more."""
    if frame.screen in OVERLAYS or frame.screen not in desk.own.sheltered:
        return None
    now = stack.program(frame.screen).open(desk, frame.argument, frame.answer.state)
    if HIDDEN in _text(now) and HIDDEN not in _text(frame.answer):
        return desk.finding("CS-194", "", screen=frame.screen)
    return None


def _text(answer: Answer) -> str:
    return " ".join([*answer.values.values(), *(v for row in answer.rows for v in row.values.values())])


def _printed(desk: DeskContext, stack: Stack, shown: Answer, extra_rows: int, name: str) -> str | Finding:
    status, case = desk.status(), _case(stack)
    lines = painted(shown, status, ROWS + extra_rows)
    folder = desk.settings.forms_folder()
    name = name or _free(folder, "-".join(filter(None, (shown.screen, case, f"{desk.on:%Y%m%d}"))))
    begun: list[Begun] = []
    try:
        for kind in ("txt", "pdf"):
            pages = screen_pages(
                lines if kind == "txt" else legible(lines, columns=True),
                screen=shown.screen,
                on=desk.on,
                worker=f"{desk.worker.number} {clean(desk.worker.name)}",
                store=clean(status.store),
                training=status.training,
                label=KINDS[shown.protects.kind].label if shown.protects else "",
            )
            data = as_text(pages).encode() if kind == "txt" else _pdf(desk, shown.screen, pages)
            begun.append(begin_file(data, folder, f"{name}.{kind}"))
    except NotPlainNameError:
        _gone(begun)
        return desk.finding("CS-133", "command", value=name, folder=folder)
    except OSError as error:
        _gone(begun)
        return desk.finding("CS-140", "", folder=folder, why=error.strerror or type(error).__name__)
    if wrong := _logged(desk, shown, case, begun):
        return wrong
    for one in begun:
        one.keep()
    return _said(begun[0].path)


def _pdf(desk: DeskContext, screen: str, pages: Sequence[Sequence[str]]) -> bytes:
    from cstui.forms.pdf import pdf_of

    return pdf_of(pages, title=f"Screen {screen}", made_on=desk.on, bold=("SCREEN ",))


def _logged(desk: DeskContext, shown: Answer, case: str, begun: list[Begun]) -> Finding | None:
    to = f"to files {begun[0].path.name} and {begun[1].path.suffix.removeprefix('.')}"
    performer, actor = desk.place.performer, desk.worker.number
    try:
        prints = desk.own.hook("prints")
        if shown.protects is not None:
            sheet = RecordSheet(
                what=f"Screen {shown.screen} {desk.subject(case)}",
                to=to,
                kind=shown.protects.kind,
                reason=shown.protects.reason,
                about=desk.subject(case),
            )
            outcome = performer.perform(sheet, actor=actor, on=desk.on, current=True)
        elif case and prints is not None:
            outcome = performer.perform(prints(case, shown.screen, to), actor=actor, on=desk.on, current=True)
        else:
            about = desk.subject(case) if case else " ".join(s for s in shown.seen if s.startswith("person "))
            sheet = RecordSheet(what=f"Screen {shown.screen} {about}".strip(), to=to)
            outcome = performer.perform(sheet, actor=actor, on=desk.on, current=True)
    except StoreError:
        _gone(begun)  # no print that is not logged
        raise
    if isinstance(outcome, Refused):
        _gone(begun)
        return outcome.findings[0]
    return None


def _case(stack: Stack) -> str:
    """The case that the screen in hand is about; an overlay is about that of the screen under it."""
    for frame in reversed(stack.frames):
        if frame.answer.case or frame.screen not in OVERLAYS:
            return frame.answer.case
    return ""


def _free(folder: Path, name: str) -> str:
    """The name, or where a print has it already the name with the next free number."""
    number, free = 1, name
    while (folder / f"{free}.txt").exists() or (folder / f"{free}.pdf").exists():
        number += 1
        free = f"{name}-{number}"
    return free


def _gone(begun: list[Begun]) -> None:
    for one in begun:
        one.drop()


def _said(text: Path) -> str:
    """Where the print is, in one line: the home folder is ~, a long way is cut in its middle."""
    home, place = str(Path.home()), str(text.parent)
    place = "~" + place.removeprefix(home) if place == home or place.startswith(home + "/") else place
    ending = f"/{text.name} and .pdf"
    room = ROOM - len("Written to ") - len(cells(ending))
    if len(cells(place)) > room > 1:
        place = place[: max(0, room // 2 - 1)] + "…" + place[len(place) - (room - room // 2) :]
    return f"Written to {place}{ending}"
