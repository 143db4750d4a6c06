"""Variants of a lesson: the same goals with other names and other dates, made from the file's text.

Variant 0 is the lesson as it is written. In any other each person has another invented name, the
same wherever he or she is spoken of, and everything happens some months later: every day moves by
the same whole weeks, so that weekdays stay, and the first of a month becomes the first of that many
months later, since benefits begin and end on firsts; a lesson with `dates_stay` keeps its days. What
a variant comes to is decided by its number alone. Whether it still teaches the same is proved in `settling`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from cstui.content import Content, Source, root
from cstui.policy.months import first_of_month

NAMES = "data/desk/names/invented.toml"
MOST_MONTHS = 24
"""No variant lies more than so many months after the lesson as written."""
FAR = timedelta(days=730)
"""A date in prose farther from the start than this is not a day of the lesson: it dates a document."""
PREFIX = "PRACTICE-"

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = "|".join(_MONTHS)
_WRITTEN = re.compile(
    rf"(?P<weekday>(?:{'|'.join(_WEEKDAYS)})(?P<comma>,?\s+))?"
    rf"(?:\b(?P<month>{_MONTH})(?P<space>\s+)(?P<day>[0-3]?\d)(?!\d)(?P<year>,\s+\d{{4}})?)"
)
_MONTH_ALONE = re.compile(
    r"\b(?P<before>(?:in|of|since|until|through|from|for|by|before|after|with|during|late|early|mid)\s+)"
    rf"(?P<month>{_MONTH})\b(?!\s+\d)"
)
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_KEYED = re.compile(r"(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d\d)/(\d\d)(/\d{4}|/\d\d)?(?![\d/])")


class Names(Content, frozen=True, kw_only=True):
    """Invented names: last names without their PRACTICE-, first names of women and of men.

    Whoever bears a name of `kept` keeps it: a text may hold it as a word.
    """

    kept: tuple[str, ...]
    last: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """How the days of a variant lie: `days` (whole weeks) after those written, firsts `months` after."""

    starts: date
    days: int
    months: int

    def moved(self, on: date) -> date:
        """The day of the variant for a day of the lesson as written."""
        if on.day == 1 and on != self.starts:
            return first_of_month(on, self.months)
        return on + timedelta(days=self.days)

    def is_near(self, on: date) -> bool:
        """Whether a date in prose is a day of the lesson, not that of a document."""
        return abs(on - self.starts) <= FAR

    def nearest(self, month: int, day: int) -> date | None:
        """The day of that month and day nearest to the start; None where there is none such."""
        found = []
        for year in range(self.starts.year - 1, self.starts.year + 2):
            try:
                found.append(date(year, month, day))
            except ValueError:
                continue
        return min(found, key=lambda on: abs(on - self.starts), default=None)


@cache
def names() -> Names:
    """The invented names; ContentError where the file is wrong."""
    return Source(root() / NAMES).read(Names)


def shift_of(starts: date, number: int) -> Shift:
    """How variant `number` lies: about so many months later, on the day of the month nearest to it."""
    months = (number - 1) % MOST_MONTHS + 1 if number else 0
    first = first_of_month(starts, months)
    weeks = (first + timedelta(days=starts.day - 1) - starts).days // 7
    near = [starts + timedelta(weeks=weeks + more) for more in (-1, 0, 1)]
    inside = [on for on in near if (on.year, on.month) == (first.year, first.month)]
    landed = min(inside, key=lambda on: abs(on.day - starts.day))
    return Shift(starts=starts, days=(landed - starts).days, months=months)


def varied(text: str, number: int) -> str:
    """The text of a lesson's file as variant `number`; as it is for 0, or where it cannot be read."""
    try:
        data = tomllib.loads(text)
    except ValueError:
        return text
    starts = data.get("starts")
    if not number or type(starts) is not date:
        return text
    text = _renamed(text, data, number)
    if data.get("dates_stay") is True:
        return text
    return _shifted(text, shift_of(starts, number), _numbers(data))


# --- names ---------------------------------------------------------------------------------------


