"""How a screen is worded, line by line: terse first, everything where it is asked for.

Every function answers with lines of plain text. Nothing is said by place, color or sign alone:
severities are words, list rows are numbered, an empty column in the middle of a row is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from cstui.agency import find, first
from cstui.cells import clean
from cstui.desk.agency_desk import desk_of
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Answer, GuideLine
from cstui.desk.drawing import FIRST_ROW, Kind, load_drawing
from cstui.desk.keynames import by_word, in_finding
from cstui.desk.layout import Slot, where_named
from cstui.desk.legend import legend_keys
from cstui.desk.linear import labels
from cstui.desk.programs.explain import READING, TAKES, sentence
from cstui.policy.facts import SubjectFacts
from cstui.policy.findings import Finding, Severity

SEVERITIES = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Note"}
NOTHING = "-"
HANGING = " " * 16
"""What a line of a text page begins with that goes on with the one above."""
CONTINUED = {"PRMT": "code", "TIME": "on"}
"""The kernel's lists whose entries may take several rows: one without this column goes on with that above."""
SIGNS = {"TIME": frozenset({"mark", "mark_right"})}
"""Columns of signs that another column says in words."""
_KINDS = {**TAKES, Kind.TIME: "a time", Kind.CASE: "a case number", Kind.WORKER: "a worker number"}
_WORDS = re.compile(r"\w{2}")

Picture = Mapping[str, str]
"""What a screen says: by field name, and `name.row` in its list."""


def picture(buffer: Buffer) -> dict[str, str]:
    """What the screen says now, to find later what changed."""
    return {slot.where.named: labels.said(buffer, slot) for slot in buffer.slots()}


def worded(answer: Answer) -> Answer:
    """The answer with keys called by their words in what it says: message, findings, guide."""
    named = by_word(load_drawing(answer.screen, answer.agency))
    said = msgspec.structs.replace(answer, message=named(answer.message))
    if answer.findings:
        said = msgspec.structs.replace(said, findings=tuple(in_finding(f, named) for f in answer.findings))
    if answer.guide:
        guide = tuple(msgspec.structs.replace(line, text=named(line.text)) for line in answer.guide)
        said = msgspec.structs.replace(said, guide=guide)
    return said


# A new screen, and the same screen again


def opening(buffer: Buffer, before: Picture) -> list[str]:
    """A new screen: what it is, its message, what it says, its list."""
    lines = [
        title(buffer),
        *message(buffer.answer, buffer),
        *_fields(buffer, before),
        *rows(buffer),
    ]
    return [line for line in lines if line]


def again(buffer: Buffer, before: Picture) -> list[str]:
    """The same screen after an answer: the message, then what is not as it was."""
    lines = [*message(buffer.answer, buffer), *changes(buffer, before)]
    return lines or [f"{title(buffer)} Nothing changed."]


def changes(buffer: Buffer, before: Picture) -> list[str]:
    """What is not as it was: fields, and the rows of the list; all rows where several changed."""
    lines: list[str] = []
    now = picture(buffer)
    for item in labels.items(buffer):
        differs = any(now.get(s.field.name, "") != before.get(s.field.name, "") for s in item.slots)
        if differs and (item.label or _WORDS.search(item.text)):
            lines.append(f"{item.label}: {item.text or 'empty'}" if item.label else item.text)
    changed = [
        number
        for number in range(len(buffer.list_values))
        if any(text != before.get(name, "") for name, text in now.items() if where_named(name).row == number)
    ]
    gone = any(name not in now for name in before)
    if gone or len(changed) > 1:
        lines += rows(buffer)
    else:
        lines += [row(buffer, number) for number in changed]
    return [line for line in lines if line]


def title(buffer: Buffer) -> str:
    """What the screen is: its name, its title, the subject as its agency calls it."""
    drawing, said = buffer.drawing, buffer.answer.title or buffer.drawing.title
    if not buffer.answer.case:
        return f"{drawing.transaction}, {said}."
    kind: type[SubjectFacts] = (find(drawing.agency) if drawing.agency else first()).load("facts")
    return f"{drawing.transaction}, {said}, {kind.called()} {buffer.answer.case}."


def _fields(buffer: Buffer, before: Picture) -> list[str]:
    """The fields that say something, and by name those that wait to be keyed."""
    lines: list[str] = []
    empty: list[str] = []
    same_case = before.get("case") == buffer.answer.case and bool(buffer.answer.case)
    for item in labels.items(buffer):
        if item.entry and not item.own:
            empty.append(item.label)
        if item.text and not _heard(item, buffer, before, same_case=same_case):
            lines.append(f"{item.label}: {item.text}" if item.label else item.text)
    if not buffer.drawing.lists:
        lines += drawn_text(buffer)
    if empty:
        lines.append(f"To key: {', '.join(empty)}.")
    return lines


