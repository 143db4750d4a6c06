"""What Kansas brings to the desk: CADS of KAECSES-CSE, the pages of KEES, words, shapes of numbers."""

from __future__ import annotations

from cstui.desk.agency_desk import AgencyDesk, NumberShape
from cstui.desk.commands import here, screen

_HERE = "cstui.agencies.kansas.programs"

DESK = AgencyDesk(
    programs={
        "CADS": f"{_HERE}.cads:Cads",
        "ENCL": f"{_HERE}.encl:Encl",
        "ENCD": f"{_HERE}.encd:Encd",
        "EDBC": f"{_HERE}.edbc:EdbcList",
        "TASK": f"{_HERE}.task:TaskList",
        "REMD": "cstui.desk.programs.remd:Remd",
    },
    words=(
        screen("CADS", "Cooperation on a case: mark it, good cause, service, closing.", "[person or case]"),
        screen("ENCL", "The person's non-compliance records; VIEW shows those with an end date.", "[person]"),
        screen("ENCD", "One record: every field, its history and why; edit, remove.", "[person [record]]"),
        screen("EDBC", "EDBC runs, results, notices; run EDBC, take an application in.", "[person]"),
        screen(
            "TASK",
            "Open tasks by queue: Purple, Work Programs, FAET, inbox; take, work, close.",
            "[queue, MINE or person]",
            ("TASKS",),
        ),
        screen("REMD", "Your reminders across people: add, snooze, done."),
        here("ADD", "CADS: adds the rows marked S. ENCL: adds a record by hand."),
        here("UPDATE", "CADS: enters the fields that are no rows."),
        here("GCPV", "CADS: the good cause rows before."),
        here("GCNX", "CADS: the next good cause rows."),
        here("NCPV", "CADS: the non-cooperation rows before."),
        here("NCNX", "CADS: the next non-cooperation rows."),
        here("OVERRIDE", "CADS: closes the case before the sixty days; logged.", None, "why"),
        here("REOPEN", "CADS: opens a closed case again."),
        here("INBOX", "CADS: writes to the inbox of the local office.", None, "IR or IE [text]"),
        here("VIEW", "ENCL: shows the records with an end date too, and again only those in force."),
        here("REMOVE", "ENCD: removes the record (WHY says why).", None, "[why]"),
        here(
            "PROGRAM",
            "EDBC: what KEES has of a program: OPEN, CLOSE, RESCIND; FAET Y or N.",
            None,
            "OPEN, CLOSE or RESCIND program [date]",
        ),
        here("WITHDRAW", "EDBC: withdraws an application.", None, "number"),
    ),
    opens="CADS",
    called="PERSON",
    called_several="people",
    party="AR",
    subject=NumberShape(shape="a person number", digits=10, example="0001000001"),
    worker=NumberShape(shape="a worker number", pattern=r"(KS/)?[0-9]{5}", example="KS/51001"),
    office=NumberShape(shape="an office", pattern=r"KS/[0-9]{2}", example="KS/51"),
    counted=(
        ("purple", "Purple"),
        ("inbox", "inbox"),
        ("application", "to decide"),
        ("remove", "to remove"),
        ("tier", "penalty to add"),
        ("close", "to close"),
        ("other", "other case"),
        ("reminder", "reminders"),
        ("work", "Work Programs"),
        ("faet", "FAET"),
        ("edbc", "EDBC to come"),
        ("alert", "alerts tonight"),
    ),
    heading=frozenset({"case", "status", "office", "worker", "name", "ees_worker", "active"}),
    in_hand=f"{_HERE}.of_consumer:in_hand",
    reminders=f"{_HERE}.reminders:KansasReminders",
)
