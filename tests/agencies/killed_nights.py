"""Nights of each agency that die as by `kill -9` at a write and are run again: nothing is made twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from cstui.agency import find
from cstui.store.engine import Store, open_store
from tests.agencies.desk import store_of
from tests.agencies.kansas import night as kansas
from tests.kernel.nightly import cases as louisiana
from tests.kernel.nightly.cases import everything
from tests.kernel.nightly.killed import child

BEGUN: dict[str, tuple[Callable[[Path], Store], date]] = {
    "louisiana": (
        lambda path: louisiana.store_with(path, louisiana.given(30)),
        louisiana.START + timedelta(days=2),
    ),
    "kansas": (lambda path: kansas.store_with(path, 8), kansas.START + timedelta(days=4)),
    "utah": (lambda path: store_of(find("utah"), "example", target=path)[0], date(2016, 9, 30)),
}
"""A store with work for the nights, and the last of them."""


class KilledNights:
    """The nights of an agency, run whole once in `folder`; `writes` is how many statements wrote."""

    def __init__(self, agency: str, folder: Path) -> None:
        begun, self.through = BEGUN[agency]
        self.folder, self.begun = folder, folder / f"{agency}.db"
        begun(self.begun).close()
        whole = self._copy("whole")
        self.writes = int(child(whole, self.through).stdout)
        self.whole = self._held(whole)

    def lost(self, *kill_at: int) -> str:
        """What is wrong after nights killed at these writes in turn, then run to the end."""
        path = self._copy("killed")
        died = [child(path, self.through, kill_at=one).returncode for one in kill_at]
        ended = child(path, self.through).returncode
        if ended:
            return f"after a kill at {kill_at} the night does not end"
        held = self._held(path)
        other = [name for name, rows in self.whole.items() if held[name] != rows]
        if other:
            return f"killed at {kill_at} of {self.writes} writes: {', '.join(other)} differ"
        return "" if died[0] == -9 else f"no night died at {kill_at}"

    def _copy(self, name: str) -> Path:
        path = self.folder / f"{self.begun.stem}-{name}.db"
        path.unlink(missing_ok=True)
        shutil.copy(self.begun, path)
        return path

    @staticmethod
    def _held(path: Path) -> dict[str, list[tuple[object, ...]]]:
        with open_store(path) as store:
            return everything(store)
