"""What Utah's records hold of the common IV-D vocabulary (`cstui.policy.ivd`).

The money is that of the NCP's ledger. A case on which an order rests came with it, so that its order counts
as filed when the case was opened here. The ledger does not tell the day on which money was paid out: what
was placed counts as paid out on the day of receipt, to the state on IV-A cases, else to the family.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, Select, and_, case, cast, false, func, literal, null, select, true

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import Case, CpForms, Ncp
from cstui.policy.ledger import CHARGE, CURRENT, PLACED
from cstui.policy.records import LedgerEntry
from cstui.store.ivd import Mapped
from cstui.store.tables import TABLES

_NCP, _CASE = TABLES[Ncp], TABLES[Case]
_KIND = f"{NcpFacts.kind} "


def _cases() -> Select[Any]:
    ncp, found = _NCP.c, _CASE.c
    return select(
        found.number.label("case"),
        (literal(_KIND) + found.ncp).label("subject"),
        literal("utah").label("agency"),
        ncp.office,
        ncp.worker,
        ncp.parent,
        found.person.label("custodian"),
        literal("").label("jurisdiction"),
        _no_day().label("jurisdiction_since"),
        _no_day().label("jurisdiction_until"),
        literal("").label("counts_with"),
    ).join_from(_CASE, _NCP, ncp.number == found.ncp)


def _spells() -> Select[Any]:
    found = _CASE.c
    return select(found.number.label("case"), found.opened, found.closed_on.label("closed"))


def _orders() -> Select[Any]:
    found = _CASE.c
    return select(
        found.number.label("case"),
        literal("").label("number"),
        null().label("person"),
        literal("cash").label("kind"),
        found.opened.label("filed_on"),
        found.opened.label("entered_on"),
        _no_day().label("ends_on"),
        literal("other").label("by"),
    ).where(found.rests_on != "")


def _money() -> Select[Any]:
    entry, found = TABLES[LedgerEntry].c, _CASE.c
    reversed_one = TABLES[LedgerEntry].alias()
    due = entry.kind == CHARGE
    return (
        select(
            entry.account.label("case"),
            case((due, "due"), (entry.bucket == CURRENT, "current"), else_="arrears").label("kind"),
            entry.month,
            func.coalesce(reversed_one.c.on, entry.on, type_=Date()).label("on"),
            entry.on.label("written_on"),
            entry.cents,
            case((due, ""), (found.iva == true(), "state"), else_="family").label("share"),
            case(
                (and_(due, entry.bucket != CURRENT), "judgment"),
                (entry.source == "T", "offset"),
                else_="",
            ).label("source"),
            case((due, _no_day()), else_=entry.on).label("paid_on"),
            literal("").label("debt"),
            false().label("second"),
        )
        .join_from(_CASE, TABLES[LedgerEntry], entry.account == found.number)
        .outerjoin(
            reversed_one,
            and_(reversed_one.c.subject == entry.subject, reversed_one.c.seq == entry.reverses),
        )
        .where(entry.subject == literal(_KIND) + found.ncp, entry.kind.in_((CHARGE, PLACED)))
    )


def _standing() -> Select[Any]:
    """The letter is a determination of non-cooperation, until the forms come or it is withdrawn."""
    forms, found = TABLES[CpForms].c, _CASE.c
    return (
        select(
            forms.case,
            found.person.label("custodian"),
            literal("noncoop").label("kind"),
            literal("N").label("code"),
            literal("").label("ground"),
            forms.letter_on.label("on"),
            func.coalesce(forms.withdrawn_on, forms.returned_on, type_=Date()).label("until"),
            forms.letter_on.label("entered_on"),
            forms.seq,
        )
        .join_from(TABLES[CpForms], _CASE, and_(found.ncp == forms.ncp, found.number == forms.case))
        .where(forms.letter_on.is_not(None))
    )


def _no_day() -> Any:
    return cast(null(), Date())


RELATIONS: Mapped = {
    "case": _cases,
    "spell": _spells,
    "support_order": _orders,
    "money": _money,
    "standing": _standing,
}
"""By relation, the statement that gives what Utah's records hold of it."""
