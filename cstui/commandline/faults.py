"""What can be wrong with a command, each with its id, one line, and the way out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cstui.errors import WordedError

if TYPE_CHECKING:
    from cstui.policy.findings import Finding

_TEXTS: dict[str, tuple[str, str]] = {
    "CS-301": ("{fault}", "`{command} --help` shows how it is used."),
    "CS-302": ("{value} is not an act{nearest}", "`cstui acts` lists the acts."),
    "CS-303": ("{act}: {fault}", "`cstui acts {act}` shows what it takes."),
    "CS-304": (
        "Store {name} is live: its date is today's",
        "Leave out {options}.",
    ),
    "CS-305": (
        "The account of {worker} needs a new password first",
        "Sign on at the desk with `cstui desk`: it asks for one.",
    ),
    "CS-306": ("{value} is not a screen{nearest}", "`cstui screens check` names every screen."),
    "CS-307": ("{fault}", "Correct the file at the line that is named, then try again."),
    "CS-308": ("{value} is not a document{nearest}", "`cstui rules` shows the rules of every document."),
    "CS-309": (
        "{count} no longer what the registries say: {pages}",
        "Run `cstui docs` and keep what it writes.",
    ),
    "CS-310": ("{count} found in {what}", "Each is listed above with its place; correct them there."),
    "CS-311": ("{what} is not there: {fault}", "Check the path, and that it may be read."),
    "CS-312": (
        "Store {name} failed its checks: {count}",
        "Put back the last backup: `cstui store restore BACKUP`.",
    ),
    "CS-313": ("No worker is named, and the act is on no case", "Say who acts with --as WORKER."),
    "CS-314": (
        "{what} cannot be written: {fault}",
        "Name a file in a folder that you may write to; `--out -` is standard output.",
    ),
    "CS-316": (
        "The night's file cannot be written to {place}: {why}",
        "The night itself is run. Make the folder writable, then `cstui nightly` again: it writes the file.",
    ),
    "CS-317": (
        "{name} is refused, nothing of it was taken: {fault}",
        "Ask for the file again from its sender; its layout is in docs/interfaces.md.",
    ),
    "CS-318": ("No record set aside has entry {entry}", "`cstui interface aside` lists those that wait."),
    "CS-319": (
        "This needs libraries that are not installed",
        "Install cstui with its extra {extra}: pip install 'cstui[{extra}]'.",
    ),
    "CS-320": ("Stopped as you asked: {what}", "Nothing is half done. Give the command again: {again}."),
    "CS-321": (
        "{value} is not a lesson{nearest}",
        "`cstui learn` lists the lessons, 1 to {last}; a file is named with its path and .toml.",
    ),
    "CS-322": (
        "Lesson {lesson} was not worked here yet: there is nothing to put on a sheet",
        "Work it with `cstui learn {again}`; after FINISH, --sheet writes its sheet.",
    ),
    "CS-323": (
        "--variant {value} is not a variant: it is a whole number from 0 to {most}",
        "Leave --variant out, or give 0, for the lesson as it is written.",
    ),
    "CS-324": (
        "{what} is a scenario, not a lesson: it has no goals",
        "`cstui play {what}` plays it; `cstui learn {what} --record FILE` makes a lesson of it.",
    ),
    "CS-325": ("No help on {value}{nearest}", "`cstui help` lists the terms, `cstui rules` the rules."),
    "CS-326": (
        "{what} needs a terminal, and {streams} is not one",
        "Run it in a terminal window, or work line by line: `{linear}`.",
    ),
    "CS-327": (
        "Standard output cannot be written: {fault}",
        "Free space where its output goes, or name another place. Nothing was written to a store or file.",
    ),
    "CS-328": (
        "Done, but what was to be said of it cannot be written ({fault}): {done}",
        "Look at what is named before you give the command again; `cstui do --once` does nothing twice.",
    ),
    "CS-329": (
        "What was typed is not UTF-8: {shown}",
        "Set the terminal to UTF-8 and type it again; give a file such a name before you name it here.",
    ),
    "CS-330": (
        "Store {name} failed its checks: {count} in what cstui can rebuild",
        "`cstui store upgrade` rebuilds it.",
    ),
    "CS-331": (
        "Store {name} is in the middle of a night",
        "Where no night runs now, `cstui nightly` goes on with it. Do not put back a backup.",
    ),
    "CS-332": (
        "{value} is not the digest of a seal (64 digits, 0 to 9 and a to f), nor a file that has one",
        "`cstui store verify --seal` without a digest prints the newest one.",
    ),
    "CS-337": (
        "The log of store {name} is not sealed yet",
        "The next night seals it: run `cstui nightly`, then write the seal again.",
    ),
    "CS-338": (
        "{what} shows protected data and was not printed: {why}",
        'Each such print is recorded first, with its reason: --why "packet for the prosecutor".',
    ),
    "CS-333": (
        "The command failed ({fault}). Nothing was written",
        "Try again; if it happens again, report it with what {log} says.",
    ),
    "CS-334": (
        "The command failed ({fault}). Done before it: {done}",
        "Look at what is named first; if it happens again, report it with what {log} says.",
    ),
    "CS-335": (
        "{what} is typed on a terminal, and standard input is not one",
        "Run the command in a terminal window. No option, variable or file takes it.",
    ),
    "CS-336": ("{what}: the two did not agree, three times", "Give the command again. Nothing was written."),
    "CS-345": (
        "Worker {number} is not an administrator of this site",
        "Give the worker the role administrator in workers.csv, or name another one with --administrator.",
    ),
}

STOPPED = "CS-320"
UNSAID = frozenset({"CS-328", "CS-334"})
DONE = 3
"""The exit status where something was done and kept, and the command then failed to say so."""
STATUSES: dict[str, str] = {
    "0": "done, or said",
    "1": "refused, or a fault; nothing is half done",
    "2": "the command was written wrongly",
    str(
        DONE
    ): "done and kept, but it could not be said (CS-328, CS-334): look at what the message names first",
    "130": "stopped by Ctrl-C",
    "141": "nobody read the output; nothing was written",
}
"""What the exit status of a command says."""
TELLS_ALL = UNSAID | {STOPPED, "CS-316"}
"""Faults that say themselves what was done before."""
USAGE = frozenset(
    {"CS-301", "CS-302", "CS-303", "CS-306", "CS-308", "CS-321", "CS-323", "CS-325", "CS-329", "CS-332"}
)
"""Faults of how the command was written: exit status 2. All others are refusals: 1."""


class CommandError(WordedError):
    """A command that cannot be done."""

    texts = _TEXTS

    @property
    def status(self) -> int:
        """The exit status: 2 for a command written wrongly, 130 where Ctrl-C stopped it, 3 where what was
        done cannot be said, else 1."""
        if self.rule == STOPPED:
            return 130
        if self.rule in UNSAID:
            return DONE
        return 2 if self.rule in USAGE else 1


class FoundError(CommandError):
    """A command that cannot be done for what rules say: a number that is not in the store, an act refused."""

    def __init__(self, first: Finding, *others: Finding) -> None:
        Exception.__init__(self, "; ".join(map(str, (first, *others))))
        self.rule, self.message = first.rule, "; ".join([first.message, *map(str, others)])
        self.remedy = " ".join(one.remedy for one in (first, *others))


def nearest(value: str, known: Iterable[str]) -> str:
    """`; did you mean X?` for the known name nearest to `value`, else empty."""
    found = get_close_matches(value.lower(), [name.lower() for name in known], n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else ""


def rules() -> dict[str, tuple[str, str]]:
    """Every id with its message pattern and remedy, for the documentation."""
    return dict(_TEXTS)


def needs_terminal(what: str, linear: str = "cstui --linear") -> None:
    """CommandError CS-326 where keys would not come from a terminal, or the screen not go to one.

    `linear` is the command that does the same line by line.
    """
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    other = [name for name, stream in streams.items() if stream is None or not stream.isatty()]
    if other:
        raise CommandError("CS-326", what=what, streams=other[0], linear=linear)
