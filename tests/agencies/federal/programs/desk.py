"""An analyst at the desk, on a store with drawn cases of Louisiana, before the report is due."""

from __future__ import annotations

from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.records import Report
from cstui.agency import find
from cstui.store.engine import MEMORY, Store, create_store
from cstui.store.writing import bulk_load
from tests.agencies.desk import AgencyDesk
from tests.agencies.federal import drawn, given, stored

AGENCIES = (find("louisiana"), find("federal"))


class Desk(AgencyDesk):
    """One signed-on session of the analyst."""

    agency, first = find("federal"), given.ANALYST

    def file(self) -> ProgramFile:
        """The program as the store has it."""
        found: ProgramFile = self.place.performer.facts(given.PROGRAM, on=self.place.business_date()).file
        return found

    @property
    def report(self) -> Report:
        """The report that was begun last."""
        return self.file().reports[-1]

    def pages(self) -> list[dict[str, str]]:
        """The values of all rows from this page on, by their columns, each with its `key`."""
        rows = [{**row.values, "key": row.key} for row in self.answer.rows]
        while self.answer.more_below:
            self.press("pf8")
            rows += [{**row.values, "key": row.key} for row in self.answer.rows]
        return rows

    def row(self, key: str) -> int:
        """Where the row of that key is, on this page or a later one."""
        while key not in [row.key for row in self.answer.rows]:
            self.press("pf8")
        return [row.key for row in self.answer.rows].index(key)


def counted_store(caseloads: int = 20) -> Store:
    """A store in which the report of the year was counted at the desk."""
    store = create_store(MEMORY, name="PRACTICE", business_date=stored.ON, agencies=AGENCIES)
    drawn_cases = stored.records(drawn.batch(12, caseloads))
    bulk_load(store, [*given.offices(), given.program(), *drawn_cases])
    Desk(store, stored.ON).command("O157 LA").command("COUNT")
    return store
