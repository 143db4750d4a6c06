"""The folder of a site: offices, hours and workers as sheets, calendar, codes and parameters as TOML.

    offices.csv      code,name,address,phone
    hours.csv        office,weekday,opens,closes
    workers.csv      number,name,office,role
    calendar.toml    days that the site adds to the days off, and removes from them
    codes.toml       code tables that the agency leaves to the site
    parameters.toml  parameters that the agency leaves to the site

Each may be missing; what is not named stays as the store has it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import msgspec

from cstui import files
from cstui.acts.site import FileRow, HoursRow, LoadSite, OfficeRow, WorkerRow
from cstui.cells import clean
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook
from cstui.policy.site import KINDS


class Sheet(NamedTuple):
    """A sheet of a site: its columns, those that may be missing, and the entry that a line becomes."""

    row: type[Any]
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()


SHEETS = {
    "offices": Sheet(OfficeRow, ("code", "name", "address", "phone"), ("address", "phone")),
    "hours": Sheet(HoursRow, ("office", "weekday", "opens", "closes")),
    "workers": Sheet(WorkerRow, ("number", "name", "office", "role")),
}
Shapes = dict[str, Callable[[str], str]]
"""What a column of numbers should be (`an office, 2 digits`), asked with a value; empty where it is that."""


class SiteRead(msgspec.Struct, frozen=True):
    """What a folder says: the act that loads it, and what is wrong with its lines."""

    act: LoadSite
    found: tuple[Finding, ...]
    names: tuple[str, ...]


def read_site(folder: Path, rules: Rulebook, shapes: Shapes) -> SiteRead:
    """Read the folder of a site. OSError where it is not a folder, or a file of it cannot be read."""
    if not folder.is_dir():
        raise NotADirectoryError(20, "is not a folder", str(folder))
    found: list[Finding] = []
    rows: dict[str, tuple[Any, ...]] = {}
    names: list[str] = []
    for name, sheet in SHEETS.items():
        path = folder / f"{name}.csv"
        if path.exists():
            names.append(path.name)
            rows[name] = tuple(_lines(path, sheet, rules, shapes, found))
    given: list[FileRow] = []
    for kind in KINDS:
        path = folder / f"{kind}.toml"
        if path.exists():
            names.append(path.name)
            try:
                text = files.text(path, encoding="utf-8-sig")
            except UnicodeDecodeError:
                found.append(rules.finding("CS-908", "files", fault=f"{path.name} is not UTF-8; save it so"))
                continue
            if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
                text = ""
            given.append(FileRow(kind=kind, name=kind, text=text, where=path.name))
    if not names:
        known = ", ".join([*(f"{name}.csv" for name in SHEETS), *(f"{kind}.toml" for kind in KINDS)])
        found.append(rules.finding("CS-908", "files", fault=f"{folder} holds none of {known}"))
    return SiteRead(LoadSite(**rows, files=tuple(given)), tuple(found), tuple(names))


def _lines(path: Path, sheet: Sheet, rules: Rulebook, shapes: Shapes, found: list[Finding]) -> Iterator[Any]:
    """The entries of a sheet, each with its line; what is wrong with others goes into `found`."""
    columns = ",".join(sheet.columns)

    def wrong(line: int, fault: str) -> None:
        where = f"{path.name}:{line}"
        found.append(rules.finding("CS-907", where, where=where, fault=fault, columns=columns))

    try:
        text = files.text(path, encoding="utf-8-sig")
        table = list(csv.reader(text.splitlines(), strict=True))
    except UnicodeDecodeError as error:
        return wrong(error.object[: error.start].count(b"\n") + 1, "this is not UTF-8")
    except csv.Error as error:
        return wrong(1, f"this is not CSV: {error}")
    head = [name.strip().lower() for name in table[0]] if table else []
    if strange := [name for name in head if name not in sheet.columns]:
        return wrong(1, f"there is no column {strange[0]!r}")
    if missing := [name for name in sheet.columns if name not in head and name not in sheet.optional]:
        return wrong(1, f"there is no column named {missing[0]}")
    if len(set(head)) < len(head):
        return wrong(1, "a column stands twice")
    for line, cells in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            wrong(line, f"this line has {len(cells)} values, the first line names {len(head)} columns")
            continue
        where = f"{path.name}:{line}"
        read = (normalize("NFC", cell.strip()) for cell in cells)
        values: dict[str, Any] = dict(zip(head, read, strict=True))
        if any(clean(cell) != cell for cell in values.values()):
            wrong(line, "a value holds a character that cannot be seen")
            continue
        bad = False
        for name, value in values.items():
            if name in shapes and (shape := shapes[name](value)):
                said = {"label": name.upper(), "value": value or "(empty)", "shape": shape}
                found.append(rules.finding("CS-901", where, where=where, **said))
                bad = True
        if "weekday" in values:
            day = values["weekday"]
            values["weekday"] = int(day) if day.isascii() and day.isdecimal() and len(day) == 1 else 0
        if not bad:
            yield sheet.row(**values, where=where)
    return None
