"""Tampering with the log: whatever is done to the file behind the store's back, `verify` finds it.

A store of a hundred and more nights is changed at a random place by a plain sqlite3 connection. Half of the
tries hide what they can: they take the receipts along, and the words in the text search, and close the gap in
the numbers of lines. What was logged since the newest seal can be hidden so, and is counted apart; a chain
that is made anew with all its seals holds, and is found by the seal kept outside alone.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import msgspec

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import create_practice_store
from cstui.store import chain, receipts, seals
from cstui.store.engine import open_to_verify
from cstui.store.verify import verify
from cstui.store.verify_log import kept_outside
from tests.attacks.attack import Tally, attack

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOTES = 40
"""So many notes are logged after the newest seal."""
Line = tuple[int, str, int]
"""A line of the log: its id, subject and number."""


class Way:
    """One way of tampering with a store that is open in a plain connection."""

    def __init__(self, raw: sqlite3.Connection, chance: Random) -> None:
        self.raw, self.chance = raw, chance
        self.hides = chance.random() < 0.5
        (self.sealed,) = raw.execute("SELECT last FROM seal ORDER BY seq DESC LIMIT 1").fetchone()

    def line(self, which: str = "1 = 1") -> Line:
        """A line of the log drawn at random; every fourth is one that no seal covers yet."""
        found = self.raw.execute(
            f"SELECT id, subject, seq FROM activity WHERE {which} ORDER BY id"
        ).fetchall()
        new = [line for line in found if line[0] > self.sealed]
        return self.chance.choice(new if new and self.chance.random() < 0.25 else found)

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Without triggers, which are laid again as they were."""
        found = self.raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in found:
            self.raw.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in found:
            self.raw.execute(sql)

    def remove(self, subject: str, since: int) -> int:
        """Take the lines of a subject from one on, and set its head back; the lowest id that is gone."""
        which = (subject, since)
        lines = self.raw.execute(
            "SELECT id, text, receipt FROM activity WHERE subject = ? AND seq >= ? ORDER BY id DESC", which
        ).fetchall()
        with self.unguarded():
            self.raw.execute("DELETE FROM activity WHERE subject = ? AND seq >= ?", which)
            self.raw.execute("DELETE FROM chain_head WHERE subject = ?", (subject,))
            self.raw.execute(
                "INSERT INTO chain_head SELECT subject, seq, digest FROM activity WHERE subject = ?"
                " ORDER BY seq DESC LIMIT 1",
                (subject,),
            )
            for number, said, receipt in lines if self.hides else ():
                self.raw.execute("DELETE FROM receipt WHERE id = ?", (receipt,))
                self.forget(number, said)
        return int(lines[-1][0])

    def forget(self, number: int, said: str) -> None:
        """Take a line out of the text search; those after it move down by one in both."""
        self.raw.execute(
            "INSERT INTO activity_text(activity_text, rowid, text) VALUES ('delete', ?, ?)", (number, said)
        )
        for after, text in self.raw.execute(
            "SELECT id, text FROM activity WHERE id > ? ORDER BY id", (number,)
        ).fetchall():
            self.raw.execute(
                "INSERT INTO activity_text(activity_text, rowid, text) VALUES ('delete', ?, ?)", (after, text)
            )
            self.raw.execute("UPDATE activity SET id = ? WHERE id = ?", (after - 1, after))
            self.raw.execute("INSERT INTO activity_text(rowid, text) VALUES (?, ?)", (after - 1, text))


def cut_tail(way: Way) -> bool:
    _, subject, since = way.line("seq > 1")
    return way.remove(subject, since) <= way.sealed


def remove_subject(way: Way) -> bool:
    return way.remove(way.line()[1], 1) <= way.sealed


def replace_line(way: Way) -> bool:
    """REPLACE passes the triggers of a shell; one that hides gives the line a digest, and the head too."""
    last = "seq = (SELECT seq FROM chain_head h WHERE h.subject = activity.subject)"
    number, subject, _ = way.line(last if way.hides else "1 = 1")
    columns = ", ".join(f'"{name}"' for name in chain.ChainedEntry.__struct_fields__)
    row = way.raw.execute(f"SELECT {columns} FROM activity WHERE id = ?", (number,)).fetchone()
    line = msgspec.structs.replace(_line(row), text="Never said.")
    if way.hides:
        line = msgspec.structs.replace(line, digest=chain.digest(line))
        way.raw.execute("UPDATE chain_head SET digest = ? WHERE subject = ?", (line.digest, subject))
    way.raw.execute(
        f"REPLACE INTO activity (id, {columns}) VALUES (?{', ?' * len(row)})",
        (number, *row[:10], "Never said.", row[11], line.digest),
    )
    if way.hides:
        way.raw.execute("INSERT INTO activity_text(activity_text) VALUES ('rebuild')")
    return not way.hides or number <= way.sealed