def _heard(item: labels.Item, buffer: Buffer, before: Picture, *, same_case: bool) -> bool:
    """Whether it need not be said: the case's heading on its next screen, a chart, its number."""
    names = {slot.field.name for slot in item.slots}
    if item.entry:
        return False
    if not item.label and not _WORDS.search(item.text):
        return True
    if names == {"case"} and item.text == buffer.answer.case:
        return True
    unchanged = all(before.get(slot.field.name) == labels.said(buffer, slot) for slot in item.slots)
    return same_case and names <= desk_of(buffer.answer.agency).heading and unchanged


def drawn_text(buffer: Buffer) -> list[str]:
    """The rows of the drawing that hold no field, gaps read as pauses."""
    lines = []
    with_fields = {slot.field.row for slot in buffer.slots()}
    with_fields |= {region.first - 1 for region in buffer.drawing.lists}
    for number, line in enumerate(buffer.drawing.literals, start=FIRST_ROW):
        if line.strip() and number not in with_fields:
            said = ""
            for part in re.split(r"\s{2,}", line.strip()):
                after_word = re.search(r"(^|; )[A-Z][A-Z0-9]{3}$", said)
                said += part if not said else f" {part}" if after_word else f"; {part}"
            lines.append(by_word(buffer.drawing)(said))
    return lines


# Lists


def rows(buffer: Buffer) -> list[str]:
    """The list as shown: how many rows, the columns, each row with its number."""
    region = buffer.layout.region
    if region is None:
        return []
    count = buffer.rows_shown
    shown = list(labels.columns(buffer))
    more = " MORE reads on." if buffer.answer.more_below else ""
    more += " UP goes back." if buffer.answer.more_above else ""
    if len(shown) == 1 and not labels.keyed_column(buffer):
        text = [labels.said(buffer, buffer.slot(shown[0], number)) for number in range(count)]
        return [*(line for line in text if line), *([f"Not the end.{more}"] if more else [])]
    if not count:
        return ["No rows in the list."]
    keyed = [labels.columns(buffer)[name] for name in labels.keyed_columns(buffer)]
    heads = ", ".join(label for _, label in _said_columns(buffer))
    takes = f" Each takes {', '.join(keyed)}." if keyed else ""
    page = f"{count} row{'s' if count > 1 else ''}: {heads}.{takes}{more}"
    lines = [page]
    for number in range(count):
        heading = buffer.list_values[number].heading
        lines += [f"{heading}:"] if heading else []
        lines += [] if _goes_on(buffer, number) else [row(buffer, number)]
    return lines


def _goes_on(buffer: Buffer, number: int) -> bool:
    """Whether a row only goes on with the one above it."""
    continued = {**CONTINUED, **desk_of(buffer.answer.agency).continued}
    column = continued.get(buffer.drawing.name)
    return bool(column) and number > 0 and not labels.said(buffer, buffer.slot(str(column), number))


def _cell(buffer: Buffer, name: str, number: int) -> str:
    """What a column of a row says, with the rows that go on with it."""
    texts = [labels.said(buffer, buffer.slot(name, number))]
    for below in range(number + 1, buffer.rows_shown):
        if not _goes_on(buffer, below):
            break
        texts.append(labels.said(buffer, buffer.slot(name, below)))
    return " ".join(text for text in texts if text)


def _said_columns(buffer: Buffer) -> list[tuple[str, str]]:
    """The columns that are read in a row: those that say something on the page, except for the action."""
    action = labels.keyed_column(buffer)
    shown = range(buffer.rows_shown)
    return [
        (name, label)
        for name, label in labels.columns(buffer).items()
        if name != action
        and name not in SIGNS.get(buffer.drawing.name, ())
        and any(labels.said(buffer, buffer.slot(name, number)) for number in shown)
    ]


def row(buffer: Buffer, number: int) -> str:
    """One row of the list in a line: `3. 03/10, 17000123, DOE, JANE`, columns apart by semicolons."""
    texts = [_cell(buffer, name, number) or NOTHING for name, _ in _said_columns(buffer)]
    while texts and texts[-1] == NOTHING:
        texts.pop()
    action = labels.keyed_column(buffer)
    keyed = labels.said(buffer, buffer.slot(action, number)) if action else ""
    lead = f"{number + 1}. {f'keyed {keyed}; ' if keyed else ''}"
    return lead + ("; ".join(texts) or "empty")


def whole_row(buffer: Buffer, number: int) -> list[str]:
    """A row with the name of every column, empty ones too."""
    lines = [f"Row {number + 1} of {len(buffer.list_values)}."]
    for name, label in labels.columns(buffer).items():
        slot = buffer.slot(name, number)
        lines.append(f"{label}: {_cell(buffer, name, number) or 'empty'}{', to key' if slot.entry else ''}")
    return lines


# Messages


def message(answer: Answer, buffer: Buffer) -> list[str]:
    """What the message line says: the message, and everything found, counted, in words."""
    lines = [answer.message] if answer.message else []
    found = answer.findings
    for number, finding in enumerate(found, start=1):
        lines.append(finding_line(finding, buffer, f"{number} of {len(found)}" if len(found) > 1 else ""))
    return lines


