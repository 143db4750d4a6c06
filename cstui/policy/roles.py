"""The roles of people at a desk: what each is for, which acts it may do by default, and what it is shown.

An act names the roles that may do it, by one of the sets here or by its own. What a screen shows is one of
`SHOWN`, and the roles beside it are shown that: screens, words and reads ask here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

WORKER, SUPERVISOR, TRAINER = "worker", "supervisor", "trainer"
ANALYST, INTERFACE, AUDITOR, ADMINISTRATOR = "analyst", "interface", "auditor", "administrator"
SYSTEM = "system"
"""An interface that acts by itself, and the nightly run: no role of a person."""

ROLES: Mapping[str, str] = {
    WORKER: "Works cases.",
    SUPERVISOR: "Works cases, and decides what a supervisor decides.",
    TRAINER: "Teaches on practice stores; works cases there as a supervisor does.",
    ANALYST: "Makes, checks and signs reports; reads cases and changes none.",
    INTERFACE: "Takes in and sends files, and sees to records set aside.",
    AUDITOR: "Reads everything and the log of it; writes nothing.",
    ADMINISTRATOR: "Keeps offices, workers, accounts and settings of the site; sees no case.",
}

STAFF = frozenset({WORKER, SUPERVISOR, TRAINER})
"""Who works cases."""
LEADING = frozenset({SUPERVISOR, TRAINER})
"""Who decides what a supervisor decides, and is shown the list of the office."""
REPORTING = STAFF | {ANALYST}
"""Who makes reports."""
SIGNING = LEADING | {ANALYST}
"""Who signs reports."""
FILING = STAFF | {INTERFACE}
"""Who sees to files of interfaces and to records set aside."""
COVERING = STAFF | {ADMINISTRATOR}
"""Who enters that a worker is away."""
SOURCELESS = frozenset({ANALYST})
"""Who is shown protected data (`cstui.policy.protected`) without its source, and needs no reason for it."""
KEEPING = frozenset({ADMINISTRATOR})
"""Who keeps the site: offices, workers, accounts, the log's old lines."""

OWN, CASES, REPORTS, FILES, OFFICE, LOG, SITE = "own", "cases", "reports", "files", "office", "log", "site"
SHOWN: Mapping[str, tuple[str, frozenset[str]]] = {
    OWN: ("the menu, and one's own settings and drafts", frozenset(ROLES)),
    CASES: ("cases, people and their money", REPORTING | {AUDITOR}),
    REPORTS: ("reports", REPORTING | {AUDITOR}),
    FILES: ("records of interfaces set aside", FILING | {AUDITOR}),
    OFFICE: ("workers, and who is away", COVERING | {AUDITOR}),
    LOG: ("the log of everybody", frozenset({AUDITOR, ADMINISTRATOR})),
    SITE: ("what the site keeps: offices, accounts", KEEPING | {AUDITOR}),
}
"""What there is to be shown, how a message calls it, and who is shown it."""


def is_shown(role: str, what: str) -> bool:
    """Whether a role is shown one of `SHOWN`; what no person asks for is shown all of it."""
    return role == SYSTEM or role in SHOWN[what][1]
