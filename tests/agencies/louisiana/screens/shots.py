"""Every screen in three states: the keys that lead there and what a person should see.

A screen that has no empty state, or cannot be in error, says why in `WITHOUT`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from cstui.store.engine import Store
from tests.agencies.louisiana.screens.stage import LITTLE, MUCH, nothing_more, set_aside

State = Literal["empty", "filled", "error"]
STATES: tuple[State, ...] = ("empty", "filled", "error")


class Shot(NamedTuple):
    """A picture: which screen in which state, the keys that lead there, what a person should see.

    `given` is what the store holds besides.
    """

    screen: str
    state: State
    keys: tuple[str, ...]
    sees: str
    given: Callable[[Store], None] = nothing_more


def signed_on(worker: str, *keys: str) -> tuple[str, ...]:
    """The keys from the sign-on on."""
    return (worker, "enter", *keys)


def to(command: str, *keys: str) -> tuple[str, ...]:
    """Worker 17001 signs on and enters a command; then `keys`."""
    return signed_on("17001", "home", command, "enter", *keys)


_DRAFTED = to(f"PERS {MUCH}", "at:employer", "ACME", "at:line2", "REAR", "home", "CAS1", "enter")

SHOTS: tuple[Shot, ...] = (
    Shot("SIGN", "empty", (), "the name of the desk, an empty WORKER with the cursor in it"),
    Shot("SIGN", "filled", ("17001",), "a worker's number typed, not entered"),
    Shot("SIGN", "error", ("99999", "enter"), "CS-120: there is no such worker; 99999 still stands"),
    Shot("MENU", "empty", signed_on("17010", "home", "MENU", "enter"), "who works, no case in hand"),
    Shot("MENU", "filled", to(f"CAS1 {MUCH};MENU"), "the same with a case in hand"),
    Shot(
        "MENU",
        "error",
        to("MENU", "home", "XYZ", "enter"),
        "CS-113, how to search; XYZ still stands",
    ),
    Shot(
        "WORK",
        "empty",
        signed_on("17010", "home", "WORK 17010", "enter"),
        "a worker without cases: nothing is due",
    ),
    Shot("WORK", "filled", signed_on("17001"), "the open steps, most urgent first, with counts above"),
    Shot("WORK", "error", signed_on("17001", "Q", "enter"), "CS-130 at the first line: which letters go"),
    Shot("SRCH", "empty", to("SRCH"), "an empty SEARCH and the three ways to fill it"),
    Shot("SRCH", "filled", to("/S"), "everybody whose last name begins with S, with role and case"),
    Shot("SRCH", "error", to("SRCH", "02/30/1990", "enter"), "CS-103: no such day; the date still stands"),
    Shot("DOCK", "empty", to("DOCK 03082026"), "a Sunday: no appointment on this day"),
    Shot("DOCK", "filled", to("DOCK"), "the twenty appointments of the day, all open"),
    Shot(
        "DOCK",
        "error",
        to("DOCK", "at:action.0", "K", "at:action.1", "F", "at:action.2", "F", "enter"),
        "two recorded, one refused: its letter stands and its rule on the line",
    ),
    Shot("CAS1", "empty", to(f"CAS1 {LITTLE}"), "an open case without non-cooperation or pend"),
    Shot("CAS1", "filled", to("CAS1 17000213"), "a pended case: reason, notice, the night of closing"),
    Shot(
        "CAS1", "error", to(f"CAS1 {MUCH}", "at:reason", "FTC", "enter"), "why FTC may not be pended, 1 of 2"
    ),
    Shot("CAS2", "empty", to(f"CAS2 {LITTLE}"), "no entry of any kind"),
    Shot("CAS2", "filled", to("CAS2 17000224"), "entries of non-cooperation and of cooperation"),
    Shot(
        "CAS2",
        "error",
        to("CAS2 17000203", "at:noncoop", "ZZ", "at:dt", "02302026", "enter"),
        "CS-104 and CS-103 marked together, the cursor on NON COOP",
    ),
    Shot("APPT", "empty", to(f"APPT {LITTLE}"), "no appointment; the fields to schedule one"),
    Shot("APPT", "filled", to("APPT 17000226"), "an open appointment and three that were moved"),
    Shot(
        "APPT",
        "error",
        to(f"APPT {LITTLE}", "at:purpose", "SI", "at:date", "t+5", "at:time", "0900", "enter"),
        "too little notice, and a Saturday: 1 of 2",
    ),
    Shot("CONT", "empty", to(f"CONT {LITTLE}"), "no contact; ON is today"),
    Shot("CONT", "filled", to(f"CONT {MUCH}"), "three contacts, the newest first"),
    Shot(
        "CONT",
        "error",
        to(f"CONT {MUCH}", "at:how", "Z", "at:on", "13452026", "at:initiative", "Q", "enter"),
        "four things wrong, each field marked",
    ),
    Shot("CALO", "empty", to(f"CALO {LITTLE}", "home", "FIND NOTHING LIKE IT", "enter"), "no entry has that"),
    Shot("CALO", "filled", to(f"CALO {MUCH}"), "the log, newest first, with page marks"),
    Shot("CALO", "error", to(f"CALO {MUCH}", "at:kind", "ZZ", "enter"), "CS-104 with ZZ still in KIND"),
    Shot("NOTE", "empty", to(f"CALO {LITTLE}", "f6"), "the last entries above, an empty note below"),
    Shot("NOTE", "filled", to(f"CONT {MUCH}", "at:action.0", "S", "enter"), "a long contact in full"),
    Shot("NOTE", "error", to(f"CALO {MUCH}", "f6", "enter"), "CS-105: an empty note is not taken"),
    Shot("FORM", "empty", to(f"FORM {LITTLE}"), "no form was made for this case"),
    Shot("FORM", "filled", to(f"FORM {MUCH}"), "the forms, one still to be mailed tonight"),
    Shot("FORM", "error", to(f"FORM {MUCH}", "at:action.0", "Z", "enter"), "CS-130: which letters go"),
    Shot("FVEW", "filled", to(f"FORM {MUCH}", "at:action.0", "V", "enter"), "the letter as it reads"),
    Shot(
        "FVEW",
        "error",
        to(f"FORM {MUCH}", "at:action.1", "V", "enter", "home", "MAIL", "enter"),
        "CS-131: it was mailed before",
    ),
    Shot("LEM4", "empty", signed_on("17010", "home", "LEM4", "enter"), "no case shows non-cooperation"),
    Shot("LEM4", "filled", to("LEM4"), "cases by what may be done, correct first, the counts above"),
    Shot(
        "LEM4",
        "error",
        to("LEM4", "at:action.1", "E", "at:action.4", "P", "at:action.5", "P", "enter"),
        "the preview: two would be pended, one line refused with its rule",
    ),
    Shot("REMD", "empty", signed_on("17010", "home", "REMD", "enter"), "nothing to be reminded of"),
    Shot(
        "REMD",
        "filled",
        to("REMD", "17000213", "at:new_due", "t+3", "at:new_text", "Call", "enter"),
        "a reminder of one's own, and documents due back as the policy has it",
    ),
    Shot("REMD", "error", to("REMD", "at:new_text", "Call", "enter"), "CS-105: CASE and DUE are missing"),
    Shot("IVAU", "empty", signed_on("17010", "home", "IVAU", "enter"), "no update waits"),
    Shot("IVAU", "filled", to("IVAU"), "the updates of IV-A, oldest first, with how many wait"),
    Shot("IVAU", "error", to("IVAU", "at:action.0", "Q", "enter"), "CS-130: which letters go"),
    Shot("IVDF", "empty", to("IVDF 17000101"), "a case with the lines of its own records alone, dim"),
    Shot(
        "IVDF",
        "filled",
        to(
            "IVDF 17000101",
            "ST",
            "loc",
            "at:since",
            "t",
            "enter",
            "IS",
            "o",
            "at:since",
            "t",
            "at:with",
            "tx",
            "enter",
        ),
        "two facts keyed above the lines of the case's own records, and what was entered last",
    ),
    Shot(
        "IVDF",
        "error",
        to("IVDF 17000101", "ST", "x", "at:since", "t", "enter"),
        "a code that ST does not have, marked, and what was typed",
    ),
    Shot("COVR", "empty", to("COVR 41"), "an office in which nobody is away; the fields for a cover"),
    Shot(
        "COVR",
        "filled",
        to("COVR", "17001", "17010", "t", "at:until", "t+4", "at:why", "Leave", "enter"),
        "a cover that holds now, with both names; its message",
    ),
    Shot(
        "COVR",
        "error",
        to("COVR", "17001", "17001", "t", "at:until", "t+4", "enter"),
        "CS-161: nobody covers for herself; what was typed still stands",
    ),
    Shot("ASID", "empty", to("ASID"), "no record of IV-A waits"),
    Shot(
        "ASID",
        "filled",
        to("ASID", "at:action.2", "S", "enter"),
        "five records set aside, the third one in full below",
        set_aside,
    ),
    Shot(
        "ASID",
        "error",
        to("ASID", "at:action.0", "A", "enter"),
        "CS-101 again: the case is still not there",
        set_aside,
    ),
    Shot("LAST", "empty", signed_on("17010", "home", "LAST", "enter"), "nothing was entered yet"),
    Shot("LAST", "filled", to("LAST"), "ten cases, the newest first"),
    Shot("LAST", "error", to("LAST", "at:action.0", "Q", "enter"), "CS-130: which letters go"),
    Shot("LAIN", "empty", to(f"LAIN {LITTLE}"), "no such record"),
    Shot("LAIN", "filled", to("LAIN"), "the office's records, waiting and sent"),
    Shot(
        "LAIN",
        "error",
        to("LAIN", "at:case", "99999999", "at:status", "Z", "enter"),
        "an unknown case and an unknown status",
    ),
    Shot("PERS", "empty", to("PERS P100113"), "a person of whom little is known"),
    Shot("PERS", "filled", to(f"PERS {MUCH}"), "addresses, telephones, cases, benefits"),
    Shot(
        "PERS",
        "error",
        to(f"PERS {MUCH}", "at:zip", "7", "ctrl+e", "at:home_phone", "12", "enter"),
        "ZIP and PHONE marked",
    ),
    Shot("PERC", "empty", to("PERC P100113"), "a person of whom little is known; nothing to merge"),
    Shot(
        "PERC",
        "filled",
        to("PERC P100113", "at:into", "100142", "enter"),
        "what a merge would change, the other's name, and that nothing is written yet",
    ),
    Shot(
        "PERC",
        "error",
        to(f"PERC {MUCH}", "at:lives", "ZZ", "at:into", "ABC", "enter"),
        "STATE and MERGE INTO marked",
    ),
    Shot("TIME", "empty", to(f"TIME {LITTLE}"), "the line to scale, what little there is, and TODAY"),
    Shot("TIME", "filled", to("TIME 17000208", "t+9", "enter"), "nothing done beside OFS 53 on a day"),
    Shot("TIME", "error", to(f"TIME {MUCH}", "t-1", "enter"), "CS-176: the forecast does not go back"),
    Shot("OFS3", "empty", to(f"OFS3 {LITTLE}"), "no form is open; the CP's one case, cooperating"),
    Shot("OFS3", "filled", to("OFS3 17000211", "t"), "the CP's cases in three offices, RECEIVED typed"),
    Shot(
        "OFS3",
        "error",
        to("OFS3 17000211", "t", "at:agrees.0", "y", "f6"),
        "LA-E522-16 at each of the lines without a Y, what was typed still there",
    ),
    Shot("REFR", "empty", to(f"REFR {LITTLE}"), "no referral; the children of the case with their status"),
    Shot(
        "REFR",
        "filled",
        to(f"REFR {MUCH}", "iva", "t", "at:child_last", "PIPIT", "at:child_first", "SAM", "enter"),
        "a referral to be cleared that adds a child, and the child below",
    ),
    Shot(
        "REFR",
        "error",
        to(f"REFR {MUCH}", "xyz", "02302026", "at:participation.1", "N", "enter"),
        "an unknown source, a day that there is not, and both still typed",
    ),
    Shot("SUPP", "empty", to(f"SUPP {LITTLE}"), "no payment is on record"),
    Shot(
        "SUPP",
        "filled",
        to(f"SUPP {MUCH}", "t", "at:amount", "1,250.50", "at:assigned", "01022026", "enter"),
        "a payment that is covered and not turned over",
    ),
    Shot("SUPP", "error", to(f"SUPP {MUCH}", "t", "at:amount", "12,3", "enter"), "CS-153 and ASSIGNED empty"),
    Shot("LETT", "empty", to("LETT 41"), "an office that has nothing to mail"),
    Shot("LETT", "filled", to("LETT", "f6"), "the office's letters, each marked M"),
    Shot("LETT", "error", to("LETT", "at:action.0", "Q", "enter"), "CS-130: which letters go"),
    Shot("SETT", "filled", to("SETT"), "every setting with its value, where it comes from, and its use"),
    Shot(
        "SETT",
        "error",
        to("SETT", "at:theme", "ctrl+e", "pink", "enter"),
        "CS-408: no such theme; pink still stands",
    ),
    Shot(
        "HELP",
        "empty",
        signed_on("17010", "home", "WORK 17010", "enter", "f1"),
        "the help of a screen without a message",
    ),
    Shot(
        "HELP",
        "filled",
        to(f"CAS1 {MUCH}", "at:reason", "FTC", "enter", "f1"),
        "each finding with cause, way out and citation, then field and screen",
    ),
    Shot("HELP", "error", to("HELP", "home", "ADD", "enter"), "CS-137: ADD does nothing here"),
    Shot("GUID", "empty", signed_on("17010", "home", "WORK 17010", "enter", "f2"), "no case in hand"),
    Shot("GUID", "filled", to("CAS1 17000213", "f2"), "the next step with rule, date and way"),
    Shot("GUID", "error", to("CAS1 17000213", "f2", "home", "ADD", "enter"), "CS-137: ADD does nothing here"),
    Shot("KEYS", "filled", to("KEYS"), "every key and word"),
    Shot("KEYT", "empty", to("KEYTEST"), "no key was pressed yet: all are listed under NOT YET"),
    Shot("KEYT", "filled", to("KEYTEST", "f5", "f3", "ctrl+e"), "three keys arrived, the last is Ctrl+E"),
    Shot("KEYS", "error", to("KEYS", "home", "ADD", "enter"), "CS-137: ADD does nothing here"),
    Shot("PRMT", "empty", to("CAS2 17000203", "f4", "at:typed", "zzz", "enter"), "no value holds ZZZ"),
    Shot("PRMT", "filled", to("CAS2 17000203", "f4"), "the NON COOP codes with when each holds"),
    Shot("CALN", "filled", to("CAS2 17000203", "at:dt", "f4"), "March 2026 with the cursor on the 3rd"),
    Shot("CALN", "error", to("CAS2 17000203", "at:dt", "f4", "at:typed", "tue", "enter"), "CS-181: two days"),
    Shot("PRMT", "error", to("CAS2 17000203", "f4", "home", "ADD", "enter"), "CS-137: ADD does nothing here"),
)

SHOTS += (
    Shot("DRFT", "empty", to("DRFT"), "no draft waits"),
    Shot(
        "DRFT",
        "filled",
        to(f"PERS {MUCH}", "at:employer", "ACME", "home", "DRFT", "enter", "home", "DRFT", "enter"),
        "one draft of PERS: which person, when, which field",
    ),
    Shot(
        "DRFT",
        "error",
        to(f"PERS {MUCH}", "at:employer", "ACME", "home", "DRFT", "enter", "at:action.0", "Q", "enter"),
        "CS-130 at the line: which letters go",
    ),
    Shot(
        "DIFF",
        "filled",
        (*_DRAFTED, "meanwhile", "home", f"PERS {MUCH}", "enter", "home", "RESTORE", "enter"),
        "the draft beside what 17002 entered: one field that both changed, one of mine alone",
    ),
    Shot(
        "DIFF",
        "error",
        to(f"PERS {MUCH}", "at:employer", "ACME", "meanwhile", "enter"),
        "CS-110: was, theirs and mine of the place of work, ! before it, and the log since",
    ),
)
WITHOUT: dict[tuple[str, State], str] = {
    ("SETT", "empty"): "every setting has a value or a default",
    ("FVEW", "empty"): "a form always has text; there is no page without one",
    ("KEYS", "empty"): "the keys are always the same",
    ("KEYT", "error"): "every key is shown and none is refused",
    ("DIFF", "empty"): "it is shown only where something differs",
    ("CALN", "empty"): "a month always has days",
    **{
        (screen, state): "the host of lessons shows it: tests/classroom/test_pictures.py"
        for screen in ("LESN", "LRNS")
        for state in STATES
    },
    **{
        (screen, state): "other roles are shown it: tests/kernel/test_roles.py, tests/agencies/utah/programs"
        for screen in ("AUDT", "DEST")
        for state in STATES
    },
    **{
        (screen, state): "a store that asks for passwords shows it: tests/kernel/signing/test_desk.py"
        for screen in ("SGNP", "CODE", "PASS", "TOTP", "LOCK", "USER")
        for state in STATES
    },
}
"""States that a screen does not have, and why."""
