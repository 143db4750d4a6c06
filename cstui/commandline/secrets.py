"""Passwords and passphrases as they are typed on the terminal: without echo, and never from anywhere else."""

from __future__ import annotations

import sys
from getpass import getpass

from cstui.commandline.faults import CommandError

TRIES = 3


def on_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(prompt: str, *, hidden: bool = True) -> str:
    """What is typed after a prompt, not shown if `hidden`. CommandError CS-335 where there is no terminal."""
    if not on_terminal():
        raise CommandError("CS-335", what=prompt)
    if hidden:
        return getpass(f"{prompt}: ")
    sys.stderr.write(f"{prompt}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def asked_twice(prompt: str) -> str:
    """What was typed twice alike. CommandError CS-336 where it was not, three times."""
    for _ in range(TRIES):
        first = asked(prompt)
        if first == asked(f"{prompt}, once more"):
            return first
        sys.stderr.write("The two differ. Type them again.\n")
    raise CommandError("CS-336", what=prompt)
