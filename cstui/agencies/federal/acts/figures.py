"""Acts on what is not counted: entered figures, enforcement requests, and setting them aside."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import LATER, Act, added, changed, check_said, decided, entered, next_seq, numbered
from cstui.agencies.federal.acts.base import ProgramAct
from cstui.agencies.federal.policy import form, lines
from cstui.agencies.federal.policy.facts import ProgramFacts
from cstui.agencies.federal.records import Entered, QuickCase
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.formats import Cents
from cstui.policy.rulebook import Checks, Rulebook


class FedEnterFigure(ProgramAct, frozen=True, kw_only=True):
    """Enter a figure of a fiscal year that no case gives: births, staff, collections and expenditures.

    `line` is that of the form, or collections or expenditures. `value` is a count or cents; of staff it is
    worked out from `full_time` and the `hours` that all part-time staff worked. A figure of an earlier year,
    as it was filed, is entered the same way.
    """

    label: ClassVar[str] = "figure entered"

    fiscal_year: int
    line: str
    column: str = "a"
    value: Cents = 0
    full_time: int = 0
    hours: int = 0

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, year = Checks(rules), self.fiscal_year
        found = _line(year, self.line)
        there = self.line in form.OUTLAYS or (found is not None and self.column in found.columns)
        if not checks.holds("FED-ENT-01", there, "line", line=self.line, column=self.column, year=year):
            return decided(checks)
        amounts = (self.value, self.full_time, self.hours)
        checks.holds("FED-ENT-02", min(amounts) >= 0, "value")
        counted = found is not None and bool(found.unit)
        filed_here = any(one.status in ("signed", "submitted") for one in facts.file.of_year(year))
        checks.holds(
            "FED-ENT-03", not counted or not facts.file.of_year(year), "line", line=self.line, year=year
        )
        checks.holds("FED-ENT-04", not filed_here, "line", year=year)
        staff = found is not None and found.kind == "fte"
        value = form.fte(self.full_time, self.hours) if staff and not self.value else self.value
        row = Entered(
            program=self.program,
            seq=next_seq(facts.file.entered),
            fiscal_year=year,
            line=self.line,
            column=self.column,
            value=value,
            full_time=self.full_time,
            hours=self.hours,
            entered_on=on,
            entered_by=actor,
        )
        said = form.said(found, value) if found is not None else form.money_said(value)
        named = f"Line {self.line} ({self.column})" if found is not None else self.line.capitalize()
        return entered(checks, self, "FE", [Add(row)], f"{named} of fiscal year {year} entered: {said}.")

    def taken_back(self, facts: ProgramFacts, effects: Effects) -> tuple[Act, ...]:
        seq = added(effects, Entered)[0].seq
        return (FedSetAside(program=self.program, what="figure", seq=seq, why=LATER),)


def _line(year: int, number: str) -> lines.Line | None:
    edition = lines.fitting(year)
    return edition.by_number.get(number) if edition is not None else None


class FedRecordQuickCase(ProgramAct, frozen=True, kw_only=True):
    """Record a case of an administrative enforcement request of another State, or a collection for it.

    A batch with several cases is recorded case by case (line 40 counts cases).
    """

    label: ClassVar[str] = "enforcement request"

    number: str
    other: str = ""
    kind: Literal["request", "collection"] = "request"
    on: date
    cents: Cents = 0

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        number = check_said(checks, self.number, "number", "NUMBER")
        checks.holds("FED-QCK-01", self.on <= on, "on", on=self.on, today=on)
        asked = [one for one in facts.file.quick if one.standing and one.number == number]
        other = self.other or (asked[0].other if asked else "")
        if self.kind == "collection":
            checks.holds("FED-QCK-02", bool(asked), "number", number=number)
            checks.holds("FED-QCK-03", self.cents > 0, "cents")
        else:
            checks.holds("FED-QCK-04", len(other) == 2 and other.isupper(), "other", other=other)
        row = QuickCase(
            program=self.program,
            seq=next_seq(facts.file.quick),
            number=number,
            other=other,
            kind=self.kind,
            on=self.on,
            cents=self.cents,
            entered_on=on,
        )
        said = f"collection of {form.money_said(self.cents)}" if self.kind == "collection" else "request"
        text = f"Administrative enforcement {number} of {other}: {said}, {self.on:%m/%d/%Y}."
        return entered(checks, self, "QC", [Add(row)], text)

    def taken_back(self, facts: ProgramFacts, effects: Effects) -> tuple[Act, ...]:
        seq = added(effects, QuickCase)[0].seq
        return (FedSetAside(program=self.program, what="request", seq=seq, why=LATER),)


class FedSetAside(ProgramAct, frozen=True, kw_only=True):
    """Set aside a figure or an enforcement request that was entered by mistake; it stays on record."""

    label: ClassVar[str] = "entry set aside"
    way_out: ClassVar[str] = "Enter it again."

    what: Literal["figure", "request"]
    seq: int
    why: str

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        why = check_said(checks, self.why, "why", "WHY")
        rows: tuple[Entered, ...] | tuple[QuickCase, ...] = (
            facts.file.entered if self.what == "figure" else facts.file.quick
        )
        standing = [row for row in rows if row.standing]
        found = numbered(checks, self.program, standing, self.seq, self.what, "action")
        if found is None:
            return decided(checks)
        text = f"{self.what.capitalize()} {self.seq} set aside: {why}"
        return entered(checks, self, "CE", [changed(found, standing=False)], text)
