"""What support and medical orders say of a case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, and_, case, func, not_, or_, select

from cstui.agencies.federal.reads.groups.asking import Asking, Test, any_of, bits_of_any, or_open, there_is

ORDERS = ("cash", "zero", "medical", "arrears")
"""Kinds of support orders; neither a paternity order nor a debt under a law of general obligation is one."""
COVERS = ("cash", "zero", "medical")
"""Those that say what a child is to get from now on."""


def filed(ask: Asking, order: Any) -> Test:
    """That an order was filed and entered by year end."""
    return and_(order.filed_on <= ask.end, or_open(order.entered_on, order.entered_on <= ask.end))


def in_force(ask: Asking, order: Any) -> Test:
    """That it was in force then."""
    return and_(filed(ask, order), or_open(order.ends_on, order.ends_on >= ask.end))


def covers_child(ask: Asking, order: Any, child: Any) -> Test:
    """That an order is about this child of its case, and in force at year end."""
    theirs = and_(order.case == child.case, order.person == child.person)
    return and_(theirs, order.kind.in_(COVERS), in_force(ask, order))


def orders(ask: Asking) -> FromClause:
    """What orders there are of a case; `established` is when the IV-D agency last established a new one."""
    o = ask.of("support_order", "o")
    ends = or_open(o.c.ends_on, o.c.ends_on >= ask.end)
    earlier = there_is(
        ask.relation("support_order"),
        lambda old: and_(
            old["case"] == o.c.case,
            old["number"] == o.c.number,
            old["number"] != "",
            old["kind"].in_(ORDERS),
            old["filed_on"] < o.c.filed_on,
            or_(old["person"].is_(None), o.c.person.is_(None), old["person"] == o.c.person),
        ),
        o,
    )
    new = and_(o.c.by == "ivd", o.c.kind.in_(ORDERS), o.c.filed_on.between(ask.start, ask.end), not_(earlier))
    return (
        select(
            o.c.case,
            bits_of_any(
                "C", {"order": o.c.kind.in_(ORDERS), "cash": o.c.kind.in_(("cash", "arrears"))}
            ).label("bits"),
            any_of(and_(o.c.kind == "cash", ends)).label("current_cash"),
            any_of(and_(o.c.person.is_(None), o.c.kind.in_(COVERS), ends)).label("all_children"),
            func.max(case((new, o.c.filed_on))).label("established"),
        )
        .where(filed(ask, o.c))
        .group_by(o.c.case)
        .subquery("orders")
    )


def medical(ask: Asking) -> FromClause:
    """Medical support ordered of a case, in force at year end."""
    m = ask.of("medical").c
    now, insurance = or_open(m.ends_on, m.ends_on >= ask.end), m.what == "insurance"
    tests = {
        "medical ordered": now,
        "insurance ordered": and_(insurance, now),
        "insurance not available": and_(insurance, now, not_(m.viable)),
        "cash": m.what == "cash",
    }
    return (
        select(m.case, bits_of_any("C", tests).label("bits"))
        .where(filed(ask, m))
        .group_by(m.case)
        .subquery("medicals")
    )


def provided(ask: Asking, kids: FromClause) -> FromClause:
    """Whether the parent of an insurance order insures each child that the order is about, by case."""
    m, cover = ask.of("medical", "m"), ask.relation("cover")
    held = there_is(
        cover,
        lambda c: and_(
            c["case"] == m.c.case,
            c["person"] == kids.c.person,
            c["by"] == m.c.ordered_of,
            c["since"] <= ask.end,
            or_open(c["until"], c["until"] > ask.end),
        ),
        m,
        kids,
    )
    item = (
        select(m.c.case, func.min(case((held, 1), else_=0)).label("insured"))
        .join_from(
            m, kids, and_(kids.c.case == m.c.case, or_(m.c.person.is_(None), m.c.person == kids.c.person))
        )
        .where(m.c.what == "insurance", in_force(ask, m.c), kids.c.there == 1)
        .group_by(m.c.case, m.c.person, m.c.ordered_of, m.c.filed_on)
        .subquery("items")
    )
    return (
        select(item.c.case, func.max(item.c.insured).label("insured"))
        .group_by(item.c.case)
        .subquery("provided")
    )
