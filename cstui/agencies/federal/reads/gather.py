"""The statements that put every case and child of a range into its cell, with its amounts.

A cell is the integer of `cstui.agencies.federal.policy.conditions`. Each statement reads the relations of
the common IV-D vocabulary, one group a relation, and gives one row a case (or child) with the columns of the
kept item. They are plain Core: the same on SQLite, PostgreSQL and DuckDB. What is counted is what was so on
the last day of the year; a case that closed in the year is seen as of its closing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Case,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from cstui.agencies.federal.policy.conditions import AMOUNTS, FACTS, bit
from cstui.agencies.federal.policy.year import FiscalYear

Relation = Callable[[str], FromClause]
"""The rows of a relation of the vocabulary by its name, with the columns of `cstui.policy.ivd.COLUMNS`."""
Flag = ColumnElement[Any]

ASSISTED = ("TANF", "IVE")
ORDERS = ("cash", "zero", "medical", "arrears")
"""Kinds of support orders; neither a paternity order nor a debt under a law of general obligation is one."""
NO_COLLECTION = ("direct", "fee", "reapplied")
"""Money that is not a collection: paid to the family directly, a fee, or placed again after a reversal."""


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


class Range(msgspec.Struct, frozen=True):
    """The keys after `after`, through `through`."""

    after: Any
    through: Any

    def holds(self, key: ColumnElement[Any]) -> ColumnElement[bool]:
        return and_(key > self.after, key <= self.through)


def within(
    relation: FromClause, where: Callable[[Any], ColumnElement[bool]], name: str, *outer: FromClause
) -> FromClause:
    """The rows of a relation for which `where` holds, asked inside each part of a union for its index.

    `outer` is what `where` asks of the statement around, for each of whose rows this one is asked.
    """
    arms = _arms(relation, where, outer)
    return (union_all(*arms) if arms[1:] else arms[0]).subquery(name)


def _parts(relation: FromClause, where: Callable[[Any], ColumnElement[bool]]) -> list[Subquery]:
    """The rows of each part of a relation for which `where` holds."""
    return [arm.subquery() for arm in _arms(relation, where, ())]


def _arms(
    relation: FromClause, where: Callable[[Any], ColumnElement[bool]], outer: tuple[FromClause, ...]
) -> list[Select[Any]]:
    made = relation.element if isinstance(relation, Subquery) else None
    if isinstance(made, CompoundSelect):
        return [_limited(arm, where, outer) for arm in made.selects]
    if isinstance(made, Select):
        return [_limited(made, where, outer)]
    return [select(relation).where(where(relation.c)).correlate(*outer)]


def _limited(
    arm: Any, where: Callable[[Any], ColumnElement[bool]], outer: tuple[FromClause, ...]
) -> Select[Any]:
    made: Select[Any]
    plain = not arm._group_by_clauses and not arm._distinct and not arm._has_row_limiting_clause
    if plain:
        made = arm.where(where(arm.selected_columns)).correlate(*outer)
        return made
    inner = arm.subquery()
    return select(inner).where(where(inner.c)).correlate(*outer)


def any_of(test: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where the test holds for a row of the group, else 0."""
    return func.max(case((test, 1), else_=0))


def total(value: ColumnElement[Any], *tests: ColumnElement[bool]) -> ColumnElement[int]:
    """The sum of a value over the rows of the group for which all tests hold."""
    return func.sum(case((and_(*tests), value), else_=0))


def _not_from(money: FromClause, *sources: str) -> ColumnElement[bool]:
    """That money is of none of these sources; most has no source, so that is asked first."""
    return or_(money.c.source == "", money.c.source.not_in(sources))


def packed(unit: str, flags: Mapping[str, Flag]) -> ColumnElement[int]:
    """The cell: the bit of each fact whose flag is 1; the others are 0."""
    found: ColumnElement[int] = cast(literal(0), BigInteger())
    for fact in reversed(FACTS[unit]):
        found = found * 2 + flags[fact]
    return found


def _known(flags: Mapping[str, Flag]) -> Mapping[str, Flag]:
    """Flags that are 1 or 0: what a group says is NULL where the group has no rows of a case or child."""
    return {
        fact: flag if isinstance(flag, Case) and flag.else_ is not None else func.coalesce(flag, 0)
        for fact, flag in flags.items()
    }


