"""Every screen can be heard and keyed line by line: no field is out of reach, none is left out."""

from __future__ import annotations

import pytest

from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Answer, Row
from cstui.desk.drawing import drawing_names, load_drawing
from cstui.desk.linear import labels, speech


def shown(name: str) -> Buffer:
    """The screen with its own number in every field, and two rows in its list."""
    drawing = load_drawing(name)
    texts = {field.name: str(number)[-field.width :] for number, field in enumerate(drawing.fields, 10)}
    rows = tuple(Row(key=str(number), values=texts) for number in (1, 2)) if drawing.lists else ()
    buffer = Buffer()
    buffer.show(drawing, Answer(screen=name, values=texts, rows=rows))
    return buffer


@pytest.mark.parametrize("name", drawing_names())
def test_everything_on_it_is_read(name: str) -> None:
    """READ says every field, and ROW every column of a row, under one name each."""
    buffer = shown(name)
    said = " ".join(speech.whole(buffer))
    for slot in buffer.slots():
        if slot.row is None and slot.field.name != "command" and not slot.field.hidden:
            assert slot.text in said, slot.field.name
    called = list(labels.columns(buffer).values())
    assert len(called) == len(set(called))
    if buffer.list_values:
        assert len(speech.whole_row(buffer, 0)) == 1 + len(called)


@pytest.mark.parametrize("name", drawing_names())
def test_every_entry_field_has_a_name_of_its_own(name: str) -> None:
    """Each can be keyed by the label that is said for it."""
    buffer = shown(name)
    names = labels.names(buffer)
    entries = [slot for slot in buffer.slots() if slot.entry and slot.row is None]
    reached = {names[item.label.upper()].field.name for item in labels.entries(buffer)}
    reached |= {names[slot.field.name.upper()].field.name for slot in entries if slot.field.name != "command"}
    assert reached == {slot.field.name for slot in entries} - {"command"}
    said = [item.label for item in labels.entries(buffer)]
    assert len(said) == len(set(said))
    assert all(said)
