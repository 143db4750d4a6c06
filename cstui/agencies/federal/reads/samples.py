"""A random sample of what a line counts, in any column: drawn by a seed, so that it can be drawn again."""

from __future__ import annotations

from random import Random

from sqlalchemy.orm import Session

from cstui.agencies.federal.policy.lines import Line
from cstui.agencies.federal.reads.behind import of_line
from cstui.agencies.federal.reads.items import ITEM
from cstui.agencies.federal.records import Report


def draw(session: Session, report: Report, line: Line, size: int, seed: int) -> list[str]:
    """The keys of a simple random sample without replacement, in order; all of them where there are fewer.

    The line's keys are read one after the other: the sample alone is held in memory.
    """
    keys = session.connection().execute(of_line(report, line, "a", ITEM.c.key).order_by(ITEM.c.key))
    chance, drawn = Random(seed), list[str]()
    for at, (key,) in enumerate(keys):
        if at < size:
            drawn.append(key)
        elif (place := chance.randrange(at + 1)) < size:
            drawn[place] = key
    return sorted(drawn)