def _or_open(column: ColumnElement[Any], test: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(column.is_(None), test)


class Gathered(msgspec.Struct, frozen=True):
    """The joined groups of a range of cases, with the flag (1 or 0) of each fact and the amounts."""

    joined: FromClause
    facts: Mapping[str, Flag]
    amounts: Mapping[str, ColumnElement[int]]


class CaseGather:
    """The statement over the cases of one range; each property is what one relation says, by case."""

    def __init__(self, relation: Relation, asked: CountRules, span: Range) -> None:
        self.asked, self.year, self.span = asked, asked.year, span
        self._relation = relation
        self.start, self.end = literal(self.year.start, Date()), literal(self.year.end, Date())
        self.base = self._base()
        self.kids = self._kids()

    def of(self, name: str) -> FromClause:
        """The rows of a relation of the cases in the range."""
        return within(self._relation(name), lambda c: self.span.holds(c["case"]), name)

    def of_people(self, name: str) -> FromClause:
        """The rows of a relation of the children on the cases in the range."""
        child = self.of("child")
        people = select(child.c.person)
        return within(self._relation(name), lambda c: c["person"].in_(people), name)

    def _base(self) -> FromClause:
        """Each case that was open on some day by year end, with the day as of which it is seen."""
        c, s = self.of("case"), self.of("spell")
        spells = (
            select(
                s.c.case,
                func.min(s.c.opened).label("opened"),
                func.max(s.c.opened).label("newest"),
                any_of(_or_open(s.c.closed, s.c.closed >= self.end)).label("open_end"),
                any_of(_or_open(s.c.closed, s.c.closed >= self.start)).label("open_year"),
                func.max(case((s.c.closed < self.end, s.c.closed))).label("closed"),
            )
            .where(s.c.opened <= self.end)
            .group_by(s.c.case)
            .subquery("spells")
        )
        open_end = spells.c.open_end == 1
        asof = case((open_end, self.end), else_=func.coalesce(spells.c.closed, self.end))
        nowhere = and_(
            c.c.jurisdiction != "",
            _or_open(c.c.jurisdiction_since, c.c.jurisdiction_since <= asof),
            _or_open(c.c.jurisdiction_until, c.c.jurisdiction_until > asof),
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
                spells.c.newest,
                spells.c.open_end,
                spells.c.open_year,
                case((open_end, None), else_=spells.c.closed).label("closed"),
                asof.label("asof"),
                case((nowhere, 1), else_=0).label("nowhere"),
            )
            .join_from(c, spells, spells.c.case == c.c.case)
            .cte("base")
        )

    def _kids(self) -> FromClause:
        """Each child's time on a case that had begun by the day as of which the case is seen."""
        ch, base = self.of("child"), self.base
        there = _or_open(ch.c.until, ch.c.until > base.c.asof)
        return (
            select(
                ch.c.case,
                ch.c.person,
                ch.c.since,
                ch.c.until,
                base.c.asof,
                case((there, 1), else_=0).label("there"),
            )
            .join_from(ch, base, base.c.case == ch.c.case)
            .where(ch.c.since <= base.c.asof)
            .cte("kids")
        )

    def assistance(self) -> FromClause:
        """The status of a case by the assistance of its children."""
        kids, a = self.kids, self.of_people("assistance")
        here = and_(kids.c.there == 1, _or_open(a.c.ends, a.c.ends >= kids.c.asof))
        former: ColumnElement[bool] = a.c.program.in_(ASSISTED)
        if self.asked.former_on_case:
            former = and_(
                former,
                _or_open(a.c.ends, a.c.ends >= kids.c.since),
                _or_open(kids.c.until, a.c.begins < kids.c.until),
            )
        return (
            select(
                kids.c.case,
                any_of(and_(here, a.c.program == "TANF")).label("tanf"),
                any_of(and_(here, a.c.program.in_(ASSISTED))).label("current"),
                any_of(former).label("former"),
                any_of(and_(here, a.c.program == "MED")).label("medicaid"),
            )
            .join_from(kids, a, a.c.person == kids.c.person)
            .where(a.c.begins <= kids.c.asof, _or_open(a.c.entered_on, a.c.entered_on <= self.year.due))
            .group_by(kids.c.case)
            .subquery("assisted")
        )

    def left_tanf(self) -> FromClause:
        """Cases whose last child left TANF, as told in the year, with a collection in the last month."""
        child, a = self.of("child"), self.of_people("assistance").alias("a")
        told = (
            select(child.c.case, a.c.last_grant)
            .distinct()
            .join_from(child, a, a.c.person == child.c.person)
            .where(
                a.c.program == "TANF",
                a.c.told_on.between(self.start, self.end),
                a.c.ends.is_not(None),
                a.c.last_grant.is_not(None),
                child.c.since <= a.c.ends,
                _or_open(child.c.until, child.c.until > a.c.last_grant),
            )
            .cte("told")
        )
        these = select(told.c.case)
        other_child = within(self._relation("child"), lambda c: c["case"].in_(these), "child_b")
        theirs = select(other_child.c.person)
        other = within(self._relation("assistance"), lambda c: c["person"].in_(theirs), "other")
        following = _month(told.c.last_grant) + 1
        stays = (
            select(told.c.case, told.c.last_grant)
            .distinct()
            .join_from(told, other_child, other_child.c.case == told.c.case)
            .join(other, other.c.person == other_child.c.person)
            .where(
                other.c.program == "TANF",
                _month(other.c.begins) <= following,
                _or_open(other.c.ends, _month(other.c.ends) >= following),
                _month(other_child.c.since) <= following,
                _or_open(other_child.c.until, _month(other_child.c.until) >= following),
            )
            .subquery("stays")
        )
        m = within(self._relation("money"), lambda c: c["case"].in_(these), "m14")
        paid = (
            select(told.c.case, told.c.last_grant)
            .join_from(told, m, m.c.case == told.c.case)
            .outerjoin(stays, and_(stays.c.case == told.c.case, stays.c.last_grant == told.c.last_grant))
            .where(
                stays.c.case.is_(None),
                *self._collected(m),
                m.c.written_on <= self.end,
                _month(m.c.on) == _month(told.c.last_grant),
            )
            .group_by(told.c.case, told.c.last_grant)
            .having(func.sum(m.c.cents) > 0)
            .subquery("paid14")
        )
        return select(paid.c.case).distinct().subquery("left_tanf")

    def _collected(self, m: FromClause) -> tuple[ColumnElement[bool], ...]:
        """That money is a collection for the case."""
        return (
            m.c.kind.in_(("current", "arrears")),
            m.c.source.not_in(NO_COLLECTION),
            not_(m.c.second),
        )

    def _filed(self, o: FromClause) -> ColumnElement[bool]:
        return and_(o.c.filed_on <= self.end, _or_open(o.c.entered_on, o.c.entered_on <= self.end))

    def _in_force(self, o: FromClause) -> ColumnElement[bool]:
        return and_(self._filed(o), _or_open(o.c.ends_on, o.c.ends_on >= self.end))

    def orders(self) -> FromClause:
        """What orders there are of a case."""
        o = self.of("support_order")
        covers = o.c.kind.in_(("cash", "zero", "medical"))
        return (
            select(
                o.c.case,
                any_of(o.c.kind.in_(ORDERS)).label("order"),
                any_of(o.c.kind.in_(("cash", "arrears"))).label("cash"),
                any_of(and_(o.c.kind == "cash", self._in_force(o))).label("current_cash"),
                any_of(and_(covers, o.c.person.is_(None), self._in_force(o))).label("all_children"),
            )
            .where(self._filed(o))
            .group_by(o.c.case)
            .subquery("orders")
        )

    def needs(self) -> FromClause:
        """Whether a child under 18 has no order in force, and whether one's paternity is open, by case."""
        kids, o, birth = self.kids, self.of("support_order").alias("o_child"), self.of_people("birth")
        covered = (
            select(o.c.case, o.c.person)
            .distinct()
            .where(o.c.kind.in_(("cash", "zero", "medical")), o.c.person.is_not(None), self._in_force(o))
            .subquery("covered")
        )
        resolved = self._resolved()
        minor = and_(
            _or_open(birth.c.born, birth.c.born > self.year.adult_at_end),
            _or_open(birth.c.born, birth.c.born <= self.end),
            _or_open(birth.c.emancipated_on, birth.c.emancipated_on > self.end),
        )
        born_in = func.coalesce(birth.c.wedlock, "") == "in"
        return (
            select(
                kids.c.case,
                any_of(and_(minor, covered.c.person.is_(None))).label("lacks"),
                any_of(and_(minor, resolved.c.person.is_(None), not_(born_in))).label("paternity"),
            )
            .join_from(kids, birth, birth.c.person == kids.c.person, isouter=True)
            .outerjoin(covered, and_(covered.c.case == kids.c.case, covered.c.person == kids.c.person))
            .outerjoin(resolved, resolved.c.person == kids.c.person)
            .where(kids.c.there == 1)
            .group_by(kids.c.case)
            .subquery("needs")
        )

    def _resolved(self) -> FromClause:
        p = self.of_people("paternity")
        return (
            select(p.c.person)
            .distinct()
            .where(p.c.on <= self.end, _or_open(p.c.entered_on, p.c.entered_on <= self.year.due))
            .subquery("resolved")
        )

    def established(self) -> FromClause:
        """Cases with an order that the IV-D agency established in the year, which changes no earlier one."""
        new, old = self.of("support_order").alias("o_new"), self.of("support_order").alias("o_old")
        same = or_(old.c.person.is_(None), new.c.person.is_(None), old.c.person == new.c.person)
        return (
            select(new.c.case)
            .distinct()
            .join_from(new, self.base, self.base.c.case == new.c.case)
            .outerjoin(
                old,
                and_(
                    old.c.case == new.c.case,
                    old.c.number == new.c.number,
                    old.c.number != "",
                    old.c.kind.in_(ORDERS),
                    old.c.filed_on < new.c.filed_on,
                    same,
                ),
            )
            .where(
                new.c.kind.in_(ORDERS),
                new.c.by == "ivd",
                new.c.filed_on.between(self.start, self.end),
                self._filed(new),
                new.c.filed_on >= self.base.c.opened,
                old.c.case.is_(None),
            )
            .subquery("established")
        )

    def stage(self) -> FromClause:
        """Where a case sat at year end: 1 in locate or paternity, 0 in another stage."""
        s = self.of("stage")
        newest = (
            select(s.c.case, func.max(s.c.since).label("since"))
            .where(s.c.since <= self.end)
            .group_by(s.c.case)
            .subquery("newest")
        )
        again = self.of("stage").alias("stage_b")
        return (
            select(again.c.case, any_of(again.c.stage.in_(("LOC", "PAT"))).label("elsewhere"))
            .join_from(again, newest, and_(newest.c.case == again.c.case, newest.c.since == again.c.since))
            .group_by(again.c.case)
            .subquery("sits")
        )

    def interstate(self) -> FromClause:
        """The requests of a case: open at year end, open in the year, made in the year."""
        i, flags = self.of("interstate"), {}
        at_end = and_(
            i.c.made_on <= self.end,
            _or_open(i.c.closed_on, i.c.closed_on >= self.end),
            i.c.purpose == "case",
        )
        in_year = and_(i.c.made_on <= self.end, _or_open(i.c.closed_on, i.c.closed_on >= self.start))
        received, sent = and_(i.c.direction == "in", i.c.ffp), i.c.direction == "out"
        for kind in ("state", "tribe", "nation"):
            mine = i.c.kind == kind
            flags[f"sent_{kind}"] = any_of(and_(sent, mine, at_end))
            flags[f"received_{kind}"] = any_of(and_(received, mine, at_end))
        made = i.c.made_on.between(self.start, self.end)
        states = i.c.kind == "state"
        basis = and_(i.c.direction == "in", i.c.purpose == "case", in_year)
        counted = true() if self.asked.foreign else states
        flags |= {
            "received_year": any_of(and_(received, counted, in_year)),
            "made_out": any_of(and_(sent, states, made)),
            "made_in": any_of(and_(received, states, made)),
            "made_out_any": any_of(and_(sent, made)),
            "made_in_any": any_of(and_(received, made)),
            "sent_any": any_of(and_(sent, at_end)),
            "received_any": any_of(and_(received, at_end)),
            "asked": any_of(basis),
            "qualifies": any_of(and_(basis, i.c.ffp)),
            "sent": total(literal(1), sent, states, made),
            "received": total(literal(1), received, states, made),
        }
        return (
            select(i.c.case, *(flag.label(name) for name, flag in flags.items()))
            .group_by(i.c.case)
            .subquery("requests")
        )

    def medical(self) -> FromClause:
        """Medical support ordered of a case, in force at year end."""
        m = self.of("medical")
        now = or_(m.c.ends_on.is_(None), m.c.ends_on >= self.end)
        insurance = m.c.what == "insurance"
        return (
            select(
                m.c.case,
                any_of(now).label("medical"),
                any_of(and_(now, insurance)).label("insurance"),
                any_of(and_(now, insurance, not_(m.c.viable))).label("unavailable"),
                any_of(m.c.what == "cash").label("cash"),
            )
            .where(self._filed(m))
            .group_by(m.c.case)
            .subquery("medicals")
        )

    def provided(self) -> FromClause:
        """Cases where the parent of an insurance order insures each child that the order is about."""
        m, kids, cover = self.of("medical").alias("m_ins"), self.kids, self.of("cover")
        held = (
            select(cover.c.case, cover.c.person, cover.c.by)
            .distinct()
            .where(cover.c.since <= self.end, _or_open(cover.c.until, cover.c.until > self.end))
            .subquery("held")
        )
        item = (
            select(m.c.case, func.min(case((held.c.person.is_(None), 0), else_=1)).label("insured"))
            .join_from(
                m,
                kids,
                and_(kids.c.case == m.c.case, or_(m.c.person.is_(None), m.c.person == kids.c.person)),
            )
            .outerjoin(
                held,
                and_(
                    held.c.case == m.c.case,
                    held.c.person == kids.c.person,
                    held.c.by == m.c.ordered_of,
                ),
            )
            .where(m.c.what == "insurance", self._in_force(m), kids.c.there == 1)
            .group_by(m.c.case, m.c.person, m.c.ordered_of, m.c.filed_on)
            .subquery("items")
        )
        return (
            select(item.c.case, func.max(item.c.insured).label("insured"))
            .group_by(item.c.case)
            .subquery("provided")
        )

    def covers(self) -> FromClause:
        """Whether every child of a case had health coverage at some time of the year, Medicaid left out."""
        cover, kids = self.of("cover").alias("cover_year"), self.kids
        had = (
            select(cover.c.case, cover.c.person)
            .distinct()
            .where(
                cover.c.by != "medicaid",
                cover.c.since <= self.end,
                _or_open(cover.c.until, cover.c.until > self.start),
            )
            .subquery("had")
        )
        covered = case((had.c.person.is_(None), 0), else_=1)
        return (
            select(kids.c.case, func.min(covered).label("covered"))
            .join_from(
                kids, had, and_(had.c.case == kids.c.case, had.c.person == kids.c.person), isouter=True
            )
            .where(kids.c.there == 1)
            .group_by(kids.c.case)
            .subquery("covers")
        )

    def _counted_on(self, m: FromClause) -> ColumnElement[date]:
        """The day on which money was distributed: the family's share when it was paid out."""
        if not self.asked.disbursed:
            return m.c.on
        return case((and_(m.c.share == "family", m.c.cents > 0), m.c.paid_on), else_=m.c.on)

    def money(self) -> FromClause:
        """The amounts of a case, in one pass over its money.

        A test that few rows meet goes first, and what is of joint debts or was kept is summed for itself and
        subtracted: most rows are a charge or a payment without a source, and each test of a row takes time.
        """
        sums = self._sums_of_money()
        n, names = sums.c, ("due", "voluntary", "current", "owed_any", "owed_before", "kept", "collected")
        return select(
            n.case,
            *(n[name] for name in names),
            n.arrears_any,
            (n.owed_any - n.owed_second).label("owed"),
            (n.arrears_any - n.arrears_second).label("arrears"),
            (n.arrears_any - n.arrears_second - n.kept).label("to_family"),
        ).cte("amounts")

    def _sums_of_money(self) -> FromClause:
        m, year = self.of("money"), self.year
        through = year.arrears_through(self.asked.grace)
        once, second, voluntary = not_(m.c.second), m.c.second, m.c.source == "voluntary"
        current, arrears = m.c.kind == "current", m.c.kind == "arrears"
        counted_on = self._counted_on(m)
        in_year = counted_on.between(self.start, self.end)
        for_year = and_(
            m.c.month <= year.last_month,
            counted_on <= self.end,
            or_(m.c.month >= year.start, counted_on >= self.start),
        )
        on_arrears = (
            arrears,
            _not_from(m, "direct", "fee"),
            or_(
                and_(m.c.cents > 0, in_year),
                and_(m.c.cents < 0, m.c.written_on.between(self.start, self.end)),
            ),
        )
        no_debt = _not_from(m, *(("fee",) if self.asked.interest else ("fee", "interest")))
        paid = _not_from(m, "voluntary", "fee")

        def owed(day: date, *which: ColumnElement[bool]) -> ColumnElement[int]:
            """What was owed and unpaid of all that was due by a day."""
            signed = case(
                (m.c.kind == "due", case((no_debt, m.c.cents), else_=0)),
                (arrears, case((paid, -m.c.cents), else_=0)),
                else_=case((and_(m.c.month <= day.replace(day=1), paid), -m.c.cents), else_=0),
            )
            return total(signed, *which, m.c.on <= day)

        return (
            select(
                m.c.case,
                total(
                    m.c.cents,
                    m.c.kind == "due",
                    m.c.month.between(year.start, year.last_month),
                    once,
                    _not_from(m, "fee", "interest", "judgment"),
                ).label("due"),
                total(m.c.cents, voluntary, current, once, in_year).label("voluntary"),
                total(
                    m.c.cents,
                    current,
                    once,
                    _not_from(m, *NO_COLLECTION),
                    case((voluntary, in_year), else_=for_year),
                ).label("current"),
                owed(through).label("owed_any"),
                owed(through, second).label("owed_second"),
                owed(year.start - date.resolution).label("owed_before"),
                total(m.c.cents, *on_arrears).label("arrears_any"),
                total(m.c.cents, second, *on_arrears).label("arrears_second"),
                total(m.c.cents, m.c.share == "state", *on_arrears, once).label("kept"),
                total(
                    m.c.cents,
                    m.c.kind != "due",
                    once,
                    m.c.on.between(self.start, self.end),
                    _not_from(m, *NO_COLLECTION),
                ).label("collected"),
            )
            .where(m.c.written_on <= self.end)
            .group_by(m.c.case)
            .subquery("sums")
        )

    def kept_rightly(self, money: FromClause) -> FromClause:
        """The least that a family was owed when the State kept a payment toward arrears, by case.

        It is asked of the cases of `money` in which the State kept some and the family got nothing.
        """
        wanted = select(money.c.case).where(money.c.kept > 0, money.c.to_family <= 0)
        s = within(self._relation("money"), lambda c: c["case"].in_(wanted), "money_of_kept").alias("m_kept")
        kept = (
            select(s.c.case, s.c.month, s.c.on)
            .distinct()
            .where(
                s.c.kind == "arrears",
                s.c.share == "state",
                s.c.cents > 0,
                not_(s.c.second),
                s.c.source.not_in(("direct", "fee")),
                s.c.on.between(self.start, self.end),
                s.c.written_on <= self.end,
            )
            .subquery("kept")
        )
        f = within(self._relation("money"), lambda c: c["case"] == kept.c.case, "money_of_family", kept)
        due = case((and_(f.c.month < kept.c.month, _not_from(f, "fee", "interest")), f.c.cents), else_=0)
        paid = and_(
            f.c.on <= kept.c.on,
            or_(f.c.kind == "arrears", f.c.month < kept.c.month),
            _not_from(f, "voluntary", "fee"),
        )
        owed = (
            select(func.coalesce(func.sum(case((f.c.kind == "due", due), (paid, -f.c.cents), else_=0)), 0))
            .where(f.c.share != "state", f.c.written_on <= self.end)
            .correlate(kept)
            .scalar_subquery()
        )
        then = select(kept.c.case, owed.label("owed")).subquery("then")
        return (
            select(then.c.case, func.min(then.c.owed).label("owed"))
            .group_by(then.c.case)
            .subquery("kept_rightly")
        )

    def cooperation(self) -> FromClause:
        """What was in force of the custodial parent's cooperation."""
        s, base = self.of("standing"), self.base
        told = _or_open(s.c.entered_on, s.c.entered_on <= self.end)
        theirs = or_(s.c.custodian.is_(None), base.c.custodian.is_(None), s.c.custodian == base.c.custodian)
        rows = (
            select(s, base.c.asof)
            .join_from(s, base, base.c.case == s.c.case)
            .where(told, theirs, s.c.on <= self.end)
            .cte("standings")
        )
        n, y = rows.alias("n"), rows.alias("y")
        cooperates = and_(y.c.kind == "noncoop", y.c.code == "C")
        over = or_(cooperates, and_(y.c.kind == "goodcause", y.c.code.in_(("ended", "denied"))))
        later = or_(
            y.c.entered_on > n.c.entered_on, and_(y.c.entered_on == n.c.entered_on, y.c.seq > n.c.seq)
        )
        said = (
            select(
                n,
                any_of(and_(cooperates, _or_open(y.c.until, y.c.until > self.end))).label("taken_back"),
                func.min(case((over, y.c.on))).label("over_on"),
            )
            .join_from(n, y, and_(y.c.case == n.c.case, later), isouter=True)
            .group_by(*n.c)
            .subquery("said")
        )
        refuses = and_(
            said.c.kind == "noncoop",
            said.c.code == "N",
            _or_open(said.c.until, said.c.until > self.end),
            said.c.taken_back == 0,
        )
        good = and_(said.c.kind == "goodcause", said.c.code == "determined")
        names_it = and_(said.c.ground.in_(self.asked.grounds or ("",)), said.c.ground != "")

        def in_force(day: Any) -> ColumnElement[bool]:
            """That good cause was in force when a day began."""
            return and_(
                good,
                _or_open(said.c.until, said.c.until > day),
                _or_open(said.c.over_on, said.c.over_on > day),
            )

        return (
            select(
                said.c.case,
                any_of(and_(refuses, names_it)).label("locating"),
                any_of(refuses).label("refuses"),
                any_of(and_(refuses, said.c.ground == "")).label("unsaid"),
                any_of(in_force(self.start)).label("good_year"),
                any_of(and_(in_force(said.c.asof), said.c.on <= said.c.asof)).label("good_now"),
            )
            .group_by(said.c.case)
            .subquery("cooperation")
        )

    def gathered(self) -> Gathered:
        """What each case of the range is found to be: a flag a fact, and its amounts."""
        base = self.base
        assisted, left, orders, needs = self.assistance(), self.left_tanf(), self.orders(), self.needs()
        new, sits, asks, medical = self.established(), self.stage(), self.interstate(), self.medical()
        provided, covers, money = self.provided(), self.covers(), self.money()
        kept, coop = self.kept_rightly(money), self.cooperation()
        joined: FromClause = base
        for one in (
            assisted, left, orders, needs, new, sits, asks, medical, provided, covers, money, kept, coop
        ):  # fmt: skip
            joined = joined.outerjoin(one, one.c.case == base.c.case)

        def there(one: FromClause) -> Flag:
            return case((one.c.case.is_not(None), 1), else_=0)

        def flag(test: ColumnElement[bool]) -> Flag:
            return case((test, 1), else_=0)

        elsewhere = func.coalesce(
            sits.c.elsewhere, flag(or_(base.c.parent.is_(None), func.coalesce(needs.c.paternity, 0) == 1))
        )
        paid_family, kept_some = money.c.to_family > 0, money.c.kept > 0
        owed_any = money.c.owed_any > 0
        facts: dict[str, Flag] = {
            "current": assisted.c.current,
            "former": flag(and_(assisted.c.former == 1, assisted.c.current == 0)),
            "TANF": assisted.c.tanf,
            "open at the end": base.c.open_end,
            "open in the year": base.c.open_year,
            "no jurisdiction": base.c.nowhere,
            "counted with another": flag(base.c.counts_with != ""),
            "no qualifying request": flag(and_(asks.c.asked == 1, asks.c.qualifies == 0)),
            "sent to a state": asks.c.sent_state,
            "received from a state": asks.c.received_state,
            "sent to a tribe": asks.c.sent_tribe,
            "received from a tribe": asks.c.received_tribe,
            "sent to a nation": asks.c.sent_nation,
            "received from a nation": asks.c.received_nation,
            "Medicaid": assisted.c.medicaid,
            "order": orders.c.order,
            "cash": flag(or_(orders.c.cash == 1, medical.c.cash == 1)),
            "arrears only": flag(and_(owed_any, func.coalesce(orders.c.current_cash, 0) == 0)),
            "sits elsewhere": elsewhere,
            "child without order": flag(
                and_(needs.c.lacks == 1, func.coalesce(orders.c.all_children, 0) == 0)
            ),
            "left TANF with a collection": there(left),
            "order established": there(new),
            "collection": flag(money.c.collected > 0),
            "received in the year": asks.c.received_year,
            "newly sent to a state": asks.c.made_out,
            "newly received from a state": asks.c.made_in,
            "newly sent anywhere": asks.c.made_out_any,
            "newly received from anywhere": asks.c.made_in_any,
            "sent anywhere": asks.c.sent_any,
            "received from anywhere": asks.c.received_any,
            "medical ordered": medical.c.medical,
            "insurance ordered": medical.c.insurance,
            "insurance not available": medical.c.unavailable,
            "insurance provided": provided.c.insured,
            "medical provided": covers.c.covered,
            "arrears due": flag(or_(owed_any, money.c.owed_before > 0, money.c.arrears_any > 0)),
            "paid on arrears": flag(or_(paid_family, and_(kept_some, kept.c.owed <= 0))),
            "arrears only kept": flag(
                and_(kept_some, not_(paid_family), or_(kept.c.owed.is_(None), kept.c.owed > 0))
            ),
            "noncooperation in locating": coop.c.locating,
            "noncooperation": coop.c.refuses,
            "noncooperation without a ground": coop.c.unsaid,
            "good cause determined": coop.c.good_year,
            "good cause at the end": coop.c.good_now,
        }
        sums: Mapping[str, Any] = {
            "due": money.c.due,
            "voluntary": money.c.voluntary,
            "current": money.c.current,
            "owed": case((money.c.owed > 0, money.c.owed), else_=0),
            "arrears": money.c.arrears,
            "collected": money.c.collected,
            "sent": asks.c.sent,
            "received": asks.c.received,
        }
        return Gathered(joined, _known(facts), {name: _cents(sums[name]) for name in AMOUNTS})

    def statement(self) -> Select[Any]:
        """One row a case: its key, cell, amounts, and what the universe of cases says of it."""
        base, found = self.base, self.gathered()
        columns: list[Any] = [
            literal("C").label("unit"),
            base.c.case.label("key"),
            packed("C", found.facts).label("cell"),
            *(found.amounts[name].label(name) for name in AMOUNTS),
            base.c.opened,
            base.c.closed,
            base.c.office,
            base.c.worker,
            base.c.parent,
            base.c.custodian,
            base.c.counts_with.label("beside"),
        ]
        return select(*columns).select_from(found.joined)


