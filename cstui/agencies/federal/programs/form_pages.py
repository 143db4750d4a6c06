"""Pages of a form: what belongs together is on one page; a section that does not fit begins a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from cstui.desk.conversation import Row
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import S
from cstui.desk.programs.of_subject import InHand, OfSubject

H = TypeVar("H", bound=InHand)

Group = Sequence[Row]
"""Rows that stay together; a `heading` of the first begins a section."""


def paged(groups: Iterable[Group], shown: int) -> list[tuple[Row, ...]]:
    """The pages of `shown` lines, headings counted; at least one, which may be empty."""
    sections: list[list[Group]] = []
    for group in groups:
        if group[0].heading or not sections:
            sections.append([])
        sections[-1].append(group)
    pages: list[list[Row]] = [[]]
    taken = 0
    for section in sections:
        if taken and taken + sum(map(_height, section)) > shown:
            pages.append([])
            taken = 0
        for group in section:
            if taken and taken + _height(group) > shown:
                pages.append([])
                taken = 0
            pages[-1] += group
            taken += _height(group)
    return [tuple(page) for page in pages]


def _height(group: Group) -> int:
    return len(group) + sum(bool(row.heading) for row in group)


class InPages(OfSubject[H, S], Generic[H, S]):
    """Base of the screens whose state counts pages (`page`), not lines."""

    def turned(self, desk: DeskContext, state: S, word: str) -> S:
        at: Any = state
        step: Any = {"page": at.page + (1 if word == "DOWN" else -1)}
        return msgspec.structs.replace(state, **step)
