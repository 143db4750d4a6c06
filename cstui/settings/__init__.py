"""The settings: one typed file of the user's, and what holds here and now.

A setting comes from an option of the command line, else from a variable of the environment, else
from the settings file, else from its default. Nothing here opens a store.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from cstui.files import expanded
from cstui.settings.file import read_file, settings_file, write
from cstui.settings.shape import (
    BY_NAME,
    DEFAULTS,
    KEPT,
    LOG_FILE,
    LOOKS,
    PRACTICE_STORE,
    SETTINGS,
    SETTINGS_FILE,
    Setting,
    Settings,
    SettingsError,
    Value,
    allowed,
    allowed_text,
    known,
    near,
    text_of,
    typed_value,
)

__all__ = [
    "BY_NAME",
    "DEFAULTS",
    "KEPT",
    "LOOKS",
    "PRACTICE_STORE",
    "SETTINGS",
    "Here",
    "Resolved",
    "Setting",
    "Settings",
    "SettingsError",
    "Value",
    "allowed",
    "allowed_text",
    "backups_folder",
    "data_folder",
    "forms_folder",
    "here",
    "interfaces_folder",
    "keep_rule",
    "known",
    "log_file",
    "near",
    "printable",
    "resolved",
    "seat_settings",
    "settings_file",
    "store_target",
    "text_of",
    "typed_value",
]


class Resolved(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a setting is now, and where that comes from: an option, a variable, the file, or `default`."""

    name: str
    value: str
    source: str


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """The settings as they hold in one run: the values, the source of each, and what is wrong.

    `within` is the folder that a seat of a class keeps to: its settings, looks alone, and all that it prints
    are there, and neither the environment nor the user's file says anything. None at a desk of one's own.
    """

    settings: Settings
    sources: Mapping[str, str]
    faults: tuple[SettingsError, ...] = ()
    path: Path
    options: Mapping[str, str] = {}
    within: Path | None = None

    def again(self, environment: Mapping[str, str] = os.environ) -> Here:
        """What holds after somebody may have changed the file."""
        return here(environment, self.options) if self.within is None else seat_settings(self.within)

    def changed(self, name: str, typed: str | None, environment: Mapping[str, str] = os.environ) -> Here:
        """Write one setting as it was typed (None takes it out); what holds then. SettingsError."""
        write(self.path, name, None if typed is None else self.value(name, typed))
        return self.again(environment)

    def value(self, name: str, typed: str) -> Value:
        """The value of one setting as it was typed. SettingsError where it cannot be set so here."""
        known(name)
        if self.within is not None and not _seats_own(name, typed.strip().lower()):
            raise SettingsError("CS-409", name, value=repr(typed.strip()), looks=", ".join(LOOKS))
        return typed_value(name, typed)

    def forms_folder(self) -> Path:
        """Where the desk writes forms and prints."""
        return forms_folder() if self.within is None else self.within / "forms"

    def interfaces_folder(self) -> Path | None:
        """Where the nights of the desk write their files; None where they write none."""
        return interfaces_folder(os.environ) if self.within is None else None


def _seats_own(name: str, value: object) -> bool:
    """Whether a seat of a class may set this: how it looks, by a name of ours, never by a path."""
    return name in LOOKS and (not allowed(name) or value in allowed(name))


def seat_settings(within: Path) -> Here:
    """What holds at a seat of a class, which keeps to its folder."""
    path = within / SETTINGS_FILE
    read = read_file(path)
    own: dict[str, Any] = {name: value for name, value in read.values.items() if _seats_own(name, value)}
    sources = dict.fromkeys(KEPT, "default")
    return Here(
        settings=Settings(**{"drafts": True, **own}),
        sources=sources | {name: f"{path.name}:{read.lines[name]}" for name in own},
        faults=read.faults,
        path=path,
        within=within,
    )


