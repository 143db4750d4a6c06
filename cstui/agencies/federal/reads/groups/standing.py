"""Where a case stands: open or closed, its jurisdiction, its stage, its requests of other States."""

from __future__ import annotations

from sqlalchemy import FromClause, Text, and_, case, cast, func, literal, select, true

from cstui.agencies.federal.reads.groups.asking import Asking, any_of, bits_of_any, or_open, total


def base(ask: Asking) -> FromClause:
    """Each case that was open on some day by year end, with the day as of which it is seen."""
    c, s = ask.of("case"), ask.of("spell")
    spells = (
        select(
            s.c.case,
            func.min(s.c.opened).label("opened"),
            any_of(or_open(s.c.closed, s.c.closed >= ask.end)).label("open_end"),
            any_of(or_open(s.c.closed, s.c.closed >= ask.start)).label("open_year"),
            func.max(case((s.c.closed < ask.end, s.c.closed))).label("closed"),
        )
        .where(s.c.opened <= ask.end)
        .group_by(s.c.case)
        .subquery("spells")
    )
    open_end = spells.c.open_end == 1
    asof = case((open_end, ask.end), else_=func.coalesce(spells.c.closed, ask.end))
    nowhere = and_(
        c.c.jurisdiction != "",
        or_open(c.c.jurisdiction_since, c.c.jurisdiction_since <= asof),
        or_open(c.c.jurisdiction_until, c.c.jurisdiction_until > asof),
    )
    return (
        select(
            c.c.case,
            c.c.office,
            c.c.worker,
            c.c.parent,
            c.c.custodian,
            c.c.counts_with,
            spells.c.opened,
            spells.c.open_end,
            spells.c.open_year,
            case((open_end, None), else_=spells.c.closed).label("closed"),
            asof.label("asof"),
            case((nowhere, 1), else_=0).label("nowhere"),
        )
        .join_from(c, spells, spells.c.case == c.c.case)
        .cte("base")
    )


def stage(ask: Asking) -> FromClause:
    """Where a case sat at year end: 1 in locate or paternity, 0 in another stage.

    The newest stage says so, and of two that began on one day one in locate or paternity.
    """
    s = ask.of("stage").c
    flag = case((s.stage.in_(("LOC", "PAT")), "1"), else_="0")
    newest = func.max(cast(s.since, Text()) + flag)
    return (
        select(s.case, case((newest.like("%1"), 1), else_=0).label("elsewhere"))
        .where(s.since <= ask.end)
        .group_by(s.case)
        .subquery("sits")
    )


def interstate(ask: Asking) -> FromClause:
    """The requests of a case: open at year end, open in the year, made in the year."""
    i = ask.of("interstate").c
    by_end = and_(i.made_on <= ask.end, or_open(i.closed_on, i.closed_on >= ask.end))
    at_end = and_(by_end, i.purpose == "case")
    in_year = and_(i.made_on <= ask.end, or_open(i.closed_on, i.closed_on >= ask.start))
    made = i.made_on.between(ask.start, ask.end)
    received, sent, states = and_(i.direction == "in", i.ffp), i.direction == "out", i.kind == "state"
    basis = and_(i.direction == "in", i.purpose == "case", in_year)
    tests = {}
    for kind in ("state", "tribe", "nation"):
        tests[f"sent to a {kind}"] = and_(sent, i.kind == kind, at_end)
        tests[f"received from a {kind}"] = and_(received, i.kind == kind, at_end)
    tests |= {
        "received in the year": and_(received, true() if ask.rules.foreign else states, in_year),
        "newly sent to a state": and_(sent, states, made),
        "newly received from a state": and_(received, states, made),
        "newly sent anywhere": and_(sent, made),
        "newly received from anywhere": and_(received, made),
        "sent anywhere": and_(sent, at_end),
        "received from anywhere": and_(received, at_end),
    }
    return (
        select(
            i.case,
            bits_of_any("C", tests).label("bits"),
            any_of(basis).label("asked"),
            any_of(and_(basis, i.ffp)).label("qualifies"),
            total(literal(1), sent, states, made).label("sent"),
            total(literal(1), received, states, made).label("received"),
        )
        .group_by(i.case)
        .subquery("requests")
    )
