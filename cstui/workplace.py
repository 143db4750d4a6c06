"""A workplace: one open store, the rulebook and the performer that its desk and commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from cstui.acts.perform import Performer
from cstui.clock import day_in
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.settings import store_target
from cstui.store.engine import Store, StoreInfo, open_store
from cstui.store.errors import StoreError
from cstui.store.faults import file_faults
from cstui.store.files import only_maker
from cstui.store.keys import Keys
from cstui.store.site_reads import rulebook_of


class Workplace:
    """What a worker works in, at one agency of the store: its first where none is named.

    `clock` gives wall time; the business date comes from the store.
    """

    def __init__(
        self, store: Store, clock: Callable[[], datetime], rules: Rulebook | None = None, agency: str = ""
    ) -> None:
        self.store = store
        self.clock = clock
        self.rules = rules or self._book(agency or (store.agencies[0].name if store.agencies else ""))
        self.performer = Performer(store, self.rules, clock)
        self.agency = self.performer.agency

    def _book(self, agency: str) -> Rulebook:
        """The rulebook of an agency with what the site of this store says."""
        with self.store.read() as session:
            return rulebook_of(session, agency) if agency else load_rulebook()

    def at(self, agency: str) -> Workplace:
        """The workplace at another agency of the same store."""
        return self if agency == self.agency.name else Workplace(self.store, self.clock, agency=agency)

    def info(self) -> StoreInfo:
        """What the store says of itself."""
        return self.store.info()

    def business_date(self) -> date:
        """The date on which policy runs: the store's in a practice store, its agency's in a live one."""
        info = self.store.info()
        return info.business_date if info.kind == "practice" else day_in(self.clock(), self.agency.zone)


def open_workplace(
    given: str | Path | None, clock: Callable[[], datetime], keys: Keys | None = None
) -> Workplace:
    """Open the store that is meant; the user's practice store is made at its first use.

    `keys` are asked for the key of an encrypted one. StoreError where a named store is not there or cannot be
    used.
    """
    target = store_target(given, os.environ)
    if isinstance(target, Path) and not target.exists():
        from cstui.scenario.practice import create_practice_store

        with file_faults(str(target)), only_maker(target):
            if not target.exists():  # else another command has made it meanwhile
                try:
                    return Workplace(create_practice_store(target, clock=clock), clock)
                except StoreError as error:
                    if error.rule != "CS-209" or not target.exists():
                        raise  # else another command was quicker to make it
    return Workplace(open_store(target, keys=keys), clock)
