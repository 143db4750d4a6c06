"""What a class refuses, each with its id, one line, and the way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cstui.errors import WordedError

_TEXTS: dict[str, tuple[str, str]] = {
    "CS-601": ("{value} is not a code of this class", "Type the code as the trainer gave it."),
    "CS-602": (
        "Code {value} was used",
        "Go on in the window in which you joined, or ask the trainer: for a new code, or to let you share "
        "that seat.",
    ),
    "CS-603": (
        "A class has {seats} seats at most",
        "Hold a second class, in another --folder and on another --port.",
    ),
    "CS-604": ("A name is needed, of 1 to {most} characters", "Type the name on your sheet."),
    "CS-605": ("Seat {seat} was ended by the trainer", "Ask the trainer to open it again."),
    "CS-606": ("This page was asked from {origin}, which is not the class", "Open {address} and join there."),
    "CS-607": (
        "{folder} holds no class that this cstui can read: {fault}",
        "Name the folder of a class, or begin one with `cstui classroom serve --lesson`.",
    ),
    "CS-608": (
        "Class {folder} is served already, by process {pid}",
        "Go on with `cstui classroom board --folder {folder}`, or end that class there first (q).",
    ),
    "CS-609": ("Seat {seat} is not in this class", "The board lists the seats, s01 to {last}."),
    "CS-610": ("{act}: {fault}", "`cstui acts {act}` shows what it takes."),
    "CS-611": ("{fault}", "Correct the roster at the line that is named; its columns are name and variant."),
    "CS-612": (
        "{date} is not after {today}, the date of the seat",
        "Time goes forward only; RESET goes back.",
    ),
    "CS-613": ("The folder {folder} cannot be written: {fault}", "Make room, or name another folder."),
    "CS-614": ("No class answers at {address}", "Ask the trainer for the address; `--at` takes it."),
    "CS-615": (
        "The class cannot be served at {host} port {port}: {fault}",
        "Name another --port, or the --host by which the others reach this machine.",
    ),
    "CS-616": ("Nobody sits at seat {seat}", "Choose a seat that is joined."),
    "CS-617": ("{date} is not a date", "Type it as MMDDYYYY, or as so many days: +7."),
    "CS-619": ("{value} is not a {what}", "Type a whole number from {least} to {most}."),
    "CS-620": (
        "{date} is more than {most} days on",
        "Move the date in smaller steps: every night between runs at every seat.",
    ),
    "CS-621": ("That is not the trainer's token", "It is in trainer.token in the folder of the class."),
    "CS-622": ("The class's server ended before it served", "The log says why: {log}."),
    "CS-623": ("{value} is not a {what}", "Type its {form}, or leave it empty."),
    "CS-624": (
        "The other one at seat {seat} uses the {desk}",
        "Join in the same way: with --linear both, or neither.",
    ),
    "CS-625": (
        "{option} {value} does not fit the class of {begun} in this folder: {why}",
        "Leave {option} away to go on with that class. {way} for a new one.",
    ),
    "CS-626": (
        "No seat in this class is known to be yours",
        'Join with the code that the trainer gives you: `cstui classroom join CODE --name "YOUR NAME"`.',
    ),
    "CS-627": (
        "All {seats} seats of this class are taken, and this is not a code of one of them",
        "Ask the trainer: he or she can add a seat, or let you share one.",
    ),
    "CS-628": (
        "This is not a terminal, and the desk of the seat needs one",
        "Join with --linear: lines in, text out.",
    ),
    "CS-630": (
        "--variant {number} of lesson {lesson} cannot be learned: {why}",
        "Take another number: --variant {other} holds, and 0 is the lesson as written.",
    ),
    "CS-631": (
        "What you had reached could not be read: {file}",
        "The file stays until you finish a lesson, and is set aside then as {aside}; put it right before.",
    ),
    "CS-632": (
        "What you had begun could not be read: it begins again",
        "What was there lies in {folder}; delete it if you do not need it.",
    ),
    "CS-633": (
        "This is not a terminal, and the desk of a lesson needs one",
        "Begin it in a terminal window, without a pipe; with --linear a lesson is worked line by line.",
    ),
    "CS-634": (
        "{value} was not taken: too many wrong ones were tried lately",
        "Try again in {seconds} seconds. A right code of ten signs, or the right token, is taken at once.",
    ),
    "CS-635": ("This seat was opened too often", "Try again in {seconds} seconds."),
}


def rules() -> Mapping[str, tuple[str, str]]:
    """Every id with its one line and its remedy."""
    return _TEXTS


class ClassError(WordedError):
    """Something that a class refuses."""

    texts = _TEXTS

    @classmethod
    def as_said(cls, rule: str, message: str, remedy: str) -> ClassError:
        """The error that another process of the class has said."""
        fault = cls.__new__(cls)
        fault.rule, fault.message, fault.remedy = rule, message, remedy
        Exception.__init__(fault, f"{rule} {message}")
        return fault


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """ClassError CS-613 where the disk does not take what is written to `folder` inside."""
    try:
        yield
    except OSError as fault:
        raise ClassError("CS-613", folder=folder, fault=fault.strerror or fault) from fault
