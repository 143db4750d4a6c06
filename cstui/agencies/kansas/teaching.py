"""How Kansas's lessons are taught: findings in the words of CADS and KEES."""

from __future__ import annotations

from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.classroom.lesson.teaching import EventFill, Months, Teaching, Thing

THINGS = {
    "alerts": Thing("alert", "alerts", "CADS"),
    "applications": Thing("application", "applications", "EDBC"),
    "aps": Thing("AP", "APs", "CADS"),
    "cases": Thing("case", "cases", "CADS"),
    "changes": Thing("change of a field", "changes of fields", "ENCD"),
    "good_cause": Thing("row of good cause", "rows of good cause", "CADS"),
    "marks": Thing("row of non-cooperation", "rows of non-cooperation", "CADS"),
    "notices": Thing("notice of action", "notices of action", "EDBC"),
    "programs": Thing("program", "programs", "EDBC"),
    "records": Thing("non-compliance record", "non-compliance records", "ENCL"),
    "runs": Thing("EDBC run", "EDBC runs", "EDBC"),
    "tasks": Thing("task", "tasks", "TASK"),
}
"""The lists of a consumer: one of them, several of them, and the screen that shows them."""

SAYS = {
    "about": ("is about: {}", "does not say what it is about"),
    "ap": ("names AP {}", "names no AP"),
    "begins": ("begins {}", "has no begin date"),
    "case": ("is on case {}", "names no case"),
    "closed_on": ("was closed on {}", "is not closed"),
    "closing_reason": ("has CSE CLOSURE RSN {}", "has no CSE CLOSURE RSN"),
    "code": ("has the code {}", "has no code"),
    "complied_on": ("has the compliance date {}", "has no compliance date"),
    "created_on": ("was keyed on {}", "was not keyed"),
    "ended_on": ("ended on {}", "is open"),
    "ends": ("ends {}", "has no end date"),
    "kind": ("is: {}", "does not say what it is"),
    "letter_on": ("has a closure letter of {}", "has no closure letter"),
    "month": ("is for the month of {}", "names no month"),
    "on": ("is dated {}", "has no date"),
    "outcome": ("has the outcome: {}", "has no outcome"),
    "override_ends": ("has the override end date {}", "has no override end date"),
    "program": ("is of {}", "names no program"),
    "queue": ("is in the queue {}", "is in no queue"),
    "reason": ("has the reason {}", "has no reason"),
    "received_on": ("came on {}", "did not come"),
    "removed_on": ("was removed on {}", "is not removed"),
    "result": ("has the result: {}", "has no result"),
    "sent_on": ("went out on {}", "has not gone out"),
    "taken_by": ("was taken by {}", "was taken by nobody"),
    "type": ("is of the type {}", "has no type"),
    "worked_on": ("was worked on {}", "is not worked"),
}
"""How a fact of a thing is said by its name: with its value, and where it is empty."""

WORDS = {
    ("marks", "N"): "N, not cooperating",
    ("marks", "C"): "C, cooperating",
    ("good_cause", "PD"): "PD, pending",
    ("good_cause", "GC"): "GC, determined",
    ("good_cause", "NO"): "NO, no good cause",
    ("alerts", "40"): "40, not cooperating",
    ("alerts", "41"): "41, cooperating",
}


def _cads(facts: ConsumerFacts) -> str:
    """The first open case of the person on CADS."""
    found = [case.number for case in facts.file.cases if case.closed_on is None]
    if not found:
        raise LookupError(f"person {facts.key} has no open case on CADS")
    return found[0]


TEACHING = Teaching(
    things=THINGS,
    head_screen="CADS",
    says=SAYS,
    words=WORDS,
    codes={"queue": "ks_queue", "result": "ks_result", "type": "ks_type"},
    fills={"cads": EventFill(_cads, "0000500001")},
    months=Months("programs", "programs", "begins", "ends"),
)
