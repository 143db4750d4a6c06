"""The relations of the common IV-D vocabulary, each as one Core statement over the store.

`relation` gives what the kernel's table holds together with what the records of each agency hold, as its
manifest says (`ivd`: a mapping from the relation's name to a function that makes the statement). All have
the columns of `cstui.policy.ivd.COLUMNS`, so that whoever counts does not ask which state it is. Of births
an agency says only `person` and `emancipated_on`; the rest is the person's entry and the kernel's record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    case,
    false,
    func,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.selectable import Subquery

from cstui.agency import Manifest
from cstui.policy import ivd
from cstui.policy.ivd import COLUMNS, IvdBirth, IvdJurisdiction, IvdPutative, IvdRecord
from cstui.policy.records import Person
from cstui.store.tables import TABLES

Mapped: TypeAlias = Mapping[str, Callable[[], "Select[Any] | CompoundSelect[Any]"]]
"""What an agency's manifest names as `ivd`: a statement for each relation that its records hold.

It may be several with UNION ALL, each with all columns: who asks for a range of cases asks each of them.
"""
_HELD = {record.relation: record for record in ivd.RECORDS}


class day_before(GenericFunction[date]):  # noqa: N801  (named as it is written in a statement)
    """The day before a date; None of None."""

    type = Date()
    inherit_cache = True


@compiles(day_before)
def _day_before(element: Any, compiler: Any, **said: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **said)} - INTERVAL '1 day' AS DATE)"


@compiles(day_before, "sqlite")
def _day_before_on_sqlite(element: Any, compiler: Any, **said: Any) -> str:
    return f"date({compiler.process(element.clauses, **said)}, '-1 day')"


def relation(name: str, agencies: Iterable[Manifest]) -> Subquery:
    """The rows of a relation, of the cases of these agencies where its records hold it.

    What the kernel's table holds of other agencies' cases is among them: cases have numbers of their own in
    the store, so that a join with `case` or `child` leaves it out.
    """
    arms = list(_arms(name, tuple(agencies)))
    return (arms[0] if len(arms) == 1 else union_all(*arms)).subquery(name)


def numbers(agencies: Iterable[Manifest]) -> Subquery:
    """The numbers of the cases of these agencies alone, which a range is found by."""
    arms = [arm for agency in agencies for arm in arms_of(agency, "case")] or [_nothing("case")]
    found = [arm.with_only_columns(arm.selected_columns["case"]) for arm in arms]
    return (found[0] if len(found) == 1 else union_all(*found)).subquery("numbers")


def lacking(session: Session, name: str, agencies: Iterable[Manifest]) -> bool:
    """Whether neither an agency's records hold the relation, nor anybody has entered a row of it.

    That a child was emancipated does not say how it was born.
    """
    if name != "birth" and any(name in mapped(agency) for agency in agencies):
        return False
    held = _HELD.get(name)
    return held is None or not session.scalar(select(select(TABLES[held]).exists()))


def _arms(name: str, agencies: tuple[Manifest, ...]) -> Iterator[Select[Any]]:
    own = [arm for agency in agencies for arm in arms_of(agency, name)]
    if name == "case":
        yield from map(_with_jurisdiction, own)
        if not own:
            yield _nothing(name)
    elif name == "birth":
        yield _births(own)
    else:
        if (record := _HELD.get(name)) is not None:
            yield _kept(record, COLUMNS[name])
        yield from (_in_order(name, one) for one in own)
        if record is None and not own:
            yield _nothing(name)


def mapped(agency: Manifest) -> Mapped:
    """What the agency's records hold: by relation the function that makes its statement."""
    return agency.load("ivd") or {}


def arms_of(agency: Manifest, name: str) -> list[Select[Any]]:
    """What the agency's records hold of a relation, as statements of their own; none where they do not."""
    made = mapped(agency).get(name)
    if made is None:
        return []
    found = made()
    return [_plain(arm) for arm in found.selects] if isinstance(found, CompoundSelect) else [found]


def _plain(arm: Any) -> Select[Any]:
    assert isinstance(arm, Select)
    return arm


def _nothing(name: str) -> Select[Any]:
    """A relation without rows."""
    columns: list[ColumnElement[Any]] = [null().label(column) for column in COLUMNS[name]]
    return select(*columns).where(false())


def _kept(record: type[IvdRecord], columns: Iterable[str]) -> Select[Any]:
    """What the kernel's table of a record holds."""
    table = TABLES[record].c
    return select(*(table[column] for column in columns)).where(table.standing == true())


def _births(own: Iterable[Select[Any]]) -> Select[Any]:
    """Everybody's birth: the date of the person's entry, and what is kept of it beside."""
    person, birth = TABLES[Person].c, TABLES[IvdBirth].c
    emancipated: list[ColumnElement[Any]] = [birth.emancipated_on]
    for made in own:
        found = made.selected_columns
        theirs = made.where(found["person"] == person.number)
        emancipated.append(theirs.with_only_columns(func.min(found["emancipated_on"])).scalar_subquery())
    ended = func.coalesce(*emancipated, type_=Date()) if emancipated[1:] else emancipated[0]
    return select(
        person.number.label("person"),
        person.born,
        func.coalesce(birth.wedlock, "").label("wedlock"),
        func.coalesce(birth.state, "").label("state"),
        ended.label("emancipated_on"),
        birth.parent_died_on,
    ).outerjoin_from(
        TABLES[Person],
        TABLES[IvdBirth],
        and_(birth.person == person.number, birth.standing == true()),
    )


def _with_jurisdiction(made: Select[Any]) -> Select[Any]:
    """The cases of an agency; what the kernel keeps beside them goes before what the agency says."""
    own = made.subquery()
    out, putative = TABLES[IvdJurisdiction].alias(), TABLES[IvdPutative].alias()
    later = TABLES[IvdJurisdiction].alias()
    newest = (
        select(func.max(later.c.since))
        .where(later.c.case == own.c.case, later.c.standing == true())
        .scalar_subquery()
    )
    theirs = {
        "jurisdiction": func.coalesce(out.c.nation, own.c.jurisdiction),
        "jurisdiction_since": func.coalesce(out.c.since, own.c.jurisdiction_since),
        "jurisdiction_until": case((out.c.case.is_(None), own.c.jurisdiction_until), else_=out.c.until),
        "counts_with": func.coalesce(putative.c.counts_with, own.c.counts_with),
    }
    return (
        select(*(theirs.get(name, own.c[name]).label(name) for name in COLUMNS["case"]))
        .outerjoin_from(
            own,
            out,
            and_(out.c.case == own.c.case, out.c.standing == true(), out.c.since == newest),
        )
        .outerjoin(putative, and_(putative.c.case == own.c.case, putative.c.standing == true()))
    )


def _in_order(name: str, made: Select[Any]) -> Select[Any]:
    """The columns of a relation in their order, whichever order an agency has them in."""
    found = made.selected_columns
    return made.with_only_columns(*(found[column].label(column) for column in COLUMNS[name]))