def finding_line(finding: Finding, buffer: Buffer, count: str = "") -> str:
    """`Error 1 of 2, field DATE: what. LA-E521-01. Way out: remedy`."""
    place = place_name(buffer, finding.field)
    start = SEVERITIES[finding.severity] + (f" {count}" if count else "") + (f", {place}" if place else "")
    out = f" Way out: {finding.remedy}" if finding.remedy else ""
    return f"{start}: {sentence(finding.message)} {finding.rule}.{out}"


def explained(answer: Answer, buffer: Buffer) -> list[str]:
    """The message with cause, paragraph and way out of everything found."""
    lines = [answer.message] if answer.message else []
    for number, finding in enumerate(answer.findings, start=1):
        lines.append(finding_line(finding, buffer, f"{number} of {len(answer.findings)}"))
        lines += [f"Cause: {sentence(finding.cause)}"] if finding.cause else []
        lines += [f"See {finding.cite}."] if finding.cite else []
        if finding.reading:
            lines.append(READING)
    return lines or ["No message."]


def place_name(buffer: Buffer, named: str) -> str:
    """How a finding's field is called: `field DATE`, `row 3, OUTCOME`; empty where it names none."""
    where = where_named(named)
    if where.row is not None:
        column = labels.columns(buffer).get(where.field)
        return f"row {where.row + 1}, {column}" if column else ""
    for item in labels.items(buffer):
        if any(slot.field.name == named for slot in item.slots):
            return f"field {item.label or named.upper()}"
    return ""


# Guide, fields, the whole


def flowed(lines: Sequence[str]) -> list[str]:
    """Lines of a page of text: gaps closed, and what was hung under a line's end put behind it."""
    found: list[str] = []
    for line in lines:
        text = " ".join(line.split())
        if found and text and line.startswith(HANGING):
            found[-1] += f" {text}"
        elif text:
            found.append(text)
    return found


def next_step(guide: Sequence[GuideLine]) -> list[str]:
    """The guide's first step in a line: what, by when, and the command that leads there."""
    if not guide or guide[0].text != "NEXT STEP":
        return []
    parts: list[str] = []
    for line in guide[1:]:
        if not line.text:
            break
        if line.style == "heading" or line.text.startswith("By "):
            parts.append(line.text.rstrip("."))
        elif line.style == "key":
            parts.append(f"type {line.text.removeprefix('===>').strip()}")
    return [f"Next step: {'; '.join(parts)}."] if parts else []


def field(buffer: Buffer, slot: Slot, label: str) -> list[str]:
    """A field with all that is known of it."""
    found = slot.field
    kind = _KINDS[found.kind]
    size = f"{found.size} characters" if found.size > 1 else "1 character"
    takes = f"Takes {kind}, at most {size}{', required' if found.required else ''}." if slot.entry else ""
    lines = [
        f"{label}: {labels.said(buffer, slot) or 'empty'}{'' if slot.entry else ', not to be keyed'}",
        takes,
    ]
    lines += [by_word(buffer.drawing)(found.help), f"See {found.cite}." if found.cite else ""]
    lines.append(f"CHOICES {label} lists its values." if found.codes and slot.entry else "")
    return [clean(line) for line in lines if line]


def whole(buffer: Buffer) -> list[str]:
    """Everything on the screen: drawing, fields, empty ones too, list, message, guide, keys."""
    lines = [title(buffer), *message(buffer.answer, buffer)]
    lines += [
        f"{item.label}: {item.text or 'empty'}{', to key' if item.entry else ''}".lstrip(": ")
        for item in labels.items(buffer)
        if item.text or item.entry
    ]
    lines += [*drawn_text(buffer), *rows(buffer)]
    lines += [line.text for line in buffer.guide if line.text]
    keys = [f"F{key.number} {key.label}" for key in legend_keys(buffer.drawing)]
    return [line for line in [*lines, f"Keys: {', '.join(keys)}."] if line]


def where(buffer: Buffer, unsent: Sequence[str]) -> list[str]:
    """Which screen and field, which case, store, worker and date, and what waits to be sent."""
    status = buffer.status
    at = buffer.slot_at(*buffer.cursor)
    place = place_name(buffer, at[0].where.named) if at is not None else ""
    store = f"{'Practice store' if status.training else 'Store'} {status.store}." if status.store else ""
    lines = [
        title(buffer),
        f"At {place}." if place else "",
        f"Case in hand {status.case}." if status.case and status.case != buffer.answer.case else "",
        f"Worker {status.worker}, {status.business_date}. {store}"
        if status.worker
        else "Nobody has signed on.",
        f"Keyed and not sent: {', '.join(unsent)}." if unsent else "Nothing keyed waits to be sent.",
    ]
    return [line for line in lines if line]


def news(answer: Answer, before: Answer) -> list[str]:
    """The message of a screen that a text lay over, where it is another than before."""
    return [answer.message] if answer.message not in ("", before.message) else []
