"""What a job of the night is: an agency declares its choice and the SQL that finds its subjects once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from cstui.acts.base import SubjectAct
from cstui.policy.rulebook import Rulebook

Choose = Callable[[Any, Rulebook, date], Iterable[SubjectAct]]
WriteFile = Callable[[Any, date, Path], Any]
"""From an open store, a night and a folder to what was written, which has a `count`."""
When = Callable[[Any, Rulebook, date], Iterable[date]]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job of the night: its name, who acts, what is chosen for a subject.

    `due` is the SQL of the subjects for which there may be something to do: their keys as `key`, with `?` for
    the night and for the key to go on after; among them may be one for which there proves to be nothing.
    `when` gives the nights from a day on in which the job may choose something for a subject as it is, at
    least the first of them: a forecast looks at no others, and asks again after each. A job that is not
    `across` reads the subject's own file and what its center owns, never the other files, and its acts change
    the own file only. `practice_only` jobs stand in for another agency's system. `rule` is the rule that its
    acts carry out, cited where they are predicted. `did` is what a night tells of it: one of it, several of
    it. `file` writes what the job leaves for another system into a folder, once the night is over, and gives
    what was written.
    """

    name: str
    actor: str
    choose: Choose
    due: str
    when: When
    did: tuple[str, str] = ("act", "acts")
    rule: str = ""
    practice_only: bool = False
    across: bool = False
    file: WriteFile | None = None
