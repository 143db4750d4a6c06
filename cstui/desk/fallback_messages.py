"""What the terminal says by itself, where no program could: also when the rulebook cannot be read."""

from __future__ import annotations

from cstui.policy.findings import Finding, Severity


def failed(error: Exception) -> Finding:
    """The desk met an error that no program expected (CS-099); `done_before` it says what was saved."""
    name, done = type(error).__name__, getattr(error, "done_before", "")
    said, again = "The desk could not do that", "if it happens again, hand the log to support."
    return Finding(
        rule="CS-099",
        severity=Severity.ERROR,
        message=f"The desk failed ({name}) after it had saved. Look before you try again."
        if done
        else f"{said} ({name}); nothing was saved. See the log.",
        cause=f"Saved: {done}. {error}" if done else str(error),
        remedy=f"{'Look at what was saved first' if done else 'Press the key again'}; {again}",
    )


def other_keymap(name: str, fault: str) -> Finding:
    """The keymap `name` holds instead of the one that was asked for, which has a fault (CS-098)."""
    return Finding(
        rule="CS-098",
        severity=Severity.WARNING,
        message=f"The keymap {name} is used instead of yours: {fault}",
        cause=fault,
        remedy="Correct the line named, or choose another keymap on SETT; `cstui settings` says which.",
    )
