"""The settings as the desk uses them: what it looks and feels like now, and what is wrong with the file."""

from __future__ import annotations

import msgspec

from cstui.desk.conversation import Answer, Status
from cstui.policy.findings import Finding, Severity
from cstui.settings import Here, SettingsError


def sign_on(now: Here) -> Answer:
    """The sign-on screen; what is wrong with the settings is said there, and F1 explains it."""
    return Answer(screen="SIGN", findings=tuple(found(fault) for fault in now.faults))


def found(fault: SettingsError, field: str = "", severity: Severity = Severity.WARNING) -> Finding:
    """What is wrong with a setting, as the message line and F1 show it."""
    return Finding(
        rule=fault.rule,
        severity=severity,
        message=f"{fault.message}.",
        cause=fault.cause,
        remedy=fault.remedy,
        cite="settings",
        field=field,
    )


def worn(now: Here, status: Status) -> Status:
    """The status with the theme, keymap and lock that hold now; the desk takes them on at once."""
    chosen = now.settings
    return msgspec.structs.replace(
        status, theme=chosen.theme, keymap=chosen.keymap, strict=chosen.lock == "strict"
    )
