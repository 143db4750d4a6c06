"""A worker of any agency at the desk, without a terminal, on given subjects and a day of the test's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar, Self

from cstui.agency import Manifest
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.desk.session import DeskSession
from cstui.policy.records import Record
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, load
from cstui.scenario.read import read_scenario
from cstui.store.engine import MEMORY, Store, create_store
from cstui.workplace import Workplace


def store_of(
    agency: Manifest, name: str, given: Sequence[Record] = (), target: str | Path = MEMORY
) -> tuple[Store, date, Mapping[str, object]]:
    """A store with what a scenario gives, and more; its first day and its parameters.

    In memory it is a copy of one that is made once for all tests.
    """
    if target == MEMORY and not given:
        made, on, parameters = _made(agency, name)
        return made.clone_memory(), on, parameters
    return _store_of(agency, name, given, target)


@cache
def _made(agency: Manifest, name: str) -> tuple[Store, date, Mapping[str, object]]:
    return _store_of(agency, name, (), MEMORY)


def _store_of(
    agency: Manifest, name: str, given: Sequence[Record], target: str | Path
) -> tuple[Store, date, Mapping[str, object]]:
    path = next(path for path in agency.files("scenarios") if path.stem == name)
    scenario = read_scenario(path)
    store = create_store(target, name="PRACTICE", business_date=scenario.starts, agencies=[agency])
    rules = load_rulebook(agency.name).valued(scenario.parameters)
    clock = PlayedClock(scenario.starts)
    load(store, [*scenario.given, *given], rules, scenario.starts, clock, "Given by a test.")
    return store, scenario.starts, scenario.parameters


class AgencyDesk(ScriptedUser):
    """One signed-on session of the worker `first`, or another one."""

    agency: ClassVar[Manifest]
    first: ClassVar[str]

    def __init__(
        self,
        store: Store,
        on: date,
        worker: str = "",
        parameters: Mapping[str, object] | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        rules = load_rulebook(self.agency.name).valued(parameters or {})  # type: ignore[arg-type]
        clock = PlayedClock(on)
        self.place = Workplace(store, clock, rules)
        super().__init__(DeskSession(lambda: self.place, agencies=[self.agency]), *size)
        self.enter(worker=worker or self.first)

    def key(self, key: str, **fields: str) -> Self:
        """Fill fields (`action_0` is the column of a list's first line) and press a key."""
        columns = {field.name for field in self.buffer.drawing.listed}
        for name, text in fields.items():
            column, _, row = name.rpartition("_")
            if row.isdigit() and column in columns:
                self.fill(column, text, int(row))
            else:
                self.fill(name, text)
        self.press(key)
        return self

    def enter(self, **fields: str) -> Self:
        return self.key("enter", **fields)

    def command(self, line: str) -> Self:
        return self.key("enter", command=line)

    @property
    def rules(self) -> list[str]:
        """The rules of what was found, in order."""
        return [finding.rule for finding in self.answer.findings]

    @property
    def at(self) -> str:
        """The field under the cursor."""
        found = self.buffer.slot_at(*self.buffer.cursor)
        return found[0].where.named if found else ""

    def value(self, name: str) -> str:
        return self.buffer.value(name)

    def column(self, name: str) -> list[str]:
        return [row.values.get(name, "") for row in self.answer.rows]

    def guide(self) -> str:
        return "\n".join(line.text for line in self.answer.guide)
