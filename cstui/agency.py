"""The manifest of an agency: all that a state's child-support system brings to the desk, by reference.

An agency is a package. It declares its records, acts, rules, questions, jobs, reports and screens once each,
and its manifest says where; a reference `module:name` is imported when it is first asked for. The agencies of
this program are the packages below `cstui.agencies`; others are installed as distributions of their own and
found by the entry point group `cstui.agencies`, once a store or a command names one. docs/agencies.md takes
an engineer through adding one.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from cstui import content

IN_TREE = "cstui.agencies"
GROUP = "cstui.agencies"
KERNEL = "desk"
"""The folder of the kernel's own screens and content, and the name that stands for no agency."""
MIGRATIONS = f"{IN_TREE}.migrations"
"""The revisions of the kernel's tables and of those of the agencies of this program: one chain."""


class UnknownAgencyError(LookupError):
    """No agency of this name is installed."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What an agency brings. References are `module:name`, lists of modules name what they declare.

    `name` is how stores, scenarios and commands call it, and its folder in `screens/` and `data/`; `rank`
    orders the agencies, the first is the default. `days_off` tells the days on which its offices are closed
    by law and by its site. `prefix` begins the keys of its offices, workers and subjects, and its log
    subjects; the first agency has none. `zone` is its time zone, `holidays` the country and subdivision whose
    holidays close its offices, `state` its postal code. `root` is the folder that holds its content where
    that is not the program's, `package` its import name. `migrations` is the package of its revisions and
    `schema` the number of the newest, for an agency of another distribution. `history` tells what happened on
    a subject and `ahead` which dates of it are set, as moments of its timeline.

    `desk` is its `cstui.desk.agency_desk.AgencyDesk`: screens, programs and command words. `givens` and
    `expectations` are what its scenarios may say, `form_values` what its forms may name; `mailed` keeps what
    they say when an act mails them. `interfaces` are the
    kinds of files that it sends and takes in, `reports` its reports by name, `prints` what it prints, `show`
    what is shown of a subject, `teaching` what the classroom asks of it. `ivd` are the statements that give
    what its records hold of the common IV-D vocabulary (`cstui.store.ivd`). `caseload` is its part of a
    made-up caseload (`cstui.scenario.caseload`).
    """

    name: str
    title: str
    document: str
    package: str
    rank: int = 100
    prefix: str = ""
    zone: str
    holidays: tuple[str, str]
    state: str
    root: Path | None = None
    migrations: str = ""
    schema: int = 0
    tables: str
    facts: str
    acts: tuple[str, ...]
    guide: str
    history: str = ""
    ahead: str = ""
    invariants: str = ""
    jobs: str = ""
    calendar: str = ""
    days_off: str = "cstui.acts.workdays:days_off"
    roles: str = ""
    numbers: str = ""
    note: str = ""
    visits: str = ""
    givens: str = ""
    expectations: str = ""
    form_values: str = ""
    mailed: str = ""
    interfaces: str = ""
    prints: str = ""
    reports: Mapping[str, str] = {}
    desk: str = ""
    teaching: str = ""
    show: str = ""
    ivd: str = ""
    caseload: str = ""

    def load(self, what: str) -> Any:
        """What the reference `what` of the manifest names; None where it names nothing."""
        reference = getattr(self, what)
        return resolve(reference) if reference else None

    def files(self, kind: str, pattern: str = "*.toml") -> list[Path]:
        """Its content files of a kind (`scenarios`, `forms`), by name."""
        return content.files(f"data/{self.name}/{kind}", pattern, self.root)

    def sources(self, kind: str) -> list[content.Source]:
        """Its content of a kind, read."""
        return [content.Source(path) for path in self.files(kind)]

    def screens(self) -> list[Path]:
        """The screens that it draws, by name."""
        return content.files(f"screens/{self.name}", base=self.root)


@cache
def resolve(reference: str) -> Any:
    """What `module:name` names, or the module where no name follows."""
    module, _, name = reference.partition(":")
    found = import_module(module)
    return getattr(found, name) if name else found


@cache
def in_tree() -> tuple[Manifest, ...]:
    """The agencies of this program, the first by rank first."""
    folder = import_module(IN_TREE).__path__
    names = [found.name for found in pkgutil.iter_modules(folder) if found.ispkg]
    found = [import_module(f"{IN_TREE}.{name}") for name in names]
    agencies = [module.AGENCY for module in found if hasattr(module, "AGENCY")]
    return tuple(sorted(agencies, key=lambda agency: (agency.rank, agency.name)))


@cache
def installed() -> tuple[Manifest, ...]:
    """Every agency there is: those of this program, then those of other distributions."""
    from importlib.metadata import entry_points

    others = [point.load() for point in entry_points(group=GROUP)]
    return (*in_tree(), *sorted(others, key=lambda agency: (agency.rank, agency.name)))


def first() -> Manifest:
    """The default agency."""
    return in_tree()[0]


@cache
def find(name: str) -> Manifest:
    """The agency of that name; other distributions are asked only where this program has none."""
    for agencies in (in_tree, installed):
        for agency in agencies():
            if agency.name == name:
                return agency
    raise UnknownAgencyError(name)
