"""Backups and restores are killed with -9: the store holds, and what bears a backup's name is one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text

from cstui.scenario.practice import create_practice_store
from cstui.settings import BY_NAME
from cstui.store import drivers
from cstui.store.backup import backup
from cstui.store.engine import open_store
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey, given, salt_of
from cstui.store.verify import verify
from tests.attacks.attack import Tally, attack

DAY = "2026-03-02"
EVENTS = {"backup": 24, "restore": 28}
"""Things done to files, about: a kill at a later one than there are leaves the command whole."""
LONGEST = 1.0
"""Seconds within which a command is killed that is killed at a moment instead."""
AWHILE = 0.3
"""Seconds that a desk writes before and between."""
Notes = frozenset[str]


@attack(
    "backups",
    loss="a store harmed, a half backup under its name, an act lost, or a file left",
    tries=120,
    short=4,
)
def backups(chance: Random, tries: int, folder: Path) -> Tally:
    """Backups beside a desk that writes, and restores, in turn; each killed at a random moment."""
    return _attacked(chance, tries, folder, None)


@attack(
    "backups of an encrypted store",
    loss="a store harmed, a half backup under its name, an act lost, or a file left",
    tries=60,
    short=4,
)
def encrypted_backups(chance: Random, tries: int, folder: Path) -> Tally:
    """The same; each process reads the passphrase from a key file."""
    if drivers.CIPHER not in drivers.available():
        return Tally()
    file, phrase, variable = folder / "key", "otter lantern gravel seventeen", BY_NAME["keyfile"].variable
    file.touch(mode=0o600)
    file.write_text(f"{phrase}\n")
    os.environ[variable] = str(file)
    try:
        return _attacked(chance, tries, folder, StoreKey(phrase))
    finally:
        del os.environ[variable]


def _attacked(chance: Random, tries: int, folder: Path, key: StoreKey | None) -> Tally:
    moment = datetime(2026, 3, 2, 15, tzinfo=UTC)
    stores = _Stores(folder / "stores", chance, key)
    stores.path.parent.mkdir()
    create_practice_store(stores.path, clock=lambda: moment, start=moment.date(), key=key).close()
    with open_store(stores.path, keys=given(key)) as store, store.read() as session:
        stores.cases = sorted(
            session.connection().scalars(text("SELECT number FROM la_case WHERE number LIKE '17%'"))
        )
        first = stores.path.with_name("whole.backup")
        backup(store, first)
    stores.whole[first] = stores.notes(stores.path)
    for at in range(tries):
        (stores.backed_up if at % 2 == 0 else stores.restored)(at)
    stores.finished()
    stores.tally.tries = tries
    return stores.tally


class _Stores:
    """The store, the whole backups with the notes that each holds, and what was lost."""

    def __init__(self, folder: Path, chance: Random, key: StoreKey | None) -> None:
        self.path, self.chance, self.key = folder / "s.db", chance, key
        self.cases: list[str] = []
        self.whole: dict[Path, Notes] = {}
        self.tally = Tally()
        self.tally.counts = dict.fromkeys(("backups whole", "restores whole", "killed"), 0)

    def backed_up(self, at: int) -> None:
        """A backup is killed while a desk writes: it is whole, with all that was there, or not there."""
        file = self.path.with_name(f"b{at}.backup")
        with self._writing(at) as acknowledged:
            before = frozenset(acknowledged())
            self._killed("backup", file)
        now = self.notes(self.path)
        if lost := frozenset(acknowledged()) - now:
            self.tally.lost(f"backup {at}: {len(lost)} acts acknowledged and lost")
        if file.exists():
            self.whole[file] = self.notes(file)
            self.tally.counts["backups whole"] += 1
            if before - self.whole[file]:
                self.tally.lost(f"backup {at}: it lacks acts that were acknowledged before")

    def restored(self, at: int) -> None:
        """A restore is killed: the store is what it was, or the backup, and then what it was is kept."""
        file = self.chance.choice([*self.whole])
        before, kept = self.notes(self.path), set(self._kept())
        self._killed("restore", file)
        now, new = self.notes(self.path), [one for one in self._kept() if one not in kept]
        if any(one.samefile(self.path) for one in new):
            self.tally.lost(f"restore {at}: the store has two names")
        if now == self.whole[file] and new:
            self.tally.counts["restores whole"] += 1
            if [self.notes(one) for one in new] != [before]:
                self.tally.lost(f"restore {at}: what was replaced is not kept whole")
        elif now != before:
            self.tally.lost(f"restore {at}: the store is neither what it was nor the backup")
        for one in new:
            one.unlink()

    def finished(self) -> None:
        """A backup and a restore that nobody kills take away what the killed ones left."""
        last = self.path.with_name("last.backup")
        for what in ("backup", "restore"):
            if subprocess.run(
                self._command(what, last, 0), check=False, stdout=subprocess.DEVNULL
            ).returncode:
                self.tally.lost(f"the last {what} failed")
        known = {self.path.name, last.name, *(one.name for one in (*self.whole, *self._kept()))}
        self.tally.losses += [
            f"{one.name} is left" for one in self.path.parent.iterdir() if one.name not in known
        ]

    def notes(self, path: Path) -> Notes:
        """The notes that a store holds, whose log is SQLite's own; what does not hold of it is a loss."""
        try:
            with open_store(path, keys=given(self.key)) as store:
                self.tally.losses += [f"{path.name}: {fault}" for fault in verify(store)]
                with store.read() as session:
                    rows = session.connection().execute(
                        text("SELECT text FROM activity WHERE text LIKE 'B%-%'")
                    )
                    found = frozenset(str(row[0]) for row in rows)
        except StoreError as error:
            self.tally.lost(f"{path.name}: {error}")
            return frozenset()
        salt = salt_of(path.name, path)
        secret = self.key.secret(salt) if self.key is not None and salt is not None else None
        with closing(drivers.connect(drivers.available()[0], str(path), secret)) as raw:
            if (mode := raw.execute("PRAGMA journal_mode").fetchone()[0]) != "wal":
                self.tally.lost(f"{path.name}: it has no log any more, its journal is {mode}")
        return found

    def _kept(self) -> list[Path]:
        return sorted(
            one for one in self.path.parent.glob("s.db.replaced-*") if not one.name.endswith(("-wal", "-shm"))
        )

    def _command(self, what: str, file: Path, number: int) -> list[str]:
        module = (sys.executable, "-m", "tests.attacks._copying")
        return [*module, what, str(self.path), str(file), str(number)]

    def _killed(self, what: str, file: Path) -> None:
        """Let a command run until it is killed, before something that it does to a file or at a moment."""
        number = self.chance.choice((0, self.chance.randint(1, EVENTS[what])))
        with subprocess.Popen(
            self._command(what, file, number), stdout=subprocess.PIPE, text=True
        ) as copying:
            assert copying.stdout is not None
            copying.stdout.readline()
            if not number:
                time.sleep(self.chance.uniform(0, LONGEST))
                copying.send_signal(signal.SIGKILL)
            if copying.stdout.readline() != "done\n":
                self.tally.counts["killed"] += 1

    @contextmanager
    def _writing(self, at: int) -> Iterator[Callable[[], list[str]]]:
        """A desk that adds note after note; called, it answers which were acknowledged until now."""
        said = self.path.parent.parent / f"said-{at}"
        command = [sys.executable, "-m", "tests.attacks._noting", str(self.path), DAY, f"B{at}", *self.cases]
        with said.open("wb") as out, subprocess.Popen(command, stdout=out) as writing:
            try:
                while not said.stat().st_size and writing.poll() is None:
                    time.sleep(0.01)
                time.sleep(AWHILE)
                yield lambda: [line for line in said.read_text().split("\n")[1:-1] if line]
            finally:
                writing.terminate()
