"""Make one of these stores with the cstui of its time: `python make.py FILE.db.gz`, on a checkout of it.

It goes through the command line, which has been the same since the first version (but see `agreed`); an act
or a command that a version did not have yet is left out there. `PYTHONPATH` names the checkout; README.md
tells which.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cstui.cli import main

MONDAY = datetime(2026, 1, 5, 14, tzinfo=UTC)

ON_MONDAY = """
do record-outcome case=17000104 appointment=1 outcome=K
do record-outcome case=17000105 appointment=2 outcome=F
do add-note case=17000101 text=Asked@for@the@lease
do record-contact case=17000101 how=C about=AP on=2026-01-05 text=Called:@comes@at@ten initiative=y
do set-reminder case=17000225 due=2026-01-07 text=Ask@the@clerk@again
do report-non-cooperation case=17000203 ground=MA failed_on=2026-01-02
do document-non-cooperation case=17000219 ground=MA failed_on=2025-12-31
do schedule-appointment case=17000228 purpose=SI on=2026-01-26 at=08:30
do receive-ofs53 case=17000241 received_on=2026-01-05
do agree-on-cases case=17000241 cases=17000241,17000242,26000309
do complete-ofs53 case=17000241
do receive-referral case=17000225 source=iva received_on=2026-01-05 child_last=D'ABBÉ child_first=CHLOÉ
do change-phone person={cp} number=225-555-0142 kind=mobile
do change-address person={cp} line1=7@CYPRESS@CT city=RIVERBEND zip_code=70001
do record-retained case=17000225 paid_on=2026-01-02 amount=12500 assigned_on=2025-11-03
do record-cover worker=17002 by=17003 since=2026-01-06 until=2026-01-09 why=At@a@course --as 17010
do record-review case=17000208 remark=Nothing@new
do record-contact case=17000229 how=C about=OT on=2026-01-05 text=Another@case
undo Keyed@on@the@wrong@case
nightly
"""
ON_TUESDAY = """
do pend-closure case=17000210
do record-outcome case=17000201 appointment=1 outcome=K
do correct-outcome case=17000105 appointment=2 outcome=K reason=She@came@after@all
do move-appointment case=17000227 appointment=3 on=2026-01-21 at=08:50
interface in {updates}
do turn-over case=17000225 retained=1
do end-cover worker=17002 cover=1 back=2026-01-08 why=Back@early --as 17010
do correct-contact case=17000101 contact=1 reason=It@was@her@sister
do correct-referral case=17000225 referral=1 reason=Meant@for@another@case
nightly
"""
ON_WEDNESDAY = """
do move-reminder case=17000225 reminder=1
do assign-case case=17000230 worker=17002
do change-employer person={cp} employer=BAYOU@BAKERY
print case 17000101
nightly
"""
FROM_IVA = """\
HIVAUPDATE   2026010600001
BC0017000101FITAPclosed  20260201IN
BC0017999999FITAPclosed  20260201IN
T00000002000000035000100
"""
"""One update that goes in, and one of a case that there is not: it is set aside."""
LATER = {
    "record-cover": 2,
    "end-cover": 2,
    "record-review": 2,
    "correct-contact": 2,
    "undo": 2,
    "correct-referral": 3,
    "la_case": 5,
}
"""What came with which schema; before it, it is left out. The table of cases was `case`."""


def worked(store: Path) -> None:
    """A practice store on which three days were worked, each with its night."""
    said(store, MONDAY, "store create --date 2026-01-05 --name OLDER")
    with contextlib.closing(sqlite3.connect(store)) as made:
        (schema,) = made.execute("PRAGMA user_version").fetchone()
        cases = "la_case" if schema >= LATER["la_case"] else '"case"'
        (cp,) = made.execute(f"SELECT cp FROM {cases} WHERE number = '17000101'").fetchone()
    updates = store.with_name("updates")
    updates.write_text(FROM_IVA, encoding="ascii")
    for day, lines in enumerate((ON_MONDAY, ON_TUESDAY, ON_WEDNESDAY)):
        for minute, line in enumerate(lines.strip().splitlines()):
            what = line.removeprefix("do ").split()[0]
            at = MONDAY + timedelta(days=day, minutes=minute)
            if what == "agree-on-cases" and schema == 1:
                agreed(store, at)
            elif schema >= LATER.get(what, 1):
                named = what in ("nightly", "interface") or " --as " in line
                said(store, at, line.format(cp=cp, updates=updates) + ("" if named else " --as 17001"))
    said(store, MONDAY + timedelta(days=3), "store verify")


def agreed(store: Path, at: datetime) -> None:
    """AgreeOnCases as the desk does it: the first version's command line could not take its cases."""
    from cstui.acts.agreements import AgreeOnCases

    from cstui.workplace import open_workplace

    place = open_workplace(store, lambda: at)
    act = AgreeOnCases(case="17000241", cases=("17000241", "17000242", "26000309"))
    place.performer.perform(act, actor="17001", on=place.business_date())
    place.store.close()


def said(store: Path, at: datetime, line: str) -> None:
    """One command, done at a fixed moment; an @ in it is a space."""
    words = [word.replace("@", " ") for word in line.split()]
    with shown_if_wrong():
        status = main(["--store", str(store), *words], clock=lambda: at)
        if status:
            raise SystemExit(f"{line}: status {status}")


@contextlib.contextmanager
def shown_if_wrong() -> Iterator[None]:
    """Keep to oneself what a command prints, unless it is refused."""
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            yield
    except SystemExit:
        print(out.getvalue(), file=sys.stderr)
        raise


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "practice.db"
        worked(store)
        whole = Path(folder) / "whole.db"
        with contextlib.closing(sqlite3.connect(store)) as opened:
            opened.execute("VACUUM INTO ?", [str(whole)])
        with contextlib.closing(sqlite3.connect(whole)) as copy:
            copy.execute("PRAGMA journal_mode=WAL")  # as it was
        Path(sys.argv[1]).write_bytes(gzip.compress(whole.read_bytes(), 9, mtime=0))