def replace_receipt(way: Way) -> bool:
    number, _, _ = way.line("receipt <> ''")
    column, value = way.chance.choice(
        (("inputs", "{}"), ("actor", "36001"), ("undo", "[]"), ("at", "2026-01-01 00:00:00.000000"))
    )
    names = ("id", "act", "actor", '"on"', "at", "inputs", "undo")
    said = ", ".join("?" if name == column else name for name in names)
    way.raw.execute(
        f"REPLACE INTO receipt SELECT {said} FROM receipt"
        " WHERE id = (SELECT receipt FROM activity WHERE id = ?)",
        (value, number),
    )
    return True


def remove_receipt(way: Way) -> bool:
    number, _, _ = way.line("receipt <> ''")
    with way.unguarded():
        way.raw.execute(
            "DELETE FROM receipt WHERE id = (SELECT receipt FROM activity WHERE id = ?)", (number,)
        )
    return True


def disarm_trigger(way: Way) -> bool:
    """A trigger of the right name that does nothing, or of another that drops what comes."""
    name, table, sql = way.chance.choice(
        way.raw.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    )
    if way.hides:
        way.raw.execute(f"DROP TRIGGER {name}")
        when = sql.partition(" BEGIN ")[0]
        way.raw.execute(f"{when} WHEN 0 BEGIN {sql.partition(' BEGIN ')[2]}" if way.chance.random() < 0.5
                        else f"{when} BEGIN SELECT 1; END")  # fmt: skip
    else:
        way.raw.execute(f'CREATE TRIGGER quiet BEFORE INSERT ON "{table}" BEGIN SELECT RAISE(IGNORE); END')
    return True


def spoil_search(way: Way) -> bool:
    number, _, _ = way.line()
    (said,) = way.raw.execute("SELECT text FROM activity WHERE id = ?", (number,)).fetchone()
    search = "INSERT INTO activity_text(activity_text, rowid, text) VALUES ('delete', ?, ?)"
    if way.chance.random() < 0.3:
        way.raw.execute("INSERT INTO activity_text(activity_text) VALUES ('delete-all')")
        return True
    way.raw.execute(search, (number, said))
    if way.hides:
        way.raw.execute("INSERT INTO activity_text(rowid, text) VALUES (?, 'never said')", (number,))
    return True


def remove_seals(way: Way) -> bool:
    """The newest seals are gone, or one is another."""
    (count,) = way.raw.execute("SELECT max(seq) FROM seal").fetchone()
    seq = way.chance.randint(1, count)
    with way.unguarded():
        if way.hides:
            way.raw.execute("DELETE FROM seal WHERE seq >= ?", (seq,))
        else:
            way.raw.execute("UPDATE seal SET count = count + 1 WHERE seq = ?", (seq,))
    return True


def make_anew(way: Way) -> bool:
    """Change what a line asked and says, then make every digest and seal that follows from it anew."""
    number, _, _ = way.line(f"receipt <> '' AND format = 2 AND id <= {way.sealed}")
    with way.unguarded():
        way.raw.execute("UPDATE activity SET text = 'Never said.' WHERE id = ?", (number,))
        way.raw.execute(
            "UPDATE receipt SET inputs = '{}' WHERE id = (SELECT receipt FROM activity WHERE id = ?)",
            (number,),
        )
        _chain_anew(way.raw)
        _seals_anew(way.raw)
        way.raw.execute("INSERT INTO activity_text(activity_text) VALUES ('rebuild')")
    return False


WAYS: tuple[Callable[[Way], bool], ...] = (
    cut_tail,
    remove_subject,
    replace_line,
    replace_receipt,
    remove_receipt,
    disarm_trigger,
    spoil_search,
    remove_seals,
    make_anew,
)
"""Each changes a store, and says whether the file alone must show it."""


def _line(row: tuple[object, ...]) -> chain.ChainedEntry:
    found = dict(zip(chain.ChainedEntry.__struct_fields__, row, strict=True))
    found |= {"on": date.fromisoformat(str(found["on"])), "at": _moment(found["at"])}
    return chain.ChainedEntry(**found)  # type: ignore[arg-type]


def _moment(said: object) -> datetime:
    return datetime.fromisoformat(str(said)).replace(tzinfo=UTC)


