"""What a class's xAPI statements say, field by field, for whoever feeds them to a learning record store."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from cstui.classroom.enrollment.class_state import SEATS
from cstui.classroom.results.achieved import ClassResult, SeatResult
from cstui.classroom.results.xapi import ACTIVITIES, HERE, VERBS, statements
from cstui.classroom.seats.journal import JOURNAL_FILE, SeatMoment
from tests.classroom.test_sheets import ANN, BEGAN, CLASS, LAST, MET, UNMET

KEY = bytes(range(32))
LESSON = f"{HERE}/lesson/01-x"


def said_of(folder: Path, seat: SeatResult, *moments: SeatMoment, found: ClassResult = CLASS) -> list[Any]:
    """The statements on a class of one seat with these moments in its journal."""
    if moments:
        place = folder / SEATS / seat.seat
        place.mkdir(parents=True)
        lines = b"".join(msgspec.json.encode(one) + b"\n" for one in moments)
        (place / JOURNAL_FILE).write_bytes(lines)
    return [json.loads(line) for line in statements(replace(found, seats=(seat,)), folder, KEY)]


def moment(minutes: float, kind: str, about: str = "") -> SeatMoment:
    return SeatMoment(at=BEGAN + timedelta(minutes=minutes), on=date(2026, 3, 3), kind=kind, about=about)  # type: ignore[arg-type]


def in_short(statement: dict[str, Any]) -> tuple[str, str, str]:
    """Its verb, its object, its time of day."""
    about = statement["object"]["id"].removeprefix(LESSON)
    return statement["verb"]["id"].removeprefix(VERBS), about, statement["timestamp"][11:]


def test_a_seat_is_told_in_the_order_of_time(tmp_path: Path) -> None:
    """Attempted, each hint by its name, goals when they were first met, the end at its last."""
    seat = replace(ANN, goals=(replace(MET, first=BEGAN + timedelta(minutes=2.5)), UNMET))
    said = said_of(
        tmp_path,
        seat,
        *(moment(at, "hint", "a") for at in (1, 2, 3, 4)),
        moment(5, "hint", "b"),
        moment(7, "finish"),
        moment(8, "finish"),
        moment(9, "check"),
    )
    assert [in_short(one) for one in said] == [
        ("attempted", "", "15:00:00.000Z"),
        ("experienced", "/goal/a/hint/nudge", "15:01:00.000Z"),
        ("experienced", "/goal/a/hint/where", "15:02:00.000Z"),
        ("completed", "/goal/a", "15:02:30.000Z"),
        ("experienced", "/goal/a/hint/how", "15:03:00.000Z"),
        ("experienced", "/goal/b/hint/nudge", "15:05:00.000Z"),
        ("failed", "", "15:08:00.000Z"),
    ]


def test_a_statement_is_whole(tmp_path: Path) -> None:
    first, goal, last = said_of(tmp_path, replace(ANN, goals=(MET, UNMET)), found=CLASS)
    assert set(first) == {"id", "actor", "verb", "object", "context", "timestamp"}
    assert first["verb"] == {"id": f"{VERBS}attempted", "display": {"en-US": "attempted"}}
    assert first["object"] == {
        "objectType": "Activity",
        "id": LESSON,
        "definition": {"name": {"en-US": "Sign on"}, "type": f"{ACTIVITIES}lesson"},
    }
    assert first["context"] == {"platform": "cstui", "language": "en-US"}
    account = first["actor"]["account"]
    assert first["actor"]["objectType"] == "Agent"
    assert len(account["name"]) == 16
    assert account["homePage"].startswith(f"{HERE}/class/")
    assert len(account["homePage"]) == len(f"{HERE}/class/") + 16
    assert goal["object"]["definition"] == {
        "name": {"en-US": "The report is made"},
        "type": f"{ACTIVITIES}objective",
    }
    assert goal["result"] == {"completion": True, "success": True, "duration": "PT2M30S"}
    assert last["timestamp"] == "2026-03-03T16:15:00.000Z"
    assert last["result"] == {
        "score": {"scaled": 0.67, "raw": 67, "min": 0, "max": 100},
        "success": False,
        "completion": False,
        "duration": "PT12M24S",
    }
    assert first["actor"] == goal["actor"] == last["actor"]
    assert said_of(tmp_path, ANN)[0]["id"] == first["id"]
    assert UUID(first["id"]).version == 4


@pytest.mark.parametrize(
    ("changes", "verbs"),
    [
        ({}, ["attempted", "completed", "failed"]),
        ({"passed": True}, ["attempted", "completed", "passed"]),
        ({"finished": False}, ["attempted", "completed"]),
        ({"goals": (UNMET,)}, ["attempted", "failed"]),
        ({"goals": ()}, ["attempted"]),
        ({"began": None}, ["completed", "failed"]),
        ({"last": None}, ["attempted", "completed"]),
        ({"last": None, "goals": (replace(MET, first=None),)}, ["attempted"]),
    ],
)
def test_nothing_is_stated_that_did_not_come_about(
    tmp_path: Path, changes: dict[str, Any], verbs: list[str]
) -> None:
    """A seat without goals is a sandbox: nobody passes or fails there."""
    assert [in_short(one)[0] for one in said_of(tmp_path, replace(ANN, **changes))] == verbs


def test_a_goal_without_a_time_is_met_at_the_last_key_and_has_no_duration(tmp_path: Path) -> None:
    _, goal, last = said_of(
        tmp_path, replace(ANN, goals=(replace(MET, first=None, minutes=None),), passed=True)
    )
    assert goal["timestamp"] == f"{LAST:%Y-%m-%dT%H:%M:%S}.000Z"
    assert "duration" not in goal["result"]
    assert last["result"]["completion"] is True
    assert last["result"]["success"] is True


def test_seats_and_classes_are_different_people(tmp_path: Path) -> None:
    found = replace(CLASS, seats=(ANN, replace(ANN, seat="s02")))
    said = [json.loads(line) for line in statements(found, tmp_path, KEY)]
    assert len({one["actor"]["account"]["name"] for one in said}) == 2
    assert len({one["actor"]["account"]["homePage"] for one in said}) == 1
    assert len({one["id"] for one in said}) == len(said) == 6
    other = [json.loads(line) for line in statements(found, tmp_path, bytes(32))]
    assert said[0]["actor"]["account"]["homePage"] != other[0]["actor"]["account"]["homePage"]
