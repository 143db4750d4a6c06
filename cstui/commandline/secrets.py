"""Passwords and passphrases as they are typed on the terminal: without echo, and never from anywhere else."""

from __future__ import annotations

import sys
from getpass import getpass

from cstui.commandline.faults import CommandError

TRIES = 3


def asked(prompt: str) -> str:
    """What is typed after a prompt. CommandError CS-335 where there is no terminal to type it on."""
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise CommandError("CS-335", what=prompt.rstrip(": "))
    return getpass(f"{prompt}: ")


def asked_twice(prompt: str) -> str:
    """What was typed twice alike. CommandError CS-336 where it was not, three times."""
    for _ in range(TRIES):
        first = asked(prompt)
        if first == asked(f"{prompt}, once more"):
            return first
        sys.stderr.write("The two differ. Type them again.\n")
    raise CommandError("CS-336", what=prompt)
