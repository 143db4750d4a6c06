"""What a trainer can let happen: strictly read from the agency's `classroom/events.toml`, made a control."""

from __future__ import annotations

from functools import cache

import msgspec

from cstui.acts.registry import act_named
from cstui.agency import find
from cstui.classroom.seats.protocol import Inject
from cstui.content import Content, Source
from cstui.scenario.shapes import Value

FOLDER, FILE = "classroom", "events.toml"
TRAINER = "TRAINER"
"""Who has done it where nobody else is named: never the learner."""


class TrainerEvent(Content, frozen=True, kw_only=True):
    """One thing that can happen. `asks` is the question whose answer is `{text}`, `text` its default."""

    id: str
    title: str
    about: str
    tells: str
    act: str = ""
    actor: str = TRAINER
    given: dict[str, Value] = msgspec.field(name="with", default_factory=dict)
    asks: str = ""
    text: str = ""

    def control(self, case: str, text: str) -> Inject:
        """The control that lets it happen: on `case`, or the seat's case in hand where that is empty."""
        said = text.strip() or self.text
        return Inject(
            act=self.act,
            given={
                name: value.replace("{text}", said) if isinstance(value, str) else value
                for name, value in self.given.items()
            },
            actor=self.actor,
            tells=self.tells.replace("{text}", said).strip(),
            case=case,
        )


class _File(Content, frozen=True, kw_only=True):
    event: tuple[TrainerEvent, ...]


@cache
def events(agency: str) -> tuple[TrainerEvent, ...]:
    """What can happen in an agency's lessons, in the order of its file; ContentError for the first fault."""
    files = find(agency).files(FOLDER, FILE)
    return tuple(event for file in files for event in read_events(Source(file), agency))


def read_events(source: Source, agency: str) -> tuple[TrainerEvent, ...]:
    """The events of a file; ContentError with its line for an unknown act or input, or a doubled id."""
    found = source.read(_File).event
    known: set[str] = set()
    for at, one in enumerate(found):
        place = f"$.event[{at}]"
        if one.id in known:
            raise source.error(f"{place}.id", f"{one.id} is there twice; give it another id")
        known.add(one.id)
        if not one.act:
            if one.given:
                raise source.error(f"{place}.with", "inputs without an act; name the act or take them out")
            continue
        act = act_named(one.act, agency)
        if act is None:
            raise source.error(f"{place}.act", f"there is no act {one.act}; `cstui acts` lists them")
        takes = act.__struct_fields__
        for name in one.given:
            if name not in takes:
                raise source.error(f"{place}.with", f"{one.act} takes no {name}; it takes {', '.join(takes)}")
    return found
