"""What a worker's hands do: how many keys the common ways cost, and that keys typed ahead arrive.

Counted and typed at a real pseudo-terminal on a practice store.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.desk.agency_desk import desk_of
from cstui.desk.programs import registry
from cstui.policy.roles import WORKER, is_shown
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.facts import read_facts
from cstui.store.verify import verify
from tests.kernel.terminal.conftest import Locked, copied
from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

CASE, OTHER = "17000203", "17000229"
TO_CAS2, CAS1_TO_CAS2, TODAY = 15, 6, 2
"""Keys at most, from the issue."""

WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "NOTE": (("home", f"CALO {OTHER}", "enter"), ("f6",)),
    "FVEW": (("home", "FORM 17000102", "enter"), ("V", "enter")),
    "PERS": (("home", "PERS P100113", "enter"),),
    "SRCH": (("home", "/SPARROW", "enter"),),
    "HELP": (("f1",),),
    "GUID": (("f2",),),
    "KEYS": (("home", "KEYS", "enter"),),
    "PRMT": (("home", f"CAS2 {OTHER}", "enter"), ("f4",)),
    "CALN": (("home", f"CAS2 {OTHER}", "enter"), ("tab", "f4")),
}
"""Screens that are not reached by their word and a case."""
ELSEWHERE = {
    "KEYT": "KEYTEST shows every key and obeys none: it is left first",
    "DIFF": "shown where another worker changed the case meanwhile",
    "LESN": "shown by the classroom",
    "PASS": "a store that asks for passwords has it",
    "TOTP": "a store that asks for passwords has it",
}
"""Screens that this typist does not stand on, and why."""


def ways_to(screen: str) -> tuple[tuple[str, ...], ...]:
    """Keys that lead to a screen, in steps after each of which another screen stands."""
    if screen in WAYS:
        return WAYS[screen]
    of_subject = screen in registry.programs() and registry.program(screen, lambda pick: None).of_subject  # type: ignore[arg-type,return-value]
    return (("home", f"{screen} {OTHER}" if of_subject else screen, "enter"),)


def at(screen: str) -> str:
    """The first row of a screen, as far as it names it."""
    return f" {screen} "


def test_from_any_screen_to_cas2_of_a_case(practice: Path) -> None:
    """Home, the word, the case, Enter: the same fifteen keys from everywhere."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        shown = [one for one in registry.programs() if is_shown(WORKER, desk_of().shown_on(one))]
        screens = [one for one in (*shown, *registry.OVERLAYS) if one not in ELSEWHERE]
        for screen in screens:
            for keys in ways_to(screen):
                worker.type(*keys)
                worker.wait_until(lambda shown: "X SYSTEM" not in shown, "an answer")
            worker.wait_until(lambda shown, s=screen: shown.startswith(at(s)), f"screen {screen}")
            before = worker.strokes
            worker.type("home", f"CAS2 {CASE}", "enter")
            worker.wait_until(lambda shown: shown.startswith(at("CAS2")) and f"CASE {CASE}" in shown, "CAS2")
            assert worker.strokes - before <= TO_CAS2, screen
            worker.type("home", "MENU", "enter")
            worker.wait_until(lambda shown: shown.startswith(at("MENU")), "MENU")
        assert len(screens) >= 19


def test_from_cas1_to_cas2_of_the_same_case(practice: Path) -> None:
    """By its word, and by F11."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        for keys in (("home", "CAS2", "enter"), ("f11",)):
            worker.type("home", f"CAS1 {CASE}", "enter")
            worker.wait("CASE SCREEN 1", f"CASE {CASE}")
            before = worker.strokes
            worker.type(*keys)
            worker.wait("CASE SCREEN 2", f"CASE {CASE}")
            assert worker.strokes - before <= CAS1_TO_CAS2


@pytest.mark.parametrize("today", ["t", "T"])
def test_a_date_of_today(practice: Path, today: str) -> None:
    """T in a date field is today's business date: the docket of today, and an appointment of today."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", "DOCK 03082026", "enter")
        worker.wait("DOCKET OF A DAY", "Sunday")
        before = worker.strokes
        worker.type("erase-eof", today)
        assert worker.strokes - before <= TODAY
        worker.type("enter")
        worker.wait("03/03/2026 Tuesday", "08:00 17000101")
        worker.type("home", f"APPT {OTHER}", "enter")
        worker.wait("APPOINTMENTS", OTHER)
        worker.type("SI")
        before = worker.strokes
        worker.type(today)
        assert worker.strokes - before <= TODAY
        worker.type("tab", "0900", "enter")
        worker.wait("CS-106 03/03/2026")


# --- type-ahead ---------------------------------------------------------------------------------

AHEAD: tuple[tuple[tuple[str, ...], str], ...] = (
    (("17001", "enter"), "WORKLIST"),
    (("home", f"APPT {OTHER}", "enter"), "APPOINTMENTS"),
    (("SI", "t+8", "tab", "0900", "enter"), "Scheduled: signature and interview, Wed 03/11/2026 09:00"),
    (("home", "CALO", "enter"), "ACTIVITY LOG"),
    (("f6",), "ENTRY AND NOTE"),
    (("She has moved, asks for a morning", "enter"), "Note added to CALO"),
    (("home", "CONT", "enter"), "CONTACTS"),
    (
        ("C", "AP", "tab", "1", "tab", "tab", "Will bring the card", "tab", "Comes", "enter"),
        "03/03/2026 Call",
    ),
    (("home", f"CAS1 {CASE}", "enter"), f"CASE {CASE}"),
    (("FTC",), "13/15"),
)
"""Keys, and what a slow typist waits for before the next: sign-on, commands, data of three screens.

The last is the cursor's place, which a frame paints after all else: the whole screen is compared then.
"""


def left_behind(path: Path) -> tuple[object, list[str]]:
    """The facts of the case and its log, as the store has them after the typing."""
    with open_store(path) as store:
        assert verify(store) == []
        with store.read() as session:
            log = reads.activities(session, f"case {OTHER}", limit=50)
            return msgspec.to_builtins(read_facts(session, Facts, OTHER)), [
                f"{e.action} {e.text}" for e in log
            ]


@pytest.mark.parametrize("busy", [False, True], ids=["idle store", "busy store"])
def test_keys_typed_ahead_arrive_complete_and_in_order(
    golden_file: Path, tmp_path: Path, locked: Locked, busy: bool
) -> None:
    """One write of all keys ends on the same screen and in the same store as typing step by step."""
    slow, fast = copied(golden_file, tmp_path / "slow"), copied(golden_file, tmp_path / "fast")
    with Typist([*DESK, "--store", str(slow)]) as worker:
        worker.wait("SIGN", "WORKER")
        for keys, shown in AHEAD:
            worker.type(*keys)
            expected = worker.wait(shown)
        slow_strokes = worker.strokes
    with Typist([*DESK, "--store", str(fast)]) as worker:
        worker.wait("SIGN", "WORKER")
        burst = [key for keys, _ in AHEAD for key in keys]
        if busy:
            with locked(fast) as release:
                worker.type(*burst)
                worker.wait("X SYSTEM", "APPOINTMENTS")
                release()
        else:
            worker.type(*burst)
        worker.wait_until(lambda shown: shown == expected, f"the screen of the slow typist:\n{expected}")
        assert worker.strokes == slow_strokes
    assert left_behind(fast) == left_behind(slow)
    log = left_behind(fast)[1]
    assert [line[:2] for line in log] == ["CN", "NT", "AS", "LD"]
