"""How the federal report's lessons are taught: findings in the words of its screens."""

from __future__ import annotations

from cstui.classroom.lesson.teaching import Teaching, Thing

THINGS = {
    "entered": Thing("entered figure", "entered figures", "O1EN"),
    "quick": Thing("enforcement request", "enforcement requests", "O1QC"),
    "reports": Thing("report", "reports", "O157"),
    "sampled": Thing("sampled case", "sampled cases", "O1SA"),
    "samples": Thing("sample", "samples", "O1SA"),
}
"""The lists of a program: one of them, several of them, and the screen that shows them."""

SAYS = {
    "agrees": ("is answered {}", "is not answered"),
    "cents": ("is of {} cents", "has no amount"),
    "column": ("is in column {}", "is in no column"),
    "director": ("is signed by {}", "is not signed"),
    "fiscal_year": ("is of fiscal year {}", "is of no fiscal year"),
    "kind": ("is a {}", "does not say what it is"),
    "line": ("is on line {}", "is on no line"),
    "number": ("has the number {}", "has no number"),
    "status": ("is: {}", "has no status"),
    "submitted_on": ("was submitted on {}", "was not submitted"),
    "value": ("is {}", "has no value"),
}
"""How a fact of a thing is said by its name: with its value, and where it is empty."""

TEACHING = Teaching(things=THINGS, head_screen="O157", says=SAYS, codes={"status": "fed_status"})
