"""How Utah's lessons are taught: findings in the words of its screens."""

from __future__ import annotations

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.classroom.lesson.teaching import EventFill, Teaching, Thing

THINGS = {
    "actions": Thing("enforcement action", "enforcement actions", "CNSP"),
    "cases": Thing("case", "cases", "CNSR"),
    "consents": Thing("consent of the AGO", "consents of the AGO", "CNSP"),
    "forms": Thing("set of forms", "sets of forms", "CNSR"),
    "instructions": Thing("posting instruction", "posting instructions", "PAYD"),
    "ledger": Thing("entry of the ledger", "entries of the ledger", "PAYD"),
    "orders": Thing("restitution order", "restitution orders", "S410"),
    "parts": Thing("part of the order", "parts of the order", "S410"),
    "prosecutions": Thing("criminal matter", "criminal matters", "CNSP"),
    "requests": Thing("postal request", "postal requests", "CNSR"),
    "show_causes": Thing("Order to Show Cause", "Orders to Show Cause", "CNSP"),
    "worksheets": Thing("interest worksheet", "interest worksheets", "INTW"),
}
"""The lists of an NCP: one of them, several of them, and the screen that shows them."""

SAYS = {
    "account": ("is on case {}", "is on no case"),
    "action": ("is: {}", "does not say what it is"),
    "arrears": ("asks {} cents of arrears", "asks no arrears"),
    "bucket": ("is of: {}", "does not say what it is of"),
    "case": ("is on case {}", "names no case"),
    "cents": ("is of {} cents", "has no amount"),
    "clause": ("has the clause on other cases", "has no clause on other cases"),
    "closure_on": ("has a closure notice of {}", "has no closure notice"),
    "iva_on": ("has the IV-A process since {}", "has no IV-A process"),
    "kind": ("is a {}", "does not say what it is"),
    "letter_on": ("has a determination of {}", "has no determination"),
    "packet_on": ("has a packet sent on {}", "has no packet sent"),
    "phase": ("is in the phase: {}", "is in no phase"),
    "returned_on": ("came back on {}", "did not come back"),
}
"""How a fact of a thing is said by its name: with its value, and where it is empty."""


def _first_case(facts: NcpFacts) -> str:
    """The NCP's first open case."""
    found = [case.number for case in facts.file.open_cases]
    if not found:
        raise LookupError(f"NCP {facts.key} has no open case")
    return found[0]


TEACHING = Teaching(
    things=THINGS,
    head_screen="CNSR",
    says=SAYS,
    codes={"phase": "ut_phase"},
    fills={"of": EventFill(_first_case, "C00000001")},
)
