"""Which program stands behind which screen; each is imported when its screen is first shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from cstui.desk.programs.base import Program
from cstui.desk.programs.overlay import Cover, Overlay, Picked
from cstui.desk.programs.sign import SignOn

PROGRAMS: dict[str, str] = {
    "MENU": "menu:Menu",
    "WORK": "work:Work",
    "SRCH": "srch:Srch",
    "DOCK": "cstui.agencies.louisiana.programs.dock:Dock",
    "CAS1": "cstui.agencies.louisiana.programs.cas1:Cas1",
    "CAS2": "cstui.agencies.louisiana.programs.cas2:Cas2",
    "APPT": "cstui.agencies.louisiana.programs.appt:Appt",
    "CALO": "cstui.agencies.louisiana.programs.calo:Calo",
    "NOTE": "cstui.agencies.louisiana.programs.note:Note",
    "CONT": "cstui.agencies.louisiana.programs.cont:Cont",
    "FORM": "cstui.agencies.louisiana.programs.form:Form",
    "FVEW": "cstui.agencies.louisiana.programs.fvew:Fvew",
    "TIME": "time:Time",
    "LAIN": "cstui.agencies.louisiana.programs.lain:Lain",
    "PERS": "cstui.agencies.louisiana.programs.pers:Pers",
    "LEM4": "cstui.agencies.louisiana.programs.lem4:Lem4",
    "REMD": "remd:Remd",
    "IVAU": "cstui.agencies.louisiana.programs.ivau:Ivau",
    "ASID": "asid:Asid",
    "LAST": "last:Last",
    "COVR": "covr:Covr",
    "LETT": "cstui.agencies.louisiana.programs.lett:Lett",
    "SUPP": "cstui.agencies.louisiana.programs.supp:Supp",
    "REFR": "cstui.agencies.louisiana.programs.refr:Refr",
    "OFS3": "cstui.agencies.louisiana.programs.ofs3:Ofs3",
    "SETT": "sett:Sett",
    "DRFT": "drft:Drft",
}
"""Screens and the program of each, `module:Class` below cstui.desk.programs."""

OVERLAYS: dict[str, str] = {
    "HELP": "texts:Help",
    "GUID": "texts:Guide",
    "KEYS": "texts:Keys",
    "KEYT": "keyt:Keyt",
    "PRMT": "prompt:Prompt",
    "CALN": "calendar:MonthPrompt",
    "DIFF": "diff:Diff",
    "LESN": "texts:Lesson",
}

HOSTED: dict[str, frozenset[str]] = {"LRNS": frozenset({"UP", "DOWN"})}
"""Screens that another host than the session answers, and the words that it answers there."""


def module_of(where: str) -> Any:
    """The module in which a program is declared."""
    module = where.partition(":")[0]
    return import_module(module if "." in module else f"cstui.desk.programs.{module}")


@cache
def _class(where: str) -> type[Program]:
    found: type[Program] = getattr(module_of(where), where.partition(":")[2])
    return found


def program(screen: str, picked: Picked) -> Program:
    """The program behind a screen; KeyError where there is none."""
    if screen in OVERLAYS:
        return overlay(screen, picked)
    return _class(PROGRAMS[screen])()


def overlay(screen: str, picked: Picked) -> Overlay:
    """The overlay behind a screen."""
    found = _class(OVERLAYS[screen])
    assert issubclass(found, Overlay)
    return found(picked)


def cover(screen: str, picked: Picked) -> Cover:
    """The overlay that a key lays over any screen."""
    found = overlay(screen, picked)
    assert isinstance(found, Cover)
    return found


def sign_on() -> SignOn:
    """The program of the sign-on screen."""
    return SignOn()


def answered() -> Mapping[str, Collection[str]]:
    """What a key of each screen may stand for: the words its program answers, and the screens."""
    words: dict[str, Collection[str]] = {
        name: {*_class(where).answers, *PROGRAMS} for name, where in {**PROGRAMS, **OVERLAYS}.items()
    }
    return {**words, **HOSTED, SignOn.name: frozenset()}
