"""What Louisiana brings to the desk: the screens of LASES, their words, and the shapes of its numbers."""

from __future__ import annotations

from cstui.desk.agency_desk import AgencyDesk, NumberShape
from cstui.desk.commands import here, screen

_HERE = "cstui.agencies.louisiana.programs"

DESK = AgencyDesk(
    programs={
        "DOCK": f"{_HERE}.dock:Dock",
        "CAS1": f"{_HERE}.cas1:Cas1",
        "CAS2": f"{_HERE}.cas2:Cas2",
        "APPT": f"{_HERE}.appt:Appt",
        "CALO": f"{_HERE}.calo:Calo",
        "NOTE": f"{_HERE}.note:Note",
        "CONT": f"{_HERE}.cont:Cont",
        "FORM": f"{_HERE}.form:FormList",
        "FVEW": f"{_HERE}.fvew:Fvew",
        "LAIN": f"{_HERE}.lain:Lain",
        "PERS": f"{_HERE}.pers:Pers",
        "PERC": f"{_HERE}.perc:Perc",
        "LEM4": f"{_HERE}.lem4:Lem4",
        "REMD": "cstui.desk.programs.remd:Remd",
        "IVAU": f"{_HERE}.ivau:Ivau",
        "ASID": f"{_HERE}.asid:LouisianaAsid",
        "LETT": f"{_HERE}.lett:Lett",
        "SUPP": f"{_HERE}.supp:Supp",
        "REFR": f"{_HERE}.refr:Refr",
        "OFS3": f"{_HERE}.ofs3:Ofs3",
    },
    words=(
        screen("CAS1", "The case: parties, children, status; pend for closure here.", "[case]"),
        screen("CAS2", "Cooperation: NON COOP and DT, good cause, IV-A; report and clear here.", "[case]"),
        screen(
            "CALO",
            "The activity log of the case: list, filter, find, full text, add a note.",
            "[case]",
            ("LOG",),
        ),
        screen("NOTE", "A new note for the log of the case; CALO shows it.", "[case]"),
        screen("APPT", "Appointments of the case: schedule, outcome, move in advance.", "[case]"),
        screen("DOCK", "The docket of a day: key the outcomes of all its appointments.", "[date]"),
        screen("CONT", "Contacts: record a call, message or walk-in.", "[case]"),
        screen("PERS", "A person: cases and roles, addresses, telephones, family violence.", "[person]"),
        screen(
            "PERC", "A person corrected: name, birth, death, jail, state; two entries merged.", "[person]"
        ),
        screen("FORM", "Forms and letters of the case: view, mail, print to a file.", "[case]"),
        screen("REFR", "Referrals: take one in, clear it, OFS 4NCP, an added child.", "[case]"),
        screen("OFS3", "OFS 53: brought, agreed on all the CP's cases, completed.", "[case]"),
        screen("SUPP", "Support that the CP got and did not turn over.", "[case]", ("SUPPORT",)),
        screen("LETT", "Letters of the office that are to be mailed, as a batch.", "[office]", ("LETTERS",)),
        screen("LAIN", "LAIN 2IP records to IV-A: waiting and sent.", "[case]"),
        screen("LEM4", "LEM4145R1: cases with non-cooperation by what may be done now.", "[whose]"),
        screen("REMD", "Your reminders across cases: add, snooze, done.", "[case]"),
        screen("IVAU", "Updates of IV-A on your cases, to be acknowledged.", "[worker]"),
        screen("ASID", "Records of IV-A that were set aside: apply again, dispose.", "", ("ASIDE",)),
        here("DOC", "CAS2: documents in CALO the non-cooperation of a payee no longer active."),
        here("STAND", "CAS1: lets the pend stand after the CP was in touch (WHY says why)."),
        here("CONFIRM", "LEM4: does what the preview shows."),
        here(
            "ASSIGN", "CAS1: gives the case to a worker, of this office or another.", None, "worker [office]"
        ),
        here("MARK", "PERS: sets or lifts the family-violence mark (WHY says why)."),
        here(
            "MERGE",
            "PERC: merges the person into the entry keyed as MERGE INTO (WHY says why).",
            None,
            "[why]",
        ),
        here("COMPLETE", "OFS3: completes the bottom portion of OFS 53 for all of the CP's cases."),
        here("MAIL", "FORM: the form under the cursor was mailed today. LETT: marks every line shown."),
        here("PRINT", "FORM: writes the form under the cursor to a file.", None, "[name]"),
    ),
    opens="CAS1",
    person="PERS",
    called="CASE",
    party="CP",
    subject=NumberShape(shape="a case number", digits=8, example="17000123"),
    worker=NumberShape(shape="a worker number", digits=5, example="17001"),
    office=NumberShape(shape="an office", digits=2, example="17"),
    sheltered=frozenset({"PERS", "PERC", "FVEW"}),
    counted=(
        ("today", "today"),
        ("outcome", "no outcome"),
        ("decide", "to decide"),
        ("report", "to report"),
        ("pend", "to pend"),
        ("closing", "closing"),
        ("request", "asked"),
        ("reminder", "reminders"),
        ("review", "to review"),
        ("news", "updates"),
    ),
    heading=frozenset({"case", "status", "office", "worker", "cp", "ncp"}),
    continued={"FORM": "seq", "OFS3": "number", "REFR": "seq"},
    in_hand=f"{_HERE}.of_case:in_hand",
    reminders=f"{_HERE}.reminders:LouisianaReminders",
    searches=f"{_HERE}.searches:LouisianaSearches",
    prints=f"{_HERE}.printing:screen_printed",
    waiting=f"{_HERE}.lain:set_aside",
)
