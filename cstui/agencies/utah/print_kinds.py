"""What Utah prints, with its arguments on the command line; `prints` makes it ready."""

from __future__ import annotations

from cstui.commandline.print_kinds import PrintKind, argument

PRINTS = (
    PrintKind(
        "cnsf",
        "A form of pre-filing, as it goes out: notice, affidavit, letters, referral, packet checklist.",
        "cstui.agencies.utah.prints:form",
        (
            argument("number", metavar="NCP", help="The NCP number, such as UT/100003."),
            argument("made", metavar="FORM", help="As on CNSF: NOTICE-2, or NOTICE for the latest one."),
            argument(
                "--addressed", action="store_true", help="For the envelope: also addresses hidden elsewhere."
            ),
        ),
    ),
    PrintKind(
        "worksheet",
        "The Criminal Interest Calculation Worksheet of an NCP, as of the business date.",
        "cstui.agencies.utah.prints:worksheet",
        (
            argument("number", metavar="NCP", help="The NCP number, such as UT/100001."),
            argument(
                "--fti", action="store_true", help="With federal tax information and its label; logged."
            ),
            argument("--why", default="", metavar="REASON", help="Why it is printed with --fti."),
        ),
    ),
)
