"""Whether the log holds: each line in its chain, with its receipt; every seal with the heads of its night.

One walk through the log, subject after subject. What an activity of format 1 asked for is proven by nothing;
what was logged since the newest seal is proven by its chain and its receipts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Text, and_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from cstui.store import chain, receipts, seals
from cstui.store.chain import FORMATS, ChainedEntry
from cstui.store.engine import day_kept, read_values
from cstui.store.faults import Damaged
from cstui.store.log_tables import ACTIVITY, HEAD, NIGHT, RECEIPT
from cstui.store.receipts import Asked
from cstui.store.rows import streamed
from cstui.store.seals import Seal
from cstui.store.store_fault import Check, StoreFault

AT_MOST = 100
"""So many places of one kind are named."""
_LINE = ChainedEntry.__struct_fields__
_TIMES = ("on", "at")
UNLIKE = "does not have the digest of what it says"


def log(session: Session) -> Iterable[StoreFault]:
    """Everything in the log, its receipts and its seals that does not hold."""
    walk = _Walk(session)
    yield from _few(walk.lines())
    yield from _few(walk.ends())
    yield from _few(walk.gaps())
    yield from _few(walk.receipts())
    yield from walk.seals()


def kept_outside(digest: str) -> Check:
    """A check that a seal which was written down outside is one of the store's.

    With `log` it proves the log up to that seal, even where every digest in the file was made again.
    """

    def outside(session: Session) -> Iterable[StoreFault]:
        found = seals.kept(session.connection())
        if digest not in (seal.digest for seal in found):
            fault = f"is none of the {len(found)} seals of this store: its log is not the one that was sealed"
            yield StoreFault("seals", f"Seal kept outside {digest[:8]}", fault)

    return outside


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """What makes a value of the column of the driver's; the last ones made are remembered."""
    made = kind.dialect_impl(dialect).result_processor(dialect, None)
    return lru_cache(maxsize=4096)(made) if made is not None else lambda value: value


def _few(faults: Iterable[StoreFault]) -> Iterator[StoreFault]:
    """The first faults of each check, and how many more there are."""
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.check] = counts.get(fault.check, 0) + 1
        if counts[fault.check] <= AT_MOST:
            yield fault
    for check, count in counts.items():
        if count > AT_MOST:
            yield StoreFault(check, "database", f"{count - AT_MOST} more like these")