def here(environment: Mapping[str, str] = os.environ, options: Mapping[str, str] | None = None) -> Here:
    """What holds now. `options` are values given on the command line, by name, already allowed."""
    path = settings_file(environment)
    read = read_file(path)
    values: dict[str, Any] = dict(read.values)
    sources = {name: f"{path.name}:{line}" for name, line in read.lines.items()}
    faults = list(read.faults)
    for name in KEPT:
        variable = BY_NAME[name].variable
        if given := environment.get(variable):
            try:
                values[name], sources[name] = _plain(name, given), variable
            except SettingsError:
                allows = allowed_text(name)
                faults.append(
                    SettingsError("CS-404", name, place=variable, value=repr(given), allowed=allows)
                )
    for name, given in (options or {}).items():
        values[name], sources[name] = _plain(name, given), BY_NAME[name].option.split()[-1]
    return Here(
        settings=Settings(**values),
        sources={name: sources.get(name, "default") for name in KEPT},
        faults=tuple(faults),
        path=path,
        options=options or {},
    )


def _plain(name: str, given: str) -> Value:
    """A value of an option or variable; paths stay as they were given."""
    return given if name in ("store", "forms", "interfaces") else typed_value(name, given)


def data_folder() -> Path:
    """The user's data folder for cstui."""
    from platformdirs import user_data_path

    return user_data_path("cstui", appauthor=False)


def _said(name: str, environment: Mapping[str, str]) -> str:
    """A path or URL from its variable, else from the file. SettingsError where the file does not say."""
    if given := environment.get(BY_NAME[name].variable):
        return given
    read = read_file(settings_file(environment))
    for fault in read.faults:
        if fault.name == name or fault.rule != "CS-403":
            raise fault
    return str(read.values.get(name, ""))


def store_target(given: str | Path | None, environment: Mapping[str, str]) -> str | Path:
    """The store that is meant: `given` (`--store`), else CSTUI_STORE, else the settings file's, else
    this user's practice store. SettingsError where the file cannot be trusted to name one."""
    return given or _said("store", environment) or data_folder() / PRACTICE_STORE


def log_file() -> Path:
    """Where faults of the program are logged."""
    return data_folder() / LOG_FILE


def forms_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where forms are written."""
    given = _said("forms", environment)
    return expanded(given) if given else data_folder() / "forms"


def drafts_folder() -> Path:
    """Where drafts are kept, for their owner alone."""
    return data_folder() / "drafts"


def backups_folder(given: str | None, environment: Mapping[str, str]) -> Path | None:
    """Where backups are kept by the rule; `given` is what an option says. None where nowhere."""
    named = given or environment.get(BY_NAME["backups"].variable)
    return expanded(named).absolute() if named else None


def keep_rule(given: str | None, environment: Mapping[str, str]) -> str:
    """How many backups are kept there, as it was written."""
    keep = BY_NAME["keep"]
    return given or environment.get(keep.variable) or keep.default


def interfaces_folder(environment: Mapping[str, str]) -> Path | None:
    """Where the nights write their files; None where they write none."""
    given = _said("interfaces", environment)
    return expanded(given) if given else None


def resolved(now: Here, width: int, environment: Mapping[str, str] = os.environ) -> tuple[Resolved, ...]:
    """Every setting as it holds now, in the order of SETTINGS."""
    from cstui.content import root

    worked_out = {
        "store": data_folder() / PRACTICE_STORE,
        "forms": data_folder() / "forms",
        "interfaces": "none",
        "file": f"{now.path}{'' if now.path.exists() else ' (not there yet)'}",
        "keyfile": environment.get(BY_NAME["keyfile"].variable) or "none",
        "backups": environment.get(BY_NAME["backups"].variable) or "none",
        "keep": environment.get(BY_NAME["keep"].variable) or BY_NAME["keep"].default,
        "color": "off" if environment.get("NO_COLOR") else "on a terminal",
        "width": width,
        "data": data_folder(),
        "log": log_file(),
        "content": root(),
    }

    def one(setting: Setting) -> Resolved:
        value = text_of(getattr(now.settings, setting.name)) if setting.kept else ""
        by_variable = setting.variable if environment.get(setting.variable) else "default"
        return Resolved(
            name=setting.name,
            value=printable(value or str(worked_out[setting.name])),
            source=now.sources[setting.name] if setting.kept else by_variable,
        )

    return tuple(one(setting) for setting in SETTINGS)


def printable(target: str) -> str:
    """A value as it may be shown: the URL of a store without its password."""
    if "://" not in target:
        return target
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(target)
    if parts.password is None:
        return target
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:***@{host}"))
