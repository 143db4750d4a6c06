"""The settings as the desk uses them: what it looks and feels like now, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from cstui.agency import KERNEL, Manifest
from cstui.cells import clean, wrap
from cstui.content import root
from cstui.desk.conversation import Answer, Row, Status, Where
from cstui.desk.drawing import load_drawing
from cstui.desk.keyboard import keymap_or_default
from cstui.desk.keynames import Named, by_keymap
from cstui.policy.findings import Finding, Severity
from cstui.settings import Here, SettingsError
from cstui.settings.file import settings_file
from cstui.store.glance import Signing

BANNER = "banner.txt"
"""What a live store says before the sign-on; a site puts its own beside the settings."""
BANNER_COLUMNS, BANNER_LINES = 68, 7


def sign_on(now: Here, agencies: Sequence[Manifest] | None = (), signing: Signing | None = None) -> Answer:
    """The sign-on screen; what is wrong with the settings is said there, and F1 explains it.

    That of the one agency of the store, of the first agency where there is no store yet. Where the store has
    several, or they are not known (None), it is the kernel's, which names them. Where the store asks for
    passwords (`signing`), it is the kernel's that takes one.
    """
    if signing is not None and signing.asks:
        faults = tuple(found(fault) for fault in now.faults)
        return msgspec.structs.replace(password_asked(agencies or (), signing), findings=faults)
    agency = KERNEL if agencies is None else ""
    if agencies:
        agency = agencies[0].name if len(agencies) == 1 else KERNEL
    return Answer(
        screen="SIGN",
        findings=tuple(found(fault) for fault in now.faults),
        rows=named_agencies(agencies or ()) if load_drawing("SIGN", agency).lists else (),
        agency=agency,
    )


def password_asked(agencies: Sequence[Manifest], signing: Signing, worker: str = "") -> Answer:
    """The sign-on screen that takes a password, with a live store's banner or a practice store's password."""
    said = f"Practice password, until it is changed: {signing.practice}" if signing.practice else ""
    title = load_drawing("SIGN", agencies[0].name).title if len(agencies) == 1 else ""
    lines = banner() if signing.live else ()
    return Answer(
        screen="SGNP",
        values={
            "worker": worker,
            "practice": said,
            **{f"banner{at}": line for at, line in enumerate(lines, start=1)},
        },
        title=title,
        cursor=Where("password") if worker else None,
        agency=KERNEL,
    )


def banner() -> tuple[str, ...]:
    """What a live store says before the sign-on: `banner.txt` beside the settings, else this program's."""
    own = settings_file().parent / BANNER
    try:
        text = own.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = (root() / "data" / KERNEL / BANNER).read_text(encoding="utf-8")
    lines = [part for line in text.splitlines() for part in wrap(clean(line), BANNER_COLUMNS)]
    return tuple(lines[:BANNER_LINES])


def named_agencies(agencies: Sequence[Manifest]) -> tuple[Row, ...]:
    """The agencies of a store as the kernel's sign-on screen lists them."""
    return tuple(Row(key=agency.name, values={"agency": agency.title}) for agency in agencies)


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
