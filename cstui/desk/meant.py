"""What a line that is not a command probably meant: a near word, another system's word, a number, a name.

Nothing is done on a guess: the message names what would do it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cstui.desk.agency_desk import AgencyDesk, desk_of
from cstui.desk.commands import by_key, by_word, near_command
from cstui.desk.conversation import Aid
from cstui.desk.terms import foreign_words, near_term

_KEY = re.compile(r"P?F([1-9]|1\d|2[0-4])")
_NUMBER = re.compile(r"[0-9OIL]*[0-9][0-9OIL]*(?:[-/. ][0-9OIL]+)*")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:[ ,.]+[^\W\d_]+(?:['’-][^\W\d_]+)*)*\.?")
_LOOKS_LIKE = str.maketrans("OIL", "011")
_SHOWN = 14
"""Characters of what was typed that a message has room for twice."""

Meant = tuple[str, dict[str, object]]
"""A rule of the kernel, and the values of its text."""


def meant(typed: str, agency: str = "") -> Meant:
    """The message for a command that is not one, with what was probably meant by it."""
    typed = " ".join(typed.split())
    word, _, rest = typed.partition(" ")
    if likely := list(_commands(word, rest, agency)):
        does = " ".join(f"{line}: {by_word(agency)[line.split()[0]].help}" for line in likely)
        return "CS-185", {"value": word[:_SHOWN], "near": " or ".join(likely), "does": does}
    if _NUMBER.fullmatch(typed) and (number := _number(typed, desk_of(agency))):
        return number
    joined = typed.replace(" ", "")
    near = joined if joined in by_word(agency) else near_command(word, agency) or near_term(typed, agency)
    if near:
        return "CS-189", {"value": word[:_SHOWN], "near": near, "typed": typed}
    if _NAME.fullmatch(typed):
        return "CS-113", {"value": typed[:_SHOWN], "meant": f"; for a name type /{typed[:_SHOWN]}"}
    return "CS-113", {"value": word[:_SHOWN], "meant": ""}


def _commands(word: str, rest: str, agency: str) -> Iterator[str]:
    """The commands that a word of another system stands for, a key's name, or a number before its word."""
    own, known = desk_of(agency), by_word(agency)
    if key := _KEY.fullmatch(word):
        command = by_key().get(Aid(f"pf{key[1]}").unshifted)
        if command is not None:
            yield command.word
    elif own.subject.digits and own.subject.fits(word) and rest in known:
        yield f"{rest} {word}"
    found = [own.opens if line == "{opens}" else line for line in foreign_words(agency).get(word, ())]
    found = [line for line in found if line in known]
    if rest and found and known[found[0]].takes:
        yield f"{found[0]} {rest}"
    else:
        yield from found


def _number(typed: str, own: AgencyDesk) -> Meant | None:
    """A number that is not one of a subject; None where the agency's subjects have no plain numbers."""
    digits = re.sub(r"\D", "", typed.translate(_LOOKS_LIKE))
    if not own.subject.digits:
        return None
    if own.subject.fits(digits):
        return "CS-185", {"value": typed[:_SHOWN], "near": digits, "does": f"{digits} opens {own.opens}."}
    near = f"WORK {digits}" if digits and _fits_worklist(digits, own) else f"/{digits}"
    return "CS-187", {
        "value": digits[:_SHOWN],
        "count": len(digits),
        "shape": own.subject.shape,
        "need": own.subject.digits,
        "near": near[: _SHOWN + 1],
    }


def _fits_worklist(digits: str, own: AgencyDesk) -> bool:
    return any(one.digits and one.fits(digits) for one in (own.worker, own.office))
