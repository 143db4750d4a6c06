"""Acts on a reliability check: draw the cases, say of each whether its count is right."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, decided, entered, next_seq, numbered
from cstui.agencies.federal.acts.base import ProgramAct, check_report
from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.facts import ProgramFacts
from cstui.agencies.federal.records import Sample, SampleCase
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class FedDrawSample(ProgramAct, frozen=True, kw_only=True):
    """Keep a random sample of the items of a line of a report, for a reliability check.

    `keys` are those that `seed` draws of the line's `population` items.
    """

    label: ClassVar[str] = "sample drawn"
    way_out: ClassVar[str] = "Draw another sample."

    report: int
    line: str
    population: int
    keys: list[str]
    seed: int

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        report = check_report(checks, facts, self.report, "draft", "signed", "submitted", "replaced")
        if report is None:
            return decided(checks)
        line = lines.edition_of(report.edition).by_number.get(self.line)
        unit = line.unit if line is not None else ""
        if not checks.holds("FED-SMP-01", bool(unit), "line", line=self.line) or not unit:
            return decided(checks)
        once = len(set(self.keys)) == len(self.keys)
        checks.holds("FED-SMP-02", once and 0 < len(self.keys) <= self.population, "keys")
        seq, first = next_seq(facts.file.samples), next_seq(facts.file.sampled)
        sample = Sample(
            program=self.program,
            seq=seq,
            report=self.report,
            line=self.line,
            population=self.population,
            size=len(self.keys),
            seed=self.seed,
            drawn_on=on,
        )
        cases = [
            SampleCase(program=self.program, seq=first + place, sample=seq, unit=unit, key=key)
            for place, key in enumerate(self.keys)
        ]
        text = f"Sample {seq}: {len(cases):,} of the {self.population:,} items of line {self.line}."
        return entered(checks, self, "SD", [Add(sample), *map(Add, cases)], text)


class FedAnswerSample(ProgramAct, frozen=True, kw_only=True):
    """Say whether what the report counted of a sampled case is what its record shows, also again."""

    label: ClassVar[str] = "sampled case read"
    way_out: ClassVar[str] = "Answer it again."

    item: int
    agrees: Literal["Y", "N"]
    note: str = ""

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = numbered(checks, self.program, facts.file.sampled, self.item, "sampled case", "action")
        if found is None:
            return decided(checks)
        checks.holds("FED-SMP-03", self.agrees == "Y" or bool(self.note.strip()), "note")
        said = "right" if self.agrees == "Y" else f"wrong: {self.note.strip()}"
        change = changed(found, agrees=self.agrees, note=self.note.strip(), answered_on=on)
        return entered(checks, self, "SA", [change], f"Sample {found.sample}, {found.key}: {said}.")
