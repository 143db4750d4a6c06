"""What settings there are, each documented where it is declared, and which values each may have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec

from cstui.content import files
from cstui.errors import WordedError
from cstui.files import expanded, unfit

STORE_VARIABLE = "CSTUI_STORE"
THEME_VARIABLE = "CSTUI_THEME"
INTERFACES_VARIABLE = "CSTUI_INTERFACES"
KEY_FILE_VARIABLE = "CSTUI_KEY_FILE"
BACKUPS_VARIABLE = "CSTUI_BACKUPS"
KEEP_VARIABLE = "CSTUI_KEEP"
FILE_VARIABLE = "CSTUI_SETTINGS"
PRACTICE_STORE = "practice.db"
LOG_FILE = "cstui.log"
SETTINGS_FILE = "settings.toml"
Value = str | bool | int
"""What a setting holds: a text or word, on or off, a number of milliseconds."""


def _kept(
    help_: str, variable: str, *, option: str = "", default: str = "", looks: bool = False
) -> msgspec.Meta:
    """What is said of a field of the file; `default` words a default that the field cannot state.

    `looks` says that it changes how the desk looks and feels and nothing else: a seat of a class may set it.
    """
    said = {"variable": variable, "option": option, "default": default, "looks": looks}
    return msgspec.Meta(description=help_, extra=said)


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the settings file can say. An empty text is the default that the program works out."""

    store: Annotated[
        str,
        _kept(
            "The store that is opened: a path, or a postgresql:// URL.",
            STORE_VARIABLE,
            option="--store",
            default=f"{PRACTICE_STORE} in the data folder, made at the first use",
        ),
    ] = ""
    theme: Annotated[
        str, _kept("The colors of the desk.", THEME_VARIABLE, option="desk --theme", looks=True)
    ] = "classic"
    keymap: Annotated[
        str,
        _kept(
            "Which key does what: a keymap of ours, or the path of your own.",
            "CSTUI_KEYMAP",
            option="desk --keymap",
            looks=True,
        ),
    ] = "classic"
    lock: Annotated[
        Literal["soft", "strict"],
        _kept(
            "The keyboard after a refused key: soft goes on at the next key, strict waits for Reset.",
            "CSTUI_LOCK",
            option="desk --lock",
            looks=True,
        ),
    ] = "soft"
    overtype: Annotated[
        Literal["erase", "classic"],
        _kept(
            "The first character typed into a filled field: erase erases the rest, classic replaces one.",
            "CSTUI_OVERTYPE",
            looks=True,
        ),
    ] = "erase"
    pause: Annotated[
        int,
        _kept(
            "Milliseconds without a key after an error until keys count again; typed ahead they are dropped.",
            "CSTUI_PAUSE",
            looks=True,
        ),
    ] = 300
    drafts: Annotated[
        bool, _kept("Whether what was typed and not entered is kept for your return.", "CSTUI_DRAFTS")
    ] = True
    linear: Annotated[
        bool,
        _kept(
            "The desk line by line, as prompt and answer, for screen readers.",
            "CSTUI_LINEAR",
            option="desk --linear",
        ),
    ] = False
    forms: Annotated[
        str,
        _kept(
            "The folder into which the desk writes forms.", "CSTUI_FORMS", default="forms in the data folder"
        ),
    ] = ""
    interfaces: Annotated[
        str,
        _kept(
            "The folder into which each night writes its files for other systems.",
            INTERFACES_VARIABLE,
            default="none: a night writes no file",
        ),
    ] = ""


DEFAULTS = Settings()
KEPT = Settings.__struct_fields__
"""The names of the settings that the file can say."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: its option, its variable, what holds without them, and what it is for."""

    name: str
    help: str
    option: str = ""
    variable: str = ""
    default: str
    kept: bool = False
    """Whether the settings file can say it."""
    looks: bool = False
    """Whether a seat of a class may set it."""


def _of_field(name: str, hint: Any) -> Setting:
    meta = next(one for one in get_args(hint) if isinstance(one, msgspec.Meta))
    said = meta.extra or {}
    return Setting(
        name=name,
        help=meta.description or "",
        option=said["option"],
        variable=said["variable"],
        default=said["default"] or text_of(getattr(DEFAULTS, name)),
        kept=True,
        looks=said["looks"],
    )


