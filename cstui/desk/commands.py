"""The command words: one registry that feeds the command line, the PF keys, the palette, the legend,
the KEYS screen and the documentation. Every key stands for a word, and every word works without
its key, for terminals that eat keys. An agency has words of its own beside the kernel's, which are here;
`{subject}` and `{subjects}` in the kernel's help are what the agency calls its subjects (case, cases).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

import msgspec

from cstui.agency import KERNEL, find, first
from cstui.desk.conversation import Aid


class Does(StrEnum):
    """What a command word does: opens a screen, acts on the one shown, or steers the desk."""

    SCREEN = "screen"
    HERE = "here"
    DESK = "desk"


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One command word. `takes` says what may follow it, `key` the AID that stands for it."""

    word: str
    help: str
    does: Does
    takes: str = ""
    key: Aid | None = None
    also: tuple[str, ...] = ()


def screen(word: str, help_: str, takes: str = "", also: tuple[str, ...] = ()) -> Command:
    """A word that opens the screen of its name."""
    return Command(word=word, help=help_, does=Does.SCREEN, takes=takes, also=also)


def here(word: str, help_: str, key: Aid | None = None, takes: str = "", *also: str) -> Command:
    """A word for the screen that is shown, where its program answers it."""
    return Command(word=word, help=help_, does=Does.HERE, key=key, takes=takes, also=also)


def _desk(word: str, help_: str, key: Aid | None = None, takes: str = "", *also: str) -> Command:
    return Command(word=word, help=help_, does=Does.DESK, key=key, takes=takes, also=also)


_FIRST: tuple[Command, ...] = (
    screen("MENU", "The menu of screens."),
    screen(
        "WORK",
        "Today's worklist: what comes next on your {subjects}, most urgent first.",
        "[worker or office]",
    ),
    screen("SRCH", "Search by name, date of birth, or a number of any kind.", "text", ("SEARCH",)),
)
"""The kernel's words that stand before an agency's."""
_THEN: tuple[Command, ...] = (
    screen("DRFT", "Drafts: screens on which you typed something and did not enter it.", "", ("DRAFTS",)),
    screen("COVR", "Who of the office is away and who covers: add, end.", "[office]", ("COVER",)),
    screen("IVDF", "Facts of an IV-D case for the federal report: add, end, set aside.", "[IV-D case]"),
    screen("LAST", "The last ten {subjects} you opened or entered something on."),
    screen("TIME", "The timeline: what happened, what is owed, what comes; what if.", "[{subject}]"),
    screen("DEST", "Prints of protected data that are to be destroyed: say so here."),
    screen("AUDT", "The log of everybody: by worker or subject, by words, from a day on.", "[whose]"),
    screen("PASS", "Changes your password; PASS CODE sets up one-time codes.", "[CODE]"),
    screen("USER", "Workers and their accounts: open, reset, unlock, close.", "[text]"),
    screen("SETT", "Settings: theme, keymap, lock, drafts, folders.", "", ("SETTINGS",)),
    _desk(
        "HELP",
        "Explains the message, the field, the screen; or a rule, a word, a term of the policy.",
        Aid.PF1,
        "[rule, word, term]",
        "?",
    ),
    _desk(
        "GUIDE", "The next step of the {subject}: what, why, by when, and the key that leads there.", Aid.PF2
    ),
    _desk("EXIT", "Back to the screen before; from the menu, sign off.", Aid.PF3, "", "END"),
    _desk("PROMPT", "Lists the values of the field under the cursor; pick one.", Aid.PF4),
    _desk("REFRESH", "Shows the screen as the store has it now.", Aid.PF5),
    here("ADD", "Adds what the screen is about: a note, an appointment, a contact.", Aid.PF6),
    here("UP", "The page before in the list.", Aid.PF7, "", "BACKWARD"),
    here("DOWN", "The next page of the list.", Aid.PF8, "", "FORWARD"),
    _desk("RETRIEVE", "Brings back the last command line.", Aid.PF9),
    _desk("PREVIOUS", "The screen before in its family, for the same {subject}.", Aid.PF10, "", "LEFT"),
    _desk("NEXT", "The next screen of its family, for the same {subject}.", Aid.PF11, "", "RIGHT"),
    _desk("CANCEL", "Drops what was typed; leaves help or a prompt.", Aid.PF12),
    _desk("CLEAR", "Empties the entry fields of the screen.", Aid.CLEAR),
    _desk(
        "UNDO", "Shows your own last entry of today; Enter takes it back, with the reason.", None, "[reason]"
    ),
    _desk("RESTORE", "Puts the draft of this screen on it; first shows what changed meanwhile."),
    _desk("DROP", "Drops the draft of this screen."),
    _desk("NIGHT", "Runs tonight, or the nights through a day; on practice stores only.", None, "[date]"),
    _desk("KEYS", "All keys and command words."),
    _desk("KEYTEST", "Shows what your terminal sends for each key, and which keys have not arrived yet."),
    _desk("PRTSC", "Prints the screen as it stands, as text and PDF in the folder of forms.", None, "[name]"),
    _desk(
        "FIRST",
        "A first session of ten minutes, step by step, on a practice store.",
        None,
        "[NEXT, AGAIN or OFF]",
    ),
    _desk("LOCK", "Puts the screen away until your password brings it back as it is."),
    _desk("SIGNOFF", "Signs off and ends the desk.", None, "", "LOGOFF"),
    here("FIND", "Shows the list's lines that hold a text; without a text, all of them.", None, "text"),
    here("SORT", "Sorts the list by a column.", None, "column"),
)
"""Its other words."""

