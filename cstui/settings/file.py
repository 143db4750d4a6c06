"""The settings file: TOML without tables, one line a setting, read strictly and written line by line.

What is wrong is said with its line and left at its default; the rest holds. Comments and the order
of lines stay as their author left them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from cstui import files
from cstui.content import ContentError, Source
from cstui.settings.shape import (
    FILE_VARIABLE,
    KEPT,
    SETTINGS_FILE,
    SettingsError,
    Value,
    allowed_text,
    by_its_name,
    fault_of,
    near,
)

LARGEST = 256 * 1024
"""Bytes of the largest settings file that is read."""
NEW_FILE = "# Settings of cstui, one a line; `cstui settings` and the screen SETT explain each.\n"


def settings_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings file is, whether or not it is there."""
    if given := environment.get(FILE_VARIABLE):
        return files.expanded(given)
    from platformdirs import user_config_path

    return user_config_path("cstui", appauthor=False) / SETTINGS_FILE


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says: values by name, the line of each, and what is wrong with it."""

    values: Mapping[str, Value] = {}
    lines: Mapping[str, int] = {}
    faults: tuple[SettingsError, ...] = ()


def read_file(path: Path) -> Read:
    """The settings file, strictly; nothing where there is none."""
    try:
        source = Source(path, files.text(path, LARGEST))
    except FileNotFoundError:
        return Read()
    except OSError as error:
        return Read(faults=(SettingsError("CS-405", path=path, fault=error.strerror or error),))
    except UnicodeDecodeError:
        return Read(faults=(SettingsError("CS-405", path=path, fault="it is not UTF-8"),))
    except ContentError as error:
        fault = error.fault.removeprefix("is not TOML: ")
        place = f"{path.name} line {error.line}"
        return Read(faults=(SettingsError("CS-401", path=path, place=place, line=error.line, fault=fault),))
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    faults: list[SettingsError] = []
    for name, kept in source.data.items():
        value = by_its_name(name, kept) if isinstance(kept, str) else kept
        line = source.line_of(f"$.{name}")
        place = f"{path.name} line {line}"
        if name not in KEPT:
            known = ", ".join(KEPT)
            faults.append(
                SettingsError("CS-402", name, place=place, path=path, near=near(name), allowed=known)
            )
        elif fault_of(name, value):
            shown = repr(value) if not isinstance(value, bool) else str(value).lower()
            faults.append(SettingsError("CS-403", name, place=place, value=shown, allowed=allowed_text(name)))
        else:
            values[name], lines[name] = value, line
    return Read(values=values, lines=lines, faults=tuple(faults))


def write(path: Path, name: str, value: Value | None) -> None:
    """Set one setting in the file, or take it out (None); comments and other lines stay as they are.

    `value` is as `typed_value` gives it. The file is replaced whole or not at all, and only its
    owner may read it. SettingsError where it is not TOML, or cannot be written, or keeps the setting
    in a way that a line cannot change.
    """
    before = read_file(path)
    for fault in before.faults:
        if fault.rule in ("CS-401", "CS-405"):
            raise fault
    try:
        text = files.text(path, LARGEST) if path.exists() else NEW_FILE
        written = _with(text, name, value)
        if not _says(written, text, name, value):
            raise SettingsError("CS-407", name, path=path)
        _replace(path, written)
    except OSError as error:
        raise SettingsError("CS-405", path=path, fault=error.strerror or error) from error


def _says(written: str, text: str, name: str, value: Value | None) -> bool:
    """Whether the new text says what the old said, except for the one setting."""
    wanted = {**tomllib.loads(text), name: value}
    if value is None:
        del wanted[name]
    try:
        return tomllib.loads(written) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    files.folder(target.parent)
    files.replace(target, text.encode())


def _with(text: str, name: str, value: Value | None) -> str:
    """The file's text with one setting changed, added at its end, or taken out."""
    shown = str(value).lower() if isinstance(value, bool | int) else _quoted(value or "")
    rest = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#\n]*?)"""
    found = re.compile(rf"^([ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=[ \t]*){rest}([ \t]*(?:#.*)?)$", re.M)
    if value is None:
        return re.sub(rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=.*\n?", "", text, flags=re.M)
    if found.search(text):
        return found.sub(lambda line: f"{line[1]}{shown}{line[2]}", text, count=1)
    line = f"{name} = {shown}\n"
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return msgspec.json.encode(text).decode()
