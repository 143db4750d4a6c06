"""A caseload that is made up as it is written: any number of cases, in the proportions of a real one.

Each case follows from the seed and its own place alone, so that the first thousand of a million are the
thousand of a smaller one, and nothing is kept in memory but the cases that are being written. What the
agency's records hold is put into them by its `Caseload` (manifest field `caseload`), everything else of
the common IV-D vocabulary into the kernel's. All names are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec

from cstui.agency import Manifest
from cstui.content import Content, sources
from cstui.policy import guide
from cstui.policy.ivd import (
    IvdAssistance,
    IvdBirth,
    IvdCover,
    IvdInterstate,
    IvdJurisdiction,
    IvdMedical,
    IvdMoney,
    IvdOrder,
    IvdPaternity,
    IvdPutative,
    IvdRecord,
    IvdStage,
)
from cstui.policy.months import first_of_month
from cstui.policy.records import Person, Record
from cstui.policy.rulebook import load_rulebook
from cstui.progress import Progress
from cstui.scenario.play import PlayedClock, load
from cstui.scenario.practice import read_practice
from cstui.store import chain, facts, seals, writing
from cstui.store.engine import Store, create_store, place_of
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey

F = TypeVar("F", bound=IvdRecord)
T = TypeVar("T")
AT_ONCE = 2_000
"""Cases written in one transaction."""
MONTHS = 15
"""Months of charges and payments; what was owed before them is one entry."""
YEARS = 9
"""How long ago the oldest case was opened."""
MOST = 5_000_000
"""Cases of the largest caseload: the numbers of people and cases have no room for more."""
_PEOPLE, _EACH = 1_000_000, 10
_DAY = timedelta(days=1)
_STATES = ("TX", "MS", "AR", "AL", "FL", "GA", "TN", "OK", "CA", "IL")
_CHILDREN = {1: 60, 2: 28, 3: 9, 4: 3}
_STATUS = {"current": 13, "former": 42, "never": 45}
_WEDLOCK = {"out": 65, "in": 28, "": 7}
_HOW = {"order": 45, "acknowledged": 20, "hospital": 25, "certificate": 5, "marriage": 3, "adoption": 2}
_BY = {"ivd": 78, "other": 16, "state": 6}
_ORDER = {"cash": 885, "zero": 40, "medical": 30, "arrears": 25, "obligation": 10, "paternity": 10}
_WITH = {"state": 97, "tribe": 1, "nation": 2}
_NATION = {"nation": 5, "tribe": 3, "other": 2}
_MEDICAL = {"insurance": 76, "cash": 18, "bills": 6}
_COVER = {"": 33, "ordered": 34, "not ordered": 8, "medicaid": 22, "other": 3}
_PAYS = {0.97: 33, 0.55: 42, 0.0: 25}
"""What is drawn, with its weights; of `_PAYS` how often somebody pays."""


class MadeCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was made up, before an agency puts it into its own records.

    `ncp` is None while nobody knows the noncustodial parent. `benefits` are the spells of TANF of the
    custodial parent for the children, with the first day without (`closed`); empty where another case of
    his or hers has them. `ordered` is the day of a cash order for the children, with its `docket`.
    `noncoop`, `cooperated` and `good_cause` are days on which that was entered.
    """

    number: str
    office: str
    worker: str
    cp: int
    ncp: int | None
    children: tuple[int, ...]
    opened: date
    closed: date | None
    benefits: tuple[tuple[date, date | None], ...] = ()
    ordered: date | None = None
    docket: str = ""
    noncoop: date | None = None
    cooperated: date | None = None
    good_cause: date | None = None


class Caseload(msgspec.Struct, frozen=True, kw_only=True):
    """How an agency takes a made-up case: `offices` of so many cases, the number, office and worker of the
    case at a place, and the records that it makes of one.
    """

    offices: Callable[[int], Iterator[Record]]
    placed: Callable[[int], tuple[str, str, str]]
    records: Callable[[MadeCase], Iterator[Record]]