def text_of(value: object) -> str:
    """A value as people read and type it: on and off for truth."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


SETTINGS: tuple[Setting, ...] = (
    *(_of_field(name, hint) for name, hint in get_type_hints(Settings, include_extras=True).items()),
    Setting(
        name="file",
        help="The settings file.",
        variable=FILE_VARIABLE,
        default=f"{SETTINGS_FILE} in the configuration folder of this system",
    ),
    Setting(
        name="keyfile",
        help="A private file that holds the passphrase of an encrypted store, for runs without a terminal.",
        option="--key-file",
        variable=KEY_FILE_VARIABLE,
        default="none: the system keyring, else the terminal is asked",
    ),
    Setting(
        name="backups",
        help="The folder into which the nightly run makes a backup of its store, once its nights are over.",
        option="nightly --backups",
        variable=BACKUPS_VARIABLE,
        default="none: the nightly run makes no backup",
    ),
    Setting(
        name="keep",
        help="How many daily, weekly and monthly backups are kept there.",
        option="nightly --keep",
        variable=KEEP_VARIABLE,
        default="7d 5w 12m",
    ),
    Setting(
        name="color",
        help="Whether there is color at all; commands have none where the output is not a terminal.",
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
TRUTHS = frozenset(name for name in KEPT if isinstance(getattr(DEFAULTS, name), bool))
"""Settings that are on or off."""
NUMBERS = frozenset(name for name in KEPT if type(getattr(DEFAULTS, name)) is int)
"""Settings that are a number of milliseconds, from 0 to LONGEST."""
LONGEST = 5000
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}
LOOKS = tuple(setting.name for setting in SETTINGS if setting.looks)
"""The settings that a seat of a class has of its own."""


@cache
def allowed(name: str) -> tuple[str, ...]:
    """The values that a setting may have; empty where it is a path or a URL."""
    if name in ("theme", "keymap"):
        return tuple(path.stem for path in files(f"data/desk/{name}s"))
    words = {"lock": ("soft", "strict"), "overtype": ("erase", "classic")}
    return ("on", "off") if name in TRUTHS else words.get(name, ())


def allowed_text(name: str) -> str:
    """The values that a setting may have, as a message lists them."""
    if name in NUMBERS:
        return f"a number of milliseconds from 0 to {LONGEST}"
    own = {"keymap": ", or the path of a keymap file", "store": "a path, or a postgresql:// URL"}
    return ", ".join(allowed(name)) + own.get(name, "" if allowed(name) else "the path of a folder")


_TEXTS: dict[str, tuple[str, str, str]] = {
    "CS-401": (
        "{place}: this is not TOML ({fault})",
        "Nothing of the file can be read, so every setting is at its default.",
        "Correct line {line} of {path}, or remove the file; `cstui settings` shows what is read.",
    ),
    "CS-402": (
        "{place}: `{name}` is not a setting{near}",
        "That line is left aside; the others hold.",
        "Correct the name in {path}, or `cstui settings unset {name}`. Settings are {allowed}.",
    ),
    "CS-403": (
        "{place}: {name} = {value} is not allowed",
        "The setting is at its default; the others hold.",
        "Allowed: {allowed}. `cstui settings set {name} VALUE`, or `cstui settings unset {name}`.",
    ),
    "CS-404": (
        "{place}: {name} = {value} is not allowed",
        "The variable is left aside.",
        "Allowed: {allowed}. Change the variable {place}, or unset it.",
    ),
    "CS-405": (
        "{path} cannot be read or written: {fault}",
        "Without the file every setting is at its default.",
        "Make it yours to read and write, or name another file in the variable CSTUI_SETTINGS.",
    ),
    "CS-406": (
        "{name} is not a setting that the file keeps{near}",
        "",
        "Settings are {allowed}; `cstui settings` lists all.",
    ),
    "CS-407": (
        "{path} was not changed: the line of {name} could not be told",
        "The value runs over several lines, or stands in a table.",
        "Write `{name} = ...` on one line in {path}, or change it there by hand.",
    ),
    "CS-408": (
        "{name} = {value} is not allowed",
        "Nothing was written; the setting is as it was.",
        "Allowed: {allowed}.",
    ),
    "CS-409": (
        "{name} = {value} cannot be set at a seat of a class",
        "A seat keeps to its own folder. Nothing was written; the setting is as it was.",
        "A seat may set {looks}, each to one of the values that F4 lists.",
    ),
}


class SettingsError(WordedError):
    """Something wrong with a setting; the message names place and value, `cause` says what holds instead."""

    texts = {rule: (message, remedy) for rule, (message, _, remedy) in _TEXTS.items()}

    def __init__(self, rule: str, name: str = "", **values: object) -> None:
        super().__init__(rule, name=name, **values)
        self.name = name
        self.cause = _TEXTS[rule][1]


_TRUTH = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}


def known(name: str) -> Setting:
    """The setting of that name, which the file must keep. SettingsError for any other."""
    if name not in KEPT:
        raise SettingsError("CS-406", name, near=near(name), allowed=", ".join(KEPT))
    return BY_NAME[name]


def near(name: str) -> str:
    """`; did you mean X?` for the setting nearest to `name`, else empty."""
    from difflib import get_close_matches

    found = get_close_matches(name.lower(), KEPT, n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else ""


_FORMER: dict[tuple[str, object], str] = {("theme", "colour-blind"): "color-blind"}
"""Values that had another name once: older files go on using it."""


def by_its_name(name: str, value: Value) -> Value:
    """The value by the name that it has now."""
    return _FORMER.get((name, value), value)


def fault_of(name: str, value: object) -> bool:
    """Whether `name` may not have that value."""
    if name in TRUTHS:
        return not isinstance(value, bool)
    if name in NUMBERS:
        return type(value) is not int or not 0 <= value <= LONGEST
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        return True
    if name == "keymap" and value not in allowed(name):
        return bool(unfit(expanded(value)))
    return bool(allowed(name)) and value not in allowed(name)


def typed_value(name: str, typed: str) -> Value:
    """A value as it was typed; a path is made whole. SettingsError where it is not allowed."""
    given = str(by_its_name(name, typed.strip().lower() if name == "theme" else typed.strip()))
    value: Value = given
    if name in TRUTHS:
        value = _TRUTH.get(given.lower(), given)
    elif name in NUMBERS:
        value = int(given) if given.isascii() and given.isdigit() else given
    elif given.lower() in allowed(name):
        value = given.lower()
    elif given and name not in ("theme", "lock", "overtype") and "://" not in given:
        value = str(expanded(given).absolute())
    if fault_of(name, value):
        raise SettingsError("CS-408", name, value=repr(given), allowed=allowed_text(name))
    return value
