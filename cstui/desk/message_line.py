"""What the message line says by itself as the cursor moves, without asking the host.

On a field that is wrong it says what is wrong there, and which of how many that is. A date field that
was typed into and left has its day said with the weekday. Else it says what the host answered.
"""

from __future__ import annotations

from functools import partial

import msgspec

from cstui.acts.workdays import days_off
from cstui.cells import cells, short_name
from cstui.desk.conversation import Status
from cstui.desk.dates import NoDate, NoSuchDay, Several, When, day_of, parse_date, said_date
from cstui.desk.drawing import Drawing, Kind
from cstui.desk.layout import Slot, where_named
from cstui.desk.screenful import Screenful
from cstui.policy.findings import Finding, Severity


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The message line: its text, and of a finding the rule, the severity and `2 of 3`.

    `typed` is where in it something stands as it was typed: (first, behind last).
    """

    text: str
    rule: str = ""
    severity: Severity | None = None
    place: str = ""
    typed: tuple[int, int] = (0, 0)


def spoken(screen: Screenful) -> Spoken:
    """What the message line says now."""
    if screen.notice:
        return Spoken(text=screen.notice)
    answer, at = screen.answer, screen.finding_at_cursor()
    findings = answer.findings
    if at is None:
        left = said_of(screen.exited, screen.status, answer.agency)
        if left:
            return Spoken(text=left, typed=typed_in(left, screen.exited))
        if not findings:
            cut = "" if answer.message else by_letter(screen) or cut_at_cursor(screen) or by_guide(screen)
            said = "  ".join(filter(None, (answer.message or cut, dropped(screen.dropped))))
            return Spoken(text=said, severity=Severity.WARNING if answer.loud else None, typed=(0, len(cut)))
    stays = not at or screen.exited is None
    if stays and answer.message and findings[0].severity is not Severity.ERROR:
        first = findings[0]  # what was done comes before what is wrong where the cursor was put
        return Spoken(text=answer.message, rule=first.rule, severity=first.severity, place="F1")
    finding = findings[at or 0]
    places = [dropped(screen.dropped), f"{(at or 0) + 1} of {len(findings)}" if len(findings) > 1 else ""]
    text = f"{line_of(finding)}{finding.message}"
    place = "  ".join(filter(None, places))
    return Spoken(text=text, rule=finding.rule, severity=finding.severity, place=place)


def dropped(keys: int) -> str:
    """How many keys that were typed ahead were dropped; empty for none."""
    return f"{keys} key{'' if keys == 1 else 's'} dropped" if keys else ""


def by_letter(screen: Screenful) -> str:
    """The letters that go before a line, with the cursor there, where nothing on the screen says them."""
    at, drawing = screen.slot_at(*screen.cursor), screen.drawing
    if screen.layout.announces or at is None or at[0].row is None or at[0].field.name != drawing.lettered:
        return ""
    return drawing.lists[0].announced


def by_guide(screen: Screenful) -> str:
    """That the guide filled fields in, and which: `Filled in by the guide: NON COOP, DT`; empty for none."""
    named = [slot.field.named for slot in screen.slots() if screen.by_guide(slot)]
    return f"Filled in by the guide: {', '.join(named)}" if named else ""


def cut_at_cursor(screen: Screenful) -> str:
    """What the column under the cursor cuts of its list row, in full; else the longest text cut there."""
    at = screen.slot_at(*screen.cursor)
    if at is None or at[0].row is None or at[0].row >= len(screen.list_values):
        return ""
    row = at[0].row
    cut = {
        field.name: said
        for field in screen.layout.listed
        if not field.entry and not field.hidden
        for said in [screen.list_values[row].values.get(field.name, "")]
        if len(cells(short_name(said, field.width) if field.names else said)) > field.width
    }
    return cut.get(at[0].field.name) or max(cut.values(), key=len, default="")


def line_of(finding: Finding) -> str:
    """The line of a list that the finding is about, as it is counted on the screen: `LINE 4 `."""
    row = where_named(finding.field).row
    return f"LINE {row + 1} " if row is not None else ""


def place_of(finding: Finding, drawing: Drawing) -> str:
    """Where the finding is, in words: `DATE`, `LINE 4 ACTION`; empty where it names no field."""
    where = where_named(finding.field)
    label = next((field.named for field in drawing.fields if field.name == where.field), "")
    return f"{line_of(finding)}{label}" if label else ""


def typed_in(said: str, slot: Slot | None) -> tuple[int, int]:
    """Where what is said of a field that was left repeats what was typed there."""
    at = said.find(slot.text) if slot is not None else -1
    return (at, at + len(slot.text)) if slot is not None and at >= 0 else (0, 0)


def said_of(slot: Slot | None, status: Status, agency: str = "") -> str:
    """What is said of a date field that was left: its day with the weekday; empty for other fields.

    Days off are those of the `agency` at the site of the `status`.
    """
    if slot is None:
        return ""
    field, typed = slot.field, slot.text
    if field.kind is not Kind.DATE or not slot.modified or not typed or not status.business_date:
        return ""
    try:
        off = partial(days_off, agency=agency, site=status.site)
        day = parse_date(typed, day_of(status.business_date), When(field.when), off)
    except Several as several:
        return f"{field.named} {typed} is not clear: key {several.readings}."
    except NoSuchDay:
        return f"{field.named} {typed}: that day does not exist."
    except NoDate:
        return f"{field.named} {typed} is not a date; F1 in the field shows how dates are typed."
    return f"{field.named} {said_date(day, typed)}"
