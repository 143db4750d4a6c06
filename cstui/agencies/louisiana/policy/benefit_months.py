"""The benefits of a payee month by month, as one character each (E-522)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.agencies.louisiana.policy.case_position import spell_on
from cstui.agencies.louisiana.records import BenefitSpell
from cstui.policy.months import first_of_month

BACK, AHEAD = 12, 1
LEGEND = "F FITAP  K KCSP  n notice  . none"


def by_month(spells: Iterable[BenefitSpell], on: date) -> list[tuple[date, str]]:
    """Each month from 12 back to 1 ahead of `on`, by its first day, with its character.

    F or K where benefits run on any day of the month, n where IV-A's notice for non-cooperation was
    sent in it and they still run, . where there are none.
    """
    known = tuple(spells)
    months = [first_of_month(on, at) for at in range(-BACK, AHEAD + 1)]
    return [(month, _character(known, month)) for month in months]


def _character(spells: tuple[BenefitSpell, ...], month: date) -> str:
    after = first_of_month(month, 1)
    running = spell_on(spells, month) or next(
        (s for s in spells if s.begins is not None and month < s.begins < after), None
    )
    if running is None:
        return "."
    if running.notice_on is not None and month <= running.notice_on < after:
        return "n"
    return running.program[0]
