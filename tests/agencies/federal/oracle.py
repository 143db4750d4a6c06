"""A second count of form OCSE-157, edition of 1999: slow, plain, written from the instructions line by line.

It shares nothing with the program but the words of the relations. Each function is one line of the form and
looks at one case or child at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.agencies.federal.relations import COLUMNS, Caseload, whole

SUPPORT = {"cash", "zero", "medical", "arrears"}
DAY = timedelta(days=1)


class Row:
    """A row of a relation; its columns are attributes."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class Oracle:
    """Counts one caseload for the fiscal year that ends on September 30 of `year`."""

    def __init__(self, caseload: Caseload, year: int, grounds: Iterable[str] = (), **choices: bool) -> None:
        self.first, self.last = date(year - 1, 10, 1), date(year, 9, 30)
        self.due_day = date(year, 10, 30)
        self.grounds = set(grounds)
        self.choices = choices
        self.rows = {name: [Row(whole(name, row)) for row in caseload.get(name, ())] for name in COLUMNS}
        self.by_case: dict[str, dict[str, list[Row]]] = {}
        for name in COLUMNS:
            if "case" in dict(COLUMNS[name]):
                index: dict[str, list[Row]] = defaultdict(list)
                for row in self.rows[name]:
                    index[row.case].append(row)
                self.by_case[name] = index
        self.cases = {row.case: row for row in self.rows["case"] if self.ever(row.case)}

    def chosen(self, name: str, default: bool = False) -> bool:
        return self.choices.get(name, default)

    def of(self, name: str, case: str) -> list[Row]:
        return self.by_case[name].get(case, [])

    def about(self, name: str, person: int) -> list[Row]:
        return [row for row in self.rows[name] if row.person == person]

    # ---- when a case is open, and in which column it stands

    def ever(self, case: str) -> bool:
        return any(spell.opened <= self.last for spell in self.of("spell", case))

    def open_on_last_day(self, case: str) -> bool:
        return any(
            s.opened <= self.last and (s.closed is None or s.closed >= self.last)
            for s in self.of("spell", case)
        )

    def open_in_year(self, case: str) -> bool:
        return any(
            s.opened <= self.last and (s.closed is None or s.closed >= self.first)
            for s in self.of("spell", case)
        )

    def opened(self, case: str) -> date:
        return min(s.opened for s in self.of("spell", case) if s.opened <= self.last)

    def seen_on(self, case: str) -> date:
        """The last day of the year, or the day on which the case closed before it."""
        if self.open_on_last_day(case):
            return self.last
        return max(s.closed for s in self.of("spell", case) if s.opened <= self.last)

    def children_on(self, case: str, day: date) -> set[int]:
        return {
            c.person for c in self.of("child", case) if c.since <= day and (c.until is None or c.until > day)
        }

    def programs_on(self, person: int, day: date) -> set[str]:
        return {
            a.program
            for a in self.about("assistance", person)
            if a.entered_on <= self.due_day and a.begins <= day and (a.ends is None or a.ends >= day)
        }

    def status(self, case: str) -> str:
        day = self.seen_on(case)
        for child in self.children_on(case, day):
            if self.programs_on(child, day) & {"TANF", "IVE"}:
                return "b"
        for role in self.of("child", case):
            if role.since > day:
                continue
            for spell in self.about("assistance", role.person):
                if spell.program not in ("TANF", "IVE") or spell.begins > day:
                    continue
                if spell.entered_on > self.due_day:
                    continue
                if self.chosen("former_on_case"):
                    if spell.ends is not None and spell.ends < role.since:
                        continue
                    if role.until is not None and spell.begins >= role.until:
                        continue
                return "c"
        return "d"

    def no_jurisdiction(self, case: str) -> bool:
        row, day = self.cases[case], self.seen_on(case)
        if not row.jurisdiction:
            return False
        begun = row.jurisdiction_since is None or row.jurisdiction_since <= day
        return begun and (row.jurisdiction_until is None or row.jurisdiction_until > day)

    def only_unqualified(self, case: str) -> bool:
        """Received from another State, and nothing that was asked for qualifies for FFP."""
        asked = [
            i
            for i in self.of("interstate", case)
            if i.direction == "in"
            and i.purpose == "case"
            and i.made_on <= self.last
            and (i.closed_on is None or i.closed_on >= self.first)
        ]
        return bool(asked) and not any(i.ffp for i in asked)

    def reportable(self, case: str) -> bool:
        return not self.no_jurisdiction(case) and not self.only_unqualified(case)

    # ---- section A

    def line_1(self, case: str) -> bool:
        return self.open_on_last_day(case) and self.reportable(case) and not self.cases[case].counts_with

    def with_state(self, case: str, direction: str) -> bool:
        return any(
            i.direction == direction
            and i.kind == "state"
            and i.purpose == "case"
            and (direction == "out" or i.ffp)
            and i.made_on <= self.last
            and (i.closed_on is None or i.closed_on >= self.last)
            for i in self.of("interstate", case)
        )

    def medicaid_only(self, case: str) -> bool:
        day = self.seen_on(case)
        return self.status(case) == "d" and any(
            "MED" in self.programs_on(child, day) for child in self.children_on(case, day)
        )

    def filed(self, row: Row) -> bool:
        return row.filed_on is not None and row.filed_on <= self.last and row.entered_on <= self.last

    def line_2(self, case: str) -> bool:
        return self.line_1(case) and any(
            o.kind in SUPPORT and self.filed(o) for o in self.of("support_order", case)
        )

    def line_2c(self, case: str) -> bool:
        if not self.line_2(case):
            return False
        money = any(o.kind in ("cash", "arrears") and self.filed(o) for o in self.of("support_order", case))
        cash_medical = any(m.what == "cash" and self.filed(m) for m in self.of("medical", case))
        return not money and not cash_medical

    def line_3(self, case: str) -> bool:
        return (
            self.open_on_last_day(case)
            and self.no_jurisdiction(case)
            and not self.only_unqualified(case)
            and not self.cases[case].counts_with
        )

    # ---- section B

    def birth(self, person: int) -> Row | None:
        return next(iter(self.about("birth", person)), None)

    def paternities(self, person: int) -> list[Row]:
        return [
            p for p in self.about("paternity", person) if p.on <= self.last and p.entered_on <= self.due_day
        ]

    def established(self, person: int) -> list[date]:
        return [
            p.on
            for p in self.paternities(person)
            if p.how in ("order", "acknowledged", "hospital", "certificate")
        ]

    def resolved(self, person: int) -> bool:
        birth = self.birth(person)
        return bool(self.paternities(person)) or (birth is not None and birth.wedlock == "in")

    def young(self, person: int) -> bool:
        birth = self.birth(person)
        if birth is None:
            return True
        if birth.emancipated_on is not None and birth.emancipated_on < self.first:
            return False
        if birth.born is None:
            return True
        eighteenth = date(birth.born.year + 18, birth.born.month, min(birth.born.day, 28))
        if (birth.born.month, birth.born.day) != (2, 29):
            eighteenth = date(birth.born.year + 18, birth.born.month, birth.born.day)
        return eighteenth >= self.first and birth.born <= self.last

    def on_last_day(self, person: int) -> list[str]:
        return [c.case for c in self.about("child", person) if person in self.children_on(c.case, self.last)]

    def cases_at_end(self, person: int) -> list[str]:
        """The cases of line 1 on which the child is; several putative fathers are one case with one child."""
        found = [
            case
            for case in self.on_last_day(person)
            if case in self.cases and self.open_on_last_day(case) and self.reportable(case)
        ]
        return sorted(set(found))

    def cases_in_year(self, person: int) -> list[str]:
        found = [
            c.case
            for c in self.about("child", person)
            if c.case in self.cases
            and c.since <= self.last
            and (c.until is None or c.until > self.first)
            and self.open_in_year(c.case)
            and self.reportable(c.case)
        ]
        return sorted(set(found))

    def good_cause(self, case: str) -> bool:
        return self.good_cause_after(case, self.seen_on(case), self.seen_on(case))

    def line_4(self, person: int) -> bool:
        return bool(self.cases_at_end(person)) and self.young(person)

    def orphan_of_unknown_father(self, person: int) -> bool:
        birth = self.birth(person)
        died = birth is not None and birth.parent_died_on is not None and birth.parent_died_on <= self.last
        return died and not self.resolved(person)

    def out_of_wedlock(self, person: int) -> bool:
        birth = self.birth(person)
        return birth is not None and birth.wedlock == "out"

    def free_of_good_cause(self, cases: Iterable[str]) -> bool:
        return any(not self.good_cause(case) for case in cases)

    def line_5(self, person: int) -> bool:
        return (
            self.line_4(person)
            and self.out_of_wedlock(person)
            and self.free_of_good_cause(self.cases_at_end(person))
            and not self.orphan_of_unknown_father(person)
        )

    def line_6(self, person: int) -> bool:
        cases = self.cases_in_year(person) if self.chosen("closed_on_6", True) else self.cases_at_end(person)
        return (
            self.free_of_good_cause(cases)
            and self.young(person)
            and self.out_of_wedlock(person)
            and bool(self.established(person))
        )

    def line_7(self, person: int) -> bool:
        return (
            self.line_4(person)
            and self.resolved(person)
            and self.free_of_good_cause(self.cases_at_end(person))
        )

    # ---- section C

    def under_18(self, person: int) -> bool:
        birth = self.birth(person)
        if birth is None:
            return True
        if birth.emancipated_on is not None and birth.emancipated_on <= self.last:
            return False
        return birth.born is None or date(self.last.year - 18, 9, 30) < birth.born <= self.last

    def line_12(self, case: str) -> bool:
        if not self.line_1(case):
            return False
        children = self.children_on(case, self.last)
        stages = [s for s in self.of("stage", case) if s.since <= self.last]
        if stages:
            newest = max(s.since for s in stages)
            elsewhere = any(s.stage in ("LOC", "PAT") for s in stages if s.since == newest)
        else:
            unknown = any(self.under_18(child) and not self.resolved(child) for child in children)
            elsewhere = self.cases[case].parent is None or unknown
        in_force = [
            o
            for o in self.of("support_order", case)
            if o.kind in ("cash", "zero", "medical")
            and self.filed(o)
            and (o.ends_on is None or o.ends_on >= self.last)
        ]
        lacking = any(
            self.under_18(child) and not any(o.person in (None, child) for o in in_force)
            for child in children
        )
        return lacking and not elsewhere

    def line_13(self, person: int) -> bool:
        return (
            bool(self.cases_at_end(person))
            and self.young(person)
            and not self.resolved(person)
            and (not self.chosen("good_cause_off_13") or self.free_of_good_cause(self.cases_at_end(person)))
        )

    def child_status(self, person: int) -> str:
        """A child on several cases stands in current, then former."""
        cases = self.cases_at_end(person) or self.cases_in_year(person)
        return min(self.status(case) for case in cases)

    # ---- section D

    def collections(self, case: str) -> list[Row]:
        return [
            m
            for m in self.of("money", case)
            if m.kind in ("current", "arrears")
            and m.source not in ("direct", "fee", "reapplied")
            and not m.second
            and m.written_on <= self.last
        ]

    def counted_in_year(self, case: str) -> bool:
        return self.open_in_year(case) and self.reportable(case) and not self.cases[case].counts_with

    def line_14(self, case: str) -> bool:
        if not self.counted_in_year(case):
            return False
        for role in self.of("child", case):
            for spell in self.about("assistance", role.person):
                if spell.program != "TANF" or spell.told_on is None or spell.last_grant is None:
                    continue
                if not self.first <= spell.told_on <= self.last or spell.ends is None:
                    continue
                if role.since > spell.ends or (role.until is not None and role.until <= spell.last_grant):
                    continue
                if self.tanf_goes_on(case, spell.last_grant):
                    continue
                month = (spell.last_grant.year, spell.last_grant.month)
                if sum(m.cents for m in self.collections(case) if (m.on.year, m.on.month) == month) > 0:
                    return True
        return False

    def tanf_goes_on(self, case: str, last_grant: date) -> bool:
        """Whether a child of the case has TANF in the month after the last grant."""
        after = last_grant.year * 12 + last_grant.month + 1

        def month(day: date) -> int:
            return day.year * 12 + day.month

        for role in self.of("child", case):
            if month(role.since) > after or (role.until is not None and month(role.until) < after):
                continue
            for spell in self.about("assistance", role.person):
                begun = spell.program == "TANF" and month(spell.begins) <= after
                if begun and (spell.ends is None or month(spell.ends) >= after):
                    return True
        return False

    def line_16(self, person: int) -> bool:
        days = self.established(person)
        return (
            bool(days)
            and self.first <= min(days) <= self.last
            and self.young(person)
            and any(min(days) >= self.opened(case) for case in self.cases_in_year(person))
        )

    def line_17(self, case: str) -> bool:
        if not self.counted_in_year(case):
            return False
        orders = [o for o in self.of("support_order", case) if o.kind in SUPPORT and o.filed_on is not None]
        for new in orders:
            if new.by != "ivd" or new.filed_on < max(self.first, self.opened(case)) or not self.filed(new):
                continue
            change = any(
                old.number == new.number != ""
                and old.filed_on < new.filed_on
                and (old.person is None or new.person is None or old.person == new.person)
                for old in orders
            )
            if not change:
                return True
        return False

    def line_18(self, case: str) -> bool:
        in_year = [m.cents for m in self.collections(case) if self.first <= m.on <= self.last]
        return self.counted_in_year(case) and sum(in_year) > 0

    def line_18a(self, case: str) -> bool:
        return self.line_18(case) and any(
            i.direction == "in"
            and i.kind == "state"
            and i.ffp
            and i.made_on <= self.last
            and (i.closed_on is None or i.closed_on >= self.first)
            for i in self.of("interstate", case)
        )

    def made(self, case: str, direction: str) -> bool:
        return self.counted_in_year(case) and any(
            i.direction == direction
            and i.kind == "state"
            and (direction == "out" or i.ffp)
            and self.first <= i.made_on <= self.last
            for i in self.of("interstate", case)
        )

    # ---- section E

    def medical(self, case: str, what: str | None = None) -> list[Row]:
        return [
            m
            for m in self.of("medical", case)
            if self.filed(m)
            and (m.ends_on is None or m.ends_on >= self.last)
            and (what is None or m.what == what)
        ]

    def line_21(self, case: str) -> bool:
        return self.line_1(case) and bool(self.medical(case))

    def line_22(self, case: str) -> bool:
        ordered = self.medical(case, "insurance")
        if self.chosen("unavailable_off_22") and any(not m.viable for m in ordered):
            return False
        return self.line_21(case) and bool(ordered)

    def line_23(self, case: str) -> bool:
        if not self.line_22(case):
            return False
        for order in self.medical(case, "insurance"):
            named = self.children_on(case, self.last)
            if order.person is not None:
                named &= {order.person}
            insured = {
                c.person
                for c in self.of("cover", case)
                if c.by == order.ordered_of
                and c.since <= self.last
                and (c.until is None or c.until > self.last)
            }
            if named and named <= insured:
                return True
        return False

    # ---- section F

    def written(self, case: str) -> list[Row]:
        return [m for m in self.of("money", case) if m.written_on <= self.last]

    def distributed_on(self, m: Row) -> date:
        """Collections are reported when disbursed; what the State keeps, when it was applied."""
        if self.chosen("disbursed", True) and m.share == "family" and m.cents > 0:
            return m.paid_on or date.max
        day: date = m.on
        return day

    def in_year(self, day: date) -> bool:
        return self.first <= day <= self.last

    def money_counts(self, case: str) -> bool:
        return self.open_in_year(case) and self.reportable(case)

    def voluntary(self, case: str) -> int:
        return sum(
            m.cents
            for m in self.written(case)
            if m.kind == "current"
            and m.source == "voluntary"
            and not m.second
            and self.in_year(self.distributed_on(m))
        )

    def line_24(self, case: str) -> int:
        charged = sum(
            m.cents
            for m in self.written(case)
            if m.kind == "due"
            and not m.second
            and m.source not in ("fee", "interest", "judgment")
            and self.first <= m.month <= self.last
        )
        return charged + self.voluntary(case)

    def line_25(self, case: str) -> int:
        total = self.voluntary(case)
        for m in self.written(case):
            if m.kind != "current" or m.second or m.source in ("voluntary", "direct", "fee", "reapplied"):
                continue
            day = max(self.distributed_on(m), m.month)
            if self.in_year(day):
                total += m.cents
        return total

    def owed_on(self, case: str, day: date, joint_once: bool) -> int:
        """Arrears: all that was due by the day less all that was paid on it by the day."""
        total = 0
        for m in self.written(case):
            if joint_once and m.second:
                continue
            if m.on > day or m.source == "fee":
                continue
            if m.kind == "due" and (m.source != "interest" or self.chosen("interest")):
                total += m.cents
            elif m.source == "voluntary":
                continue
            elif m.kind == "arrears" or (m.kind == "current" and m.month <= day):
                total -= m.cents
        return total

    def arrears_day(self) -> date:
        return date(self.last.year, 8, 31) if self.chosen("grace") else self.last

    def line_26(self, case: str) -> int:
        return max(0, self.owed_on(case, self.arrears_day(), joint_once=True))

    def on_arrears(self, case: str) -> list[Row]:
        """What was distributed to arrears in the year, and what of it was reversed in the year."""
        return [
            m
            for m in self.written(case)
            if m.kind == "arrears"
            and m.source not in ("direct", "fee")
            and self.in_year(self.distributed_on(m) if m.cents > 0 else m.written_on)
        ]

    def line_27(self, case: str) -> int:
        return sum(m.cents for m in self.on_arrears(case) if not m.second)

    def line_28(self, case: str) -> bool:
        return self.counted_in_year(case) and (
            self.owed_on(case, self.arrears_day(), joint_once=False) > 0
            or self.owed_on(case, self.first - DAY, joint_once=False) > 0
            or sum(m.cents for m in self.on_arrears(case)) > 0
        )

    def line_29(self, case: str) -> bool:
        if not self.line_28(case):
            return False
        payments = [m for m in self.on_arrears(case) if not m.second]
        if sum(m.cents for m in payments if m.share != "state") > 0:
            return True
        if sum(m.cents for m in payments if m.share == "state") <= 0:
            return False
        return any(
            self.owed_to_family(case, m.on, m.month) <= 0
            for m in payments
            if m.share == "state" and m.cents > 0 and self.in_year(m.on)
        )

    def owed_to_family(self, case: str, day: date, month: date) -> int:
        """Past-due support owed to the family when a payment came: of months before that of the payment."""
        total = 0
        for m in self.written(case):
            if m.share == "state" or m.source == "fee":
                continue
            if m.kind == "due" and m.source != "interest" and m.month < month:
                total += m.cents
            elif m.source == "voluntary" or m.on > day:
                continue
            elif m.kind == "arrears" or (m.kind == "current" and m.month < month):
                total -= m.cents
        return total

    # ---- section I

    def told(self, case: str) -> list[Row]:
        parent = self.cases[case].custodian
        return [
            s
            for s in self.of("standing", case)
            if s.entered_on <= self.last
            and s.on <= self.last
            and (s.custodian is None or parent is None or s.custodian == parent)
        ]

    def later(self, case: str, row: Row) -> list[Row]:
        return [s for s in self.told(case) if (s.entered_on, s.seq) > (row.entered_on, row.seq)]

    def line_38(self, case: str) -> bool:
        if not self.line_1(case):
            return False
        day = self.last
        if not any("TANF" in self.programs_on(child, day) for child in self.children_on(case, day)):
            return False
        for row in self.told(case):
            if row.kind != "noncoop" or row.code != "N" or (row.until is not None and row.until <= day):
                continue
            if not self.chosen("any_noncooperation") and (not row.ground or row.ground not in self.grounds):
                continue
            if not any(
                s.kind == "noncoop" and s.code == "C" and (s.until is None or s.until > day)
                for s in self.later(case, row)
            ):
                return True
        return False

    def good_cause_after(self, case: str, day: date, through: date) -> bool:
        """Whether a determined good cause that began by `through` was in force after `day` began."""
        for row in self.told(case):
            if row.kind != "goodcause" or row.code != "determined" or row.on > through:
                continue
            if row.until is not None and row.until <= day:
                continue
            if not any(
                s.on <= day
                and (
                    (s.kind == "noncoop" and s.code == "C")
                    or (s.kind == "goodcause" and s.code in ("ended", "denied"))
                )
                for s in self.later(case, row)
            ):
                return True
        return False

    def line_39(self, case: str) -> bool:
        return self.counted_in_year(case) and self.good_cause_after(case, self.first, self.last)

    # ---- the form

    def figures(self) -> dict[tuple[str, str], int]:
        """Every counted figure by line and column; what is not there is zero."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        by_status = {
            "1": self.line_1,
            "1a": lambda c: self.line_1(c) and self.with_state(c, "out"),
            "1b": lambda c: self.line_1(c) and self.with_state(c, "in"),
            "1c": lambda c: self.line_1(c) and self.medicaid_only(c),
            "2": self.line_2,
            "2a": lambda c: self.line_2(c) and self.with_state(c, "out"),
            "2b": lambda c: self.line_2(c) and self.with_state(c, "in"),
            "2c": self.line_2c,
            "2d": lambda c: self.line_2(c) and self.medicaid_only(c),
            "12": self.line_12,
            "17": self.line_17,
            "18": self.line_18,
            "18a": self.line_18a,
            "19": lambda c: self.made(c, "out"),
            "20": lambda c: self.made(c, "in"),
            "38": self.line_38,
        }
        in_one = {
            "3": self.line_3,
            "14": self.line_14,
            "21": self.line_21,
            "22": self.line_22,
            "23": self.line_23,
            "28": self.line_28,
            "29": self.line_29,
        }
        amounts = {"24": self.line_24, "25": self.line_25, "26": self.line_26, "27": self.line_27}
        for case in self.cases:
            column = self.status(case)
            for line, test in by_status.items():
                found[line, column] += test(case)
            for line, test in in_one.items():
                found[line, "a"] += test(case)
            if column == "b":
                found["39", "b"] += self.line_39(case)
            if self.money_counts(case):
                for line, amount in amounts.items():
                    found[line, column] += amount(case)
        for person in sorted({c.person for c in self.rows["child"]}):
            for line, about in {
                "4": self.line_4,
                "5": self.line_5,
                "6": self.line_6,
                "7": self.line_7,
            }.items():
                found[line, "a"] += about(person)
            for line, about in {"13": self.line_13, "16": self.line_16}.items():
                if about(person):
                    found[line, self.child_status(person)] += 1
        return {key: number for key, number in found.items() if number}
