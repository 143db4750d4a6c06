"""What the children of a case say of it: assistance, children without an order or a father, coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, extract, func, not_, or_, select

from cstui.agencies.federal.reads.groups.asking import (
    Asking,
    Number,
    Test,
    any_of,
    beside,
    bits,
    bits_of_any,
    or_open,
    there_is,
    within,
)
from cstui.agencies.federal.reads.groups.money import NO_COLLECTION
from cstui.agencies.federal.reads.groups.orders import covers_child

ASSISTED = ("TANF", "IVE")


def kids(ask: Asking, base: FromClause) -> FromClause:
    """Each child's time on a case; `begun` and `there` by the day as of which the case is seen."""
    child = ask.of("child")
    ch = child.c
    begun = ch.since <= base.c.asof
    there = and_(begun, or_open(ch.until, ch.until > base.c.asof))
    return (
        select(
            ch.case,
            ch.person,
            ch.since,
            ch.until,
            base.c.asof,
            case((begun, 1), else_=0).label("begun"),
            case((there, 1), else_=0).label("there"),
        )
        .join_from(child, base, base.c.case == ch.case)
        .cte("kids")
    )


def helped(ask: Asking, kids: FromClause) -> FromClause:
    """The spells of assistance of each child of a case."""
    taken = ("program", "begins", "ends", "last_grant", "told_on", "entered_on")
    return beside(kids, ask.relation("assistance"), "person", taken).cte("helped")


def assistance(ask: Asking, helped: FromClause) -> FromClause:
    """The status of a case by the assistance of its children."""
    a, spell = helped.c, helped.c.program
    here = and_(a.there == 1, or_open(a.ends, a.ends >= a.asof))
    former: Test = spell.in_(ASSISTED)
    if ask.rules.former_on_case:
        former = and_(former, or_open(a.ends, a.ends >= a.since), or_open(a.until, a.begins < a.until))
    current = and_(spell.in_(ASSISTED), here)
    tests = {"TANF": and_(spell == "TANF", here), "current": current, "Medicaid": and_(spell == "MED", here)}
    no_longer = case((any_of(current).is_(None), bits_of_any("C", {"former": former})), else_=0)
    return (
        select(a.case, bits((bits_of_any("C", tests), no_longer)).label("bits"))
        .where(a.begun == 1, a.begins <= a.asof, ask.told(a.entered_on))
        .group_by(a.case)
        .subquery("assisted")
    )


def left_tanf(ask: Asking, helped: FromClause) -> FromClause:
    """Cases whose last child left TANF, as told in the year, with a collection in the last month."""
    a = helped.c
    told = (
        select(a.case, a.last_grant)
        .distinct()
        .where(
            a.program == "TANF",
            a.told_on.between(ask.start, ask.end),
            a.last_grant.is_not(None),
            a.since <= a.ends,
            or_open(a.until, a.until > a.last_grant),
        )
        .cte("told")
    )
    these = select(told.c.case)
    other_child = within(ask.relation("child"), lambda c: c["case"].in_(these), "child_b")
    theirs = select(other_child.c.person)
    other = within(ask.relation("assistance"), lambda c: c["person"].in_(theirs), "other")
    following = _month(told.c.last_grant) + 1
    stays = (
        select(told.c.case, told.c.last_grant)
        .distinct()
        .join_from(told, other_child, other_child.c.case == told.c.case)
        .join(other, other.c.person == other_child.c.person)
        .where(
            other.c.program == "TANF",
            _month(other.c.begins) <= following,
            or_open(other.c.ends, _month(other.c.ends) >= following),
            _month(other_child.c.since) <= following,
            or_open(other_child.c.until, _month(other_child.c.until) >= following),
        )
        .subquery("stays")
    )
    m = within(ask.relation("money"), lambda c: c["case"].in_(these), "m14")
    paid = (
        select(told.c.case, told.c.last_grant)
        .join_from(told, m, m.c.case == told.c.case)
        .outerjoin(stays, and_(stays.c.case == told.c.case, stays.c.last_grant == told.c.last_grant))
        .where(
            stays.c.case.is_(None),
            m.c.kind.in_(("current", "arrears")),
            m.c.source.not_in(NO_COLLECTION),
            not_(m.c.second),
            m.c.written_on <= ask.end,
            _month(m.c.on) == _month(told.c.last_grant),
        )
        .group_by(told.c.case, told.c.last_grant)
        .having(func.sum(m.c.cents) > 0)
        .subquery("paid14")
    )
    return select(paid.c.case).distinct().subquery("left_tanf")


