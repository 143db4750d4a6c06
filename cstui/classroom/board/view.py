"""What the trainer's board shows, as plain values: rows and columns, sorting, sentences, bars, a plot.

No Textual here. Names that learners typed are text and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from cstui.cells import clean, fit, join
from cstui.classroom.enrollment.class_state import MOST_NAME
from cstui.classroom.seats.protocol import Board, Point, Refusing, SeatView
from cstui.policy.rulebook import Rulebook

BLOCKS = " ▁▂▃▄▅▆▇█"
FULL, EMPTY = "█", "░"
BAR = 5
"""Cells at most of the bar beside the goals of a seat."""
WIDE = 120
"""Columns from which a terminal is a wide one."""
WHOLE = 999
"""More cells than any text here has: nothing is shortened."""
IDLE_LONG = 300
"""Seconds after which a seat that does nothing stands out."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the board: its heading, least widths on a narrow and a wide terminal, text and sort key.

    `width` 0 leaves it out on a narrow terminal. `text` fits what matters most into so many cells.
    """

    name: str
    width: int
    wide: int
    text: Callable[[SeatView, int], str]
    key: Callable[[SeatView], object]


def duration(seconds: int) -> str:
    """A time in at most four signs: 45s, 12m, 3h, 2d."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def bar(part: int, of: int, width: int = BAR) -> str:
    """A bar of `width` cells, as full as `part` is of `of`; never full before all is met."""
    filled = width * part // of if of else 0
    return FULL * filled + EMPTY * (width - filled)


def goals(seat: SeatView, width: int = WHOLE) -> str:
    """The goals of a seat: a bar as long as there is room, met of all."""
    report = seat.report
    if report is None or not report.of:
        return ""
    figures = f"{len(report.met)}/{report.of}"
    room = min(width - len(figures) - 1, BAR)
    return f"{bar(len(report.met), report.of, room)} {figures}" if room > 0 else figures


def state(seat: SeatView, width: int = WHOLE) -> str:
    """What is the matter with a seat, the most important first; `+` where more is the matter than fits."""
    report = seat.report
    words = []
    if seat.status == "ended":
        words.append("ended")
    if report and report.hand:
        words.append("HAND")
    if report and report.finished:
        words.append("finished" if not report.of else "passed" if report.passed else "failed")
    if report and report.frozen:
        words.append("frozen")
    if seat.shown:
        words.append("shown")
    if seat.pair:
        words.append("pair")
    if seat.status == "free":
        words.append("free")
    elif seat.status == "joined" and not seat.there:
        words.append("away")
    whole = " ".join(words)
    if len(whole) <= width:
        return whole
    return f"{words[0]}+" if len(words[0]) < width else words[0]


def where(seat: SeatView, width: int = WHOLE) -> str:
    """The screen and case in hand; the code of a free seat."""
    if seat.status == "free":
        return seat.code
    return f"{seat.report.screen} {seat.report.case}".strip() if seat.report else ""


def last(seat: SeatView, width: int = WHOLE) -> str:
    """The last key or moment of a seat, and what the desk said; the rule alone where both do not fit."""
    moment = seat.report.last if seat.report else None
    if moment is None:
        return ""
    if moment.kind != "key":
        return f"{moment.kind} {moment.about}".strip()
    done = clean(moment.command.strip() or moment.aid.upper())
    said = clean(", ".join(moment.refused) or moment.message)
    whole = f"{done}: {said}" if said else done
    return moment.refused[0] if moment.refused and len(whole) > width else whole


def refused(seat: SeatView) -> int:
    """How often something was refused at a seat."""
    return sum(seat.refused.values())


def time_left(seat: SeatView) -> str:
    """The time that a seat has left, empty where it is not bounded."""
    return "" if seat.left is None or seat.status != "joined" else duration(max(seat.left, 0))


COLUMNS: tuple[Column, ...] = (
    Column(name="SEAT", width=4, wide=4, text=lambda s, _: s.id, key=lambda s: s.id),
    Column(
        name="NAME",
        width=12,
        wide=20,
        text=lambda s, _: clean(s.name),
        key=lambda s: (not s.name, s.name.upper()),
    ),
    Column(
        name="GOALS",
        width=7,
        wide=11,
        text=goals,
        key=lambda s: (-len(s.report.met) if s.report else 1, s.id),
    ),
    Column(
        name="WHERE",
        width=13,
        wide=13,
        text=where,
        key=lambda s: (s.status == "free", not where(s), where(s)),
    ),
    Column(name="LAST", width=10, wide=24, text=last, key=lambda s: (not last(s), last(s).upper())),
    Column(
        name="HINT", width=4, wide=4, text=lambda s, _: _count(s, "hints"), key=lambda s: -_number(s, "hints")
    ),
    Column(name="REF", width=3, wide=4, text=lambda s, _: str(refused(s) or ""), key=lambda s: -refused(s)),
    Column(
        name="IDLE",
        width=4,
        wide=4,
        text=lambda s, _: duration(s.idle) if s.status == "joined" else "",
        key=lambda s: (s.status != "joined", -s.idle),
    ),
    Column(
        name="LEFT",
        width=0,
        wide=4,
        text=lambda s, _: time_left(s),
        key=lambda s: s.left if s.left is not None else 10**9,
    ),
    Column(name="STATE", width=6, wide=14, text=state, key=lambda s: (not state(s), not _hand(s), state(s))),
)


