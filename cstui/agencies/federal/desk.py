"""What the federal report brings to the desk: the analyst's screens, words, shapes of numbers."""

from __future__ import annotations

from cstui.desk.agency_desk import AgencyDesk, NumberShape
from cstui.desk.commands import here, screen
from cstui.policy.roles import REPORTS

_HERE = "cstui.agencies.federal.programs"

DESK = AgencyDesk(
    programs={
        "O157": f"{_HERE}.o157:O157",
        "O1AB": f"{_HERE}.o1ab:O1ab",
        "O1CS": f"{_HERE}.o1cs:O1cs",
        "O1WY": f"{_HERE}.o1wy:O1wy",
        "O1ME": f"{_HERE}.o1me:O1me",
        "O1EN": f"{_HERE}.o1en:O1en",
        "O1QC": f"{_HERE}.o1qc:O1qc",
        "O1SA": f"{_HERE}.o1sa:O1sa",
    },
    words=(
        screen("O157", "The form: figures by line and column, edits, last year.", "[program] [year, R3, F]"),
        screen("O1AB", "Edits, choices, facts that the State lacks, due dates.", "[program] [year]"),
        screen("O1CS", "The cases behind a figure.", "[program] line [column]"),
        screen("O1WY", "On which lines a case counts, and why it is not on one.", "[program] case [line]"),
        screen("O1ME", "Incentive measures against their thresholds.", "[program] [year]", ("MEASURES",)),
        screen("O1EN", "Enter staff, births, collections and expenditures.", "[program] [year]"),
        screen("O1QC", "Administrative enforcement: requests and collections.", "[program]", ("QUICK",)),
        screen("O1SA", "Reliability check: draw cases of a line, answer each.", "[program]", ("SAMPLE",)),
        here("COMPARE", "O157: this year beside last year, and back."),
        here("CASES", "O157, O1CS: the cases behind a figure.", None, "line [column]"),
        here("WHY", "O157, O1CS, O1SA: why a case is on a line, or is not.", None, "line or case"),
        here("COUNT", "O157, O1AB: counts a fiscal year, or goes on with its count.", None, "[year]"),
        here("SIGN", "O157: the director signs the draft.", None, "director's name"),
        here("SUBMIT", "O157: submits the signed report to both offices."),
        here("DISCARD", "O157: drops a draft.", None, "why"),
        here("DRAW", "O1SA: draws a random sample of a line.", None, "line [size]"),
    ),
    opens="O157",
    begins={"analyst": ("MENU", "WORK")},
    shows={"": REPORTS, "WORK": REPORTS},
    called="PROGRAM",
    party="STATE",
    subject=NumberShape(shape="a program", pattern=r"FED/[A-Z]{2}", prefix="FED/", example="FED/LA"),
    worker=NumberShape(shape="a worker number", pattern=r"(FED/)?[0-9]{5}", example="FED/00001"),
    office=NumberShape(shape="an office", pattern=r"FED/[0-9]{2}", example="FED/00"),
    heading=frozenset({"case", "name", "year", "of_report"}),
    in_hand=f"{_HERE}.of_program:in_hand",
)
