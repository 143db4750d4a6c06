"""The settings as the desk uses them: what it looks and feels like now, and what is wrong with the file."""

from __future__ import annotations

from functools import cache

import msgspec

from cstui.desk.conversation import Answer, Status
from cstui.desk.keyboard import keymap_or_default
from cstui.desk.keynames import Named, by_keymap
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


@cache
def _by(keymap: str) -> Named:
    return by_keymap(keymap_or_default(keymap)[0])


def named(now: Here) -> Named:
    """How texts call the keys of the keymap that holds now."""
    return _by(now.settings.keymap)


def worn(now: Here, status: Status) -> Status:
    """The status with the theme, keymap and lock that hold now; the desk takes them on at once."""
    chosen = now.settings
    return msgspec.structs.replace(
        status,
        theme=chosen.theme,
        keymap=chosen.keymap,
        strict=chosen.lock == "strict",
        overtype=chosen.overtype,
        pause=chosen.pause,
    )
