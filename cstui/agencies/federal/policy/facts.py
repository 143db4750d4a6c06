"""The frozen picture that policy reads of a program."""

from __future__ import annotations

from typing import ClassVar

from cstui.agencies.federal.records import Entered, QuickCase, Report, Sample, SampleCase, StateProgram
from cstui.policy.facts import SubjectFacts, SubjectFile
from cstui.policy.records import Reminder


class ProgramFile(SubjectFile, frozen=True, kw_only=True):
    """One program with everything that policy reads; each tuple in order of sequence number."""

    program: StateProgram
    reports: tuple[Report, ...] = ()
    entered: tuple[Entered, ...] = ()
    quick: tuple[QuickCase, ...] = ()
    samples: tuple[Sample, ...] = ()
    sampled: tuple[SampleCase, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    def report(self, seq: int) -> Report | None:
        """The report of that number, or None."""
        return next((report for report in self.reports if report.seq == seq), None)

    def of_year(self, year: int) -> tuple[Report, ...]:
        """The reports of a fiscal year that were not dropped, oldest first."""
        return tuple(one for one in self.reports if one.fiscal_year == year and one.status != "dropped")

    def submitted(self, year: int) -> Report | None:
        """The report of a fiscal year that the federal office has: the last submitted one."""
        found = [one for one in self.of_year(year) if one.status == "submitted"]
        return found[-1] if found else None


class ProgramFacts(SubjectFacts, frozen=True, kw_only=True):
    """What policy reads of one program; each stands alone."""

    kind: ClassVar[str] = "fed.program"

    file: ProgramFile