def _month(day: ColumnElement[Any]) -> Number:
    """The number of a day's month, counted through the years."""
    return extract("year", day) * 12 + extract("month", day)


TOO_OLD, IN, OUT, DEATH = 1, 2, 4, 8
"""What a birth says, in one number: of no age to count, in or out of wedlock, that a parent has died."""


def _birth(ask: Asking, child: FromClause, too_old: Callable[[Any], Test]) -> Number:
    """What the birth of each child says; 0 where there is no entry of it."""
    b = within(ask.relation("birth"), lambda c: c["person"] == child.c.person, "of_birth", child).c
    said = (
        (too_old(b), TOO_OLD),
        (b.wedlock == "in", IN),
        (b.wedlock == "out", OUT),
        (b.parent_died_on <= ask.end, DEATH),
    )
    flags = bits(case((test, flag), else_=0) for test, flag in said)
    return func.coalesce(select(flags).limit(1).correlate(child).scalar_subquery(), 0)


def needs(ask: Asking, kids: FromClause) -> FromClause:
    """Whether a child under 18 has no order in force or no father, and whether one had no coverage."""
    year = ask.rules.year
    birth = _birth(
        ask,
        kids,
        lambda b: or_(b.born <= year.adult_at_end, b.born > ask.end, b.emancipated_on <= ask.end),
    )
    grown = (
        select(kids.c.case, kids.c.person, birth.label("birth"))
        .where(kids.c.there == 1)
        .cte("grown")
        .prefix_with("MATERIALIZED")
    )
    k = grown.c
    minor = k.birth.bitwise_and(TOO_OLD) == 0
    resolved = there_is(
        ask.relation("paternity"),
        lambda c: and_(c["person"] == k.person, c["on"] <= ask.end, ask.told(c["entered_on"])),
        grown,
    )
    covered = there_is(
        ask.relation("cover"),
        lambda c: and_(c["case"] == k.case, c["person"] == k.person, in_the_year(ask, c)),
        grown,
    )
    ordered = there_is(ask.relation("support_order"), lambda c: covers_child(ask, c, k), grown)
    return (
        select(
            k.case,
            any_of(and_(minor, not_(ordered))).label("lacks"),
            any_of(and_(minor, k.birth.bitwise_and(IN) == 0, not_(resolved))).label("paternity"),
            any_of(not_(covered)).label("uncovered"),
        )
        .group_by(k.case)
        .subquery("needs")
    )


def in_the_year(ask: Asking, cover: Any) -> Test:
    """That insurance, not Medicaid, was there at some time of the year."""
    by_end = and_(cover.by != "medicaid", cover.since <= ask.end)
    return and_(by_end, or_open(cover.until, cover.until > ask.start))


def of_child(ask: Asking, child: FromClause) -> FromClause:
    """The children of a range, each with what its birth says and whether it had Medicaid at year end."""
    year = ask.rules.year
    birth = _birth(
        ask,
        child,
        lambda b: or_(b.born < year.youngest_adult, b.born > ask.end, b.emancipated_on < ask.start),
    )
    medicaid = there_is(
        ask.relation("assistance"),
        lambda c: and_(
            c["person"] == child.c.person,
            c["program"] == "MED",
            c["begins"] <= ask.end,
            or_open(c["ends"], c["ends"] >= ask.end),
        ),
        child,
    )
    return (
        select(
            child,
            birth.label("birth"),
            case((medicaid, 1), else_=0).label("medicaid"),
        )
        .cte("children")
        .prefix_with("MATERIALIZED")
    )