def _cents(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.coalesce(value, 0), BigInteger())


def _month(day: ColumnElement[Any]) -> ColumnElement[int]:
    """The number of a day's month, counted through the years."""
    return extract("year", day) * 12 + extract("month", day)


def cases(relation: Relation, asked: CountRules, span: Range) -> Select[Any]:
    """The items of the cases of a range."""
    return CaseGather(relation, asked, span).statement()


def children(relation: Relation, kept: FromClause, asked: CountRules, span: Range) -> Select[Any]:
    """The items of the children of a range of persons, from the kept items of their cases (`kept`)."""
    year = asked.year
    start, end = literal(year.start, Date()), literal(year.end, Date())
    ch = within(relation("child"), lambda c: and_(span.holds(c["person"]), c["since"] <= year.end), "child")
    b = within(relation("birth"), lambda c: span.holds(c["person"]), "birth")
    p = within(relation("paternity"), lambda c: span.holds(c["person"]), "paternity")
    a = within(relation("assistance"), lambda c: span.holds(c["person"]), "assistance")
    cover = within(relation("cover"), lambda c: span.holds(c["person"]), "cover")

    def has(fact: str) -> ColumnElement[bool]:
        return kept.c.cell.op("&")(literal(bit("C", fact), BigInteger())) != 0

    counts = and_(not_(has("no jurisdiction")), not_(has("no qualifying request")))
    line1, in_year = and_(counts, has("open at the end")), and_(counts, has("open in the year"))
    at_end = _or_open(ch.c.until, ch.c.until > end)
    during = _or_open(ch.c.until, ch.c.until > start)
    good = has("good cause at the end")
    establishing = p.c.how.in_(("order", "acknowledged", "hospital", "certificate"))
    fathers = (
        select(
            p.c.person,
            func.min(case((establishing, p.c.on))).label("first"),
            any_of(establishing).label("established"),
        )
        .where(p.c.on <= end, _or_open(p.c.entered_on, p.c.entered_on <= year.due))
        .group_by(p.c.person)
        .subquery("fathers")
    )
    births = (
        select(
            b.c.person,
            func.min(b.c.born).label("born"),
            func.min(b.c.emancipated_on).label("emancipated_on"),
            func.min(b.c.parent_died_on).label("parent_died_on"),
            any_of(b.c.wedlock == "out").label("outside"),
            any_of(b.c.wedlock == "in").label("inside"),
        )
        .group_by(b.c.person)
        .subquery("births")
    )
    medicaid = (
        select(a.c.person)
        .distinct()
        .where(a.c.program == "MED", a.c.begins <= end, _or_open(a.c.ends, a.c.ends >= end))
        .subquery("medicaid")
    )
    insured = (
        select(cover.c.person)
        .distinct()
        .where(cover.c.by != "medicaid", cover.c.since <= end, _or_open(cover.c.until, cover.c.until > end))
        .subquery("insured")
    )
    standing_end, standing_year = and_(line1, at_end), and_(in_year, during)
    rank = case((has("current"), 2), (has("former"), 1), else_=0)
    on_cases = (
        select(
            ch.c.person,
            any_of(standing_end).label("line1"),
            any_of(and_(line1, during)).label("line1_year"),
            any_of(standing_year).label("year"),
            any_of(and_(standing_end, not_(good))).label("free_end"),
            any_of(and_(line1, during, not_(good))).label("free_line1_year"),
            any_of(and_(standing_year, not_(good))).label("free_year"),
            any_of(
                and_(standing_year, fathers.c.first.between(start, end), fathers.c.first >= kept.c.opened)
            ).label("new"),
            func.coalesce(
                func.max(case((standing_end, rank))), func.max(case((standing_year, rank))), func.max(rank)
            ).label("rank"),
            func.min(ch.c.since).label("since"),
            func.min(ch.c.case).label("beside"),
        )
        .join_from(ch, kept, kept.c.key == ch.c.case)
        .outerjoin(fathers, fathers.c.person == ch.c.person)
        .group_by(ch.c.person)
        .subquery("on_cases")
    )
    resolved = or_(fathers.c.person.is_not(None), births.c.inside == 1)
    young = and_(
        _or_open(births.c.born, and_(births.c.born >= year.youngest_adult, births.c.born <= end)),
        _or_open(births.c.emancipated_on, births.c.emancipated_on >= start),
    )
    facts: dict[str, Flag] = {
        "current": case((on_cases.c.rank == 2, 1), else_=0),
        "former": case((on_cases.c.rank == 1, 1), else_=0),
        "on a case of line 1": on_cases.c.line1,
        "in the year on a case of line 1": on_cases.c.line1_year,
        "on a case of the year": on_cases.c.year,
        "young enough": case((young, 1), else_=0),
        "born out of wedlock": births.c.outside,
        "paternity established": fathers.c.established,
        "paternity resolved": case((resolved, 1), else_=0),
        "fatherless": case((and_(births.c.parent_died_on <= end, not_(resolved)), 1), else_=0),
        "without good cause, at the end": on_cases.c.free_end,
        "without good cause, in the year at the end": on_cases.c.free_line1_year,
        "without good cause, in the year": on_cases.c.free_year,
        "established in the year": on_cases.c.new,
        "Medicaid": case((medicaid.c.person.is_not(None), 1), else_=0),
        "covered": case((insured.c.person.is_not(None), 1), else_=0),
        "any coverage": case(
            (or_(insured.c.person.is_not(None), medicaid.c.person.is_not(None)), 1), else_=0
        ),
    }
    joined: FromClause = on_cases
    for one in (births, fathers, medicaid, insured):
        joined = joined.outerjoin(one, one.c.person == on_cases.c.person)
    columns: list[Any] = [
        literal("K").label("unit"),
        padded(on_cases.c.person).label("key"),
        packed("K", _known(facts)).label("cell"),
        *(literal(0, BigInteger()).label(name) for name in AMOUNTS),
        on_cases.c.since.label("opened"),
        cast(null(), Date()).label("closed"),
        literal("").label("office"),
        literal("").label("worker"),
        on_cases.c.person.label("parent"),
        cast(null(), BigInteger()).label("custodian"),
        on_cases.c.beside,
    ]
    return select(*columns).select_from(joined)


WIDE = 1_000_000_000
"""Above every person's number: keys of children are in the order of their numbers."""


def padded(person: ColumnElement[Any]) -> ColumnElement[str]:
    """A person's number as a key, nine digits wide."""
    return func.substr(cast(person + WIDE, Text()), 2, 9)


def greatest(relation: Relation, name: str, column: str, after: Any, size: int) -> Select[Any]:
    """The greatest of the next `size` keys of a relation after a key; None when none is left.

    Each part of a union gives its own next keys by its index, so that no range reads those of the others.
    """
    parts = [
        select(rows.c[column].label("key")).distinct().order_by(rows.c[column]).limit(size).subquery()
        for rows in _parts(relation(name), lambda c: c[column] > after)
    ]
    each = union_all(*(select(part.c.key) for part in parts)).subquery("parts")
    keys = select(each.c.key).distinct().order_by(each.c.key).limit(size).subquery("keys")
    found: Select[Any] = select(func.max(keys.c.key))
    return found