class _Walk:
    """One walk through the log; what it counts on its way is compared afterward."""

    def __init__(self, session: Session) -> None:
        self.session, self.connection = session, session.connection()
        self.last: dict[str, tuple[int, str]] = {}
        self.first_lines = 0
        """Lines whose receipt has their number."""

    def lines(self) -> Iterator[StoreFault]:
        """Each line follows the one before, has its own digest, and its receipt."""
        line, row, dialect = ACTIVITY.c, RECEIPT.c, self.connection.dialect
        columns = (row.id, row.act, row.actor, row.on, row.at, row.inputs, row.undo)
        # Many lines have the same day and moment, which are made of the driver's values once.
        raw = [
            type_coerce(one, Text) if one.name in _TIMES else one
            for one in (*(line[n] for n in _LINE), *columns)
        ]
        day, moment = (_reading(line[name].type, dialect) for name in _TIMES)
        on, at = _LINE.index("on"), _LINE.index("at")
        wide = len(_LINE)
        rows = (
            select(*(one.label(f"c{place}") for place, one in enumerate(raw)))
            .outerjoin(RECEIPT, and_(line.receipt != "", row.id == line.receipt))
            .order_by(line.subject, line.seq)
        )
        for found in streamed(self.connection, rows):
            values = list(found[:wide])
            values[on], values[at], said = day(values[on]), moment(values[at]), values[-1]
            values[-1] = ""
            now = chain.Line(*values)
            seq, previous = self.last.get(now.subject, (0, ""))
            if now.seq != seq + 1 or now.previous != previous or now.format != FORMATS[-1]:
                yield from self._chained(now, said, seq, previous)
            elif chain.digest_of(now) != said:
                yield _at(now, UNLIKE)
            if now.receipt:
                receipt = list(found[wide:])
                receipt[3], receipt[4] = receipt[3] and day(receipt[3]), receipt[4] and moment(receipt[4])
                yield from self._received(now, receipt)
            self.last[now.subject] = (now.seq, said)

    def _chained(self, line: Any, said: str, seq: int, previous: str) -> Iterator[StoreFault]:
        if line.seq != seq + 1:
            yield _at(line, f"follows line {seq}: lines are missing")
        elif line.previous != previous:
            yield _at(line, "does not continue the line before")
        if line.format not in FORMATS:
            yield _at(line, f"format {line.format} is not known")
        elif chain.digest_of(line) != said or (line.format == 1 and line.receipt_digest):
            yield _at(line, UNLIKE)

    def _received(self, line: Any, row: Sequence[object]) -> Iterator[StoreFault]:
        """The receipt that the line names is there, and what it was; of format 1 only that it is there."""
        where = f"{line.subject} line {line.seq}"
        if row[0] is None:
            yield StoreFault("receipts", where, f"receipt {line.receipt} is not there")
            return
        self.first_lines += line.receipt == f"{chain.receipt_prefix(line.subject)}-{line.seq:04d}"
        if line.format > 1 and receipts.digest(Asked(*row)) != line.receipt_digest:  # type: ignore[arg-type]
            yield StoreFault(
                "receipts", where, f"receipt {line.receipt} does not say what it said when it was made"
            )

    def ends(self) -> Iterator[StoreFault]:
        """The log of each subject ends with its head."""
        rows = streamed(self.connection, select(HEAD.c.subject, HEAD.c.seq, HEAD.c.digest))
        heads = {subject: (seq, digest) for subject, seq, digest in rows}
        if heads == self.last:
            return
        for subject in sorted(heads.keys() | self.last.keys()):
            known, found = heads.get(subject, (0, "")), self.last.get(subject, (0, ""))
            if known != found:
                fault = f"the log ends with line {found[0]}, its head says {known[0]}"
                if known[0] == found[0]:
                    fault = "the last line does not have the digest of its head"
                yield StoreFault("log", f"{subject} line {found[0]}", fault)

    def gaps(self) -> Iterator[StoreFault]:
        """SQLite numbers lines without a gap, so a number that is not there was a line."""
        if self.connection.dialect.name != "sqlite":
            return
        rows = self.connection.exec_driver_sql(
            "SELECT before, id FROM (SELECT id, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM activity)"
            " WHERE id <> before + 1"
        )
        for before, number in rows:
            count = number - before - 1
            what = f"line {before + 1} of" if count == 1 else f"lines {before + 1} to {number - 1} of"
            yield StoreFault(
                "log", f"activity {number}", f"{what} the store {'is' if count == 1 else 'are'} missing"
            )

    def receipts(self) -> Iterator[StoreFault]:
        """Every receipt is named by a line of the log."""
        count = self.connection.exec_driver_sql("SELECT count(*) FROM receipt").scalar()
        if count == self.first_lines:
            return
        rows = self.connection.exec_driver_sql(
            "SELECT id FROM receipt EXCEPT SELECT receipt FROM activity ORDER BY 1"
        )
        for (number,) in rows:
            yield StoreFault(
                "receipts", number, "no line of the log names this receipt: its lines are missing"
            )

    def seals(self) -> Iterator[StoreFault]:
        """The seals are chained, each has the lines that came before it, and none is missing."""
        kept = seals.kept(self.connection)
        last, previous = 0, ""
        for count, seal in enumerate(kept, 1):
            where = _sealed(seal)
            if seal.seq != count or seal.previous != previous:
                yield StoreFault("seals", where, "does not continue the seal before")
            if seal.format != seals.FORMAT:
                yield StoreFault("seals", where, f"format {seal.format} is not known")
            elif seals.digest(seal) != seal.digest:
                yield StoreFault("seals", where, "does not have the digest of what it says")
            else:
                found = seals.Lines(last).read(self.connection, seal.last)
                if found.count != seal.count:
                    fault = f"sealed {seal.count} lines, the log has {found.count}"
                    yield StoreFault("seals", where, f"{fault}: what was logged before it was taken away")
                elif found.digest != seal.lines:
                    fault = f"sealed {seal.count} lines, of which the log has others"
                    yield StoreFault("seals", where, f"{fault}: what was logged before it was changed")
            last, previous = seal.last, seal.digest
        yield from self._latest(kept)

    def _latest(self, kept: list[Seal]) -> Iterator[StoreFault]:
        """The newest seal is of the night before the business date; only before the first night is none."""
        try:
            today = day_kept(read_values(self.connection), "business_date")
        except Damaged:
            return  # said of the store already
        night = today - timedelta(days=1)
        if not kept:
            over = select(NIGHT.c.night).where(NIGHT.c.night < today).limit(1)
            if self.connection.execute(over).first() is not None:
                yield StoreFault(
                    "seals", f"Night of {night:%m/%d/%Y}", "its seal is missing, and so are all others"
                )
        elif kept[-1].on != night:
            yield StoreFault(
                "seals",
                f"Night of {night:%m/%d/%Y}",
                f"its seal is missing; the newest is {_sealed(kept[-1])}",
            )


def _at(line: Any, fault: str) -> StoreFault:
    return StoreFault("log", f"{line.subject} line {line.seq}", fault)


def _sealed(seal: Seal) -> str:
    return f"Seal {seal.seq}, night of {seal.on:%m/%d/%Y}"
