"""What an agency brings to the desk: screens, words and shapes of numbers, declared in one object.

The manifest's field `desk` names it. It is light to load, as the sign-on screen is shown before anything of
the store is imported: programs and hooks are references `module:name`, imported when first needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from cstui.agency import KERNEL, find, first, resolve
from cstui.desk.commands import Command, Does, commands
from cstui.policy import roles


class NumberShape(msgspec.Struct, frozen=True, kw_only=True):
    """The shape of a number that people key. `digits` is how many it has; 0 where it is not a plain number.

    `pattern` is a regular expression that the whole number fits, `shape` what messages call it (`a case
    number`) and `example` one as help shows it. The zeros before a `filled` one need not be keyed, nor what
    every number begins with, its `prefix`.
    """

    shape: str
    digits: int = 0
    filled: bool = False
    prefix: str = ""
    pattern: str = ""
    example: str = ""

    def fits(self, text: str) -> bool:
        """Whether the text has the shape."""
        return re.fullmatch(self.pattern or rf"[0-9]{{{self.digits}}}", text) is not None

    def full(self, text: str) -> str:
        """A keyed number with the prefix and the zeros before it; anything else as it is."""
        if self.prefix and self.fits(f"{self.prefix}{text}"):
            return f"{self.prefix}{text}"
        return text.zfill(self.digits) if self.filled and text.isascii() and text.isdecimal() else text

    @property
    def takes(self) -> str:
        """What help says that a field of it takes: `a case number, eight digits`."""
        return f"{self.shape}, {_COUNTS.get(self.digits, self.digits)} digits" if self.digits else self.shape

    @property
    def counted(self) -> NumberShape:
        """The same number, where a message says how many digits it has."""
        shape = f"{self.shape}, {self.digits} digits" if self.digits else self.shape
        return msgspec.structs.replace(self, shape=shape)


_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


BEGINS: Mapping[str, tuple[str, ...]] = {
    "": ("MENU", "WORK"),
    roles.ANALYST: ("MENU", "SRCH"),
    roles.INTERFACE: ("MENU",),
    roles.AUDITOR: ("MENU", "AUDT"),
    roles.ADMINISTRATOR: ("MENU", "USER"),
}
"""The screens after the sign-on by role where an agency says nothing else."""
SHOWS: Mapping[str, str] = {
    "MENU": roles.OWN,
    "SETT": roles.OWN,
    "PASS": roles.OWN,
    "TOTP": roles.OWN,
    "DRFT": roles.OWN,
    "COVR": roles.OFFICE,
    "AUDT": roles.LOG,
    "USER": roles.SITE,
    "ASID": roles.FILES,
}
"""What screens show, of `cstui.policy.roles.SHOWN`; the others show cases."""


class AgencyDesk(msgspec.Struct, frozen=True, kw_only=True):
    """The part of an agency that its workers meet at the desk.

    `programs` are the screens and the program of each (`module:Class`); one that has the name of a screen
    of the kernel is shown instead. `words` are its command words. `begins` are the screens after the
    sign-on by role, the last on top; those of the role "" are everybody else's. `opens` shows a subject by
    its number (`subject`), `person` a person. `shows` says of screens what they show where it is not cases
    (`cstui.policy.roles.SHOWN`); that of the name "" is every other screen's of the agency. `called` is
    what people call a subject (`called_several` more than one, where an s is not enough), and `party` the
    one whose name it is listed under; SORT takes both as names of columns. `chooses` are screens on which
    one only chooses where to go, so that no draft is kept, and `sheltered` those that show addresses.
    `counted` are the kinds of steps counted above the worklist, each with what it is called there.
    `heading` are the fields that all screens of a subject repeat, and `continued` the lists whose entries
    may take several rows: by screen, the column that is empty in further rows; the line-by-line desk reads
    both.

    Hooks, each `module:name`: `in_hand` (desk, key) -> InHand or None; `reminders` a `remd.Reminders`;
    `searches` a `searching.Searches`; `prints` (key, screen, to) -> the act that records a print of a screen;
    `waiting` (desk) -> what the worklist says of records set aside.
    """

    programs: Mapping[str, str] = {}
    words: tuple[Command, ...] = ()
    begins: Mapping[str, tuple[str, ...]] = {}
    shows: Mapping[str, str] = {}
    opens: str = ""
    person: str = ""
    called: str = "CASE"
    called_several: str = ""
    party: str = "NAME"
    subject: NumberShape = NumberShape(shape="a case number", pattern=r"\S{1,24}")
    worker: NumberShape = NumberShape(shape="a worker number", pattern=r"\S{1,24}")
    office: NumberShape = NumberShape(shape="an office", pattern=r"\S{1,24}")
    chooses: frozenset[str] = frozenset()
    sheltered: frozenset[str] = frozenset()
    counted: tuple[tuple[str, str], ...] = ()
    heading: frozenset[str] = frozenset({"case", "status", "office", "worker"})
    continued: Mapping[str, str] = {}
    in_hand: str = ""
    reminders: str = ""
    searches: str = ""
    prints: str = ""
    waiting: str = ""

    def hook(self, name: str) -> Any:
        """What a hook names; None where the agency has none."""
        reference: str = getattr(self, name)
        return resolve(reference) if reference else None

    @property
    def subjects(self) -> str:
        """What people call several subjects: `cases`."""
        return (self.called_several or f"{self.called}s").lower()

    def begun(self, role: str) -> tuple[str, ...]:
        """The screens after the sign-on of a worker of that role, the last on top."""
        return self.begins.get(role) or BEGINS.get(role) or self.begins.get("") or BEGINS[""]

    def shown_on(self, screen: str) -> str:
        """What a screen shows, one of `cstui.policy.roles.SHOWN`."""
        own = self.shows.get("", roles.CASES) if screen in self.programs else roles.CASES
        return self.shows.get(screen) or SHOWS.get(screen) or own


NOTHING = AgencyDesk()


@cache
def desk_of(agency: str = "") -> AgencyDesk:
    """What an agency (the first where none is named) brings to the desk."""
    if agency == KERNEL:
        return NOTHING
    brought: AgencyDesk | None = (find(agency) if agency else first()).load("desk")
    return brought or NOTHING


@cache
def words_for(role: str, agency: str = "") -> tuple[Command, ...]:
    """The command words of an agency without those of screens that the role is not shown."""
    own = desk_of(agency)
    return tuple(
        one
        for one in commands(agency)
        if one.does is not Does.SCREEN or roles.is_shown(role, own.shown_on(one.word))
    )
