"""What a class knows again when it is resumed: read from the journals of its seats.

The room writes at most once a second what a seat says of itself (see `class_state`); whoever was killed in
that second has lost nothing, since each seat wrote its journal before it spoke.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from cstui.classroom.seats.journal import SeatMoment, since_reset
from cstui.classroom.seats.protocol import Point, SeatReport

PASSING = ("at", "on", "screen", "case", "keys", "last", "keyed")
"""What a report says that the journal of its seat says too."""


def is_passing(before: SeatReport | None, now: SeatReport) -> bool:
    """Whether a report says nothing new but what can be read from the seat's journal again."""
    return before is not None and all(
        getattr(before, name) == getattr(now, name)
        for name in SeatReport.__struct_fields__
        if name not in (*PASSING, "note")
    )


def caught_up(report: SeatReport, moments: Sequence[SeatMoment]) -> SeatReport:
    """The last report that was written, as it was once the seat's newest moment had been."""
    if not moments or moments[-1].at <= report.at:
        return report
    shown = next((one for one in reversed(since_reset(moments)) if one.kind == "key"), None)
    newest = moments[-1]
    return msgspec.structs.replace(
        report,
        at=newest.at,
        on=newest.on,
        screen=shown.shown if shown else "SIGN",
        case=shown.case if shown else "",
        keys=sum(one.keys for one in moments),
        last=newest,
        keyed=next((one.at for one in reversed(moments) if one.kind == "key"), report.keyed),
    )


def progress_of(seats: Mapping[str, Sequence[SeatMoment]]) -> list[Point]:
    """How many goals the seats had met in all, at each time at which that changed."""
    every = sorted(
        ((one.at, seat, one) for seat, moments in seats.items() for one in moments), key=lambda one: one[:2]
    )
    met: dict[str, int] = dict.fromkeys(seats, 0)
    points: list[Point] = []
    for at, seat, one in every:
        if one.kind in {"goal", "check", "finish", "reset"}:
            met[seat] = one.met
        now = sum(met.values())
        if not points or points[-1].met != now:
            points.append(Point(at=at, met=now))
    return points
