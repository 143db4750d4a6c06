"""What Louisiana's records hold of the common IV-D vocabulary (`cstui.policy.ivd`).

Benefits are the payee's, for the children of his or her cases. What a payee did before another took his or
her place is not told of the new one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Date, Select, case, func, literal, null, or_, select, true

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import (
    BenefitNews,
    BenefitSpell,
    Case,
    Child,
    Closure,
    Cooperation,
    GoodCause,
    Referral,
)
from cstui.store.ivd import Mapped, day_before
from cstui.store.tables import TABLES

_CASE, _CHILD, _SPELL = TABLES[Case], TABLES[Child], TABLES[BenefitSpell]


def _cases() -> Select[Any]:
    found = _CASE.c
    return select(
        found.number.label("case"),
        (literal(f"{Facts.kind} ") + found.number).label("subject"),
        literal("louisiana").label("agency"),
        found.office,
        found.worker,
        found.ncp.label("parent"),
        found.cp.label("custodian"),
        literal("").label("jurisdiction"),
        _no_day().label("jurisdiction_since"),
        _no_day().label("jurisdiction_until"),
        literal("").label("counts_with"),
    )


def _spells() -> CompoundSelect[Any]:
    """The spell that runs or ran last, and those that ended in a closing before it.

    One that follows a closing begins with the referral or application that opened the case again.
    """
    found, closing = _CASE.c, TABLES[Closure].alias().c
    earlier = (
        _any_index(closing.status) == "closed",
        or_(found.closed.is_(None), closing.ended_on < found.closed),
    )
    last = select(found.number.label("case"), _opened(found.closed).label("opened"), found.closed)
    ended = closing.ended_on
    before = (
        select(closing.case, _opened(ended).label("opened"), ended.label("closed"))
        .join_from(_CASE, closing.case.table, closing.case == found.number)
        .where(*earlier)
    )
    return last.union_all(before)


def _opened(closed: Any) -> Any:
    """The first day of the spell of the case that ended on `closed`, or that has not ended."""
    closing, referral, found = TABLES[Closure].alias(), TABLES[Referral].alias(), _CASE.c
    before = (
        select(func.max(closing.c.ended_on))
        .where(closing.c.case == found.number, _any_index(closing.c.status) == "closed")
        .where(or_(closed.is_(None), closing.c.ended_on < closed))
        .correlate(_CASE, closed.table)
        .scalar_subquery()
    )
    again = (
        select(func.min(referral.c.received_on))
        .where(referral.c.case == found.number, referral.c.received_on >= before)
        .scalar_subquery()
    )
    return func.coalesce(again, found.opened, type_=Date())


def _children() -> Select[Any]:
    found = _CHILD.c
    return select(found.case, found.person, found.added_on.label("since"), _no_day().label("until"))


def _emancipations() -> Select[Any]:
    return select(_CHILD.c.person, _CHILD.c.emancipated_on)


def _assistance() -> Select[Any]:
    """FITAP and KCSP are paid from TANF, for the children of the payee."""
    spell, news = _SPELL.c, TABLES[BenefitNews].alias().c
    told = (
        select(func.min(news.received_on))
        .where(news.case == _CHILD.c.case, news.event == "closed", news.on == spell.closed)
        .scalar_subquery()
    )
    ends = day_before(spell.closed)
    return (
        select(
            _CHILD.c.person,
            literal("TANF").label("program"),
            spell.begins,
            ends.label("ends"),
            ends.label("last_grant"),
            func.coalesce(told, spell.closed, type_=Date()).label("told_on"),
            spell.begins.label("entered_on"),
        )
        .join_from(_CHILD, _CASE, _CASE.c.number == _CHILD.c.case)
        .join(_SPELL, spell.person == _CASE.c.cp)
        .where(spell.begins.is_not(None))
    )


def _orders() -> Select[Any]:
    """An order of which CAS1 has the date for a child; the IV-D agency's where the case was open then."""
    child, found = _CHILD.c, _CASE.c
    return (
        select(
            child.case,
            found.docket.label("number"),
            child.person,
            literal("cash").label("kind"),
            child.order_on.label("filed_on"),
            child.order_on.label("entered_on"),
            child.order_until.label("ends_on"),
            case((child.order_on < found.opened, "other"), else_="ivd").label("by"),
        )
        .join_from(_CHILD, _CASE, found.number == child.case)
        .where(child.order_on.is_not(None))
    )


def _standing() -> CompoundSelect[Any]:
    found, entry, cause = _CASE.c, TABLES[Cooperation].c, TABLES[GoodCause].c
    since = func.coalesce(found.payee_since, literal(date.min, Date()))
    said = func.coalesce(entry.failed_on, entry.entered_on, type_=Date())
    reported = entry.kind == "reported"
    cooperation = (
        select(
            entry.case,
            found.cp.label("custodian"),
            literal("noncoop").label("kind"),
            case((reported, "N"), else_="C").label("code"),
            entry.ground,
            case((reported, said), else_=entry.entered_on).label("on"),
            _no_day().label("until"),
            entry.entered_on,
            entry.seq,
        )
        .join_from(TABLES[Cooperation], _CASE, found.number == entry.case)
        .where(
            entry.standing == true(), _any_index(entry.kind).in_(("reported", "cooperating")), said >= since
        )
    )
    causes = (
        select(
            cause.case,
            found.cp.label("custodian"),
            literal("goodcause").label("kind"),
            cause.standing.label("code"),
            cause.reason.label("ground"),
            cause.on,
            _no_day().label("until"),
            cause.received_on.label("entered_on"),
            cause.seq,
        )
        .join_from(TABLES[GoodCause], _CASE, found.number == cause.case)
        .where(cause.standing != "", cause.on >= since)
    )
    return cooperation.union_all(causes)


def _any_index(column: Any) -> Any:
    """A column that SQLite does not look rows up by: those of a case are found by its number."""
    return func.coalesce(column, "")


def _no_day() -> Any:
    return null().cast(Date())


RELATIONS: Mapped = {
    "case": _cases,
    "spell": _spells,
    "child": _children,
    "birth": _emancipations,
    "assistance": _assistance,
    "support_order": _orders,
    "standing": _standing,
}
"""By relation, the statement that gives what Louisiana's records hold of it."""
