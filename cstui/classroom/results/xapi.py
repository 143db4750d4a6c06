"""The results of a class as xAPI statements: JSON lines for a learning record store, without names.

A learner is a pseudonym: a digest of the seat under a key of the class's own, which never leaves its
folder. The same class gives the same pseudonyms and the same statement ids, so that a store which
is sent them twice keeps them once. Nothing is sent from here.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec

from cstui import files
from cstui.classroom.enrollment.class_state import SEATS
from cstui.classroom.files import replace
from cstui.classroom.lesson.shapes import HINTS
from cstui.classroom.results.achieved import ClassResult, SeatResult
from cstui.classroom.seats.journal import JOURNAL_FILE, SeatMoment, read

KEY = "pseudonyms.key"
VERBS = "http://adlnet.gov/expapi/verbs/"
ACTIVITIES = "http://adlnet.gov/expapi/activities/"
HERE = "http://cstui.invalid"
"""Names of things, not an address: `.invalid` is never one (RFC 2606)."""


def class_key(folder: Path, secrets: Callable[[int], bytes]) -> bytes:
    """The key of the class's pseudonyms, made at the first use and kept in its folder."""
    path = folder / KEY
    if not path.exists():
        replace(path, secrets(32).hex().encode())
    return bytes.fromhex(files.text(path, files.SHORT, "ascii"))


def statements(found: ClassResult, folder: Path, key: bytes) -> Iterator[str]:
    """Each statement as a line of JSON, seat by seat in the order of time."""
    for seat in found.seats:
        moments = list(read(folder / SEATS / seat.seat / JOURNAL_FILE))
        said = sorted(_seat(found, seat, moments, key), key=lambda one: str(one["timestamp"]))
        for one in said:
            yield msgspec.json.encode(one).decode()


def _seat(
    found: ClassResult, seat: SeatResult, moments: list[SeatMoment], key: bytes
) -> Iterator[dict[str, Any]]:
    def said(verb: str, target: dict[str, Any], at: datetime, **more: Any) -> dict[str, Any]:
        when = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        about = f"{seat.seat} {verb} {target['id']} {when}"
        return {
            "id": str(UUID(bytes=_digest(key, about)[:16], version=4)),
            "actor": {
                "objectType": "Agent",
                "account": {
                    "homePage": f"{HERE}/class/{_digest(key, 'class').hex()[:16]}",
                    "name": _digest(key, f"seat {seat.seat}").hex()[:16],
                },
            },
            "verb": {"id": VERBS + verb, "display": {"en-US": verb}},
            "object": target,
            **more,
            "context": {"platform": "cstui", "language": "en-US"},
            "timestamp": when,
        }

    lesson = f"{HERE}/lesson/{found.lesson}"
    whole = _activity(lesson, found.lesson_title, "lesson")
    if seat.began is not None:
        yield said("attempted", whole, seat.began)
    taken: dict[str, int] = {}
    for moment in moments:
        if moment.kind == "hint" and taken.get(moment.about, 0) < len(HINTS):
            step = HINTS[taken.get(moment.about, 0)]
            taken[moment.about] = taken.get(moment.about, 0) + 1
            target = _activity(f"{lesson}/goal/{moment.about}/hint/{step}", f"Hint: {step}", "media")
            yield said("experienced", target, moment.at)
    for goal in seat.goals:
        if goal.met and (first := goal.first or seat.last) is not None:
            target = _activity(f"{lesson}/goal/{goal.goal}", goal.title, "objective")
            result: dict[str, Any] = {"completion": True, "success": True}
            if goal.minutes is not None:
                result["duration"] = duration(goal.minutes)
            yield said("completed", target, first, result=result)
    if seat.finished and seat.last is not None and seat.goals:
        finished = next((one.at for one in reversed(moments) if one.kind == "finish"), seat.last)
        result = {
            "score": {"scaled": seat.points / 100, "raw": seat.points, "min": 0, "max": 100},
            "success": seat.passed,
            "completion": all(goal.met for goal in seat.goals),
            "duration": duration(seat.minutes),
        }
        yield said("passed" if seat.passed else "failed", whole, finished, result=result)


def duration(minutes: float) -> str:
    """So many minutes as ISO 8601 writes them: `PT12M30S`."""
    seconds = round(minutes * 60)
    hours, rest = divmod(seconds, 3600)
    parts = (f"{hours}H" if hours else "") + (f"{rest // 60}M" if rest >= 60 else "")
    return f"PT{parts}{rest % 60}S" if rest % 60 or not parts else f"PT{parts}"


def _activity(name: str, title: str, kind: str) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": quote(name, safe=":/"),
        "definition": {"name": {"en-US": title}, "type": ACTIVITIES + kind},
    }


def _digest(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