ENTER = "ENTER"
"""The word of the Enter key where the command line is empty."""


@cache
def commands(agency: str = "") -> tuple[Command, ...]:
    """The words of an agency (the first where none is named): the kernel's and its own.

    A word of the kernel that the agency declares too stands where the agency has it, and says what it says.
    """
    brought = None if agency == KERNEL else (find(agency) if agency else first()).load("desk")
    own: tuple[Command, ...] = brought.words if brought is not None else ()
    screens = [command for command in own if command.does is Does.SCREEN]
    others = [command for command in own if command.does is not Does.SCREEN]
    known = {command.word for command in own}
    called = {"subject": brought.called.lower(), "subjects": brought.subjects} if brought else _CALLED
    before, after = (
        [_worded(command, called) for command in some if command.word not in known]
        for some in (_FIRST, _THEN)
    )
    return (*before, *screens, *after, *others)


_CALLED = {"subject": "case", "subjects": "cases"}
"""What subjects are called where no agency says it."""


def _worded(command: Command, called: Mapping[str, str]) -> Command:
    """The kernel's word with what the agency calls its subjects put in."""
    return msgspec.structs.replace(
        command, help=command.help.format_map(called), takes=command.takes.format_map(called)
    )


@cache
def by_word(agency: str = "") -> Mapping[str, Command]:
    """Every command of an agency by its word and by the words that mean the same."""
    return {word: command for command in commands(agency) for word in (command.word, *command.also)}


@cache
def by_key() -> Mapping[Aid, Command]:
    """The command that each key stands for unless the screen says otherwise."""
    return {command.key: command for command in _THEN if command.key is not None}


class Ambiguous(Exception):  # noqa: N818  (an answer to a prefix, not a fault)
    """A prefix of several words; `choices` are those words."""

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)


def find_command(typed: str, agency: str = "") -> Command | None:
    """The command of an agency that `typed` names, whole or by a prefix that fits one; None where none fits.

    Ambiguous is raised where several fit.
    """
    known = by_word(agency)
    if typed in known:
        return known[typed]
    found = {command.word: command for word, command in known.items() if word.startswith(typed)}
    if len(found) > 1:
        raise Ambiguous(sorted(found))
    return next(iter(found.values()), None)


def near_command(typed: str, agency: str = "") -> str:
    """The word that a mistyped one was meant to be, as far as that can be told; empty where it cannot."""
    return next(iter(get_close_matches(typed, by_word(agency), n=1, cutoff=0.7)), "")
