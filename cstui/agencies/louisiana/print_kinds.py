"""What Louisiana prints, with its arguments on the command line; `prints` makes it ready."""

from __future__ import annotations

from cstui.commandline.print_kinds import PrintKind, argument, whole

_HERE = "cstui.agencies.louisiana.prints"
_CASE = argument("number", metavar="CASE", help="The case number, 8 digits.")
_ADDRESSED = argument(
    "--addressed", action="store_true", help="For the envelope: also addresses hidden elsewhere."
)

PRINTS = (
    PrintKind(
        "form",
        "One form or letter of a case, as it goes out.",
        f"{_HERE}:form",
        (
            _CASE,
            argument("seq", metavar="SEQ", type=whole, help="The form's number on screen FORM."),
            _ADDRESSED,
        ),
    ),
    PrintKind("case", "A case with everything on it.", f"{_HERE}:case", (_CASE,)),
    PrintKind(
        "calo",
        "The activity log of a case, oldest first.",
        f"{_HERE}:calo",
        (
            _CASE,
            argument("--from", dest="since", metavar="DATE", help="The first date; else from the start."),
            argument("--to", dest="until", metavar="DATE", help="The last date; else to the end."),
        ),
    ),
    PrintKind(
        "evidence",
        "The evidence for a report of non-cooperation, with the letters as mailed.",
        f"{_HERE}:evidence",
        (
            _CASE,
            argument(
                "--report", type=whole, metavar="SEQ", help="The entry on CAS2; else the last that stands."
            ),
            _ADDRESSED,
        ),
    ),
    PrintKind(
        "docket",
        "The appointments of a day, by office.",
        f"{_HERE}:docket",
        (
            argument("date", nargs="?", metavar="DATE", help="The day; else the business date."),
            argument("--on", "--date", dest="on", metavar="DATE", help="The same."),
            argument("--worker", dest="whose", metavar="WORKER", help="One worker's; else all."),
        ),
    ),
    PrintKind(
        "letters",
        "Every form and letter made on a day, as one batch.",
        f"{_HERE}:letters",
        (
            argument("--on", "--date", dest="on", metavar="DATE", help="The day; else the business date."),
            argument("--office", metavar="OFFICE", help="One office's, 2 digits; else all."),
            _ADDRESSED,
        ),
    ),
)
