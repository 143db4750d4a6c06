"""NIGHT: a learner runs the nights of a practice store without leaving the desk."""

from __future__ import annotations

from cstui.desk.dates import NoDate, NoSuchDay
from cstui.desk.programs.base import DeskContext
from cstui.nightly.run import run_nights
from cstui.policy.findings import Finding
from cstui.progress import Cancelled

MOST_DAYS = 400
"""How far ahead nights are run at once."""
UNASKED = 31
"""How many nights run without being asked for twice: there is no way back from a mistyped day."""
ASKS = "CS-515"


def run(desk: DeskContext, typed: str, *, again: bool = False) -> Finding:
    """Run the nights through the day that was typed, tonight without one; what is to be said of it.

    More than a month of them run only when asked for `again`; the first time ASKS is said.
    """
    place = desk.place
    info, today = place.info(), desk.on
    if info.kind != "practice":
        return desk.finding("CS-510", "command", name=info.name, kind=info.kind)
    try:
        through = desk.date(typed) if typed else today
    except (NoDate, NoSuchDay) as error:
        rule = "CS-102" if isinstance(error, NoDate) else "CS-103"
        return desk.finding(rule, "command", label="NIGHT", value=typed)
    if through < today:
        return desk.finding("CS-511", "command", on=f"{through:%m/%d/%Y}", today=f"{today:%m/%d/%Y}")
    if (through - today).days > MOST_DAYS:
        return desk.finding("CS-513", "command", on=f"{through:%m/%d/%Y}", days=MOST_DAYS)
    ahead = (through - today).days + 1
    if ahead > UNASKED and not again:
        return desk.finding(ASKS, "command", count=_nights(ahead), on=f"{through:%m/%d/%Y}")
    folder = desk.settings.interfaces_folder()
    try:
        nights = run_nights(
            place.store, desk.rules, place.clock, through=through, out_folder=folder, progress=desk.progress
        )
    except Cancelled:
        count = (place.business_date() - today).days
        return _said(desk, "CS-512", today=f"{place.business_date():%m/%d/%Y}", count=_nights(count))
    acts = sum(count for night in nights for job, count in night.counts.items() if job != "steps")
    aside = sum(len(night.aside) for night in nights)
    more = f", {aside} set aside" if aside else ""
    day = f"{place.business_date():%m/%d/%Y}"
    return _said(desk, "CS-514", count=_nights(len(nights)), acts=f"{acts} acts{more}", today=day)


def _said(desk: DeskContext, rule: str, **values: object) -> Finding:
    desk.on = desk.place.business_date()
    return desk.finding(rule, "", **values)


def _nights(count: int) -> str:
    return f"{count} night{'' if count == 1 else 's'}"
