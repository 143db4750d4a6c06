"""The next steps kept beside the subjects, compared with what policy says now, and brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from sqlalchemy.orm import Session

from cstui.agency import find
from cstui.clock import day_in
from cstui.policy import guide
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.store import facts, writing
from cstui.store.nights import store_state
from cstui.store.rows import BATCH, codec
from cstui.store.site_reads import rulebook_of
from cstui.store.store_fault import StoreFault
from cstui.store.verify import rows_of, unfinished_night


def next_steps_hold(
    rules: Rulebook, on: date, session: Session, progress: Progress | None = None
) -> Iterator[StoreFault]:
    """Every subject whose next step, as kept, is not the one that policy gives on `on`."""
    for kept, due in steps_off(rules, on, session, progress):
        said = "no next step is kept" if kept is None else f"kept: {kept.text}"
        yield StoreFault("steps", due.subject, f"{said}; it is: {due.text}")


def steps_off(
    rules: Rulebook, on: date, session: Session, progress: Progress | None = None
) -> Iterator[tuple[NextStep | None, NextStep]]:
    """Each next step that is not kept, or kept otherwise, with the one that policy gives on `on`."""
    kind: type[SubjectFacts] = find(rules.agency).load("facts")
    head = shape_of(kind).file.head
    if progress is not None:
        progress.begin("Checking next steps", rows_of(session, head))
    connection = session.connection()
    steps = codec(NextStep, connection.dialect.name)
    heads = codec(head, connection.dialect.name)
    after, key = "", head.head
    while page := heads.select_where(connection, f"{key} > ? ORDER BY {key} LIMIT {BATCH}", (after,)):
        keys = [facts.head_key(one) for one in page]
        subjects = [kind.subject_of(one) for one in keys]
        kept = {step.subject: step for step in steps.select_in(connection, "subject", subjects)}
        for found in facts.read_many(session, kind, keys).values():
            due, known = guide.next_step(found, rules, on), kept.get(found.subject)
            if known is None or _as_due(known, due, on) != due:
                yield known, due
        after = keys[-1]
        if progress is not None:
            progress.step(len(keys))


def renew_steps(session: Session, now: datetime) -> None:
    """Keep the next steps of every agency that policy gives at `now` where they are others.

    Not while a night was cut off: it makes those that it comes to.
    """
    if unfinished_night(session) is not None:
        return
    viewer = session.info.pop("viewer", None)  # whoever asks for it, every subject has its step
    day, practice = store_state(session)
    for agency in session.info["agencies"]:
        on = day if practice else day_in(now, agency.zone)
        due = [step for _, step in steps_off(rulebook_of(session, agency), on, session)]
        writing.set_next_steps(session, due)
    session.info["viewer"] = viewer


def _as_due(kept: NextStep, due: NextStep, on: date) -> NextStep:
    """The step as kept; one that is due today keeps the day on which it first was."""
    if due.due == on and kept.due is not None and kept.due <= on:
        return msgspec.structs.replace(kept, due=on)
    return kept
