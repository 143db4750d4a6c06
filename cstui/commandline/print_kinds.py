"""What can be printed, as an agency declares it for the parser: names and arguments, nothing of weight."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Mapping
from typing import Any, NamedTuple

from cstui.agency import Manifest


class Argument(NamedTuple):
    """An argument as argparse takes it: its names, and what else it says of it."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


class PrintKind(NamedTuple):
    """Something that `cstui print NAME` prints: `make` names the function (`module:name`) that prepares it.

    It is asked with the workplace and the options, and answers a `cstui.commandline.prints.Print`.
    """

    name: str
    help: str
    make: str
    arguments: tuple[Argument, ...] = ()


def argument(*names: str, **options: Any) -> Argument:
    """An argument; a name without dashes takes a place, one with dashes is an option."""
    return Argument(names, options)


def whole(text: str) -> int:
    """A whole number as it was typed."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a whole number") from None


def prints_of(agency: Manifest) -> Mapping[str, PrintKind]:
    """What the agency prints, by name."""
    return {kind.name: kind for kind in agency.load("prints") or ()}
