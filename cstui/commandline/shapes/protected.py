"""Shapes of `cstui protected`."""

from __future__ import annotations

from datetime import date

from cstui.commandline.shapes.base import Shape


class ProtectedPrintOut(Shape, frozen=True, kw_only=True):
    """A print or export that shows protected data: of which kind, about whom, why, when and by whom made.

    `days` is how old it is. `destroyed_on` is null until its destruction is recorded.
    """

    number: int
    kind: str
    about: str
    what: str
    reason: str
    made_on: date
    made_by: str
    days: int
    destroyed_on: date | None
    destroyed_by: str
    destroyed_how: str


class ProtectedOut(Shape, frozen=True, kw_only=True):
    """`cstui protected list`: the prints of protected data that are not destroyed; with `--all` every one."""

    on: date
    prints: tuple[ProtectedPrintOut, ...]
