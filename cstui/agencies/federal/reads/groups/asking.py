"""How the statements of a count ask the relations of the common IV-D vocabulary for a range of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from cstui.agencies.federal.policy.conditions import bit
from cstui.agencies.federal.policy.year import FiscalYear

Relation = Callable[[str], FromClause]
"""The rows of a relation of the vocabulary by its name, with the columns of `cstui.policy.ivd.COLUMNS`."""
Number = ColumnElement[int]
Test = ColumnElement[bool]

AFTER: Any = bindparam("after")
THROUGH: Any = bindparam("through")
"""The range of a statement, whose values are given when it is asked: the keys after one, through another."""


class CountRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a count depends on beside the facts: the year, the edition's and the report's switches.

    `grounds` are those of noncooperation that say that the parent refused to identify or locate.
    """

    year: FiscalYear
    disbursed: bool = True
    foreign: bool = False
    interest: bool = False
    grace: bool = False
    former_on_case: bool = False
    grounds: tuple[str, ...] = ()


class Asking(msgspec.Struct, frozen=True):
    """The relations that are asked, and what a count depends on."""

    relation: Relation
    rules: CountRules

    @property
    def start(self) -> ColumnElement[Any]:
        return literal(self.rules.year.start, Date())

    @property
    def end(self) -> ColumnElement[Any]:
        return literal(self.rules.year.end, Date())

    def of(self, name: str, called: str = "") -> FromClause:
        """The rows of a relation of the cases in the range."""
        return within(self.relation(name), lambda c: in_range(c["case"]), called or name)

    def told(self, entered_on: ColumnElement[Any]) -> Test:
        """That a fact was entered until the day by which the report is due."""
        return or_open(entered_on, entered_on <= self.rules.year.due)


def in_range(key: ColumnElement[Any]) -> Test:
    """That a key is in the range of the statement."""
    return and_(key > AFTER, key <= THROUGH)


def within(
    relation: FromClause, where: Callable[[Any], Test], name: str | None = None, *outer: FromClause
) -> FromClause:
    """The rows of a relation for which `where` holds, asked inside each part of a union for its index.

    `outer` is what `where` asks of the statement around, for each of whose rows this one is asked.
    """
    arms = _arms(relation, where, outer)
    return (union_all(*arms) if arms[1:] else arms[0]).subquery(name)


def parts(relation: FromClause, where: Callable[[Any], Test]) -> list[Subquery]:
    """The rows of each part of a relation for which `where` holds."""
    return [arm.subquery() for arm in _arms(relation, where, ())]


def there_is(relation: FromClause, where: Callable[[Any], Test], *outer: FromClause) -> Test:
    """That a part of a relation has a row for which `where` holds, asked for each row of `outer`."""
    return or_(*(arm.exists() for arm in _arms(relation, where, outer)))


def beside(
    rows: FromClause, relation: FromClause, on: str, taken: Iterable[str]
) -> Select[Any] | CompoundSelect[Any]:
    """Each of the `rows` with those of a relation that have the same `on`.

    All columns of the rows, and those `taken` of the relation; each part of a union is asked by its index.
    """
    taken = tuple(taken)
    arms = []
    for arm in _arms(relation, lambda c: c[on] == rows.c[on], None):
        found = arm.selected_columns
        columns = (*rows.c, *(found[name].label(name) for name in taken))
        arms.append(arm.with_only_columns(*columns, maintain_column_froms=True))
    return union_all(*arms) if arms[1:] else arms[0]


def _arms(
    relation: FromClause, where: Callable[[Any], Test], outer: tuple[FromClause, ...] | None
) -> list[Select[Any]]:
    made = relation.element if isinstance(relation, Subquery) else None
    whole = made.selects if isinstance(made, CompoundSelect) else [made if made is not None else relation]
    return [_limited(arm, where, outer) for arm in whole]


def _limited(arm: Any, where: Callable[[Any], Test], outer: tuple[FromClause, ...] | None) -> Select[Any]:
    made: Select[Any]
    grouped = isinstance(arm, Select) and (
        arm._group_by_clauses or arm._distinct or arm._has_row_limiting_clause
    )
    if isinstance(arm, Select) and not grouped:
        made = arm.where(where(arm.selected_columns))
    else:
        inner = arm.subquery() if isinstance(arm, Select) else arm
        made = select(inner).where(where(inner.c))
    return made if outer is None else made.correlate(*outer)


def any_of(test: Test) -> Number:
    """1 where the test holds for a row of the group, else NULL."""
    return func.max(literal(1)).filter(test)


def total(value: ColumnElement[Any], *tests: Test) -> Number:
    """The sum of a value over the rows of the group for which all tests hold."""
    return func.coalesce(func.sum(value).filter(and_(*tests)), 0)


def or_open(column: ColumnElement[Any], test: Test) -> Test:
    """That the test holds, or that there is no date yet."""
    return or_(column.is_(None), test)


def bits(flags: Iterable[Number]) -> Number:
    """Bits of the cell together."""
    return reduce(lambda one, other: one.bitwise_or(other), flags)


def bits_if(unit: str, tests: Mapping[str, Test]) -> Number:
    """The bits of the facts whose test holds."""
    return bits(case((test, _bit(unit, fact)), else_=0) for fact, test in tests.items())


def bits_of_any(unit: str, tests: Mapping[str, Test]) -> Number:
    """The bits of the facts whose test holds for a row of the group."""
    return bits(func.coalesce(func.max(_bit(unit, fact)).filter(test), 0) for fact, test in tests.items())


def known(flags: Number) -> Number:
    """Bits that are 0 where a group has no rows of a case or child."""
    return func.coalesce(flags, 0)


def _bit(unit: str, fact: str) -> Number:
    return literal(bit(unit, fact), BigInteger())


def no_source(money: Any, *sources: str) -> Test:
    """That money is of none of these sources; most has no source, so that is asked first."""
    return or_(money.source == "", money.source.not_in(sources))
