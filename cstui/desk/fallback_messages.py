"""What the terminal says by itself, where no program could: also when the rulebook cannot be read.

The rules of these numbers have the same texts; a test holds the two together.
"""

from __future__ import annotations

from cstui.desk.drawing import COLUMNS, ROWS
from cstui.policy.findings import Finding, Severity


def failed(error: Exception) -> Finding:
    """The desk met an error that no program expected; `done_before` it says what was saved."""
    name, done = type(error).__name__, getattr(error, "done_before", "")
    if done:
        return Finding(
            rule="CS-097",
            severity=Severity.ERROR,
            message=f"Your entry was saved; then the desk failed ({name}).",
            cause=f"Saved: {done}. {error}",
            remedy="Look at what was saved before you try again; "
            "if it happens again, hand the log to support.",
        )
    return Finding(
        rule="CS-099",
        severity=Severity.ERROR,
        message=f"The desk failed ({name}); nothing was saved. See the log.",
        cause=str(error),
        remedy="Press the key again; if it happens again, hand the log to support.",
    )


def other_keymap(name: str, fault: str) -> Finding:
    """The keymap `name` is used instead of the one that was asked for, which has a fault."""
    return Finding(
        rule="CS-098",
        severity=Severity.WARNING,
        message=f"The keymap {name} is used instead of yours: {fault}",
        cause=fault,
        remedy="Correct the line named, or choose another keymap on SETT; "
        "`cstui settings` says which is chosen.",
    )


def too_small(columns: int, rows: int) -> Finding:
    """The terminal has too few columns or rows for a screen."""
    return Finding(
        rule="CS-001",
        severity=Severity.ERROR,
        message=f"The desk needs {COLUMNS} columns and {ROWS} rows; this terminal has {columns} and {rows}.",
        cause="",
        remedy="Make the window larger or the letters smaller. "
        "What you typed is kept; keys typed now are ignored.",
    )
