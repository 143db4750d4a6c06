"""What Utah brings to the desk: the CNS agent's screens, words, shapes of numbers."""

from __future__ import annotations

from cstui.desk.agency_desk import AgencyDesk, NumberShape
from cstui.desk.commands import here, screen

_HERE = "cstui.agencies.utah.programs"

DESK = AgencyDesk(
    programs={
        "CNSR": f"{_HERE}.cnsr:Cnsr",
        "CNSP": f"{_HERE}.cnsp:Cnsp",
        "INTW": f"{_HERE}.intw:Intw",
        "S410": f"{_HERE}.s410:S410",
        "PAYD": f"{_HERE}.payd:Payd",
        "DIST": f"{_HERE}.dist:Dist",
        "CNSF": f"{_HERE}.cnsf:Cnsf",
        "CNFV": f"{_HERE}.cnsf:Cnfv",
        "CNSM": f"{_HERE}.cnsm:Cnsm",
        "REMD": "cstui.desk.programs.remd:Remd",
    },
    words=(
        screen("CNSR", "Pre-filing: cases, forms to the CPs, worksheet, packet.", "[NCP]"),
        screen("CNSP", "Phases: filing, trial, disposition, enforcement, consent.", "[NCP]"),
        screen("INTW", "Interest worksheet, month by month.", "[NCP]"),
        screen("S410", "The 410 screen: the restitution order and its cases.", "[NCP]", ("410",)),
        screen("PAYD", "Payments: post, distribute, reverse; the ledger.", "[NCP]", ("PAYMENTS",)),
        screen("DIST", "Where each cent of a month's payments went, case by case.", "[NCP] [MM/YYYY]"),
        screen("CNSF", "Forms of pre-filing: view and print.", "[NCP]", ("FORMS",)),
        screen("CNSM", "Monitoring report of a phase: 1, 2 or 3.", "[1, 2 or 3]", ("MONITOR",)),
        screen("REMD", "Your reminders across NCPs: add, snooze, done."),
        here("BEGIN", "CNSR: begins a referral, Phase 1."),
        here("SEARCHED", "CNSR: ORSIS was searched for the NCP's other cases; CSS cases move."),
        here("FORM", "CNSR: the Case Referral for Criminal Prosecution is completed."),
        here("PACKET", "CNSR: sends the packet to the prosecuting attorney."),
        here("POSTAL", "CNSR: the Post Office answered.", None, "VERIFIED, CHANGED or RETURNED"),
        here("ENDS", "CNSP: ends the criminal matter.", None, "why"),
        here("DEFENSE", "CNSP: records the notice of an affirmative defense.", None, "[date]"),
        here("OSC", "CNSP: closes the Order to Show Cause of a month.", None, "MM/YYYY outcome"),
        here("MAKE", "INTW: makes the worksheet up to the last month."),
        here("REVEAL", "INTW, PAYD, DIST, S410: shows federal tax information; logged.", None, "why"),
        here("PRINT", "CNSF, CNFV: writes the form to a file, as text or PDF.", None, "[PDF or file name]"),
        here("CASES", "PAYD: the next cases above the ledger."),
        here("INSTRUCT", "PAYD: a posting instruction where debt roll occurs.", None, "case amount ..."),
    ),
    opens="CNSR",
    called="NCP",
    called_several="NCPs",
    party="NCP",
    subject=NumberShape(shape="an NCP number", pattern=r"UT/[0-9]{6}", prefix="UT/", example="UT/100001"),
    worker=NumberShape(shape="a worker number", pattern=r"(UT/)?[0-9]{5}", example="UT/31001"),
    office=NumberShape(shape="an office", pattern=r"UT/[0-9]{2}", example="UT/31"),
    counted=(
        ("modified", "modified"),
        ("late", "forms late"),
        ("osc", "show cause"),
        ("order", "order owed"),
        ("packet", "packet ready"),
        ("held", "money held"),
        ("reminder", "reminders"),
        ("prefiling", "pre-filing"),
    ),
    heading=frozenset({"case", "name", "office", "worker", "phase"}),
    in_hand=f"{_HERE}.of_ncp:in_hand",
)
