"""What the terminal says by itself, where no program could: also when the rulebook cannot be read."""

from __future__ import annotations

from cstui.policy.findings import Finding, Severity


def failed(error: Exception) -> Finding:
    """The desk met an error that no program expected (CS-099)."""
    return Finding(
        rule="CS-099",
        severity=Severity.ERROR,
        message=f"The desk could not do that ({type(error).__name__}); nothing was saved. See the log.",
        cause=str(error),
        remedy="Press the key again; if it happens again, hand the log to support.",
    )


def other_keymap(name: str, fault: str) -> Finding:
    """The keymap `name` holds instead of the one that was asked for, which has a fault (CS-098)."""
    return Finding(
        rule="CS-098",
        severity=Severity.WARNING,
        message=f"The keymap {name} holds instead of yours: {fault}",
        cause=fault,
        remedy="Correct the line named, or choose another keymap on SETT; `cstui settings` says which.",
    )
