"""Nights run, scenarios played and settings, as `nightly`, `play` and `settings` print them."""

from __future__ import annotations

from datetime import date

from cstui.commandline.shapes.base import Shape
from cstui.settings import Resolved


class AsideOut(Shape, frozen=True, kw_only=True):
    """A case that a job of the night could not work; the night went on without it."""

    job: str
    subject_key: str
    why: str


class NightOut(Shape, frozen=True, kw_only=True):
    """What one night did: how many acts, or next steps, of each job, and the cases set aside."""

    night: date
    counts: dict[str, int]
    aside: tuple[AsideOut, ...]


class NightlyOut(Shape, frozen=True, kw_only=True):
    """`cstui nightly`: the nights that were run, none where all were run before.

    `backup` is the one that was made once they were over, `removed` the older ones that went by the rule.
    """

    nights: tuple[NightOut, ...]
    business_date: date
    backup: str | None = None
    removed: tuple[str, ...] = ()


class CheckOut(Shape, frozen=True, kw_only=True):
    """One thing that a scenario checked: `line` of its file, what was expected, what was found.

    `kind` is act, night, that of an expectation (fact, next, timeline ...), or one of the agency's own.
    """

    line: int
    kind: str
    what: str
    passed: bool
    found: str


class PlayedOut(Shape, frozen=True, kw_only=True):
    """One scenario played."""

    file: str
    id: str
    title: str
    passed: bool
    checks: tuple[CheckOut, ...]


class UnreadOut(Shape, frozen=True, kw_only=True):
    """A file that was not played: what is wrong with it, and the way out."""

    file: str
    fault: str
    way_out: str


class PlayOut(Shape, frozen=True, kw_only=True):
    """`cstui play`: every scenario with everything that it checked; `unread` files were not played."""

    passed: bool
    scenarios: tuple[PlayedOut, ...]
    unread: tuple[UnreadOut, ...] = ()


class SettingsOut(Shape, frozen=True, kw_only=True):
    """`cstui settings`: the settings file, every setting as it holds here and now, what is wrong."""

    file: str
    settings: tuple[Resolved, ...]
    faults: tuple[str, ...]