def _number(seat: SeatView, name: str) -> int:
    return int(getattr(seat.report, name)) if seat.report else 0


def _count(seat: SeatView, name: str) -> str:
    return str(_number(seat, name) or "")


def _hand(seat: SeatView) -> bool:
    return seat.report is not None and seat.report.hand


def columns(width: int) -> list[tuple[Column, int]]:
    """The columns for a terminal so wide, each with its own width; beside them a scroll bar has room.

    What is over goes to names, up to what a name has, and to LAST.
    """
    wide = width >= WIDE
    chosen = [(one, one.wide if wide else one.width) for one in COLUMNS if wide or one.width]
    over = max(width - 1 - sum(cells + 1 for _, cells in chosen), 0)
    name = next(cells for one, cells in chosen if one.name == "NAME")
    longer = min(over // 3, MOST_NAME - name)
    more = {"NAME": longer, "LAST": over - longer}
    return [(one, cells + more.get(one.name, 0)) for one, cells in chosen]


def matches(seat: SeatView, text: str) -> bool:
    """Whether every word of `text` stands somewhere in what the board shows of the seat."""
    shown = " ".join((*(one.text(seat, WHOLE) for one in COLUMNS), *seat.refused)).upper()
    return all(word in shown for word in text.upper().split())


def rows(board: Board, sort: str, *, backwards: bool = False, wanted: str = "") -> list[SeatView]:
    """The seats that match, in the order of a column's name; seats that are alike stay in theirs."""
    column = next(one for one in COLUMNS if one.name == sort)
    found = [seat for seat in board.seats if matches(seat, wanted)]
    return sorted(found, key=column.key, reverse=backwards)  # type: ignore[arg-type]


def heading(board: Board, width: int) -> str:
    """The class in one line: title, lesson, mode with its bounds, address; what is too long for it is cut
    off the lesson."""
    bounds = board.bounds
    mode = bounds.mode.upper()
    mode += f" {board.pass_mark} pts" if bounds.mode == "exam" else ""
    mode += f" {bounds.minutes} min" if bounds.minutes else ""
    mode += f" {bounds.most_attempts} tries" if bounds.most_attempts > 1 else ""
    named = f"{clean(board.title)} · {board.lesson}"
    room = width - len(board.address) - 2
    if room <= 20:
        return join(fit(f"{mode} · {named}", width))
    cut = join(fit(named, max(room - len(mode) - 3, 0))).rstrip()
    return f"{join(fit(f'{cut} · {mode}', room))}  {board.address}"


def counts(board: Board) -> str:
    """How many seats are what."""
    seats = board.seats
    joined = [seat for seat in seats if seat.status == "joined"]
    reports = [seat.report for seat in seats if seat.report]
    met, of = sum(len(one.met) for one in reports), sum(one.of for one in reports)
    said = [f"{len(seats)} seats: {len(joined)} joined, {sum(seat.there for seat in joined)} there"]
    hands = sum(one.hand for one in reports)
    for count, word in (
        (hands, "hand up" if hands == 1 else "hands up"),
        (sum(one.frozen for one in reports), "frozen"),
        (sum(one.finished for one in reports), "finished"),
    ):
        if count:
            said.append(f"{count} {word}")
    if of:
        said.append(f"{met} of {of} goals")
    return ", ".join(said)


def refusing(one: Refusing, rules: Rulebook) -> str:
    """A rule that refuses in the room, as a sentence: at how many seats, what it says, where it stands."""
    seats = "1 seat was" if one.seats == 1 else f"{one.seats} seats were"
    times = "" if one.times == one.seats else f" ({one.times} times)"
    return f"{seats} refused by {one.rule}{times}: {title_of(one.rule, rules)}"


def title_of(rule: str, rules: Rulebook) -> str:
    """What a rule says, with its paragraph."""
    found = rules.rules.get(rule)
    if found is None:
        return "see the message on the screen"
    return f"{found.title}. See {found.cite}." if not rule.startswith("CS-") else f"{found.title}."


def plot(points: Sequence[Point], now: datetime, most: int, width: int, height: int) -> list[str]:
    """Goals met over time as `height` rows of blocks, from the first point until `now`; empty before one."""
    if not points or width < 1 or height < 1:
        return []
    begun = points[0].at
    span = max((now - begun).total_seconds(), 1.0)
    levels: list[int] = []
    at = 0
    for column in range(width):
        moment = span * (column + 1) / width
        while at + 1 < len(points) and (points[at + 1].at - begun).total_seconds() <= moment:
            at += 1
        levels.append(points[at].met)
    top = max(most, *levels, 1)
    eighths = [round(8 * height * level / top) for level in levels]
    eighths = [max(one, 1) if level else 0 for one, level in zip(eighths, levels, strict=True)]
    return [
        "".join(BLOCKS[min(max(one - 8 * row, 0), 8)] for one in eighths) for row in range(height - 1, -1, -1)
    ]
