"""What was due to a case and what was paid: the amounts of the report, and what makes arrears count."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, not_, or_, select

from cstui.agencies.federal.reads.groups.asking import Asking, Number, Test, no_source, total, within

NO_COLLECTION = ("direct", "fee", "reapplied")
"""Money that is not a collection: paid to the family directly, a fee, or placed again after a reversal."""


def _counted_on(ask: Asking, m: Any) -> ColumnElement[date]:
    """The day on which money was distributed: the family's share when it was paid out."""
    found: ColumnElement[date] = m.on
    if ask.rules.disbursed:
        found = case((and_(m.share == "family", m.cents > 0), m.paid_on), else_=m.on)
    return found


def amounts(ask: Asking) -> FromClause:
    """The amounts of a case, in one pass over its money.

    A test that few rows meet goes first, and what is of joint debts or was kept is summed for itself and
    subtracted: most rows are a charge or a payment without a source, and each test of a row takes time.
    """
    n = _sums(ask).c
    names = ("due", "voluntary", "current", "owed_any", "owed_before", "kept", "collected", "arrears_any")
    arrears = n.arrears_any - n.arrears_second
    return select(
        n.case,
        *(n[name] for name in names),
        (n.owed_any - n.owed_second).label("owed"),
        arrears.label("arrears"),
        (arrears - n.kept).label("to_family"),
    ).cte("amounts")


def _sums(ask: Asking) -> FromClause:
    m, year = ask.of("money").c, ask.rules.year
    through = year.arrears_through(ask.rules.grace)
    once, second, voluntary = not_(m.second), m.second, m.source == "voluntary"
    current, arrears = m.kind == "current", m.kind == "arrears"
    counted_on = _counted_on(ask, m)
    in_year = counted_on.between(ask.start, ask.end)
    for_year = and_(
        m.month <= year.last_month,
        counted_on <= ask.end,
        or_(m.month >= year.start, counted_on >= ask.start),
    )
    written = m.written_on.between(ask.start, ask.end)
    on_arrears = (
        arrears,
        no_source(m, "direct", "fee"),
        or_(and_(m.cents > 0, in_year), and_(m.cents < 0, written)),
    )
    no_debt = no_source(m, *(("fee",) if ask.rules.interest else ("fee", "interest")))
    paid = no_source(m, "voluntary", "fee")

    def owed(day: date, *which: Test) -> Number:
        """What was owed and unpaid of all that was due by a day."""
        signed = case(
            (m.kind == "due", case((no_debt, m.cents), else_=0)),
            (arrears, case((paid, -m.cents), else_=0)),
            else_=case((and_(m.month <= day.replace(day=1), paid), -m.cents), else_=0),
        )
        return total(signed, *which, m.on <= day)

    due = (m.month.between(year.start, year.last_month), once, no_source(m, "fee", "interest", "judgment"))
    distributed = case((voluntary, in_year), else_=for_year)
    collected = (m.kind != "due", once, m.on.between(ask.start, ask.end), no_source(m, *NO_COLLECTION))
    return (
        select(
            m.case,
            total(m.cents, m.kind == "due", *due).label("due"),
            total(m.cents, voluntary, current, once, in_year).label("voluntary"),
            total(m.cents, current, once, no_source(m, *NO_COLLECTION), distributed).label("current"),
            owed(through).label("owed_any"),
            owed(through, second).label("owed_second"),
            owed(year.start - date.resolution).label("owed_before"),
            total(m.cents, *on_arrears).label("arrears_any"),
            total(m.cents, second, *on_arrears).label("arrears_second"),
            total(m.cents, m.share == "state", *on_arrears, once).label("kept"),
            total(m.cents, *collected).label("collected"),
        )
        .where(m.written_on <= ask.end)
        .group_by(m.case)
        .subquery("sums")
    )


def kept_rightly(ask: Asking, amounts: FromClause) -> FromClause:
    """The least that a family was owed when the State kept a payment toward arrears, by case.

    It is asked of the cases in which the State kept some and the family got nothing.
    """
    wanted = select(amounts.c.case).where(amounts.c.kept > 0, amounts.c.to_family <= 0)
    s = within(ask.relation("money"), lambda c: c["case"].in_(wanted), "money_of_kept").c
    kept = (
        select(s.case, s.month, s.on)
        .distinct()
        .where(
            s.kind == "arrears",
            s.share == "state",
            s.cents > 0,
            not_(s.second),
            s.source.not_in(("direct", "fee")),
            s.on.between(ask.start, ask.end),
            s.written_on <= ask.end,
        )
        .subquery("kept")
    )
    f = within(ask.relation("money"), lambda c: c["case"] == kept.c.case, "money_of_family", kept).c
    due = case((and_(f.month < kept.c.month, no_source(f, "fee", "interest")), f.cents), else_=0)
    paid = and_(
        f.on <= kept.c.on,
        or_(f.kind == "arrears", f.month < kept.c.month),
        no_source(f, "voluntary", "fee"),
    )
    owed = (
        select(func.coalesce(func.sum(case((f.kind == "due", due), (paid, -f.cents), else_=0)), 0))
        .where(f.share != "state", f.written_on <= ask.end)
        .correlate(kept)
        .scalar_subquery()
    )
    then = select(kept.c.case, owed.label("owed")).subquery("then")
    return (
        select(then.c.case, func.min(then.c.owed).label("owed"))
        .group_by(then.c.case)
        .subquery("kept_rightly")
    )
