"""What Utah prints, with its arguments on the command line; `prints` makes it ready."""

from __future__ import annotations

from cstui.commandline.print_kinds import PrintKind, argument

PRINTS = (
    PrintKind(
        "worksheet",
        "The Criminal Interest Calculation Worksheet of an NCP, as of the business date.",
        "cstui.agencies.utah.prints:worksheet",
        (
            argument("number", metavar="NCP", help="The NCP number, such as UT/100001."),
            argument(
                "--fti", action="store_true", help="With federal tax information and its label; logged."
            ),
        ),
    ),
)
