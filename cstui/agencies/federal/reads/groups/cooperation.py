"""What was in force of the custodial parent's cooperation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, and_, case, func, or_, select

from cstui.agencies.federal.reads.groups.asking import Asking, Test, any_of, bits_of_any, or_open


def cooperation(ask: Asking, base: FromClause) -> FromClause:
    """Noncooperation at year end, and good cause in the year and as of the day on which a case is seen."""
    s = ask.of("standing")
    told = or_open(s.c.entered_on, s.c.entered_on <= ask.end)
    theirs = or_(s.c.custodian.is_(None), base.c.custodian.is_(None), s.c.custodian == base.c.custodian)
    rows = (
        select(s, base.c.asof)
        .join_from(s, base, base.c.case == s.c.case)
        .where(told, theirs, s.c.on <= ask.end)
        .cte("standings")
    )
    n, y = rows.alias("n"), rows.alias("y")
    cooperates = and_(y.c.kind == "noncoop", y.c.code == "C")
    over = or_(cooperates, and_(y.c.kind == "goodcause", y.c.code.in_(("ended", "denied"))))
    later = or_(y.c.entered_on > n.c.entered_on, and_(y.c.entered_on == n.c.entered_on, y.c.seq > n.c.seq))
    said = (
        select(
            n,
            any_of(and_(cooperates, or_open(y.c.until, y.c.until > ask.end))).label("taken_back"),
            func.min(case((over, y.c.on))).label("over_on"),
        )
        .join_from(n, y, and_(y.c.case == n.c.case, later), isouter=True)
        .group_by(*n.c)
        .subquery("said")
    )
    refuses = and_(
        said.c.kind == "noncoop",
        said.c.code == "N",
        or_open(said.c.until, said.c.until > ask.end),
        said.c.taken_back.is_(None),
    )
    names_it = and_(said.c.ground.in_(ask.rules.grounds or ("",)), said.c.ground != "")

    def good_cause(day: Any) -> Test:
        """That good cause was in force when a day began."""
        return and_(
            said.c.kind == "goodcause",
            said.c.code == "determined",
            or_open(said.c.until, said.c.until > day),
            or_open(said.c.over_on, said.c.over_on > day),
        )

    tests = {
        "noncooperation in locating": and_(refuses, names_it),
        "noncooperation": refuses,
        "noncooperation without a ground": and_(refuses, said.c.ground == ""),
        "good cause determined": good_cause(ask.start),
        "good cause at the end": and_(good_cause(said.c.asof), said.c.on <= said.c.asof),
    }
    return (
        select(said.c.case, bits_of_any("C", tests).label("bits"))
        .group_by(said.c.case)
        .subquery("cooperation")
    )
