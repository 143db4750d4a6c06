"""Reports, papers and the results of a class, as `report`, `print` and `classroom` print them."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana.reports.lem4145r1 import Line
from cstui.classroom.results.achieved import ClassResult, RuleCovered, RuleRefused
from cstui.commandline.shapes.base import Shape


class Lem4145r1Out(Shape, frozen=True, kw_only=True):
    """`cstui report lem4145r1`: cases with non-cooperation as of `on`, in the order of what may be done.

    `counts` are the lines of each `doing`; `office` and `worker` say whose cases, both null for all.
    """

    on: date
    office: str | None
    worker: str | None
    counts: dict[str, int]
    lines: tuple[Line, ...]


class PrintOut(Shape, frozen=True, kw_only=True):
    """`cstui print`: what was printed. `file` is null where the text came back in `text`.

    `pages` is 0 where there was nothing to print; `logged` counts the entries made in CALO.
    """

    what: str
    on: date
    file: str | None
    pages: int
    logged: int
    text: str | None


class ClassroomResultsOut(Shape, frozen=True, kw_only=True):
    """`cstui classroom results`: each class seat by seat, and the rules that refused in all of them."""

    classes: tuple[ClassResult, ...]
    refused: tuple[RuleRefused, ...]


class CoverageOut(Shape, frozen=True, kw_only=True):
    """`cstui classroom coverage`: every rule with the lessons that teach it; those of none come first."""

    lessons: tuple[str, ...]
    rules: tuple[RuleCovered, ...]
