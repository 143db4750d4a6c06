"""Papers and the results of a class, as `print` and `classroom` print them."""

from __future__ import annotations

from datetime import date

from cstui.classroom.results.achieved import ClassResult, Mastery, RuleCovered, RuleRefused
from cstui.commandline.shapes.base import Shape


class PrintOut(Shape, frozen=True, kw_only=True):
    """`cstui print`: what was printed. `file` is null where the text came back in `text`.

    `pages` is 0 where there was nothing to print; `logged` counts the entries made in the log.
    """

    what: str
    on: date
    file: str | None
    pages: int
    logged: int
    text: str | None


class ClassroomResultsOut(Shape, frozen=True, kw_only=True):
    """`cstui classroom results`: each class seat by seat, the rules that refused in all of them, and how each
    learner stands with the rules that were practiced."""

    classes: tuple[ClassResult, ...]
    refused: tuple[RuleRefused, ...]
    mastery: tuple[Mastery, ...] = ()


class CoverageOut(Shape, frozen=True, kw_only=True):
    """`cstui classroom coverage`: every rule with the lessons that teach it; those of none come first."""

    lessons: tuple[str, ...]
    rules: tuple[RuleCovered, ...]