def _chain_anew(raw: sqlite3.Connection) -> None:
    """Digests of every line and head, as the receipts and lines are now."""
    proofs = {
        row[0]: receipts.digest(
            receipts.Asked(*row[:3], date.fromisoformat(row[3]), _moment(row[4]), *row[5:])
        )
        for row in raw.execute('SELECT id, act, actor, "on", at, inputs, undo FROM receipt')
    }
    columns = ", ".join(f'"{name}"' for name in chain.ChainedEntry.__struct_fields__)
    heads: dict[str, chain.ChainedEntry] = {}
    rows = raw.execute(f"SELECT id, {columns} FROM activity ORDER BY subject, seq").fetchall()
    for number, *row in rows:
        line = _line(tuple(row))
        before = heads.get(line.subject)
        line = msgspec.structs.replace(
            line,
            previous=before.digest if before else "",
            receipt_digest=proofs[line.receipt] if line.receipt else "",
        )
        line = heads[line.subject] = msgspec.structs.replace(line, digest=chain.digest(line))
        raw.execute(
            "UPDATE activity SET previous = ?, receipt_digest = ?, digest = ? WHERE id = ?",
            (line.previous, line.receipt_digest, line.digest, number),
        )
    for line in heads.values():
        raw.execute("UPDATE chain_head SET digest = ? WHERE subject = ?", (line.digest, line.subject))


def _seals_anew(raw: sqlite3.Connection) -> None:
    """Every seal over the lines of its night as they are now."""
    previous, before = "", 0
    rows = raw.execute('SELECT format, seq, "on", at, last, count FROM seal ORDER BY seq').fetchall()
    for kind, seq, on, moment, last, count in rows:
        lines = hashlib.sha256()
        for (digest,) in raw.execute(
            "SELECT digest FROM activity WHERE id > ? AND id <= ? ORDER BY id", (before, last)
        ):
            lines.update(digest.encode())
        made = seals.Seal(
            format=kind,
            seq=seq,
            on=date.fromisoformat(on),
            at=_moment(moment),
            last=last,
            count=count,
            lines=lines.hexdigest(),
            previous=previous,
        )
        previous, before = seals.digest(made), last
        raw.execute(
            "UPDATE seal SET lines = ?, previous = ?, digest = ? WHERE seq = ?",
            (made.lines, made.previous, previous, seq),
        )


def _worked(path: Path, chance: Random) -> str:
    """A store of many nights, and acts since; the digest of its newest seal, kept outside."""
    with create_practice_store(path, clock=lambda: MOMENT, start=MOMENT.date()) as store:
        with store.read() as session:
            newest = seals.kept(session.connection(), newest=True)[0]
            cases = [row[0] for row in session.connection().exec_driver_sql(
                "SELECT number FROM la_case WHERE number LIKE '17%' ORDER BY 1")]  # fmt: skip
        performer = Performer(store, load_rulebook(), lambda: MOMENT)
        for count in range(NOTES):
            note = AddNote(case=chance.choice(cases), text=f"Note {count}")
            came = performer.perform(note, actor="17001", on=store.info().business_date)
            assert isinstance(came, Receipt), came
    return newest.digest


@attack("tampering", loss="a change of the log that verify does not find", tries=450, short=18)
def tampering(chance: Random, tries: int, folder: Path) -> Tally:
    whole, path = folder / "whole.db", folder / "tampered.db"
    outside = _worked(whole, chance)
    with closing(sqlite3.connect(whole)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    tally, counts = Tally(), Counter[str]()
    for turn in range(tries):
        tamper = WAYS[turn % len(WAYS)]
        shutil.copy(whole, path)
        with closing(sqlite3.connect(path)) as raw, raw:
            must = tamper(Way(raw, chance))
        with open_to_verify(path) as store:
            found = {
                fault.where.startswith("Seal kept outside")
                for fault in verify(store, [kept_outside(outside)])
            }
        name = tamper.__name__.replace("_", " ")
        alone, beside = False in found, True in found
        if tamper is make_anew:
            counts[f"{name}: found by the file alone"] += alone
            counts[f"{name}: found by the seal kept outside"] += beside
            must, alone = True, alone or beside
        else:
            where = "" if must else " since the newest seal"
            counts[f"{name}{where}: {'found' if alone else 'not found'}"] += 1
        if must and not alone:
            tally.lost(f"{turn}: {name} was not found")
        for rest in folder.glob("tampered.db*"):
            rest.unlink()
        tally.tries += 1
    tally.counts = dict(sorted(counts.items()))
    return tally
