"""Cover for a worker who is away: who may enter it, and what two covers may not be at once."""

from __future__ import annotations

from datetime import date

from cstui.policy.facts import WorkerFacts
from cstui.policy.records import Cover
from cstui.policy.roles import KEEPING, LEADING
from cstui.policy.rulebook import Checks


def check_cover(checks: Checks, facts: WorkerFacts, cover: Cover, on: date, actor: str) -> None:
    """Whether the cover may be entered on `on` by `actor`."""
    away, by = cover.worker, facts.workers.get(cover.by)
    checks.holds("CS-160", cover.since <= cover.until, "until", since=cover.since, until=cover.until)
    checks.holds("CS-174", cover.until >= on, "until", label="TO", on=cover.until)
    checks.holds("CS-161", away != cover.by, "by", worker=away)
    if checks.holds("CS-120", by is not None, "by", value=cover.by) and by is not None:
        office = facts.worker.office
        checks.holds("CS-162", by.office == office, "by", by=cover.by, office=by.office, own=office)
    check_actor(checks, facts, cover, actor)
    for other in facts.covers:
        if not (cover.since <= other.last and other.since <= cover.until and other.since <= other.last):
            continue
        span = {"since": max(other.since, cover.since), "until": min(other.last, cover.until)}
        if other.worker == away:
            whole = {"since": other.since, "until": other.last}
            checks.holds("CS-163", False, "since", worker=away, by=other.by, **whole)
        if other.worker == cover.by and away != cover.by:
            checks.holds("CS-164", False, "by", by=cover.by, **span)
        if other.by == away and away != cover.by:
            checks.holds("CS-165", False, "worker", worker=away, other=other.worker, **span)


def check_actor(checks: Checks, facts: WorkerFacts, cover: Cover, actor: str) -> None:
    """Whether `actor` may enter or end the cover: who is away, who covers, who leads the office or keeps
    the site.
    """
    who = facts.workers.get(actor)
    leads = who is not None and (
        who.role in KEEPING or (who.role in LEADING and who.office == facts.worker.office)
    )
    checks.holds(
        "CS-166", actor in {cover.worker, cover.by} or leads, "worker", worker=cover.worker, by=cover.by
    )


def check_end(checks: Checks, facts: WorkerFacts, cover: Cover, back: date, on: date, actor: str) -> None:
    """Whether the cover may end early, with the worker back on `back`."""
    checks.holds("CS-174", back >= on, "back", label="BACK ON", on=back)
    if checks.holds("CS-167", cover.last >= on, "action", worker=cover.worker, on=cover.last):
        checks.holds("CS-168", back <= cover.last, "back", on=back, until=cover.last)
    check_actor(checks, facts, cover, actor)
