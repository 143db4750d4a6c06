"""A worker at the desk without a terminal: types into fields, presses keys, reads the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from cstui.acts.base import Act
from cstui.acts.perform import Receipt
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer, Where
from cstui.desk.drawing import load_drawing
from cstui.desk.session import DeskSession
from cstui.store import facts, reads
from cstui.store.engine import Store
from cstui.workplace import Workplace

TODAY = date(2026, 3, 2)
"""The business date of the office: a Monday."""
MOMENT = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


class Desk:
    """One signed-on session over a store; `answer` is the screen in hand."""

    def __init__(
        self,
        store: Store,
        worker: str = "17001",
        rows: int = 24,
        columns: int = 80,
        *,
        drafts: Path | None = None,
        progress: Path | None = None,
        clock: Callable[[], datetime] = lambda: MOMENT,
    ) -> None:
        self.store = store
        self.place = Workplace(store, clock)
        self.session = DeskSession(lambda: self.place, drafts=drafts, progress=progress)
        self.buffer = Buffer(columns, rows)
        self._show(self.session.start())
        self.type("worker", worker).key("enter")

    def _show(self, answer: Answer) -> None:
        self.answer = answer
        self.buffer.show(load_drawing(answer.screen, answer.agency), answer, self.session.status())

    def type(self, field: str, text: str, row: int | None = None) -> Desk:
        """Type over a field, erasing what was there; the cursor stays in the field."""
        place = self.buffer.slot(field, row).place(0)
        self.buffer.cursor = place
        self.buffer.erase_eof()
        self.buffer.type(text)
        self.buffer.cursor = place
        return self

    def at(self, field: str, row: int | None = None) -> Desk:
        """Put the cursor on a field."""
        self.buffer.cursor = self.buffer.slot(field, row).place(0)
        return self

    def key(self, aid: str) -> Desk:
        """Press Enter, a PF key or Clear."""
        self._show(self.session.handle(self.buffer.request(Aid(aid))))
        return self

    def leave_field(self) -> Desk:
        """What the terminal does when the cursor leaves a field that was typed into."""
        self.session.noted(self.buffer.request(Aid.ENTER))
        return self

    def command(self, line: str) -> Desk:
        """Type on the command line and press Enter; the cursor is there."""
        return self.type("command", line).key("enter")

    @property
    def screen(self) -> str:
        return self.answer.screen

    @property
    def rules(self) -> list[str]:
        """The rules of what was found, in order."""
        return [finding.rule for finding in self.answer.findings]

    @property
    def fields(self) -> list[str]:
        """The fields that what was found is about."""
        return [finding.field for finding in self.answer.findings]

    def value(self, field: str, row: int | None = None) -> str:
        """What a field shows."""
        return self.buffer.value(field, row)

    def column(self, name: str) -> list[str]:
        """A column of the list as answered."""
        return [row.values.get(name, "") for row in self.buffer.list_values]

    def where(self) -> Where | None:
        """The field under the cursor."""
        found = self.buffer.slot_at(*self.buffer.cursor)
        return found[0].where if found else None

    def shown(self) -> str:
        """Everything that an answer puts on the screen, as text."""
        answer = self.answer
        parts = [*answer.values.values(), answer.message, *(line.text for line in answer.guide)]
        parts += [value for row in answer.rows for value in row.values.values()]
        parts += [line.text for row in answer.rows for line in row.guide]
        parts += [str(finding) for finding in answer.findings]
        return "\n".join(parts)

    def case(self, number: str) -> Case:
        """The case as the store has it."""
        with self.store.read() as session:
            found = facts.read_facts(session, Facts, number)
        assert found is not None
        return found.case

    def log(self, number: str) -> list[str]:
        """The case's log, newest first: action and text."""
        with self.store.read() as session:
            return [
                f"{row.action} {row.text}" for row in reads.activities(session, f"case {number}", limit=500)
            ]

    def written(self) -> int:
        """How many receipts and activities the store holds: what a refused entry must not raise."""
        with self.store.read() as session:
            return sum(
                session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
                for table in ("receipt", "activity")
            )

    def do(self, act: Act, on: date = TODAY, actor: str = "") -> Receipt:
        """Do an act without the desk, as another worker or on an earlier day."""
        outcome = self.place.performer.perform(
            act, actor=actor or ("17001" if "worker" in act.roles else act.sender), on=on
        )
        assert isinstance(outcome, Receipt), outcome
        return outcome