class _Names(Content, frozen=True, kw_only=True):
    """The invented names of `data/desk/names`."""

    kept: tuple[str, ...]
    last: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def create_caseload(
    target: str | Path,
    agency: Manifest,
    *,
    cases: int,
    seed: int,
    on: date,
    clock: Callable[[], datetime],
    name: str = "PRACTICE",
    steps: bool = True,
    beside: Sequence[Manifest] = (),
    progress: Progress | None = None,
    key: StoreKey | None = None,
) -> Store:
    """Make a practice store with a made-up caseload at `target`, opened, on business date `on`.

    The agencies `beside` have their practice subjects in it that need no acts, such as a report's programs.
    Raises StoreError CS-209 where something is there already, Cancelled where the work is asked to stop:
    what was made by then is taken away.
    """
    place = place_of(target)
    if place.path is not None and place.path.exists():
        raise StoreError("CS-209", name=place.name)
    store = create_store(target, name=name, business_date=on, at=clock(), agencies=[agency, *beside], key=key)
    try:
        for other in beside:
            given, _, _ = read_practice(on, other, beside=(agency.name,))
            load(store, given, load_rulebook(other.name), on, PlayedClock(on), "Loaded as a practice case.")
        fill(store, agency, cases=cases, seed=seed, on=on, clock=clock, steps=steps, progress=progress)
    except BaseException:
        store.close()
        for ending in ("", "-wal", "-shm"):
            if place.path is not None:
                place.path.with_name(f"{place.path.name}{ending}").unlink(missing_ok=True)
        raise
    return store


def fill(
    store: Store,
    agency: Manifest,
    *,
    cases: int,
    seed: int,
    on: date,
    clock: Callable[[], datetime],
    steps: bool = True,
    progress: Progress | None = None,
) -> None:
    """Put a made-up caseload into an empty store of the agency, some cases a transaction.

    `steps` says whether the next step of each case is put beside it, which takes as long as all the rest.
    """
    load: Caseload = agency.load("caseload")
    kind = agency.load("facts")
    rules = load_rulebook(agency.name)
    writing.bulk_load(store, load.offices(cases))
    if progress is not None:
        progress.begin("Cases", cases)
    for start in range(0, cases, AT_ONCE):
        places = range(start, min(cases, start + AT_ONCE))
        keys = [load.placed(place)[0] for place in places]
        at = clock()
        opened = [
            chain.LogEntry(
                subject=kind.subject_of(key), action="LD", on=on, at=at, actor="LOADER", text="Made up."
            )
            for key in keys
        ]
        writing.bulk_load(
            store, (one for place in places for one in made(load, place, seed, on)), activities=opened
        )
        if steps:
            with store.write() as session:
                read = facts.read_many(session, kind, keys).values()
                writing.set_next_steps(session, [guide.next_step(one, rules, on) for one in read])
        if progress is not None:
            progress.step(len(places))
    with store.write() as session:
        seals.seal_given(session.connection(), on)


