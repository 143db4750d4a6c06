"""The activity log as screens show it: newest first, filtered, in pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from cstui.policy.facts import SubjectFacts
from cstui.policy.roles import CASES, is_shown
from cstui.policy.viewer import Viewer
from cstui.store.log_tables import ACTIVITY, RECEIPT
from cstui.store.viewing import not_shown


class ActivityRow(msgspec.Struct, frozen=True, kw_only=True):
    """One activity; `at` is the moment in UTC, `actor` a worker number, `nightly` or an interface."""

    id: int
    subject: str
    seq: int
    action: str
    on: date
    at: datetime
    actor: str
    act: str
    receipt: str
    text: str


NOTE = "add-note"
_FIELDS = ActivityRow.__struct_fields__


def activities(
    session: Session,
    subject: str,
    *,
    action: str | Sequence[str] | None = None,
    find: str | None = None,
    since: date | None = None,
    limit: int = 20,
    before_seq: int | None = None,
) -> list[ActivityRow]:
    """The activities of a subject (`case 17000123`), newest first, those before line `before_seq`.

    `action` keeps these codes, `find` those whose text has it anywhere (any case), `since` those
    on or after a business date.
    """
    row = ACTIVITY.c
    found = rows().where(row.subject == subject).order_by(row.seq.desc()).limit(limit)
    if action is not None:
        found = found.where(row.action.in_([action] if isinstance(action, str) else list(action)))
    if find:
        found = found.where(func.lower(row.text).contains(find.lower(), autoescape=True))
    if since is not None:
        found = found.where(row.on >= since)
    if before_seq is not None:
        found = found.where(row.seq < before_seq)
    return read(session, found)


def activity(session: Session, subject: str, seq: int) -> ActivityRow | None:
    """One activity in full; None where there is none."""
    row = ACTIVITY.c
    return next(iter(read(session, rows().where(row.subject == subject, row.seq == seq))), None)


def receipt_of(session: Session, *, actor: str, act: str, on: date, inputs: str) -> str | None:
    """The receipt of an act that the actor did that day with these inputs, the latest; None where none is."""
    line, kept = ACTIVITY.c, RECEIPT.c
    same = select(kept.id).join(ACTIVITY, line.receipt == kept.id).where(line.actor == actor, line.on == on)
    same = same.where(kept.act == act, kept.inputs == inputs).order_by(line.id.desc()).limit(1)
    found: str | None = session.connection().scalar(same)
    return found


def acts_done(session: Session, worker: str, *, but: Collection[str] = ()) -> frozenset[str]:
    """The acts that a worker did and has not taken back: each by its name, and by its name and the
    key of the subject of its first line.

    `pend-closure` and `pend-closure 17000123`; for an act on no case, its name alone. The note with
    which a note was taken back is none either. `but` are receipts that do not count.
    """
    row = RECEIPT.c
    asked = select(row.act, row.id, row.inputs, row.undo).where(row.actor == worker).order_by(row.at, row.id)
    left: list[tuple[str, str, Any]] = []
    for one in session.connection().execute(asked):
        if one.id in but:
            continue
        back = _takes_back(one.act, msgspec.json.decode(one.inputs), left)
        if back is not None:
            del left[back]
            if one.act == NOTE:
                continue
        key = one.id.rpartition("-")[0].rpartition(" ")[2]
        left.append((one.act, key, msgspec.json.decode(one.undo or "[]")))
    return frozenset(name for act, key, _ in left for name in (act, f"{act} {key}"))


def _takes_back(act: str, inputs: Mapping[str, Any], done: Sequence[tuple[str, str, Any]]) -> int | None:
    """Which of the acts `done` this one takes back, the latest first; its reason may say what it likes."""
    for at in range(len(done) - 1, -1, -1):
        kept = done[at][2]
        if kept and kept[0]["act"] == act and all(
            inputs.get(name) == value
            or (name in {"reason", "why"} and not value.strip())
            or (act == NOTE and name == "text" and inputs[name].startswith(value))
            for name, value in kept[0]["with"].items()
        ):  # fmt: skip
            return at
    return None


def rows() -> Select[Any]:
    """Every activity; for `read`."""
    return select(*(ACTIVITY.c[name] for name in _FIELDS))


def read(session: Session, asked: Select[Any]) -> list[ActivityRow]:
    """What is asked of the log; StoreError CS-240 for lines of cases where the viewer is shown none."""
    found = [
        ActivityRow(**dict(zip(_FIELDS, row, strict=True))) for row in session.connection().execute(asked)
    ]
    viewer: Viewer | None = session.info.get("viewer")
    of_cases = any(row.subject != "store" and not row.subject.startswith("worker ") for row in found)
    if viewer is not None and of_cases and not is_shown(viewer.role, CASES):
        raise not_shown(viewer, CASES)
    return found


def log_of_all(
    session: Session,
    facts: type[SubjectFacts],
    *,
    whose: str = "",
    find: str = "",
    since: date | None = None,
    limit: int = 20,
    before: int | None = None,
) -> list[ActivityRow]:
    """The log of everybody at an agency, newest first, the lines before the one of number `before`.

    `whose` is a subject as the log names it, or a worker: what he or she did, and what was done about
    the worker. Who is shown no case is shown the lines of none.
    """
    row, viewer = ACTIVITY.c, session.info.get("viewer")
    kinds = [row.subject == "store", row.subject.startswith("worker ")]
    if viewer is None or is_shown(viewer.role, CASES):
        kinds += [row.subject.startswith(f"{facts.kind} "), row.subject.startswith("person ")]
    found = rows().where(or_(*kinds)).order_by(row.id.desc()).limit(limit)
    if whose:
        found = found.where(or_(row.actor == whose, row.subject == whose, row.subject == f"worker {whose}"))
    if find:
        found = found.where(func.lower(row.text).contains(find.lower(), autoescape=True))
    if since is not None:
        found = found.where(row.on >= since)
    if before is not None:
        found = found.where(row.id < before)
    return read(session, found)
