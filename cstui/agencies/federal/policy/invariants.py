"""What the instructions forbid, said of the facts themselves: no sequence of acts may reach such a state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from cstui.agencies.federal.policy.facts import ProgramFacts, ProgramFile
from cstui.policy.invariants import Broken, Invariants
from cstui.policy.rulebook import Rulebook

LISTS = ("reports", "entered", "quick", "samples", "sampled")
FROZEN = ("fiscal_year", "edition", "choices", "figures", "digest", "director", "signed_on")
"""What a signed report keeps as it is."""


def _reports(file: ProgramFile, rules: Rulebook) -> Iterator[str]:
    for report in file.reports:
        signed = report.status in ("signed", "submitted", "replaced")
        if signed and not (report.director and report.signed_on and report.digest is not None):
            yield "a report is signed without a director or a date"
        if report.status in ("submitted", "replaced") and report.submitted_on is None:
            yield "a report is submitted without a date"
    if max(Counter(r.fiscal_year for r in file.reports if r.status == "submitted").values(), default=0) > 1:
        yield "two submitted reports of one year"
    if max(Counter(r.fiscal_year for r in file.reports if r.status == "counting").values(), default=0) > 1:
        yield "two counts of one year at a time"


def _samples(file: ProgramFile, rules: Rulebook) -> Iterator[str]:
    for sample in file.samples:
        if sum(one.sample == sample.seq for one in file.sampled) != sample.size:
            yield "a sample has another size than its cases"


def _forbidden(before: ProgramFacts, after: ProgramFacts, on: date) -> tuple[Broken, ...]:
    old, new = before.file, after.file
    found = [
        f"a record of {name} was erased"
        for name in LISTS
        if len(getattr(new, name)) < len(getattr(old, name))
    ]
    for was, now in zip(old.reports, new.reports, strict=False):
        if was.signed_on is not None and any(getattr(was, name) != getattr(now, name) for name in FROZEN):
            found.append("a signed report changed")
    if new != old and new.version <= old.version:
        found.append("the program changed without a new version")
    return tuple(Broken(new.key, said, "OCSE-157 General Instructions 6") for said in found)


INVARIANTS = Invariants(
    sentences=(
        (_reports, "OCSE-157 General Instructions 1 and 6"),
        (_samples, "DC-00-77"),
    ),
    reads=lambda facts: (),
    forbidden=_forbidden,
)
