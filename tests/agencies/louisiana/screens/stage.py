"""The store that the pictures are taken of, and the hands that type on a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec
from textual import events

from cstui.acts.perform import Receipt
from cstui.acts.persons import ChangeEmployer
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.desk.app import DeskApp
from cstui.desk.drawing import load_drawing
from cstui.desk.keyboard import load_keymap
from cstui.desk.session import DeskSession
from cstui.policy.effects import Refused
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import MEMORY, Store
from cstui.store.facts import read_facts
from cstui.workplace import Workplace
from tests.agencies.louisiana.interfaces.files import benefit, file, good_cause

START = date(2026, 3, 3)
"""A Tuesday: the business date of every picture."""
MUCH = "17000218"
"""The case with much on it: two children, an order, a report, notes, contacts, forms."""
LITTLE = "17000229"
"""The case with nothing on it but that it was loaded."""

_LONG = (
    "She called from her sister's in Riverbend. She has moved, the bus does not run before nine, and she "
    "asks for a morning after the 16th. She will bring the birth certificate of the younger child and the "
    "card of the genetic laboratory; she has not had the letter of the 20th."
)
_ACTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("add-note", {"text": _LONG}),
    ("add-note", {"text": "Señora Ibáñez 田中 asks [bold]not[/bold] to be called at work."}),
    ("record-contact", {"how": "C", "about": "AP", "on": START, "text": _LONG, "promised": "Comes Monday"}),
    ("record-contact", {"how": "W", "about": "OT", "on": date(2026, 2, 27), "text": "Left papers."}),
    ("record-contact", {"how": "M", "about": "AP", "on": date(2026, 2, 20), "initiative": False}),
    ("schedule-appointment", {"purpose": "SI", "on": date(2026, 3, 17), "at": "09:40"}),
)


def clock() -> datetime:
    """Nine in the morning of the first day, always."""
    return datetime(START.year, START.month, START.day, 15, tzinfo=UTC)


def crowded_store() -> Store:
    """The practice store of the first day in memory, with more on the case MUCH."""
    store = create_practice_store(MEMORY, clock=clock, start=START)
    performer = Workplace(store, clock).performer
    for name, inputs in _ACTS:
        act = msgspec.convert({"case": MUCH, **inputs}, acts_of()[name])
        outcome = performer.perform(act, actor="17001", on=START)
        assert not isinstance(outcome, Refused), outcome
    return store


def nothing_more(store: Store) -> None:
    """The store as it is."""


def set_aside(store: Store) -> None:
    """A file of IV-A whose records could not be taken: five of them wait."""
    known, unknown = int(MUCH), 17000999
    lines = (
        benefit(unknown, "applied", date(2026, 2, 20)),
        benefit(known, "closing", date(2026, 2, 27)),
        benefit(900555001, "closed", date(2026, 3, 1), by="A", reason="NC"),
        good_cause(known, "claimed", date(2026, 2, 12), reason="77"),
        "Z this line | is of no kind that anybody knows",
    )
    performer = Workplace(store, clock).performer
    assert len(UPDATES.take_in(performer, UPDATES.read(file(*lines))).aside) == len(lines)


async def press(app: DeskApp, keys: Sequence[str]) -> None:
    """Press `keys` in order: a name of the keymap is that key, `at:FIELD` or `at:FIELD.ROW` is the mouse
    on the field's first character, `meanwhile` is somebody else at work, everything else is typed letter
    by letter."""
    for key in keys:
        if key.startswith("at:"):
            await app.settled()
            name, _, row = key.removeprefix("at:").partition(".")
            app.space.buffer.click(*app.space.buffer.slot(name, int(row) if row else None).place(0))
        elif key == "meanwhile":
            await app.settled()
            _meanwhile(app)
        elif key in load_keymap().operations:
            app.space.post_message(events.Key(key, None))
            if key == "enter":  # what is typed ahead of an error would be dropped
                await app.settled()
        else:
            for letter in key:
                app.space.post_message(events.Key(letter, letter))
    await app.settled()


def _meanwhile(app: DeskApp) -> None:
    """Worker 17002 changes the place of work of the CP of MUCH while the screen is shown."""
    assert isinstance(app.host, DeskSession)
    performer = app.host._workplace().performer
    with performer.store.read() as session:
        found = read_facts(session, Facts, MUCH)
    assert found is not None
    act = ChangeEmployer(person=found.cp.number, employer="RIVER MILLS")
    assert isinstance(performer.perform(act, actor="17002", on=START), Receipt)


def list_rows(screen: str, rows: int) -> int:
    """How many rows of the screen's list a terminal of `rows` shows."""
    lists = load_drawing(screen).lists
    return lists[0].height + rows - 24 if lists else 0
