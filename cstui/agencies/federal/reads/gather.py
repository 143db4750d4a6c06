"""The statements that put every case and child of a range into its cell, with its amounts.

A cell is the integer of `cstui.agencies.federal.policy.conditions`. Each statement reads the relations of
the common IV-D vocabulary, one group a relation (`groups`), and gives one row a case (or child) with the
columns of the kept item. They are plain Core: the same on SQLite, PostgreSQL and DuckDB, and take the range
as the values `after` and `through`. What is counted is what was so on the last day of the year; a case that
closed in the year is seen as of its closing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)

from cstui.agencies.federal.policy.conditions import AMOUNTS, bit
from cstui.agencies.federal.reads.groups import cooperation, money, orders, people, standing
from cstui.agencies.federal.reads.groups.asking import (
    AFTER,
    Asking,
    CountRules,
    Relation,
    any_of,
    bits,
    bits_if,
    bits_of_any,
    in_range,
    known,
    or_open,
    parts,
    there_is,
    within,
)

__all__ = ["CountRules", "Relation", "cases", "children", "greatest"]


def cases(relation: Relation, rules: CountRules) -> Select[Any]:
    """One row a case of the range: its key, cell, amounts, and what the universe of cases says of it."""
    ask = Asking(relation, rules)
    base = standing.base(ask)
    kids = people.kids(ask, base)
    helped = people.helped(ask, kids)
    assisted, left, needs = (
        people.assistance(ask, helped),
        people.left_tanf(ask, helped),
        people.needs(ask, kids),
    )
    ordered, medical, provided = orders.orders(ask), orders.medical(ask), orders.provided(ask, kids)
    sits, asks = standing.stage(ask), standing.interstate(ask)
    paid = money.amounts(ask)
    kept, coop = money.kept_rightly(ask, paid), cooperation.cooperation(ask, base)
    joined: FromClause = base
    for one in (assisted, left, needs, ordered, medical, provided, sits, asks, paid, kept, coop):
        joined = joined.outerjoin(one, one.c.case == base.c.case)
    to_family, state_kept, owed_any = paid.c.to_family > 0, paid.c.kept > 0, paid.c.owed_any > 0
    unknown = or_(base.c.parent.is_(None), needs.c.paternity == 1)
    rightly = and_(state_kept, kept.c.owed <= 0)
    tests = {
        "open at the end": base.c.open_end == 1,
        "open in the year": base.c.open_year == 1,
        "no jurisdiction": base.c.nowhere == 1,
        "counted with another": base.c.counts_with != "",
        "no qualifying request": and_(asks.c.asked == 1, asks.c.qualifies.is_(None)),
        "arrears only": and_(owed_any, ordered.c.current_cash.is_(None)),
        "sits elsewhere": or_(sits.c.elsewhere == 1, and_(sits.c.elsewhere.is_(None), unknown)),
        "child without order": and_(needs.c.lacks == 1, ordered.c.all_children.is_(None)),
        "left TANF with a collection": left.c.case.is_not(None),
        "order established": ordered.c.established >= base.c.opened,
        "collection": paid.c.collected > 0,
        "insurance provided": provided.c.insured == 1,
        "medical provided": and_(needs.c.case.is_not(None), needs.c.uncovered.is_(None)),
        "arrears due": or_(owed_any, paid.c.owed_before > 0, paid.c.arrears_any > 0),
        "paid on arrears": or_(to_family, rightly),
        "arrears only kept": and_(state_kept, not_(to_family), or_open(kept.c.owed, kept.c.owed > 0)),
    }
    packed = (known(one.c.bits) for one in (assisted, ordered, medical, asks, coop))
    sums = {
        "due": paid.c.due,
        "voluntary": paid.c.voluntary,
        "current": paid.c.current,
        "owed": case((paid.c.owed > 0, paid.c.owed), else_=0),
        "arrears": paid.c.arrears,
        "collected": paid.c.collected,
        "sent": asks.c.sent,
        "received": asks.c.received,
    }
    columns: list[Any] = [
        literal("C").label("unit"),
        base.c.case.label("key"),
        bits((*packed, bits_if("C", tests))).label("cell"),
        *(cast(func.coalesce(sums[name], 0), BigInteger()).label(name) for name in AMOUNTS),
        base.c.opened,
        base.c.closed,
        base.c.office,
        base.c.worker,
        base.c.parent,
        base.c.custodian,
        base.c.counts_with.label("beside"),
    ]
    return select(*columns).select_from(joined)


def children(relation: Relation, kept: FromClause, rules: CountRules) -> Select[Any]:
    """The items of the children of a range of persons, from the kept items of their cases (`kept`)."""
    ask = Asking(relation, rules)
    start, end = ask.start, ask.end
    ch = within(relation("child"), lambda c: in_range(c["person"]), "child")
    p = within(relation("paternity"), lambda c: in_range(c["person"]), "paternity").c

    def has(fact: str) -> ColumnElement[bool]:
        return kept.c.cell.op("&")(literal(bit("C", fact), BigInteger())) != 0

    # An inner join would read all cases of the report for each range.
    counted = and_(kept.c.key.is_not(None), ch.c.since <= end)
    counts = and_(counted, not_(has("no jurisdiction")), not_(has("no qualifying request")))
    line1, in_year = and_(counts, has("open at the end")), and_(counts, has("open in the year"))
    during = or_open(ch.c.until, ch.c.until > start)
    good = has("good cause at the end")
    insured = there_is(
        relation("cover"),
        lambda c: and_(
            c["case"] == ch.c.case,
            c["person"] == ch.c.person,
            c["by"] != "medicaid",
            c["since"] <= end,
            or_open(c["until"], c["until"] > end),
        ),
        ch,
    )
    establishing = p.how.in_(("order", "acknowledged", "hospital", "certificate"))
    fathers = (
        select(p.person, func.min(case((establishing, p.on))).label("first"))
        .where(p.on <= end, ask.told(p.entered_on))
        .group_by(p.person)
        .subquery("fathers")
    )
    at_end, in_the_year = and_(line1, or_open(ch.c.until, ch.c.until > end)), and_(in_year, during)
    first = fathers.c.first
    tests = {
        "on a case of line 1": at_end,
        "in the year on a case of line 1": and_(line1, during),
        "on a case of the year": in_the_year,
        "without good cause, at the end": and_(at_end, not_(good)),
        "without good cause, in the year at the end": and_(line1, during, not_(good)),
        "without good cause, in the year": and_(in_the_year, not_(good)),
        "established in the year": and_(first.between(start, end), first >= kept.c.opened, in_the_year),
    }
    rank = case((has("current"), 2), (has("former"), 1), else_=0)
    child = (
        select(
            ch.c.person,
            bits_of_any("K", tests).label("bits"),
            func.coalesce(*(func.max(case((test, rank))) for test in (at_end, in_the_year, counted))).label(
                "rank"
            ),
            func.min(case((counted, ch.c.since))).label("since"),
            func.min(case((counted, ch.c.case))).label("beside"),
            func.min(fathers.c.person).label("resolved"),
            func.min(first).label("first"),
            any_of(insured).label("insured"),
        )
        .outerjoin_from(ch, kept, kept.c.key == ch.c.case)
        .outerjoin(fathers, fathers.c.person == ch.c.person)
        .group_by(ch.c.person)
        .having(any_of(counted).is_not(None))
        .cte("on_cases")
    )
    found = people.of_child(ask, child)
    k = found.c

    def born(what: int) -> ColumnElement[bool]:
        return k.birth.bitwise_and(what) != 0

    resolved = or_(k.resolved.is_not(None), born(people.IN))
    later = {
        "current": k.rank == 2,
        "former": k.rank == 1,
        "young enough": not_(born(people.TOO_OLD)),
        "born out of wedlock": born(people.OUT),
        "paternity established": k.first.is_not(None),
        "paternity resolved": resolved,
        "fatherless": and_(born(people.DEATH), not_(resolved)),
        "Medicaid": k.medicaid == 1,
        "covered": k.insured == 1,
        "any coverage": or_(k.medicaid == 1, k.insured == 1),
    }
    columns: list[Any] = [
        literal("K").label("unit"),
        padded(k.person).label("key"),
        bits((k.bits, bits_if("K", later))).label("cell"),
        *(literal(0, BigInteger()).label(name) for name in AMOUNTS),
        k.since.label("opened"),
        cast(null(), Date()).label("closed"),
        literal("").label("office"),
        literal("").label("worker"),
        k.person.label("parent"),
        cast(null(), BigInteger()).label("custodian"),
        k.beside,
    ]
    return select(*columns)


WIDE = 1_000_000_000
"""Above every person's number: keys of children are in the order of their numbers."""


def padded(person: ColumnElement[Any]) -> ColumnElement[str]:
    """A person's number as a key, nine digits wide."""
    return func.substr(cast(person + WIDE, Text()), 2, 9)


def greatest(relation: FromClause, column: str, size: int) -> Select[Any]:
    """The last key of the next range after the key `after`; None when none is left.

    No part of a union has more than `size` rows in the range. Each says by its index where its own range
    would end, so that no range reads the keys of the others.
    """
    found = parts(relation, lambda c: c[column] > AFTER)
    ends = [
        select(rows.c[column].label("key")).order_by(rows.c[column]).offset(size - 1).limit(1)
        for rows in found
    ]
    last = [select(func.max(rows.c[column]).label("key")) for rows in found]
    first, others = (
        union_all(*(select(one.subquery().c.key) for one in some)).subquery() for some in (ends, last)
    )
    least = select(func.min(first.c.key)).scalar_subquery()
    return select(func.coalesce(least, select(func.max(others.c.key)).scalar_subquery()))
