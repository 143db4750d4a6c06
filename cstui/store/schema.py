"""Which tables a store has: the kernel's, those of the agencies of this program, and of others that it holds.

Fresh stores are made from this list, triggers are laid on it, and `verify` walks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from cstui.agency import Manifest, in_tree
from cstui.store import log_tables, tables
from cstui.store.columns import METADATA, Table


def agencies_of(others: Iterable[Manifest] = ()) -> tuple[Manifest, ...]:
    """The agencies whose tables a store has: all of this program, and `others` that it holds."""
    return tuple(dict.fromkeys((*in_tree(), *others)))


def tables_of(others: Iterable[Manifest] = ()) -> list[Any]:
    """Every table of a store that holds `others` too, each after those that it refers to."""
    modules = [tables, log_tables, *(import_module(agency.tables) for agency in agencies_of(others))]
    known = {table for module in modules for table in declared(module)}
    return [table for table in METADATA.sorted_tables if table in known]


def declared(module: Any) -> list[Any]:
    """The tables that a module declares."""
    classes = (value for value in vars(module).values() if isinstance(value, type))
    mine = (one for one in classes if issubclass(one, Table) and one.__module__ == module.__name__)
    return [one.__table__ for one in mine if hasattr(one, "__table__")]


def kept(found: Iterable[Any]) -> list[str]:
    """The names of the tables whose rows are never deleted: those of records with a version."""
    return [str(table.name) for table in found if "version" in table.c]


def indexes(others: Iterable[Manifest] = ()) -> list[str]:
    """Statements for the indexes on expressions that the agencies declare; Alembic does not see them."""
    modules = (import_module(agency.tables) for agency in agencies_of(others))
    return [statement for module in modules for statement in getattr(module, "INDEXES", ())]
