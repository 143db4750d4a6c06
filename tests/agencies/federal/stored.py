"""A practice store with a federal program and drawn cases of Louisiana, whose facts the kernel keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from cstui.acts.perform import Performer
from cstui.agencies.federal.policy.facts import ProgramFacts, ProgramFile
from cstui.agencies.federal.reads.range_work import relations_of
from cstui.agencies.louisiana.records import Case
from cstui.policy import ivd
from cstui.policy.ivd import COLUMNS
from cstui.policy.records import Office, Person, Record, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock
from cstui.store.engine import Store
from cstui.store.facts import read_facts
from cstui.store.writing import bulk_load
from tests.agencies.federal import drawn, given
from tests.agencies.federal.given import ANALYST, PROGRAM
from tests.agencies.federal.relations import Caseload, whole

__all__ = ["ANALYST", "PROGRAM"]
ON = date(2003, 10, 20)
RULES = load_rulebook("federal")
RECORDS: Mapping[str, type[ivd.IvdRecord]] = {
    record.relation: record for record in ivd.RECORDS if record not in (ivd.IvdJurisdiction, ivd.IvdPutative)
}


def records(caseloads: list[drawn.Drawn]) -> Iterator[Record]:
    """Drawn caseloads as records; what Louisiana's own records hold of them begins in 2026."""
    yield Office(code="17", name="BATON ROUGE", agency="louisiana")
    yield Worker(number="17001", name="ADA WORKER", office="17")
    yield from (Person(number=number, last=f"PARENT{number}", first="") for number in (5, 6, 7, 8))
    numbers: dict[str, str] = {}
    for caseload in caseloads:
        births = {row["person"]: row for row in caseload["birth"]}
        people = {row["person"] for name in RECORDS for row in caseload.get(name, ()) if row.get("person")}
        for number in sorted(people | births.keys()):
            born = births.get(number, {}).get("born")
            yield Person(number=number, last=f"CHILD{number}", first="", born=born)
        for row in caseload["case"]:
            numbers[row["case"]] = f"{17_000_001 + len(numbers)}"
        yield from _facts(caseload, numbers)


def _facts(caseload: drawn.Drawn, numbers: Mapping[str, str]) -> Iterator[Record]:
    seqs: dict[tuple[str, str], int] = defaultdict(int)

    def made(record: type[Any], case: str, **values: Any) -> Record:
        seqs[record.__name__, case] += 1
        known = {key: value for key, value in values.items() if key in record.__struct_fields__}
        kept: Record = record(**{**known, "case": case, "seq": seqs[record.__name__, case]})
        return kept

    first = numbers[caseload["case"][0]["case"]]
    for row in caseload["case"]:
        case = numbers[row["case"]]
        yield Case(
            number=case,
            office="17",
            worker="17001",
            cp=row["custodian"] or 6,
            ncp=row["parent"],
            iva_number=case + "0",
            opened=date(2026, 1, 1),
        )
        if row["jurisdiction"] and row["jurisdiction_since"]:
            since, until = row["jurisdiction_since"], row["jurisdiction_until"]
            until = until if until is None or until > since else None
            yield made(ivd.IvdJurisdiction, case, nation=row["jurisdiction"], since=since, until=until)
        if row["counts_with"]:
            yield made(ivd.IvdPutative, case, counts_with=first, since=date(2000, 1, 1))
    for name, record in RECORDS.items():
        for row in caseload.get(name, ()):
            filled = {key: value for key, value in whole(name, row).items() if key != "case"}
            if name == "birth":
                filled["entered_on"] = date(2000, 1, 1)
            yield made(record, numbers.get(row.get("case", ""), first), **filled)


def fill(store: Store, caseloads: list[drawn.Drawn]) -> None:
    """Put the program and the cases into a store."""
    bulk_load(store, [given.AGENCY, *given.offices(), given.program(), *records(caseloads)])


def performer(store: Store) -> Performer:
    return Performer(store, RULES, PlayedClock(ON))


def file_of(store: Store) -> ProgramFile:
    """The program as the store has it."""
    with store.read() as session:
        facts = read_facts(session, ProgramFacts, PROGRAM)
    assert facts is not None
    return facts.file


def caseload_of(store: Store) -> Caseload:
    """What the relations give, as the slow count reads it."""
    relation: Callable[[str], Any] = relations_of("louisiana")
    with store.read() as session:
        return {
            name: [dict(row) for row in session.connection().execute(select(relation(name))).mappings()]
            for name in COLUMNS
        }
