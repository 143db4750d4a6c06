"""What Kansas's records hold of the common IV-D vocabulary (`cstui.policy.ivd`).

A case of CADS is an IV-D case for each absent parent (AP): the first has the case's number, each further one
that number with the AP's on the consumer behind it (`0000500001-2`). While paternity is open all of them are
putative fathers, and are counted with the first. Assistance is that of the consumer, for the children of
the registered referrals who are persons on record; others, and everything else, are entered on IVDF.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.sql.selectable import Subquery

from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import (
    Ap,
    CadsMark,
    Case,
    Consumer,
    GoodCause,
    Participant,
    ProgramSpell,
    Referral,
)
from cstui.store.ivd import Mapped, day_before
from cstui.store.tables import TABLES

_CONSUMER, _CASE = TABLES[Consumer], TABLES[Case]
_NATIONS = {"IN": "nation", "TR": "tribe", "OT": "other"}
_CAUSES = {"PD": "claimed", "GC": "determined", "NO": "denied"}


def _each() -> Subquery:
    """Every case for each of its APs, once a person; `key` is the IV-D case, `more` a further AP's."""
    found, ap, other = _CASE.c, TABLES[Ap].alias().c, TABLES[Ap].alias()
    same = (other.c.consumer == ap.consumer, other.c.case == ap.case, other.c.seq < ap.seq)
    before = select(other.c.seq).where(*same).exists()
    again = select(other.c.seq).where(*same, other.c.person == ap.person).exists()
    more = and_(ap.seq.is_not(None), before)
    further = found.number + literal("-") + cast(ap.seq, String())
    return (
        select(
            found,
            case((more, further), else_=found.number).label("key"),
            more.label("more"),
            ap.person.label("parent"),
            ap.number.label("ap"),
            ap.since.label("ap_since"),
            ap.until.label("ap_until"),
        )
        .join_from(
            _CASE, ap.case.table, and_(ap.consumer == found.consumer, ap.case == found.number), isouter=True
        )
        .where(or_(ap.seq.is_(None), ~again))
        .subquery("each_ap")
    )


def _cases() -> Select[Any]:
    each, consumer = _each().c, _CONSUMER.c
    out = each.no_jurisdiction != ""
    putative = and_(each.more, each.paternity != true())
    return select(
        each.key.label("case"),
        (literal(f"{ConsumerFacts.kind} ") + each.consumer).label("subject"),
        literal("kansas").label("agency"),
        each.office,
        each.worker,
        each.parent,
        consumer.ar.label("custodian"),
        case(_NATIONS, value=each.no_jurisdiction, else_="").label("jurisdiction"),
        case((out, each.opened), else_=_no_day()).label("jurisdiction_since"),
        _no_day().label("jurisdiction_until"),
        case((putative, each.number), else_="").label("counts_with"),
    ).join_from(_CONSUMER, each.key.table, consumer.number == each.consumer)


def _spells() -> Select[Any]:
    """A further AP's case is open from the day on which the role began, and while it holds."""
    each = _each().c
    later = and_(each.more, each.ap_since > each.opened)
    closed = case((each.more, func.coalesce(each.ap_until, each.closed_on)), else_=each.closed_on)
    return select(
        each.key.label("case"),
        case((later, each.ap_since), else_=each.opened).label("opened"),
        closed.label("closed"),
    )


def _stages() -> Select[Any]:
    each = _each().c
    return select(each.key.label("case"), each.function.label("stage"), each.function_on.label("since"))


def _registered() -> Subquery:
    """The children of referrals that were registered as a case, where they are persons on record."""
    child, referral = TABLES[Participant].c, TABLES[Referral].c
    return (
        select(
            referral.consumer,
            referral.case,
            child.matched.label("person"),
            func.min(referral.worked_on).label("since"),
        )
        .join_from(
            TABLES[Participant],
            TABLES[Referral],
            and_(referral.consumer == child.consumer, referral.seq == child.referral),
        )
        .where(child.role == "CH", child.matched.is_not(None), referral.outcome == "A")
        .group_by(referral.consumer, referral.case, child.matched)
        .subquery("registered")
    )


def _children() -> Select[Any]:
    each, child = _each().c, _registered().c
    return select(
        each.key.label("case"),
        child.person,
        child.since,
        _no_day().label("until"),
    ).join_from(
        each.key.table,
        child.person.table,
        and_(child.consumer == each.consumer, child.case == each.number),
    )


def _assistance() -> Select[Any]:
    spell, child = TABLES[ProgramSpell].c, _registered().c
    ends = day_before(spell.ends)
    return (
        select(
            child.person,
            spell.program,
            spell.begins,
            ends.label("ends"),
            ends.label("last_grant"),
            spell.ends.label("told_on"),
            spell.begins.label("entered_on"),
        )
        .distinct()
        .join_from(TABLES[ProgramSpell], child.person.table, child.consumer == spell.consumer)
        .where(spell.program == "TANF")
    )


def _interstate() -> Select[Any]:
    """CADS says with which state, and which way; it says no day, so that of the opening stands in."""
    each = _each().c
    return select(
        each.key.label("case"),
        case((each.interstate_in == true(), "in"), else_="out").label("direction"),
        each.interstate.label("other"),
        literal("state").label("kind"),
        each.opened.label("made_on"),
        _no_day().label("closed_on"),
        true().label("ffp"),
        literal("case").label("purpose"),
    ).where(or_(each.interstate_in == true(), each.interstate != ""))


def _standing() -> CompoundSelect[Any]:
    """The rows of both lists of CADS; one of good cause that names an AP is about that AP's case."""
    each, consumer, mark = _each().c, _CONSUMER.c, TABLES[CadsMark].c
    cause, every = TABLES[GoodCause].c, _each().c
    marks = (
        select(
            each.key.label("case"),
            consumer.ar.label("custodian"),
            literal("noncoop").label("kind"),
            mark.code,
            mark.reason.label("ground"),
            mark.on,
            mark.ended_on.label("until"),
            mark.created_on.label("entered_on"),
            mark.seq,
        )
        .join_from(TABLES[CadsMark], _CONSUMER, consumer.number == mark.consumer)
        .join(each.key.table, and_(each.consumer == mark.consumer, each.number == mark.case))
    )
    causes = (
        select(
            every.key.label("case"),
            consumer.ar.label("custodian"),
            literal("goodcause").label("kind"),
            case(_CAUSES, value=cause.code).label("code"),
            literal("").label("ground"),
            cause.on,
            cause.ended_on.label("until"),
            cause.on.label("entered_on"),
            cause.seq,
        )
        .join_from(TABLES[GoodCause], _CONSUMER, consumer.number == cause.consumer)
        .join(every.key.table, and_(every.consumer == cause.consumer, every.number == cause.case))
        .where(or_(cause.ap == "", cause.ap == every.ap))
    )
    return marks.union_all(causes)


def _no_day() -> Any:
    return cast(null(), Date())


RELATIONS: Mapped = {
    "case": _cases,
    "spell": _spells,
    "stage": _stages,
    "child": _children,
    "assistance": _assistance,
    "interstate": _interstate,
    "standing": _standing,
}
"""By relation, the statement that gives what Kansas's records hold of it."""
