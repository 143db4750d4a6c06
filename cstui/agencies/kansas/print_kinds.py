"""What Kansas prints, with its arguments on the command line; `prints` makes it ready."""

from __future__ import annotations

from cstui.commandline.print_kinds import PrintKind, argument

PRINTS = (
    PrintKind(
        "memorandum",
        "The Memorandum form on a case whose AR does not cooperate, for the service center.",
        "cstui.agencies.kansas.prints:memorandum",
        (
            argument("number", metavar="PERSON", help="The person number of the AR, 10 digits."),
            argument("--case", help="The case; else the one marked last."),
        ),
    ),
)
