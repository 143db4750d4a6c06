"""What is interrupted: acts, nights, loads, backups, restores, upgrades, reports, each as steps on a store.

A step is a command line of `cstui`, or a function where there is no command for it. Each step can be done
again after it was cut off; a store is compared by all that it holds.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cstui.agencies.federal import counting
from cstui.cli import main
from cstui.nightly import run
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import create_practice_store
from cstui.store.backup import backup
from cstui.store.engine import SCHEMA, create_store, open_store
from cstui.store.writing import bulk_load
from tests.agencies.federal import drawn, given, stored
from tests.agencies.federal.programs.desk import AGENCIES
from tests.agencies.killed_nights import BEGUN
from tests.agencies.louisiana.interfaces import files
from tests.kernel.commandline.test_site import FILES as SITE
from tests.kernel.nightly.cases import everything

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)
OLDER = Path(__file__).parents[1] / "kernel" / "store" / "older"
STORE, BACKUP = "s.db", "b.backup"
Step = Sequence[str] | Callable[[Path, Callable[[], datetime]], None]
State = dict[str, list[tuple[object, ...]]]
AT_RANDOM = {"generation"}
"""What a store says of itself that is drawn at random."""
ACTS = """
do add-note case=17000101 text=First
do record-outcome case=17000104 appointment=1 outcome=K
do set-reminder case=17000225 due=2026-03-09 text=Clerk
do report-non-cooperation case=17000203 ground=MA failed_on=2026-02-27
do receive-ofs53 case=17000241 received_on=2026-03-02
do assign-case case=17000230 worker=17002
do add-note case=17000102 text=Second
undo Wrong
do add-note case=17000103 text=Third
"""


@dataclass(frozen=True)
class Work:
    """What is done to a store in a folder.

    Steps that are not `whole` write in several transactions. One that `tells` logs what it came upon, or that
    something went out, and says it otherwise or again when it goes on. `makes` are the files that come of it.
    """

    name: str
    lay: Callable[[Path], None]
    steps: Sequence[Step]
    whole: bool = True
    makes: Sequence[str] = ()
    tells: bool = False
    moment: datetime = MOMENT


def practice(folder: Path) -> None:
    create_practice_store(folder / STORE, clock=lambda: MOMENT, start=MOMENT.date()).close()


def _acts() -> list[Step]:
    return [[*line.split(), "--as", "17001"] for line in ACTS.strip().splitlines()]


def _with_files(folder: Path) -> None:
    practice(folder)
    with open_store(folder / STORE) as store, store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT number FROM la_case WHERE number LIKE '17%'")
        cases = sorted(str(row[0]) for row in rows)
    lines = [files.good_cause(case, "claimed", date(2026, 2, 2 + at)) for at, case in enumerate(cases[:12])]
    (folder / "updates").write_bytes(files.file(*lines, "X is not a record"))


def _with_site(folder: Path) -> None:
    practice(folder)
    (folder / "site").mkdir()
    for name, text in SITE.items():
        (folder / "site" / name).write_text(text, encoding="utf-8")


def _with_backup(folder: Path) -> None:
    practice(folder)
    with open_store(folder / STORE) as store:
        backup(store, folder / BACKUP)


def _older(schema: int) -> Callable[[Path], None]:
    def lay(folder: Path) -> None:
        held = (OLDER / f"schema-{schema}.db.gz").read_bytes()
        (folder / STORE).write_bytes(gzip.decompress(held))

    return lay


def _federal(folder: Path) -> None:
    whole = {"name": "PRACTICE", "business_date": stored.ON, "agencies": AGENCIES, "at": MOMENT}
    with create_store(folder / STORE, **whole) as store:
        bulk_load(store, [*given.offices(), given.program(), *stored.records(drawn.batch(12, 12))])


def _counted(folder: Path, clock: Callable[[], datetime]) -> None:
    """Count the report that was begun, in small ranges; there is no command for it."""
    from cstui.acts.perform import Performer

    with open_store(folder / STORE) as store:
        performer = Performer(store, load_rulebook("federal"), clock)
        counting.count(performer, stored.PROGRAM, 1, on=stored.ON, size=25)


def _nights(agency: str) -> Work:
    begun, through = BEGUN[agency]

    def lay(folder: Path) -> None:
        begun(folder / STORE).close()
        run.SLICE = run.AT_ONCE = 4  # so that a small store has many slices

    steps = [["nightly", "--through", through.isoformat()]]
    return Work(f"nights of {agency}", lay, steps, whole=False, moment=datetime(2026, 3, 20, 22, tzinfo=UTC))


def works() -> list[Work]:
    """Everything that is tried."""
    note = ["do", "add-note", "case=17000101", "text=Before", "--as", "17001"]
    return [
        Work("acts", practice, _acts()),
        *map(_nights, BEGUN),
        Work("interface in", _with_files, [["interface", "in", "updates"]], whole=False, tells=True),
        Work("site load", _with_site, [["site", "load", "site"]]),
        Work("backup", practice, [note, ["store", "backup", BACKUP]], makes=[BACKUP]),
        Work("restore", _with_backup, [note, ["store", "restore", BACKUP]]),
        *(
            Work(f"upgrade from {schema}", _older(schema), [["store", "upgrade"]])
            for schema in (1, 9, SCHEMA - 1)
        ),
        Work(
            "report ocse157",
            _federal,
            [
                ["do", "fed-begin-report", "program=FED/LA", "fiscal_year=2003", "--as", given.ANALYST],
                _counted,
                ["report", "o157", "LA", "--format", "csv", "--out", "o.csv"],
                ["report", "o157", "LA", "--format", "pdf", "--out", "o.pdf"],
                ["report", "o157-trail", "LA", "--format", "csv", "--out", "t.csv"],
            ],
            whole=False,
            tells=True,
            makes=["o.csv", "o.pdf", "t.csv"],
        ),
    ]


def state(path: Path) -> State:
    """All that a store holds, whatever its schema; of one of this schema what `store verify` finds, too."""
    with closing(sqlite3.connect(path)) as raw:
        schema = raw.execute("PRAGMA user_version").fetchone()[0]
        if schema != SCHEMA:
            return {"dump": [(line,) for line in raw.iterdump()]}
    with open_store(path) as store:
        held = everything(store)
    held["store_info"] = [row for row in held["store_info"] if row[0] not in AT_RANDOM]
    return {**held, "faults": verified(path)}


def verified(path: Path) -> list[tuple[object, ...]]:
    """What `cstui store verify` finds, but for a night that is to go on."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        main(["--store", str(path), "store", "verify", "--json"], clock=lambda: MOMENT)
    found = json.loads(said.getvalue().partition("\nCS-")[0] or "{}").get(
        "faults", [{"fault": said.getvalue()}]
    )
    return [tuple(one.values()) for one in found if one.get("check") != "night"]


def copied(golden: Path, folder: Path) -> None:
    """A fresh copy of what a work begins with."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(golden, folder)