def _renamed(text: str, data: dict[str, Any], number: int) -> str:
    lasts, firsts = _people(data)
    known, seed = names(), f"{data.get('id')} {number}"
    given = _given(sorted(lasts), known.last, seed)
    text = re.sub(
        rf"(?i)(?<![\w-]){PREFIX}({'|'.join(map(re.escape, lasts)) or '(?!)'})(?![\w-])",
        lambda found: _cased(PREFIX + given[found[1].upper()], found[0]),
        text,
    )
    for group in (known.women, known.men):
        ours = sorted(name for name in firsts if name in group)
        taken = _given(ours, [name for name in group if name not in firsts], seed)
        both = "|".join(f"{name}|{name.title()}" for name in ours) or "(?!)"
        text = re.sub(
            rf"(?<![\w-])({both})(?![\w-])",
            lambda found, taken=taken: _cased(taken[found[0].upper()], found[0]),  # type: ignore[misc]
            text,
        )
    return text


def _people(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The last names (without PRACTICE-) and first names in a lesson, each once, longest first."""
    lasts, firsts = set(), set()
    for one in _tables(data):
        for key, value in one.items():
            if not isinstance(value, str):
                continue
            if key in {"last", "child_last"} and value.upper().startswith(PREFIX):
                lasts.add(value.upper().removeprefix(PREFIX))
            if key in {"first", "child_first"} and value.upper() not in names().kept:
                firsts.add(value.upper())
    return sorted(lasts, key=lambda name: (-len(name), name)), sorted(firsts)


def _tables(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _tables(one)


def _given(old: Sequence[str], new: Iterable[str], seed: str) -> dict[str, str]:
    """Another name for each, no two the same, as the seed has it."""
    free = sorted(
        (name for name in new if name not in old),
        key=lambda name: sha256(f"{seed} {name}".encode()).digest(),
    )
    return dict(zip(old, free, strict=False)) | {name: name for name in old[len(free) :]}


def _cased(name: str, like: str) -> str:
    return name if like.isupper() else "-".join(part.title() for part in name.split("-"))


# --- dates ---------------------------------------------------------------------------------------


def _numbers(data: dict[str, Any]) -> frozenset[str]:
    """The case numbers of a lesson: eight digits that are not dates."""
    return frozenset(
        value for one in _tables(data) for key, value in one.items() if key in {"number", "case"}
        and isinstance(value, str)
    )  # fmt: skip


def _shifted(text: str, shift: Shift, cases: frozenset[str]) -> str:
    def iso(found: re.Match[str]) -> str:
        on = _day(found[1], found[2], found[3])
        return found[0] if on is None else f"{shift.moved(on)}"

    def keyed(found: re.Match[str]) -> str:
        on = None if found[0] in cases else _day(found[3], found[1], found[2])
        return found[0] if on is None else f"{shift.moved(on):%m%d%Y}"

    def slashed(found: re.Match[str]) -> str:
        year = (found[3] or "").removeprefix("/")
        if not year:
            on = shift.nearest(int(found[1]), int(found[2]))
            return found[0] if on is None else f"{shift.moved(on):%m/%d}"
        on = _day(year if len(year) == 4 else f"20{year}", found[1], found[2])
        shape = "%m/%d/%Y" if len(year) == 4 else "%m/%d/%y"
        return found[0] if on is None or not shift.is_near(on) else f"{shift.moved(on):{shape}}"

    def written(found: re.Match[str]) -> str:
        month, day = _MONTHS.index(found["month"]) + 1, int(found["day"])
        year = (found["year"] or "").lstrip(", \n")
        on = _day(year, str(month), str(day)) if year else shift.nearest(month, day)
        if on is None or not shift.is_near(on):
            return found[0]
        to = shift.moved(on)
        weekday = f"{_WEEKDAYS[to.weekday()]}{found['comma']}" if found["weekday"] else ""
        said = f"{weekday}{_MONTHS[to.month - 1]}{found['space']}{to.day}"
        return f"{said}{found['year'][: -len(year)]}{to.year}" if year else said

    def month_alone(found: re.Match[str]) -> str:
        month = (_MONTHS.index(found["month"]) + shift.months) % 12
        return f"{found['before']}{_MONTHS[month]}"

    for pattern, to in (
        (_ISO, iso), (_KEYED, keyed), (_SLASHED, slashed), (_MONTH_ALONE, month_alone), (_WRITTEN, written),
    ):  # fmt: skip
        text = pattern.sub(to, text)
    return text


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
