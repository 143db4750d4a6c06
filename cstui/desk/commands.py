"""The command words: one registry that feeds the command line, the PF keys, the palette, the legend,
the KEYS screen and the documentation. Every key stands for a word, and every word works without
its key, for terminals that eat keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

import msgspec

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


def _screen(word: str, help_: str, takes: str = "", also: tuple[str, ...] = ()) -> Command:
    return Command(word=word, help=help_, does=Does.SCREEN, takes=takes, also=also)


def _here(word: str, help_: str, key: Aid | None = None, takes: str = "", *also: str) -> Command:
    return Command(word=word, help=help_, does=Does.HERE, key=key, takes=takes, also=also)


def _desk(word: str, help_: str, key: Aid | None = None, takes: str = "", *also: str) -> Command:
    return Command(word=word, help=help_, does=Does.DESK, key=key, takes=takes, also=also)


COMMANDS: tuple[Command, ...] = (
    _screen("MENU", "The menu of screens."),
    _screen(
        "WORK", "Today's worklist: what comes next on your cases, most urgent first.", "[worker or office]"
    ),
    _screen("SRCH", "Search by name, date of birth, or a number of any kind.", "text", ("SEARCH",)),
    _screen("CAS1", "The case: parties, children, status; pend for closure here.", "[case]"),
    _screen("CAS2", "Cooperation: NON COOP and DT, good cause, IV-A; report and clear here.", "[case]"),
    _screen("CALO", "The activity log of the case: list, filter, find, full text, add a note.", "[case]"),
    _screen("NOTE", "A new note for the log of the case; CALO shows it.", "[case]"),
    _screen("APPT", "Appointments of the case: schedule, outcome, move in advance.", "[case]"),
    _screen("DOCK", "The docket of a day: key the outcomes of all its appointments.", "[date]"),
    _screen("CONT", "Contacts: record a call, message or walk-in.", "[case]"),
    _screen("PERS", "A person: cases and roles, addresses, telephones, family violence.", "[person]"),
    _screen("FORM", "Forms and letters of the case: view, mail, print to a file.", "[case]"),
    _screen("REFR", "Referrals: take one in, clear it, OFS 4NCP, an added child.", "[case]"),
    _screen("OFS3", "OFS 53: brought, agreed on all the CP's cases, completed.", "[case]"),
    _screen("SUPP", "Support that the CP got and did not turn over.", "[case]", ("SUPPORT",)),
    _screen("LETT", "Letters of the office that are to be mailed, as a batch.", "[office]", ("LETTERS",)),
    _screen("LAIN", "LAIN 2IP records to IV-A: waiting and sent.", "[case]"),
    _screen("LEM4", "LEM4145R1: cases with non-cooperation by what may be done now.", "[whose]"),
    _screen("REMD", "Your reminders across cases: add, snooze, done.", "[case]"),
    _screen("IVAU", "Updates of IV-A on your cases, to be acknowledged.", "[worker]"),
    _screen("ASID", "Records of IV-A that were set aside: apply again, dispose.", "", ("ASIDE",)),
    _screen("DRFT", "Drafts: screens on which you typed something and did not enter it.", "", ("DRAFTS",)),
    _screen("COVR", "Who of the office is away and who covers: add, end.", "[office]", ("COVER",)),
    _screen("LAST", "The last ten cases you opened or entered something on."),
    _screen("TIME", "The timeline: what happened, what is owed, what comes; what if.", "[case]"),
    _screen("SETT", "Settings: theme, keymap, lock, drafts, folders.", "", ("SETTINGS",)),
    _desk(
        "HELP", "Explains the message, the field, the screen; or a rule, a word.", Aid.PF1, "[rule or word]"
    ),
    _desk("GUIDE", "The next step of the case: what, why, by when, and the key that leads there.", Aid.PF2),
    _desk("EXIT", "Back to the screen before; from the menu, sign off.", Aid.PF3, "", "END"),
    _desk("PROMPT", "Lists the values of the field under the cursor; pick one.", Aid.PF4),
    _desk("REFRESH", "Shows the screen as the store has it now.", Aid.PF5),
    _here("ADD", "Adds what the screen is about: a note, an appointment, a contact.", Aid.PF6),
    _here("UP", "The page before in the list.", Aid.PF7, "", "BACKWARD"),
    _here("DOWN", "The next page of the list.", Aid.PF8, "", "FORWARD"),
    _desk("RETRIEVE", "Brings back the last command line.", Aid.PF9),
    _desk("PREVIOUS", "The screen before in its family, for the same case.", Aid.PF10, "", "LEFT"),
    _desk("NEXT", "The next screen of its family, for the same case.", Aid.PF11, "", "RIGHT"),
    _desk("CANCEL", "Drops what was typed; leaves help or a prompt.", Aid.PF12),
    _desk("CLEAR", "Empties the entry fields of the screen.", Aid.CLEAR),
    _desk("UNDO", "Takes back one step: your own last entry of today, with the reason.", None, "[reason]"),
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
    _desk("SIGNOFF", "Signs off and ends the desk.", None, "", "LOGOFF"),
    _here("FIND", "Shows the list's lines that hold a text; without a text, all of them.", None, "text"),
    _here("SORT", "Sorts the list by a column.", None, "column"),
    _here("DOC", "CAS2: documents in CALO the non-cooperation of a payee no longer active."),
    _here("STAND", "CAS1: lets the pend stand after the CP was in touch (WHY says why)."),
    _here("CONFIRM", "LEM4: does what the preview shows."),
    _here("ASSIGN", "CAS1: gives the case to a worker, of this office or another.", None, "worker [office]"),
    _here("MARK", "PERS: sets or lifts the family-violence mark (WHY says why)."),
    _here("COMPLETE", "OFS3: completes the bottom portion of OFS 53 for all of the CP's cases."),
    _here("MAIL", "FORM: the form under the cursor was mailed today. LETT: marks every line shown."),
    _here("PRINT", "FORM: writes the form under the cursor to a file.", None, "[name]"),
)

ENTER = "ENTER"
"""The word of the Enter key where the command line is empty."""


def by_word() -> dict[str, Command]:
    """Every command by its word and by the words that mean the same."""
    return {word: command for command in COMMANDS for word in (command.word, *command.also)}


def by_key() -> dict[Aid, Command]:
    """The command that each key stands for unless the screen says otherwise."""
    return {command.key: command for command in COMMANDS if command.key is not None}


class Ambiguous(Exception):  # noqa: N818  (an answer to a prefix, not a fault)
    """A prefix of several words; `choices` are those words."""

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)


def find_command(typed: str) -> Command | None:
    """The command that `typed` names, in full or by a prefix that fits one; None where none fits.

    Ambiguous is raised where several fit.
    """
    known = by_word()
    if typed in known:
        return known[typed]
    found = {command.word: command for word, command in known.items() if word.startswith(typed)}
    if len(found) > 1:
        raise Ambiguous(sorted(found))
    return next(iter(found.values()), None)


def near_command(typed: str) -> str:
    """The word that a mistyped one was meant to be, as far as that can be told; empty where it cannot."""
    return next(iter(get_close_matches(typed, by_word(), n=1, cutoff=0.7)), "")
