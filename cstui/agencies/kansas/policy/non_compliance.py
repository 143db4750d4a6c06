"""Non-compliance records: what an alert of non-cooperation makes (Tables A and B), what cooperation ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from cstui.agencies.kansas.policy import kees_calendar, programs
from cstui.agencies.kansas.policy.facts import ConsumerFile, following
from cstui.agencies.kansas.policy.programs import CHILD_CARE, FOOD, TANF
from cstui.agencies.kansas.records import Alert, NonCompliance
from cstui.policy.months import first_of_month, month_end
from cstui.policy.rulebook import Checks, Rulebook

FOREVER = date(9999, 12, 31)
"""The override end date of a penalty that runs until the person cooperates."""
CHILD_SUPPORT, NON_COOPERATION = "CS", "NC"
"""The types of a record."""
LAST_TIER = 4
KEES = "KEES"
"""Who made what the automation makes."""


def standing(file: ConsumerFile) -> list[NonCompliance]:
    """The records that were not removed."""
    return [record for record in file.records if record.removed_on is None]


def open_records(file: ConsumerFile) -> list[NonCompliance]:
    """The records without a compliance date: the person does not cooperate yet."""
    return [record for record in standing(file) if record.complied_on is None]


def edited(file: ConsumerFile) -> list[NonCompliance]:
    """The records that staff edited before the compliance date came: the automation fails on them."""
    return [record for record in standing(file) if record.edited_on is not None]


def last_day(record: NonCompliance) -> date:
    """The last day on which a record holds."""
    return record.override_ends or record.ends or FOREVER


def in_force(file: ConsumerFile, program: str, month: date) -> NonCompliance | None:
    """The record that keeps the person out of a program in a month: a penalty before one without tier."""
    found = [
        record
        for record in standing(file)
        if record.program == program and record.begins <= month_end(month) and last_day(record) >= month
    ]
    return max(found, key=lambda record: (record.tiered, record.seq), default=None)


def next_tier(file: ConsumerFile, program: str, created: date, rules: Rulebook) -> str:
    """The tier of a new penalty: one more than the person had, the 4th at most (readings 17 and 43).

    TANF and Child Care are counted together while they are linked; removed records do not count.
    """
    counted = (program,) if rules.value("ks_programs_apart", created) else (TANF, CHILD_CARE)
    tiered = [record for record in standing(file) if record.tiered]
    had = max(sum(record.program == one for record in tiered) for one in counted)
    return str(min(had + 1, LAST_TIER))


def penalty_end(begins: date, tier: str, rules: Rulebook) -> date:
    """The last day of a penalty of that tier which begins on the first of a month."""
    months = rules.days(f"ks_penalty_months_{tier}", begins)
    return month_end(first_of_month(begins, months - 1))


TABLE_A, TABLE_B, REVIEW = "A", "B", "review"
"""The ways in which a record for TANF or Child Care is made."""


def way_of(file: ConsumerFile, program: str, created: date, rules: Rulebook) -> str:
    """By which table KEES makes the record of TANF or Child Care for what CSS created on a day.

    Table A needs program and person active, and no minor parent: either program while the two are linked, the
    program itself since. Child Care then has no tier before its review (readings 16 and 43).
    """
    linked = (TANF, CHILD_CARE)
    is_open = {one: programs.active(file, one, created) for one in linked}
    if programs.is_minor_parent(file, created):
        return TABLE_B
    if not rules.value("ks_programs_apart", created):
        return TABLE_A if any(is_open.values()) else TABLE_B
    if not is_open[program]:
        return TABLE_B
    return REVIEW if program == CHILD_CARE else TABLE_A


def made_by(file: ConsumerFile, alert: Alert, checks: Checks) -> Iterator[NonCompliance]:
    """The records that an alert of non-cooperation makes, one a program; `checks` say by which table.

    What is known of the person on the creation date counts, and no other date of CADS.
    """
    created, rules = alert.created_on, checks.rules
    active = programs.active_on(file, created)
    minor = programs.is_minor_parent(file, created) and (TANF in active or CHILD_CARE in active)
    checks.holds("KS-NC-13", not minor, "", until=file.consumer.minor_parent_until)
    begins = kees_calendar.penalty_month(created, rules)
    seq = following(file.records)
    for program in (TANF, CHILD_CARE):
        full, way = programs.IN_FULL[program], way_of(file, program, created, rules)
        tier = next_tier(file, program, created, rules)
        ends = penalty_end(begins, tier, rules)
        penalty = rules.meaning("ks_reason", tier)
        checks.holds("KS-NC-10", way != TABLE_A, "", program=full, penalty=penalty, begins=begins, ends=ends)
        checks.holds("KS-NC-11", way != TABLE_A or program in active, "", program=full)
        checks.holds("KS-NC-12", way != TABLE_B, "", program=full, begins=created)
        checks.holds("KS-IF-04", way != REVIEW, "", begins=begins)
        if way == TABLE_A:
            yield _new(file, alert, program, seq, CHILD_SUPPORT, tier, begins, ends, FOREVER)
        elif way == TABLE_B:
            yield _new(file, alert, program, seq, NON_COOPERATION, "NC", created)
        else:
            yield _new(file, alert, program, seq, NON_COOPERATION, "NC", begins, None, FOREVER)
        seq += 1
    mandated = bool(rules.value("ks_food_records", created))
    checks.holds("KS-NC-14", not mandated, "", begins=created)
    if checks.holds("KS-NC-15", mandated, "", on=created):
        yield _new(file, alert, FOOD, seq, CHILD_SUPPORT, FOOD, created)


def _new(
    file: ConsumerFile,
    alert: Alert,
    program: str,
    seq: int,
    kind: str,
    reason: str,
    begins: date,
    ends: date | None = None,
    override_ends: date | None = None,
) -> NonCompliance:
    return NonCompliance(
        consumer=file.key,
        seq=seq,
        program=program,
        type=kind,
        reason=reason,
        begins=begins,
        ends=ends,
        override_ends=override_ends,
        created_on=alert.created_on,
        alert=alert.seq,
        made_by=KEES,
    )


def cured(record: NonCompliance, on: date, checks: Checks) -> tuple[NonCompliance, str]:
    """An open record as cooperation of `on` leaves it, and the rule of its override end date.

    A penalty runs to its end date; cooperation after that ends it with the month, where the site departs from
    the table as reading 21 does. Any other record ends with the month of cooperation.
    """
    late = record.tiered and record.ends is not None and on > record.ends
    late = late and bool(checks.rules.value("ks_late_cure_month_end", on))
    to_end = record.tiered and record.ends is not None and not late
    ends = record.ends if to_end and record.ends is not None else month_end(on)
    said = {"program": programs.IN_FULL[record.program], "ends": ends}
    checks.holds("KS-IF-05", not to_end, "", **said)
    checks.holds("KS-IF-06", not late, "", **said)
    checks.holds("KS-IF-07", to_end or late, "", **said)
    rule = "KS-IF-05" if to_end else "KS-IF-06" if late else "KS-IF-07"
    return replace(record, override_ends=ends, complied_on=on), rule


def why(record: NonCompliance) -> dict[str, str]:
    """By which rule each field of a record is as it was made; empty for one that staff made.

    What changed since is in its history (`FieldChange.rule`).
    """
    if record.alert is None:
        return dict.fromkeys(("type", "reason", "begins", "ends", "override_ends"), "")
    if record.program == FOOD:
        rule = "KS-NC-14"
    elif record.tiered:
        rule = "KS-NC-10"
    else:
        rule = "KS-IF-04" if record.override_ends == FOREVER else "KS-NC-12"
    return dict.fromkeys(("type", "reason", "begins", "ends", "override_ends"), rule)
