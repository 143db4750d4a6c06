"""The settings: what they are, where each can be given, and what holds here and now.

There is no settings file: a setting comes from an option of the command line, else from a variable
of the environment, else from its default. Nothing in this module opens a store.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

STORE_VARIABLE = "CSTUI_STORE"
THEME_VARIABLE = "CSTUI_THEME"
INTERFACES_VARIABLE = "CSTUI_INTERFACES"
PRACTICE_STORE = "practice.db"
LOG_FILE = "cstui.log"
DEFAULT_THEME = "classic"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: its option, its variable, what holds without them, and what it is for."""

    name: str
    help: str
    option: str = ""
    variable: str = ""
    default: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="store",
        help="The store that is opened: a path, or a postgresql:// URL.",
        option="--store",
        variable=STORE_VARIABLE,
        default=f"{PRACTICE_STORE} in the data folder, made at the first use",
    ),
    Setting(
        name="theme",
        help="The colours of the desk.",
        option="desk --theme",
        variable=THEME_VARIABLE,
        default=DEFAULT_THEME,
    ),
    Setting(
        name="colour",
        help="Whether commands colour their text; never where the output is no terminal.",
        variable="NO_COLOR",
        default="on a terminal",
    ),
    Setting(
        name="width",
        help="The columns at which commands wrap their text.",
        variable="COLUMNS",
        default="the terminal's, else 80",
    ),
    Setting(
        name="data",
        help="The folder of the user's own store, drafts, written forms and log.",
        variable="XDG_DATA_HOME",
        default="the data folder of this system",
    ),
    Setting(
        name="forms",
        help="The folder into which the desk writes forms.",
        default="forms in the data folder",
    ),
    Setting(
        name="interfaces",
        help="The folder into which each night writes its LAIN 2IP file.",
        variable=INTERFACES_VARIABLE,
        default="none: a night writes no file",
    ),
    Setting(
        name="log",
        help="Where faults of the program itself are written; never what was keyed.",
        default=f"{LOG_FILE} in the data folder",
    ),
    Setting(
        name="content",
        help="The folder of screens, rules, parameters, codes, forms and scenarios.",
        default="beside the package in a checkout, else inside it",
    ),
)


class Resolved(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a setting is now, and where that comes from: an option, a variable, or `default`."""

    name: str
    value: str
    source: str


def data_folder() -> Path:
    """The user's data folder for cstui."""
    from platformdirs import user_data_path

    return user_data_path("cstui", appauthor=False)


def store_target(given: str | None, environment: Mapping[str, str]) -> str | Path:
    """The store that is meant: `given` (`--store`), else CSTUI_STORE, else this user's practice store."""
    return given or environment.get(STORE_VARIABLE) or data_folder() / PRACTICE_STORE


def log_file() -> Path:
    """Where faults of the program are logged."""
    return data_folder() / LOG_FILE


def forms_folder() -> Path:
    """Where forms are written."""
    return data_folder() / "forms"


def interfaces_folder(environment: Mapping[str, str]) -> Path | None:
    """Where the nights write their files; None where they write none."""
    given = environment.get(INTERFACES_VARIABLE)
    return Path(given) if given else None


def theme_name(given: str | None, environment: Mapping[str, str]) -> str:
    """The theme that is meant."""
    return given or environment.get(THEME_VARIABLE) or DEFAULT_THEME


def resolved(given_store: str | None, environment: Mapping[str, str], width: int) -> tuple[Resolved, ...]:
    """Every setting as it holds now, in the order of SETTINGS."""
    from cstui.content import root

    def from_variable(name: str) -> str:
        return name if environment.get(name) else "default"

    values = {
        "store": (str(store_target(given_store, environment)), "--store" if given_store else ""),
        "theme": (theme_name(None, environment), ""),
        "colour": ("off" if environment.get("NO_COLOR") else "on a terminal", ""),
        "width": (str(width), ""),
        "data": (str(data_folder()), ""),
        "forms": (str(forms_folder()), ""),
        "interfaces": (str(interfaces_folder(environment) or "none"), ""),
        "log": (str(log_file()), ""),
        "content": (str(root()), ""),
    }
    return tuple(
        Resolved(
            name=setting.name,
            value=_without_password(values[setting.name][0]),
            source=values[setting.name][1] or from_variable(setting.variable),
        )
        for setting in SETTINGS
    )


def _without_password(target: str) -> str:
    """A store URL as it may be shown."""
    if "://" not in target:
        return target
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(target)
    if parts.password is None:
        return target
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:***@{host}"))
