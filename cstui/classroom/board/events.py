"""What a trainer can let happen: read from `data/classroom/events.toml`, strictly, and made a control."""

from __future__ import annotations

from functools import cache

import msgspec

from cstui.acts.registry import acts_of
from cstui.classroom.seats.protocol import Inject
from cstui.content import Content, Source, root
from cstui.scenario.shapes import Value

FILE = "data/louisiana/classroom/events.toml"
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
def events() -> tuple[TrainerEvent, ...]:
    """What can happen, in the order of the file; ContentError for the first fault in it."""
    return read_events(Source(root() / FILE))


def read_events(source: Source) -> tuple[TrainerEvent, ...]:
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
        if one.act not in acts_of():
            raise source.error(f"{place}.act", f"there is no act {one.act}; `cstui acts` lists them")
        takes = acts_of()[one.act].__struct_fields__
        for name in one.given:
            if name not in takes:
                raise source.error(f"{place}.with", f"{one.act} takes no {name}; it takes {', '.join(takes)}")
    return found