def made(load: Caseload, place: int, seed: int, on: date) -> Iterator[Record]:
    """The records of the case at a place of the caseload."""
    return _Maker(load, place, seed, on).records()


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Last names, and first names of anybody."""
    [source] = sources("data/desk/names")
    read = source.read(_Names)
    return read.last, tuple(sorted({*read.women, *read.men}))


class _Maker:
    """Makes one case: draws come in one order, so that a seed gives the same case always."""

    def __init__(self, load: Caseload, place: int, seed: int, on: date) -> None:
        self.load, self.place, self.seed, self.on = load, place, seed, on
        self.draw = Random(seed * 1_000_003 + place)
        self.case, self.office, self.worker = load.placed(place)
        self.seqs: dict[type[Record], int] = {}
        self.putative, self.again = _shares(place)
        self.root = place - 1 if self.putative or self.again else place
        self.first = _PEOPLE + place * _EACH

    def records(self) -> Iterator[Record]:
        draw, on = self.draw, self.on
        opened = on - timedelta(days=30 + int(draw.random() ** 1.2 * 365 * YEARS))
        closed = None
        if draw.random() < 0.2:
            closed = self._between(opened + 60 * _DAY, on)
        ncp = self.first + 1 if draw.random() < 0.93 else None
        kids = self._drawn(_CHILDREN)
        children = tuple(self.first + 2 + at for at in range(kids))
        born = [opened - timedelta(days=int(draw.random() * 365 * 15)) for _ in children]
        cp = _PEOPLE + self.root * _EACH
        if self.putative:
            # The children are those of the case before, whose maker says their births.
            other = _Maker(self.load, self.root, self.seed, on)
            before = [one for one in other.records() if isinstance(one, Person)]
            children = tuple(one.number for one in before if one.number > other.first + 1)
            born = [one.born or opened for one in before if one.number > other.first + 1]
            opened = max([opened, *born])
            closed = closed if closed is None or closed > opened else None
        last = self._last()
        if cp == self.first:
            yield self._person(cp, last, 19, 45, opened)
        if ncp is not None:
            yield self._person(ncp, self._last(), 18, 50, opened)
        if not self.putative:
            for number, day in zip(children, born, strict=True):
                yield Person(number=number, last=last, first=self._first_name(), born=day)
        status = self._drawn(_STATUS)
        spells = list(self._benefits(status, opened)) if cp == self.first else []
        out = [self._drawn(_WEDLOCK) for _ in children]
        fathers = [self._paternity(wedlock, day, opened) for wedlock, day in zip(out, born, strict=True)]
        kind, ordered, docket = self._order(opened, closed, bool(fathers[0]) or out[0] == "in", ncp)
        cash = kind == "cash"
        assisted = bool(spells) and spells[-1][1] is None
        noncoop = self._between(opened, on) if spells and draw.random() < 0.04 else None
        yield from self.load.records(
            MadeCase(
                number=self.case,
                office=self.office,
                worker=self.worker,
                cp=cp,
                ncp=ncp,
                children=children,
                opened=opened,
                closed=closed,
                benefits=tuple(spells),
                ordered=ordered if cash else None,
                docket=docket,
                noncoop=noncoop,
                cooperated=self._between(noncoop, on) if noncoop and draw.random() < 0.5 else None,
                good_cause=self._between(opened, on) if spells and draw.random() < 0.015 else None,
            )
        )
        if self.putative:
            yield self._fact(IvdPutative, counts_with=self.load.placed(self.root)[0], since=opened)
        else:
            for number, wedlock, father in zip(children, out, fathers, strict=True):
                yield from self._about_child(number, wedlock, father, opened, status)
        yield from self._stages(opened, ncp, bool(fathers[0]) or out[0] == "in", ordered)
        yield from self._elsewhere(opened)
        if ordered is not None and not cash:
            yield self._fact(
                IvdOrder,
                number=docket,
                kind=kind,
                filed_on=ordered if draw.random() < 0.98 else None,
                entered_on=ordered,
                by="ivd" if ordered >= opened else "other",
            )
        if ordered is not None and kind not in ("obligation", "paternity"):
            yield from self._medical(children, ordered)
        if kind in ("cash", "arrears", "obligation") and ordered is not None:
            yield from self._money(ordered, closed, assisted, status)
        elif draw.random() < 0.02:
            yield self._paid("current", first_of_month(on), on, 5_000, "family", source="voluntary")

    def _fact(self, record: type[F], **fields: Any) -> F:
        """A fact of the case with the next number of its kind."""
        seq = self.seqs[record] = self.seqs.get(record, 0) + 1
        return record(case=self.case, seq=seq, **fields)

    def _drawn(self, weighted: Mapping[T, int]) -> T:
        """One of the keys, by their weights."""
        at = self.draw.random() * sum(weighted.values())
        for found, weight in weighted.items():
            at -= weight
            if at < 0:
                return found
        return next(iter(weighted))

    def _whole(self, least: int, most: int) -> int:
        return least + int(self.draw.random() * (most - least + 1))

    def _one(self, listed: Sequence[str]) -> str:
        return listed[int(self.draw.random() * len(listed))]

    def _between(self, first: date, last: date) -> date:
        days = (last - first).days
        return first + timedelta(days=int(self.draw.random() * (days + 1))) if days > 0 else min(first, last)

    def _last(self) -> str:
        return f"PRACTICE-{self._one(_names()[0])}"

    def _first_name(self) -> str:
        return self._one(_names()[1])

    def _person(self, number: int, last: str, youngest: int, oldest: int, opened: date) -> Person:
        age = 365 * youngest + int(self.draw.random() * 365 * (oldest - youngest))
        return Person(number=number, last=last, first=self._first_name(), born=opened - timedelta(days=age))

    def _benefits(self, status: str, opened: date) -> Iterator[tuple[date, date | None]]:
        begins = opened - timedelta(days=int(self.draw.random() * 60))
        if status == "current":
            yield begins, None
        elif status == "former":
            ended = begins + timedelta(days=60 + int(self.draw.random() * 900))
            yield begins, first_of_month(ended) if first_of_month(ended) <= self.on else None

    def _paternity(self, wedlock: str, born: date, opened: date) -> tuple[str, str, date] | None:
        """How, by whom and when paternity was established; None where it was not, or need not be."""
        draw = self.draw
        if wedlock == "in" or draw.random() > 0.84:
            return None
        how = self._drawn(_HOW)
        if how in ("hospital", "certificate"):
            return how, "vital" if draw.random() < 0.9 else "ivd", min(born + 2 * _DAY, self.on)
        by = self._drawn(_BY)
        since = opened if by == "ivd" else born
        return how, by, self._between(since, min(self.on, since + 700 * _DAY))

    def _order(
        self, opened: date, closed: date | None, father: bool, ncp: int | None
    ) -> tuple[str, date | None, str]:
        """The kind and day of the case's order, and its number; no day where it has none."""
        draw = self.draw
        if ncp is None or draw.random() > (0.9 if father else 0.05):
            return "", None, ""
        kind = self._drawn(_ORDER)
        before = draw.random() < 0.2
        day = (
            opened - timedelta(days=int(draw.random() * 900))
            if before
            else opened + timedelta(days=45 + int(draw.random() * 500))
        )
        last = min(self.on, closed or self.on)
        return (kind, day, f"D-{self.place}") if day <= last else ("", None, "")

    def _about_child(
        self, number: int, wedlock: str, father: tuple[str, str, date] | None, opened: date, status: str
    ) -> Iterator[Record]:
        draw = self.draw
        own = {"person": number, "entered_on": min(self.on, opened + 7 * _DAY)}
        yield self._fact(
            IvdBirth,
            wedlock=wedlock,
            state="LA" if draw.random() < 0.88 else self._one(_STATES) if draw.random() < 0.8 else "",
            emancipated_on=self._between(opened, self.on) if draw.random() < 0.02 else None,
            parent_died_on=self._between(opened, self.on) if draw.random() < 0.008 else None,
            **own,
        )
        if father is not None:
            how, by, day = father
            entered = self._between(day, min(self.on, day + 40 * _DAY))
            yield self._fact(IvdPaternity, person=number, on=day, how=how, by=by, entered_on=entered)
        care = draw.random()
        if care < 0.02:
            program = "IVE" if care < 0.013 else "SFC"
            ends = None if draw.random() < 0.5 else self._between(opened, self.on)
            yield self._assisted(program, opened, ends, own)
        if status == "never" and draw.random() < 0.45:
            ends = None if draw.random() < 0.85 else self._between(opened, self.on)
            yield self._assisted("MED", opened, ends, own)

    def _assisted(self, program: str, begins: date, ends: date | None, own: dict[str, Any]) -> Record:
        grant = first_of_month(ends) if ends else None
        return self._fact(
            IvdAssistance, program=program, begins=begins, ends=ends, last_grant=grant, told_on=ends, **own
        )

    def _stages(self, opened: date, ncp: int | None, father: bool, ordered: date | None) -> Iterator[Record]:
        yield self._fact(IvdStage, stage="LOC", since=opened)
        since = opened + timedelta(days=10 + int(self.draw.random() * 120))
        if ncp is None or since > self.on:
            return
        stage = "OBG" if father else "PAT"
        if ordered is not None:
            stage, since = "ENF", max(ordered, since)
        yield self._fact(IvdStage, stage=stage, since=since)

    def _elsewhere(self, opened: date) -> Iterator[Record]:
        """Other states, tribes and nations."""
        draw = self.draw
        for direction, share in (("out", 0.07), ("in", 0.06)):
            if draw.random() >= share:
                continue
            kind = self._drawn(_WITH)
            made_on = self._between(opened, self.on)
            yield self._fact(
                IvdInterstate,
                direction=direction,
                other=self._one(_STATES) if kind == "state" else "MX" if kind == "nation" else "CHOCTAW",
                kind=kind,
                made_on=made_on,
                closed_on=self._between(made_on, self.on) if draw.random() < 0.25 else None,
                ffp=direction == "out" or draw.random() < 0.97,
                purpose="locate" if draw.random() < 0.04 else "case",
            )
        if draw.random() < 0.003:
            nation = self._drawn(_NATION)
            yield self._fact(IvdJurisdiction, nation=nation, since=self._between(opened, self.on))

    def _medical(self, children: Sequence[int], ordered: date) -> Iterator[Record]:
        draw = self.draw
        if draw.random() > 0.75:
            return
        what = self._drawn(_MEDICAL)
        of = "ncp" if draw.random() < 0.7 else "cp"
        yield self._fact(
            IvdMedical,
            what=what,
            ordered_of=of,
            filed_on=ordered,
            entered_on=ordered,
            viable=draw.random() < 0.94,
        )
        by = self._drawn(_COVER)
        by = {"ordered": of, "not ordered": "cp" if of == "ncp" else "ncp"}.get(by, by)
        if by:
            since = self._between(ordered, self.on)
            until = self._between(since, self.on) + _DAY if draw.random() < 0.12 else None
            for number in children:
                yield self._fact(IvdCover, person=number, by=by, since=since, until=until)

    def _money(self, ordered: date, closed: date | None, assisted: bool, status: str) -> Iterator[Record]:
        """Charges, and payments of those who pay always, now and then, or never."""
        draw, last = self.draw, closed or self.on
        due = 100 * self._whole(60, 600)
        pays = self._drawn(_PAYS)
        month = max(first_of_month(ordered), first_of_month(self.on, 1 - MONTHS))
        debt = f"J-{self.root}" if self.place % 1000 in (2, 3) else ""
        second = bool(debt) and self.again
        owed = int(due * draw.random() * 20) if ordered < month else 0
        joint: dict[str, Any] = {"debt": debt, "second": second}
        if owed:
            before = first_of_month(month, -1)
            yield self._fact(
                IvdMoney, kind="due", month=before, on=before, written_on=before, cents=owed, **joint
            )
        state = "state" if assisted else "family"
        past = "state" if assisted or (status == "former" and draw.random() < 0.3) else "family"
        while month <= last:
            yield self._fact(
                IvdMoney, kind="due", month=month, on=month, written_on=month, cents=due, **joint
            )
            day = month + timedelta(days=self._whole(1, 26))
            paid = due if draw.random() < pays else 0
            if day > last:
                break
            if paid:
                current = self._paid("current", month, day, paid, state, **joint)
                yield current
                if owed >= 2_000 and draw.random() < 0.6:
                    yield self._paid("arrears", month, day, 2_000, past, **joint)
                    owed -= 2_000
                if draw.random() < 0.004:
                    back = min(self.on, day + timedelta(days=self._whole(3, 40)))
                    yield self._fact(IvdMoney, **taken_back(current, back))
            else:
                owed += due
            if month.month == 3 and owed > 20_000 and draw.random() < 0.12:
                yield self._paid("arrears", month, day, 15_000, past, source="offset", **joint)
                owed -= 15_000
            month = first_of_month(month, 1)

    def _paid(self, kind: str, month: date, day: date, cents: int, share: str, **more: Any) -> IvdMoney:
        draw = self.draw
        out = day + timedelta(days=self._whole(1, 4))
        late = day + timedelta(days=self._whole(1, 20)) if draw.random() < 0.02 else day
        return self._fact(
            IvdMoney,
            kind=kind,
            month=month,
            on=day,
            written_on=min(late, self.on),
            cents=cents,
            share=share,
            paid_on=out if out <= self.on else None,
            **more,
        )


def taken_back(entry: IvdMoney, on: date) -> dict[str, Any]:
    """The fields of the reversal of an entry, without case and number."""
    fields = msgspec.structs.asdict(entry)
    for name in ("case", "seq"):
        del fields[name]
    return {**fields, "written_on": on, "cents": -entry.cents, "reverses": entry.seq}


def _shares(place: int) -> tuple[bool, bool]:
    """Whether the case is about another putative father of the children of the case before, or else about
    another child of its custodial parent. The case before never shares with another itself.
    """
    if place % 10 == 3:
        return False, True
    return place % 97 == 1 and place % 10 not in (2, 4) and place > 1, False
