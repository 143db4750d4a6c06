"""Which program stands behind which screen; each is imported when its screen is first shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from cstui.desk.agency_desk import desk_of
from cstui.desk.programs.base import Program
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.overlay import KeyedOverlay, Overlay, Picked
from cstui.desk.programs.sign import SignOn

PROGRAMS: dict[str, str] = {
    "MENU": "menu:Menu",
    "WORK": "work:Work",
    "SRCH": "srch:Srch",
    "TIME": "time:Time",
    "LAST": "last:Last",
    "COVR": "covr:Covr",
    "IVDF": "ivdf:Ivdf",
    "DEST": "dest:Dest",
    "AUDT": "audt:Audt",
    "SETT": "sett:Sett",
    "DRFT": "drft:Drft",
    "PASS": "account:Pass",
    "TOTP": "account:Totp",
    "USER": "account:User",
}
"""The kernel's screens and the program of each, `module:Class` below cstui.desk.programs."""

OVERLAYS: dict[str, str] = {
    "HELP": "texts:Help",
    "GUID": "texts:Guide",
    "KEYS": "texts:Keys",
    "KEYT": "keyt:Keyt",
    "PRMT": "prompt:Prompt",
    "CALN": "calendar:MonthPrompt",
    "DIFF": "diff:Diff",
    "LESN": "texts:LessonPages",
}

BEFORE = (SignOn.name, "SGNP", "CODE", "LOCK")
"""Screens that the session shows while nobody may work."""
HOSTED: dict[str, frozenset[str]] = {"LRNS": PAGING}
"""Screens that another host than the session answers, and the words that it answers there."""


def module_of(where: str) -> Any:
    """The module in which a program is declared."""
    module = where.partition(":")[0]
    return import_module(module if "." in module else f"cstui.desk.programs.{module}")


@cache
def _class(where: str) -> type[Program]:
    found: type[Program] = getattr(module_of(where), where.partition(":")[2])
    return found


def programs(agency: str = "") -> Mapping[str, str]:
    """The screens of an agency (the first by default) and the program of each: the kernel's, and its own."""
    return {**PROGRAMS, **desk_of(agency).programs}


def program(screen: str, picked: Picked, agency: str = "") -> Program:
    """The program behind a screen at the desk of an agency; KeyError where there is none."""
    found = _class(OVERLAYS.get(screen) or programs(agency)[screen])
    made = found(picked) if issubclass(found, Overlay) else found()
    made.agency = agency
    return made


def cover(screen: str, picked: Picked, agency: str = "") -> KeyedOverlay:
    """The overlay that a key lays over any screen."""
    found = program(screen, picked, agency)
    assert isinstance(found, KeyedOverlay)
    return found


def answered(agency: str = "") -> Mapping[str, Collection[str]]:
    """What a key of each screen may stand for: the words its program answers, and the screens."""
    known = programs(agency)
    words: dict[str, Collection[str]] = {
        name: {*_class(where).answers, *known} for name, where in {**known, **OVERLAYS}.items()
    }
    return {**words, **HOSTED, **dict.fromkeys(BEFORE, frozenset())}
